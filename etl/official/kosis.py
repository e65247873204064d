"""KOSIS (국가통계포털) tables: classes down the side or along the top, periods on the other edge.

A workbook has its data on one sheet and what they are on another, 메타정보; from there the table
has its name. No indicator draws on them, so they are named and set aside.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from etl.grids import HEADER_SEARCH_ROWS, Grid, flattened, header_block, spelling
from etl.official.layout import Found, Layout, set_aside
from etl.sheet_reader import Sheet
from meomureum.texts import Text

# "2013. 01", "2025.06 월", "2025.1/4", "2025 년", also over the items of a period.
_PERIOD = re.compile(r"^(19|20)\d\d(년|[.](0?[1-9]|1[0-2])월?|[.]?[1-4]/4(분기)?)?p?\)?$")
_CLASS = re.compile(r"^(시점|항목|.+별(\([^()]*\))*)$")
_NAME_OF_TABLE = re.compile(r"^[○o◦•]?통계표명:?$")
_ABOUT = re.compile(r"^[○o◦•]?(통계표id|통계표명|조회기간|출처|자료다운일자|통계표url|단위|주석):?$")
_DOWNLOAD = re.compile(r"^(.+)_\d{14}\.\w+$")
LAYOUT = Layout(
    id="kosis", name=Text("국가통계포털(KOSIS) 통계표", "KOSIS table"), labels={}, open_ended=True
)


def read(grid: Grid) -> Sheet | None:
    """A table of KOSIS, or the sheet that says what it is; None for anything else."""
    if (name := _described(grid)) is not None:
        return set_aside(_found(grid, 0, 0), name)
    for at, (_, cells) in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        first, last = header_block(grid, at)
        words = [spelling(cell) for _, row in grid.rows[first : last + 1] for cell in row]
        if cells and _CLASS.match(spelling(cells[0])) and _has_periods(grid, words, last):
            return set_aside(_found(grid, first, last), _of_file(grid.file))
    return None


def _of_file(name: str) -> str:
    """What a download is called after: the portal names its files by the table and the moment."""
    match = _DOWNLOAD.match(PurePosixPath(name).name)
    return match[1].replace("_", " ").strip() if match else ""


def _described(grid: Grid) -> str | None:
    """What a sheet of metadata calls its table."""
    about = [cells for _, cells in grid.rows if cells and _ABOUT.match(spelling(cells[0]))]
    names = [" ".join(cells[1:]).strip() for cells in about if _NAME_OF_TABLE.match(spelling(cells[0]))]
    return names[0] if names and len(about) >= 2 else None


def _has_periods(grid: Grid, header: list[str], last: int) -> bool:
    """Periods along the header, or down the first column beneath 시점."""
    below = [spelling(cells[0]) for _, cells in grid.rows[last + 1 : last + 4] if cells]
    if "시점" in header:
        return any(_PERIOD.match(word) for word in [*below, *header])
    return any(_PERIOD.match(word) for word in header)


def _found(grid: Grid, first: int, last: int) -> Found:
    return Found(grid, LAYOUT, first, last, flattened(grid, first, last), {})
