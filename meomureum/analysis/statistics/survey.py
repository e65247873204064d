"""Weighted shares of a sample survey, with the number of answers that the weights leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meomureum.analysis.statistics.proportions import Interval, Movement, movement, newcombe, wilson


@dataclass(frozen=True)
class Cell:
    """Respondents who gave one answer: how many, and the sum of their weights."""

    people: float
    weight: float


@dataclass(frozen=True)
class Share:
    """A weighted share: the answers that count among all that were given.

    `people` answered, `silent` were asked and gave no answer, `effective` is Kish's number of
    answers: so many unweighted ones would be as precise.
    """

    rate: float
    people: float
    effective: float
    silent: float

    @property
    def interval(self) -> Interval:
        """Wilson's interval on the effective number of answers."""
        return wilson(self.rate * self.effective, self.effective)

    @property
    def silence(self) -> float:
        """Item non-response: those without an answer among all that were asked."""
        return self.silent / (self.people + self.silent)


def effective(cells: Sequence[Cell]) -> float:
    """Kish's effective n, (sum w)^2 / sum w^2, with the weights within a cell taken as equal.

    Weights that differ within a cell would make it smaller: it is at most this. Source: Kish (1965).
    """
    squares = sum(each.weight**2 / each.people for each in cells if each.people > 0)
    return float(sum(each.weight for each in cells) ** 2 / squares) if squares else 0.0


def share(counting: Sequence[Cell], remaining: Sequence[Cell], silent: float) -> Share | None:
    """The share of the answers that count; None if nobody answered."""
    given = [*counting, *remaining]
    total = sum(each.weight for each in given)
    if not total:
        return None
    return Share(
        # The sums of weights may pass 1 by the noise of adding alone.
        rate=min(sum(each.weight for each in counting) / total, 1.0),
        people=sum(each.people for each in given),
        effective=effective(given),
        silent=silent,
    )


def difference(first: Share, second: Share) -> Interval:
    """Newcombe's interval of second - first on the effective numbers of answers."""
    return newcombe(_counted(first), _counted(second))


def movement_between(first: Share, second: Share) -> Movement:
    """Whether a share rose or fell between two waves of different respondents."""
    return movement(_counted(first), _counted(second))


def _counted(share: Share) -> tuple[float, float]:
    return share.rate * share.effective, share.effective
