"""Snapshots of the data: where they stand, which one is current, open, publish.

A snapshot is a folder named by its id. It holds its releases (`exact.duckdb`; protected
releases join it later) and `manifest.json`. Snapshots are never changed: a load builds a
new folder beside the others and swaps the pointer `current` in one atomic step, so a
reader keeps what it opened.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pandas as pd

from patience import at_most
from texts import Text

PROJECT = Path(__file__).resolve().parent
READER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "2GB",
    "max_temp_directory_size": "1GB",
    "threads": 2,
    "lock_configuration": True,
}

QUERY_SECONDS = 5
RELEASES = ("exact", "internal", "public")
LOCK_TRIED_EVERY_SECONDS = 0.1


class LoadRunning(Exception):
    """Another load holds the lock; `holder` says which process and since when."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"another load is running: {holder}")


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
        held = _files_of(self.folder)
        return tuple(each for each in releases_served() if f"{each}.duckdb" in held)

    @property
    def manifest(self) -> Mapping[str, Any]:
        """When it was built, from which shipped data, and the account in brief."""
        loaded: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return loaded

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of one SELECT with named `$parameters`.

        Raises TimeoutError for a query that does not end: it would hold the machine for everybody.
        """
        with self._answered(sql, parameters) as found:
            return in_words(found.df())

    def columns(self, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The same as plain columns, masked where a value is missing: half the time of a table."""
        with self._answered(sql, parameters) as found:
            return found.fetchnumpy()

    @contextmanager
    def _answered(
        self, sql: str, parameters: Mapping[str, Any] | None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A query that has run, on a cursor of its own."""
        if self.release not in releases_served():
            raise PermissionError(f"this process does not serve the release {self.release!r}")
        with _connection(str(self.folder / f"{self.release}.duckdb")).cursor() as cursor:
            try:
                with at_most(QUERY_SECONDS, cursor):
                    yield cursor.execute(sql, dict(parameters or {}))
            except duckdb.InterruptException as error:
                raise TimeoutError(f"a query took longer than {QUERY_SECONDS} seconds") from error


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that a large table keeps as an enumeration come as the words they stand for."""
    coded = {name: "str" for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)}
    return frame.astype(coded) if coded else frame


@lru_cache(maxsize=8)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(path, read_only=True, config=READER_SETTINGS)


def home() -> Path:
    """The folder of snapshots: `MEOMUREUM_SNAPSHOTS`, else `data/snapshots` of the project."""
    return Path(os.environ.get("MEOMUREUM_SNAPSHOTS") or PROJECT / "data" / "snapshots")


def data() -> Path:
    """The folder of what goes in: `MEOMUREUM_DATA`, else `data` of the project."""
    return Path(os.environ.get("MEOMUREUM_DATA") or PROJECT / "data")


def releases_named() -> tuple[str, ...]:
    """The releases that `MEOMUREUM_RELEASES` names, in their order; none when it is not set."""
    named = os.environ.get("MEOMUREUM_RELEASES", "").replace(",", " ").split()
    return tuple(each for each in RELEASES if each in named)


def releases_served() -> tuple[str, ...]:
    """The releases that this process may open: those named, or every one where nothing is said."""
    return releases_named() if os.environ.get("MEOMUREUM_RELEASES", "").strip() else RELEASES


def current(snapshots: Path | None = None) -> Snapshot | None:
    """The snapshot that readers see now; None before the first load."""
    folder = snapshots or home()
    try:
        pointer = (folder / "current").stat()
    except FileNotFoundError:
        return None
    named = _named_by(folder, pointer.st_mtime_ns, pointer.st_ino)
    return _as_served(named) if "manifest.json" in _files_of(named) else None


# Asked dozens of times while a page is drawn, so it is read again only when it has changed.
@lru_cache(maxsize=8)
def _named_by(folder: Path, _changed: int, _file: int) -> Path:
    """The folder that the pointer names, which is replaced by another file and never written to."""
    return folder / (folder / "current").read_text("ascii").strip()


def _files_of(folder: Path) -> frozenset[str]:
    """The names in a snapshot's folder; none where there is no such folder."""
    try:
        return _listed(folder, folder.stat().st_mtime_ns)
    except FileNotFoundError:
        return frozenset()


@lru_cache(maxsize=64)
def _listed(folder: Path, _changed: int) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir())


def _as_served(folder: Path) -> Snapshot:
    """A snapshot by the least protected release that this process serves."""
    return Snapshot(folder, release=next(iter(Snapshot(folder).releases), "exact"))


def kept(snapshots: Path | None = None) -> list[Snapshot]:
    """Every whole snapshot on disk, newest first."""
    folder = snapshots or home()
    found = [_as_served(path.parent) for path in folder.glob("[!.]*/manifest.json")]
    return sorted(found, key=lambda snapshot: str(snapshot.manifest["built_at"]), reverse=True)


