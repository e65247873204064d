"""What high-school graduates went on to do: one row a group of graduates with the same outcome.

Reference date 1 April of the graduation year. A blank destination was not collected by the
source; a destination that was asked for and not found is the region `unknown`.
"""

from __future__ import annotations

from dataclasses import replace

from etl.columns import (
    DEPARTMENT,
    EDITION,
    INDUSTRY,
    INSTITUTION,
    KSIC,
    OF_SCHOOLS,
    PARTICIPANT,
    REGION,
    SCHOOL_NAMES,
    SCHOOL_TYPE,
    SEX,
    SOURCE_ID,
    YEAR_LEFT,
    people,
)
from etl.contract import Check, Column, Rule, Source
from etl.geography_rungs import RUNG_SQL
from etl.whole_regions import SCHOOL_LEAVERS_SQL, SEPARATED_SQL
from meomureum.texts import Text

# The city of each school, what lies in it and what it lies in.
_WHERE_SCHOOLS_ARE = """
    SELECT school.institution_id, place.region_id
    FROM institutions AS school
    JOIN places AS home ON home.region_id = school.city_id
    JOIN places AS place
        ON place.city_id = home.city_id OR place.region_id IN (home.province_id, home.macro_region_id, 'korea')
"""

SOURCE = Source(
    table="high_school_outcomes",
    label=Text("고교 졸업자 진로", "High-school graduate outcomes"),
    key=(
        "year",
        "region_id",
        "institution_id",
        "school_type",
        "department",
        "track",
        "sex",
        "participant",
        "outcome",
        "destination_institution_id",
        "destination_region_id",
        "industry_id",
        "ksic",
        "method",
    ),
    coverage=("year", "region_id", "institution_id", "method"),
    statement=(
        "year",
        "COALESCE(CAST(institution_id AS VARCHAR), CAST(region_id AS VARCHAR))",
        "COALESCE(CAST(method AS VARCHAR), IF(year < 2020, 'school_reported', 'linked'))",
    ),
    columns=(
        YEAR_LEFT,
        replace(REGION, optional=True),
        replace(INSTITUTION, optional=True),
        replace(SCHOOL_TYPE, optional=True),
        replace(DEPARTMENT, optional=True),
        Column("track", Text("과정", "Track"), aliases=("교육과정",), optional=True),
        SEX,
        PARTICIPANT,
        Column(
            "outcome",
            Text("졸업 후 진로", "Outcome"),
            aliases=("진로", "졸업후상황", "졸업 후 상황", "진로구분"),
            codes={
                "university": ("대학교", "4년제 진학", "4년제", "4년제 대학", "일반대학", "University"),
                "junior_college": ("전문대학", "전문대 진학", "전문대", "Junior college"),
                "abroad": ("국외진학", "해외진학", "Study abroad"),
                "advanced": ("진학", "진학자", "대학진학", "Advanced"),
                "employed": ("취업", "취업자", "Employed"),
                "enlisted": ("입대", "입대자", "군입대", "Enlisted"),
                "excluded": ("제외인정", "제외인정자", "Excluded"),
                "other": ("기타", "미취업", "Other"),
                "unseparated": ("구분되지 않은 나머지", "Remainder not separated"),
                "unknown": ("미상", "불명", "Unknown"),
            },
            wholes={"advanced": ("university", "junior_college", "abroad")},
        ),
        replace(
            INSTITUTION,
            name="destination_institution_id",
            label=Text("진학 대학", "Destination institution"),
            aliases=("진학기관", "진학대학"),
            optional=True,
        ),
        replace(
            REGION,
            name="destination_region_id",
            label=Text("진로 지역", "Destination region"),
            aliases=("진학지역", "취업지역", "소재지"),
            optional=True,
        ),
        replace(INDUSTRY, optional=True),
        KSIC,
        people(
            "graduates",
            Text("졸업자", "Graduates"),
            "졸업자수",
            "졸업생",
            "졸업생수",
            "인원",
            "인원수",
            "학생수",
        ),
        people("retained_6m", Text("6개월 유지", "Retained after 6 months"), "6개월유지", optional=True),
        people("retained_12m", Text("12개월 유지", "Retained after 12 months"), "12개월유지", optional=True),
        Column(
            "method",
            Text("조사방법", "Method"),
            optional=True,
            codes={
                "linked": ("행정자료연계", "Administrative linkage"),
                "school_reported": ("학교조사", "School report"),
                "kess": ("교육통계", "KESS"),
            },
        ),
        EDITION,
        SOURCE_ID,
    ),
    institutions=SCHOOL_NAMES,
    rules=(
        OF_SCHOOLS,
        Rule(
            "region_id",
            "region_id IS NOT NULL OR institution_id IS NOT NULL",
            Text("행정구역이나 학교 가운데 하나는 있어야 합니다.", "A region or a school is needed."),
            Text("빈 칸을 채우세요.", "Fill in one of them."),
        ),
        Rule(
            "region_id",
            f"region_id IS NULL OR institution_id IS NULL OR (institution_id, region_id) IN ({_WHERE_SCHOOLS_ARE})",
            Text("학교가 있는 곳과 다릅니다.", "The school is somewhere else."),
            Text(
                "행정구역이나 학교 이름을 고치세요. 취업하거나 진학한 곳은 '진로 지역'에 적습니다.",
                "Mend the region or the school. Where they went belongs under 'Destination region'.",
            ),
        ),
        Rule(
            "retained_6m",
            "retained_6m <= graduates AND retained_12m <= graduates",
            Text(
                "유지 취업자는 취업자보다 많을 수 없습니다.", "Those retained cannot exceed those employed."
            ),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
    ),
    sql=f"""
        -- A destination institution that the register knows says where it is.
        WITH reached AS (
            SELECT staged.* REPLACE (COALESCE(destination_region_id, city_id) AS destination_region_id)
            FROM staged
            LEFT JOIN (SELECT institution_id AS entered_id, city_id FROM institutions) AS entered
                ON entered.entered_id = staged.destination_institution_id
        )
        SELECT
            staged.* EXCLUDE (region_id, method, school_type),
            COALESCE(staged.region_id, institutions.city_id) AS region_id,
            COALESCE(home.city_id, home.region_id) AS city_id,
            -- Words in the type of their column: a cast of every row would take longer than all joins.
            COALESCE(
                staged.school_type,
                IF(
                    institutions.kind = 'specialised_high_school',
                    CAST_TO_TYPE('specialised', staged.school_type),
                    NULL
                )
            ) AS school_type,
            COALESCE(
                staged.method,
                CAST_TO_TYPE(IF(staged.year < 2020, 'school_reported', 'linked'), staged.method)
            ) AS method,
            {RUNG_SQL.format(place="staged.destination_region_id")} AS destination_level
        FROM reached AS staged
        LEFT JOIN institutions USING (institution_id)
        LEFT JOIN places AS home ON home.region_id = COALESCE(staged.region_id, institutions.city_id)
        LEFT JOIN rungs ON rungs.home_id = home.region_id AND rungs.place_id = staged.destination_region_id
    """,
    wholes=(SEPARATED_SQL, SCHOOL_LEAVERS_SQL),
    order=("city_id", "year"),
    checks=(
        Check(
            "types_add_up_to_published_graduates",
            Text("학교유형의 합이 공표된 졸업자 수와 같음", "School types add up to the published graduates"),
            """
            WITH summed AS (
                SELECT region_id, year, data_set, SUM(graduates) AS graduates
                FROM high_school_outcomes
                WHERE (data_set = 'published' AND method = 'kess') OR data_set = 'sample'
                GROUP BY ALL
            )
            SELECT summed.data_set || ' ' || summed.region_id || ' ' || summed.year
            FROM summed
            JOIN observations AS total
                ON total.measure_id = 'high_school_graduates'
                AND total.school_type IS NULL
                AND total.region_id = summed.region_id
                AND total.year = summed.year
            WHERE summed.graduates <> total.value
            """,
        ),
    ),
)
