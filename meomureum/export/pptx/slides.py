"""The elements of a slide: paper, title, band, small print, table; sizes in inches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Pt

from meomureum.drawing.cells import number_format
from meomureum.drawing.palette import (
    GROUND,
    KOREAN_FONT,
    PRIMARY,
    QUIET_TEXT,
    SERIES,
    TEXT,
    WARNING_GROUND,
    WARNING_TEXT,
)
from meomureum.drawing.safe_text import visible
from meomureum.texts import Language

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
INNER = WIDTH - 2 * MARGIN
TITLE_ONLY = 5
NARROW = 0.6
"""How wide a Latin letter or digit is beside a Hangul syllable."""
LEADING, LEAST_TITLE = 1.3, 8.0
LEFT_BEHIND = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.PRINTER_SETTINGS,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
)
"""What the library's empty deck brings from the machine it was made on."""
LANGUAGE_IDS = {"ko": MSO_LANGUAGE_ID.KOREAN, "en": MSO_LANGUAGE_ID.ENGLISH_US}
TABLE_ROW = 0.36
SMALL = 10.5
NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
CELL_TEXT, CELL_MARGIN, CELL_EDGE, CELL_LEADING = 11, 0.08, 0.03, 1.35
AROUND = 2 * CELL_MARGIN * 72 / CELL_TEXT
"""The margins of a cell, in syllables."""
MOST_TABLE_TEXT, LEAST_TABLE_TEXT, LONGEST_NUMBER, WORD_ROOM = 60, 3, 10, 1.15
"""The widest and narrowest column in syllables, the longest words still set as a number, room for a wider typeface."""


def paper() -> Deck:
    """An empty deck, 16:9, in our type and colours."""
    deck = Presentation()
    scale = Inches(WIDTH) / (deck.slide_width or 1)
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for sheet in (deck.slide_master, *deck.slide_master.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * scale), round(shape.width * scale)
        _theme(sheet)
    for relations in (deck.part.package._rels, deck.part._rels):
        for relation_id in [key for key, each in relations.items() if each.reltype in LEFT_BEHIND]:
            relations.pop(relation_id)
    return deck


def _theme(sheet: Any) -> None:
    """Type and colours of what a reader adds later, which follow the theme."""
    for relation in sheet.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THEME:
            relation.target_part._blob = theme_of(relation.target_part.blob)


def theme_of(theme: bytes) -> bytes:
    """A theme with our typeface in both scripts and our colours as accents."""
    words = theme.decode("utf-8")
    words = re.sub(r'(<a:(?:latin|ea) typeface=")[^"]*"', rf'\g<1>{KOREAN_FONT}"', words)
    colours = {f"accent{number}": colour for number, colour in enumerate(SERIES, start=1)}
    colours |= {"hlink": PRIMARY, "dk1": TEXT, "dk2": QUIET_TEXT, "lt2": GROUND}
    for name, colour in colours.items():
        words = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour}"/>\2', words, flags=re.S
        )
    return words.encode("utf-8")


def add_slide(deck: Deck, title: str, size: float, top: float, height: float, language: Language) -> Any:
    """A slide with a real title, which outlines and screen readers find."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    assert shape is not None  # noqa: S101  (the layout has one)
    shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (MARGIN, top, INNER, height))
    write(shape.text_frame, [title], size, language, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return slide


def add_text(
    slide: Any,
    box: tuple[float, float, float, float],
    lines: Sequence[str],
    size: float,
    language: Language,
    *,
    colour: str = QUIET_TEXT,
    right: bool = False,
) -> Any:
    """A box (left, top, width, height) of lines."""
    shape = slide.shapes.add_textbox(*(Inches(each) for each in box))
    write(shape.text_frame, lines, size, language, colour=colour, right=right)
    return shape


def number_slide(slide: Any, number: int, box: tuple[float, float, float, float], language: Language) -> None:
    """The number of a slide as a field, which counts again when slides are moved."""
    shape = add_text(slide, box, [str(number)], SMALL, language, right=True)
    for run in shape._element.iter(qn("a:r")):
        run.tag = qn("a:fld")
        run.set("id", NUMBER_FIELD)
        run.set("type", "slidenum")


def write(
    frame: Any,
    lines: Iterable[str],
    size: float,
    language: Language,
    *,
    colour: str = TEXT,
    bold: bool = False,
    right: bool = False,
) -> None:
    """Lines of words in one type, each a paragraph."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = visible(line)
        in_type(run.font, size, language, colour=colour, bold=bold)


def in_type(font: Any, size: float, language: Language, *, colour: str = TEXT, bold: bool = False) -> None:
    """Size, colour, language and both typefaces of some words."""
    font.size, font.bold, font.name = Pt(size), bold, KOREAN_FONT
    font.color.rgb = RGBColor.from_string(colour)
    font.language_id = LANGUAGE_IDS[language]
    typeface = OxmlElement("a:ea")
    typeface.set("typeface", KOREAN_FONT)
    font._element.append(typeface)


