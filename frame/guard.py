"""The door of the server: which requests are let in at all, before Streamlit sees them.

Host and origin must be this server's own names, a proxy must prove itself, and a server that
more than this computer can reach serves nobody until it is told how people sign in.
"""

from __future__ import annotations

import html
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from access.configured import settings
from access.settings import Settings
from access.visitor import SIGN_INS, identity, proves_itself
from texts import Text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Reason = Literal["closed", "host", "forwarded", "origin", "proxy"]
# What says nothing of the data, and makes the page of a refusal readable.
READY = "/ready"
_ALWAYS = ("/_stcore/health", READY, "/assets/")
SIGN_OUT = "/auth/logout"
_INNER = ("/_stcore/metrics", "/_stcore/st-metrics")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

CLOSED_TITLE = Text("아직 열 수 없습니다", "Not open yet")
REFUSED_TITLE = Text("요청을 받지 않았습니다", "The request was refused")
CLOSED = Text(
    "누가 볼 수 있는지 정해지지 않아 아무것도 보이지 않게 두었습니다. 관리자가 아래를 고치고 다시 시작하면 열립니다.",
    "Nothing is shown until it is settled who may see it. It opens when an administrator mends the following and restarts it.",
)
HOW = Text("설정 방법은 SECURITY.md에 있습니다.", "SECURITY.md says how to set it up.")
REASONS: dict[Reason, Text] = {
    "host": Text(
        "이 서버의 이름이 아닌 주소로 왔습니다. 관리자는 access.hosts를 확인하십시오.",
        "The address is not a name of this server. Administrators: see access.hosts.",
    ),
    "forwarded": Text(
        "로그인 없는 방식인데 다른 서버(프록시)를 거쳐 왔습니다. 관리자는 로그인을 설정하십시오.",
        "The request came through a proxy, but no sign-in is configured. Administrators: configure one.",
    ),
    "origin": Text("다른 사이트에서 온 요청입니다.", "The request comes from another site."),
    "proxy": Text(
        "정해진 앞단 서버를 거치지 않은 요청입니다.", "The request did not come through the configured proxy."
    ),
}


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
        reason = refusal(scope, known)
        if reason is None:
            if scope["path"].endswith(SIGN_OUT) and known.way == "sign-in":
                end_sign_in(scope, known)
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await HTMLResponse(page(reason, known), status_code=403)(scope, receive, send)


def refusal(scope: Scope, known: Settings) -> Reason | None:
    """Why a request is not let in; None when it is."""
    headers, path = Headers(scope=scope), str(scope.get("path", ""))
    if path.startswith(_ALWAYS) and scope["type"] == "http":
        return None
    if known.way == "closed":
        return "closed"
    if _hostname(headers.get("host", "")) not in known.hosts:
        return "host"
    if known.way == "this computer" and any(name in headers for name in _FORWARDED):
        return "forwarded"
    if known.way == "proxy" and not (_from_proxy(scope, known) and proves_itself(dict(headers), known)):
        return "proxy"
    if known.way != "this computer" and path.startswith(_INNER):
        return "host"
    # Streamlit would ask a server on the internet for its own address before it refuses a foreign origin.
    origin = headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return "origin" if foreign and (scope["type"] == "websocket" or _writes(scope)) else None


def end_sign_in(scope: Scope, known: Settings) -> None:
    """Whoever leaves by Streamlit's own address of signing out has left in every other tab too."""
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(known.cookie_secret, name, value) if value else None

    with suppress(ValueError):
        claims = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"{}")
        if isinstance(claims, dict) and claims:
            SIGN_INS.end(identity(claims), time.time())


def _hostname(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def _writes(scope: Scope) -> bool:
    return scope.get("method") not in ("GET", "HEAD", "OPTIONS")


def _from_proxy(scope: Scope, known: Settings) -> bool:
    """Whether the other end is the proxy.

    For a proxy on this machine the server below has already put the forwarded address in its
    place; it marks that with the port 0, which no real connection comes from.
    """
    allowed = known.proxy.addresses if known.proxy else ()
    host, port = scope.get("client") or ("", -1)
    return host in allowed or (port == 0 and bool({"127.0.0.1", "::1"} & set(allowed)))


def page(reason: Reason, known: Settings) -> str:
    """The plain page of a refusal, in both languages: no address says which the reader wants."""
    title = CLOSED_TITLE if reason == "closed" else REFUSED_TITLE
    words = [CLOSED, *known.faults, HOW] if reason == "closed" else [REASONS[reason]]
    korean, english = (
        f'<section lang="{language}"><h1>{html.escape(title(language))}</h1>'
        + "".join(f"<p>{html.escape(each(language))}</p>" for each in words)
        + "</section>"
        for language in ("ko", "en")
    )
    return (
        '<!doctype html><html lang="ko"><head><meta charset="utf-8" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f"<title>{html.escape(title.ko)}</title>"
        '<link rel="stylesheet" href="./assets/look.css" /></head>'
        f'<body class="mm-refused"><main>{korean}{english}</main></body></html>'
    )
