"""The cells of tables: numbers stay numbers, shown with the decimals and units of their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meomureum.drawing.figure import Figure
from meomureum.drawing.safe_text import safe_text
from meomureum.texts import Text

Cell = float | str
BARE_NUMBER = Text("{column} (수)", "{column} (number)")
"""The head over the bare numbers of a column whose values have units."""
WORDED_NUMBER = re.compile(
    r"(?P<before>[^\d−]*)(?P<number>−?\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<after>%p?| pp|[^\d%]*)"
)
PLAIN_NUMBER = re.compile(
    r"(?P<sign>[+−]?)(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?P<part>\.\d+)?(?P<percent>(?:%p?| pp)?)"
)


POINTS = {"%": "%", "%p": '%"p"', " pp": '%" points"'}
"""What stands behind shares and their differences, as a format writes it."""


def number_format(words: str) -> str:
    """The spreadsheet's format that shows a number as these words do; "" where they hold no single one.

    >>> number_format("9.0%"), number_format("25개"), number_format("5,800"), number_format("2023")
    ('0.0%', '#,##0"개"', '#,##0', '0')
    >>> number_format("−1.2%p"), number_format("+0.3%p")
    ('0.0%"p"', '"+"0.0%"p"')
    >>> number_format("+0.3 pp")  # of a share no format writes a hundredfold without its sign
    '"+"0.0%" points"'
    """
    found = WORDED_NUMBER.fullmatch(words)
    if found is None or '"' in words:
        return ""
    digits = "#,##0" if "," in found["number"] or found["after"] not in ("", *POINTS) else "0"
    decimals = "." + "0" * len(found["decimals"]) if found["decimals"] else ""
    after = POINTS.get(found["after"]) or _quoted(found["after"])
    return f"{_quoted(found['before'])}{digits}{decimals}{after}"


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""


def table_cells(figure: Figure) -> list[list[Cell]]:
    """The table of a figure: the exact numbers where they are known, else what the words say."""
    return cells_of(figure.rows, figure.numbers)


def cells_of(rows: Sequence[Sequence[str]], numbers: Sequence[Sequence[float | None]]) -> list[list[Cell]]:
    """The cells of a table from its words and, where they are known, the exact numbers behind them."""
    if numbers:
        return [
            [_kept(word) if exact is None else exact for word, exact in zip(*pair, strict=True)]
            for pair in zip(rows, numbers, strict=True)
        ]
    return [[read(word) for word in row] for row in rows]


def worded_columns(rows: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """The columns in which a number is shown with a unit: a table for programs has the bare number beside it."""
    return frozenset(
        at
        for words, numbers in zip(rows, cells, strict=True)
        for at, (word, number) in enumerate(zip(words, numbers, strict=True))
        if number_format(word).lstrip("#,0.") and not isinstance(number, str)
    )


def _kept(word: str) -> Cell:
    """Words as they are; a change with its sign is the number that it is, not words that look like a formula."""
    return read(word) if word.startswith("+") else safe_text(word)


def shown_as(word: str, cell: Cell) -> str:
    """The format of a cell; a share of which the words tell more is at least a percentage."""
    return number_format(word) or ("0.0%" if isinstance(cell, float) and "%" in word else "")


def read(word: str) -> Cell:
    """A number that stands alone is a number; leading zeros make it a code."""
    found = PLAIN_NUMBER.fullmatch(word)
    if found is None:
        return safe_text(word)
    value = float(found["whole"].replace(",", "") + (found["part"] or ""))
    signed = -value if found["sign"] == "−" else value
    return round(signed / 100, 12) if found["percent"] else signed
