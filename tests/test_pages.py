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
    html = re.sub(r"</?button[^>]*>", "", html)  # a term goes on with its particle
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
    assert re.findall(r".{0,20}%p\b", told) == [], "English writes pp"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_drawn_twice(page: str, language: str) -> None:
    screen = opened(page, lang=language, set="sample")
    screen.run()
    assert not screen.exception


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
    assert "두 산식의 값은 서로 비교할 수 없습니다" in told
    assert "졸업자 − (진학자 + 입대자)" in told


def test_progress_offers_every_indicator_and_formula() -> None:
    screen = opened("progress", kpi="local_employment_rate", set="sample", formula="all_graduates_province")
    assert len(screen.selectbox[0].options) == len(KPIS)
    assert "지역 = 시도" in words(screen)


def test_definitions_describe_every_indicator_of_the_catalogue() -> None:
    told = words(opened("definitions"))
    for kpi in KPIS:
        assert kpi.name.ko in told
        assert all(formula.name.ko in told for formula in kpi.formulas)
    assert "취업자 ÷ (졸업자 − (진학자 + 입대자 + 제외인정자))" in told


def test_definitions_open_the_indicator_of_the_address_alone() -> None:
    """A list of all of them in full was ten screens long."""
    html = " ".join(element.proto.body for element in opened("definitions", kpi="qs_asia_rank").get("html"))
    opened_one = re.findall(r'<details class="mm-fold mm-entry" open><summary><h2>([^<]*)', html)
    assert opened_one == ["QS 아시아 순위"]
    assert html.count("mm-entry") == len(KPIS)


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
