"""Entering rows of the city's own: the whole change is checked by the contracts and published, or nothing is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl import load_ledger, own_files, own_sample
from etl.build import Intake, Outcome, take_in
from etl.contract import LoadRefused, Problem, Source
from etl.file_intake import clean
from etl.inputs import inputs_of, numbered, read_all
from etl.load_progress import Say, quietly
from etl.own_files import TABLES, Row, Written
from etl.published_values import EVENTS
from etl.reference import TABLES as REGISTERS
from etl.table_loader import Loader
from etl.targets import TARGETS
from meomureum.store.environment import shipped
from meomureum.texts import Text

BY_NAME: Mapping[str, Source] = {source.table: source for source in TABLES}
SOURCED = ("institutions", "programmes", "memberships", "targets", "events")
SEPARATOR = ", "
NO_SOURCE = Text("출처가 있어야 합니다.", "A source is needed.")
NAME_ONE = Text("출처를 고르거나 새로 적으세요.", "Choose a source or enter a new one.")
_CHECKED = (*REGISTERS, TARGETS, EVENTS)


@dataclass(frozen=True)
class Entry:
    """One row to be written, in the words of its contract, or to be taken out again."""

    table: str
    row: Row
    removes: bool = False


@dataclass(frozen=True)
class Change:
    """Entries that stand or fall together; the rows that a table of `whole` does not name leave it."""

    entries: tuple[Entry, ...]
    who: str
    why: str = ""
    whole: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """One row that stands, and whether the city has entered it."""

    key: str
    row: Row
    own: bool


def standing(table: str, data: Path) -> tuple[Standing, ...]:
    """Every row of a table as it stands: shipped, and entered here."""
    source, own = BY_NAME[table], own_files.folder(data)
    entered = _by_key(source, own / f"{table}.csv")
    every = _by_key(source, data / "reference" / f"{table}.csv") | entered
    return tuple(Standing(SEPARATOR.join(place), row, place in entered) for place, row in every.items())


def unused_id(table: str, stem: str, data: Path) -> str:
    """A code for a new row, made of a stem and, where that is taken, a number."""
    taken = {each.key for each in standing(table, data)}
    return next(code for at in count(1) if (code := stem if at == 1 else f"{stem}_{at}") not in taken)


def problems(change: Change, data: Path) -> tuple[Problem, ...]:
    """What is wrong with a change, by the very contracts that load the files. Nothing is written."""
    with TemporaryDirectory(prefix="meomureum-entry-") as place:
        room = Path(place) / own_files.FOLDER
        _draft(change, data, room)
        return _faults(change, data, room)


def enter(change: Change, data: Path, snapshots: Path, say: Say = quietly) -> Outcome:
    """Write a change and publish the snapshot with it; raises LoadRefused with what is wrong, and writes nothing."""

    def drafted(room: Path) -> Intake:
        clean(data)
        written = _draft(change, data, room)
        if found := _faults(change, data, room):
            raise LoadRefused(found)
        own_sample.draw(data, room)
        return inputs_of(data, room), lambda: _keep(data, room, written)

    return take_in(drafted, snapshots, say)


def _draft(change: Change, data: Path, room: Path) -> list[Written]:
    """The city's tables as they will be, in a folder of their own; what is written of each row."""
    own = own_files.folder(data)
    room.mkdir(parents=True, exist_ok=True)
    for source in TABLES:
        if (path := own / f"{source.table}.csv").is_file():
            shutil.copyfile(path, room / path.name)
    own_sample.lend(own, room)
    touched = [
        source for source in TABLES if source.table in {*change.whole, *(e.table for e in change.entries)}
    ]
    return [line for source in touched for line in _rewritten(change, source, room, data)]


def _rewritten(change: Change, source: Source, room: Path, data: Path) -> Iterator[Written]:
    """Write one table anew, and tell of each row that it changes; a shipped row counts as what stood before."""
    path = room / f"{source.table}.csv"
    product = _by_key(source, shipped(data, "reference") / path.name)
    before = _by_key(source, path)
    after = {} if source.table in change.whole else dict(before)
    for entry in change.entries:
        if entry.table == source.table:
            place = own_files.key(source, entry.row)
            after.pop(place, None) if entry.removes else after.update({place: dict(entry.row)})
    if after:
        path.write_text(own_files.text(source, after.values()), "utf-8", newline="")
    else:
        path.unlink(missing_ok=True)
    stood, stands = product | before, product | after
    for place in dict.fromkeys([*stood, *stands]):
        old, new = stood.get(place, {}), stands.get(place, {})
        if _told(source, old) != _told(source, new):
            yield Written(
                load_ledger.now(),
                change.who,
                source.table,
                SEPARATOR.join(place),
                _told(source, old),
                _told(source, new),
                change.why,
            )


def _by_key(source: Source, path: Path) -> dict[tuple[str, ...], dict[str, str]]:
    return {own_files.key(source, row): row for row in own_files.rows(path)}


def _told(source: Source, row: Row) -> dict[str, str]:
    """What a row says, without its empty cells."""
    return {
        column.name: row[column.name].strip() for column in source.columns if row.get(column.name, "").strip()
    }


def _unsourced(change: Change) -> Iterator[Problem]:
    """What a city says of itself has a source, whatever the contract leaves open for files of others."""
    for entry in change.entries:
        bare = entry.table in SOURCED and not entry.removes and not entry.row.get("source_id", "").strip()
        if bare:
            label = BY_NAME[entry.table].column("source_id").label
            yield Problem(f"{entry.table}.csv", "", 0, label.ko, "", NO_SOURCE, NAME_ONE)


def _faults(change: Change, data: Path, room: Path) -> tuple[Problem, ...]:
    """What the contracts find in the reference tables once the draft stands."""
    reference = shipped(data, "reference")
    found = [each for each in inputs_of(data, room) if each.path.parent in (reference, room)]
    with duckdb.connect() as connection:
        loader = Loader(connection, _CHECKED)
        sheets = read_all(found)
        for source in _CHECKED:
            loader.load(source, numbered(sheets, source))
        return (*_unsourced(change), *loader.problems, *loader.failed_checks())


def _keep(data: Path, room: Path, written: list[Written]) -> None:
    """Put the draft in place of what stood, and the sample that was drawn for it."""
    own = own_files.folder(data)
    own_files.put(own, room, written)
    own_sample.take(room, own)


def history(data: Path) -> list[Written]:
    """All that was ever entered here, newest first."""
    return own_files.history(own_files.folder(data))[::-1]
