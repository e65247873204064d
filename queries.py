"""The SQL behind a measurement: named steps, values only as `$parameters`.

cells -> summed -> computed; observations -> published; both -> found; cities without any
row -> silent; then one SELECT gives every row its status, marks, geography and date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators import Formula, Kpi
from indicators.formula import ANNOUNCED

DIMENSION_TYPES: dict[str, str] = {
    "city_id": "VARCHAR",
    "institution_id": "VARCHAR",
    "department": "VARCHAR",
    "field": "VARCHAR",
    "industry_id": "VARCHAR",
    "ksic": "VARCHAR",
    "sex": "VARCHAR",
    "participant": "VARCHAR",
    "school_type": "VARCHAR",
    "programme_id": "VARCHAR",
    "outcome": "VARCHAR",
    "stage": "VARCHAR",
    "strategy": "VARCHAR",
    "track": "VARCHAR",
    "respondent_group": "VARCHAR",
    "year": "INTEGER",
}
PUBLISHED_DIMENSIONS = frozenset({"city_id", "institution_id", "school_type", "year"})
RELIABLE_DENOMINATOR = 30
_WORD = re.compile(r"\w+")
_INNER_SELECT = re.compile(r"\(SELECT[^()]*\)")

# A row without a numerator or denominator keeps the reason its measure gives; where the
# source does not separate what the formula needs, the reason is "not published".
_CELLS = """
cells AS (
    SELECT
        {dimensions},
        data_set,
        edition,
        source_id,
        {numerator} AS numerator,
        {denominator} AS denominator,
        {sample_size} AS sample_size,
        {rows} AS rows,
        COALESCE({reasons}, 'not_published') AS reason
    FROM {table}
    WHERE {where}
)"""

# One part without a number leaves the whole without one, unless the figure does not apply there:
# such a part enters neither numerator nor denominator.
_SUMMED = """
summed AS (
    SELECT
        {dimensions},
        IF(BOOL_OR(data_set = 'real'), 'real', ANY_VALUE(data_set)) AS data_set,
        SUM(rows) AS rows,
        STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids,
        BOOL_OR(edition = 'provisional') AS provisional,
        BOOL_OR(edition = 'revised') AS revised,
        SUM(sample_size) FILTER (WHERE {applies}) AS sample_size,
        IF(BOOL_OR(numerator IS NULL AND {applies}), NULL, SUM(numerator) FILTER (WHERE {applies})) AS numerator,
        IF(BOOL_OR(denominator IS NULL AND {applies}), NULL, SUM(denominator) FILTER (WHERE {applies}))
            AS denominator,
        CASE
            WHEN BOOL_OR(reason = 'suppressed' AND {is_missing}) THEN 'suppressed'
            WHEN BOOL_OR(reason = 'not_published' AND {is_missing}) THEN 'not_published'
            WHEN BOOL_OR(reason = 'missing' AND {is_missing}) THEN 'missing'
        END AS missing
    FROM cells
    GROUP BY ALL
)"""

_VALUES = {
    "ratio": "numerator / NULLIF(denominator, 0)",
    "count": "numerator",
    "difference": "numerator - denominator",
}

_COMPUTED = """
computed AS (
    SELECT
        'computed' AS origin,
        $formula AS formula_id,
        {dimensions},
        data_set,
        rows,
        source_ids,
        provisional,
        revised,
        sample_size::DOUBLE AS sample_size,
        numerator::DOUBLE AS numerator,
        {denominator}::DOUBLE AS denominator,
        ({value})::DOUBLE AS value,
        missing
    FROM summed
)"""

# A rank is the best band of the group, with the pool it was ranked in.
_BAND = """
computed AS (
    SELECT
        'computed' AS origin,
        $formula AS formula_id,
        {dimensions},
        IF(BOOL_OR(data_set = 'real'), 'real', ANY_VALUE(data_set)) AS data_set,
        COUNT(*) AS rows,
        STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids,
        BOOL_OR(edition = 'provisional') AS provisional,
        BOOL_OR(edition = 'revised') AS revised,
        MAX({denominator})::DOUBLE AS denominator,
        MIN({numerator})::DOUBLE AS value,
        MIN(rank_high)::DOUBLE AS value_high
    FROM {table}
    WHERE {where}
    GROUP BY ALL
)"""

_NOTHING_COMPUTED = """
computed AS (
    SELECT 'computed' AS origin, $formula AS formula_id, {dimensions}, 'not_applicable' AS missing
    FROM (SELECT UNNEST($cities) AS city_id)
    WHERE {offered}
)"""

# A protected release holds figures, not rows: one of its combinations is looked up, none is added up.
_PROTECTED = """
computed AS (
    SELECT
        'computed' AS origin,
        formula_id,
        {dimensions},
        data_set,
        source_ids,
        provisional,
        revised,
        sample_size,
        numerator,
        denominator,
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

# Which published values a figure takes over.
_PUBLISHED_ROWS = """FROM observations
    WHERE measure_id = $kpi
        AND $with_published
        AND LIST_CONTAINS($cities, city_id)
        AND (institution_id IS NOT NULL) = $by_institution
        AND (LEN($institutions) = 0 OR LIST_CONTAINS($institutions, institution_id))
        AND (LEN($school_types) = 0 OR LIST_CONTAINS($school_types, school_type))
        AND year BETWEEN $first_year AND $last_year"""

_PUBLISHED = """
published AS (
    SELECT
        'published' AS origin,
        formula_id,
        {dimensions},
        data_set,
        numerator::DOUBLE AS numerator,
        denominator::DOUBLE AS denominator,
        (value / IF(unit = 'percent', 100, 1))::DOUBLE AS value,
        (value_high / IF(unit = 'percent', 100, 1))::DOUBLE AS value_high,
        source_id AS source_ids,
        basis,
        edition = 'provisional' AS provisional,
        edition = 'revised' AS revised,
        1 AS rows
    {rows}
)"""

_SHAPED = """
found AS (
    SELECT * FROM computed
    UNION ALL BY NAME
    SELECT * FROM published
),
silent AS (
    SELECT 'computed' AS origin, $formula AS formula_id, asked.city_id, $silence AS missing
    FROM (SELECT UNNEST($cities) AS city_id) AS asked
    WHERE $with_silent AND asked.city_id NOT IN (SELECT city_id FROM found WHERE city_id IS NOT NULL)
),
every AS (
    SELECT * FROM found
    UNION ALL BY NAME
    SELECT * FROM silent
    UNION ALL BY NAME
    SELECT NULL::DOUBLE AS value_high, NULL::DOUBLE AS sample_size, NULL::VARCHAR AS basis, NULL::DOUBLE AS numerator
    WHERE FALSE
)
SELECT
    $kpi AS kpi_id,
    formula_id,
    origin,
    data_set,
    {columns},
    numerator,
    denominator,
    value,
    value_high,
    sample_size,
    $unit AS unit,
    CASE
        WHEN value = 0 THEN 'zero'
        WHEN value IS NOT NULL THEN 'value'
        ELSE COALESCE(missing, 'not_applicable')
    END AS status,
    CONCAT_WS(
        ' ',
        IF(provisional, 'provisional', NULL),
        IF(revised, 'revised', NULL),
        IF($unit = 'percent' AND value IS NOT NULL AND COALESCE(sample_size, denominator) < {reliable},
            'low_reliability', NULL),
        IF(basis IN ('approximate', 'assumed_year'), basis, NULL)
    ) AS marks,
    {geography} AS geography,
    CAST(year AS VARCHAR) || '-' || $reference_day AS reference_date,
    source_ids,
    COALESCE(rows, 0)::BIGINT AS rows,
    $snapshot AS snapshot_id
FROM every
ORDER BY {columns}, origin, formula_id
"""


def _selected(by: Sequence[str], offered: frozenset[str] | None = None) -> str:
    """Every dimension as a column: the grouped ones as they are, the others empty."""
    return ",\n        ".join(
        column
        if column in by and (offered is None or column in offered)
        else f"NULL::{DIMENSION_TYPES[column]} AS {column}"
        for column in DIMENSION_TYPES
    )


def _condition(formula: Formula, filters: Sequence[str]) -> str:
    conditions = [
        f"({formula.where})",
        "LIST_CONTAINS($sets, data_set)",
        "year BETWEEN $first_year AND $last_year",
    ]
    conditions += [f"LIST_CONTAINS($only_{column}, {column})" for column in filters]
    return "\n        AND ".join(conditions)


def rows_sql(formula: Formula, filters: Sequence[str]) -> str:
    """The file and line of each row behind a figure: computed from its table, or taken over as published."""
    return f"""
        SELECT 'computed' AS origin, file_id, line
        FROM {formula.table}
        WHERE {_condition(formula, filters)}
    """


def published_rows_sql() -> str:
    """The same for published values taken over."""
    return f"SELECT 'published' AS origin, file_id, line {_PUBLISHED_ROWS}"


def columns_read(formula: Formula, by: Sequence[str], filters: Sequence[str]) -> frozenset[str]:
    """Every word of a measurement that may be a column of the formula's table."""
    written = (formula.numerator, formula.denominator, formula.where, formula.sample_size)
    words = _WORD.findall(_INNER_SELECT.sub("", " ".join(written)))
    return frozenset((*words, *by, *filters, *formula.measures, "year"))


def computed_sql(
    kpi: Kpi, formula: Formula, by: Sequence[str], filters: Sequence[str], cube: str = ""
) -> str:
    """The steps that compute a figure from its rows; `filters` are the columns restricted.

    A `cube` holds sums of the rows, and how many stand behind each.
    """
    where = _condition(formula, filters)
    if kpi.shape == "band":
        return _BAND.format(
            dimensions=_selected(by),
            numerator=formula.numerator,
            denominator=formula.denominator,
            table=formula.table,
            where=where,
        )
    counted = kpi.shape == "count"
    cells = _CELLS.format(
        dimensions=_selected(by),
        numerator=formula.numerator,
        denominator=formula.denominator,
        sample_size=formula.sample_size,
        rows="rows_behind" if cube else "1",
        reasons=", ".join([*(f"{name}_missing" for name in formula.measures), "NULL"]),
        table=cube or formula.table,
        where=where,
    )
    is_missing = "numerator IS NULL" if counted else "(numerator IS NULL OR denominator IS NULL)"
    summed = _SUMMED.format(
        dimensions=", ".join(DIMENSION_TYPES),
        is_missing=is_missing,
        applies=f"NOT (reason = 'not_applicable' AND {is_missing})",
    )
    computed = _COMPUTED.format(
        dimensions=", ".join(DIMENSION_TYPES),
        denominator="NULL" if counted else "denominator",
        value=_VALUES[kpi.shape],
    )
    return ",".join((cells, summed, computed))


def protected_sql(kpi: Kpi, by: Sequence[str], filters: Sequence[str]) -> str:
    """The step that looks a figure up in a protected release."""
    conditions = [f"LIST_CONTAINS($only_{column}, {column})" for column in filters]
    return _PROTECTED.format(
        dimensions=_selected(by), value=_VALUES[kpi.shape], filters=" AND ".join([*conditions, "TRUE"])
    )


def not_offered_sql(by: Sequence[str]) -> str:
    """The step that says, for each place, that a protected release does not hold what is asked."""
    nothing = _NOTHING_COMPUTED.replace("'not_applicable'", "'not_offered'")
    return nothing.format(dimensions=_selected(by, frozenset({"city_id"})), offered="TRUE")


def measurement_sql(
    kpi: Kpi,
    formula: Formula,
    by: Sequence[str],
    filters: Sequence[str],
    *,
    applicable: bool,
    protected: str = "",
    cube: str = "",
) -> str:
    """One statement for a figure: computed, published, silent places, status and marks.

    `protected` is the step that answers from a protected release, where one does; `cube` a
    table of sums that holds every column asked for.
    """
    if applicable and protected:
        computed = protected
    elif applicable and formula.table:
        computed = computed_sql(kpi, formula, by, filters, cube)
    else:
        offered = "FALSE" if applicable else "TRUE"
        computed = _NOTHING_COMPUTED.format(dimensions=_selected(by, frozenset({"city_id"})), offered=offered)
    geographies = " ".join(f"WHEN '{each.id}' THEN '{each.geography}'" for each in (*kpi.formulas, ANNOUNCED))
    published = _PUBLISHED.format(dimensions=_selected(by, PUBLISHED_DIMENSIONS), rows=_PUBLISHED_ROWS)
    shaped = _SHAPED.format(
        columns=", ".join(DIMENSION_TYPES),
        geography=f"CASE formula_id {geographies} ELSE '{formula.geography}' END",
        reliable=RELIABLE_DENOMINATOR,
    )
    return "WITH" + ",".join((computed, published, shaped))
