"""The claim checker: sentences of the five source articles, and each way in which one can be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claims
import warehouse
from claims import Check, Claim
from etl.build import ensure_current
from warehouse import Snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    ensure_current()
    found = warehouse.current()
    assert found is not None
    return found


def checks(found: tuple[Claim, ...]) -> list[Check]:
    return [each for claim in found for each in claim.checks]


def wrong(found: tuple[Claim, ...]) -> list[str]:
    return [each.aspect.ko for each in checks(found) if each.verdict == "wrong"]


GIMHAE = (
    "지역 고등학생의 지역 대학 진학률을 9%에서 25%로, 졸업생의 지역 내 취업률을 4%에서 16%로, "
    "QS 아시아 350~400위대에서 200위대로"
)


def test_the_article_of_gimhae_is_right_in_every_number(snapshot: Snapshot) -> None:
    found = claims.check(snapshot, GIMHAE)
    assert [claim.verdict for claim in found] == ["right"] * 3
    assert [claim.subject.ko for claim in found] == ["지역 대학 진학률", "지역 취업률", "QS 아시아 순위"]
    assert all("영남매일" in each.source.ko for each in checks(found))
    named = claims.check(snapshot, f"김해시는 2027년까지 {GIMHAE} 높인다.")
    assert [each.verdict for each in checks(named) if each.aspect.ko == "지역"] == ["right"] * 3
    assert [each.verdict for each in checks(named) if each.aspect.ko == "목표연도"] == ["right"] * 3


def test_what_the_announcement_left_open_is_not_checkable(snapshot: Snapshot) -> None:
    found = claims.check(snapshot, "진학률을 9%에서 25%로")
    open_ = {each.aspect.ko: each.reason.ko for each in checks(found) if each.verdict == "uncheckable"}
    assert set(open_) == {"지역", "분모와 지역의 범위"}
    assert "분모" in open_["분모와 지역의 범위"]


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("안산 무지개 직업교육 혁신지구에 18개 관계기관이 업무협약을 맺었다.", ["18개 관계기관"]),
        ("안산의 6개 직업계고와 18개 기관이 참여한다.", ["6개 직업계고", "18개 기관"]),
        (
            "직업교육 혁신지구는 전국 13개 지구 110개 학교 43개 대학 161개 기업이 참여한다.",
            ["13개 지구", "110개 학교", "43개 대학", "161개 기업"],
        ),
        ("시흥시는 3대 추진전략 48개 실행과제를 세웠다.", ["3대 추진전략", "48개 실행과제"]),
        ("김해시는 25개 기관이 참여하는 협의회를 꾸렸다.", ["25개 기관"]),
        (
            "안산시는 2025년 도입기, 2026년 안정기, 2027년 확산기로 나누어 추진한다.",
            ["2025년 도입기", "2026년 안정기", "2027년 확산기"],
        ),
        ("안산시는 2024년 4월 9일 혁신지구 조성 간담회를 열었다.", ["2024년 4월 9일"]),
        ("안산 루트 지원센터가 2025년 10월 24일 개소했다.", ["2025년 10월 24일"]),
        ("시흥시는 중도탈락 수치를 적게 한다.", ["중도탈락 수치를 적게 한다."]),
        ("김해 고교 졸업자 약 5800명 중 약 590명이 진학했다.", ["5800명 중 약 590명"]),
        ("인제대는 현장캠퍼스 100곳을 둔다.", ["현장캠퍼스 100곳"]),
    ],
)
def test_the_other_articles_are_right(snapshot: Snapshot, sentence: str, quotes: list[str]) -> None:
    found = claims.check(snapshot, sentence)
    assert [claim.quote for claim in found] == quotes
    assert [claim.verdict for claim in found] == ["right"] * len(quotes)
    assert all(each.source.ko for each in checks(found))


@pytest.mark.parametrize(
    ("sentence", "aspects"),
    [
        ("지역 대학 진학률을 9%에서 25%p로", ["단위"]),
        ("김해 지역 대학 진학률을 16% 올린다", ["단위"]),
        ("김해시는 2026년까지 지역 대학 진학률을 9%에서 25%로", ["목표연도"]),
        ("안산시는 지역 대학 진학률을 9%에서 25%로", ["지역"]),
        ("김해시 지역 대학 진학률을 10%에서 25%로", ["기준값"]),
        ("김해시 지역 대학 진학률을 9%에서 30%로", ["목표값"]),
        ("김해시 지역 대학 진학률을 25%p 높인다", ["변화폭"]),
        ("김해시 QS 아시아 350~400위에서 100위대로", ["목표값"]),
        ("7개 직업계고와 18개 기관이 참여한다", ["개수"]),
        ("시흥시 3대 추진전략 50개 실행과제", ["개수"]),
        ("전국 13개 지구 110개 학교 43개 대학 160개 기업", ["개수"]),
        ("안산시는 2026년 도입기, 2027년 안정기로 나눈다", ["단계의 연도", "단계의 연도"]),
        ("안산시는 2024년 4월 12일 간담회를 열었다", ["날짜"]),
        ("시흥시는 중도탈락률을 높인다", ["방향"]),
    ],
)
def test_a_wrong_sentence_is_wrong_in_that_respect(
    snapshot: Snapshot, sentence: str, aspects: list[str]
) -> None:
    assert wrong(claims.check(snapshot, sentence)) == aspects


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("인제대 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 올랐다.", "right"),
        ("인제대 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 내렸다.", "wrong"),
        ("인제대 중도탈락률은 2016년 5.5%에서 2024년 7.6%로 올랐다.", "wrong"),
        ("인제대 중도탈락률이 3.1%p 올랐다.", "right"),
        ("인제대 중도탈락률이 3.1% 올랐다.", "wrong"),
        ("전국 직업계고 취업률은 2024년 55.3%다.", "right"),
        ("전국 직업계고 취업률은 2025년 55.3%다.", "wrong"),
        ("안산 직업계고 취업률은 2021년 46.4%다.", "right"),
        ("안산 정주의향률은 2024년 61%다.", "uncheckable"),
        ("직업계고 취업률은 55.3%다.", "uncheckable"),
    ],
)
def test_results_are_held_against_the_data(snapshot: Snapshot, sentence: str, verdict: str) -> None:
    assert [claim.verdict for claim in claims.check(snapshot, sentence)] == [verdict]


def test_an_english_sentence_is_read_too(snapshot: Snapshot) -> None:
    sentence = "Gimhae will raise the local university entry rate from 9% to 25% by {}."
    assert claims.check(snapshot, sentence.format(2027))[0].verdict == "right"
    assert wrong(claims.check(snapshot, sentence.format(2026))) == ["목표연도"]


def test_a_title_of_the_sample_is_held_against_the_sample(snapshot: Snapshot) -> None:
    title = "김해시 중도탈락률은 2024년 99.9%입니다"
    assert claims.contradictions(snapshot, title, "sample")
    assert not claims.contradictions(snapshot, "우리 시의 다음 과제", "sample")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "진학률",
                "취업률",
                "김해시",
                "9%",
                "25%p",
                "에서",
                "로",
                "2027년까지",
                "48개",
                "과제",
                "~",
                "위대",
                "\n",
                ".",
            ]
        )
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_any_text_has_an_answer(text: str) -> None:
    ensure_current()
    found = warehouse.current()
    assert found is not None
    for claim in claims.check(found, text):
        assert claim.checks
        for each in claim.checks:
            assert each.reason.ko
            assert each.reason.en
            assert "{" not in each.reason.ko + each.reason.en
