"""Groups of people: what they may be told apart by, what each is called, and their counts by year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from meomureum.analysis.targets.changes import Count, count_of
from meomureum.measures import measurement, register
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import DIMENSIONS, Formula, Kpi, Scope
from meomureum.measures.queries import PUBLISHED_DIMENSIONS
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

SINGLE_UNITS = (
    *("city", "school_type", "field", "industry", "ksic", "sex", "participant"),
    *("programme", "stage", "strategy", "track"),
)
UNITS: Mapping[str, tuple[str, ...]] = {
    "institution": ("institution",),
    # Departments of one name stand in many schools.
    "department": ("institution", "department"),
    **{name: (name,) for name in SINGLE_UNITS},
}
"""What people may be grouped by, and the dimensions that tell its groups apart."""
UNSEPARATED = Text("나뉘지 않은 나머지", "Not separated")
_BETWEEN = "/"
EXACT = "exact"


@dataclass(frozen=True)
class Group:
    """One group in one year; without counts it cannot be held against its limits."""

    code: str
    row: pd.Series
    count: Count | None


@dataclass(frozen=True)
class Question:
    """A comparison: an indicator by one formula, grouped by one unit.

    `units` are the groupings that the formula's data have, `years` those with any group
    counted, `rows` one row a group and year with the group's code in `code`.
    """

    kpi: Kpi
    formula: Formula
    unit: str
    units: tuple[str, ...]
    years: tuple[int, ...]
    rows: pd.DataFrame

    def of_year(self, year: int) -> tuple[Group, ...]:
        """The groups of one year by their codes."""
        mine = self.rows[self.rows["year"] == year]
        return tuple(Group(str(row["code"]), row, count_of(self.kpi, row)) for _, row in mine.iterrows())


@lru_cache(maxsize=64)
def question(
    snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str = "", formula_id: str = "", *, within: bool = False
) -> Question:
    """An indicator by a unit over all years; by the formula asked for, else the first that is counted.

    `within` one city the city itself is no unit, and what was taken over as published is left
    out, because it may count the same people again. Where no unit is asked for, it is the
    first one; within a city the first one that tells most people apart.
    """
    asked = [formula_id] if formula_id else ["", *kpi.stand_ins]
    found = [_of_formula(snapshot, kpi, scope, unit, kpi.formula(each), within=within) for each in asked]
    return next((each for each in found if each.years), found[0])


def _of_formula(
    snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str, formula: Formula, *, within: bool
) -> Question:
    known = measurement.columns_of(snapshot, formula.table) if kpi.is_rate else frozenset()
    known = frozenset(column for column in known if measurement.separates(kpi, formula, [column]))
    divided = _divided(snapshot, formula.table, scope.data_set) if known else frozenset()
    # Without rows nothing is told apart but what was published; a protected level says what it holds.
    bare = known & PUBLISHED_DIMENSIONS if snapshot.release == EXACT else known
    held = [divided & known, bare]
    places = {DIMENSIONS["city"]} if within else set()
    units = next((found for each in held if (found := _units(each - places))), ())
    if snapshot.release != EXACT:
        units = tuple(each for each in units if _is_offered(snapshot, kpi, scope, each, formula))
    if not units:
        return Question(kpi, formula, "", (), (), pd.DataFrame())
    tables = {
        each: _rows(snapshot, kpi, scope, each, formula, within=within)
        for each in ((unit,) if unit in units else units if within else units[:1])
    }
    chosen = next((each for each, rows in tables.items() if _mostly_named(rows)), next(iter(tables)))
    rows = tables[chosen]
    years = sorted({int(year) for year in rows.loc[rows["denominator"] > 0, "year"]})
    return Question(kpi, formula, chosen, units, tuple(years), rows)


def _units(columns: Collection[str]) -> tuple[str, ...]:
    return tuple(unit for unit, parts in UNITS.items() if all(DIMENSIONS[part] in columns for part in parts))


@lru_cache(maxsize=64)
def _divided(snapshot: Snapshot, table: str, data_set: str) -> frozenset[str]:
    """The columns by which the rows of a set are told apart; what no row says divides nobody."""
    columns = sorted(measurement.columns_of(snapshot, table) & {*DIMENSIONS.values()} - {"year"})
    counts = ", ".join(f"COUNT({column}) AS {column}" for column in columns)
    sets = ["published", "real"] if data_set == "published" else ["sample"]
    found = snapshot.query(
        f"SELECT {counts} FROM {table} WHERE LIST_CONTAINS($sets, data_set)", {"sets": sets}
    )
    return frozenset(column for column in columns if found[column].iloc[0] > 0)


def _is_offered(snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str, formula: Formula) -> bool:
    """Whether the release has figures by that unit at all."""
    found = measurement.measure(snapshot, kpi.id, scope, (*UNITS[unit], "year"), formula.id)
    return not found["status"].eq("not_offered").any()


def _mostly_named(rows: pd.DataFrame) -> bool:
    """Whether the data tell more than half of the people apart."""
    people = rows["denominator"].fillna(0)
    return bool(people[rows["code"].map(is_named)].sum() * 2 > people.sum())


def _rows(
    snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str, formula: Formula, *, within: bool
) -> pd.DataFrame:
    """One row a group and year: a computed value before a published one of the same formula."""
    parts = UNITS[unit]
    every = measurement.measure(
        snapshot, kpi.id, replace(scope, first_year=None, last_year=None), (*parts, "year"), formula.id
    )
    mine = every[every["year"].notna() & (every["formula_id"] == formula.id)]
    mine = mine[mine["origin"] == "computed"] if within else mine
    codes = mine[[DIMENSIONS[part] for part in parts]].astype(object).fillna("")
    mine = mine.assign(
        code=codes.agg(_BETWEEN.join, axis=1) if len(codes) else "", silent=mine["value"].isna()
    )
    ordered = mine.sort_values(["silent", "origin"], kind="stable").drop_duplicates(["code", "year"])
    return ordered.sort_values(["code", "year"], kind="stable")


def name_of(snapshot: Snapshot, unit: str, code: str) -> Text:
    """What a group is called: 김해공업고등학교 · 전기과."""
    parts = code.split(_BETWEEN, maxsplit=len(UNITS[unit]) - 1)
    named = [_part_name(snapshot, part, each) for part, each in zip(UNITS[unit], parts, strict=True)]
    return Text(*(" · ".join(each(language) for each in named) for language in ("ko", "en")))


def _part_name(snapshot: Snapshot, dimension: str, code: str) -> Text:
    if not code:
        return UNSEPARATED
    listed = register.codes(snapshot).get(dimension, {})
    return listed.get(code) or register.names(snapshot).get(code) or dimensions.code_name(dimension, code)


def is_named(code: str) -> bool:
    """Whether every part of a group's code is known."""
    return all(code.split(_BETWEEN))


def whole_years(snapshot: Snapshot, asked: Question, scope: Scope) -> dict[int, pd.Series]:
    """All groups together, computed, by year."""
    rows = measurement.measure(
        snapshot,
        asked.kpi.id,
        replace(scope, first_year=None, last_year=None),
        ("year",),
        asked.formula.id,
    )
    return by_year(rows[rows["origin"] == "computed"])


def by_year(rows: pd.DataFrame) -> dict[int, pd.Series]:
    """The rows of one group that have a value, by year."""
    return {int(row["year"]): row for _, row in rows.iterrows() if pd.notna(row["value"])}
