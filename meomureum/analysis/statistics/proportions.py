"""Proportions compared: the interval of one, the difference of two, and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

Z_95 = 1.96


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


def of_ratio(numerator: float, denominator: float, z: float = Z_95) -> Interval:
    """The interval of a ratio whose counted are no part of those divided by, so that it may pass 1.

    Those counted vary as a Poisson count does; its square root has the same variance whatever its size.
    Raises ValueError when there is nothing to divide by. Source: Anscombe (1948).
    """
    if denominator <= 0 or numerator < 0:
        raise ValueError(f"not a ratio: {numerator} of {denominator}")
    middle, reach = sqrt(numerator / denominator), z / (2 * sqrt(denominator))
    return Interval(max(0.0, middle - reach) ** 2, (middle + reach) ** 2)


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
