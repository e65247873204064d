"""Other states of the world, and what somebody who sees a release could tell them from the truth by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.publication import Counts, Members, Publication
from meomureum.privacy.rules import Sensitive

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Move:
    """Another state of the world: by how much each atom differs from the truth, and what follows.

    `changed` are the cells with another number. `serves` has two rows, and a column for each
    sensitive set: whether this state has none of them, and whether it has as many as must
    stay possible.
    """

    by: Counts
    changed: frozenset[int]
    serves: Flags


class Effects:
    """What a move of people changes: the cells of a publication, and the sensitive sets."""

    def __init__(self, publication: Publication, found: Sequence[Sensitive]) -> None:
        atoms = len(publication.counts)
        self._cells = Incidence([cell.members for cell in publication.cells], atoms)
        self._sets = Incidence([each.members for each in found], atoms)
        self.now = np.array([publication.counts[each.members].sum() for each in found], dtype=np.int64)
        self.high = np.array([each.high for each in found], dtype=np.int64)

    def move(self, by: Counts) -> Move:
        """What follows from atoms that change by so much."""
        counts = self.now + self._sets.changes(by)
        changed = frozenset(np.flatnonzero(self.cells(by)).tolist())
        return Move(by, changed, np.stack([counts <= 0, counts >= self.high]))

    def cells(self, by: Counts) -> Counts:
        """By how much each cell changes."""
        return self._cells.changes(by)


class Incidence:
    """Which sets each atom stands in, so that a move of a few people is followed quickly."""

    def __init__(self, sets: Sequence[Members], atoms: int) -> None:
        sizes = [len(members) for members in sets]
        numbers = np.repeat(np.arange(len(sets)), sizes)
        places = np.concatenate([*sets, np.zeros(0, np.int64)]).astype(np.int64)
        order = np.argsort(places, kind="stable")
        self._sets, self._count = numbers[order], len(sets)
        self._start = np.searchsorted(places[order], np.arange(atoms + 1))

    def changes(self, by: Counts) -> Counts:
        """By how much each set changes when each atom changes by so much."""
        atoms = np.flatnonzero(by)
        return self.of(np.stack([atoms, by[atoms]], axis=1))

    def of(self, steps: NDArray[np.int64]) -> Counts:
        """The same of some atoms: (atom, difference)."""
        found = np.zeros(self._count, dtype=np.int64)
        for atom, by in steps:
            np.add.at(found, self._sets[self._start[atom] : self._start[atom + 1]], by)
        return found
