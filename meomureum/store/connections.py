"""Databases opened read-only, shared by all readers of this process, and only if as they were written.

Each is attached to an instance of our own. DuckDB hands out one instance a file otherwise, under one
configuration: an analyst's own `duckdb.connect(file, read_only=True)` in the same process would be refused.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb

from meomureum.store import background
from meomureum.store.digests import State, state_of
from meomureum.store.integrity import Damaged, is_whole

READER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "2GB",
    "max_temp_directory_size": "1GB",
    "threads": 2,
}
# Nothing is opened after the snapshot, and nothing can be changed any more.
_CLOSED = (
    "USE snapshot",
    "DETACH memory",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
STORAGE_VERSION = "v1.2.0"
"""The oldest DuckDB that can read what we write: other tools bring one along that is not the newest."""
WRITER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE_VERSION
}
MOST_OPEN = 8
_lock = threading.Lock()


@dataclass(frozen=True)
class Opened:
    """A database in use: the state its file was in, and cursors that wait for the next query."""

    state: State
    connection: duckdb.DuckDBPyConnection
    idle: list[duckdb.DuckDBPyConnection] = field(default_factory=list)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of the caller's own; one that met an error is not used again."""
        try:
            cursor = self.idle.pop()
        except IndexError:
            cursor = self.connection.cursor()
            cursor.execute("USE snapshot")
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self.idle.append(cursor)

    def close(self) -> None:
        """Close it; a query under way ends first."""
        while self.idle:
            self.idle.pop().close()
        self.connection.close()


_open: OrderedDict[Path, Opened] = OrderedDict()


def opened(path: Path) -> Opened:
    """The open database of a release; raises Damaged when its file is not as it was written."""
    with _lock:
        try:
            state = state_of(path)
        except OSError as gone:
            raise _damaged(path) from gone
        held = _open.get(path)
        if held is None or held.state != state:
            held = _open[path] = Opened(state, _attached(path, held))
            while len(_open) > MOST_OPEN:
                _open.popitem(last=False)
        _open.move_to_end(path)
        return held


def _attached(path: Path, before: Opened | None) -> duckdb.DuckDBPyConnection:
    if before is not None:
        del _open[path]
        before.close()
    if not is_whole(path):
        raise _damaged(path)
    try:
        return attached(path)
    except duckdb.Error as error:
        if not is_whole(path, again=True):
            raise _damaged(path) from error
        raise


def as_literal(path: Path) -> str:
    """A path as SQL says it, whatever signs are in the names of its folders."""
    return "'" + path.as_posix().replace("'", "''") + "'"


def attached(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read this one database and nothing else."""
    connection = duckdb.connect(config={**READER_SETTINGS, "temp_directory": f"{path}.tmp"})
    try:
        connection.execute(f"ATTACH {as_literal(path)} AS snapshot (READ_ONLY)")
        for statement in _CLOSED:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def forget(path: Path) -> None:
    """Close a database that is about to go."""
    with _lock:
        held = _open.pop(path, None)
        if held is not None:
            held.close()


def check(path: Path, used: Opened, error: Exception) -> None:
    """After a read has failed: raises Damaged when its file is, or when another took its place meanwhile."""
    whole = is_whole(path, again=True)
    with _lock:
        held = _open.get(path)
        replaced = held is not used
        if not replaced and (not whole or isinstance(error, duckdb.FatalException)):
            del _open[path]
            used.close()
    if replaced or not whole:
        raise _damaged(path) from error


def _damaged(path: Path) -> Damaged:
    return Damaged(path.parent.name, (path.name,))


LOOKS_EVERY_SECONDS = 0.2


class Running(Protocol):
    """A query under way."""

    def interrupt(self) -> None:
        """Cut it."""


_queries_lock = threading.Lock()
_running: dict[int, tuple[float, Running]] = {}
_watchers: list[threading.Thread] = []


@contextmanager
def at_most(seconds: float, query: Running) -> Iterator[None]:
    """Interrupt a query that runs longer; a thread for each would cost more than most queries."""
    with _queries_lock:
        _running[id(query)] = (time.monotonic() + seconds, query)
        if not any(each.is_alive() for each in _watchers):
            _watchers[:] = [background.start("patience", _watch)]
    try:
        yield
    finally:
        with _queries_lock:
            _running.pop(id(query), None)


def _watch() -> None:
    while True:
        time.sleep(LOOKS_EVERY_SECONDS)
        with _queries_lock:  # a query that ends meanwhile waits, so no other one is cut in its place
            for until, query in _running.values():
                if time.monotonic() > until:
                    query.interrupt()
