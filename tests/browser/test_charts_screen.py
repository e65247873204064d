"""Charts on the screen: changed in place, in the page's colours, as wide as their place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.screen import Screen

Open = Callable[..., Screen]
PROGRESS = "/progress?set=sample&lang=en&kpi=local_employment_rate"
NARROW = (
    "progress?kpi=local_university_entry_rate&city=gimhae",
    "progress?kpi=university_dropout_rate&by=institution",
    "supply?city=gimhae",
    "survey?city=gimhae",
    "chain?city=gimhae",
)
"""Long labels, names, titles and legends."""
# Before anything else happens: paper does not wait.
AT_PRINT = """async () => {
    const shape = () => document.querySelector(".mm-chart:not(.mm-multiples *) .main-svg")?.getAttribute("viewBox");
    const before = shape();
    dispatchEvent(new Event("beforeprint"));
    for (let turn = 0; turn < 100 && [before, null, undefined].includes(shape()); turn += 1) await null;
    return shape();
}"""
# What look.css says of muted words: light, dark.
MUTED = {"light": "rgb(70, 76, 83)", "dark": "rgb(205, 209, 213)"}


def lines(page: Page) -> Locator:
    return page.locator(".mm-chart .scatterlayer .trace")


def tick(page: Page) -> Locator:
    return page.locator(".mm-chart .ytick text").first


def test_a_choice_changes_the_drawing_that_stands_there(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}{PROGRESS}")
    page = screen.page
    named = page.locator(".mm-chart .annotation-text", has_text="Gimhae")
    expect(lines(page)).to_have_count(4)  # three cities and the path to Gimhae's target
    expect(named).to_have_count(1)
    page.locator(".js-plotly-plot").evaluate("drawing => { drawing.seen = true; }")
    page.locator(".st-key-choices").get_by_text("Ansan", exact=True).click()
    page.wait_for_url("**city=ansan*")
    screen.settled()
    expect(named).to_have_count(0)
    assert page.locator(".js-plotly-plot").evaluate_all("all => all.map(each => each.seen)") == [True]
    page.locator(".st-key-choices").get_by_text("Ansan", exact=True).click()
    expect(lines(page)).to_have_count(4)


def test_a_page_of_several_charts_draws_each(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/compare?set=sample&lang=en&kpi=local_employment_rate")
    places = screen.page.locator(".mm-chart")
    expect(places.first).to_be_visible()
    expect(places.locator(".js-plotly-plot")).to_have_count(places.count())
    screen.go(f"{server}{PROGRESS}")
    expect(lines(screen.page)).to_have_count(4)
    expect(places).to_have_count(1)


def test_a_chart_is_as_wide_as_its_place(server: str, open_screen: Open) -> None:
    page = open_screen(f"{server}{PROGRESS}").page
    drawing = page.locator(".mm-chart .main-svg").first
    expect(drawing).to_be_visible()
    for wide in (1440, 390):
        page.set_viewport_size({"width": wide, "height": 900})
        place = page.locator(".mm-chart").bounding_box()
        assert place is not None
        expect(drawing).to_have_attribute("width", f"{place['width']:.0f}")


def test_words_do_not_stand_in_each_other_on_a_narrow_screen(server: str, open_screen: Open) -> None:
    page = open_screen(f"{server}{PROGRESS}", width=390).page
    words = page.locator(".mm-chart .annotation-text")
    numbers, ends = ["1", "2–3", "4–7", "8–9", "10"], ["Gimhae 6.0%", "Ansan 11.2%", "Siheung 10.2%"]
    expect(words).to_have_text([*numbers, *ends, "Target 16%"])
    boxes = [each.bounding_box() for each in words.all()]
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            assert one is not None
            assert other is not None
            beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
            assert beside or abs(one["y"] - other["y"]) >= one["height"] * 0.7


@pytest.mark.parametrize("path", NARROW)
def test_no_word_of_a_chart_is_cut_on_a_narrow_screen(server: str, open_screen: Open, path: str) -> None:
    page = open_screen(f"{server}/{path}&set=sample&lang=en", width=390).page
    drawn = page.locator(".mm-chart .main-svg text")
    expect(drawn.first).to_be_attached()
    words = drawn.evaluate_all(
        """all => all.map(each => [each.textContent, each.getBoundingClientRect(),
                each.closest(".mm-chart").getBoundingClientRect()])
            .filter(([, word]) => word.width)  // those without room in a segment are not drawn
            .map(([said, word, chart]) => [said, word.left - chart.left, chart.right - word.right])"""
    )
    assert words
    assert [each for each, *room in words if min(room) < -1] == []


def test_its_words_have_the_colour_of_the_page_and_paper_is_light(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}{PROGRESS}")
    page = screen.page
    expect(tick(page)).to_have_css("fill", MUTED["light"])
    screen.wear("dark")
    expect(tick(page)).to_have_css("fill", MUTED["dark"])
    page.emulate_media(media="print", color_scheme="dark")
    expect(tick(page)).to_have_css("fill", MUTED["light"])


@pytest.mark.parametrize(("address", "most"), [("/", 3), ("/city?city=gimhae", 3), (PROGRESS, 2)])
def test_paper_bears_the_figures_and_nothing_to_press(
    server: str, open_screen: Open, address: str, most: int
) -> None:
    screen = open_screen(f"{server}{address}")
    page = screen.page
    expect(page.locator(".mm-chart .main-svg").first).to_be_visible()
    page.emulate_media(media="print")
    for pressed in (
        "button:not(.mm-term)",
        "summary",
        "nav ul a:not([aria-current])",
        "[data-baseweb=select]",
        "a.mm-action",
    ):
        assert page.locator(f"{pressed}:visible").all_inner_texts() == [], pressed
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".mm-source:visible").count() >= page.locator(".mm-finding:visible").count()
    assert page.evaluate(AT_PRINT).startswith("0 0 860 "), "letters that can be read"
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(pages) <= most
