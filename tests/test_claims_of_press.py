"""Sentences as newspapers write them: right, wrong, or not checkable because something is not said.

Published: national vocational graduates 2020 89,998 (24,938 employed, 50.7 %), 2021 78,994 (55.4 %), 2022 57.8 %,
2023 55.7 %, 2024 63,005 (16,588 employed, 55.3 %; 30,216 advanced, 48.0 %); employment 2025 of Gimhae College 78.7 %,
of Inje 59.2 %; high-school graduates of Gimhae 2020 5,806, 2021 5,105; Inje drop-outs 2024 688 of 9,017 (7.6 %).
"""

from __future__ import annotations

from datetime import date

import pytest

from meomureum.store.warehouse import Snapshot
from meomureum.verify import claims
from meomureum.verify.claims import Claim
from meomureum.verify.claims.written_numbers import agrees, value_of
from meomureum.verify.claims.written_years import years_in


def checked(snapshot: Snapshot, sentence: str, day: str) -> tuple[Claim, ...]:
    return claims.check(snapshot, sentence, published_on=date.fromisoformat(day) if day else None)


def verdict(found: tuple[Claim, ...]) -> str:
    verdicts = {claim.verdict for claim in found}
    return next((each for each in ("wrong", "right", "uncheckable") if each in verdicts), "none")


def reasons(found: tuple[Claim, ...]) -> str:
    return " ".join(each.reason.ko for claim in found for each in claim.checks)


