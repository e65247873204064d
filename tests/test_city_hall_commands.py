"""A city hall makes the product its own at the command line, and touches no file by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from small import Folder

from meomureum.analysis.targets.ledger import targets
from meomureum.app.commands import briefing, own_data
from meomureum.drawing.figure import Figure
from meomureum.figures.recipes import RECIPES
from meomureum.measures.measurement import followed_cities
from meomureum.store import warehouse
from meomureum.store.address import DataSet, PageName, View
from meomureum.store.warehouse import Snapshot

CITIES = {"포항": "pohang", "창원": "changwon", "춘천": "chuncheon"}
SOURCE = (
    *("source_id=pohang_paper", "제목=포항시 청년 정책 기본계획", "발행처=포항시", "발행일=2026-03-02"),
    "종류=city document",
)
TARGET = (
    *("target_id=pohang_2030", "시군구=포항시", "kpi_id=local_university_entry_rate", "baseline_low=11"),
    *("baseline_year=2025", "baseline_year_status=stated", "target_low=20", "target_year=2030"),
    *("unit=percent", "direction=up", "announced_on=2026-03-02", "source_id=pohang_paper"),
)
SHIPPED = ("reference", "published")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("city hall"), whole=True, published=True)


@pytest.fixture
def run(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    monkeypatch.setenv("MEOMUREUM_DATA", str(folder.data))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))

    def one(command: Callable[[list[str]], int], *arguments: str | Path) -> str:
        code = command([*map(str, arguments)])
        told = capsys.readouterr()
        assert (code, told.err) == (0, "")
        return told.out

    return one


def test_three_city_halls_pick_enter_look_and_brief(
    folder: Folder, run: Callable[..., str], tmp_path: Path
) -> None:
    before = _digests(folder)
    assert "경상북도 포항시, 경상남도 창원시, 강원특별자치도 춘천시" in run(own_data.city, *CITIES)
    run(own_data.enter, "sources", *SOURCE)
    run(own_data.enter, "targets", *TARGET)
    snapshot = warehouse.current(folder.snapshots)
    assert snapshot is not None
    assert followed_cities(snapshot) == tuple(CITIES.values())
    held = [each.kpi_id for each in targets(snapshot) if each.city_id == "pohang"]
    assert held == ["local_university_entry_rate"]
    for name, code in CITIES.items():
        place = tmp_path / f"{name}.csv.zip"
        assert "그림" in run(briefing.main, "--city", name, "--format", "csv", "--out", place)
        assert place.stat().st_size > 1_000
        pages: tuple[PageName, ...] = ("overview", "city")
        for page in pages:
            assert _drawn(snapshot, page, "published", code), name
    filled: tuple[PageName, ...] = ("chain", "supply", "survey", "explore")
    for page in filled:
        assert _drawn(snapshot, page, "sample", "chuncheon"), page
    assert _digests(folder) == before, "what is shipped is never written to"
    assert {path.name for path in (folder.data / "own").iterdir()} >= {"our_cities.csv", "targets.csv"}


def _drawn(snapshot: Snapshot, page: PageName, data_set: DataSet, city: str) -> list[Figure]:
    return [each for each in RECIPES[page](snapshot, View("ko", data_set, (city,))) if each is not None]


def _digests(folder: Folder) -> dict[str, str]:
    return {
        f"{name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for name in SHIPPED
        for path in (folder.data / name).iterdir()
    }
