"""Groups of one year side by side: which is highest and lowest, said only as far as it holds.

The highest and the lowest of many groups differ by chance alone. So the interval of their
difference is widened for every pair that could have been picked (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import pandas as pd

from meomureum.analysis.statistics import newcombe
from meomureum.analysis.targets import count_of
from meomureum.analysis.words.values import distance, row_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Text

CERTAINTY = 0.95
ABOVE = Text(
    "{year}년 {name:은/는} {top} {high:으로/로} {bottom}({low})보다 {difference} 높습니다",
    "{name}, {year}: {top} ({high}) is {difference} above {bottom} ({low})",
)
ALIKE = Text(
    "{year}년 {name:은/는} {top} {high}, {bottom} {low:으로/로} 차이가 뚜렷하지 않습니다",
    "{name}, {year}: no clear difference between {top} ({high}) and {bottom} ({low})",
)
BETWEEN = Text(
    "{year}년 {name:은/는} {top} {high}, {bottom} {low} 사이입니다",
    "{name}, {year}: from {low} ({bottom}) to {high} ({top})",
)
ONE = Text("{year}년 {place} {name:은/는} {high}입니다", "{name}, {place}: {high} in {year}")


def contrast(kpi: Kpi, rows: pd.DataFrame, by: str, names: Mapping[str, Text]) -> Text:
    """The highest and the lowest group of one year; `by` is the column of the groups' codes.

    Only values of one formula and origin are set against each other, and those of a small
    denominator only where there are no others.
    """
    mine = _comparable(rows[rows["value"].notna()])
    ordered = mine.sort_values("value", kind="stable")
    lowest, highest = ordered.iloc[0], ordered.iloc[-1]
    words: dict[str, Text | str | int | float] = {
        "name": kpi.name,
        "year": int(highest["year"]),
        "top": names[highest[by]],
        "place": names[highest[by]],
        "high": row_text(kpi.unit, highest),
        "bottom": names[lowest[by]],
        "low": row_text(kpi.unit, lowest),
        "difference": distance(kpi.unit, float(highest["value"] - lowest["value"])),
    }
    if len(mine) == 1:
        return ONE.fill(**words)
    clear = _clearly_apart(kpi, lowest, highest, len(mine))
    return (BETWEEN if clear is None else ABOVE if clear else ALIKE).fill(**words)


def _comparable(valued: pd.DataFrame) -> pd.DataFrame:
    alike = valued.groupby(["formula_id", "origin"])["value"].transform("size")
    mine: pd.DataFrame = valued[alike == alike.max()]
    mine = mine[
        (mine["formula_id"] == mine["formula_id"].iloc[0]) & (mine["origin"] == mine["origin"].iloc[0])
    ]
    reliable: pd.DataFrame = mine[~mine["marks"].str.contains("low_reliability")]
    return reliable if len(reliable) else mine


def _clearly_apart(kpi: Kpi, lowest: pd.Series, highest: pd.Series, groups: int) -> bool | None:
    """Whether two of so many groups differ by more than chance; None if nobody was counted."""
    low, high = count_of(kpi, lowest), count_of(kpi, highest)
    if low is None or high is None or not low.denominator or not high.denominator:
        return None
    pairs = groups * (groups - 1) / 2
    z = NormalDist().inv_cdf(1 - (1 - CERTAINTY) / 2 / pairs)
    return newcombe(low.pair(), high.pair(), z).low > 0
