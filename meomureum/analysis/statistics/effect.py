"""Participants against others within the same strata: an association, not an effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from meomureum.analysis.statistics.proportions import Z_95, Interval, newcombe, wilson

# Under this share of participants with somebody to compare with, nothing is said of the rest.
OVERLAP_NEEDS = 0.8


@dataclass(frozen=True)
class Side:
    """Participants or others of one stratum: how many, and how many of them with the outcome."""

    having: float
    people: float

    @property
    def rate(self) -> float:
        """Their share with the outcome."""
        return self.having / self.people


@dataclass(frozen=True)
class Stratum:
    """One school and department; a side without anybody has no people."""

    code: tuple[str, ...]
    participants: Side
    others: Side

    @property
    def compared(self) -> bool:
        """Whether both sides exist."""
        return self.participants.people > 0 and self.others.people > 0


@dataclass(frozen=True)
class Contrast:
    """Participants less others, with both rates, the difference and its interval."""

    participants: float
    others: float
    interval: Interval

    @property
    def difference(self) -> float:
        """In rates, participants less others."""
        return self.participants - self.others


@dataclass(frozen=True)
class Association:
    """Participants and others compared over strata.

    `crude` compares everyone, `standardised` those in strata with both sides, weighted as the
    participants are spread; it is None where too few participants have anybody to be compared
    with. `overlap` is the share of participants in such strata.
    """

    participants: Side
    others: Side
    crude: Contrast
    standardised: Contrast | None
    overlap: float
    compared: tuple[Stratum, ...]
    one_sided: tuple[Stratum, ...]


def association(strata: Sequence[Stratum]) -> Association | None:
    """Compare the two sides; None if one of them has nobody."""
    participants = _sum([each.participants for each in strata])
    others = _sum([each.others for each in strata])
    if not participants.people or not others.people:
        return None
    compared = tuple(each for each in strata if each.compared)
    overlap = sum(each.participants.people for each in compared) / participants.people
    return Association(
        participants=participants,
        others=others,
        crude=Contrast(participants.rate, others.rate, _crude(participants, others)),
        standardised=standardised(compared) if overlap >= OVERLAP_NEEDS else None,
        overlap=overlap,
        compared=compared,
        one_sided=tuple(each for each in strata if not each.compared),
    )


def standardised(strata: Sequence[Stratum], z: float = Z_95) -> Contrast:
    """Direct standardisation: the others' rates weighted by where the participants are.

    With w the participants' distribution over the strata, D = sum(w p1) - sum(w p0). With l and u
    Wilson's ends within each stratum, D lies between D - sqrt(sum w^2 [(p1 - l1)^2 + (u0 - p0)^2])
    and D + sqrt(sum w^2 [(u1 - p1)^2 + (p0 - l0)^2]) (Zou, Huang and Zhang 2009); of one stratum
    this is Newcombe's interval.
    """
    people = sum(each.participants.people for each in strata)
    first = second = below = above = 0.0
    for each in strata:
        weight = each.participants.people / people
        taking, other = each.participants, each.others
        one = wilson(taking.having, taking.people, z)
        two = wilson(other.having, other.people, z)
        first += weight * taking.rate
        second += weight * other.rate
        below += weight**2 * ((taking.rate - one.low) ** 2 + (two.high - other.rate) ** 2)
        above += weight**2 * ((one.high - taking.rate) ** 2 + (other.rate - two.low) ** 2)
    difference = first - second
    return Contrast(first, second, Interval(difference - sqrt(below), difference + sqrt(above)))


def _crude(participants: Side, others: Side) -> Interval:
    return newcombe((others.having, others.people), (participants.having, participants.people))


def _sum(sides: Sequence[Side]) -> Side:
    return Side(sum(each.having for each in sides), sum(each.people for each in sides))
