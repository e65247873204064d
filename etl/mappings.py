"""Which header of a provider's files is which column, where a person had to say so.

What was said once is remembered in `data/raw/mappings.csv` and holds for every later file
of that provider.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from etl.sheet_reader import Sheet, spelling

COLUMNS = ("provider", "header", "column")


def remembered(data: Path) -> dict[str, dict[str, str]]:
    """Per provider, the column that each header spelling stands for."""
    path = data / "raw" / "mappings.csv"
    if not path.is_file():
        return {}
    found: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["provider"] or "", {})[spelling(row["header"])] = row["column"]
    return found


def remember(data: Path, provider: str, columns: Mapping[str, str]) -> None:
    """Keep what a person said about a provider's headers; the latest answer counts."""
    known = remembered(data)
    known.setdefault(provider, {}).update({spelling(header): column for header, column in columns.items()})
    path = data / "raw" / "mappings.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".partial")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (name, header, column) for name, pairs in known.items() for header, column in pairs.items()
        )
    fresh.replace(path)


def applied(sheet: Sheet, columns: Mapping[str, str]) -> Sheet:
    """The sheet under the headers that the contracts know."""
    if not columns:
        return sheet
    return replace(sheet, header=tuple(columns.get(spelling(cell), cell) for cell in sheet.header))
