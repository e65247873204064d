"""What the file of a release holds beside its rows, where a number could stand that no look at the rows would see."""

from __future__ import annotations

import duckdb

# Whatever a file can hold but tables of plain columns, and words about them that the exact release has not.
_SQL = """
    SELECT view_name FROM duckdb_views() WHERE database_name = $name AND NOT internal
    UNION ALL SELECT schema_name FROM duckdb_schemas() WHERE database_name = $name AND NOT internal
        AND schema_name <> 'main'
    UNION ALL SELECT function_name FROM duckdb_functions() WHERE database_name = $name AND NOT internal
    UNION ALL SELECT type_name FROM duckdb_types() WHERE database_name = $name AND NOT internal
    UNION ALL SELECT sequence_name FROM duckdb_sequences() WHERE database_name = $name
    UNION ALL SELECT index_name FROM duckdb_indexes() WHERE database_name = $name
    UNION ALL SELECT constraint_text FROM duckdb_constraints() WHERE database_name = $name
    UNION ALL SELECT column_name FROM duckdb_columns()
        WHERE database_name = $name AND (data_type LIKE 'ENUM%' OR column_default IS NOT NULL)
    UNION ALL
    SELECT said.about
    FROM (
        SELECT database_name, table_name AS about, '' AS part, comment FROM duckdb_tables()
        UNION ALL SELECT database_name, table_name, column_name, comment FROM duckdb_columns()
        UNION ALL SELECT database_name, '', '', comment FROM duckdb_databases()
        UNION ALL SELECT database_name, schema_name, '', comment FROM duckdb_schemas()
    ) AS said
    LEFT JOIN (
        SELECT table_name AS about, '' AS part, comment FROM duckdb_tables() WHERE database_name = 'exact'
        UNION ALL
        SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = 'exact'
    ) AS known USING (about, part)
    WHERE said.database_name = $name AND said.comment IS NOT NULL
        AND said.comment IS DISTINCT FROM known.comment
"""


def beside_rows(connection: duckdb.DuckDBPyConnection, release: str) -> list[str]:
    """The names of all such things in an attached release, with the exact one attached as `exact`."""
    return [str(name) for (name,) in connection.execute(_SQL, {"name": release}).fetchall()]
