"""The start token: on a machine that several people share, only who started the server opens it.

It is drawn anew at each start and stands in the address that is printed then. A browser that has
opened that address once keeps it in a cookie that no script reads.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response

from meomureum.app.route_table import prefix
from meomureum.console import say
from meomureum.texts import Text

TOKEN = secrets.token_urlsafe(32)
COOKIE, PARAMETER = "meomureum_token", "token"
OPEN_HERE = Text("이 주소로 여십시오: {address}", "Open this address: {address}")


def tell() -> None:
    """Print the address that opens this server."""
    address = f"http://localhost:{st.get_option('server.port')}{prefix()}/?{PARAMETER}={TOKEN}"
    words = OPEN_HERE.fill(address=address)
    say(words.ko, words.en)


def is_held(headers: Mapping[str, str]) -> bool:
    """Whether a request brings the token in its cookie."""
    return _is_right(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))


def entrance(path: str, query: bytes) -> Response | None:
    """The way on for an address with the right token: the same without it, and the cookie."""
    told = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if not any(name == PARAMETER and _is_right(value) for name, value in told):
        return None
    rest = urlencode([(name, value) for name, value in told if name != PARAMETER])
    page = path.rpartition("/")[2]
    on = RedirectResponse(f"./{page}?{rest}" if rest else f"./{page}", status_code=303)
    on.set_cookie(COOKIE, TOKEN, httponly=True, samesite="lax", path=prefix() or "/")
    return on


def _is_right(given: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), TOKEN.encode())
