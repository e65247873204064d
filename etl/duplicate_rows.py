"""Rows of one key that came more than once: which one stands, and what becomes of the others.

- Equal rows: the first stands, the others are already present.
- Rows of one load that differ contradict each other: all go to quarantine.
- A later load of the same provider that differs corrects the earlier one: the earlier row
  is superseded, and the change of each value is kept in `restated`.
- Two providers whose latest rows differ dispute each other, whoever came later; once they
  agree again, the row stands.

What a statement takes away as a whole, whatever the key, is the matter of `statements`.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from etl.contract import Source
from etl.statements import Question, keep_disputes, questions, speak_of

# Within a provider the latest load rules that does not contradict itself; what it claims meets the others' claims.
_ROLES_SQL = """
    CREATE OR REPLACE TEMP TABLE roles AS
    WITH repeated AS (
        SELECT *, row_id IN (SELECT row_id FROM alone) AS alone
        FROM said
        ANTI JOIN left_out USING (row_id)
        ANTI JOIN overruled USING (row_id)
        QUALIFY COUNT(*) OVER (PARTITION BY data_set, {key}) > 1
    ),
    agreeing AS (
        SELECT *, MIN(content) OVER same = MAX(content) OVER same AS agrees
        FROM repeated
        WINDOW same AS (PARTITION BY data_set, {key}, provider, load)
    ),
    ruling AS (
        SELECT *, MAX(IF(agrees, load, NULL)) OVER own AS ruling_load
        FROM agreeing
        WINDOW own AS (PARTITION BY data_set, {key}, provider)
    ),
    ruled AS (
        SELECT *, MAX(IF(load = ruling_load, content, NULL)) OVER own AS ruling_content
        FROM ruling
        WINDOW own AS (PARTITION BY data_set, {key}, provider)
    ),
    compared AS (
        SELECT
            *,
            COALESCE(
                MAX(IF(load < ruling_load AND (NOT agrees OR content <> ruling_content), load, NULL)) OVER own,
                -1
            ) AS last_other_load
        FROM ruled
        WINDOW own AS (PARTITION BY data_set, {key}, provider)
    ),
    within AS (
        SELECT
            *,
            CASE
                WHEN ruling_load IS NULL OR load > ruling_load THEN 'contradicts'
                WHEN load <= last_other_load THEN 'superseded'
                ELSE 'claims'
            END AS claim
        FROM compared
    ),
    among AS (
        SELECT *, MIN(content) OVER claims = MAX(content) OVER claims AS undisputed
        FROM within
        WINDOW claims AS (PARTITION BY data_set, {key}, claim)
    )
    SELECT
        row_id,
        file_id,
        line,
        provider,
        load,
        agrees,
        CASE
            WHEN claim <> 'claims' THEN claim
            WHEN alone OR NOT undisputed THEN 'disputed'
            WHEN ROW_NUMBER() OVER (PARTITION BY data_set, {key}, claim, alone ORDER BY file_id, line, row_id) = 1
                THEN 'stands'
            ELSE 'present'
        END AS role,
        ROW_NUMBER() OVER (PARTITION BY data_set, {key}, file_id ORDER BY line, row_id) > 1 AS again
    FROM among
"""
_SET_ASIDE_SQL = """
    INSERT INTO roles
    SELECT row_id, file_id, line, provider, load, TRUE, 'disputed', FALSE
    FROM said SEMI JOIN alone USING (row_id) ANTI JOIN roles USING (row_id);
    INSERT INTO roles
    SELECT row_id, file_id, line, provider, load, FALSE, 'superseded', FALSE
    FROM said
    WHERE row_id IN (SELECT row_id FROM left_out UNION SELECT row_id FROM overruled)
"""
# One row a key, provider and load, in order, so that each can be held against the one before it.
_CHANGED_SQL = """
    CREATE OR REPLACE TEMP TABLE changed AS
    WITH first_of_load AS (
        SELECT staged.*, roles.provider, roles.load
        FROM {table}_staged AS staged
        JOIN roles ON roles.row_id = staged.rowid
        WHERE roles.agrees
        QUALIFY ROW_NUMBER() OVER (
            PARTITION BY data_set, {key}, provider, load ORDER BY staged.file_id, staged.line, row_id
        ) = 1
    )
    SELECT *, ROW_NUMBER() OVER (PARTITION BY data_set, {key}, provider ORDER BY load) AS place
    FROM first_of_load
    QUALIFY COUNT(*) OVER (PARTITION BY data_set, {key}, provider) > 1
"""
_RESTATED_SQL = """
    INSERT INTO restated BY NAME
    SELECT
        '{table}' AS table_name,
        CONCAT_WS(', ', {item}) AS item,
        {year} AS year,
        '{column}' AS column_name,
        {old_value} AS old_value,
        {new_value} AS new_value,
        old.file_id AS old_file_id,
        old.line AS old_line,
        new.file_id AS new_file_id,
        new.line AS new_line,
        '{kind}' AS kind
    FROM changed AS new
    JOIN changed AS old
        ON new.place = old.place + 1 AND new.data_set = old.data_set AND new.provider = old.provider AND {same}
    WHERE {old_value} IS DISTINCT FROM {new_value}
