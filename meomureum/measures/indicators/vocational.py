"""Indicators of the graduates of vocational high schools."""

from __future__ import annotations

from meomureum.measures.indicators.formula import (
    ADVANCED,
    IN_A_CITY,
    LOAD_SCHOOLS,
    DefinitionChange,
    Formula,
    Kpi,
    only,
    within,
)
from meomureum.texts import Text

_TABLE = "high_school_outcomes"
_FROM_SCHOOLS = f"method <> 'kess' AND {IN_A_CITY}"
_VOCATIONAL = "school_type IN ('specialised', 'vocational')"
_VOCATIONAL_SCHOOLS = ("specialised_high_school",)
_OFFICIAL_BASE = f"""
    CASE
        WHEN outcome = 'unseparated' THEN NULL
        WHEN outcome IN {ADVANCED} OR outcome IN ('enlisted', 'excluded') THEN 0
        ELSE graduates
    END
"""
# Only those employed have an industry: asked for one, the rate counts who works in it.
_WHERE_EMPLOYED = ("industry_id", "ksic")
_VOCATIONAL_GRADUATES = Text(
    "그해 1~2월 직업계고 졸업자(4월 1일 기준)",
    "Graduates of vocational high schools, January-February (on 1 April)",
)
_SURVEY = Text(
    "교육부·한국교육개발원 직업계고 졸업자 취업통계",
    "MOE/KEDI employment statistics of vocational high-school graduates",
)
_RELEASED = Text(
    "해마다 10~11월에 그해 4월 1일 기준 값 공표", "Each October or November, as of 1 April of the year"
)

VOCATIONAL_EMPLOYMENT = Kpi(
    id="vocational_employment_rate",
    name=Text("직업계고 취업률", "Vocational employment rate"),
    population=_VOCATIONAL_GRADUATES,
    numerator=Text("취업자", "Employed"),
    denominator=Text(
        "졸업자 − (진학자 + 입대자 + 제외인정자)",
        "Graduates less those who advanced, enlisted or are excluded",
    ),
    headline=True,
    stand_ins=("kess",),
    formulas=(
        Formula(
            "official",
            Text("공식 산식", "Official formula"),
            table=_TABLE,
            numerator=only("outcome = 'employed'"),
            denominator=_OFFICIAL_BASE,
            where=f"{_VOCATIONAL} AND method = 'linked'",
            kinds=_VOCATIONAL_SCHOOLS,
            numerator_only=_WHERE_EMPLOYED,
        ),
        Formula(
            "kess",
            Text("교육통계 산식(하한)", "KESS formula (lower bound)"),
            table=_TABLE,
            numerator=only("outcome = 'employed'"),
            denominator=only(f"outcome NOT IN {ADVANCED} AND outcome <> 'enlisted'"),
            where="school_type = 'specialised' AND method = 'kess'",
            kinds=_VOCATIONAL_SCHOOLS,
            denominator_text=Text(
                "졸업자 − (진학자 + 입대자)",
                "Graduates less those who advanced or enlisted",
            ),
            note=Text(
                "교육통계의 '기타'에 제외인정자가 섞여 있어 분모가 커지고 취업률은 낮게 나옵니다. 공식 산식과 견주지 않습니다.",
                "The excluded are hidden in 'other', so the denominator is larger and the rate a lower bound. "
                "Not comparable with the official formula.",
            ),
        ),
        Formula(
            "simple",
            Text("졸업자 대비 단순 비율", "Simple share of graduates"),
            table=_TABLE,
            numerator=only("outcome = 'employed'"),
            denominator="graduates",
            where=f"{_VOCATIONAL} AND method = 'linked'",
            kinds=_VOCATIONAL_SCHOOLS,
            numerator_only=_WHERE_EMPLOYED,
            denominator_text=Text("졸업자", "Graduates"),
            note=Text(
                "진학자와 입대자도 분모에 두므로 공식 취업률보다 낮습니다.",
                "Keeps those who advanced or enlisted in the denominator, so it is lower than the official rate.",
            ),
        ),
        Formula(
            "school_reported",
            Text("2019년 이전 학교조사", "School report, before 2020"),
            table=_TABLE,
            numerator=only("outcome = 'employed'"),
            denominator=_OFFICIAL_BASE,
            where=f"{_VOCATIONAL} AND method = 'school_reported'",
            kinds=_VOCATIONAL_SCHOOLS,
            note=Text(
                "2020년부터 행정자료를 연계해 조사방법이 바뀌었습니다. 앞뒤를 한 선으로 잇지 않습니다.",
                "The survey moved to administrative data in 2020; the two are never joined by one line.",
            ),
        ),
    ),
    official_source=_SURVEY,
    release=_RELEASED,
    unavailable=LOAD_SCHOOLS,
    definition_changes=(
        DefinitionChange(
            2020,
            "school_reported",
            "official",
            Text(
                "학교조사에서 행정자료 연계로 조사방법이 바뀌었습니다.",
                "The survey moved from school reports to linked administrative data.",
            ),
        ),
    ),
    caveat=Text(
        "2020년에 조사방법이 바뀌어 그 앞뒤를 비교할 수 없습니다.",
        "The method changed in 2020; values before and after cannot be compared.",
    ),
)

