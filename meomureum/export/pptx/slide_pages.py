"""Slides that one template has and the others have not: summary, reckoning, press page, cards; and the brand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from meomureum.drawing.brand import Brand
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.office.pptx_chart import add_chart
from meomureum.drawing.palette import TEXT, WARNING_TEXT
from meomureum.drawing.particulars import AS_OF, CODE, SOURCE, press_form, printed_link, warnings_of
from meomureum.drawing.picture.pictures import SIZES, picture
from meomureum.drawing.qr import QR_NAME, qr_picture
from meomureum.drawing.summary import (
    APPENDIX,
    COLUMNS,
    LINEAGE,
    SUMMARY,
    WORKINGS,
    appendix_rows,
    big_number,
    lead,
    summary_rows,
)
from meomureum.export.pptx.slides import (
    INNER,
    MARGIN,
    SMALL,
    add_band,
    add_bar,
    add_slide,
    add_table,
    add_text,
    fitting_size,
    text_height,
    title_size,
)
from meomureum.texts import Language, Text

Box = tuple[float, float, float, float]
QR_SIZE = 0.8
LOGO_HEIGHT, COVER_LOGO = 0.5, 0.9
ROWS_A_SLIDE, SHARES = 12, (0.29, 0.15, 0.45, 0.11)
SQUARE, EDGE = 7.5, 0.55
REVIEW_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
FOOT = 7.1
LEAD_SIZES, LEAD_LINES = (18.0, 16.0, 14.0, 13.0, 12.0), 4
MOST_CHARTS = 4
NOTE_SIZES, NOTE_HEIGHT = (7.5, 7.0, 6.5, 6.0), 0.3


def place_logo(
    slide: Any, brand: Brand, left: float, top: float, height: float, *, right: bool = False
) -> float:
    """The logo in that height (`right`: left of that place), how wide it is."""
    if not brand.logo:
        return 0.0
    across, up = brand.shape
    wide = min(height * across / up, 4 * height)
    place = [Inches(each) for each in (left - wide if right else left, top, wide, wide * up / across)]
    logo = slide.shapes.add_picture(io.BytesIO(brand.logo), *place)
    logo.name, logo._element.nvPicPr.cNvPr.attrib["descr"] = "Logo", ""
    return wide


def place_qr(slide: Any, figure: Figure, left: float, top: float) -> None:
    """The code that a telephone opens the figure by, where readers have an address to open."""
    if content := qr_picture(printed_link(figure)):
        drawn = slide.shapes.add_picture(io.BytesIO(content), Inches(left), Inches(top), Inches(QR_SIZE))
        drawn.name, drawn._element.nvPicPr.cNvPr.attrib["descr"] = QR_NAME.format(figure.code), figure.link


def add_code(slide: Any, figure: Figure, box: Box, size: float, language: Language) -> None:
    """The code of a figure and the link that opens it, which can be clicked."""
    link = printed_link(figure)
    words = f"{CODE(language)} {figure.code}" + (f" · {link}" if link else "")
    shape = add_text(slide, box, [words], size, language)
    if link:
        shape.text_frame.paragraphs[0].runs[0].hyperlink.address = link


def add_brand(slide: Any, brand: Brand) -> None:
    """The city's colour beside the title and its logo at the end of it."""
    if brand.colour:
        add_bar(slide, (0, 0.45, 0.14, 0.95), brand.accent)
    wide = place_logo(slide, brand, MARGIN + INNER, 0.5, LOGO_HEIGHT, right=True)
    if wide:
        slide.shapes.title.width = Inches(INNER - wide - 0.2)


def summary_slides(deck: Deck, briefing: Briefing) -> None:
    """The verdicts in a table, before the figures."""
    _listing(deck, briefing, SUMMARY, summary_rows(briefing))


def appendix_slide(deck: Deck, briefing: Briefing) -> None:
    """What the story leaves to its appendix, at a glance."""
    _listing(deck, briefing, APPENDIX, appendix_rows(briefing))


def _listing(deck: Deck, briefing: Briefing, title: Text, rows: Sequence[Sequence[str]]) -> None:
    language = briefing.language
    for at in range(0, len(rows), ROWS_A_SLIDE):
        slide = add_slide(deck, title(language), 26.0, 0.45, 0.95, language)
        add_band(slide, warnings_of(replace(briefing, remark=""), language), language)
        columns = [column(language) for column in COLUMNS]
        frame = add_table(slide, columns, rows[at : at + ROWS_A_SLIDE], 1.5, language, SHARES)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", title(language))


def review_lines(figure: Figure, language: Language) -> list[str]:
    """The reckoning line by line, then the files and lines."""
    lines = [f"{name}: {filled}" for name, filled in figure.workings]
    return lines + [f"{LINEAGE(language)}: {each}" for each in figure.lineage]


def add_review(slide: Any, figure: Figure, room: tuple[float, float], language: Language) -> bool:
    """The same beneath what stands on a slide, between top and bottom; whether there was room for it."""
    lines, (top, bottom) = review_lines(figure, language), room
    if text_height(lines, REVIEW_SIZES[0]) > bottom - top:
        return False
    if lines:
        add_text(slide, (MARGIN, top, INNER, bottom - top), lines, REVIEW_SIZES[0], language, colour=TEXT)
    return True


