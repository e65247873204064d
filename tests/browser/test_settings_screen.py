"""Any city is at home: picked on the settings page from a fresh copy, and a target entered there in a form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import PROJECT, serving
from browser.screen import PUBLISHED_WITHIN, Screen

Open = Callable[..., Screen]
OTHERS = re.compile("김해|안산|시흥|인제대")
SHIPPED = ("gimhae", "ansan", "siheung")


@pytest.fixture(scope="module")
def fresh_copy(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Iterator[tuple[str, Path]]:
    """The product over a data folder of its own that nobody has touched; its address and that folder."""
    place = tmp_path_factory.mktemp("fresh")
    for name in ("reference", "published", "sample"):
        shutil.copytree(PROJECT / "data" / name, place / "data" / name)
    shutil.copytree(ready_snapshots, place / "snapshots")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_DATA", str(place / "data"))
        with serving(place / "snapshots") as address:
            yield address, place / "data"


def words(screen: Screen) -> str:
    return screen.page.get_by_test_id("stMain").inner_text()


def pick(screen: Screen, *cities: str) -> None:
    """Take every city out of the box, search for others by name, and show them."""
    search = screen.page.get_by_test_id("stMultiSelect").locator("input")
    search.click()
    for _ in SHIPPED:
        search.press("Backspace")
        screen.settled()
    for city in cities:
        search.fill(city)
        expect(screen.page.get_by_role("option").first).to_contain_text(city)
        search.press("Enter")
        screen.settled()
    search.press("Escape")
    screen.publish("이 도시로 바꾸기")


def test_a_city_hall_picks_its_cities_by_name_and_enters_a_target(
    fresh_copy: tuple[str, Path], open_screen: Open
) -> None:
    server, data = fresh_copy
    screen = open_screen(server)
    screen.page.get_by_role("link", name="우리 시를 고르세요").click()
    screen.page.wait_for_url("**/settings*")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("설정")
    screen.settled()
    assert screen.violations() == []
    pick(screen, "포항", "춘천")
    screen.photograph("settings-picked")
    for path in ("/", "/?set=sample", "/city", "/city?set=sample", "/map?set=sample", "/supply?set=sample"):
        seen = open_screen(f"{server}{path}")
        expect(seen.page.get_by_test_id("stMain").get_by_text("포항시").first).to_be_visible()
        assert OTHERS.search(words(seen)) is None, path
    first = open_screen(server, width=390, theme="dark")
    expect(first.page.get_by_role("heading", name="포항시", exact=True)).to_be_visible()
    assert first.page.get_by_text("우리 시를 고르세요").count() == 0
    first.photograph("overview-of-pohang-390")
    _enter_a_target(screen, server)
    assert (data / "own" / "our_cities.csv").read_text("utf-8") == "city_id,colour\npohang,\nchuncheon,\n"


def _enter_a_target(screen: Screen, server: str) -> None:
    """Refused at first, with the fields named; then entered, judged on the overview and told in the history."""
    page = screen.page

    def choose(label: str, option: str) -> None:
        page.get_by_role("combobox", name=re.compile(label)).click()
        page.keyboard.type(option)
        page.get_by_role("option", name=option).first.click()
        screen.settled()

    choose("지표 코드", "지역 대학 진학률")
    page.get_by_label("목표값 하한").fill("20")
    page.get_by_label("목표연도").fill("2030")
    page.get_by_label("발표일").fill("2026-03-02")
    page.get_by_role("button", name="적고 공표").click()
    expect(page.get_by_text("단위: 비워 둘 수 없는 칸입니다.")).to_be_visible()
    expect(page.get_by_text("출처: 출처가 있어야 합니다.")).to_be_visible()
    choose("단위", "%")
    page.get_by_label("제목").fill("포항시 청년 정책 기본계획")
    page.get_by_label("발행처").fill("포항시")
    page.get_by_label("발행일").fill("2026-03-02")
    choose("종류", "시 문서")
    page.get_by_role("button", name="적고 공표").click()
    expect(page.get_by_text("이력 1건")).to_be_visible(timeout=PUBLISHED_WITHIN)
    screen.settled()
    assert screen.violations() == []
    screen.photograph("settings-target-entered")
    city = screen.page.context.new_page()
    city.goto(f"{server}/city?city=pohang")
    told = city.get_by_text("2030년 20%: 공표된 값이 없어 판단할 수 없습니다")
    expect(told).to_be_visible(timeout=PUBLISHED_WITHIN)
