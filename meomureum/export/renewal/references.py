"""References to cells, as formulas, charts and printed areas write them, when rows come or go."""

from __future__ import annotations

import re

PREFIX = r"(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
CELLS = re.compile(
    PREFIX
    + r"(?<![\w.])(?P<first>\$?[A-Z]{1,3}\$?)(?P<low>\d{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?)(?P<high>\d{1,7}))?(?![\w(])"
)
ROWS = re.compile(
    PREFIX + r"(?<![\w$:.])(?P<first>\$?)(?P<low>\d{1,7}):(?P<last>\$?)(?P<high>\d{1,7})(?![\w:])"
)


def moved(row: int, at: int, count: int) -> int:
    """Where a row stands when `count` rows have come in before row `at`, or -count rows from it on have gone."""
    if row < at:
        return row
    return max(row + count, at - 1 if row < at - count else at) if count < 0 else row + count


def shifted(formula: str, own: str, sheet: str, at: int, count: int) -> str:
    """A formula of the sheet `own` after rows of `sheet` have come or gone."""

    def again(found: re.Match[str]) -> str:
        named = (found["sheet"] or "").removesuffix("!")
        if _unquoted(named) != sheet if named else own != sheet:
            return found[0]
        low = f"{found['first']}{moved(int(found['low']), at, count)}"
        high = found["high"]
        return f"{found['sheet'] or ''}{low}" + (
            f":{found['last']}{moved(int(high), at, count)}" if high else ""
        )

    return ROWS.sub(again, CELLS.sub(again, formula))


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def quoted(name: str) -> str:
    """The name of a sheet as references write it."""
    return name if re.fullmatch(r"[^\W\d]\w*", name) else "'" + name.replace("'", "''") + "'"


def cell(name: str) -> tuple[int, int]:
    """Row and column of a cell, both from one: "B3" is (3, 2)."""
    letters = re.match(r"\$?([A-Z]+)", name)
    column = 0
    for letter in letters[1] if letters else "":
        column = 26 * column + ord(letter) - ord("A") + 1
    digits = re.search(r"\d+", name)
    return int(digits[0]) if digits else 0, column


def letters(column: int) -> str:
    """The letters of a column, from one: 27 is "AA"."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
