"""What would it take, participants and others, the survey: what these pages say, ask and refuse."""

from __future__ import annotations

import pytest
from test_pages import opened, words

from meomureum.analysis.studies.peers import Peer, Peers
from meomureum.components.peers import pace

CITY = "gimhae"


def test_a_target_is_answered_in_people_against_places() -> None:
    told = words(opened("scenario", set="sample", city=CITY))
    for phrase in (
        "김해시 지역 대학 진학률 25%에는 한 해 582명이 더 필요합니다",
        "산수이며 예측이 아닙니다",
        "발표된 목표: 25%(2027년, 김해시)",
        "2025년 시의 대학 4곳 2,600명",
        "모집인원의 45.2%",
        "전체 졸업자를 분모로",
        "비슷한 도시는 해냈는가",
    ):
        assert phrase in told


def test_an_impossible_target_is_named_in_english_too() -> None:
    told = words(opened("scenario", set="sample", city=CITY, way="quarter", lang="en"))
    assert "This target is impossible this way: at the very most it reaches 13.4%" in told
    assert "75th percentile of 9 peers" in told


def test_own_target_way_and_levers_are_in_the_address() -> None:
    screen = opened("scenario", set="sample", city=CITY, way="levers", lever="general:100")
    assert screen.slider[0].value == 10.0
    screen.slider[0].set_value(12.5).run()
    assert screen.query_params["lever"] == "general:125"
    screen.number_input[0].set_value(20.0).run()
    assert screen.query_params["aim"] == "200"
    assert "목표 20%" in words(screen)
    assert not screen.exception


def test_a_lever_beyond_its_room_is_drawn_at_the_end() -> None:
    screen = opened("scenario", set="sample", city=CITY, way="levers", lever="general:1000")
    assert screen.slider[0].value == screen.slider[0].max
    assert "100.0%" in words(screen)


UNCOUNTED = "‘지역 대학 진학률’ 지표는 김해시의 사람 수가 공표되지 않아 ‘청년 순잔존율’의 셈을 보여 드립니다"


@pytest.mark.parametrize(
    ("page", "language", "phrases"),
    [
        # (0.99546 - 24,999 / 30,881) x 30,881 are 5,743 people up to the country.
        (
            "scenario",
            "ko",
            (UNCOUNTED, "전국 99.5%와 같아지려면 5,743명이 더 있어야 합니다", "표본으로 보기"),
        ),
        (
            "scenario",
            "en",
            ("would take 5,743 more people", "no target for this indicator", "Show the sample"),
        ),
        ("effect", "ko", ("연관이며 효과가 아님", "채울 서식은 자료 화면에", "표본으로 보기")),
        ("effect", "en", ("an association, not an effect", "the Data page has the form", "Show the sample")),
        (
            "survey",
            "ko",
            ("조사가 공표되지 않았습니다. ‘정주의향 조사’ 파일", "채울 서식은 자료 화면에", "표본으로 보기"),
        ),
        (
            "survey",
            "en",
            (
                "No survey of the intention to settle has been published",
                "The Data page has the form",
                "Show the sample",
            ),
        ),
    ],
)
def test_what_nobody_published_is_said_with_the_file_that_supplies_it(
    page: str, language: str, phrases: tuple[str, ...]
) -> None:
    told = words(opened(page, lang=language, city=CITY))
    for phrase in phrases:
        assert phrase in told


def test_published_counts_are_worked_out_too() -> None:
    told = words(opened("scenario", kpi="university_dropout_rate", aim="50", city=CITY))
    assert "김해시 중도탈락률 5%에는 한 해 327명이 줄어야 합니다" in told
    assert "대학알리미" in told
    told = words(opened("scenario", kpi="university_dropout_rate", city=CITY))
    assert "발표된 목표가 없습니다" in told


def test_the_peers_say_whose_figures_they_are_of_when_and_of_what() -> None:
    told = words(opened("scenario", set="sample", city=CITY))
    beneath = told.partition("비슷한 도시는 해냈는가")[2]
    for phrase in ("출처 합성 표본 데이터", "기준일 2025-04-01", "스냅숏", "지역 범위: 시군구"):
        assert phrase in beneath, phrase


def test_the_pace_stands_among_what_peers_managed() -> None:
    changes = (0.01, 0.02, 0.03, 0.04, 0.06)
    found = tuple(Peer(str(change), 0.5, 2023, 100, None, None, change) for change in changes)
    told = pace(Peers(found, 9, ("size",), years=2, required=0.035, percentile=0.6), upward=True)
    assert "2년 동안 +3.5%p" in told.ko
    assert "백분위 60입니다: 2곳이 이만큼 해낸 적이 있습니다" in told.ko
    assert "percentile 60: 2 of them have done as much" in told.en
    few = pace(Peers(found[:2], 9, ("size",), years=2, required=0.035, percentile=None), upward=False)
    assert "2곳뿐이어서(5곳부터)" in few.ko
    assert "−3.5%p" in few.ko, "where lower is better the rate has to fall"


def test_both_sides_and_the_overlap_are_always_counted() -> None:
    told = words(opened("effect", set="sample", kpi="vocational_employment_rate", city=CITY))
    for phrase in (
        "참여자와 비참여자의 뚜렷한 차이 없음 (연관이며 효과가 아님)",
        "참여자 55명의 100.0%가",
        "참여자가 없어 뺀 학교·학과 9곳(비참여자 165명)",
        "10명 중 6명",
        "사업의 효과라고 말할 수 없습니다",
    ):
        assert phrase in told


def test_the_survey_tells_effective_answers_silence_and_the_codebook() -> None:
    told = words(opened("survey", set="sample", city=CITY))
    for phrase in ("유효 응답자(명)", "4.0% (15명)", "뚜렷한 변화 없음", "intends_to_settle", "따로 셈"):
        assert phrase in told
    for phrase in ("김해시에 계속 살 생각이 있다", "김해시 고등학교 3학년", "590 378 64.1%"):
        assert phrase in told
    told = words(opened("survey", set="sample", city="ansan", group="city", lang="en", to="2024"))
    assert "I am satisfied with living in Ansan." in told
    assert "Ansan, All respondents, Intends to settle: 32.6% in 2023, 37.8% in 2024, rose" in told


def test_a_city_without_data_is_named() -> None:
    told = words(opened("effect", set="sample", kpi="vocational_employment_rate"))
    assert "시흥시: 참여자와 비참여자가 함께 있는 자료가 없습니다" in told


def test_a_first_wave_names_the_groups_it_lies_between() -> None:
    told = words(opened("survey", set="sample", lang="en", to="2023", city="siheung"))
    assert "Siheung, Intends to settle: from 28.3% (University students) to 48.8% (Young workers)" in told
    told = words(opened("survey", set="sample", to="2023", city="siheung", group="city"))
    assert "시흥시 모든 응답자 정주의향: 2023년" in told
