"""What all that was ever handed out of one body of people tells together: this snapshot's proof and earlier ones.

Each proof has classes of people of its own. Where nothing that was shown of an institution and year has
changed from one to the next, the attacker takes its people for the same: there were as many then as now in
whatever both proofs tell apart. A guess that what is shown contradicts is given up, one sender at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from meomureum.privacy.attack import Attacker, Finding, Same
from meomureum.privacy.proofs import Proof
from meomureum.privacy.publication import Members, Place
from meomureum.privacy.shown_sums import HIDDEN

Group = tuple[str, str]
"""The people of one row: of a sender and year; of a year where nobody is named as sender."""
ALL_OF_A_YEAR = "year"


def attack_proofs(
    states: Sequence[Proof], sender: str, also: Sequence[tuple[Members, int]] = ()
) -> tuple[tuple[Finding, ...], ...]:
    """What the proofs of a unit, the oldest first, tell together about each hidden cell, by proof.

    `sender` is the column that names whose rows come and go together; `also` is told besides, in classes
    of the first proof. Raises RuntimeError where a proof contradicts itself.
    """
    handed, first = [], 0
    for state in states:
        handed.append(_Handed(state, sender, first))
        first += len(state.base)
    told = [*also, *(each for one in handed for each in one.told())]
    attacker = Attacker(first, told, _same(handed, first, told))
    return tuple(
        tuple(Finding(0, *attacker.bounds(one.members(cell))) for cell in one.hidden) for one in handed
    )


class _Handed:
    """One proof among others: its classes are numbered from `first` on."""

    def __init__(self, proof: Proof, sender: str, first: int) -> None:
        self.numbers, self._proof, self._first = proof.numbers, proof, first
        self._listed = f"{sender} x year"

    @cached_property
    def hidden(self) -> list[int]:
        """The cells that are hidden and in which people can stand."""
        return [int(at) for at in self._proof.hidden if len(self._proof.cells[at])]

    def members(self, cell: int) -> Members:
        """The classes of a cell."""
        return self._proof.cells[cell] + self._first

    def told(self) -> Iterator[tuple[Members, int]]:
        """Every number shown."""
        for cell in map(int, np.flatnonzero(self._proof.values != HIDDEN)):
            yield self.members(cell), int(self._proof.values[cell])

    @cached_property
    def groups(self) -> dict[Group, dict[int, frozenset[Place]]]:
        """The classes of each group, each with the places that count it."""
        places: dict[int, list[Place]] = {}
        for place, cell in self._proof.cell_of.items():
            places.setdefault(cell, []).append(place)
        mine: list[set[Place]] = [set() for _ in self._proof.base]
        for cell, members in enumerate(self._proof.cells):
            for atom in members:
                mine[atom].update(places[cell])
        found: dict[Group, dict[int, frozenset[Place]]] = {}
        for atom, counted in enumerate(mine):
            rows = {place[:2] for place in counted if place[0] in (self._listed, ALL_OF_A_YEAR)}
            if rows:  # the longer name is that of the sender
                found.setdefault(max(rows, key=lambda row: len(row[0])), {})[self._first + atom] = frozenset(
                    counted
                )
        return found

    def unchanged(self, group: Group, earlier: _Handed) -> bool:
        """Whether something was shown of a group both times, and nothing of that differs."""
        pairs = [
            (number, earlier.numbers[place])
            for place, number in self.numbers.items()
            if place[:2] == group and place in earlier.numbers
        ]
        shown = [(now, then) for now, then in pairs if now is not None and then is not None]
        return bool(shown) and all(now == then for now, then in shown)

    def equal(self, group: Group, earlier: _Handed) -> Iterator[Same]:
        """The classes of a group that both proofs tell apart, each as it is numbered now and then."""
        common = self.numbers.keys() & earlier.numbers.keys()
        now, then = (_alike(each.groups.get(group, {}), common) for each in (self, earlier))
        for name in now.keys() & then.keys():
            yield np.array(now[name], dtype=np.int64), np.array(then[name], dtype=np.int64)


def _alike(classes: dict[int, frozenset[Place]], common: set[Place]) -> dict[frozenset[Place], list[int]]:
    """The classes by those of their places that stand in both proofs."""
    found: dict[frozenset[Place], list[int]] = {}
    for number, places in classes.items():
        found.setdefault(places & common, []).append(number)
    return found


def _same(handed: Sequence[_Handed], classes: int, told: Sequence[tuple[Members, int]]) -> list[Same]:
    """Who is taken for the same people in two proofs."""
    by_group = list(_unchanged(handed))
    every = [pair for pairs in by_group for pair in pairs]
    if Attacker(classes, told, every).possible():
        return every
    taken: list[Same] = []
    for pairs in by_group:
        if Attacker(classes, told, [*taken, *pairs]).possible():
            taken += pairs
    return taken


def _unchanged(handed: Sequence[_Handed]) -> Iterator[list[Same]]:
    """For each group of each proof its people in the last earlier proof that shows the same of it."""
    for at, now in enumerate(handed):
        for group in now.groups:
            for earlier in reversed(handed[:at]):
                if now.unchanged(group, earlier):
                    yield list(now.equal(group, earlier))
                    break
