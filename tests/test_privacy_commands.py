"""`python -m meomureum privacy`: what each command says and returns."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from handed_over import snapshot

from meomureum.app.commands.protection import BROKEN, NO_RELEASE, OK, main
from meomureum.store import integrity, warehouse


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the current snapshot that a test may damage."""
    shutil.copytree(snapshot().folder, tmp_path / snapshot().id)
    warehouse.point(tmp_path, snapshot().id)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))
    return tmp_path / snapshot().id


def test_proofs_are_checked_and_a_changed_number_is_found(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(own / "internal.duckdb")) as connection:
        connection.execute(
            """
            UPDATE protected
            SET numerator = numerator + 1
            WHERE table_name = 'residence' AND city_id = 'siheung' AND year = 2021
            """
        )
    # Whoever changes a number can seal the snapshot again: only the proof tells.
    integrity.seal(own, snapshot().manifest)
    assert main(["--lang", "en", "verify", "public"]) == OK
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 24
    assert all(line.endswith("holds") for line in told)
    assert main(["--lang", "en", "--city", "siheung", "verify"]) == BROKEN
    broken = [line for line in capsys.readouterr().out.splitlines() if line.endswith("does not hold")]
    assert [line.partition(":")[0] for line in broken] == ["internal sample/residence/siheung"]


def test_the_paper_is_printed_and_a_snapshot_without_releases_has_none(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dossier"]) == OK
    assert capsys.readouterr().out.strip() == (own / "dossier.ko.md").read_text("utf-8").strip()
    for release in ("internal", "public"):
        (own / f"{release}.duckdb").unlink()
    assert main(["verify"]) == NO_RELEASE


@pytest.mark.trial
def test_the_report_attacks_what_it_protects(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert own.is_dir()
    assert main(["--lang", "en", "--city", "siheung", "report"]) == OK
    told = capsys.readouterr().out.splitlines()
    whole = [line for line in told if line.startswith("all ")]
    assert len(whole) == 2
    for line in whole:
        assert "0 headline, 0 totals of a year" in line
        assert "0 worked out by the attack, 0 narrowed down" in line
    assert told[-1].endswith("s to protect and prove")
