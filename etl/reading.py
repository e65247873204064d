"""Files in, rows of text out: encodings, header row, units, totals and footers.

Every row keeps its physical line number; nothing is dropped without a reason. The readers
of official layouts, and of TSV, XLS and ZIP, join here.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from etl.contract import LoadRefused, Problem
from texts import Text

HEADER_SEARCH_ROWS = 30
_TOTAL_WORDS = {"합계", "총계", "소계", "계", "total", "subtotal", "grandtotal"}
_UNIT = re.compile(r"^[(\[]?(단위\s*:?)?\s*(명|개|%|원|만원|개교|건|세|null)[)\]]?$")
_FOOTNOTE = re.compile(r"^(주\s*[:)\d]|※|\*\s|자료\s*[:]|출처\s*[:]|source\s*:|note\s*:)", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u3000\ufeff]+")
FULL_WIDTH, HALF_WIDTH = "０１２３４５６７８９．，－％", "0123456789.,-%"
_TO_HALF_WIDTH = str.maketrans(FULL_WIDTH, HALF_WIDTH)


@dataclass(frozen=True)
class Sheet:
    """One table as read: header, rows of text with line numbers, and what was not data.

    `rows` has the columns `line` and `c0`, `c1`, ... in the order of `header`. `torn` holds
    rows whose number of cells differs from the header's. `rows_read` counts every row of
    the sheet: header, blanks and footers too.
    """

    file: str
    name: str
    encoding: str
    header: tuple[str, ...]
    rows: pa.Table
    not_data: tuple[tuple[int, str], ...]
    torn: tuple[tuple[int, tuple[str, ...]], ...]
    rows_read: int


def spelling(word: str) -> str:
    """A word as compared: composed Hangul, half-width digits, no spaces, lower case."""
    return _SPACES.sub("", unicodedata.normalize("NFC", word).translate(_TO_HALF_WIDTH)).lower()


def read(path: Path, known_headers: Collection[str]) -> list[Sheet]:
    """Every sheet of a CSV or XLSX file that holds anything.

    `known_headers` are the spellings of all column names a header row may hold. Raises
    LoadRefused for a file that cannot be read as text or workbook, or has no header row.
    """
    if path.suffix.lower() == ".xlsx":
        tables = [(name, "xlsx", rows) for name, rows in _workbook(path)]
    elif path.suffix.lower() == ".csv":
        text, encoding = _decoded(path)
        tables = [("", encoding, _records(path, text))]
    else:
        raise _refused(
            path,
            0,
            Text("CSV와 XLSX만 읽을 수 있습니다.", "Only CSV and XLSX can be read."),
            Text("파일을 XLSX나 CSV로 저장해 다시 올리세요.", "Save it as XLSX or CSV and load it again."),
        )
    filled = [(name, encoding, rows) for name, encoding, rows in tables if rows]
    if not filled:
        raise _refused(
            path,
            0,
            Text("파일이 비어 있습니다.", "The file is empty."),
            Text("자료가 든 파일인지 확인하세요.", "Check that it is the file that holds the data."),
        )
    return [_sheet(path, name, encoding, rows, known_headers) for name, encoding, rows in filled]


def _refused(path: Path, line: int, expectation: Text, next_step: Text) -> LoadRefused:
    return LoadRefused((Problem(path.name, "", line, "", "", expectation, next_step),))


def _decoded(path: Path) -> tuple[str, str]:
    raw = path.read_bytes()
    readable = 0  # how far the encoding that fits best could read
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            readable = max(readable, error.start)
        else:
            return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise _refused(
        path,
        raw.count(b"\n", 0, readable) + 1,
        Text("UTF-8도 CP949도 아닌 글자가 있습니다.", "Some bytes are neither UTF-8 nor CP949."),
        Text("엑셀에서 'CSV UTF-8'로 저장해 다시 올리세요.", "Save as 'CSV UTF-8' and load it again."),
    )


def _records(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """CSV records with the physical line on which each begins."""
    first = "\n".join(text.split("\n", HEADER_SEARCH_ROWS)[:HEADER_SEARCH_ROWS])
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            records.append((line, [unicodedata.normalize("NFC", cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _refused(
            path,
            line,
            Text("따옴표가 닫히지 않았거나 칸이 너무 깁니다.", "A quote is not closed, or a cell is too long."),
            Text("이 행의 따옴표를 확인하세요.", "Check the quotes on this line."),
        ) from error
    return records


def _workbook(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [(line, [_written(cell) for cell in row]) for line, row in enumerate(cells, start=1)]
    except CalamineError as error:
        raise _refused(
            path,
            0,
            Text("엑셀 파일로 열리지 않습니다.", "It does not open as an Excel workbook."),
            Text("엑셀에서 열어 XLSX로 다시 저장하세요.", "Open it in Excel and save it as XLSX again."),
        ) from error


def _written(cell: object) -> str:
    """A workbook cell as the text a CSV would hold."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return unicodedata.normalize("NFC", str(cell))


def _sheet(
    path: Path, name: str, encoding: str, rows: list[tuple[int, list[str]]], known_headers: Collection[str]
) -> Sheet:
    header_at = _header_position(rows, known_headers)
    if header_at is None:
        raise LoadRefused(
            (
                Problem(
                    path.name,
                    name,
                    0,
                    "",
                    "",
                    Text("머리글 행을 찾지 못했습니다.", "No header row was found."),
                    Text(
                        "첫 30행 안에 열 이름이 있는지 확인하세요. 열 이름은 '정의' 화면에 있습니다.",
                        "Put the column names within the first 30 rows; the Definitions page lists them.",
                    ),
                ),
            )
        )
    header = tuple(cell.strip() for cell in rows[header_at][1])
    while header and not header[-1]:
        header = header[:-1]
    not_data = [(line, "before_header") for line, _ in rows[:header_at]] + [(rows[header_at][0], "header")]
    kept, torn = _split_rows(rows[header_at + 1 :], len(header), not_data)
    columns: dict[str, pa.Array[Any]] = {"line": pa.array([line for line, _ in kept], pa.int64())}
    for position in range(len(header)):
        columns[f"c{position}"] = pa.array([cells[position] for _, cells in kept], pa.string())
    return Sheet(path.name, name, encoding, header, pa.table(columns), tuple(not_data), tuple(torn), len(rows))


def _header_position(rows: list[tuple[int, list[str]]], known_headers: Collection[str]) -> int | None:
    scores = [sum(spelling(cell) in known_headers for cell in cells) for _, cells in rows[:HEADER_SEARCH_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _split_rows(
    rows: Iterable[tuple[int, list[str]]], width: int, not_data: list[tuple[int, str]]
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, tuple[str, ...]]]]:
    kept: list[tuple[int, list[str]]] = []
    torn: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in rows:
        reason = _not_data(cells)
        if reason:
            not_data.append((line, reason))
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            torn.append((line, tuple(cells)))
        else:
            kept.append((line, cells))
    return kept, torn


def _not_data(cells: list[str]) -> str:
    """Why a row is no data row, or ""."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "blank"
    if all(_UNIT.match(cell) for cell in filled):
        return "unit"
    if spelling(filled[0]) in _TOTAL_WORDS:
        return "total"
    if len(filled) == 1 and _FOOTNOTE.match(filled[0]):
        return "footer"
    return ""
