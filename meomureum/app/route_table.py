"""Every address of the server and what is asked there: one table, which a test holds against the server's routes.

An address is judged by its plain form, without the path prefix that the server may be told to stand
under; one that has no plain form (doubled or turned slashes, dots for folders, signs written as
codes) is nobody's address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import streamlit as st

Kind = Literal[
    "open", "document", "page", "sign-out", "screen", "hand-out", "upload", "metrics", "api", "inner"
]
"""What is asked at an address.

open      nothing: it says nothing of the data, and a refusal needs it to be readable
document  the name of this server, and that a screen is free
page      the name of this server
sign-out  that it is this server's own page that asks
screen    the screen itself, a websocket: who it is for is asked by the script, again and again
hand-out  a sign-in, for files made for somebody or by a component
upload    a sign-in whose role may load, and room
metrics   the token of the monitoring program, whatever the way in; without one there is no such address
api       the name of this server; who asks is known to the API itself; unless it is configured there is no such address
inner     for the one person at this computer alone
"""
READY, METRICS, API = "/ready", "/metrics", "/api"
KINDS: Mapping[str, Kind] = {
    "": "document",
    "/assets": "open",
    "/static": "page",  # Streamlit's own scripts, the same for everybody
    "/signin": "page",
    "/oauth2callback": "page",
    "/auth/login": "page",
    "/auth/logout": "sign-out",
    "/media": "hand-out",
    "/component": "hand-out",
    "/app/static": "inner",
    "/_stcore": "inner",  # what a later Streamlit adds there stays inside until it is decided
    READY: "open",
    METRICS: "metrics",
    API: "api",
    "/_stcore/health": "open",
    "/_stcore/script-health-check": "inner",
    "/_stcore/metrics": "inner",
    "/_stcore/host-config": "page",
    "/_stcore/stream": "screen",
    "/_stcore/upload_file": "upload",
    "/_stcore/bidi-components": "hand-out",
    "/_stcore/agent": "inner",
}
READING = ("GET", "HEAD", "OPTIONS")
METHODS: Mapping[Kind, tuple[str, ...]] = {"upload": ("PUT", "DELETE", "OPTIONS"), "screen": ()}
"""What a request may do at an address; elsewhere it can only read. At a screen only a websocket opens."""
_PLAIN = re.compile(r"(/[\w.~@+=,:-]+)*/?")


def prefix() -> str:
    """The path that the server stands under, as configured: "" or "/one/two"."""
    inside = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{inside}" if inside else ""


def inside(path: str, under: str = "") -> str | None:
    """An address without the prefix, in small letters; None for one without a plain form."""
    if not _PLAIN.fullmatch(path) or {".", ".."} & set(path.split("/")):
        return None
    found = path.casefold().rstrip("/")
    start = under.casefold()
    return found[len(start) :] if f"{found}/".startswith(f"{start}/") else found


def kind(place: str) -> Kind:
    """What is asked at an address that `inside` has given: the longest entry of the table it lies under."""
    while place not in KINDS:
        place = place.rpartition("/")[0]
    return KINDS[place]
