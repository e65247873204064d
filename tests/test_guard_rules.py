"""Each rule of the door by itself, one thing wrong at a time: what is refused, and what the app behind is told."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from meomureum.access.settings import Proxy, Settings
from meomureum.access.visitor import SIGN_INS, SignIns
from meomureum.app import guard, handed_out_files, runtime_screens, start_token
from meomureum.app.open_screens import SCREENS
from meomureum.app.uploads import UPLOADS

SECRET = "kV3x-9qLmZ0a_Tt7RbYw2EoPfGh5JcNd8SuA"  # noqa: S105
CITY = "indicators.example"
ALONE = Settings("this computer")
SIGNED = Settings("sign-in", hosts=(CITY,), cookie_secret=SECRET)
PROXIED = Settings(
    "proxy", hosts=(CITY,), proxy=Proxy(("127.0.0.1",), "x-proof", SECRET, "x-remote-user", "x-remote-role")
)
THROUGH_PROXY = {"x-proof": SECRET, "x-remote-user": "kim", "x-remote-role": "steward"}
UPLOAD = "/_stcore/upload_file/screen/file"


def scope(
    known: Settings, asked: str, *, http: str | None = "1.1", peer: str = "127.0.0.1", **headers: str
) -> Any:
    """A request such as "GET /progress" or "OPEN /_stcore/stream", for a websocket; with a fitting host."""
    method, _, path = asked.partition(" ")
    told = {
        "host": f"{known.hosts[0]}:8501",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    return {
        "type": "websocket" if method == "OPEN" else "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "client": (peer, 50_000),
        "headers": [(name.encode(), text.encode()) for name, text in told.items()],
        **({"http_version": http} if http else {}),
    }


def refusal(known: Settings, asked: str, **told: Any) -> str | None:
    return guard.refusal(scope(known, asked, **told), known)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("GET /", None),
        ("HEAD /progress", None),
        ("OPTIONS /", None),
        ("POST /", "method"),
        ("PUT /progress", "method"),
        ("GET //progress", "address"),
        ("GET /assets/look.css", None),
        ("POST /assets/look.css", "method"),
        ("PUT /_stcore/health", "method"),
        ("GET /_stcore/metrics", None),
        (f"PUT {UPLOAD}", None),
        (f"DELETE {UPLOAD}", None),
        (f"OPTIONS {UPLOAD}", None),
        (f"POST {UPLOAD}", "method"),
        (f"GET {UPLOAD}", "method"),
        ("OPEN /_stcore/stream", None),
        ("GET /_stcore/stream", "method"),
        ("GET /media/x.csv", None),
        ("DELETE /media/x.csv", "method"),
    ],
)
def test_an_address_takes_what_it_is_for(asked: str, reason: str | None) -> None:
    assert refusal(ALONE, asked) == reason


@pytest.mark.parametrize(
    ("known", "asked", "reason"),
    [
        (Settings("closed"), "GET /", "closed"),
        (Settings("closed"), "GET /media/x.csv", "closed"),
        (Settings("closed"), "GET //", "address"),
        # A refusal must be readable, and a probe answered, by whatever name and through whatever is before it.
        (Settings("closed"), "GET /assets/look.css", None),
        (Settings("closed"), "GET /_stcore/health", None),
        (Settings("closed"), "POST /_stcore/health", "method"),
        (SIGNED, "GET /_stcore/metrics", "inner"),
        (SIGNED, "GET /app/static/x", "inner"),
        (SIGNED, "GET /", None),
        (SIGNED, "OPEN /_stcore/metrics", "inner"),
    ],
)
def test_each_way_in_has_its_addresses(known: Settings, asked: str, reason: str | None) -> None:
    assert refusal(known, asked) == reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, None),
        ({"peer": "::1"}, None),
        # Another computer; and a relay on this one, which comes from the loopback address and gives itself away.
        ({"peer": "192.168.0.7"}, "forwarded"),
        ({"via": "1.1 relay"}, "forwarded"),
        ({"x_forwarded_for": "203.0.113.9"}, "forwarded"),
        ({"http": "1.0"}, "forwarded"),
        ({"http": "2"}, None),
        ({"http": None}, None),
        ({"host": "LOCALHOST.:8501"}, None),
        ({"host": "localhost.example"}, "host"),
        ({"host": "["}, "host"),
        ({"host": ""}, "host"),
    ],
)
def test_the_one_person_comes_from_this_computer_itself(told: dict[str, Any], reason: str | None) -> None:
    assert refusal(ALONE, "GET /", **told) == reason
    assert refusal(ALONE, "GET /_stcore/health", **told) is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"x_proof": SECRET}, None),
        ({}, "proxy"),
        ({"x_proof": SECRET[:-1]}, "proxy"),
        ({"x_proof": SECRET, "peer": "127.0.0.2"}, "proxy"),
        ({"x_proof": SECRET, "via": "1.1 relay"}, None),
    ],
)
def test_behind_a_proxy_nobody_else_gets_in_not_even_from_this_computer(
    told: dict[str, Any], reason: str | None
) -> None:
    assert refusal(PROXIED, "GET /", **told) == reason
    # Where people sign in here, a relay is nothing out of the way and proves nothing.
    assert refusal(SIGNED, "GET /", **told) is None


def test_the_start_token_is_asked_where_nobody_signs_in() -> None:
    held = {"cookie": f"{start_token.COOKIE}={start_token.TOKEN}"}
    asks = replace(ALONE, asks_token=True)
    assert refusal(asks, "GET /") == "token"
    assert refusal(asks, "GET /", cookie=f"{start_token.COOKIE}={start_token.TOKEN[:-1]}") == "token"
    assert refusal(asks, "GET /", **held) is None
    assert refusal(asks, "GET /", **held, via="1.1 relay") == "forwarded"
    assert refusal(replace(SIGNED, asks_token=True), "GET /") is None


@pytest.mark.parametrize(("open_now", "reason"), [(1, None), (2, "no screen"), (3, "no screen")])
def test_a_full_server_opens_no_further_screen(
    monkeypatch: pytest.MonkeyPatch, open_now: int, reason: str | None
) -> None:
    monkeypatch.setattr(SCREENS, "open", open_now)
    known = replace(ALONE, sessions=2)
    assert refusal(known, "GET /progress") == reason
    assert refusal(known, "OPEN /_stcore/stream") == reason
    assert refusal(known, "GET /static/x.js") is None


@pytest.mark.parametrize(
    ("asked", "origin", "reason"),
    [
        (f"PUT {UPLOAD}", "http://LocalHost:8501", None),
        (f"PUT {UPLOAD}", "http://localhost:8502", "origin"),
        (f"PUT {UPLOAD}", "null", "origin"),
        (f"PUT {UPLOAD}", None, None),
        (f"OPTIONS {UPLOAD}", "http://evil.example", None),
        ("OPEN /_stcore/stream", "http://evil.example", "origin"),
        ("OPEN /_stcore/stream", "http://localhost:8501", None),
        ("OPEN /_stcore/stream", None, None),
        ("GET /", "http://evil.example", None),
    ],
)
def test_a_page_of_another_site_may_link_here_and_no_more(
    asked: str, origin: str | None, reason: str | None
) -> None:
    told = {} if origin is None else {"origin": origin}
    assert refusal(ALONE, asked, **told) == reason
    assert refusal(ALONE, asked, **told, host="LOCALHOST:8501") == reason


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        ("same-origin", None),
        ("none", None),
        ("same-site", "origin"),
        ("cross-site", "origin"),
        ("", "origin"),
    ],
)
def test_only_a_page_of_ours_signs_out(site: str, reason: str | None) -> None:
    assert refusal(SIGNED, "GET /auth/logout", sec_fetch_site=site) == reason
    assert refusal(SIGNED, "GET /auth/login", sec_fetch_site=site) is None
    assert refusal(SIGNED, "GET /auth/logout") == "origin"


# What the whole door does: the answer, and what the app behind it has been asked.


@dataclass
class Behind:
    """An app that only notes what reached it, and what was open or on its way meanwhile."""

    reached: list[str] = field(default_factory=list)
    screens: int = 0
    coming: int = 0
    answers: list[Mapping[str, Any]] = field(default_factory=list)

    async def __call__(self, scope: Any, _receive: Any, _send: Any) -> None:
        self.reached.append(scope["type"])
        self.screens, self.coming = SCREENS.open, UPLOADS.coming.total()

    @property
    def status(self) -> int:
        return int(self.answers[0]["status"])

    @property
    def words(self) -> str:
        return b"".join(each.get("body", b"") for each in self.answers).decode()


def sent(known: Settings, request: Mapping[str, Any], patch: pytest.MonkeyPatch) -> Behind:
    """What comes of a request at the door of a server with these settings."""
    patch.setattr(guard, "settings", lambda: known)
    behind = Behind()

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        behind.answers.append(message)

    asyncio.run(guard.Guard(behind)(dict(request), receive, send))
    return behind


def test_what_is_let_in_reaches_the_app_and_what_is_not_is_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent(ALONE, scope(ALONE, "GET /"), monkeypatch).reached == ["http"]
    assert sent(ALONE, {"type": "lifespan"}, monkeypatch).reached == ["lifespan"]
    screen = sent(ALONE, scope(ALONE, "OPEN /_stcore/stream"), monkeypatch)
    assert (screen.reached, screen.screens, SCREENS.open) == (["websocket"], 1, 0)
    refused = sent(ALONE, scope(ALONE, "GET /", via="1.1 relay"), monkeypatch)
    assert (refused.reached, refused.status) == ([], 403)
    assert "through a proxy" in refused.words
    assert sent(ALONE, scope(ALONE, "POST /"), monkeypatch).status == 405


def test_the_address_with_the_token_opens_and_a_wrong_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    known = replace(ALONE, asks_token=True)
    for token, status in ((start_token.TOKEN, 303), ("guess", 403)):
        request = {**scope(known, "GET /"), "query_string": f"token={token}".encode()}
        answered = sent(known, request, monkeypatch)
        assert (answered.reached, answered.status) == ([], status)


def cookie(role: str = "viewer") -> str:
    claims = {"is_logged_in": True, "email": "kim@city.example", "iat": time.time(), "role": role}
    return f"_streamlit_user={create_signed_value(SECRET, '_streamlit_user', json.dumps(claims)).decode()}"


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has been seen yet; who signs in by `cookie` has one screen, "screen"."""
    monkeypatch.setattr(SIGN_INS, "seen", {})
    monkeypatch.setattr(
        runtime_screens, "screens_of", lambda who, _: frozenset({"screen"} if who.signed_in else ())
    )
    monkeypatch.setattr(runtime_screens, "screens_with", lambda _: frozenset({"screen of another"}))
    monkeypatch.setattr(runtime_screens, "made_file", lambda _: None)
    monkeypatch.setattr(runtime_screens, "uploaded", dict)


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("asked", "told", "words"),
    [
        # Whatever moves bytes asks for a sign-in; what only asks whether it may, does not.
        ("GET /media/x.csv", {}, "Please sign in first."),
        ("GET /component/x/y.js", {}, "Please sign in first."),
        (f"PUT {UPLOAD}", {"content_length": "7"}, "Please sign in first."),
        (f"DELETE {UPLOAD}", {}, "Please sign in first."),
        (f"OPTIONS {UPLOAD}", {}, ""),
        ("GET /", {}, ""),
        ("GET /component/x/y.js", {"cookie": cookie()}, ""),
        ("GET /media/x.csv", {"cookie": cookie()}, "The file was made for another screen"),
        (f"PUT {UPLOAD}", {"cookie": cookie(), "content_length": "7"}, "Only a role that loads data"),
        (f"PUT {UPLOAD}", {"cookie": cookie("steward"), "content_length": "7"}, ""),
        (f"PUT {UPLOAD}", {"cookie": cookie("steward")}, "does not say how large"),
        (f"DELETE {UPLOAD}", {"cookie": cookie()}, ""),
        (
            f"DELETE {UPLOAD.replace('screen', 'other')}",
            {"cookie": cookie("steward")},
            "made for another screen",
        ),
    ],
)
def test_who_moves_bytes_must_have_signed_in(
    monkeypatch: pytest.MonkeyPatch, asked: str, told: dict[str, str], words: str
) -> None:
    behind = sent(SIGNED, scope(SIGNED, asked, **told), monkeypatch)
    assert bool(behind.reached) == (words == "")
    assert words in behind.words
    # Seven bytes on their way are counted until they have come.
    assert behind.coming == (7 if behind.reached and asked.startswith("PUT") else 0)
    assert UPLOADS.coming.total() == 0


