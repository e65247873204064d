"""A handed-in file taken apart: its words, its tables and its charts, slide by slide or page by page.

The file comes from anywhere. An archive is judged by its directory before anything is
unpacked, XML that declares a document type is refused, and a PDF is read by a process of
its own with a limit on time and memory.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from meomureum.project import PROJECT, process_environment
from meomureum.texts import Text

CODE = re.compile(r"(?<![A-Z2-7-])[A-Z2-7]{4}-[A-Z2-7]{4}(?![A-Z2-7-])")
"""The code of a figure wherever it stands: "7KQ2-M4XA"."""
KINDS = ("pptx", "xlsx", "hwpx", "pdf")
MOST_BYTES, MOST_UNPACKED = 20_000_000, 200_000_000
MOST_ENTRIES, MOST_RATIO = 1_000, 100
MOST_CELLS, MOST_COLUMNS = 200_000, 1_000
PDF_SECONDS = 20

TOO_LARGE = Text("파일이 20MB보다 큽니다.", "The file is larger than 20 MB.")
UNSAFE = Text(
    "압축을 풀면 지나치게 커지거나 경로가 바르지 않아 열지 않았습니다.",
    "The archive would unpack too large or has unsafe paths; it was not opened.",
)
UNREADABLE = Text(
    "PPTX, HWPX, XLSX, PDF로 읽을 수 없는 파일입니다.", "The file cannot be read as PPTX, HWPX, XLSX or PDF."
)

Cell = str | float
Element = ElementTree.Element


class Unreadable(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


@dataclass(frozen=True)
class Line:
    """One series of a chart: its name, and value by category."""

    name: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Leaf:
    """One slide, sheet, page or section: its words, tables (rows of cells) and chart series.

    Of a page of a PDF only the words are known, those of its tables among them.
    """

    words: str
    tables: tuple[tuple[tuple[Cell, ...], ...], ...] = ()
    lines: tuple[Line, ...] = ()
    paged: bool = False


def leaves(content: bytes) -> tuple[Leaf, ...]:
    """The file in parts; raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if content.startswith(b"%PDF-"):
        return tuple(Leaf(words, paged=True) for words in _pdf_pages(content))
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(UNREADABLE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _judge(archive)
            return tuple(_parts(archive))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, EOFError, OSError) as fault:
        raise Unreadable(UNREADABLE) from fault


def _judge(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    unsafe = any(".." in each.filename or each.filename.startswith("/") for each in entries)
    too_much = (
        len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1)
    )
    if unsafe or too_much:
        raise Unreadable(UNSAFE)


