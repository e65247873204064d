"""How long a query may take: one thread watches them all and cuts what does not end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from meomureum.store import background

LOOKS_EVERY_SECONDS = 0.2


class Running(Protocol):
    """A query under way."""

    def interrupt(self) -> None:
        """Cut it."""


_lock = threading.Lock()
_running: dict[int, tuple[float, Running]] = {}
_watchers: list[threading.Thread] = []


@contextmanager
def at_most(seconds: float, query: Running) -> Iterator[None]:
    """Interrupt a query that runs longer; a thread for each would cost more than most queries."""
    with _lock:
        _running[id(query)] = (time.monotonic() + seconds, query)
        if not any(each.is_alive() for each in _watchers):
            _watchers[:] = [background.start("patience", _watch)]
    try:
        yield
    finally:
        with _lock:
            _running.pop(id(query), None)


def _watch() -> None:
    while True:
        time.sleep(LOOKS_EVERY_SECONDS)
        with _lock:  # a query that ends meanwhile waits, so no other one is cut in its place
            for until, query in _running.values():
                if time.monotonic() > until:
                    query.interrupt()
