"""Figures of a release held against others, cell by cell, whatever types their columns came in."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from meomureum.privacy.rows import COLUMNS, NUMBERS

_NUMBERS = (*NUMBERS, "block", "year")
_TRUTHS = ("provisional", "revised", "hidden")
_YES = ("true", "1")
Cells = tuple[object, ...]


def without_number(figures: pd.DataFrame) -> pd.Series:
    """Which rows are hidden; what has no decision is."""
    return figures["hidden"].fillna(value=True).astype(bool)


def difference(figures: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand on one side more often than on the other."""
    mine, right = Counter(_cells(figures)), Counter(_cells(expected))
    wrong = [row for rows in (mine - right, right - mine) for row in rows]
    return pd.DataFrame(wrong, columns=list(COLUMNS))


def beyond(figures: pd.DataFrame, known: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows are not among those known; of no rows none are, whatever their columns."""
    found = set(_cells(known))
    return np.array([row not in found for row in _cells(figures)], dtype=bool)


def untrue(shown: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """The rows whose numbers are not those of the exact release."""
    mine = shown[~without_number(shown) & shown["missing"].isna()]
    return mine[beyond(mine, truth.assign(hidden=False).reindex(columns=list(COLUMNS)))]


def _cells(figures: pd.DataFrame) -> list[Cells]:
    """Each row in values that are alike where the rows are."""
    return list(zip(*(_alike(figures[name], name) for name in COLUMNS), strict=True))


def _alike(column: pd.Series, name: str) -> list[object]:
    if name in _NUMBERS:
        numbers = pd.to_numeric(column).astype("float64")
        return list(numbers.astype(object).where(numbers.notna(), ""))
    words = column.astype(object)
    told = [str(each) for each in words]
    if name in _TRUTHS:
        told = [str(each.lower() in _YES) for each in told]
    return ["" if gone else each for gone, each in zip(column.isna(), told, strict=True)]
