"""Two tables beneath each other in one sheet: each is read under its own header.

A header that comes again (a page break in print) is no second table.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from etl.grids import Grid, Row, header_block, spelling

_NUMBER = re.compile(r"^[+-]?[\d,]*\.?\d+%?$")
_FIRST_CELLS = 3  # one of so many must be a known name, or a row is not looked at any further


def parts(grid: Grid, known_headers: Collection[str]) -> list[Grid]:
    """The grid cut above each further header, with the titles that stand above it; itself if there is but one."""
    starts = [_above(grid, at) for at in _headers(grid, known_headers)[1:]]
    bounds = [0, *starts, len(grid.rows)]
    cut = [_part(grid, first, last) for first, last in pairwise(bounds)]
    return [
        replace(each, sheet=f"{grid.sheet} #{number}".strip()) if number > 1 else each
        for number, each in enumerate(cut, start=1)
    ]


def _headers(grid: Grid, known_headers: Collection[str]) -> list[int]:
    """The rows that name columns: the first of them, and each that names others beneath a table of data."""
    found: list[int] = []
    end = 0
    for at, (_, cells) in enumerate(grid.rows):
        if not is_header(cells, known_headers):
            continue
        if found and (not _holds_data(grid.rows[end:at]) or cells == grid.rows[found[-1]][1]):
            continue
        found.append(at)
        end = header_block(grid, at)[1] + 1
    return found


def is_header(cells: list[str], known_headers: Collection[str]) -> bool:
    """Whether a row names columns: words alone, and half of them known."""
    filled = [spelling(cell) for cell in cells if cell.strip()]
    if not any(word in known_headers for word in filled[:_FIRST_CELLS]):
        return False
    known = sum(word in known_headers for word in filled)
    return known >= 2 and 2 * known >= len(filled) and not any(_NUMBER.match(word) for word in filled)


def _holds_data(rows: list[Row]) -> bool:
    return any(_NUMBER.match(cell.strip()) for _, cells in rows for cell in cells)


def _above(grid: Grid, header: int) -> int:
    """Where a table begins: its header, and the titles and blank rows above it."""
    at = header_block(grid, header)[0]
    while sum(bool(cell.strip()) for cell in grid.rows[at - 1][1]) < 2:
        at -= 1
    return at


def _part(grid: Grid, first: int, last: int) -> Grid:
    merged = tuple(
        (top - first, left, bottom - first, right)
        for top, left, bottom, right in grid.merged
        if first <= top and bottom < last
    )
    return replace(grid, rows=grid.rows[first:last], merged=merged)
