"""What was handed out of one unit before, and what follows for what may be shown of it now.

A place is decided once: what was shown stays shown, what was hidden stays hidden. What was shown and is
still so is known. Where a number that was shown, or one that follows from several, has changed by fewer
persons than may be told apart, or all rows of an institution are gone, nothing new is shown of the unit at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meomureum.privacy import proofs
from meomureum.privacy.ledger import Entry
from meomureum.privacy.menu import Parameters
from meomureum.privacy.people import INSTITUTION, SENDERS
from meomureum.privacy.proofs import Proof
from meomureum.privacy.publication import Members, Place, Publication, Table, places_of

Matrix = NDArray[np.float64]
EXACT = 1e-4


@dataclass(frozen=True)
class Past:
    """Everything that was handed out of one unit, the oldest first."""

    entries: tuple[Entry, ...] = ()
    accepted: Mapping[str, int] = field(default_factory=dict)
    """Whose rows may stay away, as a steward has decided, and how many entries there were by then."""
    accepting: frozenset[str] = frozenset()
    """Whose rows may stay away from now on."""

    @cached_property
    def proofs(self) -> tuple[tuple[str, Proof], ...]:
        """Each release's proofs."""
        return tuple((each.release, proofs.unpacked(each.proof)) for each in self.entries)

    def newest(self, release: str) -> Proof | None:
        """The last proof that a release has handed out; None of nothing."""
        return next((proof for name, proof in reversed(self.proofs) if name == release), None)

    def differs_in_meaning(self, formulas: Mapping[str, str]) -> bool:
        """Whether a count that was handed out is counted otherwise today, or no more."""
        told = (item for each in self.entries for item in each.formulas.items())
        return any(formulas.get(name) != meaning for name, meaning in told)

    def further(self, tables: Sequence[Table]) -> list[Table]:
        """The counts of older menus: they are about the same people."""
        known = {(table.name, count) for table in tables for count in table.counts}
        counts: dict[str, dict[str, None]] = {}
        for _, proof in self.proofs:
            for table, _, count in proof.numbers:
                if (table, count) not in known:
                    counts.setdefault(table, {})[count] = None
        return [Table(tuple(table.split(" x ")), tuple(names)) for table, names in counts.items()]

    def known(self, publication: Publication, releases: Sequence[str]) -> Publication:
        """The publication with what these releases have shown as frozen, and as known where it is still so."""
        told = self._shown(releases)
        if not told:
            return publication
        cells = []
        for cell, value in zip(publication.cells, publication.values, strict=True):
            before = [number for place in places_of(cell) for number in told.get(place, ())]
            cells.append(
                replace(cell, known=cell.known or value in before, frozen=cell.frozen or bool(before))
            )
        return replace(publication, cells=tuple(cells))

    def _shown(self, releases: Sequence[str]) -> dict[Place, set[int]]:
        told: dict[Place, set[int]] = {}
        for release, proof in self.proofs:
            for place, number in proof.numbers.items():
                if release in releases and number is not None:
                    told.setdefault(place, set()).add(number)
        return told

    def hidden(self, publication: Publication, release: str) -> frozenset[int]:
        """The cells that stand in a place that this release has hidden before."""
        closed = {
            place
            for name, proof in self.proofs
            if name == release
            for place, number in proof.numbers.items()
            if number is None
        }
        return frozenset(
            at for at, cell in enumerate(publication.cells) if not closed.isdisjoint(places_of(cell))
        )

    def withdrawn(self, publication: Publication, table: str) -> frozenset[str]:
        """The institutions (groups of respondents, industries) that had people before and of which nobody is left.

        What is left of the others would then be, by subtraction, what had been said of one; and none of its
        people stands in today's rows, so that nobody could judge how much may be told of them. Not named is
        one that a steward has accepted to be gone, unless it was listed again since.
        """
        listed = f"{SENDERS.get(table, INSTITUTION)} x year"
        told = zip(publication.cells, publication.values, strict=True)
        here = {place[:2] for cell, value in told if value for place in places_of(cell)}
        return frozenset(
            sender
            for at, (_, proof) in enumerate(self.proofs)
            for place, number in proof.numbers.items()
            if place[0] == listed and place[:2] not in here and number != 0
            for sender in (place[1].split("|")[0],)
            if at >= self.accepted.get(sender, 0)
        )

    def tells_apart(self, publication: Publication, parameters: Parameters) -> bool:
        """Whether two releases of different people would, together, show a change of a few of them."""
        few = {profile.name: profile.k for profile in parameters.profiles}
        return any(
            0 < abs(change) < few[release]
            for release, proof in self.proofs
            if release in few
            for change in _Changes(proof, publication).found()
        )


