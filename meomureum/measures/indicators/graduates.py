"""Indicators of the graduates of universities."""

from __future__ import annotations

from meomureum.measures.indicators.formula import (
    ANNOUNCED,
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

_TABLE = "university_outcomes"
_LOCAL_HIRES = within("workplace_level", ("city",), "('employed')")
# Only those employed have an industry: asked for one, a rate of others counts who works in it.
_WHERE_EMPLOYED = ("industry_id", "ksic")
_OFFICIAL_BASE = only("outcome NOT IN ('advanced', 'enlisted', 'unable', 'foreign', 'excluded')")
_GRADUATES = Text(
    "전년 8월과 그해 2월 시의 대학 졸업자(12월 31일 기준)",
    "Graduates of the city's universities, August before and February (on 31 December)",
)
_SURVEY = Text(
    "교육부·한국교육개발원 고등교육기관 졸업자 취업통계",
    "MOE/KEDI employment statistics of higher-education graduates",
)
_LOAD_OUTCOMES = Text(
    "시군구 단위로 공표된 값이 없습니다. 대학의 졸업자 취업 자료를 적재하면 계산됩니다.",
    "No value has been published for the city. Loading the universities' graduate outcomes computes it.",
)

_EMPLOYED_WITHIN = Text(
    "시의 대학 졸업자 가운데 {rung} 안의 기업에 취업한 사람",
    "Graduates of the city's universities employed by a firm in the {rung}",
)

LOCAL_EMPLOYMENT = Kpi(
    id="local_employment_rate",
    name=Text("지역 취업률", "Local employment rate"),
    population=_GRADUATES,
    numerator=_EMPLOYED_WITHIN.fill(rung=Text("시", "city")),
    denominator=Text("시의 대학 졸업자 전체", "All graduates of the city's universities"),
    reference_day="12-31",
    headline=True,
    counted_by="university_graduates",
    formulas=(
        Formula(
            "all_graduates",
            Text("전체 졸업자 대비", "Of all graduates"),
            table=_TABLE,
            numerator=_LOCAL_HIRES,
            denominator="graduates",
            numerator_only=_WHERE_EMPLOYED,
        ),
        Formula(
            "of_employed",
            Text("취업자 대비(관내 취업 비중)", "Of the employed"),
            table=_TABLE,
            numerator=_LOCAL_HIRES,
            denominator=only("outcome = 'employed'"),
            by_industry=True,
            denominator_text=Text("취업한 졸업자", "Employed graduates"),
            note=Text(
                "분모가 취업자뿐이어서 전체 졸업자 대비보다 높습니다.",
                "Divides by the employed only, so it is higher than the rate of all graduates.",
            ),
        ),
        Formula(
            "official_base",
            Text("공식 취업률 분모 대비", "Of the official employment base"),
            table=_TABLE,
            numerator=_LOCAL_HIRES,
            denominator=_OFFICIAL_BASE,
            numerator_only=_WHERE_EMPLOYED,
            denominator_text=Text("공식 취업률의 분모", "The base of the official employment rate"),
            note=Text(
                "진학자·입대자·외국인유학생 등을 분모에서 뺍니다.",
                "Leaves out those who advanced or enlisted, foreign students and the excluded.",
            ),
        ),
        *widened_formulas("all_graduates", _TABLE, "workplace_level", "('employed')", _EMPLOYED_WITHIN),
        ANNOUNCED,
    ),
    ladder=ladder_of("all_graduates"),
    outer=outermost("all_graduates", _TABLE, "('employed')"),
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "목표를 발표하면서 분모와 지역의 범위를 밝히지 않는 일이 많습니다.",
        "Announcements of targets often state neither denominator nor geography.",
    ),
)

