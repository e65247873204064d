"""The card of one indicator: what has been measured and judged, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from meomureum.analysis.targets import STANDINGS, VERDICT_NEEDS_POINTS, Progress, Standing
from meomureum.analysis.words import change, gap_text, value_text
from meomureum.components.markup import SYNTHETIC, Card, Status, Tone
from meomureum.components.sparkline import Point, Trend
from meomureum.measures.measurement import MARKS, RUNGS
from meomureum.texts import Language, Text, number, plain
from meomureum.units import UNITS

TONES: dict[Standing, Tone] = {
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
}
DENOMINATOR = Text("분모", "Denominator")
AS_OF = Text("기준일", "As of")
FORMULA = Text("산식", "Formula")
LOCAL = Text("지역 범위", "Local means")
TARGET = Text("목표", "Target")
DISTANCE = Text("목표까지", "To target")
SOURCE = Text("출처", "Source")
UNSTATED = Text("밝히지 않음", "Not stated")
EARLIER = Text("앞선 값", "Before")
BEFORE = Text("{value} ({year}년)", "{value} in {year}")
BY_YEAR = Text("{value} ({year}년)", "{value} by {year}")
OPEN_END = Text("{value} (기한 없음)", "{value}, no date")
DIRECTION_ONLY = Text("수치 없음, 방향만 공표", "A direction only, no number")
PEOPLE = Text("{gap} · 약 {people}명", "{gap} · about {people} people")
COUNTED = Text("{denominator}명 중 {numerator}명", "{numerator} of {denominator}")
RESPONDENTS = Text("응답 {count}명(가중)", "{count} respondents (weighted)")
POOL = Text("대상 대학 {count}곳", "{count} universities ranked")
TREND = Text("{first}년부터 {last}년까지의 추이", "Trend from {first} to {last}")
TOO_FEW = Text("판정 보류(관측 {points}/{needed})", "No verdict yet ({points} of {needed} points)")


@dataclass(frozen=True)
class Surroundings:
    """What a card needs beside the figure: names, sources, and where its links lead."""

    language: Language
    sources: dict[str, str]
    synthetic: bool
    progress_address: str
    data_address: str
    sample_address: str
    sheet_address: str = ""


def indicator_card(place: Text, progress: Progress, rows: pd.DataFrame, around: Surroundings) -> Card:
    """The card of one indicator of one place; `rows` are its measurements."""
    language, kpi, latest = around.language, progress.kpi, progress.latest
    card = Card(
        title=kpi.name(language),
        place=place(language),
        synthetic=around.synthetic,
        sheet_address=around.sheet_address,
        lines=tuple((label(language), words(language)) for label, words in _target_lines(progress)),
    )
    if latest is None:
        return replace(
            card,
            reason=kpi.unavailable(language),
            data_address=around.data_address,
            sample_address="" if around.synthetic else around.sample_address,
        )
    earlier = earlier_text(progress, rows)
    lines = [
        *_figure_lines(progress, latest, around),
        *([(EARLIER, earlier)] if earlier else []),
        *_target_lines(progress),
    ]
    return replace(
        card,
        value=value_text(kpi.unit, latest["value"], latest["value_high"])(language),
        status=Status(TONES[progress.standing], standing_text(progress)(language)),
        lines=tuple((label(language), words(language)) for label, words in lines),
        trend=trend_of(place, progress, rows, language),
        progress_address=around.progress_address,
    )


def _figure_lines(progress: Progress, latest: pd.Series, around: Surroundings) -> list[tuple[Text, Text]]:
    kpi, formula = progress.kpi, progress.kpi.formula(latest["formula_id"])
    lines = [(DENOMINATOR, counted(kpi.unit, latest)), (AS_OF, dated_text(latest))]
    if kpi.unit == "percent":
        lines.append((FORMULA, formula.name))
    if len({each.geography for each in kpi.formulas}) > 1:
        lines.append((LOCAL, RUNGS[formula.geography]))
    if around.synthetic:
        return [*lines, (SOURCE, SYNTHETIC)]
    cited = [
        around.sources.get(each, each)
        for each in str(latest["source_ids"] or "").split(";")
        if each and each != "nan"
    ]
    return [*lines, (SOURCE, plain(", ".join(cited)))] if cited else lines


def earlier_text(progress: Progress, rows: pd.DataFrame) -> Text | None:
    """The value before the latest one, of the same formula."""
    earlier = _same_line(progress, rows).iloc[:-1]
    if earlier.empty:
        return None
    before = earlier.iloc[-1]
    value = value_text(progress.kpi.unit, before["value"], before["value_high"])
    return BEFORE.fill(value=value, year=int(before["year"]))


def _same_line(progress: Progress, rows: pd.DataFrame) -> pd.DataFrame:
    """The values of the latest one's own formula and origin; two formulas never share a line."""
    if progress.latest is None:
        return rows.iloc[:0]
    formula, origin = progress.latest["formula_id"], progress.latest["origin"]
    same: pd.DataFrame = rows[rows["formula_id"].eq(formula) & rows["origin"].eq(origin)]
    return same.dropna(subset=["value"]).sort_values("year")


def counted(unit: str, row: pd.Series) -> Text:
    """Numerator and denominator of a measurement in words; a denominator nobody states says so."""
    if pd.notna(row["sample_size"]):
        return RESPONDENTS.fill(count=number(row["sample_size"]))
    if pd.isna(row["denominator"]):
        return UNSTATED if unit in ("percent", "rank") else Text("해당 없음", "Not applicable")
    if unit == "rank":
        return POOL.fill(count=number(row["denominator"]))
    if pd.isna(row["numerator"]) or UNITS[unit].is_money:
        return Text(f"{number(row['denominator'])}명", number(row["denominator"]))
    return COUNTED.fill(denominator=number(row["denominator"]), numerator=number(row["numerator"]))


def _target_lines(progress: Progress) -> list[tuple[Text, Text]]:
    goal, distance = aim_text(progress), distance_text(progress)
    lines = [(TARGET, goal), (DISTANCE, distance)]
    return [(label, words) for label, words in lines if words is not None]


def aim_text(progress: Progress) -> Text | None:
    """What is aimed at, and by when; None without a target."""
    target = progress.target
    if target is None:
        return None
    if target.value is None:
        return DIRECTION_ONLY
    aimed = value_text(target.unit, target.value, target.value_high)
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


def dated_text(latest: pd.Series) -> Text:
    """The reference date with the marks of the value."""
    marks = [MARKS[mark] for mark in str(latest["marks"]).split()]
    date = str(latest["reference_date"])
    return Text(
        ", ".join([date, *(mark.ko for mark in marks)]), ", ".join([date, *(mark.en for mark in marks)])
    )


def trend_of(place: Text, progress: Progress, rows: pd.DataFrame, language: Language) -> Trend | None:
    """A small line from three points on; fewer are told in words only."""
    same = _same_line(progress, rows)
    if len(same) < VERDICT_NEEDS_POINTS:
        return None
    by_year = same.set_index("year")["value"]
    years = range(int(by_year.index.min()), int(by_year.index.max()) + 1)
    target = progress.target.far_end() if progress.target and progress.gap is not None else None
    computed = bool((same["origin"] == "computed").all())
    return Trend(
        points=tuple(Point(year, by_year.get(year), computed) for year in years),
        title=TREND.fill(first=years[0], last=years[-1])(language),
        description=change(progress.kpi, place, same)(language),
        target=target,
    )
