"""Sentences that the data allow: what has changed, and how far the target is.

"Rose" and "fell" are said only when the interval of the difference excludes no change; a
difference of two rates is in points (%p), never in percent. No sentence is longer than
fifteen Korean words.
"""

from __future__ import annotations

import pandas as pd

from meomureum.analysis.statistics import Movement
from meomureum.analysis.targets import Change, Progress, change_between
from meomureum.analysis.words.values import announced_text, distance, distance_in_people, row_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Text, plain, points

Words = dict[str, Text | str | int | float]

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
        return SINGLE.fill(place=place, name=kpi.name, last=int(last["year"]), new=_shown(kpi, last))
    whole = change_between(kpi, series.iloc[0], last)
    return OVER_THE_PERIOD[whole.movement].fill(place=place, name=kpi.name, **_told(kpi, whole))


def _told(kpi: Kpi, change: Change) -> Words:
    return {
        "first": int(change.first["year"]),
        "last": int(change.last["year"]),
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


TO_GO = Text(
    "{place} {name:은/는} {year}년 목표까지 {distance} 남았습니다",
    "{name}, {place}: {distance} from the {year} target",
)
TO_GO_UNDATED = Text(
    "{place} {name:은/는} 기한 없는 목표까지 {distance} 남았습니다",
    "{name}, {place}: {distance} from a target without a date",
)
BASELINE_ONLY = Text(
    "{place} {name:은/는} {year}년 목표까지 {gap}, 기준값 뒤로 공표되지 않았습니다",
    "{name}, {place}: {gap} from the {year} target, not published since the baseline",
)
MET = Text(
    "{place} {name:은/는} {last}년 {value:으로/로} 목표 {aim:을/를} 이루었습니다",
    "{name}, {place}: {value} in {last} meets the target of {aim}",
)
REACHED_UNJUDGED = Text(
    "{place} {name:은/는} {last}년 {value:으로/로} 목표 {aim}에 닿았으나 판정을 보류합니다",
    "{name}, {place}: {value} in {last} reaches the target of {aim}, no verdict yet",
)
SCHEDULED = Text(
    "{place} {name:은/는} {last}년 {value}, {year}년 {aim} 예정입니다",
    "{name}, {place}: {value} in {last}, {aim} scheduled for {year}",
)
NO_TARGET = Text(
    "{place} {name:은/는} 공표된 목표가 없습니다", "{name}, {place}: no target has been published"
)
DIRECTION_ONLY = Text(
    "{place} {name:은/는} 목표 수치 없이 방향만 공표되었습니다",
    "{name}, {place}: a direction has been published, no target number",
)
OTHER_UNIT = Text(
    "{place} {name:은/는} 목표가 다른 단위({aim})로 공표되었습니다",
    "{name}, {place}: the target was published in another unit ({aim})",
)
TARGET_ONLY = Text(
    "{place} {name:은/는} 목표({aim})만 공표되고 값은 공표되지 않았습니다",
    "{name}, {place}: a target ({aim}) has been published, no value",
)


def standing(place: Text, progress: Progress) -> Text:
    """A sentence on where a place stands against its target, in points and people, or that nothing is published."""
    return _standing_template(progress).fill(place=place, name=progress.kpi.name, **_standing_words(progress))


def _standing_template(progress: Progress) -> Text:
    target, plainly = progress.target, {"no_target": NO_TARGET, "direction_only": DIRECTION_ONLY}
    if progress.latest is None:
        return TARGET_ONLY if target and target.value is not None else UNPUBLISHED
    if target is None or progress.standing in plainly:
        return plainly.get(progress.standing, NO_TARGET)
    if progress.standing == "other_unit":
        return OTHER_UNIT
    if progress.standing == "scheduled":
        return SCHEDULED
    if progress.reached:
        return MET if progress.judged else REACHED_UNJUDGED
    if target.year is None:
        return TO_GO_UNDATED
    return BASELINE_ONLY if progress.standing == "baseline_only" else TO_GO


def _standing_words(progress: Progress) -> Words:
    kpi, target, latest, words = progress.kpi, progress.target, progress.latest, Words()
    if target is not None and target.value is not None:
        words["aim"] = announced_text(target.unit, target.value, target.value_high)
        words["year"] = target.year or ""
    if latest is not None:
        words |= {"last": int(latest["year"]), "value": _shown(kpi, latest)}
    if progress.gap is not None:
        words["gap"] = distance(kpi.unit, progress.gap)
        words["distance"] = distance_in_people(kpi.unit, progress.gap, progress.people)
    return words
