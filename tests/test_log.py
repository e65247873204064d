"""The server's log: structured, of bounded size, and nobody in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meomureum.store import environment, incidents

PERSONAL = ("kim.cs@city.example", "203.0.113.7", "2001:db8:0:1:2:3:4:5", "900101-1234567", "010-1234-5678")


@pytest.fixture(autouse=True)
def no_handlers_stay() -> Iterator[None]:
    loggers = [incidents.LOGGER, *map(logging.getLogger, incidents.OTHERS)]
    before = [(each, list(each.handlers), each.level) for each in loggers]
    yield
    for each, handlers, level in before:
        for handler in set(each.handlers) - set(handlers):
            handler.close()
        each.handlers[:] = handlers
        each.setLevel(level)


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / incidents.FILE).read_text("utf-8").splitlines()]


def test_each_line_is_one_object_with_time_level_and_code(tmp_path: Path) -> None:
    incidents.log_to(io.StringIO(), tmp_path / "logs")
    incidents.LOGGER.info("ready")
    try:
        raise ValueError("no\nsuch\x1b[31m thing")
    except ValueError as fault:
        code = incidents.report(fault, "a test")
    ready, failed = written(tmp_path / "logs")
    assert (ready["level"], ready["logger"], ready["message"]) == ("info", "meomureum", "ready")
    assert ready["at"].endswith("+00:00")
    assert (failed["level"], failed["code"]) == ("error", code)
    assert "ValueError: no" in failed["message"]
    assert "\x1b" not in failed["message"]
    assert "code" not in ready


def test_nobody_is_in_it_on_screen_or_in_files(tmp_path: Path) -> None:
    screen = io.StringIO()
    incidents.log_to(screen, tmp_path)
    incidents.report(LookupError(f"{' '.join(PERSONAL)} at 12:30:45, 8,501 rows of 2024-05-01"), "a page")
    logging.getLogger("uvicorn.error").warning("%s - closed", ("198.51.100.9", 4711))
    both = screen.getvalue() + (tmp_path / incidents.FILE).read_text("utf-8")
    for each in (*PERSONAL, "198.51.100.9"):
        assert each not in both
    assert both.count("12:30:45, 8,501 rows of 2024-05-01") == 2
    assert "- closed" in both


def test_old_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "MOST_BYTES", 1000)
    monkeypatch.setattr(incidents, "FILES_KEPT", 2)
    incidents.log_to(io.StringIO(), tmp_path)
    for at in range(200):
        incidents.LOGGER.warning("line %d", at)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["meomureum.log", "meomureum.log.1", "meomureum.log.2"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert written(tmp_path)[-1]["message"] == "line 199"


def test_only_warnings_of_others_are_taken_and_each_once(tmp_path: Path) -> None:
    incidents.log_to(io.StringIO(), tmp_path)
    incidents.log_to(io.StringIO(), tmp_path)
    other = logging.getLogger("streamlit")
    other.info("hello")
    other.warning("careful")
    assert [each["message"] for each in written(tmp_path)] == ["careful"]


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    screen = io.StringIO()
    incidents.log_to(screen, tmp_path / "file")
    incidents.LOGGER.info("ready")
    assert "no log in" in screen.getvalue()
    assert screen.getvalue().rstrip().endswith("ready")


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEOMUREUM_LOG", raising=False)
    assert environment.log_folder() is None
    monkeypatch.setenv("MEOMUREUM_LOG", str(tmp_path))
    assert environment.log_folder() == tmp_path
