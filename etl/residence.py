"""How many of a cohort still live in the city some years later."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import CITY, EDITION, INSTITUTION, SOURCE_ID, YEAR, people
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

SOURCE = Source(
    table="residence",
    label=Text("졸업자 거주", "Residence of graduates"),
    key=("year", "city_id", "origin", "institution_id", "years_since"),
    columns=(
        replace(
            YEAR, label=Text("졸업 코호트", "Cohort year"), aliases=("코호트", "졸업연도", "cohort_year")
        ),
        CITY,
        Column(
            "origin",
            Text("출신", "Origin"),
            codes={"high_school": ("고교", "고등학교", "High school"), "university": ("대학", "University")},
        ),
        replace(INSTITUTION, optional=True),
        Column(
            "years_since",
            Text("경과연수", "Years since"),
            "integer",
            aliases=("경과년수",),
            minimum=0,
            maximum=30,
        ),
        people("cohort", Text("졸업자", "Cohort"), "졸업자수", "대상자"),
        people("resident", Text("거주자", "Resident"), "거주자수", "정주자"),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        Rule(
            "resident",
            "resident <= cohort",
            Text("거주자는 졸업자보다 많을 수 없습니다.", "Residents cannot exceed the cohort."),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
    ),
    order=("city_id", "year"),
)
