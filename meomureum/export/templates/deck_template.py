"""A PowerPoint template filled: charts and tables in the place of boxes, words in the type of their runs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.presentation import Presentation as Deck

from meomureum.drawing.archive import archive_without_times
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.export.pptx.slide_pages import draw_chart
from meomureum.export.pptx.slides import add_table
from meomureum.export.pptx.theme import follow_theme
from meomureum.export.renewal.paragraphs import paragraphs_of, words_in, write
from meomureum.export.templates.placeholders import Filling, Placeholder, drawn_alone
from meomureum.texts import Text
from meomureum.verify.office_xml import every

SLIDE = Text("슬라이드 {number}", "slide {number}")
NOTES = Text("슬라이드 {number} 노트", "notes of slide {number}")
MASTER = Text("서식(마스터)", "the master")
INCH = 914_400


def fill_deck(content: bytes, filling: Filling) -> bytes:
    """The deck with every placeholder filled; raises Faulty with every one that cannot be."""
    deck = Presentation(io.BytesIO(content))
    filling.check(
        [
            (where, words_in(paragraph), _may_be_drawn(paragraph))
            for where, root in _roots(deck)
            for paragraph in paragraphs_of(root)
        ]
    )
    for number, slide in enumerate(deck.slides, start=1):
        for shape in list(slide.shapes):
            drawn = drawn_alone(shape.text_frame.text) if shape.has_text_frame else None
            if drawn is not None:
                _draw(slide, shape, drawn, filling, SLIDE.fill(number=number))
    for where, root in _roots(deck):
        for paragraph in list(paragraphs_of(root)):
            write(paragraph, filling.words(words_in(paragraph), where))
    saved = io.BytesIO()
    deck.save(saved)
    return archive_without_times(saved.getvalue())


def _roots(deck: Deck) -> Iterator[tuple[Text, Any]]:
    """What holds words, with what readers call it."""
    for number, slide in enumerate(deck.slides, start=1):
        yield SLIDE.fill(number=number), slide._element
        if slide.has_notes_slide:
            yield NOTES.fill(number=number), slide.notes_slide._element
    for sheet in (deck.slide_master, *deck.slide_layouts):
        yield MASTER, sheet._element


def _may_be_drawn(paragraph: Any) -> bool:
    """Whether a paragraph is all that a box of a slide holds, outside groups and tables."""
    shape = next((each for each in paragraph.iterancestors() if str(each.tag).endswith("}sp")), None)
    if shape is None or not str(shape.getparent().tag).endswith("}spTree"):
        return False
    return len([each for each in paragraphs_of(shape) if words_in(each).strip()]) == 1


def _draw(slide: Any, shape: Any, drawn: Placeholder, filling: Filling, where: Text) -> None:
    """A chart or a table where the box was; the box stays, with words, where there is no value."""
    figure = filling.figure(drawn, where)
    if figure is None:
        shape.text_frame.text = filling.words(shape.text_frame.text, where)
        return
    box = (shape.left / INCH, shape.top / INCH, shape.width / INCH, shape.height / INCH)
    frame = _chart(slide, figure, box) if drawn.kind == "trend" else _table(slide, figure, box)
    frame.name = figure.code
    shape._element.addprevious(frame._element)
    shape._element.getparent().remove(shape._element)


def _chart(slide: Any, figure: Figure, box: tuple[float, float, float, float]) -> Any:
    """The native chart, else the picture, else the table of what has neither."""
    if drawing_of(figure) is None:
        return _table(slide, figure, box)
    frame = draw_chart(slide, figure, box, figure.language)
    if getattr(frame, "has_chart", False):
        follow_theme(frame.chart.part._element)
    return frame


def _table(slide: Any, figure: Figure, box: tuple[float, float, float, float]) -> Any:
    left, top, wide, _ = box
    frame = add_table(slide, figure.columns, figure.rows, top, figure.language)
    scale = wide * INCH / sum(each.width for each in frame.table.columns)
    for column in frame.table.columns:
        column.width = round(column.width * scale)
    frame.left = round(left * INCH)
    for properties in every(frame._element, "cNvPr"):
        properties.set("descr", figure.alt)
        properties.set("title", figure.title)
    follow_theme(frame._element)
    return frame
