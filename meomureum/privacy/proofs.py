"""The proof that travels with a protected release, and its check: a few sums, no solver.

It holds what everybody may know: which classes of people each count is made of, which counts are
hidden, and the numbers of the others; and states of the world that all give every number shown and
differ in each hidden count. It is worked out from these things alone, so that it tells nothing of
the truth beyond them. Whoever holds it can add up; nobody has to trust the programme that found it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.publication import Counts, Members, Place, Publication, places_of
from meomureum.privacy.shown_sums import HIDDEN, ShownSums
from meomureum.privacy.witness_moves import Incidence
from meomureum.privacy.witnesses import Search

ARRAYS = ("start", "members", "values", "rests", "base", "moves")
PLACES, TAB = "places.tsv", "\t"
STEPPED = ("start", "members")
Set = tuple[Members, int]
"""Some people, and how many of them must stay possible."""


@dataclass(frozen=True)
class Proof:
    """What a release shows about one body of people, and other states of the world: plain numbers.

    The people of a cell are a stretch of `members`, from one start to the next; `values` has its
    number, -1 where it is hidden. `rests` are pairs of cells, whole and part, of which a rate is made.
    The first state is `base`; each further one differs from it by some `moves`: (state, class, difference).
    """

    start: NDArray[np.int64]
    members: Members
    values: Counts
    rests: NDArray[np.int64]
    base: Counts
    moves: NDArray[np.int64]
    places: tuple[str, ...] = ()
    """Where each number stands: its cell, then table, row and count."""

    @cached_property
    def cells(self) -> list[Members]:
        """The people of each cell."""
        return np.split(self.members, self.start[1:-1]) if len(self.values) else []

    @cached_property
    def hidden(self) -> NDArray[np.int64]:
        """The cells without a number."""
        return np.flatnonzero(self.values == HIDDEN)

    @cached_property
    def cell_of(self) -> dict[Place, int]:
        """The cell of each place: table, row, count."""
        told = (place.split(TAB) for place in self.places)
        return {(table, row, count): int(at) for at, table, row, count in told}

    @cached_property
    def numbers(self) -> dict[Place, int | None]:
        """Every place with its number, None where it is hidden."""
        values = [None if value == HIDDEN else int(value) for value in self.values]
        return {place: values[at] for place, at in self.cell_of.items()}

    @cached_property
    def steps(self) -> list[NDArray[np.int64]]:
        """By how much each further state differs: (class, difference)."""
        if not len(self.moves):
            return []
        ends = np.flatnonzero(np.diff(self.moves[:, 0])) + 1
        return np.split(self.moves[:, 1:], ends)

    def witnesses(self) -> Iterator[Counts]:
        """Every state of the world: how many people stand in each class."""
        for step in (_NO.reshape(-1, 2), *self.steps):
            witness = self.base.copy()
            witness[step[:, 0]] += step[:, 1]
            yield witness


_NO = np.zeros(0, np.int64)
NOTHING = Proof(_NO, _NO, _NO, _NO.reshape(-1, 2), _NO, _NO.reshape(-1, 3))


def prove(publication: Publication, hidden: Iterable[int], k: int) -> Proof:
    """The proof of a publication that hides these cells; NoState when no whole numbers are found for it.

    Of the truth it takes the numbers that are shown, and nothing else.
    """
    values = publication.values
    values[list(hidden)] = HIDDEN
    rests = np.array([(each.denominator, each.numerator) for each in publication.ratios], np.int64)
    cells = publication.cells
    start = np.cumsum([0, *(len(cell.members) for cell in cells)]).astype(np.int64)
    members = np.concatenate([*(cell.members for cell in cells), _NO]).astype(np.int64)
    bare = Proof(start, members, values, rests.reshape(-1, 2), _NO, _NO.reshape(-1, 3), _places(publication))
    sums = ShownSums.of(cells, values, len(publication.counts))
    search = Search(sums, asked(bare), k, far=publication.firms is not None)
    moves = [(at, atom, by[atom]) for at, by in enumerate(search.moves, 1) for atom in np.flatnonzero(by)]
    return replace(bare, base=search.base, moves=np.array(moves, np.int64).reshape(-1, 3))


def _places(publication: Publication) -> tuple[str, ...]:
    return tuple(
        TAB.join((str(at), *place)) for at, cell in enumerate(publication.cells) for place in places_of(cell)
    )


def is_true_of(proof: Proof, publication: Publication) -> bool:
    """Whether a proof speaks of these people under these names, and each number that it shows is still theirs."""
    if proof.places != _places(publication) or len(proof.base) != len(publication.counts):
        return False
    told = proof.values != HIDDEN
    return bool((proof.values[told] == publication.values[told]).all()) and all(
        np.array_equal(mine, cell.members) for mine, cell in zip(proof.cells, publication.cells, strict=True)
    )


def asked(proof: Proof) -> list[Members]:
    """Every set of people that a release leaves open: its hidden cells, and what a hidden one leaves of a whole."""
    cells, closed = proof.cells, proof.values == HIDDEN
    sets = [cells[at] for at in proof.hidden]
    sets += [np.setdiff1d(cells[all_], cells[of]) for all_, of in proof.rests if closed[all_] or closed[of]]
    # What is left of a whole may itself be a number that is shown.
    told = {cell.tobytes() for cell, shut in zip(cells, closed, strict=True) if not shut}
    return list({each.tobytes(): each for each in sets if len(each) and each.tobytes() not in told}.values())


def contradicting(proof: Proof) -> int:
    """How many states are none: somebody counted less than nobody, or a number that is shown otherwise."""
    if not len(proof.values):
        return 0
    running = np.concatenate([[0], np.cumsum(proof.base[proof.members])])
    shown, sums = proof.values != HIDDEN, running[proof.start[1:]] - running[proof.start[:-1]]
    wrong = int((proof.base < 0).any() or (sums[shown] != proof.values[shown]).any())
    inside = Incidence(
        [cell for cell, open_ in zip(proof.cells, shown, strict=True) if open_], len(proof.base)
    )
    for step in proof.steps:
        below = (proof.base[step[:, 0]] + step[:, 1] < 0).any()
        twice = len(np.unique(step[:, 0])) < len(step)
        wrong += bool(below or twice or inside.of(step).any())
    return wrong


def reach(
    proof: Proof, sets: Sequence[Members], also: Sequence[tuple[Members, int]] = ()
) -> tuple[Counts, Counts]:
    """The fewest and the most that the states have of each set; of those states only that give `also` too."""
    inside = Incidence([*sets, *(members for members, _ in also)], len(proof.base))
    now = np.array([proof.base[each].sum() for each in sets], dtype=np.int64)
    then = np.array([proof.base[each].sum() - value for each, value in also], dtype=np.int64)
    low, high = np.full(len(sets), np.iinfo(np.int64).max), np.full(len(sets), -1, dtype=np.int64)
    for step in (_NO.reshape(-1, 2), *proof.steps):
        changes = inside.of(step)
        if not (then + changes[len(sets) :]).any():
            low = np.minimum(low, now + changes[: len(sets)])
            high = np.maximum(high, now + changes[: len(sets)])
    return low, high


def determined(proof: Proof) -> list[int]:
    """The hidden cells that are alike in every state, though people could stand in them; none when all holds."""
    cells = [at for at in proof.hidden if len(proof.cells[at])]
    low, high = reach(proof, [proof.cells[at] for at in cells])
    return [int(at) for at, least, most in zip(cells, low, high, strict=True) if least >= most]


def unproved(proof: Proof, sensitive: Sequence[Set], also: Sequence[tuple[Members, int]] = ()) -> list[int]:
    """The sensitive sets that no two states of a valid proof leave open; all of them where it is not valid."""
    if contradicting(proof):
        return list(range(len(sensitive)))
    low, high = reach(proof, [members for members, _ in sensitive], also)
    return [at for at, (_, most) in enumerate(sensitive) if low[at] > 0 or high[at] < most]


def contradictions(proof: Proof, figures: Iterable[tuple[str, str, str, float]]) -> int:
    """How many numbers of a release the proof does not know, or knows otherwise.

    A figure is its table, its row, which count, and the number shown.
    """
    return sum(proof.numbers.get((table, row, count)) != number for table, row, count, number in figures)


def replayed(proof: Proof) -> set[str]:
    """A digest of everything shown for each state of the world: one, where nobody can tell them apart."""
    shown = proof.values != HIDDEN
    sums = (np.array([each[cell].sum() for cell in proof.cells]) for each in proof.witnesses())
    return {hashlib.sha256(each[shown].tobytes()).hexdigest() for each in (*sums, proof.values)}


def save(proofs: Mapping[str, Proof], path: Path | io.BytesIO) -> None:
    """Write proofs by name into one file: the same proofs give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, proof in sorted(proofs.items()):
            for array in ARRAYS:
                numbers, content = getattr(proof, array), io.BytesIO()
                # Members stand in rising order: their steps take a fifth of the room.
                steps = np.diff(numbers, prepend=0) if array in STEPPED else numbers
                np.save(content, steps.astype(np.int32), allow_pickle=False)
                _put(archive, f"{name}/{array}.npy", content.getvalue())
            _put(archive, f"{name}/{PLACES}", "\n".join(proof.places).encode())


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_LZMA
    archive.writestr(entry, content)


