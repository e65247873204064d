"""What an attacker can work out from all that is shown, by linear programming.

The attacker knows every shown number of every table, that nobody can be counted less than
zero times, and nothing else; no sum, difference or linked table gives more than this does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from meomureum.privacy.cheapest_shift import quiet
from meomureum.privacy.publication import Members, Publication
from meomureum.privacy.rules import Sensitive

CLOSE = 1e-6
Same = tuple[Members, Members]
"""Two sets of classes that hold equally many people."""


@dataclass(frozen=True)
class Finding:
    """What the attacker learns about a sensitive set: between `low` and `high` of them."""

    asked: int
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the number itself has been worked out."""
        return self.high - self.low < 1 - CLOSE

    @property
    def broken(self) -> bool:
        """Whether less stays open than the rules ask for."""
        return self.low > CLOSE or self.high < self.asked - CLOSE


class Attacker:
    """All that is shown, as equations about how many people stand in each class."""

    def __init__(self, classes: int, shown: Sequence[tuple[Members, int]], same: Sequence[Same] = ()) -> None:
        sets = [each for each in shown if len(each[0])]
        values = np.array([*(float(value) for _, value in sets), *(0.0 for _ in same)])
        rows = [members for members, _ in sets] + [np.concatenate(pair) for pair in same]
        signs = [np.ones(len(members)) for members, _ in sets]
        signs += [np.concatenate([np.ones(len(one)), -np.ones(len(other))]) for one, other in same]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = classes, len(rows)
        model.col_cost_, model.col_lower_ = np.zeros(classes), np.zeros(classes)
        model.col_upper_ = np.full(classes, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = values
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(each) for each in rows)]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate([*signs, np.zeros(0)])
        self._solver = quiet(model)

    def possible(self) -> bool:
        """Whether there is any state of the world that gives all that is shown."""
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def bounds(self, members: Members) -> tuple[float, float]:
        """The fewest and the most that these people can be."""
        places = members.astype(np.int32)
        self._solver.changeColsCost(len(places), places, np.ones(len(places)))
        found = [self._best(sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)]
        self._solver.changeColsCost(len(places), places, np.zeros(len(places)))
        return found[0], found[1]

    def _best(self, sense: highspy.ObjSense) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return float("inf")
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the attack ended with {status}: the shown numbers contradict each other")
        return float(self._solver.getObjectiveValue())


def attack(
    publication: Publication,
    shown: Iterable[int],
    sensitive: Iterable[Sensitive],
    also: Sequence[tuple[Members, int]] = (),
) -> tuple[Finding, ...]:
    """What is learnt about each sensitive set from the shown cells, and `also` from elsewhere."""
    cells = [publication.cells[at].members for at in shown]
    told = [(members, int(publication.counts[members].sum())) for members in cells]
    attacker = Attacker(len(publication.counts), [*told, *also])
    return tuple(Finding(each.high, *attacker.bounds(each.members)) for each in sensitive)
