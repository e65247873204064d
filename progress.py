"""Targets: the path to each, where the latest value stands on it, what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import pandas as pd

from indicators.formula import ANNOUNCED
from kpis import Kpi, find
from texts import Text
from warehouse import Snapshot

Standing = Literal[
    "met",
    "on_track",
    "must_accelerate",
    "limited",
    "moving_away",
    "baseline_only",
    "too_few_points",
    "undated",
    "no_target",
    "not_published",
]
STANDINGS: dict[Standing, Text] = {
    "met": Text("달성", "Met"),
    "on_track": Text("순조로움", "On track"),
    "must_accelerate": Text("속도를 내야 함", "Must accelerate"),
    "limited": Text("진전 부족", "Limited progress"),
    "moving_away": Text("목표에서 멀어짐", "Moving away"),
    "baseline_only": Text("기준값 뒤로 공표되지 않음", "Not published since the baseline"),
    "too_few_points": Text("판정 보류", "No verdict yet"),
    "undated": Text("기한 없는 목표", "Target without a date"),
    "no_target": Text("목표 없음", "No target"),
    "not_published": Text("공표되지 않음", "Not published"),
}
VERDICT_NEEDS_POINTS = 3


@dataclass(frozen=True)
class Target:
    """One announced target; rates are 0-1, a band has two ends, `value` may be unknown.

    `year_assumed` says that the announcement did not state the baseline year.
    """

    id: str
    city_id: str
    programme_id: str
    kpi_id: str
    baseline: float | None
    baseline_high: float | None
    baseline_year: int | None
    year_assumed: bool
    value: float | None
    value_high: float | None
    year: int | None
    unit: str
    direction: str
    announced_by: str
    announced_on: str
    source_id: str
    note: Text
    milestones: dict[int, float] = field(default_factory=dict, hash=False)

    def far_end(self) -> float | None:
        """The end of a band that must be reached first: the high end where lower is better."""
        return self.value_high if self.direction == "down" and self.value_high is not None else self.value


@lru_cache(maxsize=8)
def targets(snapshot: Snapshot) -> tuple[Target, ...]:
    """Every target in force, in the order of the ledger."""
    ledger = snapshot.query("SELECT * FROM targets WHERE superseded_by IS NULL ORDER BY line")
    return tuple(_target(row) for row in ledger.astype(object).where(ledger.notna(), None).to_dict("records"))


def _target(row: Mapping[Hashable, object]) -> Target:
    scale = 100 if row["unit"] == "percent" else 1

    def scaled(name: str) -> float | None:
        return None if row[name] is None else float(str(row[name])) / scale

    def year(name: str) -> int | None:
        return None if row[name] is None else int(str(row[name]))

    def text(name: str) -> str:
        return str(row[name] or "")

    steps = [step.split(":") for step in text("milestones").split(";") if step]
    low, high = scaled("target_low"), scaled("target_high")
    return Target(
        id=text("target_id"),
        city_id=text("city_id"),
        programme_id=text("programme_id"),
        kpi_id=text("kpi_id"),
        baseline=scaled("baseline_low"),
        baseline_high=scaled("baseline_high"),
        baseline_year=year("baseline_year"),
        year_assumed=row["baseline_year_status"] == "assumed",
        value=low,
        value_high=high if high != low else None,
        year=year("target_year"),
        unit=text("unit"),
        direction=text("direction") or "up",
        announced_by=text("announced_by"),
        announced_on=text("announced_on"),
        source_id=text("source_id"),
        note=Text(text("note_ko"), text("note_en")),
        milestones={int(at): float(value) / scale for at, value in steps},
    )


def aim(snapshot: Snapshot, kpi_id: str, city_id: str) -> Target | None:
    """The furthest target in force for an indicator of a city; a direction without number counts too."""
    mine = [each for each in targets(snapshot) if (each.kpi_id, each.city_id) == (kpi_id, city_id)]
    return max(mine, key=lambda each: each.year or 0, default=None)


def path(target: Target) -> dict[int, float]:
    """The value the target asks for in each year: published milestones, else a straight line.

    Empty when the target states no baseline, value or year.
    """
    return _between(target, lambda start, end, share: start + (end - start) * share)


def growth_path(target: Target) -> dict[int, float]:
    """The same with equal growth each year, as Eurostat reads a dated target."""
    return _between(target, lambda start, end, share: start * (end / start) ** share if start else end)


def _between(target: Target, step: Callable[[float, float, float], float]) -> dict[int, float]:
    end = target.far_end()
    if target.baseline is None or end is None or target.baseline_year is None or target.year is None:
        return {}
    span = target.year - target.baseline_year
    start = target.baseline_high if target.direction == "down" and target.baseline_high else target.baseline
    asked = {
        year: step(start, end, (year - target.baseline_year) / span if span else 1.0)
        for year in range(target.baseline_year, target.year + 1)
    }
    return asked | target.milestones


def line_score(target: Target, year: int, value: float) -> float | None:
    """Share of the change due by a year that has been achieved; after the target year all of it is due.

    None without a path and up to its first year.
    """
    asked = path(target)
    if not asked or target.baseline_year is None or year <= target.baseline_year:
        return None
    start, due = asked[target.baseline_year], asked[min(year, max(asked))]
    return None if due == start else (value - start) / (due - start)


def growth_score(target: Target, year: int, value: float) -> float | None:
    """Yearly growth achieved over yearly growth required (Eurostat SDG method for dated targets)."""
    asked = path(target)
    if (
        target.baseline_year is None
        or target.year is None
        or year not in asked
        or year == target.baseline_year
    ):
        return None
    start, end = asked[target.baseline_year], asked[target.year]
    if start <= 0 or value <= 0 or end == start:
        return None
    achieved: float = (value / start) ** (1 / (year - target.baseline_year)) - 1
    required: float = (end / start) ** (1 / (target.year - target.baseline_year)) - 1
    return achieved / required


def graded(score: float) -> Standing:
    """The Eurostat classes: 95 % on track, 60 % must accelerate, 0 limited, below 0 moving away."""
    if score >= 0.95:
        return "on_track"
    if score >= 0.60:
        return "must_accelerate"
    return "limited" if score >= 0 else "moving_away"


@dataclass(frozen=True)
class Progress:
    """Where one indicator of one place stands: the latest value against its target.

    `gap` is target less latest in the indicator's own unit (rates 0-1), `people` the gap in
    persons of the latest denominator, `pace` the change a year still needed. Scores are
    None where the method cannot be applied.
    """

    kpi: Kpi
    target: Target | None
    latest: pd.Series | None
    points: int
    standing: Standing
    by_line: float | None = None
    by_growth: float | None = None
    gap: float | None = None
    people: float | None = None
    pace: float | None = None
    people_a_year: float | None = None


def assess(kpi_id: str, measured: pd.DataFrame, target: Target | None) -> Progress:
    """Judge one place's measurements against a target; a verdict needs three observed points."""
    kpi = find(kpi_id)
    valued = measured[measured["value"].notna()].sort_values("year")
    if valued.empty:
        return Progress(kpi, target, None, 0, "not_published")
    latest = valued.iloc[-1]
    points = valued.loc[valued["formula_id"] == latest["formula_id"], "year"].nunique()
    end = target.far_end() if target and target.unit == kpi.unit else None
    if target is None or end is None:
        return Progress(kpi, target, latest, points, "no_target")
    value, year = _value(latest), int(latest["year"])
    gap, years_left = end - value, (target.year - year) if target.year else None
    pace = gap / years_left if years_left and years_left > 0 else None
    persons = (
        None if pd.isna(latest["denominator"]) or kpi.unit != "percent" else float(latest["denominator"])
    )
    by_line, by_growth = line_score(target, year, value), growth_score(target, year, value)
    return Progress(
        kpi,
        target,
        latest,
        points,
        _standing(target, gap, points, by_line, latest["formula_id"]),
        by_line=by_line,
        by_growth=by_growth,
        gap=gap,
        people=None if persons is None else persons * gap,
        pace=pace,
        people_a_year=None if persons is None or pace is None else persons * pace,
    )


def _value(row: pd.Series) -> float:
    """The value that is compared: of a rank band, the end that must come down."""
    high = row["value_high"]
    return float(row["value"] if pd.isna(high) else high)


def _standing(target: Target, gap: float, points: int, score: float | None, formula_id: str) -> Standing:
    reached = gap <= 0 if target.direction == "up" else gap >= 0
    if reached and find(target.kpi_id).unit == "stage":
        return "met"
    if formula_id == ANNOUNCED.id:
        return "baseline_only"
    if points < VERDICT_NEEDS_POINTS:
        return "too_few_points"
    if reached:
        return "met"
    if score is None:  # a dated target has none up to its baseline year: nothing is due yet
        return "too_few_points" if path(target) else "undated"
    return graded(score)
