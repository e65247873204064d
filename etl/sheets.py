"""One table as read from a file: its rows, what was not data, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.contract import Problem
from etl.grids import Grid, Row
from meomureum.texts import Text

NOT_USED = "not_used"  # the table of a sheet that no indicator draws on
ASIDE = {
    "": (
        Text(
            "아는 열 이름이 없어 읽지 않았습니다.", "It has no column names that are known and was not read."
        ),
        Text(
            "자료라면 첫 줄에 열 이름을 넣어 다시 올리세요.",
            "If it holds data, put column names on its first row and load it again.",
        ),
    ),
    "hidden": (
        Text("숨긴 시트라 읽지 않았습니다.", "A hidden sheet was not read."),
        Text("자료라면 숨김을 풀어 다시 올리세요.", "If it holds data, unhide it and load it again."),
    ),
    "lock": (
        Text(
            "엑셀이 파일을 열어 둔 동안 만드는 임시 파일이라 읽지 않았습니다.",
            "A lock file that Excel keeps while a workbook is open was not read.",
        ),
        Text("엑셀을 닫고 원래 파일을 올리세요.", "Close Excel and load the workbook itself."),
    ),
    "other_kind": (
        Text("CSV나 엑셀이 아니라 읽지 않았습니다.", "It is no CSV or Excel file and was not read."),
        Text(
            "자료라면 CSV나 XLSX로 저장해 다시 올리세요.",
            "If it holds data, save it as CSV or XLSX and load it again.",
        ),
    ),
}


@dataclass(frozen=True)
class Sheet:
    """One table as read: header, rows of text with line numbers, and what was not data.

    `rows` has the columns `line` and `c0`, `c1`, ... in the order of `header`. `torn` holds
    rows whose number of cells differs from the header's, `totals` the rows that add others
    up. `rows_read` counts every row of the sheet: header, blanks and footers too.

    A sheet of an official layout says what it is (`layout`) and for which `table`; one of its
    lines may give several rows. `original` is then the sheet in the provider's own columns,
    and `faults` are what its totals found. Of a column named in `within`, only words that the
    reference data knows are loaded: a national file names every university. Of a large file
    that looks `plain` only the first rows are here, of a `clean` one that is known none.
    `merged` are cells of data made one.
    A `mended` sheet holds rows that come back from quarantine.
    """

    file: str
    name: str
    encoding: str
    header: tuple[str, ...]
    rows: pa.Table
    not_data: tuple[tuple[int, str], ...]
    torn: tuple[tuple[int, tuple[str, ...]], ...]
    rows_read: int
    totals: tuple[tuple[int, tuple[str, ...]], ...] = ()
    layout: Text | None = None
    table: str = ""
    original: Sheet | None = None
    faults: tuple[Problem, ...] = ()
    notices: tuple[Text, ...] = ()
    within: str = ""
    plain: Plain | None = None
    clean: Clean | None = None
    merged: tuple[Merged, ...] = ()
    mended: bool = False

    def place(self, file: str) -> str:
        """Where it stands in a file: the name of the sheet, with that of the file in an archive before it."""
        return " ".join(filter(None, (self.file.removeprefix(file).lstrip("/"), self.name)))

    def lines(self) -> set[int]:
        """The lines whose cells are here."""
        return {line for line in self.rows["line"].to_pylist() if line is not None} | {
            line for line, _ in self.torn
        }


@dataclass(frozen=True)
class Plain:
    """A file that looks plain, and its encoding; `with_care` reads it as any other is read."""

    path: Path
    encoding: str
    with_care: Callable[[], Sheet]


@dataclass(frozen=True)
class Clean:
    """The typed rows of a sheet without a fault; they hold while the reference tables have the same words.

    `unknown_headers` are columns that were not read; `with_care` gives the sheet with its cells.
    """

    rows: pa.Table
    words: str
    unknown_headers: tuple[str, ...]
    with_care: Callable[[], Sheet]


@dataclass(frozen=True)
class Merged:
    """Cells of one column that are merged downwards; the first line holds their word."""

    column: int
    first: int
    last: int


def columns_of(rows: list[Row], width: int) -> pa.Table:
    """Rows as the table that staging reads."""
    columns: dict[str, pa.Array[Any]] = {"line": pa.array([line for line, _ in rows], pa.int64())}
    for position in range(width):
        columns[f"c{position}"] = pa.array([cells[position] for _, cells in rows], pa.string())
    return pa.table(columns)


def set_aside(grid: Grid) -> Sheet:
    """A grid that is told of and not read."""
    left_out = tuple((line, NOT_USED) for line, _ in grid.rows)
    sheet = Sheet(
        grid.file,
        grid.sheet,
        grid.encoding,
        (),
        columns_of([], 0),
        left_out,
        (),
        len(grid.rows),
        table=NOT_USED,
    )
    why, step = ASIDE[grid.set_aside]
    return replace(sheet, notices=(Text(f"{why.ko} {step.ko}", f"{why.en} {step.en}"),))
