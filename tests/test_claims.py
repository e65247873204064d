"""The claim checker: sentences of the five source articles, and each way in which one can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ledger import Ledger

from etl.build import ensure_current
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot
from meomureum.verify import claims
from meomureum.verify.claims import Check, Claim
from meomureum.verify.claims.against_ledger import written_number
from meomureum.verify.claims.clauses import clauses
from meomureum.verify.claims.places import Place, places_in


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


# Published: 569 of 12,674 in 2016 (4.49 %), 704 of 9,832 in 2023 (7.16 %), 688 of 9,017 in 2024 (7.63 %);
# of the whole country 16,588 of 30,014 (55.27 %) and 15,296 of 27,716 (55.19 %).
IN_2016 = "인제대학교 2016년 값 4.5%와 같습니다(12,674명 중 569명). 산식: 재적학생 대비"
IN_2024 = "인제대학교 2024년 값 7.6%와 같습니다(9,017명 중 688명). 산식: 재적학생 대비"
ROSE = "2016년 4.5%, 2024년 7.6%: 차이의 95% 구간이 변화 없음을 배제합니다."
OF_GIMHAE = ("지역", "right", "김해시의 목표입니다(김해시, 2023-06-27).")
FROM_9 = ("기준값", "right", "발표된 기준값 9.0%와 같습니다. 기준연도는 발표문에 없습니다.")
TO_25 = ("목표값", "right", "발표된 목표값 25.0%와 같습니다.")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "인제대 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 올랐다.",
            [("값", "right", IN_2016), ("값", "right", IN_2024), ("증감", "right", ROSE)],
        ),
        (
            "인제대 중도탈락률은 2016년 5.5%에서 2024년 7.6%로 내렸다.",
            [
                ("값", "wrong", "인제대학교 2016년 값은 4.5%입니다(12,674명 중 569명). 산식: 재적학생 대비"),
                ("값", "right", IN_2024),
                ("증감", "wrong", "2016년 4.5%, 2024년 7.6%: 문장과 반대 방향입니다."),
            ],
        ),
        (
            "인제대 중도탈락률은 2023년 7.2%에서 2024년 7.6%로 올랐다.",
            [
                (
                    "값",
                    "right",
                    "인제대학교 2023년 값 7.2%와 같습니다(9,832명 중 704명). 산식: 재적학생 대비",
                ),
                ("값", "right", IN_2024),
                (
                    "증감",
                    "uncheckable",
                    "2023년 7.2%, 2024년 7.6%: 차이의 95% 구간이 변화 없음을 배제하지 못합니다.",
                ),
            ],
        ),
        (
            "인제대 중도탈락률이 3.1%p 올랐다.",
            [("변화폭", "right", "2016년과 2024년의 차이는 3.1%p입니다."), ("증감", "right", ROSE)],
        ),
        (
            "인제대 중도탈락률이 4%p 올랐다.",
            [("변화폭", "uncheckable", "2016년과 2024년의 차이는 3.1%p입니다."), ("증감", "right", ROSE)],
        ),
        (
            "인제대 중도탈락률이 3.1% 올랐다.",
            [
                ("단위", "wrong", "비율의 차이는 %가 아니라 %p로 적습니다. 차이는 3.1%p입니다."),
                ("증감", "right", ROSE),
            ],
        ),
        (
            "인제대 중도탈락률은 4.5%다.",
            [
                (
                    "연도",
                    "uncheckable",
                    "문장에 연도가 없습니다. 인제대학교 2016년 값이고, 가장 최근인 2024년 값은 7.6%입니다.",
                )
            ],
        ),
        ("인제대 중도탈락률은 2016년 4.5%다.", [("값", "right", IN_2016)]),
        (
            "인제대 중도탈락률은 1999년 4.5%다.",
            [("연도", "uncheckable", "인제대학교의 1999년 값은 공표되지 않았습니다.")],
        ),
        (
            "전국 직업계고 취업률은 2024년 55.3%에서 2025년 55.3%로 올랐다.",
            [
                ("값", "right", "전국 2024년 값 55.3%와 같습니다(30,014명 중 16,588명). 산식: 공식 산식"),
                ("값", "wrong", "전국 2025년 값은 55.2%입니다(27,716명 중 15,296명). 산식: 공식 산식"),
                (
                    "증감",
                    "uncheckable",
                    "2024년 55.3%, 2025년 55.2%: 차이의 95% 구간이 변화 없음을 배제하지 못합니다.",
                ),
            ],
        ),
        (
            "김해시 QS 아시아 순위는 350위에서 340위로 올랐다.",
            [
                ("값", "right", "김해시 2023년 값 350–400위와 같습니다. 산식: 발표값(산식 미공개)"),
                (
                    "연도",
                    "uncheckable",
                    "문장에 연도가 없어 어느 해의 값인지 알 수 없습니다. 김해시의 가장 최근인 2023년 값은 350–400위입니다.",
                ),
            ],
        ),
        (
            "김해 지역 대학 진학률을 16%p 올린다",
            [OF_GIMHAE, ("변화폭", "right", "9.0%에서 25.0%까지의 차이 16.0%p와 같습니다.")],
        ),
        (
            "김해 지역 대학 진학률을 16% 올린다",
            [
                OF_GIMHAE,
                (
                    "단위",
                    "wrong",
                    "비율의 차이는 %가 아니라 %p로 적습니다. 9.0%에서 25.0%까지는 16.0%p입니다.",
                ),
            ],
        ),
        (
            "김해시 지역 대학 진학률을 25%p 높인다",
            [
                OF_GIMHAE,
                ("변화폭", "wrong", "9.0%에서 25.0%까지의 차이는 16.0%p입니다. 문장의 25%p는 다릅니다."),
            ],
        ),
        (
            "김해시는 2026년까지 지역 대학 진학률을 9%에서 25%로 높인다",
            [
                OF_GIMHAE,
                FROM_9,
                TO_25,
                ("목표연도", "wrong", "발표된 목표연도는 2027년입니다. 문장의 2026년은 다릅니다."),
            ],
        ),
        (
            "인제대는 2027년까지 지역 대학 진학률을 9%에서 25%로 높인다",
            [OF_GIMHAE, FROM_9, TO_25, ("목표연도", "right", "발표된 목표연도 2027년과 같습니다.")],
        ),
        (
            "안산시는 지역 대학 진학률을 10%에서 25%로 높인다",
            [("지역", "uncheckable", "안산시는 이 지표의 목표를 발표한 것이 대장에 없습니다.")],
        ),
        (
            "지역 대학 진학률을 9위에서 25%p로",
            [
                (
                    "지역",
                    "uncheckable",
                    "문장이 도시를 밝히지 않았습니다. 김해시의 목표(김해시, 2023-06-27)와 견주었습니다.",
                ),
                FROM_9,
                ("단위", "wrong", "발표된 단위는 9.0%입니다. 문장의 9위는 다릅니다."),
                TO_25,
                (
                    "단위",
                    "wrong",
                    "%p는 두 비율의 차이에 쓰는 단위입니다. 발표된 값은 25.0%이고, 기준값과의 차이는 16.0%p입니다.",
                ),
            ],
        ),
        (
            "김해시 QS 아시아 350~400위에서 100위대로 올린다",
            [
                OF_GIMHAE,
                ("기준값", "right", "발표된 기준값 350–400위와 같습니다. 기준연도는 발표문에 없습니다."),
                ("목표값", "wrong", "발표된 목표값은 200–299위입니다. 문장의 100위대는 다릅니다."),
            ],
        ),
        (
            "김해시 QS 아시아 순위가 50위 올랐다.",
            [("변화폭", "uncheckable", "견줄 두 값을 찾지 못했습니다.")],
        ),
        (
            "시흥시는 중도탈락률을 높인다",
            [("방향", "wrong", "시흥시의 발표는 방향만 밝혔고 수치는 없습니다.")],
        ),
        ("김해시는 중도탈락 수치를 적게 한다.", []),
        (
            "안산시는 2026년 도입기, 2027년 확산기로 나눈다",
            [
                ("단계의 연도", "wrong", "안산시의 계획에서 도입기는 2025년입니다."),
                ("단계의 연도", "right", "안산시의 계획에서 확산기는 2027년입니다."),
            ],
        ),
        (
            "안산시는 2024년 4월 12일 간담회를 열었다",
            [("날짜", "wrong", "등록된 날짜는 2024-04-09입니다: 직업교육 혁신지구 조성 간담회")],
        ),
        (
            "안산시는 2024년 4월 9일 간담회를 열었다",
            [("날짜", "right", "등록된 사건과 날짜가 같습니다: 직업교육 혁신지구 조성 간담회")],
        ),
        (
            "김해시는 2024년 4월 9일 간담회를 열었다",
            [("날짜", "uncheckable", "이 사건은 등록되어 있지 않습니다.")],
        ),
        ("김해시는 2024년 4월 9일 축제를 열었다", []),
        (
            "김해 고교 졸업자 5800명 중 590명이 진학했다.",
            [("사람 수", "right", "김해시 2020년 공표값과 같습니다.")],
        ),
        (
            "김해 고교 졸업자 5,800명 중 591명이 진학했다.",
            [("사람 수", "uncheckable", "같은 분모와 분자의 공표값이 없습니다.")],
        ),
        (
            "김해 고교 졸업자 5,801명 중 590명이 진학했다.",
            [("사람 수", "uncheckable", "같은 분모와 분자의 공표값이 없습니다.")],
        ),
        (
            "안산의 7개 직업계고와 18개 기관이 참여한다.",
            [
                ("개수", "wrong", "등록된 값과 다릅니다. 안산시 학교 6(2025년)"),
                ("개수", "right", "안산시에 등록된 값과 같습니다."),
            ],
        ),
        (
            "김해의 9개 직업계고가 참여한다.",
            [("개수", "uncheckable", "등록된 명단에는 1곳이 있지만 전체 명단인지 알 수 없습니다.")],
        ),
        (
            "부산의 9개 직업계고가 참여한다.",
            [("개수", "uncheckable", "학교의 수를 견줄 등록된 값이 없습니다.")],
        ),
    ],
)
def test_each_check_gives_its_reason_in_numbers(
    snapshot: Snapshot, sentence: str, told: list[tuple[str, str, str]]
) -> None:
    found = checks(claims.check(snapshot, sentence))
    said = [(each.aspect.ko, each.verdict, each.reason.ko) for each in found]
    assert [each for each in said if each[0] != "분모와 지역의 범위"] == told


@pytest.mark.parametrize(
    ("sentence", "deadline", "amounts"),
    [
        ("2027년까지 김해시 지역 대학 진학률을 25%로 높인다", 2027, [(25, None, "percent", "to", None)]),
        ("김해시 지역 대학 진학률을 2027년까지 25%", 2027, [(25, None, "percent", "", 2027)]),
        (
            "김해시 지역 대학 진학률은 2023년에 9%였고 2025년에 14%다",
            None,
            [(9, None, "percent", "", 2023), (14, None, "percent", "", 2025)],
        ),
        (
            "김해시 지역 대학 진학률을 9%에서 25%로 16%p 올린다",
            None,
            [
                (9, None, "percent", "from", None),
                (25, None, "percent", "to", None),
                (16, None, "points", "by", None),
            ],
        ),
        # The nearest year before a single number, else the last one after it.
        ("2024년과 2025년 김해시 지역 대학 진학률은 14%다", 2025, [(14, None, "percent", "", 2025)]),
        ("김해시 지역 대학 진학률 14%, 2024년과 2025년", 2025, [(14, None, "percent", "", 2025)]),
        ("김해시 QS 아시아 200위대", None, [(200, 299, "rank", "", None)]),
        # A number without a unit counts as a start alone.
        (
            "김해시는 지역 대학 진학률을 9에서 25%로",
            None,
            [(9, None, None, "from", None), (25, None, "percent", "to", None)],
        ),
        ("김해시 지역 대학 진학률은 9다", None, []),
        (
            "Gimhae raises the local university entry rate from 9 to 25% by 2027",
            2027,
            [(9, None, None, "from", None), (25, None, "percent", "to", None)],
        ),
    ],
)
def test_a_sentence_is_taken_apart(
    snapshot: Snapshot, sentence: str, deadline: int | None, amounts: list[tuple[object, ...]]
) -> None:
    (found,) = clauses(snapshot, sentence)
    assert (found.places, found.deadline) == (("gimhae",), deadline)
    assert [(each.value, each.high, each.unit, each.role, each.year) for each in found.amounts] == amounts


def test_a_number_is_written_as_readers_write_it() -> None:
    assert [written_number(each) for each in (48.0, 10.5, 1234.0)] == ["48", "10.5", "1,234"]


def test_decimals_are_those_that_are_written(snapshot: Snapshot) -> None:
    (found,) = clauses(snapshot, "김해시 지역 대학 진학률은 5,800.25%다")
    assert [(each.value, each.decimals, each.words) for each in found.amounts] == [(5800.25, 2, "5,800.25%")]


def test_the_places_of_a_sentence_are_told_with_their_ends(snapshot: Snapshot) -> None:
    assert places_in(snapshot, "인제대학교는 김해시에 있다") == (Place(0, 5, "inje"), Place(7, 10, "gimhae"))
    assert places_in(snapshot, "Gimhae and Ansan") == (Place(0, 6, "gimhae"), Place(11, 16, "ansan"))
    assert places_in(snapshot, "다음 과제") == ()


def test_two_cities_of_one_name_are_both_meant(snapshot: Snapshot) -> None:
    found = checks(claims.check(snapshot, "김해시와 안산시는 지역 대학 진학률을 9%에서 25%로 높인다"))
    assert [(each.aspect.ko, each.verdict) for each in found][:3] == [
        *(("지역", "right"), ("기준값", "right"), ("목표값", "right")),
    ]


def test_a_dated_start_leaves_a_plan_a_plan(snapshot: Snapshot) -> None:
    found = checks(claims.check(snapshot, "김해시 지역 대학 진학률을 2023년 9%에서 25%로 높인다"))
    assert [each.verdict for each in found if each.aspect.ko in ("지역", "기준값", "목표값")] == ["right"] * 3


def test_a_band_is_the_announced_one_at_both_ends(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.change("gimhae_entry_2027", target_low="20", target_high="25")
    held = place.written().snapshot()
    for words, verdict in (("20~25%", "right"), ("20~26%", "wrong"), ("21~25%", "wrong")):
        found = checks(claims.check(held, f"김해시 지역 대학 진학률을 9%에서 {words}로 높인다"))
        assert [each.verdict for each in found if each.aspect.ko == "목표값"] == [verdict]


def test_each_number_of_a_list_belongs_to_the_name_before_it(snapshot: Snapshot) -> None:
    found = claims.check(
        snapshot, "김해시 진학률 9%→25%, 안산시 취업률 4%→16%. 인제대 중도탈락률은 2024년 7.6%다."
    )
    assert [(each.quote, each.subject.ko, each.verdict) for each in found] == [
        ("진학률 9%→25%, 안산시", "김해시 지역 대학 진학률", "right"),
        ("취업률 4%→16%.", "안산시 지역 취업률", "wrong"),
        ("중도탈락률은 2024년 7.6%다.", "인제대학교 중도탈락률", "right"),
    ]


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
