"""A verdict opened up: its formulas with the numbers filled in.

Every printed line can be recomputed: the numbers carry as many decimals as the result needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import sqrt

import pandas as pd

from meomureum.analysis.targets.changes import Change
from meomureum.analysis.targets.judgement import Progress, value_compared
from meomureum.analysis.targets.ledger import Target, path
from meomureum.texts import Text, number, plain, rounded

MOST_DECIMALS = 6


@dataclass(frozen=True)
class Working:
    """One step of the reckoning: its name, the formula in words, the formula in numbers."""

    name: Text
    words: Text
    filled: Text


DUE = Text("{year}년에 이르러야 할 값", "Value due in {year}")
DUE_WORDS = {
    "line": Text(
        "기준값 + (목표 − 기준값) × 지난 햇수 ÷ 전체 햇수",
        "baseline + (target − baseline) × years passed ÷ years in all",
    ),
    "growth": Text(
        "기준값 × (목표 ÷ 기준값)^(지난 햇수 ÷ 전체 햇수)",
        "baseline × (target ÷ baseline)^(years passed ÷ years in all)",
    ),
    "milestones": Text("발표된 연차 목표", "announced milestone"),
}
BY_PATH = Text("경로로 본 진도", "Progress by the path")
BY_PATH_WORDS = Text(
    "(최근 값 − 기준값) ÷ (올해 이르러야 할 값 − 기준값)", "(latest − baseline) ÷ (value due − baseline)"
)
BY_GROWTH = Text("성장률로 본 진도(유럽통계청 방식)", "Progress by growth (Eurostat method)")
BY_GROWTH_WORDS = Text(
    "이룬 연평균 성장률 ÷ 필요한 연평균 성장률", "yearly growth achieved ÷ yearly growth required"
)
SHORT = Text("{year}년 경로까지 모자란 값", "Missing to the path in {year}")
SHORT_WORDS = Text("올해 이르러야 할 값 − 최근 값", "value due − latest")
GAP = Text("목표까지 모자란 값", "Missing to the target")
GAP_WORDS = Text("목표 − 최근 값", "target − latest")
PACE = Text("최근 값에서 해마다 필요한 변화", "Change needed a year from the latest value")
PACE_WORDS = Text("(목표 − 최근 값) ÷ 남은 햇수", "(target − latest) ÷ years left")
IN_PEOPLE = Text("{name}, 사람으로", "{name}, in people")
IN_PEOPLE_WORDS = Text("최근 분모 × 차이 ÷ 100", "latest denominator × difference ÷ 100")
PACE_PEOPLE_WORDS = Text(
    "최근 분모 × 차이 ÷ 남은 햇수 ÷ 100", "latest denominator × difference ÷ years left ÷ 100"
)
CHANCE_LOW = Text("지난 변화의 구간, 아래 끝", "Interval of the last change, lower end")
CHANCE_HIGH = Text("지난 변화의 구간, 위 끝", "Interval of the last change, upper end")
CHANCE_WORDS = Text(
    "뉴컴 구간 95%: 차이 ± √(두 윌슨 구간의 거리 제곱의 합)",
    "Newcombe 95%: difference ± √(sum of the squared distances of both Wilson intervals)",
)


def workings(progress: Progress) -> tuple[Working, ...]:
    """Each step of the reckoning that could be made, in the order in which it is read."""
    steps: list[Working] = []
    target, latest = progress.target, progress.latest
    if target is not None and latest is not None and progress.gap is not None:
        steps = [
            *_scores(progress, target, latest),
            *_missing(progress, target, latest),
        ]
    if progress.last_change is not None:
        steps += _chance(progress.last_change)
    return tuple(steps)


def _scores(progress: Progress, target: Target, latest: pd.Series) -> list[Working]:
    if progress.by_path is None or not progress.judged:
        return []
    asked, year, first = path(target), int(latest["year"]), int(target.baseline_year or 0)
    at = min(year, max(asked))
    scale = _scale(progress)
    numbers = {"start": asked[first] * scale, "value": value_compared(latest) * scale}
    due, end = {"due": asked[at] * scale}, {"end": asked[max(asked)] * scale}
    steps = [
        _due(target, numbers | due | end, at),
        Working(
            BY_PATH,
            BY_PATH_WORDS,
            formula_with_numbers(
                "({value} − {start}) / ({due} − {start}) = {result}",
                lambda value, start, due: (value - start) / (due - start),
                numbers | due,
            ),
        ),
    ]
    if progress.by_growth is not None:
        passed, whole = year - first, max(asked) - first
        form = (
            f"(({{value}}/{{start}})^(1/{passed}) − 1) / (({{end}}/{{start}})^(1/{whole}) − 1) = {{result}}"
        )
        steps.append(
            Working(
                BY_GROWTH,
                BY_GROWTH_WORDS,
                formula_with_numbers(
                    form,
                    lambda value, start, end: (
                        ((value / start) ** (1 / passed) - 1) / ((end / start) ** (1 / whole) - 1)
                    ),
                    numbers | end,
                ),
            )
        )
    return steps


def _due(target: Target, numbers: Mapping[str, float], at: int) -> Working:
    first, last = int(target.baseline_year or 0), int(target.year or 0)
    kind = "milestones" if at in target.milestones else target.path_kind
    passed, whole = at - first, last - first
    name, used = DUE.fill(year=at), {name: numbers[name] for name in ("start", "end")}
    if kind == "growth":
        form = f"{{start}} × ({{end}}/{{start}})^({passed}/{whole}) = {{result}}"
        text = formula_with_numbers(
            form, lambda start, end: start * (end / start) ** (passed / whole), used, 1
        )
    elif kind == "milestones" and at in target.milestones:
        text = plain(number(numbers["due"], 1))
    else:
        kind = "line"
        form = f"{{start}} + ({{end}} − {{start}}) × {passed}/{whole} = {{result}}"
        text = formula_with_numbers(form, lambda start, end: start + (end - start) * passed / whole, used, 1)
    return Working(name, DUE_WORDS[kind], text)


def _missing(progress: Progress, target: Target, latest: pd.Series) -> list[Working]:
    scale, year = _scale(progress), int(latest["year"])
    unit = "%p" if progress.kpi.unit == "percent" else ""
    value, end = value_compared(latest) * scale, float(target.far_end() or 0) * scale
    steps: list[Working] = []
    if progress.by_path is not None and progress.due is not None:
        numbers = {"due": progress.due * scale, "value": value}
        steps += _difference(SHORT.fill(year=year), SHORT_WORDS, numbers, unit, latest, progress.people_short)
    numbers = {"end": end, "value": value}
    steps += _difference(GAP, GAP_WORDS, numbers, unit, latest, progress.people)
    return [*steps, *_pace(progress, target, latest, numbers)]


def _pace(
    progress: Progress, target: Target, latest: pd.Series, numbers: Mapping[str, float]
) -> list[Working]:
    if progress.pace is None:
        return []
    first, last = int(latest["year"]), int(target.year or 0)
    unit = "%p" if progress.kpi.unit == "percent" else ""
    form = f"({{end}} − {{value}}) / ({last} − {first})"
    text = formula_with_numbers(
        f"{form} = {{result}}{unit}", lambda end, value: (end - value) / (last - first), numbers, 1
    )
    steps = [Working(PACE, PACE_WORDS, text)]
    if progress.people_a_year is not None:
        persons = float(latest["denominator"])
        text = formula_with_numbers(
            f"{number(persons)} × {form} / 100 = {{result}}",
            lambda end, value: persons * (end - value) / (last - first) / 100,
            numbers,
            0,
        )
        steps.append(Working(IN_PEOPLE.fill(name=PACE), PACE_PEOPLE_WORDS, text))
    return steps


def _difference(
    name: Text, words: Text, numbers: Mapping[str, float], unit: str, latest: pd.Series, people: float | None
) -> list[Working]:
    aim, value = numbers
    form = f"{{{aim}}} − {{{value}}}"
    steps = [
        Working(
            name,
            words,
            formula_with_numbers(f"{form} = {{result}}{unit}", lambda **of: of[aim] - of[value], numbers, 1),
        )
    ]
    if people is not None:
        persons = float(latest["denominator"])
        text = formula_with_numbers(
            f"{number(persons)} × ({form}) / 100 = {{result}}",
            lambda **of: persons * (of[aim] - of[value]) / 100,
            numbers,
            0,
        )
        steps.append(Working(IN_PEOPLE.fill(name=name), IN_PEOPLE_WORDS, text))
    return steps


def _chance(change: Change) -> list[Working]:
    if change.counts is None:
        return []
    before, after = change.counts
    one, two = before.interval(), after.interval()
    numbers = {
        "p1": 100 * before.numerator / before.denominator,
        "p2": 100 * after.numerator / after.denominator,
    }
    low = formula_with_numbers(
        "{p2} − {p1} − √(({p2} − {l2})² + ({u1} − {p1})²) = {result}%p",
        lambda p1, p2, l2, u1: p2 - p1 - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2),
        numbers | {"l2": 100 * two.low, "u1": 100 * one.high},
        2,
    )
    high = formula_with_numbers(
        "{p2} − {p1} + √(({u2} − {p2})² + ({p1} − {l1})²) = {result}%p",
        lambda p1, p2, u2, l1: p2 - p1 + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2),
        numbers | {"u2": 100 * two.high, "l1": 100 * one.low},
        2,
    )
    return [Working(CHANCE_LOW, CHANCE_WORDS, low), Working(CHANCE_HIGH, CHANCE_WORDS, high)]


def formula_with_numbers(
    form: str, compute: Callable[..., float], numbers: Mapping[str, float], result_decimals: int = 3
) -> Text:
    """A formula with its numbers: as few decimals as still give the printed result when recomputed."""
    result = number(compute(**numbers), result_decimals)
    places = 1
    for places in range(1, MOST_DECIMALS + 1):
        shown = {name: float(rounded(value, places)) for name, value in numbers.items()}
        with suppress(ZeroDivisionError):
            if number(compute(**shown), result_decimals) == result:
                break
    return plain(
        form.format(**{name: number(value, places) for name, value in numbers.items()}, result=result)
    )


def _scale(progress: Progress) -> int:
    return 100 if progress.kpi.unit == "percent" else 1
