"""The proof that travels with a protected release, and its check: a few sums, no solver.

For every sensitive set of people the proof holds two states of the world that reproduce
every number shown: one without any of them, one with many. Whoever holds the proof can add
up; nobody has to trust the programme that found it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from privacy.protecting import Protected
from privacy.publication import Counts, Members, row_key

ARRAYS = ("shown_start", "shown", "values", "sensitive_start", "sensitive", "high", "base", "moves")
PLACES, TAB = "places.tsv", "\t"
STEPPED = ("shown", "sensitive", "shown_start", "sensitive_start")


@dataclass(frozen=True)
class Proof:
    """What is shown about one body of people, what is sensitive, and the witnesses: plain numbers.

    A set of people is a stretch of `shown` or `sensitive`, from one start to the next. The
    first witness is `base`; each further one differs from it by some `moves`: (witness,
    atom, difference).
    """

    shown_start: NDArray[np.int64]
    shown: Members
    values: Counts
    sensitive_start: NDArray[np.int64]
    sensitive: Members
    high: Counts
    base: Counts
    moves: NDArray[np.int64]
    places: tuple[str, ...] = ()
    """Where each shown number stands: its place in `values`, then table, row and count."""

    def witnesses(self) -> Iterator[Counts]:
        """Every witness: how many people stand in each class."""
        if not len(self.base):
            return
        ends = np.searchsorted(
            self.moves[:, 0], np.arange(self.moves[-1, 0] + 1 if len(self.moves) else 1), "right"
        )
        start = 0
        for end in ends:
            witness = self.base.copy()
            witness[self.moves[start:end, 1]] += self.moves[start:end, 2]
            yield witness
            start = int(end)


_NO = np.zeros(0, np.int64)
NOTHING = Proof(_NO, _NO, _NO, _NO, _NO, _NO, _NO, _NO.reshape(-1, 3))


def proof_of(protected: Protected) -> Proof:
    """The proof of a protected publication; the truth is not in it."""
    cells = [protected.publication.cells[at] for at in protected.shown]
    shown_start, shown = _stretches([cell.members for cell in cells])
    sensitive_start, sensitive = _stretches([each.members for each in protected.sensitive])
    base = protected.witnesses[0] if protected.witnesses else np.zeros(0, np.int64)
    moves = [
        (at, atom, witness[atom] - base[atom])
        for at, witness in enumerate(protected.witnesses)
        for atom in np.flatnonzero(witness - base)
    ]
    return Proof(
        shown_start,
        shown,
        protected.publication.values[protected.shown],
        sensitive_start,
        sensitive,
        np.array([each.high for each in protected.sensitive], dtype=np.int64),
        base,
        np.array(moves, dtype=np.int64).reshape(-1, 3),
        tuple(
            TAB.join((str(at), place.table, row_key(place.row), place.count))
            for at, cell in enumerate(cells)
            for place in cell.shown
        ),
    )


def _stretches(sets: Sequence[Members]) -> tuple[NDArray[np.int64], Members]:
    start = np.cumsum([0, *(len(members) for members in sets)]).astype(np.int64)
    return start, np.concatenate([*sets, np.zeros(0, np.int64)]).astype(np.int64)


def unproved(proof: Proof, also: Sequence[tuple[Members, int]] = ()) -> tuple[int, ...]:
    """The sensitive sets without two valid witnesses, when `also` is shown besides; none when all holds."""
    none, many = np.zeros(len(proof.high), dtype=bool), np.zeros(len(proof.high), dtype=bool)
    for witness in proof.witnesses():
        if (witness < 0).any() or (_sums(witness, proof.shown_start, proof.shown) != proof.values).any():
            continue
        if any(witness[members].sum() != value for members, value in also):
            continue
        counts = _sums(witness, proof.sensitive_start, proof.sensitive)
        none |= counts <= 0
        many |= counts >= proof.high
    return tuple(int(at) for at in np.flatnonzero(~(none & many)))


def _sums(counts: Counts, start: NDArray[np.int64], members: Members) -> Counts:
    running = np.concatenate([[0], np.cumsum(counts[members])])
    return np.asarray(running[start[1:]] - running[start[:-1]], dtype=np.int64)


def contradictions(proof: Proof, figures: Iterable[tuple[str, str, str, float]]) -> int:
    """How many numbers of a release the proof does not know, or knows otherwise.

    A figure is its table, its row, which count, and the number shown.
    """
    known = numbers(proof)
    return sum(known.get((table, row, count)) != number for table, row, count, number in figures)


def numbers(proof: Proof) -> dict[tuple[str, str, str], int]:
    """Every number shown, by its table, its row and which count."""
    found = {}
    for place in proof.places:
        at, table, row, count = place.split(TAB)
        found[table, row, count] = int(proof.values[int(at)])
    return found


def stretches(start: NDArray[np.int64], members: Members) -> list[Members]:
    """The sets of people that stand one after the other."""
    return np.split(members, start[1:-1])


def replayed(proof: Proof) -> set[str]:
    """A digest of everything shown for each state of the world: one, where nobody can tell them apart."""
    shown = (_sums(witness, proof.shown_start, proof.shown) for witness in proof.witnesses())
    return {hashlib.sha256(each.tobytes()).hexdigest() for each in (*shown, proof.values)}


def save(proofs: Mapping[str, Proof], path: Path) -> None:
    """Write proofs by name into one file: the same proofs give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, proof in sorted(proofs.items()):
            for array in ARRAYS:
                numbers, content = getattr(proof, array), io.BytesIO()
                # Members stand in rising order: their steps take a fifth of the room.
                steps = np.diff(numbers, prepend=0) if array in STEPPED else numbers
                np.save(content, steps.astype(np.int32), allow_pickle=False)
                entry = zipfile.ZipInfo(f"{name}/{array}.npy")
                entry.compress_type = zipfile.ZIP_LZMA
                archive.writestr(entry, content.getvalue())
            told = zipfile.ZipInfo(f"{name}/{PLACES}")
            told.compress_type = zipfile.ZIP_LZMA
            archive.writestr(told, "\n".join(proof.places).encode())


def load(path: Path) -> Iterator[tuple[str, Proof]]:
    """The proofs of a file, by name."""
    with zipfile.ZipFile(path) as archive:
        names = dict.fromkeys(each.rpartition("/")[0] for each in archive.namelist())
        for name in names:
            places = archive.read(f"{name}/{PLACES}").decode().split("\n")
            arrays = {array: _array(archive, name, array) for array in ARRAYS}
            yield name, replace(NOTHING, **arrays, places=tuple(filter(None, places)))


def _array(archive: zipfile.ZipFile, name: str, array: str) -> NDArray[np.int64]:
    content = io.BytesIO(archive.read(f"{name}/{array}.npy"))
    numbers = np.load(content, allow_pickle=False).astype(np.int64)
    return np.cumsum(numbers) if array in STEPPED else numbers
