"""The overview of each of the 229 cities as figures: a picture of its own numbers, and a reason for each it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import pytest
from small import PROJECT, shipped

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Line
from meomureum.figures import absence, overview, place_among, retention_by_age
from meomureum.figures.standing import of_city
from meomureum.measures import register
from meomureum.measures.register import every_city
from meomureum.store.address import View

AGES = retention_by_age.LAST - retention_by_age.FIRST + 1
PARTS = 8
REGISTER = PROJECT / "data" / "published" / "population_by_age.csv"
BEFORE, AFTER = (
    "+".join(f"{month}.age_{age}" for age in range(low, low + 5))
    for month, low in (("earlier", 15), ("later", 20))
)


def cities(part: int) -> Sequence[str]:
    """A part of all cities, so that a run may share them out."""
    return every_city(shipped())[part::PARTS]


@cache
def retention() -> dict[str, float]:
    """Net retention from 15-19 to 20-24 of each region that the register shipped has in both months."""
    found = duckdb.sql(
        f"""
        SELECT later.region_id, ({AFTER}) / ({BEFORE})
        FROM '{REGISTER}' AS later
        JOIN '{REGISTER}' AS earlier USING (region_id)
        WHERE later.month::VARCHAR = '2025-12' AND earlier.month::VARCHAR = '2020-12'
        """
    )
    return dict(found.fetchall())


def test_no_city_is_left_out() -> None:
    assert len({city for part in range(PARTS) for city in cities(part)}) == 229
    assert len(retention().keys() & {*every_city(shipped())}) == 228, "군위군 had another code in 2020"


@pytest.mark.parametrize("part", range(PARTS))
def test_the_overview_of_every_city_shows_its_own_numbers_and_says_why_others_are_absent(part: int) -> None:
    for at, city in enumerate(cities(part)):
        view = View(("ko", "en")[at % 2], "published", (city,))
        name = register.names(shipped())[city](view.language)
        figures = [each for part in overview.PARTS[:2] for each in part(shipped(), view) if each is not None]
        by_age = retention_by_age.by_city(shipped(), view)
        assert by_age is not None
        assert by_age.title.startswith(f"{name}: ")
        line = next(each for each in by_age.series if each.name == name)
        assert len([point for point in line.points if point.value is not None]) == AGES
        for figure in (*figures, by_age):
            assert figure.kind == "table" or drawing_of(figure) is not None
            assert all(cell.strip() for row in figure.rows for cell in row), (city, figure.key)
        held = {each.kpi.id: each for each in of_city(shipped(), view, city)}
        latest = held["youth_net_retention"].progress.latest
        assert latest is not None
        assert latest["value"] == pytest.approx(retention().get(city, latest["value"]))
        reasons = {absence.reason_of(shipped(), view, each) for each in held.values() if not each.valued}
        assert reasons <= {"never_announced", "not_loaded"}, city


@pytest.mark.parametrize(
    "city", ["busan_dongnae", "gapyeong", "yeongyang", "ulleung", "sejong_city", "gunwi"]
)
def test_a_city_that_nobody_follows_leads_what_it_is_compared_by(city: str) -> None:
    view = View("ko", "published", (city,))
    name = register.names(shipped())[city].ko
    swarm, map_ = place_among.figures(shipped(), view)
    assert swarm.title.startswith(f"{name} ")
    assert map_.rows[0][0] == name
    drawn = drawing_of(swarm)
    assert drawn is not None
    *_, last = (mark for mark in drawn.marks if isinstance(mark, Line))
    assert [spot.name for spot in last.spots] == [name], "nothing lies over it"
    for figure in overview.compared_figure(shipped(), view):
        assert figure is None or figure.series[0].name == name


def test_cities_are_held_against_the_one_that_the_page_is_about() -> None:
    (asan,) = overview.compared_figure(shipped(), View("ko", "published", ("asan",)))
    assert asan is not None
    assert [each.name for each in asan.series] == ["아산시", "김해시", "안산시", "시흥시"]
    assert [*overview.compared_figure(shipped(), View("ko", "published", ("yeongyang",)))] == []
