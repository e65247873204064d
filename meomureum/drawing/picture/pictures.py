"""A figure as a picture, drawn without a browser: the same figure gives the same bytes.

A `card` stands alone and carries all that the figure carries; a `plot` is for documents that
say the rest in words, and carries the synthetic mark, source and code in case it is cut out.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG

from meomureum.drawing.brand import Brand
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Drawing
from meomureum.drawing.drawing import Form as DrawingForm
from meomureum.drawing.figure import NO_BRAND, Figure
from meomureum.drawing.palette import QUIET_TEXT, RULE, WARNING_GROUND, WARNING_TEXT
from meomureum.drawing.particulars import (
    AS_OF,
    CAVEAT,
    CODE,
    DEFINITION,
    EVENTS,
    FILTERS,
    LINK,
    MARKS,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    UNIT,
    events_in_words,
    particulars,
    printed_link,
    unit_words,
)
from meomureum.drawing.picture.area import Area
from meomureum.drawing.picture.grid import draw_grid
from meomureum.drawing.picture.paper import LINE_HEIGHT, Paper, lines_of_width, lines_that_fit, style
from meomureum.drawing.picture.plot import draw_plot
from meomureum.drawing.picture.raster import png
from meomureum.drawing.picture.shapes import draw_shapes
from meomureum.drawing.picture.tables import draw_table
from meomureum.drawing.safe_text import visible
from meomureum.drawing.summary import big_number
from meomureum.drawing.words import MARKED, SYNTHETIC, is_starred
from meomureum.texts import Language

Shape = Literal["wide", "square", "half_page", "plot", "slide", "small", "stage"]
Form = Literal["png", "svg", "svg-words"]
"""`svg-words` keeps its letters as letters, for a typesetter that has the font."""

SIZES: dict[Shape, tuple[float, float]] = {
    "wide": (1280, 720),
    "square": (1080, 1080),
    "half_page": (794, 561),
    "plot": (680, 330),
    "slide": (1160, 430),
    "small": (440, 270),
    "stage": (980, 420),
}
"""Width and height at 96 dots an inch: 16:9, 1:1, half an A4 page, the width of a page's text, of a slide, of half a page's
text, and what is shown to a room."""
TYPE = {
    "wide": 15.0,
    "square": 17.0,
    "half_page": 11.0,
    "plot": 11.0,
    "slide": 15.0,
    "small": 11.0,
    "stage": 17.0,
}
"""The size of the type of the axes; the rest follows from it."""
DRAWN: Mapping[DrawingForm, Callable[[Area, Drawing], None]] = {"cells": draw_grid, "outlines": draw_shapes}
"""What has no axes; everything else is drawn on them."""
WITHIN: tuple[Shape, ...] = ("plot", "slide", "small", "stage")
"""The shapes for documents that say the rest in words."""
MOST_KEPT = 96

_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
_drawing = threading.Lock()
"""The drawing library has settings for the whole process: one picture at a time."""


def picture(
    figure: Figure,
    language: Language,
    shape: Shape,
    form: Form,
    brand: Brand = NO_BRAND,
    *,
    card: bool = False,
) -> bytes:
    """The figure as PNG (at twice its size) or SVG; kept for as long as it is among the latest drawn.

    A `card` says its latest value in large type; the brand stands where a picture stands alone.
    """
    key = (figure, language, shape, brand, card)
    with _drawing:
        if form == "png":
            svg = _once((key, "svg-words"), lambda: _svg(figure, language, shape, "svg-words", brand, card))
            return _once(
                (key, form),
                lambda: png(svg, SIZES[shape], _about(figure, language) | {"Software": PRODUCT(language)}),
            )
        return _once((key, form), lambda: _svg(figure, language, shape, form, brand, card))


def _once(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """What is made under that key, from the latest ones where it is among them."""
    if key not in _kept:
        _kept[key] = make()
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _svg(figure: Figure, language: Language, shape: Shape, form: Form, brand: Brand, card: bool) -> bytes:
    """The drawing, with its description where programs that read it aloud look for it."""
    content = io.BytesIO()
    about: dict[str, Any] = {"Creator": PRODUCT(language), "Date": None, "Language": language}
    with matplotlib.rc_context(style(outlined=form == "svg")):  # type: ignore[arg-type]  # plain names
        paper = _drawn(figure, language, shape, brand, card)
        FigureCanvasSVG(paper.canvas).print_svg(  # type: ignore[no-untyped-call]
            content, metadata=about | _about(figure, language)
        )
    described = f"</title>\n <desc>{_escaped(visible(figure.alt))}</desc>".encode()
    return content.getvalue().replace(b"</title>", described, 1)


def _drawn(
    figure: Figure, language: Language, shape: Shape, brand: Brand = NO_BRAND, card: bool = False
) -> Paper:
    width, height = SIZES[shape]
    size = TYPE[shape]
    bare = replace(figure, events=()) if shape == "small" else figure
    paper = Paper(width, height, 0.2 * size if shape in WITHIN else 2.4 * size)
    if shape in WITHIN:
        foot = [_cut_out(figure, language, told=bool(bare.events))]
        if figure.synthetic:
            _synthetic(paper, language, size * 0.9)
    else:
        foot = _foot(figure, language)
        _brand(paper, brand, size)
        _head(paper, figure, language, size)
        if card:
            _big(paper, figure, brand, size)
    _small_print(paper, foot, size * 0.8)
    if unit := unit_words(figure, language):
        told, right = f"({UNIT(language)}: {unit})", paper.width - paper.margin
        paper.text(right, paper.top, told, size * 0.85, colour=f"#{QUIET_TEXT}", align="right")
    top = paper.top + 1.6 * size
    area = Area(paper, paper.margin, top, paper.width - paper.margin, paper.bottom - 0.6 * size, size)
    drawing = drawing_of(bare)
    if drawing is None:
        draw_table(area, figure, language)
    else:
        DRAWN.get(drawing.form, draw_plot)(area, drawing)
    return paper


def _head(paper: Paper, figure: Figure, language: Language, size: float) -> None:
    """The synthetic mark, the finding, what is shown, whose title it is."""
    if figure.synthetic:
        _synthetic(paper, language, size * 0.95)
    lines, large = lines_that_fit(figure.title, paper.inner, size * 2, 2, bold=True)
    paper.lines(lines, large, bold=True)
    paper.top += 0.3 * size
    lines, small = lines_that_fit(figure.subtitle, paper.inner, size * 1.1, 2)
    paper.lines(lines, small, colour=f"#{QUIET_TEXT}")
    if figure.remark:
        lines, small = lines_that_fit(figure.remark, paper.inner, size, 2, bold=True)
        paper.lines(lines, small, bold=True, colour=f"#{WARNING_TEXT}")


def _brand(paper: Paper, brand: Brand, size: float) -> None:
    """The city's colour along the top edge and its logo in the corner."""
    if brand.colour:
        paper.bar(0, 0, paper.width, 0.5 * size, f"#{brand.colour}")
    if brand.logo:
        wide, high = brand.shape
        tall = min(2.4 * size, 9 * size * high / wide)
        across = tall * wide / high
        paper.logo(brand.logo, paper.width - paper.margin - across, paper.margin * 0.6, across, tall)


