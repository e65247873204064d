"""Rows of text as a file holds them, before anything is known of what they mean.

A `Grid` is one sheet of a workbook or one text file: cells as text, each row with its
physical line number. Headers of several merged rows are made one here.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from etl import shown_percents, uncalculated, workbook_parts
from etl.archives import judge_workbook
from etl.contract import LoadRefused, Problem
from etl.encodings import decoded
from etl.workbook_parts import Cell
from meomureum.texts import Text

HEADER_SEARCH_ROWS = 30
COLUMNS = 16_384  # as many as a spreadsheet has
JOINT = " > "
_SPACES = re.compile(r"[\s\u00a0\u3000\ufeff]+")
FULL_WIDTH, HALF_WIDTH = "０１２３４５６７８９．，－％", "0123456789.,-%"
_TO_HALF_WIDTH = str.maketrans(FULL_WIDTH, HALF_WIDTH)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLS_MACRO = "_VBA_PROJECT".encode("utf-16-le")
_AS_XLSX = Text("엑셀에서 열어 XLSX로 다시 저장하세요.", "Open it in Excel and save it as XLSX again.")

SetAside = Literal["", "hidden", "lock", "other_kind"]
Row = tuple[int, list[str]]
Area = tuple[int, int, int, int]  # of merged cells: first row, first column, last row, last column; from 0


@dataclass(frozen=True)
class Grid:
    """One sheet as read: rows with their physical lines, and which cells are merged.

    A grid `set_aside` is told of and not read: a hidden sheet, or a file of another kind.
    """

    file: str
    sheet: str
    encoding: str
    rows: list[Row]
    merged: tuple[Area, ...] = ()
    set_aside: SetAside = ""


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """The form in which words are compared: composed Hangul, half-width digits, no spaces, lower case."""
    return _SPACES.sub("", unicodedata.normalize("NFC", word).translate(_TO_HALF_WIDTH)).lower()


def refused(name: str, line: int, expectation: Text, next_step: Text, sheet: str = "") -> LoadRefused:
    """A refusal of a whole file or sheet."""
    return LoadRefused((Problem(name, sheet, line, "", "", expectation, next_step),))


def from_text(path: Path, name: str) -> list[Grid]:
    """The one grid of a CSV or TSV file; empty if the file holds nothing."""
    text, encoding = decoded(path, name)
    rows = _records(text, name)
    return [Grid(name, "", encoding, rows)] if rows else []


def _records(text: str, name: str) -> list[Row]:
    """Records with the physical line on which each begins."""
    first = "\n".join(text.split("\n", HEADER_SEARCH_ROWS)[:HEADER_SEARCH_ROWS])
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if len(cells) > COLUMNS:
                raise _too_wide(name, line, len(cells))
            records.append((line, [unicodedata.normalize("NFC", cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(
            name,
            line,
            Text(
                "따옴표가 닫히지 않았거나 칸이 너무 깁니다.", "A quote is not closed, or a cell is too long."
            ),
            Text("이 행의 따옴표를 확인하세요.", "Check the quotes on this line."),
        ) from error
    return records


def _too_wide(name: str, line: int, columns: int) -> LoadRefused:
    return refused(
        name,
        line,
        Text(
            f"칸이 {columns:,}개로, {COLUMNS:,}개를 넘습니다.",
            f"The row has {columns:,} cells; {COLUMNS:,} is the most.",
        ),
        Text("구분 기호와 줄바꿈을 확인하세요.", "Check delimiters and line ends."),
    )


def from_workbook(path: Path, name: str) -> list[Grid]:
    """Every sheet of an XLSX or XLS workbook that holds anything."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(_OLE):
        _judge_old_workbook(path, name)
    elif start.startswith(b"PK"):
        judge_workbook(path, name)
    elif start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"MIME-Version:")):
        raise refused(
            name,
            0,
            Text(
                "이름만 엑셀이고 속은 웹 문서(HTML·XML)입니다.",
                "By name an Excel workbook, but a web page inside.",
            ),
            _AS_XLSX,
        )
    try:
        with path.open("rb") as file:  # by what is inside: a name may end in the other way of Excel
            workbook = CalamineWorkbook.from_filelike(file)
            written_out = _written_out(path) if start.startswith(b"PK") else {}
            grids = [_grid(workbook, each, name, written_out.get(each, ())) for each in workbook.sheet_names]
        return [grid for grid in grids if grid.rows]
    except (CalamineError, ValueError, OSError) as error:
        raise refused(
            name,
            0,
            Text("엑셀 파일로 열리지 않습니다.", "It does not open as an Excel workbook."),
            _AS_XLSX,
        ) from error


