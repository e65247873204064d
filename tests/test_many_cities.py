"""An installation that follows every city of the country: nothing grows with their number but what is searched."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from small import Folder
from streamlit.testing.v1 import AppTest
from test_pages import opened, words

from meomureum.app.server import SCRIPT
from meomureum.figures.recipes import figures_of
from meomureum.measures.measurement import followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot

CITIES = 229


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The published data, with a "yes" at every city of today."""
    folder = Folder(tmp_path_factory.mktemp("everywhere"), published=True)
    register = folder.data / "reference" / "regions.csv"
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["followed"] = "yes" if row["level"] == "city" and not row["valid_to"] else row["followed"]
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
        patch.setenv("MEOMUREUM_DATA", str(folder.data))
        yield folder.snapshot()


def test_all_of_them_are_followed(everywhere: Snapshot) -> None:
    assert len(followed_cities(everywhere)) == CITIES


def test_compare_draws_where_it_matters_most_and_lists_every_city(everywhere: Snapshot) -> None:
    (figure,) = figures_of(everywhere, "compare", View("ko", "published", kpi="youth_population"))
    assert len(figure.series) == 12
    assert len({row[0] for row in figure.rows}) == CITIES
    assert figure.title.startswith("산식에 따라 가장 크게 달라지는 곳: 수원시(")
    assert figure.notes[0].startswith("도시 229곳 가운데 산식에 따라 가장 크게 달라지는 12곳을 그렸습니다.")
    drawn = {each.name for each in figure.series}
    apart: dict[str, list[float]] = {}
    for row, numbers in zip(figure.rows, figure.numbers, strict=True):
        apart.setdefault(row[0], []).append(max(each or 0.0 for each in numbers[1:3]))
    widest = sorted(apart, key=lambda place: min(apart[place]) - max(apart[place]))[:12]
    assert drawn == {*widest}


def test_few_cities_are_all_drawn_without_a_word(everywhere: Snapshot) -> None:
    view = View("ko", "published", ("gimhae", "ansan", "siheung"), kpi="youth_population")
    (figure,) = figures_of(everywhere, "compare", view)
    assert [each.name for each in figure.series] == ["김해시", "안산시", "시흥시"]
    assert figure.notes == ()


def test_the_overview_stands_beside_the_cities_of_its_own_province(everywhere: Snapshot) -> None:
    figures = {each.key: each for each in figures_of(everywhere, "overview", View("ko", "published"))}
    names = [each.name for each in figures["compared"].series]
    assert names[0] == "김해시"
    assert {*names[1:]} <= {"창원시", "양산시", "진주시", "거제시", "통영시", "사천시", "밀양시", "함안군"}
    assert len(names) <= 12


def test_so_many_cities_have_their_map_in_that_of_the_country(everywhere: Snapshot) -> None:
    view = View("ko", "published", kpi="youth_population")
    (country,) = figures_of(everywhere, "map", view)
    assert country.title == "청년 인구, 2025년: 전국 229곳"
    (of_one,) = figures_of(everywhere, "map", View("ko", "published"))
    assert of_one.title == "지역 대학 진학률, 2020년: 김해시 약 10%"
    assert [each.name for each in of_one.series] == ["경상남도"]  # no other province has a value
    of_three = figures_of(everywhere, "map", replace(view, cities=("gimhae", "ansan", "siheung")))
    assert [each.key for each in of_three] == ["map-youth_population", "country_map-youth_population"]


@pytest.mark.usefixtures("everywhere")
def test_a_city_is_found_by_search_among_so_many() -> None:
    screen = AppTest.from_file(str(SCRIPT), default_timeout=60)
    screen.query_params.update({"kpi": "youth_net_retention", "set": "published"})
    screen.run()
    pages = screen._registered_pages.items()
    (screen._page_hash,) = [code for code, each in pages if each.get("url_pathname") == "funnel"]
    screen.run()
    search = "도시 229곳 가운데 찾기(고르지 않으면 전체)"
    (chooser,) = [each for each in screen.multiselect if each.placeholder == search]
    assert len(chooser.options) == CITIES
    chooser.select("김해시").run()
    assert screen.query_params["city"] == "gimhae"
    overview = opened("overview", set="published", city="gimhae")
    html = " ".join(each.proto.body for each in overview.get("html"))
    assert len(re.findall(r'class="mm-link mm-pill"', html)) == 12
    assert 'aria-current="true">김해시' in html
    assert "도시 찾기(229곳)" in words(overview)
