"""The SQL that makes typed columns of a sheet's text, as its contract says."""

from __future__ import annotations

from etl.contract import Column, Source
from etl.sheet_reader import FULL_WIDTH, HALF_WIDTH
from etl.written_numbers import NUMBER, TORN_APART, endings

# The same comparison form as `reading.spelling`, for use inside DuckDB.
SPELLING_SQL = rf"""
    CREATE OR REPLACE TEMP MACRO spelling(word) AS
        LOWER(REGEXP_REPLACE(
            TRANSLATE(NFC_NORMALIZE(word), '{FULL_WIDTH}', '{HALF_WIDTH}'),
            '[\s\x{{00A0}}\x{{3000}}\x{{FEFF}}]', '', 'g'
        ))
"""
TYPES = {"integer": "BIGINT", "year": "INTEGER", "decimal": "DECIMAL(18, 6)"}
_WORD = "REGEXP_REPLACE(spelling({raw}), '({endings})$', '')"
_NUMBER = (
    f"IF(REGEXP_FULL_MATCH({_WORD}, '{NUMBER.replace('{', '{{').replace('}', '}}')}') "
    f"AND NOT REGEXP_MATCHES({{raw}}, '{TORN_APART}'), "
    f"TRY_CAST(REPLACE({_WORD}, ',', '') AS DECIMAL(18, 6)), NULL)"
)
# Separators become hyphens; a closing full stop, 일 or 월 goes.
_DASHED = r"REGEXP_REPLACE(RTRIM(spelling({raw}), '.일월'), '[년월./]', '-', 'g')"
_DATE = rf"""
    CASE
        WHEN REGEXP_MATCHES(spelling({{raw}}), '^\d{{{{8}}}}$')
            THEN CAST(TRY_STRPTIME(spelling({{raw}}), '%Y%m%d')::DATE AS VARCHAR)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}$')
            THEN LEFT(CAST(TRY_CAST({_DASHED} || '-1' AS DATE) AS VARCHAR), 7)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}-\d{{{{1,2}}}}$')
            THEN CAST(TRY_CAST({_DASHED} AS DATE) AS VARCHAR)
    END
"""


def cleaning_sql(source: Source, positions: dict[str, int | None]) -> str:
    """The SELECT that cleans `sheet_rows`: of each column the cell as written, its mark if any, its value."""
    raw = ", ".join(
        f"{'NULL' if at is None else f'c{at}'}::VARCHAR AS raw_{name}" for name, at in positions.items()
    )
    coded = [column for column in source.columns if column.codes or column.reference]
    joins = "\n".join(_names_join(source, column) for column in coded)
    marks = "\n".join(_marks_join(column) for column in source.columns)
    clean = ",\n".join(_clean_expression(column) for column in source.columns)
    return f"""
        WITH raw AS (SELECT line, {raw} FROM sheet_rows)
        SELECT raw.*, {", ".join(f"marked_{column.name}.kind AS mark_{column.name}" for column in source.columns)},
            {clean}
        FROM raw
        {marks}
        {joins}
    """


def _marks_join(column: Column) -> str:
    """A word such as 미상 means "no number" in a count, yet may be a name or a code elsewhere."""
    counted = column.kind in TYPES or column.kind == "date"
    only_blank = "" if counted else f" AND marked_{column.name}.mark IN ('', '-', 'null')"
    return f"""
        LEFT JOIN missing_marks AS marked_{column.name}
            ON marked_{column.name}.mark = spelling(raw_{column.name}){only_blank}
    """


def _names_join(source: Source, column: Column) -> str:
    reference = f"{source.table}.{column.name}" if column.codes else column.reference
    return f"""
        LEFT JOIN names AS name_{column.name}
            ON name_{column.name}.reference = '{reference}'
            AND name_{column.name}.word = REGEXP_REPLACE(spelling(raw_{column.name}), '\\.0+$', '')
    """


def _clean_expression(column: Column) -> str:
    raw, is_blank = (
        f"raw_{column.name}",
        f"(marked_{column.name}.kind IS NOT NULL OR raw_{column.name} IS NULL)",
    )
    if column.codes or column.reference:
        clean = f"name_{column.name}.id"
    elif column.kind in TYPES:
        number = _NUMBER.format(raw=raw, endings=endings(column))
        whole = f"IF({number} = FLOOR({number}), {number}, NULL)" if column.kind != "decimal" else number
        clean = f"TRY_CAST(IF({is_blank}, NULL, {whole}) AS {TYPES[column.kind]})"
    elif column.kind == "date":
        clean = f"IF({is_blank}, NULL, {_DATE.format(raw=raw)})"
    elif column.kind == "code":
        clean = f"IF({is_blank}, NULL, REGEXP_REPLACE(TRIM({raw}), '\\.0+$', ''))"
    else:
        clean = f"IF({is_blank}, NULL, TRIM({raw}))"
    expression = f"{clean} AS {column.name}"
    if column.measure:
        expression += f", IF({raw} IS NULL, 'missing', marked_{column.name}.kind) AS {column.name}_missing"
    return expression
