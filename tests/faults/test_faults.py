"""A full disk, two loads at once, readers under a load, files torn or taken away in the middle of it."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loader import PROCESSES, Stand, ended, run, start
from small import STUDENTS, Folder, records, written

from etl import build, inputs, load_ledger
from etl.contract import LoadRefused
from meomureum.store import locks, warehouse

pytestmark = pytest.mark.trial

READERS = 20
A_FEW = settings(
    max_examples=4, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    return Stand(tmp_path_factory.mktemp("faults") / "stand")


@pytest.fixture
def spoilt(stand: Stand, tmp_path: Path) -> Stand:
    return stand.copied(tmp_path / "spoilt")


# A full disk.


@pytest.mark.parametrize("most_bytes", [1, 100, 60_000, 2_000_000])
def test_a_load_that_may_write_no_more_leaves_the_old_snapshot(spoilt: Stand, most_bytes: int) -> None:
    files = [spoilt.file(2022)]
    assert run(spoilt, files, bytes_per_file=most_bytes).how == "OSError"
    assert (spoilt.current().id, spoilt.years()) == (spoilt.old, [2021])
    assert run(spoilt, files).how == "published"
    assert (spoilt.years(), spoilt.litter()) == ([2021, 2022], [])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if (
        os.name == "nt"
        or os.geteuid() != 0
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("a disk of its own can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_the_old_snapshot_and_a_freed_one_takes_the_next_load(
    stand: Stand, small_disk: Path
) -> None:
    spoilt = stand.copied(small_disk / "spoilt")
    files = [spoilt.file(2022)]
    ballast = small_disk / "ballast"
    for left in (0, 40_000, 400_000, 1_500_000):
        _fill(ballast, left)
        assert run(spoilt, files).how == "OSError", left
        assert (spoilt.current().id, spoilt.years()) == (spoilt.old, [2021])
        ballast.unlink()
    assert run(spoilt, files).how == "published"
    assert (spoilt.years(), spoilt.litter()) == ([2021, 2022], [])


def _fill(ballast: Path, left: int) -> None:
    free = os.statvfs(ballast.parent)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - left)))


# Several at once.


def test_of_two_loads_at_once_one_publishes_and_the_other_is_told(spoilt: Stand) -> None:
    one, two = [spoilt.file(2022)], [spoilt.file(2023)]
    begun = [start(spoilt, files) for files in (one, two)]
    ends = sorted(ended(*each, time.monotonic()).how for each in begun)
    assert ends in (["LoadRunning", "published"], ["published", "published"])
    assert {run(spoilt, files).how for files in (one, two)} <= {"published", "nothing new"}
    assert (spoilt.years(), spoilt.litter()) == ([2021, 2022, 2023], [])


def test_readers_never_see_an_error_while_loads_go_on(spoilt: Stand) -> None:
    ending, faults, answers = threading.Event(), list[BaseException](), list[int]()

    def read() -> None:
        while not ending.is_set():
            try:
                rows = spoilt.current().query("SELECT COUNT(*) AS n FROM university_students")
                answers.append(int(rows["n"].iloc[0]))
            except BaseException as fault:  # noqa: BLE001 - any fault is the finding
                faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        ends = [run(spoilt, [spoilt.file(year)]).how for year in (2022, 2023)]
    finally:
        ending.set()
        for reader in readers:
            reader.join()
    assert (ends, faults) == (["published", "published"], [])
    assert set(answers) <= {1, 2, 3}
    assert len(answers) >= READERS


def test_a_start_that_waited_for_a_load_does_not_undo_it(spoilt: Stand) -> None:
    with locks.sole_writer(spoilt.snapshots):
        starting = PROCESSES.Process(target=build.ensure_current, args=(spoilt.data, spoilt.snapshots))
        (spoilt.data / "raw" / "recognised" / "2022.csv").write_text(
            written(STUDENTS, [[2022, "인제대", 9000, 700]]), "utf-8"
        )
        starting.start()
        time.sleep(1)
        (spoilt.data / "raw" / "recognised" / "2023.csv").write_text(
            written(STUDENTS, [[2023, "인제대", 9000, 700]]), "utf-8"
        )
    starting.join(60)
    assert starting.exitcode == 0
    assert spoilt.years() == [2021, 2022, 2023]


# Files torn, changed or taken away.


@pytest.mark.parametrize("before", ["copied", "hand_in", "_filled", "accept"])
def test_a_file_taken_away_under_a_load_is_told_or_does_not_matter(
    spoilt: Stand, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    file = spoilt.file(2022)
    whole = getattr(build, before)

    def without_the_file(*arguments: object, **named: object) -> object:
        file.unlink()
        return whole(*arguments, **named)

    monkeypatch.setattr(build, before, without_the_file)
    if before == "copied":
        with pytest.raises(LoadRefused, match=file.name):
            build.load([file], spoilt.data, spoilt.snapshots)
        assert spoilt.years() == [2021]
    else:
        assert build.load([file], spoilt.data, spoilt.snapshots).published
        assert spoilt.years() == [2021, 2022]
    monkeypatch.undo()
    assert build.load([spoilt.file(2022)], spoilt.data, spoilt.snapshots).published == (before == "copied")
    assert (spoilt.years(), spoilt.litter()) == ([2021, 2022], [])


def test_a_file_that_is_still_being_written_is_loaded_as_it_was_copied(spoilt: Stand) -> None:
    text = written(STUDENTS, [[year, "인제대", 9000, 700] for year in range(2001, 2020)]).encode()
    path, chance = spoilt.place / "torn.csv", Random(1)
    told: list[str] = []
    for at in sorted(chance.sample(range(len(text)), 8)):
        path.write_bytes(text[:at])
        try:
            found = inputs.hand_in([path], spoilt.data)
            outcome = build.check(found.every)
        except LoadRefused as refusal:
            told.append(refusal.problems[0].file)
            continue
        assert all(account.balanced() for account in outcome.accounts)
    assert set(told) <= {"torn.csv"}
    assert (spoilt.current().id, spoilt.years()) == (spoilt.old, [2021])


@pytest.mark.parametrize("torn_at", [1, 20, 60, -30, -1])
def test_a_torn_ledger_is_read_as_far_as_it_goes(spoilt: Stand, torn_at: int) -> None:
    ledger = load_ledger.ledger(spoilt.data)
    ledger.write_bytes(ledger.read_bytes()[:torn_at])
    assert build.load([spoilt.file(2022)], spoilt.data, spoilt.snapshots).published
    assert spoilt.years() == [2021, 2022]


# What a calendar of Excel says.


@pytest.mark.parametrize("since_1904", [False, True])
def test_both_calendars_of_a_workbook_give_the_same_day(tmp_path: Path, since_1904: bool) -> None:
    folder = Folder(tmp_path)
    place = tmp_path / "a.xlsx"
    options = {"date_1904": since_1904, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(place), options) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["날짜", "시군구", "사업", "내용", "영문 내용"])
        page.write_row(1, 0, [datetime(2025, 3, 2), "김해", "", "개소", "x"])  # noqa: DTZ001
    build.load([place], folder.data, folder.snapshots, load_ledger.Said("events"))
    assert records(folder.snapshot(), "SELECT date FROM events WHERE data_set = 'real'") == [("2025-03-02",)]


# Whatever comes, in whatever order.


@A_FEW
@given(
    years=st.lists(st.integers(2001, 2020), min_size=1, max_size=4, unique=True),
    chance=st.randoms(use_true_random=False),
)
def test_loading_twice_or_in_another_order_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, years: list[int], chance: Random
) -> None:
    folder, files = Folder(tmp_path_factory.mktemp("twice")), []
    for year in years:
        path = folder.data.parent / f"{year}.csv"
        path.write_text(written(STUDENTS, [[year, "인제대", 9000, 700]] * chance.randint(1, 3)), "utf-8")
        files.append(path)
    first = build.load(files, folder.data, folder.snapshots)
    again = build.load(chance.sample(files, len(files)), folder.data, folder.snapshots)
    assert (first.published, again.published) == (True, False)
    assert all(account.balanced() for account in first.accounts)
    assert len(load_ledger.recorded(folder.data)) == len(files)
    assert warehouse.current(folder.snapshots) == warehouse.Snapshot(folder.snapshots / first.snapshot_id)
