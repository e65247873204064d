"""What a release publishes about a group of people, as linear algebra.

Atoms are disjoint groups of people: the finest classes that any published count tells
apart. A cell is a count that may be published: a set of atoms. Counts with the same
members are one cell, whatever tables show them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Members = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """One table of the menu: the columns that form its rows, and the counts shown for each row.

    `weight` is what hiding one of its cells costs; `headline` names the counts that may not
    be hidden and `known` those that stand in public registers (head-counts).
    """

    columns: tuple[str, ...]
    counts: tuple[str, ...]
    ratios: tuple[tuple[str, str], ...] = ()
    weight: float = 1.0
    headline: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The table as the dossier and messages name it."""
        return " x ".join(self.columns)


@dataclass(frozen=True)
class Shown:
    """Where a cell stands: table, row of the table, which count."""

    table: str
    row: tuple[Any, ...]
    count: str


@dataclass(frozen=True)
class Cell:
    """One count: its members, every place that shows it, what hiding it costs."""

    members: Members
    shown: tuple[Shown, ...]
    weight: float
    headline: bool = False
    """May not be hidden."""
    known: bool = False
    """Stands in a public register, or in an earlier release: hiding it would hide nothing."""
    frozen: bool = False
    """An earlier release has shown it, with this number or another: it is shown again or the release is held."""

    @property
    def fixed(self) -> bool:
        """Whether an attacker has the number whatever this release does."""
        return self.headline or self.known or self.frozen


@dataclass(frozen=True)
class Ratio:
    """Numerator and denominator of one rate, as places in `Publication.cells`."""

    numerator: int
    denominator: int


@dataclass(frozen=True)
class Firms:
    """The groups of firms behind amounts: each firm is in one industry and one class of size.

    `amounts` has a row an atom and a column a group; `answered` says how many firms a group has.
    """

    amounts: Counts
    answered: Counts

    def behind(self, members: Members) -> tuple[int, Counts]:
        """How many firms contribute to an amount, and the amount of each group, the largest first.

        How an amount is spread within a group is not known, so one firm may hold all of its group's.
        """
        held = self.amounts[members].sum(axis=0)
        return int(self.answered[held > 0].sum()), np.sort(held)[::-1]


@dataclass(frozen=True)
class Publication:
    """All counts of one body of people, with the truth behind them."""

    counts: Counts
    cells: tuple[Cell, ...]
    ratios: tuple[Ratio, ...]
    parts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """A number for each atom (its year): atoms of one part are moved against each other first."""
    firms: Firms | None = None
    """Who stands behind amounts of firms; None where persons are counted."""

    def value(self, cell: int) -> int:
        """The true count of a cell."""
        return int(self.counts[self.cells[cell].members].sum())

    @property
    def values(self) -> Counts:
        """The true count of every cell."""
        return np.array([self.counts[cell.members].sum() for cell in self.cells], dtype=np.int64)


def publication(atoms: pd.DataFrame, tables: Sequence[Table], count: str = "people") -> Publication:
    """The publication of some tables about atoms: one row an atom, a true/false column a count.

    Atoms that every table treats alike are one.
    """
    found: dict[bytes, _Growing] = {}
    ratios: dict[tuple[bytes, bytes], None] = {}
    counted = {name: atoms[name].to_numpy(bool) for table in tables for name in table.counts}
    for table in tables:
        for row, members in _rows(atoms, table):
            keys = {
                name: _add(
                    found, table, Shown(table.name, row, name), np.sort(members[counted[name][members]])
                )
                for name in table.counts
            }
            ratios.update({(keys[top], keys[base]): None for top, base in table.ratios})
    order = {key: at for at, key in enumerate(found)}
    merged, of = _merged(len(atoms), list(found.values()))
    counts = np.bincount(of, weights=atoms[count].to_numpy(float), minlength=merged).round().astype(np.int64)
    parts = np.zeros(merged, np.int64)
    if "year" in atoms:
        parts[of] = atoms["year"].to_numpy(np.int64)
    cells = tuple(each.cell(of) for each in found.values())
    pairs = tuple(Ratio(order[top], order[base]) for top, base in ratios)
    return Publication(counts, cells, pairs, parts, _firms(atoms, of) if "firms" in atoms else None)


def _firms(atoms: pd.DataFrame, of: NDArray[np.int64]) -> Firms:
    """The groups of firms of each year, with what each contributes to each class of atoms."""
    keys = [atoms[name].astype(object).fillna("") for name in ("year", "industry_id", "firm_size")]
    group, _ = pd.factorize(pd.Series(list(zip(*keys, strict=True)), dtype=object))
    amounts = np.zeros((of.max(initial=-1) + 1, group.max(initial=-1) + 1), dtype=np.int64)
    np.add.at(amounts, (of, group), atoms["people"].to_numpy(np.int64))
    answered = np.zeros(amounts.shape[1], dtype=np.int64)
    np.maximum.at(answered, group, atoms["firms"].to_numpy(np.int64))
    return Firms(amounts, answered)


@dataclass
class _Growing:
    members: Members
    shown: list[Shown]
    weight: float = 0.0
    headline: bool = False
    known: bool = False

    def cell(self, of: NDArray[np.int64]) -> Cell:
        members = np.unique(of[self.members])
        return Cell(members, tuple(self.shown), self.weight, self.headline, self.known)


def _rows(atoms: pd.DataFrame, table: Table) -> Iterator[tuple[tuple[Any, ...], Members]]:
    """Each row of a table with its atoms; atoms without a value of some column stand in no row."""
    whole = atoms[list(table.columns)]
    present = np.flatnonzero(whole.notna().all(axis=1).to_numpy())
    if not len(present):
        return
    for row, places in whole.iloc[present].groupby(list(table.columns), sort=True).indices.items():
        yield (row if isinstance(row, tuple) else (row,)), present[np.asarray(places)]


def _add(found: dict[bytes, _Growing], table: Table, shown: Shown, members: Members) -> bytes:
    key = members.tobytes()
    cell = found.setdefault(key, _Growing(members, []))
    cell.shown.append(shown)
    cell.weight = max(cell.weight, table.weight)
    cell.headline = cell.headline or shown.count in table.headline
    cell.known = cell.known or shown.count in table.known
    return key


def _merged(atoms: int, cells: Sequence[_Growing]) -> tuple[int, NDArray[np.int64]]:
    """Each atom's place among the classes of atoms that stand in the same cells."""
    rng = np.random.default_rng(7)
    prints = np.zeros((atoms, 2), dtype=np.uint64)
    for cell in cells:
        prints[cell.members] += rng.integers(0, 2**63, 2, dtype=np.uint64)
    _, first, of = np.unique(prints, axis=0, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)  # in the order of the atoms, not of the random numbers
    place[np.argsort(first)] = np.arange(len(first))
    return len(first), place[of.reshape(-1)]


Place = tuple[str, str, str]
"""Where a number stands: table, row, count."""


def places_of(cell: Cell) -> list[Place]:
    """Every place that shows a cell."""
    return [(each.table, row_key(each.row), each.count) for each in cell.shown]


def row_key(row: tuple[object, ...]) -> str:
    """The codes of a row of a table in one word."""
    return "|".join(
        str(int(each)) if isinstance(each, (int, float, np.number)) else str(each) for each in row
    )
