"""The parts of a Hangul document: page, paragraph styles, tables, descriptions, bytes that never change."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from hwpx.document import HwpxDocument
from hwpx.oxml.namespaces import HP

from meomureum.drawing.archive import archive_of
from meomureum.drawing.figure import Briefing
from meomureum.drawing.palette import GROUND, KOREAN_FONT, TEXT
from meomureum.drawing.safe_text import visible
from meomureum.verify.received_sections import PREVIEW

MARGIN_MM = 20.0
UNITS_A_MM = 7200 / 25.4
UNITS_A_PIXEL = 7200 / 96
PNG = b"\x89PNG"
BODY_WIDTH = int((210 - 2 * MARGIN_MM) * UNITS_A_MM)
"""The width of A4 between the margins, in the units of the format (7,200 an inch)."""
BODY_STYLE = "0"
"""The id of 바탕글, the style of plain text: the first one of every document."""
ROW_HEIGHT = int(6.5 * UNITS_A_MM)
CELL_SIZE = 8.5
NARROW, WIDE = 5, 22
RANDOM_ID = re.compile(rb'\b(id|instid|instId|idRef|fieldid|beginIDRef)="(\d{5,})"')
FIRST_ID = 100_000


@dataclass(frozen=True)
class Style:
    """How a paragraph looks: type in points, indents in millimetres, space around it in points."""

    size: float
    bold: bool = False
    alignment: str = "LEFT"
    left: float = 0.0
    hanging: float = 0.0
    before: float = 0.0
    after: float = 0.0
    colour: str = TEXT
    keep: bool = False


def new_document() -> HwpxDocument:
    """An empty A4 document in portrait."""
    document = HwpxDocument.new()
    document.page.setup(
        paper_size="A4",
        margin_left_mm=MARGIN_MM,
        margin_right_mm=MARGIN_MM,
        margin_top_mm=MARGIN_MM,
        margin_bottom_mm=15.0,
    )
    return document


def styles(document: HwpxDocument, wanted: Sequence[Style]) -> dict[Style, tuple[str, str]]:
    """The ids of the paragraph and letter shapes of each style, made on the document's first, empty paragraph."""
    first = document.paragraphs[0]
    plain = first.para_pr_id_ref
    found = {}
    for style in wanted:
        document.styles.apply_paragraph_format(
            paragraphs=[first],
            alignment=style.alignment,
            line_spacing_percent=150,
            indent_left_mm=style.left + style.hanging,
            first_line_indent_mm=-style.hanging,
            spacing_before_pt=style.before,
            spacing_after_pt=style.after,
            keep_with_next=style.keep,
        )
        letters = document.styles.ensure_run(
            size=style.size, bold=style.bold, color=f"#{style.colour}", font=KOREAN_FONT
        )
        found[style] = (str(first.para_pr_id_ref), letters)
        first.para_pr_id_ref = plain
    return found


def add_rows(
    document: HwpxDocument,
    rows: Sequence[Sequence[str]],
    caption: str,
    shape: str,
    letters: str,
    ground: str = GROUND,
) -> None:
    """Header and rows with a caption above; the header, on a ground of that colour, comes again on each page."""
    plain = document.styles.ensure_run(size=CELL_SIZE, color=f"#{TEXT}", font=KOREAN_FONT)
    bold = document.styles.ensure_run(size=CELL_SIZE, bold=True, color=f"#{TEXT}", font=KOREAN_FONT)
    table = document.add_table(
        len(rows),
        len(rows[0]),
        width=BODY_WIDTH,
        height=ROW_HEIGHT * len(rows),
        style_id_ref=BODY_STYLE,
        para_pr_id_ref=shape,
        char_pr_id_ref=plain,
    )
    for at, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = visible(words)
            paragraph = cell.paragraphs[0]
            paragraph.para_pr_id_ref = shape
            paragraph.char_pr_id_ref = plain if at else bold
            cell.set_size(height=ROW_HEIGHT)
            if at == 0:
                cell.element.set("header", "1")
    table.set_cell_shading(0, 0, f"#{ground}")
    first, *others = table.rows[0].cells
    for cell in others:  # the library would look through the whole table for each
        cell.element.set("borderFillIDRef", first.element.get("borderFillIDRef", ""))
    table.set_column_widths([_breadth(cells) for cells in zip(*rows, strict=True)])
    table.element.set("repeatHeader", "1")
    table.set_caption(caption, side="TOP", char_pr_id_ref=letters)


