"""Why there is no verdict, and what a reader must know before quoting one."""

from __future__ import annotations

from meomureum.analysis.targets.judgement import VERDICT_NEEDS_POINTS, Progress
from meomureum.analysis.words.values import announced_baseline
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.texts import Text, number

REASONS: dict[str, Text] = {
    "not_published": Text("공표된 값이 없어 판정하지 않습니다.", "No verdict: no value has been published."),
    "partial": Text(
        "등록 기관 가운데 일부의 값뿐이라 시의 값으로 판정하지 않습니다.",
        "No verdict: the value is of some institutions only, not of the city.",
    ),
    "no_target": Text("공표된 목표가 없어 판정하지 않습니다.", "No verdict: no target has been published."),
    "direction_only": Text(
        "목표의 방향만 공표되고 수치가 없어 판정하지 않습니다.",
        "No verdict: the target is a direction without a number.",
    ),
    "other_unit": Text(
        "목표와 지표의 단위가 달라 판정하지 않습니다.",
        "No verdict: target and indicator have different units.",
    ),
    "undated": Text(
        "목표의 기한이나 기준값이 공표되지 않아 경로를 그릴 수 없어 판정하지 않습니다.",
        "No verdict: without a date or a baseline the target has no path.",
    ),
    "scheduled": Text(
        "목표 단계의 해가 아직 오지 않아 판정하지 않습니다.",
        "No verdict: the year of the stage has not come.",
    ),
    "baseline_only": Text(
        "기준값 뒤로 공표된 값이 없어 판정하지 않습니다. 같은 산식의 값이 {needed}개부터 판정합니다.",
        "No verdict: nothing has been published since the baseline. It takes {needed} values of one formula.",
    ),
    "too_few_points": Text(
        "같은 산식으로 관측한 값이 {points}개뿐이라 판정하지 않습니다. {needed}개부터 판정합니다.",
        "No verdict: observed values of one formula: {points}. It takes {needed}.",
    ),
}
NOTHING_DUE = Text(
    "최근 값이 기준연도까지의 값이라 아직 이룰 몫이 없어 판정하지 않습니다.",
    "No verdict: up to the baseline year nothing is due yet.",
)


def why_no_verdict(progress: Progress) -> Text | None:
    """Why there is no verdict; None if there is one."""
    if progress.judged:
        return None
    if progress.standing == "too_few_points" and progress.allowed.verdict:
        return NOTHING_DUE
    return REASONS[progress.standing].fill(points=progress.points, needed=VERDICT_NEEDS_POINTS)


ASSUMED_YEAR = Text(
    "기준연도 {year}년은 발표문에 없어 가정한 것입니다.",
    "The baseline year {year} is not in the announcement and is assumed.",
)
TWO_FORMULAS = Text(
    "기준값 {value:은/는} 산식을 밝히지 않은 발표값이고, 최근 값의 산식은 '{formula}'입니다.",
    "The baseline of {value} was announced without its formula; the latest value is by '{formula}'.",
)
SAME_DENOMINATOR = Text(
    "사람 수는 {year}년 분모 {people}명이 그대로일 때의 어림입니다.",
    "People are estimates that keep the denominator of {year}, {people}.",
)
CHANCE = Text(
    "구간은 한 사람 한 사람의 선택이 되풀이될 때의 우연한 변동입니다.",
    "The interval is chance variation if each person's choice were repeated.",
)
NO_GROWTH = Text(
    "성장률 방식은 목표연도 뒤나 0인 값에는 쓰지 않습니다.",
    "The growth method does not apply after the target year or to values of zero.",
)


def reservations(progress: Progress) -> tuple[Text, ...]:
    """What a reader must know before quoting the verdict."""
    target, latest, told = progress.target, progress.latest, list[Text]()
    if target is None or latest is None:
        return ()
    baseline = announced_baseline(target)
    if baseline is not None and target.baseline_year is not None:
        if target.year_assumed:
            told.append(ASSUMED_YEAR.fill(year=target.baseline_year))
        if latest["formula_id"] != ANNOUNCED.id:
            formula = progress.kpi.formula(latest["formula_id"]).name
            told.append(TWO_FORMULAS.fill(value=baseline, formula=formula))
    if progress.people is not None:
        told.append(SAME_DENOMINATOR.fill(year=int(latest["year"]), people=number(latest["denominator"])))
    if progress.last_change is not None and progress.last_change.counts is not None:
        told.append(CHANCE)
    if progress.judged and progress.by_path is not None and progress.by_growth is None:
        told.append(NO_GROWTH)
    return tuple(told)
