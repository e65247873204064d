"""What readers see when something goes wrong: a sentence in their language, a code, a way on; never a red box."""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from meomureum.app import streamlit_errors
from meomureum.components import fault_page as fault
from meomureum.store import incidents, warehouse
from meomureum.store.address import PAGES
from meomureum.store.locks import LoadRunning
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language

SCRIPT = Path(__file__).parents[1] / "meomureum" / "app" / "script.py"
# Written out, so that a changed table of words is noticed: what a reader of each language must be told.
EXPECTED = {
    "slow": ("계산이 오래 걸려 멈추었습니다", "The calculation took too long"),
    "damaged": ("자료 파일을 읽을 수 없습니다", "The data file cannot be read"),
    "full": ("서버에 저장할 자리가 없습니다", "The server has no space left"),
    "unwritable": ("서버가 파일을 읽거나 쓰지 못했습니다", "The server could not read or write a file"),
    "denied": ("이 역할로는 할 수 없습니다", "Your role does not allow this"),
    "busy": ("다른 적재가 진행되고 있습니다", "Another load is running"),
    "unknown": ("예상하지 못한 오류가 났습니다", "Something went wrong that nobody foresaw"),
}
RAISED: dict[str, Callable[[], Exception]] = {
    "slow": lambda: TimeoutError("a query took longer than 5 seconds"),
    "damaged": lambda: duckdb.IOException("IO Error: Corrupt database file: computed checksum differs"),
    "full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "unwritable": lambda: OSError(errno.EROFS, "Read-only file system"),
    "denied": lambda: PermissionError("not for this role"),
    "busy": lambda: LoadRunning("process 7"),
    "unknown": lambda: ZeroDivisionError("division by zero"),
}
IN_PARTS = ("progress", "explore")
CODE = re.compile(r"\b[A-Z0-9]{6}\b")


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def faults(screen: AppTest) -> list[str]:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return re.findall(r'<section class="mm-fault.*?</section>', html, flags=re.DOTALL)


@pytest.fixture(autouse=True)
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts under test reach the handler that `dashboard.py` gives to the server."""
    began = LocalScriptRunner.__init__

    def begin(runner: LocalScriptRunner, *args: Any, **kwargs: Any) -> None:
        began(runner, *args, **kwargs)
        runner._on_script_error = streamlit_errors.told

    monkeypatch.setattr(LocalScriptRunner, "__init__", begin)


class Raising:
    """Makes one element of a page raise: the second one where that stands in a part of its own, else the first."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fault: Exception | None = None
        self.left = 0
        drawn = st.html

        def html(body: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.fault is not None and self.left < 1:
                fault, self.fault = self.fault, None
                raise fault
            return drawn(body, **kwargs)

        monkeypatch.setattr(st, "html", html)

    def arm(self, fault: Exception, page: str) -> None:
        self.fault, self.left = fault, 2 if page in IN_PARTS else 1


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Raising:
    return Raising(monkeypatch)


def _draw(page: str, raising: object) -> None:
    """The script under test: a page again and again, each time with another kind of fault in its middle."""
    import importlib

    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from test_fault import RAISED

    from etl.build import ensure_current
    from meomureum import session
    from meomureum.components import fault_page as fault

    ensure_current()
    module = importlib.import_module(f"pages.{page}")
    for made in RAISED.values():
        raising.arm(made(), page)  # type: ignore[attr-defined]
        fault.whole(lambda: module.render(session.current()))
        context = get_script_run_ctx()
        assert context is not None
        for drawn in (context.shared.widget_ids_this_run, context.shared.widget_user_keys_this_run):
            drawn.clear()  # each drawing is one of its own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_tells_every_kind_of_fault(
    page: str, language: Language, raising: Raising, caplog: pytest.LogCaptureFixture
) -> None:
    screen = AppTest.from_function(_draw, default_timeout=120, kwargs={"page": page, "raising": raising})
    screen.query_params.update({"lang": language, "set": "sample"})
    screen.run()
    assert not screen.exception
    told = faults(screen)
    mine, other = (0, 1) if language == "ko" else (1, 0)
    assert len(told) == len(RAISED)
    logged = [record.getMessage() for record in caplog.records if record.name == "meomureum"]
    for section, titles, made, line in zip(told, EXPECTED.values(), RAISED.values(), logged, strict=True):
        assert titles[mine] in section
        assert titles[other] not in section
        assert fault.AGAIN(language) in section
        (code,) = CODE.findall(re.sub(r"<[^>]*>", " ", section))
        assert line.startswith(f"[{code}] ")
        assert "Traceback (most recent call last)" in line
        assert type(made()).__name__ in line
        assert str(made()) not in section


