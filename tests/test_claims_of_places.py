"""Which places and institutions a sentence names: words of their own, and none that only look like one."""

from __future__ import annotations

import pytest

from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.place_names import UNKNOWN
from meomureum.verify.claims.places import places_in


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("진학률은 2020년 42.5%에서 올랐다.", []),  # 42 and 45 are codes of provinces in the register
        ("부산대 취업률은 60%다.", [("부산대", "pusan_national_univ")]),
        (
            "국립부경대와 부경대학교",
            [("국립부경대", "pukyong_national_univ"), ("부경대학교", "pukyong_national_univ")],
        ),
        (
            "이화여대와 포항공대",
            [("이화여대", "ewha_womans_univ"), ("포항공대", "pohang_univ_of_science_technology")],
        ),
        ("한양대(ERICA) 취업률", [("한양대(ERICA)", "erica")]),
        ("부산대병원과 부산대역", []),
        ("경기 침체로 취업률이 내렸다.", []),
        ("경기 특성화고 취업률", [("경기", "gyeonggi")]),
        ("경기가 나쁘고 경기도는 높다.", [("경기도", "gyeonggi")]),
        ("지역 인재 양산에 힘쓴다.", []),
        ("김해와 양산의 청년", [("김해", "gimhae"), ("양산", "yangsan")]),
        ("김해 94.4%, 화성 110.2%", [("김해", "gimhae"), ("화성", "hwaseong")]),
        ("화성 탐사와 대구모 사업", []),
        ("예산 110억원을 역량 강화에 쓰고 목표 달성은 어렵다.", []),
        ("고령 인구와 상주인구", []),
        ("전주 대비 올랐고 전주의 청년 인구는", [("전주", "jeonju")]),
        ("김해시민과 안산교육지원청", [("김해", "gimhae"), ("안산", "ansan")]),
        (
            "부산 중구와 서울특별시 관악구",
            [("부산 중구", "busan_jung"), ("서울특별시 관악구", "seoul_gwanak")],
        ),
        (
            "경남 김해시, 경남도, 전북",
            [("경남 김해시", "gimhae"), ("경남도", "gyeongnam"), ("전북", "jeonbuk")],
        ),
        ("전국 평균은", [("전국", "korea")]),
        ("전국에서 가장 높고 전국 1위다.", []),
        (
            "Pusan National University and Busan's young",
            [("Pusan National University", "pusan_national_univ"), ("Busan", "busan")],
        ),
        ("Mansan and Ansan", [("Ansan", "ansan")]),
    ],
)
def test_a_place_is_a_word_of_its_own(
    snapshot: Snapshot, sentence: str, named: list[tuple[str, str]]
) -> None:
    assert [(sentence[each.start : each.end], each.code) for each in places_in(snapshot, sentence)] == named


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("없는과학대 취업률은 70%다.", "없는과학대"),
        ("A대 취업률은 70%다.", "A대"),
        ("수원공고 취업률은 70%다.", "수원공고"),
        ("중구의 청년 인구는", "중구"),
        ("고성군의 청년 인구는", "고성군"),
        ("광주시의 청년 인구는", "광주시"),
        ("김해시 장유동의 청년 인구는", "김해시 장유동"),
        ("인제대 부산캠퍼스의 취업률은", "인제대 부산캠퍼스"),
        ("부울경의 청년 인구는", "부울경"),
        ("Busan Polytechnic College", "Busan Polytechnic College"),
    ],
)
def test_a_place_without_data_is_named_and_unknown(snapshot: Snapshot, sentence: str, words: str) -> None:
    (found,) = places_in(snapshot, sentence)
    assert (sentence[found.start : found.end], found.code) == (words, UNKNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "취업률은 최대 60%로 확대된다.",
        "청년 세대와 50%대",
        "채용공고는",
        "지역대학과 전문대는",
        "김해시 인구는",
    ],
)
def test_everyday_words_are_no_places(snapshot: Snapshot, sentence: str) -> None:
    assert [each.code for each in places_in(snapshot, sentence) if each.code == UNKNOWN] == []
