"""Residents on the register (주민등록 인구): one row a month and region, as wide as the register by age.

Two coverages that never share a line: everybody on the register (계), by single years of age, and those
without a residence unknown or abroad left out (거주자), by bands of five years.
"""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, REGION, SOURCE_ID, people
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

AGES = range(10, 45)
BANDS = range(10, 45, 5)
YEARS_BETWEEN = 5
MONTH = Column("month", Text("기준월", "Month"), "date", aliases=("기준연월", "연월"))
TOTAL = people("total", Text("총인구", "All ages"), "총인구수")
_WHOLE_MONTH = Rule(
    "month",
    r"REGEXP_FULL_MATCH(month, '\d{4}-\d{2}')",
    Text("주민등록 인구는 월말 기준입니다.", "The register is counted at the end of a month."),
    Text("'2025-12'처럼 연월만 적으세요.", "Write year and month only, as in '2025-12'."),
)
# A region that became another one stands under its name of today; districts stand for themselves.
_SQL = """
    SELECT
        staged.*,
        IF(regions.level = 'city', places.city_id, staged.region_id) AS city_id,
        LEFT(month, 4)::INTEGER AS year,
        LAST_DAY(CAST(month || '-01' AS DATE))::VARCHAR AS counted_on
    FROM staged
    JOIN places USING (region_id)
    JOIN regions USING (region_id)
"""


def _country(table: str, counts: list[str]) -> str:
    """The country is the sum of its provinces, once all of them are there and nobody has given it."""
    sums = ", ".join(f"SUM({name})::BIGINT AS {name}" for name in counts)
    return f"""
        INSERT INTO {table} BY NAME
        SELECT
            data_set, ANY_VALUE(file_id) AS file_id, 0 AS line, month, year, counted_on,
            'korea' AS region_id, 'korea' AS city_id, SUM(total)::BIGINT AS total, {sums}, edition, source_id
        FROM (SELECT {table}.* FROM {table} JOIN regions USING (region_id) WHERE level = 'province')
        WHERE month NOT IN (SELECT month FROM {table} WHERE region_id = 'korea')
        GROUP BY data_set, month, year, counted_on, edition, source_id
        HAVING COUNT(*) = (SELECT COUNT(*) FROM regions WHERE level = 'province')
    """


def _city_of_its_province(table: str) -> str:
    """A province that is one city (세종) and that city are the same people, whichever of the two a file names."""
    return f"""
        INSERT INTO {table} BY NAME
        WITH alone AS (
            SELECT parent_id AS province_id, ANY_VALUE(region_id) AS city_id
            FROM regions
            WHERE level = 'city' AND valid_to IS NULL
            GROUP BY parent_id
            HAVING COUNT(*) = 1
        ),
        named AS (
            SELECT province_id AS here, city_id AS there FROM alone
            UNION ALL SELECT city_id, province_id FROM alone
        )
        SELECT {table}.* REPLACE (there AS region_id, there AS city_id)
        FROM {table}
        JOIN named ON here = region_id
        WHERE (month, there) NOT IN (SELECT (month, region_id) FROM {table})
    """


def _last_of_year(table: str) -> tuple[str, str]:
    """A year's value is that of its last month; which one that is depends on what has been loaded."""
    return (
        f"ALTER TABLE {table} ADD COLUMN last_of_year BOOLEAN",
        f"""
        UPDATE {table}
        SET last_of_year = month = (
            SELECT MAX(month) FROM {table} AS other
            WHERE other.city_id = {table}.city_id AND other.year = {table}.year
        )
        """,
    )


def _residents(name: str, label: Text) -> Column:
    """A count that the register always has."""
    return Column(name, label, "integer", minimum=0, maximum=99_999_999)


def _source(table: str, label: Text, counts: tuple[Column, ...]) -> Source:
    names = [column.name for column in counts]
    return Source(
        table=table,
        label=label,
        key=("month", "region_id"),
        coverage=("month", "region_id"),
        columns=(MONTH, replace(REGION, blank=False), TOTAL, *counts, EDITION, SOURCE_ID),
        rules=(_WHOLE_MONTH,),
        sql=_SQL,
        wholes=(_city_of_its_province(table), _country(table, names), *_last_of_year(table)),
        order=("city_id", "month"),
    )


BY_AGE = _source(
    "population_by_age",
    Text("주민등록 인구(계, 나이별)", "Residents on the register by age (everybody)"),
    tuple(_residents(f"age_{age}", Text(f"{age}세", f"Aged {age}")) for age in AGES),
)
BY_BAND = _source(
    "population_by_age_band",
    Text("주민등록 인구(거주자, 5세별)", "Residents on the register by age band (resident)"),
    tuple(
        _residents(f"age_{age}_{age + 4}", Text(f"{age}~{age + 4}세", f"Aged {age} to {age + 4}"))
        for age in BANDS
    ),
)
TABLES = (BY_AGE, BY_BAND)

# Those of an age at the end of a month, and how many of five years more live there five years later. A
# region that one of the two months does not have keeps its rows: a value is missing there, not absent.
_COUNTS = ", ".join(f"age_{age}" for age in AGES)
COHORTS_SQL = f"""
    CREATE TABLE cohorts AS
    WITH residents AS (
        SELECT * EXCLUDE (name), RIGHT(name, 2)::INTEGER AS age
        FROM (
            SELECT data_set, edition, source_id, city_id, month, {_COUNTS}
            FROM population_by_age
        )
        UNPIVOT INCLUDE NULLS (residents FOR name IN ({_COUNTS}))
    ),
    spans AS (
        SELECT DISTINCT later.month, earlier.month AS earlier_month, later.year, later.counted_on
        FROM population_by_age AS later
        JOIN population_by_age AS earlier
            ON earlier.year = later.year - {YEARS_BETWEEN} AND RIGHT(earlier.month, 2) = RIGHT(later.month, 2)
    ),
    places AS (
        SELECT DISTINCT city_id, spans.*
        FROM population_by_age
        JOIN spans ON population_by_age.month IN (spans.month, spans.earlier_month)
    )
    SELECT
        GREATEST(earlier.data_set, later.data_set) AS data_set,
        COALESCE(later.edition, earlier.edition) AS edition,
        CONCAT_WS(';', earlier.source_id, later.source_id) AS source_id,
        places.city_id,
        places.year,
        places.month,
        places.counted_on,
        places.month = MAX(places.month) OVER (PARTITION BY places.city_id, places.year) AS last_of_year,
        ages.age::VARCHAR AS age,
        earlier.residents AS residents_before,
        IF(earlier.residents IS NULL, 'missing', NULL) AS residents_before_missing,
        later.residents AS residents_after,
        IF(later.residents IS NULL, 'missing', NULL) AS residents_after_missing
    FROM places
    CROSS JOIN RANGE({AGES.start}, {AGES.stop - YEARS_BETWEEN}) AS ages (age)
    LEFT JOIN residents AS earlier
        ON earlier.city_id = places.city_id AND earlier.month = places.earlier_month AND earlier.age = ages.age
    LEFT JOIN residents AS later
        ON later.city_id = places.city_id
        AND later.month = places.month
        AND later.age = ages.age + {YEARS_BETWEEN}
    ORDER BY places.city_id, places.month, ages.age
"""
