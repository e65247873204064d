"""A steward at the ledger: a load comes, another takes its place, and that is withdrawn; each step seen before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from small import Folder, records, written

from browser.conftest import serving
from browser.screen import PUBLISHED_WITHIN, Screen
from etl.build import ensure_current
from meomureum.store import warehouse

Open = Callable[..., Screen]
HEADER = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
SCHOOL = "김해건설공업고등학교"
FIRST = written(HEADER, [(2024, SCHOOL, "취업", "김해", 31), (2024, SCHOOL, "대학교", "부산", 18)])
MENDED = written(HEADER, [(2024, SCHOOL, "취업", "양산", 30), (2024, SCHOOL, "대학교", "부산", 18)])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Folder]]:
    """The product over a data folder of its own; its address and that folder."""
    folder = Folder(tmp_path_factory.mktemp("own"), published=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_DATA", str(folder.data))
        ensure_current(folder.data, folder.snapshots)
        with serving(folder.snapshots) as address:
            yield address, folder


def people(folder: Folder) -> list[tuple[object, ...]]:
    now = warehouse.current(folder.snapshots)
    assert now is not None
    return records(
        now,
        "SELECT destination_region_id, graduates FROM high_school_outcomes WHERE data_set = 'real' ORDER BY graduates",
    )


def upload(screen: Screen, name: str, text: str) -> None:
    screen.page.get_by_role("textbox", name="제공 기관 (선택)").fill("김해건설공고")
    screen.page.keyboard.press("Enter")
    screen.settled()
    chooser = screen.page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    expect(screen.page.get_by_text("파일", exact=False).first).to_be_visible()
    screen.settled()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def test_a_load_is_replaced_and_the_replacement_withdrawn_each_seen_before(
    own: tuple[str, Folder], open_screen: Open
) -> None:
    server, folder = own
    screen = open_screen(f"{server}/data")
    upload(screen, "졸업.csv", FIRST)
    screen.publish("적재하고 공표")
    assert people(folder) == [("busan", 18), ("gimhae", 31)]

    upload(screen, "바로잡음.csv", MENDED)
    choose(screen.page, "대신할 적재", "1 · 졸업.csv")
    preview = screen.page.get_by_role("table", name="빠지고 들어올 행과 사람 수")
    expect(preview).to_contain_text("49", timeout=PUBLISHED_WITHIN)
    expect(preview).to_contain_text("48")
    screen.settled()
    assert screen.violations() == []
    screen.photograph("ledger-replacing")
    screen.publish("적재하고 공표")
    assert people(folder) == [("busan", 18), ("yangsan", 30)]
    ledger = screen.page.get_by_role("table", name="적재 원장")
    expect(ledger).to_contain_text("1번을 바꾸는 적재")
    expect(ledger).to_contain_text("2번으로 효력 잃음")

    screen.page.get_by_text("철회하기", exact=True).click()
    screen.page.get_by_text("무엇이 바뀌는지 보기").click()
    screen.settled()
    expect(screen.page.get_by_role("table", name="빠지고 들어올 행과 사람 수")).to_contain_text(
        "49", timeout=PUBLISHED_WITHIN
    )
    screen.photograph("ledger-withdrawing")
    screen.publish("2번 철회하고 공표")
    assert people(folder) == [("busan", 18), ("gimhae", 31)]
