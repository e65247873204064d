"""The frame without a browser: every choice and fault, run as a script."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl import snapshot_repair
from etl.contract import LoadRefused, Problem
from meomureum.app.readiness import Preparation
from meomureum.store import integrity, warehouse
from meomureum.texts import Text

SCRIPT = Path(__file__).parents[1] / "meomureum" / "app" / "script.py"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_the_frame_runs(language: str, data_set: str) -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=60)
    screen.query_params.update({"lang": language, "set": data_set})
    screen.run()
    assert not screen.exception
    screen.run()
    assert not screen.exception


def test_a_choice_is_written_into_the_address_and_the_rest_stays() -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=60)
    screen.query_params.update({"lang": "en", "city": "ansan"})
    screen.run()
    first_year = next(box for box in screen.selectbox if box.label == "First year")
    first_year.select(2020).run()
    assert not screen.exception
    assert screen.query_params == {"lang": "en", "city": "ansan", "from": "2020"}


def test_choosers_show_what_the_address_says_after_a_change_of_page() -> None:
    """The same chooser stands on several pages, and may fall to its first option on none of them."""
    kpi = "university_employment_rate"
    screen = AppTest.from_file(SCRIPT, default_timeout=60)
    screen.query_params.update({"set": "sample", "kpi": kpi, "to": "2023"})
    screen.run()
    for page in ("progress", "explain", "funnel", "explore", "explain"):
        (screen._page_hash,) = [
            code for code, each in screen._registered_pages.items() if each.get("url_pathname") == page
        ]
        screen.run()
        assert not screen.exception
        shown = {box.label: box.value for box in screen.selectbox}
        assert shown["지표"] == kpi, page
        assert shown["끝 연도"] == 2023, page


def test_refused_data_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        expectation, next_step = Text(ko="정수여야 합니다.", en="An integer."), Text(ko="", en="")
        problem = Problem("a.csv", "", 2, "졸업자", "스무 명", expectation, next_step)
        raise LoadRefused((problem,))

    monkeypatch.setattr("meomureum.app.waiting_page.PREPARATION", Preparation())
    monkeypatch.setattr("etl.build.ensure_current", refuse)
    screen = AppTest.from_file(SCRIPT, default_timeout=60).run()
    assert not screen.exception
    words = "".join(element.proto.body for element in screen.get("html"))
    assert "자료를 불러올 수 없습니다" in words
    assert "a.csv 2행" in words


# Damaged snapshots.

OLD = "0" * 12


@pytest.fixture
def two(tmp_path: Path, ready_snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the newest snapshot and one of the same tables from long ago."""
    shutil.copytree(ready_snapshots, tmp_path / "snapshots")
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path / "snapshots"))
    newest = warehouse.current()
    assert newest is not None
    shutil.copytree(newest.folder, newest.folder.with_name(OLD))
    integrity.seal(newest.folder.with_name(OLD), {**newest.manifest, "built_at": "2020-01-02T03:04:05+00:00"})
    return newest.folder


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def shown(**parameters: str) -> str:
    screen = AppTest.from_file(SCRIPT, default_timeout=60)
    screen.query_params.update(parameters)
    screen.run()
    assert not screen.exception
    return "".join(element.proto.body for element in screen.get("html"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ko", "보여 드려야 할 자료가 손상되어 2020-01-02에 만든 자료를 대신 보여 드립니다"),
        ("en", "Until they are repaired you see those built on 2020-01-02"),
    ],
)
def test_an_older_snapshot_answers_for_a_damaged_one_and_says_so(
    two: Path, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(snapshot_repair, "heal", lambda: begun.append(True))
    assert sentence not in shown(lang=language)
    flip(two / "exact.duckdb")
    assert sentence in shown(lang=language)
    assert begun, "what is damaged is built anew"


def test_a_link_to_a_snapshot_that_turns_out_damaged_is_answered_by_the_newest(two: Path) -> None:
    flip(two.with_name(OLD) / "exact.duckdb")
    assert [each.id for each in warehouse.kept()] == [two.name, OLD], "nobody has read it yet"
    told = shown(lang="en", snapshot=OLD)
    assert "2020-01-02" not in told
    assert [each.id for each in warehouse.kept()] == [two.name]
