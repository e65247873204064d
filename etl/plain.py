"""A cheap look at a large text file: is it so plain that DuckDB may read it, and which words does it hold?

Plain is a table in our own layout: its header on line 1, a comma between cells, one line a
row. What the look cannot see (a quote, a total, a cell too many) is found once the rows are
read: a line in doubt is read again here, with the care that every small file gets.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from etl import transcoding
from etl.contract import LoadRefused
from etl.reading import TEXT_FILES, Official, Plain, Sheet, from_grid, split
from etl.tables import Grid, Row, spelling

LARGE = 1 << 25  # bytes; a smaller file is read with care in no time
PIECE = 1 << 22
SAMPLES, SAMPLE = 128, 1 << 15  # so many places of a file are looked at, so many bytes each
FIRST_ROWS = 200
UTF_8, CP949 = "utf-8", "cp949"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotPlain(Exception):
    """The file needs care after all."""


def look(
    path: Path,
    name: str,
    known_headers: Collection[str],
    official: Official,
    with_care: Callable[[], Sheet],
    large: int = LARGE,
) -> tuple[Sheet, Plain] | None:
    """The first rows of a large file that looks plain, and what is known of the rest; None for any other."""
    if path.suffix.lower() not in TEXT_FILES or path.stat().st_size < large:
        return None
    try:
        encoding, samples = _samples(path)
        first = _cells(samples[0][:FIRST_ROWS])
        sheet = from_grid(Grid(name, "", encoding, first), known_headers, official)
        if not _is_plain(sheet, first):
            return None
        words = _words(samples, len(sheet.header))
        return sheet, Plain(path, encoding, _count(path), words, with_care)
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


def _words(samples: list[list[str]], width: int) -> tuple[frozenset[str], ...]:
    found: list[set[str]] = [set() for _ in range(width)]
    for lines in samples:
        for line in lines:
            for words, word in zip(found, line.split(","), strict=False):
                words.add(word)
    return tuple(map(frozenset, found))


def _count(path: Path) -> int:
    """The lines of a file."""
    ends, last = 0, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            ends += piece.count(b"\n")
            last = piece[-1:]
    return ends + (last != b"\n")


def in_doubt(plain: Plain, sheet: Sheet, lines: Collection[int]) -> Sheet:
    """The sheet with those lines only, read with care; NotPlain when one of them concerns the others."""
    rows = list(_rows(plain, set(lines)))
    found = split(Grid(sheet.file, sheet.name, sheet.encoding, rows), sheet.header, rows, [(1, "header")])
    if found.totals:
        raise NotPlain
    return Sheet(
        *(sheet.file, sheet.name, plain.encoding, sheet.header, found.rows, found.not_data, found.torn),
        rows_read=plain.lines,
        plain=plain,
    )


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


def as_utf_8(plain: Plain, folder: Path) -> list[Path]:
    """The file in UTF-8, in one or two parts; NotPlain where a byte is of no such encoding."""
    if plain.encoding == UTF_8:
        return [plain.path]
    middle = _line_start(plain.path, plain.path.stat().st_size // 2)
    parts = [folder / "first.csv", folder / "second.csv"]
    spans = [(0, middle), (middle, plain.path.stat().st_size)]
    running = [
        subprocess.Popen(  # noqa: S603  # our own program, with paths of our own
            [sys.executable, transcoding.__file__, str(plain.path), str(start), str(end), str(part)]
        )
        for (start, end), part in zip(spans, parts, strict=True)
    ]
    codes = [process.wait() for process in running]
    if any(codes):
        raise NotPlain
    return parts


def _line_start(path: Path, at: int) -> int:
    """The first line that begins behind a place."""
    with path.open("rb") as file:
        file.seek(at)
        file.readline()
        return file.tell()
