"""Locks that die with their holder: one writer of snapshots at a time, and small ones for logs."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

LOCK_TRIED_EVERY_SECONDS = 0.1
HOLDER = "lock.txt"
_HELD_BY = re.compile(r"process \d+, since [0-9T:+-]+")
_OURS = ("lock", HOLDER, "current", "pinned", "log.txt")
_LITTER = (".building-*", ".damaged-*", ".pruned-*", ".current-*", ".pinned-*")


class LoadRunning(Exception):
    """Another load holds the lock; `holder` says which process and since when."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"another load is running: {holder}")


@contextmanager
def sole_writer(snapshots: Path, patience_seconds: float = 0) -> Iterator[None]:
    """Hold the load lock; raises LoadRunning when another process holds it for longer than one waits.

    The operating system drops the lock when its holder dies, so no lock is ever stale.
    """
    snapshots.mkdir(parents=True, exist_ok=True)
    _make_way(snapshots)
    until = time.monotonic() + patience_seconds
    with (snapshots / "lock").open("a+b") as lock:
        while not _try_lock(lock):
            if time.monotonic() >= until:
                raise LoadRunning(_holder(snapshots / HOLDER))
            time.sleep(LOCK_TRIED_EVERY_SECONDS)
        _sweep(snapshots)
        (snapshots / HOLDER).write_text(f"process {os.getpid()}, since {now()}", "utf-8")
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


def now() -> str:
    """The present moment (ISO, UTC, to the second)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(path: Path) -> str:
    """Who holds the lock, where its note is what a holder writes."""
    try:
        words = path.read_bytes()[:100].decode("utf-8", "replace")
    except OSError:
        return "?"
    return words if _HELD_BY.fullmatch(words) else "?"


def _make_way(snapshots: Path) -> None:
    """Set aside what stands in the place of one of our files and is none, such as a folder."""
    for path in (snapshots / name for name in _OURS):
        if path.exists() and not path.is_file():
            path.replace(path.with_name(f"{path.name}.set-aside-{time.time_ns()}"))


def _sweep(snapshots: Path) -> None:
    """Remove what writers that died have left; nobody else writes while the lock is held."""
    for pattern in _LITTER:
        for path in snapshots.glob(pattern):
            with suppress(OSError):  # held open on Windows: the next writer tries again
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