VOCATIONAL_ADVANCEMENT = Kpi(
    id="vocational_advancement_rate",
    name=Text("직업계고 진학률", "Vocational advancement rate"),
    population=_VOCATIONAL_GRADUATES,
    numerator=Text("진학자(국외 포함)", "Advanced (abroad included)"),
    denominator=Text("졸업자", "Graduates"),
    stand_ins=("kess",),
    formulas=(
        Formula(
            "official",
            Text("공식 산식", "Official formula"),
            table=_TABLE,
            numerator=only(f"outcome IN {ADVANCED}"),
            denominator="graduates",
            where=f"{_VOCATIONAL} AND method = 'linked'",
            kinds=_VOCATIONAL_SCHOOLS,
        ),
        Formula(
            "kess",
            Text("교육통계 산식", "KESS formula"),
            table=_TABLE,
            numerator=only(f"outcome IN {ADVANCED}"),
            denominator="graduates",
            where="school_type = 'specialised' AND method = 'kess'",
            kinds=_VOCATIONAL_SCHOOLS,
            note=Text("교육통계의 시군구 집계에서 계산합니다.", "Computed from the city totals of KESS."),
        ),
    ),
    official_source=_SURVEY,
    release=_RELEASED,
    unavailable=LOAD_SCHOOLS,
    caveat=Text(
        "취업률과 분모가 달라 둘을 더하면 100%를 넘을 수 있습니다.",
        "It has another denominator than the employment rate; the two may add to more than 100%.",
    ),
)


def _local_hires(formula_id: str, name: Text, rungs: tuple[str, ...], geography: str, note: Text) -> Formula:
    return Formula(
        formula_id,
        name,
        table=_TABLE,
        numerator=within("destination_level", rungs, "('employed')"),
        denominator=only("outcome = 'employed'"),
        where=f"{_VOCATIONAL} AND {_FROM_SCHOOLS}",
        kinds=_VOCATIONAL_SCHOOLS,
        geography=geography,
        by_industry=True,
        note=note,
    )


VOCATIONAL_LOCAL_HIRES = Kpi(
    id="vocational_local_hire_share",
    name=Text("직업계고 관내 취업 비중", "Local share of vocational hires"),
    population=_VOCATIONAL_GRADUATES,
    numerator=Text("지역 안에 취업한 사람", "Employed within the area"),
    denominator=Text("취업자", "Employed"),
    formulas=(
        _local_hires("city", Text("지역 = 시군구", "Local = city"), ("city",), "city", Text("", "")),
        _local_hires(
            "province",
            Text("지역 = 시도(공식 '관내')", "Local = province (official meaning)"),
            ("city", "commuting_area", "province"),
            "province",
            Text(
                "공식 통계의 '관내'는 같은 시도를 뜻합니다. 시군구 기준과 다른 지표입니다.",
                "Official statistics mean the same province by local: another indicator than the city's.",
            ),
        ),
    ),
    official_source=_SURVEY,
    release=_RELEASED,
    unavailable=LOAD_SCHOOLS,
)


def _kept_jobs(formula_id: str, name: Text, table: str, kept: str, where: str, note: Text) -> Formula:
    return Formula(
        formula_id,
        name,
        table=table,
        numerator=only("outcome = 'employed'", kept),
        denominator=only("outcome = 'employed'"),
        where=where,
        kinds=_VOCATIONAL_SCHOOLS if table == _TABLE else (),
        measures=("graduates", kept),
        by_industry=True,
        note=note,
    )


def _retention(months: int, university_months: int, note: Text) -> Kpi:
    return Kpi(
        id=f"employment_retention_{months}m",
        name=Text(f"유지취업률({months}개월)", f"Employment retention ({months} months)"),
        population=_VOCATIONAL_GRADUATES,
        numerator=Text(
            f"{months}개월 뒤에도 보험 가입을 유지한 사람", f"Still insured after {months} months"
        ),
        denominator=Text("취업자", "Employed"),
        formulas=(
            _kept_jobs(
                "vocational",
                Text("직업계고", "Vocational high schools"),
                _TABLE,
                f"retained_{months}m",
                f"{_VOCATIONAL} AND {_FROM_SCHOOLS}",
                Text("", ""),
            ),
            _kept_jobs(
                f"university_{university_months}m",
                Text(f"대학({university_months}개월)", f"Universities ({university_months} months)"),
                "university_outcomes",
                f"retained_{university_months}m",
                "TRUE",
                note,
            ),
        ),
        official_source=_SURVEY,
        unavailable=LOAD_SCHOOLS,
    )


RETENTION_6M = _retention(6, 6, Text("대학 졸업자의 유지취업률입니다.", "Retention of university graduates."))
RETENTION_12M = _retention(
    12,
    11,
    Text(
        "대학 통계는 11개월을 쓰므로 직업계고의 12개월과 다른 산식입니다.",
        "University statistics use 11 months: another formula than the 12 months of schools.",
    ),
)