def add_bar(slide: Any, box: tuple[float, float, float, float], colour: str = PRIMARY) -> Any:
    """A plain bar (left, top, width, height) of one colour."""
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in box))
    bar.fill.solid()
    bar.fill.fore_color.rgb = RGBColor.from_string(colour)
    bar.line.fill.background()
    bar._element.remove(bar._element.find(qn("p:style")))  # brings a shadow, which some programs draw
    return bar


def add_band(slide: Any, warnings: Sequence[str], language: Language) -> None:
    """What must be said over a slide across its top; nothing where there is nothing to say."""
    if not warnings:
        return
    words = " · ".join(warnings)
    size = fitting_size(words, (14.0, 12.0, 11.0, 10.0, 9.0), 1)
    band = add_bar(slide, (0, 0, WIDTH, 0.36), WARNING_GROUND)
    write(band.text_frame, [words], size, language, colour=WARNING_TEXT, bold=True)
    band.text_frame.margin_left = Inches(MARGIN)
    band.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def add_table(
    slide: Any,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    top: float,
    language: Language,
    shares: Sequence[float] = (),
) -> Any:
    """A native table as wide as the slide; columns are as wide as their words need.

    With `shares` of the width the table is one of words, all set to the left.
    """
    height = TABLE_ROW * (len(rows) + 1)
    place = [Inches(each) for each in (MARGIN, top, INNER, height)]
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), *place)
    table = frame.table
    for column, share in zip(table.columns, shares or _shares(columns, rows), strict=True):
        column.width = Inches(INNER * share)
    numeric = [not shares and _holds_numbers([row[at] for row in rows]) for at in range(len(columns))]
    for index, row in enumerate([columns, *rows]):
        for at, words in enumerate(row):
            _cell(table.cell(index, at), words, language, head=index == 0, right=numeric[at])
    return frame


def rows_that_fit(columns: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> int:
    """How many of the rows stand in that height under their head; at least one."""
    shares = _shares(columns, rows)
    left, held = room - _row_height(columns, shares), 0
    for row in rows:
        left -= _row_height(row, shares)
        if left < 0:
            break
        held += 1
    return max(held, 1)


def table_height(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """How high a table of these rows is, its head too."""
    shares = _shares(columns, rows)
    return sum(_row_height(row, shares) for row in (columns, *rows))


def _row_height(row: Sequence[str], shares: Sequence[float]) -> float:
    pairs = zip(row, shares, strict=True)
    lines = max(line_count(words, CELL_TEXT, INNER * share - 2 * CELL_MARGIN) for words, share in pairs)
    return max(TABLE_ROW, lines * CELL_TEXT / 72 * CELL_LEADING + 2 * CELL_EDGE)


def _holds_numbers(cells: Sequence[str]) -> bool:
    """Whether a column is one of numbers: where it says anything, it says a number and little else."""
    said = [each for each in cells if each.strip("–- ")]
    return bool(said) and all(number_format(each) and breadth(each) <= LONGEST_NUMBER for each in said)


def _shares(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Each column's part of the width: its longest word, and of what is left the more the more lines it would take."""
    cells = list(zip(columns, *rows, strict=True))
    wide = [min(max(max(map(breadth, column)), LEAST_TABLE_TEXT), MOST_TABLE_TEXT) for column in cells]
    words = [max(breadth(word) for cell in column for word in cell.split() or [""]) for column in cells]
    given = [min(max(WORD_ROOM * each, LEAST_TABLE_TEXT), MOST_TABLE_TEXT) for each in words]
    spare = INNER * 72 / CELL_TEXT - sum(given) - AROUND * len(given)
    while spare > 0:
        lines = [needed / room for needed, room in zip(wide, given, strict=True)]
        given[lines.index(max(lines))] += 1.0
        spare -= 1.0
    whole = [each + AROUND for each in given]
    return [each / sum(whole) for each in whole]


def _cell(cell: Any, words: str, language: Language, *, head: bool, right: bool) -> None:
    write(cell.text_frame, [words], CELL_TEXT, language, bold=head, right=right)
    cell.margin_left = cell.margin_right = Inches(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(CELL_EDGE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(GROUND if head else "FFFFFF")


def breadth(words: str) -> float:
    """How wide words are, in Hangul syllables."""
    return sum(1.0 if ord(sign) > 0x1100 else NARROW for sign in words)


def line_count(words: str, size: float, width: float = INNER) -> int:
    """How many lines words take at that size."""
    return max(1, ceil(breadth(words) * size / 72 / width))


def fitting_size(words: str, sizes: Sequence[float], lines: int, width: float = INNER) -> float:
    """The largest of these sizes at which words take no more lines than that."""
    return next((size for size in sizes if line_count(words, size, width) <= lines), sizes[-1])


def text_height(lines: Sequence[str], size: float, width: float = INNER) -> float:
    """The height that these lines take, in inches."""
    return sum(line_count(line, size, width) for line in lines) * size / 72 * LEADING


def title_size(words: str, largest: float, height: float, width: float = INNER) -> float:
    """The largest size from that one down at which a title stands within its box, however long it is."""
    sizes = [largest - step for step in range(0, int(largest - LEAST_TITLE) + 1, 2)]
    return next((size for size in sizes if text_height([words], size, width) <= height), LEAST_TITLE)
