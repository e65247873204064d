"""Parquet: a file a figure, for programs; several come as one ZIP.

Columns hold the exact numbers where these are known, else the words. What the figure rests on
(definition, source, date, filters, figure code) is in the metadata of the schema, as JSON under
"meomureum", so that it cannot be parted from the values; "codes" holds indicator and filters as the address says them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyarrow
from pyarrow import parquet

from meomureum.drawing.cells import table_cells
from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.particulars import TITLE, particulars
from meomureum.export.text.figure_files import figure_files
from meomureum.texts import Language

KEY = b"meomureum"


def write(briefing: Briefing) -> bytes:
    """One file, or a ZIP of one a figure; the same briefing gives the same bytes."""
    return figure_files(briefing, "parquet", _file)


def _file(figure: Figure, language: Language) -> bytes:
    cells = table_cells(figure)
    columns = {
        name: _column([row[at] for row in cells], figure, at)
        for at, name in enumerate(_names(figure.columns))
    }
    told = dict([(TITLE(language), figure.title), *particulars(figure, language)])
    table = pyarrow.table(columns).replace_schema_metadata(
        {
            KEY: json.dumps(told, ensure_ascii=False).encode(),
            b"codes": json.dumps(
                dict(parse_qsl(urlsplit(figure.address).query)), ensure_ascii=False
            ).encode(),
            b"synthetic": str(figure.synthetic).lower().encode(),
        }
    )
    written = io.BytesIO()
    parquet.write_table(table, written)
    return written.getvalue()


def _names(columns: tuple[str, ...]) -> list[str]:
    """The headings, told apart where one stands twice."""
    return [name if columns.index(name) == at else f"{name} {at + 1}" for at, name in enumerate(columns)]


def _column(cells: list[float | str], figure: Figure, at: int) -> Any:
    """Numbers in one column of numbers, years and counts whole; a cell without one is empty there, and told under its status."""
    exact = [row[at] for row in figure.numbers]
    if any(number is not None for number in exact):
        return _numbers(exact)
    if cells and all(isinstance(cell, float) for cell in cells):
        return _numbers([cell for cell in cells if isinstance(cell, float)])
    return pyarrow.array([str(cell) for cell in cells], pyarrow.string())


def _numbers(numbers: Sequence[float | None]) -> Any:
    """Whole numbers as such; rates of 0 and 1 alone stay rates."""
    known = [each for each in numbers if each is not None]
    whole = all(each == int(each) for each in known) and any(abs(each) > 1 for each in known)
    if not whole:
        return pyarrow.array(numbers, pyarrow.float64())
    return pyarrow.array([None if each is None else int(each) for each in numbers], pyarrow.int64())
