"""Cells that a workbook shows in percent and stores as a share: 0.09 is read as the 9% that everybody sees.

A percentage in a column of head counts is then told as what it is; 100 % is never one person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from etl.workbook_parts import Cell, place

_BUILT_IN = {"9", "10"}  # the numbers of the formats 0% and 0.00%
_FORMATS = re.compile(r'<numFmt\s[^>]*?\bnumFmtId="(\d+)"[^>]*?\bformatCode="([^"]*)"')
_CELL_STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(r'<xf\s[^>]*?\bnumFmtId="(\d+)"')
_WORDS = re.compile(r"&quot;.*?&quot;")


def cells(sheets: Mapping[str, bytes], styles: str) -> dict[str, list[Cell]]:
    """By name of the sheet: the numbers shown in percent, as shown."""
    shown = _in_percent(styles)
    if not shown:
        return {}
    numbered = "|".join(map(str, shown))
    cell = re.compile(
        rf'<c\s([^>/]*?\bs="(?:{numbered})"[^>/]*)>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<#]+)</v>'
    )
    found = {name: _of(xml.decode("utf-8", "replace"), cell) for name, xml in sheets.items()}
    return {name: each for name, each in found.items() if each}


def _in_percent(xml: str) -> list[int]:
    """The numbers of the cell styles that show a percentage."""
    own = {number for number, code in _FORMATS.findall(xml) if "%" in _WORDS.sub("", code)}
    block = _CELL_STYLES.search(xml)
    formats = _STYLE.findall(block[0]) if block else []
    return [at for at, number in enumerate(formats) if number in _BUILT_IN | own]


def _of(xml: str, cell: re.Pattern[str]) -> list[Cell]:
    return [
        (*at, word)
        for attributes, value in cell.findall(xml)
        if 't="' not in attributes.replace('t="n"', "")
        and (at := place(attributes))
        and (word := _shown(value))
    ]


def _shown(value: str) -> str:
    """A share as the percentage shown; binary noise behind the tenth digit is none of it."""
    try:
        share = Decimal(repr(round(float(value) * 100, 10)))
    except (ValueError, InvalidOperation):
        return ""
    return f"{share.normalize():f}%" if share.is_finite() else ""
