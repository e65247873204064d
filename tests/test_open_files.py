"""The rule of Windows, played here: what somebody has open can be neither renamed nor removed, nor its folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from small import STUDENTS, Folder, records, written

from etl import snapshot_repair
from etl.build import ensure_current
from meomureum.access import log
from meomureum.app.commands import loading
from meomureum.store import durable, integrity, locks, warehouse
from meomureum.store.warehouse import Snapshot

REAL = {name: getattr(os, name) for name in ("replace", "rename", "unlink", "remove", "rmdir")}


class Held:
    """The files that another program has open."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self.refused: list[Path] = []

    def judged(self, name: str) -> Callable[..., Any]:
        def played(source: Any, *rest: Any, **words: Any) -> Any:
            for each in (source, *rest[:1]):
                path = Path(os.fsdecode(each)) if not isinstance(each, int) else Path()
                if any(held == path or path in held.parents for held in self.paths if held.exists()):
                    self.refused.append(path)
                    if self.until is not None and len(self.refused) >= self.until:
                        self.paths.clear()
                    raise PermissionError(13, "The process cannot access the file", str(path))
            return REAL[name](source, *rest, **words)

        return played

    until: int | None = None


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Three snapshots of one university."""
    folder = Folder(tmp_path_factory.mktemp("template"))
    for year in (2021, 2022, 2023):
        folder.write(written(STUDENTS, [[year, "인제대", 9000, 700]]), f"{year}.csv")
        folder.build()
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return template.served_from(tmp_path / "own", monkeypatch)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    found = Held()
    for name in REAL:
        monkeypatch.setattr(os, name, found.judged(name))
    monkeypatch.setattr(durable, "MOVED_WITHIN_SECONDS", 0.5)
    yield found
    found.paths.clear()


def current(folder: Folder) -> Snapshot:
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


def years(snapshot: Snapshot) -> list[Any]:
    return [year for (year,) in records(snapshot, "SELECT year FROM university_students ORDER BY year")]


def handed_in(folder: Folder, year: int) -> list[str]:
    file = folder.write(
        written(STUDENTS, [[year, "인제대", 9100, 650]]), f"new {year}.csv", within="received"
    )
    return ["load", str(file), "--data", str(folder.data), "--lang", "en"]


def test_a_load_is_published_while_every_snapshot_is_open(folder: Folder, held: Held) -> None:
    held.paths = {each.folder / "exact.duckdb" for each in warehouse.kept(folder.snapshots)}
    assert loading.main(handed_in(folder, 2024)) == 0
    assert years(current(folder)) == [2021, 2022, 2023, 2024]
    assert integrity.damaged(folder.snapshots) == {}


def test_a_pointer_that_is_being_read_is_waited_for(folder: Folder, held: Held) -> None:
    before = current(folder)
    held.paths, held.until = {folder.snapshots / "current", folder.data / "raw" / "loads.csv"}, 3
    assert loading.main(handed_in(folder, 2024)) == 0
    assert len(held.refused) == 3
    assert current(folder) != before


def test_a_pointer_that_stays_open_is_told_and_readers_keep_what_they_had(
    folder: Folder, held: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    before = current(folder)
    held.paths = {folder.snapshots / "current"}
    assert loading.main(handed_in(folder, 2024)) == 73
    assert "Another program has current open" in capsys.readouterr().err
    assert current(folder) == before
    held.paths.clear()
    assert loading.main(["load", "--data", str(folder.data)]) == 0
    assert years(current(folder)) == [2021, 2022, 2023, 2024]
    assert {path.name for path in folder.snapshots.glob(".*")} <= {".clean"}


def test_pruning_leaves_what_is_open_says_so_and_tries_again(
    folder: Folder, held: Held, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    newest, open_one, other = warehouse.kept(folder.snapshots)
    held.paths = {open_one.folder / "exact.duckdb"}
    with caplog.at_level(logging.WARNING, "meomureum"):
        assert loading.main(["prune", "--keep", "1", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert f"Snapshots removed, 1: {other.id}" in said.out
    assert f"Snapshots that another program has open were not removed: {open_one.id}" in said.err
    assert f"snapshot {open_one.id} is open elsewhere" in caplog.text
    assert warehouse.kept(folder.snapshots) == [newest, open_one]
    assert years(open_one)
    held.paths.clear()
    assert loading.main(["prune", "--keep", "1", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert open_one.id in said.out
    assert said.err == ""


def test_a_load_goes_on_when_retention_cannot_remove(
    folder: Folder, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_KEEP", "1")
    old = warehouse.kept(folder.snapshots)[1:]
    held.paths = {each.folder / "exact.duckdb" for each in old}
    assert loading.main(handed_in(folder, 2024)) == 0
    assert {each.id for each in old} <= {each.id for each in warehouse.kept(folder.snapshots)}


def test_a_damaged_snapshot_that_is_open_elsewhere_is_told_and_healed_later(
    folder: Folder, held: Held, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    broken = current(folder)
    with (broken.folder / "exact.duckdb").open("r+b") as database:
        database.write(b"\xff")
    held.paths = {broken.folder / "exact.duckdb"}
    assert loading.main(["load", "--data", str(folder.data), "--lang", "en"]) == 73
    assert f"Another program has {broken.id} open" in capsys.readouterr().err
    assert years(current(folder)) == [2021, 2022], "the newest whole one answers meanwhile"
    with caplog.at_level(logging.ERROR, "meomureum"):
        snapshot_repair._mend()
    assert "not built anew: Another program has" in caplog.text
    held.paths.clear()
    assert ensure_current().id == broken.id
    assert years(current(folder)) == [2021, 2022, 2023]


def test_a_snapshot_that_this_process_has_open_makes_way(folder: Folder) -> None:
    _, old, oldest = warehouse.kept(folder.snapshots)
    assert years(old)
    assert years(oldest)
    with locks.sole_writer(folder.snapshots):
        assert set(warehouse.prune(folder.snapshots, 1)) == {old.id, oldest.id}
    assert not [name for name in _open_names() if name.startswith((str(old.folder), str(oldest.folder)))]


def _open_names() -> list[str]:
    """What this process has open, where the system tells."""
    names = []
    for each in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            names.append(str(each.readlink()))
    return names


def test_the_access_log_goes_on_while_somebody_reads_its_end(folder: Folder, held: Held) -> None:
    def line() -> None:
        log.append(folder.snapshots, who="kim", role="viewer", where="here", what="page")

    line()
    held.paths, held.until = {folder.snapshots / log.HEAD}, 2
    line()
    assert log.verify(folder.snapshots) == log.Verdict(2)
