"""Groups of different size compared fairly: limits that widen as a group gets smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, fsum, pi, sin, sqrt
from typing import Literal

from meomureum.analysis.statistics.proportions import Z_95, Interval

Z_998 = 3.09
OVERDISPERSION_NEEDS = 10
WINSORISED_SHARE = 0.1
HALF_A_PERSON = 0.5

Standing = Literal["below", "as_expected", "above"]
Counts = tuple[float, float]


@dataclass(frozen=True)
class Funnel:
    """The rate of all groups together and how far a group may lie from it by chance.

    `variance` is what the groups differ by beyond chance (tau squared, on the scale of the angle
    whose squared sine is the rate, of a `net` ratio on that of its square root); it is worked out from
    ten groups on, else taken as 0. Those counted in a `net` ratio are no part of those divided by.
    """

    centre: float
    variance: float
    groups: int
    net: bool = False

    @property
    def allows_for_variance(self) -> bool:
        """Whether there are enough groups to tell ordinary differences from chance."""
        return self.groups >= OVERDISPERSION_NEEDS

    def limits(self, denominator: float, z: float = Z_95) -> Interval:
        """Where the rate of a group of that size is expected to lie."""
        middle = _stable(self.centre, net=self.net)
        reach = z * sqrt(1 / (4 * denominator) + self.variance)
        if self.net:
            return Interval(max(0.0, middle - reach) ** 2, (middle + reach) ** 2)
        return Interval(sin(max(0.0, middle - reach)) ** 2, sin(min(pi / 2, middle + reach)) ** 2)

    def standing(self, counts: Counts, z: float = Z_95) -> Standing:
        """One of three plain classes; a group is outside when it passes a limit by more than half a person.

        Persons come whole, the limits do not: nobody of 15 would else lie below almost any limit.
        """
        (numerator, denominator), expected = counts, self.limits(counts[1], z)
        if (numerator + HALF_A_PERSON) / denominator < expected.low:
            return "below"
        return "above" if (numerator - HALF_A_PERSON) / denominator > expected.high else "as_expected"


def funnel(groups: Sequence[Counts], *, net: bool = False) -> Funnel:
    """The funnel of some groups, each a (numerator, denominator), about their pooled rate.

    Raises ValueError where a group is no proportion, unless they are `net` ratios, or there is none.
    Source: Spiegelhalter (2005), Funnel plots; Handling over-dispersion of performance indicators.
    """
    if not groups or any(n <= 0 or x < 0 or (x > n and not net) for x, n in groups):
        raise ValueError("a funnel needs proportions")
    centre = fsum(x for x, _ in groups) / fsum(n for _, n in groups)
    variance = _variance_between(groups, centre, net=net) if len(groups) >= OVERDISPERSION_NEEDS else 0.0
    return Funnel(centre, variance, len(groups), net)


def _stable(rate: float, *, net: bool) -> float:
    """A rate on the scale on which chance moves every rate alike: by a quarter of one over those divided by."""
    return sqrt(rate) if net else asin(sqrt(rate))


def _variance_between(groups: Sequence[Counts], centre: float, *, net: bool) -> float:
    """Tau squared by moments, the extreme tenth at either end drawn in to the next group."""
    middle = _stable(centre, net=net)
    scores = _winsorised([2 * sqrt(n) * (_stable(x / n, net=net) - middle) for x, n in groups])
    weights = [4 * n for _, n in groups]
    excess = fsum(score * score for score in scores) - (len(groups) - 1)
    scale = fsum(weights) - fsum(weight * weight for weight in weights) / fsum(weights)
    return max(0.0, excess / scale)


def _winsorised(scores: Sequence[float]) -> list[float]:
    ordered = sorted(scores)
    drawn_in = int(WINSORISED_SHARE * len(ordered))
    low, high = ordered[drawn_in], ordered[-1 - drawn_in]
    return [min(max(score, low), high) for score in scores]