def review_slide(deck: Deck, figure: Figure, language: Language) -> None:
    """The same on a slide of its own."""
    title = f"{figure.title} · {WORKINGS(language)}"
    slide = add_slide(deck, title, title_size(title, 22.0, 0.95), 0.45, 0.95, language)
    add_band(slide, warnings_of(figure, language), language)
    lines = review_lines(figure, language)
    room = FOOT - 1.7
    size = next((each for each in REVIEW_SIZES if text_height(lines, each) <= room), REVIEW_SIZES[-1])
    add_text(slide, (MARGIN, 1.6, INNER, room), lines, size, language, colour=TEXT)
    add_text(slide, (MARGIN, FOOT, INNER - 1.1, 0.25), [f"{CODE(language)} {figure.code}"], SMALL, language)


def press_slide(deck: Deck, briefing: Briefing) -> None:
    """Everything on one page: headline, lead, small figures with their source and code."""
    language, words = briefing.language, lead(briefing)
    size = title_size(briefing.title, 28.0, 0.6)
    slide = add_slide(deck, briefing.title, size, 0.45, 0.6, language)
    form = " · ".join(f"{label} {words}" for label, words in press_form(briefing))
    add_text(slide, (MARGIN, 1.05, INNER, 0.45), [form, briefing.subtitle], 11, language)
    add_band(slide, warnings_of(briefing, language), language)
    size = fitting_size(words, LEAD_SIZES, LEAD_LINES)
    tall = text_height([words], size)
    add_text(slide, (MARGIN, 1.55, INNER, tall), [words], size, language, colour=TEXT)
    top, held = 1.65 + tall, briefing.figures[:MOST_CHARTS]
    across = 1 if len(held) == 1 else 2
    down = (len(held) + across - 1) // across
    wide, high = (INNER - 0.3 * (across - 1)) / across, (FOOT - top) / down
    for at, figure in enumerate(held):
        left = MARGIN + (at % across) * (wide + 0.3)
        _small_figure(slide, figure, (left, top + (at // across) * high, wide, high), language)


def _small_figure(slide: Any, figure: Figure, box: Box, language: Language) -> None:
    left, top, wide, high = box
    size = fitting_size(figure.title, (10.5, 10.0, 9.0, 8.0, 7.0), 1, wide)
    add_text(slide, (left, top, wide, 0.25), [figure.title], size, language, colour=TEXT)
    draw_chart(slide, figure, (left, top + 0.26, wide, high - 0.62), language, letters=8)
    told = f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of} · {CODE(language)} {figure.code}"
    lines = [*([figure.remark] if figure.remark else []), told]
    size = next((each for each in NOTE_SIZES if text_height(lines, each) <= NOTE_HEIGHT), NOTE_SIZES[-1])
    add_text(slide, (left, top + high - 0.34, wide, NOTE_HEIGHT), lines, size, language)


def draw_chart(slide: Any, figure: Figure, box: Box, language: Language, letters: float = 12) -> Any:
    """A native chart in a box (left, top, width, height), or the picture of what has none."""
    left, top, wide, high = box
    drawing = drawing_of(figure)
    if drawing is not None and drawing.native:
        frame = add_chart(slide, drawing, [Inches(each) for each in box], letters)
        properties = frame._element.nvGraphicFramePr.cNvPr
        properties.set("title", figure.title)
    else:
        across, up = SIZES["slide"]
        tall = min(high, wide * up / across)
        content = io.BytesIO(picture(figure, language, "slide", "png"))
        place = [Inches(left + (wide - tall * across / up) / 2), Inches(top)]
        frame = slide.shapes.add_picture(content, *place, height=Inches(tall))
        frame.name = figure.code
        properties = frame._element.nvPicPr.cNvPr
    properties.set("descr", figure.alt)
    return frame


def card_slides(deck: Deck, briefing: Briefing, notes: Callable[[Any, Figure, Language], None]) -> None:
    """A square slide a figure: the number in large type, what it says, the chart, where it is from."""
    deck.slide_width = deck.slide_height = Inches(SQUARE)
    language, wide = briefing.language, SQUARE - 2 * EDGE
    for figure in briefing.figures:
        size = title_size(figure.title, 24.0, 1.15, wide)
        slide = add_slide(deck, figure.title, size, 0.6, 1.15, language)
        slide.shapes.title.left, slide.shapes.title.width = Inches(EDGE), Inches(wide)
        add_bar(slide, (0, SQUARE - 0.14, SQUARE, 0.14), briefing.brand.accent)
        if warned := " · ".join(warnings_of(figure, language)):
            small = fitting_size(warned, (14.0, 12.0, 10.0, 9.0, 8.0), 2, wide)
            add_text(slide, (EDGE, 0.2, wide, 0.36), [warned], small, language, colour=WARNING_TEXT)
        top = 1.85
        number = big_number(figure)
        if number is not None:
            big = fitting_size(number.shown, (80.0, 66.0, 54.0, 44.0, 36.0, 30.0), 1, wide)
            add_text(slide, (EDGE, top, wide, 1.3), [number.shown], big, language, colour=briefing.brand.ink)
            add_text(slide, (EDGE, top + 1.3, wide, 0.35), [number.told], 14, language)
            top += 1.75
        if figure.verdict:
            size = fitting_size(figure.verdict, (13.0, 12.0, 11.0, 10.0), 2, wide)
            add_text(slide, (EDGE, top, wide, 0.5), [figure.verdict], size, language, colour=TEXT)
            top += 0.55
        draw_chart(slide, figure, (EDGE, top, wide, 6.45 - top), language, letters=10)
        told = f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
        logo = place_logo(slide, briefing.brand, SQUARE - EDGE, 6.75, 0.45, right=True)
        add_text(slide, (EDGE, 6.55, wide - logo - 0.1, 0.4), [told], 9, language)
        add_code(slide, figure, (EDGE, 6.95, wide - logo - 0.1, 0.3), 9, language)
        notes(slide, figure, language)
