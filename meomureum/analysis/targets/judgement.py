"""Where the latest value stands on the way to its target, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from meomureum.analysis.statistics.series import LINE_NEEDS, Statements, statements
from meomureum.analysis.targets.changes import PARTIAL, Change, change_between, line_of
from meomureum.analysis.targets.ledger import Target, aim, path
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.measures.measurement import Kpi, find, measure
from meomureum.measures.queries.scope import Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

Standing = Literal[
    "met",
    "on_track",
    "must_accelerate",
    "limited",
    "moving_away",
    "scheduled",
    "baseline_only",
    "too_few_points",
    "undated",
    "direction_only",
    "other_unit",
    "no_target",
    "not_published",
    "partial",
]
STANDINGS: dict[Standing, Text] = {
    "met": Text("달성", "Met"),
    "on_track": Text("순조로움", "On track"),
    "must_accelerate": Text("속도를 내야 함", "Must accelerate"),
    "limited": Text("진전 부족", "Limited progress"),
    "moving_away": Text("목표에서 멀어짐", "Moving away"),
    "scheduled": Text("다음 단계 예정", "Next stage scheduled"),
    "baseline_only": Text("기준값 뒤로 공표되지 않음", "Not published since the baseline"),
    "too_few_points": Text("판정 보류", "No verdict yet"),
    "undated": Text("기한 없는 목표", "Target without a date"),
    "direction_only": Text("방향만 공표된 목표", "Direction published, no number"),
    "other_unit": Text("단위가 다른 목표", "Target in another unit"),
    "no_target": Text("목표 없음", "No target"),
    "not_published": Text("공표되지 않음", "Not published"),
    "partial": Text("일부 기관의 값", "Of some institutions only"),
}
VERDICT_NEEDS_POINTS = LINE_NEEDS
ON_TRACK, ACCELERATE = 0.95, 0.60
# A score that differs from a bound by the noise of arithmetic alone stands at the bound.
NOISE = 1e-9


def path_score(target: Target, year: int, value: float) -> float | None:
    """Share of the change due by a year that has been achieved; after the target year all of it is due.

    Returns None if there is no path, and up to its first year.
    """
    asked = path(target)
    if not asked or target.baseline_year is None or year <= target.baseline_year:
        return None
    start, due = asked[target.baseline_year], asked[min(year, max(asked))]
    return None if due == start else (value - start) / (due - start)


def growth_score(target: Target, year: int, value: float) -> float | None:
    """Yearly growth achieved over yearly growth required (Eurostat SDG method for dated targets).

    None outside the years of the path and where growth from the baseline means nothing.
    """
    asked = path(target)
    first, final = target.baseline_year, target.year
    if first is None or final is None or year not in asked or year <= first:
        return None
    start, end = asked[first], asked[final]
    if start <= 0 or value <= 0 or end <= 0 or end == start:
        return None
    achieved: float = (value / start) ** (1 / (year - first)) - 1
    required: float = (end / start) ** (1 / (final - first)) - 1
    return achieved / required


def eurostat_class(score: float) -> Standing:
    """The Eurostat class: on track from 95%, must accelerate from 60%, limited from 0, moving away below."""
    if score >= ON_TRACK - NOISE:
        return "on_track"
    if score >= ACCELERATE - NOISE:
        return "must_accelerate"
    return "limited" if score >= -NOISE else "moving_away"


@dataclass(frozen=True)
class Progress:
    """Where one indicator of one place stands: the latest value against its target.

    `gap` is target less latest in the indicator's own unit (rates 0-1), `people` the gap in
    persons of the latest denominator, `pace` the change a year still needed; `due` is what the
    path asks for in the latest year, `shortfall` how far the latest value is from that, and
    `people_short` the same in persons. `by_path` follows the stored path, `by_growth` the
    Eurostat ratio; scores are None where a method cannot be applied.
    """

    kpi: Kpi
    target: Target | None
    latest: pd.Series | None
    points: int
    standing: Standing
    by_path: float | None = None
    by_growth: float | None = None
    gap: float | None = None
    people: float | None = None
    pace: float | None = None
    people_a_year: float | None = None
    due: float | None = None
    shortfall: float | None = None
    people_short: float | None = None
    last_change: Change | None = None

    @property
    def base(self) -> float | None:
        """The value that the target was announced against; for a range, the end nearer to the target."""
        return self.target.start() if self.target else None

    @property
    def path(self) -> dict[int, float]:
        """What the target asks for in each year from its baseline on; empty without a dated number."""
        return path(self.target) if self.target else {}

    @property
    def judged(self) -> bool:
        """Whether there is a verdict; else only numbers are shown."""
        return self.standing in ("met", "on_track", "must_accelerate", "limited", "moving_away")

    @property
    def reached(self) -> bool:
        """Whether the latest value is at the target or beyond, judged or not."""
        return self.target is not None and self.gap is not None and _reached(self.target, self.gap)

    @property
    def standing_by_growth(self) -> Standing | None:
        """The class of the growth ratio, where there is a verdict."""
        return eurostat_class(self.by_growth) if self.judged and self.by_growth is not None else None

    @property
    def standing_by_path(self) -> Standing | None:
        """The class of the stored path's score, where there is a verdict."""
        return eurostat_class(self.by_path) if self.judged and self.by_path is not None else None

    @property
    def disagree(self) -> bool:
        """Whether path and growth put the same value into different classes; both are shown then."""
        growth, stored = self.standing_by_growth, self.standing_by_path
        return self.standing != "met" and None not in (growth, stored) and growth != stored

    @property
    def allowed(self) -> Statements:
        """What this number of points allows us to say or draw."""
        return statements(self.points)


