"""Contracts of the ledger: targets, events and published values that have no rows beneath them."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import CITY, EDITION, INSTITUTION, NOTE, PROGRAMME, REGION, SCHOOL_TYPE, SOURCE_ID, YEAR
from etl.contract import Check, Column, Rule, Source
from texts import Text

UNIT = Column(
    "unit",
    Text("단위", "Unit"),
    "code",
    codes={
        "percent": ("%", "퍼센트", "Percent"),
        "rank": ("위", "Rank"),
        "count": ("개", "Count"),
        "persons": ("명", "Persons"),
        "stage": ("단계", "Stage"),
    },
)
# Freshmen admitted beyond the quota make an official fill rate above 100.
WITHIN_HUNDRED = Rule(
    "value",
    "unit <> 'percent' OR value BETWEEN 0 AND 100 OR measure_id = 'freshman_fill_rate'",
    Text("비율은 0에서 100 사이여야 합니다.", "A percentage lies between 0 and 100."),
    Text("값과 단위를 확인하세요.", "Check the value and its unit."),
)


def _value(name: str, label: Text, *, blank: bool = True) -> Column:
    return Column(name, label, "decimal", blank=blank, optional=blank)


TARGETS = Source(
    table="targets",
    kind="reference",
    label=Text("목표", "Targets"),
    key=("target_id",),
    columns=(
        Column("target_id", Text("목표 코드", "Target code"), "code"),
        CITY,
        PROGRAMME,
        Column("kpi_id", Text("지표 코드", "Indicator code"), "code"),
        _value("baseline_low", Text("기준값 하한", "Baseline low")),
        _value("baseline_high", Text("기준값 상한", "Baseline high")),
        Column("baseline_year", Text("기준연도", "Baseline year"), "year", blank=True),
        Column(
            "baseline_year_status",
            Text("기준연도 근거", "Baseline year is"),
            "code",
            blank=True,
            codes={"stated": ("명시", "Stated"), "assumed": ("가정", "Assumed")},
        ),
        _value("target_low", Text("목표값 하한", "Target low")),
        _value("target_high", Text("목표값 상한", "Target high")),
        Column("target_year", Text("목표연도", "Target year"), "year", blank=True),
        UNIT,
        Column(
            "direction",
            Text("방향", "Direction"),
            "code",
            blank=True,
            codes={"up": ("높을수록 좋음", "Up"), "down": ("낮을수록 좋음", "Down")},
        ),
        Column(
            "path",
            Text("경로", "Path"),
            "code",
            blank=True,
            codes={"line": ("직선", "Line"), "milestones": ("연차 목표", "Milestones")},
        ),
        Column("milestones", Text("연차 목표", "Milestones"), blank=True),
        Column("announced_by", Text("발표 주체", "Announced by"), blank=True),
        Column("announced_on", Text("발표일", "Announced on"), "date"),
        SOURCE_ID,
        Column("superseded_by", Text("대체한 목표", "Superseded by"), "code", blank=True),
        Column("note_ko", Text("한글 설명", "Note (Korean)"), blank=True),
        Column("note_en", Text("영문 설명", "Note (English)"), blank=True),
    ),
    checks=(
        Check(
            "target_superseded_exists",
            Text("대체한 목표가 모두 있음", "Every superseding target exists"),
            """
            SELECT old.target_id
            FROM targets AS old
            LEFT JOIN targets AS new ON new.target_id = old.superseded_by
            WHERE old.superseded_by IS NOT NULL AND new.target_id IS NULL
            """,
        ),
    ),
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

# A baseline that an announcement states is a published value of that announcement; it is
# taken from the target so that each figure stands in one place.
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
        _value("value_high", Text("값 상한", "Value high")),
        UNIT,
        Column("numerator", Text("분자", "Numerator"), "integer", blank=True, optional=True, minimum=0),
        Column("denominator", Text("분모", "Denominator"), "integer", blank=True, optional=True, minimum=0),
        EDITION,
        Column(
            "basis",
            Text("근거", "Basis"),
            "code",
            blank=True,
            optional=True,
            codes={"approximate": ("약", "Approximate"), "assumed_year": ("연도 가정", "Year assumed")},
        ),
        SOURCE_ID,
        NOTE,
    ),
    rules=(WITHIN_HUNDRED,),
    sql="""
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
        WHERE baseline_low IS NOT NULL
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