def _judge_old_workbook(path: Path, name: str) -> None:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise refused(
            name,
            0,
            Text("엑셀 파일에 암호가 걸려 있습니다.", "The workbook is protected by a password."),
            Text("암호를 풀어 다시 올리세요.", "Remove the password and load it again."),
        )
    if _XLS_MACRO in content:
        raise refused(
            name,
            0,
            Text("엑셀 파일에 매크로가 들어 있습니다.", "The Excel workbook holds macros."),
            Text(
                "값만 남긴 XLSX로 저장해 다시 올리세요.",
                "Save it as XLSX with values only and load it again.",
            ),
        )


def _written_out(path: Path) -> Mapping[str, list[Cell]]:
    """By sheet: the cells that are more, or other, than the value stored in them."""
    found: dict[str, list[Cell]] = {}
    sheets = workbook_parts.sheets(path)
    for cells in (shown_percents.cells(sheets, workbook_parts.styles(path)), uncalculated.cells(sheets)):
        for sheet, each in cells.items():
            found.setdefault(sheet, []).extend(each)
    return found


def _grid(workbook: CalamineWorkbook, sheet: str, name: str, written_out: Iterable[Cell]) -> Grid:
    page = workbook.get_sheet_by_name(sheet)
    cells = page.to_python(skip_empty_area=False)
    rows = [(line, [written(cell) for cell in row]) for line, row in enumerate(cells, start=1)]
    for row, column, word in written_out:
        if row < len(rows) and column < len(rows[row][1]):
            rows[row][1][column] = word
    kind = "xlsx" if name.lower().endswith("x") else "xls"
    return Grid(name, sheet, kind, rows, _merged(page), "hidden" if _is_hidden(workbook, sheet) else "")


def _is_hidden(workbook: CalamineWorkbook, sheet: str) -> bool:
    return any(
        each.name == sheet and each.visible != SheetVisibleEnum.Visible for each in workbook.sheets_metadata
    )


def _merged(page: CalamineSheet) -> tuple[Area, ...]:
    """Merged areas; the old XLS reader knows none."""
    return tuple((*first, *last) for first, last in page.merged_cell_ranges or ())


def written(cell: object) -> str:
    """A workbook cell as the text a CSV would hold."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return unicodedata.normalize("NFC", str(cell))


def header_block(grid: Grid, header_at: int) -> tuple[int, int]:
    """The header row and every row that merged cells tie to it."""
    first = last = header_at
    grown = True
    while grown:
        grown = False
        for top, _, bottom, _ in grid.merged:
            if top < bottom and top <= last and bottom >= first and (top < first or bottom > last):
                first, last, grown = min(first, top), max(last, bottom), True
    return (first, last) if last - first < HEADER_SEARCH_ROWS else (header_at, header_at)


def flattened(grid: Grid, first: int, last: int) -> tuple[str, ...]:
    """One label per column from header rows `first` to `last` (positions in `grid.rows`).

    Merged cells lend their words to the whole area. Where the merge was lost (a CSV), a blank
    cell takes the word to its left as long as both stand under the same word.
    """
    block = [[" ".join(cell.split()) for cell in cells] for _, cells in grid.rows[first : last + 1]]
    width = max(map(len, block), default=0)
    block = [[*cells, *[""] * (width - len(cells))] for cells in block]
    if grid.merged:
        _spread(block, grid, first, last)
    else:
        for at in range(len(block) - 1):
            _lend(block, at)
    labels = [_joined([row[column] for row in block]) for column in range(width)]
    while labels and not labels[-1]:
        labels.pop()
    return tuple(labels)


def _spread(block: list[list[str]], grid: Grid, first: int, last: int) -> None:
    for top, left, bottom, right in grid.merged:
        if top > last or bottom < first or top < first:
            continue
        word = block[top - first][left] if left < len(block[0]) else ""
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right, len(block[0]) - 1) + 1):
                block[row - first][column] = word


def _lend(block: list[list[str]], at: int) -> None:
    """Blank cells of one header row take the word to their left, within the word above."""
    row, above = block[at], block[at - 1] if at else None
    for column in range(1, len(row)):
        leaf = any(below[column] for below in block[at + 1 :])
        same = above is None or above[column] == above[column - 1]
        if not row[column] and row[column - 1] and same and leaf:
            row[column] = row[column - 1]


def _joined(words: Sequence[str]) -> str:
    parts: list[str] = []
    for word in words:
        if word and (not parts or spelling(parts[-1]) != spelling(word)):
            parts.append(word)
    return JOINT.join(parts)
