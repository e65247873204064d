"""Arithmetic on cells as text: numbers, sums that keep a missing mark, parts against their total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etl.contract import MISSING_MARKS, Problem
from etl.grids import spelling
from etl.official.layout import Found
from etl.written_numbers import count
from meomureum.texts import Text


def decimal(cell: str) -> float | None:
    """The number in a cell, or None when there is none."""
    word = spelling(cell).replace(",", "").removesuffix("%")
    return float(word) if word.replace(".", "", 1).isdecimal() else None


def unreadable(found: Found, line: int, cells: Sequence[str], columns: Iterable[int]) -> list[Problem]:
    """The cells of these columns that hold neither a whole number nor a mark for a missing one."""
    return [
        Problem(
            found.grid.file,
            found.grid.sheet,
            line,
            found.header[at],
            cells[at],
            Text("0 이상의 정수여야 합니다.", "A whole number, 0 or more, is expected."),
            Text("원본과 견주어 값을 고치세요.", "Compare it with the original and mend the value."),
        )
        for at in columns
        if count(cells[at]) is None and spelling(cells[at]) not in MISSING_MARKS
    ]


def added(cells: Sequence[str]) -> str:
    """The sum of cells; the mark of the first that holds no number, so that no gap counts as 0."""
    total = 0
    for cell in cells:
        value = count(cell)
        if value is None:
            return cell
        total += value
    return str(total)


def mismatch(
    found: Found, line: int, column: str | int, stated: str, parts: Iterable[str], which: Text
) -> list[Problem]:
    """The one problem when parts do not add up to what is stated; none while a number is missing."""
    summed, total = count(added(list(parts))), count(stated)
    if summed is None or total is None or summed == total:
        return []
    return [
        Problem(
            found.grid.file,
            found.grid.sheet,
            line,
            found.header[found.at[column] if isinstance(column, str) else column],
            stated,
            Text(
                f"{which.ko}의 합은 {summed:,}인데 {total:,}(으)로 적혀 있습니다.",
                f"{which.en} add up to {summed:,}; {total:,} is stated.",
            ),
            Text("어느 쪽이 맞는지 제공 기관에 확인하세요.", "Ask the provider which of the two is right."),
        )
    ]


def held_with(found: Found, lines: Iterable[int], total_line: int) -> list[Problem]:
    """Rows that are held back with a total that they do not add up to."""
    return [
        Problem(
            found.grid.file,
            found.grid.sheet,
            line,
            "",
            "",
            Text(
                f"{total_line}행의 합계와 맞지 않아 함께 격리했습니다.",
                f"Held back with its total on line {total_line}, which it does not add up to.",
            ),
            Text("합계와 함께 고치세요.", "Mend it together with the total."),
        )
        for line in lines
    ]
