"""Declared fixes of values that a provider has got wrong, each with its reason and its end.

A fix names what it expects to find. When the provider has mended the value, or sends
another one still, the fix is not applied and every load says so until it is removed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

import duckdb

from etl.contract import Source
from meomureum.texts import Text

APPLIED = Text(
    "선언된 수정 {id:을/를} {rows}행에 적용했습니다: {reason}",
    "Declared fix {id} applied to {rows} rows: {reason}",
)
MENDED = Text(
    "선언된 수정 {id}: 기관이 값을 고쳤으므로 적용하지 않았습니다. etl/corrections.py에서 지우세요.",
    "Declared fix {id}: the provider has mended the value, so it was not applied. Remove it from etl/corrections.py.",
)
CHANGED = Text(
    "선언된 수정 {id}: 예상한 값 {wrong} 대신 {found:이/가} 있어 적용하지 않았습니다. 수정을 다시 살펴보세요.",
    "Declared fix {id}: found {found} where {wrong} was expected, so it was not applied. Look at it again.",
)
UNMATCHED = Text(
    "선언된 수정 {id}: 조건에 맞는 행이 없어 적용하지 않았습니다. 수정을 다시 살펴보세요.",
    "Declared fix {id}: no row meets its condition, so it was not applied. Look at it again.",
)


@dataclass(frozen=True)
class Correction:
    """One fix: in files that match a name or provider, rows that meet `where` get `right` in place of `wrong`.

    `where` is an SQL predicate over the cleaned columns of the table (and `raw_<column>`,
    the cell as written). `wrong` and `right` are written as a file writes them.
    """

    id: str
    table: str
    column: str
    where: str
    wrong: str
    right: str
    reason: Text
    file: str = "*"
    provider: str = ""

    def concerns(self, source: Source, file: str, provider: str) -> bool:
        """Whether this fix was declared for a file of this provider."""
        return (
            self.table == source.table
            and fnmatch(file, self.file)
            and (not self.provider or self.provider == provider)
        )


@dataclass(frozen=True)
class Fate:
    """What became of a fix in one file: applied, mended, changed or unmatched."""

    correction: Correction
    status: str
    lines: tuple[int, ...]
    notice: Text


# None is known today. Each entry is a reviewed change of this file.
CORRECTIONS: tuple[Correction, ...] = ()


def amend(
    connection: duckdb.DuckDBPyConnection, source: Source, corrections: Iterable[Correction]
) -> list[Fate]:
    """Apply fixes to the rows in `cleaned` before they are checked for faults."""
    return [_amend(connection, source, each) for each in corrections]


def _amend(connection: duckdb.DuckDBPyConnection, source: Source, fix: Correction) -> Fate:
    name, called = fix.column, f"'{fix.id}'"
    found = connection.execute(
        f"SELECT line, CAST({name} AS VARCHAR), TRIM(raw_{name}) FROM cleaned WHERE {fix.where} ORDER BY line"
    ).fetchall()
    lines = tuple(line for line, clean, raw in found if fix.wrong in (clean, raw))
    if lines:
        _apply(connection, source, fix, lines)
        words = APPLIED.fill(id=called, rows=len(lines), reason=fix.reason)
        return Fate(fix, "applied", lines, words)
    if not found:
        return Fate(fix, "unmatched", (), UNMATCHED.fill(id=called))
    if all(fix.right in (clean, raw) for _, clean, raw in found):
        return Fate(fix, "mended", (), MENDED.fill(id=called))
    other = next(raw or clean or "" for _, clean, raw in found if fix.right not in (clean, raw))
    return Fate(fix, "changed", (), CHANGED.fill(id=called, wrong=f"'{fix.wrong}'", found=f"'{other}'"))


def _apply(
    connection: duckdb.DuckDBPyConnection, source: Source, fix: Correction, lines: tuple[int, ...]
) -> None:
    name = fix.column
    no_longer_missing = f", {name}_missing = NULL" if source.column(name).measure else ""
    connection.execute(
        f"""
        UPDATE cleaned
        SET {name} = $right, raw_{name} = $right, mark_{name} = NULL{no_longer_missing}
        WHERE LIST_CONTAINS($lines::BIGINT[], line)
        """,
        {"right": fix.right, "lines": list(lines)},
    )
