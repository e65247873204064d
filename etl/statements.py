"""What one provider says at once, and what becomes of a statement when its provider or another speaks of the same again.

A statement is a school in a year, say: a contract names its columns. In real rows

- a later load of its provider that comes instead takes its place: a row that does not come
  again is left out, whatever its key;
- where a dispute is settled, the statements of the other providers make way;
- a row that another provider, who speaks of the same, does not have is disputed.

Rows of one key are the matter of `duplicate_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from etl.contract import Source
from etl.typed_rows import stored_columns
from meomureum.texts import Text, plain

TABLES_SQL = (
    "CREATE TEMP TABLE origins (file_id INTEGER, load INTEGER, provider VARCHAR, whole BOOLEAN, asks BOOLEAN)",
    "CREATE TEMP TABLE settled (table_name VARCHAR, statement VARCHAR, provider VARCHAR)",
    "CREATE TABLE spoken (file_id INTEGER, table_name VARCHAR, statement VARCHAR, rows BIGINT, people BIGINT)",
    "CREATE TABLE disputes (table_name VARCHAR, statement VARCHAR, provider VARCHAR, rows BIGINT, people BIGINT)",
)
_SAID_SQL = """
    CREATE OR REPLACE TEMP VIEW said AS
    SELECT
        data_set, {key}, {table}_staged.rowid AS row_id, file_id, line, {content} AS content, {people} AS people,
        load, provider, whole AND data_set = 'real' AS whole, asks, {statement} AS statement
    FROM {table}_staged
    JOIN origins USING (file_id)
"""
_ASIDE_SQL = (
    "CREATE OR REPLACE TEMP TABLE left_out (row_id BIGINT, by_load INTEGER)",
    "CREATE OR REPLACE TEMP TABLE overruled (row_id BIGINT)",
    "CREATE OR REPLACE TEMP TABLE alone (row_id BIGINT, statement VARCHAR)",
)
_LEFT_OUT_SQL = """
    INSERT INTO left_out
    SELECT old.row_id, MIN(later.load)
    FROM said AS old
    JOIN (SELECT DISTINCT provider, statement, load FROM said WHERE whole) AS later
        ON later.provider = old.provider AND later.statement = old.statement AND later.load > old.load
    LEFT JOIN (SELECT DISTINCT provider, load, {key} FROM said) AS again
        ON again.provider = old.provider AND again.load = later.load AND {again}
    WHERE old.data_set = 'real' AND again.provider IS NULL
    GROUP BY old.row_id
"""
# What is left of each provider; a row that it said as part of a whole stays part of it when it comes again.
_STANDING_SQL = """
    CREATE OR REPLACE TEMP VIEW standing AS
    SELECT * REPLACE (BOOL_OR(whole) OVER (PARTITION BY data_set, {key}, provider) AS whole)
    FROM said
    ANTI JOIN left_out USING (row_id)
    WHERE data_set = 'real'
"""
_OVERRULED_SQL = """
    INSERT INTO overruled
    SELECT DISTINCT old.row_id
    FROM standing AS old
    JOIN settled ON settled.table_name = '{table}' AND settled.statement = old.statement
    JOIN standing AS winner ON winner.statement = old.statement AND winner.provider = settled.provider
    WHERE settled.provider <> old.provider AND (old.whole OR ({winner}))
"""
_ALONE_SQL = """
    INSERT INTO alone
    WITH sides AS (FROM standing ANTI JOIN overruled USING (row_id))
    SELECT DISTINCT mine.row_id, mine.statement
    FROM sides AS mine
    JOIN (SELECT DISTINCT provider, statement FROM sides WHERE whole) AS other
        ON other.statement = mine.statement AND other.provider <> mine.provider
    LEFT JOIN (SELECT DISTINCT provider, {key} FROM sides) AS theirs
        ON theirs.provider = other.provider AND {theirs}
    WHERE mine.whole AND theirs.provider IS NULL
