"""The one way to make a figure: a draft holds what its values bring along, a module adds what it found.

    draft = draft_of(snapshot, "explain", view, kpi, rows)
    draft.figure("bridge", "bridge", Finding(title, measure_place_period), [Series("", "computed", points)])

Language, link, filters in words, the mark of invented data and, where none is given, the table
come from the draft. What only one kind of figure has (events, axes, nodes) is added with `replace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from meomureum.drawing.brand import base_address
from meomureum.drawing.figure import Figure, FigureKind, Point, Series
from meomureum.drawing.words import SYNTHETIC
from meomureum.figures.value_rows import (
    COLUMNS,
    NAMED,
    VALUED,
    Row,
    definition_of,
    in_numbers,
    in_words,
    marks_in,
)
from meomureum.measures import register
from meomureum.measures.measurement import Kpi
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


@dataclass(frozen=True)
class Finding:
    """What a figure says: the finding, then measure, place and period; `alt` for who cannot see it."""

    title: str
    subtitle: str
    notes: Sequence[str] = ()
    alt: str = ""


@dataclass(frozen=True)
class Table:
    """The values of a figure in words.

    `numbers` are the exact numbers behind the cells, `named` the columns that tell one row from
    another and `valued` those that hold values; without these the figure reads them from the cells.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[Sequence[float | None]] = ()
    named: Sequence[int] = ()
    valued: Sequence[int] = ()


@dataclass(frozen=True)
class Draft:
    """What every figure of the same values has in common, before anything is drawn of them.

    `source` may be empty on invented data and on a city's own files; `filters` are the page's own
    choices in words, beside the shared ones; `marks` are the reservations on the values.
    """

    snapshot: Snapshot
    page: PageName
    view: View
    unit: str
    source: str
    as_of: str
    definition: str
    marks: Sequence[str] = ()
    filters: str = ""

    def figure(
        self,
        kind: FigureKind,
        key: str,
        finding: Finding,
        series: Sequence[Series] = (),
        table: Table | None = None,
    ) -> Figure:
        """A figure of a kind that `meomureum.drawing.figure` describes; its table tells every point if it has no other."""
        view, own = self.view, table or table_of_points(series, self.view.language)
        return Figure(
            key=key,
            kind=kind,
            title=finding.title,
            subtitle=finding.subtitle,
            unit=self.unit,
            series=tuple(series),
            columns=tuple(own.columns),
            rows=tuple(tuple(row) for row in own.rows),
            source=_source(self.source, view),
            as_of=self.as_of,
            snapshot_id=self.snapshot.id,
            filters=" · ".join(
                each for each in (filters_in_words(self.snapshot, view), self.filters) if each
            ),
            definition=self.definition,
            marks=tuple(self.marks),
            synthetic=view.data_set == "sample",
            alt=finding.alt or finding.title,
            address=href(self.page, replace(view, snapshot="")),
            notes=tuple(finding.notes),
            numbers=tuple(tuple(row) for row in own.numbers),
            named=tuple(own.named),
            valued=tuple(own.valued),
            language=view.language,
            base=base_address(),
        )


def draft_of(
    snapshot: Snapshot, page: PageName, view: View, kpi: Kpi, rows: pd.DataFrame, definition: str = ""
) -> Draft:
    """The draft of measured rows: their unit, sources, newest date, definition and reservations."""
    return Draft(
        snapshot,
        page,
        view,
        unit=kpi.unit,
        source=register.references(snapshot, rows),
        as_of=str(rows["reference_date"].max()),
        definition=definition or definition_of(kpi, rows, view.language),
        marks=marks_in(rows, view.language),
    )


def table_of_rows(kpi: Kpi, rows: Iterable[tuple[Row, Text]], language: Language) -> Table:
    """Measurements with the names of their places, a line each."""
    held = list(rows)
    return Table(
        [label(language) for label in COLUMNS.values()],
        [tuple(in_words(kpi, row, place, language).values()) for row, place in held],
        [in_numbers(kpi, row) for row, _ in held],
        NAMED,
        VALUED,
    )


def table_of_points(series: Sequence[Series], language: Language) -> Table:
    """Every point but those of limits, which are drawn from a formula."""
    points = [(each, point) for each in series if each.role != "limit" for point in each.points]
    return Table(
        [label(language) for label in LONG_TABLE],
        [_cells(each, point) for each, point in points],
        [(None, None, point.value, point.numerator, point.denominator, None) for _, point in points],
        named=(0, 1),
        valued=(2, 3, 4),
    )


def _cells(series: Series, point: Point) -> tuple[str, ...]:
    counts = ("" if each is None else number(each) for each in (point.numerator, point.denominator))
    return (series.name, point.at, point.shown, *counts, ", ".join(point.marks))


def _source(source: str, view: View) -> str:
    """Never empty: invented data say so, and what nobody has published is the city's own."""
    return SYNTHETIC(view.language) if view.data_set == "sample" else source or LOADED(view.language)


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
