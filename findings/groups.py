"""Sentences on groups: how they lie about the whole, how two differ, why the whole moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis import Movement, Standing, Step, StepKind
from findings.sentences import Words
from findings.values import value_text
from indicators import dimensions
from kpis import STATUSES, find
from progress import Change, Comparison, Moved, Question, Refusal
from texts import Text, number, percent, plain, points

Naming = Callable[[str], Text]

STANDINGS_AMONG: Mapping[Standing, Text] = {
    "below": Text("예상 범위 아래", "Below the expected range"),
    "as_expected": Text("예상 범위 안", "As expected"),
    "above": Text("예상 범위 위", "Above the expected range"),
}
_COUNT = Text("{groups} {count}개", "{count} {groups}")
_INSIDE = Text(
    "{year}년 {name:은/는} {groups} 모두 예상 범위 안입니다", "{name}, {year}: all {groups} are as expected"
)
_OUTSIDE = Text("{year}년 {name:은/는} {groups} 가운데 {outside}", "{name}, {year}: of {groups}, {outside}")
_BOTH = Text("{above}개가 예상보다 높고 {below}개가 낮습니다", "{above} above and {below} below expectation")
_ABOVE = Text("{above}개가 예상보다 높습니다", "{above} above the expected range")
_BELOW = Text("{below}개가 예상보다 낮습니다", "{below} below the expected range")
_NOT_COUNTED = Text(
    "{year}년 {name:은/는} 분모를 아는 {unit:이/가} 없습니다",
    "{name}, {year}: no group by {unit} has a known denominator",
)

MOVEMENTS: Mapping[Movement, Text] = {
    "rose": Text("오름", "Rose"),
    "fell": Text("내림", "Fell"),
    "unclear": Text("뚜렷하지 않음", "Not clear"),
    "untested": Text("분모를 몰라 견주지 않음", "Not compared: denominator unknown"),
}
BETWEEN_GROUPS: Mapping[Movement, Text] = {
    "rose": Text(
        "{year}년 {name:은/는} {second:이/가} {first}보다 {difference} 높습니다",
        "{name}, {year}: {second} is {difference} higher than {first}",
    ),
    "fell": Text(
        "{year}년 {name:은/는} {second:이/가} {first}보다 {difference} 낮습니다",
        "{name}, {year}: {second} is {difference} lower than {first}",
    ),
    "unclear": Text(
        "{year}년 {name}: {first:과/와} {second}의 차이는 우연과 구별되지 않습니다",
        "{name}, {year}: {first} and {second} cannot be told apart from chance",
    ),
    "untested": Text(
        "{year}년 {name}: {first}, {second}. 분모를 몰라 견주지 않습니다",
        "{name}, {year}: {first}, {second}; not compared, as a denominator is unknown",
    ),
}
BETWEEN_YEARS: Mapping[Movement, Text] = {
    "rose": Text(
        "{place} {name:은/는} {first}년 {old}에서 {last}년 {new:으로/로} {difference} 올랐습니다",
        "{name}, {place}: rose {difference}, from {old} in {first} to {new} in {last}",
    ),
    "fell": Text(
        "{place} {name:은/는} {first}년 {old}에서 {last}년 {new:으로/로} {difference} 내렸습니다",
        "{name}, {place}: fell {difference}, from {old} in {first} to {new} in {last}",
    ),
    "unclear": Text(
        "{place} {name:은/는} {first}년 {old}, {last}년 {new:으로/로} 뚜렷한 변화가 없습니다",
        "{name}, {place}: no clear change, {old} in {first}, {new} in {last}",
    ),
    "untested": Text(
        "{place} {name:은/는} {first}년 {old}, {last}년 {new}입니다",
        "{name}, {place}: {old} in {first}, {new} in {last}",
    ),
}
_WITH_VALUE = Text("{name}({value})", "{name} ({value})")
_INTERVAL = Text(
    "차이 {gap}, 우연을 고려한 95% 구간 {low}에서 {high}까지",
    "Difference {gap}; 95 % interval, allowing for chance, {low} to {high}",
)
_THINGS = Text("{name}: {denominator}건 중 {numerator}건", "{name}: {numerator} of {denominator}")
_PEOPLE = Text("{name}: {denominator}명 중 {numerator}명", "{name}: {numerator} of {denominator}")

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
_STAND_IN = Text(
    "'{asked}'의 방식으로는 인원을 알 수 없어 '{used}'의 값을 보여 드립니다. 두 산식의 값은 서로 견줄 수 없습니다.",
    "'{asked}' has no counts here, so '{used}' is shown. The two formulas cannot be compared.",
)


def unit_name(unit: str) -> Text:
    """What a grouping is called within a sentence."""
    name = dimensions.NAMES[unit]
    return Text(name.ko, name.en.lower())


def stand_in(found: Question, formula_id: str) -> Text | None:
    """That another formula than the one asked for is shown; None where it is that one."""
    asked = found.kpi.formula(formula_id)
    if not found.years or asked.id == found.formula.id:
        return None
    return _STAND_IN.fill(asked=asked.name, used=found.formula.name)


def spread(found: Comparison) -> Text:
    """How many groups of a year are as expected, above and below; no group is named first or last."""
    kpi, standings = found.question.kpi, [found.standing(each) for each in found.drawn]
    words: Words = {"name": kpi.name, "year": found.year or "", "unit": unit_name(found.question.unit)}
    if not standings:
        return _NOT_COUNTED.fill(**words)
    groups = _COUNT.fill(count=len(standings), groups=Text(unit_name(found.question.unit).ko, "groups"))
    above, below = standings.count("above"), standings.count("below")
    if not above and not below:
        return _INSIDE.fill(groups=groups, **words)
    outside = _BOTH if above and below else _ABOVE if above else _BELOW
    return _OUTSIDE.fill(groups=groups, outside=outside.fill(above=above, below=below), **words)


def difference_of_groups(change: Change, name: Text, first: Text, second: Text) -> Text:
    """Whether the second group is higher or lower than the first in one year, beyond chance."""
    values = _values(change)
    return BETWEEN_GROUPS[change.movement].fill(
        name=name,
        year=int(change.last["year"]),
        first=_WITH_VALUE.fill(name=first, value=values["old"]),
        second=_WITH_VALUE.fill(name=second, value=values["new"]),
        difference=values["difference"],
    )


def difference_of_years(change: Change, name: Text, place: Text) -> Text:
    """Whether one group, or all together, rose or fell between two years, beyond chance."""
    return BETWEEN_YEARS[change.movement].fill(
        name=name,
        place=place,
        first=int(change.first["year"]),
        last=int(change.last["year"]),
        **_values(change),
    )


def _values(change: Change) -> Words:
    return {
        "old": value_text("percent", change.first["value"]),
        "new": value_text("percent", change.last["value"]),
        "difference": _points(abs(change.difference)),
    }


def _points(difference: float) -> Text:
    """Without a sign, as the verb tells the direction; what is not nothing never reads as 0.0."""
    return plain(_signed(difference).lstrip("+"))


def _signed(difference: float) -> str:
    shown = points(difference)
    return points(difference, 2) if shown == "0.0%p" else shown


def signed_points(difference: float) -> str:
    """A part of a change with its sign, in hundredths where tenths would show nothing of it."""
    return points(difference, 2)


def interval_text(change: Change) -> Text | None:
    """The difference with its interval; None where people are not counted."""
    if change.interval is None:
        return None
    low, high = points(change.interval.low), points(change.interval.high)
    return _INTERVAL.fill(gap=points(change.difference), low=low, high=high)


def people_of(change: Change, first: Text, second: Text) -> tuple[Text, ...]:
    """Both counts in words, the denominator first."""
    if change.counts is None:
        return ()
    words = _PEOPLE if find(str(change.first["kpi_id"])).counts_people else _THINGS
    return tuple(
        words.fill(name=name, denominator=number(count.denominator), numerator=number(count.numerator))
        for name, count in zip((first, second), change.counts, strict=True)
    )


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
    share = _SHARES[largest].fill(unit=unit_name(moved.question.unit), amount=_signed(amounts[largest]))
    return _WHY[whole.movement].fill(
        place=place,
        name=moved.question.kpi.name,
        first=moved.first_year or "",
        last=moved.last_year or "",
        difference=_points(abs(found.change)),
        gap=_signed(found.change),
        share=share,
    )


def step_text(step: Step, moved: Moved, naming: Naming) -> Text:
    """What a step of the bridge is called."""
    group = naming("".join(step.groups)) if step.groups and not step.summed else _several(step, moved)
    return _STEPS[step.kind].fill(
        group=group, count=len(step.groups), first=moved.first_year or "", last=moved.last_year or ""
    )


def _several(step: Step, moved: Moved) -> Text:
    both = [part for part in moved.bridge.parts if part.first and part.last] if moved.bridge else []
    return (EVERY if len(step.groups) == len(both) else OTHERS).fill(count=len(step.groups))


def step_amount(step: Step) -> str:
    """A level in percent, a change in points."""
    return percent(step.amount) if step.kind in ("start", "end") else signed_points(step.amount)


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


_SUMS: Mapping[StepKind, Text] = {
    "within": Text("집단 안의 변화를 모두 더하면 {amount}", "All changes within groups: {amount}"),
    "mix": Text("비중의 변화를 모두 더하면 {amount}", "All changes of share: {amount}"),
    "opened": Text("{last}년에만 있는 집단 {amount}", "Groups in {last} only: {amount}"),
    "closed": Text("{first}년에만 있는 집단 {amount}", "Groups in {first} only: {amount}"),
}


def sums(moved: Moved) -> tuple[Text, ...]:
    """The four parts of the change, each in a line; those that came or went only where there are any."""
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
