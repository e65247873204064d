"""The words of one column of a large file: each is cleaned once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from etl.cell_faults import fault_sql
from etl.cleaning_sql import TYPES, cleaning_sql
from etl.contract import MISSING_MARKS, Column, Source
from etl.large_text import NotPlain, plain_text
from etl.sheet_reader import TOTAL_WORDS, spelling

MOST_WORDS = 1_000_000  # in one column; with more of them cleaning each once is no gain
MARKS = sorted(set(MISSING_MARKS.values()))


def enum_of(words: Iterable[str]) -> str:
    """A type that holds these words only, in their order as text."""
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(set(words)))
    return f"ENUM ({listed})" if listed else "VARCHAR"


def values_of(connection: duckdb.DuckDBPyConnection, column: Column) -> list[str]:
    """Every value that a coded column can hold; empty if it takes any text."""
    if column.codes:
        return sorted(column.codes)
    return identities(connection, column.reference) if column.reference else []


def identities(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Every code that a reference table gives, in order."""
    found = connection.execute("SELECT DISTINCT id FROM names WHERE reference = $1", [table]).fetchall()
    return sorted(str(value) for (value,) in found)


class Coded:
    """What words mean, as positions in a list of values that is either known or grows with the words."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._grows = not known
        self._places = {value: at for at, value in enumerate(known)}
        self.values: Any = pd.Categorical([], list(known))

    def add(self, values: Sequence[str | None]) -> None:
        """The meaning of further words."""
        if self._grows:
            for value in values:
                if value is not None:
                    self._places.setdefault(value, len(self._places))
        codes = [-1 if value is None else self._places[value] for value in values]
        every = np.append(self.values.codes, codes).astype(np.int32)
        self.values = pd.Categorical.from_codes(every, dtype=pd.CategoricalDtype(list(self._places)))


class Counted:
    """What words mean, as whole numbers."""

    def __init__(self) -> None:
        self.values: Any = pd.array([], "Int64")

    def add(self, values: Sequence[int | None]) -> None:
        """The meaning of further words."""
        self.values = pd.array([*self.values, *values], "Int64")


class Lexicon:
    """Every word found in one column of a file, in order of appearance; `column` is None if no table takes it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Source, column: Column | None) -> None:
        self.connection, self.source, self.column = connection, source, column
        self.texts: list[str] = []
        self.sound = np.empty(0, np.bool_)
        self.meanings = {} if column is None else _meanings(connection, column)
        self._places: dict[bytes, int] = {}

    def read(self, column: pa.ChunkedArray[Any]) -> np.ndarray[Any, Any]:
        """The positions of a column's words among all words found so far."""
        chunks: list[Any] = column.chunks
        places = [
            np.array([self._place(word) for word in chunk.dictionary.to_pylist()], np.int32)[chunk.indices]
            for chunk in chunks
        ]
        self._learn(self.texts[len(self.sound) :])
        return np.concatenate(places) if places else np.empty(0, np.int32)

    def _place(self, word: bytes) -> int:
        place = self._places.setdefault(word, len(self._places))
        if place == len(self.texts):
            self.texts.append(plain_text(word))
        return place

    def _learn(self, words: list[str]) -> None:
        if not words:
            return
        if len(self.texts) > MOST_WORDS:
            raise NotPlain
        no_total = [spelling(word) not in TOTAL_WORDS for word in words]
        sound, values = self._cleaned(words, self.column) if self.column else ([True] * len(words), [])
        self.sound = np.append(self.sound, np.logical_and(no_total, sound))
        for meaning, found in zip(self.meanings.values(), values, strict=True):
            meaning.add(found)

    def _cleaned(self, words: list[str], column: Column) -> tuple[list[bool], list[Any]]:
        """Whether each word is without fault, and for each stored column what the words mean there."""
        rows = pa.table({"line": pa.array(range(len(words)), pa.int64()), "c0": pa.array(words, pa.string())})
        self.connection.register("sheet_rows", rows)
        alone = replace(self.source, columns=(column,), rules=())
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE cleaned AS {cleaning_sql(alone, {column.name: 0})}"
        )
        self.connection.unregister("sheet_rows")
        found = self.connection.execute(
            f"""
            SELECT fault IS NULL, {", ".join(self.meanings)}
            FROM cleaned
            JOIN ({fault_sql(column)}) AS faults USING (line)
            ORDER BY line
            """
        ).fetchall()
        sound, *values = zip(*found, strict=True)
        return list(sound), values


def _meanings(connection: duckdb.DuckDBPyConnection, column: Column) -> dict[str, Coded | Counted]:
    mine = Counted() if column.kind in TYPES else Coded(values_of(connection, column))
    return {column.name: mine, **({f"{column.name}_missing": Coded(MARKS)} if column.measure else {})}
