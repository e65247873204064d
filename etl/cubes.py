"""Sums of large tables, worked out once at publication, from which pages are answered in milliseconds.

A cube keeps what a figure needs to come out the same: set, edition, source, the reason of
each missing count, and how many rows stand behind a sum. A table that is not large has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from etl import spark_cubes
from etl.contract import Source
from meomureum.store import environment

CUBED_FROM = 200_000  # rows; fewer are added up as quickly as a cube is read
LARGEST_SHARE = 0.1  # of the rows of its table: a cube that hardly adds up is not worth its place
ALWAYS = ("data_set", "edition", "source_id")
# From the finest to the coarsest; each is added up from the one before it.
CUBES: dict[str, dict[str, tuple[str, ...]]] = {
    "high_school_outcomes": {
        "group": (
            *("year", "city_id", "institution_id", "school_type", "track", "sex", "participant"),
            *("outcome", "destination_level", "method"),
        ),
        "school": (
            *("year", "city_id", "institution_id", "school_type", "outcome", "destination_level", "method"),
        ),
        "city": ("year", "city_id", "school_type", "outcome", "destination_level", "method"),
    },
    "university_outcomes": {
        "group": (
            *("year", "city_id", "institution_id", "field", "sex", "participant"),
            *("outcome", "workplace_level", "strategic"),
        ),
        "school": ("year", "city_id", "institution_id", "outcome", "workplace_level", "strategic"),
        "city": ("year", "city_id", "outcome", "workplace_level", "strategic"),
    },
}


def build(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Build the cubes `<table>_by_<name>` of every table that is large enough to need them.

    They are added up here, or by the Spark that the environment names: from the same statements, to the same cells.
    """
    make = spark_cubes.make if environment.spark_master() else _make
    for source in sources:
        rows = _rows(connection, source.table) if source.table in CUBES else 0
        if rows < max(CUBED_FROM, 1):
            continue
        asked = statements(source)
        make(connection, source.table, asked)
        for cube in [each for each in asked if _rows(connection, each) > rows * LARGEST_SHARE]:
            connection.execute(f"DROP TABLE {cube}")


def statements(source: Source) -> dict[str, str]:
    """What each cube of a table is, in the order in which they are added up: DuckDB's SQL by the cube's name."""
    measures = [column.name for column in source.columns if column.measure]
    sums = ", ".join(f"SUM({name})::BIGINT AS {name}" for name in measures)
    beneath, counted, found = source.table, "COUNT(*)", {}
    for name, dimensions in CUBES[source.table].items():
        cube = f"{source.table}_by_{name}"
        kept = ", ".join((*dimensions, *ALWAYS, *(f"{each}_missing" for each in measures)))
        found[cube] = f"""
            SELECT {kept}, {sums}, ({counted})::BIGINT AS rows_behind
            FROM {beneath}
            GROUP BY {kept}
        """
        beneath, counted = cube, "SUM(rows_behind)"
    return found


def _make(connection: duckdb.DuckDBPyConnection, _table: str, asked: Mapping[str, str]) -> None:
    for cube, select in asked.items():
        connection.execute(f"CREATE TABLE {cube} AS {select} ORDER BY city_id, year")


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0
