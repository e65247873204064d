"""A snapshot built to be looked at and thrown away: what would stand, and which rows would go and come."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from etl import build
from etl.contract import Source
from etl.load_accounts import Input
from etl.sources import FACTS
from etl.typed_rows import stored_columns
from meomureum.store import connections, integrity, locks
from meomureum.store.warehouse import Snapshot


@dataclass(frozen=True)
class Moved:
    """What a snapshot changes about one statement of a table; rows of the city's own only."""

    table: str
    statement: str
    rows_gone: int
    rows_come: int
    people_before: int
    people_after: int


@contextmanager
def tried(inputs: Sequence[Input]) -> Iterator[tuple[build.Outcome, Snapshot]]:
    """The snapshot of these inputs while it is looked at; raises LoadRefused as a load would."""
    room = Path(tempfile.mkdtemp(prefix="meomureum-trial-"))
    folder = room / "release"
    folder.mkdir()
    database = folder / "exact.duckdb"
    try:
        outcome = build.check(list(inputs), database)
        integrity.seal(folder, {"built_at": locks.now(), "shape": build.shape()})
        yield outcome, Snapshot(folder)
    finally:
        connections.forget(database)
        shutil.rmtree(room, ignore_errors=True)


def moved(before: Snapshot, after: Snapshot) -> list[Moved]:
    """What changes from one snapshot to the other, by table and statement."""
    found = []
    for source in FACTS:
        old, new = _rows(before, source), _rows(after, source)
        for statement in sorted({*old, *new}):
            one, two = old.get(statement, Counter()), new.get(statement, Counter())
            if one != two:
                gone, come = one - two, two - one
                found.append(
                    Moved(
                        *(source.table, statement, gone.total(), come.total()),
                        *(sum(people * count for (_, people), count in each.items()) for each in (one, two)),
                    )
                )
    return found


def _rows(snapshot: Snapshot, source: Source) -> dict[str, Counter[tuple[int, int]]]:
    """The rows of the city's own as fingerprints with their people, by statement."""
    cells = ", ".join(f"CAST({name} AS VARCHAR)" for name in stored_columns(source))
    statement = source.statement_sql if source.statement else "''"
    rows = snapshot.query(
        f"""
        SELECT {statement} AS statement, HASH({cells}) AS row, COALESCE({source.people}, 0) AS people, COUNT(*) AS times
        FROM {source.table}
        WHERE data_set = 'real' AND line > 0
        GROUP BY ALL
        """
    )
    found: dict[str, Counter[tuple[int, int]]] = {}
    for about, row, people, times in rows.itertuples(index=False, name=None):
        found.setdefault(about, Counter())[int(row), int(people)] += int(times)
    return found