def opened(page: str, **parameters: str) -> AppTest:
    screen = AppTest.from_file(SCRIPT, default_timeout=120)
    if page != PAGES[0]:
        screen._page_hash = calc_hash(page)
    screen.query_params.update(parameters)
    return screen


@pytest.mark.parametrize("page", PAGES)
def test_the_rest_of_the_screen_stands_around_a_page_that_fails(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(_view: object) -> None:
        raise KeyError("city_id")

    monkeypatch.setattr(f"pages.{page}.render", render)
    screen = opened(page, lang="en").run()
    assert not screen.exception
    (section,) = faults(screen)
    assert EXPECTED["unknown"][1] in section
    assert "<h1>" in section
    assert "KeyError" not in words(screen)
    assert "At a glance" in words(screen), "the way to the other pages"


def test_what_keeps_the_whole_screen_away_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_snapshot: Snapshot, *_: object) -> None:
        raise duckdb.FatalException("FATAL Error: bad block")

    monkeypatch.setattr("meomureum.session.answers._choices", fails)
    screen = opened("progress").run()
    assert not screen.exception
    (section,) = faults(screen)
    assert EXPECTED["damaged"][0] in section


def test_a_chart_that_cannot_be_drawn_is_told_where_it_would_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meomureum.components.page_writer._json", lambda _: 1 / 0)
    for page in ("map", "funnel", "compare"):
        screen = opened(page, set="sample", lang="en").run()
        assert not screen.exception
        assert EXPECTED["unknown"][1] in "".join(faults(screen)), page


def test_a_part_that_fails_leaves_what_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no item")

    monkeypatch.setattr("meomureum.session.basket.item", fails)
    screen = opened("funnel", set="sample").run()
    assert not screen.exception
    told = faults(screen)
    assert told
    assert all("<h2>" in section for section in told), "a part, not the page"
    html = [element.proto.body for element in screen.get("html")]
    last = max(at for at, body in enumerate(html) if "mm-fault" in body)
    assert last < len(html) - 1


def test_the_fault_of_a_click_is_told_above_the_page_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    screen = opened("overview", lang="en").run()
    assert not screen.exception

    def fails(**_: object) -> None:
        raise sixty_four_bits

    sixty_four_bits = OverflowError("too large")
    monkeypatch.setattr("meomureum.session.view.change", fails)
    next(box for box in screen.selectbox if box.label == "First year").select(2020).run()
    assert not screen.exception
    (section,) = faults(screen)
    assert "What you just did was not finished." in section
    assert incidents.code_of(sixty_four_bits) in section
    assert f"[{incidents.code_of(sixty_four_bits)}]" in caplog.text
    assert "At a glance" in words(screen), "the page is drawn all the same"
    screen.run()
    assert faults(screen) == []


def test_a_click_in_a_part_of_a_page_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened("explore", set="sample", lang="en").run()

    def fails(**_: object) -> None:
        raise TimeoutError("a query took longer than 5 seconds")

    monkeypatch.setattr("meomureum.session.explore_choices.change", fails)
    monkeypatch.setattr("meomureum.session.view.change", fails)
    next(box for box in screen.selectbox if box.label == "Indicator").select_index(3).run()
    assert not screen.exception
    assert EXPECTED["slow"][1] in "".join(faults(screen))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EXPECTED)
