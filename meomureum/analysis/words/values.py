"""Values, distances and meanings in words, each with its unit; the sentence on what has changed.

"Rose" and "fell" are said only when the interval of the difference excludes no change; a
difference of two rates is in points (%p), never in percent. No sentence is longer than
fifteen Korean words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from meomureum.analysis.statistics.proportions import Movement
from meomureum.analysis.targets.changes import Change, change_between
from meomureum.analysis.targets.ledger import Target
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.measures.measurement import Formula, Kpi
from meomureum.texts import Text, number, percent, plain, points
from meomureum.units import UNITS, amount

# One decimal would hide the difference between rates this small.
SMALL_RATE = 0.01
YEAR, YEAR_ASSUMED = Text("{year}년", "{year}"), Text("{year}년(가정)", "{year} (assumed)")
ABOUT = Text("약 {value}", "about {value}")


def value_text(unit: str, value: float, high: float | None = None) -> Text:
    """A value as it is shown: 9.0%, 350–400위, 25개, 243.7만원, 도입기."""
    if unit == "percent":
        return plain(percent(value, 2 if 0 < value < SMALL_RATE else 1))
    if unit == "stage":
        return STAGE_NAMES.get(int(value), plain(number(value)))
    band = "–".join(amount(unit, each) for each in (value, high) if each is not None and pd.notna(each))
    if unit == "rank":
        return Text(f"{band}위", f"rank {band}")
    ko, en = UNITS[unit].after
    return Text(band + ko, band + en)


def announced_text(unit: str, value: float, high: float | None = None) -> Text:
    """A value as it was announced, with no digit that nobody stated: 9%, 66.7%, 350–400위."""
    words = value_text(unit, value, high)
    return Text(words.ko.replace(".0%", "%"), words.en.replace(".0%", "%"))


def announced_baseline(target: Target) -> Text | None:
    """The baseline of a target as it was announced, both ends of a band; None where none was."""
    if target.baseline is None:
        return None
    high = target.baseline_high if target.baseline_high != target.baseline else None
    return announced_text(target.unit, target.baseline, high)


def is_marked(row: Mapping[Any, Any] | pd.Series[Any], mark: str) -> bool:
    """Whether a measurement carries a reservation."""
    return mark in (each.partition(":")[0] for each in str(row["marks"]).split())


def year_text(row: Mapping[Any, Any] | pd.Series[Any], year: int | None = None) -> Text:
    """The year of a measurement, or another one that goes by it, and that it is assumed where it is."""
    return (YEAR_ASSUMED if is_marked(row, "assumed_year") else YEAR).fill(year=year or int(row["year"]))


def value_with_counts(unit: str, row: Mapping[Any, Any] | pd.Series[Any]) -> Text:
    """A value and what it was worked out from, where that is known: 58.2% (177 / 304)."""
    value = row_text(unit, row)
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return value
    counts = f" ({number(row['numerator'])} / {number(row['denominator'])})"
    return Text(value.ko + counts, value.en + counts)


def row_text(unit: str, row: Mapping[Any, Any] | pd.Series[Any]) -> Text:
    """The value of a measurement as readers see it; a published one keeps the digits it was published with.

    One that its source gives as a round number says so and has no digit more, whatever it counts: 약 10%.
    """
    about = is_marked(row, "approximate")
    announced = row["origin"] == "published" and (about or pd.isna(row["denominator"]))
    words = (announced_text if announced else value_text)(unit, row["value"], row["value_high"])
    return ABOUT.fill(value=words) if about else words


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


def distance(unit: str, gap: float) -> Text:
    """How far apart two values are, without a direction: 16.0%p, 100위."""
    words = gap_text(unit, abs(gap))
    return Text(words.ko.removeprefix("+"), words.en.removeprefix("+"))


def people_text(people: float) -> Text:
    """A number of persons that is an estimate: 약 800명."""
    return Text("약 {people}명", "about {people} people").fill(people=number(abs(people)))


def distance_in_people(unit: str, gap: float, people: float | None) -> Text:
    """A distance and the persons it means, where they can be counted: 16.0%p, 약 800명."""
    return with_people(distance(unit, gap), people)


def with_people(far: Text, people: float | None) -> Text:
    """Words on a distance, and the persons it means where they can be counted."""
    return (
        far
        if people is None
        else Text("{far}, {people}", "{far}, {people}").fill(far=far, people=people_text(people))
    )


def _in_brackets(words: str) -> str:
    """What is itself worked out stands in brackets, so that nobody divides too early."""
    return f"({words})" if " − " in words or " less " in words else words


def meaning(kpi: Kpi, formula: Formula) -> Text:
    """The numerator and denominator of a formula in words; a count, band or stage has no denominator."""
    if kpi.shape not in ("ratio", "chain"):
        return kpi.numerator
    counted = formula.numerator_text if formula.numerator_text.ko else kpi.numerator
    base = formula.denominator_text if formula.denominator_text.ko else kpi.denominator
    return Text(f"{counted.ko} ÷ {_in_brackets(base.ko)}", f"{counted.en} ÷ {_in_brackets(base.en)}")


Words = dict[str, Text | str | int | float]

ROSE = Text(
    "{place} {name:은/는} {first} {old}에서 {last} {new:으로/로} 올랐습니다",
    "{name}, {place}: rose from {old} in {first} to {new} in {last}",
)
FELL = Text(
    "{place} {name:은/는} {first} {old}에서 {last} {new:으로/로} 내렸습니다",
    "{name}, {place}: fell from {old} in {first} to {new} in {last}",
)
UNCLEAR = Text(
    "{place} {name:은/는} {first} {old}, {last} {new:으로/로} 뚜렷한 변화가 없습니다",
    "{name}, {place}: no clear change, {old} in {first}, {new} in {last}",
)
UNTESTED = Text(
    "{place} {name:은/는} {first} {old}, {last} {new}입니다",
    "{name}, {place}: {old} in {first}, {new} in {last}",
)
SINGLE = Text("{place} {name:은/는} {last} {new}입니다", "{name}, {place}: {new} in {last}")
UNPUBLISHED = Text("{place} {name:은/는} 공표된 값이 없습니다", "{name}, {place}: nothing has been published")
OVER_THE_PERIOD: dict[Movement, Text] = {
    "rose": ROSE,
    "fell": FELL,
    "unclear": UNCLEAR,
    "untested": UNTESTED,
}


def change(kpi: Kpi, place: Text, measured: pd.DataFrame) -> Text:
    """A sentence on the change of one place from the first to the last value of one formula.

    Says rose or fell only when the interval of the difference excludes no change; without
    counts it states the two values and judges nothing.
    """
    valued = measured[measured["value"].notna()].sort_values("year")
    if valued.empty:
        return UNPUBLISHED.fill(place=place, name=kpi.name)
    last = valued.iloc[-1]
    series = valued[(valued["formula_id"] == last["formula_id"]) & (valued["origin"] == last["origin"])]
    if len(series) == 1:
        return SINGLE.fill(place=place, name=kpi.name, last=year_text(last), new=_shown(kpi, last))
    whole = change_between(kpi, series.iloc[0], last)
    return OVER_THE_PERIOD[whole.movement].fill(place=place, name=kpi.name, **_told(kpi, whole))


def _told(kpi: Kpi, change: Change) -> Words:
    return {
        "first": year_text(change.first),
        "last": year_text(change.last),
        "old": _shown(kpi, change.first),
        "new": _shown(kpi, change.last),
        "difference": _difference(kpi, change.difference),
    }


def _difference(kpi: Kpi, difference: float) -> Text:
    """Without its sign, as the verb tells the direction; a clear change never reads as 0.0."""
    shown = distance(kpi.unit, difference)
    return plain(points(abs(difference), 2).lstrip("+")) if shown.ko == "0.0%p" else shown


def _shown(kpi: Kpi, row: pd.Series) -> Text:
    return row_text(kpi.unit, row)