RIGHT = [
    ("2024-11-06", "직업계고를 올해 졸업한 6만3005명 가운데 1만6588명이 취업해 취업률은 55.3%로 나타났다."),
    (
        "2021-11-02",
        "올해 직업계고 졸업자는 7만 8994명이고 이 가운데 2만 2583명이 일자리를 얻어 취업률 55.4%이다.",
    ),
    ("2020-11-27", "직업계고를 나온 8만9998명 중 취업자는 2만4938명이며 취업률은 50.7%다."),
    ("2024-11-06", "2024년 직업계고 졸업자 취업률은 55.3% 진학률은 48.0%다."),
    ("2024-11-06", "직업계고 취업률은 2020년 50.7%에서 2022년 57.8%까지 올랐다가 2024년 55.3%로 내려왔다."),
    ("2023-06-30", "3개 대학과 25개 기관이 참여한다."),
    ("2024-11-06", "진학률은 2020년 42.5%에서 2023년 47.0%로 직업계고에서 해마다 높아졌다."),
    ("2025-09-01", "김해대 취업률은 78.7%로 인제대 59.2%보다 19.5%p 높다."),
    ("2025-10-13", "안산 혁신지구는 2025년 도입기와 2026년 안정기를 거쳐 2027년 확산기에 들어간다."),
    ("2024-11-06", "직업계고 취업률은 전년보다 0.4%p 낮은 55.3%다."),
    ("2024-11-06", "직업계고 취업률은 55.3%로 전년 대비 0.4%포인트 하락했다."),
    ("2024-11-06", "올해 직업계고 취업률은 55.3%로 지난해(55.7%)보다 0.4%p 떨어졌다."),
    ("2024-11-06", "직업계고 취업률이 2년 연속 하락했다."),
    ("2024-03-01", "직업계고 취업률은 55.7%다."),  # what was newest on that day
    ("2024-11-06", "직업계고 졸업자는 6만 3천 명이다."),
    ("2025-09-01", "인제대 재적학생 9,017명 가운데 688명이 중도탈락해 중도탈락률은 7.6%다."),
    ("2025-03-12", "안산 혁신지구는 3년간 10억5000만원을 지원받는다."),
    ("", "2020년 경기도 특성화고 취업률은 49.8%다."),
    # what another year is only compared with is not the number's year
    ("2024-11-06", "직업계고 취업률 55.3%, 전년比 0.4%p 하락"),
    ("2024-11-06", "직업계고 취업률은 지난해와 비슷한 55.3%다."),
    ("2024-11-06", "지난해와 달리 하락세를 이어간 직업계고 취업률은 55.3%다."),
    # a row of years has a number each
    ("2025-03-01", "직업계고 취업률은 2020∼2024년 50.7%, 55.4%, 57.8%, 55.7%, 55.3%였다."),
    ("2025-03-01", "직업계고 취업률은 2020~2024년 50.7%에서 55.3%로 바뀌었다."),
    # bounds, bands and rough numbers
    ("2024-11-06", "2024년 직업계고 취업률은 56%에 살짝 못 미치는 55.3%다."),
    ("2024-11-06", "2024년 직업계고 취업률은 60% 아래에 머물렀다."),
    ("2024-11-06", "2024년 직업계고 취업률은 50%대 중반이다."),
    ("2024-11-06", "2024년 직업계고 진학률은 50%에 가깝다."),
    ("2024-11-06", "2024년 직업계고 졸업자는 6만5천 명에 못 미친다."),
    ("2024-11-06", "직업계고의 취업 대상 3만14명 가운데 1만6588명이 취업했다."),
    ("2026-02-01", "창원시 청년 인구는 2020년 31만4819명에서 2025년 26만4180명으로 5만639명 줄었다."),
    ("2025-09-01", "2024년 취업률은 김해대와 인제대가 각각 78.7％, 59.2％다."),
    ("2025-09-01", "2024년 김해대 취업률(78.7%)은 인제대(59.2%)의 1.3배다."),
    ("2024-01-10", "김해시는 지역 취업률을 네 배인 16%로 높이기로 했다."),
]
WRONG = [
    ("2024-11-06", "직업계고 졸업자 6만 3005명 중 3만 2016명이 진학해 진학률은 48%다.", "진학자는 30,216명"),
    ("2022-01-10", "2021년 김해 고등학교 졸업자는 5806명이다.", "5,105명입니다"),
    ("2023-07-01", "김해시는 지역 대학 진학률을 9%에서 27%로 높인다.", "목표값은 25.0%"),
    ("2023-07-01", "김해시는 진학률을 9%에서 25%포인트 높일 계획이다.", "16.0%p"),
    ("2023-07-01", "안산시는 진학률을 9%에서 25%로 높인다.", "김해시의 목표"),
    (
        "2024-11-06",
        "올해 직업계고 취업률은 55.3%로 지난해보다 1.4%p 떨어졌다.",
        "2023년과 2024년의 차이는 0.4%p",
    ),
    ("2024-11-06", "올해 직업계고 취업률은 55.3%로 지난해보다 0.4%p 올랐다.", "반대 방향"),
    ("2025-09-01", "2024년 인제대 취업률은 김해대보다 10%p 낮다.", "19.5%p"),
    ("2025-09-01", "2024년 인제대 취업률은 60.2%다.", "59.2%"),
    ("2025-09-01", "인제대 재적학생 9017명 가운데 700명이 중도탈락했다.", "중도탈락자는 688명"),
    ("2024-11-06", "2024년 직업계고 졸업자는 6만5000명이다.", "63,005명"),
    ("2024-08-30", "전국에 15개 지구가 운영된다.", "지구 13(2024년)"),
    ("2025-03-12", "안산 혁신지구는 3년간 12억원을 지원받는다.", "10.5"),
    ("", "인제대 중도탈락률은 2024년 7.6%p다.", "산식: 재적학생 대비"),
    ("", "김해시는 QS 아시아 순위를 50위 올린다.", "51–200위"),
    ("2024-11-06", "직업계고 취업률은 2년 전보다 2.5%p 높은 55.3%다.", "2022년과 2024년의 차이는 2.5%p"),
    ("2024-11-06", "2024년 직업계고 취업률은 55%를 넘지 못했다.", "55.3%"),
    ("2024-11-06", "2024년 직업계고 졸업자는 7만 명을 웃돈다.", "63,005명"),
    ("2025-09-01", "2024년 취업률은 인제대와 김해대가 각각 78.7%, 59.2%다.", "59.2%"),
    ("2025-09-01", "2024년 김해대 취업률(78.7%)은 인제대(59.2%)의 3배다.", "1.3배"),
    ("2024-01-10", "김해시는 지역 취업률을 세 배인 16%로 높이기로 했다.", "4.0배"),
    (
        "2026-02-01",
        "창원시 청년 인구는 2020년 31만4819명에서 2025년 26만4180명으로 6만639명 줄었다.",
        "50,639명",
    ),
    ("2026-02-01", "창원시 청년 인구는 2020년 31만4819명에서 2025년 26만4180명으로 늘었다.", "반대 방향"),
    (
        "2024-11-06",
        "직업계고 졸업자는 2020년 8만9998명에서 2024년 6만3005명으로 3만6993명 줄었다.",
        "26,993명",
    ),
]
NOT_CHECKABLE = [
    ("2024-11-06", "전체 취업률은 지난해 55.7%보다 0.4%p 낮은 55.3%다.", "누구의 값인지"),
    (
        "2016-11-01",
        "올해 특성화고(472개교)와 마이스터고(43개교) 졸업생을 조사하니 취업률은 47.2%였다.",
        "2016년 값",
    ),
    ("2020-11-27", "비수도권 학교 취업률이 수도권보다 0.8%p 높았다.", "누구의 값인지"),
    ("2020-11-27", "직업계고 취업률은 비수도권이 수도권보다 0.8%p 높았다.", "비수도권 값은 따로"),
    ("2025-03-11", "전국에 15개 지구가 운영된다.", "13(2024년)"),
    ("2025-03-11", "매년 3억5000만원씩 3년간 지원한다.", "같은 사업의 수인지"),
    ("2017-10-31", "인제대는 QS 아시아 평가에서 219위에 올랐다.", "공표되지 않았습니다"),
    ("2019-09-01", "재적학생 1만2974명 가운데 598명이 중도탈락해 2.3%다.", "두 수로 계산하면 4.6%"),
    ("", "QS 순위를 50위 올린다", "350–400위에서 200–299위까지"),
    ("", "중도탈락률은 7.6%p다", "비율은 %로 적습니다"),
    ("", "올해 직업계고 취업률은 55.3%다.", "글의 날짜"),
    ("", "2024년 마이스터고 취업률은 72.6%다.", "마이스터고 값은 따로"),
    ("", "2024년 여학생의 직업계고 취업률은 50%다.", "여학생 값은 따로"),
    ("2025-09-01", "인제대 중도탈락률은 9.9%다.", "연도가 없어"),
    ("2025-03-01", "2020~2024년 직업계고 취업률은 57%였다.", "2020~2024년"),
    ("2023-07-01", "시흥시는 중도탈락률을 5%로 낮출 계획이다.", "대장에 없습니다"),
]


