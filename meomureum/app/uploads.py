"""Room for files that are handed in: asked for before a byte of them is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from meomureum.access.roles import may_use
from meomureum.access.settings import Settings
from meomureum.access.visitor import Visitor
from meomureum.app import runtime_screens
from meomureum.app.refusal_pages import Reason

# What a form adds around the file it carries; Streamlit itself allows as much.
_AROUND_A_FILE = 1 << 20


class Uploads:
    """The uploads of this server: those it holds, and those on their way, at the length they have told."""

    def __init__(self) -> None:
        self.coming: Counter[str] = Counter()

    def refusal(
        self, session: str, headers: Mapping[str, str], who: Visitor, known: Settings
    ) -> Reason | None:
        """Why a file is not taken from somebody; None when it is."""
        if not may_use(who.role, "load_files"):
            return "may not load"
        if session not in runtime_screens.screens_of(who, known):
            return "not yours"
        return self._of_size(session, headers, known)

    def refusal_of_removing(self, session: str, who: Visitor, known: Settings) -> Reason | None:
        """Why somebody may not take an upload away again."""
        return None if session in runtime_screens.screens_of(who, known) else "not yours"

    def _of_size(self, session: str, headers: Mapping[str, str], known: Settings) -> Reason | None:
        told = headers.get("content-length", "")
        if "transfer-encoding" in headers or not (told.isascii() and told.isdecimal()):
            return "no length"
        size, most = int(told), int(st.get_option("server.maxUploadSize")) * (1 << 20) + _AROUND_A_FILE
        if size > most:
            return "file too large"
        held = runtime_screens.uploaded()
        if held.get(session, 0) + self.coming[session] + size > known.upload_session_bytes:
            return "session full"
        if sum(held.values()) + self.coming.total() + size > known.upload_total_bytes:
            return "server full"
        return None

    @contextmanager
    def on_its_way(self, session: str, headers: Mapping[str, str]) -> Iterator[None]:
        """Keep room for a file until it has arrived, or will not."""
        size = int(headers["content-length"])
        self.coming[session] += size
        try:
            yield
        finally:
            self.coming[session] -= size
            self.coming += Counter()  # drops who has nothing on the way


UPLOADS = Uploads()
"""Those of this server."""
