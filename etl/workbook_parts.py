"""The parts of an XLSX workbook as they are written, for what a reader of values does not see."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path, PurePosixPath

_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_SHEETS = re.compile(r'<sheet\s[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_TARGETS = re.compile(r"<Relationship\s([^>]*)>")
_PLACE = re.compile(r'\br="([A-Z]{1,3})(\d+)"')
Cell = tuple[int, int, str]  # row and column from 0, and what stands there


def sheets(path: Path) -> dict[str, bytes]:
    """The XML of each sheet by its name; empty if the workbook is put together in another way."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not names >= {_BOOK, _LINKS}:
            return {}
        return {name: archive.read(part) for name, part in _places(archive).items() if part in names}


def styles(path: Path) -> str:
    """The XML of the cell styles, or ""."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(_STYLES).decode("utf-8", "replace") if _STYLES in archive.namelist() else ""


def _places(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that each sheet stands in."""
    book = archive.read(_BOOK).decode("utf-8", "replace")
    links = archive.read(_LINKS).decode("utf-8", "replace")
    targets = {}
    for attributes in _TARGETS.findall(links):
        known = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        targets[known.get("Id", "")] = known.get("Target", "")
    return {
        html.unescape(name): str(PurePosixPath("xl") / targets.get(link, "")).removeprefix("xl//")
        for name, link in _SHEETS.findall(book)
    }


def place(attributes: str) -> tuple[int, int] | None:
    """Row and column of a cell, from 0, by its attributes; None where it does not say."""
    found = _PLACE.search(attributes)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
