"""Cells merged downwards: each row they span has their word, as whoever merged them meant it.

A count is another matter: one number for several rows cannot be told apart, so these rows
are held back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pyarrow as pa

from etl.contract import Problem
from etl.sheet_reader import Merged, Sheet
from meomureum.texts import Text

ONE_FOR_SEVERAL = Text(
    "여러 행에 걸쳐 병합된 인원이라 어느 행의 값인지 알 수 없습니다.",
    "One count is merged across several rows, so nobody knows which row it belongs to.",
)
UNMERGE = Text("병합을 풀고 행마다 인원을 적으세요.", "Unmerge the cells and give each row its own count.")


def filled(sheet: Sheet, counts: Collection[int]) -> Sheet:
    """The sheet with merged words in every row they span, and a fault for each merged cell of the columns `counts`."""
    if not sheet.merged:
        return sheet
    rows = sheet.rows
    for each in (area for area in sheet.merged if area.column not in counts):
        rows = _spread(rows, each)
    faults = [fault for each in sheet.merged if each.column in counts for fault in _faults(sheet, each)]
    held = {fault.line for fault in faults}
    kept = pa.array([line not in held for line in rows["line"].to_pylist()], pa.bool_())
    return replace(
        sheet, rows=rows.filter(kept), faults=(*sheet.faults, *faults), original=sheet if held else None
    )


def _spread(rows: pa.Table, area: Merged) -> pa.Table:
    name, cells = f"c{area.column}", _cells(rows, area.column)
    if area.first not in cells:
        return rows
    fresh = [cells[area.first] if area.first <= line <= area.last else cell for line, cell in cells.items()]
    return rows.set_column(rows.column_names.index(name), name, pa.array(fresh, pa.string()))


def _cells(rows: pa.Table, column: int) -> dict[int, str]:
    """The cells of a column by their lines."""
    lines = [int(line or 0) for line in rows["line"].to_pylist()]
    return {line: str(cell or "") for line, cell in zip(lines, rows[f"c{column}"].to_pylist(), strict=True)}


def _faults(sheet: Sheet, area: Merged) -> list[Problem]:
    cells = _cells(sheet.rows, area.column)
    label, word = sheet.header[area.column], cells.get(area.first, "")
    return [
        Problem(sheet.file, sheet.name, line, label, word, ONE_FOR_SEVERAL, UNMERGE)
        for line in cells
        if area.first <= line <= area.last
    ]
