"""Simple tricks on the papers and proofs that go with the figures: no arithmetic of tables, just looking.

A trick says what it takes hidden numbers to be. It wins when what it says is a unit's hidden numbers,
in whatever order: nearly all that it says is right, and it says most of them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from attacks.outsider import Handed

Arrays = Mapping[str, NDArray[np.int64]]
FEW = 8  # fewer right guesses than this are chance
SHARE = 0.95


def _sets(arrays: Arrays) -> list[NDArray[np.int64]]:
    """The hidden sets of classes, and what is left of a whole without its part where either is hidden.

    Proofs hold them one after the other, each step from the one before.
    """
    if not {"start", "members", "values", "rests"} <= set(arrays) or not len(arrays["values"]):
        return []
    starts, members = np.cumsum(arrays["start"]), np.cumsum(arrays["members"])
    sets = [members[first:last] for first, last in itertools.pairwise(starts)]
    closed = arrays["values"] < 0
    rests = [
        np.setdiff1d(sets[whole], sets[part])
        for whole, part in arrays["rests"].reshape(-1, 2)
        if closed[whole] or closed[part]
    ]
    hidden = [each for each, shut in zip(sets, closed, strict=True) if shut]
    return list({each.tobytes(): each for each in (*hidden, *rests) if len(each)}.values())


def _states(arrays: Arrays) -> list[NDArray[np.int64]]:
    """Every state of the world that a proof holds."""
    if "base" not in arrays or "moves" not in arrays or not len(arrays["base"]):
        return []
    moves = arrays["moves"].reshape(-1, 3)
    states = []
    for at in range(int(moves[:, 0].max(initial=-1)) + 2):
        state, mine = arrays["base"].copy(), moves[moves[:, 0] == at]  # the first is the base itself
        np.add.at(state, mine[:, 1], mine[:, 2])
        states.append(state)
    return states


def guesses(arrays: Arrays) -> Iterator[tuple[str, list[int]]]:
    """What each trick takes the hidden numbers of a unit to be."""
    sets, states = _sets(arrays), _states(arrays)
    for name, numbers in arrays.items():  # a number for each set
        if sets and numbers.ndim == 1 and len(numbers) == len(sets):
            yield name, numbers.tolist()
            yield f"{name} / 1.5", np.floor(numbers / 1.5).astype(int).tolist()
    sums = [[int(state[each].sum()) for state in states] for each in sets]
    if states and sums:
        yield "first", [each[0] for each in sums]
        yield "most common", [Counter(each).most_common(1)[0][0] for each in sums]
        yield "middle", [int(np.median(each)) for each in sums]
        yield "mean", [round(float(np.mean(each))) for each in sums]
        yield "most / 1.5", [int(max(each) / 1.5) for each in sums]


def told_by_proof(handed: Handed, unit: str, secrets: Sequence[int]) -> dict[str, int]:
    """The tricks that win on a unit, and how many of its hidden numbers each tells."""
    mine = [arrays for name, arrays in handed.proofs.items() if name.endswith(unit)]
    won: dict[str, int] = {}
    hidden = Counter(secrets)
    for arrays in mine:
        for trick, said in guesses(arrays):
            told = Counter(each for each in said if each in range(1, max(secrets, default=0) + 1))
            right = sum((told & hidden).values())
            enough = right >= max(FEW, SHARE * sum(hidden.values())) and right >= SHARE * sum(told.values())
            if enough and len(told) > 1:
                won[trick] = right
    return won
