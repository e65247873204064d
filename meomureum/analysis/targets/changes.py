"""The values of one line and the change between two of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from meomureum.analysis.statistics.proportions import Interval, Movement, movement, newcombe, of_ratio, wilson
from meomureum.measures.measurement import Kpi

PARTIAL = "partial:"
"""How the mark of a value begins that is of some of a city's registered institutions only."""


@dataclass(frozen=True)
class Count:
    """The number counted and the number it is out of; for a survey, those drawn, as weights are not persons.

    Those counted in a `net` ratio are no part of the others.
    """

    numerator: float
    denominator: float
    net: bool = False

    def pair(self) -> tuple[float, float]:
        """The two numbers."""
        return self.numerator, self.denominator

    def interval(self) -> Interval:
        """The chance variation of the rate, if each person's choice were repeated."""
        return (of_ratio if self.net else wilson)(self.numerator, self.denominator)


@dataclass(frozen=True)
class Change:
    """Two values of one formula and what may be said of the difference.

    Without counts `movement` is "untested" and there is no interval.
    """

    first: pd.Series
    last: pd.Series
    movement: Movement
    counts: tuple[Count, Count] | None = None

    @property
    def difference(self) -> float:
        """The last value less the first, unrounded."""
        return float(self.last["value"]) - float(self.first["value"])

    @property
    def interval(self) -> Interval | None:
        """The interval of the difference."""
        return newcombe(self.counts[0].pair(), self.counts[1].pair()) if self.counts else None


def line_of(measured: pd.DataFrame) -> pd.DataFrame:
    """The values of the latest one's formula, one a year, oldest first.

    Where a year has a computed and a published value the computed one stands: it has counts. A
    value of some of a city's institutions has no place among those of the city; where there are
    no others, these are the values.
    """
    known = measured["value"].notna()
    if not known.any():
        return measured[:0]
    whole = known & ~measured["marks"].astype(str).str.contains(PARTIAL, regex=False)
    valued = np.flatnonzero(whole if whole.any() else known)
    years = measured["year"].to_numpy(dtype=float, na_value=np.nan)
    ordered = valued[np.lexsort((measured["origin"].eq("computed").to_numpy()[valued], years[valued]))]
    formulas = measured["formula_id"].to_numpy()[ordered]
    same = ordered[formulas == formulas[-1]]
    last_of_year = np.append(years[same][:-1] != years[same][1:], True)
    found: pd.DataFrame = measured.iloc[same[last_of_year]]
    return found


def change_between(kpi: Kpi, first: pd.Series, last: pd.Series) -> Change:
    """The change from one value to a later one of the same formula; nobody chose a net ratio, so none is tested."""
    before, after = count_of(kpi, first), count_of(kpi, last)
    if before is None or after is None or kpi.net:
        return Change(first, last, "untested")
    return Change(first, last, movement(before.pair(), after.pair()), (before, after))


def count_of(kpi: Kpi, row: pd.Series) -> Count | None:
    """The persons behind a rate; None if they are not stated."""
    if kpi.unit != "percent":
        return None
    if pd.notna(row["sample_size"]):
        answered = row.get("effective_size", row["sample_size"])
        return Count(row["value"] * answered, answered)
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return None
    return Count(row["numerator"], row["denominator"], kpi.net)
