"""One real server and one browser for all tests of the screen."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.screen import Screen

PROJECT = Path(__file__).parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_START_SECONDS = 300
EVERY_DAY = ("test_chain_screen.py", "test_explore.py", "test_groups_screen.py")
"""Quick, and steady on a busy machine: what readers come for. All other screens are long trials."""
expect.set_options(timeout=20_000)  # a busy machine is no fault of the page


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Screens are long trials but for those of every day."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.name not in EVERY_DAY:
            item.add_marker(pytest.mark.trial)


@contextmanager
def serving(
    snapshots: Path, *configured: str, output: IO[bytes] | None = None, until: str = "/_stcore/health"
) -> Iterator[str]:
    """The product as a reader starts it, until the test is done; gives its address.

    Nothing is asked before but the path `until`, until it answers.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, *options, *configured],
        cwd=PROJECT,
        env={**os.environ, "MEOMUREUM_SNAPSHOTS": str(snapshots)},
        stdout=output or subprocess.DEVNULL,
        stderr=output or subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        _wait_for(f"{address}{until}", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=10):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Path:
    """A folder of snapshots of the tests' own."""
    return Path(shutil.copytree(ready_snapshots, tmp_path_factory.mktemp("served") / "snapshots"))


@pytest.fixture(scope="session")
def server(snapshots: Path) -> Iterator[str]:
    """The server that most tests share."""
    with serving(snapshots) as address:
        yield address


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """A server that nobody has asked anything yet, and that has no snapshot yet."""
    with serving(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium; the tests are skipped where there is none."""
    executable = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        reason = "no Chromium, Chrome or Edge is installed"
        if os.environ.get("MEOMUREUM_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_screen(browser: Browser) -> Iterator[Callable[..., Screen]]:
    """Opens an address like a first visitor; fails on any fault or any other host."""
    faults: list[str] = []
    opened: list[Page] = []

    def open_(address: str, width: int = 1440, theme: str = "light") -> Screen:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
        )
        page = context.new_page()
        page.set_default_timeout(120_000)  # a busy machine is no fault of the page
        opened.append(page)
        _record_faults(page, "/".join(address.split("/")[:3]), faults)
        page.goto(address)
        screen = Screen(page)
        screen.settled()
        return screen

    yield open_
    for page in opened:
        page.context.close()
    assert faults == []


def _record_faults(page: Page, server: str, faults: list[str]) -> None:
    here = (server, server.replace("http", "ws", 1), "data:", "blob:")
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith(here) else faults.append(f"other host: {r.url}"),
    )
    page.on(
        "websocket",
        lambda s: None if s.url.startswith(here) else faults.append(f"other host: {s.url}"),
    )
