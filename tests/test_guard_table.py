"""What each address answers to each way in, as one table: `pytest -m trial -n 0 -s tests/test_guard_table.py`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from readers import PROXY, SIGN_IN, THROUGH_PROXY, Server, ask, cookie, serving

pytestmark = pytest.mark.trial

# Ways in: the secrets of the server, its options, the prefix it stands under.
WAYS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "this computer": ("", (), ""),
    "with a start token": ("[access]\ntoken = true\n", (), ""),
    "sign-in": (SIGN_IN, (), ""),
    "sign-in under /one/two": (SIGN_IN, (), "one/two"),
    "proxy": (PROXY, ("--server.address", "127.0.0.1"), ""),
    "half configured": ("[auth]\nclient_id = 'x'\n", (), ""),
}
Headers = Callable[[Server], Mapping[str, str]]
WHO: Mapping[str, Headers] = {
    "anybody": lambda _: {},
    "a relay": lambda _: {"Via": "1.1 relay"},
    "a viewer": lambda server: {"Cookie": cookie(server, "viewer")},
    "a steward": lambda server: {"Cookie": cookie(server, "steward")},
    "the proxy": lambda _: THROUGH_PROXY,
}
ASKED = (
    *(("GET", "/"), ("GET", "/_stcore/health"), ("GET", "/_stcore/host-config"), ("GET", "/assets/look.css")),
    *(("GET", "/_stcore/metrics"), ("GET", "/_stcore/metrics/"), ("GET", "//_stcore/metrics")),
    *(("GET", "/_stcore/%2e/metrics"), ("GET", "/_STCORE/METRICS"), ("POST", "/_stcore/agent/mcp")),
    *(("GET", "/media/x.csv"), ("GET", "/component/x/y.js"), ("GET", "/_stcore/bidi-components/x/y.js")),
    *(("PUT", "/_stcore/upload_file/a/b"), ("DELETE", "/_stcore/upload_file/a/b"), ("POST", "/progress")),
    *(("GET", "/auth/logout"), ("GET", "/app/static/x")),
)
# The answers as worked out beforehand, in the order of ASKED, by way in and who asks.
EXPECTED: Mapping[tuple[str, str], str] = {
    ("this computer", "anybody"): "200 200 200 200 200 301 400 400 200 405 404 404 404 403 403 405 403 200",
    ("this computer", "a relay"): "403 200 403 200 403 403 400 400 403 403 403 403 403 403 403 403 403 403",
    (
        "with a start token",
        "anybody",
    ): "403 200 403 200 403 403 400 400 403 403 403 403 403 403 403 403 403 403",
    ("sign-in", "anybody"): "200 200 200 200 403 403 400 400 403 403 403 403 403 403 403 405 403 403",
    ("sign-in", "a viewer"): "200 200 200 200 403 403 400 400 403 403 403 404 404 403 403 405 403 403",
    ("sign-in", "a steward"): "200 200 200 200 403 403 400 400 403 403 403 404 404 403 403 405 403 403",
    (
        "sign-in under /one/two",
        "anybody",
    ): "200 200 200 200 403 403 400 400 403 403 403 403 403 403 403 405 403 403",
    ("proxy", "anybody"): "403 200 403 200 403 403 400 400 403 403 403 403 403 403 403 403 403 403",
    ("proxy", "the proxy"): "200 200 200 200 403 403 400 400 403 403 403 404 404 403 403 405 403 403",
    ("half configured", "anybody"): "403 200 403 200 403 403 400 400 403 403 403 403 403 403 403 403 403 403",
}


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Path:
    return Path(shutil.copytree(ready_snapshots, tmp_path_factory.mktemp("table") / "snapshots"))


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest, tmp_path: Path, snapshots: Path) -> Iterator[tuple[str, Server]]:
    secrets, options, under = WAYS[request.param]
    with serving(tmp_path, snapshots, *options, secrets=secrets, under=under) as server:
        yield request.param, server


def test_every_address_answers_each_way_in_as_decided(way: tuple[str, Server]) -> None:
    name, server = way
    rows = {who: told for (mode, who), told in EXPECTED.items() if mode == name}
    assert rows
    lines, wrong = [], []
    for who, expected in rows.items():
        for (method, path), status in zip(ASKED, map(int, expected.split()), strict=True):
            body = b"x" if method in ("PUT", "POST") else None
            answer = ask(server, path, method, WHO[who](server), body)
            lines.append(f"| {name} | {who} | {method} {path} | {answer.status} |")
            if answer.status != status:
                wrong.append(f"{lines[-1]} expected {status}")
            if status in (400, 403, 405) and answer.status == status and method in ("PUT", "POST"):
                assert answer.header("connection") == "close" or answer.words == "", lines[-1]
    print("\n| way in | who | asked | answered |\n|---|---|---|---|", *lines, sep="\n")
    assert wrong == []
