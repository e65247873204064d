"""Fair comparison and Why it moved on the screen, in both languages, empty ones included."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import opened, words

DROPOUT = {"kpi": "university_dropout_rate"}


def parameters(screen: AppTest) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else value[0] for name, value in screen.query_params.items()
    }


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            ("공정 비교", "개가 예상보다", "95% 한계", "두 값 비교", "합성 표본 데이터", "9,017명 중 688명"),
        ),
        (
            "en",
            (
                "Fair comparison",
                "expected range",
                "95% limits",
                "Compare two",
                "Synthetic sample",
                "688 of 9,017",
            ),
        ),
    ],
)
def test_a_fair_comparison_has_its_classes_its_table_and_a_pair(
    language: str, phrases: tuple[str, ...]
) -> None:
    told = words(opened("funnel", lang=language, set="sample", pair="inje,kaya", **DROPOUT))
    for phrase in phrases:
        assert phrase in told
    assert not any(word in told for word in ("순위 1", "최악", "꼴찌", "worst", "ranked"))


def test_a_choice_goes_into_the_address_and_another_grouping_forgets_the_pair() -> None:
    screen = opened("funnel", set="sample", pair="inje,kaya", **DROPOUT)
    unit = next(each for each in screen.selectbox if each.label == "무엇별로")
    unit.select("field").run()
    assert not screen.exception
    assert parameters(screen) == {"set": "sample", "group": "field", **DROPOUT}
    year = next(each for each in screen.selectbox if each.label == "연도")
    year.select("2022").run()
    assert parameters(screen)["to"] == "2022"
    assert "2022년 중도탈락률" in words(screen)


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                "변화 분석",
                "가장 큰 몫은",
                "3.3%p 올랐고",
                "집단 안의 변화를 모두 더하면",
                "인제대학교의 값과 행",
                "대학알리미",
            ),
        ),
        (
            "en",
            (
                "Why it moved",
                "; mainly within",
                "rose 3.3 pp",
                "All changes within",
                "Values and rows of Inje",
            ),
        ),
    ],
)
def test_a_change_is_taken_apart_down_to_the_rows_of_one_group(
    language: str, phrases: tuple[str, ...]
) -> None:
    screen = opened("explain", lang=language, city="gimhae", pair="inje", **DROPOUT)
    told = words(screen)
    for phrase in phrases:
        assert phrase in told
    assert told.count("기준일" if language == "ko" else "As of") > 1
    links = " ".join(element.proto.body for element in screen.get("html"))
    assert "./explore?" in links
    assert "inst=inje" in links


@pytest.mark.parametrize(
    ("page", "language", "title", "reason"),
    [
        ("funnel", "ko", "비교할 집단이 없습니다", "비율이 아니어서"),
        ("funnel", "en", "There are no groups to compare", "not a rate"),
        ("explain", "ko", "나누어 볼 변화가 없습니다", "비율이 아니어서"),
        ("explain", "en", "There is no change to take apart", "not a rate"),
    ],
)
def test_what_is_no_rate_is_refused_with_the_ways_on(
    page: str, language: str, title: str, reason: str
) -> None:
    told = words(opened(page, lang=language, kpi="qs_asia_rank"))
    assert title in told
    assert reason in told
    assert ("표본으로 보기" if language == "ko" else "Show the sample") in told


def test_a_rate_without_counts_says_what_would_supply_them() -> None:
    for page in ("funnel", "explain"):
        told = words(opened(page, kpi="local_employment_rate"))
        assert "학교나 기관의 자료를 적재하면 집단별로 계산됩니다" in told


def test_a_formula_that_stands_in_is_named() -> None:
    told = words(opened("explain", city="gimhae", kpi="vocational_employment_rate"))
    assert "두 산식의 값은 서로 비교할 수 없습니다" in told


@pytest.mark.parametrize(
    ("day", "told"), [("2023-11-30", "2021-04-01 (2년 전)"), ("2022-11-30", "2021-04-01 스냅숏")]
)
def test_a_figure_says_how_old_it_is_from_two_years_on(
    day: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meomureum.store.environment.today", lambda: date.fromisoformat(day))
    assert told in words(opened("explain", city="gimhae", kpi="vocational_employment_rate"))


def test_an_unknown_pair_is_dropped_and_a_year_alone_is_no_change() -> None:
    told = words(opened("explain", city="gimhae", pair="atlantis", **{"from": "2024"}, **DROPOUT))
    assert "2024년 한 해의 값뿐" in told
