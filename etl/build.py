"""Build one snapshot from all inputs: read, check, clean, publish; or refuse and change nothing.

The inputs are what the project ships (`data/reference`, `data/published`, `data/sample`), what the
city has entered (`data/own`) and what a data steward has loaded (`data/raw`). A snapshot is a function of these files and of
this package's code, so the same inputs give the same snapshot id.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import duckdb

from etl import own_sample, protected_releases, readable_snapshot
from etl.clean_sheets import FOLDER, CleanSheets
from etl.contract import LoadRefused, Problem
from etl.corrections import CORRECTIONS, Correction
from etl.file_intake import accept, clean, copied
from etl.inputs import hand_in, inputs_of, numbered, read_all
from etl.large_text import LARGE
from etl.load_accounts import Account, Input
from etl.load_ledger import NOTHING_SAID, Said
from etl.load_progress import PROTECTING, PUBLISHING, READING, Say, filling, quietly
from etl.protected_releases import NOTHING_DECIDED, Decided
from etl.restatements import Restated
from etl.sources import SOURCES
from etl.table_loader import Loader
from meomureum.store import connections, environment, integrity, locks, warehouse
from meomureum.texts import Text

START_PATIENCE_SECONDS = 60
# Tables of any size are built in this much memory; the rest goes to disk beside the new snapshot.
BUILDER_SETTINGS = connections.WRITER_SETTINGS | {"memory_limit": "800MB"}
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """What a load or a dry run came to."""

    snapshot_id: str
    published: bool
    accounts: tuple[Account, ...]
    problems: tuple[Problem, ...]
    restated: tuple[Restated, ...] = ()
    refused: tuple[Problem, ...] = ()
    """Why files that were handed in with these could not be read."""
    releases: tuple[Text, ...] = ()
    """What the steward is told of the protected releases: what is held, and why."""


class Unanswered(LoadRefused):
    """Nobody has said whether files come instead of what was loaded before, or in addition; nothing was published."""


@dataclass(frozen=True)
class Work:
    """One snapshot to build: its folder, its id, its inputs, and what is decided about protected releases."""

    building: Path
    wanted: str
    inputs: list[Input]
    decided: Decided = NOTHING_DECIDED


def shape() -> str:
    """A fingerprint of this package's code and tables: two snapshots of one shape have the same tables."""
    digest = hashlib.sha256()
    for source in sorted(
        each for ending in ("py", "toml") for each in Path(__file__).parent.rglob(f"*.{ending}")
    ):
        digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def snapshot_id(
    inputs: Sequence[Input], *, protects: bool | None = None, accepted: Sequence[str] = ()
) -> str:
    """Twelve hexadecimal digits worked out from the inputs and from this package's code.

    `protects` says whether the city's own rows come protected; None goes by the configuration.
    `accepted` are the institutions whose rows may stay away from them.
    """
    releases = protected_releases.identity(inputs, protects=protects, accepted=accepted)
    digest = hashlib.sha256(f"{shape()} {releases} {readable_snapshot.identity()}".encode())
    for line in sorted(_identity(each) for each in inputs):
        digest.update(line.encode())
    return digest.hexdigest()[:12]


def _identity(each: Input) -> str:
    entry = each.load
    turn = f"{entry.load}/{entry.provider}/{entry.why}/{entry.mode}" if entry.load else ""
    settled = ",".join(f"{one.table}:{one.of}" for one in each.settled)
    return f"{each.data_set}/{each.name}/{each.table}/{each.digest}/{turn}/{each.reading.identity}/{settled}"


def ensure_current(
    data: Path | None = None, snapshots: Path | None = None, say: Say = quietly
) -> warehouse.Snapshot:
    """Return the current snapshot; build it first if there is none, if it is damaged or if its inputs have changed.

    A snapshot that a steward has gone back to stays until the next load, as long as its
    tables are those that this code reads.
    Threads and processes that start together wait for each other. Raises LoadRefused when
    the inputs are refused and locks.LoadRunning when another load takes too long.
    """
    place = snapshots or environment.home()
    pinned = warehouse.pinned(place)
    if pinned is not None and pinned.manifest.get("shape") == shape():
        if (damage := warehouse.damage(place)) and not damage.wanted:  # the pointer alone was lost
            with locks.sole_writer(place, START_PATIENCE_SECONDS):
                warehouse.point(place, pinned.id)
        return pinned
    with _ONE_AT_A_TIME:
        _bring_up(data or environment.data(), place, say)
    ready = warehouse.current(place)
    assert ready is not None, "build() publishes or raises"
    return ready


