"""The chain in words: its stages, the nodes people flow through, and what may be said of cohorts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from meomureum.analysis.statistics.chain import Cohort, chain_movement
from meomureum.analysis.studies.cohorts import Cohorts, Lack
from meomureum.analysis.words.some_institutions import of_some
from meomureum.texts import Text, number, percent

PER_PEOPLE = 10_000
STAGES: Mapping[str, Text] = {
    "local_university_entry_rate": Text("시 안 대학 진학", "Entry in the city"),
    "university_dropout_rate": Text("학업 지속", "Staying enrolled"),
    "local_employment_rate": Text("시 안 취업", "Job in the city"),
    "settlement_rate_1y": Text("정주", "Settling"),
}
KEPT: Mapping[str, Text] = {
    "local_university_entry_rate": Text(
        "고교 졸업자 가운데 시 안의 대학에 진학한 사람", "School leavers who entered a university in the city"
    ),
    "university_dropout_rate": Text(
        "시 안 대학의 재적학생 가운데 그해에 그만두지 않은 사람, 네 해를 곱함",
        "Students of the city's universities who did not drop out in the year, over four years",
    ),
    "local_employment_rate": Text(
        "시 안 대학의 졸업자 가운데 시 안에 취업한 사람",
        "Graduates of the city's universities with a job in the city",
    ),
    "settlement_rate_1y": Text(
        "시 안 대학의 졸업자 가운데 한 해 뒤 시에 사는 사람",
        "Graduates of the city's universities who live in the city a year later",
    ),
}
NODES: Mapping[str, Text] = {
    "school": Text("고교 졸업", "Left school"),
    "entered": Text("시 안 대학 진학", "University here"),
    "away": Text("시 밖 대학 진학", "University elsewhere"),
    "straight_to_work": Text("곧바로 취업", "Straight to work"),
    "stayed": Text("학업 지속", "Stayed enrolled"),
    "hired": Text("시 안 취업", "Job here"),
    "hired_elsewhere": Text("시 밖 취업", "Job elsewhere"),
    "settled": Text("정주", "Settled"),
    "unknown": Text("알 수 없음·추적 불가", "Unknown, lost to follow-up"),
    "other": Text("그 밖", "Other"),
}
FINDING = Text(
    "{city} {year}년 졸업자 1만 명 중 {people}명이 네 단계를 이었고 {stage}에서 가장 줄었습니다",
    "{city}, {year}: {people} in 10,000 pass all four stages, fewest pass {stage}",
)
FINDING_UNCLEAR = Text(
    "{city} {year}년 졸업자 1만 명 중 {people}명이 네 단계를 모두 이었습니다",
    "{city}, {year}: {people} in 10,000 pass all four stages",
)
WEAKEST = Text(
    "가장 약한 고리는 이어지는 비율이 가장 낮은 단계입니다. 곱이므로 여기를 1%p 올릴 때 사슬이 가장 크게 늘어납니다.",
    "The weakest link is the stage that passes the lowest share: in a product one point more there adds most.",
)
AGAINST = Text(
    "{others:을/를} 합한 같은 코호트와 비교하면 {stage} 단계가 가장 낮습니다({times}배).",
    "Against the same cohort of {others} together, {stage} is lowest ({times} times theirs).",
)
MOVED = {
    "rose": Text(
        "{city} 정주 사슬은 1만 명 중 {first}년 {old}명에서 {last}년 {new}명으로 늘었습니다",
        "{city}, chain: rose from {old} in 10,000 (cohort of {first}) to {new} (cohort of {last})",
    ),
    "fell": Text(
        "{city} 정주 사슬은 1만 명 중 {first}년 {old}명에서 {last}년 {new}명으로 줄었습니다",
        "{city}, chain: fell from {old} in 10,000 (cohort of {first}) to {new} (cohort of {last})",
    ),
    "unclear": Text(
        "{city} 정주 사슬은 1만 명 중 {first}년 {old}명, {last}년 {new}명으로 뚜렷한 변화가 없습니다",
        "{city}, chain: no clear change, {old} in 10,000 (cohort of {first}), {new} (cohort of {last})",
    ),
    "untested": Text(
        "{city} 정주 사슬은 1만 명 중 {first}년 {old}명, {last}년 {new}명입니다",
        "{city}, chain: {old} in 10,000 (cohort of {first}), {new} (cohort of {last})",
    ),
}
REFUSED = Text(
    "{year}년 코호트는 잇지 않습니다. 자료가 없는 단계: {lacks}.",
    "The cohort of {year} is not put together. Not counted: {lacks}.",
)
LACK = Text("{stage} {years}년", "{stage} {years}")
EXISTING = Text("이을 수 있는 코호트: {years}년.", "Cohorts that can be put together: {years}.")
NONE_EXISTING = Text(
    "네 단계의 연도가 맞는 코호트가 없습니다.", "No cohort has all four stages in matching years."
)


def per_people(rate: float) -> str:
    """A share of the school leavers as people in ten thousand."""
    return number(rate * PER_PEOPLE, 1)


def chain_finding(cohort: Cohort, city: Text) -> Text:
    """What the chain of a cohort holds, and where it is weakest."""
    told: dict[str, Text | str | int] = {
        "city": city,
        "year": cohort.year,
        "people": per_people(cohort.value),
    }
    if not cohort.weakest_is_clear:
        return FINDING_UNCLEAR.fill(**told)
    stage = cohort.stages[cohort.weakest][0].stage
    return FINDING.fill(stage=_inner(STAGES[stage]), **told)


def _inner(stage: Text) -> Text:
    return Text(f"'{stage.ko}'", f"'{stage.en}'")


def of_some_institutions(behind: pd.DataFrame) -> list[Text]:
    """Of how many institutions the stages are that are not of all."""
    every = (
        of_some(STAGES[row["kpi_id"]], int(row["year"]), row["marks"]) for row in behind.to_dict("records")
    )
    return [told for told in every if told is not None]


def against_others(cohort: Cohort, others: Mapping[str, Cohort], names: Mapping[str, Text]) -> Text | None:
    """The stage that is lowest compared with other cities of the same cohort; None if there are no others."""
    if not others:
        return None
    times = cohort.against(list(others.values()))
    at = times.index(min(times))
    stage = STAGES[cohort.stages[at][0].stage]
    return AGAINST.fill(others=together(others, names), stage=_inner(stage), times=number(times[at], 2))


def together(cities: Iterable[str], names: Mapping[str, Text]) -> Text:
    """The names of some cities side by side."""
    listed = [names[city] for city in cities]
    return Text(", ".join(city.ko for city in listed), ", ".join(city.en for city in listed))


def chain_change(before: Cohort, after: Cohort, city: Text) -> Text:
    """How the chain differs between two cohorts, judged by the interval of their ratio."""
    return MOVED[chain_movement(before, after)].fill(
        city=city,
        first=before.year,
        last=after.year,
        old=per_people(before.value),
        new=per_people(after.value),
    )


def refusal(year: int, lacks: tuple[Lack, ...]) -> Text:
    """Why a cohort is incomplete: the stages and years that nobody counted."""
    told = [LACK.fill(stage=STAGES[lack.stage], years=", ".join(map(str, lack.years))) for lack in lacks]
    joined = Text("; ".join(each.ko for each in told), "; ".join(each.en for each in told))
    return REFUSED.fill(year=year, lacks=joined)


def cohorts_text(found: Cohorts) -> Text:
    """Which cohorts of a city can be put together."""
    years = ", ".join(str(cohort.year) for cohort in found.matched)
    return EXISTING.fill(years=years) if years else NONE_EXISTING


def share_text(share: float) -> str:
    """A share of a change, signed."""
    return f"{'+' if share > 0 else ''}{percent(share, 0)}"
