"""Sentences that the data allow: rose and fell only when chance is excluded."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import shipped

from analysis import newcombe
from findings import change, gap_text, value_text
from kpis import Scope, find, measure
from texts import Text

ENTRY, GIMHAE = find("local_university_entry_rate"), Text("김해시", "Gimhae")
NONE = float("nan")


def measured(
    *rows: tuple[int, float, float], formula: str = "all_graduates", sample: float = NONE
) -> pd.DataFrame:
    """Counts of one place by year, in the shape of a measurement."""
    return pd.DataFrame(
        [
            {
                "formula_id": formula,
                "origin": "computed",
                "year": year,
                "numerator": numerator,
                "denominator": denominator,
                "value": numerator / denominator,
                "value_high": NONE,
                "sample_size": sample,
            }
            for year, numerator, denominator in rows
        ]
    )


def test_a_change_beyond_chance_rose() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 450, 5_000), (2025, 650, 5_000)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.0%에서 2025년 13.0%로 올랐습니다"
    assert said.en == "Local university entry rate, Gimhae: rose from 9.0% in 2023 to 13.0% in 2025"


def test_a_change_beyond_chance_fell() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 650, 5_000), (2024, 100, 5_000), (2025, 450, 5_000)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 13.0%에서 2025년 9.0%로 내렸습니다"
    assert said.en.endswith("fell from 13.0% in 2023 to 9.0% in 2025")


def test_the_same_points_among_few_graduates_are_no_clear_change() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 23, 250), (2025, 33, 250)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.2%, 2025년 13.2%로 뚜렷한 변화가 없습니다"
    assert said.en == "Local university entry rate, Gimhae: no clear change, 9.2% in 2023, 13.2% in 2025"


counts = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_a_direction_is_named_only_when_the_interval_excludes_no_change(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    said = change(ENTRY, GIMHAE, measured((2023, *first), (2024, *second)))
    interval = newcombe(first, second)
    assert ("올랐" in said.ko, "rose" in said.en) == (interval.low > 0, interval.low > 0)
    assert ("내렸" in said.ko, "fell" in said.en) == (interval.high < 0, interval.high < 0)
    assert ("뚜렷한 변화가 없" in said.ko) == (interval.low <= 0 <= interval.high)


def test_without_counts_two_values_are_stated_and_nothing_is_judged() -> None:
    table = measured((2023, 450, 5_000), (2025, 650, 5_000)).assign(numerator=NONE)
    said = change(ENTRY, GIMHAE, table)
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.0%, 2025년 13.0%입니다"
    assert said.en == "Local university entry rate, Gimhae: 9.0% in 2023, 13.0% in 2025"


def test_a_survey_is_judged_by_its_respondents_not_by_its_weights() -> None:
    weighted = ((2023, 9_200, 100_000), (2025, 13_200, 100_000))
    survey = find("settlement_intention")
    assert "뚜렷한 변화가 없습니다" in change(survey, GIMHAE, measured(*weighted, sample=250)).ko
    assert "올랐습니다" in change(survey, GIMHAE, measured(*weighted, sample=5_000)).ko


def test_values_of_two_formulas_are_never_joined() -> None:
    table = pd.concat([measured((2020, 10, 5_000), formula="of_advanced"), measured((2025, 650, 5_000))])
    assert change(ENTRY, GIMHAE, table).ko == "김해시 지역 대학 진학률은 2025년 13.0%입니다"


def test_nothing_published_says_so() -> None:
    said = change(ENTRY, GIMHAE, measured((2025, 1, 5)).assign(value=NONE))
    assert said.ko == "김해시 지역 대학 진학률은 공표된 값이 없습니다"
    assert said.en == "Local university entry rate, Gimhae: nothing has been published"


def test_a_count_or_rank_is_stated_without_a_test() -> None:
    partners = find("partner_institutions")
    said = change(partners, Text("안산시", "Ansan"), measured((2023, 18, 1), (2024, 25, 1)))
    assert said.ko == "안산시 협약기관은 2023년 18개, 2024년 25개입니다"


def test_the_shipped_drop_out_rate_of_inje_rose() -> None:
    table = measure(
        shipped(), "university_dropout_rate", Scope(institutions=("inje",)), ("institution", "year")
    )
    said = change(find("university_dropout_rate"), Text("인제대학교", "Inje"), table)
    assert said.ko == "인제대학교 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 올랐습니다"


@pytest.mark.parametrize(
    ("unit", "value", "high", "korean", "english"),
    [
        ("percent", 0.09, None, "9.0%", "9.0%"),
        ("percent", 0.0025, None, "0.25%", "0.25%"),
        ("percent", 0.0, None, "0.0%", "0.0%"),
        ("rank", 350, 400, "350–400위", "rank 350–400"),
        ("rank", 351, NONE, "351위", "rank 351"),
        ("count", 1_025, None, "1,025개", "1,025"),
        ("persons", 800, None, "800명", "800"),
        ("stage", 1, None, "도입기", "Introduction"),
    ],
)
def test_a_value_is_shown_with_its_unit(
    unit: str, value: float, high: float | None, korean: str, english: str
) -> None:
    assert value_text(unit, value, high) == Text(korean, english)


@pytest.mark.parametrize(
    ("unit", "gap", "korean", "english"),
    [
        ("percent", 0.16, "+16.0%p", "+16.0%p"),
        ("percent", -0.016, "−1.6%p", "−1.6%p"),
        ("rank", -101, "−101위", "−101 places"),
        ("stage", 1, "1단계", "1 stage"),
        ("stage", 2, "2단계", "2 stages"),
        ("persons", 0, "0명", "0"),
        ("count", 7, "+7개", "+7"),
    ],
)
def test_a_distance_of_rates_is_in_points(unit: str, gap: float, korean: str, english: str) -> None:
    assert gap_text(unit, gap) == Text(korean, english)
