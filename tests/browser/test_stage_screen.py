"""Presenting with a clicker, on a projector and on a large screen, with the notes in a window of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.screen import Screen

Open = Callable[..., Screen]
FITS = "() => document.querySelector('[data-testid=stMain]').scrollHeight - innerHeight"


@pytest.mark.parametrize(("wide", "high"), [(1280, 720), (1920, 1080)])
def test_the_story_is_walked_with_a_clicker_and_fits_the_screen(
    server: str, open_screen: Open, wide: int, high: int
) -> None:
    screen = open_screen(f"{server}/present?city=gimhae")
    page, place = screen.page, screen.page.locator(".mm-stage-place")
    page.set_viewport_size({"width": wide, "height": high})
    expect(place).to_have_text("1 / 12", timeout=120_000)
    screen.settled()
    for key, told in (
        (("PageDown"), "2 / 12"),
        (" ", "3 / 12"),
        ("PageDown", "4 / 12"),
        ("PageUp", "3 / 12"),
    ):
        page.keyboard.press(key)
        expect(place).to_have_text(told, timeout=60_000)
        screen.settled()
        page.wait_for_function(f"({FITS})() <= 2")  # nothing has to be scrolled for
        screen.photograph(f"stage-{wide}-{told[0]}")
    expect(page.locator(".mm-stage-foot")).to_contain_text("사건: 1)")
    expect(page.locator(".mm-stage-verdict")).to_contain_text("2027년 16%")
    expect(page.locator(".mm-chart .textpoint").filter(has_text="4%").first).to_be_visible()


def test_a_dot_blanks_the_screen_and_a_turn_brings_it_back(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/present?city=gimhae")
    body = screen.page.locator("body")
    expect(screen.page.locator(".mm-stage-place")).to_have_text("1 / 12", timeout=120_000)
    screen.settled()
    screen.page.keyboard.press(".")
    expect(body).to_have_class("mm-blank")
    screen.page.keyboard.press("PageDown")
    expect(body).not_to_have_class("mm-blank")
    screen.page.keyboard.press("f")
    screen.page.wait_for_function("() => document.fullscreenElement !== null")


def test_the_notes_follow_in_a_window_of_their_own_whose_keys_turn_the_stage(
    server: str, open_screen: Open
) -> None:
    screen = open_screen(f"{server}/present?city=gimhae")
    page, place = screen.page, screen.page.locator(".mm-stage-place")
    expect(place).to_have_text("1 / 12", timeout=120_000)
    screen.settled()
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    notes = opened.value
    expect(notes.locator("h2")).to_contain_text("1 / 12")
    notes.keyboard.press("PageDown")
    expect(place).to_have_text("2 / 12", timeout=60_000)
    expect(notes.locator("h2")).to_contain_text("2 / 12")
    expect(notes.locator("body")).to_contain_text("약 817명이 남았습니다")
    expect(notes.locator("strong")).to_contain_text("다음: 김해시 지역 취업률은")
    expect(page.locator(".mm-spoken")).not_to_be_visible()
