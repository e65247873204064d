"""What an analyst asks for: any indicator, within any filters, by any two dimensions; and its answer.

Everything follows from a snapshot and a view alone, so that the page, a file and a briefing say
the same. The answer holds one row a group and year; how much of it a chart can show is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from meomureum.drawing.line_figure import MOST_NAMED
from meomureum.figures.value_rows import light
from meomureum.measures import measurement, register
from meomureum.measures.facets import FILTER_OF, dimensions_of
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import DIMENSIONS, Formula, Kpi, Scope
from meomureum.store.address import FILTERS, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, plain

CHARTS: Mapping[str, Text] = {
    "trend": Text("추이", "Trend"),
    "bars": Text("막대", "Bars"),
    "panels": Text("작은 그림 여럿", "Small multiples"),
    "heat": Text("열 지도", "Heat table"),
}
"""How an indicator may be drawn."""
MOST_GROUPS, MOST_LINES, MOST_PANELS, MOST_BARS, MOST_ROWS = 2, 5, 24, 30, 40
MOST_OF_LINES = 12  # panels with several lines each
MOST: Mapping[str, int] = {"trend": MOST_LINES, "panels": MOST_PANELS, "bars": MOST_BARS, "heat": MOST_ROWS}
NOT_DIVIDED = Text("구분 없음", "Not divided")
SERIES = "series"
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class Question:
    """What the view asks for, as far as the indicator's data can answer it.

    `groups` are one or two of `offered`, the dimensions of the data; `by` adds the year.
    """

    kpi: Kpi
    formula: Formula
    scope: Scope
    groups: tuple[str, ...]
    offered: tuple[str, ...]
    chart: str

    @property
    def by(self) -> tuple[str, ...]:
        """The dimensions of the measurement."""
        return (*(each for each in self.groups if each != "year"), "year")

    @property
    def multiples(self) -> bool:
        """Whether each of the first group has a panel of its own, with a line for each of the second."""
        return self.chart in ("trend", "panels") and len(self.by) > MOST_GROUPS


@dataclass(frozen=True)
class Answer:
    """The measured rows with the code of their group in `series`, and each group's name in order.

    `drawn` are the groups that the chart has room for: those of the most people; `year` is the
    one that bars show, the last one with a value.
    """

    question: Question
    rows: pd.DataFrame
    names: Mapping[str, Text]
    drawn: tuple[str, ...]
    year: int | None

    @cached_property
    def valued(self) -> pd.DataFrame:
        """The rows that have a value."""
        return self.rows[self.rows["value"].notna()]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The rows that the chart draws."""
        mine = self.rows[self.rows[SERIES].isin(self.drawn)]
        years = self.question.chart in ("trend", "panels") or "year" in self.question.groups
        years = years or (self.question.chart == "heat" and len(self.question.groups) == 1)
        return mine if years or self.year is None else mine[mine["year"] == self.year]

    @property
    def in_panels(self) -> bool:
        """Whether the screen draws small panels: where asked for, of two groups, and where one chart cannot hold the lines."""
        asked = self.question
        many = asked.chart == "trend" and len(self.drawn) > MOST_NAMED
        return asked.chart == "panels" or asked.multiples or many

    @property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """The groups drawn by the codes of their two dimensions; none where there is one dimension."""
        apart = {code: tuple(code.split(_BETWEEN)) for code in self.drawn}
        return {code: (pair[0], pair[1]) for code, pair in apart.items() if len(pair) > 1}

    @property
    def places(self) -> dict[str, Text]:
        """The names of the groups drawn, in order."""
        return {code: self.names[code] for code in self.drawn}


def scope_of(snapshot: Snapshot, view: View) -> Scope:
    """The rows that a view covers, by every filter of it."""
    chosen = {attribute: getattr(view, attribute) for attribute, _ in FILTERS.values()}
    return Scope(
        view.data_set,
        cities=view.cities or measurement.followed_cities(snapshot),
        institutions=view.institutions,
        first_year=view.first_year,
        last_year=view.last_year,
        **chosen,
    )


def asked_of(snapshot: Snapshot, view: View) -> Scope:
    """The same with only the cities that the reader has named: every filter is one of theirs."""
    scope = scope_of(snapshot, view)
    return Scope(**{**vars(scope), "cities": view.cities})


