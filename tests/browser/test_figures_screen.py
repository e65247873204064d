"""Figures on every page: in the first screen, pointed at and walked, their terms explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.screen import Screen
from meomureum.store.address import PAGES as ADDRESSES

Open = Callable[..., Screen]
PAGES = (
    *("progress", "compare", "map", "explore", "funnel", "explain", "chain", "scenario", "survey"),
    "progress?kpi=university_dropout_rate&by=institution",
    "explain?kpi=university_dropout_rate",
)
"""The pages with charts but the overview and the city's, which have limits of their own."""
HIGHEST = {1440: 350, 390: 420}
TREND = "progress?kpi=university_dropout_rate"
SAID = ".mm-chart [role=status]"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", list(HIGHEST))
def test_the_main_chart_of_every_page_stands_on_the_first_screen(
    server: str, open_screen: Open, width: int, language: str
) -> None:
    screen = open_screen(f"{server}/settings?lang={language}", width=width)
    found = {}
    for page in PAGES:
        screen.go(f"/{page}{'&' if '?' in page else '?'}lang={language}")
        expect(screen.page.locator(".mm-chart .main-svg").first).to_be_visible()
        found[page] = screen.first_picture()
        assert screen.wider_than_it_should_be() == 0, page
    assert {page: y for page, y in found.items() if y > HIGHEST[width]} == {}


