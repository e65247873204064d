"""Indicators of all high-school graduates."""

from __future__ import annotations

from meomureum.measures.indicators.formula import (
    ADVANCED,
    ANNOUNCED,
    IN_A_CITY,
    LOAD_SCHOOLS,
    PUBLISHED,
    Formula,
    Kpi,
    ladder_of,
    only,
    outermost,
    widened_formulas,
    within,
)
from meomureum.texts import Text

_TABLE = "high_school_outcomes"
_ENTERED = "('university', 'junior_college', 'advanced')"
_FROM_SCHOOLS = f"method <> 'kess' AND {IN_A_CITY}"
_ALL_GRADUATES = Text(
    "그해 1~2월 시의 고교 졸업자(4월 1일 기준)",
    "Graduates of the city's high schools, January-February (on 1 April)",
)

_ENTERED_WITHIN = Text(
    "시의 고교 졸업자 가운데 {rung} 안의 대학에 진학한 사람",
    "Graduates of the city's high schools who entered a university in the {rung}",
)

LOCAL_UNIVERSITY_ENTRY = Kpi(
    id="local_university_entry_rate",
    name=Text("지역 대학 진학률", "Local university entry rate"),
    population=_ALL_GRADUATES,
    numerator=_ENTERED_WITHIN.fill(rung=Text("시", "city")),
    denominator=Text("시의 고교 졸업자 전체", "All graduates of the city's high schools"),
    headline=True,
    counted_by="high_school_graduates",
    formulas=(
        Formula(
            "all_graduates",
            Text("전체 졸업자 대비", "Of all graduates"),
            table=_TABLE,
            numerator=within("destination_level", ("city",), _ENTERED),
            denominator="graduates",
            where=_FROM_SCHOOLS,
        ),
        Formula(
            "of_advanced",
            Text("진학자 대비", "Of those who advanced"),
            table=_TABLE,
            numerator=within("destination_level", ("city",), _ENTERED),
            denominator=only(f"outcome IN {ADVANCED}"),
            where=_FROM_SCHOOLS,
            denominator_text=Text("진학자", "Those who advanced"),
            note=Text(
                "분모에서 진학하지 않은 졸업자를 빼므로 전체 졸업자 대비보다 높습니다.",
                "Leaves out graduates who did not advance, so it is higher than the rate of all graduates.",
            ),
        ),
        *widened_formulas(
            "all_graduates", _TABLE, "destination_level", _ENTERED, _ENTERED_WITHIN, _FROM_SCHOOLS
        ),
        ANNOUNCED,
    ),
    ladder=ladder_of("all_graduates"),
    outer=outermost("all_graduates", _TABLE, ADVANCED, _FROM_SCHOOLS),
    unavailable=LOAD_SCHOOLS,
    caveat=Text(
        "목표를 발표하면서 분모를 밝히지 않는 일이 많습니다. 기본 산식은 전체 졸업자를 분모로 씁니다.",
        "Announcements of targets often state no denominator; the default formula divides by all graduates.",
    ),
)

HIGH_SCHOOL_GRADUATES = Kpi(
    id="high_school_graduates",
    name=Text("고교 졸업자 수", "Number of high-school graduates"),
    population=_ALL_GRADUATES,
    numerator=Text("고교 졸업자", "High-school graduates"),
    unit="persons",
    shape="count",
    stand_ins=("kess",),
    formulas=(
        Formula(
            "from_schools",
            Text("학교 자료 집계", "Counted from the schools' files"),
            table=_TABLE,
            numerator="graduates",
            where=_FROM_SCHOOLS,
        ),
        Formula(
            "kess",
            Text("교육통계 집계", "Counted from KESS"),
            table=_TABLE,
            numerator="graduates",
            where="method = 'kess'",
            note=Text(
                "교육통계의 시군구 집계입니다. 학교별로 나뉘지 않습니다.",
                "The city totals of KESS, which are not divided by school.",
            ),
        ),
        PUBLISHED,
    ),
    official_source=Text(
        "한국교육개발원 교육통계 졸업 후 상황", "KEDI education statistics, outcomes of graduates"
    ),
    unavailable=LOAD_SCHOOLS,
    caveat=Text(
        "비율이 아니라 사람 수입니다. 졸업 후 진로별로 나누어 볼 수 있습니다.",
        "People, not a rate; they can be divided by what became of them.",
    ),
)