@pytest.mark.parametrize(("day", "sentence"), RIGHT)
def test_right(snapshot: Snapshot, day: str, sentence: str) -> None:
    assert verdict(checked(snapshot, sentence, day)) == "right"


@pytest.mark.parametrize(("day", "sentence", "why"), WRONG)
def test_wrong_with_its_reason(snapshot: Snapshot, day: str, sentence: str, why: str) -> None:
    found = checked(snapshot, sentence, day)
    assert verdict(found) == "wrong"
    assert why in reasons(found)


@pytest.mark.parametrize(("day", "sentence", "why"), NOT_CHECKABLE)
def test_not_checkable_with_what_is_missing(snapshot: Snapshot, day: str, sentence: str, why: str) -> None:
    found = checked(snapshot, sentence, day)
    assert verdict(found) == "uncheckable"
    assert why in reasons(found)


def test_a_sentence_without_a_number_has_no_claim(snapshot: Snapshot) -> None:
    sentence = "미취업자 비율은 줄고 졸업자들은 진로를 더 확실히 정했다."
    assert checked(snapshot, sentence, "2024-11-06") == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("6만3005", 63005),
        ("7만 8994", 78994),
        ("3억5000만", 350_000_000),
        ("10.5억", 1_050_000_000),
        ("5천", 5000),
        ("1만 5천", 15000),
        ("5천만", 50_000_000),
        ("12만 3,456", 123_456),
        ("9,017", 9017),
    ],
)
def test_a_number_is_read_as_koreans_write_it(written: str, value: float) -> None:
    assert value_of(written) == value


def test_a_round_number_is_that_of_a_near_one_alone() -> None:
    assert agrees("5,800", 5806)
    assert agrees("6만 3천", 63005)
    assert not agrees("700", 688)
    assert not agrees("5,806", 5805)


def test_words_for_years_follow_the_date_and_the_year_before() -> None:
    day = date(2024, 11, 6)
    text = "올해와 지난해, 재작년, ’21년과 그 전년, 2019학년도와 이듬해"
    assert [each.year for each in years_in(text, day)] == [2024, 2023, 2022, 2021, 2020, 2019, 2020]
    assert [each.year for each in years_in("지난해", None)] == [None]
