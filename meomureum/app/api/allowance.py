"""How often one reader may call, and how many calls are answered at once: screens come first."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 4
MOST_KNOWN = 10_000
RETRY_SECONDS = 1
MINUTE = 60.0


class TooMany(Exception):
    """A call is not answered now; `seconds` later it may be."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class Allowance:
    """Calls in store for each reader: a minute's at most, filling up evenly."""

    def __init__(self) -> None:
        self._stores: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def call(self, reader: str, a_minute: float) -> Iterator[None]:
        """One call of a reader; raises TooMany where they have none left or all places are taken."""
        self._take(reader, a_minute, time.monotonic())
        if not self._room.acquire(blocking=False):
            raise TooMany(RETRY_SECONDS)
        try:
            yield
        finally:
            self._room.release()

    def _take(self, reader: str, a_minute: float, now: float) -> None:
        with self._lock:
            held, before = self._stores.pop(reader, (a_minute, now))
            held = min(a_minute, held + (now - before) * a_minute / MINUTE)
            self._stores[reader] = (max(held - 1, 0) if held >= 1 else held, now)
            while len(self._stores) > MOST_KNOWN:  # who has not called for longest
                del self._stores[next(iter(self._stores))]
        if held < 1:
            raise TooMany(int((1 - held) * MINUTE / a_minute) + 1)


ALLOWANCE = Allowance()
"""That of this server."""
