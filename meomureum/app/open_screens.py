"""The screens that are open: no more than the machine can hold, and none longer than its reader may see it."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from meomureum.access.request import visitor
from meomureum.access.roles import Role
from meomureum.access.server_settings import settings
from meomureum.access.settings import Settings
from meomureum.access.visitor import Refused
from meomureum.app import runtime_screens

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A screen holds its websocket and the loop of its script (three); a browser that opens one loads files
# meanwhile. The server keeps up to 128 screens that were closed just now, and its own files.
HANDLES_A_SCREEN, HANDLES_OF_THE_SERVER = 5, 512
BYTES_A_SCREEN, MEMORY_FOR_SCREENS = 2_000_000, 1 / 4
MOST_WITHOUT_A_WORD = 2_000
_HANDLES_ELSEWHERE = 2_048
_QUIET_SECONDS = 60
LOST, STALE = 1008, 1012
DRAWN_IN_SECONDS = 15


def raise_handle_limit() -> int:
    """Let this process open as many files and sockets as the system allows it; how many that is."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return _HANDLES_ELSEWHERE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS names no limit and keeps one
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft if soft != resource.RLIM_INFINITY else 1 << 20


class Quieter(logging.Filter):
    """Lets a complaint of the event loop through once a minute: without handles it repeats it without end."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this one is the first of its minute."""
        words, now = record.getMessage().partition("\n")[0], time.monotonic()
        if now - self._said.get(words, -_QUIET_SECONDS) < _QUIET_SECONDS:
            return False
        self._said = {each: at for each, at in self._said.items() if now - at < _QUIET_SECONDS}
        self._said[words] = now
        return True


@cache
def most_by_machine() -> int:
    """How many screens the handles and the memory of this machine are good for."""
    limit = raise_handle_limit()
    handles = (limit - min(HANDLES_OF_THE_SERVER, limit // 2)) // HANDLES_A_SCREEN
    return max(1, min(handles, _most_by_memory(), MOST_WITHOUT_A_WORD))


def _most_by_memory() -> int:
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # not told on Windows
        return MOST_WITHOUT_A_WORD
    return int(memory * MEMORY_FOR_SCREENS) // BYTES_A_SCREEN


class Screens:
    """The open screens of this server."""

    def __init__(self) -> None:
        self.open = 0

    def are_full(self, known: Settings) -> bool:
        """Whether one more would be one too many."""
        return self.open >= (known.sessions or most_by_machine())

    async def show(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """One screen, until its reader leaves it or may not see it any more."""
        self.open += 1
        try:
            line = _Line(scope, receive, send)
            line.role = await line.role_by_now()
            await app(scope, line.receive, line.send)
        finally:
            self.open -= 1


SCREENS = Screens()
"""Those of this server."""


class _Line:
    """A websocket that is judged again every few minutes, whether its reader does something or not.

    What a reader does is judged by the script at each run. A screen that nobody touches would stay:
    it is drawn anew and closed when its role is another one, or its sign-in or the way in has ended.
    Behind a proxy it is closed in any case, as only a new request brings the role that the proxy
    names by now; the browser comes back by itself and goes on where it was.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self._receive, self._send, self._ended = receive, send, False
        self._judged_at, self._asked = time.monotonic(), 0
        self.role: Role | None = None

    async def receive(self) -> Message:
        self._asked += 1
        if self._asked == 2 and settings().way == "proxy" and self.role is None:
            runtime_screens.draw_anew(
                self._scope
            )  # who came back without a role still sees what was drawn before
        while True:
            left = self._judged_at + settings().judged_seconds - time.monotonic()
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._receive(), left)
            self._judged_at = time.monotonic()
            code = await self._verdict()
            if code == LOST:
                runtime_screens.draw_anew(self._scope)
                await asyncio.sleep(DRAWN_IN_SECONDS)
            if code is not None:
                self._ended = True
                await self._send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}

    async def role_by_now(self) -> Role | None:
        """The role of who sits at the screen; the provider may be asked for it."""
        return await asyncio.to_thread(_role, self._headers)

    async def _verdict(self) -> int | None:
        before, self.role = self.role, await self.role_by_now()
        if before is not None and self.role != before:
            return LOST
        return STALE if settings().way == "proxy" else None

    async def send(self, message: Message) -> None:
        if not self._ended:
            await self._send(message)


def _role(headers: Mapping[str, str]) -> Role | None:
    """The role of who sits at a screen by now."""
    try:
        return visitor(headers, settings(), time.time(), acts=False).role
    except Refused:
        return None
