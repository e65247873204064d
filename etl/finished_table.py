"""The finished table: rows read with care, and rows of large files, which go straight into it."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from etl.cleaning_sql import TYPES
from etl.column_words import MARKS, enum_of, identities, values_of
from etl.contract import Source
from etl.large_files import Bulk, asked
from etl.large_text import NotPlain
from etl.typed_rows import stored_columns

LEVELS = ("destination_level", "home_level", "workplace_level")
_TWINS = {
    "institutions": {"institution_id": "institution_id", "city_id": "city_id"},
    "places": {"region_id": "city_id", "city_id": "city_id"},
    "rungs": {"home_id": "city_id", "place_id": "city_id", "rung": "destination_level"},
}
ROWS_TOGETHER = 20  # as many rows of one place after another make sorting needless


def create_table(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """The finished table of all staged rows."""
    order = f"ORDER BY {', '.join(source.order)}" if source.order else ""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS FROM {source.table}_staged")
    connection.execute(f"CREATE TABLE {source.table} AS FROM ({source.sql}) {order}")


class Finished:
    """The finished table of one source while large files go into it; its coded columns are ENUMs.

    Keys are compared by a hash of 64 bits: two keys of one hash are settled too, and stay two.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Source) -> None:
        self.connection, self.source = connection, source
        self.bulks: list[Bulk] = []
        self._hashes = bytearray()
        types = _types(connection, source)
        self._create_twins(types)
        key = ", ".join(_key_part(source, name, types) for name in source.key)
        self._hash = f"HASH(data_set, {key})"
        finished = self._finished(f"FROM {source.table}_staged")
        named = [str(name) for name, *_ in connection.execute(f"DESCRIBE {finished}").fetchall()]
        casts = ", ".join(f"CAST({name} AS {types[name]}) AS {name}" for name in named if name in types)
        connection.execute(
            f"CREATE TABLE {source.table} AS SELECT * REPLACE ({casts}) FROM ({finished}) LIMIT 0"
        )

    def _create_twins(self, types: dict[str, str]) -> None:
        """Tables of places under their own names, typed as the rows are: such a join takes half the work."""
        for table, columns in _TWINS.items():
            casts = ", ".join(f"CAST({name} AS {types[kind]}) AS {name}" for name, kind in columns.items())
            self.connection.execute(
                f"CREATE TEMP TABLE {table} AS SELECT * REPLACE ({casts}) FROM main.{table}"
            )

    def _finished(self, staged: str) -> str:
        """Rows in the columns of the staged table, as the finished one has them."""
        return f"WITH staged AS ({staged}) FROM ({self.source.sql})"

    def take(self, bulk: Bulk) -> None:
        """Take every valid row of a large file; raises NotPlain, and takes none, if the file needs careful reading."""
        before = len(self._hashes)
        # One thread writes compressed rows as it goes; two would keep them all until the end.
        self.connection.execute("SET threads = 1")
        self.connection.begin()
        try:
            for part in bulk.parts():
                asked(
                    self.connection, f"INSERT INTO {self.source.table} {self._finished(bulk.rows_sql)}", part
                )
                self._remember(asked(self.connection, self._hashes_of(bulk.rows_sql), part))
            bulk.judge()
        except NotPlain:
            self.connection.rollback()
            del self._hashes[before:]
            raise
        else:
            self.connection.commit()
        finally:
            self.connection.execute("RESET threads")
        self.bulks.append(bulk)

    def _hashes_of(self, rows: str) -> str:
        return f"SELECT {self._hash} AS hash FROM ({rows})"

    def _remember(self, found: duckdb.DuckDBPyConnection) -> None:
        self._hashes += np.ascontiguousarray(found.fetchnumpy()["hash"]).tobytes()

    def set_repeated_apart(self) -> None:
        """Move every row that may not stand to `<table>_staged`, where that is settled.

        It has a key that came twice, or belongs to a statement of which two loads speak.
        """
        self._remember(self.connection.execute(self._hashes_of(f"FROM {self.source.table}_staged")))
        hashes = np.frombuffer(self._hashes, np.uint64)
        hashes.sort()
        twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        del hashes
        self._hashes.clear()
        shared = self._shared()
        if len(twice) or shared:
            self.connection.register("repeated_keys", pa.table({"hash": pa.array(twice, pa.uint64())}))
            self.connection.register("shared_statements", pa.table({"words": pa.array(shared, pa.string())}))
            for bulk in self.bulks:
                self._move(bulk)
            self.connection.unregister("repeated_keys")
            self.connection.unregister("shared_statements")

    def _shared(self) -> list[str]:
        """The statements of which more than one load speaks."""
        table = self.source.table
        several = f"""
            SELECT COUNT(DISTINCT load) > 1 FROM origins
            WHERE file_id IN (SELECT file_id FROM {table}_staged WHERE data_set = 'real')
                OR LIST_CONTAINS($bulks, file_id)
        """
        found = self.connection.execute(several, {"bulks": [bulk.file_id for bulk in self.bulks]}).fetchone()
        if not self.source.statement or found is None or not found[0]:
            return []
        words = self.source.statement_sql
        spoken = f"""
            SELECT words FROM (
                SELECT file_id, {words} AS words FROM {table} WHERE data_set = 'real'
                UNION
                SELECT file_id, {words} AS words FROM {table}_staged WHERE data_set = 'real'
            ) JOIN origins USING (file_id)
            GROUP BY words HAVING COUNT(DISTINCT load) > 1
        """
        return [str(word) for (word,) in self.connection.execute(spoken).fetchall()]

    def _move(self, bulk: Bulk) -> None:
        staged = f"{self.source.table}_staged"
        repeated = f"FROM ({bulk.rows_sql}) WHERE {self._hash} IN (SELECT hash FROM repeated_keys)"
        if self.source.statement:
            repeated += f" OR {self.source.statement_sql} IN (SELECT words FROM shared_statements)"
        for part in bulk.parts():
            asked(self.connection, f"INSERT INTO {staged} BY NAME {repeated}", part)
        self.connection.execute(
            f"""
            DELETE FROM {self.source.table}
            WHERE file_id = $1 AND line IN (SELECT line FROM {staged} WHERE file_id = $1)
            """,
            [bulk.file_id],
        )

    def close(self) -> None:
        """Add the valid staged rows, and bring the rows of one place together if they lie far apart."""
        staged = self._finished(f"FROM {self.source.table}_staged")
        self.connection.execute(f"INSERT INTO {self.source.table} {staged}")
        for table in _TWINS:
            self.connection.execute(f"DROP TABLE temp.{table}")
        mixed = sum(bulk.moves for bulk in self.bulks) * ROWS_TOGETHER > sum(
            bulk.rows_read for bulk in self.bulks
        )
        if self.source.order and (mixed or len(self.bulks) != 1):
            table = self.source.table
            self.connection.execute(
                f"CREATE TABLE sorted AS FROM {table} ORDER BY {', '.join(self.source.order)}"
            )
            self.connection.execute(f"DROP TABLE {table}")
            self.connection.execute(f"ALTER TABLE sorted RENAME TO {table}")


def _key_part(source: Source, name: str, types: dict[str, str]) -> str:
    return f"TRY_CAST({name} AS {types.get(name) or TYPES.get(source.column(name).kind, 'VARCHAR')})"


def _types(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, str]:
    """For each coded column the one type that holds all it may come to hold."""
    rungs = connection.execute("SELECT DISTINCT rung FROM rungs").fetchall()
    coded = [column for column in source.columns if column.codes or column.reference]
    return {
        "institution_id": enum_of(identities(connection, "institutions")),
        "city_id": enum_of(identities(connection, "regions")),
        **dict.fromkeys(LEVELS, enum_of(["elsewhere", "unknown", *(str(rung) for (rung,) in rungs)])),
        "data_set": enum_of(("published", "real", "sample")),
        **{name: enum_of(MARKS) for name in stored_columns(source) if name.endswith("_missing")},
        **{column.name: enum_of(values_of(connection, column)) for column in coded},
    }