def assess(kpi_id: str, measured: pd.DataFrame, target: Target | None) -> Progress:
    """Judge one place's measurements against a target; a verdict needs three observed points.

    A value of some of a city's institutions is not the city's: it is shown, and never judged.
    """
    kpi, line = find(kpi_id), line_of(measured)
    if line.empty:
        return Progress(kpi, target, None, 0, "not_published")
    latest = line.iloc[-1]
    if PARTIAL in latest["marks"]:
        return Progress(kpi, target, latest, 0, "partial")
    last = change_between(kpi, line.iloc[-2], latest) if len(line) > 1 else None
    known = Progress(kpi, target, latest, len(line), _without_number(kpi, target), last_change=last)
    end = target.far_end() if target else None
    if target is None or end is None or target.unit != kpi.unit:
        return known
    value, year = value_compared(latest), int(latest["year"])
    scored = replace(
        known, by_path=path_score(target, year, value), by_growth=growth_score(target, year, value)
    )
    judged = replace(scored, standing=_standing(scored, target, end - value))
    return _with_missing(judged, target, latest, end)


def progress(
    snapshot: Snapshot, kpi_id: str, city_id: str, data_set: Literal["published", "sample"] = "published"
) -> Progress:
    """Where a city stands on the way to the target it has announced for an indicator.

    The values are those of the indicator's own formula, or of the first of its stand-ins that has
    one. Without an announced target, or without a value, `standing` says so and the numbers that
    would need it are None. Raises UnknownWord for an unknown indicator.
    """
    kpi, scope = find(kpi_id), Scope(data_set, cities=(city_id,))
    tables = [measure(snapshot, kpi_id, scope, formula_id=formula) for formula in ("", *kpi.stand_ins)]
    rows = next((table for table in tables if table["value"].notna().any()), tables[0])
    return assess(kpi_id, rows, aim(snapshot, kpi_id, city_id))


def value_compared(row: pd.Series) -> float:
    """The value that is compared; for a rank band, the end that must come down."""
    high = row["value_high"]
    return float(row["value"] if pd.isna(high) else high)


def _without_number(kpi: Kpi, target: Target | None) -> Standing:
    if target is None:
        return "no_target"
    return (
        "direction_only" if target.value is None else "other_unit" if target.unit != kpi.unit else "undated"
    )


def _with_missing(progress: Progress, target: Target, latest: pd.Series, end: float) -> Progress:
    """The gap to the target, to this year's step of the path, and the pace, in the unit and in persons."""
    value, year, asked = value_compared(latest), int(latest["year"]), path(target)
    years_left = target.year - year if target.year else 0
    pace = (end - value) / years_left if years_left > 0 else None
    due = asked[min(year, max(asked))] if asked and year >= min(asked) else None
    shortfall = None if due is None else due - value
    persons = _persons(progress.kpi, latest)

    def in_persons(distance: float | None) -> float | None:
        return None if persons is None or distance is None else persons * distance

    return replace(
        progress,
        gap=end - value,
        people=in_persons(end - value),
        pace=pace,
        people_a_year=in_persons(pace),
        due=due,
        shortfall=shortfall,
        people_short=in_persons(shortfall),
    )


def _persons(kpi: Kpi, latest: pd.Series) -> float | None:
    """The persons behind a rate; the weights of a survey are none."""
    if kpi.unit != "percent" or pd.isna(latest["denominator"]) or pd.notna(latest["sample_size"]):
        return None
    return float(latest["denominator"])


def _standing(progress: Progress, target: Target, gap: float) -> Standing:
    reached = _reached(target, gap)
    latest = progress.latest
    if latest is None:
        return "not_published"
    if progress.kpi.unit == "stage":
        return "met" if reached else _stage_standing(target, int(latest["year"]))
    if latest["formula_id"] == ANNOUNCED.id:
        return "baseline_only"
    if not progress.allowed.verdict:
        return "too_few_points"
    if reached:
        return "met"
    if progress.by_path is None:  # a dated target has none up to its baseline year: nothing is due yet
        return "too_few_points" if path(target) else "undated"
    return eurostat_class(progress.by_path)


def _reached(target: Target, gap: float) -> bool:
    return gap <= NOISE if target.direction == "up" else gap >= -NOISE


def _stage_standing(target: Target, seen_from: int) -> Standing:
    """A stage whose year has not come is not late; one without a year cannot be."""
    if target.year is None:
        return "undated"
    return "scheduled" if seen_from < target.year else "limited"
