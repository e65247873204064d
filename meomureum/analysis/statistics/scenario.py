"""What it would take: the rates of groups or stages at which the whole reaches a target. Arithmetic, no forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, prod
from statistics import quantiles

# So many groups make quarters; with fewer a 75th percentile is one group's value.
QUARTERS_NEED = 4
UPPER_QUARTER = 2
# A rate of one in a billion still comes within 1e-9 of 0 and 1 by so much in log-odds.
MOST_LOG_ODDS = 80.0
HALVINGS = 200
NOISE = 1e-12
REACHED_WITHIN = 1e-9


@dataclass(frozen=True)
class Whole:
    """Rates that make one: groups weighted by their size, or stages multiplied when there are no weights.

    No rate passes `most`: 1 where those counted are a part of those divided by.
    """

    rates: tuple[float, ...]
    weights: tuple[float, ...] = ()
    most: float = 1.0

    def rate(self, rates: Sequence[float] | None = None) -> float:
        """The rate of the whole, as it is or with other rates in its parts."""
        used = self.rates if rates is None else rates
        if not self.weights:
            return prod(used)
        return sum(w * r for w, r in zip(self.weights, used, strict=True)) / sum(self.weights)


@dataclass(frozen=True)
class Answer:
    """The rates of the parts in one way, and the rate of the whole that they give.

    `limit` is the furthest that this way leads in the direction of the target, `step` what it
    does to every part: points added, an odds ratio, the level brought up to; None for levers.
    """

    rates: tuple[float, ...]
    reached: float
    limit: float
    possible: bool
    step: float | None = None


def same_points(whole: Whole, target: float) -> Answer:
    """The same points added to every part, none beyond 0 or the most.

    Raises ValueError when the target is no rate, as the other ways do.
    """
    _check(target)

    def moved(points: float) -> tuple[float, ...]:
        return tuple(min(max(rate + points, 0.0), whole.most) for rate in whole.rates)

    points = _solved(lambda each: whole.rate(moved(each)), target, whole.most)
    limit = whole.rate(moved(whole.most if target > whole.rate() else -whole.most))
    return _answer(whole, moved(points), target, limit, points)


def same_odds(whole: Whole, target: float) -> Answer:
    """The odds of every part multiplied by one ratio, found by bisection: no part can pass 0 or 1.

    A part at 0 or 1 stays there, so a target beyond the others cannot be reached; then the rates
    are those of the limit.
    """
    _check(target)

    def moved(log_ratio: float) -> tuple[float, ...]:
        return tuple(_with_odds(rate, log_ratio) for rate in whole.rates)

    upward = target > whole.rate()
    ends = tuple(rate if rate in (0.0, 1.0) else float(upward) for rate in whole.rates)
    limit = whole.rate(ends)
    if _beyond(target, limit, upward=upward, attained=ends == whole.rates):
        return Answer(ends, limit, limit, possible=False)
    log_ratio = _solved(lambda each: whole.rate(moved(each)), target, MOST_LOG_ODDS)
    return _answer(whole, moved(log_ratio), target, limit, exp(log_ratio))


def to_level(whole: Whole, target: float, level: float, *, upward: bool = True) -> Answer:
    """Raise every part that is below a level to it; better ones stay as they are."""
    _check(target)
    best = max if upward else min
    rates = tuple(best(rate, level) for rate in whole.rates)
    return _answer(whole, rates, target, whole.rate(rates), level, upward=upward)


def with_levers(whole: Whole, target: float, points: Sequence[float], *, upward: bool = True) -> Answer:
    """Each part bettered by points of its own, none beyond 0 or the most; the limit has every part there."""
    _check(target)
    sign = 1 if upward else -1
    rates = tuple(
        min(max(rate + sign * each, 0.0), whole.most) for rate, each in zip(whole.rates, points, strict=True)
    )
    limit = whole.rate([whole.most * upward] * len(rates))
    return _answer(whole, rates, target, limit, None, upward=upward)


def best_quarter(rates: Sequence[float], *, upward: bool = True) -> float | None:
    """The 75th percentile of peers (the 25th where lower is better); None for fewer than four.

    Between two peers the value is interpolated (Hyndman and Fan's type 7).
    """
    if len(rates) < QUARTERS_NEED:
        return None
    return quantiles(rates, n=4, method="inclusive")[UPPER_QUARTER if upward else 0]


def share_below(value: float, managed: Sequence[float]) -> float | None:
    """The share of peers below a value, with ties counted as half; None if there are no peers."""
    if not managed:
        return None
    ties = sum(abs(each - value) <= NOISE for each in managed)
    less = sum(each < value - NOISE for each in managed)
    return (less + ties / 2) / len(managed)


def _check(target: float) -> None:
    if not 0 <= target <= 1:
        raise ValueError(f"not a rate: {target}")


def _with_odds(rate: float, log_ratio: float) -> float:
    if rate in (0.0, 1.0):
        return rate
    shifted = log(rate / (1 - rate)) + log_ratio
    # Either form alone would overflow at one end.
    return 1 / (1 + exp(-shifted)) if shifted >= 0 else exp(shifted) / (1 + exp(shifted))


def _solved(rate_at: Callable[[float], float], target: float, most: float) -> float:
    """The step at which a rate that never falls with the step meets the target, by halving."""
    low, high = -most, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if rate_at(middle) < target:
            low = middle
        else:
            high = middle
    return high


def _beyond(target: float, limit: float, *, upward: bool, attained: bool) -> bool:
    """Whether a limit that is only approached falls short of a target."""
    past = target - limit if upward else limit - target
    return past > NOISE if attained else past > -NOISE


def _answer(
    whole: Whole,
    rates: tuple[float, ...],
    target: float,
    limit: float,
    step: float | None,
    *,
    upward: bool | None = None,
) -> Answer:
    reached = whole.rate(rates)
    rising = target > whole.rate() if upward is None else upward
    lacking = target - reached if rising else reached - target
    return Answer(rates, reached, limit, lacking <= REACHED_WITHIN, step)
