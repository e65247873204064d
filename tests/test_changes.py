"""What has changed since the last snapshot, and which releases are overdue."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small import shipped

from etl.build import build
from etl.inputs import inputs_of
from meomureum import session
from meomureum.project import PROJECT
from meomureum.store import environment
from meomureum.store.address import View

DATA = PROJECT / "data"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the published data, and a folder of snapshots of this test's own, with the one they give."""
    for folder in ("reference", "published"):
        shutil.copytree(DATA / folder, tmp_path / "data" / folder)
    shutil.copytree(shipped().folder.parent, tmp_path / "snapshots")
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path / "snapshots"))
    return tmp_path / "data"


def publish(data: Path) -> None:
    build(inputs_of(data), environment.home())


def revise(data: Path, old: str, new: str) -> None:
    file = data / "published" / "university_students.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.usefixtures("data")
def test_the_first_snapshot_has_nothing_to_be_compared_with() -> None:
    assert session.restated(View(), "university_dropout_rate").empty


def test_a_revised_count_is_listed_with_both_values(data: Path) -> None:
    revise(data, "2024,inje,9017,688,67,105,497,", "2024,inje,9017,700,67,105,509,")
    publish(data)
    (row,) = session.restated(View(), "university_dropout_rate").to_dict("records")
    assert (row["city_id"], row["year"]) == ("gimhae", 2024)
    # Gimhae 2024: Inje 688, Kaya 179 and Busan Presbyterian 19 of 9,017 + 2,012 + 152.
    assert row["before"] == pytest.approx(886 / 11_181)
    assert row["after"] == pytest.approx(898 / 11_181)


def test_a_value_that_is_new_has_no_value_before(data: Path) -> None:
    file = data / "published" / "university_students.csv"
    whole = file.read_text("utf-8")
    shutil.rmtree(environment.home())
    file.write_text(
        "".join(line for line in whole.splitlines(True) if not line.startswith("2024,erica")), "utf-8"
    )
    publish(data)
    file.write_text(whole, "utf-8")
    publish(data)
    (row,) = session.restated(View(), "university_dropout_rate").to_dict("records")
    assert (row["city_id"], row["year"]) == ("ansan", 2024)
    assert row["before"] != row["before"]
    assert row["after"] == pytest.approx(472 / 14_632)


def test_the_same_values_are_no_change(data: Path) -> None:
    (data / "reference" / "events.csv").write_text(
        (data / "reference" / "events.csv").read_text("utf-8").replace("2019-10-02", "2019-10-03"), "utf-8"
    )
    publish(data)
    assert session.restated(View(), "university_dropout_rate").empty


@pytest.mark.usefixtures("data")
def test_a_release_is_overdue_from_the_month_after_it_was_due() -> None:
    assert "academyinfo_4sa" not in session.overdue("2026-08-31").index
    assert "academyinfo_4sa" in session.overdue("2026-09-01").index
    assert "sijang_2020" not in session.overdue("2030-01-01").index
