"""Sentences that the data allow: what has changed, and how far the target is.

"Rose" and "fell" are said only when the interval of the difference excludes no change; a
difference of two rates is in points (%p), never in percent. No sentence is longer than
fifteen Korean words.
"""

from __future__ import annotations

import pandas as pd

from meomureum.analysis.statistics import Movement
from meomureum.analysis.targets import Change, change_between
from meomureum.analysis.words.values import distance, row_text, year_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Text, plain, points

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
