"""What a reader sees of a figure wherever it goes: kept with it in the register, and held against a file that comes back.

`told` are its words, each with the label that may stand before it. `rows` are the numbers of its native
chart: the place across, then a value a series, with `tags`, the words beside points. `labels` are the
short words within its drawing, axes and all, `forms` the formats of the chart's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Axis, Band, Bars, Cell, Drawing, Line, Outline, Rule
from meomureum.drawing.figure import Briefing, Figure, Series
from meomureum.drawing.office.chart_table import Row, Table, scale_of
from meomureum.drawing.office.native import table_of
from meomureum.drawing.particulars import (
    LINK,
    MADE_ON,
    MARKS,
    PRODUCT,
    SNAPSHOT,
    TITLE,
    VERDICT,
    particulars,
    point_in_words,
    press_form,
)
from meomureum.drawing.safe_text import visible
from meomureum.drawing.spoken import VALUES, spoken
from meomureum.drawing.summary import LINEAGE, WORKINGS, big_number, left_out, rows_on_paper, summary_rows
from meomureum.texts import Language, Text

LATEST = Text("최근 값", "Latest value")
ROW_OF_SUMMARY = Text("요약 행", "Row of the summary")
SUBTITLE, AUTHOR = Text("부제", "Subtitle"), Text("작성", "By")

Told = tuple[str, str]
Place = str | float


@dataclass(frozen=True)
class Lines:
    """Everything that a file may show of one figure, or of the cover of a briefing."""

    told: tuple[Told, ...] = ()
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Place, str, tuple[float | None, ...]], ...] = ()
    tags: tuple[tuple[int, int, str], ...] = ()
    labels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def under(self, label: str) -> tuple[str, ...]:
        """What was told under a label."""
        return tuple(words for each, words in self.told if each == label)

    def first(self, label: str) -> str:
        """What was told first under a label; "" where nothing was."""
        return next(iter(self.under(label)), "")


NO_LINES = Lines()


def lines_of(figure: Figure) -> Lines:
    """What a file may show of a figure."""
    drawing = drawing_of(figure)
    told = tuple((label, visible(words)) for label, words in _told(figure, figure.language) if words)
    if drawing is None:
        return Lines(told)
    labels = tuple(dict.fromkeys(visible(each) for each in _labels(drawing) if each))
    if not drawing.native:
        return Lines(told, labels=labels)
    table = table_of(drawing)
    return Lines(
        told,
        names=tuple(visible(column.name) for column in table.columns),
        rows=tuple(_row(table, at, row) for at, row in enumerate(table.rows)),
        tags=tuple(
            (at, number, visible(tag.words))
            for number, column in enumerate(table.columns)
            for at, tag in column.tags.items()
            if not tag.form
        ),
        labels=labels,
        forms=tuple(dict.fromkeys(_forms(drawing, table))),
    )


def _forms(drawing: Drawing, table: Table) -> Iterator[str]:
    """The formats of the numbers of a native chart: of its axes, its columns and the labels beside points."""
    up, across = scale_of(drawing.up).form, scale_of(drawing.across).form
    yield from (up, across)
    for column in table.columns:
        yield column.form(up)
        yield from (tag.form for tag in column.tags.values())


def _row(table: Table, at: int, row: Row) -> tuple[Place, str, tuple[float | None, ...]]:
    place = float(row.across) if table.scatter else visible(row.name)
    return place, visible(row.name), tuple(column.values[at] for column in table.columns)


def _told(figure: Figure, language: Language) -> Iterator[Told]:
    yield TITLE(language), figure.title
    yield from particulars(figure, language)
    yield from ((WORKINGS(language), f"{name}: {filled}") for name, filled in figure.workings)
    yield from ((LINEAGE(language), each) for each in figure.lineage)
    number = big_number(figure)
    if number is not None:
        yield LATEST(language), number.shown
        yield LATEST(language), number.told
    yield VERDICT(language), figure.verdict
    yield MARKS(language), figure.remark
    yield from (("", each) for each in spoken(figure))
    for series in figure.series:
        yield from _points(series, figure)
    alone = Briefing("", "", language, "", (figure,), figure.snapshot_id)
    yield from ((ROW_OF_SUMMARY(language), " · ".join(row)) for row in summary_rows(alone))
    yield "", left_out(figure, rows_on_paper(figure, "council"), language)


def _points(series: Series, figure: Figure) -> Iterator[Told]:
    """All values of a series as the notes tell them, and the last one as a report does."""
    language, name = figure.language, series.name
    told = [point_in_words(point, figure.unit, language) for point in series.points]
    yield VALUES(language), f"{name}: {', '.join(told)}"
    valued = [words for words, point in zip(told, series.points, strict=True) if point.value is not None]
    if valued:
        yield VALUES(language), f"{name}: {valued[-1]}"


def _labels(drawing: Drawing) -> Iterator[str]:
    for axis in (drawing.across, drawing.up):
        yield from _of_axis(axis)
    for panel in drawing.panels:
        yield panel.name
        for own in (panel.across, panel.up):
            yield from _of_axis(own) if own is not None else ()
        yield from (line for label in panel.labels for line in _lines(label.words))
    for mark in drawing.marks:
        if isinstance(mark, Line | Bars):
            yield mark.name
            yield from (line for spot in mark.spots for line in _lines(spot.label))
        elif isinstance(mark, Band | Outline):
            yield mark.name
        elif isinstance(mark, Rule):
            yield mark.label
        elif isinstance(mark, Cell):
            yield from _lines(mark.words)


def _lines(words: str) -> tuple[str, ...]:
    """Words, and each of their lines by itself."""
    return (words, *words.split("\n"))


def _of_axis(axis: Axis) -> Iterator[str]:
    yield axis.title
    yield from (words for _, words in axis.ticks)


def cover_lines(briefing: Briefing) -> Lines:
    """What the cover of a briefing says, and where its figures lead: the same figure may stand on several pages."""
    language = briefing.language
    told = (
        (TITLE(language), briefing.title),
        (SUBTITLE(language), briefing.subtitle),
        (MARKS(language), briefing.remark),
        (MADE_ON(language), briefing.made_on),
        (SNAPSHOT(language), briefing.snapshot_id),
        (AUTHOR(language), briefing.author),
        ("", PRODUCT(language)),
        *((LINK(language), each.link) for each in briefing.figures),
        *(press_form(briefing) if briefing.template == "press" else ()),
    )
    return Lines(tuple((label, visible(words)) for label, words in told if words))


def read_lines(kept: Mapping[str, Any]) -> Lines:
    """The same, from a line of the register."""
    return Lines(
        told=tuple((label, words) for label, words in kept["told"]),
        names=tuple(kept["names"]),
        rows=tuple(
            (place if isinstance(place, str) else float(place), name, tuple(values))
            for place, name, values in kept["rows"]
        ),
        tags=tuple((row, column, words) for row, column, words in kept["tags"]),
        labels=tuple(kept["labels"]),
        forms=tuple(kept.get("forms", ())),
    )
