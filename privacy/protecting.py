"""Which further counts must be hidden so that no small one can be worked out.

Each sensitive set of people gets two witnesses: states of the world that agree with every
number shown and in which there is none of them, or many. What the cheapest witness
changes is hidden. A witness stays one, however much is hidden later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privacy.menu import Profile
from privacy.publication import Counts, Members, Publication
from privacy.rules import Sensitive, sensitive
from privacy.shifting import Shifts


class Refused(Exception):
    """A publication that cannot be protected; `table` is the one to coarsen."""

    def __init__(self, table: str, row: tuple[object, ...], count: str) -> None:
        self.table, self.row, self.count = table, row, count
        super().__init__(f"{table} {row} {count}")


@dataclass(frozen=True)
class Protected:
    """A publication with its hidden cells, and the proof that nothing small can be worked out."""

    publication: Publication
    profile: Profile
    sensitive: tuple[Sensitive, ...]
    primary: frozenset[int]
    hidden: frozenset[int]
    witnesses: tuple[Counts, ...]
    """Counts of every atom in other states of the world."""

    @property
    def shown(self) -> NDArray[np.int64]:
        """The cells that are shown."""
        cells = range(len(self.publication.cells))
        return np.array([at for at in cells if at not in self.hidden], dtype=np.int64)


def protect(publication: Publication, profile: Profile, hidden: Collection[int] = ()) -> Protected:
    """Hide what must be hidden, beyond what a more open release has hidden already.

    Raises Refused when something sensitive cannot be protected without a fixed number.
    """
    work = _Work(publication, sensitive(publication, profile), hidden)
    for at in work.by_weight():
        for need in work.needs(at):
            work.witness(at, need)
    return Protected(
        publication,
        profile,
        work.sensitive,
        frozenset(work.primary),
        frozenset(work.hidden),
        work.witnesses(),
    )


class _Work:
    """Protection on its way: what is hidden so far, and which witnesses there are."""

    def __init__(
        self, publication: Publication, found: tuple[Sensitive, ...], hidden: Collection[int]
    ) -> None:
        self.publication, self.sensitive = publication, found
        self.primary = {each.cells[0] for each in found if len(each.cells) == 1}
        self.hidden: set[int] = set()
        self.moves: list[Counts] = []
        place = {cell.members.tobytes(): at for at, cell in enumerate(publication.cells)}
        others = [each.members for each in found if each.members.tobytes() not in place]
        place |= {members.tobytes(): len(publication.cells) + at for at, members in enumerate(others)}
        self._number = [place[each.members.tobytes()] for each in found]
        self._parts = [Shifts(publication, int(part), others) for part in np.unique(publication.parts)]
        self._cells = Incidence([cell.members for cell in publication.cells], len(publication.counts))
        self._sets = Incidence([each.members for each in found], len(publication.counts))
        self._now = np.array([publication.counts[each.members].sum() for each in found], dtype=np.int64)
        self._high = np.array([each.high for each in found], dtype=np.int64)
        self._none, self._many = self._now <= 0, self._now >= self._high
        self._seen_none, self._seen_many = np.zeros((2, len(found)), dtype=bool)
        for cell in sorted(self.primary | set(hidden)):
            self._hide(cell)

    def by_weight(self) -> list[int]:
        """The places of what is sensitive, the dearest tables first: they leave the least choice."""
        cells = self.publication.cells
        return sorted(
            range(len(self.sensitive)),
            key=lambda at: -max(cells[each].weight for each in self.sensitive[at].cells),
        )

    def needs(self, at: int) -> tuple[bool, bool]:
        """The two witnesses wanted: none of them (False), many of them (True)."""
        if self._number[at] in self.primary and self.publication.cells[self._number[at]].headline:
            raise self._refusal(at)
        return (False, True)

    def witness(self, at: int, many: bool) -> None:
        """Find a witness for a sensitive set, unless one found before serves, and hide what it changes."""
        if (self._many if many else self._none)[at]:
            return
        move = self._move_up(at) if many else self._move_down(at)
        if move is None:
            raise self._refusal(at)
        for cell in np.flatnonzero(self._cells.changes(move)):
            self._hide(int(cell))
        counts = self._now + self._sets.changes(move)
        self._seen_none |= counts <= 0
        self._seen_many |= counts >= self._high
        self._none |= self._seen_none
        self._many |= self._seen_many
        self.moves.append(move)

    def witnesses(self) -> tuple[Counts, ...]:
        """The states of the world found; the truth is among them, unnamed, only where no other will do."""
        moves = self.moves
        if not (self._seen_none & self._seen_many).all():
            moves = [*moves, self._still()]
        found = {(self.publication.counts + move).tobytes(): self.publication.counts + move for move in moves}
        return tuple(found[key] for key in sorted(found))

    def _move_up(self, at: int) -> Counts | None:
        """Bring in what is missing within one part, the first that can."""
        number, need = self._number[at], int(self._high[at] - self._now[at])
        members = self.sensitive[at].members
        order = sorted(self._parts, key=lambda part: -len(np.intersect1d(part.atoms, members)))
        for part in order:
            if part.touches(number) and (found := part.shift(number, need)) is not None:
                return self._spread(part, found)
        return None

    def _move_down(self, at: int) -> Counts | None:
        """Take everyone out, part by part."""
        number, members, whole = self._number[at], self.sensitive[at].members, self._still()
        for part in self._parts:
            here = int(self.publication.counts[np.intersect1d(part.atoms, members)].sum())
            if here:
                found = part.shift(number, -here)
                if found is None:
                    return None
                whole += self._spread(part, found)
        return whole

    def _still(self) -> Counts:
        return np.zeros(len(self.publication.counts), dtype=np.int64)

    def _spread(self, part: Shifts, found: Members) -> Counts:
        move = self._still()
        move[part.atoms] = found
        return move

    def _hide(self, cell: int) -> None:
        if cell in self.hidden:
            return
        self.hidden.add(cell)
        for part in self._parts:
            part.hide(cell)

    def _refusal(self, at: int) -> Refused:
        """Names the finest table that shows what cannot be protected; a headline, which is in the way itself."""
        cells = [self.publication.cells[cell] for cell in self.sensitive[at].cells]
        shown = [each for cell in cells for each in cell.shown]
        choose = min if all(cell.headline for cell in cells) else max
        named = choose(shown, key=lambda each: len(each.row))
        return Refused(named.table, named.row, named.count)


class Incidence:
    """Which sets each atom stands in, so that a move of a few people is followed quickly."""

    def __init__(self, sets: Sequence[Members], atoms: int) -> None:
        sizes = [len(members) for members in sets]
        numbers = np.repeat(np.arange(len(sets)), sizes)
        places = np.concatenate([*sets, np.zeros(0, np.int64)]).astype(np.int64)
        order = np.argsort(places, kind="stable")
        self._sets, self._count = numbers[order], len(sets)
        self._start = np.searchsorted(places[order], np.arange(atoms + 1))

    def changes(self, move: Counts) -> Counts:
        """By how much each set changes when each atom changes by so much."""
        found = np.zeros(self._count, dtype=np.int64)
        for atom in np.flatnonzero(move):
            np.add.at(found, self._sets[self._start[atom] : self._start[atom + 1]], move[atom])
        return found