def publish(release: Path, snapshots: Path, snapshot_id: str, manifest: Mapping[str, Any]) -> Snapshot:
    """Make a finished folder a snapshot and point readers at it.

    Everything reaches the disk before the pointer moves; a crash before that leaves
    readers on the old snapshot. A snapshot that is kept already is not written again:
    somebody may be reading it.
    """
    folder = snapshots / snapshot_id
    if not (folder / "manifest.json").is_file():
        record = {"built_at": _now(), **manifest}
        (release / "manifest.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
        for path in release.iterdir():
            _sync(path)
        _sync(release)
        shutil.rmtree(folder, ignore_errors=True)
        release.replace(folder)
    point(snapshots, snapshot_id)
    _log(snapshots, "published", snapshot_id)
    return _as_served(folder)


def roll_back(snapshots: Path, snapshot_id: str) -> Snapshot:
    """Go back to a kept snapshot, which then stays current until the next load.

    Raises LookupError when there is no such snapshot. The caller holds the lock.
    """
    found = {snapshot.id: snapshot for snapshot in kept(snapshots)}
    if snapshot_id not in found:
        raise LookupError(snapshot_id)
    _replace(snapshots / "pinned", snapshot_id)
    point(snapshots, snapshot_id)
    _log(snapshots, "rolled_back", snapshot_id)
    return found[snapshot_id]


def pinned(snapshots: Path) -> Snapshot | None:
    """The snapshot that a rollback holds in place, while it is whole and current."""
    pin, now = snapshots / "pinned", current(snapshots)
    if now is None or not pin.is_file() or pin.read_text("ascii").strip() != now.id:
        return None
    return now


def unpin(snapshots: Path) -> None:
    """End a rollback: the next build is published again."""
    (snapshots / "pinned").unlink(missing_ok=True)


def prune(snapshots: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots and the current one; the ids removed.

    The caller holds the lock.
    """
    now = current(snapshots)
    old = [each for each in kept(snapshots)[keep:] if now is None or each.id != now.id]
    for each in old:
        gone = snapshots / f".pruned-{each.id}"  # half removed, it must not look like a snapshot
        each.folder.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
        _log(snapshots, "pruned", each.id)
    return [each.id for each in old]


def log(snapshots: Path) -> list[tuple[str, str, str]]:
    """What was published, gone back to or pruned: (when, what, snapshot id), newest first."""
    path = snapshots / "log.txt"
    lines = path.read_text("ascii").splitlines() if path.is_file() else []
    entries = [tuple(line.split(" ")) for line in lines]
    return [(entry[0], entry[1], entry[2]) for entry in reversed(entries) if len(entry) == 3]


def _log(snapshots: Path, what: str, snapshot_id: str) -> None:
    with (snapshots / "log.txt").open("a", encoding="ascii") as file:
        file.write(f"{_now()} {what} {snapshot_id}\n")
        file.flush()
        os.fsync(file.fileno())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def point(snapshots: Path, snapshot_id: str) -> None:
    """Move the pointer to a snapshot, in one atomic step."""
    _replace(snapshots / "current", snapshot_id)


def _replace(path: Path, words: str) -> None:
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
    fresh.write_text(words, "ascii")
    put_in_place(fresh, path)


def put_in_place(fresh: Path, path: Path) -> None:
    """Put a written file in the place of another, in one atomic step that outlasts a power cut."""
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder to flush it
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def sole_writer(snapshots: Path, patience_seconds: float = 0) -> Iterator[None]:
    """Hold the load lock; raises LoadRunning when another process holds it for longer than one waits.

    The operating system drops the lock when its holder dies, so no lock is ever stale.
    """
    snapshots.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience_seconds
    holder = snapshots / "lock.txt"
    with (snapshots / "lock").open("a+b") as lock:
        while not _try_lock(lock):
            if time.monotonic() >= until:
                raise LoadRunning(holder.read_text("utf-8") if holder.exists() else "?")
            time.sleep(LOCK_TRIED_EVERY_SECONDS)
        _sweep(snapshots)
        holder.write_text(f"process {os.getpid()}, since {_now()}", "utf-8")
        yield


@contextmanager
def locked(path: Path, patience_seconds: float) -> Iterator[None]:
    """Hold a small lock of its own, such as a log's; raises TimeoutError when it stays held for longer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience_seconds
    with path.open("a+b") as lock:
        while not _try_lock(lock):
            if time.monotonic() >= until:
                raise TimeoutError(f"{path.name} is held by another process")
            time.sleep(LOCK_TRIED_EVERY_SECONDS / 20)
        yield


def _sweep(snapshots: Path) -> None:
    """Remove what writers that died have left; nobody else writes while the lock is held."""
    for pattern in (".building-*", ".pruned-*", ".current-*", ".pinned-*"):
        for path in snapshots.glob(pattern):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _try_lock(lock: BinaryIO) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


NO_SNAPSHOT = Text(
    ko="아직 적재된 자료가 없습니다. 'python -m etl load'를 실행하세요.",
    en="No data has been loaded yet. Run 'python -m etl load'.",
)
