"""Snapshots of one number each: which one answers, which are whole, and which stay.

No load builds them, so that every state of the folder can be put there by hand.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from small import records

from meomureum.store import integrity, logbook, pointer, warehouse
from meomureum.store.integrity import Damage, Damaged
from meomureum.store.warehouse import Snapshot

ONE, TWO, THREE, FOUR = (f"{number:012x}" for number in (1, 2, 3, 4))


@cache
def database(number: int) -> bytes:
    """A release that holds one number and one word of an enumeration."""
    place = Path(os.environ["MEOMUREUM_SNAPSHOTS"]) / f"number-{number}.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute("CREATE TYPE words AS ENUM ('more', 'less')")
        connection.execute(f"CREATE TABLE held AS SELECT {number} AS number, 'less'::words AS word")
    content = place.read_bytes()
    place.unlink()
    return content


def put(
    snapshots: Path,
    name: str,
    number: int,
    built_at: str,
    shape: str = "one",
    releases: tuple[str, ...] = ("exact",),
) -> Snapshot:
    """Publish a snapshot."""
    building = snapshots / ".building"
    building.mkdir(parents=True)
    for release in releases:
        (building / f"{release}.duckdb").write_bytes(database(number))
    return warehouse.publish(building, snapshots, name, {"built_at": built_at, "shape": shape})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three snapshots, published in an order that is not that of their building."""
    monkeypatch.delenv("MEOMUREUM_RELEASES", raising=False)
    put(tmp_path, TWO, 2, "2025-02-01")
    put(tmp_path, ONE, 1, "2025-01-01")
    put(tmp_path, THREE, 3, "2025-03-01")
    return tmp_path


def answer(snapshots: Path) -> str | None:
    found = warehouse.current(snapshots)
    return None if found is None else found.id


def spoil(snapshots: Path, name: str, file: str = "exact.duckdb") -> None:
    path = snapshots / name / file
    path.write_bytes(path.read_bytes()[:-1])


def told(snapshots: Path) -> list[tuple[str, str]]:
    """What the log says, the newest last."""
    return [(what, name) for _, what, name in reversed(logbook.log(snapshots))]


# The pointer.


def test_only_folders_with_the_name_of_a_snapshot_are_snapshots(place: Path) -> None:
    for name in ("0" * 11, "0" * 13, "0" * 11 + "g", "0" * 11 + "A"):
        (place / name).mkdir()
    (place / ("f" * 12)).write_bytes(b"")
    assert [each.name for each in pointer.folders(place)] == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (ONE.encode(), ONE),
        (f" {ONE}\r\n".encode(), ONE),
        (b"f" * 12, "f" * 12),  # whether it is there is another question
        (ONE.encode() + b" " * 87, ONE),  # 99 bytes
        (ONE.encode() + b" " * 88, None),
        (b"", None),
        (b"0" * 13, None),
        (b"../" + b"0" * 9, None),
        (b"\xff" * 12, None),
    ],
)
def test_a_pointer_names_a_snapshot_or_nothing(tmp_path: Path, words: bytes, named: str | None) -> None:
    path = tmp_path / "current"
    path.write_bytes(words)
    assert pointer.named_in(path) == (None if named is None else tmp_path / named)
    assert pointer.is_lost(path) == (named is None)


def test_a_pointer_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "current"
    assert (pointer.named_in(path), pointer.is_lost(path)) == (None, False)
    for name in (ONE, TWO, ONE):
        warehouse.point(tmp_path, name)
        assert pointer.named_in(path) == tmp_path / name
    path.unlink()
    path.mkdir()
    assert (pointer.named_in(path), pointer.is_lost(path)) == (None, True)


# What a snapshot answers.


def test_a_snapshot_answers_in_words_and_columns(place: Path) -> None:
    found = warehouse.current(place)
    assert found == Snapshot(place / THREE)
    assert (found.id, found.releases, found.manifest["built_at"]) == (THREE, ("exact",), "2025-03-01")
    frame = found.query("SELECT number + $more AS number, word FROM held", {"more": 4})
    assert frame.to_dict("records") == [{"number": 7, "word": "less"}]
    assert not isinstance(frame["word"].dtype, pd.CategoricalDtype)
    columns = found.columns(
        "SELECT number, NULL::INTEGER AS none FROM held WHERE number > $least", {"least": 2}
    )
    assert columns["number"].tolist() == [3]
    assert np.ma.getmaskarray(columns["none"]).tolist() == [True]
    assert found.query("FROM held WHERE number = 9").empty
    plain = pd.DataFrame({"number": [1]})
    assert warehouse.in_words(plain) is plain