"""
_OWN_QUESTIONS_SQL = """
    WITH asked AS (
        SELECT statement, provider, load, MIN(file_id) AS file_id FROM said WHERE asks AND whole GROUP BY ALL
    ),
    missing AS (
        SELECT asked.*, COUNT(*) AS rows
        FROM left_out
        JOIN said AS old USING (row_id)
        JOIN asked ON asked.statement = old.statement AND asked.provider = old.provider AND asked.load = by_load
        GROUP BY ALL
    ),
    latest AS (
        SELECT missing.statement, said.load = missing.load AS fresh, row_id IN (SELECT row_id FROM left_out) AS misses, people
        FROM said
        JOIN missing ON missing.statement = said.statement AND missing.provider = said.provider
        LEFT JOIN left_out USING (row_id)
        WHERE data_set = 'real' AND said.load <= missing.load AND COALESCE(by_load = missing.load, TRUE)
        QUALIFY ROW_NUMBER() OVER (PARTITION BY {key}, fresh ORDER BY said.load DESC, said.file_id, line) = 1
    )
    SELECT
        file_id, statement, provider, rows,
        COALESCE(SUM(people) FILTER (NOT fresh), 0) AS before,
        COALESCE(SUM(people) FILTER (misses), 0) AS misses,
        COALESCE(SUM(people) FILTER (fresh), 0) AS instead
    FROM missing
    JOIN latest USING (statement)
    GROUP BY ALL
    ORDER BY file_id, statement
"""
_OTHERS_QUESTIONS_SQL = """
    WITH asked AS (
        SELECT statement, provider AS asker, MIN(file_id) AS file_id FROM said WHERE asks AND whole GROUP BY ALL
    ),
    latest AS (
        FROM standing
        ANTI JOIN overruled USING (row_id)
        WHERE whole AND statement IN (SELECT statement FROM alone)
        QUALIFY ROW_NUMBER() OVER (PARTITION BY {key}, provider ORDER BY load DESC, file_id, line) = 1
    )
    SELECT
        asked.file_id,
        statement,
        STRING_AGG(DISTINCT provider, ', ' ORDER BY provider) FILTER (provider <> asker) AS others,
        COALESCE(SUM(people) FILTER (provider <> asker), 0) AS theirs,
        COALESCE(SUM(people) FILTER (provider = asker), 0) AS ours
    FROM asked
    JOIN latest USING (statement)
    GROUP BY asked.file_id, statement
    ORDER BY ALL
"""
_DISPUTES_SQL = """
    INSERT INTO disputes
    WITH judged AS (
        SELECT said.*, COALESCE(roles.role, 'stands') AS role
        FROM said
        LEFT JOIN roles USING (row_id)
        WHERE data_set = 'real'
    ),
    latest AS (
        FROM judged
        WHERE role <> 'superseded' AND statement IN (SELECT statement FROM judged WHERE role = 'disputed')
        QUALIFY ROW_NUMBER() OVER (PARTITION BY {key}, provider ORDER BY load DESC, file_id, line) = 1
    )
    SELECT '{table}', statement, provider, COUNT(*) FILTER (role = 'disputed'), SUM(people)
    FROM latest
    GROUP BY ALL
"""
INSTEAD_OR_ADDED = Text(
    "{statement}: {provider:이/가} 앞서 낸 {before} 가운데 {rows}행({misses})이 이 파일에 없습니다. "
    "바꾸면 {instead}, 더하면 {added}이 됩니다.",
    "{statement}: of the {before} that {provider} gave before, {rows} rows ({misses}) are not in this file. "
    "Instead there will be {instead}, in addition {added}.",
)
SAY_WHICH = Text(
    "바로잡은 파일이면 바꾸기(--replaces), 다른 사람을 더하는 파일이면 더하기(--adds)를 고르세요.",
    "Say whether it comes instead (--replaces) or brings others in addition (--adds).",
)
OTHERS_TOO = Text(
    "{statement}: {others:이/가} 앞서 낸 {theirs}과 이 파일의 {ours}이 서로 다르게 나뉘어 있습니다.",
    "{statement}: the {theirs} that {others} gave before and the {ours} of this file are divided otherwise.",
)
SAME_OR_OTHERS = Text(
    "다른 사람들이면 더하기(--adds), 같은 사람들이면 바꾸기(--replaces)를 고르세요. 같은 사람들이면 서로 다른 행은 "
    "맞는 기관을 정할 때까지 격리합니다.",
    "Say whether these are other people (--adds) or the same ones (--replaces); of the same ones, rows that differ are "
    "held until it is settled who is right.",
)
NOBODY = Text("이름 없는 제공 기관", "a provider without a name")
PEOPLE, ROWS = Text("{count}명", "{count} people"), Text("{count}행", "{count} rows")


@dataclass(frozen=True)
class Question:
    """What a load must be told before it can be published: of which file, and in which words."""

    file_id: int
    words: Text
    answers: Text


def speak_of(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Let `said` be the rows of `<table>_staged` with who said them, and set aside those that their statement takes away.

    Leaves the tables `left_out` (with the load that did it), `overruled` and `alone`.
    """
    key = ", ".join(source.key)
    values = [name for name in stored_columns(source) if name not in source.key]
    connection.execute(
        _SAID_SQL.format(
            table=source.table,
            key=key,
            content=f"HASH(ROW({', '.join(values)}))" if values else "0",
            people=source.people,
            statement=source.statement_sql if source.statement else "NULL::VARCHAR",
        )
    )
    for statement in _ASIDE_SQL:
        connection.execute(statement)
    if source.statement and _several(connection):
        again, winner, theirs = (_same_key(source, one) for one in ("again", "winner", "theirs"))
        connection.execute(_LEFT_OUT_SQL.format(key=key, again=again))
        connection.execute(_STANDING_SQL.format(key=key))
        connection.execute(_OVERRULED_SQL.format(table=source.table, winner=winner))
        connection.execute(_ALONE_SQL.format(key=key, theirs=theirs))


