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
    """Moves within one part: a column for each atom up and down, a row for each set of people.

    Sets are numbered: the cells of the publication, then `others`. What a shown cell
    changes by stands in two columns of its own, which cost what hiding the cell costs.
    """

    def __init__(self, publication: Publication, part: int, others: Sequence[Members]) -> None:
        self.atoms = np.flatnonzero(publication.parts == part)
        self._publication = publication
        self._row: dict[int, int] = {}
        self._deviation: dict[int, int] = {}
        self._cost: list[float] = [MOVING_COST] * (2 * len(self.atoms))
        self._solver = self._filled(others)
        self._most = np.full(len(self._cost), highspy.kHighsInf)
        self._random = np.random.default_rng(part)

    def _filled(self, others: Sequence[Members]) -> highspy.Highs:
        size, place = len(self.atoms), np.full(len(self._publication.counts), -1)
        place[self.atoms] = np.arange(size)
        sets = [cell.members for cell in self._publication.cells] + list(others)
        starts, columns, signs = [0], list[NDArray[np.int64]](), list[Floats]()
        for number, members in enumerate(sets):
            inside = place[members]
            inside = inside[inside >= 0]
            if not len(inside):
                continue
            self._row[number] = len(self._row)
            own = self._own_columns(number)
            columns.append(np.concatenate([inside, inside + size, own]))
            signs.append(
                np.concatenate([np.ones(len(inside)), -np.ones(len(inside)), [-1.0, 1.0][: len(own)]])
            )
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
        model, size, cells = highspy.HighsLp(), len(self.atoms), len(self._publication.cells)
        width, free = len(self._cost), np.array([number >= cells for number in self._row], dtype=bool)
        model.num_col_, model.num_row_ = width, len(self._row)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_ = np.zeros(width)
        here = self._publication.counts[self.atoms].astype(float)
        model.col_upper_ = np.concatenate(
            [np.full(size, highspy.kHighsInf), here, np.full(width - 2 * size, highspy.kHighsInf)]
        )
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
            found = self._solved()
            for _ in range(TRIES):
                if found is None or whole(found):
                    break
                self._shake()
                found = self._solved()
            self._solver.changeColsCost(len(self._cost), self._every(), np.array(self._cost))
        finally:
            self._bound(number, None, None)
        return None if found is None or not whole(found) else found.round().astype(np.int64)

    def can(self, number: int, need: int) -> bool:
        """Whether a set of people could change by `need`, were people not whole."""
        self._bound(number, need, need)
        try:
            return self._solved() is not None
        finally:
            self._bound(number, None, None)

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
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        columns, size = np.array(self._solver.getSolution().col_value), len(self.atoms)
        return np.asarray(columns[:size] - columns[size : 2 * size], dtype=np.float64)

    def _shake(self) -> None:
        costs = np.array(self._cost) * self._random.uniform(0.5, 1.5, len(self._cost))
        moving = 2 * len(self.atoms)
        costs[:moving] = self._random.uniform(0.01, 0.3, moving)
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
