"""Readers of a real server without a browser: requests as they stand on the line, and screens as websockets."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PROJECT = Path(__file__).parents[1]
SECRET = "Zk3x-9qLmV0a_Tt7RbYw2EoPfGh5JcNd8SuQ"  # noqa: S105
START_SECONDS = 90
READY_SECONDS = 600
SIGN_IN = f"""
[auth]
redirect_uri = "{{origin}}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "meomureum"
client_secret = "{SECRET[::-1]}"
server_metadata_url = "http://localhost:9/.well-known/openid-configuration"

[access]
role_claim = "roles"
"""
PROXY = f"""
[access]
hosts = ["indicators.example"]
[access.proxy]
addresses = ["127.0.0.1"]
secret = "{SECRET}"
name_header = "X-Remote-User"
role_header = "X-Remote-Role"
"""
THROUGH_PROXY = {
    "Host": "indicators.example",
    "X-Forwarded-For": "10.1.1.9",
    "X-Meomureum-Proxy": SECRET,
    "X-Remote-User": "kim",
    "X-Remote-Role": "steward",
}


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, its process, its folder of snapshots, its log and its secrets."""

    port: int
    process: int
    snapshots: Path
    output: Path
    secrets: Path
    under: str = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"


@contextmanager
def serving(
    place: Path, snapshots: Path, *options: str, secrets: str = "", handles: int = 0, under: str = ""
) -> Iterator[Server]:
    """The product as it is started, on a port of its own; `handles` is how many files it may open."""
    here = Server(free_port(), 0, snapshots, place / "server.log", place / "secrets.toml", under)
    here.secrets.write_text(secrets.replace("{origin}", here.origin), "utf-8")
    here.secrets.chmod(0o600)
    told = ["--server.port", str(here.port), "--secrets.files", str(here.secrets)]
    if under:
        told += ["--server.baseUrlPath", under]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", *told, *options]
    if handles:
        command = ["sh", "-c", f'ulimit -n {handles}; exec "$@"', "sh", *command]
    environment = {**os.environ, "MEOMUREUM_SNAPSHOTS": str(snapshots), "PYTHONUNBUFFERED": "1"}
    with started(here, command, PROJECT, environment) as running:
        yield running


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def started(
    here: Server, command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """A server started by a command in a folder, from its first answer until the test is done."""
    whole = [*command, "--server.headless", "true"]
    with here.output.open("wb") as output:
        started = subprocess.Popen(whole, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            _wait(here, started)
            yield replace(here, process=started.pid)
        finally:
            started.send_signal(signal.SIGTERM)
            try:
                started.wait(timeout=30)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def _wait(here: Server, started: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and started.poll() is None:
        try:
            if ask(here, "/_stcore/health", hurry=True).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {here.output.read_text('utf-8')[-2000:]}")


def await_ready(server: Server) -> Answer:
    """What `/ready` says once the data answer: whoever comes earlier sees that they are being prepared."""
    until = time.monotonic() + READY_SECONDS
    while (answer := ask(server, "/ready")).status != 200:
        if time.monotonic() > until:
            pytest.fail(f"not ready, {answer.words}: {server.output.read_text('utf-8')[-2000:]}")
        time.sleep(0.2)
    return answer


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by small letters (several values as a list), content."""

    status: int
    headers: Mapping[str, list[str]]
    content: bytes = field(repr=False)

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get(name, []))

    @property
    def words(self) -> str:
        return self.content.decode("utf-8", "replace")


def ask(
    server: Server,
    path: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    *,
    hurry: bool = False,
) -> Answer:
    """One request; the path goes out as it is written, under the server's prefix."""
    line = http.client.HTTPConnection("localhost", server.port, timeout=2 if hurry else 60)
    try:
        prefix = f"/{server.under}" if server.under else ""
        line.putrequest(method, prefix + path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            line.putheader(name, value)
        if body is not None:
            line.putheader("Content-Length", str(len(body)))
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            line.endheaders(body)
        return _read(line.getresponse())
    finally:
        line.close()


def _read(answer: http.client.HTTPResponse) -> Answer:
    found: dict[str, list[str]] = {}
    for name, value in answer.getheaders():
        found.setdefault(name.lower(), []).append(value)
    return Answer(answer.status, found, answer.read())


def cookie(server: Server, role: str, secret: str = SECRET, **claims: Any) -> str:
    """The cookie of somebody whom the provider has given a role."""
    told = {
        "is_logged_in": True,
        "origin": server.origin,
        "provider": "default",
        "sub": role,
        "nonce": f"of {role}",
        "iat": int(time.time()),
        "roles": [role],
        "email": f"{role}@city.example",
        **claims,
    }
    signed = create_signed_value(secret, "_streamlit_user", json.dumps(told)).decode()
    return f"_streamlit_user={signed}"


class Screen:
    """One open tab: it asks for a page and reads what is drawn."""

    _asked: BackMsg

    def __init__(self, server: Server, cookies: str = "", headers: Mapping[str, str] | None = None) -> None:
        shown = ask(server, "/_stcore/health", headers={"Cookie": cookies, **(headers or {})})
        given = [each.split(";")[0] for each in shown.headers["set-cookie"]]
        jar = dict(each.split("=", 1) for each in [*filter(None, cookies.split("; ")), *given])
        self.xsrf = jar["_streamlit_xsrf"]
        self.cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
        self.server, self.session, self.drawn = server, "", list[ForwardMsg]()
        host = (headers or {}).get("Host", f"localhost:{server.port}")
        extra = {name: value for name, value in (headers or {}).items() if name != "Host"}
        self.line: ClientConnection = connect(
            f"ws://{host}/{server.under}{'/' if server.under else ''}_stcore/stream",
            sock=socket.create_connection(("localhost", server.port)),
            origin=Origin(f"http://{host}"),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self.xsrf)],
            additional_headers={"Cookie": self.cookies, **extra},
            max_size=None,
            open_timeout=60,
            legacy=True,
        )

    def open(self, page: str = "", query: str = "lang=ko") -> list[ForwardMsg]:
        """Draw a page; what the server has sent for it."""
        self._asked = BackMsg()
        self._asked.rerun_script.query_string, self._asked.rerun_script.page_name = query, page
        self.line.send(self._asked.SerializeToString())
        return self.until_drawn()

    def press(self, label: str) -> list[ForwardMsg]:
        """Click the first button of this name; what the server has sent for it."""
        pressed = BackMsg()
        pressed.CopyFrom(self._asked)
        buttons = [each.delta.new_element.button for each in self.drawn]
        state = pressed.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = next(each.id for each in buttons if each.label == label), True
        self.line.send(pressed.SerializeToString())
        return self.until_drawn()

    def until_drawn(self) -> list[ForwardMsg]:
        self.drawn = []
        while not (self.drawn and self.drawn[-1].WhichOneof("type") == "script_finished"):
            self.drawn.append(self._next())
            if self.drawn[-1].WhichOneof("type") == "new_session":
                self.session = self.drawn[-1].new_session.initialize.session_id
        return self.drawn

    def _next(self) -> ForwardMsg:
        said = ForwardMsg()
        said.ParseFromString(self.line.recv(timeout=120, decode=False))
        return said

    @property
    def words(self) -> str:
        """The HTML of the page."""
        return " ".join(each.delta.new_element.html.body for each in self.drawn)

    def take(self, label: str) -> str:
        """Click a download button and give the address of the file that is made."""
        buttons = [each.delta.new_element.download_button for each in self.drawn]
        (button,) = [each for each in buttons if each.label == label]
        if not button.deferred_file_id:
            return button.url
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = button.deferred_file_id
        self.line.send(asked.SerializeToString())
        while (said := self._next()).WhichOneof("type") != "backend_operation_response":
            pass
        return said.backend_operation_response.deferred_file.url

    def upload(self, content: bytes, file: str = "f", **changes: str) -> Answer:
        """Hand a file in, as the browser does."""
        return upload(self.server, self.session, content, file, self.cookies, self.xsrf, **changes)

    def remove(self, file: str = "f") -> Answer:
        headers = {"Cookie": self.cookies, "X-Xsrftoken": self.xsrf}
        return ask(self.server, f"/_stcore/upload_file/{self.session}/{file}", "DELETE", headers)

    def close(self) -> None:
        self.line.close()


def upload(
    server: Server,
    session: str,
    content: bytes,
    file: str = "f",
    cookies: str = "",
    xsrf: str = "",
    **more: str,
) -> Answer:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
        + content
        + b"\r\n--b--\r\n"
    )
    headers = {
        "Cookie": cookies,
        "X-Xsrftoken": xsrf,
        "Content-Type": "multipart/form-data; boundary=b",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return ask(server, f"/_stcore/upload_file/{session}/{file}", "PUT", headers, body)
