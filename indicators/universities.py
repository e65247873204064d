"""Indicators of universities, their students and their graduates."""

from __future__ import annotations

from indicators.formula import (
    ANNOUNCED,
    PRODUCT_DEFINITION,
    PUBLISHED,
    Formula,
    Kpi,
    ladder_of,
    only,
    outermost,
    widened,
    within,
)
from texts import Text

_TABLE = "university_outcomes"
_LOCAL_HIRES = within("workplace_level", ("city",), "('employed')")
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
    formulas=(
        Formula(
            "all_graduates",
            Text("전체 졸업자 대비", "Of all graduates"),
            table=_TABLE,
            numerator=_LOCAL_HIRES,
            denominator="graduates",
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
            denominator_text=Text("공식 취업률의 분모", "The base of the official employment rate"),
            note=Text(
                "진학자·입대자·외국인유학생 등을 분모에서 뺍니다.",
                "Leaves out those who advanced or enlisted, foreign students and the excluded.",
            ),
        ),
        *widened("all_graduates", _TABLE, "workplace_level", "('employed')", _EMPLOYED_WITHIN),
        ANNOUNCED,
    ),
    ladder=ladder_of("all_graduates"),
    outer=outermost("all_graduates", _TABLE, "('employed')"),
    official_source=PRODUCT_DEFINITION,
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "김해시 발표(4%→16%)는 분모와 지역의 범위를 밝히지 않았습니다.",
        "Gimhae's announcement (4 % to 16 %) states neither denominator nor geography.",
    ),
)

UNIVERSITY_EMPLOYMENT = Kpi(
    id="university_employment_rate",
    name=Text("대학 취업률", "University employment rate"),
    population=_GRADUATES,
    numerator=Text("취업자(1인 창업자 포함)", "Employed (own businesses included)"),
    denominator=Text(
        "졸업자 - (진학자 + 입대자 + 취업불가능자 + 외국인유학생 + 제외인정자)",
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
        ),
    ),
    official_source=_SURVEY,
    unavailable=Text(
        "대학별 값만 공표되고 분모가 공표되지 않아 시 값을 낼 수 없습니다. 대학별 값은 '추이'에서 볼 수 있습니다.",
        "Only rates by university are published, without denominators, so no city value can be made. "
        "The Progress page shows them by university.",
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
    official_source=PRODUCT_DEFINITION,
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
    official_source=PRODUCT_DEFINITION,
    unavailable=_LOAD_OUTCOMES,
    caveat=Text(
        "인제대 글로컬대학 계획의 지표로, 지역 취업률과 다른 비율입니다. 계획은 지역의 범위를 밝히지 않았습니다.",
        "An indicator of the Inje Glocal plan, another ratio than the local employment rate; the plan does not define local.",
    ),
)

LOCAL_FRESHMEN_SHARE = Kpi(
    id="local_share_of_freshmen",
    name=Text("신입생 중 지역학생 비중(인제대 계획)", "Local freshmen share (Inje plan)"),
    population=Text("시의 대학 신입생", "Freshmen of the city's universities"),
    numerator=Text("시 출신 신입생", "Freshmen from the city"),
    denominator=Text("신입생", "Freshmen"),
    formulas=(
        Formula(
            "of_freshmen",
            Text("신입생 대비", "Of freshmen"),
            table="freshmen",
            numerator="CASE WHEN home_level IS NULL THEN NULL WHEN home_level = 'city' THEN entrants ELSE 0 END",
            denominator="entrants",
            measures=("entrants",),
        ),
    ),
    official_source=PRODUCT_DEFINITION,
    unavailable=Text(
        "공표된 값이 없습니다. 대학의 신입생 자료를 적재하면 계산됩니다.",
        "No value has been published. Loading the universities' freshmen computes it.",
    ),
    caveat=Text(
        "지역 대학 진학률과 분모가 다릅니다. 진학률은 고교 졸업자를, 이 지표는 대학 신입생을 나눕니다.",
        "It divides by freshmen; the entry rate divides by high-school graduates.",
    ),
)

DROPOUT = Kpi(
    id="university_dropout_rate",
    name=Text("중도탈락률", "University drop-out rate"),
    population=Text("4월 1일 재적학생", "Students enrolled on 1 April"),
    numerator=Text(
        "그해 3월부터 다음 해 2월까지의 중도탈락자", "Dropped out from March to the following February"
    ),
    denominator=Text("재적학생", "Enrolled students"),
    direction="down",
    headline=True,
    formulas=(
        Formula(
            "enrolled",
            Text("재적학생 대비", "Of enrolled students"),
            table="university_students",
            numerator="dropped_out",
            denominator="enrolled",
            measures=("dropped_out", "enrolled"),
        ),
        Formula(
            "first_year",
            Text("신입생", "First-year students"),
            table="university_students",
            numerator="dropped_out_first_year",
            denominator="enrolled_first_year",
            measures=("dropped_out_first_year", "enrolled_first_year"),
            denominator_text=Text("신입생 재적학생", "Enrolled first-year students"),
            note=Text(
                "신입생만 봅니다. 2019년까지는 공시되지 않았습니다.",
                "First-year students only; not disclosed before 2020.",
            ),
        ),
    ),
    official_source=Text("대학알리미 4-사 중도탈락 학생 현황", "Academyinfo disclosure 4-sa, drop-outs"),
    release=Text(
        "대학알리미가 해마다 8월이나 10월에 공시", "Disclosed by academyinfo each August or October"
    ),
    unavailable=Text(
        "공시된 값이 없습니다. 대학알리미 중도탈락 자료를 적재하면 계산됩니다.",
        "Nothing has been disclosed. Loading the academyinfo drop-out file computes it.",
    ),
    caveat=Text(
        "공표된 비율의 반올림이 제각각이어서 인원으로 다시 계산합니다. 공표 자료는 4년제 대학만 담고 있습니다.",
        "Recomputed from counts, as published rounding varies. The published set holds four-year universities only.",
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
    official_source=PRODUCT_DEFINITION,
    unavailable=_LOAD_OUTCOMES,
)

UNIVERSITY_GRADUATES = Kpi(
    id="university_graduates",
    name=Text("대학 졸업자 수", "Number of university graduates"),
    population=_GRADUATES,
    numerator=Text("대학 졸업자", "University graduates"),
    denominator=Text("없음", "None"),
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

QS_ASIA = Kpi(
    id="qs_asia_rank",
    name=Text("QS 아시아 순위", "QS Asia rank"),
    population=Text("QS 아시아 순위 대상 대학", "Universities in the QS Asia ranking"),
    numerator=Text("순위 구간", "Rank band"),
    denominator=Text("대상 대학 수", "Universities ranked"),
    unit="rank",
    shape="band",
    direction="down",
    reference_day="12-31",
    headline=True,
    formulas=(
        Formula(
            "band",
            Text("순위 구간", "Rank band"),
            table="rankings",
            numerator="rank_low",
            denominator="pool",
            where="ranking = 'qs_asia'",
            measures=(),
        ),
        ANNOUNCED,
    ),
    official_source=Text("QS 아시아 대학 순위", "QS World University Rankings: Asia"),
    unavailable=Text(
        "발표 당시의 구간 뒤로 공표된 값이 없습니다.",
        "Nothing has been published since the band of the announcement.",
    ),
    caveat=Text(
        "순위는 구간이며 낮을수록 좋습니다. 대상 대학이 426곳(2017)에서 984곳(2025)으로 늘어 견줄 때 주의해야 합니다.",
        "A band, lower is better. The pool grew from 426 (2017) to 984 (2025): compare with care.",
    ),
)