def _big(paper: Paper, figure: Figure, brand: Brand, size: float) -> None:
    """The latest value in large type, what it is, and the verdict."""
    number = big_number(figure)
    if number is None:
        return
    paper.top += 0.4 * size
    lines, large = lines_that_fit(number.shown, paper.inner, size * 6, 1, bold=True)
    paper.lines(lines, large, bold=True, colour=f"#{brand.ink}")
    lines, small = lines_that_fit(number.told, paper.inner, size * 1.2, 1)
    paper.lines(lines, small, colour=f"#{QUIET_TEXT}")
    if figure.verdict:
        lines, small = lines_that_fit(figure.verdict, paper.inner, size * 1.15, 2)
        paper.lines(lines, small)
    paper.top += 0.4 * size


def _synthetic(paper: Paper, language: Language, size: float) -> None:
    paper.label(paper.margin, paper.top, SYNTHETIC(language), size, f"#{WARNING_TEXT}", f"#{WARNING_GROUND}")
    paper.top += 2.3 * size


def _foot(figure: Figure, language: Language) -> list[str]:
    source = f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
    return [
        f"{DEFINITION(language)}: {figure.definition}",
        *(f"{CAVEAT(language)}: {note}" for note in figure.notes),
        f"{source} · {SNAPSHOT(language)} {figure.snapshot_id}",
        f"{FILTERS(language)}: {figure.filters}" + _marks(figure, language),
        *([f"{EVENTS(language)}: {events}"] if (events := events_in_words(figure)) else []),
        f"{CODE(language)} {figure.code}"
        + (f" · {LINK(language)} {link}" if (link := printed_link(figure)) else ""),
    ]


def _cut_out(figure: Figure, language: Language, *, told: bool) -> str:
    source = f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
    words = events_in_words(figure) if told else ""
    events = f" · {EVENTS(language)}: {words}" if words else ""
    return f"{source} · {CODE(language)} {figure.code}" + _marks(figure, language) + events


def _marks(figure: Figure, language: Language) -> str:
    if not figure.marks:
        return ""
    drawing = drawing_of(figure)
    starred = drawing is not None and is_starred(drawing)
    return f" · {MARKED if starred else ''}{MARKS(language)}: {', '.join(figure.marks)}"


def _small_print(paper: Paper, paragraphs: list[str], size: float) -> None:
    """At the foot of the sheet, whose `bottom` moves up."""
    lines = [line for words in paragraphs for line in lines_of_width(words, paper.inner, size)]
    paper.bottom -= len(lines) * size * LINE_HEIGHT
    top = paper.bottom
    paper.rule(top - 0.5 * size, f"#{RULE}")
    for line in lines:
        paper.text(paper.margin, top, line, size, colour=f"#{QUIET_TEXT}")
        top += size * LINE_HEIGHT
    paper.bottom -= size


def _about(figure: Figure, language: Language) -> dict[str, str]:
    """What a picture says of itself."""
    told = "\n".join(f"{label}: {words}" for label, words in particulars(figure, language))
    return {"Title": visible(figure.title), "Description": visible(told)}


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
