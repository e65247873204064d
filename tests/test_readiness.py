"""What is prepared before the first reader, what `/ready` says of it, and what becomes of work nobody waits for."""

from __future__ import annotations

import errno
import json
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from small import Folder
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from etl.load_progress import PROTECTING, Doing, filling
from etl.sources import SOURCES
from meomureum.app import readiness, waiting_page
from meomureum.app.readiness import Preparation, Stage, State
from meomureum.figures import recipes, standing
from meomureum.session import answers, load_jobs, steward_desk
from meomureum.session.steward_desk import Handed
from meomureum.store import background, connections, incidents, locks, warehouse
from meomureum.texts import LANGUAGES

SCRIPT = Path(__file__).parents[1] / "meomureum" / "app" / "script.py"
LONG_SECONDS = 120


@pytest.fixture(autouse=True)
def nothing_died() -> Iterator[None]:
    """Each test begins and ends without dead work of another."""
    background._failures.clear()
    yield
    background._failures.clear()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A data folder without the sample, not built yet, that the product takes for its own."""
    folder = Folder(tmp_path, published=True)
    monkeypatch.setenv("MEOMUREUM_DATA", str(folder.data))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    return folder


@pytest.fixture
def preparation(monkeypatch: pytest.MonkeyPatch) -> Preparation:
    """One that no other test has begun."""
    fresh = Preparation()
    monkeypatch.setattr(readiness, "PREPARATION", fresh)
    monkeypatch.setattr(waiting_page, "PREPARATION", fresh)
    return fresh


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def answer(preparation: Preparation) -> tuple[int, dict[str, object]]:
    """What `/ready` answers, by its own route."""
    assert preparation is readiness.PREPARATION
    said = readiness.ready(Request({"type": "http"}))
    return said.status_code, json.loads(bytes(said.body))


# --- the preparation ---------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_it_builds_asks_and_prepares_the_first_page(preparation: Preparation) -> None:
    prepared: list[str] = []
    preparation.first_page = lambda: prepared.append(preparation.state.stage)
    assert answer(preparation) == (503, {"ready": False, "stage": "not begun"})
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    assert warehouse.current() is not None
    assert prepared == ["first page"]
    assert answer(preparation) == (200, {"ready": True, "stage": "ready"})


@pytest.mark.usefixtures("small")
def test_it_tells_every_step_on_the_way(preparation: Preparation, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, dict[str, object]]] = []
    told = Preparation._now

    def listening(mine: Preparation, stage: Stage, doing: Doing | None = None) -> None:
        told(mine, stage, doing)
        if stage != "ready":
            said.append(answer(mine))

    monkeypatch.setattr(Preparation, "_now", listening)
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    assert {status for status, _ in said} == {503}
    steps = [step["step"] for _, step in said if "step" in step]
    assert steps == list(range(1, len(SOURCES) + 4))
    assert {step["of"] for _, step in said if "step" in step} == {len(SOURCES) + 3}
    assert said[1][1]["doing"] == {
        "ko": f"‘{SOURCES[0].label.ko}’ 표를 검사하고 담고 있습니다",
        "en": f"Checking and filling the table “{SOURCES[0].label.en}”",
    }
    assert [step["stage"] for _, step in said[-2:]] == ["asking", "first page"]


def test_it_is_begun_once_at_a_time(small: Folder, preparation: Preparation) -> None:
    with locks.sole_writer(small.snapshots):
        preparation.begin()
        preparation.begin()
        assert preparation.under_way
        assert preparation.state.attempt == 1
    preparation.wait(LONG_SECONDS)
    assert preparation.state.stage == "ready"


def broken(fault: Exception) -> Callable[..., None]:
    def raising(*_: object, **__: object) -> None:
        raise fault

    return raising


@pytest.mark.parametrize(
    "fault", [AttributeError("module has no attribute"), OSError(errno.ENOSPC, "No space left on device")]
)
def test_what_ends_it_is_logged_and_told(
    fault: Exception,
    preparation: Preparation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("etl.build.ensure_current", broken(fault))
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    code = incidents.code_of(fault)
    assert answer(preparation) == (
        503,
        {"ready": False, "stage": "failed", "code": code, "fault": type(fault).__name__},
    )
    assert f"[{code}] preparation: Traceback" in caplog.text


def test_a_question_without_an_answer_is_no_readiness(
    preparation: Preparation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    assert answer(preparation)[0] == 200
    monkeypatch.setattr(readiness, "ANSWER_HOLDS_SECONDS", 0)
    monkeypatch.setattr(
        "meomureum.measures.measurement.measure", broken(TimeoutError("a query took longer than 5 seconds"))
    )
    first, second = answer(preparation), answer(preparation)
    assert (first[0], first[1]["stage"], first[1]["fault"]) == (503, "failed", "TimeoutError")
    assert first == second
    assert len(caplog.records) == 1, "a lasting fault is logged once, however often it is asked"
    monkeypatch.undo()


def test_a_snapshot_that_is_taken_away_ends_readiness(
    small: Folder, preparation: Preparation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ANSWER_HOLDS_SECONDS", 0)
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    now = warehouse.current(small.snapshots)
    assert now is not None
    shutil.rmtree(now.folder)
    assert answer(preparation)[0] == 503


def test_a_first_page_that_cannot_be_prepared_keeps_no_reader_out(preparation: Preparation) -> None:
    preparation.first_page = broken(NameError("overview"))
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    status, said = answer(preparation)
    assert status == 200
    assert [each["work"] for each in said["failures"]] == ["first page"]  # type: ignore[attr-defined]


def test_the_first_page_asks_nothing_that_was_not_prepared() -> None:
    from meomureum.app.script import draw_ahead

    caches = (recipes._made, standing._of_city, answers._measured)
    for each in caches:
        each.cache_clear()
    draw_ahead()
    prepared = [each.cache_info() for each in caches]
    assert prepared[0].misses == len(LANGUAGES)
    assert prepared[1].misses == 1
    screen = AppTest.from_file(SCRIPT, default_timeout=LONG_SECONDS).run()
    assert not screen.exception
    after = [each.cache_info() for each in caches]
    assert [each.misses for each in after] == [each.misses for each in prepared]
    assert all(now.hits > before.hits for now, before in zip(after[:2], prepared[:2], strict=True))


# --- the reader who comes earlier --------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("ko", "자료를 준비하고 있습니다", "시작하고 있습니다"),
        ("en", "The data are being prepared", "Starting"),
    ],
)
def test_an_early_reader_is_told_what_is_done(
    language: str, title: str, sentence: str, small: Folder, preparation: Preparation
) -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=LONG_SECONDS)
    screen.query_params["lang"] = language
    with locks.sole_writer(small.snapshots):
        preparation.begin()
        screen.run()
        assert not screen.exception
        assert title in words(screen)
        assert sentence in words(screen)
    preparation.wait(LONG_SECONDS)
    screen.run()
    assert title not in words(screen)
    assert ("개요" if language == "ko" else "Overview") in words(screen)


def test_the_sentence_says_which_step_of_how_many() -> None:
    state = State("building", doing=filling(0, SOURCES[0]))
    told = waiting_page.progress(state, "ko")
    assert f"{len(SOURCES) + 3}단계 가운데 2단계: ‘{SOURCES[0].label.ko}’ 표를" in told
    last = waiting_page.progress(State("building", doing=PROTECTING), "en")
    assert f"Step {len(SOURCES) + 2} of {len(SOURCES) + 3}: Protecting small numbers of people" in last
    assert f"width: {100 * (len(SOURCES) + 1) / (len(SOURCES) + 3):.0f}%" in last


def test_a_failed_preparation_is_told_and_tried_again_by_a_visit_only(
    preparation: Preparation, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, may_fail = OSError(errno.ENOSPC, "No space left on device"), threading.Event()

    def failing(*_: object, **__: object) -> None:
        may_fail.wait(LONG_SECONDS)
        raise fault

    monkeypatch.setattr("etl.build.ensure_current", failing)
    may_fail.set()
    preparation.begin()
    preparation.wait(LONG_SECONDS)
    may_fail.clear()
    screen = AppTest.from_file(SCRIPT, default_timeout=LONG_SECONDS)
    screen.query_params["lang"] = "en"
    screen.run()
    assert preparation.state.attempt == 2, "a visit tries again"
    assert "The data are being prepared" in words(screen)
    may_fail.set()
    preparation.wait(LONG_SECONDS)
    screen.run()
    assert preparation.state.attempt == 2, "seeing how it went does not"
    assert "The server has no space left" in words(screen)
    assert incidents.code_of(fault) in words(screen)
    monkeypatch.undo()
    screen.run()
    preparation.wait(LONG_SECONDS)
    screen.run()
    assert "Overview" in words(screen)


def test_a_snapshot_that_is_gone_is_built_anew_by_the_next_visit(
    small: Folder, preparation: Preparation
) -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=LONG_SECONDS).run()
    assert "개요" in words(screen)
    now = warehouse.current()
    assert now is not None
    now.folder.rename(small.data / "elsewhere")
    screen.run()
    preparation.wait(LONG_SECONDS)
    screen.run()
    assert not screen.exception
    assert "개요" in words(screen)
    assert warehouse.current() == now


# --- work that nobody waits for ----------------------------------------------------


def test_work_that_dies_is_logged_and_named_until_it_is_done(
    preparation: Preparation, caplog: pytest.LogCaptureFixture
) -> None:
    background.start("tidying", lambda: dict[str, str]()["nothing"]).join(LONG_SECONDS)
    (failed,) = background.failures()
    assert failed.work == "tidying"
    assert f"[{failed.code}] tidying: Traceback" in caplog.text
    assert "KeyError: 'nothing'" in caplog.text
    told = answer(preparation)[1]["failures"]
    assert told == [{"work": "tidying", "code": failed.code, "at": failed.at}]
    background.start("tidying", lambda: None).join(LONG_SECONDS)
    assert background.failures() == ()


def test_queries_are_watched_again_after_their_watcher_has_died(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cut = threading.Event()

    class Query:
        def interrupt(self) -> None:
            cut.set()

    class Dying:
        def interrupt(self) -> None:
            raise RuntimeError("no such query")

    monkeypatch.setattr(connections, "_watchers", [])
    with connections.at_most(0, Dying()):
        connections._watchers[0].join(LONG_SECONDS)
    assert "[" in caplog.text
    assert [each.work for each in background.failures()] == ["patience"]
    with connections.at_most(0, Query()):
        assert cut.wait(LONG_SECONDS)


def test_a_bug_in_a_load_is_told_to_the_steward_and_by_ready(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bug = AttributeError("no attribute")
    monkeypatch.setattr("etl.build.load", broken(bug))
    monkeypatch.setattr(load_jobs, "_jobs", [])
    job = steward_desk.publish(Handed(()))
    assert job.thread is not None
    job.thread.join(LONG_SECONDS)
    assert job.fault is bug
    assert f"[{incidents.code_of(bug)}] load" in caplog.text
    assert [each.work for each in background.failures()] == ["load"]


def test_the_log_goes_to_a_stream_with_the_time(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    incidents.log_to(sys.stderr)
    try:
        code = incidents.report(ValueError("x"), "a test")
    finally:
        incidents.LOGGER.handlers.clear()
    assert re.search(rf"^\d{{4}}-\d\d-\d\d .* ERROR meomureum \[{code}\] a test: ", capsys.readouterr().err)
    assert logging.getLogger("meomureum") is incidents.LOGGER