def question(snapshot: Snapshot, view: View) -> Question:
    """What a view asks for; groups that the data do not have are left out."""
    kpi = measurement.find(view.kpi)
    formula = kpi.formula(view.formula)
    offered = dimensions_of(snapshot, kpi, formula)
    groups = tuple(each for each in view.groups if each in (*offered, "year"))[:MOST_GROUPS]
    if not [each for each in groups if each != "year"]:
        groups = (*offered[:1], *groups)
    return Question(kpi, formula, scope_of(snapshot, view), groups, offered, view.chart or next(iter(CHARTS)))


def answer(snapshot: Snapshot, view: View) -> Answer:
    """The measured answer to what a view asks for."""
    asked = question(snapshot, view)
    rows = light(
        measurement.measure(snapshot, asked.kpi.id, asked.scope, asked.by, asked.formula.id), asked.by
    )
    groups = [each for each in asked.by if each != "year"]
    columns = [rows[DIMENSIONS[each]].fillna("").tolist() for each in groups]
    rows = rows.assign(**{SERIES: [_BETWEEN.join(codes) for codes in zip(*columns, strict=True)]})
    names = _names(snapshot, groups, rows)
    valued = rows[rows["value"].notna()]
    year = None if valued["year"].isna().all() else int(valued["year"].max())
    return Answer(asked, rows, names, _drawn(asked, valued, names), year)


def _names(snapshot: Snapshot, groups: list[str], rows: pd.DataFrame) -> dict[str, Text]:
    """The groups in the order of the registers, each with its name."""
    order = {
        dimension: {code: at for at, code in enumerate(order_of(snapshot, dimension))} for dimension in groups
    }
    each = [tuple(code.split(_BETWEEN)) for code in rows[SERIES].drop_duplicates()]
    last = 10**6
    ranked = sorted(
        each,
        key=lambda codes: [
            (order[name].get(code, last), code) for name, code in zip(groups, codes, strict=True)
        ],
    )
    return {
        _BETWEEN.join(codes): _joined(
            [name_of(snapshot, name, code) for name, code in zip(groups, codes, strict=True)]
        )
        for codes in ranked
    }


def order_of(snapshot: Snapshot, dimension: str) -> list[str]:
    """The codes of a dimension in the order in which a reader meets them."""
    return list(register.codes(snapshot).get(dimension) or register.names(snapshot))


def _joined(names: list[Text]) -> Text:
    return Text(" · ".join(each.ko for each in names), " · ".join(each.en for each in names))


def name_of(snapshot: Snapshot, dimension: str, code: str) -> Text:
    """What a value of a dimension is called."""
    if not code:
        return NOT_DIVIDED
    if dimension in ("city", "institution", "industry", "ksic", "programme"):
        return register.names(snapshot).get(code, plain(code))
    return dimensions.code_name(dimension, code)


def chosen_name(snapshot: Snapshot, dimension: str, code: str) -> Text:
    """What a value is called where it is filtered by: a section of industries takes its divisions with it."""
    return register.chosen_ksic(snapshot, code) if dimension == "ksic" else name_of(snapshot, dimension, code)


def _drawn(asked: Question, valued: pd.DataFrame, names: Mapping[str, Text]) -> tuple[str, ...]:
    """The groups with a value, in order; where they are too many for the chart those of the most people."""
    if asked.multiples:
        panel, line = (valued[SERIES].str.split(_BETWEEN).str[at] for at in (0, 1))
        mine = line.isin(_largest(valued, line, MOST_LINES))
        mine &= panel.isin(_largest(valued[mine], panel[mine], MOST_OF_LINES))
        chosen = set(valued.loc[mine, SERIES])
    else:
        chosen = set(_largest(valued, valued[SERIES], MOST[asked.chart]))
    return tuple(code for code in names if code in chosen)


def _largest(valued: pd.DataFrame, codes: pd.Series, most: int) -> Iterable[str]:
    """The groups of the most people."""
    people = valued["denominator"].fillna(valued["value"])
    return people.groupby(codes).sum().sort_values(ascending=False, kind="stable").index[:most]


def filters_of(snapshot: Snapshot, view: View) -> list[tuple[Text, Text]]:
    """The filters in force, cities and years apart, as their names and the names of what was chosen."""
    scope = scope_of(snapshot, view)
    return [
        (
            dimensions.NAMES[name],
            Text(
                *(
                    ", ".join(chosen_name(snapshot, name, code)(language) for code in getattr(scope, field))
                    for language in ("ko", "en")
                )
            ),
        )
        for name, field in FILTER_OF.items()
        if name != "city" and getattr(scope, field)
    ]
