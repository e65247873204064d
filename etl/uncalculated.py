"""Cells of a workbook that hold no result: formulas never calculated, and errors such as #N/A.

A reader of values sees nothing there; here they get back what they are, so that a row which
holds one is told of and not loaded with a gap.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path, PurePosixPath

FORMULA = "#수식:"
WITHOUT_RESULT = r"^#(수식:.*|N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$"
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_MARKS = re.compile(rb"<f[\s>/]|<v>#")
_CELL = re.compile(r"<c\s([^>]*)>\s*(<f[\s>/].*?|<v>#.*?)</c>", re.DOTALL)
_PLACE = re.compile(r'\br="([A-Z]{1,3})(\d+)"')
_RESULT = re.compile(r"<v>(.+?)</v>", re.DOTALL)
_WRITTEN = re.compile(r"<f[^>]*>(.*?)</f>", re.DOTALL)
_SHEETS = re.compile(r'<sheet\s[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_TARGETS = re.compile(r"<Relationship\s([^>]*)>")
Cell = tuple[int, int, str]  # row and column from 0, and what stands there


def cells(path: Path) -> dict[str, list[Cell]]:
    """By name of the sheet: the cells of an XLSX workbook without a result."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not names >= {_BOOK, _LINKS}:
            return {}
        parts = {name: archive.read(part) for name, part in _parts(archive).items() if part in names}
    return {name: _of(xml.decode("utf-8", "replace")) for name, xml in parts.items() if _MARKS.search(xml)}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
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


def _of(xml: str) -> list[Cell]:
    return [
        (int(place[2]) - 1, _column(place[1]), word)
        for attributes, content in _CELL.findall(xml)
        if (place := _PLACE.search(attributes)) and (word := _word(attributes, content))
    ]


def _word(attributes: str, content: str) -> str:
    """What a cell is, or "" where it holds a result; an empty text is one."""
    result, written = _RESULT.search(content), _WRITTEN.search(content)
    if result and 't="e"' in attributes:
        return html.unescape(result[1])
    if result or 't="str"' in attributes:
        return ""
    return f"{FORMULA} ={html.unescape(written[1]) if written else ''}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
