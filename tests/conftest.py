"""What every test stands on: snapshots of the tests' own, never those of the person who runs them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from etl.build import START_PATIENCE_SECONDS, ensure_current
from meomureum.store import locks, warehouse
from meomureum.store.locks import LoadRunning
from meomureum.store.warehouse import Snapshot

# A busy machine is no fault of the code: properties are judged by what they find, not by time.
settings.register_profile("meomureum", deadline=None)
settings.load_profile("meomureum")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a server, a browser or another process."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def ready_snapshots(request: pytest.FixtureRequest) -> Path:
    """The snapshot of the shipped data: built once for all processes, and again when data or code change."""
    place = request.config.cache.mkdir("snapshots")
    _in_turn(lambda: ensure_current(snapshots=place))
    _in_turn(lambda: _only_the_newest(place))
    return place


def _in_turn(work: Callable[[], object]) -> None:
    """Do what one process does at a time; however long another one takes, the wait is bounded by the run alone."""
    while True:
        try:
            work()
        except LoadRunning:
            continue
        return


def _only_the_newest(place: Path) -> None:
    with locks.sole_writer(place, START_PATIENCE_SECONDS):
        warehouse.prune(place, keep=1)


@pytest.fixture(scope="session", autouse=True)
def own_snapshots(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Iterator[None]:
    """Pages and commands under test read and write a folder that is thrown away."""
    own = tmp_path_factory.mktemp("own") / "snapshots"
    shutil.copytree(ready_snapshots, own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(own))
        yield


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The shipped data; built anew only where a test has loaded something else."""
    return ensure_current()


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page under test leaves its script behind as `__main__`, which a process started later would run."""
    ours = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = ours
