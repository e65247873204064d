"""Measure any indicator for any scope and grouping, in one result shape.

>>> measure(snapshot, "university_dropout_rate", Scope(institutions=("inje",)), by=("institution", "year"))

A value never comes without its numerator, denominator, formula, geography, reference date,
source and status; a missing one comes with the reason why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from meomureum.measures import result_table
from meomureum.measures.indicators import KPIS, Formula, Kpi, Stage
from meomureum.measures.indicators.formula import RUNGS
from meomureum.measures.protected_answers import answer, release_and_scope
from meomureum.measures.queries import (
    NO_ROWS,
    PUBLISHED_DIMENSIONS,
    blanks_sql,
    chain_sql,
    columns_read,
    measurement_sql,
    published_rows_sql,
    rows_sql,
)
from meomureum.measures.queries.holdings import (
    columns_of,
    coverage,
    cubes_of,
    followed_cities,
    names_one_source,
    published_measures,
    with_divisions,
)
from meomureum.measures.queries.scope import DIMENSIONS, Scope
from meomureum.measures.statements import Statement
from meomureum.measures.unknown_words import UnknownWord, nearest
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

__all__ = [
    "DIMENSIONS",
    "KPIS",
    "MARKS",
    "RUNGS",
    "STATUSES",
    "Formula",
    "Kpi",
    "Scope",
    "Stage",
    "columns_of",
    "cubes_of",
    "find",
    "followed_cities",
    "measure",
    "rows_behind",
    "separates",
    "widened_scope",
]

STATUSES: dict[str, Text] = {
    "value": Text("값", "Value"),
    "zero": Text("0", "Zero"),
    "missing": Text("미수집", "Not collected"),
    "not_published": Text("공표되지 않음", "Not published"),
    "not_applicable": Text("해당 없음", "Not applicable"),
    "suppressed": Text("비공개(소수 보호)", "Suppressed"),
    "not_offered": Text("이 공개 수준에서는 제공하지 않음", "Not offered at this level"),
}
MARKS: dict[str, Text] = {
    "provisional": Text("잠정", "Provisional"),
    "revised": Text("정정", "Revised"),
    "low_reliability": Text("분모가 작아 신뢰도 낮음", "Low reliability (small denominator)"),
    "approximate": Text("어림수", "Approximate"),
    "assumed_year": Text("연도는 가정", "Year assumed"),
    "partial": Text(
        "등록 기관 {registered}곳 중 {covered}곳", "{covered} of {registered} registered institutions"
    ),
}


def mark_text(mark: str) -> Text:
    """A reservation on a value in words; a value of some institutions says of how many: `partial:2/4`."""
    name, _, counts = mark.partition(":")
    covered, _, registered = counts.partition("/")
    return MARKS[name].fill(covered=covered, registered=registered)


INDICATOR, DIMENSION = Text("지표", "indicator"), Text("묶음", "dimension")


def find(kpi_id: str) -> Kpi:
    """The indicator with that id; raises UnknownWord if there is none."""
    known = {kpi.id: kpi for kpi in KPIS}
    if kpi_id not in known:
        raise UnknownWord(INDICATOR, kpi_id, nearest(kpi_id, known, {kpi.id: kpi.name for kpi in KPIS}))
    return known[kpi_id]


def dimension_columns(by: Sequence[str]) -> tuple[str, ...]:
    """The columns of the dimensions named; raises UnknownWord for one that there is not."""
    for word in by:
        if word not in DIMENSIONS:
            raise UnknownWord(DIMENSION, word, nearest(word, DIMENSIONS))
    return tuple(DIMENSIONS[word] for word in by)


def covering_cube(snapshot: Snapshot, formula: Formula, needed: frozenset[str]) -> str:
    """The smallest table of sums that holds every column needed, or "" for the rows themselves."""
    cubes = cubes_of(snapshot, formula.table) if formula.table else ()
    return next((cube for cube in cubes if needed <= columns_of(snapshot, cube)), "")


def measure(
    snapshot: Snapshot,
    kpi: str | Kpi,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> pd.DataFrame:
    """Measure one indicator, by its code or one's own, by the given dimensions; one row per group and origin.

    Columns: `result_table.COLUMNS`. Rates are 0-1; `origin` is "computed"
    (from rows, by the formula asked for) or "published" (taken over with the formula it
    was published with). What a city has loaded of some of its institutions only is marked
    `partial`, with their number and that of those registered. A city in scope that has no row gets one that says "not
    published"; a dimension that the indicator's data do not have gives "not applicable".
    Raises UnknownWord for an unknown indicator, formula or dimension; a code is a value, and may have no rows.
    """
    asked = _question(snapshot, kpi, scope, by, formula_id)
    sql, parameters = _statement(asked)
    by_place = "city_id" in asked.columns and not asked.scope.institutions
    found = result_table.table(
        asked.snapshot.columns(sql, parameters),
        result_table.Asked(
            asked.kpi,
            asked.formula,
            snapshot.id,
            asked.scope.cities if by_place else (),
            "not_published" if asked.scope.data_set == "published" else "missing",
        ),
    )
    of_places = by_place and "institution_id" not in asked.columns
    return _with_coverage(found, asked) if of_places and asked.scope.data_set == "published" else found


def _with_coverage(found: pd.DataFrame, asked: _Question) -> pd.DataFrame:
    """The same, with the mark of each value that rests on some of a city's institutions only."""
    known = coverage(asked.snapshot)
    if not known:
        return found
    marks = found["marks"].astype(object).to_numpy(copy=True)
    for at in np.flatnonzero(
        (found["origin"] == "computed") & found["value"].notna() & found["year"].notna()
    ):
        row = found.iloc[int(at)]
        kinds = known.get((asked.formula.table, row["city_id"], int(row["year"])), {})
        counted = [counts for kind, counts in kinds.items() if asked.formula.is_about(kind)]
        covered, registered = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0)
        if covered < registered:
            marks[at] = f"{marks[at]} partial:{covered}/{registered}".strip()
    return found.assign(marks=marks)


