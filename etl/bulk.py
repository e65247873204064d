"""Large plain files: read, cleaned and checked by DuckDB in one pass, without a row in Python.

Every word of a coded column is cleaned once, by the very SQL that cleans small files, and
looked up for each row. A row stands when all its words are known, its numbers are plain and
no rule speaks against it; any other line is set aside and read with care. Both ways give
the same rows, the same problems and the same account.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.cleaning import TYPES, cleaning_sql
from etl.contract import MISSING_MARKS, Column, Source
from etl.faults import fault_sql
from etl.plain import NotPlain, as_utf_8, in_doubt
from etl.reading import TOTAL_WORDS, Plain, Sheet, spelling
from etl.staging import positions_of, stored_columns

MOST_IN_DOUBT = 200_000  # lines; with more of them the file is not plain
_OFFERED_SQL = {
    "regions": "SELECT UNNEST([region_id, name_ko, name_en] || COALESCE(STRING_SPLIT(aliases, ';'), [])) FROM regions",
    "institutions": """
        SELECT UNNEST([institution_id, name_ko, name_en, neis_code] || COALESCE(STRING_SPLIT(aliases, ';'), []))
        FROM institutions
    """,
}
_READ_SQL = """
    read_csv(
        {file}, header = false, skip = {skip}, delim = ',', quote = '', escape = '', auto_detect = false,
        null_padding = true, strict_mode = false, nullstr = '\x1f', columns = {{{columns}}}
    )
"""


@dataclass(frozen=True)
class Bulk:
    """The rows of one large file: a table with `aside` for those that do not stand there."""

    table: str
    data_set: str
    file_id: int
    types: dict[str, str]


@dataclass(frozen=True)
class Glossary:
    """The words that one column of a file may hold, and what each of them means.

    `meanings` are SQL lists in the order of the words, by stored column; `types` says what
    they are lists of.
    """

    column: Column
    at: int
    words: tuple[str, ...]
    meanings: dict[str, str]
    types: dict[str, str]

    def looked_up(self) -> str:
        """The place of a row's word among these, from 1; NULL where it is none of them."""
        return f"ENUM_CODE(TRY_CAST(c{self.at} AS {enum_of(self.words)}))::INTEGER + 1 AS w{self.at}"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def enum_of(words: Iterable[str]) -> str:
    """A type that holds these words only, in their order as text."""
    listed = ", ".join(map(_quoted, sorted(set(words))))
    return f"ENUM ({listed})" if listed else "VARCHAR"


_MARK = enum_of(MISSING_MARKS.values())


def takes(source: Source, sheet: Sheet) -> bool:
    """Whether a contract is one for which rows can be taken in bulk."""
    positions = positions_of(sheet, source)
    present = [column for column in source.columns if positions[column.name] is not None]
    lacking = [column for column in source.columns if positions[column.name] is None and not column.blank]
    return not lacking and all(column.kind not in ("decimal", "date") for column in present)


def taken(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    plain: Plain,
    source: Source,
    data_set: str,
    file_id: int,
) -> tuple[Bulk, Sheet]:
    """The rows of a plain file, and a sheet of the lines in doubt; NotPlain when it needs care after all."""
    positions = positions_of(sheet, source)
    glossaries = [
        _glossary(connection, source, column, at, plain.words[at])
        for column in source.columns
        if (at := positions[column.name]) is not None
    ]
    types = {name: kind for glossary in glossaries for name, kind in glossary.types.items()}
    bulk = Bulk(f"bulk_{file_id}", data_set, file_id, types)
    with tempfile.TemporaryDirectory() as folder:
        _read(connection, bulk, source, glossaries, len(sheet.header), as_utf_8(plain, Path(folder)))
    rows = _number(connection, f"SELECT COUNT(*) FROM {bulk.table}")
    doubtful = _number(connection, f"SELECT COUNT(*) FROM {bulk.table} WHERE aside")
    if rows != plain.lines - 1 or doubtful > MOST_IN_DOUBT:
        connection.execute(f"DROP TABLE {bulk.table}")
        raise NotPlain
    lines = connection.execute(f"SELECT rowid + 2 FROM {bulk.table} WHERE aside").fetchall()
    return bulk, in_doubt(plain, sheet, [int(line) for (line,) in lines])


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0


def _glossary(
    connection: duckdb.DuckDBPyConnection, source: Source, column: Column, at: int, sampled: Iterable[str]
) -> Glossary:
    """Every word that a column is likely to hold, cleaned; those with a fault are left out."""
    words = [
        word
        for word in sorted({*sampled, *MISSING_MARKS, *_offered(connection, column)})
        if unicodedata.normalize("NFC", word) == word
        and spelling(word) not in TOTAL_WORDS
        and '"' not in word
    ]
    rows = pa.table({"line": pa.array(range(len(words)), pa.int64()), "c0": pa.array(words, pa.string())})
    connection.register("sheet_rows", rows)
    alone = replace(source, columns=(column,), rules=())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cleaned AS {cleaning_sql(alone, {column.name: 0})}")
    connection.unregister("sheet_rows")
    names = _stored(column)
    found = connection.execute(
        f"""
        SELECT raw_{column.name}, {", ".join(f"CAST({name} AS VARCHAR)" for name in names)}
        FROM cleaned
        WHERE line NOT IN (SELECT line FROM ({fault_sql(column)}) WHERE fault IS NOT NULL)
        ORDER BY line
        """
    ).fetchall()
    types = dict(
        zip(names, (TYPES.get(column.kind) or enum_of(_codes(connection, column)), _MARK), strict=False)
    )
    meanings = {
        name: _listed([row[place] for row in found], types[name]) for place, name in enumerate(names, 1)
    }
    return Glossary(column, at, tuple(str(row[0]) for row in found), meanings, types)


