"""Rows of large files beside those read with care: one table of both, and keys that came twice."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa

from etl.bulk import Bulk, enum_of
from etl.contract import Source
from etl.staging import stored_columns

PLACES = ("region_id", "city_id", "institution_id")
LEVELS = ("destination_level", "home_level", "workplace_level")
ROWS_TOGETHER = 20  # as many rows of one place after another make sorting needless


def set_repeated_apart(connection: duckdb.DuckDBPyConnection, source: Source, bulks: Sequence[Bulk]) -> None:
    """Move every row whose key may have come twice to `<table>_staged`, where duplicates are settled.

    Keys are compared by a hash of 64 bits: two keys of one hash are moved too, and stay two.
    """
    types = bulks[0].types if len(bulks) == 1 else {}
    # Words are compared by their place in a type; a word that the large file has not is like none of its words.
    key = ", ".join(f"TRY_CAST({name} AS {types.get(name) or 'VARCHAR'})" for name in source.key)
    key = f"HASH(data_set, {key})"
    every = [f"SELECT {key} AS hash FROM {source.table}_staged"]
    every += [f"SELECT {key} FROM ({_rows(source, bulk)})" for bulk in bulks]
    found = np.asarray(connection.execute(" UNION ALL ".join(every)).fetchnumpy()["hash"])
    found.sort()
    twice = np.unique(found[1:][found[1:] == found[:-1]])
    del found
    if len(twice) == 0:
        return
    connection.register("repeated_keys", pa.table({"hash": pa.array(twice, pa.uint64())}))
    for bulk in bulks:
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE moved AS
            SELECT * FROM ({_rows(source, bulk)}) WHERE {key} IN (SELECT hash FROM repeated_keys)
            """
        )
        connection.execute(f"INSERT INTO {source.table}_staged BY NAME FROM moved")
        connection.execute(
            f"UPDATE {bulk.table} SET aside = TRUE WHERE rowid + 2 IN (SELECT line FROM moved)"
        )
    connection.unregister("repeated_keys")


def _rows(source: Source, bulk: Bulk) -> str:
    """The rows of a large file that stand, in the columns of a staged table."""
    return f"""
        SELECT '{bulk.data_set}' AS data_set, {bulk.file_id} AS file_id, rowid + 2 AS line,
            {", ".join(stored_columns(source))}
        FROM {bulk.table}
        WHERE NOT aside
    """


def create_table(connection: duckdb.DuckDBPyConnection, source: Source, bulks: Sequence[Bulk]) -> None:
    """The finished table of all rows that stand; where large files came, its coded columns are ENUMs."""
    types = _types(connection, source, bulks)
    every = _typed(
        {name: kind for name, kind in types.items() if name in (*stored_columns(source), "data_set")}
    )
    parts = [f"{source.table}_staged", *(f"({_rows(source, bulk)})" for bulk in bulks)]
    connection.execute(
        f"CREATE TEMP VIEW staged AS {' UNION ALL '.join(f'SELECT {every} FROM {part}' for part in parts)}"
    )
    finished = connection.execute(f"DESCRIBE {source.sql}").fetchall() if bulks else []
    every = _typed({str(name): types[name] for name, *_ in finished if name in types})
    order = f"ORDER BY {', '.join(source.order)}" if source.order and _is_mixed(connection, bulks) else ""
    connection.execute(f"CREATE TABLE {source.table} AS SELECT {every} FROM ({source.sql}) {order}")
    connection.execute("DROP VIEW staged")
    for bulk in bulks:
        connection.execute(f"DROP TABLE {bulk.table}")


def _typed(types: dict[str, str]) -> str:
    casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in types.items())
    return f"* REPLACE ({casts})" if casts else "*"


def _is_mixed(connection: duckdb.DuckDBPyConnection, bulks: Sequence[Bulk]) -> bool:
    """Whether rows must be sorted to bring those of one place together; a large file mostly has them so."""
    if len(bulks) != 1:
        return True
    place = next((name for name in PLACES if name in bulks[0].types), "")
    if not place:
        return True
    found = connection.execute(
        f"""
        SELECT COUNT_IF(changes) > COUNT(*) / {ROWS_TOGETHER}
        FROM (SELECT {place} IS DISTINCT FROM LAG({place}) OVER () AS changes FROM {bulks[0].table})
        """
    ).fetchone()
    return found is None or bool(found[0])


def _types(connection: duckdb.DuckDBPyConnection, source: Source, bulks: Sequence[Bulk]) -> dict[str, str]:
    """For each coded column of the finished table the one type that holds the words of all files."""
    if not bulks:
        return {}
    names = {name for bulk in bulks for name, kind in bulk.types.items() if kind.startswith("ENUM")}
    types = {name: _type(connection, source, name, bulks) for name in stored_columns(source) if name in names}
    if source.kind == "reference":
        return types
    regions = connection.execute("SELECT region_id FROM regions").fetchall()
    rungs = connection.execute("SELECT DISTINCT rung FROM rungs").fetchall()
    return {
        "city_id": enum_of(str(region) for (region,) in regions),
        **dict.fromkeys(LEVELS, enum_of(["elsewhere", "unknown", *(str(rung) for (rung,) in rungs)])),
        "data_set": enum_of(("published", "real", "sample")),
        **types,
    }


def _type(connection: duckdb.DuckDBPyConnection, source: Source, name: str, bulks: Sequence[Bulk]) -> str:
    sql = f"SELECT DISTINCT {name} FROM {source.table}_staged WHERE {name} IS NOT NULL"
    words = {str(word) for (word,) in connection.execute(sql).fetchall()}
    for bulk in bulks:
        kind = bulk.types.get(name, "")
        if kind.startswith("ENUM"):
            listed = connection.execute(f"SELECT UNNEST(ENUM_RANGE(NULL::{kind}))").fetchall()
            words |= {str(word) for (word,) in listed}
    return enum_of(words)
