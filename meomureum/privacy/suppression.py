"""Which further counts must be hidden so that no small one can be worked out.

Each sensitive set of people gets two witnesses: states of the world that agree with every
number shown and in which there is none of them, or many. What the cheapest witness
changes is hidden. A witness stays one, however much is hidden later. In the end what turns
out not to be needed is shown again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.cheapest_shift import Shifts
from meomureum.privacy.menu import Profile
from meomureum.privacy.publication import Counts, Members, Publication
from meomureum.privacy.rules import Sensitive, primary_of, sensitive
from meomureum.privacy.witness_moves import Effects, Flags, Move


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
    work.hide()
    work.show_again()
    return Protected(
        publication,
        profile,
        work.sensitive,
        work.primary,
        frozenset(work.hidden),
        work.witnesses(),
    )


class _Work:
    """Protection on its way: what is hidden so far, and which witnesses there are."""

    def __init__(
        self, publication: Publication, found: tuple[Sensitive, ...], hidden: Collection[int]
    ) -> None:
        self.publication, self.sensitive = publication, found
        self.primary = primary_of(found)
        self.hidden: set[int] = set()
        self.moves: list[Move] = []
        place = {cell.members.tobytes(): at for at, cell in enumerate(publication.cells)}
        others = [each.members for each in found if each.members.tobytes() not in place]
        place |= {members.tobytes(): len(publication.cells) + at for at, members in enumerate(others)}
        self._number = [place[each.members.tobytes()] for each in found]
        self._parts = [Shifts(publication, int(part), others) for part in np.unique(publication.parts)]
        self._effects = Effects(publication, found)
        self._truth = self._effects.move(self._still())
        self._stay = {*self.primary, *hidden}
        self._hide(self._stay)

    def hide(self) -> None:
        """Find a witness wherever none found before serves, and hide what it changes.

        The dearest tables come first: they leave the least choice.
        """
        cells = self.publication.cells
        weights = [max(cells[each].weight for each in found.cells) for found in self.sensitive]
        for at in sorted(range(len(weights)), key=lambda at: -weights[at]):
            if self._number[at] in self.primary and cells[self._number[at]].fixed:
                raise self._refusal(at)
            for many in (False, True):
                if not self._served(self.moves)[int(many), at]:
                    move = self._found(at, many)
                    if move is None:
                        raise self._refusal(at)
                    self._hide(move.changed)
                    self.moves.append(move)

    def show_again(self) -> None:
        """Show what the witnesses can do without, the dearest cells first."""
        cells = self.publication.cells
        spare = sorted(self.hidden - self._stay, key=lambda at: (-cells[at].weight, at))
        for part in self._parts:
            part.close(set(range(len(cells))) - self.hidden, spare)
        for cell in spare:
            if cell in self.hidden:
                self._allow([cell], False)
                moves = self._without(cell)
                if moves is None:
                    self._allow([cell], True)
                else:
                    self._keep(moves)

    def witnesses(self) -> tuple[Counts, ...]:
        """The states of the world found; the truth is among them, unnamed, only where no other will do."""
        alone = not self.moves or not np.logical_or.reduce([each.serves for each in self.moves]).all()
        moves = [*self.moves, self._truth] if alone and self.sensitive else self.moves
        counts = self.publication.counts
        found = {(counts + move.by).tobytes(): counts + move.by for move in moves}
        return tuple(found[key] for key in sorted(found))

    def _served(self, moves: Sequence[Move]) -> Flags:
        """For which sensitive sets there is a witness without any of them, and one with many."""
        return np.asarray(np.logical_or.reduce([each.serves for each in (self._truth, *moves)]))

    def _without(self, cell: int) -> list[Move] | None:
        """Witnesses of everything that leave a cell alone; None where one must change it."""
        found = [move for move in self.moves if cell not in move.changed]
        for many, at in np.argwhere(~self._served(found)):
            if not self._served(found)[many, at]:
                move = self._found(at, bool(many)) or self._balanced(at, bool(many), cell)
                if move is None:
                    return None
                found.append(move)
        return found

    def _balanced(self, at: int, many: bool, cell: int) -> Move | None:
        """A witness that changes a cell of several years, and moves as many back in another year."""
        for move in self.moves:
            if not (cell in move.changed and move.serves[int(many), at]):
                continue
            change = int(self._effects.cells(move.by)[cell])
            for part in self._parts:
                if part.touches(cell) and not move.by[part.atoms].any():
                    back = part.shift(cell, -change)
                    if back is not None:
                        both = self._effects.move(move.by + self._spread(part, back))
                        if both.serves[int(many), at]:
                            return both
        return None

    def _keep(self, moves: Sequence[Move]) -> None:
        """Keep the witnesses that are needed, the dearest left out first, and hide what these change."""
        cells, kept = self.publication.cells, list[Move]()
        times = np.sum([each.serves for each in (self._truth, *moves)], axis=0)
        for move in sorted(
            moves, key=lambda each: -sum(cells[at].weight for at in each.changed - self._stay)
        ):
            if (times[move.serves] > 1).all():
                times -= move.serves
            else:
                kept.append(move)
        needed = self._stay.union(*(move.changed for move in kept))
        self._allow(self.hidden - needed, False)
        self.moves, self.hidden = kept, needed

    def _found(self, at: int, many: bool) -> Move | None:
        """The cheapest witness of a sensitive set."""
        by = self._move_up(at) if many else self._move_down(at)
        return None if by is None else self._effects.move(by)

    def _move_up(self, at: int) -> Counts | None:
        """Bring in what is missing within one part, the first that can."""
        number, need = self._number[at], int(self._effects.high[at] - self._effects.now[at])
        of = self.publication.parts[self.sensitive[at].members]
        order = sorted(self._parts, key=lambda part: -int((of == part.number).sum()))
        for part in order:
            if part.touches(number) and (found := part.shift(number, need)) is not None:
                return self._spread(part, found)
        return None

    def _move_down(self, at: int) -> Counts | None:
        """Take everyone out, part by part."""
        number, members, whole = self._number[at], self.sensitive[at].members, self._still()
        of = self.publication.parts[members]
        for part in self._parts:
            here = int(self.publication.counts[members[of == part.number]].sum())
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

    def _hide(self, cells: Iterable[int]) -> None:
        for cell in sorted(set(cells) - self.hidden):
            self.hidden.add(cell)
            for part in self._parts:
                part.hide(cell)

    def _allow(self, cells: Iterable[int], change: bool) -> None:
        """Whether witnesses found from now on may change these cells."""
        for part in self._parts:
            for cell in cells:
                part.allow(cell, change)

    def _refusal(self, at: int) -> Refused:
        """Names the finest table that shows what cannot be protected; a headline, which is in the way itself."""
        cells = [self.publication.cells[cell] for cell in self.sensitive[at].cells]
        shown = [each for cell in cells for each in cell.shown]
        choose = min if all(cell.headline for cell in cells) else max
        named = choose(shown, key=lambda each: len(each.row))
        return Refused(named.table, named.row, named.count)
