"""Statistics of counted people: intervals, differences and limits that a sentence may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Literal

Z_95 = 1.96
# From so many observed points on a line, trial limits, or the run rules mean something.
LINE_NEEDS, LIMITS_NEED, RUNS_NEED = 3, 5, 12
MOVING_RANGE_FACTOR = 2.66
RUN_LENGTH = 8
NOISE = 1e-12


@dataclass(frozen=True)
class Interval:
    """Lower and upper end, both 0-1 (or a difference between -1 and 1)."""

    low: float
    high: float

    def excludes(self, value: float) -> bool:
        """Whether a value lies outside."""
        return value < self.low or value > self.high


def wilson(numerator: float, denominator: float, z: float = Z_95) -> Interval:
    """Wilson's interval of a proportion: chance variation if each person's choice were repeated.

    Raises ValueError when the counts are no proportion. Source: Wilson (1927).
    """
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ValueError(f"not a proportion: {numerator} of {denominator}")
    spread = z * sqrt(z * z + 4 * numerator * (1 - numerator / denominator))
    width = 2 * (denominator + z * z)
    return Interval(
        low=0.0 if numerator == 0 else (2 * numerator + z * z - spread) / width,
        high=1.0 if numerator == denominator else (2 * numerator + z * z + spread) / width,
    )


def newcombe(first: tuple[float, float], second: tuple[float, float], z: float = Z_95) -> Interval:
    """Interval of the difference second - first, each a (numerator, denominator).

    Source: Newcombe (1998), method 10, from two Wilson intervals.
    """
    p1, p2 = first[0] / first[1], second[0] / second[1]
    one, two = wilson(*first, z=z), wilson(*second, z=z)
    difference = p2 - p1
    return Interval(
        low=difference - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2),
        high=difference + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2),
    )


Movement = Literal["rose", "fell", "unclear", "untested"]


def movement(first: tuple[float, float] | None, second: tuple[float, float] | None) -> Movement:
    """What may be said of two counted values, each a (numerator, denominator): "rose" and "fell" only
    when the interval of the difference excludes no change, "untested" where there are no counts.
    """
    if first is None or second is None:
        return "untested"
    interval = newcombe(first, second)
    if not interval.excludes(0):
        return "unclear"
    return "rose" if interval.low > 0 else "fell"


@dataclass(frozen=True)
class Statements:
    """What a number of observed points allows to be said or drawn.

    One or two stand as dots beside the target (two counted values can still be compared with
    each other); three allow a line and a verdict; five allow trial limits and a line that
    continues the average change; twelve allow the run rules.
    """

    line: bool
    verdict: bool
    limits: bool
    continuation: bool
    runs: bool


def statements(points: int) -> Statements:
    """The statements that so many observed points of one formula allow."""
    return Statements(
        line=points >= LINE_NEEDS,
        verdict=points >= LINE_NEEDS,
        limits=points >= LIMITS_NEED,
        continuation=points >= LIMITS_NEED,
        runs=points >= RUNS_NEED,
    )


@dataclass(frozen=True)
class Limits:
    """The natural limits of a series (XmR chart), and the places of the values that are signals.

    `outside` lie beyond a limit; `runs` end eight in a row on one side of the mean, or three of
    four nearer to a limit than to the mean, and are sought in long series only.
    """

    mean: float
    low: float
    high: float
    outside: tuple[int, ...]
    runs: tuple[int, ...]


def limits(values: Sequence[float]) -> Limits | None:
    """Mean -+ 2.66 x mean moving range of values in order; None for fewer than five.

    Source: Wheeler, Understanding Variation (1993).
    """
    allowed = statements(len(values))
    if not allowed.limits:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    width = MOVING_RANGE_FACTOR * sum(ranges) / len(ranges)
    noise = NOISE * max(map(abs, values))
    return Limits(
        mean=mean,
        low=mean - width,
        high=mean + width,
        outside=tuple(at for at, value in enumerate(values) if abs(value - mean) > width + noise),
        runs=_runs([value - mean for value in values], width / 2, noise) if allowed.runs else (),
    )


def _runs(deviations: Sequence[float], half_way: float, noise: float) -> tuple[int, ...]:
    def one_sided(last: int, length: int, needed: int, beyond: float) -> bool:
        window = deviations[max(0, last + 1 - length) : last + 1]
        return any(sum(side * each > beyond + noise for each in window) >= needed for side in (1, -1))

    return tuple(
        at
        for at in range(len(deviations))
        if one_sided(at, RUN_LENGTH, RUN_LENGTH, 0) or one_sided(at, 4, 3, half_way)
    )
