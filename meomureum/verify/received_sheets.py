"""Sheets of handed-in workbooks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from meomureum.verify.office_xml import Element, every, first, numbered, part
from meomureum.verify.received_leaf import (
    MOST_CELLS,
    MOST_COLUMNS,
    UNSAFE,
    Cell,
    Cells,
    Formatted,
    Unreadable,
)

STYLES = "xl/styles.xml"
SHEET = r"xl/worksheets/sheet(\d+)\.xml"
CONTROLS = re.compile(r"&(?:[LCRPNDTZFAGBIUESXY]|\"[^\"]*\"|\d+|K[0-9A-F]{6})")
"""What a foot holds beside words: sides, page numbers, type."""


@dataclass(frozen=True)
class _Book:
    """What cells refer to: words and number formats."""

    shared: list[str]
    forms: list[str]


def sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, Element, tuple[Cells, ...]]]:
    """The name, the part and the rows of each sheet; raises Unreadable."""
    book = _Book(_shared(archive), _forms(archive))
    for name in numbered(archive.namelist(), SHEET):
        sheet = part(archive, name)
        yield name, sheet, _rows(sheet, book)


def rows_of_book(archive: zipfile.ZipFile) -> tuple[Cells, ...]:
    """The rows of every sheet of a workbook."""
    return tuple(row for _, _, rows in sheets(archive) for row in rows)


def feet(sheet: Element) -> Iterator[str]:
    """What is printed above and below each page."""
    for name in ("oddHeader", "oddFooter"):
        for each in every(sheet, name):
            yield from (
                words for words in re.split(r"&[LCR]", each.text or "") if CONTROLS.sub("", words).strip()
            )


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = every(part(archive, "xl/sharedStrings.xml"), "si")
    return ["".join(run.text or "" for run in every(item, "t")) for item in items]


def _forms(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each style of cells; "" for one that every program brings itself."""
    if STYLES not in archive.namelist():
        return []
    styles = part(archive, STYLES)
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in every(styles, "numFmt")}
    known = {"9": "0%", "10": "0.00%"} | own
    return [
        known.get(form.get("numFmtId", ""), "")
        for each in every(styles, "cellXfs")
        for form in every(each, "xf")
    ]


def _rows(sheet: Element, book: _Book) -> tuple[Cells, ...]:
    rows, held = [], 0
    for row in every(sheet, "row"):
        rows.append(_cells(row, book))
        held += len(rows[-1])
        if held > MOST_CELLS:
            raise Unreadable(UNSAFE)
    return tuple(rows)


def _cells(row: Element, book: _Book) -> Cells:
    """The cells of a row in their columns: those that the file leaves out are empty."""
    cells: list[Cell] = []
    for cell in every(row, "c"):
        column = _column(cell.get("r", ""))
        if column >= MOST_COLUMNS:
            raise Unreadable(UNSAFE)
        cells += [""] * (column - len(cells))
        cells.append(_cell(cell, book))
    return tuple(cells)


def _column(place: str) -> int:
    """The number of the column of a cell, "A1" being the first; -1 where the file does not say."""
    letters = re.match(r"[A-Z]{1,3}", place)
    found = 0
    for letter in letters[0] if letters else "":
        found = 26 * found + ord(letter) - ord("A") + 1
    return found - 1


def _cell(cell: Element, book: _Book) -> Cell:
    kind, value = cell.get("t", "n"), first(cell, "v")
    if kind == "inlineStr":
        return "".join(run.text or "" for run in every(cell, "t"))
    if value is None or not value.text:
        return ""
    if kind == "s":
        return book.shared[int(value.text)]
    if kind != "n":
        return value.text
    style = int(cell.get("s", "0"))
    return Formatted.of(float(value.text), book.forms[style] if style < len(book.forms) else "")
