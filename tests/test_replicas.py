"""Three servers behind nginx: one dies under readers, all are restarted in turn, and nobody loses what was theirs."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from nginx_server import trusting
from readers import Screen, ask, cookie
from replicas import NAMES, Replicas, behind_nginx
from websockets.exceptions import ConnectionClosed

pytestmark = [
    pytest.mark.trial,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]
READERS = int(os.environ.get("MEOMUREUM_READERS", "9"))
THINKING_SECONDS = READERS / 20  # on two processors
PAGES = (("progress", "&city=gimhae"), ("", ""), ("compare", ""))
PATIENCE_SECONDS = 600
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Iterator[Replicas]:
    place = tmp_path_factory.mktemp("replicas")
    snapshots = Path(shutil.copytree(ready_snapshots, place / "snapshots"))
    with behind_nginx(place, snapshots) as found:
        yield found


class Reader(threading.Thread):
    """One person who goes from page to page; when their server dies, their browser comes back to what it showed."""

    def __init__(self, replicas: Replicas, ended: threading.Event) -> None:
        super().__init__()
        self.name, self._ended, self._door = f"reader{next(NUMBERS)}", ended, replicas.door
        own = cookie(self._door, "steward", sub=self.name, email=f"{self.name}@city.example")
        self.screen = Screen(self._door, own)
        self.screen.open(*_asked(0))
        self.screen.press("Add")
        self.pages, self.lost, self.faults = 0, 0, list[str]()

    @property
    def at(self) -> str:
        """The server that the cookie names."""
        return self.screen.cookies.rpartition("meomureum_server=")[2]

    def run(self) -> None:
        while not self._ended.wait(THINKING_SECONDS):
            try:
                self.look(self.pages + 1)
            except ConnectionClosed:
                self.lost += 1
                self.screen = Screen(self._door, self.screen.cookies)
                self.look(self.pages + 1)
            self.pages += 1

    def look(self, turn: int) -> None:
        """Open one page, signed in, without a fault on it."""
        self.screen.open(*_asked(turn))
        kinds = [each.delta.new_element.WhichOneof("type") for each in self.screen.drawn]
        if "exception" in kinds or f"{self.name}@city.example" not in self.screen.words:
            self.faults.append(self.screen.words[:2000])

    def basket(self) -> bool:
        """Whether the figure that was put aside is still there."""
        self.look(0)
        return "Added" in [each.delta.new_element.button.label for each in self.screen.drawn]


def _asked(turn: int) -> tuple[str, str]:
    page, more = PAGES[turn % len(PAGES)]
    return page, f"lang=en{more}"


@pytest.fixture
def reading(replicas: Replicas) -> Iterator[list[Reader]]:
    ended = threading.Event()
    readers = [Reader(replicas, ended) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    yield readers
    ended.set()
    for reader in readers:
        reader.screen.close()


def after_some_pages(readers: list[Reader]) -> None:
    """When each has opened every page once more."""
    wanted = {reader: reader.pages + len(PAGES) for reader in readers}
    until = time.monotonic() + PATIENCE_SECONDS
    while any(reader.pages < pages for reader, pages in wanted.items()):
        assert time.monotonic() < until, {reader.name: (reader.at, reader.pages) for reader in readers}
        assert all(reader.is_alive() for reader in readers)
        time.sleep(0.2)


def ended(readers: list[Reader]) -> None:
    """No more pages are opened."""
    for reader in readers:
        reader._ended.set()
    for reader in readers:
        reader.join(PATIENCE_SECONDS)
        assert not reader.is_alive()


def test_one_dies_and_its_readers_go_on_at_the_others(replicas: Replicas, reading: list[Reader]) -> None:
    before = {reader: reader.at for reader in reading}
    assert set(before.values()) == set(NAMES)
    after_some_pages(reading)
    replicas.kill("2")
    after_some_pages(reading)
    moved = [reader for reader in reading if before[reader] == "2"]
    assert {reader.at for reader in moved} <= {"1", "3"}
    replicas.start("2")
    after_some_pages(reading)
    ended(reading)
    assert [reader.faults for reader in reading if reader.faults] == []
    assert {reader: reader.lost for reader in reading} == {reader: int(reader in moved) for reader in reading}
    for reader in reading:
        assert reader.at == before[reader] or reader in moved
        assert reader.basket()
        reader.screen.open("data", "lang=en")
        made, *_ = filter(None, (each.delta.new_element.download_button.url for each in reader.screen.drawn))
        answer = ask(replicas.door, made, headers={"Cookie": reader.screen.cookies})
        assert (answer.status, len(answer.content) > 0) == (200, True)
    new = {Screen(replicas.door).cookies.rpartition("=")[2] for _ in NAMES}
    assert new == set(NAMES), "who is new comes to the one that is back too"


def test_all_are_restarted_in_turn_without_a_failed_request(
    replicas: Replicas, reading: list[Reader]
) -> None:
    answers, over = Counter[int](), threading.Event()

    def asking(cookies: str) -> None:
        while not over.wait(0.1):
            for path in ("/progress?lang=en", "/assets/look.css", "/_stcore/health"):
                answers[ask(replicas.door, path, headers={"Cookie": cookies}).status] += 1

    browsers = [threading.Thread(target=asking, args=(f"meomureum_server={name}",)) for name in ("0", *NAMES)]
    for browser in browsers:
        browser.start()
    for name in NAMES:
        replicas.stop(name)
        replicas.start(name)
        after_some_pages(reading)
    over.set()
    for browser in browsers:
        browser.join(PATIENCE_SECONDS)
    ended(reading)
    assert list(answers) == [200]
    assert [reader.faults for reader in reading if reader.faults] == []
    assert all(reader.lost >= 1 and reader.basket() for reader in reading)


def test_files_for_everybody_are_compressed_and_the_cookie_is_kept_to_https(replicas: Replicas) -> None:
    asked = urllib.request.Request(
        f"https://localhost:{replicas.tls_port}/assets/look.css", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(asked, context=trusting(replicas.certificate)) as style:
        assert style.headers["Content-Encoding"] == "gzip"
        (named,) = [
            each for each in style.headers.get_all("Set-Cookie") if each.startswith("meomureum_server=")
        ]
    assert {"secure", "httponly", "samesite=lax"} <= {part.strip().lower() for part in named.split(";")}
