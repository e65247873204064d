"""What a city hall has entered about itself: one CSV a table in `data/own`, beside what the project ships.

A row with the key of a shipped row takes its place, any other is added; the shipped files are never
written to, so that a new version of the product brings its own and the city's rows stay. Whoever
prefers an editor to the forms may change the files by hand.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from etl import reference
from etl.contract import Source
from etl.load_accounts import Input
from etl.load_ledger import NEVER
from etl.published_values import EVENTS
from etl.targets import TARGETS
from meomureum.store import durable
from meomureum.store.environment import shipped

FOLDER, SAMPLE, HISTORY = "own", "sample", "history.jsonl"
OUR_CITIES = reference.OUR_CITIES.table
# In the order in which they are written: what a row names comes before the row.
TABLES: tuple[Source, ...] = (
    reference.SOURCES,
    reference.OUR_CITIES,
    reference.INSTITUTIONS,
    reference.PROGRAMMES,
    reference.MEMBERSHIPS,
    TARGETS,
    EVENTS,
)
# Shipped rows come from nobody's load, the city's own after them: where the keys meet, the later row stands.
AFTER_THE_SHIPPED = replace(NEVER, load=1)
Row = Mapping[str, str]


@dataclass(frozen=True)
class Written:
    """One line of the history: who wrote which row when and why; `before` and `after` are empty without one."""

    at: str
    who: str
    table: str
    key: str
    before: Row
    after: Row
    why: str = ""


def folder(data: Path) -> Path:
    """Where a data folder keeps what the city has entered."""
    return data / FOLDER


def inputs(own: Path) -> list[Input]:
    """The tables that the city has entered, as files of a snapshot."""
    named = [(source.table, own / f"{source.table}.csv") for source in TABLES]
    return [
        Input(path, "published", table, replace(AFTER_THE_SHIPPED, name=path.name, table=table))
        for table, path in named
        if path.is_file()
    ]


def sample_folder(data: Path, own: Path) -> Path:
    """The sample that belongs to this installation: drawn for its own cities, else the shipped one."""
    return own / SAMPLE if (own / f"{OUR_CITIES}.csv").is_file() else shipped(data, SAMPLE)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text; none of a file that is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value or "" for name, value in row.items() if name} for row in csv.DictReader(file)]


def key(source: Source, row: Row) -> tuple[str, ...]:
    """What tells one row of a table from another."""
    return tuple(row.get(name, "").strip() for name in source.key)


def text(source: Source, found: Iterable[Row]) -> str:
    """Rows as a CSV with every column of the contract."""
    names = [column.name for column in source.columns]
    words = io.StringIO(newline="")
    writer = csv.DictWriter(words, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return words.getvalue()


def history(own: Path) -> list[Written]:
    """All that was ever entered, oldest first; a line torn by a crash is left out."""
    path = own / HISTORY
    found = []
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else ():
        try:
            found.append(Written(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def put(own: Path, drafted: Path, lines: Sequence[Written]) -> None:
    """Let the tables of `own` be those that were drafted, each in one atomic step, and tell the history."""
    own.mkdir(parents=True, exist_ok=True)
    for source in TABLES:
        fresh, place = drafted / f"{source.table}.csv", own / f"{source.table}.csv"
        if not fresh.is_file():
            place.unlink(missing_ok=True)
        elif not place.is_file() or place.read_bytes() != fresh.read_bytes():
            # The draft may lie on another disk, from which no file can be moved in one step.
            durable.put_in_place(Path(shutil.copyfile(fresh, own / f".{place.name}.partial")), place)
    for line in lines:
        durable.append(own / HISTORY, json.dumps(asdict(line), ensure_ascii=False))
