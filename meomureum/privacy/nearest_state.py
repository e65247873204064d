"""From one state of the world to the nearest with the same shown numbers that has as many of some people as asked."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.cheapest_shift import WHOLE, quiet, whole
from meomureum.privacy.publication import Counts, Members
from meomureum.privacy.shown_sums import Floats, ShownSums

MISSING = 1000.0  # what it costs to miss one of the people asked for; to move one costs 1
SUPPORTS = 12  # so many solutions in broken numbers, whose columns may be enough for one in whole numbers
NODES = 500


class NearestState:
    """One linear programme, asked one question after the other.

    Columns: how many more stand in each open class; how many fewer in each class that holds somebody; and
    how many people are missing of what is asked, on either side. Rows: each shown sum changes by nothing;
    and in a question, the change of the people asked about and what is missing of it are `need` together.
    Minimised: what is missing, and far less, the people moved (hardly more for one class than for another, so
    that the nearest state is one). Each question starts from the same basis: it plays no part what was asked before.
    """

    def __init__(self, base: Counts, sums: ShownSums) -> None:
        held = np.flatnonzero(base)
        self._of = np.concatenate([sums.open, held])
        self._sign = np.repeat([1.0, -1.0], [len(sums.open), len(held)])
        self._classes = len(base)
        model = sums.model(self._of, self._sign)
        model.row_lower_ = model.row_upper_ = np.zeros(len(sums.independent))
        model.col_upper_ = np.concatenate([np.full(len(sums.open), highspy.kHighsInf), base[held]])
        model.col_cost_ = np.random.default_rng(3).uniform(1, 1.001, len(self._of))
        self._solver, self._rows = quiet(model), len(sums.independent)
        for at in (len(self._of), len(self._of) + 1):
            self._solver.addVar(0, highspy.kHighsInf)
            self._solver.changeColCost(at, MISSING)
        self._cost = np.concatenate([model.col_cost_, [MISSING, MISSING]])
        self._solver.run()
        self._start = self._solver.getBasis()

    def toward(self, members: Members, need: int, *, insist: bool = False) -> tuple[Counts | None, bool]:
        """The move to the nearest state in which a set of people has changed by `need`, and whether it can at all.

        Where it cannot, the move goes as far as it can. People are whole: where the nearest state is not, one
        of whole people is looked for if all of `need` can be reached, or if somebody insists; None where none
        is found.
        """
        inside = np.zeros(self._classes, dtype=bool)
        inside[members] = True
        columns = np.flatnonzero(inside[self._of])
        index = np.concatenate([columns, [len(self._of), len(self._of) + 1]]).astype(np.int32)
        self._solver.setBasis(self._start)
        self._solver.addRow(need, need, len(index), index, np.concatenate([self._sign[columns], [1, -1]]))
        try:
            found = self._solved()
            reached = _missing(found) <= WHOLE
            if not whole(found) and (reached or insist):
                found = self._whole(found)
            return self._move(found) if whole(found) else None, bool(reached)
        finally:
            self._solver.deleteRows(1, np.array([self._rows], dtype=np.int32))

    def _solved(self) -> Floats:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.full(len(self._cost), 0.5)
        return np.array(self._solver.getSolution().col_value)

    def _whole(self, broken: Floats) -> Floats:
        """The same in whole numbers, with the columns that solutions in broken numbers use: one, then more."""
        used, best, lacking, random = broken > 0, broken, np.inf, np.random.default_rng(5)
        for _ in range(SUPPORTS):
            used[-2:] = True
            found = whole_solution(self._solver.getLp(), used, NODES)
            if whole(found) and _missing(found) < lacking:
                best, lacking = found, _missing(found)
            if lacking < _missing(broken) + 1 - WHOLE:
                break
            self._charge(
                np.append(self._cost[:-2] * random.uniform(0.5, 1.5, len(used) - 2), [MISSING, MISSING])
            )
            used |= self._solved() > 0
            self._charge(self._cost)
        return best

    def _charge(self, cost: Floats) -> None:
        self._solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def _move(self, found: Floats) -> Counts:
        by = np.bincount(self._of, weights=self._sign * found[:-2].round(), minlength=self._classes)
        return by.astype(np.int64)


def _missing(found: Floats) -> float:
    """How many people are missing of what was asked."""
    return float(found[-2:].max())


def whole_solution(model: highspy.HighsLp, used: NDArray[np.bool_], nodes: int) -> Floats:
    """The best solution in whole numbers that uses some columns only; halves where none is found."""
    columns = np.flatnonzero(used)
    if not len(columns):
        return np.zeros(len(used))
    solver = quiet(model)
    unused = np.flatnonzero(~used).astype(np.int32)
    solver.deleteCols(len(unused), unused)
    solver.setOptionValue("mip_max_nodes", nodes)
    integers = np.full(len(columns), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(columns), np.arange(len(columns), dtype=np.int32), integers)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return np.full(len(used), 0.5)
    found = np.zeros(len(used))
    found[columns] = np.array(solver.getSolution().col_value)
    return found
