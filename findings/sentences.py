"""Measurements in, words out: values with their unit, and one sentence that the data allow."""

from __future__ import annotations

import pandas as pd

from analysis import newcombe
from indicators.city import STAGE_NAMES
from kpis import Formula, Kpi
from texts import Text, number, percent, plain, points

# One decimal would hide the difference between rates this small.
SMALL_RATE = 0.01


def value_text(unit: str, value: float, high: float | None = None) -> Text:
    """A value as it is shown: 9.0%, 350–400위, 25개, 도입기."""
    if unit == "percent":
        return plain(percent(value, 2 if 0 < value < SMALL_RATE else 1))
    if unit == "stage":
        return STAGE_NAMES.get(int(value), plain(number(value)))
    band = number(value) if high is None or pd.isna(high) else f"{number(value)}–{number(high)}"
    if unit == "rank":
        return Text(f"{band}위", f"rank {band}")
    suffix = "개" if unit == "count" else "명"
    return Text(f"{band}{suffix}", band)


def gap_text(unit: str, gap: float) -> Text:
    """A distance to a target: +16.0%p, 100위."""
    if unit == "percent":
        return plain(points(gap))
    if unit == "stage":
        steps = number(abs(gap))
        return Text(f"{steps}단계", f"{steps} stage{'s' if abs(gap) != 1 else ''}")
    shown = value_text(unit, abs(gap))
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    if unit == "rank":
        places = number(abs(gap))
        return Text(f"{sign}{places}위", f"{sign}{places} places")
    return Text(sign + shown.ko, sign + shown.en)


def meaning(kpi: Kpi, formula: Formula) -> Text:
    """What is divided by what under a formula; a count, band or stage has no denominator."""
    if kpi.shape not in ("ratio", "chain"):
        return kpi.numerator
    base = formula.denominator_text if formula.denominator_text.ko else kpi.denominator
    return Text(f"{kpi.numerator.ko} / {base.ko}", f"{kpi.numerator.en} / {base.en}")


ROSE = Text(
    "{place} {name:은/는} {first}년 {old}에서 {last}년 {new:으로/로} 올랐습니다",
    "{name}, {place}: rose from {old} in {first} to {new} in {last}",
)
FELL = Text(
    "{place} {name:은/는} {first}년 {old}에서 {last}년 {new:으로/로} 내렸습니다",
    "{name}, {place}: fell from {old} in {first} to {new} in {last}",
)
UNCLEAR = Text(
    "{place} {name:은/는} {first}년 {old}, {last}년 {new:으로/로} 뚜렷한 변화가 없습니다",
    "{name}, {place}: no clear change, {old} in {first}, {new} in {last}",
)
UNTESTED = Text(
    "{place} {name:은/는} {first}년 {old}, {last}년 {new}입니다",
    "{name}, {place}: {old} in {first}, {new} in {last}",
)
SINGLE = Text("{place} {name:은/는} {last}년 {new}입니다", "{name}, {place}: {new} in {last}")
UNPUBLISHED = Text("{place} {name:은/는} 공표된 값이 없습니다", "{name}, {place}: nothing has been published")


def change(kpi: Kpi, place: Text, measured: pd.DataFrame) -> Text:
    """The change of one place from the first to the last value of one formula.

    Says rose or fell only when the interval of the difference excludes no change; without
    counts it states the two values and judges nothing.
    """
    valued = measured[measured["value"].notna()].sort_values("year")
    if valued.empty:
        return UNPUBLISHED.fill(place=place, name=kpi.name)
    last = valued.iloc[-1]
    series = valued[(valued["formula_id"] == last["formula_id"]) & (valued["origin"] == last["origin"])]
    first = series.iloc[0]
    words: dict[str, Text | str | int | float] = {
        "place": place,
        "name": kpi.name,
        "first": int(first["year"]),
        "last": int(last["year"]),
        "old": value_text(kpi.unit, first["value"], first["value_high"]),
        "new": value_text(kpi.unit, last["value"], last["value_high"]),
    }
    if len(series) == 1:
        return SINGLE.fill(**words)
    return _judged(kpi, first, last).fill(**words)


def _judged(kpi: Kpi, first: pd.Series, last: pd.Series) -> Text:
    counts = [_counted(row) for row in (first, last)]
    if kpi.unit != "percent" or any(pd.isna(count) for pair in counts for count in pair):
        return UNTESTED
    interval = newcombe(counts[0], counts[1])
    if not interval.excludes(0):
        return UNCLEAR
    return ROSE if last["value"] > first["value"] else FELL


def _counted(row: pd.Series) -> tuple[float, float]:
    """Those counted and out of how many: of a survey the respondents, as weights are no persons."""
    if pd.notna(row["sample_size"]):
        return row["value"] * row["sample_size"], row["sample_size"]
    return row["numerator"], row["denominator"]
