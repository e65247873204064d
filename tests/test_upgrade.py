"""A home of version 0.1 under this version: nothing is damaged, nothing is lost, and its snapshots are built anew."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from small import STUDENTS, Folder, records, written

from etl import load_ledger
from etl.build import ensure_current
from meomureum.access import log
from meomureum.app.commands import backup, doctor, loading
from meomureum.store import integrity, logbook, warehouse
from meomureum.verify.issued_figures import register_of

OLD = "32fa7d9cacf3"
HOME = Path(__file__).parent / "home_of_0_1"
ROWS = "SELECT year, enrolled, dropped_out FROM university_students ORDER BY year"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The home of 0.1 where this version is installed."""
    folder = Folder(tmp_path / "home")
    shutil.copytree(HOME / "raw", folder.data / "raw")
    shutil.copytree(HOME / "snapshots", folder.snapshots)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    monkeypatch.setenv("MEOMUREUM_DATA", str(folder.data))
    return folder


def test_before_its_first_start_it_is_told_as_what_it_is(
    home: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = warehouse.damage(home.snapshots)
    assert lost is not None
    assert lost.notice.ko == integrity.CARRIED_OVER.ko
    assert lost.report.en.startswith(f"Snapshot {OLD} was made by 0.1")
    assert loading.main(["status", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert f"Snapshot {OLD} was made by 0.1" in said
    assert "damage" not in said
    assert doctor.main(["--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert f"warn  snapshots   Snapshot {OLD} was made by 0.1" in said
    assert "fail" not in said
    assert logbook.log(home.snapshots)[0][1] == "published"


def test_a_start_builds_it_anew_from_the_inputs_and_says_so(
    home: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse._tell.cache_clear()
    with caplog.at_level(logging.INFO, "meomureum"):
        now = ensure_current()
    # The correction of 2024 came under a header that had been explained: 690 instead of 688.
    assert records(now, ROWS) == [(2023, 9832, 704), (2024, 9017, 690)]
    assert f"Snapshot {OLD} was made by 0.1" in caplog.text
    assert warehouse.damage(home.snapshots) is None
    assert integrity.damaged(home.snapshots) == {}
    assert [each.id for each in warehouse.kept(home.snapshots)] == [now.id]


def test_its_ledger_log_and_register_go_on(home: Folder) -> None:
    ensure_current()
    assert [(each.load, each.provider, each.why) for each in load_ledger.recorded(home.data)] == [
        (1, "인제대학교", ""),
        (2, "인제대학교", "정정 공문"),
    ]
    log.append(home.snapshots, who="kim", role="steward", where="here", what="page")
    assert log.verify(home.snapshots) == log.Verdict(3)
    assert list(register_of(home.snapshots)) == ["5JXA-OFHR"]


def test_the_next_load_adds_to_it_and_sets_its_snapshots_aside(
    home: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "2025.csv"
    file.write_text(written(STUDENTS, [[2025, "인제대", 8800, 650]]), "utf-8")
    told = ["load", str(file), "--provider", "인제대학교", "--data", str(home.data)]
    assert loading.main(told) == 0
    now = warehouse.current(home.snapshots)
    assert now is not None
    assert records(now, ROWS) == [(2023, 9832, 704), (2024, 9017, 690), (2025, 8800, 650)]
    assert sorted(path.name for path in home.snapshots.glob("*.earlier")) == [
        f"{OLD}.earlier",
        "4dedf6d862ab.earlier",
    ]
    capsys.readouterr()
    assert loading.main(["status", "--lang", "en"]) == 0
    assert f"Set aside, {OLD}.earlier" in capsys.readouterr().out
    assert "damaged" not in {what for _, what, _ in logbook.log(home.snapshots)}


def test_a_backup_of_it_is_restored_and_carried_over(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backup.main([str(tmp_path / "old.zip")]) == 0
    assert backup.restore([str(tmp_path / "old.zip"), str(tmp_path / "new")]) == 0
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path / "new" / "data" / "snapshots"))
    monkeypatch.setenv("MEOMUREUM_DATA", str(tmp_path / "new" / "data"))
    assert records(ensure_current(), ROWS) == [(2023, 9832, 704), (2024, 9017, 690)]
    assert home.data.is_dir()


def test_a_torn_manifest_of_today_is_damage_still(home: Folder) -> None:
    now = ensure_current()
    path = now.folder / "manifest.json"
    content = path.read_bytes()
    for broken in (
        content[: len(content) // 2],
        b"{}",
        b'{"built_at": "x"}',
        content.replace(b'"seal"', b'"sea1"'),
    ):
        path.write_bytes(broken)
        assert not integrity.is_earlier(now.folder)
        assert list(integrity.damaged(home.snapshots)) == [now.id]
