"""The forms in which a number may be written, the same in SQL and here.

Thousands stand in groups of three ("1,234"); "12,34" is no number, for nobody knows whether
it is a decimal comma. What may follow the number is a matter of the column: heads are counted
in 명, never in % or 위.
"""

from __future__ import annotations

import re

from etl.contract import Column
from etl.grids import spelling

NUMBER = r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
_COUNT = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.0+)?(명)?", re.ASCII)


def endings(column: Column) -> str:
    """What may follow a number of this column, as the alternatives of a pattern."""
    if column.kind == "year":
        return "년|년도|학년도"
    if column.kind == "decimal":
        return "%|명|개|건"
    return "명" if column.measure else "명|개|건|위|회|년"


def count(cell: str) -> int | None:
    """The head count that a cell holds, or None when it holds none."""
    match = _COUNT.fullmatch(spelling(cell))
    return int(match[1].replace(",", "")) if match else None
