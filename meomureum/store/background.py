"""Work that nobody waits for: the one way to begin it, so that none of it dies unseen.

What ends it unforeseen is logged with its traceback under a code, and `/ready` names it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from meomureum.store import incidents


@dataclass(frozen=True)
class Failure:
    """Work that has died: its name, the code of the log, and when (ISO, UTC)."""

    work: str
    code: str
    at: str


_failures: dict[str, Failure] = {}


def start(name: str, work: Callable[[], object], *, outlives: bool = False) -> threading.Thread:
    """Begin some work in a thread of its own; one that `outlives` the server is finished before it ends."""
    thread = threading.Thread(target=attempt, args=(name, work), name=name, daemon=not outlives)
    thread.start()
    return thread


def attempt(name: str, work: Callable[[], object]) -> bool:
    """Do some work here and now; whether it went well. Its failure is logged and kept, never raised."""
    try:
        work()
    except Exception as fault:  # noqa: BLE001 - nobody stands above to whom it could go
        code = incidents.report(fault, name)
        _failures[name] = Failure(name, code, datetime.now(UTC).isoformat(timespec="seconds"))
        return False
    _failures.pop(name, None)
    return True


def failures() -> tuple[Failure, ...]:
    """All work that has died and was not done since."""
    return tuple(_failures.values())