def _breadth(cells: Sequence[str]) -> int:
    """How wide a column has to be, in Latin letters: those of Hangul count twice."""
    widest = max(sum(2 if letter >= "\u1100" else 1 for letter in cell) for cell in cells)
    return min(max(NARROW, widest), WIDE) + 2


def add_picture(
    document: HwpxDocument,
    content: bytes,
    size: tuple[int, int],
    pixels: tuple[float, float],
    styled: tuple[str, str],
) -> Any:
    """A picture in the line, in the style of those ids of a paragraph and its letters."""
    shape, letters = styled
    placed = document.add_picture(
        content,
        "png" if content.startswith(PNG) else "jpg",
        width=size[0],
        height=size[1],
        style_id_ref=BODY_STYLE,
        para_pr_id_ref=shape,
        char_pr_id_ref=letters,
    )
    _uncut(placed.element, pixels)
    return placed


def _uncut(drawn: Any, pixels: tuple[float, float]) -> None:
    """All of the picture is shown: the library tells the size on paper for that of the picture, and readers cut it."""
    wide, high = (str(round(side * UNITS_A_PIXEL)) for side in pixels)
    for name, value in (("dimwidth", wide), ("dimheight", high)):
        drawn.find(f"{HP}imgDim").set(name, value)
    for name, value in (("right", wide), ("bottom", high)):
        drawn.find(f"{HP}imgClip").set(name, value)


def describe(drawn: Any, words: str) -> None:
    """What a picture or chart shows, for those who do not see it; the library gives none to a chart."""
    comment = drawn.element.find(f"{HP}shapeComment")
    if comment is None:
        comment = drawn.element.makeelement(f"{HP}shapeComment", {})
        drawn.element.find(f"{HP}outMargin").addnext(comment)
    comment.text = words


def number_pages(document: HwpxDocument) -> None:
    """The page's number at the foot, once: the library writes it as a field and as a control beside it."""
    document.page.set_page_number(format="page", prefix="- ", suffix=" -")
    for section in document.sections:
        for paragraph in section.element.iter(f"{HP}p"):
            for run in paragraph.findall(f"{HP}run"):
                if run.find(f"{HP}ctrl/{HP}pageNum") is not None:
                    paragraph.remove(run)


def document_bytes(document: HwpxDocument, briefing: Briefing, product: str, preview: Sequence[str]) -> bytes:
    """The bytes of the document: what it says of itself, numbered ids, one date."""
    made = f"{briefing.made_on}T00:00:00Z"
    document.parts.clear_document_metadata(keep=("language",), timestamp=made)
    document.parts.set_document_metadata(
        title=visible(briefing.title),
        creator=product,
        subject=visible(briefing.subtitle),
        keyword=" ".join(figure.code for figure in briefing.figures),
        created_date=made,
        modified_date=made,
    )
    members = numbered_members(document)
    members[PREVIEW] = "\r\n".join(preview).encode()
    return archive_of(members)


def numbered_members(document: HwpxDocument) -> dict[str, bytes]:
    """The members of the document by name, with ids that depend on their place only."""
    numbers: dict[bytes, bytes] = {}
    following = count(FIRST_ID)
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in members:
        if name.startswith("Contents/section"):
            members[name] = RANDOM_ID.sub(lambda found: _numbered(found, numbers, following), members[name])
    return members


def _numbered(found: re.Match[bytes], numbers: dict[bytes, bytes], following: count[int]) -> bytes:
    """An id that depends on its place only: the library draws them by lot."""
    known = numbers.setdefault(found[2], b"")
    if not known:
        known = numbers[found[2]] = str(next(following)).encode()
    return b'%s="%s"' % (found[1], known)
