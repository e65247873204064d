"""What is noticed of damage and when, what answers meanwhile, how it heals, and which snapshots stay."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from small import STUDENTS, Folder, records, written

from etl import build, snapshot_repair
from meomureum.app.commands.loading import main
from meomureum.store import environment, integrity, locks, logbook, warehouse
from meomureum.store.integrity import Damaged
from meomureum.store.warehouse import Snapshot


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Two snapshots of one university: a year, then two."""
    folder = Folder(tmp_path_factory.mktemp("template"))
    for year in (2021, 2022):
        folder.write(written(STUDENTS, [[year, "인제대", 9000, 700]]), f"{year}.csv")
        folder.build()
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return template.served_from(tmp_path / "own", monkeypatch)


def newest(folder: Folder) -> Snapshot:
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


def years(snapshot: Snapshot) -> list[Any]:
    return [year for (year,) in records(snapshot, "SELECT year FROM university_students ORDER BY year")]


def flip(path: Path, at: int, *, quietly: bool = False) -> None:
    """Turn one bit; quietly, as a disk does it, without the file's time telling."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    with path.open("r+b") as file:
        file.write(content)
    if quietly:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


# What the manifest says.


def test_the_manifest_names_size_and_digest_of_every_file(folder: Folder) -> None:
    snapshot = newest(folder)
    files = {path.name: path.read_bytes() for path in snapshot.folder.iterdir() if path.suffix != ".json"}
    assert set(files) == {"exact.duckdb"}
    written_down = json.loads((snapshot.folder / "manifest.json").read_text("utf-8"))["digests"]
    assert written_down == {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }


@pytest.mark.parametrize("key", ["built_at", "shape", "digests", "seal", "files"])
def test_a_manifest_without_a_key_or_with_another_value_is_none(folder: Folder, key: str) -> None:
    path = newest(folder).folder / "manifest.json"
    whole = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({name: value for name, value in whole.items() if name != key}), "utf-8")
    assert integrity.manifest(path.parent) is None
    path.write_text(json.dumps({**whole, key: "2020"}), "utf-8")
    assert integrity.manifest(path.parent) is None
    path.write_text(json.dumps(whole), "utf-8")
    assert integrity.manifest(path.parent) is not None


# When damage is noticed.


def test_a_changed_file_is_noticed_before_it_is_read(folder: Folder) -> None:
    snapshot = newest(folder)
    assert years(snapshot) == [2021, 2022]
    flip(snapshot.folder / "exact.duckdb", -1)
    with pytest.raises(Damaged):
        years(snapshot)
    assert years(newest(folder)) == [2021]


def test_a_byte_that_the_disk_turns_quietly_is_found_by_reading_all_again(folder: Folder) -> None:
    snapshot = newest(folder)
    assert years(snapshot) == [2021, 2022]
    flip(snapshot.folder / "exact.duckdb", -1, quietly=True)
    assert newest(folder) == snapshot, "size and time are those it had"
    assert main(["status"]) == 3
    assert years(newest(folder)) == [2021]


def test_a_large_file_is_taken_by_its_size_until_it_has_been_read(folder: Folder) -> None:
    path = newest(folder).folder
    flip(path / "exact.duckdb", -1)
    assert integrity.faults(path, at_once=0) == ()
    assert integrity.examine(path) == ("exact.duckdb",)
    assert integrity.faults(path, at_once=0) == ("exact.duckdb",)


def test_what_a_reader_found_damaged_is_not_offered_again(folder: Folder) -> None:
    snapshot = newest(folder)
    flip(snapshot.folder / "exact.duckdb", -1)
    assert snapshot in warehouse.kept(folder.snapshots), "nobody has read it yet"
    with pytest.raises(Damaged):
        years(snapshot)
    assert snapshot not in warehouse.kept(folder.snapshots)


def test_a_read_that_fails_has_the_file_read_again(folder: Folder) -> None:
    snapshot = newest(folder)
    path = snapshot.folder / "exact.duckdb"
    assert integrity.faults(snapshot.folder) == ()
    size, before = path.stat().st_size, path.stat()
    path.write_bytes(bytes(size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(Damaged):
        years(snapshot)
    assert newest(folder) != snapshot


def test_what_no_load_has_written_beside_a_release_is_damage(folder: Folder) -> None:
    snapshot = newest(folder)
    (snapshot.folder / "public.duckdb").write_bytes(b"x")
    assert integrity.faults(snapshot.folder) == ("public.duckdb",)
    assert newest(folder) != snapshot


def test_a_question_that_is_wrong_is_no_damage(folder: Folder) -> None:
    with pytest.raises(Exception, match="no_such_table"):
        newest(folder).query("FROM no_such_table")
    assert warehouse.damage(folder.snapshots) is None


# What answers meanwhile.


def test_nothing_whole_is_said_and_built_anew(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    good = newest(folder).id
    for each in warehouse.kept(folder.snapshots):
        (each.folder / "exact.duckdb").write_bytes(b"")
    found = warehouse.damage(folder.snapshots)
    assert found is not None
    assert warehouse.current(folder.snapshots) is None
    assert (found.wanted, found.built, found.notice) == (good, "", integrity.REBUILDING)
    assert main(["--lang", "en", "status"]) == 3
    told = capsys.readouterr().out
    assert f"Snapshot {good} is damaged (exact.duckdb)" in told
    assert "No snapshot is whole" in told
    assert build.ensure_current(folder.data, folder.snapshots).id == good
    assert years(newest(folder)) == [2021, 2022]


def test_damage_is_entered_in_the_log_once(folder: Folder) -> None:
    good = newest(folder).id
    (folder.snapshots / good / "exact.duckdb").unlink()
    for _ in range(3):
        warehouse.current(folder.snapshots)
        integrity.damaged(folder.snapshots)
    assert [entry[1:] for entry in logbook.log(folder.snapshots)][:2] == [
        ("damaged", good),
        ("published", good),
    ]


@pytest.mark.parametrize(
    "words", [b"", b"\xff\xfe", b"../../../etc", b"0" * 12, bytes(1 << 20), "스냅숏".encode()]
)
def test_a_pointer_with_any_bytes_in_it_leaves_the_newest_snapshot(folder: Folder, words: bytes) -> None:
    good = newest(folder)
    (folder.snapshots / "current").write_bytes(words)
    assert newest(folder) == good
    assert warehouse.damage(folder.snapshots) is not None
    assert build.load([], folder.data, folder.snapshots).published
    assert (folder.snapshots / "current").read_text("ascii") == good.id
    assert warehouse.damage(folder.snapshots) is None


@pytest.mark.parametrize("lost", ["current", "pinned"])
def test_a_rollback_outlives_the_loss_of_either_of_its_pointers(folder: Folder, lost: str) -> None:
    old = warehouse.kept(folder.snapshots)[1]
    warehouse.roll_back(folder.snapshots, old.id)
    (folder.snapshots / lost).write_bytes(b"\0" * 12)
    assert newest(folder) == old
    assert build.ensure_current(folder.data, folder.snapshots) == old
    assert (folder.snapshots / "current").read_text("ascii") == old.id
    assert build.load([], folder.data, folder.snapshots).published
    assert years(newest(folder)) == [2021, 2022]
    assert not (folder.snapshots / "pinned").exists()


def test_a_damaged_snapshot_is_not_gone_back_to(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    old, now = warehouse.kept(folder.snapshots)[1], newest(folder)
    flip(old.folder / "exact.duckdb", -1)
    assert main(["--lang", "en", "rollback", old.id]) == 3
    assert f"Snapshot {old.id} is damaged (exact.duckdb)" in capsys.readouterr().err
    assert newest(folder) == now


def test_log_and_lock_notes_of_any_bytes_are_passed_over(folder: Folder) -> None:
    before = logbook.log(folder.snapshots)
    with (folder.snapshots / "log.txt").open("ab") as file:
        file.write(b"\xff\0 published \n2026 published ../x\n2026-01-01T00:00:00+00:00 published torn")
    (folder.snapshots / "lock.txt").unlink()
    (folder.snapshots / "lock.txt").mkdir()
    assert logbook.log(folder.snapshots) == before
    old = warehouse.kept(folder.snapshots)[1]
    with locks.sole_writer(folder.snapshots):
        warehouse.roll_back(folder.snapshots, old.id)
        (folder.snapshots / "lock.txt").write_bytes(b"\x1b[2J" * 1000)
        with pytest.raises(locks.LoadRunning) as running, locks.sole_writer(folder.snapshots):
            pass
    assert running.value.holder == "?"
    assert next(entry[1:] for entry in logbook.log(folder.snapshots)) == ("rolled_back", old.id)


# How it heals.


def test_a_load_over_a_damaged_snapshot_builds_it_anew_under_a_reader(folder: Folder) -> None:
    reader = newest(folder)
    assert years(reader) == [2021, 2022]
    assert not build.load([], folder.data, folder.snapshots).published
    flip(reader.folder / "exact.duckdb", 5000)
    healed = build.load([], folder.data, folder.snapshots)
    assert (healed.published, healed.snapshot_id) == (True, reader.id)
    assert years(reader) == [2021, 2022]
    assert [path.name for path in folder.snapshots.glob(".*")] == [".clean"]


def test_a_server_builds_anew_in_the_background(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_repair, "_tried", [])
    good = newest(folder)
    (good.folder / "exact.duckdb").unlink()
    assert snapshot_repair.answers_meanwhile()
    thread = snapshot_repair.heal()
    assert thread is not None
    assert snapshot_repair.heal() is None, "it goes on already"
    thread.join(60)
    assert (newest(folder), warehouse.damage(folder.snapshots)) == (good, None)


def test_an_old_damaged_snapshot_is_set_aside_by_a_load(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    old = warehouse.kept(folder.snapshots)[1]
    flip(old.folder / "exact.duckdb", -1)
    assert not build.load([], folder.data, folder.snapshots).published
    assert [each.id for each in warehouse.kept(folder.snapshots)] == [newest(folder).id]
    assert (folder.snapshots / f"{old.id}.damaged" / "exact.duckdb").is_file()
    assert main(["--lang", "en", "status"]) == 0
    assert f"Set aside, {old.id}.damaged" in capsys.readouterr().out


# Which snapshots stay.


def stand_in_of(snapshot: Snapshot, name: str, built_at: str) -> str:
    """The same snapshot under another id, built at another time."""
    twin = snapshot.folder.with_name(name)
    shutil.copytree(snapshot.folder, twin)
    integrity.seal(twin, {**snapshot.manifest, "built_at": built_at})
    return name


@pytest.fixture
def many(folder: Folder) -> list[str]:
    """Older snapshots: two in each of January, February and March 2020, the oldest first."""
    months = [f"2020-{month:02}-{day:02}T00:00:00+00:00" for month in (1, 2, 3) for day in (1, 28)]
    return [stand_in_of(newest(folder), f"{at:012x}", each) for at, each in enumerate(months)]


def left(folder: Folder, many: list[str]) -> list[str]:
    return [name for name in many if (folder.snapshots / name).is_dir()]


def test_a_load_keeps_the_newest_and_the_last_of_each_month(
    folder: Folder, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_KEEP", "4")  # the two of the fixture, and both of March
    build.load([], folder.data, folder.snapshots)
    assert left(folder, many) == [many[at] for at in (1, 3, 4, 5)]
    assert {entry[1:] for entry in logbook.log(folder.snapshots)} >= {
        ("pruned", many[0]),
        ("pruned", many[2]),
    }


def test_ten_stay_unless_another_number_is_set(folder: Folder, many: list[str]) -> None:
    assert environment.newest_kept() == 10
    build.load([], folder.data, folder.snapshots)
    assert left(folder, many) == many


@pytest.mark.parametrize("words", ["0", "-1", "ten", "all", "1.5", "1e3"])
def test_a_slip_of_the_pen_removes_nothing(
    folder: Folder, many: list[str], monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("MEOMUREUM_KEEP", words)
    warehouse.retain(folder.snapshots)
    assert left(folder, many) == many


def test_what_is_current_or_gone_back_to_stays(
    folder: Folder, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_KEEP", "1")
    warehouse.roll_back(folder.snapshots, many[0])
    warehouse.point(folder.snapshots, many[2])
    warehouse.retain(folder.snapshots)
    assert left(folder, many) == [many[at] for at in (0, 1, 2, 3, 5)]
    assert warehouse.prune(folder.snapshots, 0)
    assert left(folder, many) == [many[0], many[2]]


def test_status_tells_the_room_that_snapshots_take(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "status"]) == 0
    told = capsys.readouterr().out
    size = sum(path.stat().st_size for path in newest(folder).folder.iterdir())
    assert f"Snapshot {newest(folder).id}: {size / 1e6:.1f} MB, whole" in told
    assert "Disk: all snapshots" in told
    assert "Kept: the newest 10" in told