def _listed(values: Iterable[str | None], kind: str) -> str:
    listed = ", ".join("NULL" if value is None else _quoted(value) for value in values)
    return f"CAST([{listed}] AS {kind}[])"


def _offered(connection: duckdb.DuckDBPyConnection, column: Column) -> set[str]:
    """The words that reference data and contract know for a column."""
    spoken = {word for code, words in column.codes.items() for word in (code, *words)}
    if column.reference not in _OFFERED_SQL:
        return spoken
    found = connection.execute(_OFFERED_SQL[column.reference]).fetchall()
    return spoken | {str(word) for (word,) in found if word}


def _codes(connection: duckdb.DuckDBPyConnection, column: Column) -> set[str]:
    """Every value that a column may come to hold; of free text, the words found."""
    if column.codes:
        return set(column.codes)
    if column.reference:
        sql, values = "SELECT DISTINCT id FROM names WHERE reference = $1", [column.reference]
    else:
        sql, values = f"SELECT DISTINCT {column.name} FROM cleaned WHERE {column.name} IS NOT NULL", []
    return {str(word) for (word,) in connection.execute(sql, values).fetchall()}


def _read(
    connection: duckdb.DuckDBPyConnection,
    bulk: Bulk,
    source: Source,
    glossaries: Sequence[Glossary],
    width: int,
    files: Sequence[Path],
) -> None:
    """Fill the table, line after line: the row of number n stands on line n + 2.

    Words are looked up by their place in a list, for a join would not keep the order of lines.
    """
    known = [f"c{width - 1} IS NOT NULL AND beyond IS NULL", *map(_known, glossaries)]
    values = [_value(each, name) for each in glossaries for name in each.types]
    values += [_nothing(source, name) for name in stored_columns(source) if name not in bulk.types]
    rules = " ".join(f"OR ({rule.predicate}) IS FALSE" for rule in source.rules)
    cells = " UNION ALL ".join(f"FROM {_cells(each, at == 0, width)}" for at, each in enumerate(files))
    places = ", ".join(each.looked_up() for each in glossaries)
    try:
        connection.execute(
            f"""
            CREATE TEMP TABLE {bulk.table} AS
            SELECT * EXCLUDE (known), (NOT known {rules}) AS aside
            FROM (SELECT {", ".join(values)}, ({" AND ".join(known)}) AS known FROM (SELECT *, {places} FROM ({cells})))
            """
        )
    except duckdb.InvalidInputException as error:  # such as a byte that is not UTF-8
        raise NotPlain from error


def _cells(file: Path, first: bool, width: int) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in (*(f"c{at}" for at in range(width)), "beyond"))
    return _READ_SQL.format(file=_quoted(str(file)), skip=int(first), columns=columns)


def _stored(column: Column) -> tuple[str, ...]:
    return (column.name, f"{column.name}_missing") if column.measure else (column.name,)


def _value(glossary: Glossary, name: str) -> str:
    found = f"w{glossary.at}"
    meaning = f"{glossary.meanings[name]}[{found}]"
    if name.endswith("_missing") or glossary.column.kind not in TYPES:
        return f"{meaning} AS {name}"
    return f"IF({found} IS NULL, TRY_CAST(c{glossary.at} AS {glossary.types[name]}), {meaning}) AS {name}"


def _nothing(source: Source, name: str) -> str:
    """What stands in a column that the file has not."""
    if name.endswith("_missing"):
        return f"CAST('missing' AS {_MARK}) AS {name}"
    return f"NULL::{TYPES.get(source.column(name).kind, 'VARCHAR')} AS {name}"


def _known(glossary: Glossary) -> str:
    """Whether a cell is beyond doubt: a word looked up, or a number written as plainly as can be."""
    column, found = glossary.column, f"w{glossary.at} IS NOT NULL"
    if column.kind not in TYPES:
        return found
    number = f"TRY_CAST(c{glossary.at} AS {TYPES[column.kind]})"
    plain = [f"COALESCE(CAST({number} AS VARCHAR) = c{glossary.at}, FALSE)"]
    plain += [] if column.minimum is None else [f"{number} >= {column.minimum}"]
    plain += [] if column.maximum is None else [f"{number} <= {column.maximum}"]
    return f"IF({found}, TRUE, {' AND '.join(plain)})"