@dataclass(frozen=True)
class _Question:
    """A question as its reader may ask it, with the columns it names."""

    snapshot: Snapshot
    kpi: Kpi
    formula: Formula
    scope: Scope
    columns: tuple[str, ...]

    @property
    def filters(self) -> tuple[str, ...]:
        return tuple(self.scope.filters())

    @property
    def known(self) -> frozenset[str]:
        """The columns that the formula's rows have."""
        return columns_of(self.snapshot, self.formula.table) if self.formula.table else frozenset()


def _question(
    snapshot: Snapshot, asked: str | Kpi, scope: Scope | None, by: Sequence[str], formula_id: str
) -> _Question:
    kpi = find(asked) if isinstance(asked, str) else asked
    columns, (snapshot, scope) = dimension_columns(by), release_and_scope(snapshot, scope or Scope(), by)
    scope = widened_scope(
        snapshot, scope if scope.cities else replace(scope, cities=followed_cities(snapshot))
    )
    return _Question(snapshot, kpi, kpi.formula(formula_id), scope, columns)


def widened_scope(snapshot: Snapshot, scope: Scope) -> Scope:
    """A scope in which each section of industries includes its divisions."""
    return replace(scope, ksic=with_divisions(snapshot, scope.ksic)) if scope.ksic else scope


