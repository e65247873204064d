"""Rows of one key that came more than once: which one stands, and what becomes of the others.

- Equal rows: the first stands, the others are already present.
- Rows of one load that differ contradict each other: all go to quarantine.
- A later load of the same provider that differs corrects the earlier one: the earlier row
  is superseded, and the change of each value is kept in `restated`.
- Two providers that differ contradict each other, whoever came later.
"""

from __future__ import annotations

import duckdb

from etl.contract import Source
from etl.typed_rows import stored_columns

# A turn is the number of the load; between providers nobody's turn comes later.
_ROLES_SQL = """
    CREATE OR REPLACE TEMP TABLE roles AS
    WITH repeated AS (
        SELECT data_set, {key}, {table}_staged.rowid AS row_id, file_id, line, {content} AS content, load, provider
        FROM {table}_staged
        JOIN origins USING (file_id)
        QUALIFY COUNT(*) OVER (PARTITION BY data_set, {key}) > 1
    ),
    turns AS (
        SELECT *, IF(MIN(provider) OVER same = MAX(provider) OVER same, load, 0) AS turn
        FROM repeated
        WINDOW same AS (PARTITION BY data_set, {key})
    ),
    agreeing AS (
        SELECT *, MIN(content) OVER same = MAX(content) OVER same AS agrees
        FROM turns
        WINDOW same AS (PARTITION BY data_set, {key}, turn)
    ),
    ruling AS (
        SELECT *, MAX(IF(agrees, turn, NULL)) OVER same AS ruling_turn
        FROM agreeing
        WINDOW same AS (PARTITION BY data_set, {key})
    ),
    ruled AS (
        SELECT *, MAX(IF(turn = ruling_turn, content, NULL)) OVER same AS ruling_content
        FROM ruling
        WINDOW same AS (PARTITION BY data_set, {key})
    ),
    compared AS (
        SELECT
            *,
            COALESCE(
                MAX(IF(turn < ruling_turn AND (NOT agrees OR content <> ruling_content), turn, NULL)) OVER same,
                -1
            ) AS last_other_turn
        FROM ruled
        WINDOW same AS (PARTITION BY data_set, {key})
    )
    SELECT
        row_id,
        file_id,
        line,
        turn,
        agrees,
        CASE
            WHEN ruling_turn IS NULL OR turn > ruling_turn THEN 'contradicts'
            WHEN turn <= last_other_turn THEN 'superseded'
            WHEN ROW_NUMBER() OVER (
                PARTITION BY data_set, {key}, turn > last_other_turn AND turn <= ruling_turn
                ORDER BY file_id, line, row_id
            ) = 1 THEN 'stands'
            ELSE 'present'
        END AS role
    FROM compared
"""

# One row a key and turn, in order, so that each can be held against the one before it.
_CHANGED_SQL = """
    CREATE OR REPLACE TEMP TABLE changed AS
    WITH first_of_turn AS (
        SELECT staged.*, roles.turn
        FROM {table}_staged AS staged
        JOIN roles ON roles.row_id = staged.rowid
        WHERE roles.agrees
        QUALIFY ROW_NUMBER() OVER (PARTITION BY data_set, {key}, turn ORDER BY staged.file_id, staged.line, row_id) = 1
    )
    SELECT *, ROW_NUMBER() OVER (PARTITION BY data_set, {key} ORDER BY turn) AS place
    FROM first_of_turn
    QUALIFY COUNT(*) OVER (PARTITION BY data_set, {key}) > 1
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
    JOIN changed AS old ON new.place = old.place + 1 AND new.data_set = old.data_set AND {same}
    WHERE {old_value} IS DISTINCT FROM {new_value}
"""
# What became of a line: contradicted where any of its rows was, standing where any stands.
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
RESTATED_TABLE_SQL = """
    CREATE TABLE restated (
        table_name VARCHAR, item VARCHAR, year INTEGER, column_name VARCHAR, old_value VARCHAR, new_value VARCHAR,
        old_file_id INTEGER, old_line BIGINT, new_file_id INTEGER, new_line BIGINT,
        kind VARCHAR, why_ko VARCHAR, why_en VARCHAR
    )
"""
LATER_FILE = "later_file"


def settle(connection: duckdb.DuckDBPyConnection, source: Source) -> list[tuple[int, int, str]]:
    """Remove superseded rows from `<table>_staged`; returns (file id, line, role) of each line removed.

    A line of an official layout gives several rows; it is told of once.
    """
    key = ", ".join(source.key)
    values = [name for name in stored_columns(source) if name not in source.key]
    content = f"HASH(ROW({', '.join(values)}))" if values else "0"
    connection.execute(_ROLES_SQL.format(table=source.table, key=key, content=content))
    settled = connection.execute(_LINES_SQL.format(table=source.table)).fetchall()
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


def _keep_changes(connection: duckdb.DuckDBPyConnection, source: Source, key: str) -> None:
    connection.execute(_CHANGED_SQL.format(table=source.table, key=key))
    for column in source.columns:
        if column.name in source.key:
            continue
        old, new = (_written(side, column.name, measure=column.measure) for side in ("old", "new"))
        connection.execute(
            _RESTATED_SQL.format(
                table=source.table,
                column=column.name,
                item=", ".join(f"CAST(new.{name} AS VARCHAR)" for name in source.key),
                year="new.year" if "year" in source.key else "NULL",
                old_value=old,
                new_value=new,
                kind=LATER_FILE,
                same=" AND ".join(f"new.{name} IS NOT DISTINCT FROM old.{name}" for name in source.key),
            )
        )


def _written(side: str, name: str, *, measure: bool) -> str:
    """A value as text; a missing one by its kind."""
    text = f"CAST({side}.{name} AS VARCHAR)"
    return f"COALESCE({text}, {side}.{name}_missing)" if measure else text
