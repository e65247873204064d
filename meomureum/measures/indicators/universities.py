"""Indicators of universities and their students."""

from __future__ import annotations

from meomureum.measures.indicators.formula import (
    ANNOUNCED,
    PUBLISHED,
    Formula,
    Kpi,
)
from meomureum.texts import Text

# The kinds that every year's disclosure holds; rates over all kinds would jump when cyber universities come in.
_CAMPUS_KINDS = ("university", "junior_college")
_WITH_A_CAMPUS = f"kind IN {_CAMPUS_KINDS}"
_OTHER_KINDS = (
    "industrial_university",
    "education_university",
    "cyber_university",
    "open_university",
    "technical_university",
    "other_university",
    "polytechnic",
    "cyber_college",
    "other_college",
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
            where=_WITH_A_CAMPUS,
            kinds=_CAMPUS_KINDS,
            measures=("dropped_out", "enrolled"),
        ),
        Formula(
            "first_year",
            Text("신입생", "First-year students"),
            table="university_students",
            numerator="dropped_out_first_year",
            denominator="enrolled_first_year",
            where=_WITH_A_CAMPUS,
            kinds=_CAMPUS_KINDS,
            measures=("dropped_out_first_year", "enrolled_first_year"),
            denominator_text=Text("신입생 재적학생", "Enrolled first-year students"),
            note=Text(
                "신입생만 봅니다. 2019년까지는 공시되지 않았습니다.",
                "First-year students only; not disclosed before 2020.",
            ),
        ),
        Formula(
            "other_kinds",
            Text("산업·교육·사이버·방송통신 등", "Industrial, education, cyber, open and the like"),
            table="university_students",
            numerator="dropped_out",
            denominator="enrolled",
            where=f"NOT ({_WITH_A_CAMPUS})",
            kinds=_OTHER_KINDS,
            measures=("dropped_out", "enrolled"),
            note=Text(
                "대학교·전문대학이 아닌 학교입니다. 해마다 공시에 든 종류가 달라 대학교와 합치지 않습니다.",
                "Institutions other than universities and junior colleges; the kinds disclosed differ from year to "
                "year, so they are not added to universities.",
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
        "공표된 비율의 반올림이 제각각이어서 인원으로 다시 계산합니다. 공표 자료는 4년제 대학만 담고 있고, "
        "시도와 전국의 값은 대학교만으로 냅니다(교육·사이버·방송통신대학 등은 빠짐).",
        "Recomputed from counts, as published rounding varies. The published set holds four-year universities only; "
        "provinces and the country are made of universities proper (education, cyber and open ones left out).",
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


def _disclosed(
    kpi_id: str, name: Text, counted: tuple[Text, Text, Text], disclosure: Text, caveat: Text
) -> Kpi:
    """A rate that each university discloses; nobody publishes the counts from which a city's could be made."""
    population, numerator, denominator = counted
    return Kpi(
        id=kpi_id,
        name=name,
        population=population,
        numerator=numerator,
        denominator=denominator,
        shape="observed",
        formulas=(PUBLISHED,),
        official_source=disclosure,
        release=Text("대학알리미가 해마다 8월에 공시", "Disclosed by academyinfo each August"),
        unavailable=Text(
            "대학별 값만 공시되어 시 값을 낼 수 없습니다. 대학별 값은 '추이'에서 볼 수 있습니다.",
            "Disclosed by university only, so no city value can be made; the Progress page shows them.",
        ),
        caveat=caveat,
    )


_MAY_EXCEED = Text(
    "정원 외로 뽑으면 100%를 넘을 수 있습니다. 공시 연도의 값이며 인원은 공시본에 없어 시 값으로 합치지 않습니다.",
    "Above 100% where more are admitted than the quota. By disclosure year; without counts, so never added up to a city.",
)
FRESHMAN_FILL = _disclosed(
    "freshman_fill_rate",
    Text("신입생 충원율", "Freshman fill rate"),
    (
        Text("대학의 신입생 모집", "Places offered to freshmen"),
        Text("입학자", "Freshmen admitted"),
        Text("모집인원", "Places"),
    ),
    Text("대학알리미 4-다 신입생 충원 현황", "Academyinfo disclosure 4-da, freshmen"),
    _MAY_EXCEED,
)
ENROLMENT_FILL = _disclosed(
    "enrolment_fill_rate",
    Text("재학생 충원율", "Enrolment fill rate"),
    (
        Text("대학의 편제정원", "The university's student quota"),
        Text("재학생", "Enrolled students"),
        Text("편제정원", "Student quota"),
    ),
    Text("대학알리미 4-라-1 재학생 충원율", "Academyinfo disclosure 4-ra-1, enrolment"),
    _MAY_EXCEED,
)
FOREIGN_STUDENTS = _disclosed(
    "foreign_student_share",
    Text("외국인 유학생 비율", "Foreign-student share"),
    (
        Text("4월 1일 재적학생", "Students enrolled on 1 April"),
        Text("학위과정 외국인 유학생", "Foreign students in degree programmes"),
        Text("재적학생", "Students"),
    ),
    Text("대학알리미 4-바-1, 4-마", "Academyinfo disclosures 4-ba-1 and 4-ma"),
    Text(
        "학위과정만 셉니다(어학연수생 등 제외). 인제대 글로컬대학 계획의 15% 이상과 범위가 같은지 계획은 밝히지 않았습니다.",
        "Degree students only (language courses left out). Inje's Glocal plan (15% or more) does not say what it counts.",
    ),
)
