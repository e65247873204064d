"""Measure any indicator for any scope and grouping, in one result shape.

>>> measure(snapshot, "university_dropout_rate", Scope(institutions=("inje",)), by=("institution", "year"))

A value never comes without its numerator, denominator, formula, geography, reference date,
source and status; a missing one comes with the reason why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import Any, Literal

import pandas as pd

from indicators import KPIS, Formula, Kpi, Stage
from indicators.formula import RUNGS
from privacy.answering import answer
from queries import PUBLISHED_DIMENSIONS, columns_read, measurement_sql, published_rows_sql, rows_sql
from texts import Text
from warehouse import Snapshot

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
    "find",
    "measure",
    "rows_behind",
    "separates",
]

# What a result may be grouped and filtered by, and the column that holds it.
DIMENSIONS: dict[str, str] = {
    "city": "city_id",
    "institution": "institution_id",
    "department": "department",
    "field": "field",
    "industry": "industry_id",
    "ksic": "ksic",
    "sex": "sex",
    "participant": "participant",
    "school_type": "school_type",
    "programme": "programme_id",
    "outcome": "outcome",
    "stage": "stage",
    "strategy": "strategy",
    "track": "track",
    "respondents": "respondent_group",
    "year": "year",
}
NO_INSTITUTION = ("",)  # a code that no row has
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
}


@dataclass(frozen=True)
class Scope:
    """Which rows a figure covers; an empty tuple means no restriction.

    `data_set` is "published" (published figures and rows the city has loaded) or "sample"
    (synthetic); a figure never mixes the two. `cities` may name any region; when it is
    empty the cities that the reference data mark as followed are meant.
    """

    data_set: Literal["published", "sample"] = "published"
    cities: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    ksic: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    school_types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """What became of them: only counts can be restricted to it, as a rate divides by everyone."""
    first_year: int | None = None
    last_year: int | None = None

    def filters(self) -> dict[str, list[str]]:
        """The chosen codes by column, without the empty ones."""
        chosen = {
            "city_id": self.cities,
            "institution_id": self.institutions,
            "department": self.departments,
            "field": self.fields,
            "industry_id": self.industries,
            "ksic": self.ksic,
            "sex": self.sexes,
            "participant": self.participants,
            "school_type": self.school_types,
            "programme_id": self.programmes,
            "outcome": self.outcomes,
        }
        return {column: list(codes) for column, codes in chosen.items() if codes}


def find(kpi_id: str) -> Kpi:
    """The indicator of that id; KeyError when there is none."""
    return {kpi.id: kpi for kpi in KPIS}[kpi_id]


@lru_cache(maxsize=8)
def followed_cities(snapshot: Snapshot) -> tuple[str, ...]:
    """The cities of the reference data that this dashboard follows, in their order there."""
    found = snapshot.query("SELECT region_id FROM regions WHERE followed = 'yes' ORDER BY line")
    return tuple(found["region_id"])


@lru_cache(maxsize=256)
def columns_of(snapshot: Snapshot, table: str) -> frozenset[str]:
    """The columns of a table of figures."""
    found = snapshot.query(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = $table", {"table": table}
    )
    return frozenset(found["column_name"])


@lru_cache(maxsize=256)
def cubes_of(snapshot: Snapshot, table: str) -> tuple[str, ...]:
    """The tables of sums that a snapshot keeps of a large table, the smallest first."""
    found = snapshot.query(
        "SELECT table_name FROM duckdb_tables() WHERE STARTS_WITH(table_name, $cubes) ORDER BY estimated_size",
        {"cubes": f"{table}_by_"},
    )
    return tuple(found["table_name"])


def _cube(snapshot: Snapshot, formula: Formula, needed: frozenset[str]) -> str:
    """The smallest table of sums that holds every column needed, or "" for the rows themselves."""
    cubes = cubes_of(snapshot, formula.table) if formula.table else ()
    return next((cube for cube in cubes if needed <= columns_of(snapshot, cube)), "")


def measure(
    snapshot: Snapshot,
    kpi_id: str,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> pd.DataFrame:
    """One indicator by the given dimensions; one row a group and origin.

    Columns: kpi_id, formula_id, origin, data_set, one column a dimension, year, numerator,
    denominator, value, value_high, sample_size, unit, status, marks, geography,
    reference_date, source_ids, rows, snapshot_id. Rates are 0-1; `origin` is "computed"
    (from rows, by the formula asked for) or "published" (taken over with the formula it
    was published with). A city in scope without any row has one row that says "not
    published"; a dimension that the indicator's data do not have gives "not applicable".
    Raises KeyError for an unknown indicator, formula or dimension.
    """
    snapshot, scope = _narrowed(snapshot, scope or Scope(), by)
    sql, parameters = statement(snapshot, kpi_id, scope, by, formula_id)
    kpi = find(kpi_id)
    if kpi.shape == "chain":
        return _chain(snapshot, kpi, scope)
    return snapshot.query(sql, parameters)


def statement(
    snapshot: Snapshot,
    kpi_id: str,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> tuple[str, dict[str, Any]]:
    """The SQL of a measurement and its parameters; a reader's input is only ever a parameter."""
    kpi, (snapshot, scope) = find(kpi_id), _narrowed(snapshot, scope or Scope(), by)
    scope = scope if scope.cities else replace(scope, cities=followed_cities(snapshot))
    formula, columns, filters = kpi.formula(formula_id), [DIMENSIONS[each] for each in by], scope.filters()
    known = columns_of(snapshot, formula.table) if formula.table else frozenset(DIMENSIONS.values())
    applicable = {*columns, *filters} <= known and separates(kpi, formula, {*columns, *filters})
    years = (scope.first_year, scope.last_year)
    step, combination = answer(snapshot, kpi, formula, columns, filters, years, scope.data_set) or ("", "")
    cube = _cube(snapshot, formula, columns_read(formula, columns, tuple(filters)) & known)
    sql = measurement_sql(
        kpi, formula, columns, tuple(filters), applicable=applicable, protected=step, cube=cube
    )
    parameters = {**_parameters(snapshot, kpi, formula, scope, columns), "combination": combination}
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    return sql, used


