"""Sentences on why the whole moved: the parts of a change, and why one cannot be taken apart."""

from __future__ import annotations

from collections.abc import Mapping

from meomureum.analysis.statistics.decomposition import Step, StepKind
from meomureum.analysis.statistics.proportions import Movement
from meomureum.analysis.targets.movement import Moved, Refusal
from meomureum.analysis.words.groups import (
    Naming,
    points_with_sign,
    points_without_sign,
    signed_points,
    unit_name,
)
from meomureum.analysis.words.values import Words
from meomureum.measures.measurement import STATUSES
from meomureum.texts import Text, percent, plain

_WHY: Mapping[Movement, Text] = {
    "rose": Text(
        "{place} {name:은/는} {first}~{last}년 {difference} 올랐고, 가장 큰 몫은 {share}입니다",
        "{name}, {place}: rose {difference}, {first}-{last}; mainly {share}",
    ),
    "fell": Text(
        "{place} {name:은/는} {first}~{last}년 {difference} 내렸고, 가장 큰 몫은 {share}입니다",
        "{name}, {place}: fell {difference}, {first}-{last}; mainly {share}",
    ),
    "unclear": Text(
        "{place} {name:은/는} {first}~{last}년 뚜렷한 변화가 없고, 가장 큰 몫은 {share}입니다",
        "{name}, {place}: no clear change, {first}-{last} ({share})",
    ),
    "untested": Text(
        "{place} {name:은/는} {first}~{last}년 {gap} 달라졌고, 가장 큰 몫은 {share}입니다",
        "{name}, {place}: {gap}, {first}-{last}; mainly {share}",
    ),
}
_ONE_GROUP: Mapping[Movement, Text] = {
    "rose": Text(
        "{place} {name:은/는} {first}~{last}년 {difference} 올랐습니다({unit} 하나)",
        "{name}, {place}: rose {difference}, {first}-{last}; a single {unit}",
    ),
    "fell": Text(
        "{place} {name:은/는} {first}~{last}년 {difference} 내렸습니다({unit} 하나)",
        "{name}, {place}: fell {difference}, {first}-{last}; a single {unit}",
    ),
    "unclear": Text(
        "{place} {name:은/는} {first}~{last}년 뚜렷한 변화가 없습니다({unit} 하나)",
        "{name}, {place}: no clear change, {first}-{last}; a single {unit}",
    ),
    "untested": Text(
        "{place} {name:은/는} {first}~{last}년 {gap} 달라졌습니다({unit} 하나)",
        "{name}, {place}: {gap}, {first}-{last}; a single {unit}",
    ),
}
"""Where there is one group, no part is the largest."""
_SHARES: Mapping[StepKind, Text] = {
    "within": Text("각 {unit} 안의 변화({amount})", "within each {unit}, {amount}"),
    "mix": Text("{unit} 구성의 변화({amount})", "shares by {unit}, {amount}"),
    "opened": Text("{last}년에만 있는 {unit}({amount})", "{unit} in {last} only, {amount}"),
    "closed": Text("{first}년에만 있던 {unit}({amount})", "{unit} in {first} only, {amount}"),
}
_STEPS: Mapping[StepKind, Text] = {
    "start": Text("{first}년", "{first}"),
    "within": Text("{group}: 안의 변화", "{group}: change within"),
    "mix": Text("{group}: 비중의 변화", "{group}: change of share"),
    "opened": Text("{last}년에만 있는 {count}개", "{count} in {last} only"),
    "closed": Text("{first}년에만 있는 {count}개", "{count} in {first} only"),
    "end": Text("{last}년", "{last}"),
}
OTHERS = Text("그 밖의 {count}개", "{count} others")
EVERY = Text("집단 {count}개 모두", "All {count} groups")

_REFUSALS: Mapping[Refusal, Text] = {
    "no_ratio": Text(
        "이 지표는 나누는 수가 있는 비율이 아니어서 집단별로 나누어 볼 수 없습니다.",
        "This indicator is not a rate with a denominator, so it cannot be taken apart by groups.",
    ),
    "no_rows": Text("고른 조건에 맞는 값이 없습니다.", "No value meets the choices."),
    "one_year": Text(
        "고른 기간에는 {last}년 한 해의 값뿐이어서 변화를 볼 수 없습니다.",
        "Within the chosen years there is a value for {last} alone, so there is no change to explain.",
    ),
    "not_divided": Text(
        "이 자료는 {unit}별로 나뉘어 있지 않습니다.", "These data are not divided by {unit}."
    ),
    "in_part": Text(
        "이 화면에서 볼 수 있는 집단이 전체가 아니어서 도시의 변화를 나눌 수 없습니다.",
        "The groups that may be seen here are not everyone, so the city's change cannot be taken apart.",
    ),
    "not_offered": Text(
        "이 공개 수준에서는 이 지표를 집단별로 제공하지 않습니다.",
        "At this level of detail the indicator is not offered by groups.",
    ),
    "unknown": Text(
        "{groups}의 분모나 분자를 알 수 없어({statuses}) 변화를 정확히 나눌 수 없습니다. 추측해 채우지 않습니다.",
        "The counts of {groups} are not known ({statuses}), so the change cannot be taken apart exactly; "
        "nothing is guessed.",
    ),
}
_MOST_NAMED = 3
BY_SCHOOL = "institution"
NAMED = Text("{name}({amount})", "{name} ({amount})")
WHO = Text("가장 크게 움직인 학교: {named}", "The schools that moved it most: {named}")
NOT_BY_SCHOOL = Text(
    "학교별 인원이 공표되지 않아 어느 학교가 움직였는지는 알 수 없습니다.",
    "Numbers by school are not published, so it cannot be said which school moved it.",
)
_SUMS: Mapping[StepKind, Text] = {
    "within": Text("집단 안의 변화를 모두 더하면 {amount}", "All changes within groups: {amount}"),
    "mix": Text("비중의 변화를 모두 더하면 {amount}", "All changes of share: {amount}"),
    "opened": Text("{last}년에만 있는 집단 {amount}", "Groups in {last} only: {amount}"),
    "closed": Text("{first}년에만 있는 집단 {amount}", "Groups in {first} only: {amount}"),
}


