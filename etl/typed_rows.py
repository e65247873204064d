"""From text to typed rows: a sheet cleaned by its contract; what has no fault enters its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from etl.cell_faults import faults, torn
from etl.cleaning_sql import SPELLING_SQL, TYPES, cleaning_sql
from etl.contract import Problem, Source
from etl.corrections import Correction, Fate, amend
from etl.sheet_reader import Sheet, spelling
from etl.sheets import Clean
from etl.table_recognition import places


@dataclass(frozen=True)
class Staged:
    """The outcome of staging one sheet: problems by line; the clean rows stand in DuckDB."""

    problems: tuple[Problem, ...]
    unknown_headers: tuple[str, ...]
    fates: tuple[Fate, ...] = ()


def prepare(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Set up what cleaning needs: the spelling macro and the words of every code list."""
    connection.execute(SPELLING_SQL)
    connection.execute("CREATE TEMP TABLE names (reference VARCHAR, word VARCHAR, id VARCHAR)")
    words = [
        (f"{source.table}.{column.name}", word, code)
        for source in sources
        for column in source.columns
        for code, spoken in column.codes.items()
        for word in {spelling(code), *map(spelling, spoken)}
    ]
    connection.register(
        "code_words", pa.table(dict(zip(("reference", "word", "id"), zip(*words, strict=True), strict=True)))
    )
    connection.execute("INSERT INTO names SELECT reference, word, id FROM code_words")
    connection.unregister("code_words")


def stage(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    source: Source,
    data_set: str,
    file_id: int,
    corrections: Iterable[Correction] = (),
) -> Staged:
    """Clean one sheet into `<table>_staged`, apply declared fixes and return its problems.

    Rows with a problem do not enter; the caller keeps them in quarantine.
    """
    positions = places(sheet.header, source)
    connection.register("sheet_rows", sheet.rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cleaned AS {cleaning_sql(source, positions)}")
    connection.unregister("sheet_rows")
    fates = amend(connection, source, corrections)
    problems = [*torn(sheet), *faults(connection, sheet, source)]
    faulty = sorted({problem.line for problem in problems})
    _insert(connection, source, (data_set, file_id), faulty=faulty)
    used = set(positions.values())
    unknown = tuple(cell for at, cell in enumerate(sheet.header) if cell and at not in used)
    return Staged(tuple(problems), unknown, tuple(fates))


def stage_clean(
    connection: duckdb.DuckDBPyConnection, clean: Clean, source: Source, data_set: str, file_id: int
) -> Staged:
    """Stage the rows of a sheet that is known to have no fault."""
    connection.register("clean_rows", clean.rows)
    _insert(connection, source, (data_set, file_id), "clean_rows")
    connection.unregister("clean_rows")
    return Staged((), clean.unknown_headers)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    origin: tuple[str, int],
    rows: str = "cleaned",
    faulty: Sequence[int] = (),
) -> None:
    connection.execute(
        f"""
        INSERT INTO {source.table}_staged BY NAME
        SELECT $data_set AS data_set, $file_id AS file_id, line, {", ".join(stored_columns(source))}
        FROM {rows}
        WHERE NOT LIST_CONTAINS($faulty::BIGINT[], line)
        """,
        {"data_set": origin[0], "file_id": origin[1], "faulty": [*faulty]},
    )


def typed_rows(connection: duckdb.DuckDBPyConnection, source: Source, file_id: int) -> pa.Table:
    """The rows of one file as they stand in `<table>_staged`."""
    return connection.execute(
        f"SELECT * EXCLUDE (data_set, file_id) FROM {source.table}_staged WHERE file_id = $1", [file_id]
    ).to_arrow_table()


def words_known(connection: duckdb.DuckDBPyConnection) -> str:
    """A fingerprint of the words that staging knows: two that are equal stage a sheet alike."""
    found = connection.execute("SELECT COUNT(*), SUM(HASH(reference, word, id)::HUGEINT) FROM names")
    return str(found.fetchone())


def stored_columns(source: Source) -> list[str]:
    """The columns of a staged table besides data_set, file_id and line."""
    return [
        name
        for column in source.columns
        for name in ((column.name, f"{column.name}_missing") if column.measure else (column.name,))
    ]


def create_staged(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """An empty `<table>_staged` with the types of the contract."""
    columns = ["data_set VARCHAR", "file_id INTEGER", "line BIGINT"]
    for column in source.columns:
        columns.append(f"{column.name} {TYPES.get(column.kind, 'VARCHAR')}")
        if column.measure:
            columns.append(f"{column.name}_missing VARCHAR")
    connection.execute(f"CREATE TEMP TABLE {source.table}_staged ({', '.join(columns)})")
