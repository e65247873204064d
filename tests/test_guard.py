"""The door of a real server, asked as anybody on the line could ask it: each way in, each address, each trick."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from readers import (
    PROXY,
    SECRET,
    SIGN_IN,
    THROUGH_PROXY,
    Answer,
    Screen,
    Server,
    ask,
    await_ready,
    cookie,
    serving,
    upload,
)
from starlette.routing import BaseRoute, Mount
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import dashboard
from meomureum.access import log
from meomureum.access.request import is_of_this_computer, is_relayed
from meomureum.app import route_table

MB = 1_000_000


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Path:
    return Path(shutil.copytree(ready_snapshots, tmp_path_factory.mktemp("guarded") / "snapshots"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, snapshots: Path) -> Iterator[Server]:
    """One person at this computer."""
    with serving(tmp_path_factory.mktemp("alone"), snapshots) as server:
        yield server


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, snapshots: Path) -> Iterator[Server]:
    """A server that people sign in at; little room for uploads, screens judged every two seconds."""
    told = SIGN_IN + "upload_session_mb = 3\nupload_total_mb = 5\njudged_minutes = 0.03\n"
    with serving(tmp_path_factory.mktemp("signed"), snapshots, secrets=told) as server:
        yield server


# Every address.


def test_every_route_of_the_server_is_decided() -> None:
    dashboard.app._runtime = None
    routes = dashboard.app._build_starlette_app().routes

    def literal(route: BaseRoute) -> str:
        path = str(getattr(route, "path", "?"))
        return path.split("{")[0].rstrip("/")

    undecided = {
        path
        for route in routes
        for path in [literal(route)]
        if path not in route_table.KINDS and not path.startswith(("/assets/", "/_stcore/agent/", "/api/"))
    }
    assert undecided == set()
    assert len(routes) > 20
    catching_all = [route for route in routes if literal(route) == ""]
    assert [getattr(route, "path", "?") for route in catching_all] == ["/", "/{page:word}", ""]
    assert isinstance(catching_all[-1], Mount)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", ""),
        ("/progress", "/progress"),
        ("/_stcore/metrics", "/_stcore/metrics"),
        ("/_stcore/metrics/", "/_stcore/metrics"),
        ("/_STCORE/Metrics", "/_stcore/metrics"),
        ("/_stcore/metrics/x", "/_stcore/metrics/x"),
        ("//_stcore/metrics", None),
        ("/_stcore//metrics", None),
        ("/./_stcore/metrics", None),
        ("/x/../_stcore/metrics", None),
        ("/\\_stcore\\metrics", None),
        ("/_stcore/metrics%2f", None),
        ("/_stcore/metrics;x", None),
        ("/_stcore/metrics\n", None),
        ("http://localhost/_stcore/metrics", None),
        ("*", None),
        ("", ""),
    ],
)
def test_an_address_has_one_plain_form_or_none(path: str, place: str | None) -> None:
    assert route_table.inside(path) == place
    if place is not None and path:
        assert route_table.inside(f"/one/two{path}", "/one/two") == place
        assert route_table.inside(f"/One/TWO{path}", "/one/two") == place
        assert route_table.inside(f"/one/twofold{path}", "/one/two") == f"/one/twofold{place}"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("", "document"),
        ("/anything", "document"),
        ("/media", "hand-out"),
        ("/media/a/b", "hand-out"),
        ("/mediate", "document"),
        ("/_stcore", "inner"),
        ("/_stcore/of-tomorrow", "inner"),
        ("/_stcore/healthy", "inner"),
        ("/_stcore/metrics/x", "inner"),
        ("/_stcore/upload_file/a/b", "upload"),
        ("/auth/logout", "sign-out"),
        ("/assets/look.css", "open"),
    ],
)
def test_what_lies_under_an_entry_is_asked_what_the_entry_says(place: str, kind: str) -> None:
    assert route_table.kind(place) == kind


TRICKS = (
    *("/_stcore/metrics", "/_stcore/metrics/", "/_STCORE/metrics", "/_stcore/METRICS", "/%5fstcore/metrics"),
    *(
        "//_stcore/metrics",
        "/_stcore//metrics",
        "/_stcore/./metrics",
        "/%2e/_stcore/metrics",
        "/_stcore/x/../metrics",
    ),
    *("/_stcore/x/%2e%2e/metrics", "/_stcore%2fmetrics", "/%2f_stcore/metrics", "/_stcore/metrics%20"),
    *(
        "/_stcore/metrics%00",
        "/_stcore/metrics;x",
        "/_stcore/metrics?x=1",
        "/_stcore/metrics#x",
        "/%255fstcore/metrics",
    ),
    *(
        "/_stcore/script-health-check",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
    ),
)


def gives_nothing_away(answer: Answer) -> bool:
    """Refused, unknown, or the document that every page begins with."""
    nothing = answer.status >= 300 or answer.words.lstrip().lower().startswith(("<!doctype html", "<!--"))
    return nothing and "session_events" not in answer.words and "process_" not in answer.words


@pytest.mark.parametrize("path", TRICKS)
def test_what_is_inside_stays_inside(signed: Server, path: str) -> None:
    assert gives_nothing_away(ask(signed, path))


def test_health_is_open_and_metrics_are_for_the_one_person(alone: Server, signed: Server) -> None:
    assert "session_events" in ask(alone, "/_stcore/metrics").words
    for server in (alone, signed):
        assert ask(server, "/_stcore/health", headers={"Host": "probe.example"}).words == "ok"


def test_a_server_under_a_prefix_keeps_the_same_doors(tmp_path: Path, snapshots: Path) -> None:
    with serving(tmp_path, snapshots, secrets=SIGN_IN, under="one/two") as server:
        bare = replace(server, under="")
        for path in (*TRICKS, "/media/x", "/component/x"):
            assert gives_nothing_away(ask(server, path)), path
            for start in ("", "/One/Two", "/one%2ftwo", "//one/two", "/one//two", "/one/two/one/two"):
                assert gives_nothing_away(ask(bare, start + path)), start + path
        assert ask(server, "/_stcore/metrics").status == 403
        assert ask(server, "/media/x").status == 403
        assert ask(server, "/_stcore/health").status == 200
        for path in ("/", "/progress", "/assets/look.css"):
            assert ask(server, path).status == 200, path
        assert "머무름" in ask(server, "/progress").words
        screen = Screen(server, cookie(server, "viewer"))
        screen.open()
        assert "viewer@city.example" in screen.words
        screen.close()


def test_nothing_but_uploads_can_be_written(alone: Server) -> None:
    for path in ("/", "/progress", "/assets/look.css", "/_stcore/health", "/media/x", "/_stcore/stream"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert ask(alone, path, method, body=b"x").status == 405, (path, method)
    assert ask(alone, "/_stcore/upload_file/a/b", "POST", body=b"x").status == 405


# Uploads.


def test_a_file_is_refused_before_it_is_sent_to_who_may_not_load(signed: Server) -> None:
    screens = {role: Screen(signed, cookie(signed, role)) for role in ("viewer", "presenter", "analyst")}
    for role, screen in screens.items():
        screen.open()
        answer = screen.upload(b"a,b\n")
        assert (answer.status, answer.header("connection")) == (403, "close"), role
        assert "may upload" in answer.words
        screen.close()
    nobody = Screen(signed)
    nobody.open()
    assert nobody.upload(b"a,b\n").status == 403
    forged = upload(signed, nobody.session, b"x", cookies=cookie(signed, "steward", SECRET[::-1]))
    assert forged.status == 403
    old = cookie(signed, "steward", iat=int(time.time()) - 9 * 3600)
    assert upload(signed, nobody.session, b"x", cookies=old).status == 403
    nobody.close()


def only_the_head(server: Server, head: str) -> bytes:
    """What is answered, until the server closes, to a request whose body never comes."""
    with socket.create_connection(("localhost", server.port), timeout=60) as line:
        line.sendall(f"{head}\r\nHost: localhost:{server.port}\r\n\r\n".encode())
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


def promised(server: Server, screen: Screen, length: int) -> bytes:
    """What is answered to a file of so many bytes, before the first of them."""
    head = f"PUT /_stcore/upload_file/{screen.session}/large HTTP/1.1\r\nContent-Length: {length}"
    return only_the_head(server, f"{head}\r\nCookie: {screen.cookies}\r\nX-Xsrftoken: {screen.xsrf}")


@pytest.mark.parametrize("told", ["Content-Length: 1900000000", "Transfer-Encoding: chunked"])
def test_the_body_of_a_refused_file_is_not_waited_for(signed: Server, told: str) -> None:
    answer = only_the_head(signed, f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\n{told}")
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"\r\nconnection: close\r\n" in answer.lower()
    assert len(answer) < 4000


@pytest.fixture
def steward(signed: Server) -> Iterator[Screen]:
    screen = Screen(signed, cookie(signed, "steward", nonce=f"{time.time()}"))
    screen.open("data")
    yield screen
    screen.close()


def test_a_steward_may_load_within_bounds_and_room_comes_back(signed: Server, steward: Screen) -> None:
    whole = b"x" * MB
    assert [steward.upload(whole, str(at)).status for at in range(2)] == [204, 204]
    refused = promised(signed, steward, MB + 1000)
    assert refused.startswith(b"HTTP/1.1 413 ")
    assert b"too many uploads" in refused
    assert steward.remove("0").status == 204
    assert steward.upload(whole, "3").status == 204
    assert promised(signed, steward, 22 * MB).startswith(b"HTTP/1.1 413 ")
    other = Screen(signed, cookie(signed, "steward", nonce="other"))
    other.open("data")
    assert [other.upload(whole, str(at)).status for at in range(3)] == [204, 204, 413]
    third = Screen(signed, cookie(signed, "steward", nonce="third"))
    third.open("data")
    answer = third.upload(whole)
    assert (answer.status, answer.header("retry-after") != "") == (503, True)
    for at in ("0", "1"):
        assert other.remove(at).status == 204
    assert third.upload(whole).status == 204
    other.close()
    third.close()


def test_room_is_kept_for_files_on_their_way(signed: Server, steward: Screen) -> None:
    head = (
        f"PUT /_stcore/upload_file/{steward.session}/slow HTTP/1.1\r\nHost: localhost:{signed.port}\r\n"
        f"Cookie: {steward.cookies}\r\nX-Xsrftoken: {steward.xsrf}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {2 * MB}\r\n\r\n--b"
    )
    with socket.create_connection(("localhost", signed.port)) as line:
        line.sendall(head.encode())
        eventually(lambda: steward.upload(b"x" * MB, "next").status == 413)
    eventually(lambda: steward.upload(b"x" * MB, "next").status == 204)
    steward.remove("next")


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_nobody_hands_a_file_in_at_the_screen_of_another(signed: Server, steward: Screen) -> None:
    other = Screen(signed, cookie(signed, "steward", nonce="of another"))
    other.open("data")
    assert upload(signed, steward.session, b"x", "f", other.cookies, other.xsrf).status == 403
    assert steward.upload(b"x").status == 204
    path = f"/_stcore/upload_file/{steward.session}/f"
    assert ask(signed, path, "DELETE", {"Cookie": other.cookies, "X-Xsrftoken": other.xsrf}).status == 403
    assert steward.remove().status == 204
    other.close()


def test_a_file_says_how_large_it_is(signed: Server, steward: Screen) -> None:
    path, headers = f"/_stcore/upload_file/{steward.session}/f", {"Cookie": steward.cookies}
    assert ask(signed, path, "PUT", {**headers, "Transfer-Encoding": "chunked"}).status == 411
    assert ask(signed, path, "PUT", headers).status == 411


def test_a_browser_that_has_left_takes_its_files_with_it(tmp_path: Path, snapshots: Path) -> None:
    told = SIGN_IN + "upload_total_mb = 2\n"
    options = ("--server.disconnectedSessionTTL", "1")
    with serving(tmp_path, snapshots, *options, secrets=told) as server:
        first = Screen(server, cookie(server, "steward"))
        first.open("data")
        assert first.upload(b"x" * MB).status == 204
        first.close()
        second = Screen(server, cookie(server, "steward"))
        second.open("data")
        time.sleep(1.5)

        def there_is_room() -> bool:
            third = Screen(server, cookie(server, "steward"))  # who leaves makes the server look
            third.open()
            third.close()
            return second.upload(b"x" * (MB + MB // 2)).status == 204

        eventually(there_is_room)
        second.close()


def test_the_one_person_may_load_within_the_same_bounds(alone: Server) -> None:
    screen = Screen(alone)
    screen.open("data")
    assert screen.upload(b"x" * MB).status == 204
    assert promised(alone, screen, 22 * MB).startswith(b"HTTP/1.1 413 ")
    assert screen.remove().status == 204
    assert upload(alone, "not-a-screen", b"x", "f", screen.cookies, screen.xsrf).status == 403
    screen.close()


# Files handed out.

TEMPLATE = "빈 서식 내려받기"


def fetched(server: Server) -> list[log.Entry]:
    return [each for each in log.entries(server.snapshots) if each.what == "fetched"]


def template_of(screen: Screen) -> str:
    labels = [each.delta.new_element.download_button.label for each in screen.drawn]
    (label,) = [each for each in labels if "서식" in each]
    return screen.take(label)


def test_a_file_is_handed_to_whom_it_was_made_for_and_entered(signed: Server, steward: Screen) -> None:
    others = [Screen(signed, cookie(signed, role, nonce="not theirs")) for role in ("viewer", "steward")]
    for other in others:
        other.open()
    address, before = template_of(steward), len(fetched(signed))
    assert ask(signed, address).status == 403
    for other in others:
        assert ask(signed, address, headers={"Cookie": other.cookies}).status == 403
        other.close()
    assert len(fetched(signed)) == before
    answer = ask(signed, address, headers={"Cookie": steward.cookies})
    assert (answer.status, answer.content[:2]) == (200, b"PK")
    (entry,) = fetched(signed)[before:]
    assert (entry.who, entry.role, entry.where) == ("steward@city.example", "steward", "127.0.0.1")
    assert entry.detail.endswith(".xlsx")
    part = ask(signed, address, headers={"Cookie": steward.cookies, "Range": "bytes=0-9"})
    assert (part.status, len(part.content), len(fetched(signed))) == (206, 10, before + 2)
    assert log.verify(signed.snapshots).fault is None


def test_a_picture_of_a_page_asks_for_a_sign_in_and_is_not_logged(signed: Server, steward: Screen) -> None:
    before = len(fetched(signed))
    pictures = {
        each.image for each in (said.logo for said in steward.drawn if said.WhichOneof("type") == "logo")
    }
    assert pictures
    for address in pictures:
        if address.startswith("/media/"):
            assert ask(signed, address).status == 403
            assert ask(signed, address, headers={"Cookie": steward.cookies}).status == 200
    assert len(fetched(signed)) == before


def test_the_one_persons_files_are_entered_too(alone: Server) -> None:
    screen = Screen(alone)
    screen.open("data")
    before = len(fetched(alone))
    assert ask(alone, template_of(screen)).status == 200
    (entry,) = fetched(alone)[before:]
    assert (entry.who, entry.role) == ("this computer", "steward")
    screen.close()


# One person at this computer.

RELAYED = (
    *("Via: 1.1 relay", "Forwarded: for=10.0.0.1", "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Host: x"),
    *("X-Forwarded-Proto: https", "X-Forwarded-Port: 443", "X-Forwarded: x", "X-Real-IP: 10.0.0.1"),
    *("CF-Connecting-IP: 10.0.0.1", "CF-Ray: x", "CDN-Loop: x", "True-Client-IP: 10.0.0.1"),
    *("X-Client-IP: 10.0.0.1", "Client-IP: 10.0.0.1", "X-Cluster-Client-IP: 10.0.0.1", "Max-Forwards: 10"),
    *("Proxy-Connection: keep-alive", "Proxy-Authorization: x", "Fastly-Client-IP: x", "X-Request-Id: x"),
    *(
        "X_Forwarded_For: 10.0.0.1",
        "x-original-forwarded-for: x",
        "Tailscale-User-Login: x",
        "Remote-Addr: x",
    ),
)
OF_A_BROWSER = (
    *("host", "connection", "user-agent", "accept", "accept-language", "accept-encoding", "cookie", "origin"),
    *("referer", "range", "if-none-match", "if-modified-since", "cache-control", "pragma", "dnt", "priority"),
    *("upgrade", "upgrade-insecure-requests", "sec-fetch-site", "sec-websocket-key", "sec-ch-ua", "sec-gpc"),
    *("content-type", "content-length", "x-xsrftoken", "x-requested-with", "te", "purpose", "save-data"),
)


@pytest.mark.parametrize("told", RELAYED)
def test_the_one_person_is_not_behind_a_relay(alone: Server, told: str) -> None:
    name, _, value = told.partition(": ")
    for path in ("/", "/_stcore/metrics", "/media/x"):
        assert ask(alone, path, headers={name: value}).status == 403, path
    with pytest.raises(InvalidStatus) as refused:
        opened_with(alone, name, value)
    assert refused.value.response.status_code == 403


def opened_with(server: Server, name: str, value: str) -> None:
    stream = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(stream, additional_headers={name: value}, open_timeout=60):
        pass


def test_a_browser_itself_is_no_relay_and_old_http_is() -> None:
    assert not is_relayed(OF_A_BROWSER)
    assert is_relayed(OF_A_BROWSER, "1.0")


def test_an_older_http_that_only_relays_speak_is_refused(alone: Server) -> None:
    with socket.create_connection(("localhost", alone.port), timeout=60) as line:
        line.sendall(f"GET / HTTP/1.0\r\nHost: localhost:{alone.port}\r\n\r\n".encode())
        assert line.recv(15).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        ("127.0.0.1", True),
        ("127.5.5.5", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.5", False),
        ("::ffff:10.0.0.5", False),
        ("0.0.0.0", False),  # noqa: S104
        ("localhost", False),
        ("", False),
    ],
)
def test_the_one_person_sits_at_this_computer(peer: str, here: bool) -> None:
    assert is_of_this_computer((peer, 1)) is here
    assert not is_of_this_computer(None)


def test_a_shared_machine_opens_to_who_has_started_the_server(tmp_path: Path, snapshots: Path) -> None:
    with serving(tmp_path, snapshots, secrets="[access]\ntoken = true\n") as server:
        told = server.output.read_text("utf-8")
        (address,) = {word for word in told.split() if "token=" in word}
        token = address.partition("token=")[2]
        assert len(token) >= 32
        for path in ("/", "/progress", "/?token=", f"/?token={token[:-1]}", f"/?token={token}x", "/?token=é"):
            answer = ask(server, path.encode("utf-8").decode("latin-1").replace("Ã©", "%C3%A9"))
            assert answer.status == 403, path
            assert "set-cookie" not in answer.headers
        for path in ("/_stcore/host-config", "/_stcore/metrics", "/media/x", "/static/js"):
            assert ask(server, path).status == 403, path
        with pytest.raises(InvalidStatus):
            opened_with(server, "Cookie", "meomureum_token=guess")
        way_in = ask(server, f"/progress?set=sample&token={token}&lang=en")
        assert (way_in.status, way_in.header("location")) == (303, "./progress?set=sample&lang=en")
        marked = way_in.header("set-cookie")
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(marked.split("; "))
        cookies = marked.split(";")[0]
        assert ask(server, "/progress", headers={"Cookie": cookies}).status == 200
        screen = Screen(server, cookies)
        screen.open()
        assert "이 컴퓨터에서만" in screen.words
        assert screen.upload(b"x").status == 204
        screen.close()
        assert ask(server, "/_stcore/health").status == 200


# Behind TLS.


def test_behind_tls_every_cookie_is_secure_and_the_browser_stays_with_https(
    tmp_path: Path, snapshots: Path
) -> None:
    secrets = SIGN_IN.replace("{origin}", "https://indicators.example")
    with serving(tmp_path, snapshots, "--server.address", "127.0.0.1", secrets=secrets) as server:
        host = {"Host": "indicators.example"}
        for path in ("/_stcore/health", "/signin?to=progress", "/auth/logout"):
            answer = ask(server, path, headers={**host, "Sec-Fetch-Site": "same-origin"})
            assert answer.header("strict-transport-security").startswith("max-age=3"), path
            assert answer.headers["set-cookie"], path
            for each in answer.headers["set-cookie"]:
                told = {part.strip().lower() for part in each.split(";")}
                assert "secure" in told, each
                assert {"samesite=lax", "samesite=strict"} & told, each
                assert "httponly" in told or "_xsrf" in each or "max-age=0" in told, each


def test_a_proven_proxy_says_who_it_is_and_whether_by_https(tmp_path: Path, snapshots: Path) -> None:
    with serving(tmp_path, snapshots, "--server.address", "127.0.0.1", secrets=PROXY) as server:
        for proto, secure in (("https", True), ("http", False)):
            answer = ask(server, "/_stcore/health", headers={**THROUGH_PROXY, "X-Forwarded-Proto": proto})
            assert answer.status == 200
            assert ("strict-transport-security" in answer.headers) is secure
            assert ("secure" in answer.header("set-cookie").lower()) is secure
        screen = Screen(server, headers=THROUGH_PROXY)
        screen.open("data")
        assert "kim" in screen.words
        address = template_of(screen)
        assert ask(server, address, headers={**THROUGH_PROXY, "X-Remote-User": "lee"}).status == 403
        assert ask(server, address, headers=THROUGH_PROXY).status == 200
        assert fetched(server)[-1].where == "10.1.1.9"
        screen.close()
        unproven = {**THROUGH_PROXY, "X-Forwarded-Proto": "https", "X-Meomureum-Proxy": "guess"}
        refused = ask(server, "/", headers=unproven)
        assert (refused.status, "strict-transport-security" in refused.headers) == (403, False)


def test_without_tls_nothing_claims_it(alone: Server) -> None:
    answer = ask(alone, "/_stcore/health")
    assert "strict-transport-security" not in answer.headers
    assert "secure" not in answer.header("set-cookie").lower()


# A role that is taken away, and screens that are open.


def closed_with(screen: Screen) -> int:
    with suppress(ConnectionClosed):
        while True:
            screen.line.recv(timeout=120)
    return screen.line.close_code or 0


def test_a_role_taken_out_of_the_file_closes_open_screens(tmp_path: Path, snapshots: Path) -> None:
    told = SIGN_IN + "judged_minutes = 0.03\n"
    with serving(tmp_path, snapshots, secrets=told) as server:
        await_ready(server)
        gone, stays = (Screen(server, cookie(server, role)) for role in ("analyst", "viewer"))
        for screen in (gone, stays):
            screen.open("progress", "set=sample&lang=ko")
            assert "@city.example" in screen.words
        written = server.secrets.read_text("utf-8")
        server.secrets.write_text(written + 'withdrawn = ["Analyst@city.example"]\n', "utf-8")
        gone.until_drawn()
        assert "역할이 없습니다" in gone.words
        assert closed_with(gone) == 1008
        again = Screen(server, gone.cookies)
        again.open("progress", "set=sample&lang=ko")
        assert "역할이 없습니다" in again.words
        assert "mm-value" not in again.words
        assert again.upload(b"x").status == 403
        stays.open("progress", "set=sample&lang=ko")
        assert "viewer@city.example" in stays.words
        server.secrets.write_text(written + '[access.roles]\n"viewer" = "presenter"\n', "utf-8")
        stays.until_drawn()
        assert "· 발표" in stays.words
        assert closed_with(stays) == 1008


def test_a_sign_in_that_ends_closes_its_open_screens(signed: Server) -> None:
    cookies = cookie(signed, "viewer", nonce="to end")
    screens = [Screen(signed, cookies) for _ in range(2)]
    for screen in screens:
        screen.open()
    assert (
        ask(signed, "/auth/logout", headers={"Cookie": cookies, "Sec-Fetch-Site": "same-origin"}).status
        == 302
    )
    for screen in screens:
        screen.until_drawn()  # without its reader doing anything
        assert "로그인이 필요합니다" in screen.words
        assert closed_with(screen) == 1008


def test_behind_a_proxy_a_screen_asks_anew_who_sits_at_it(tmp_path: Path, snapshots: Path) -> None:
    told = PROXY.replace("[access]\n", "[access]\njudged_minutes = 0.03\n", 1)
    with serving(tmp_path, snapshots, "--server.address", "127.0.0.1", secrets=told) as server:
        assert closed_with(Screen(server, headers=THROUGH_PROXY)) == 1012


# Sign-out.


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/"},
        {"Origin": "https://evil.example"},
        {},
    ],
)
def test_a_foreign_page_signs_nobody_out(signed: Server, headers: dict[str, str]) -> None:
    cookies = cookie(signed, "viewer", nonce="stays")
    screen = Screen(signed, cookies)
    screen.open()
    answer = ask(signed, "/auth/logout", headers={"Cookie": cookies, **headers})
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    screen.open()
    assert "viewer@city.example" in screen.words
    screen.close()


def test_a_click_here_signs_out_everywhere(signed: Server) -> None:
    cookies = cookie(signed, "viewer", nonce="leaves")
    screen = Screen(signed, cookies)
    screen.open()
    answer = ask(signed, "/auth/logout", headers={"Cookie": cookies, "Sec-Fetch-Site": "same-origin"})
    assert answer.status == 302
    assert any("_streamlit_user=" in each for each in answer.headers["set-cookie"])
    again = Screen(signed, cookies)
    again.open()
    assert "로그아웃했습니다" in again.words


# One too many.


def test_one_screen_too_many_is_told_and_the_others_go_on(tmp_path: Path, snapshots: Path) -> None:
    with serving(tmp_path, snapshots, secrets="[access]\nsessions = 12\n", handles=256) as server:
        screens = [Screen(server) for _ in range(12)]
        for screen in screens:
            screen.open("progress", "set=sample&lang=ko")
            assert "mm-" in screen.words
        for _ in range(300):  # as many tabs as stopped the server of before
            with pytest.raises(InvalidStatus) as refused:
                opened_with(server, "Cookie", "")
            assert refused.value.response.status_code == 503
        answer = ask(server, "/progress")
        assert (answer.status, answer.header("retry-after")) == (503, "15")
        assert "모두 쓰이고 있습니다" in answer.words
        assert "are in use" in answer.words
        assert ask(server, "/_stcore/health").status == 200
        screens[0].open("city", "set=sample&lang=ko")
        assert "mm-" in screens[0].words
        assert server.output.stat().st_size < 20_000
        screens.pop().close()
        eventually(lambda: ask(server, "/progress").status == 200)
        screens.append(Screen(server))
        screens[-1].open()
        for screen in screens:
            screen.close()


def test_the_server_may_open_what_the_system_allows(alone: Server) -> None:
    limits = Path(f"/proc/{alone.process}/limits")
    if not limits.exists():
        pytest.skip("limits of a process are read on Linux")
    (line,) = [each for each in limits.read_text("ascii").splitlines() if each.startswith("Max open files")]
    soft, hard = line.split()[3:5]
    assert soft == hard


def test_connections_that_say_nothing_fill_no_log_and_leave_the_server_as_it_was(
    tmp_path: Path, snapshots: Path
) -> None:
    with serving(tmp_path, snapshots, handles=256) as server:
        screen = Screen(server)
        screen.open()
        silent = [socket.create_connection(("localhost", server.port)) for _ in range(400)]
        time.sleep(3)  # long enough for thousands of complaints
        for each in silent:
            each.close()
        eventually(lambda: is_healthy(server))
        screen.open("city", "set=sample&lang=ko")
        assert "mm-" in screen.words
        assert server.output.stat().st_size < 50_000
        screen.close()


def is_healthy(server: Server) -> bool:
    with suppress(OSError):
        return ask(server, "/_stcore/health", hurry=True).status == 200
    return False
