"""The account of every row, and publishing: the same files, the same snapshot, or none at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import PROJECT, STUDENTS, Folder, account_of, records, written

from etl.build import build, check, ensure_current, fill, snapshot_id
from etl.contract import LoadRefused
from etl.file_intake import keep
from etl.inputs import inputs_of
from etl.load_accounts import Input
from meomureum.store import locks, warehouse

A_FEW = settings(
    max_examples=6,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

good = st.tuples(st.integers(2015, 2018), st.sampled_from(["인제대", "가야대"]), st.integers(1, 3)).map(
    lambda row: [row[0], row[1], row[2], 0]
)
faulty = st.sampled_from(
    [
        ["2016", "없는대학", "5", "0"],
        ["열", "인제대", "5", "0"],
        ["2016", "인제대", "5", "9"],
        ["2016", "인제대"],
        ["2016", "인제대", "5", "0", "9"],
    ]
)
not_data = st.sampled_from(
    [
        ["합계", "", "12", "0"],
        ["소계", "", "3", "0"],
        ["", "", "(명)", "(명)"],
        ["※ 잠정치"],
        ["", "", "", ""],
        [],
    ]
)
row = st.one_of(good, good, good, faulty, not_data)
file = st.lists(row, max_size=12)


def csv_of(rows: list[list[Any]]) -> str:
    return written(STUDENTS, rows)


def loaded_rows(snapshot: warehouse.Snapshot) -> list[tuple[Any, ...]]:
    return records(
        snapshot,
        """
        SELECT year, institution_id, enrolled, dropped_out, data_set
        FROM university_students
        ORDER BY ALL
        """,
    )


@A_FEW
@given(files=st.lists(file, min_size=1, max_size=3))
def test_every_row_of_every_file_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[list[Any]]]
) -> None:
    folder = Folder(tmp_path_factory.mktemp("account"))
    for at, rows in enumerate(files):
        folder.write(csv_of(rows), f"{at}.csv")
    outcome = folder.check()
    for at, rows in enumerate(files):
        account = account_of(outcome, f"{at}.csv")
        parts = (account.loaded, account.already_present, account.quarantined, account.not_data)
        assert min(parts) >= 0
        assert sum(parts) == account.rows_read == 1 + len(rows)
    quarantined = {(problem.file, problem.line) for problem in outcome.problems}
    assert len(quarantined) == sum(account.quarantined for account in outcome.accounts)
    values_of: dict[tuple[Any, ...], set[int]] = {}
    for cells in (each for rows in files for each in rows if each and isinstance(each[0], int)):
        values_of.setdefault((cells[0], cells[1]), set()).add(cells[2])
    expected = sum(len(values) == 1 for values in values_of.values())
    expected = sum(len(values) == 1 for values in values_of.values())
    assert sum(account_of(outcome, f"{at}.csv").loaded for at in range(len(files))) == expected


@A_FEW
@given(files=st.lists(file, min_size=1, max_size=3), chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_does_not_change_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[list[Any]]], chance: Random
) -> None:
    folder = Folder(tmp_path_factory.mktemp("order"))
    for at, rows in enumerate(files):
        folder.write(csv_of(rows), f"{at}.csv", "published")
    for at, rows in enumerate(chance.sample(files, len(files))):
        folder.write(csv_of(chance.sample(rows, len(rows))), f"{at}.csv", "sample")
    fill(folder.data / "filled.duckdb", inputs_of(folder.data))
    with duckdb.connect(str(folder.data / "filled.duckdb"), read_only=True) as filled:
        as_given, shuffled = (
            filled.execute(
                """
                SELECT year, institution_id, enrolled, dropped_out, dropped_out_missing
                FROM university_students
                WHERE data_set = $1
                ORDER BY ALL
                """,
                [data_set],
            ).fetchall()
            for data_set in ("published", "sample")
        )
    assert as_given == shuffled


def test_the_stored_account_is_the_one_that_was_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        csv_of(
            [
                [2023, "인제대", 9832, 704],
                [2023, "인제대", 9832, 704],
                [2024, "x", 1, 0],
                ["합계", "", 19665, 1408],
            ]
        )
    )
    told = account_of(folder.build())
    stored = records(
        folder.snapshot(),
        """
        SELECT rows_read, loaded, already_present, quarantined, not_data, data_set, table_name, sha256
        FROM files
        WHERE file = 'loaded.csv'
        """,
    )
    assert stored == [(5, 1, 1, 1, 2, "real", "university_students", told.sha256)]
    quarantine = records(
        folder.snapshot(), "SELECT file, line, column_name, value, reason_ko FROM quarantine"
    )
    assert quarantine[0][:4] == ("loaded.csv", 4, "기관", "x")
    assert "기준 자료에 추가하세요" in quarantine[0][4]


def test_every_loaded_row_knows_its_file_and_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        "표\n" + csv_of([[2023, "인제대", 9832, 704], ["합계", "", 9, 0], [2024, "인제대", 9017, 688]])
    )
    found = records(
        folder.snapshot(),
        "SELECT year, file, line FROM university_students JOIN files USING (file_id) ORDER BY year",
    )
    assert found == [(2023, "loaded.csv", 3), (2024, "loaded.csv", 5)]


# The id of a snapshot.


def id_of(folder: Folder) -> str:
    return snapshot_id(inputs_of(folder.data))


def test_the_same_files_give_the_same_id_wherever_they_stand(tmp_path: Path) -> None:
    one, two = Folder(tmp_path / "one"), Folder(tmp_path / "elsewhere" / "two")
    for folder in (one, two):
        folder.write(csv_of([[2024, "인제대", 9017, 688]]))
    assert id_of(one) == id_of(two) == one.check().snapshot_id == two.build().snapshot_id


def test_other_files_give_another_id(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    ids = [id_of(folder)]
    for enrolled in (9017, 9018):
        folder.write(csv_of([[2024, "인제대", enrolled, 688]]))
        ids.append(id_of(folder))
    regions = folder.data / "reference" / "regions.csv"
    regions.write_bytes(regions.read_bytes() + b"\n")
    ids.append(id_of(folder))
    assert len(set(ids)) == 4


def test_the_set_and_the_named_table_of_a_file_are_part_of_the_id(tmp_path: Path) -> None:
    text, ids = csv_of([[2024, "인제대", 9017, 688]]), set()
    for within in ("raw/recognised", "raw/university_students", "sample", "published"):
        folder = Folder(tmp_path / within)
        folder.write(text, within=within)
        ids.add(id_of(folder))
    assert len(ids) == 4


def test_the_line_endings_of_the_code_do_not_change_the_id_but_its_words_do(tmp_path: Path) -> None:
    def id_by(place: Path, change: tuple[bytes, bytes]) -> str:
        for name in ("etl", "meomureum"):
            shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        for path in (place / "etl").rglob("*.py"):
            path.write_bytes(path.read_bytes().replace(*change))
        command = [sys.executable, "-c", "from etl.build import snapshot_id; print(snapshot_id([]))"]
        return subprocess.run(command, cwd=place, check=True, capture_output=True, text=True).stdout.strip()

    as_is = snapshot_id([])
    assert len(as_is) == 12
    assert id_by(tmp_path / "crlf", (b"\n", b"\r\n")) == as_is
    assert id_by(tmp_path / "changed", (b"maximum=2100", b"maximum=2101")) != as_is


# Publishing.


def test_building_twice_publishes_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first, second = folder.build(), folder.build()
    assert (first.published, second.published) == (True, False)
    assert first.snapshot_id == second.snapshot_id
    assert [snapshot.id for snapshot in warehouse.kept(folder.snapshots)] == [first.snapshot_id]


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert folder.check().published is False
    assert sorted(tmp_path.rglob("*")) == before


def test_a_refused_load_leaves_the_old_snapshot_and_no_litter(tmp_path: Path) -> None:
    folder = Folder(tmp_path, published=True)
    old = folder.snapshot()
    left = sorted(folder.snapshots.rglob("*"))
    broken = folder.data / "published" / "high_school_outcomes.csv"
    text = broken.read_text("utf-8")
    for words in (text.replace(",general,university,2660", ",general,university,2661"), text[:-3] + ',"'):
        broken.write_text(words, "utf-8")
        with pytest.raises(LoadRefused):
            folder.build()
        assert warehouse.current(folder.snapshots) == old
        assert sorted(folder.snapshots.rglob("*")) == left
    assert len(old.query("SELECT * FROM regions")) > 0


def test_a_reader_of_the_old_snapshot_still_answers_after_a_new_one(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(csv_of([[2023, "인제대", 9832, 704]]))
    old = folder.snapshot()
    assert len(loaded_rows(old)) == 1
    folder.write(csv_of([[2024, "인제대", 9017, 688]]), "later.csv")
    new = folder.snapshot()
    assert (len(loaded_rows(old)), len(loaded_rows(new))) == (1, 2)
    assert {snapshot.id for snapshot in warehouse.kept(folder.snapshots)} == {old.id, new.id}


def test_an_older_snapshot_can_be_pointed_at_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    old = folder.snapshot()
    folder.write(csv_of([[2024, "인제대", 9017, 688]]))
    assert folder.snapshot() != old
    warehouse.point(folder.snapshots, old.id)
    assert warehouse.current(folder.snapshots) == old


def test_a_first_reader_finds_the_snapshot_built(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    ready = ensure_current(folder.data, folder.snapshots)
    assert ready == warehouse.current(folder.snapshots)
    assert ready.manifest["quarantined"] == 0
    assert ensure_current(folder.data, folder.snapshots) == ready


@pytest.mark.parametrize("pointer", ["", "gone", "no/such/folder"])
def test_a_pointer_to_nothing_is_no_snapshot(tmp_path: Path, pointer: str) -> None:
    assert warehouse.current(tmp_path) is None
    (tmp_path / "current").write_text(pointer, "ascii")
    assert warehouse.current(tmp_path) is None


def test_a_second_load_at_once_is_told_who_is_loading(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    old = folder.snapshot()
    folder.write(csv_of([[2024, "인제대", 9017, 688]]))
    holding = (
        "import sys; from pathlib import Path; from meomureum.store import locks\n"
        f"with locks.sole_writer(Path({str(folder.snapshots)!r})):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(locks.LoadRunning) as refused:
            folder.build()
        other.communicate()
    assert f"process {other.pid}, since " in refused.value.holder
    assert warehouse.current(folder.snapshots) == old
    assert folder.build().published is True


def test_a_load_killed_midway_leaves_no_lock_behind(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    holding = (
        "import os; from pathlib import Path; from meomureum.store import locks\n"
        f"with locks.sole_writer(Path({str(folder.snapshots)!r})):\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", holding], cwd=PROJECT, check=False).returncode == 9
    assert folder.build().published is True


# Which rows a reader sees.


def sets_of(snapshot: warehouse.Snapshot, table: str) -> set[str]:
    return {data_set for (data_set,) in records(snapshot, f"SELECT DISTINCT data_set FROM {table}")}


def test_real_rows_take_the_place_of_sample_rows_of_their_table_only(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    header = ("연도", "대학", "출신 지역", "입학자", "모집인원")
    folder.write(csv_of([[2023, "인제대", 100, 5], [2024, "인제대", 100, 5]]), "students.csv", "sample")
    folder.write(written(header, [[2024, "인제대", "김해", 10, 20]]), "freshmen.csv", "sample")
    before = folder.snapshot()
    assert sets_of(before, "university_students") == sets_of(before, "freshmen") == {"sample"}
    folder.write(csv_of([[2024, "가야대", 2012, 179]]))
    after = folder.snapshot()
    assert loaded_rows(after) == [(2024, "kaya", 2012, 179, "real")]
    assert sets_of(after, "freshmen") == {"sample"}


def test_real_rows_take_the_place_of_published_rows_of_the_same_coverage(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        csv_of([[2023, "인제대", 1, 0], [2024, "인제대", 2, 0], [2024, "가야대", 3, 0]]), "p.csv", "published"
    )
    header = (*STUDENTS, "계열")
    folder.write(written(header, [[2024, "인제대", 60, 6, "공학"], [2024, "인제대", 40, 4, "인문"]]))
    assert loaded_rows(folder.snapshot()) == [
        (2023, "inje", 1, 0, "published"),
        (2024, "inje", 40, 4, "real"),
        (2024, "inje", 60, 6, "real"),
        (2024, "kaya", 3, 0, "published"),
    ]


def test_rows_of_different_sets_never_count_as_duplicates(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(csv_of([[2024, "인제대", 9017, 688]]), "a.csv", "published")
    folder.write(csv_of([[2024, "인제대", 9017, 700]]), "b.csv")
    outcome = folder.check()
    assert outcome.problems == ()
    assert loaded_rows(folder.snapshot()) == [(2024, "inje", 9017, 700, "real")]


# A reader can only read.


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM '{path}'",
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM glob('/*')",
        "COPY regions TO '{path}.out'",
        "ATTACH '{path}.db' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 64",
        "RESET lock_configuration",
        "CREATE TABLE mine (a INTEGER)",
        "DELETE FROM regions",
        "UPDATE university_students SET enrolled = 0",
    ],
)
def test_a_reader_can_neither_write_nor_reach_outside(one_snapshot: warehouse.Snapshot, sql: str) -> None:
    outside = one_snapshot.folder.parent / "outside.csv"
    outside.write_text("a,b\n1,2\n", "utf-8")
    before = sorted(one_snapshot.folder.parent.rglob("*"))
    with pytest.raises(duckdb.Error):
        one_snapshot.query(sql.format(path=outside))
    assert sorted(one_snapshot.folder.parent.rglob("*")) == before


@pytest.fixture(scope="module")
def one_snapshot(tmp_path_factory: pytest.TempPathFactory) -> warehouse.Snapshot:
    return Folder(tmp_path_factory.mktemp("reader")).snapshot()


# Keeping what was loaded.


def test_a_kept_file_is_found_again_under_its_own_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first, second = tmp_path / "a" / "통계.csv", tmp_path / "b" / "통계.csv"
    for path, year in ((first, 2023), (second, 2024)):
        path.parent.mkdir()
        path.write_text(csv_of([[year, "인제대", 9000, 700]]), "utf-8")
        assert keep(path, "", folder.data).read_bytes() == path.read_bytes()
    kept = [each for each in inputs_of(folder.data) if each.data_set == "real"]
    assert [each.name for each in kept] == ["통계.csv", "통계.csv"]
    assert len(loaded_rows(folder.snapshot())) == 2


def test_a_kept_file_has_the_id_of_the_file_itself(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    path = tmp_path / "통계.csv"
    path.write_text(csv_of([[2024, "인제대", 9017, 688]]), "utf-8")
    checked = check([*inputs_of(folder.data), Input(path, "real")])
    keep(path, "", folder.data)
    assert build(inputs_of(folder.data), folder.snapshots).snapshot_id == checked.snapshot_id
