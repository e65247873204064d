"""The files of protected releases: public rows, reference data, and protected figures; nothing else.

A release holds what is named here. Any other table of the snapshot is there without its
rows, so that every question can be put and none is answered by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from meomureum.measures.queries import DIMENSION_TYPES
from meomureum.privacy.people import PARTS, WEIGHTED
from meomureum.privacy.publication import row_key
from meomureum.privacy.rows import COLUMNS, KEY, NUMBERS
from meomureum.store.connections import WRITER_SETTINGS, as_literal
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

# Rows about people and firms: only those that are published figures already.
PERSONAL = (*PARTS, "supply_demand")
# No person stands in these.
OPEN = (
    *(
        "regions",
        "our_cities",
        "places",
        "commuting_areas",
        "institutions",
        "industries",
        "ksic",
        "programmes",
        "memberships",
    ),
    *("sources", "events", "targets", "observations", "crosswalk", "rankings", "tasks", "partners"),
    *("survey_questions", "checks", "contracts"),
    *("population_by_age", "population_by_age_band", "cohorts"),
)
NAMES: Mapping[str, Text] = {
    "exact": Text("정확", "Exact"),
    "internal": Text("내부", "Internal"),
    "public": Text("공개", "Public"),
}
_TYPES: Mapping[str, str] = {
    **DIMENSION_TYPES,
    "block": "INTEGER",
    "provisional": "BOOLEAN",
    "revised": "BOOLEAN",
    **dict.fromkeys(NUMBERS, "DOUBLE"),
    "hidden": "BOOLEAN",
}


def write(exact: Path, release: str, figures: pd.DataFrame, closed: Sequence[tuple[str, str]]) -> Path:
    """The file of one release beside the exact one, with its figures as it shows them.

    `closed` names the tables and sets whose rows stay behind. The file is a new one, so that it
    keeps nothing of what was never meant to be in it.
    """
    path = exact.with_name(f"{release}.duckdb")
    with duckdb.connect(str(path), config=WRITER_SETTINGS) as connection:
        connection.execute(f"ATTACH {as_literal(exact)} AS exact (READ_ONLY)")
        connection.begin()  # one commit, for each waits for the disk
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'exact'")
        for (table,) in tables.fetchall():
            connection.execute(f"CREATE TABLE {table} AS SELECT {_plain(connection, table)}")
        connection.execute(";".join(_comments(connection)))
        _insert(connection, figures, closed)
        connection.commit()
        connection.execute("DETACH exact")
        connection.execute("CHECKPOINT")
    return path


def _comments(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What the tables and columns of the exact release say of themselves, said here too."""
    found = connection.execute(
        """
        SELECT 'TABLE "' || table_name || '"', comment
        FROM duckdb_tables()
        WHERE database_name = 'exact' AND comment IS NOT NULL
        UNION ALL
        SELECT 'COLUMN "' || table_name || '"."' || column_name || '"', columns.comment
        FROM duckdb_columns() AS columns
        JOIN duckdb_tables() AS tables USING (database_name, table_name)
        WHERE database_name = 'exact' AND columns.comment IS NOT NULL
        ORDER BY ALL
        """
    ).fetchall()
    return [f"COMMENT ON {on} IS '{words.replace(chr(39), 2 * chr(39))}'" for on, words in found]


def _plain(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The kept rows of a table; enumerations as words, for an enumeration lists what other rows hold."""
    kinds = connection.execute(f"DESCRIBE exact.{table}").fetchall()
    words = [f"{name}::VARCHAR AS {name}" for name, kind, *_ in kinds if kind.startswith("ENUM")]
    replaced = f" REPLACE ({', '.join(words)})" if words else ""
    return f"*{replaced} FROM exact.{table} WHERE {kept(table)}"


def kept(table: str) -> str:
    """Which rows of a table a protected release may hold, as a condition."""
    if table in OPEN:
        return "TRUE"
    if table == "files":  # the number of rows of a file about persons would tell how many they are
        return f"data_set = 'published' OR table_name IN {OPEN}"
    return "data_set = 'published'" if table in PERSONAL else "FALSE"


def withheld_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of an exact release that no protected one holds as they are; one that nobody has named is among them."""
    found = connection.execute("SELECT DISTINCT table_name FROM contracts ORDER BY ALL").fetchall()
    return sorted({*PERSONAL, *(str(row[0]) for row in found)} - {*OPEN})


def as_released(figures: pd.DataFrame, release: str, order: Sequence[str]) -> pd.DataFrame:
    """The figures as one release shows them: what it hides has no number, and nothing that depends on one.

    `order` names the releases, the least protected first; `hidden` becomes true or false.
    """
    shown = figures.copy()
    shown["hidden"] = shown["hidden"].isin(order[: order.index(release) + 1])
    # A rate without a value must not show one of its two counts either.
    shown.loc[shown["hidden"] | shown["missing"].notna(), list(NUMBERS)] = float("nan")
    return shown


def _insert(
    connection: duckdb.DuckDBPyConnection, shown: pd.DataFrame, closed: Sequence[tuple[str, str]]
) -> None:
    columns = ", ".join(f"{name} {_TYPES.get(name, 'VARCHAR')}" for name in COLUMNS)
    connection.execute(f"CREATE TABLE protected ({columns})")
    connection.execute("CREATE TABLE closed (table_name VARCHAR, data_set VARCHAR)")
    if closed:
        connection.executemany("INSERT INTO closed VALUES ($1, $2)", [list(each) for each in closed])
    if len(shown):
        ordered = shown.reindex(columns=list(COLUMNS)).sort_values(list(KEY), na_position="first")
        connection.register("shown", ordered)
        picked = ", ".join(f"{name}::{_TYPES.get(name, 'VARCHAR')} AS {name}" for name in COLUMNS)
        connection.execute(f"INSERT INTO protected SELECT {picked} FROM shown")
        connection.unregister("shown")


def numbers(release: Snapshot, unit: str) -> Iterator[tuple[str, str, str, float]]:
    """Every number that a release shows about a unit: table, row, which count, the number."""
    data_set, table, city = unit.split("/")
    sql = """
        SELECT *
        FROM protected
        WHERE table_name = $table AND city_id = $city AND data_set = $set
            AND NOT hidden AND missing IS NULL
    """
    found = release.query(sql, {"table": table, "city": city, "set": data_set}).astype(object)
    yield from shown_numbers(found)


def shown_numbers(figures: pd.DataFrame) -> Iterator[tuple[str, str, str, float]]:
    """The same of rows that are shown: of a weighted figure it is the number of respondents."""
    for row in figures.to_dict("records"):
        columns = str(row["combination"]).split(" x ")
        key = row_key(tuple(row[column] for column in columns))
        name = f"{row['kpi_id']}/{row['formula_id']}"
        if row["table_name"] in WEIGHTED:  # what was judged are the respondents
            yield str(row["combination"]), key, f"all {name}", row["sample_size"]
            continue
        yield str(row["combination"]), key, f"of {name}", row["numerator"]
        if row["denominator"] == row["denominator"]:
            yield str(row["combination"]), key, f"all {name}", row["denominator"]