def why(moved: Moved, place: Text) -> Text:
    """One sentence: how the whole moved and what the largest part of it is. Needs a bridge."""
    found, whole = moved.bridge, moved.whole
    if found is None or whole is None:
        return refusal(moved, plain)
    amounts: dict[StepKind, float] = {
        "within": found.within,
        "mix": found.mix,
        "opened": found.opened,
        "closed": found.closed,
    }
    largest = max(amounts, key=lambda kind: abs(amounts[kind]))
    years: Words = {"first": moved.first_year or "", "last": moved.last_year or ""}
    unit = unit_name(moved.question.unit)
    return (_WHY if len(found.parts) > 1 else _ONE_GROUP)[whole.movement].fill(
        place=place,
        name=moved.question.kpi.name,
        difference=points_without_sign(abs(found.change)),
        gap=points_with_sign(found.change),
        unit=unit,
        share=_SHARES[largest].fill(unit=unit, amount=points_with_sign(amounts[largest]), **years),
        **years,
    )


def who_moved(moved: Moved, naming: Naming) -> Text:
    """Which schools or universities moved the whole most; that none can be named where they are not told apart."""
    found = moved.bridge
    if found is None or moved.question.unit != BY_SCHOOL:
        return plain("") if found is None or BY_SCHOOL in moved.question.units else NOT_BY_SCHOOL
    amounts = {part.group: part.within + part.mix + part.entry for part in found.parts}
    largest = sorted(amounts, key=lambda code: -abs(amounts[code]))[:_MOST_NAMED]
    named = [
        NAMED.fill(name=naming(code), amount=signed_points(amounts[code]))
        for code in largest
        if amounts[code]
    ]
    return WHO.fill(named=_joined(named)) if named else plain("")


def step_text(step: Step, moved: Moved, naming: Naming) -> Text:
    """What a step of the bridge is called."""
    group = naming("".join(step.groups)) if step.groups and not step.summed else _several(step, moved)
    return _STEPS[step.kind].fill(
        group=group, count=len(step.groups), first=moved.first_year or "", last=moved.last_year or ""
    )


def _several(step: Step, moved: Moved) -> Text:
    both = [part for part in moved.bridge.parts if part.first and part.last] if moved.bridge else []
    return (EVERY if len(step.groups) == len(both) else OTHERS).fill(count=len(step.groups))


def step_amount(step: Step) -> Text:
    """A level in percent, a change in points."""
    return plain(percent(step.amount)) if step.kind in ("start", "end") else signed_points(step.amount)


def refusal(moved: Moved, naming: Naming) -> Text:
    """Why a change cannot be taken apart."""
    codes = list(dict.fromkeys(each.code for each in moved.unknown))
    named = [naming(code) for code in codes[:_MOST_NAMED]]
    if codes[_MOST_NAMED:]:
        named.append(OTHERS.fill(count=len(codes) - _MOST_NAMED))
    return _REFUSALS[moved.refusal or "no_rows"].fill(
        last=moved.last_year or "",
        unit=unit_name(moved.question.unit) if moved.question.unit else "",
        groups=_joined(named),
        statuses=_joined(
            [STATUSES[each] for each in dict.fromkeys(each.row["status"] for each in moved.unknown)]
        ),
    )


def _joined(words: list[Text]) -> Text:
    return Text(", ".join(each.ko for each in words), ", ".join(each.en for each in words))


def sums(moved: Moved) -> tuple[Text, ...]:
    """The four parts of the change, one per line; new and closed groups only if there are any."""
    found = moved.bridge
    if found is None:
        return ()
    amounts: dict[StepKind, float] = {"within": found.within, "mix": found.mix}
    if any(part.first is None for part in found.parts):
        amounts["opened"] = found.opened
    if any(part.last is None for part in found.parts):
        amounts["closed"] = found.closed
    years: Words = {"first": moved.first_year or "", "last": moved.last_year or ""}
    return tuple(_SUMS[kind].fill(amount=signed_points(amount), **years) for kind, amount in amounts.items())