def _bring_up(data: Path, snapshots: Path, say: Say) -> None:
    # Releases that were served until now go on, whatever the shell that starts this process says.
    ready = _wanted(inputs_of(data), snapshots)
    if own_sample.is_drawn(data) and _is_current(ready, snapshots):
        return
    with locks.sole_writer(snapshots, START_PATIENCE_SECONDS):
        # Looked up anew: a load that we waited for has brought more, and must not be undone.
        clean(data)
        own_sample.draw(data)
        _built(inputs_of(data), snapshots, say)


def build(
    inputs: list[Input],
    snapshots: Path,
    patience_seconds: float = 0,
    decided: Decided = NOTHING_DECIDED,
) -> Outcome:
    """Publish the snapshot of these inputs unless it is already current and whole.

    Waits so long for another process that builds; what that one has published is not
    built again. Protected releases that were served end only where that is `decided`.

    Raises LoadRefused with every problem of the refused files; nothing is published then.
    """
    if not decided.drop:
        protected_releases.refuse_to_drop(snapshots)
    wanted = _wanted(inputs, snapshots, decided)
    if _is_current(wanted, snapshots):
        return _nothing_new(wanted)
    with locks.sole_writer(snapshots, patience_seconds):
        return _built(inputs, snapshots, decided=decided)


def _wanted(inputs: list[Input], snapshots: Path, decided: Decided = NOTHING_DECIDED) -> str:
    protects = protected_releases.protects(snapshots) and not decided.drop
    accepted = (*protected_releases.handed_out(snapshots).acceptances, *decided.withdrawn)
    return snapshot_id(inputs, protects=protects, accepted=accepted)


def _built(
    inputs: list[Input], snapshots: Path, say: Say = quietly, decided: Decided = NOTHING_DECIDED
) -> Outcome:
    wanted = _wanted(inputs, snapshots, decided)
    if _is_current(wanted, snapshots):
        return _nothing_new(wanted)
    with _building(snapshots) as building:
        return _publish(Work(building, wanted, inputs, decided), say=say)


def _nothing_new(snapshot_id: str) -> Outcome:
    return Outcome(snapshot_id, published=False, accounts=(), problems=())


