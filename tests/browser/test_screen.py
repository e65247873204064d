"""The product in a browser: the address is the truth, everyone can read it, nothing calls out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import expect

from browser.screen import Screen
from meomureum.store.address import PAGES

Open = Callable[..., Screen]
PREPARED_MILLISECONDS = 120_000  # a busy machine builds its first snapshot


def test_a_link_opens_as_the_very_first_request(fresh_server: str, open_screen: Open) -> None:
    screen = open_screen(f"{fresh_server}/progress?kpi=local_employment_rate&lang=en&city=ansan")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(
        "Progress", timeout=PREPARED_MILLISECONDS
    )
    assert screen.title == "Progress"
    assert screen.language == "en"
    expect(screen.page.get_by_role("combobox").first).to_be_visible()
    screen.page.get_by_text("Gimhae", exact=True).first.click()
    screen.page.wait_for_url("**city=gimhae*")
    assert screen.choices["city"] == "gimhae,ansan"


def test_the_first_page_opens_in_korean_and_offers_the_sample(server: str, open_screen: Open) -> None:
    screen = open_screen(server)
    assert (screen.title, screen.language) == ("개요", "ko")
    languages = screen.page.get_by_text("English", exact=True).bounding_box()
    assert languages is not None
    assert languages["y"] < 60, "the languages stand in the page's head"
    screen.page.get_by_role("link", name="표본으로 전체 기능 보기").click()
    screen.page.wait_for_url("**set=sample*")
    screen.settled()
    expect(screen.page.get_by_text("합성 표본 데이터").first).to_be_visible()


def test_choices_links_and_the_back_button_share_one_address(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/?lang=en&set=sample")
    page = screen.page
    page.evaluate("window.openedOnce = true")
    page.locator(".mm-city-line").get_by_role("link", name="Ansan").click()
    page.wait_for_url("**city=ansan*")
    screen.settled()
    page.get_by_role("link", name="Indicators").first.click()
    page.wait_for_url("**/progress?*")
    screen.settled()
    assert screen.choices == {"lang": "en", "set": "sample", "city": "ansan"}
    page.get_by_text("한국어", exact=True).click()
    page.wait_for_url(lambda url: "lang=en" not in url)
    screen.settled()
    assert (screen.title, screen.language) == ("추이", "ko")
    assert screen.choices == {"set": "sample", "city": "ansan"}
    for _ in range(3):
        page.go_back()
        page.wait_for_timeout(300)
        screen.settled()
    assert (screen.path, screen.choices) == ("/", {"lang": "en", "set": "sample"})
    expect(page.locator(".mm-city-line [aria-current]")).to_have_text("Gimhae")
    assert page.evaluate("window.openedOnce"), "the page was loaded anew"


def test_a_tile_leads_to_its_progress_within_the_session(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/?set=sample")
    screen.page.evaluate("window.openedOnce = true")
    screen.page.locator(".mm-tiles a.mm-link").first.click()
    screen.page.wait_for_url("**/progress?*")
    screen.settled()
    assert screen.page.evaluate("window.openedOnce"), "the page was loaded anew"


def test_what_the_address_cannot_say_is_named_as_literal_text(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/?city=<img src=x onerror=alert(1)>,$x^2$&debug=1")
    notices = screen.page.locator(".mm-notice")
    expect(notices).to_have_count(3)
    expect(notices.first).to_contain_text("‘<img src=x onerror=alert(1)>’")


def test_a_narrow_screen_has_a_menu_of_all_pages(server: str, open_screen: Open) -> None:
    screen = open_screen(server, width=390)
    link = screen.page.locator(".mm-menu").get_by_role("link", name="정의", exact=True)
    expect(link).not_to_be_in_viewport()
    screen.page.locator(".mm-menu summary").click()
    expect(link).to_be_in_viewport()
    link.click()
    screen.page.wait_for_url("**/definitions")
    screen.settled()
    expect(link).not_to_be_in_viewport()


Look = tuple[str, str, Literal["light", "dark"]]
# Colours do not change with the language.
LOOKS: tuple[Look, ...] = (
    ("ko", "sample", "light"),
    ("ko", "sample", "dark"),
    ("en", "published", "light"),
)


def unreadable(screen: Screen, page: str, look: Look) -> dict[str, list[str]]:
    """What stands in somebody's way on a page as it looks in a language, set and theme."""
    language, data_set, theme = look
    screen.go(f"/{'' if page == PAGES[0] else page}?lang={language}&set={data_set}")
    screen.wear(theme)
    name = f"{page}-{data_set}-{language}-{theme}"
    found = screen.violations()
    screen.photograph(f"{name}-1440")
    return {name: found} if found else {}


def test_everyone_can_read_every_page(server: str, open_screen: Open) -> None:
    screen = open_screen(server)
    for at, page in enumerate(PAGES):
        assert unreadable(screen, page, LOOKS[at % len(LOOKS)]) == {}


@pytest.mark.trial
@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_everyone_can_read_every_page_in_every_look(server: str, open_screen: Open, look: Look) -> None:
    screen = open_screen(server)
    assert [found for page in PAGES if (found := unreadable(screen, page, look))] == []


def test_nothing_scrolls_sideways_on_a_narrow_screen(server: str, open_screen: Open) -> None:
    screen = open_screen(server, width=390)
    wider = {}
    for at, page in enumerate(PAGES):  # both languages and themes in turn
        path = "" if page == PAGES[0] else page
        screen.go(f"/{path}?set=sample&lang={'ko' if at % 2 else 'en'}")
        screen.wear("dark" if at % 3 else "light")
        wider[page] = screen.wider_than_it_should_be()
        screen.photograph(f"{page}-sample-390")
    assert wider == dict.fromkeys(PAGES, 0)
    assert screen.violations() == []
