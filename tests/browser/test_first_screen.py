"""The first screen answers with pictures: where they stand, measured in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser.screen import Screen

Open = Callable[..., Screen]
CITIES = ("gimhae", "ansan", "siheung")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_picture_and_every_headline_stand_on_the_first_screen(
    server: str, open_screen: Open, language: str
) -> None:
    screen = open_screen(f"{server}/?lang={language}")
    for city in CITIES:
        screen.go(f"/?lang={language}&city={city}")
        assert screen.first_picture() <= 300, city
        rows = screen.ends(".mm-rows tbody tr")
        assert rows[-1][1] <= 900, city
        assert all(bottom - top <= 48 for top, bottom in rows), city
        assert screen.height() <= 1800, city
        screen.photograph(f"first-{city}-{language}-1440")


def test_the_sample_fits_too(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/?set=sample", theme="dark")
    for city in CITIES:
        screen.go(f"/?set=sample&city={city}")
        assert screen.first_picture() <= 350, city  # the mark of invented data stands above it
        assert screen.height() <= 1800, city
        assert screen.violations() == []


@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_a_phone_shows_the_same_without_scrolling_sideways(
    server: str, open_screen: Open, data_set: str
) -> None:
    wide = open_screen(f"{server}/?set={data_set}")
    shown = wide.page.locator(".mm-rows tbody tr, .mm-multiples > li").count()
    narrow = open_screen(f"{server}/?set={data_set}", width=390)
    assert narrow.page.locator(".mm-rows tbody tr, .mm-multiples > li").count() == shown
    if data_set == "published":  # above the sample the mark of invented data takes its lines
        assert narrow.first_picture() <= 420
    assert narrow.wider_than_it_should_be() == 0
    # Rows are cards: nothing within the tables in sight is wider than they are.
    narrow.page.locator(".mm-fold > summary").filter(has_text="대학별").click()
    overhang = """() => [...document.querySelectorAll('.mm-rows')].filter(each => each.checkVisibility())
        .map(each => each.scrollWidth - each.clientWidth)"""
    assert narrow.page.evaluate(overhang) == [0, 0]
    narrow.photograph(f"first-{data_set}-390")


def test_what_is_drawn_is_told_to_who_cannot_see_it(server: str, open_screen: Open) -> None:
    screen = open_screen(server)
    labels = screen.page.locator(".mm-bullet, .mm-trend").evaluate_all(
        "all => all.map(each => [each.getAttribute('role'), each.getAttribute('aria-label')])"
    )
    assert len(labels) > 5
    assert all(role == "img" and label for role, label in labels)
    assert any("2026" in label or "목표 25%" in label for _, label in labels)
    assert screen.violations() == []
