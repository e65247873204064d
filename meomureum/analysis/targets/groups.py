"""Groups of people: what they may be told apart by, their counts by year, and each against the common rate and others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from meomureum.analysis.statistics.funnel import Z_998, Funnel, Standing, funnel
from meomureum.analysis.targets.changes import Change, Count, change_between, count_of
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


@dataclass(frozen=True)
class Comparison:
    """The named groups of one year, those that can be held against limits, and the limits."""

    question: Question
    year: int | None
    groups: tuple[Group, ...] = ()
    funnel: Funnel | None = None
    unseparated: float = 0.0
    """People of that year whom the data do not assign to a group."""

    @property
    def drawn(self) -> tuple[Group, ...]:
        """The groups whose people are counted."""
        return tuple(each for each in self.groups if each.count is not None and each.count.denominator > 0)

    def standing(self, group: Group) -> Standing | None:
        """The class of a group; None if its people are not counted."""
        if self.funnel is None or group.count is None or group.count.denominator <= 0:
            return None
        return self.funnel.standing(group.count.pair())

    def far(self, group: Group) -> bool:
        """Whether a group lies beyond the wider limits too."""
        if self.funnel is None or group.count is None or group.count.denominator <= 0:
            return False
        return self.funnel.standing(group.count.pair(), Z_998) != "as_expected"


def compare(asked: Question, until: int | None = None) -> Comparison:
    """The groups of the newest counted year, not after `until`."""
    years = [year for year in asked.years if until is None or year <= until]
    if not years:
        return Comparison(asked, None)
    every = asked.of_year(years[-1])
    rest = [each.count.denominator for each in every if each.count and not is_named(each.code)]
    groups = tuple(group for group in every if is_named(group.code))
    found = Comparison(asked, years[-1], groups, unseparated=sum(rest))
    counts = [each.count.pair() for each in found.drawn if each.count is not None]
    return replace(found, funnel=funnel(counts, net=asked.kpi.net) if len(counts) > 1 else None)


@dataclass(frozen=True)
class Difference:
    """Two groups of one year, or one in two years; a code that is empty means all together."""

    change: Change
    first: str
    second: str

    @property
    def between_groups(self) -> bool:
        """Whether two groups are compared rather than two years."""
        return self.first != self.second


def difference(snapshot: Snapshot, found: Comparison, scope: Scope, pair: Sequence[str]) -> Difference | None:
    """The two groups of a pair, or else one group, or all together, since the scope's first year.

    None where one of the two has no value. Without a first year the earliest one counts.
    """
    kpi, rows = found.question.kpi, found.question.rows
    if found.year is None:
        return None
    named = [code for code in pair if any(each.code == code for each in found.groups)]
    if len(named) > 1:
        valued = {each.code: each.row for each in found.groups if pd.notna(each.row["value"])}
        if not {*named} <= valued.keys():
            return None
        return Difference(change_between(kpi, valued[named[0]], valued[named[1]]), named[0], named[1])
    code = named[0] if named else ""
    in_years = by_year(rows[rows["code"] == code]) if code else whole_years(snapshot, found.question, scope)
    earlier = [year for year in in_years if year < found.year and year >= (scope.first_year or 0)]
    if not earlier or found.year not in in_years:
        return None
    return Difference(change_between(kpi, in_years[min(earlier)], in_years[found.year]), code, code)
