"""The ledger of loads as its reader sees it: each entry with what it covers, what stands of it and what took it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from etl import load_ledger
from etl.load_ledger import Load, Mode
from etl.sources import SOURCES
from etl.statements import in_words
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

ACTS: Mapping[str, Text] = {
    "load": Text("적재", "Load"),
    "withdraw": Text("{of}번 철회", "Withdrawal of {of}"),
    "replaced": Text("{of}번을 바꾸는 적재", "Load in place of {of}"),
    "settle": Text("{statement}: {provider:이/가} 맞음", "{statement}: {provider} is right"),
    "roll_back": Text("스냅숏 {snapshot:으로/로} 되돌림", "Rollback to snapshot {snapshot}"),
}
MODES: Mapping[Mode, Text] = {
    "": Text("", ""),
    "whole": Text("", ""),
    "adds": Text("더하기", "in addition"),
    "replaces": Text("바꾸기", "instead"),
}
COUNTS, COUNTS_NOT = Text("효력 있음", "in force"), Text("{by}번으로 효력 잃음", "taken out by {by}")


@dataclass(frozen=True)
class Covered:
    """What stands of one load about one statement."""

    table: str
    about: Text
    rows: int
    people: int


@dataclass(frozen=True)
class Entry:
    """One entry. `out_by` is the entry that took it out of force, 0 while it counts; counts are those of now."""

    number: int
    at: str
    who: str
    what: Text
    provider: str
    files: tuple[str, ...]
    why: str
    mode: Mode
    out_by: int
    covered: tuple[Covered, ...]
    rows: int = 0
    people: int = 0
    replaced: int = 0
    held: int = 0
    restated: int = 0
    """Values of earlier loads that it changed or left out."""

    @property
    def state(self) -> Text:
        """Whether it counts, or what took it out of force."""
        return COUNTS_NOT.fill(by=self.out_by) if self.out_by else COUNTS


def entries(data: Path, snapshot: Snapshot, names: Mapping[str, Text]) -> list[Entry]:
    """Every entry of the ledger, the newest first; `names` are what places and codes are called."""
    lines = load_ledger.recorded(data)
    gone = load_ledger.out_of_force(lines)
    counts = {int(row["load"]): row for row in snapshot.query(_COUNTS_SQL).to_dict("records")}
    covered: dict[int, list[Covered]] = {}
    for load, table, statement, rows, people in snapshot.query(_COVERED_SQL).itertuples(
        index=False, name=None
    ):
        about = in_words(statement, names_of(table, names))
        covered.setdefault(int(load), []).append(Covered(table, about, int(rows), int(people or 0)))
    return [
        _entry(
            list(group), gone.get(number, 0), counts.get(number, {}), tuple(covered.get(number, ())), names
        )
        for number, group in reversed(
            [(key, list(each)) for key, each in groupby(lines, lambda line: line.load)]
        )
    ]


def names_of(table: str, names: Mapping[str, Text]) -> Mapping[str, Text]:
    """What the parts of a table's statements are called."""
    columns = [column for source in SOURCES if source.table == table for column in source.columns]
    codes = {
        code: Text(spoken[0], spoken[-1])
        for column in columns
        for code, spoken in column.codes.items()
        if spoken
    }
    return {**names, **codes}


def about(table: str, statement: str, names: Mapping[str, Text]) -> Text:
    """What a statement is about, with its table, as a reader calls it."""
    label = next(source.label for source in SOURCES if source.table == table)
    words = in_words(statement, names_of(table, names))
    return Text(f"{label.ko} {words.ko}".strip(), f"{label.en} {words.en}".strip())


def _entry(
    lines: list[Load],
    out_by: int,
    counts: Mapping[Any, Any],
    covered: tuple[Covered, ...],
    names: Mapping[str, Text],
) -> Entry:
    first = lines[0]
    return Entry(
        number=first.load,
        at=first.at,
        who=first.who,
        what=_what(first, names),
        provider=first.provider,
        files=tuple(each.name for each in lines) if first.act == "load" else (),
        why=first.why,
        mode=first.mode,
        out_by=out_by,
        covered=covered,
        people=sum(each.people for each in covered),
        **{name: int(counts.get(name, 0)) for name in ("rows", "replaced", "held", "restated")},
    )


def _what(line: Load, names: Mapping[str, Text]) -> Text:
    act = "replaced" if line.act == "load" and line.of else line.act
    statement = in_words(line.of, names_of(line.table, names)) if line.act == "settle" else ""
    return ACTS[act].fill(of=line.of, statement=statement, provider=f"'{line.provider}'", snapshot=line.name)


_COUNTS_SQL = """
    WITH changed AS (
        SELECT load, COUNT(*) AS restated
        FROM restated
        JOIN files ON files.file_id = new_file_id
        WHERE kind = 'later_file'
        GROUP BY load
    )
    SELECT load, SUM(loaded) AS rows, SUM(superseded) AS replaced, SUM(quarantined) AS held, COALESCE(ANY_VALUE(restated), 0) AS restated
    FROM files
    LEFT JOIN changed USING (load)
    WHERE load > 0 AND loaded_at <> ''
    GROUP BY load
"""
_COVERED_SQL = """
    SELECT load, spoken.table_name, statement, SUM(rows) AS rows, SUM(people) AS people
    FROM spoken
    JOIN files USING (file_id)
    WHERE load > 0
    GROUP BY ALL
    ORDER BY load, spoken.table_name, statement
"""
