"""How people come in: the file of secrets, and, asked for, what arrives of a request through the proxy."""

from __future__ import annotations

import base64
import http.client
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from meomureum.access.server_settings import settings
from meomureum.app.doctor.finding import Finding, fail, ok, warn
from meomureum.app.route_table import READY
from meomureum.texts import Text

PATIENCE_SECONDS = 15
WAYS = {
    "this computer": Text(
        "이 컴퓨터의 한 사람만 들어옵니다(로그인 없음).", "One person on this computer comes in (no sign-in)."
    ),
    "sign-in": Text("로그인으로 들어옵니다.", "People come in by sign-in."),
    "proxy": Text("앞단이 알려 준 사람이 들어옵니다.", "Whom the proxy names comes in."),
}
CLOSED = Text("아무도 들어오지 못합니다.", "Nobody can come in.")
TRY_THROUGH = Text(
    "앞단을 거쳐 물어보세요: meomureum doctor --through https://서버주소",
    "Ask through the proxy: meomureum doctor --through https://ADDRESS",
)
NOT_TRIED = Text("앞단의 머리글은 아직 물어보지 않았습니다.", "Nothing was asked through the proxy yet.")
NO_ANSWER = Text("{url}에서 답이 없습니다: {reason}", "No answer from {url}: {reason}")
SEE_PROXY = Text(
    "앞단과 서버가 켜져 있는지, 이름과 인증서가 맞는지 보세요(docs/nginx.conf).",
    "See that proxy and server run, and that name and certificate are right (docs/nginx.conf).",
)
NOT_READY = Text(
    "{url}: 서버가 준비되지 않았습니다({status}).",
    "{url}: the server is not ready ({status}).",
)
SEE_SERVER = Text("서버의 상태와 기록을 보세요.", "See the state and the log of the server.")
LETS_IN = Text("앞단을 거친 요청을 받습니다.", "Requests through the proxy are let in.")
TURNED_AWAY = Text(
    "서버가 앞단을 거친 요청을 받지 않습니다({status}).",
    "The server turns requests through the proxy away ({status}).",
)
PASS_HOST = Text(
    "앞단이 Host를 그대로, 정한 비밀과 이름 머리글과 함께 넘기는지, 그 이름이 access.hosts나 redirect_uri에 있는지 보세요.",
    "See that the proxy passes Host on unchanged with the secret and names as set, and that the name is in access.hosts or redirect_uri.",
)
HSTS = Text("답에 HSTS가 붙습니다.", "Answers carry HSTS.")
NO_HSTS = Text("답에 HSTS가 없습니다.", "Answers carry no HSTS.")
PASS_PROTO = Text(
    "앞단이 X-Forwarded-Proto를 넘기거나 Strict-Transport-Security를 붙이게 하세요.",
    "Let the proxy pass X-Forwarded-Proto on, or add Strict-Transport-Security.",
)
INNER_CLOSED = Text("안쪽 주소는 닫혀 있습니다.", "Inner addresses are closed.")
INNER_OPEN = Text(
    "안쪽 주소({path})가 앞단을 거쳐 열립니다.", "An inner address ({path}) opens through the proxy."
)
CLOSE_INNER = Text(
    "docs/nginx.conf처럼 앞단에서 닫으세요.", "Close it at the proxy, as docs/nginx.conf does."
)
SCREENS_OPEN = Text("화면(웹소켓)이 열립니다.", "Screens (websockets) open.")
SCREENS_SHUT = Text(
    "화면(웹소켓)이 열리지 않습니다({status}).", "Screens (websockets) do not open ({status})."
)
PASS_UPGRADE = Text(
    "앞단이 HTTP/1.1로 Upgrade와 Connection 머리글을 넘기게 하세요.",
    "Let the proxy speak HTTP/1.1 and pass the headers Upgrade and Connection on.",
)
INNER = "/_stcore/metrics"


def secrets() -> Iterator[Finding]:
    """The way in, or each fault of the file of secrets that closes the door."""
    known = settings()
    for fault in known.faults:
        yield fail("secrets", CLOSED, fault)
    if not known.faults:
        yield ok("secrets", WAYS[known.way])


def proxy(through: str = "") -> Iterator[Finding]:
    """What arrives of requests to the address that readers use; asked only where it is named."""
    if through:
        yield from _asked(Outside(urlsplit(through.rstrip("/"))))
    elif settings().way != "this computer":
        yield warn("proxy", NOT_TRIED, TRY_THROUGH)


@dataclass(frozen=True)
class Outside:
    """The address of the server as readers write it."""

    url: SplitResult

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        """The answer to one request; raises OSError where none comes."""
        host, port = self.url.hostname or "", self.url.port
        with closing(
            http.client.HTTPSConnection(
                host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()
            )
            if self.url.scheme == "https"
            else http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
        ) as line:
            line.request("GET", f"{self.url.path}{path}", headers=dict(headers or {}))
            return line.getresponse()


def _asked(outside: Outside) -> Iterator[Finding]:
    url = outside.url.geturl()
    try:
        ready = outside.ask(READY)
    except (OSError, http.client.HTTPException) as fault:
        yield fail("proxy", NO_ANSWER.fill(url=url, reason=str(fault)), SEE_PROXY)
        return
    if ready.status != 200:
        yield fail("proxy", NOT_READY.fill(url=url, status=ready.status), SEE_SERVER)
        return
    page = outside.ask("/")
    if page.status == 200:
        yield ok("proxy", LETS_IN)
    else:
        yield fail("proxy", TURNED_AWAY.fill(status=page.status), PASS_HOST)
    if outside.url.scheme == "https":
        has = page.getheader("Strict-Transport-Security")
        yield ok("proxy", HSTS) if has else warn("proxy", NO_HSTS, PASS_PROTO)
    if settings().way != "this computer":
        yield _inner(outside)
    yield _screen(outside)


def _inner(outside: Outside) -> Finding:
    if outside.ask(INNER).status == 200:
        return fail("proxy", INNER_OPEN.fill(path=INNER), CLOSE_INNER)
    return ok("proxy", INNER_CLOSED)


def _screen(outside: Outside) -> Finding:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Protocol": "streamlit",
        "Origin": f"{outside.url.scheme}://{outside.url.netloc}",
    }
    status = outside.ask("/_stcore/stream", headers).status
    if status == 101:
        return ok("proxy", SCREENS_OPEN)
    return fail("proxy", SCREENS_SHUT.fill(status=status), PASS_UPGRADE)
