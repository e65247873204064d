"""Loads on this server: files handed in, what publishing them would change, and the one load under way or just ended.

A load runs in a thread that outlives the page; files that are not published yet outlive a reload of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl import build, trial_build
from etl.build import Outcome
from etl.contract import LoadRefused, Problem
from etl.load_accounts import Input
from etl.load_progress import READING, Doing, Say
from etl.trial_build import Moved
from meomureum.analysis.value_changes import ValueChange, value_changes
from meomureum.session.roles import visitor
from meomureum.store import background
from meomureum.store.warehouse import Snapshot


@dataclass
class Job:
    """One load under way, or how the last one ended."""

    doing: Doing = READING
    outcome: build.Outcome | None = None
    problems: tuple[Problem, ...] = ()
    fault: Exception | None = None
    thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether the load is still under way."""
        return self.thread is not None and self.thread.is_alive()


_jobs: list[Job] = []  # at most one: two loads at once would wait for each other anyway


def begin(work: Callable[[Say], build.Outcome]) -> Job:
    """Start what publishes a snapshot in a thread of the server; the caller has asked who may."""
    made = Job()
    made.thread = background.start("load", lambda: _work(made, work), outlives=True)
    _jobs[:] = [made]
    return made


def _work(job: Job, work: Callable[[Say], build.Outcome]) -> None:
    def say(doing: Doing) -> None:
        job.doing = doing

    try:
        job.outcome = work(say)
    except LoadRefused as refusal:
        job.problems = refusal.problems
    except Exception as fault:
        job.fault = fault
        raise


def job() -> Job | None:
    """The load under way or the last one of this server."""
    return _jobs[0] if _jobs else None


def under_way() -> Job | None:
    """The load under way, whoever began it: another one waits for its end."""
    last = job()
    return last if last is not None and last.running else None


Files = tuple[tuple[str, bytes], ...]
MOST_BYTES = 100_000_000  # of one person
_files: dict[str, Files] = {}


def kept_files() -> Files:
    """What this reader has handed in before, under whichever screen."""
    return _files.get(visitor().name, ())


def keep_files(files: Files) -> None:
    """Keep what this reader has handed in now, in place of what was kept; more than the most is not kept."""
    if files and sum(len(content) for _, content in files) <= MOST_BYTES:
        _files[visitor().name] = files
    else:
        _files.pop(visitor().name, None)


@dataclass(frozen=True)
class Preview:
    """What changes: rows and people of the city's own by place and time, and values of indicators."""

    moved: tuple[Moved, ...] = ()
    values: tuple[ValueChange, ...] = ()


UNCHANGED = Preview()


def preview_of(inputs: Sequence[Input], now: Snapshot | None) -> tuple[Outcome, Preview]:
    """What publishing these inputs would come to, and change of `now`; raises LoadRefused as a load would."""
    with trial_build.tried(inputs) as (outcome, after):
        if now is None:
            return outcome, UNCHANGED
        return outcome, Preview(tuple(trial_build.moved(now, after)), tuple(value_changes(now, after)))