class _Changes:
    """By how much what an earlier proof shows has changed, and all that follows from these changes.

    The classes of people are told by the places that count them: a class of today that no place of the
    earlier release counts otherwise than another belongs to the same class of then.
    """

    def __init__(self, proof: Proof, now: Publication) -> None:
        self._now, self._values = now, now.values
        here = {place: at for at, cell in enumerate(now.cells) for place in places_of(cell)}
        pairs = {(then, here.get(place, -1)): None for place, then in proof.cell_of.items()}
        self._pairs = list(pairs)
        self._gone, self._there = _incidence(proof.cells, len(proof.base)), self._members(now)
        self._proof = proof

    @staticmethod
    def _members(now: Publication) -> Matrix:
        return _incidence([cell.members for cell in now.cells], len(now.counts))

    def found(self) -> Iterator[int]:
        """The change of each shown cell, of what its ratios leave, and of each hidden cell that follows from them."""
        shown = [pair for pair in self._pairs if self._proof.values[pair[0]] >= 0]
        changes = np.array(
            [self._new(pair) - int(self._proof.values[pair[0]]) for pair in shown], dtype=np.int64
        )
        if not changes.any():
            return
        yield from (int(each) for each in changes)
        told, asked = self._rows(shown), self._asked()
        gram = told @ told.T
        answer = np.linalg.pinv(gram, rcond=1e-9, hermitian=True) @ (told @ asked.T)
        left = (asked**2).sum(axis=1) - ((told.T @ answer) * asked.T).sum(axis=0)
        follows = (answer.T @ changes)[np.abs(left) < EXACT]
        yield from (round(float(each)) for each in follows)

    def _new(self, pair: tuple[int, int]) -> int:
        return int(self._values[pair[1]]) if pair[1] >= 0 else 0

    def _rows(self, pairs: Sequence[tuple[int, int]]) -> Matrix:
        """Who is counted by each pair of cells: today's classes, then those that are gone."""
        nobody = np.zeros((1, self._there.shape[1]))
        here = np.vstack([self._there, nobody])[[here for _, here in pairs]]
        return np.hstack([here, self._vanished[[then for then, _ in pairs]]])

    @cached_property
    def _vanished(self) -> Matrix:
        """The classes of then that no class of today belongs to."""
        today = np.zeros((len(self._proof.cells), self._there.shape[1]), dtype=bool)
        for then, here in self._pairs:
            if here >= 0:
                today[then] |= self._there[here] > 0
        still = {column.tobytes() for column in today.T}
        return self._gone[:, [column.tobytes() not in still for column in (self._gone > 0).T]]

    def _asked(self) -> Matrix:
        """Every cell, and what is left of the whole of each ratio without its part."""
        gone = np.zeros((len(self._now.cells), self._vanished.shape[1]))
        for then, here in self._pairs:
            if here >= 0:
                gone[here] = np.maximum(gone[here], self._vanished[then])
        cells = np.hstack([self._there, gone])
        ratios = [(each.denominator, each.numerator) for each in self._now.ratios]
        rests = [cells[whole] - cells[part] for whole, part in ratios]
        return np.vstack([cells, *rests])


def _incidence(sets: Sequence[Members], atoms: int) -> Matrix:
    found = np.zeros((len(sets), atoms))
    for at, members in enumerate(sets):
        found[at, members] = 1
    return found