"""
# A row that was left out, told by the number of people it was about; the file that left it out says why.
_GONE_SQL = """
    INSERT INTO restated BY NAME
    SELECT
        '{table}' AS table_name,
        CONCAT_WS(', ', {item}) AS item,
        {year} AS year,
        '{column}' AS column_name,
        {old_value} AS old_value,
        '{none}' AS new_value,
        new.file_id AS old_file_id,
        new.line AS old_line,
        (
            SELECT MIN(later.file_id)
            FROM said AS later
            JOIN said AS mine ON mine.row_id = left_out.row_id
            WHERE later.load = left_out.by_load AND later.statement = mine.statement
        ) AS new_file_id,
        NULL AS new_line,
        '{kind}' AS kind
    FROM {table}_staged AS new
    JOIN left_out ON left_out.row_id = new.rowid
    WHERE {old_value} IS NOT NULL
"""
# What became of a line: told by the worst of its rows, standing where any stands.
_LINES_SQL = """
    WITH touched AS (
        SELECT DISTINCT file_id, line
        FROM roles
        WHERE role <> 'stands'
    ),
    every_row AS (
        SELECT staged.file_id, staged.line, COALESCE(roles.role, 'stands') AS role
        FROM {table}_staged AS staged
        JOIN touched ON touched.file_id = staged.file_id AND touched.line = staged.line
        LEFT JOIN roles ON roles.row_id = staged.rowid
    ),
    lines AS (
        SELECT
            file_id,
            line,
            CASE
                WHEN BOOL_OR(role = 'contradicts') THEN 'contradicts'
                WHEN BOOL_OR(role = 'disputed') THEN 'disputed'
                WHEN BOOL_OR(role = 'stands') THEN 'stands'
                WHEN BOOL_OR(role = 'superseded') THEN 'superseded'
                ELSE 'present'
            END AS role
        FROM every_row
        GROUP BY ALL
    )
    FROM lines
    WHERE role <> 'stands'
    ORDER BY file_id, line
"""
# Equal rows of one file may be a slip, or other people that no column tells apart.
_AGAIN_SQL = """
    SELECT file_id, MIN(line), COUNT(DISTINCT line) FROM roles WHERE role = 'present' AND again GROUP BY file_id
"""
RESTATED_TABLE_SQL = """
    CREATE TABLE restated (
        table_name VARCHAR, item VARCHAR, year INTEGER, column_name VARCHAR, old_value VARCHAR, new_value VARCHAR,
        old_file_id INTEGER, old_line BIGINT, new_file_id INTEGER, new_line BIGINT,
        kind VARCHAR, why_ko VARCHAR, why_en VARCHAR
    )
"""
LATER_FILE, NONE = "later_file", "–"


@dataclass(frozen=True)
class Settled:
    """(file id, line, role) of each line that does not stand, and what must be asked before anything is published.

    `again` are (file id, first line, number) of lines equal to one before them in the same file.
    """

    lines: list[tuple[int, int, str]]
    questions: list[Question]
    again: list[tuple[int, int, int]]


def settle(connection: duckdb.DuckDBPyConnection, source: Source) -> Settled:
    """Remove rows that do not stand from `<table>_staged`.

    A line of an official layout gives several rows; it is told of once.
    """
    speak_of(connection, source)
    key = ", ".join(source.key)
    if not _meet(connection, key):
        return Settled([], [], [])
    connection.execute(_ROLES_SQL.format(key=key))
    connection.execute(_SET_ASIDE_SQL)
    keep_disputes(connection, source)
    settled = Settled(
        connection.execute(_LINES_SQL.format(table=source.table)).fetchall(),
        questions(connection, source),
        connection.execute(_AGAIN_SQL).fetchall(),
    )
    if connection.execute("FROM roles WHERE role = 'superseded' LIMIT 1").fetchone():
        _keep_changes(connection, source, key)
    connection.execute(
        f"""
        DELETE FROM {source.table}_staged AS staged
        USING roles
        WHERE roles.row_id = staged.rowid AND roles.role <> 'stands'
        """
    )
    return settled


def _meet(connection: duckdb.DuckDBPyConnection, key: str) -> bool:
    """Whether rows have a key in common, or a statement took some away."""
    aside = " UNION ALL ".join(f"SELECT row_id FROM {table}" for table in ("left_out", "overruled", "alone"))
    again = f"SELECT 1 FROM said GROUP BY data_set, {key} HAVING COUNT(*) > 1"
    return bool(connection.execute(f"SELECT 1 FROM ({aside} UNION ALL {again}) LIMIT 1").fetchone())


def _keep_changes(connection: duckdb.DuckDBPyConnection, source: Source, key: str) -> None:
    connection.execute(_CHANGED_SQL.format(table=source.table, key=key))
    for column in source.columns:
        if column.name in source.key:
            continue
        old, new = (_written(side, column.name, measure=column.measure) for side in ("old", "new"))
        words = {
            "table": source.table,
            "column": column.name,
            "item": ", ".join(f"CAST(new.{name} AS VARCHAR)" for name in source.key),
            "year": "new.year" if "year" in source.key else "NULL",
            "kind": LATER_FILE,
            "same": " AND ".join(f"new.{name} IS NOT DISTINCT FROM old.{name}" for name in source.key),
        }
        connection.execute(_RESTATED_SQL.format(**words, old_value=old, new_value=new))
        if column.measure:
            counted = f"CAST(new.{column.name} AS VARCHAR)"
            connection.execute(_GONE_SQL.format(**words, old_value=counted, none=NONE))


def _written(side: str, name: str, *, measure: bool) -> str:
    """A value as text; a missing one by its kind."""
    text = f"CAST({side}.{name} AS VARCHAR)"
    return f"COALESCE({text}, {side}.{name}_missing)" if measure else text
