"""The door of the server: which requests are let in at all, before Streamlit sees them.

Host and origin must be this server's own names, a proxy must prove itself, and a server that
more than this computer can reach serves nobody until it is told how people sign in. What moves
bytes is asked for a sign-in, before a byte is read or handed out.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from meomureum.access import request
from meomureum.access.server_settings import settings
from meomureum.access.settings import Settings
from meomureum.access.visitor import SIGN_INS, Refused, Visitor, identity
from meomureum.app import handed_out_files, metrics, route_table, start_token
from meomureum.app.open_screens import SCREENS
from meomureum.app.refusal_pages import Reason, answer, page
from meomureum.app.uploads import UPLOADS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Asked", "Guard", "end_sign_in", "page", "refusal"]


@dataclass(frozen=True)
class Asked:
    """One request as the door sees it."""

    scope: Scope
    known: Settings

    @cached_property
    def headers(self) -> dict[str, str]:
        """Its headers by their names in small letters."""
        return dict(Headers(scope=self.scope))

    @cached_property
    def place(self) -> str | None:
        """Its address without the prefix; None where there is none such."""
        return route_table.inside(str(self.scope.get("path", "")), route_table.prefix())

    @cached_property
    def kind(self) -> route_table.Kind:
        """What is asked at its address."""
        return route_table.kind(self.place or "")

    @property
    def method(self) -> str:
        """What it wants to do."""
        return "WEBSOCKET" if self.scope["type"] == "websocket" else str(self.scope.get("method"))

    @property
    def client(self) -> tuple[str, int] | None:
        """The other end of the connection."""
        return self.scope.get("client")

    @property
    def where(self) -> str:
        """The address that its sender is at."""
        return request.place_of(self.client, self.headers, self.known)

    @property
    def session(self) -> str:
        """The screen that a file is handed in at."""
        return (self.place or "").split("/")[-2]

    def sender(self) -> Visitor:
        """Who sends it; raises Refused for nobody."""
        return request.visitor(self.headers, self.known, time.time())


class Guard:
    """Lets a request through or answers it with a plain page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        known = settings()
        asked = Asked(scope, known)
        reason = refusal(scope, known) or await _of_the_sender(asked)
        if reason == "token" and (way_on := start_token.entrance(scope["path"], scope["query_string"])):
            await way_on(scope, receive, send)
        elif reason is not None:
            await answer(reason, known)(scope, receive, send)
        elif asked.kind == "screen":
            await SCREENS.show(self.app, scope, receive, send)
        elif asked.method == "PUT":
            with UPLOADS.on_its_way(asked.session, asked.headers):
                await self.app(scope, receive, send)
        else:
            if asked.kind == "sign-out" and known.way == "sign-in":
                end_sign_in(scope, known)
            await self.app(scope, receive, send)


def refusal(scope: Scope, known: Settings) -> Reason | None:
    """Why a request is not let in, whoever sends it; None when it is."""
    asked = Asked(scope, known)
    if asked.place is None:
        return "address"
    if asked.kind == "open":
        return None if asked.method in route_table.READING else "method"
    if asked.kind == "metrics":
        return _of_the_monitoring(asked)
    if known.way == "closed":
        return "closed"
    return _of_the_way(asked) or _of_the_address(asked) or _of_another_site(asked)


def _of_the_monitoring(asked: Asked) -> Reason | None:
    """It comes by any name of this server, from inside, and is nobody who signs in."""
    if not metrics.is_told(asked.headers.get("authorization", ""), asked.known):
        return "inner"
    return None if asked.method in route_table.READING else "method"


def _of_the_way(asked: Asked) -> Reason | None:
    """What is wrong with the way that a request has come."""
    known, headers = asked.known, asked.headers
    if _hostname(headers.get("host", "")) not in known.hosts:
        return "host"
    if known.way == "this computer":
        version = str(asked.scope.get("http_version", "1.1"))
        if not request.is_of_this_computer(asked.client) or request.is_relayed(headers, version):
            return "forwarded"
        if known.asks_token and not start_token.is_held(headers):
            return "token"
    if known.way == "proxy" and not request.is_from_proxy(asked.client, headers, known):
        return "proxy"
    return None


def _of_the_address(asked: Asked) -> Reason | None:
    """What is wrong with asking this of this address."""
    if (asked.kind == "inner" and asked.known.way != "this computer") or (
        asked.kind == "api" and not asked.known.api
    ):
        return "inner"
    if asked.scope["type"] == "http" and asked.method not in route_table.METHODS.get(
        asked.kind, route_table.READING
    ):
        return "method"
    if asked.kind in ("document", "screen") and SCREENS.are_full(asked.known):
        return "no screen"
    return None


def _of_another_site(asked: Asked) -> Reason | None:
    """Whether a page of another site makes the browser ask."""
    if asked.kind == "sign-out":
        # A browser that does not say whose page asks is not believed: the button has ended the
        # sign-in already. "none" is somebody who has typed the address.
        return None if asked.headers.get("sec-fetch-site") in ("same-origin", "none") else "origin"
    # Streamlit would ask a server on the internet for its own address before it refuses a foreign origin.
    origin, host = asked.headers.get("origin"), asked.headers.get("host", "").lower()
    foreign = origin is not None and urlsplit(origin).netloc.lower() != host
    return "origin" if foreign and asked.method not in route_table.READING else None


async def _of_the_sender(asked: Asked) -> Reason | None:
    """What its sender may not do; asked only where bytes are moved."""
    if asked.kind not in ("hand-out", "upload") or asked.method == "OPTIONS":
        return None
    try:
        who = await asyncio.to_thread(asked.sender)  # the provider may be asked
    except Refused:
        return "signed out"
    place = asked.place or ""
    if asked.method == "PUT":
        return UPLOADS.refusal(asked.session, asked.headers, who, asked.known)
    if asked.kind == "upload":
        return UPLOADS.refusal_of_removing(asked.session, who, asked.known)
    if place.startswith("/media/"):
        return await handed_out_files.refusal(place, who, asked.where, asked.known)
    return None


def end_sign_in(scope: Scope, known: Settings) -> None:
    """Whoever leaves by Streamlit's own address of signing out has left in every other tab too."""
    claims = request.claims(Headers(scope=scope), known)
    if claims:
        SIGN_INS.end(identity(claims), time.time())


def _hostname(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
