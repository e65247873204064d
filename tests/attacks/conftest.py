"""These tests build all that they attack: they need no snapshot of the shipped data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder that is thrown away, and that no test here should need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path_factory.mktemp("own") / "snapshots"))
        yield
