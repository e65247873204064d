"""The load under way on this server, or how the last one ended: one at a time, in a thread that outlives the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from etl import build
from etl.contract import LoadRefused, Problem
from etl.load_progress import READING, Doing, Say
from meomureum.store import background


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