def _narrowed(snapshot: Snapshot, scope: Scope, by: Sequence[str]) -> tuple[Snapshot, Scope]:
    """What the snapshot's reader may see: the whole city in their release, below it their own
    institutions alone, and those exactly.
    """
    if snapshot.only is None or ({*by} <= {"city", "year"} and not {*scope.filters()} - {"city_id"}):
        return snapshot, scope
    asked = scope.institutions or snapshot.only
    own = tuple(code for code in asked if code in snapshot.only)
    release = "exact" if "exact" in snapshot.releases else snapshot.release
    return replace(snapshot, release=release), replace(scope, institutions=own or NO_INSTITUTION)


def separates(kpi: Kpi, formula: Formula, columns: Collection[str]) -> bool:
    """Whether a figure means anything within single outcomes or industries: a count does.

    A rate tells outcomes apart already. Restricting it to one would take everybody else out
    of its denominator, and the share of the employed among the employed is always 100 %.
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
    kpi, (snapshot, scope) = find(kpi_id), _narrowed(snapshot, scope or Scope(), by)
    scope = scope if scope.cities else replace(scope, cities=followed_cities(snapshot))
    formula, columns, filters = kpi.formula(formula_id), [DIMENSIONS[each] for each in by], scope.filters()
    parameters = _parameters(snapshot, kpi, formula, scope, columns)
    asked = [published_rows_sql()]
    known = columns_of(snapshot, formula.table) if formula.table else frozenset()
    if {"file_id", "line", *filters} <= known and separates(kpi, formula, filters):
        asked.append(rows_sql(formula, tuple(filters)))
    sql = " UNION ALL ".join(asked) + " ORDER BY origin, file_id, line"
    return snapshot.query(sql, {name: value for name, value in parameters.items() if f"${name}" in sql})


def _parameters(
    snapshot: Snapshot, kpi: Kpi, formula: Formula, scope: Scope, columns: list[str]
) -> dict[str, Any]:
    filters = scope.filters()
    by_place = "city_id" in columns and not scope.institutions
    published = (
        scope.data_set == "published" and {*columns, *filters} <= PUBLISHED_DIMENSIONS and "year" in columns
    )
    return {
        "kpi": kpi.id,
        "formula": formula.id,
        "unit": kpi.unit,
        "reference_day": kpi.reference_day,
        "snapshot": snapshot.id,
        "sets": ["published", "real"] if scope.data_set == "published" else ["sample"],
        "silence": "not_published" if scope.data_set == "published" else "missing",
        "with_published": published,
        "with_silent": by_place,
        "by_institution": "institution_id" in columns or bool(scope.institutions),
        "cities": list(scope.cities),
        "institutions": list(scope.institutions),
        "school_types": list(scope.school_types),
        "first_year": scope.first_year or 0,
        "last_year": scope.last_year or 9999,
        **{f"only_{column}": codes for column, codes in filters.items()},
    }


def _chain(snapshot: Snapshot, kpi: Kpi, scope: Scope) -> pd.DataFrame:
    """The product over matched cohorts, by city and cohort year; missing when a stage is missing."""
    whole = replace(scope, first_year=None, last_year=None)
    stages = {
        stage.kpi_id: measure(snapshot, stage.kpi_id, whole, formula_id=stage.formula_id).query(
            "origin == 'computed'"
        )
        for stage in kpi.stages
    }
    rates = {
        kpi_id: table.set_index(["city_id", "year"])["value"].to_dict() for kpi_id, table in stages.items()
    }
    chain = stages[kpi.stages[0].kpi_id].astype({"year": "Int32"})
    chain["value"] = [_product(kpi, rates, row.city_id, row.year) for row in chain.itertuples()]
    chain["status"] = chain["status"].where(chain["value"].notna() | chain["year"].isna(), "missing")
    within = chain["year"].isna() | chain["year"].between(scope.first_year or 0, scope.last_year or 9999)
    silent = set(scope.cities or followed_cities(snapshot)) - set(chain["city_id"])
    last = stages[kpi.stages[-1].kpi_id]
    unmatched = last[last["city_id"].isin(silent)].drop_duplicates("city_id")
    unmatched = unmatched.assign(value=float("nan"), denominator=float("nan"), status="not_published")
    unmatched["year"] = pd.Series(pd.NA, index=unmatched.index, dtype="Int32")
    whole_chain = (
        pd.concat([chain[within], unmatched], ignore_index=True) if len(unmatched) else chain[within]
    )
    return whole_chain.assign(kpi_id=kpi.id, formula_id=kpi.formulas[0].id, numerator=float("nan"), marks="")


def _product(kpi: Kpi, rates: dict[str, dict[Any, float]], city_id: Any, cohort: Any) -> float:
    factors = []
    for stage in kpi.stages:
        for later in stage.years_after:
            rate = rates[stage.kpi_id].get((city_id, cohort + later), float("nan"))
            factors.append(1 - rate if stage.survivors else rate)
    return prod(factors)
