"""Which tests run which lines of the product, and of themselves: a pytest plugin, one test file to a process.

Only the default run of the suite is looked at, and only in this process: what a test does in
a process that it starts, or in a browser, is not seen.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

WHERE_TO = "MUTATION_REACH"
OF = "MUTATION_REACH_OF"
"""How the paths begin whose lines alone are noted: a run that notes a few modules is much quicker than one of all."""
WHOLE_FILE = ""
"""Instead of a test's name: lines run while a file was imported or for a fixture that several tests share."""

_root, _of = f"{Path.cwd()}{os.sep}", tuple(os.environ.get(OF, "").split(os.pathsep))
_reached: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
_seconds: dict[str, float] = defaultdict(float)
_shared: dict[str, float] = defaultdict(float)
"""What several tests stand on, by its fixture, and the seconds to build it: the first test that asks for it waits."""
_stands_on: dict[str, list[str]] = {}
_unfit: set[str] = set()
"""Tests that failed or were skipped: they can tell nothing of a change."""
_now = [WHOLE_FILE]


@functools.cache
def _ours(file: str) -> str:
    inner = file.removeprefix(_root)
    ours = inner != file and inner.startswith(_of) and not inner.startswith((".", f"tests{os.sep}mutation"))
    return Path(inner).as_posix() if ours else ""


def _enter(frame: FrameType, _event: str, _argument: object) -> Any:
    name = _ours(frame.f_code.co_filename)
    if not name:
        return None
    lines = _reached[_now[0]][name]
    generator = frame.f_code.co_name == "<genexpr>"

    def at(inside: FrameType, event: str, given: object) -> Any:
        if event == "line":
            lines.add(inside.f_lineno)
        elif generator and event == "return" and given is not None:
            # `all(... for each in nothing)` runs its line too, but comes to no value.
            lines.add(-inside.f_lineno)
        return at

    return at


def _forget_answers() -> None:
    """A remembered answer would hide the lines that gave it from every test but the first."""
    for module in [*sys.modules.values()]:
        name = _ours(getattr(module, "__file__", None) or "")
        for value in [*vars(module).values()] if name and not name.startswith("tests") else []:
            if isinstance(value, functools._lru_cache_wrapper):
                value.cache_clear()


def pytest_configure() -> None:
    threading.settrace(_enter)
    sys.settrace(_enter)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    _forget_answers()
    _now[0] = item.nodeid
    _stands_on[item.nodeid] = list(getattr(item, "fixturenames", ()))
    sys.settrace(_enter)
    result = yield
    _now[0] = WHOLE_FILE
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[Any]:
    before, since = _now[0], time.monotonic()
    if fixturedef.scope != "function":
        _now[0] = WHOLE_FILE
    try:
        return (yield)
    finally:
        _now[0] = before
        if fixturedef.scope != "function":
            spent = time.monotonic() - since
            _seconds[before] -= spent
            if fixturedef.scope != "session":  # every run of pytest pays for those of a session
                _shared[fixturedef.argname] += spent


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] += report.duration
    if not report.passed:
        _unfit.add(report.nodeid)


def pytest_sessionfinish() -> None:
    sys.settrace(None)
    seconds = {test: spent for test, spent in _seconds.items() if test in _stands_on and test not in _unfit}
    found = {
        test: {name: sorted(lines) for name, lines in files.items() if lines}
        for test, files in _reached.items()
    }
    shared = {test: [name for name in _stands_on[test] if name in _shared] for test in seconds}
    told = {"lines": found, "seconds": seconds, "shared": _shared, "stands_on": shared}
    Path(os.environ[WHERE_TO]).write_text(json.dumps(told), "utf-8")
