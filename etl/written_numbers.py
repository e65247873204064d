"""The forms in which a number may be written, the same in SQL and here.

Thousands stand in groups of three ("1,234"); "12,34" is no number, for nobody knows whether
it is a decimal comma. What may follow the number is a matter of the column: heads are counted
in 명, never in % or 위.
"""

from __future__ import annotations

import re

from etl.contract import Column
from etl.grids import spelling
from meomureum.texts import Text

TORN_APART = r"\d\s+\d"  # "12 30" is no number, whatever its spaces were meant for
NUMBER = r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
SCHOOL_YEAR = "학년도"
LEAVES_LATER = Text(
    "학년도로는 졸업한 해를 알 수 없습니다(2023학년도 졸업생은 대개 2024년 2월에 졸업합니다).",
    "A school year does not say when they left: leavers of 2023 mostly left in February 2024.",
)
WRITE_THE_YEAR = Text("졸업한 해를 네 자리로 적으세요.", "Write the year in which they left, in four digits.")
_COUNT = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.0+)?(명)?", re.ASCII)


def endings(column: Column) -> str:
    """What may follow a number of this column, as the alternatives of a pattern."""
    if column.kind == "year":
        return "년|년도" if column.calendar else f"년|년도|{SCHOOL_YEAR}"
    if column.kind == "decimal":
        return "%|명|개|건"
    return "명" if column.measure else "명|개|건|위|회|년"


def count(cell: str) -> int | None:
    """The head count that a cell holds, or None when it holds none."""
    match = None if re.search(TORN_APART, cell) else _COUNT.fullmatch(spelling(cell))
    return int(match[1].replace(",", "")) if match else None
