"""From a bar of the bridge to its rows, and back, by the mouse and by the address."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from browser.screen import Screen

Open = Callable[..., Screen]


def test_a_click_on_a_bar_leads_to_its_rows_and_back(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/explain?kpi=university_dropout_rate&city=gimhae")
    page = screen.page
    # The chart's own layer takes the pointer, so the click goes to the place of the bar.
    bar = page.locator(".barlayer .point path").first
    bar.scroll_into_view_if_needed()
    place = bar.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page.locator(".mm-chart .nsewdrag").first).to_have_css("cursor", "pointer")
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_url("**pair=inje*")
    screen.settled()
    rows = page.get_by_role("heading", name="인제대학교의 값과 행")
    expect(rows).to_be_visible()
    link = page.get_by_role("link", name="탐색에서 열기")
    expect(link).to_have_attribute("href", re.compile(r"^\./explore\?.*inst=inje"))
    page.go_back()
    expect(rows).to_have_count(0)
