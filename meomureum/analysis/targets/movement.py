"""Why a city's rate moved between two years: its groups in parts that add up, or why that cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Literal

import pandas as pd

from meomureum.analysis.statistics.decomposition import Bridge, bridge
from meomureum.analysis.targets.changes import Change, change_between
from meomureum.analysis.targets.groups import EXACT, Group, Question, by_year, is_named, question, whole_years
from meomureum.measures import measurement
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.warehouse import Snapshot

Refusal = Literal["no_ratio", "no_rows", "one_year", "not_divided", "unknown", "in_part", "not_offered"]
SAME = 1e-9
WITHOUT_ROWS = ("missing", "not_published", "not_applicable", "not_offered")
"""What is said of a city that has no rows."""


@dataclass(frozen=True)
class Moved:
    """The change of one city's rate between two years in parts, or why it cannot be taken apart."""

    question: Question
    city: str
    first_year: int | None = None
    last_year: int | None = None
    whole: Change | None = None
    bridge: Bridge | None = None
    refusal: Refusal | None = None
    unknown: tuple[Group, ...] = ()
    """The groups whose people are not counted in one of the years."""


def why_moved(snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str = "", formula_id: str = "") -> Moved:
    """The first city of the scope that has two years: its change from the first to the last of them."""
    found: list[Moved] = []
    for city in _with_rows(snapshot, kpi, scope):
        found.append(_of_city(snapshot, kpi, replace(scope, cities=(city,)), unit, formula_id))
        if found[-1].bridge:
            return found[-1]
    return next((each for each in found if each.last_year), found[0])


def _with_rows(snapshot: Snapshot, kpi: Kpi, scope: Scope) -> Sequence[str]:
    """The cities of the scope of which anything is counted, or the first alone: of hundreds few may have rows."""
    cities = scope.cities or measurement.followed_cities(snapshot)
    if len(cities) == 1 or kpi.shape == "chain":
        return cities
    every = replace(scope, cities=cities)
    tables = [measurement.measure(snapshot, kpi.id, every, formula_id=each.id) for each in kpi.formulas]
    rows = pd.concat(tables)
    counted = rows.loc[(rows["origin"] == "computed") & ~rows["status"].isin(WITHOUT_ROWS), "city_id"]
    held = {*counted}
    return [city for city in cities if city in held] or cities[:1]


def _of_city(snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str, formula_id: str) -> Moved:
    """By the unit asked for, or by the first one that can be taken apart."""
    found = _by_unit(snapshot, kpi, scope, unit, formula_id)
    if unit in found.question.units or found.bridge or found.first_year is None:
        return found
    others = (each for each in found.question.units if each != found.question.unit)
    tried = (_by_unit(snapshot, kpi, scope, each, formula_id) for each in others)
    return next((each for each in tried if each.bridge), found)


def _by_unit(snapshot: Snapshot, kpi: Kpi, scope: Scope, unit: str, formula_id: str) -> Moved:
    asked = question(snapshot, kpi, scope, unit, formula_id, within=True)
    (city,) = scope.cities
    first, last = scope.first_year or 0, scope.last_year or 9999
    years = [year for year in asked.years if first <= year <= last]
    if not years:
        hidden = tuple(each for each in _newest(asked) if _is_unknown(each))
        offered = bool(asked.units) or snapshot.release == EXACT
        why: Refusal = "unknown" if hidden else "no_rows" if offered else "not_offered"
        return Moved(asked, city, refusal=why if kpi.is_rate else "no_ratio", unknown=hidden)
    if len(years) == 1:
        return Moved(asked, city, last_year=years[0], refusal="one_year")
    moved = Moved(asked, city, years[0], years[-1])
    groups = asked.of_year(years[0]), asked.of_year(years[-1])
    unknown = tuple(each for each in (*groups[0], *groups[1]) if _is_unknown(each))
    if unknown:
        return replace(moved, refusal="unknown", unknown=unknown)
    if not any(is_named(each.code) for each in (*groups[0], *groups[1])):
        return replace(moved, refusal="not_divided")
    parts = bridge(_counts(groups[0]), _counts(groups[1]))
    whole = _whole(snapshot, asked, scope, years[0], years[-1])
    if whole is None or not _is_of(parts, whole):
        return replace(moved, refusal="in_part")
    return replace(moved, bridge=parts, whole=whole)


def _is_of(parts: Bridge, whole: Change) -> bool:
    """Whether the groups in sight are everyone: some readers see their own only."""
    counts = [[part.first for part in parts.parts], [part.last for part in parts.parts]]
    sums = [(sum(each[0] for each in year if each), sum(each[1] for each in year if each)) for year in counts]
    rows = (whole.first, whole.last)
    return all(
        isclose(numerator, row["numerator"], rel_tol=SAME, abs_tol=SAME)
        and isclose(denominator, row["denominator"], rel_tol=SAME)
        for (numerator, denominator), row in zip(sums, rows, strict=True)
    )


def _newest(asked: Question) -> tuple[Group, ...]:
    """The groups of the last year in which no group is counted at all."""
    if asked.years or asked.rows.empty:
        return ()
    return asked.of_year(int(asked.rows["year"].max()))


def change_of(moved: Moved, code: str) -> Change | None:
    """The change of one group's rate; None if the group exists in one year only."""
    in_years = by_year(moved.question.rows[moved.question.rows["code"] == code])
    if moved.first_year not in in_years or moved.last_year not in in_years:
        return None
    return change_between(moved.question.kpi, in_years[moved.first_year], in_years[moved.last_year])


def _is_unknown(group: Group) -> bool:
    """A group that the figure does not apply to adds nothing; any other without counts stops the sum."""
    row = group.row
    return bool(
        row["status"] != "not_applicable" and (pd.isna(row["numerator"]) or pd.isna(row["denominator"]))
    )


def _counts(groups: Iterable[Group]) -> dict[str, tuple[float, float]]:
    return {
        each.code: (float(each.row["numerator"]), float(each.row["denominator"]))
        for each in groups
        if pd.notna(each.row["numerator"]) and pd.notna(each.row["denominator"])
    }


def _whole(snapshot: Snapshot, asked: Question, scope: Scope, first: int, last: int) -> Change | None:
    rows = whole_years(snapshot, asked, scope)
    if first not in rows or last not in rows:
        return None
    return change_between(asked.kpi, rows[first], rows[last])
