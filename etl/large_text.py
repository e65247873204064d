"""A cheap look at a large text file: is it so plain that DuckDB may read it, and which words does it hold?

Plain is a table in our own layout: its header on line 1, a comma between cells, one line a
row. What the look cannot see (a quote, a total, a cell too many) is found once the rows are
read: a line in doubt is read again here, with the care that every small file gets.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv as csv_reader

from etl.contract import LoadRefused
from etl.grids import COLUMNS, Grid, Row, spelling
from etl.sheet_reader import TEXT_FILES, Official, Plain, Sheet, from_grid, split

LARGE = 1 << 25  # bytes; a smaller file is read with care in no time
PIECE, BLOCK = 1 << 26, 1 << 22  # bytes: read at a time, and parsed at a time
SAMPLES, SAMPLE = 128, 1 << 15  # so many places of a file are looked at, so many bytes each
FIRST_ROWS = 200
UTF_8, CP949 = "utf-8", "cp949"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotPlain(Exception):
    """The file needs careful reading after all."""


def look(
    path: Path,
    name: str,
    known_headers: Collection[str],
    official: Official,
    with_care: Callable[[], Sheet],
    large: int = LARGE,
) -> tuple[Sheet, Plain] | None:
    """The first rows of a large plain file and what is known of the rest; None if the file is not plain."""
    if path.suffix.lower() not in TEXT_FILES or path.stat().st_size < large:
        return None
    try:
        encoding, samples = _samples(path)
        first = _cells(samples[0][:FIRST_ROWS])
        sheet = from_grid(Grid(name, "", encoding, first), known_headers, official)
        if not _is_plain(sheet, first):
            return None
        return sheet, Plain(path, encoding, with_care)
    except (NotPlain, LoadRefused, UnicodeDecodeError):
        return None


def _is_plain(sheet: Sheet, first: list[Row]) -> bool:
    spelled = [spelling(cell) for cell in sheet.header]
    return (
        sheet.layout is None
        and sheet.not_data == ((1, "header"),)
        and sheet.header == tuple(first[0][1])
        and len(set(spelled)) == len(spelled)
        and "" not in spelled
    )


def _samples(path: Path) -> tuple[str, list[list[str]]]:
    """Whole lines from many places of a file, those of its beginning first, and their encoding."""
    parts = list(_parts(path))
    for encoding in (UTF_8, CP949):
        try:
            return encoding, [part.decode(encoding).splitlines() for part in parts]
        except UnicodeDecodeError:
            continue
    raise NotPlain


def _parts(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for at in sorted({size * number // SAMPLES for number in range(SAMPLES)}):
            file.seek(at)
            part = file.read(SAMPLE)
            if at == 0:
                part = part.removeprefix(BYTE_ORDER_MARK)
            start = 0 if at == 0 else part.find(b"\n") + 1
            end = len(part) if at + SAMPLE >= size else part.rfind(b"\n") + 1
            yield part[start:end]


def _cells(lines: list[str]) -> list[Row]:
    """Lines as rows; a comma must be what parts their cells, and no cell may be quoted."""
    if any('"' in line for line in lines) or max(",;\t", key="\n".join(lines[:30]).count) != ",":
        raise NotPlain
    return [(at, line.split(",")) for at, line in enumerate(lines, start=1)]


def pieces(plain: Plain, width: int) -> Iterator[tuple[pa.Table, list[tuple[int, str]]]]:
    """The rows of a file, some megabytes at a time: their cells in UTF-8, each word once, and the torn
    lines by their number within the piece; NotPlain where care is needed after all."""
    torn: list[tuple[int, str]] = []

    def kept(row: csv_reader.InvalidRow) -> Literal["skip"]:
        torn.append((row.number or 0, row.text))
        return "skip"

    cells = {f"c{at}": pa.dictionary(pa.int32(), pa.binary()) for at in range(width)}
    reading = csv_reader.ReadOptions(column_names=list(cells), block_size=BLOCK, use_threads=False)
    parsing = csv_reader.ParseOptions(quote_char=False, ignore_empty_lines=False, invalid_row_handler=kept)
    converting = csv_reader.ConvertOptions(column_types=cells, null_values=[])
    for piece in _pieces(plain):
        torn.clear()
        try:
            source: Any = pa.BufferReader(piece)
            rows = csv_reader.read_csv(source, reading, parsing, converting)
        except pa.ArrowInvalid as error:
            raise NotPlain from error
        yield rows, torn


def _pieces(plain: Plain) -> Iterator[bytes]:
    """Whole lines beneath the header, in UTF-8."""
    with plain.path.open("rb") as file:
        file.readline()
        while piece := file.read(PIECE):
            piece += file.readline(PIECE)
            if b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"):
                raise NotPlain
            try:
                yield piece if plain.encoding == UTF_8 else piece.decode(plain.encoding).encode()
            except UnicodeDecodeError as error:
                raise NotPlain from error


def plain_text(cells: bytes | str) -> str:
    """A cell or a torn line as careful reading gives it; raises NotPlain if a quote may be significant."""
    try:
        text = cells if isinstance(cells, str) else cells.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    if '"' in text or "\x00" in text or len(text) > COLUMNS:
        raise NotPlain
    return unicodedata.normalize("NFC", text)


def in_doubt(plain: Plain, sheet: Sheet, lines: Collection[int]) -> Sheet:
    """The sheet with only those lines, read again; raises NotPlain if one of them affects the others."""
    return with_care(plain, sheet, list(_rows(plain, set(lines))), sheet.rows_read)


def with_care(plain: Plain, sheet: Sheet, rows: list[Row], rows_read: int) -> Sheet:
    """The sheet with only those rows, as careful reading gives it."""
    found = split(Grid(sheet.file, sheet.name, sheet.encoding, rows), sheet.header, rows, [(1, "header")])
    if found.totals:
        raise NotPlain
    return replace(found, encoding=plain.encoding, rows_read=rows_read, plain=plain)


def _rows(plain: Plain, wanted: set[int]) -> Iterator[Row]:
    for number, line in _lines(plain, wanted):
        if '"' in line or "\x00" in line or "\r" in line:
            raise NotPlain
        (cells,) = csv.reader(io.StringIO(line)) if line else [[]]
        yield number, [unicodedata.normalize("NFC", cell) for cell in cells]


def _lines(plain: Plain, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """The wanted lines of a file, with their numbers."""
    left = sorted(wanted, reverse=True)
    number, rest = 1, b""
    with plain.path.open("rb") as file:
        while left and (piece := file.read(SAMPLE)):
            whole, end, rest = (rest + piece).rpartition(b"\n")
            many = whole.count(b"\n") + 1 if end else 0
            found = whole.split(b"\n") if left[-1] < number + many else []
            while left and left[-1] < number + many:
                at = left.pop()
                yield at, _decoded(plain, found[at - number])
            number += many
    if left and left[-1] == number:
        yield number, _decoded(plain, rest)


def _decoded(plain: Plain, line: bytes) -> str:
    try:
        return line.removesuffix(b"\r").decode(plain.encoding)
    except UnicodeDecodeError as error:
        raise NotPlain from error