def load(path: Path | io.BytesIO) -> Iterator[tuple[str, Proof]]:
    """The proofs of a file, by name; ValueError where it holds anything else, for that could tell a number."""
    with zipfile.ZipFile(path) as archive:
        names = dict.fromkeys(each.rpartition("/")[0] for each in archive.namelist())
        known = [
            f"{name}/{each}" for name in names for each in (*(f"{array}.npy" for array in ARRAYS), PLACES)
        ]
        if sorted(archive.namelist()) != sorted(known) or archive.comment:
            raise ValueError(f"{archive.filename}: unknown entries")
        if any(each.comment or each.extra for each in archive.infolist()):
            raise ValueError(f"{archive.filename}: words beside an entry")
        for name in names:
            places = archive.read(f"{name}/{PLACES}").decode().split("\n")
            arrays = {array: _array(archive, name, array) for array in ARRAYS}
            yield name, replace(NOTHING, **arrays, places=tuple(filter(None, places)))


def _array(archive: zipfile.ZipFile, name: str, array: str) -> NDArray[np.int64]:
    content = io.BytesIO(archive.read(f"{name}/{array}.npy"))
    numbers = np.load(content, allow_pickle=False).astype(np.int64)
    return np.cumsum(numbers) if array in STEPPED else numbers


def digest(proof: Proof) -> str:
    """A digest of all that a proof says."""
    told = hashlib.sha256("\n".join(proof.places).encode())
    for array in ARRAYS:
        numbers = np.ascontiguousarray(getattr(proof, array).astype(np.int64))
        told.update(repr(numbers.shape).encode() + numbers.tobytes())
    return told.hexdigest()


def packed(proof: Proof) -> str:
    """One proof as a word, as the ledger keeps it."""
    content = io.BytesIO()
    save({"proof": proof}, content)
    return base64.b64encode(content.getvalue()).decode()


def unpacked(word: str) -> Proof:
    """The proof that such a word holds."""
    ((_, proof),) = load(io.BytesIO(base64.b64decode(word)))
    return proof
