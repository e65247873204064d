"""One indicator in words: its counts, its date, its verdict, what is aimed at; why it has no value."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from meomureum.analysis.targets.judgement import STANDINGS, VERDICT_NEEDS_POINTS, Progress
from meomureum.analysis.targets.judgement import Standing as Verdict
from meomureum.analysis.words.values import announced_text, gap_text
from meomureum.components.markup import Card, Tone
from meomureum.figures.absence import REASONS, Reason
from meomureum.figures.overview import latest_text
from meomureum.figures.standing import Standing
from meomureum.measures.measurement import Kpi, mark_text
from meomureum.texts import Language, Text, number
from meomureum.units import UNITS

TONES: dict[Verdict, Tone] = {
    "met": "good",
    "on_track": "good",
    "must_accelerate": "warning",
    "limited": "danger",
    "moving_away": "danger",
    "scheduled": "information",
    "baseline_only": "information",
    "too_few_points": "neutral",
    "undated": "neutral",
    "direction_only": "neutral",
    "other_unit": "neutral",
    "no_target": "neutral",
    "not_published": "neutral",
    "partial": "neutral",
}
DIRECTIONS = {
    "up": Text("높을수록 좋음", "Higher is better"),
    "down": Text("낮을수록 좋음", "Lower is better"),
}
DAY = Text("{month}월 {day}일", "{day} {month}")
OLD_YEARS = 2
"""From so many years on a value says its age."""
TARGET = Text("목표", "Target")
DISTANCE = Text("목표까지", "To target")
UNSTATED = Text("밝히지 않음", "Not stated")
UNCOUNTED = Text("해당 없음", "Not applicable")
NO_DENOMINATOR = Text("분모 밝히지 않음", "denominator not stated")
BY_YEAR = Text("{value} ({year}년)", "{value} by {year}")
OPEN_END = Text("{value} (기한 없음)", "{value}, no date")
DIRECTION_ONLY = Text("수치 없음, 방향만 공표", "A direction only, no number")
PEOPLE = Text("{gap} · 약 {people}명", "{gap} · about {people} people")
COUNTED = Text("{denominator}명 중 {numerator}명", "{numerator} of {denominator}")
POOL = Text("대상 대학 {count}곳", "{count} universities ranked")
WITH_MORE, ALONE = Text("{why}. {more}", "{why}. {more}"), Text("{why}.", "{why}.")
KNOWN, KNOWN_VALUE = Text("알려진 값", "Known"), Text("{name} {value}", "{name} {value}")
TOO_FEW = Text("판정 보류(관측 {points}/{needed})", "No verdict yet ({points} of {needed} points)")


@dataclass(frozen=True)
class Surroundings:
    """Why an indicator has no value, what is known instead, and where the ways on lead."""

    language: Language
    why: Reason
    known: Sequence[Standing]
    data_address: str
    sample_address: str
    sheet_address: str
    years_address: str = ""
    blanks: Sequence[Text] = ()
    """The cells without a number that leave it without a value."""


def silent_card(each: Standing, around: Surroundings) -> Card:
    """An indicator of a place without a value: why, and what is aimed at all the same."""
    language = around.language
    return Card(
        title=each.kpi.name(language),
        place=each.place(language),
        lines=tuple(
            (label(language), words(language))
            for label, words in (*_target_lines(each.progress), *_known_lines(around.known))
        ),
        reason=_reason(each, around)(language),
        years_address=around.years_address,
        data_address=around.data_address,
        sample_address=around.sample_address,
        sheet_address=around.sheet_address,
    )


def counted(kpi: Kpi, row: pd.Series) -> Text:
    """Numerator and denominator of a measurement in words, of a survey those drawn; a denominator nobody states says so."""
    unit = kpi.unit
    if pd.notna(row["sample_size"]):
        counts = {name: number(row[name]) for name in ("numerator", "denominator")}
        return kpi.formula(row["formula_id"]).sampled.fill(sampled=number(row["sample_size"]), **counts)
    if pd.isna(row["denominator"]):
        return UNSTATED if unit in ("percent", "rank") else UNCOUNTED
    if unit == "rank":
        return POOL.fill(count=number(row["denominator"]))
    if pd.isna(row["numerator"]) or UNITS[unit].is_money:
        return Text(f"{number(row['denominator'])}명", number(row["denominator"]))
    return COUNTED.fill(denominator=number(row["denominator"]), numerator=number(row["numerator"]))


def _target_lines(progress: Progress) -> list[tuple[Text, Text]]:
    goal, distance = aim_text(progress), distance_text(progress)
    lines = [(TARGET, goal), (DISTANCE, distance)]
    return [(label, words) for label, words in lines if words is not None]


def _reason(each: Standing, around: Surroundings) -> Text:
    """Why there is none; where nobody has published or loaded it, what would supply it."""
    if around.blanks:
        return Text(
            " ".join(blank.ko for blank in around.blanks), " ".join(blank.en for blank in around.blanks)
        )
    why = REASONS[around.why]
    supplied = around.why in ("never_announced", "not_loaded")
    return WITH_MORE.fill(why=why, more=each.kpi.unavailable) if supplied else ALONE.fill(why=why)


def _known_lines(known: Sequence[Standing]) -> list[tuple[Text, Text]]:
    told = [KNOWN_VALUE.fill(name=each.kpi.name, value=latest_text(each)) for each in known]
    return [(KNOWN, each) for each in told]


def aim_text(progress: Progress) -> Text | None:
    """What is aimed at, and by when; None if there is no target."""
    target = progress.target
    if target is None:
        return None
    if target.value is None:
        return DIRECTION_ONLY
    aimed = announced_text(target.unit, target.value, target.value_high)
    return BY_YEAR.fill(value=aimed, year=target.year) if target.year else OPEN_END.fill(value=aimed)


def distance_text(progress: Progress) -> Text | None:
    """How far the target is, in the indicator's unit and in people where they can be counted."""
    if progress.gap is None:
        return None
    distance = gap_text(progress.kpi.unit, progress.gap)
    if progress.people is None:
        return distance
    return PEOPLE.fill(gap=distance, people=number(progress.people))


def standing_text(progress: Progress) -> Text:
    """The judgement in words; a withheld one says how many points there are."""
    if progress.standing == "too_few_points" and not progress.allowed.verdict:
        return TOO_FEW.fill(points=progress.points, needed=VERDICT_NEEDS_POINTS)
    return STANDINGS[progress.standing]


def reference_day(kpi: Kpi) -> Text:
    """The day of each year that a value is about."""
    month, day = (int(part) for part in kpi.reference_day.split("-"))
    return DAY.fill(month=Text(str(month), month_name[month]), day=day)


def dated_text(latest: pd.Series) -> Text:
    """The reference date with the marks of the value."""
    marks = [mark_text(mark) for mark in str(latest["marks"]).split()]
    date = str(latest["reference_date"])
    return Text(
        ", ".join([date, *(mark.ko for mark in marks)]),
        ", ".join([date, *(mark.en[0].lower() + mark.en[1:] for mark in marks)]),
    )
