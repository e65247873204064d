"""Files that a page has made for somebody: handed to nobody else, and entered in the access log."""

from __future__ import annotations

import asyncio
import time
from pathlib import PurePosixPath

from meomureum.access import log
from meomureum.access.settings import Settings
from meomureum.access.visitor import Visitor
from meomureum.app import runtime_screens
from meomureum.app.refusal_pages import Reason
from meomureum.store import environment

# While a page is drawn anew it lets go of its files and takes them up again.
_PATIENCE_SECONDS, _LOOK_AGAIN_SECONDS = 2.0, 0.05


async def refusal(place: str, who: Visitor, at: str, known: Settings) -> Reason | None:
    """Why a file is not handed to somebody; None when it is, and entered in the log if it is one to keep."""
    name = PurePosixPath(place).stem
    if not await _is_of(name, who, known):
        return "not yours"
    file = runtime_screens.made_file(name)
    if file is None or not runtime_screens.is_taken_along(file):
        return None
    try:
        await asyncio.to_thread(_enter, who, at, file.filename or name)
    except OSError:
        # One person at their own computer is not stopped by a full disk.
        return "no log" if who.signed_in else None
    return None


async def _is_of(name: str, who: Visitor, known: Settings) -> bool:
    if not who.signed_in:
        return True
    until = time.monotonic() + _PATIENCE_SECONDS
    while not (found := bool(runtime_screens.screens_with(name) & runtime_screens.screens_of(who, known))):
        if runtime_screens.made_file(name) is None or time.monotonic() > until:
            break
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return found


def _enter(who: Visitor, at: str, detail: str) -> None:
    log.append(environment.home(), who=who.name, role=who.role, where=at, what="fetched", detail=detail)
