"""Briefing, presenting and an old link, in a browser: by keyboard, from the page to the stage and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from browser.screen import Screen
from meomureum.store import warehouse

Open = Callable[..., Screen]


def test_from_a_page_to_the_stage_and_back_by_keyboard(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/progress?set=sample&city=gimhae")
    page = screen.page
    page.get_by_role("button", name="이 화면으로 브리핑").click()
    page.wait_for_url("**/briefing?*")
    screen.settled()
    expect(page.get_by_role("textbox", name="1. 제목")).to_be_visible()
    assert screen.violations() == []
    page.get_by_role("link", name="발표 화면으로 보기").last.click()
    page.wait_for_url("**/present?*")
    screen.settled()
    expect(page.locator(".mm-stage-place")).to_have_text("1 / 2")
    expect(page.locator(".mm-navigation")).not_to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mm-stage-place")).to_have_text("2 / 2")
    page.keyboard.press("d")
    expect(page.locator(".mm-facts dt").filter(has_text="정의")).to_be_visible()
    screen.settled()
    assert screen.violations() == []
    page.keyboard.press("Escape")
    page.wait_for_url("**/briefing?*")


def test_a_figure_is_downloaded_from_under_its_chart(server: str, open_screen: Open, tmp_path: Path) -> None:
    screen = open_screen(f"{server}/progress?set=sample&city=gimhae")
    screen.page.get_by_text("내보내기", exact=True).first.click()
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("button", name="표(CSV)").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert "합성 표본 데이터" in file.read_text("utf-8-sig")


def test_a_link_with_its_snapshot_says_so_and_one_that_is_gone_is_named(
    server: str, snapshots: Path, open_screen: Open
) -> None:
    screen = open_screen(server)
    kept = warehouse.current(snapshots)
    assert kept is not None
    screen.go(f"/progress?snapshot={kept.id}")
    expect(screen.page.get_by_text(f"보관된 스냅숏 {kept.id}")).to_be_visible()
    assert screen.choices["snapshot"] == kept.id
    screen.go("/progress?snapshot=0123456789ab")
    expect(screen.page.locator(".mm-notice").first).to_contain_text("‘0123456789ab’")
