"""Progress, Compare and the indicator sheet: what they draw, say and leave out."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import figures, opened, words

from kpis import KPIS


def names(screen: AppTest) -> list[str]:
    return [trace["name"] for figure in figures(screen) for trace in figure["data"] if "name" in trace]


def test_the_chooser_offers_cities_and_institutions() -> None:
    screen = opened("progress", set="sample", kpi="vocational_employment_rate", city="ansan")
    assert "안산시" in names(screen)
    by_school = opened(
        "progress", set="sample", kpi="vocational_employment_rate", city="ansan", by="institution"
    )
    assert "안산공업고등학교" in names(by_school)
    assert "안산시" not in names(by_school)


def test_up_to_four_institutions_share_a_chart_and_more_have_panels() -> None:
    asked = {"set": "sample", "kpi": "vocational_employment_rate", "by": "institution"}
    some = opened("progress", inst="ansan_tech,gyeongil", **asked)
    (figure,) = figures(some)
    assert "yaxis2" not in figure["layout"]
    every = opened("progress", city="ansan", **asked)
    (figure,) = figures(every)
    assert "yaxis5" in figure["layout"]
    assert "축은 모두 같습니다" in words(every)


def test_a_kpi_that_only_institutions_have_is_shown_by_institution_and_says_so() -> None:
    told = words(opened("progress", kpi="university_employment_rate", city="gimhae"))
    assert "고른 대상으로는 값이 없어 '기관'별 값을 보여 드립니다" in told
    assert "인제대학교" in told


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("ko", ("2020년 정의 변경", "2019년 이전 학교조사", "한 선으로 잇지 않습니다")),
        ("en", ("Definition changed in 2020", "School report, before 2020", "are never one line")),
    ],
)
def test_both_definitions_are_separate_lines_with_a_mark_at_the_break(
    language: str, phrases: tuple[str, ...]
) -> None:
    screen = opened("progress", set="sample", kpi="vocational_employment_rate", city="ansan", lang=language)
    told = words(screen)
    for phrase in phrases:
        assert phrase in told
    (figure,) = figures(screen)
    marks = [each["text"].strip() for each in figure["layout"]["annotations"]]
    assert ("정의 변경" if language == "ko" else "Definition changed") in marks


def test_a_target_is_judged_with_its_workings_on_the_page() -> None:
    told = words(opened("progress", set="sample", city="gimhae"))
    for phrase in ("진전 부족", "계산 과정 보기", "예측이 아닙니다", "부터 해마다"):
        assert phrase in told


def test_published_figures_alone_give_no_verdict_and_no_outlook() -> None:
    screen = opened("progress", city="gimhae")
    told = words(screen)
    assert "기준값 뒤로 공표되지 않음" in told
    assert "이어진다면" not in told
    assert not any("이어진다면" in name for name in names(screen))


def test_the_band_is_never_called_a_margin_of_error() -> None:
    told = words(opened("progress", set="sample", city="gimhae", lang="en"))
    assert "Chance variation if each graduate's choice were repeated" in told
    assert "margin of error" not in told.lower()


@pytest.mark.parametrize("page", ["progress", "compare", "sheet"])
@pytest.mark.parametrize(("at", "kpi"), list(enumerate(kpi.id for kpi in KPIS)))
def test_every_indicator_can_be_drawn(page: str, at: int, kpi: str) -> None:
    korean_sample = (at + len(page)) % 2 == 0  # each page in both, each indicator in both
    opened(
        page, kpi=kpi, lang="ko" if korean_sample else "en", set="sample" if korean_sample else "published"
    )


def test_a_bar_of_the_ladder_is_told_in_words_and_numbers() -> None:
    told = words(opened("compare", set="sample", city="gimhae", kpi="local_university_entry_rate"))
    for phrase in (
        "모두 더하면 100%",
        "시 안 12.6%",
        "4,705 594 2,051",
        "진학하지 않음",
        "그 밖의 전국·국외",
    ):
        assert phrase in told


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            ("공식 산식", "졸업자 대비 단순 비율", "−28.6%p", "공식 취업률보다 낮습니다", "669명 중 348명"),
        ),
        ("en", ("Official formula", "Simple share of graduates", "−28.6 pp", "lower than the official rate")),
    ],
)
def test_official_and_simple_stand_side_by_side_with_the_difference(
    language: str, phrases: tuple[str, ...]
) -> None:
    told = words(
        opened("compare", set="sample", city="ansan", kpi="vocational_employment_rate", lang=language)
    )
    for phrase in phrases:
        assert phrase in told


def test_compared_cities_share_one_figure_and_their_table_is_folded() -> None:
    screen = opened("compare", kpi="youth_net_retention")
    told = words(screen)
    # 29,168 of 36,477 and 33,422 of 32,975 in Gimhae; elsewhere the values lie closer together.
    assert "산식에 따라 가장 크게 달라지는 곳: 김해시(80.0%~101.4%)" in told
    assert "도시 3곳 · 2025년" in told
    layouts = [figure["layout"] for figure in figures(screen)]
    assert len(layouts) == 3
    assert len({str([each["xaxis"]["range"], each["margin"]]) for each in layouts}) == 1
    html = "".join(each.proto.body for each in screen.get("html"))
    before, _, after = html.partition("표로 보기</summary>")
    assert "왜 다른가" not in before
    assert after.count("비교 기준") == 3, "each city has the formula that the others are held against"


def test_compare_says_when_there_is_nothing_to_compare() -> None:
    told = words(opened("compare", kpi="local_employment_rate"))
    assert "한 해에 두 가지 산식의 값이 공표된 도시가 없고 졸업자가 간 지역도 공표되지 않아" in told
    assert "‘청년 순잔존율’을 보여 드립니다" in told


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                "(취업자) ÷ (졸업자 − (진학자 + 입대자 + 제외인정자)) × 100",
                "해마다 10~11월",
                "정정된 값이 아직 없습니다",
                "2019년 이전 학교조사 → 공식 산식",
                "인쇄",
            ),
        ),
        (
            "en",
            ("(Employed) ÷ (Graduates less", "Each October or November", "No value has been restated yet"),
        ),
    ],
)
def test_the_sheet_holds_formula_release_and_revisions(language: str, phrases: tuple[str, ...]) -> None:
    told = words(opened("sheet", kpi="vocational_employment_rate", lang=language))
    for phrase in phrases:
        assert phrase in told


def test_the_sheet_holds_base_targets_results_and_owner() -> None:
    told = words(opened("sheet", city="gimhae"))
    for phrase in (
        "9% (2023년, 연도는 가정)",
        "25% (2027년)",
        "13.0%",
        "ALL CITY CAMPUS",
        "2023-06-27",
        "영남매일",
    ):
        assert phrase in told
    assert "알려진 것이 없음" in told


def test_the_sheet_of_the_sample_is_marked() -> None:
    assert "합성 표본 데이터" in words(opened("sheet", set="sample"))


def test_cards_progress_and_definitions_lead_to_the_sheet() -> None:
    for page in ("overview", "city", "progress", "definitions"):
        html = " ".join(element.proto.body for element in opened(page).get("html"))
        assert re.search(r'href="\./sheet(\?[^"]*)?"', html), page


def test_a_band_is_explained_only_where_one_is_drawn() -> None:
    announced = opened("progress", kpi="local_university_entry_rate", city="gimhae")
    assert "옅은 띠" not in words(announced)
    computed = opened("progress", set="sample", kpi="local_employment_rate", city="gimhae")
    assert "옅은 띠: 졸업자마다" in words(computed)
    assert any("우연 변동" in name for name in names(computed))