# How much of the window moved by how far, whatever the reader did.
MOVED = """window.moved = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
MOST_MOVED = 0.1


@pytest.mark.parametrize("width", list(HIGHEST))
def test_nothing_moves_on_any_page_once_it_is_seen(server: str, open_screen: Open, width: int) -> None:
    screen = open_screen(f"{server}/settings", width=width)
    screen.page.add_init_script(MOVED)
    found = {}
    for name in ADDRESSES:
        screen.page.goto(f"{server}/{'' if name == ADDRESSES[0] else name}")
        screen.settled()
        screen.page.wait_for_timeout(500)
        found[name] = round(screen.page.evaluate("window.moved"), 3)
    assert {name: moved for name, moved in found.items() if moved >= MOST_MOVED} == {}


def test_all_lines_of_a_year_are_told_together(server: str, open_screen: Open) -> None:
    page = open_screen(f"{server}/{TREND}").page
    _point_at(page, "2017")
    told = page.locator(".mm-chart .hoverlayer .legendtext")
    expect(told).to_have_count(3)  # a line a city
    # 802 of 15,880 are 5.05 %, in 2016 760 of 16,350 4.65 %.
    assert told.first.inner_html().count("<tspan") >= 3
    expect(told.first).to_contain_text("김해시: 5.1%")
    expect(told.first).to_contain_text("802 / 15,880명")
    expect(told.first).to_contain_text("2016년보다 +0.4%p")


def test_a_year_axis_is_not_zoomed_by_dragging(server: str, open_screen: Open) -> None:
    page = open_screen(f"{server}/{TREND}").page
    plot = page.locator(".mm-chart .nsewdrag").first.bounding_box()
    assert plot is not None
    years = page.locator(".mm-chart .xtick").all_inner_texts()
    page.mouse.move(plot["x"] + plot["width"] * 0.3, plot["y"] + 60)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.6, plot["y"] + 160, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert page.locator(".mm-chart .xtick").all_inner_texts() == years != []


def test_what_was_looked_at_more_closely_has_a_way_back(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/funnel?kpi=university_dropout_rate")
    page, back = screen.page, screen.page.get_by_role("button", name="처음 크기로")
    sizes = page.locator(".mm-chart .xtick")
    expect(sizes.first).to_be_visible()
    whole = sizes.all_inner_texts()
    expect(back).to_have_count(0)
    for _ in range(2):
        _drag(page)
        expect(back).to_be_visible()
        assert sizes.all_inner_texts() != whole
        expect(page.locator(".plotly-notifier")).to_have_count(0)  # its tip is English
        back.click()
        expect(back).to_have_count(0)
        assert sizes.all_inner_texts() == whole
    _drag(page)
    expect(back).to_be_visible()
    page.locator(".mm-chart .nsewdrag").first.dblclick()
    expect(back).to_have_count(0)
    assert sizes.all_inner_texts() == whole
    assert screen.violations() == []


def test_the_arrows_walk_a_trend_and_say_its_values(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/{TREND}&lang=en")
    page, said = screen.page, screen.page.locator(SAID)
    page.locator(".mm-chart").focus()
    for key, told in (
        ("ArrowRight", "2016. Gimhae: 4.6%, 760 of 16,350. Ansan"),
        ("ArrowRight", "2017. Gimhae: 5.1%, 802 of 15,880, +0.4 pp since 2016. Ansan"),
        ("End", "2024. Gimhae: 7.9%"),
        ("ArrowLeft", "2023. Gimhae: 7.6%"),
    ):
        page.keyboard.press(key)
        expect(said).to_contain_text(told)
    expect(page.locator(".mm-chart .hoverlayer .legendtext")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(said).to_be_empty()
    assert screen.violations() == []


def test_the_arrows_walk_points_and_places_too(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/funnel?kpi=university_dropout_rate")
    for path, told in (
        ("funnel?kpi=university_dropout_rate", "명"),
        ("map?kpi=university_dropout_rate", "%"),
    ):
        screen.go(f"/{path}")
        screen.page.locator(".mm-chart").first.focus()
        screen.page.keyboard.press("ArrowRight")
        expect(screen.page.locator(SAID).first).to_contain_text(told)


def test_a_term_opens_where_it_stands(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/{TREND}")
    term, meaning = screen.page.locator(".mm-term").first, screen.page.locator(".mm-meaning:popover-open")
    expect(term).to_have_text("평소 변동 범위")
    term.focus()
    screen.page.keyboard.press("Enter")
    expect(meaning).to_contain_text("보통 머무는 범위입니다")
    box, place = meaning.bounding_box(), term.bounding_box()
    assert box is not None
    assert place is not None
    assert abs(box["y"] - place["y"]) < box["height"] + 40, "beside the word, not elsewhere on the page"
    assert screen.violations() == []
    screen.page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)


def test_the_tour_is_offered_and_once_skipped_not_offered_again(server: str, open_screen: Open) -> None:
    screen = open_screen(server)
    page, step = screen.page, screen.page.locator(".mm-tour li:visible")
    offer = page.locator(".mm-city-line .mm-tour-start")
    expect(step).to_have_count(0)
    offer.click()
    titles = []
    for at in range(1, 6):
        expect(step).to_contain_text(f"{at}/5")
        expect(step.locator("h2")).to_be_focused()
        titles.append(screen.path)
        if at == 3:
            assert screen.violations() == []
        if at < 5:
            step.get_by_role("button", name="다음").click()
            screen.settled()
    assert titles == ["/", "/", "/progress", "/progress", "/briefing"]
    step.get_by_role("button", name="마치기").click()
    expect(step).to_have_count(0)
    page.goto(server)
    screen.settled()
    expect(page.locator(".mm-city-line")).to_be_visible()
    expect(offer).to_be_hidden()
    expect(page.locator(".mm-tour-again .mm-tour-start")).to_be_visible()


def _drag(page: Page) -> None:
    """From a third of the chart to two thirds."""
    plot = page.locator(".mm-chart .nsewdrag").first.bounding_box()
    assert plot is not None
    page.mouse.move(plot["x"] + plot["width"] * 0.3, plot["y"] + plot["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.6, plot["y"] + plot["height"] * 0.7, steps=5)
    page.mouse.up()


def _point_at(page: Page, year: str) -> None:
    tick = page.locator(".mm-chart .xtick", has_text=year).first.bounding_box()
    plot = page.locator(".mm-chart .nsewdrag").first.bounding_box()
    assert tick is not None
    assert plot is not None
    across, middle = tick["x"] + tick["width"] / 2, plot["y"] + plot["height"] / 2
    page.mouse.move(across - 8, middle - 8)
    page.mouse.move(across, middle, steps=4)
