"""Behind a real nginx with the example of docs/nginx.conf and TLS: the doctor asks through it and tells what is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nginx_server import CERTIFICATE, example, running, self_signed, trusting
from readers import READY_SECONDS, SIGN_IN, Server, free_port, serving
from small import PROJECT

pytestmark = [
    pytest.mark.trial,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    self_signed(folder)
    return folder


@pytest.fixture(scope="module", params=["", "city/stay"], ids=["at the root", "under a prefix"])
def behind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path
) -> Iterator[tuple[Server, int]]:
    """A server with sign-in, and the port that nginx is to listen on."""
    port, place = free_port(), tmp_path_factory.mktemp("behind")
    outside = f"https://localhost:{port}" + (f"/{request.param}" if request.param else "")
    snapshots = Path(shutil.copytree(ready_snapshots, place / "snapshots"))
    with serving(
        place, snapshots, secrets=SIGN_IN.replace("{origin}", outside), under=request.param
    ) as server:
        yield server, port


@contextmanager
def nginx(server: Server, port: int, certificate: Path, place: Path, *left_out: str) -> Iterator[str]:
    """The example at work on ports of its own, without the lines that begin as told; the address readers use."""
    configured = example(port, server.port, certificate)
    for start in left_out:
        configured, count = re.subn(rf"^\s*{re.escape(start)}[^\n]*\n", "", configured, flags=re.MULTILINE)
        assert count
    with running(configured, port, place):
        yield f"https://localhost:{port}" + (f"/{server.under}" if server.under else "")


def asked_through(url: str, server: Server, certificate: Path) -> list[dict[str, Any]]:
    """What the doctor finds of the way through the proxy, when the server is ready."""
    _ready(url, certificate)
    under = ("--server.baseUrlPath", server.under) if server.under else ()
    options = ("--server.port", str(server.port), "--secrets.files", str(server.secrets), *under)
    done = subprocess.run(
        [sys.executable, "-m", "meomureum", "doctor", "--json", "--through", url, *options],
        cwd=PROJECT,
        env={
            **os.environ,
            "SSL_CERT_FILE": str(certificate / CERTIFICATE),
            "MEOMUREUM_SNAPSHOTS": str(server.snapshots),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return [each for each in found if each["subject"] in ("proxy", "port", "secrets")]


def _ready(url: str, certificate: Path) -> None:
    trusted = trusting(certificate)
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{url}/ready", context=trusted).close()
        except OSError:
            time.sleep(1)
        else:
            return
    pytest.fail("the server did not become ready")


def test_the_example_passes_on_what_the_server_needs(
    behind: tuple[Server, int], certificate: Path, tmp_path: Path
) -> None:
    server, port = behind
    with nginx(server, port, certificate, tmp_path) as url:
        found = asked_through(url, server, certificate)
        assert [(each["subject"], each["level"]) for each in found] == [
            ("port", "ok"),
            ("secrets", "ok"),
            *[("proxy", "ok")] * 4,
        ], found
        trusted = trusting(certificate)
        asked = urllib.request.Request(f"{url}/assets/look.css", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, context=trusted) as style:
            assert style.headers["Content-Encoding"] == "gzip"
            assert style.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (("proxy_set_header Host",), "passes Host on unchanged"),
        (("proxy_set_header Upgrade",), "Upgrade and Connection"),
        (("add_header Strict-Transport-Security",), "X-Forwarded-Proto"),
    ],
    ids=["Host", "Upgrade", "HSTS"],
)
def test_a_line_that_is_missing_is_told(
    left_out: tuple[str, ...], words: str, behind: tuple[Server, int], certificate: Path, tmp_path: Path
) -> None:
    server, port = behind
    with nginx(server, port, certificate, tmp_path, *left_out) as url:
        found = asked_through(url, server, certificate)
    assert words in " ".join(each["advice"]["en"] for each in found if each["level"] != "ok")