def _parts(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    names = archive.namelist()
    if "ppt/presentation.xml" in names:
        yield from _slides(archive)
    elif "xl/workbook.xml" in names:
        yield from _sheets(archive)
    elif "Contents/section0.xml" in names:
        for name in _numbered(names, r"Contents/section(\d+)\.xml"):
            yield from _figures_of(_xml(archive, name))
    else:
        raise Unreadable(UNREADABLE)


def _numbered(names: list[str], pattern: str) -> list[str]:
    found = [(int(match[1]), name) for name in names if (match := re.fullmatch(pattern, name))]
    return [name for _, name in sorted(found)]


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(UNSAFE)
    return ElementTree.fromstring(content)  # noqa: S314  (no document type, hence no entities)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, name: str) -> list[Element]:
    return [each for each in element.iter() if _local(each) == name]


def _first(element: Element, *names: str) -> Element | None:
    """The first descendant by a path of names."""
    for name in names:
        found = _all(element, name)
        if not found:
            return None
        element = found[0]
    return element


def _words(element: Element, paragraph: str = "p") -> str:
    return "\n".join("".join(run.text or "" for run in _all(each, "t")) for each in _all(element, paragraph))


# --- slides ------------------------------------------------------------------------


def _slides(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    for name in _numbered(archive.namelist(), r"ppt/slides/slide(\d+)\.xml"):
        slide, related = _xml(archive, name), _related(archive, name)
        notes = [_words(_xml(archive, each)) for each in related if "/notesSlides/" in each]
        charts = [_xml(archive, each) for each in related if re.search(r"/charts/chart[^/]*\.xml$", each)]
        yield Leaf(
            words="\n".join([_words(slide), *notes]),
            tables=tuple(_table(each, "tr", "tc") for each in _all(slide, "tbl")),
            lines=tuple(line for chart in charts for line in _lines(chart)),
        )


def _related(archive: zipfile.ZipFile, name: str) -> list[str]:
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in archive.namelist():
        return []
    targets = [each.get("Target", "") for each in _all(_xml(archive, relations), "Relationship")]
    return [posixpath.normpath(posixpath.join(folder, target)) for target in targets]


def _table(table: Element, row: str, cell: str) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(_words(each).replace("\n", " ") for each in _all(one, cell)) for one in _all(table, row)
    )


def _lines(chart: Element) -> Iterator[Line]:
    for series in _all(chart, "ser"):
        name = _first(series, "tx", "v")
        categories = _points(series, "cat") or _points(series, "xVal")
        values = _points(series, "val") or _points(series, "yVal")
        pairs = ((categories.get(at, str(at)), float(value)) for at, value in values.items() if value)
        yield Line(name.text or "" if name is not None else "", tuple(pairs))


def _points(series: Element, axis: str) -> dict[int, str]:
    element = _first(series, axis)
    if element is None:
        return {}
    found = {}
    for point in _all(element, "pt"):
        value = _first(point, "v")
        if value is not None:
            found[int(point.get("idx", "0"))] = _whole(value.text or "")
    return found


def _whole(words: str) -> str:
    """2023 however it is written: "2023.0"."""
    return words[:-2] if re.fullmatch(r"\d+\.0", words) else words


# --- sheets ------------------------------------------------------------------------


def _sheets(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    names = archive.namelist()
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        items = _all(_xml(archive, "xl/sharedStrings.xml"), "si")
        shared = ["".join(run.text or "" for run in _all(item, "t")) for item in items]
    for name in _numbered(names, r"xl/worksheets/sheet(\d+)\.xml"):
        sheet = _xml(archive, name)
        rows, held = [], 0
        for row in _all(sheet, "row"):
            rows.append(_cells(row, shared))
            held += len(rows[-1])
            if held > MOST_CELLS:
                raise Unreadable(UNSAFE)
        yield Leaf("\n".join(str(cell) for each in rows for cell in each), (tuple(rows),))


def _cells(row: Element, shared: list[str]) -> tuple[Cell, ...]:
    """The cells of a row in their columns: those that the file leaves out are empty."""
    cells: list[Cell] = []
    for cell in _all(row, "c"):
        column = _column(cell.get("r", ""))
        if column >= MOST_COLUMNS:
            raise Unreadable(UNSAFE)
        cells += [""] * (column - len(cells))
        cells.append(_cell(cell, shared))
    return tuple(cells)


def _column(place: str) -> int:
    """The number of the column of a cell, "A1" being the first; -1 where the file does not say."""
    letters = re.match(r"[A-Z]{1,3}", place)
    found = 0
    for letter in letters[0] if letters else "":
        found = 26 * found + ord(letter) - ord("A") + 1
    return found - 1


def _cell(cell: Element, shared: list[str]) -> Cell:
    kind, value = cell.get("t", "n"), _first(cell, "v")
    if kind == "inlineStr":
        return "".join(run.text or "" for run in _all(cell, "t"))
    if value is None or not value.text:
        return ""
    if kind == "s":
        return shared[int(value.text)]
    return float(value.text) if kind == "n" else value.text


# --- sections of a Hangul document ---------------------------------------------------


def _figures_of(section: Element) -> Iterator[Leaf]:
    """A section has no pages: it is cut where a figure's code is followed by another figure.

    The code stands under its figure, so what comes after the last mention of one belongs to
    the next.
    """
    blocks = [Leaf(_words(each), _tables_of(each)) for each in section]
    start, last, code = 0, 0, ""
    for at, block in enumerate(blocks):
        named = CODE.findall(block.words)
        if named and code and named[0] != code:
            yield _joined(blocks[start : last + 1])
            start = last + 1
        if named:
            code, last = named[-1], at
    yield _joined(blocks[start:])


def _tables_of(block: Element) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
    return tuple(_table(each, "tr", "tc") for each in _all(block, "tbl"))


def _joined(blocks: list[Leaf]) -> Leaf:
    tables = tuple(table for each in blocks for table in each.tables)
    return Leaf("\n".join(each.words for each in blocks), tables)


# --- pages -------------------------------------------------------------------------


def _pdf_pages(content: bytes) -> list[str]:
    """The words of each page, read by a process that can be stopped."""
    command = [sys.executable, "-m", "meomureum.verify.pdf_words"]
    try:
        found = subprocess.run(  # noqa: S603  (our own module, nothing of the file in the command)
            command,
            cwd=PROJECT,
            env=process_environment(),
            input=content,
            capture_output=True,
            timeout=PDF_SECONDS,
            check=True,
        )
        pages: list[str] = json.loads(found.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise Unreadable(UNREADABLE) from fault
    return pages
