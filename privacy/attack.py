"""What an attacker can work out from all that is shown, by linear programming.

The attacker knows every shown number of every table, that nobody can be counted less than
zero times, and nothing else; no sum, difference or linked table gives more than this does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from privacy.publication import Members, Publication
from privacy.rules import Sensitive
from privacy.shifting import quiet

CLOSE = 1e-6


@dataclass(frozen=True)
class Finding:
    """What the attacker learns about a sensitive set: between `low` and `high` of them."""

    sensitive: Sensitive
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the number itself has been worked out."""
        return self.high - self.low < 1 - CLOSE

    @property
    def broken(self) -> bool:
        """Whether less stays open than the rules ask for."""
        return self.low > CLOSE or self.high < self.sensitive.high - CLOSE


class Attacker:
    """All that is shown, as equations about how many people stand in each class."""

    def __init__(
        self, publication: Publication, shown: Iterable[int], also: Sequence[tuple[Members, int]] = ()
    ) -> None:
        cells = [publication.cells[at] for at in shown]
        sets = [(cell.members, int(publication.counts[cell.members].sum())) for cell in cells] + list(also)
        sets = [each for each in sets if len(each[0])]
        model, width = highspy.HighsLp(), len(publication.counts)
        model.num_col_, model.num_row_ = width, len(sets)
        model.col_cost_, model.col_lower_ = np.zeros(width), np.zeros(width)
        model.col_upper_ = np.full(width, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = np.array([float(value) for _, value in sets])
        starts = np.cumsum([0, *(len(members) for members, _ in sets)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        indices = np.concatenate([*(members for members, _ in sets), np.zeros(0, np.int64)])
        model.a_matrix_.index_ = indices.astype(np.int32)
        model.a_matrix_.value_ = np.ones(len(indices))
        self._solver, self._width = quiet(model), width

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
    attacker = Attacker(publication, shown, also)
    return tuple(Finding(each, *attacker.bounds(each.members)) for each in sensitive)
