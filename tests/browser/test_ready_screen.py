"""A real server before, at and after its first reader, and what its readers see when the data go away."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from small import Folder

from browser.conftest import serving
from browser.screen import Screen
from browser.test_explore import pick
from meomureum.store import locks, logbook, warehouse

Open = Callable[..., Screen]
PATIENCE = 180_000
MAIN = '[data-testid="stMain"]'
CODE = re.compile(r"\b[A-Z0-9]{6}\b")


def asked(address: str) -> tuple[int, dict[str, object]]:
    try:
        with urlopen(f"{address}/ready", timeout=20) as answer:
            return answer.status, json.load(answer)
    except HTTPError as not_ready:
        return not_ready.code, json.load(not_ready)


def written(folder: Path) -> dict[str, int]:
    """Each file and folder of the snapshots, and when it was written; the log of visits left out."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if not path.name.startswith("access")
    }


def test_the_data_are_ready_before_anybody_comes(tmp_path: Path, open_screen: Open) -> None:
    snapshots = tmp_path / "snapshots"
    with serving(snapshots, until="/ready") as address:
        assert warehouse.current(snapshots) is not None
        assert asked(address) == (200, {"ready": True, "stage": "ready"})
        before = written(snapshots)
        screen = open_screen(address)
        assert screen.title == "개요"
        assert written(snapshots) == before, "the reader's visit built nothing and began no load"
        assert [what for _, what, _ in logbook.log(snapshots)] == ["published"]
        leave(screen)


@pytest.mark.parametrize(
    ("width", "query", "waiting", "page"),
    [
        (1440, "", "자료를 준비하고 있습니다", "추이"),
        (390, "?lang=en", "The data are being prepared", "Progress"),
    ],
)
def test_a_reader_who_comes_earlier_sees_what_is_done_and_goes_on_by_itself(
    width: int, query: str, waiting: str, page: str, tmp_path: Path, snapshots: Path, open_screen: Open
) -> None:
    held = tmp_path / "snapshots"
    shutil.copytree(snapshots, held)
    (held / "current").unlink()
    with ExitStack() as load, serving_while(load, held) as address:
        status, said = asked(address)
        assert (status, said) == (503, {"ready": False, "stage": "building"})
        screen = open_screen(f"{address}/progress{query}", width)
        assert screen.title == waiting
        expect(screen.page.locator('.mm-waiting[role="status"]')).to_be_visible()
        screen.photograph(f"waiting-{width}")
        assert screen.wider_than_it_should_be() == 0
        assert screen.violations() == []
        load.close()
        expect(screen.page.locator("h1").first).to_have_text(page, timeout=PATIENCE)
        assert screen.path == "/progress"
        leave(screen)


@contextmanager
def serving_while(load: ExitStack, snapshots: Path) -> Iterator[str]:
    """A server that waits for the data, because another load holds them until `load` is closed."""
    load.enter_context(locks.sole_writer(snapshots))
    with serving(snapshots) as address:
        yield address


def test_data_that_are_refused_are_told_and_read_again_when_they_are_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_screen: Open
) -> None:
    folder = Folder(tmp_path, published=True)
    regions = folder.data / "reference" / "regions.csv"
    whole = regions.read_text("utf-8")
    regions.write_text(whole.replace("region_id", "no_such_column"), "utf-8")
    monkeypatch.setenv("MEOMUREUM_DATA", str(folder.data))
    output = tmp_path / "output"
    with output.open("wb") as log, serving(folder.snapshots, output=log) as address:
        screen = open_screen(f"{address}/map?lang=en")
        expect(screen.page.locator("h1").first).to_have_text("The data cannot be loaded", timeout=PATIENCE)
        assert "regions.csv" in screen.page.locator(MAIN).inner_text()
        code = CODE.findall(screen.page.locator(".mm-facts").inner_text())[-1]
        screen.photograph("refused")
        status, said = asked(address)
        assert (status, said["stage"], said["fault"]) == (503, "failed", "LoadRefused")
        assert "no_such_column" not in json.dumps(said), "nothing of the data"
        assert f"[{code}] preparation: Traceback" in output.read_text("utf-8")
        regions.write_text(whole, "utf-8")
        screen.page.get_by_role("link", name="Try again").click()
        expect(screen.page.locator("h1").first).to_have_text("Map", timeout=PATIENCE)
        leave(screen)


