"""Rows that add others up: left out of the data, and held against it.

Where a total stands is a matter of taste: beneath its rows, above them, or once at the end.
It is right when it is the sum of any of these; otherwise it is a problem with both numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import inf

from etl.contract import Problem
from etl.sheet_reader import Sheet
from etl.written_numbers import count
from meomureum.texts import Text


def checked(sheet: Sheet, counts: Mapping[int, str]) -> Sheet:
    """The sheet with a fault for each total that its rows do not add up to; `counts` are columns and their names."""
    if not sheet.totals:
        return sheet
    faults = [fault for at, label in counts.items() for fault in _faults(sheet, at, label)]
    held = {fault.line for fault in faults}
    return replace(
        sheet,
        not_data=tuple((line, reason) for line, reason in sheet.not_data if line not in held),
        faults=(*sheet.faults, *faults),
    )


def _faults(sheet: Sheet, at: int, label: str) -> list[Problem]:
    lines = [int(line or 0) for line in sheet.rows["line"].to_pylist()]
    numbers = list(zip(lines, [count(cell or "") for cell in sheet.rows[f"c{at}"].to_pylist()], strict=True))
    if any(number is None for _, number in numbers) or sheet.torn:
        return []  # a gap has no sum
    places = [line for line, _ in sheet.totals]
    faults = []
    for place, (line, cells) in enumerate(sheet.totals):
        stated = count(cells[at]) if at < len(cells) else None
        before, after = max((each for each in places if each < line), default=0), _next(places, place)
        sums = [
            sum(number or 0 for each, number in numbers if low < each < high)
            for low, high in ((before, line), (line, after), (0, inf))
        ]
        if stated is not None and stated not in sums:
            faults.append(
                _fault(sheet, line, label, stated, sums[2] if place == len(places) - 1 else sums[0])
            )
    return faults


def _next(places: list[int], place: int) -> float:
    return places[place + 1] if place + 1 < len(places) else inf


def _fault(sheet: Sheet, line: int, label: str, stated: int, summed: int) -> Problem:
    return Problem(
        sheet.file,
        sheet.name,
        line,
        label,
        f"{stated:,}",
        Text(
            f"합계가 위 행들의 합 {summed:,}과 다릅니다.",
            f"The total differs from the sum of its rows, {summed:,}.",
        ),
        Text("합계나 빠진 행을 확인하세요.", "Check the total, or look for a missing row."),
    )
