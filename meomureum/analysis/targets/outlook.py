"""What would follow: the average change continued, and the change that the target needs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from meomureum.analysis.statistics.series import LIMITS_NEED, statements
from meomureum.analysis.targets.changes import line_of
from meomureum.analysis.targets.judgement import Progress, value_compared
from meomureum.measures.measurement import Kpi

YEARS_SHOWN = 3


@dataclass(frozen=True)
class Continuation:
    """The value of each year if the average change of the last `years` years continued; not a forecast."""

    years: int
    change: float
    values: dict[int, float]


def continuation(kpi: Kpi, measured: pd.DataFrame, until: int | None = None) -> Continuation | None:
    """The average yearly change of the last five values continued to a year; None under five values.

    A rate stops at 0 or 1. Without a year to reach it goes on for three years.
    """
    line = line_of(measured)
    if not statements(len(line)).continuation or kpi.unit not in ("percent", "persons", "count"):
        return None
    recent = line.tail(LIMITS_NEED)
    first, last = recent.iloc[0], recent.iloc[-1]
    start, years = int(last["year"]), int(last["year"]) - int(first["year"])
    change = (float(last["value"]) - float(first["value"])) / years
    most = 1.0 if kpi.unit == "percent" else float("inf")
    end = until if until is not None and until > start else start + YEARS_SHOWN
    values = {
        year: min(max(float(last["value"]) + change * (year - start), 0.0), most)
        for year in range(start, end + 1)
    }
    return Continuation(years, change, values)


def required(progress: Progress) -> dict[int, float]:
    """The straight line from the latest value to the target; empty if there is no pace to keep."""
    target, latest = progress.target, progress.latest
    if progress.pace is None or progress.reached or target is None or target.year is None or latest is None:
        return {}
    if progress.gap is None or progress.kpi.unit == "stage":
        return {}
    start, year = value_compared(latest), int(latest["year"])
    return {
        each: start + progress.gap * (each - year) / (target.year - year)
        for each in range(year, target.year + 1)
    }
