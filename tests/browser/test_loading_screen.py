"""Handing a file in on the Data page: what would happen, readable for everybody, nothing written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.screen import Screen

Open = Callable[..., Screen]
PARTLY = "연도,대학,재적학생,중도탈락\n2024,인제대,9017,688\n2023,없는대학,1,0\n"
# What a screen reader hears of a sign, and what stands in an empty field.
NAMES = """[...document.querySelectorAll("[aria-label], [placeholder]")]
    .flatMap(each => [each.getAttribute("aria-label"), each.getAttribute("placeholder")]).filter(Boolean)"""
STRANGE = "년,학교이름,학생,나간학생\n2024,인제대,9017,688\n"


@pytest.mark.parametrize(
    ("width", "theme"), [(1440, "light"), pytest.param(390, "dark", marks=pytest.mark.trial)]
)
def test_a_dry_run_can_be_read_by_everybody(
    server: str, snapshots: Path, open_screen: Open, width: int, theme: str
) -> None:
    screen = open_screen(f"{server}/data", width=width, theme=theme)
    before = (snapshots / "current").read_text("ascii")
    chooser = screen.page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "대학.csv", "mimeType": "text/csv", "buffer": PARTLY.encode()})
    expect(screen.page.get_by_text("적재하면 이렇게 됩니다").first).to_be_visible(timeout=30_000)
    expect(screen.page.get_by_text("대학.csv 3행")).to_be_visible()
    screen.settled()
    assert screen.violations() == []
    assert screen.wider_than_it_should_be() == 0
    assert (snapshots / "current").read_text("ascii") == before
    screen.photograph(f"dry-run-{theme}-{width}")


def test_a_file_that_is_not_recognised_can_be_matched_by_hand(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/data?lang=en")
    chooser = screen.page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "strange.csv", "mimeType": "text/csv", "buffer": STRANGE.encode()})
    fold = screen.page.get_by_text("Match columns and words by hand")
    expect(fold).to_be_visible(timeout=30_000)
    fold.click()
    expect(screen.page.get_by_role("button", name="Remember and look again")).to_be_visible()
    expect(screen.page.get_by_role("button", name="Load and publish")).to_be_disabled()
    screen.settled()
    assert screen.violations() == []


def test_where_values_come_from_opens_by_keyboard(server: str, open_screen: Open) -> None:
    screen = open_screen(f"{server}/progress?kpi=university_dropout_rate&city=gimhae")
    folds = screen.page.locator('[class*="st-key-figure-of-progress"] summary')
    expect(folds).to_have_text(["표로 보기", re.compile("근거와 계산$")])
    folds.last.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".mm-origin")).to_contain_text("university_students.csv", timeout=30_000)
    expect(screen.page.locator('[data-testid="stCode"]')).to_have_count(2)
    screen.settled()
    assert screen.violations() == []


@pytest.mark.parametrize(
    ("language", "lead", "limit"),
    [("ko", "파일 고르기", "파일마다 20MB까지"), ("en", "Upload", "20MB per file")],
)
def test_what_streamlit_says_of_files_is_said_in_the_language_of_the_page(
    server: str, open_screen: Open, language: str, lead: str, limit: str
) -> None:
    screen = open_screen(f"{server}/settings?lang=ko")
    screen.go(f"/data?lang={language}")
    place = screen.page.get_by_test_id("stFileUploader").first
    expect(place.get_by_role("button", name=lead, exact=True)).to_be_visible()
    expect(place).to_contain_text(limit)
    names = set(screen.page.evaluate(NAMES)) - {"언어 Language"}
    foreign = [
        each for each in names if re.fullmatch(r"[A-Za-z ]{4,}" if language == "ko" else r".*[가-힣].*", each)
    ]
    assert foreign == []
    assert screen.violations() == []
