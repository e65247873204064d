"""Sheets that are kept, and releases that are taken over, change nothing but the time that a load takes."""

from __future__ import annotations

import itertools
import logging
import random
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from life_histories import ABOUTS, lived, write_lives
from small import PROJECT, Folder, account_of, records, written

from etl import build
from etl.clean_sheets import FOLDER
from etl.inputs import inputs_of
from etl.load_ledger import Said
from meomureum.store import warehouse

HEADER = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
SCHOOL = "김해건설공업고등학교"


def tables(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a database."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        return {
            name: connection.execute(f"FROM {name} ORDER BY ALL NULLS FIRST").fetchall() for (name,) in names
        }


def assert_as_read_anew(folder: Folder, place: Path) -> build.Outcome:
    """Build with what is kept, and hold every table and the account against a build that keeps nothing."""
    outcome, anew = folder.build(), place / "anew.duckdb"
    anew.unlink(missing_ok=True)
    accounts, problems = build.fill(anew, inputs_of(folder.data))
    current = warehouse.current(folder.snapshots)
    assert current is not None
    assert outcome.published
    assert (outcome.accounts, outcome.problems) == (accounts, problems)
    assert tables(current.folder / "exact.duckdb") == tables(anew)
    return outcome


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_come_to_the_same_with_what_is_kept(tmp_path: Path, seed: int) -> None:
    folder, acts = Folder(tmp_path), lived(random.Random(seed), ABOUTS)
    for upto in sorted({1, len(acts) // 2, len(acts)}):
        write_lives(folder, acts[:upto], seed)
        assert_as_read_anew(folder, tmp_path)
    assert any((folder.snapshots / FOLDER).iterdir())


def test_a_school_that_is_struck_off_is_no_longer_known_in_a_file_that_was_clean(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(HEADER, [(2024, SCHOOL, "취업", "김해", 5)]))
    assert account_of(folder.build()).loaded == 1
    register = folder.data / "reference" / "institutions.csv"
    lines = register.read_text("utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if "gimhae_construction" not in line), "utf-8")
    assert account_of(assert_as_read_anew(folder, tmp_path)).quarantined == 1


def test_a_kept_sheet_that_is_not_as_it_was_written_is_read_anew(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(HEADER, [(2024, SCHOOL, "취업", "김해", 5)]))
    folder.build()
    for kept in (folder.snapshots / FOLDER).iterdir():
        kept.write_bytes(kept.read_bytes().replace("김해".encode(), "양산".encode())[:-1])
    folder.write(written(HEADER, [(2023, SCHOOL, "취업", "김해", 4)]), "more.csv")
    assert_as_read_anew(folder, tmp_path)


def test_releases_of_the_sample_are_taken_over_while_they_are_those_of_the_new_snapshot(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path, whole=True)
    shutil.copytree(PROJECT / "data" / "sample" / "protection", folder.data / "sample" / "protection")
    for name in ("residence", "freshmen"):
        shutil.copyfile(PROJECT / "data" / "sample" / f"{name}.csv", folder.data / "sample" / f"{name}.csv")
    found = [folder.snapshot()]
    for at, text in enumerate(
        (
            written(HEADER, [(2023, SCHOOL, "취업", "김해", 4)]),
            written(HEADER, [(2024, SCHOOL, "취업", "김해", 5)]),
            written(
                ("연도", "대학", "출신 지역", "신입생", "정원"), [(2024, "인제대학교", "김해", 900, 1000)]
            ),
        )
    ):
        file = tmp_path / f"{at}.csv"
        file.write_text(text, "utf-8")
        build.load([file], folder.data, folder.snapshots, Said(provider="시청"))
        found.append(folder.snapshot())
    written_anew = [
        before.folder.joinpath(name).read_bytes() != after.folder.joinpath(name).read_bytes()
        for before, after in itertools.pairwise(found)
        for name in ("internal.duckdb", "public.proof.zip")
    ]
    # The first load closes the outcomes of high schools, the last one ends the sample of the freshmen.
    assert written_anew == [True, False, False, False, True, True]
    kept = {
        (table, data_set)
        for table, data_set in records(found[-1], "SELECT 'freshmen', data_set FROM freshmen")
    }
    assert kept == {("freshmen", "real")}


def test_an_empty_data_folder_gives_an_empty_snapshot(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    accounts, problems = build.fill(tmp_path / "empty.duckdb", inputs_of(tmp_path / "data"))
    assert (accounts, problems) == ((), ())
    assert tables(tmp_path / "empty.duckdb")["files"] == []


def test_a_load_that_cannot_keep_what_it_read_is_published_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder(tmp_path)
    folder.snapshots.mkdir(parents=True, exist_ok=True)
    (folder.snapshots / FOLDER).write_text("a file where the folder should be", "utf-8")
    with caplog.at_level(logging.WARNING, "meomureum"):
        assert folder.build().published
    assert "the next load reads all files again" in caplog.text
    assert warehouse.current(folder.snapshots) is not None
