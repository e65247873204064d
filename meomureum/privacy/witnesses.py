"""Other states of the world, found from public things only: the classes of people, what is hidden, what is shown.

Nothing here knows the truth. The first state is any that gives every number shown; from it hidden
sets of people are brought down to nobody and up to as many as must stay possible, as far as what is
shown allows. Whoever puts another state with the same numbers in the place of the truth gets the
same witnesses, to the last byte.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meomureum.privacy.cheapest_shift import quiet, whole
from meomureum.privacy.nearest_state import NearestState, whole_solution
from meomureum.privacy.publication import Counts, Members
from meomureum.privacy.shown_sums import ShownSums
from meomureum.privacy.witness_moves import Flags, Incidence

SUPPORTS = 3  # solutions in broken numbers whose classes are enough for one in whole numbers
TRIES = 6
NODES = 2000
MOST = 10_000_000  # more than any amount of firms


class NoState(Exception):
    """No whole numbers were found that give all that is shown."""


def base_point(sums: ShownSums) -> Counts:
    """One state of the world that gives every number shown; raises NoState when none is found.

    The linear programme has a column for each open class, a row for each independent sum, and minimises
    people at random prices, so that few classes hold anybody. The same in whole numbers has only those.
    """
    size, random = len(sums.open), np.random.default_rng(11)
    solver = quiet(sums.model(sums.open, np.ones(size)))
    every, used = np.arange(size, dtype=np.int32), np.zeros(size, dtype=bool)
    for attempt in range(SUPPORTS + TRIES):
        solver.changeColsCost(size, every, random.uniform(1, 2, size))
        solver.run()
        used |= np.array(solver.getSolution().col_value) > 0
        if attempt >= SUPPORTS - 1:
            found, state = whole_solution(solver.getLp(), used, NODES), np.zeros(sums.classes, dtype=np.int64)
            state[sums.open] = found.round()
            if whole(found) and sums.hold(state):
                return state
    raise NoState


class Search:
    """Brings each asked set down to nobody and up to `k`, or as near to that as what is shown allows.

    `far` brings it up as far as it goes: an amount has to stay open in proportion to itself, and how
    large it is nobody may learn from where the search ends.
    """

    def __init__(self, sums: ShownSums, asked: Sequence[Members], k: int, *, far: bool = False) -> None:
        self.base, self.moves = base_point(sums), list[Counts]()
        self._sums, self._asked = sums, asked
        self._inside = Incidence(asked, sums.classes)
        self._now = np.array([self.base[each].sum() for each in asked], dtype=np.int64)
        self._low, self._high = self._now.copy(), self._now.copy()
        if len(asked):
            self._nearest = NearestState(self.base, sums)
        self._search(MOST if far else k)

    def _search(self, most: int) -> None:
        never = np.zeros(len(self._asked), dtype=bool)
        around = _around(self._asked, self._sums.classes)
        for at in np.argsort([len(each) for each in self._asked], kind="stable").tolist():
            # Where some of them can never be nobody, all of them cannot.
            if self._low[at] > 0 and not never[at] and not self._take(at, -int(self._now[at])):
                never |= around[at]
            if self._high[at] < most:
                self._take(at, most - int(self._now[at]))
        # What is large in every state found is not known as long as there are two numbers of it.
        for at in np.flatnonzero(self._low == self._high).tolist():
            for need in (-int(self._now[at]), most):
                if self._low[at] == self._high[at]:
                    self._take(at, need, insist=True)

    def _take(self, at: int, need: int, *, insist: bool = False) -> bool:
        """Note the nearest state to one in which a set has changed by `need`; whether there is one, were people not whole."""
        move, reached = self._nearest.toward(self._asked[at], need, insist=insist)
        if move is not None and move.any() and self._sums.hold(self.base + move):
            self.moves.append(move)
            now = self._now + self._inside.changes(move)
            self._low, self._high = np.minimum(self._low, now), np.maximum(self._high, now)
        return reached


def _around(sets: Sequence[Members], classes: int) -> Flags:
    """Which sets hold all of another: a row for the inner one."""
    inside = np.zeros((len(sets), classes), dtype=np.float32)
    for at, members in enumerate(sets):
        inside[at, members] = 1
    return np.asarray(inside @ inside.T == inside.sum(axis=1, keepdims=True))