@pytest.mark.parametrize(
    ("width", "language", "lost", "again"),
    [
        (390, "ko", "자료가 제자리에 없습니다", "다시 해 보기"),
        (1440, "en", "The data are not where they should be", "Try again"),
    ],
)
def test_a_part_and_a_click_tell_that_the_data_are_gone_and_the_page_comes_back(
    width: int, language: str, lost: str, again: str, tmp_path: Path, snapshots: Path, open_screen: Open
) -> None:
    held, output = tmp_path / "snapshots", tmp_path / "output"
    shutil.copytree(snapshots, held)
    with output.open("wb") as log, serving(held, output=log, until="/ready") as address:
        screen = open_screen(f"{address}/funnel?set=sample&lang={language}", width)
        page = screen.page
        away = tmp_path / "away"
        held.rename(away)
        page.locator(".stPopover button").first.click()
        part = page.locator(".mm-fault").first
        expect(part).to_contain_text(lost, timeout=PATIENCE)
        screen.settled()
        screen.photograph(f"part-{width}")
        assert red_boxes(page) == 0
        assert screen.wider_than_it_should_be() == 0
        (code,) = CODE.findall(part.inner_text())
        assert f"[{code}] page funnel: Traceback" in output.read_text("utf-8")
        away.rename(held)
        part.get_by_role("link", name=again).click()
        expect(page.locator(".mm-fault")).to_have_count(0, timeout=PATIENCE)
        assert asked(address)[0] == 200
        leave(screen)


def test_a_click_that_comes_to_nothing_is_told_above_the_page(
    tmp_path: Path, snapshots: Path, open_screen: Open
) -> None:
    held, output = tmp_path / "snapshots", tmp_path / "output"
    shutil.copytree(snapshots, held)
    with output.open("wb") as log, serving(held, output=log, until="/ready") as address:
        screen = open_screen(f"{address}/explore?set=sample&lang=en&kpi=local_employment_rate")
        page = screen.page
        (held / (held / "current").read_text("ascii").strip()).rename(tmp_path / "away")
        pick(page, "Then by", "Field")
        expect(page.locator("h1").first).to_have_text("Explore", timeout=PATIENCE)
        told = page.locator(".mm-fault")
        expect(told).to_contain_text("What you just did was not finished.", timeout=PATIENCE)
        screen.settled()
        screen.photograph("click")
        assert red_boxes(page) == 0
        (code,) = CODE.findall(told.inner_text())
        assert f"[{code}] a click: Traceback" in output.read_text("utf-8")
        leave(screen)


def test_a_file_that_cannot_be_written_says_so_under_its_button(
    tmp_path: Path, snapshots: Path, open_screen: Open
) -> None:
    held, output = tmp_path / "snapshots", tmp_path / "output"
    shutil.copytree(snapshots, held)
    with output.open("wb") as log, serving(held, output=log, until="/ready") as address:
        screen = open_screen(f"{address}/funnel?set=sample&lang=ko")
        page = screen.page
        page.locator(".stPopover button").first.click()
        button = page.get_by_role("button", name="표(CSV)")
        expect(button).to_be_visible(timeout=PATIENCE)
        (held / "figures.jsonl").unlink(missing_ok=True)
        (held / "figures.jsonl").mkdir()  # the register of what is handed out cannot be written
        button.click()
        words = page.get_by_test_id("stDownloadButtonError")
        expect(words).to_contain_text("서버가 파일을 읽거나 쓰지 못했습니다", timeout=PATIENCE)
        (code,) = CODE.findall(words.inner_text())
        screen.photograph("download")
        assert f"[{code}] writing a file: Traceback" in output.read_text("utf-8")
        leave(screen)


def leave(screen: Screen) -> None:
    """Close the page before its server stops, which it would report."""
    screen.page.context.close()


def red_boxes(page: Page) -> int:
    return page.locator('[data-testid="stException"], [data-testid="stAlert"]').count()