def _several(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether real rows came in more than one load."""
    found = connection.execute("SELECT COUNT(DISTINCT load) FROM said WHERE data_set = 'real'").fetchone()
    return bool(found and found[0] > 1)


def _same_key(source: Source, one: str) -> str:
    mine = "mine" if one == "theirs" else "old"
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {mine}.{name}" for name in source.key)


def questions(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Question]:
    """What must be asked about the files handed in: where coming in addition and coming instead are not the same."""
    if not connection.execute(
        "SELECT row_id FROM left_out UNION ALL SELECT row_id FROM alone LIMIT 1"
    ).fetchone():
        return []
    names = named(connection, source)
    found = []
    key = ", ".join(source.key)
    for file_id, statement, provider, rows, *counts in connection.execute(
        _OWN_QUESTIONS_SQL.format(key=key)
    ).fetchall():
        before, misses, instead = counts
        words = INSTEAD_OR_ADDED.fill(
            statement=in_words(statement, names),
            provider=provider or NOBODY,
            rows=rows,
            before=counted(source, before),
            misses=counted(source, misses),
            instead=counted(source, instead),
            added=counted(source, instead + misses),
        )
        found.append(Question(int(file_id), words, SAY_WHICH))
    for file_id, statement, others, theirs, ours in connection.execute(
        _OTHERS_QUESTIONS_SQL.format(key=key)
    ).fetchall():
        words = OTHERS_TOO.fill(
            statement=in_words(statement, names),
            others=others or NOBODY,
            theirs=counted(source, theirs),
            ours=counted(source, ours),
        )
        found.append(Question(int(file_id), words, SAME_OR_OTHERS))
    return found


def counted(source: Source, count: int) -> Text:
    """A count of people, or of rows where these count themselves."""
    return (ROWS if source.people == "1" else PEOPLE).fill(count=f"{count:,}")


def named(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Text]:
    """What the parts of a statement are called: places, institutions, programmes, codes."""
    found = {
        code: Text(spoken[0], spoken[-1])
        for column in source.columns
        for code, spoken in column.codes.items()
        if spoken
    }
    for table, identity in (
        ("regions", "region_id"),
        ("institutions", "institution_id"),
        ("programmes", "programme_id"),
    ):
        rows = connection.execute(
            f"SELECT {identity}, name_ko, COALESCE(name_en, name_ko) FROM {table}"
        ).fetchall()
        found |= {str(code): Text(str(ko), str(en)) for code, ko, en in rows}
    return found


def in_words(statement: str, names: Mapping[str, Text]) -> Text:
    """A statement as a reader calls it: 2024 진영제일고등학교 행정자료연계."""
    parts = [names.get(part, plain(part)) for part in statement.split("/") if part != "-"]
    return Text(" ".join(part.ko for part in parts), " ".join(part.en for part in parts))


def keep_disputes(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Keep what each side of a dispute says: the rows that `roles` call disputed, and all its people."""
    if source.statement:
        connection.execute(_DISPUTES_SQL.format(table=source.table, key=", ".join(source.key)))


def keep_spoken(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Keep what stands of each file about each statement of a finished table."""
    if source.statement:
        connection.execute(
            f"""
            INSERT INTO spoken
            SELECT file_id, '{source.table}', {source.statement_sql} AS statement, COUNT(*), SUM({source.people})
            FROM {source.table}
            WHERE data_set = 'real'
            GROUP BY ALL
            """
        )
