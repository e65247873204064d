"""The one way to make a figure: from its series, its words and the view that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meomureum.drawing.brand import base_address
from meomureum.drawing.figure import Event, Figure, FigureKind, Point, Series
from meomureum.drawing.words import SYNTHETIC
from meomureum.measures import register
from meomureum.store.address import PageName, View, href
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number

LOADED = Text("적재한 자료", "Loaded files")
LONG_TABLE = (
    Text("계열", "Series"),
    Text("항목", "Category"),
    Text("값", "Value"),
    Text("분자", "Numerator"),
    Text("분모", "Denominator"),
    Text("표시", "Marks"),
)
NAMED, VALUED = (0, 1), (2, 3, 4)


def figure_of(
    kind: FigureKind,
    series: Sequence[Series],
    *,
    snapshot: Snapshot,
    page: PageName,
    view: View,
    key: str,
    title: str,
    subtitle: str,
    unit: str,
    source: str,
    as_of: str,
    definition: str,
    marks: Sequence[str] = (),
    notes: Sequence[str] = (),
    alt: str = "",
    filters: str = "",
    columns: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    numbers: Sequence[Sequence[float | None]] = (),
    named: Sequence[int] = (),
    valued: Sequence[int] = (),
    events: Sequence[Event] = (),
    axes: tuple[str, str] = ("", ""),
) -> Figure:
    """A figure of one page, as `meomureum.drawing.figure` describes the kinds.

    `source` may be empty on invented data and on a city's own files; `filters` are the page's
    own choices in words, beside the shared ones; without `rows` the table tells every point.
    With a table of one's own, `named` and `valued` say which columns tell its rows apart and
    which hold values; else these are read from the cells.
    """
    language = view.language
    own = bool(rows) or kind == "table"
    return Figure(
        key=key,
        kind=kind,
        title=title,
        subtitle=subtitle,
        unit=unit,
        series=tuple(series),
        columns=tuple(columns) if own else tuple(label(language) for label in LONG_TABLE),
        rows=tuple(tuple(row) for row in rows) if own else _rows(series),
        source=_source(source, view),
        as_of=as_of,
        snapshot_id=snapshot.id,
        filters=" · ".join(each for each in (filters_in_words(snapshot, view), filters) if each),
        definition=definition,
        marks=tuple(marks),
        synthetic=view.data_set == "sample",
        alt=alt or title,
        address=href(page, replace(view, snapshot="")),
        notes=tuple(notes),
        numbers=tuple(tuple(row) for row in numbers) if own else _numbers(series),
        named=tuple(named) if own else NAMED,
        valued=tuple(valued) if own else VALUED,
        events=tuple(events),
        axes=axes,
        language=language,
        base=base_address(),
    )


def _source(source: str, view: View) -> str:
    """Never empty: invented data say so, and what nobody has published is the city's own."""
    return SYNTHETIC(view.language) if view.data_set == "sample" else source or LOADED(view.language)


def _points(series: Sequence[Series]) -> list[tuple[Series, Point]]:
    """What the table tells: everything but the lines of limits, which are drawn from a formula."""
    return [(each, point) for each in series if each.role != "limit" for point in each.points]


def _rows(series: Sequence[Series]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            each.name,
            point.at,
            point.shown,
            "" if point.numerator is None else number(point.numerator),
            "" if point.denominator is None else number(point.denominator),
            ", ".join(point.marks),
        )
        for each, point in _points(series)
    )


def _numbers(series: Sequence[Series]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        (None, None, point.value, point.numerator, point.denominator, None) for _, point in _points(series)
    )


def filters_in_words(snapshot: Snapshot, view: View) -> str:
    """The reader's choices: data set, cities, years."""
    language, names = view.language, register.names(snapshot)
    sets = {"published": Text("공표 자료", "Published figures"), "sample": SYNTHETIC}
    cities = ", ".join(names[city](language) for city in view.cities) or _every_city(language)
    years = Text("{first}~{last}년", "{first} to {last}").fill(
        first=view.first_year or "", last=view.last_year or ""
    )
    every = Text("전체 연도", "All years")
    chosen = years if view.first_year or view.last_year else every
    return " · ".join((sets[view.data_set](language), cities, chosen(language)))


def _every_city(language: Language) -> str:
    return Text("전체 도시", "All cities")(language)
