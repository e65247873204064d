"""Each page, run as a script in both languages: what it says and what it never says."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from meomureum.measures.indicators import KPIS

PAGES = (
    "overview",
    "city",
    "progress",
    "compare",
    "map",
    "explore",
    "scenario",
    "effect",
    "survey",
    "definitions",
    "sheet",
    "data",
)
LANGUAGES = ("ko", "en")


def _draw(page: str) -> None:
    """The body of the script under test: one page for the view in the address."""
    import importlib

    from etl.build import ensure_current
    from meomureum import session

    ensure_current()
    importlib.import_module(f"pages.{page}").render(session.current())


def opened(page: str, **parameters: str) -> AppTest:
    screen = AppTest.from_function(_draw, default_timeout=60, kwargs={"page": page})
    screen.query_params.update(parameters)
    screen.run()
    assert not screen.exception
    return screen


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def figures(screen: AppTest) -> list[dict[str, Any]]:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return [json.loads(each) for each in re.findall(r" data-figure='([^']*)'", html)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_english_pages_hold_no_korean_phrases(page: str, data_set: str) -> None:
    told = words(opened(page, lang="en", set=data_set))
    # Publishers and titles of Korean sources keep their own names.
    for phrase in ("공표되지", "목표까지", "기준일", "분모", "표본으로", "뚜렷한", "올랐습니다", "없습니다"):
        assert phrase not in told


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_drawn_twice(page: str, language: str) -> None:
    screen = opened(page, lang=language, set="sample")
    screen.run()
    assert not screen.exception


def test_overview_shows_the_announced_targets_of_gimhae() -> None:
    told = words(opened("overview"))
    for phrase in (
        "9.0%",
        "25.0% (2027년)",
        "4.0%",
        "16.0% (2027년)",
        "350–400위",
        "기준값 뒤로 공표되지 않음",
        "연도는 가정",
    ):
        assert phrase in told


def test_overview_names_the_kess_formula_and_both_years_of_ansan() -> None:
    told = words(opened("overview", city="ansan"))
    for phrase in ("46.4%", "42.2% (2020년)", "교육통계 산식(하한)", "797명 중 370명"):
        assert phrase in told


def test_overview_shows_the_drop_out_of_inje_with_its_counts() -> None:
    told = words(opened("overview", city="gimhae"))
    assert "인제대학교" in told
    assert "7.6%" in told
    assert "9,017명 중 688명" in told


def test_overview_says_what_nobody_published_and_offers_both_ways_on() -> None:
    told = words(opened("overview", city="siheung"))
    for phrase in ("값이 없는 지표", "과제 수만 공표되고", "내 파일 불러오기", "표본으로 보기"):
        assert phrase in told


def test_overview_of_published_figures_holds_no_sample_row() -> None:
    assert "합성 표본 데이터" not in words(opened("overview"))


def overview_rows(**parameters: str) -> list[str]:
    html = " ".join(element.proto.body for element in opened("overview", **parameters).get("html"))
    return re.findall(r'<li><div class="mm-standing-name">.*?</li>', html, flags=re.DOTALL)


def test_every_row_of_the_sample_is_marked() -> None:
    rows = overview_rows(set="sample")
    assert len(rows) > 20
    assert all("합성 표본 데이터" in row for row in rows)


def test_every_row_has_its_counts_its_date_and_its_source() -> None:
    for row in overview_rows():
        assert re.search(r"\d명 중 [\d,]+명|분모 밝히지 않음|해당 없음", row)
        assert re.search(r"\d{4}-\d\d-\d\d", row)
        assert re.search(r"(영남매일|대학알리미|KESS|프레시안)", row)


def test_the_most_urgent_target_comes_first() -> None:
    rows = overview_rows(set="sample", city="gimhae")
    assert "진전 부족" in rows[0]
    order = [row for row in rows if "진전 부족" in row or "순조로움" in row]
    assert "순조로움" in order[-1]


def test_overview_names_what_is_overdue() -> None:
    told = words(opened("overview"))
    assert "늦은 공표" in told
    assert "2021 행정구역별 입학 및 졸업" in told
    assert "지난 공표에서 어림한 때" in told


@pytest.mark.parametrize(
    ("language", "nothing", "ways"),
    [
        ("ko", "보여 드릴 값이 없습니다", ("내 파일 불러오기", "표본으로 보기")),
        ("en", "There is nothing to show", ("Load my files", "Show the sample")),
    ],
)
def test_progress_without_a_value_says_so_and_why(language: str, nothing: str, ways: tuple[str, ...]) -> None:
    told = words(opened("progress", kpi="settlement_intention", lang=language))
    for phrase in (nothing, *ways):
        assert phrase in told


def test_progress_of_years_without_data_is_an_empty_state_in_the_sample_too() -> None:
    told = words(opened("progress", kpi="settlement_intention", set="sample", to="2019"))
    assert "고른 조건에 맞는 값이 없습니다" in told


def test_progress_tells_the_change_its_source_and_its_definition() -> None:
    told = words(opened("progress", kpi="university_dropout_rate", city="gimhae", by="institution"))
    for phrase in (
        "인제대학교 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 올랐습니다",
        "대학알리미",
        "재적학생",
        "2024-04-01",
    ):
        assert phrase in told


def test_progress_names_the_formula_that_stands_in() -> None:
    told = words(opened("progress", kpi="vocational_employment_rate", city="ansan"))
    assert "두 산식의 값은 서로 견줄 수 없습니다" in told
    assert "제외인정자를 빼지 못함" in told


def test_progress_offers_every_indicator_and_formula() -> None:
    screen = opened("progress", kpi="local_employment_rate", set="sample", formula="all_graduates_province")
    assert len(screen.selectbox[0].options) == len(KPIS)
    assert "지역 = 시도" in words(screen)


def test_definitions_describe_every_indicator_of_the_catalogue() -> None:
    told = words(opened("definitions"))
    for kpi in KPIS:
        assert kpi.name.ko in told
        assert all(formula.name.ko in told for formula in kpi.formulas)


def test_data_shows_the_account_the_sources_and_how_to_load() -> None:
    told = words(opened("data"))
    for phrase in (
        "python -m meomureum load FILE",
        "high_school_outcomes.csv",
        "한국교육개발원",
        "공표한 비율이 분자·분모와 맞음",
    ):
        assert phrase in told


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_code_is_dropped_not_an_error(page: str) -> None:
    opened(page, kpi="no_such", city="atlantis", formula="x", **{"from": "1066"})
