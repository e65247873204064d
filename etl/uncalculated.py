"""Cells of a workbook that hold no result: formulas never calculated, and errors such as #N/A.

A reader of values sees nothing there; here they get back what they are, so that a row which
holds one is told of and not loaded with a gap.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from etl.workbook_parts import Cell, place

FORMULA = "#수식:"
WITHOUT_RESULT = r"^#(수식:.*|N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$"
_MARKS = re.compile(rb"<f[\s>/]|<v>#")
_CELL = re.compile(r"<c\s([^>]*)>\s*(<f[\s>/].*?|<v>#.*?)</c>", re.DOTALL)
_RESULT = re.compile(r"<v>(.+?)</v>", re.DOTALL)
_WRITTEN = re.compile(r"<f[^>]*>(.*?)</f>", re.DOTALL)


def cells(sheets: Mapping[str, bytes]) -> dict[str, list[Cell]]:
    """By name of the sheet: the cells of an XLSX workbook without a result."""
    return {name: _of(xml.decode("utf-8", "replace")) for name, xml in sheets.items() if _MARKS.search(xml)}


def _of(xml: str) -> list[Cell]:
    return [
        (*at, word)
        for attributes, content in _CELL.findall(xml)
        if (at := place(attributes)) and (word := _word(attributes, content))
    ]


def _word(attributes: str, content: str) -> str:
    """What a cell is, or "" where it holds a result; an empty text is one."""
    result, written = _RESULT.search(content), _WRITTEN.search(content)
    if result and 't="e"' in attributes:
        return html.unescape(result[1])
    if result or 't="str"' in attributes:
        return ""
    return f"{FORMULA} ={html.unescape(written[1]) if written else ''}"
