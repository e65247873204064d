"""Rows that add others up: left out of the data, and held against it.

Where a total stands is a matter of taste: beneath its rows, above them, or once at the end.
It is right when it is the sum of any of these; otherwise it is a problem with both numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import inf

import pyarrow as pa

from etl.contract import Problem
from etl.sheet_reader import TOTAL_WORDS, Sheet, spelling
from etl.written_numbers import count
from meomureum.texts import Text

NOT_ADDED = Text(
    "합계로 보이지만 더할 수 없는 칸이 있어 확인하지 못했습니다.",
    "It looks like a total, but some cells cannot be added up to check it.",
)
LOOK_AT_IT = Text("합계나 빠진 행을 확인하세요.", "Check the total, or look for a missing row.")


def told_apart(sheet: Sheet, words: Collection[int]) -> Sheet:
    """The sheet with those rows among its totals that say so in a column of `words` other than the first.

    Where every row of a column says so it is no total: a table of both sexes may say 계 throughout.
    """
    total = [False] * len(sheet.rows)
    for at in words:
        here = [spelling(cell or "") in TOTAL_WORDS for cell in sheet.rows[f"c{at}"].to_pylist()]
        if not all(here):
            total = [one or other for one, other in zip(total, here, strict=True)]
    if not any(total):
        return sheet
    added = sheet.rows.filter(pa.array(total, pa.bool_()))
    lines = [int(line or 0) for line in added["line"].to_pylist()]
    cells = zip(*(added[f"c{at}"].to_pylist() for at in range(len(sheet.header))), strict=True)
    totals = [(line, tuple(str(cell or "") for cell in row)) for line, row in zip(lines, cells, strict=True)]
    return replace(
        sheet,
        rows=sheet.rows.filter(pa.array([not each for each in total], pa.bool_())),
        totals=tuple(sorted((*sheet.totals, *totals))),
        not_data=(*sheet.not_data, *((line, "total") for line in lines)),
    )


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
    gap = any(number is None for _, number in numbers) or bool(sheet.torn)
    places = [line for line, _ in sheet.totals]
    faults = []
    for line, cells in sheet.totals:
        stated = count(cells[at]) if at < len(cells) else None
        above = [0, *(each for each in places if each < line)]
        beneath = [*(each for each in places if each > line), inf]
        runs = [(low, line) for low in above[::-1]] + [(line, high) for high in beneath] + [(0, inf)]
        sums = [sum(number or 0 for each, number in numbers if low < each < high) for low, high in runs]
        first_says_so = spelling(next(filter(str.strip, cells), "")) in TOTAL_WORDS
        if gap and not first_says_so:
            word = cells[at] if at < len(cells) else ""
            faults.append(Problem(sheet.file, sheet.name, line, label, word, NOT_ADDED, LOOK_AT_IT))
        elif not gap and stated is not None and stated not in sums:
            faults.append(_fault(sheet, line, label, stated, sums[-1] if line == places[-1] else sums[0]))
    return faults


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
        LOOK_AT_IT,
    )
