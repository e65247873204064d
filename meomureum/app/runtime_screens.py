"""What Streamlit's runtime knows of the screens that are open: whose they are, and their files.

The only place that looks inside it; a test with a real server fails when it changes.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile
from streamlit.runtime.session_manager import SessionInfo

from meomureum.access.settings import Settings
from meomureum.access.visitor import Refused, Visitor, from_proxy, identity

if TYPE_CHECKING:
    from starlette.types import Scope

_taken: dict[str, set[str]] = {}


def remember_takers() -> None:
    """From now on, note whose click each file was made for: the runtime itself does not."""
    manager = Runtime.instance().media_file_mgr
    execute = manager.execute_deferred

    def execute_for(file_id: str) -> str:
        entry = manager._deferred_callables.get(file_id)
        address = execute(file_id)
        if entry is not None:
            _taken.setdefault(PurePosixPath(address).stem, set()).add(entry["session_id"])
        for gone in [each for each in list(_taken) if manager.read_file(each) is None]:
            _taken.pop(gone, None)
        return address

    manager.execute_deferred = execute_for  # type: ignore[method-assign]


def screens_of(who: Visitor, known: Settings) -> frozenset[str]:
    """The sessions of one sign-in, those included that a browser may come back to."""
    sessions = Runtime.instance()._session_mgr.list_sessions()
    return frozenset(each.session.id for each in sessions if _sign_in(each, known) == who.sign_in)


def _sign_in(of: SessionInfo, known: Settings) -> str:
    """What tells one sign-in from another; all screens are one person's where nobody signs in."""
    if known.way == "sign-in":
        return identity(of.session._user_info)
    context = of.client.client_context if of.client else None
    if known.way == "proxy" and context is not None:
        with suppress(Refused):
            return from_proxy({name.lower(): value for name, value in context.headers}, known).sign_in
    return "?" if known.way == "proxy" else ""


def draw_anew(scope: Scope) -> None:
    """Run the script of the screen that a websocket belongs to once more."""
    for each in Runtime.instance()._session_mgr.list_active_sessions():
        websocket = getattr(each.client, "_websocket", None)
        if websocket is not None and websocket.scope is scope:
            each.session.request_rerun(None)


def uploaded() -> dict[str, int]:
    """Bytes of the uploads that are on the server now, by session."""
    held = Runtime.instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    return {
        session: sum(len(file.data) for file in list(files.values())) for session, files in list(held.items())
    }


def made_file(file_id: str) -> MemoryFile | None:
    """A file that a page has made, by the name in its address."""
    return Runtime.instance().media_file_mgr.read_file(file_id)


def is_taken_along(file: MemoryFile) -> bool:
    """Whether a file is one to keep, not a picture of the page."""
    return file.kind == MediaFileKind.DOWNLOADABLE


def screens_with(file_id: str) -> frozenset[str]:
    """The sessions whose page holds a file, or whose reader has had it made."""
    held = Runtime.instance().media_file_mgr._files_by_session_and_coord
    shown = {session for session, files in list(held.items()) if file_id in list(files.values())}
    return frozenset(shown | _taken.get(file_id, set()))
