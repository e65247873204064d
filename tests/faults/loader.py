"""Loads in processes of their own, which a test may kill, starve or run beside each other."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb
from small import STUDENTS, Folder, written

from etl import build, file_intake, load_ledger
from meomureum.store import durable, logbook, warehouse

# Clean processes that have imported everything: a killed one takes no lock or thread of ours along.
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # the server of processes looks nowhere else
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["etl.build", "small"])
PATIENCE_SECONDS = 120
Hook = tuple[str, str, bool]  # module, function, whether to die before it (else after)


@dataclass(frozen=True)
class Ended:
    """How a load ended: "published", "nothing new", the name of its fault, or "killed"."""

    how: str
    seconds: float


class Stand:
    """A data folder with one published load, and files to load next."""

    def __init__(self, place: Path) -> None:
        self.folder = Folder(place)
        self.place = place
        self.data, self.snapshots = self.folder.data, self.folder.snapshots
        build.load([self.file(2021)], self.data, self.snapshots)
        self.old = self.current().id

    def file(self, year: int, school: str = "인제대") -> Path:
        """A file of one row that no other file has."""
        path = self.place / f"{year}-{school}.csv"
        path.write_text(written(STUDENTS, [[year, school, 9000, 700]]), "utf-8")
        return path

    def copied(self, place: Path) -> Stand:
        """The same folders somewhere else, to be spoilt."""
        twin = object.__new__(Stand)
        twin.folder, twin.place, twin.old = self.folder.copied(place), place, self.old
        twin.data, twin.snapshots = twin.folder.data, twin.folder.snapshots
        return twin

    def current(self) -> warehouse.Snapshot:
        """What readers see."""
        found = warehouse.current(self.snapshots)
        assert found is not None, "readers see nothing"
        return found

    def years(self) -> list[int]:
        """The years of the loaded rows, after every table of the snapshot was read to its end."""
        with duckdb.connect(str(self.current().folder / "exact.duckdb"), read_only=True) as opened:
            for (name,) in opened.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                opened.execute(f'SELECT HASH(each) FROM "{name}" AS each').fetchall()
            rows = opened.execute("SELECT year FROM university_students ORDER BY year").fetchall()
        return [year for (year,) in rows]

    def litter(self) -> list[str]:
        """What neither a snapshot nor a kept file accounts for."""
        hidden = [*self.snapshots.glob(".*"), *(self.data / "raw").rglob(".*")]
        halves = [
            each
            for each in self.snapshots.iterdir()
            if each.is_dir() and not (each / "manifest.json").is_file()
        ]
        return sorted({str(each.relative_to(self.place)) for each in [*hidden, *halves]})


def start(
    stand: Stand, files: list[Path], hook: Hook | None = None, bytes_per_file: int = 0
) -> tuple[Any, Connection]:
    """A load in a process of its own, and the pipe through which it tells that it has begun and how it ended."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(
        target=_load, args=(theirs, stand.data, stand.snapshots, files, hook, bytes_per_file), daemon=True
    )
    process.start()
    theirs.close()
    assert ours.poll(PATIENCE_SECONDS)
    assert ours.recv() == "begun"
    return process, ours


def ended(process: Any, pipe: Connection, started: float) -> Ended:
    """Wait for a load to end."""
    process.join(PATIENCE_SECONDS)
    seconds = time.monotonic() - started
    assert process.exitcode is not None, "the load hangs"
    if process.exitcode == -signal.SIGKILL:
        return Ended("killed", seconds)
    assert process.exitcode == 0
    return Ended(str(pipe.recv()), seconds)


def run(stand: Stand, files: list[Path], hook: Hook | None = None, bytes_per_file: int = 0) -> Ended:
    """A load from beginning to end."""
    process, pipe = start(stand, files, hook, bytes_per_file)
    return ended(process, pipe, time.monotonic())


def run_killed(stand: Stand, files: list[Path], after_seconds: float) -> Ended:
    """A load that is killed so many seconds after it began, unless it was faster."""
    process, pipe = start(stand, files)
    started = time.monotonic()
    process.join(after_seconds)
    if process.exitcode is None:
        process.kill()
    return ended(process, pipe, started)


def _load(
    pipe: Connection, data: Path, snapshots: Path, files: list[Path], hook: Hook | None, bytes_per_file: int
) -> None:
    if hook is not None:
        _die_at(hook)
    if bytes_per_file:  # the portable form of a full disk; Python ignores the signal that comes with it
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_per_file, bytes_per_file))
    pipe.send("begun")
    try:
        outcome = build.load(files, data, snapshots)
    except Exception as fault:  # noqa: BLE001 - the test says which faults may come
        pipe.send(type(fault).__name__)
    else:
        pipe.send("published" if outcome.published else "nothing new")


def _die_at(hook: Hook) -> None:
    module_name, function_name, before = hook
    module: Any = {
        "warehouse": warehouse,
        "durable": durable,
        "logbook": logbook,
        "build": build,
        "file_intake": file_intake,
        "load_ledger": load_ledger,
        "shutil": shutil,
        "os": os,
    }[module_name]
    whole: Callable[..., Any] = getattr(module, function_name)

    def deadly(*arguments: Any, **named: Any) -> Any:
        if not before:
            whole(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, function_name, deadly)