UNIVERSITY_EMPLOYMENT = Kpi(
    id="university_employment_rate",
    name=Text("대학 취업률", "University employment rate"),
    population=_GRADUATES,
    numerator=Text("취업자(1인 창업자 포함)", "Employed (own businesses included)"),
    denominator=Text(
        "졸업자 − (진학자 + 입대자 + 취업불가능자 + 외국인유학생 + 제외인정자)",
        "Graduates less those who advanced, enlisted, are unable to work, foreign or excluded",
    ),
    reference_day="12-31",
    headline=True,
    formulas=(
        Formula(
            "official",
            Text("공식 산식", "Official formula"),
            table=_TABLE,
            numerator=only("outcome IN ('employed', 'started_business')"),
            denominator=_OFFICIAL_BASE,
            numerator_only=_WHERE_EMPLOYED,
        ),
    ),
    official_source=_SURVEY,
    unavailable=Text(
        "대학별 값만 공표되고 분모가 공표되지 않아 시 값을 낼 수 없습니다. 대학별 값은 '추이'에서 볼 수 있습니다.",
        "Only rates by university are published, without denominators, so no city value can be made. "
        "The Progress page shows them by university.",
    ),
    caveat=Text(
        "대학별 값의 연도는 공시 연도에서 미루어 정했습니다: 공시 전해 12월 31일에 본 전전년 8월과 전년 2월 졸업자입니다.",
        "The year of a university's rate is inferred from its disclosure: graduates of August two years before and "
        "February of the year before, as of 31 December of the year before.",
    ),
)

STRATEGIC_INDUSTRY = Kpi(
    id="strategic_industry_share",
    name=Text("전략산업 취업 비중", "Strategic-industry share of hires"),
    population=_GRADUATES,
    numerator=Text(
        "그해 유효한 시의 전략산업에 취업한 사람", "Employed locally in an industry strategic in that year"
    ),
    denominator=Text("시 안의 기업에 취업한 사람", "Employed locally"),
    reference_day="12-31",
    formulas=(
        Formula(
            "of_local_hires",
            Text("지역 취업자 대비", "Of local hires"),
            table=_TABLE,
            numerator=only("outcome = 'employed' AND workplace_level = 'city' AND strategic"),
            denominator=_LOCAL_HIRES,
            where="strategic IS NOT NULL",
            by_industry=True,
        ),
    ),
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "전략산업 목록은 해마다 유효기간이 다릅니다.",
        "Each strategic industry has its own years of validity.",
    ),
)

LOCAL_EMPLOYED_SHARE = Kpi(
    id="local_share_of_employed",
    name=Text("지역취업 비중(인제대 계획)", "Local jobs share (Inje plan)"),
    population=_GRADUATES,
    numerator=Text("지역에 취업한 졸업자", "Graduates employed locally"),
    denominator=Text("취업한 졸업자", "Employed graduates"),
    reference_day="12-31",
    formulas=(
        Formula(
            "of_employed",
            Text("취업자 대비", "Of the employed"),
            table=_TABLE,
            numerator=_LOCAL_HIRES,
            denominator=only("outcome = 'employed'"),
            by_industry=True,
        ),
    ),
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "인제대 글로컬대학 계획의 지표로, 지역 취업률과 다른 비율입니다. 계획은 지역의 범위를 밝히지 않았습니다.",
        "An indicator of the Inje Glocal plan, another ratio than the local employment rate; the plan does not define local.",
    ),
)

STARTUPS = Kpi(
    id="startup_rate",
    name=Text("지역 창업률", "Local start-up rate"),
    population=_GRADUATES,
    numerator=Text("시 안에서 창업한 졸업자", "Graduates who started a business in the city"),
    denominator=Text("졸업자", "Graduates"),
    reference_day="12-31",
    formulas=(
        Formula(
            "all_graduates",
            Text("전체 졸업자 대비", "Of all graduates"),
            table=_TABLE,
            numerator=within("workplace_level", ("city",), "('started_business')"),
            denominator="graduates",
        ),
    ),
    unavailable=_LOAD_OUTCOMES,
)

UNIVERSITY_GRADUATES = Kpi(
    id="university_graduates",
    name=Text("대학 졸업자 수", "Number of university graduates"),
    population=_GRADUATES,
    numerator=Text("대학 졸업자", "University graduates"),
    unit="persons",
    shape="count",
    reference_day="12-31",
    formulas=(
        Formula(
            "from_universities",
            Text("대학 자료 집계", "Counted from the universities' files"),
            table=_TABLE,
            numerator="graduates",
        ),
        PUBLISHED,
    ),
    official_source=_SURVEY,
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "비율이 아니라 사람 수입니다. 졸업 후 진로별로 나누어 볼 수 있습니다.",
        "People, not a rate; they can be divided by what became of them.",
    ),
)
