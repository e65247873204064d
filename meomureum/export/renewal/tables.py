"""The table of a figure with the rows of today, in a slide, a document or a sheet.

A row is told by the words of its naming columns, wherever its author has moved it or its columns.
Rows that the figure no longer has go, new ones come behind the row that they follow, and rows and
columns of the author's stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from meomureum.drawing.cells import Cell, table_cells
from meomureum.drawing.figure import Figure
from meomureum.verify.issued_figures import Issued

Key = tuple[str, ...]
SAME_VALUE = 1e-9


class Grid(Protocol):
    """Rows of cells that can be read and written; a row is whatever the format calls one."""

    def rows(self) -> Sequence[Any]:
        """The rows from top to bottom."""

    def cells(self, row: Any) -> Sequence[Cell]:
        """What stands in the cells of a row."""

    def write(self, row: Any, column: int, words: str, number: Cell) -> None:
        """Put words into a cell; `number` is the exact value behind them, or the words again."""

    def add(self, row: Any) -> Any:
        """A new row behind one, in its look."""

    def remove(self, row: Any) -> None:
        """Take a row out."""


@dataclass(frozen=True)
class _State:
    """The rows of a figure at one time by what tells them."""

    rows: dict[Key, tuple[str, ...]]
    cells: dict[Key, list[Cell]]


def renew(grid: Grid, issued: Issued, figure: Figure) -> bool:
    """Bring the table of a figure to its state of today; False where the grid is another table."""
    head = _head(grid, issued.columns)
    if head is None:
        return False
    at, columns = head
    old = _state(issued.columns, issued.rows, [list(row) for row in issued.rows], issued.named, columns)
    new = _state(figure.columns, figure.rows, table_cells(figure), figure.telling, columns)
    standing = _standing(grid, at, old, columns, issued)
    if not standing:
        return False
    last = None
    for key in new.rows:
        row = standing.get(key)
        if row is None and key not in old.rows and last is not None:
            row = grid.add(last)
            _fill(grid, row, key, new, columns, figure)
        elif row is not None:
            _renew_row(grid, row, key, old, new, columns, issued)
        last = row if row is not None else last
    for key, row in standing.items():
        if key not in new.rows:
            grid.remove(row)
    return True


def _head(grid: Grid, columns: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """The row that names the columns, and where each of them stands; None where fewer than half are named."""
    wanted = {plain_cell(name): name for name in columns}
    for at, row in enumerate(grid.rows()):
        found: dict[str, int] = {}
        for place, cell in enumerate(grid.cells(row)):
            name = wanted.get(plain_cell(cell))
            if name is not None and name not in found:
                found[name] = place
        if found and len(found) * 2 >= len(columns) and len(found) >= min(2, len(columns)):
            return at, found
    return None


def _state(
    columns: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    cells: Sequence[list[Cell]],
    named: Sequence[int],
    held: dict[str, int],
) -> _State:
    """Of rows that nothing in the table tells apart, the first."""
    told = [at for at in named if columns[at] in held] or [0]
    keys = [tuple(plain_cell(row[at]) for at in told) for row in rows]
    found = _State({}, {})
    for key, row, exact in zip(keys, rows, cells, strict=True):
        found.rows.setdefault(key, row)
        found.cells.setdefault(key, exact)
    return found


def _standing(grid: Grid, head: int, old: _State, columns: dict[str, int], issued: Issued) -> dict[Key, Any]:
    """The rows of the grid that were the figure's."""
    told = [columns[issued.columns[at]] for at in issued.named if issued.columns[at] in columns]
    told = told or [columns.get(issued.columns[0], 0)]
    found: dict[Key, Any] = {}
    for row in grid.rows()[head + 1 :]:
        cells = grid.cells(row)
        key = tuple(plain_cell(cells[at]) if at < len(cells) else "" for at in told)
        if key in old.rows:
            found.setdefault(key, row)
    return found


def _renew_row(
    grid: Grid, row: Any, key: Key, old: _State, new: _State, columns: dict[str, int], issued: Issued
) -> None:
    """The values of a row, and its words where they are still those that were written."""
    cells = grid.cells(row)
    for at, name in enumerate(issued.columns):
        place = columns.get(name)
        if place is None or place >= len(cells) or at >= len(new.rows[key]):
            continue
        word, exact, was = new.rows[key][at], new.cells[key][at], old.rows[key][at]
        ours = at in issued.valued or plain_cell(cells[place]) == plain_cell(was)
        if ours and not _shows(cells[place], word, exact):
            grid.write(row, place, word, exact)


def _shows(cell: Cell, word: str, exact: Cell) -> bool:
    """Whether a cell shows a value already, as its number or in words."""
    if isinstance(cell, float) and isinstance(exact, float):
        return abs(cell - exact) < SAME_VALUE
    return plain_cell(cell) == plain_cell(word)


def _fill(grid: Grid, row: Any, key: Key, new: _State, columns: dict[str, int], figure: Figure) -> None:
    for at, name in enumerate(figure.columns):
        if name in columns:
            grid.write(row, columns[name], new.rows[key][at], new.cells[key][at])


def plain_cell(cell: Cell) -> str:
    """A cell as it is compared: without blanks, and without the sign that keeps it from being a formula."""
    words = f"{cell:g}" if isinstance(cell, float) else cell
    return re.sub(r"\s+", "", words).lstrip("'")
