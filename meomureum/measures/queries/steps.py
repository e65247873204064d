"""The named steps of a measurement, with places for its columns and conditions."""

from __future__ import annotations

# A row that lacks a number says why, as its measure does; where the source does not separate
# what the formula needs, that is "not published".
NO_REASON = "'not_published'"
CELLS = """
cells AS (
    SELECT
        {columns},
        {numbers},
        {rows} AS rows,
        IF({is_missing}, {reason}, NULL) AS lacking
    FROM {table}
    WHERE {where}
)"""

# One part without a number leaves the whole without one, unless the figure does not apply there:
# such a part enters neither numerator nor denominator. The gravest reason is the last one by
# its code: missing, not_published, suppressed.
SUMMED = """
summed AS (
    SELECT
        {columns},
        SUM(rows)::BIGINT AS rows,
        MAX(NULLIF(lacking, 'not_applicable')) AS missing
    FROM cells
    GROUP BY ALL{having}
)"""
_WHOLE = """IF(
            BOOL_OR({name} IS NULL AND lacking <> 'not_applicable'),
            NULL,
            SUM({name}) FILTER (WHERE lacking IS DISTINCT FROM 'not_applicable'){over}
        )::DOUBLE AS {name}"""
_COUNTED = "SUM({name}) FILTER (WHERE lacking IS DISTINCT FROM 'not_applicable')"
SUMS = {
    "numerator": _WHOLE,
    "denominator": _WHOLE,
    "sample_size": f"({_COUNTED}{{over}})::DOUBLE AS {{name}}",
    # Kish's effective n, the weights within a row taken as equal.
    "squares": f"""(
            POW({_COUNTED.format(name="denominator")}, 2) / NULLIF({_COUNTED}, 0){{over}}
        )::DOUBLE AS effective_size""",
}
# A year has several surveys: of what was counted at a moment, the mean of them.
OVER_SURVEYS = " / COUNT(DISTINCT {surveys})"
VALUES = {
    "ratio": "numerator / NULLIF(denominator, 0)",
    "count": "numerator",
    "difference": "numerator - denominator",
}

# Codes that a large table keeps as an enumeration are grouped as such and told as words.
COMPUTED = """
computed AS (
    SELECT * REPLACE ({words}){value}
    FROM summed
)"""
VALUE = ", ({value})::DOUBLE AS value"

# What a group of rows says of itself; of 'published' and 'real' rows together, 'real'.
ABOUT = """MAX(data_set) AS data_set,
        {sources} AS source_ids,
        BOOL_OR(edition = 'provisional') AS provisional,
        BOOL_OR(edition = 'revised') AS revised"""
DAY = "MAX({day}) AS reference_date"
ONE_SOURCE = "MAX(source_id)"
EACH_SOURCE = "STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id)"

# A rank is the best band of the group, with the pool it was ranked in.
BAND = """
summed AS (
    SELECT
        {columns},
        COUNT(*) AS rows,
        MAX({denominator})::DOUBLE AS denominator,
        MIN({numerator})::DOUBLE AS value,
        MIN(rank_high)::DOUBLE AS value_high
    FROM {table}
    WHERE {where}
    GROUP BY ALL
)"""

NOTHING_COMPUTED = """
computed AS (
    SELECT
        {columns}
    FROM (SELECT UNNEST($only_city_id) AS city_id)
    WHERE {offered}
)"""

# A protected release holds figures, not rows: one of its combinations is looked up, none is added up.
PROTECTED = """
computed AS (
    SELECT
        {columns}data_set,
        source_ids,
        provisional,
        revised,
        sample_size,
        {counts},
        ({value})::DOUBLE AS value,
        IF(hidden, 'suppressed', missing) AS missing
    FROM protected
    WHERE kpi_id = $kpi
        AND formula_id = $formula
        AND combination = $combination
        AND LIST_CONTAINS($sets, data_set)
        AND IF(block IS NULL, year BETWEEN $first_year AND $last_year, block = $first_year)
        AND {filters}
)"""

PUBLISHED_CELLS = """\
        numerator::DOUBLE AS numerator,
        denominator::DOUBLE AS denominator,
        (value / IF(unit = 'percent', 100, 1))::DOUBLE AS value,
        (value_high / IF(unit = 'percent', 100, 1))::DOUBLE AS value_high,
        source_id AS source_ids,
        basis,
        edition = 'provisional' AS provisional,
        edition = 'revised' AS revised"""
"""What a published value says of itself, in shares where it was published in percent."""
PUBLISHED = (
    """
published AS (
    SELECT
        'published' AS origin,
        formula_id,
        {columns}data_set,
"""
    + PUBLISHED_CELLS
    + """,
        1::BIGINT AS rows
    FROM observations
    WHERE {where}
)"""
)
BOTH = """
found AS (
    SELECT 'computed' AS origin, $formula AS formula_id, *
    FROM computed
    UNION ALL BY NAME
    SELECT *
    FROM published
)"""

# The product over matched cohorts: each stage is a measurement of its own, a year of it a factor.
CHAIN = """WITH
{stages},
multiplied AS (
    SELECT
        first.city_id,
        first.year,
        first.data_set,
        first.source_ids,
        first.rows,
        first.denominator,
        ({factors})::DOUBLE AS value
    FROM stage_1 AS first
    {joins}
    WHERE first.year BETWEEN $first_year AND $last_year
)
SELECT
    *,
    IF(value IS NULL, 'missing', NULL) AS missing
FROM multiplied
ORDER BY city_id, year"""
# A stage that a protected release does not hold has no value at all.
STAGE = """stage_{number} AS (
    SELECT *
    FROM (
{sql}
    )
    UNION ALL BY NAME
    SELECT
        NULL::VARCHAR AS data_set,
        NULL::VARCHAR AS source_ids,
        NULL::BIGINT AS rows,
        NULL::DOUBLE AS denominator,
        NULL::DOUBLE AS value
    WHERE FALSE
)"""
FACTOR = "LEFT JOIN stage_{number} AS {name} ON {name}.city_id = first.city_id AND {name}.year = first.year + {after}"
