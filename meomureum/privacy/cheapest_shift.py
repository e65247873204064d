"""The cheapest way to move people between classes so that little that is shown changes.

One linear programme per part of a publication (a year). Its solution is another state of
the world: where it leaves a shown count alone, that count cannot tell the two apart;
where it changes one, hiding that count makes the other state as credible as the truth.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.publication import Members, Publication

WHOLE = 1e-6
TRIES = 40
MOVING_COST = 0.02  # a little, so that people are not moved in circles
Floats = NDArray[np.float64]


class Shifts:
    """Moves within one part, as a linear programme.

    Columns: how many more stand in each atom, how many fewer in each that holds somebody, and by how much
    each cell that is not fixed changes, up and down. Rows: each set of people changes by what its atoms do;
    of a fixed cell that is nothing. Minimised: what hiding the changed cells costs, for each person they
    change by, and a little for each person moved. Each question starts from the basis in which nobody moves.
    Sets are numbered: the cells of the publication, then `others`.
    """

    def __init__(self, publication: Publication, part: int, others: Sequence[Members]) -> None:
        self.number, self.atoms = part, np.flatnonzero(publication.parts == part)
        self._held = np.flatnonzero(publication.counts[self.atoms])
        self._moving = len(self.atoms) + len(self._held)
        self._publication = publication
        self._row: dict[int, int] = {}
        self._deviation: dict[int, int] = {}
        self._cost: list[float] = [MOVING_COST] * self._moving
        self._solver = self._filled(others)
        self._most = np.full(len(self._cost), highspy.kHighsInf)
        self._random = np.random.default_rng(part)
        self._solver.run()
        self._start = self._solver.getBasis()

    def _filled(self, others: Sequence[Members]) -> highspy.Highs:
        up, down = (np.full(len(self._publication.counts), -1) for _ in range(2))
        up[self.atoms] = np.arange(len(self.atoms))
        down[self.atoms[self._held]] = len(self.atoms) + np.arange(len(self._held))
        sets = [cell.members for cell in self._publication.cells] + list(others)
        starts, columns, signs = [0], list[NDArray[np.int64]](), list[Floats]()
        for number, members in enumerate(sets):
            more, fewer = (place[members][place[members] >= 0] for place in (up, down))
            if not len(more):
                continue
            self._row[number] = len(self._row)
            own = self._own_columns(number)
            columns.append(np.concatenate([more, fewer, own]))
            signs.append(np.concatenate([np.ones(len(more)), -np.ones(len(fewer)), [-1.0, 1.0][: len(own)]]))
            starts.append(starts[-1] + len(columns[-1]))
        return self._solver_of(starts, columns, signs)

    def _own_columns(self, number: int) -> NDArray[np.int64]:
        """The two columns of what a cell changes by; none for what is fixed and for sets that are not shown."""
        cells = self._publication.cells
        if number >= len(cells) or cells[number].fixed:
            return np.zeros(0, np.int64)
        first = len(self._cost)
        self._deviation[number] = first
        self._cost += [self._price(number)] * 2
        return np.array([first, first + 1])

    def _price(self, cell: int) -> float:
        """What it costs to change a cell by one: by the menu, and more for a larger one, which more people miss."""
        weight = self._publication.cells[cell].weight
        return float(weight * (1 + 0.1 * np.log1p(self._publication.value(cell))))

    def _solver_of(
        self, starts: list[int], columns: list[NDArray[np.int64]], signs: list[Floats]
    ) -> highspy.Highs:
        model, cells = highspy.HighsLp(), len(self._publication.cells)
        width, free = len(self._cost), np.array([number >= cells for number in self._row], dtype=bool)
        model.num_col_, model.num_row_ = width, len(self._row)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_ = np.zeros(width)
        most = np.full(width, highspy.kHighsInf)
        most[len(self.atoms) : self._moving] = self._publication.counts[self.atoms[self._held]]
        model.col_upper_ = most
        model.row_lower_ = np.where(free, -highspy.kHighsInf, 0.0)
        model.row_upper_ = np.where(free, highspy.kHighsInf, 0.0)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.concatenate([*columns, np.zeros(0, np.int64)]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate([*signs, np.zeros(0)])
        return quiet(model)

    def touches(self, number: int) -> bool:
        """Whether a set of people has atoms in this part."""
        return number in self._row

    def hide(self, cell: int) -> None:
        """From now on changing this cell costs nothing: nobody sees it."""
        self._charge(cell, 0.0)

    def close(self, shown: Collection[int], spare: Collection[int]) -> None:
        """From now on nothing shown may change, and what is hidden for others' sake costs again."""
        for cell in shown:
            self.allow(cell, False)
        for cell in spare:
            self._charge(cell, self._price(cell))

    def _charge(self, cell: int, cost: float) -> None:
        for column in self._deviations(cell):
            self._cost[column] = cost
            self._solver.changeColCost(column, cost)

    def allow(self, cell: int, change: bool) -> None:
        """Whether this cell may change at all, whatever it costs."""
        for column in self._deviations(cell):
            self._most[column] = highspy.kHighsInf if change else 0.0
            self._solver.changeColBounds(column, 0.0, self._most[column])

    def shift(self, number: int, need: int) -> Members | None:
        """The cheapest move that changes a set of people by `need`, one number an atom; None when there is none.

        People are whole. Where the cheapest move is not, slightly other costs lead to one
        that is; the last resort is refusal, never a half person.
        """
        self._bound(number, need, need)
        try:
            found, tries = self._solved(), 0
            while found is not None and not whole(found) and tries < TRIES:
                self._shake()
                found, tries = self._solved(), tries + 1
            if tries:
                self._solver.changeColsCost(len(self._cost), self._every(), np.array(self._cost))
        finally:
            self._bound(number, None, None)
        return None if found is None or not whole(found) else found.round().astype(np.int64)

    def _bound(self, number: int, low: int | None, high: int | None) -> None:
        """Force a set to change by exactly so much, or let it go."""
        for column, sign in zip(self._deviations(number), (1, -1), strict=False):
            least = 0 if low is None else max(sign * low, 0)
            most = self._most[column] if high is None else max(sign * high, 0)
            self._solver.changeColBounds(column, least, most)
        if number not in self._deviation:
            free = highspy.kHighsInf
            self._solver.changeRowBounds(
                self._row[number], -free if low is None else low, free if high is None else high
            )

    def _deviations(self, number: int) -> tuple[int, ...]:
        """The columns of what a cell changes by, up and down."""
        first = self._deviation.get(number)
        return () if first is None else (first, first + 1)

    def _solved(self) -> Floats | None:
        self._solver.setBasis(self._start)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        columns, size = np.array(self._solver.getSolution().col_value), len(self.atoms)
        found = columns[:size]
        found[self._held] -= columns[size : self._moving]
        return found

    def _shake(self) -> None:
        costs = np.array(self._cost) * self._random.uniform(0.5, 1.5, len(self._cost))
        costs[: self._moving] = self._random.uniform(0.01, 0.3, self._moving)
        self._solver.changeColsCost(len(costs), self._every(), costs)

    def _every(self) -> NDArray[np.int32]:
        return np.arange(len(self._cost), dtype=np.int32)


def quiet(model: highspy.HighsLp) -> highspy.Highs:
    """A solver of one thread that says nothing, so that the same input gives the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver


def whole(numbers: Floats) -> bool:
    """Whether every number is a whole one."""
    return bool(np.abs(numbers - numbers.round()).max(initial=0.0) <= WHOLE)
