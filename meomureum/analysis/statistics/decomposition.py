"""Why a rate moved: what changed within its groups, and what only their sizes changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

Counts = tuple[float, float]
NEXT_TO_NOTHING = 0.02


@dataclass(frozen=True)
class Part:
    """What one group adds to the change of the whole; `first` and `last` are (numerator, denominator).

    A group that stands in one year only has no rate to compare: all it adds is its coming or
    going (`entry`), and it has neither `within` nor `mix`.
    """

    group: str
    first: Counts | None
    last: Counts | None
    within: float = 0.0
    mix: float = 0.0
    entry: float = 0.0


@dataclass(frozen=True)
class Bridge:
    """The change of a rate between two years in parts that add up to it."""

    first: float
    last: float
    parts: tuple[Part, ...]

    @property
    def change(self) -> float:
        """The last rate less the first."""
        return self.last - self.first

    @property
    def within(self) -> float:
        """The part of the change due to the groups' rates."""
        return fsum(part.within for part in self.parts)

    @property
    def mix(self) -> float:
        """The part of the change due to the groups' sizes."""
        return fsum(part.mix for part in self.parts)

    @property
    def opened(self) -> float:
        """The part added by groups that exist only in the last year."""
        return fsum(part.entry for part in self.parts if part.first is None)

    @property
    def closed(self) -> float:
        """The part removed with groups that exist only in the first year."""
        return fsum(part.entry for part in self.parts if part.last is None)

    @property
    def residual(self) -> float:
        """What the parts leave unexplained: nothing but the noise of arithmetic."""
        return self.change - fsum((self.within, self.mix, self.opened, self.closed))


StepKind = Literal["start", "within", "mix", "opened", "closed", "end"]


@dataclass(frozen=True)
class Step:
    """One step from the first rate to the last: `amount` is a level at either end, else a change.

    `groups` are those it stands for: one by its code, or how many it sums up.
    """

    kind: StepKind
    amount: float
    groups: tuple[str, ...] = ()
    summed: bool = False


@dataclass(frozen=True)
class Folded:
    """The largest parts by themselves, in order, and the exact sum of the others."""

    shown: tuple[tuple[str, float], ...]
    others: float
    folded: tuple[str, ...]


def bridge(first: Mapping[str, Counts], last: Mapping[str, Counts]) -> Bridge:
    """The change from the groups of one year to those of another, each a (numerator, denominator).

    Raises ValueError where nobody is counted in a year. A group of nobody does not stand in
    that year. Source: Kitagawa (1955); for groups of one year only Griliches and Regev (1995):
    they are held against the mean of both whole rates, as the sizes of the others are.
    """
    before = {group: counts for group, counts in first.items() if counts[1] > 0}
    after = {group: counts for group, counts in last.items() if counts[1] > 0}
    if not before or not after:
        raise ValueError("nobody is counted")
    whole = (_rate(before), _rate(after))
    sizes = (fsum(n for _, n in before.values()), fsum(n for _, n in after.values()))
    parts = (
        _part(group, before.get(group), after.get(group), sizes, sum(whole) / 2)
        for group in dict.fromkeys((*before, *after))
    )
    return Bridge(*whole, tuple(parts))


def _rate(groups: Mapping[str, Counts]) -> float:
    return fsum(x for x, _ in groups.values()) / fsum(n for _, n in groups.values())


def _part(group: str, first: Counts | None, last: Counts | None, sizes: Counts, middle: float) -> Part:
    share = first[1] / sizes[0] if first else 0.0
    share_after = last[1] / sizes[1] if last else 0.0
    rate, rate_after = first[0] / first[1] if first else middle, last[0] / last[1] if last else middle
    if first is None or last is None:
        return Part(group, first, last, entry=share_after * (rate_after - middle) - share * (rate - middle))
    return Part(
        group,
        first,
        last,
        within=(rate_after - rate) * (share + share_after) / 2,
        mix=(share_after - share) * ((rate + rate_after) / 2 - middle),
    )


def largest_parts(amounts: Sequence[tuple[str, float]], most: int, least: float = 0.0) -> Folded:
    """The `most` largest amounts of either sign, in their own order, and the sum of the others.

    Those nearer to nothing than `least` are among the others too. Nothing is folded for the
    sake of a single one.
    """
    large = [each for each in amounts if abs(each[1]) >= least]
    kept = {group for group, _ in sorted(large, key=lambda each: -abs(each[1]))[:most]}
    rest = [each for each in amounts if each[0] not in kept]
    if len(rest) < 2:
        return Folded(tuple(amounts), 0.0, ())
    return Folded(
        tuple(each for each in amounts if each[0] in kept),
        fsum(amount for _, amount in rest),
        tuple(group for group, _ in rest),
    )


def steps(found: Bridge, most: int) -> tuple[Step, ...]:
    """From the first rate to the last: what changed within groups, then their sizes, then who came and went.

    Of each the `most` largest by themselves, largest first, and the others as one step, with
    those that are next to nothing beside the largest of all.
    """
    both = [part for part in found.parts if part.first and part.last]
    within, mix = ([(part.group, getattr(part, kind)) for part in both] for kind in ("within", "mix"))
    least = NEXT_TO_NOTHING * max((abs(amount) for _, amount in (*within, *mix)), default=0.0)
    opened = tuple(part.group for part in found.parts if part.first is None)
    closed = tuple(part.group for part in found.parts if part.last is None)
    return (
        Step("start", found.first),
        *_largest("within", within, most, least),
        *_largest("mix", mix, most, least),
        *([Step("opened", found.opened, opened, summed=True)] if opened else []),
        *([Step("closed", found.closed, closed, summed=True)] if closed else []),
        Step("end", found.last),
    )


def _largest(kind: StepKind, amounts: Sequence[tuple[str, float]], most: int, least: float) -> list[Step]:
    few = largest_parts(sorted(amounts, key=lambda each: -abs(each[1])), most, least)
    shown = [Step(kind, amount, (group,)) for group, amount in few.shown]
    return [*shown, Step(kind, few.others, few.folded, summed=True)] if few.folded else shown
