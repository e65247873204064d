"""Snapshots of the data: where they stand, which one is current, open, publish.

A snapshot is a folder named by its id. It holds its releases (`exact.duckdb`; protected
releases join it later) and `manifest.json`. Snapshots are never changed: a load builds a
new folder beside the others and swaps the pointer `current` in one atomic step, so a
reader keeps what it opened. When the snapshot that the pointer names is damaged, the
newest whole one answers in its place and `damage` says so.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from meomureum.store import connections, durable, integrity, locks, logbook
from meomureum.store.connections import at_most
from meomureum.store.environment import home, newest_kept, releases_served
from meomureum.store.integrity import Damage, Damaged
from meomureum.store.pointer import folders, is_lost, named_in
from meomureum.texts import Text

if TYPE_CHECKING:
    import pyarrow as pa

QUERY_SECONDS = 5
WHOLE_TABLE_SECONDS, ROWS_AT_ONCE = 600, 100_000
SET_ASIDE, OF_EARLIER_VERSION = ".damaged", ".earlier"
LOG = logging.getLogger("meomureum")


@dataclass(frozen=True)
class Snapshot:
    """One published state of the data, opened read-only on first use."""

    folder: Path
    only: tuple[str, ...] | None = None
    """The institutions that its reader may see by themselves; None for all of them."""
    release: str = "exact"
    """Which of its releases answers: the exact rows, or figures protected for inside or outside."""

    @property
    def id(self) -> str:
        """The id worked out from the inputs: the same files give the same id."""
        return self.folder.name

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases that it holds and this process serves, the exact one first."""
        return tuple(each for each in releases_served() if (self.folder / f"{each}.duckdb").is_file())

    @property
    def manifest(self) -> Mapping[str, Any]:
        """When it was built, from which code, the account in brief; raises Damaged where it cannot be read."""
        found = integrity.manifest(self.folder)
        if found is None:
            raise Damaged(self.id, (integrity.MANIFEST,))
        return found

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of one SELECT with named `$parameters`.

        Raises TimeoutError for a query that does not end: it would hold the machine for everybody.
        Raises Damaged when the file is not as it was written.
        """
        with self._answered(sql, parameters) as found:
            return in_words(found.df())

    def columns(self, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The same as plain columns, masked where a value is missing: half the time of a table."""
        with self._answered(sql, parameters) as found:
            return found.fetchnumpy()

    @contextmanager
    def batches(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """The result of one SELECT piece by piece: for whole tables, which may take minutes."""
        with self._answered(sql, None, WHOLE_TABLE_SECONDS) as found:
            yield found.to_arrow_reader(ROWS_AT_ONCE)

    @contextmanager
    def _answered(
        self, sql: str, parameters: Mapping[str, Any] | None, seconds: float | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A query that has run, on a cursor of its own."""
        if self.release not in releases_served():
            raise PermissionError(f"this process does not serve the release {self.release!r}")
        path = self.folder / f"{self.release}.duckdb"
        opened = connections.opened(path)
        try:
            _only_reads(sql)
            with opened.cursor() as cursor, at_most(seconds or QUERY_SECONDS, cursor):
                yield cursor.execute(sql, dict(parameters or {}))
        except duckdb.InterruptException as error:
            raise TimeoutError(f"a query took longer than {seconds or QUERY_SECONDS} seconds") from error
        except (duckdb.Error, UnicodeDecodeError) as error:
            connections.check(path, opened, error)
            raise


@lru_cache(maxsize=1024)
def _only_reads(sql: str) -> None:
    """Raise duckdb.PermissionException for anything but one SELECT: what is attached or set stays for the next reader."""
    kinds = [each.type for each in duckdb.extract_statements(sql)]
    if kinds != [duckdb.StatementType.SELECT]:
        raise duckdb.PermissionException("a snapshot answers one SELECT at a time")


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that a large table keeps as an enumeration come as the words they stand for."""
    coded = {name: "str" for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)}
    return frame.astype(coded) if coded else frame


def current(snapshots: Path | None = None) -> Snapshot | None:
    """The snapshot that readers see now: the one pointed at, else the newest whole one; None if there is none."""
    folder = snapshots or home()
    return snapshot_pointed_at(folder) or _stand_in(folder)


def snapshot_pointed_at(snapshots: Path) -> Snapshot | None:
    """The snapshot that the pointer names; None when there is none or it is not whole."""
    named = named_in(snapshots / "current")
    return _as_served(named) if named is not None and not integrity.faults(named) else None


def _stand_in(folder: Path) -> Snapshot | None:
    """What answers for a damaged snapshot: what a rollback holds, else the newest of the same tables."""
    if _fault(folder) is None:
        return None
    named = named_in(folder / "current")
    held = named_in(folder / "pinned") if named is None else None
    before = integrity.manifest(named) if named is not None else None
    fitting = [
        each
        for each in kept(folder)
        if before is None or each.manifest.get("shape") == before.get("shape")
        if not integrity.faults(each.folder)
    ]
    return next((each for each in fitting if each.folder == held), next(iter(fitting), None))


def damage(snapshots: Path | None = None) -> Damage | None:
    """What keeps readers from the snapshot they should see; None while all is well or nothing is loaded."""
    folder = snapshots or home()
    fault = _fault(folder)
    if fault is None:
        return None
    shown = current(folder)
    built = str(shown.manifest["built_at"]) if shown is not None else ""
    return Damage(*fault, built, is_earlier=bool(fault[0]) and integrity.is_earlier(folder / fault[0]))


def _fault(folder: Path) -> tuple[str, tuple[str, ...]] | None:
    """What is pointed at or held by a rollback and is not whole, or the pointer itself; entered in the log."""
    pointer = folder / "current"
    named = [each for each in (named_in(pointer), named_in(folder / "pinned")) if each is not None]
    found = [(each.name, files) for each in named if (files := integrity.faults(each))]
    if named_in(pointer) is None and folders(folder):
        found.insert(0, ("", (pointer.name,)))
    if not found:
        return None
    _tell(folder, *found[0], pointer.stat().st_mtime_ns if pointer.exists() else 0)
    return found[0]


@lru_cache(maxsize=64)
def _tell(folder: Path, wanted: str, files: tuple[str, ...], _pointed: int) -> None:
    """Enter a fault in the log, once: it is met dozens of times a page."""
    if wanted and integrity.is_earlier(folder / wanted):
        LOG.info("%s", integrity.EARLIER.fill(id=wanted).en)
        return
    LOG.error("snapshot %s is damaged: %s", wanted or "?", ", ".join(files))
    named = wanted or logbook.NO_ID
    if next((what for _, what, which in logbook.log(folder) if which == named), "") != "damaged":
        with suppress(OSError):  # a reader may have no right to write here
            logbook.enter(folder, "damaged", named)


def _as_served(folder: Path) -> Snapshot:
    """A snapshot by the least protected release that this process serves."""
    held = (each for each in releases_served() if (folder / f"{each}.duckdb").is_file())
    return Snapshot(folder, release=next(held, "exact"))


def kept(snapshots: Path | None = None) -> list[Snapshot]:
    """Every whole snapshot on disk, newest first; a large file that nobody has read yet is taken by its size."""
    found = []
    for path in folders(snapshots or home()):
        known = integrity.manifest(path)
        if known is not None and not integrity.faults(path, at_once=0):
            found.append((str(known["built_at"]), path))
    return [_as_served(path) for _, path in sorted(found, reverse=True)]


@lru_cache(maxsize=4)
def before(of: Snapshot) -> Snapshot | None:
    """The newest kept snapshot that is older than this one, of the same shape and read by the same release."""
    built, shape = str(of.manifest["built_at"]), of.manifest.get("shape")
    older = (
        replace(each, only=of.only, release=of.release)
        for each in kept(of.folder.parent)
        if each.id != of.id and of.release in each.releases and str(each.manifest["built_at"]) <= built
    )
    return next((each for each in older if each.manifest.get("shape") == shape), None)


def publish(release: Path, snapshots: Path, snapshot_id: str, manifest: Mapping[str, Any]) -> Snapshot:
    """Make a finished folder a snapshot and point readers at it.

    Everything reaches the disk before the pointer moves; a crash or HeldOpen before that leaves
    readers on the old snapshot. A whole snapshot that is kept already is not written again:
    somebody may be reading it. A damaged one makes way; who has it open keeps what they opened.
    """
    folder = snapshots / snapshot_id
    if integrity.examine(folder):
        integrity.seal(release, {"built_at": locks.now(), **manifest})
        for path in release.iterdir():
            durable.sync(path)
        durable.sync(release)
        aside = snapshots / f".damaged-{snapshot_id}"
        if folder.exists():
            _close(folder)
            durable.move(folder, aside)
        durable.move(release, folder)
        shutil.rmtree(aside, ignore_errors=True)
    point(snapshots, snapshot_id)
    logbook.enter(snapshots, "published", snapshot_id)
    return _as_served(folder)


def roll_back(snapshots: Path, snapshot_id: str) -> Snapshot:
    """Go back to a kept snapshot, which then stays current until the next load.

    Raises LookupError when there is no such snapshot and Damaged when it is not whole.
    The caller holds the lock.
    """
    folder = snapshots / snapshot_id
    if folder not in folders(snapshots):
        raise LookupError(snapshot_id)
    if files := integrity.examine(folder):
        raise Damaged(snapshot_id, files)
    durable.replace(snapshots / "pinned", snapshot_id)
    point(snapshots, snapshot_id)
    logbook.enter(snapshots, "rolled_back", snapshot_id)
    return _as_served(folder)


def pinned(snapshots: Path) -> Snapshot | None:
    """The snapshot that a rollback holds in place, while it is whole and current.

    A pin that nobody can read holds what is current: a rollback ends by a load, never by a fault.
    """
    pin, now = snapshots / "pinned", current(snapshots)
    return now if now is not None and (is_lost(pin) or named_in(pin) == now.folder) else None


def unpin(snapshots: Path) -> None:
    """End a rollback: the next build is published again."""
    (snapshots / "pinned").unlink(missing_ok=True)


def prune(snapshots: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots, the current one and one that is gone back to; the ids removed.

    One that somebody has open on Windows stays, `removable` still names it. The caller holds the lock.
    """
    return _remove(snapshots, removable(snapshots, keep))


def removable(snapshots: Path, keep: int) -> list[Snapshot]:
    """The snapshots that `prune` would remove."""
    return _unless_needed(snapshots, kept(snapshots)[keep:])


def retain(snapshots: Path) -> list[str]:
    """Remove snapshots that are neither among the newest nor the last of their month; the ids removed.

    `prune` says what else stays. A figure that was handed out still verifies when its snapshot is
    gone: its values stand in the register. Damaged ones, which nothing can build again, are set
    aside as `<id>.damaged` for the steward, those of 0.1 as `<id>.earlier`. The caller holds the lock.
    """
    for folder in (each for each in folders(snapshots) if integrity.faults(each)):
        earlier = integrity.is_earlier(folder)
        with suppress(OSError):  # held open on Windows, or set aside before
            folder.replace(folder.with_suffix(OF_EARLIER_VERSION if earlier else SET_ASIDE))
            if not earlier:
                logbook.enter(snapshots, "damaged", folder.name)
    every = kept(snapshots)
    last_of_month = {str(each.manifest["built_at"])[:7]: each for each in reversed(every)}
    rest = every[newest_kept() or len(every) :]
    old = [each for each in rest if each not in last_of_month.values()]
    return _remove(snapshots, _unless_needed(snapshots, old))


def _unless_needed(snapshots: Path, old: list[Snapshot]) -> list[Snapshot]:
    now = current(snapshots)
    spared = {now.folder if now is not None else None, named_in(snapshots / "pinned")}
    return [each for each in old if each.folder not in spared]


def _remove(snapshots: Path, old: list[Snapshot]) -> list[str]:
    removed = []
    for each in old:
        gone = snapshots / f".pruned-{each.id}"  # half removed, it must not look like a snapshot
        try:
            _close(each.folder)
            each.folder.replace(gone)
        except OSError:  # held open on Windows: the next load tries again
            LOG.warning(
                "snapshot %s is open elsewhere and was not removed; the next load tries again", each.id
            )
            continue
        shutil.rmtree(gone, ignore_errors=True)
        removed.append(each.id)
        with suppress(OSError):
            logbook.enter(snapshots, "pruned", each.id)
    return removed


def _close(folder: Path) -> None:
    """Let go of the databases of a snapshot that is about to go, as far as this process has them open."""
    for path in folder.glob("*.duckdb"):
        connections.forget(path)


def point(snapshots: Path, snapshot_id: str) -> None:
    """Move the pointer to a snapshot, in one atomic step."""
    durable.replace(snapshots / "current", snapshot_id)


NO_SNAPSHOT = Text(
    ko="아직 적재된 자료가 없습니다. 'python -m meomureum load'를 실행하세요.",
    en="No data has been loaded yet. Run 'python -m meomureum load'.",
)