def test_a_file_that_cannot_be_written_is_told_with_its_code(
    kind: str, language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    def write() -> bytes:
        raise RAISED[kind]()

    with pytest.raises(fault.NotWritten) as told:
        fault.handing_out(write, language)()
    mine, other = EXPECTED[kind] if language == "ko" else reversed(EXPECTED[kind])
    assert mine in str(told.value)
    assert other not in str(told.value)
    (code,) = CODE.findall(str(told.value))
    assert f"[{code}]" in caplog.text
    assert "Traceback" in caplog.text


# --- what kind a fault is: by faults as they really come ------------------------------


def caught(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as told:  # noqa: PT011 - whatever it is, its kind is asked
        act()
    return told.value


def test_a_query_that_does_not_end_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "QUERY_SECONDS", 0.1)
    now = warehouse.current()
    assert now is not None
    endless = "SELECT COUNT(*) FROM range(100000) a, range(100000) b, range(100000) c WHERE a.range + b.range + c.range = 7"
    assert fault.kind_of(caught(lambda: now.query(endless))) == "slow"


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "exact.duckdb").write_bytes(b"not a database" * 1000)
    assert fault.kind_of(caught(lambda: Snapshot(tmp_path).query("SELECT 1"))) == "damaged"


def test_a_broken_manifest_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"{")
    assert fault.kind_of(caught(lambda: Snapshot(tmp_path).manifest)) == "damaged"
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe\x00")
    assert fault.kind_of(caught(lambda: Snapshot(tmp_path).manifest)) == "damaged"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_full() -> None:
    def write() -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")

    assert fault.kind_of(caught(write)) == "full"


def test_a_snapshot_that_is_gone_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))
    assert fault.kind_of(LookupError("none")) == "lost"
    assert fault.kind_of(FileNotFoundError(errno.ENOENT, "no", "manifest.json")) == "lost"
    assert fault.kind_of(ZeroDivisionError()) == "unknown"
    (tmp_path / "current").write_bytes(b"\xff\xff")
    assert fault.kind_of(duckdb.IOException("gone")) == "lost"


def test_a_bug_is_no_lost_snapshot_while_there_is_one() -> None:
    assert warehouse.current() is not None
    assert fault.kind_of(KeyError("city_id")) == "unknown"


# --- the code and the log --------------------------------------------------------------


def test_a_fault_is_logged_once_and_keeps_its_code(caplog: pytest.LogCaptureFixture) -> None:
    made = ValueError("7")
    assert incidents.code_of(made) == ""
    code = incidents.report(made, "a test")
    assert incidents.report(made, "another place") == code == incidents.code_of(made)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_codes_are_not_given_twice() -> None:
    codes = {incidents.report(ValueError(str(at)), "a test") for at in range(200)}
    assert len(codes) == 200
    assert all(CODE.fullmatch(code) for code in codes)


def test_no_sign_of_a_fault_steers_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    incidents.report(ValueError("a\x1b[2Jb\x07c\x9bd\u202ee\rf"), "a test")
    message = caplog.records[-1].getMessage()
    assert r"a\x1b[2Jb\x07c\x9bd\u202ee\rf" in message
    assert not set(message) & set("\x1b\x07\x9b\u202e\r")


def test_the_ways_on_keep_the_page_and_can_drop_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "meomureum.components.fault_page.address_in_sight", lambda: ("map", {"lang": "en", "city": "gimhae"})
    )
    again, wider, home = fault.ways("en")
    assert (again.address, wider.address, home.address) == (
        "./map?lang=en&city=gimhae",
        "./map?lang=en",
        "./?lang=en",
    )
    monkeypatch.setattr("meomureum.components.fault_page.address_in_sight", lambda: ("", {}))
    assert [each.label for each in fault.ways("ko")] == ["다시 해 보기"]
