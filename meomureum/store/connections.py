"""Databases opened read-only, shared by all readers of this process, and only if as they were written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

import duckdb

from meomureum.store.digests import State, state_of
from meomureum.store.integrity import Damaged, is_whole

READER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "2GB",
    "max_temp_directory_size": "1GB",
    "threads": 2,
    "lock_configuration": True,
}
MOST_OPEN = 8
Opened = tuple[State, duckdb.DuckDBPyConnection]
_lock = threading.Lock()
_open: OrderedDict[Path, Opened] = OrderedDict()


def connection(path: Path) -> duckdb.DuckDBPyConnection:
    """The open database of a release; raises Damaged when its file is not as it was written."""
    with _lock:
        try:
            state = state_of(path)
        except OSError as gone:
            raise _damaged(path) from gone
        held = _open.get(path)
        if held is None or held[0] != state:
            held = _open[path] = (state, _opened(path, held))
            while len(_open) > MOST_OPEN:
                _open.popitem(last=False)
        _open.move_to_end(path)
        return held[1]


def _opened(path: Path, before: Opened | None) -> duckdb.DuckDBPyConnection:
    if before is not None:
        # DuckDB hands out what is open under a path, even when another file stands there by now.
        del _open[path]
        before[1].close()
    if not is_whole(path):
        raise _damaged(path)
    try:
        return duckdb.connect(str(path), read_only=True, config=READER_SETTINGS)
    except duckdb.Error as error:
        if not is_whole(path, again=True):
            raise _damaged(path) from error
        raise


def forget(path: Path) -> None:
    """Close a database that is about to go."""
    with _lock:
        held = _open.pop(path, None)
        if held is not None:
            held[1].close()


def check(path: Path, used: duckdb.DuckDBPyConnection, error: Exception) -> None:
    """After a read has failed: raises Damaged when its file is, or when another took its place meanwhile."""
    whole = is_whole(path, again=True)
    with _lock:
        held = _open.get(path)
        replaced = held is None or held[1] is not used
        if not replaced and (not whole or isinstance(error, duckdb.FatalException)):
            del _open[path]
            used.close()
    if replaced or not whole:
        raise _damaged(path) from error


def _damaged(path: Path) -> Damaged:
    return Damaged(path.parent.name, (path.name,))
