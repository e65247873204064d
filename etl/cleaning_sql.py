"""The SQL that makes typed columns of a sheet's text, as its contract says."""

from __future__ import annotations

from etl.contract import MISSING_MARKS, Column, Source
from etl.sheet_reader import FULL_WIDTH, HALF_WIDTH
from etl.written_numbers import NUMBER, TORN_APART, endings

# The same comparison form as `grids.spelling`, for use inside DuckDB. TRANSLATE costs more than all the rest,
# and finds nothing in a word of ASCII alone, which most cells of figures are.
SPELLING_SQL = rf"""
    CREATE OR REPLACE TEMP MACRO spelling(word) AS
        LOWER(REGEXP_REPLACE(
            IF(
                STRLEN(word) = LENGTH(word),
                word,
                TRANSLATE(NFC_NORMALIZE(word), '{FULL_WIDTH}', '{HALF_WIDTH}')
            ),
            '[\s\x{{00A0}}\x{{3000}}\x{{FEFF}}]', '', 'g'
        ))
"""
TYPES = {"integer": "BIGINT", "year": "INTEGER", "decimal": "DECIMAL(18, 6)"}
_WORD = "REGEXP_REPLACE(spelled_{name}, '({endings})$', '') AS word_{name}"
_NUMBER = f"""
    IF(
        REGEXP_FULL_MATCH(word_{{name}}, '{NUMBER.replace("{", "{{").replace("}", "}}")}')
            AND NOT REGEXP_MATCHES(raw_{{name}}, '{TORN_APART}'),
        TRY_CAST(REPLACE(word_{{name}}, ',', '') AS DECIMAL(18, 6)),
        NULL
    ) AS number_{{name}}
"""
# Separators become hyphens; a closing full stop, 일 or 월 goes.
_DASHED = r"REGEXP_REPLACE(RTRIM({spelled}, '.일월'), '[년월./]', '-', 'g')"
_DATE = rf"""
    CASE
        WHEN REGEXP_MATCHES({{spelled}}, '^\d{{{{8}}}}$')
            THEN CAST(TRY_STRPTIME({{spelled}}, '%Y%m%d')::DATE AS VARCHAR)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}$')
            THEN LEFT(CAST(TRY_CAST({_DASHED} || '-1' AS DATE) AS VARCHAR), 7)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}-\d{{{{1,2}}}}$')
            THEN CAST(TRY_CAST({_DASHED} AS DATE) AS VARCHAR)
    END
"""


def cleaning_sql(source: Source, positions: dict[str, int | None]) -> str:
    """The SELECT that cleans `sheet_rows`: of each column the cell as written, its mark if any, its value.

    Each step names what the next one uses several times, so that no cell is spelled twice; marks are told without a
    join, for a table of forty columns would need forty.
    """
    names = [column.name for column in source.columns]
    raw = ", ".join(
        f"{'NULL' if (at := positions[name]) is None else f'c{at}'}::VARCHAR AS raw_{name}" for name in names
    )
    coded = [column for column in source.columns if column.codes or column.reference]
    numbers = [column for column in source.columns if column.kind in TYPES and column not in coded]
    words = [_WORD.format(name=column.name, endings=endings(column)) for column in numbers]
    return f"""
        WITH raw AS (SELECT line, {raw} FROM sheet_rows),
        spelled AS (SELECT *, {", ".join(f"spelling(raw_{name}) AS spelled_{name}" for name in names)} FROM raw),
        worded AS (SELECT {", ".join(["*", *map(_mark, source.columns), *words])} FROM spelled),
        numbered AS (SELECT {", ".join(["*", *(_NUMBER.format(name=each.name) for each in numbers)])} FROM worded)
        SELECT line, {", ".join(f"raw_{name}, mark_{name}" for name in names)},
            {", ".join(map(_clean_expression, source.columns))}
        FROM numbered
        {"".join(_names_join(source, column) for column in coded)}
    """


def _mark(column: Column) -> str:
    """A word such as 미상 means "no number" in a count, yet may be a name or a code elsewhere."""
    counted = column.kind in TYPES or column.kind == "date"
    known = [(mark, kind) for mark, kind in MISSING_MARKS.items() if counted or mark in ("", "-", "null")]
    cases = " ".join(f"WHEN '{mark}' THEN '{kind}'" for mark, kind in known)
    return f"CASE spelled_{column.name} {cases} END AS mark_{column.name}"


def _names_join(source: Source, column: Column) -> str:
    reference = f"{source.table}.{column.name}" if column.codes else column.reference
    return f"""
        LEFT JOIN names AS name_{column.name}
            ON name_{column.name}.reference = '{reference}'
            AND name_{column.name}.word = REGEXP_REPLACE(spelled_{column.name}, '\\.0+$', '')
    """


def _clean_expression(column: Column) -> str:
    raw, spelled, mark = (f"{part}_{column.name}" for part in ("raw", "spelled", "mark"))
    is_blank = f"({mark} IS NOT NULL OR {raw} IS NULL)"
    if column.codes or column.reference:
        clean = f"name_{column.name}.id"
    elif column.kind in TYPES:
        number = f"number_{column.name}"
        whole = f"IF({number} = FLOOR({number}), {number}, NULL)" if column.kind != "decimal" else number
        clean = f"TRY_CAST(IF({is_blank}, NULL, {whole}) AS {TYPES[column.kind]})"
    elif column.kind == "date":
        clean = f"IF({is_blank}, NULL, {_DATE.format(spelled=spelled)})"
    elif column.kind == "code":
        clean = f"IF({is_blank}, NULL, REGEXP_REPLACE(TRIM({raw}), '\\.0+$', ''))"
    else:
        clean = f"IF({is_blank}, NULL, TRIM({raw}))"
    expression = f"{clean} AS {column.name}"
    if column.measure:
        expression += f", IF({raw} IS NULL, 'missing', {mark}) AS {column.name}_missing"
    return expression
