"""What was restated: each value that came again with another number, old and new, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from etl.corrections import Fate
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

# Why a value was restated, in the words of the strongest reason known.
REVISED = Text("기관이 정정한 값", "Revised by the provider")
LATER_FILE = Text("나중에 적재한 파일의 값", "From a file loaded later")

_WHY_SQL = """
    UPDATE restated
    SET
        why_ko = CASE
            WHEN files.why <> '' THEN files.why
            WHEN restated.new_value = 'revised' OR EXISTS (
                FROM restated AS beside
                WHERE beside.new_file_id = restated.new_file_id
                    AND beside.new_line = restated.new_line
                    AND beside.new_value = 'revised'
            ) THEN $revised_ko
            ELSE $later_ko
        END
    FROM files
    WHERE files.file_id = restated.new_file_id AND restated.kind = 'later_file'
"""
_WHY_ENGLISH_SQL = """
    UPDATE restated
    SET why_en = CASE why_ko WHEN $revised_ko THEN $revised_en WHEN $later_ko THEN $later_en ELSE why_ko END
    WHERE kind = 'later_file'
"""
_CORRECTIONS_SQL = """
    CREATE TABLE corrections (
        id VARCHAR, table_name VARCHAR, file_id INTEGER, status VARCHAR, rows BIGINT, reason_ko VARCHAR, reason_en VARCHAR
    )
"""
RESTATED_SQL = """
    SELECT
        restated.table_name,
        item,
        column_name,
        old_value,
        new_value,
        old.file AS old_file,
        new.file AS new_file,
        why_ko,
        why_en,
        new.load,
        new.loaded_at
    FROM restated
    LEFT JOIN files AS old ON old.file_id = restated.old_file_id
    LEFT JOIN files AS new ON new.file_id = restated.new_file_id
    ORDER BY new.load DESC, table_name, new_file_id, new_line, column_name
"""


@dataclass(frozen=True)
class Restated:
    """One value that a later file gave differently."""

    table: str
    item: str
    column: str
    old: str
    new: str
    old_file: str
    new_file: str
    why: Text
    load: int
    at: str


def listed(connection: duckdb.DuckDBPyConnection) -> list[Restated]:
    """Every restated value, the latest load first."""
    return [_restated(*row) for row in connection.execute(RESTATED_SQL).fetchall()]


def _restated(*row: Any) -> Restated:
    told = ["" if word is None else str(word) for word in row[:7]]
    table, item, column, old, new, old_file, new_file = told
    why_ko, why_en, load, at = row[7:]
    return Restated(
        table, item, column, old, new, old_file, new_file, Text(why_ko, why_en), int(load or 0), at or ""
    )


def store(connection: duckdb.DuckDBPyConnection, fates: Sequence[tuple[int, Fate]]) -> None:
    """Store each restated value with its reason, and the fate of each declared fix."""
    words = {
        "revised_ko": REVISED.ko,
        "revised_en": REVISED.en,
        "later_ko": LATER_FILE.ko,
        "later_en": LATER_FILE.en,
    }
    connection.execute(_WHY_SQL, {name: words[name] for name in ("revised_ko", "later_ko")})
    connection.execute(_WHY_ENGLISH_SQL, words)
    connection.execute(_CORRECTIONS_SQL)
    for file_id, fate in fates:
        fix = fate.correction
        reason = [fix.reason.ko, fix.reason.en]
        connection.execute(
            "INSERT INTO corrections VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [fix.id, fix.table, file_id, fate.status, len(fate.lines), *reason],
        )
        for line in fate.lines:
            connection.execute(
                """
                INSERT INTO restated
                VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $6, $7, 'correction', $8, $9)
                """,
                [fix.table, fix.id, fix.column, fix.wrong, fix.right, file_id, line, *reason],
            )


def restated(snapshot: Snapshot, tables: Sequence[str] = ()) -> list[Restated]:
    """The restated values of a snapshot, for some tables or all of them."""
    found = snapshot.query(RESTATED_SQL).astype(object)
    whole = found.where(found.notna(), None)
    every = [_restated(*row) for row in whole.itertuples(index=False, name=None)]
    return [each for each in every if not tables or each.table in tables]
