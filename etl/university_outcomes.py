"""What university graduates went on to do (August of the year before plus February of the year).

Reference date 31 December. Universities report retention after 6 and 11 months.
"""

from __future__ import annotations

from dataclasses import replace

from etl.columns import (
    DEPARTMENT,
    EDITION,
    FIELD,
    INDUSTRY,
    INSTITUTION,
    KSIC,
    OF_UNIVERSITIES,
    PARTICIPANT,
    REGION,
    SEX,
    SOURCE_ID,
    UNIVERSITY_NAMES,
    YEAR_LEFT,
    people,
)
from etl.contract import Column, Rule, Source
from etl.geography_rungs import RUNG_SQL
from meomureum.texts import Text

SOURCE = Source(
    table="university_outcomes",
    label=Text("대학 졸업자 진로", "University graduate outcomes"),
    key=(
        "year",
        "institution_id",
        "department",
        "field",
        "sex",
        "participant",
        "home_region_id",
        "outcome",
        "workplace_region_id",
        "industry_id",
        "ksic",
    ),
    statement=("year", "institution_id"),
    columns=(
        YEAR_LEFT,
        replace(INSTITUTION, blank=False),
        replace(DEPARTMENT, optional=True),
        FIELD,
        SEX,
        PARTICIPANT,
        replace(
            REGION,
            name="home_region_id",
            label=Text("출신 지역", "Home region"),
            aliases=("출신지", "출신고지역"),
            optional=True,
        ),
        Column(
            "outcome",
            Text("졸업 후 진로", "Outcome"),
            aliases=("진로", "취업구분"),
            codes={
                "employed": ("취업", "취업자", "건강보험 직장가입자", "Employed"),
                "started_business": ("창업", "1인창업자", "Started a business"),
                "advanced": ("진학", "진학자", "Advanced"),
                "enlisted": ("입대", "입대자", "Enlisted"),
                "unable": ("취업불가능", "취업불가능자", "Unable to work"),
                "foreign": ("외국인유학생", "Foreign student"),
                "excluded": ("제외인정", "제외인정자", "Excluded"),
                "other": ("기타", "미취업", "Other"),
                "unknown": ("미상", "Unknown"),
            },
        ),
        replace(
            REGION,
            name="workplace_region_id",
            label=Text("직장 소재지", "Workplace region"),
            aliases=("취업지역", "근무지"),
            optional=True,
        ),
        replace(INDUSTRY, optional=True),
        KSIC,
        people("graduates", Text("졸업자", "Graduates"), "졸업자수", "인원"),
        people("retained_6m", Text("6개월 유지", "Retained after 6 months"), "6개월유지", optional=True),
        people("retained_11m", Text("11개월 유지", "Retained after 11 months"), "11개월유지", optional=True),
        EDITION,
        SOURCE_ID,
    ),
    institutions=UNIVERSITY_NAMES,
    rules=(
        OF_UNIVERSITIES,
        Rule(
            "retained_6m",
            "retained_6m <= graduates AND retained_11m <= graduates",
            Text(
                "유지 취업자는 취업자보다 많을 수 없습니다.", "Those retained cannot exceed those employed."
            ),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
    ),
    sql=f"""
        SELECT
            staged.*,
            home.city_id,
            {RUNG_SQL.format(place="staged.workplace_region_id")} AS workplace_level,
            -- NULL where the city had no list of strategic industries in that year.
            (
                SELECT BOOL_OR(strategic.industry_id IS NOT DISTINCT FROM staged.industry_id)
                FROM industries AS strategic
                WHERE strategic.city_id = home.city_id
                    AND staged.year BETWEEN COALESCE(strategic.valid_from, 0) AND COALESCE(strategic.valid_to, 9999)
            ) AS strategic
        FROM staged
        JOIN institutions USING (institution_id)
        JOIN places AS home ON home.region_id = institutions.city_id
        LEFT JOIN rungs ON rungs.home_id = home.region_id AND rungs.place_id = staged.workplace_region_id
    """,
    order=("city_id", "year"),
)
