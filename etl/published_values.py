"""Contracts of the ledger: targets, events and published values that have no rows beneath them."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import CITY, EDITION, INSTITUTION, NOTE, PROGRAMME, REGION, SCHOOL_TYPE, SOURCE_ID, YEAR
from etl.contract import Check, Column, Rule, Source
from etl.targets import TARGETS, UNIT, amount
from meomureum.texts import Text

# Freshmen and students admitted beyond the quota make an official fill rate above 100.
WITHIN_HUNDRED = Rule(
    "value",
    "unit <> 'percent' OR value BETWEEN 0 AND 100 OR measure_id IN ('freshman_fill_rate', 'enrolment_fill_rate')",
    Text("비율은 0에서 100 사이여야 합니다.", "A percentage lies between 0 and 100."),
    Text("값과 단위를 확인하세요.", "Check the value and its unit."),
)


EVENTS = Source(
    table="events",
    kind="reference",
    label=Text("사건", "Events"),
    key=("date", "city_id", "title"),
    columns=(
        Column("date", Text("날짜", "Date"), "date"),
        CITY,
        PROGRAMME,
        Column("title", Text("내용", "Title")),
        Column("title_en", Text("영문 내용", "Title (English)")),
        SOURCE_ID,
    ),
)

# Two disclosures hold the counts of one rate: foreign students who study for a degree, and all students.
FOREIGN_SHARE_SQL = """
    SELECT
        part.data_set,
        part.file_id,
        part.line,
        'foreign_student_share' AS measure_id,
        'published' AS formula_id,
        part.institution_id,
        institutions.city_id,
        part.year,
        ROUND(100 * part.value / whole.value, 2) AS value,
        'percent' AS unit,
        part.value::BIGINT AS numerator,
        whole.value::BIGINT AS denominator,
        part.source_id
    FROM staged AS part
    JOIN staged AS whole USING (institution_id, year)
    JOIN institutions USING (institution_id)
    WHERE part.measure_id = 'foreign_degree_students'
        AND whole.measure_id = 'registered_students'
        AND whole.value > 0
        AND NOT EXISTS (
            FROM staged AS stated
            WHERE stated.measure_id = 'foreign_student_share'
                AND stated.institution_id = part.institution_id
                AND stated.year = part.year
        )
"""

# A baseline that an announcement states is a published value of that announcement; it is
# taken from the target so that each figure stands in one place. A changed target that keeps its
# baseline does not repeat it: the one in force stands.
OBSERVATIONS = Source(
    table="observations",
    kind="reference",
    label=Text("공표값", "Published values"),
    key=("measure_id", "formula_id", "region_id", "institution_id", "school_type", "year"),
    columns=(
        Column("measure_id", Text("지표 코드", "Indicator code"), "code"),
        Column("formula_id", Text("산식 코드", "Formula code"), "code"),
        REGION,
        INSTITUTION,
        replace(SCHOOL_TYPE, optional=True),
        YEAR,
        Column("value", Text("값", "Value"), "decimal"),
        amount("value_high", Text("값 상한", "Value high")),
        UNIT,
        Column("numerator", Text("분자", "Numerator"), "integer", optional=True, minimum=0),
        Column("denominator", Text("분모", "Denominator"), "integer", optional=True, minimum=0),
        EDITION,
        Column(
            "basis",
            Text("근거", "Basis"),
            optional=True,
            codes={"approximate": ("약", "Approximate"), "assumed_year": ("연도 가정", "Year assumed")},
        ),
        SOURCE_ID,
        NOTE,
    ),
    rules=(WITHIN_HUNDRED,),
    sql=f"""
        SELECT staged.*, COALESCE(institutions.city_id, staged.region_id) AS city_id
        FROM staged
        LEFT JOIN institutions USING (institution_id)
        UNION ALL BY NAME
        SELECT
            'published' AS data_set,
            file_id,
            line,
            kpi_id AS measure_id,
            'announced' AS formula_id,
            city_id AS region_id,
            city_id,
            baseline_year AS year,
            baseline_low AS value,
            NULLIF(baseline_high, baseline_low) AS value_high,
            unit,
            IF(baseline_year_status = 'assumed', 'assumed_year', NULL) AS basis,
            source_id
        FROM targets
        WHERE baseline_low IS NOT NULL AND baseline_year IS NOT NULL
        QUALIFY ROW_NUMBER() OVER (
            PARTITION BY kpi_id, city_id, baseline_year ORDER BY superseded_by IS NOT NULL, line DESC
        ) = 1
        UNION ALL BY NAME
        {FOREIGN_SHARE_SQL}
    """,
    checks=(
        Check(
            "observation_matches_its_fraction",
            Text("공표한 비율이 분자·분모와 맞음", "Published rates agree with their fractions"),
            """
            SELECT measure_id || ' ' || COALESCE(institution_id, region_id) || ' ' || year
            FROM observations
            WHERE unit = 'percent'
                AND basis IS DISTINCT FROM 'approximate'
                AND ABS(value - 100 * numerator / NULLIF(denominator, 0)) > 0.0500001
            """,
        ),
    ),
)

TABLES = (TARGETS, EVENTS, OBSERVATIONS)