def test_a_query_that_does_not_end_is_cut(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = warehouse.current(place)
    assert found is not None
    monkeypatch.setattr(warehouse, "QUERY_SECONDS", 0)
    with pytest.raises(TimeoutError, match="took longer than 0 seconds"):
        found.query("SELECT SUM(one.range * two.range) FROM range(10000000) AS one, range(10000000) AS two")


def test_a_release_that_is_not_served_is_not_opened(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = put(place, FOUR, 4, "2025-04-01", releases=("exact", "internal", "public"))
    assert (both.release, both.releases) == ("exact", ("exact", "internal", "public"))
    monkeypatch.setenv("MEOMUREUM_RELEASES", "internal,public")
    found = warehouse.current(place)
    assert found is not None
    assert (found.release, found.releases) == ("internal", ("internal", "public"))
    assert records(found, "SELECT number FROM held") == [(4,)]
    with pytest.raises(PermissionError):
        both.query("FROM held")
    # One that holds none of them is named by the release that it has, which nobody may open.
    (old,) = [each for each in warehouse.kept(place) if each.id == ONE]
    assert (old.release, old.releases) == ("exact", ())
    with pytest.raises(PermissionError):
        old.query("FROM held")


def test_a_snapshot_without_its_manifest_is_damaged(place: Path) -> None:
    found = Snapshot(place / ONE)
    (place / ONE / "manifest.json").unlink()
    with pytest.raises(Damaged, match=r"manifest\.json"):
        _ = found.manifest


# Which one answers.


def test_the_one_pointed_at_answers(place: Path) -> None:
    assert (answer(place), warehouse.damage(place)) == (THREE, None)
    warehouse.point(place, ONE)
    assert (answer(place), warehouse.damage(place)) == (ONE, None)
    found = warehouse.snapshot_pointed_at(place)
    assert found is not None
    assert found.id == ONE


def test_of_nothing_nothing_is_damaged(tmp_path: Path) -> None:
    assert (answer(tmp_path), warehouse.damage(tmp_path), warehouse.kept(tmp_path)) == (None, None, [])
    warehouse.point(tmp_path, ONE)
    assert answer(tmp_path) is None
    assert warehouse.damage(tmp_path) == Damage(ONE, ("manifest.json",), "")


def test_for_a_damaged_one_the_newest_whole_one_of_the_same_tables_answers(place: Path) -> None:
    put(place, FOUR, 4, "2025-04-01", shape="two")
    warehouse.point(place, THREE)
    spoil(place, THREE)
    assert (answer(place), warehouse.snapshot_pointed_at(place)) == (TWO, None)
    assert warehouse.damage(place) == Damage(THREE, ("exact.duckdb",), "2025-02-01")
    spoil(place, TWO)
    assert answer(place) == ONE
    spoil(place, ONE)
    assert answer(place) is None
    assert warehouse.damage(place) == Damage(THREE, ("exact.duckdb",), "")


def test_where_nobody_can_say_which_tables_they_were_the_newest_answers(place: Path) -> None:
    put(place, FOUR, 4, "2025-04-01", shape="two")
    warehouse.point(place, THREE)
    spoil(place, THREE, "manifest.json")
    assert answer(place) == FOUR
    assert warehouse.damage(place) == Damage(THREE, ("manifest.json",), "2025-04-01")


def test_a_lost_pointer_is_made_up_for_by_a_rollback_or_the_newest(place: Path) -> None:
    (place / "current").write_bytes(b"?")
    assert answer(place) == THREE
    assert warehouse.damage(place) == Damage("", ("current",), "2025-03-01")
    warehouse.roll_back(place, ONE)
    (place / "current").unlink()
    assert answer(place) == ONE
    spoil(place, ONE)
    # The pointer is named first, whatever else is damaged.
    assert warehouse.damage(place) == Damage("", ("current",), "2025-03-01")
    assert answer(place) == THREE


def test_what_a_rollback_holds_does_not_answer_for_another(place: Path) -> None:
    warehouse.roll_back(place, ONE)
    warehouse.point(place, THREE)
    assert (answer(place), warehouse.damage(place)) == (THREE, None)
    spoil(place, THREE)
    assert answer(place) == TWO
    # Of a damaged rollback the steward is told, even while another is current.
    warehouse.point(place, TWO)
    spoil(place, ONE)
    assert warehouse.damage(place) == Damage(ONE, ("exact.duckdb",), "2025-02-01")


def test_damage_is_entered_once_for_each_state(place: Path) -> None:
    before = told(place)
    spoil(place, THREE)
    for _ in range(3):
        warehouse.damage(place)
        answer(place)
    assert told(place) == [*before, ("damaged", THREE)]
    (place / "current").unlink()
    for _ in range(3):
        warehouse.damage(place)
    assert told(place) == [*before, ("damaged", THREE), ("damaged", logbook.NO_ID)]


# Whether one is whole.


def sealed(folder: Path, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    integrity.seal(folder, {"built_at": "2025-01-01", "shape": "하나"})
    return folder


def quietly(path: Path, content: bytes) -> None:
    """Other bytes of the same length, and the file tells nobody."""
    before = path.stat()
    assert len(content) == before.st_size
    with path.open("r+b") as file:
        file.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_each_file_that_is_not_as_it_was_written_is_named(tmp_path: Path) -> None:
    folder = sealed(tmp_path / ONE, a_duckdb=b"aaaa", b_txt=b"bbbb", c_txt=b"")
    assert integrity.faults(folder) == integrity.examine(folder) == ()
    (folder / "b.txt").write_bytes(b"bbbbb")
    assert integrity.faults(folder) == ("b.txt",)
    (folder / "a.duckdb").unlink()
    assert integrity.faults(folder) == integrity.examine(folder) == ("a.duckdb", "b.txt")
    # What DuckDB would read beside them is named too, other things are not.
    for name in ("z.duckdb", "a.duckdb.wal", "notes.txt"):
        (folder / name).write_bytes(b"")
    assert integrity.faults(folder) == ("a.duckdb", "b.txt", "a.duckdb.wal", "z.duckdb")
    (folder / "b.txt").write_bytes(b"bbbb")
    (folder / "a.duckdb").write_bytes(b"aaaa")
    for name in ("z.duckdb", "a.duckdb.wal"):
        (folder / name).unlink()
    assert integrity.faults(folder) == integrity.examine(folder) == ()
    assert integrity.damaged(tmp_path) == {}
    (folder / "a.duckdb").write_bytes(b"aaab")
    assert integrity.faults(folder) == ("a.duckdb",)
    assert integrity.damaged(tmp_path) == {ONE: ("a.duckdb",)}


@pytest.mark.parametrize("lost", [ONE, TWO])
def test_without_a_manifest_nothing_is_whole(tmp_path: Path, lost: str) -> None:
    sealed(tmp_path / ONE, a_txt=b"a")
    (tmp_path / ONE / "manifest.json").unlink()
    assert integrity.faults(tmp_path / lost) == integrity.examine(tmp_path / lost) == ("manifest.json",)
    assert integrity.manifest(tmp_path / lost) is None


def test_a_large_file_is_taken_by_its_size_until_somebody_has_read_it(tmp_path: Path) -> None:
    folder = sealed(tmp_path / ONE, a_txt=b"aaaa")
    (folder / "a.txt").write_bytes(b"aaab")
    assert integrity.faults(folder, at_once=3) == ()
    assert integrity.faults(folder, at_once=4) == ("a.txt",)
    assert integrity.faults(folder, at_once=3) == ("a.txt",)  # now it is known
    # A folder found whole is looked at again when another one asks for more.
    other = sealed(tmp_path / TWO, a_txt=b"aaaa")
    (other / "a.txt").write_bytes(b"aaab")
    assert integrity.faults(other, at_once=0) == ()
    assert integrity.faults(other) == ("a.txt",)


def test_what_a_disk_turns_quietly_is_found_by_reading_again(tmp_path: Path) -> None:
    folder = sealed(tmp_path / ONE, a_txt=b"aaaa")
    path = folder / "a.txt"
    assert integrity.faults(folder) == ()
    quietly(path, b"aaab")
    assert integrity.faults(folder) == ()
    assert integrity.is_whole(path)
    assert integrity.examine(folder) == ("a.txt",)
    assert integrity.faults(folder) == ("a.txt",)
    path.write_bytes(b"aaaa")
    assert integrity.faults(folder) == ()
    quietly(path, b"aaab")
    assert not integrity.is_whole(path, again=True)
    assert integrity.faults(folder) == ("a.txt",)
    assert not integrity.is_whole(path)


def test_a_file_that_no_manifest_names_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = sealed(tmp_path / ONE, a_txt=b"aaaa")
    (folder / "b.txt").write_bytes(b"b")
    assert integrity.is_whole(folder / "b.txt")
    assert integrity.is_whole(folder / "b.txt", again=True)
    assert not integrity.is_whole(folder / "c.txt")
    assert not integrity.is_whole(folder)
    (folder / "a.txt").unlink()
    assert not integrity.is_whole(folder / "a.txt")
    assert not integrity.is_whole(folder / "a.txt", again=True)
    (folder / "manifest.json").unlink()
    assert integrity.is_whole(folder / "b.txt")


def test_a_manifest_is_what_was_sealed_and_no_larger_than_a_mebibyte(tmp_path: Path) -> None:
    folder = sealed(tmp_path / ONE, a_txt=b"aaaa")
    text = (folder / "manifest.json").read_text("utf-8")
    assert '"shape": "하나"' in text
    assert text.startswith('{\n "built_at"')
    found = integrity.manifest(folder)
    assert found is not None
    assert found["digests"]["a.txt"]["bytes"] == 4
    with pytest.raises(TypeError):
        found["shape"] = "two"  # type: ignore[index]
    room = (1 << 20) - (folder / "manifest.json").stat().st_size - len(',\n "pad": ""')
    for pad, whole in ((room, True), (room + 1, False)):
        integrity.seal(folder, {"built_at": "2025-01-01", "shape": "하나", "pad": "x" * pad})
        assert (folder / "manifest.json").stat().st_size == (1 << 20) + (not whole)
        assert (integrity.manifest(folder) is not None) == whole


@pytest.mark.parametrize("words", ["", "[1]", "null", '"seal"', "[" * 100_000, "{", '{"seal": 1}'])
def test_a_manifest_of_any_words_is_none(tmp_path: Path, words: str) -> None:
    (tmp_path / "manifest.json").write_text(words, "utf-8")
    assert integrity.manifest(tmp_path) is None
    assert not integrity.is_earlier(tmp_path)


def test_a_snapshot_of_the_first_version_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    assert not integrity.is_earlier(tmp_path)
    whole = {"built_at": "2025", "shape": "one", "files": 3}
    for record, earlier in (
        (whole, True),
        ({**whole, "digests": {}}, False),
        ({**whole, "seal": ""}, False),
        ({"built_at": "2025"}, False),
        ({"shape": "one"}, False),
    ):
        path.write_text(json.dumps(record), "utf-8")
        assert integrity.is_earlier(tmp_path) == earlier


def test_a_reader_is_told_what_is_shown_and_the_steward_what_is_damaged() -> None:
    stands_in = Damage(ONE, ("a", "b"), "2025-03-01T09:00:00")
    assert stands_in.notice.en == (
        "The data that belong here are damaged. Until they are repaired you see those built on 2025-03-01."
    )
    assert stands_in.report.en == (
        f"Snapshot {ONE} is damaged (a, b). 'python -m meomureum load' builds it anew."
    )
    lost = Damage("", ("current",), "2025-03-01T09:00:00")
    assert (
        lost.notice.en
        == "The record of which data to show is damaged. You see the newest data, built on 2025-03-01."
    )
    assert lost.report == integrity.POINTER_LOST
    assert Damage(ONE, ("a",), "").notice == Damage("", ("a",), "").notice == integrity.REBUILDING


# Publishing and going back.


def test_a_whole_snapshot_is_not_written_again_and_a_damaged_one_makes_way(place: Path) -> None:
    inode = (place / ONE / "exact.duckdb").stat().st_ino
    put(place, ONE, 9, "2025-09-01")
    assert (answer(place), (place / ONE / "exact.duckdb").stat().st_ino) == (ONE, inode)
    assert (place / ".building").is_dir()  # nobody took it
    for file in (place / ".building").iterdir():
        file.unlink()
    (place / ".building").rmdir()
    spoil(place, ONE)
    found = put(place, ONE, 9, "2025-09-01")
    assert records(found, "SELECT number FROM held") == [(9,)]
    assert found.manifest["built_at"] == "2025-09-01"
    assert [path.name for path in place.glob(".*")] == []
    assert told(place)[-2:] == [("published", ONE), ("published", ONE)]


def test_a_snapshot_is_dated_by_when_it_is_published_where_nobody_says(tmp_path: Path) -> None:
    building = tmp_path / ".building"
    building.mkdir()
    (building / "exact.duckdb").write_bytes(database(1))
    found = warehouse.publish(building, tmp_path, ONE, {"shape": "one"})
    assert str(found.manifest["built_at"])[:2] == "20"
    assert "built_at" in found.manifest


def test_a_rollback_holds_until_it_is_ended(place: Path) -> None:
    assert warehouse.pinned(place) is None
    assert warehouse.roll_back(place, ONE) == Snapshot(place / ONE)
    held = warehouse.pinned(place)
    assert held is not None
    assert (held.id, answer(place), told(place)[-1]) == (ONE, ONE, ("rolled_back", ONE))
    warehouse.point(place, TWO)  # a load has come since
    assert warehouse.pinned(place) is None
    (place / "pinned").write_bytes(b"?")  # what nobody can read holds what is current
    held = warehouse.pinned(place)
    assert held is not None
    assert held.id == TWO
    warehouse.unpin(place)
    warehouse.unpin(place)
    assert warehouse.pinned(place) is None
    assert not (place / "pinned").exists()


def test_nothing_that_is_lost_or_damaged_is_gone_back_to(place: Path) -> None:
    with pytest.raises(LookupError):
        warehouse.roll_back(place, FOUR)
    spoil(place, ONE)
    with pytest.raises(Damaged):
        warehouse.roll_back(place, ONE)
    quiet = place / TWO / "exact.duckdb"
    warehouse.kept(place)
    quietly(quiet, quiet.read_bytes()[:-1] + b"?")
    with pytest.raises(Damaged):
        warehouse.roll_back(place, TWO)
    assert (answer(place), (place / "pinned").exists()) == (THREE, False)


# Which stay.


def ids(snapshots: list[Snapshot]) -> list[str]:
    return [each.id for each in snapshots]


def test_whole_snapshots_are_kept_the_newest_first(place: Path) -> None:
    put(place, FOUR, 4, "2024-12-31")
    assert ids(warehouse.kept(place)) == [THREE, TWO, ONE, FOUR]
    spoil(place, TWO)
    spoil(place, ONE, "manifest.json")
    assert ids(warehouse.kept(place)) == [THREE, FOUR]


@pytest.mark.parametrize(
    ("keep", "left"), [(0, [THREE]), (1, [THREE]), (2, [TWO, THREE]), (3, [ONE, TWO, THREE])]
)
def test_the_newest_and_the_current_are_not_pruned(place: Path, keep: int, left: list[str]) -> None:
    gone = warehouse.prune(place, keep)
    assert [each.name for each in pointer.folders(place)] == left
    assert sorted([*left, *gone]) == [ONE, TWO, THREE]
    assert told(place)[3:] == [("pruned", name) for name in gone]
    assert [path.name for path in place.glob(".*")] == []


def test_what_is_current_or_held_stays_however_old(place: Path) -> None:
    warehouse.roll_back(place, ONE)
    assert warehouse.prune(place, 0) == [THREE, TWO]
    put(place, FOUR, 4, "2025-04-01")
    assert warehouse.prune(place, 0) == []
    warehouse.unpin(place)
    assert warehouse.prune(place, 0) == [ONE]


def test_the_newest_and_the_last_of_each_month_are_retained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = ("2025-01-01", "2025-01-31", "2025-02-01", "2025-02-02", "2025-03-01", "2025-03-02")
    names = [f"{at:012x}" for at in range(len(dates))]
    for name, date in zip(names, dates, strict=True):
        put(tmp_path, name, 1, date)
    monkeypatch.setenv("MEOMUREUM_KEEP", "2")
    # The two of March are the newest; of January and February the later one stays.
    assert sorted(warehouse.retain(tmp_path)) == [names[0], names[2]]
    monkeypatch.setenv("MEOMUREUM_KEEP", "all")
    assert warehouse.retain(tmp_path) == []
    assert [each.name for each in pointer.folders(tmp_path)] == [names[at] for at in (1, 3, 4, 5)]


def test_a_damaged_snapshot_is_set_aside_for_the_steward(place: Path) -> None:
    spoil(place, ONE)
    assert warehouse.retain(place) == []
    assert sorted(path.name for path in place.iterdir() if path.is_dir()) == [f"{ONE}.damaged", TWO, THREE]
    assert told(place)[-1] == ("damaged", ONE)
