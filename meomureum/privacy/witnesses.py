"""Other states of the world, found from public things only: the classes of people, what is hidden, what is shown.

Nothing here knows the truth. The first state is any that gives every number shown; from it hidden
sets of people are brought down to nobody and up to as many as must stay possible, as far as what is
shown allows. Whoever puts another state with the same numbers in the place of the truth gets the
same witnesses, to the last byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import highspy
import numpy as np

from meomureum.privacy.cheapest_shift import WHOLE, Shifts, quiet
from meomureum.privacy.publication import Cell, Counts, Members, Publication
from meomureum.privacy.witness_moves import Flags, Incidence

HIDDEN = -1
SUPPORTS = 3  # solutions in broken numbers whose classes are enough for one in whole numbers
TRIES = 6
NODES = 2000
STEPS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000, 10_000_000)


class NoState(Exception):
    """No whole numbers were found that give all that is shown."""


def base_point(publication: Publication, values: Counts) -> Counts:
    """One state of the world that gives every number shown; raises NoState when none is found."""
    solver, random, size = _solver(publication, values), np.random.default_rng(11), len(publication.counts)
    every, support = np.arange(size, dtype=np.int32), np.zeros(size, dtype=bool)
    for attempt in range(SUPPORTS + TRIES):
        solver.changeColsCost(size, every, random.uniform(1, 2, size))
        solver.run()
        support |= np.array(solver.getSolution().col_value) > 0
        if attempt >= SUPPORTS - 1 and (found := _whole(publication, values, support)) is not None:
            return found
    raise NoState


def _solver(publication: Publication, values: Counts, among: Members | None = None) -> highspy.Highs:
    """Every number shown as an equation about the classes, or about some of them."""
    atoms = np.arange(len(publication.counts)) if among is None else among
    place = np.full(len(publication.counts), -1)
    place[atoms] = np.arange(len(atoms))
    shown = [at for at in np.flatnonzero(values != HIDDEN) if len(publication.cells[at].members)]
    sets = [place[publication.cells[at].members] for at in shown]
    sets = [inside[inside >= 0] for inside in sets]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(atoms), len(sets)
    model.col_cost_, model.col_lower_ = np.zeros(len(atoms)), np.zeros(len(atoms))
    model.col_upper_ = np.full(len(atoms), highspy.kHighsInf)
    model.row_lower_ = model.row_upper_ = values[shown].astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(each) for each in sets)]).astype(np.int32)
    indices = np.concatenate([*sets, np.zeros(0, np.int64)])
    model.a_matrix_.index_, model.a_matrix_.value_ = indices.astype(np.int32), np.ones(len(indices))
    return quiet(model)


def _whole(publication: Publication, values: Counts, support: Flags) -> Counts | None:
    """The same in whole numbers, with people in some classes only."""
    atoms = np.flatnonzero(support)
    solver = _solver(publication, values, atoms)
    solver.setOptionValue("mip_max_nodes", NODES)
    integers = np.full(len(atoms), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(atoms), np.arange(len(atoms), dtype=np.int32), integers)
    solver.run()
    found = np.zeros(len(publication.counts), dtype=np.int64)
    if len(atoms):
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        found[atoms] = np.array(solver.getSolution().col_value).round()
    right = [found[cell.members].sum() == value for cell, value in _told(publication.cells, values)]
    return found if all(right) and (found >= 0).all() else None


def _told(cells: Sequence[Cell], values: Counts) -> list[tuple[Cell, int]]:
    return [(cell, int(value)) for cell, value in zip(cells, values, strict=True) if value != HIDDEN]


class Search:
    """Brings each asked set down to nobody and up to `k`, as far as what is shown allows.

    `far` brings it up as far as it goes: an amount has to stay open in proportion to itself, and how
    large it is nobody may learn from where the search ends.
    """

    def __init__(
        self, publication: Publication, values: Counts, asked: Sequence[Members], k: int, *, far: bool = False
    ) -> None:
        self.base, self.moves = base_point(publication, values), list[Counts]()
        bare = tuple(replace(cell, headline=False, known=False, frozen=False) for cell in publication.cells)
        self._known = replace(publication, counts=self.base, cells=bare)
        self._values, self._asked, self._k = values, asked, k
        place = {cell.members.tobytes(): at for at, cell in enumerate(bare)}
        self._others = [each for each in asked if each.tobytes() not in place]
        place |= {each.tobytes(): len(bare) + at for at, each in enumerate(self._others)}
        self._numbers = [place[each.tobytes()] for each in asked]
        self._inside = Incidence(asked, len(self.base))
        told = [cell.members for cell, _ in _told(publication.cells, values)]
        self._told_by = Incidence(told, len(self.base))
        self._now = np.array([self.base[each].sum() for each in asked], dtype=np.int64)
        self._low, self._high = self._now.copy(), self._now.copy()
        parts = [int(part) for part in np.unique(publication.parts)]
        joined = np.array([len(np.unique(publication.parts[cell.members])) > 1 for cell in bare])
        self._parts = [self._closed(self._known, part) for part in parts]
        self._loose = [self._closed(self._known, part, joined) for part in parts]
        self._joint: Shifts | None = None
        for at in range(len(asked)):
            if self._low[at] > 0:
                self._take(self._down(at))
            for most in self._goals(at) if far else (k,):
                if self._high[at] >= most or self._take(self._up(at, most)):
                    break

    def _closed(self, publication: Publication, part: int, free: Flags | None = None) -> Shifts:
        """Moves that may change what is hidden, or free, and nothing that is shown."""
        shifts = Shifts(publication, part, self._others)
        hidden = self._values == HIDDEN
        open_to_change = hidden if free is None else hidden | free
        for at, may_change in enumerate(open_to_change):
            shifts.hide(at) if may_change else shifts.allow(at, False)
        return shifts

    def _goals(self, at: int) -> list[int]:
        """As many as there can be, and further steps below, should people not divide so."""
        solver, members = _solver(self._known, self._values), self._asked[at].astype(np.int32)
        solver.changeColsCost(len(members), members, -np.ones(len(members)))
        solver.run()
        bounded = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        most = int(-solver.getObjectiveValue() + WHOLE) if bounded else STEPS[-1]
        return [most, *(each for each in reversed(STEPS) if each < most), self._k]

    def _take(self, move: Counts | None) -> bool:
        if move is None or (self.base + move < 0).any() or self._told_by.changes(move).any():
            return False
        self.moves.append(move)
        reached = self._now + self._inside.changes(move)
        self._low, self._high = np.minimum(self._low, reached), np.maximum(self._high, reached)
        return True

    def _down(self, at: int) -> Counts | None:
        number, members, whole = self._numbers[at], self._asked[at], np.zeros_like(self.base)
        for part, loose in zip(self._parts, self._loose, strict=True):
            here = int(self.base[np.intersect1d(part.atoms, members)].sum())
            if here:
                found = part.shift(number, -here)
                if found is None:
                    return self._jointly(number, -int(self._now[at])) if loose.can(number, -here) else None
                whole[part.atoms] += found
        return whole

    def _up(self, at: int, most: int) -> Counts | None:
        number, need = self._numbers[at], most - int(self._now[at])
        for part in self._parts:
            if part.touches(number) and (found := part.shift(number, need)) is not None:
                whole = np.zeros_like(self.base)
                whole[part.atoms] = found
                return whole
        if any(loose.touches(number) and loose.can(number, need) for loose in self._loose):
            return self._jointly(number, need)
        return None

    def _jointly(self, number: int, need: int) -> Counts | None:
        """The same with all years at once, which may make up for each other."""
        if len(self._parts) == 1:
            return None
        if self._joint is None:
            years = np.zeros_like(self._known.parts)
            self._joint = self._closed(replace(self._known, parts=years), 0)
        return self._joint.shift(number, need)
