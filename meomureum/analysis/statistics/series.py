"""Values in time: what a number of points allows to be said, and the natural limits of a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# From so many observed points on a line, trial limits, or the run rules mean something.
LINE_NEEDS, LIMITS_NEED, RUNS_NEED = 3, 5, 12
MOVING_RANGE_FACTOR = 2.66
RUN_LENGTH = 8
NOISE = 1e-12


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
