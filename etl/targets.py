"""Contract of the targets: what was announced, by whom and when, and what it replaced."""

from __future__ import annotations

from etl.columns import CITY, PROGRAMME, SOURCE_ID
from etl.contract import Check, Column, Rule, Source
from meomureum.texts import Text
from meomureum.units import UNITS

UNIT = Column("unit", Text("단위", "Unit"), codes={code: unit.words for code, unit in UNITS.items()})


def amount(name: str, label: Text, *, blank: bool = True) -> Column:
    """A column for a number that an announcement may leave out."""
    return Column(name, label, "decimal", blank=blank, optional=blank)


TARGET_RULES = (
    Rule(
        "target_high",
        "COALESCE(target_low <= target_high, TRUE) AND COALESCE(baseline_low <= baseline_high, TRUE)",
        Text("구간의 하한이 상한보다 큽니다.", "The low end of the band is above the high end."),
        Text("하한과 상한을 확인하세요.", "Check both ends."),
    ),
    Rule(
        "target_low",
        "unit <> 'percent' OR (COALESCE(target_low BETWEEN 0 AND 100, TRUE) AND COALESCE(target_high BETWEEN 0 AND 100, TRUE)"
        " AND COALESCE(baseline_low BETWEEN 0 AND 100, TRUE) AND COALESCE(baseline_high BETWEEN 0 AND 100, TRUE))",
        Text("비율은 0에서 100 사이여야 합니다.", "A percentage lies between 0 and 100."),
        Text("값과 단위를 확인하세요.", "Check the value and its unit."),
    ),
    Rule(
        "target_year",
        "target_year > baseline_year",
        Text("목표연도는 기준연도 뒤여야 합니다.", "The target year must come after the baseline year."),
        Text("두 연도를 확인하세요.", "Check both years."),
    ),
    Rule(
        "baseline_year_status",
        "baseline_year IS NULL OR baseline_year_status IS NOT NULL",
        Text(
            "기준연도가 명시되었는지 가정인지 적어야 합니다.",
            "Say whether the baseline year is stated or assumed.",
        ),
        Text("'명시' 또는 '가정'을 적으세요.", "Write 'stated' or 'assumed'."),
    ),
    Rule(
        "direction",
        "target_low IS NOT NULL OR direction IS NOT NULL",
        Text("수치가 없는 목표에는 방향이 있어야 합니다.", "A target without a number needs a direction."),
        Text("'up' 또는 'down'을 적으세요.", "Write 'up' or 'down'."),
    ),
    Rule(
        "milestones",
        r"REGEXP_FULL_MATCH(milestones, '\d{4}:\d+(\.\d+)?(;\d{4}:\d+(\.\d+)?)*')",
        Text(
            "연차 목표는 '2025:11;2026:15.5'처럼 적습니다.", "Milestones are written as '2025:11;2026:15.5'."
        ),
        Text("연도:값을 쌍반점으로 이으세요.", "Join year:value with semicolons."),
    ),
    Rule(
        "path",
        "(path IS DISTINCT FROM 'milestones' OR milestones IS NOT NULL)"
        " AND (path IS DISTINCT FROM 'growth' OR (COALESCE(baseline_low, 0) > 0 AND COALESCE(target_low, 0) > 0))",
        Text(
            "연차 목표 경로에는 연차 목표가, 성장률 경로에는 0보다 큰 기준값과 목표값이 있어야 합니다.",
            "A path of milestones needs milestones, one of growth a baseline and a target above 0.",
        ),
        Text("빠진 값을 채우거나 경로를 고치세요.", "Fill in what is missing or change the path."),
    ),
)
TARGET_CHECKS = (
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
    Check(
        "target_superseded_alike",
        Text(
            "목표를 대체한 것이 같은 도시, 같은 지표의 목표임",
            "A target is superseded by one of the same city and indicator",
        ),
        """
        SELECT old.target_id || ' -> ' || new.target_id
        FROM targets AS old
        JOIN targets AS new ON new.target_id = old.superseded_by
        WHERE (old.city_id, old.kpi_id) IS DISTINCT FROM (new.city_id, new.kpi_id)
        """,
    ),
    Check(
        "target_superseded_ends",
        Text(
            "목표의 대체 관계가 돌고 돌지 않음", "No target supersedes itself, not even in a roundabout way"
        ),
        """
        WITH RECURSIVE chain AS (
            SELECT target_id, superseded_by AS later_id
            FROM targets
            WHERE superseded_by IS NOT NULL
            UNION
            SELECT chain.target_id, targets.superseded_by
            FROM chain
            JOIN targets ON targets.target_id = chain.later_id
            WHERE targets.superseded_by IS NOT NULL
        )
        SELECT DISTINCT target_id
        FROM chain
        WHERE target_id = later_id
        ORDER BY target_id
        """,
    ),
    Check(
        "target_one_in_force",
        Text(
            "사업·지표·연도마다 현행 목표가 하나임", "One target in force per programme, indicator and year"
        ),
        """
        SELECT STRING_AGG(target_id, ', ' ORDER BY line)
        FROM targets
        WHERE superseded_by IS NULL AND ended_on IS NULL
        GROUP BY city_id, programme_id, kpi_id, target_year
        HAVING COUNT(*) > 1
        """,
        Text("앞의 목표를 바꾸거나 거두세요.", "Replace the earlier target or end it."),
    ),
    Check(
        "target_milestones_within",
        Text("연차 목표가 기준연도와 목표연도 사이임", "Milestones lie between baseline and target year"),
        """
        WITH steps AS (
            SELECT
                target_id,
                baseline_year,
                target_year,
                TRY_CAST(LEFT(UNNEST(STRING_SPLIT(milestones, ';')), 4) AS INTEGER) AS year
            FROM targets
            WHERE milestones IS NOT NULL
        )
        SELECT target_id || ' ' || year
        FROM steps
        WHERE year <= baseline_year OR year > target_year
        """,
    ),
)

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
        amount("baseline_low", Text("기준값 하한", "Baseline low")),
        amount("baseline_high", Text("기준값 상한", "Baseline high")),
        Column("baseline_year", Text("기준연도", "Baseline year"), "year", blank=True),
        Column(
            "baseline_year_status",
            Text("기준연도 근거", "Baseline year is"),
            blank=True,
            codes={"stated": ("명시", "Stated"), "assumed": ("가정", "Assumed")},
        ),
        amount("target_low", Text("목표값 하한", "Target low")),
        amount("target_high", Text("목표값 상한", "Target high")),
        Column("target_year", Text("목표연도", "Target year"), "year", blank=True),
        UNIT,
        Column(
            "direction",
            Text("방향", "Direction"),
            blank=True,
            codes={"up": ("높을수록 좋음", "Up"), "down": ("낮을수록 좋음", "Down")},
        ),
        Column(
            "path",
            Text("경로", "Path"),
            blank=True,
            codes={
                "line": ("직선", "Line"),
                "milestones": ("연차 목표", "Milestones"),
                "growth": ("같은 성장률", "Growth"),
            },
        ),
        Column("milestones", Text("연차 목표", "Milestones"), blank=True),
        Column("announced_by", Text("발표 주체", "Announced by"), blank=True),
        Column("announced_on", Text("발표일", "Announced on"), "date"),
        SOURCE_ID,
        Column("superseded_by", Text("대체한 목표", "Superseded by"), "code", blank=True),
        Column("ended_on", Text("거둔 날", "Ended on"), "date", optional=True),
        Column("note_ko", Text("한글 설명", "Note (Korean)"), blank=True),
        Column("note_en", Text("영문 설명", "Note (English)"), blank=True),
    ),
    rules=TARGET_RULES,
    checks=TARGET_CHECKS,
)
