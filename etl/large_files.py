"""Large plain files: their words are cleaned once each, their rows are never looked at one by one.

Every word of a column is cleaned by the very SQL that cleans small files; a row is then the
places of its words. A row stands when all its words are without fault and no rule speaks
against it; any other line is set aside and read with care. Both ways give the same rows, the
same problems and the same account.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from etl.cleaning_sql import TYPES
from etl.column_words import Lexicon
from etl.contract import Source
from etl.grids import Row
from etl.large_text import NotPlain, pieces, plain_text, with_care
from etl.sheet_reader import Plain, Sheet
from etl.table_recognition import places
from etl.typed_rows import stored_columns

MOST_IN_DOUBT = 200_000  # lines; with more of them the file is not plain
PLACES = ("region_id", "city_id", "institution_id")


def takes(source: Source, sheet: Sheet) -> bool:
    """Whether rows of a contract can be loaded in bulk."""
    positions = places(sheet.header, source)
    present = [column for column in source.columns if positions[column.name] is not None]
    lacking = [column for column in source.columns if positions[column.name] is None and not column.blank]
    return (
        source.kind == "facts"
        and not lacking
        and all(column.kind not in ("decimal", "date") for column in present)
    )


class Bulk:
    """One large file that is loaded into a table part by part."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        sheet: Sheet,
        plain: Plain,
        source: Source,
        data_set: str,
        file_id: int,
    ) -> None:
        self.connection, self.plain, self.source, self.file_id = connection, plain, source, file_id
        columns = {
            at: source.column(name) for name, at in places(sheet.header, source).items() if at is not None
        }
        self.lexicons = [Lexicon(connection, source, columns.get(at)) for at in range(len(sheet.header))]
        present = {name for lexicon in self.lexicons for name in lexicon.meanings}
        stored = [name if name in present else _nothing(source, name) for name in stored_columns(source)]
        self.rows_sql = f"""
            SELECT '{data_set}' AS data_set, {file_id}::INTEGER AS file_id, line, {", ".join(stored)}
            FROM arriving
            WHERE stands
        """
        self.sheet = sheet
        self._place = next(
            (at for name in PLACES for at, column in columns.items() if column.name == name), None
        )
        self._begin()

    def _begin(self) -> None:
        self.rows_read, self.moves = 1, 0
        self.doubtful: list[Row] = []

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield the file part by part for `asked`; doubtful lines are kept aside."""
        self._begin()
        for table, torn in pieces(self.plain, len(self.lexicons)):
            words = [lexicon.read(table.column(at)) for at, lexicon in enumerate(self.lexicons)]
            lines = np.arange(table.num_rows + len(torn)) + self.rows_read + 1
            self.doubtful += [(self.rows_read + number, plain_text(text).split(",")) for number, text in torn]
            self.rows_read += len(lines)
            lines = np.delete(lines, [number - 1 for number, _ in torn])
            stands = np.logical_and.reduce(
                [lexicon.sound[each] for lexicon, each in zip(self.lexicons, words, strict=True)]
            )
            frame = self._frame(lines, stands, words)
            self._set_aside(frame, words)
            self.moves += 0 if self._place is None else int(np.count_nonzero(np.diff(words[self._place])))
            yield frame

    def judge(self) -> None:
        """Read the doubtful lines carefully; raises NotPlain if one of them affects the others."""
        rows = sorted(self.doubtful)
        self.sheet = with_care(self.plain, self.sheet, rows, self.rows_read)
        self.doubtful = []

    def _frame(self, lines: Any, stands: Any, words: list[Any]) -> pd.DataFrame:
        values = {
            name: meaning.values[each]
            for lexicon, each in zip(self.lexicons, words, strict=True)
            for name, meaning in lexicon.meanings.items()
        }
        return pd.DataFrame({"line": lines, "stands": stands, **values}, copy=False)

    def _set_aside(self, frame: pd.DataFrame, words: list[Any]) -> None:
        """Lines with a fault, or against a rule, stand no longer."""
        against = " OR ".join(f"({rule.predicate}) IS FALSE" for rule in self.source.rules) or "FALSE"
        found = asked(self.connection, f"SELECT line FROM ({self.rows_sql}) WHERE {against}", frame)
        lines = frame["line"].to_numpy()
        frame.loc[np.searchsorted(lines, found.fetchnumpy()["line"]), "stands"] = False
        for at in np.flatnonzero(~frame["stands"].to_numpy()):
            cells = [lexicon.texts[each[at]] for lexicon, each in zip(self.lexicons, words, strict=True)]
            self.doubtful.append((int(lines[at]), cells))
        if len(self.doubtful) > MOST_IN_DOUBT:
            raise NotPlain


def asked(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    arriving: pd.DataFrame,  # noqa: ARG001  # the statement names it: it is gone with the answer, unlike a view
) -> duckdb.DuckDBPyConnection:
    """Ask of the rows at hand, which the statement calls `arriving`."""
    return connection.execute(sql)


def _nothing(source: Source, name: str) -> str:
    """What stands in a column that the file has not."""
    if name.endswith("_missing"):
        return f"'missing' AS {name}"
    return f"NULL::{TYPES.get(source.column(name).kind, 'VARCHAR')} AS {name}"
