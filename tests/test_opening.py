"""No page opens empty: where a city has nothing of the indicator that pages open with, they open with one it has."""

from __future__ import annotations

import pytest
from small import shipped
from test_pages import figures, opened, words

from meomureum.figures import recipes
from meomureum.store.address import PageName, View

PAGES: tuple[PageName, ...] = ("progress", "map", "explore")


@pytest.mark.parametrize("city", ["pohang", "ansan", "ulleung", "sejong_city", "seoul_jongno"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_any_indicator_has_a_figure_of_any_city(page: PageName, city: str) -> None:
    view = View(cities=(city,))
    assert recipes.figures_of(shipped(), page, view)
    assert recipes.opened(shipped(), page, view).kpi != view.kpi


def test_what_a_city_has_announced_is_opened_with() -> None:
    gimhae = View(cities=("gimhae",))
    assert recipes.opened(shipped(), "progress", gimhae) == gimhae


def test_an_indicator_that_was_asked_for_is_never_another() -> None:
    asked = View(cities=("pohang",), kpi="local_employment_rate")
    assert recipes.opened(shipped(), "progress", asked) == asked
    assert recipes.figures_of(shipped(), "progress", asked) == ()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_whose_value_is_absent_and_why(page: PageName) -> None:
    screen = opened(page, city="ansan")
    told = words(screen)
    assert "안산시: ‘지역 대학 진학률’ 지표의 값이 없어(공표된 적 없음)" in told
    assert figures(screen)