def statement(
    snapshot: Snapshot,
    kpi: str | Kpi,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> Statement:
    """The SQL of a measurement and its parameters; a reader's input is only ever a parameter.

    It finds every figure; what `measure` adds is the same for all rows or follows from them. Printed, it
    holds its parameters as literals and runs on the snapshot's DuckDB file as it stands.
    """
    return _statement(_question(snapshot, kpi, scope, by, formula_id))


def _statement(asked: _Question) -> Statement:
    if asked.kpi.shape == "chain":
        return _chain(asked)
    return _measurement(asked, with_published=_takes_published(asked))


def _chain(asked: _Question) -> Statement:
    """The product over matched cohorts, by city and the year of leaving school; missing when a stage is."""
    whole = replace(asked.scope, first_year=None, last_year=None)
    by_cohort = replace(asked, scope=whole, columns=("city_id", "year"))
    parts = []
    for number, stage in enumerate(asked.kpi.stages, start=1):
        kpi = find(stage.kpi_id)
        part = replace(by_cohort, kpi=kpi, formula=kpi.formula(stage.formula_id))
        parts.append(_measurement(part, with_published=False).within(f"stage_{number}"))
    sql = chain_sql(list(zip(asked.kpi.stages, (each.sql for each in parts), strict=True)))
    own = _used(sql, asked)
    return Statement(
        sql, {**own, **{name: value for each in parts for name, value in each.parameters.items()}}
    )


def _measurement(asked: _Question, *, with_published: bool) -> Statement:
    kpi, formula, table = asked.kpi, asked.formula, asked.formula.table
    named = {*asked.columns, *asked.filters}
    of_rows = {*asked.columns, *(each for each in asked.filters if each not in formula.numerator_only)}
    step, combination = _protected(asked) or ("", "")
    sql = measurement_sql(
        kpi,
        formula,
        asked.columns,
        asked.filters,
        applicable=(not table or named <= asked.known) and separates(kpi, formula, of_rows),
        with_published=with_published,
        protected=step,
        cube=covering_cube(
            asked.snapshot, formula, columns_read(formula, asked.columns, asked.filters) & asked.known
        ),
        one_source=bool(table) and names_one_source(asked.snapshot, table),
    )
    return Statement(sql, _used(sql, asked, combination))


def _protected(asked: _Question) -> tuple[str, str] | None:
    scope = asked.scope
    years = (scope.first_year, scope.last_year)
    filters = scope.filters()
    return answer(asked.snapshot, asked.kpi, asked.formula, asked.columns, filters, years, scope.data_set)


def _takes_published(asked: _Question) -> bool:
    """Whether values have been published that a figure of these columns may take over."""
    return (
        asked.scope.data_set == "published"
        and {*asked.columns, *asked.filters} <= PUBLISHED_DIMENSIONS
        and "year" in asked.columns
        and asked.kpi.id in published_measures(asked.snapshot)
    )


def separates(kpi: Kpi, formula: Formula, columns: Collection[str]) -> bool:
    """Whether a figure makes sense for single outcomes or industries, as a count does.

    A rate tells outcomes apart already. Restricting it to one would take everybody else out
    of its denominator, and the share of the employed among the employed is always 100%.
    The same goes for an industry, which only the employed have, unless all whom the formula
    divides by work in one.
    """
    if kpi.shape == "count":
        return True
    return "outcome" not in columns and (formula.by_industry or not {"industry_id", "ksic"} & {*columns})


def rows_behind(
    snapshot: Snapshot,
    kpi_id: str,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> pd.DataFrame:
    """Origin, file id and line of each row that a measurement reads; a derived table's rows have neither."""
    asked = _question(snapshot, kpi_id, scope, by, formula_id)
    parts = [published_rows_sql(asked.columns, asked.filters)] if _takes_published(asked) else []
    of_rows = [column for column in asked.filters if column not in asked.formula.numerator_only]
    if {"file_id", "line", *asked.filters} <= asked.known and separates(asked.kpi, asked.formula, of_rows):
        parts.append(rows_sql(asked.formula, asked.filters))
    sql = " UNION ALL ".join(parts or [NO_ROWS]) + " ORDER BY origin, file_id, line"
    return asked.snapshot.query(sql, _used(sql, asked))


def blanks_behind(snapshot: Snapshot, kpi_id: str, scope: Scope, formula_id: str = "") -> pd.DataFrame:
    """File, line, year, column_name and reason of each cell without a number that leaves a figure without its value."""
    asked = _question(snapshot, kpi_id, scope, ("city", "year"), formula_id)
    answerable = {"file_id", "line", *asked.filters} <= asked.known and asked.formula.measures
    if not answerable or not columns_of(asked.snapshot, "files"):
        return pd.DataFrame(columns=["file", "line", "year", "column_name", "reason"])
    sql = blanks_sql(asked.formula, asked.filters) + " ORDER BY year, file, line"
    return asked.snapshot.query(sql, _used(sql, asked))


def _used(sql: str, asked: _Question, combination: str = "") -> dict[str, Any]:
    """The parameters that a statement names."""
    scope = asked.scope
    parameters = {
        "kpi": asked.kpi.id,
        "formula": asked.formula.id,
        "combination": combination,
        "sets": ["published", "real"] if scope.data_set == "published" else ["sample"],
        "first_year": scope.first_year or 0,
        "last_year": scope.last_year or 9999,
        **{f"only_{column}": codes for column, codes in scope.filters().items()},
    }
    return {name: value for name, value in parameters.items() if f"${name}" in sql}
