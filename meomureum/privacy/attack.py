"""What an attacker can work out from all that is shown, by linear programming.

The attacker knows every shown number of every table, that nobody can be counted less than
zero times, and nothing else; no sum, difference or linked table gives more than this does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from meomureum.privacy.cheapest_shift import quiet
from meomureum.privacy.proofs import Proof
from meomureum.privacy.publication import Members, Place, Publication
from meomureum.privacy.rules import Sensitive
from meomureum.privacy.shown_sums import HIDDEN

CLOSE = 1e-6


@dataclass(frozen=True)
class Finding:
    """What the attacker learns about a sensitive set: between `low` and `high` of them."""

    asked: int
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the number itself has been worked out."""
        return self.high - self.low < 1 - CLOSE

    @property
    def broken(self) -> bool:
        """Whether less stays open than the rules ask for."""
        return self.low > CLOSE or self.high < self.asked - CLOSE


class Attacker:
    """All that is shown, as equations about how many people stand in each class."""

    def __init__(self, classes: int, shown: Sequence[tuple[Members, int]]) -> None:
        sets = [each for each in shown if len(each[0])]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = classes, len(sets)
        model.col_cost_, model.col_lower_ = np.zeros(classes), np.zeros(classes)
        model.col_upper_ = np.full(classes, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = np.array([float(value) for _, value in sets])
        starts = np.cumsum([0, *(len(members) for members, _ in sets)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        indices = np.concatenate([*(members for members, _ in sets), np.zeros(0, np.int64)])
        model.a_matrix_.index_ = indices.astype(np.int32)
        model.a_matrix_.value_ = np.ones(len(indices))
        self._solver = quiet(model)

    def bounds(self, members: Members) -> tuple[float, float]:
        """The fewest and the most that these people can be."""
        places = members.astype(np.int32)
        self._solver.changeColsCost(len(places), places, np.ones(len(places)))
        found = [self._best(sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)]
        self._solver.changeColsCost(len(places), places, np.zeros(len(places)))
        return found[0], found[1]

    def _best(self, sense: highspy.ObjSense) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return float("inf")
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the attack ended with {status}: the shown numbers contradict each other")
        return float(self._solver.getObjectiveValue())


def attack(
    publication: Publication,
    shown: Iterable[int],
    sensitive: Iterable[Sensitive],
    also: Sequence[tuple[Members, int]] = (),
) -> tuple[Finding, ...]:
    """What is learnt about each sensitive set from the shown cells, and `also` from elsewhere."""
    cells = [publication.cells[at].members for at in shown]
    told = [(members, int(publication.counts[members].sum())) for members in cells]
    attacker = Attacker(len(publication.counts), [*told, *also])
    return tuple(Finding(each.high, *attacker.bounds(each.members)) for each in sensitive)


def attack_proofs(
    states: Sequence[Proof], also: Sequence[tuple[Members, int]] = ()
) -> tuple[tuple[Finding, ...], ...]:
    """What all that was ever handed out of one body of people tells about each hidden cell, by proof.

    Where nothing that was shown has changed between two of them, the attacker takes people for the same.
    `also` is told besides, in classes of the first proof.
    """
    union = _Union(states)
    told = [(union.of[0][members], value) for members, value in also]
    try:
        attacker = Attacker(union.classes, [*union.told(), *told])
        return tuple(
            tuple(Finding(0, *attacker.bounds(union.of[at][state.cells[cell]])) for cell in _open(state))
            for at, state in enumerate(states)
        )
    except (
        RuntimeError
    ):  # people have moved behind what is hidden: the states have nothing to do with each other
        if len(states) == 1:
            raise
        return tuple(attack_proofs([state])[0] for state in states)


def _open(state: Proof) -> list[int]:
    return [int(at) for at in state.hidden if len(state.cells[at])]


class _Union:
    """The classes of several proofs, those as one that the same places count and of which nothing shown changed."""

    def __init__(self, states: Sequence[Proof]) -> None:
        self._states = states
        moved = self._moved()
        number: dict[object, int] = {}
        self.of = [
            np.array(
                [number.setdefault(each, len(number)) for each in self._names(at, moved)], dtype=np.int64
            )
            for at in range(len(states))
        ]
        self.classes = len(number)

    def _moved(self) -> set[Place]:
        """The places that show different numbers."""
        seen: dict[Place, set[int]] = {}
        for state in self._states:
            for place, number in state.numbers.items():
                if number is not None:
                    seen.setdefault(place, set()).add(number)
        return {place for place, numbers in seen.items() if len(numbers) > 1}

    def _names(self, at: int, moved: set[Place]) -> list[object]:
        """What each class is called: by the places that count it, and its state where these have moved."""
        state = self._states[at]
        places: dict[int, list[Place]] = {}
        for place, cell in state.cell_of.items():
            places.setdefault(cell, []).append(place)
        mine: list[list[Place]] = [[] for _ in range(len(state.base))]
        for cell, members in enumerate(state.cells):
            for atom in members:
                mine[atom] += places[cell]
        names = (frozenset(each) for each in mine)
        return [(name, at) if name & moved else name for name in names]

    def told(self) -> list[tuple[Members, int]]:
        """Every number shown, in the classes of all."""
        return [
            (self.of[at][state.cells[cell]], int(state.values[cell]))
            for at, state in enumerate(self._states)
            for cell in np.flatnonzero(state.values != HIDDEN)
        ]