def test_a_file_is_entered_at_the_address_of_who_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[tuple[str, str, str]] = []

    async def noted(place: str, who: Any, at: str, _: Settings) -> None:
        entered.append((place, who.name, at))

    monkeypatch.setattr(handed_out_files, "refusal", noted)
    forwarded = {
        **{name.replace("-", "_"): text for name, text in THROUGH_PROXY.items()},
        "x_forwarded_for": "10.1.2.3",
    }
    assert sent(PROXIED, scope(PROXIED, "GET /media/x.csv", **forwarded), monkeypatch).reached == ["http"]
    assert sent(ALONE, scope(ALONE, "GET /media/y.csv"), monkeypatch).reached == ["http"]
    assert entered == [("/media/x.csv", "kim", "10.1.2.3"), ("/media/y.csv", "this computer", "127.0.0.1")]


@pytest.mark.usefixtures("signed_in")
def test_leaving_by_the_address_of_signing_out_ends_the_sign_in_where_people_sign_in_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for known, asked, ended in (
        (replace(PROXIED, cookie_secret=SECRET), "GET /auth/logout", 0),
        (SIGNED, "GET /auth/login", 0),
        (SIGNED, "GET /auth/logout", 1),
    ):
        sign_ins = SignIns()
        monkeypatch.setattr(guard, "SIGN_INS", sign_ins)
        told = {"cookie": cookie(), "sec_fetch_site": "same-origin", "x_proof": SECRET}
        assert sent(known, scope(known, asked, **told), monkeypatch).reached == ["http"]
        assert [each.ended for each in sign_ins.seen.values()] == ["ended"] * ended
