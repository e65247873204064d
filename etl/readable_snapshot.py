"""What makes a snapshot readable for other tools: comments on tables and columns, a view an indicator and one of all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

import duckdb

from etl.contract import Source
from etl.table_comments import column_comment, table_comment
from meomureum.measures.indicators import KPIS
from meomureum.measures.views import COLUMNS, LONG, View, views
from meomureum.texts import Text


def describe(connection: duckdb.DuckDBPyConnection, sources: tuple[Source, ...]) -> None:
    """Add the comments and the views to a finished database."""
    tables: dict[str, list[str]] = {}
    found = connection.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")
    for table, column in found.fetchall():
        tables.setdefault(str(table), []).append(str(column))
    made = views(KPIS, tables)
    statements = [*_comments(tables, sources), *(part for view in made for part in _view(view))]
    connection.execute(
        ";\n".join(("BEGIN", *statements, "COMMIT"))
    )  # one commit, for each waits for the disk


@cache
def identity() -> str:
    """A digest of the views, which follow the catalogue of indicators and not the code of this package."""
    tables = {formula.table: ("institution_id",) for kpi in KPIS for formula in (*kpi.formulas, *kpi.outer)}
    told = repr([(view.name, view.sql, view.about) for view in views(KPIS, tables)])
    return hashlib.sha256(told.encode()).hexdigest()


def _comments(tables: dict[str, list[str]], sources: tuple[Source, ...]) -> Iterator[str]:
    for table, columns in tables.items():
        yield from _comment(f"TABLE {table}", table_comment(sources, table))
        for column in columns:
            yield from _comment(f'COLUMN {table}."{column}"', column_comment(sources, table, column))


def _view(view: View) -> Iterator[str]:
    yield f"CREATE VIEW {view.name} AS {view.sql}"
    yield from _comment(f"VIEW {view.name}", view.about)
    for name, about in COLUMNS.items() if view.name == LONG else ():  # alike in all of them
        yield from _comment(f"COLUMN {view.name}.{name}", about)


def _comment(on: str, words: Text | None) -> Iterable[str]:
    if words is None:
        return ()
    told = words.ko if words.ko == words.en else f"{words.ko} / {words.en}"
    return (f"COMMENT ON {on} IS '{told.replace(chr(39), 2 * chr(39))}'",)
