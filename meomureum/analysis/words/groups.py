"""Sentences on groups: how they lie about the whole, how two differ, which is highest and lowest as far as it holds.

The highest and the lowest of many groups differ by chance alone. So the interval of their
difference is widened for every pair that could have been picked (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import NormalDist

import pandas as pd

from meomureum.analysis.statistics.funnel import Standing
from meomureum.analysis.statistics.proportions import Movement, newcombe
from meomureum.analysis.targets.changes import Change, count_of
from meomureum.analysis.targets.groups import Comparison, Question
from meomureum.analysis.words.values import Words, distance, row_text, value_text
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import Kpi, find
from meomureum.texts import Text, number, plain, points

Naming = Callable[[str], Text]

STANDINGS_AMONG: Mapping[Standing, Text] = {
    "below": Text("예상 범위 아래", "Below the expected range"),
    "as_expected": Text("예상 범위 안", "As expected"),
    "above": Text("예상 범위 위", "Above the expected range"),
}
_COUNT = Text("{groups} {count}개", "{count} {groups}")
LEAST_GROUPS = 5
"""With fewer the range of chance rests on the groups that are held against it."""
_TOO_FEW = Text(
    "{year}년 {name:은/는} {groups}뿐이어서 어느 곳이 예상과 다른지 말하지 않습니다",
    "{name}, {year}: {groups}, too few to say which differs",
)
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
    "untested": Text("분모를 몰라 비교하지 않음", "Not compared: denominator unknown"),
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
        "{year}년 {name}: {first}, {second}. 분모를 몰라 비교하지 않습니다",
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
    "Difference {gap}; 95% interval, allowing for chance, {low} to {high}",
)
_THINGS = Text("{name}: {denominator}건 중 {numerator}건", "{name}: {numerator} of {denominator}")
_PEOPLE = Text("{name}: {denominator}명 중 {numerator}명", "{name}: {numerator} of {denominator}")

_STAND_IN = Text(
    "'{asked}'의 방식으로는 인원을 알 수 없어 '{used}'의 값을 보여 드립니다. 두 산식의 값은 서로 비교할 수 없습니다.",
    "'{asked}' has no counts here, so '{used}' is shown. The two formulas cannot be compared.",
)


def unit_name(unit: str) -> Text:
    """What a grouping is called within a sentence."""
    name = dimensions.NAMES[unit]
    return Text(name.ko, name.en.lower())


def stand_in(found: Question, formula_id: str) -> Text | None:
    """A notice that a formula other than the chosen one is shown; None if it is the chosen one."""
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
    if len(standings) < LEAST_GROUPS:
        return _TOO_FEW.fill(groups=groups, **words)
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
        "difference": points_without_sign(abs(change.difference)),
    }


def points_without_sign(difference: float) -> Text:
    """The same without a sign, for use after a verb that gives the direction."""
    return plain(points_with_sign(difference).lstrip("+"))


def points_with_sign(difference: float) -> str:
    """The change with its sign, in tenths of a point; a non-zero change never reads as 0.0."""
    shown = points(difference)
    return points(difference, 2) if shown == "0.0%p" else shown


def signed_points(difference: float) -> Text:
    """A part of a change with its sign, in hundredths where tenths would show nothing of it."""
    return plain(points(difference, 2))


def interval_text(change: Change) -> Text | None:
    """The difference with its interval; None if people are not counted."""
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


CERTAINTY = 0.95
ABOVE = Text(
    "{year}년 {name:은/는} {top} {high:으로/로} {bottom}({low})보다 {difference} 높습니다",
    "{name}, {year}: {top} ({high}) is {difference} above {bottom} ({low})",
)
ALIKE = Text(
    "{year}년 {name:은/는} {top} {high}, {bottom} {low:으로/로} 차이가 뚜렷하지 않습니다",
    "{name}, {year}: no clear difference between {top} ({high}) and {bottom} ({low})",
)
BETWEEN = Text(
    "{year}년 {name:은/는} {top} {high}, {bottom} {low} 사이입니다",
    "{name}, {year}: from {low} ({bottom}) to {high} ({top})",
)
ONE = Text("{year}년 {place} {name:은/는} {high}입니다", "{name}, {place}: {high} in {year}")


def contrast(kpi: Kpi, rows: pd.DataFrame, by: str, names: Mapping[str, Text]) -> Text:
    """The highest and the lowest group of one year; `by` is the column of the groups' codes.

    Only values of one formula and origin are set against each other, and those of a small
    denominator only where there are no others.
    """
    mine = _comparable(rows[rows["value"].notna()])
    ordered = mine.sort_values("value", kind="stable")
    lowest, highest = ordered.iloc[0], ordered.iloc[-1]
    words: dict[str, Text | str | int | float] = {
        "name": kpi.name,
        "year": int(highest["year"]),
        "top": names[highest[by]],
        "place": names[highest[by]],
        "high": row_text(kpi.unit, highest),
        "bottom": names[lowest[by]],
        "low": row_text(kpi.unit, lowest),
        "difference": distance(kpi.unit, float(highest["value"] - lowest["value"])),
    }
    if len(mine) == 1:
        return ONE.fill(**words)
    clear = _clearly_apart(kpi, lowest, highest, len(mine))
    return (BETWEEN if clear is None else ABOVE if clear else ALIKE).fill(**words)


def _comparable(valued: pd.DataFrame) -> pd.DataFrame:
    alike = valued.groupby(["formula_id", "origin"])["value"].transform("size")
    mine: pd.DataFrame = valued[alike == alike.max()]
    mine = mine[
        (mine["formula_id"] == mine["formula_id"].iloc[0]) & (mine["origin"] == mine["origin"].iloc[0])
    ]
    reliable: pd.DataFrame = mine[~mine["marks"].str.contains("low_reliability")]
    return reliable if len(reliable) else mine


def _clearly_apart(kpi: Kpi, lowest: pd.Series, highest: pd.Series, groups: int) -> bool | None:
    """Whether two of so many groups differ by more than chance; None if nobody was counted."""
    low, high = count_of(kpi, lowest), count_of(kpi, highest)
    if low is None or high is None or not low.denominator or not high.denominator:
        return None
    pairs = groups * (groups - 1) / 2
    z = NormalDist().inv_cdf(1 - (1 - CERTAINTY) / 2 / pairs)
    return newcombe(low.pair(), high.pair(), z).low > 0
