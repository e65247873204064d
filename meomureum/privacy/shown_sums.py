"""What is shown, as equations about the classes of people: each number is the sum of the classes that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.publication import Cell, Counts, Members

HIDDEN = -1
TINY = 1e-7
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ShownSums:
    """Every number shown: which classes it counts, and how many people they hold together."""

    sets: tuple[Members, ...]
    numbers: Counts
    classes: int

    @classmethod
    def of(cls, cells: Sequence[Cell], values: Counts, classes: int) -> ShownSums:
        """The cells whose value is not HIDDEN."""
        shown = [at for at in np.flatnonzero(values != HIDDEN).tolist() if len(cells[at].members)]
        return cls(tuple(cells[at].members for at in shown), values[shown], classes)

    @cached_property
    def open(self) -> Members:
        """The classes in which anybody may stand: none of those that a shown 0 counts."""
        empty = np.zeros(self.classes, dtype=bool)
        for members, number in zip(self.sets, self.numbers, strict=True):
            empty[members] |= number == 0
        return np.flatnonzero(~empty)

    @cached_property
    def independent(self) -> Members:
        """The sums that do not follow from smaller ones, about the open classes: all others say nothing more.

        Gaussian elimination on how many classes each two of them share.
        """
        order = np.argsort([len(each) for each in self.sets], kind="stable")
        inside, kept = np.zeros((len(order), self.classes), dtype=np.float32), list[int]()
        for row, at in enumerate(order):
            inside[row, self.sets[at]] = 1
        shared = (inside[:, self.open] @ inside[:, self.open].T).astype(np.float64)
        for row, at in enumerate(order):
            if shared[row, row] > TINY:
                kept.append(int(at))
                later = row + 1 + np.flatnonzero(np.abs(shared[row + 1 :, row]) > TINY)
                share = shared[later, row] / shared[row, row]
                shared[np.ix_(later, later)] -= np.outer(share, shared[row, later])
        return np.sort(np.array(kept, dtype=np.int64))

    def model(self, of: Members, sign: Floats) -> highspy.HighsLp:
        """The independent equations, a column for each class named: it counts with its sign, and nothing below 0."""
        model, found = highspy.HighsLp(), [np.zeros(0, np.int64)]
        for at in self.independent:
            inside = np.zeros(self.classes, dtype=bool)
            inside[self.sets[at]] = True
            found.append(np.flatnonzero(inside[of]))
        index = np.concatenate(found)
        model.num_col_, model.num_row_ = len(of), len(self.independent)
        model.col_cost_, model.col_lower_ = np.zeros(len(of)), np.zeros(len(of))
        model.col_upper_ = np.full(len(of), highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = self.numbers[self.independent].astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([len(each) for each in found]).astype(np.int32)
        model.a_matrix_.index_, model.a_matrix_.value_ = index.astype(np.int32), sign[index]
        return model

    def hold(self, counts: Counts) -> bool:
        """Whether a state of the world has nobody below zero and gives every number shown."""
        if (counts < 0).any():
            return False
        sums = np.add.reduceat(counts[self._places], self._starts) if self.sets else self.numbers
        return bool((sums == self.numbers).all())

    @cached_property
    def _places(self) -> Members:
        return np.concatenate(self.sets)

    @cached_property
    def _starts(self) -> Members:
        return np.cumsum([0, *(len(each) for each in self.sets)])[:-1]
