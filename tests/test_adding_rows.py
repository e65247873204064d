"""Adding things: what needs rows alone, each row of README.md done in a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import Folder
from test_city import drawn

import kpis
from meomureum.drawing import boundaries
from meomureum.measures import measurement, register

ROWS = {
    "reference/institutions": "added_college,gimhae,junior_college,시험김해대학,Test Gimhae College,,,,,,,,",
    "reference/industries": "gimhae,testing,시험산업,Test industry,2023,,gimhae_paper_2022,",
    "reference/sources": "added_2019,시험 통계,시험처,2020-01-31,statistics,,,",
    "reference/targets": "added_dropout,gimhae,,university_dropout_rate,8,8,2023,stated,5,5,2027,percent,down,line,,"
    "김해시,2025-01-02,added_2019,,시험 목표,A target",
    "reference/events": "2025-05-05,gimhae,,시험 행사,A test event,added_2019",
    "published/observations": "local_university_entry_rate,all_graduates,gimhae,,,2019,11,,percent,660,6000,,added_2019,",
}
EACH_AGE, OLDEST_COUNTED = "5000", "4500"
"""How many there are in Gimhae of each age in the month that is added, and of those of 24."""
SEOUL = '{"type":"Feature","properties":{"region_id":"seoul"'
SQUARE = [[128.6, 35.4], [128.9, 35.4], [128.9, 35.6], [128.6, 35.6], [128.6, 35.4]]
OUTLINE = f"""{{"type":"Feature","properties":{{"region_id":"miryang","level":"city"}},
"geometry":{{"type":"MultiPolygon","coordinates":[[{SQUARE}]]}}}},
"""


def add_month(folder: Folder) -> None:
    """A row of the register five years after one that is there."""
    path = folder.data / "published" / "population_by_age.csv"
    text = path.read_text("utf-8")
    told = {"month": "2024-02", "region_id": "gimhae", "total": "540000", "source_id": "mois_age_201902"}
    told["age_24"] = OLDEST_COUNTED
    row = [told.get(name, EACH_AGE) for name in text.split("\n", 1)[0].split(",")]
    path.write_text(text + ",".join(row) + "\n", "utf-8")


def follow(folder: Folder, city: str) -> None:
    """A mark in the city's row."""
    path = folder.data / "reference" / "regions.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    at = header.split(",").index("followed")
    rows = [line.split(",") for line in lines]
    marked = [[*row[:at], "yes", *row[at + 1 :]] if row[0] == city else row for row in rows]
    path.write_text("\n".join([header, *map(",".join, marked), ""]), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("added"), published=True)
    for table, row in ROWS.items():
        with (made.data / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    add_month(made)
    follow(made, "miryang")
    made.build()
    return made


def test_a_school_is_known_by_its_row(folder: Folder) -> None:
    name = register.names(folder.snapshot())["added_college"]
    assert (name.ko, name.en) == ("시험김해대학", "Test Gimhae College")


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("ko", ("시험산업", "기준 8% 목표 2027년 5%", "시험 목표", "시험 행사")),
        ("en", ("Test industry", "A target", "A test event")),
    ],
)
def test_an_industry_a_target_and_an_event_stand_on_the_page_of_their_city(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, language: str, phrases: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    told = drawn("city", lang=language, city="gimhae")
    assert [phrase for phrase in phrases if phrase not in told] == []


def test_a_published_figure_is_measured_with_its_source(folder: Folder) -> None:
    asked = kpis.Scope(cities=("gimhae",), first_year=2019, last_year=2019)
    (row,) = kpis.measure(folder.snapshot(), "local_university_entry_rate", asked).to_dict("records")
    assert (row["value"], row["numerator"], row["denominator"]) == (0.11, 660, 6000)
    assert row["source_ids"] == "added_2019"


def test_a_month_of_the_register_gives_net_retention_five_years_on(folder: Folder) -> None:
    asked = kpis.Scope(cities=("gimhae",), first_year=2024, last_year=2024)
    (row,) = kpis.measure(folder.snapshot(), "youth_net_retention", asked).to_dict("records")
    # 6,189 + 6,194 + 6,832 + 7,849 + 7,781 were 15 to 19 in February 2019; 4 x 5,000 + 4,500 are 20 to 24 in 2024.
    assert row["value"] == pytest.approx(24_500 / 34_845)


def test_a_city_is_followed_by_a_mark_in_its_row(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    assert "miryang" in measurement.followed_cities(folder.snapshot())
    assert "밀양시" in drawn("overview")


def test_a_city_is_drawn_by_its_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = boundaries.BOUNDARIES.read_text("utf-8")
    assert text.count(SEOUL) == 1
    added = tmp_path / "boundaries.geojson"
    added.write_text(text.replace(SEOUL, OUTLINE + SEOUL), "utf-8")
    monkeypatch.setattr(boundaries, "BOUNDARIES", added)
    boundaries.outlines.cache_clear()
    try:
        assert boundaries.outlines()["miryang"] == (tuple(map(tuple, SQUARE)),)
    finally:
        boundaries.outlines.cache_clear()
