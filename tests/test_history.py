"""A later file corrects an earlier one; what it changed is kept; a kept snapshot can be gone back to."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import STUDENTS, Folder, account_of, records, written

from etl import load_ledger, restatements
from etl.build import Outcome, ensure_current, load
from etl.inputs import inputs_of
from etl.load_ledger import Said
from meomureum.store import integrity, logbook, warehouse


def hand(folder: Folder, name: str, rows: list[list[object]], provider: str = "", why: str = "") -> Outcome:
    path = folder.data.parent / "handed over" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(written(STUDENTS, rows), "utf-8")
    return load([path], folder.data, folder.snapshots, Said(provider=provider, why=why))


def enrolled(folder: Folder) -> list[tuple[object, ...]]:
    now = warehouse.current(folder.snapshots)
    assert now is not None
    return records(now, "SELECT year, enrolled FROM university_students ORDER BY year")


def changes(folder: Folder) -> list[tuple[object, ...]]:
    now = warehouse.current(folder.snapshots)
    assert now is not None
    told = restatements.restated(now)
    return [(each.column, each.old, each.new, each.old_file, each.new_file, each.why.ko) for each in told]


def test_a_later_file_replaces_the_rows_it_covers_and_no_others(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "나중 이름.csv", [[2023, "인제대", 9832, 704], [2024, "인제대", 9017, 688]])
    outcome = hand(folder, "가장 앞 이름.csv", [[2024, "인제대", 9020, 688]])
    assert enrolled(folder) == [(2023, 9832), (2024, 9020)]
    assert outcome.problems == ()
    earlier = account_of(outcome, "나중 이름.csv")
    assert (earlier.loaded, earlier.already_present, earlier.superseded) == (1, 1, 1)
    assert changes(folder) == [
        ("enrolled", "9017", "9020", "나중 이름.csv", "가장 앞 이름.csv", "나중에 적재한 파일의 값")
    ]


def test_the_reason_given_at_the_load_is_kept_with_the_change(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]])
    hand(folder, "b.csv", [[2024, "인제대", 9020, 690]], why="대학의 정정 공문")
    assert {(change[0], change[5]) for change in changes(folder)} == {
        ("enrolled", "대학의 정정 공문"),
        ("dropped_out", "대학의 정정 공문"),
    }


def test_a_value_that_goes_back_is_restated_twice(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for name, value in (("a.csv", 1000), ("b.csv", 2000)):
        hand(folder, name, [[2024, "인제대", value, 1]])
    hand(folder, "c.csv", [[2024, "인제대", 1000, 1], [2023, "인제대", 5, 1]])
    assert enrolled(folder) == [(2023, 5), (2024, 1000)]
    assert [change[1:3] for change in changes(folder)] == [("2000", "1000"), ("1000", "2000")]


def test_equal_rows_of_a_later_file_are_already_present(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]])
    outcome = hand(folder, "b.csv", [[2024, "인제대", 9017, 688], [2023, "인제대", 9832, 704]])
    assert (account_of(outcome, "a.csv").loaded, account_of(outcome, "b.csv").already_present) == (1, 1)
    assert changes(folder) == []


def test_files_loaded_together_that_contradict_each_other_go_to_quarantine(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    paths = []
    for name, value in (("a.csv", 9017), ("b.csv", 9020)):
        path = tmp_path / name
        path.write_text(written(STUDENTS, [[2024, "인제대", value, 688]]), "utf-8")
        paths.append(path)
    outcome = load(paths, folder.data, folder.snapshots)
    assert [problem.file for problem in outcome.problems] == ["a.csv", "b.csv"]
    assert enrolled(folder) == []


def test_a_contradiction_within_a_later_file_leaves_the_earlier_value(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]])
    outcome = hand(folder, "b.csv", [[2024, "인제대", 1, 0], [2024, "인제대", 2, 0]])
    assert len(outcome.problems) == 2
    assert enrolled(folder) == [(2024, 9017)]


def test_two_providers_that_differ_contradict_each_other(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]], provider="대학")
    outcome = hand(folder, "b.csv", [[2024, "인제대", 9020, 688]], provider="시청")
    assert len(outcome.problems) == 2
    assert enrolled(folder) == []


# The ledger.


def test_the_ledger_says_what_came_when_from_whom_and_why(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]], provider="인제대", why="첫 자료")
    hand(folder, "a.csv", [[2023, "인제대", 9832, 704]])
    first, second = load_ledger.recorded(folder.data)
    assert (first.load, first.name, first.provider, first.why) == (1, "a.csv", "인제대", "첫 자료")
    assert (second.load, second.provider) == (2, "")
    assert {each.load.load for each in inputs_of(folder.data) if each.data_set == "real"} == {1, 2}


def test_a_line_torn_by_a_crash_costs_nothing_else(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hand(folder, "a.csv", [[2024, "인제대", 9017, 688]])
    with load_ledger.ledger(folder.data).open("ab") as file:
        file.write(b"2,2026-01-01T")
    assert len(load_ledger.recorded(folder.data)) == 1
    hand(folder, "b.csv", [[2023, "인제대", 9832, 704]])
    assert [each.name for each in load_ledger.recorded(folder.data)] == ["a.csv", "b.csv"]


def test_the_same_loads_in_the_same_order_give_the_same_id(tmp_path: Path) -> None:
    ids = []
    for place in ("one", "two"):
        folder = Folder(tmp_path / place)
        hand(folder, "a.csv", [[2024, "인제대", 9017, 688]])
        ids.append(hand(folder, "b.csv", [[2024, "인제대", 9020, 688]]).snapshot_id)
    assert ids[0] == ids[1]


# Going back.


@pytest.fixture
def twice(tmp_path: Path) -> tuple[Folder, str, str]:
    folder = Folder(tmp_path)
    first = hand(folder, "a.csv", [[2024, "인제대", 9017, 688]]).snapshot_id
    second = hand(folder, "b.csv", [[2023, "인제대", 9832, 704]]).snapshot_id
    return folder, first, second


def test_a_rollback_stays_over_a_start_and_ends_with_the_next_load(twice: tuple[Folder, str, str]) -> None:
    folder, first, second = twice
    warehouse.roll_back(folder.snapshots, first)
    assert ensure_current(folder.data, folder.snapshots).id == first
    assert enrolled(folder) == [(2024, 9017)]
    assert load([], folder.data, folder.snapshots).snapshot_id == second
    assert ensure_current(folder.data, folder.snapshots).id == second
    assert enrolled(folder) == [(2023, 9832), (2024, 9017)]
    what = [(entry[1], entry[2]) for entry in logbook.log(folder.snapshots)]
    assert what == [
        ("published", second),
        ("rolled_back", first),
        ("published", second),
        ("published", first),
    ]


def test_a_rollback_to_nothing_is_refused(twice: tuple[Folder, str, str]) -> None:
    folder, _, second = twice
    with pytest.raises(LookupError):
        warehouse.roll_back(folder.snapshots, "0" * 12)
    now = warehouse.current(folder.snapshots)
    assert now is not None
    assert now.id == second


def test_a_snapshot_of_other_tables_is_not_held_in_place(twice: tuple[Folder, str, str]) -> None:
    folder, first, second = twice
    old = warehouse.Snapshot(folder.snapshots / first)
    integrity.seal(old.folder, {**old.manifest, "shape": "of another version"})
    warehouse.roll_back(folder.snapshots, first)
    assert ensure_current(folder.data, folder.snapshots).id == second


def test_pruning_keeps_the_newest_and_the_current(twice: tuple[Folder, str, str]) -> None:
    folder, first, second = twice
    warehouse.roll_back(folder.snapshots, first)
    assert warehouse.prune(folder.snapshots, 0) == [second]
    assert [snapshot.id for snapshot in warehouse.kept(folder.snapshots)] == [first]
