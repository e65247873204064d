"""Last month's deck is dropped, looked over, downloaded and opened: the values are those of today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from renewal_world import opened, saved, world_in

from browser.conftest import serving
from browser.screen import Screen
from meomureum.store.environment import today

Open = Callable[..., Screen]
OWN = "우리 과가 붙인 제목"


def test_a_deck_of_last_month_is_dropped_and_comes_back_with_todays_values(
    open_screen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_in(tmp_path / "world")
    monkeypatch.setenv("MEOMUREUM_DATA", str(world.folder.data))
    deck = opened(world.file("pptx"))
    deck.slides[-1].shapes.title.text_frame.text = OWN
    dropped = saved(deck)
    with serving(world.place) as server:
        screen = open_screen(f"{server}/briefing?city=gimhae")
        page = screen.page
        chooser = page.locator('[class*="st-key-renewal-file"] input[type="file"]')
        chooser.set_input_files({"name": "의회보고.pptx", "mimeType": "", "buffer": dropped})
        preview = page.locator(".mm-datatable")
        expect(preview).to_contain_text("김해시 2029", timeout=120_000)
        told = preview.locator("tr", has_text="김해시 2029").inner_text()
        assert told.index("6.0%") < told.index("6.5%")  # then, now
        expect(preview).to_contain_text(f"{OWN} (작성자 제목, 그대로 둠)")
        screen.settled()
        assert screen.violations() == []
        screen.photograph("renewal-preview")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="새 파일 내려받기").click()
        name, place = waiting.value.suggested_filename, tmp_path / "fresh.pptx"
        waiting.value.save_as(place)
        page.close()  # before its server goes
    assert name == f"의회보고-{today()}.pptx"
    fresh = opened(place.read_bytes())
    words = [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in fresh.slides
    ]
    assert any("10.6%" in each for each in words)
    assert OWN in words[-1]
    assert len(fresh.slides) == len(opened(dropped).slides)
    assert not [fault for fault in world.faults(place.read_bytes()) if OWN not in fault]
