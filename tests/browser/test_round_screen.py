"""A full round of fourteen institutions on the screen: two late, one with errors, one renamed, one tampered; figures at its end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect
from round_world import World, full_round

from browser.conftest import serving
from browser.screen import Screen
from etl.rounds.round_folder import Round

Open = Callable[..., Screen]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, World, Round]]:
    """The product over a city of fourteen schools, with a round whose deadline has passed."""
    world = World(tmp_path_factory.mktemp("round"), published=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_DATA", str(world.data))
        opened = world.open(
            today=date(2025, 11, 30),
            deadline=date(2025, 12, 15),
            institutions=tuple(world.schools()),
        )
        with serving(world.snapshots) as address:
            yield address, world, opened


def test_a_full_round_is_played_on_the_screen(asked: tuple[str, World, Round], open_screen: Open) -> None:
    server, _, opened = asked
    screen = open_screen(f"{server}/data")
    page = screen.page
    board = page.get_by_role("table", name="기관별 현황")
    expect(board.get_by_text("기한 경과")).to_have_count(14)
    with page.expect_download() as download:
        page.get_by_role("button", name="서식 모두 내려받기").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        sent = [archive.read(name) for name in archive.namelist()]
    books = {each.id: content for each, content in zip(opened.respondents, sent, strict=True)}
    returned = full_round(books)
    files: list[FilePayload] = [
        {"name": name, "mimeType": EXCEL, "buffer": content} for name, content in returned.items()
    ]
    page.get_by_test_id("stFileUploaderDropzoneInput").last.set_input_files(files)
    take_in = page.get_by_role("button", name="올린 파일 받기")
    expect(take_in).to_be_enabled(timeout=60_000)
    take_in.click()
    expect(page.get_by_text("표식이 고쳐졌습니다")).to_be_visible(timeout=180_000)
    screen.settled()
    expect(page.get_by_text("78.6% (14곳 중 11곳)")).to_be_visible()
    expect(board.get_by_text("승인 대기")).to_have_count(10)
    expect(board.get_by_text("기한 경과")).to_have_count(3)
    expect(page.get_by_role("table", name="고치거나 설명할 곳")).to_contain_text("C9")
    assert screen.violations() == []
    screen.photograph("round-board")
    page.get_by_role("button", name="승인하기").click()
    expect(board.get_by_text("승인", exact=True)).to_have_count(10, timeout=60_000)
    screen.settled()
    screen.publish("승인한 10곳 공표")
    expect(board.get_by_text("공표", exact=True)).to_have_count(10)
    ledger = page.get_by_role("table", name="적재 원장")
    expect(ledger).to_contain_text("김해시 수집")
    screen.photograph("round-published")
    screen = open_screen(f"{server}/explore?kpi=vocational_local_hire_share&city=gimhae")
    expect(screen.page.get_by_text("62.1%").first).to_be_visible()
    # All four vocational schools with 29 employed each; of ten schools 13 of 42 went to a university in the city.
    screen = open_screen(f"{server}/overview?city=gimhae")
    expect(screen.page.get_by_role("cell", name="100.0% 116명 중 116명").first).to_be_visible()
    expect(screen.page.get_by_text("지역 대학 진학률, 2025년: 값 없음 → 31.0%")).to_be_visible()
    screen.photograph("round-overview")