def load(
    files: Sequence[Path],
    data: Path,
    snapshots: Path,
    said: Said = NOTHING_SAID,
    say: Say = quietly,
    decided: Decided = NOTHING_DECIDED,
    tables: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Take files in and publish one snapshot of them and all that counts.

    A file that cannot be read is neither kept nor entered in the ledger, and does not hold back
    the others; LoadRefused is raised where none can, Unanswered where `said` leaves open how a file
    meets what was loaded before. Ends a rollback, and removes snapshots that need not be kept. A
    load that would end protected releases that were served is refused, unless that is `decided`.
    """

    def handed_in(room: Path) -> Intake:
        clean(data)
        own_sample.draw(data)
        found = hand_in(copied(files, room), data, said, tables)
        refused.extend(found.refused)
        return found.every, lambda: accept(found.fresh, data)

    refused: list[Problem] = []
    outcome = take_in(handed_in, snapshots, say, decided)
    return replace(outcome, refused=tuple(refused))


Intake = tuple[list[Input], Callable[[], None]]
"""The inputs of a new snapshot, and what keeps them once it is certain to be published."""


def take_in(
    handed_in: Callable[[Path], Intake],
    snapshots: Path,
    say: Say = quietly,
    decided: Decided = NOTHING_DECIDED,
) -> Outcome:
    """Publish what `handed_in` finds when nobody else writes; it is given an empty folder to work in."""
    if not decided.drop:
        protected_releases.refuse_to_drop(snapshots)
    with locks.sole_writer(snapshots), _building(snapshots) as building:
        inputs, keep_them = handed_in(building / "handed in")
        wanted = _wanted(inputs, snapshots, decided)
        if _is_current(wanted, snapshots):
            keep_them()  # an act that changes nothing today may do so tomorrow
            outcome = _nothing_new(wanted)
        else:
            outcome = _publish(Work(building, wanted, inputs, decided), keep_them, say)
        warehouse.unpin(snapshots)
        warehouse.retain(snapshots)
        return outcome


@contextmanager
def _building(snapshots: Path) -> Iterator[Path]:
    building = snapshots / f".building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _publish(
    work: Work,
    accept: Callable[[], None] = lambda: None,
    say: Say = quietly,
) -> Outcome:
    """Fill a new database, let `accept` keep what was handed in, and point readers at it."""
    release = work.building / "release"
    release.mkdir()
    exact = release / "exact.duckdb"
    code = shape()
    kept = CleanSheets(work.building.parent / FOLDER, code)
    filled = _filled(exact, work.inputs, say=say, kept=kept)
    say(PROTECTING)
    earlier = warehouse.current(work.building.parent)
    alike = earlier if earlier and earlier.manifest.get("shape") == code else None
    releases = protected_releases.protect(exact, work.inputs, work.wanted, work.decided, alike)
    say(PUBLISHING)
    accept()
    protected_releases.enter(exact)  # before any reader sees it: what is handed out once is never forgotten
    account = {
        "files": len(filled.accounts),
        "quarantined": len(filled.problems),
        "shape": code,
        "entries": entries(work.inputs),
    }
    warehouse.publish(release, work.building.parent, work.wanted, account | releases.manifest)
    kept.keep(filled.clean, work.inputs)
    return replace(_outcome(work.wanted, filled, published=True), releases=releases.told)


def entries(inputs: Sequence[Input]) -> list[int]:
    """The entries of the ledger that a snapshot of these inputs rests on."""
    return sorted(
        {each.load for one in inputs if one.data_set == "real" for each in (one.load, *one.settled)} - {0}
    )


def _is_current(snapshot_id: str, snapshots: Path) -> bool:
    """Whether the pointer names this snapshot, and every byte of it is as it was written."""
    present = warehouse.snapshot_pointed_at(snapshots)
    return present is not None and present.id == snapshot_id and not integrity.examine(present.folder)


def check(inputs: list[Input], database: Path = Path(":memory:")) -> Outcome:
    """Return what `build` would do, and write nothing but the `database` that is asked for."""
    filled = _filled(database, inputs, kept=CleanSheets(environment.home() / FOLDER, shape()))
    return _outcome(snapshot_id(inputs), filled, published=False)


def _outcome(snapshot_id: str, filled: Loader, *, published: bool) -> Outcome:
    return Outcome(snapshot_id, published, tuple(filled.accounts), filled.problems, tuple(filled.restated))


def fill(
    database: Path,
    inputs: list[Input],
    corrections: tuple[Correction, ...] = CORRECTIONS,
    large: int = LARGE,
) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
    """Load all inputs into a new DuckDB file and check it; returns accounts and quarantined rows.

    Plain files of `large` bytes or more are read in bulk.
    """
    filled = _filled(database, inputs, corrections, large)
    return tuple(filled.accounts), filled.problems


def _filled(
    database: Path,
    inputs: list[Input],
    corrections: tuple[Correction, ...] = CORRECTIONS,
    large: int = LARGE,
    say: Say = quietly,
    kept: CleanSheets | None = None,
) -> Loader:
    say(READING)
    sheets = read_all(inputs, large, kept)
    with _database(database) as connection:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET enable_progress_bar = false")  # it would be printed among what commands say
        alone = Counter(each.path for each, _, _ in sheets)
        loader = Loader(
            connection, SOURCES, corrections, keeps={path for path, count in alone.items() if count == 1}
        )
        for at, source in enumerate(SOURCES):
            say(filling(at, source))
            loader.load(source, numbered(sheets, source))
        for aside in numbered(sheets, None):
            loader.set_aside(*aside)
        if loader.questions:
            raise Unanswered(tuple(loader.questions))
        loader.finish()
        if database.name != ":memory:":  # a dry run is read by nobody
            readable_snapshot.describe(connection, SOURCES)
            connection.execute("CHECKPOINT")
        return loader


@contextmanager
def _database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database of our own; a disk that takes no more is an OSError, whatever DuckDB calls it."""
    try:
        with (
            tempfile.TemporaryDirectory(dir=None if path.name == ":memory:" else path.parent.parent) as spill,
            duckdb.connect(str(path), config={**BUILDER_SETTINGS, "temp_directory": spill}) as connection,
        ):
            yield connection
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as full:
        raise OSError(errno.EIO, str(full), str(path)) from full
