"""Adding things: what README.md and CONTRIBUTING.md say is done in a copy of the project, and all of it follows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from additions import Copy

from meomureum.privacy.sample_release import FIGURES, FOLDER

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Copy:
    """A copy in which every kind of thing has been added, each as it is told; nothing about protection yet."""
    made = Copy.made(tmp_path_factory.mktemp("copy"))
    shutil.copytree(ready_snapshots, made.place / "data" / "snapshots")
    made.add_source()
    made.add_indicators()
    made.add_kind()
    made.add_figures()
    made.add_page()
    made.add_format()
    made.add_unit()
    made.add_rows()
    return made


@pytest.fixture(scope="module")
def before(copy: Copy) -> Answer:
    """What every release answers before anybody has said whom the new source counts."""
    shipped = (copy.place / "data" / FOLDER / FIGURES).read_text("utf-8").count("\n") - 1
    found: Answer = json.loads(copy.run("tests/adding_answers.py").splitlines()[-1])
    return {**found, "shipped rows": shipped}


@pytest.fixture(scope="module")
def after(copy: Copy, before: Answer) -> Answer:
    """The same after that has been said, and after `make sample`."""
    assert before
    copy.add_protection()
    copy.run("-m", "etl", "sample")
    copy.run("-m", "meomureum", "privacy", "sample")
    found: Answer = json.loads(copy.run("tests/adding_answers.py").splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def shown(copy: Copy, after: Answer) -> Answer:
    """What pages and files show."""
    assert after
    found: Answer = json.loads(copy.run("tests/adding_screens.py").splitlines()[-1])
    return found


def test_an_indicator_is_measured_at_once_and_empties_nothing(before: Answer) -> None:
    assert set(before["exact first_year_share"].values()) == {"value", "not_published"}
    assert before["exact regular_work"] == before["exact average_wage"] == {"2024": "value", "2025": "value"}
    for release in ("internal", "public"):
        assert before[f"{release} rows"] == before["shipped rows"]
        assert before[f"{release} university_dropout_rate"] == before["exact university_dropout_rate"]


@pytest.mark.parametrize("release", ["internal", "public"])
def test_what_nobody_has_protected_is_told_as_not_offered(before: Answer, release: str) -> None:
    for kpi in ("first_year_share", "regular_work", "average_wage"):
        assert set(before[f"{release} {kpi}"].values()) == {"not_offered"}


@pytest.mark.parametrize("release", ["internal", "public"])
def test_an_indicator_and_a_source_are_protected_once_it_is_said_whom_they_count(
    before: Answer, after: Answer, release: str
) -> None:
    assert after[f"{release} first_year_share"] == after["exact first_year_share"]
    assert after[f"{release} regular_work"] == {"2024": "value", "2025": "value"}
    # Money is nobody's head: nothing protects it, and nothing offers it.
    assert set(after[f"{release} average_wage"].values()) == {"not_offered"}
    assert after[f"{release} rows"] == before[f"{release} rows"]


def test_pages_know_the_indicator_and_its_money(shown: Answer) -> None:
    assert "졸업자 평균 임금" in shown["definitions ko"]
    assert "단위 천원" in shown["sheet ko"]
    assert "Unit thousand won" in shown["sheet en"]
    assert "하루 임금 합계를 임금을 아는 졸업자로 나눈 값" in shown["sheet ko"]
    # (130,000 + 24,366) / (500 + 100) = 257.28
    assert "257.3천원" in shown["progress ko"]
    assert "257.3 thousand won" in shown["progress en"]
    assert "257.3천원" in shown["explore ko"]


def test_a_page_shows_its_figures_and_stands_in_the_navigation(shown: Answer) -> None:
    for language, wage in (("ko", "243.7천원"), ("en", "243.7 thousand won")):
        assert wage in shown[f"wages {language}"]
        assert shown[f"wages {language} pictures"] == 1
    assert 'href="./wages?set=sample"' in shown["frame"]
    assert shown["roles"] == [True, True, False]


@pytest.mark.usefixtures("shown")
def test_a_kind_of_chart_is_drawn_in_every_format(copy: Copy) -> None:
    files = {path.suffix[1:]: path.read_bytes() for path in copy.place.glob("wages.*")}
    assert {"pptx", "hwpx", "xlsx", "pdf", "png", "svg", "csv", "md"} <= files.keys()
    assert "243.7천원".encode() in files["csv"]
    assert "260.0천원".encode() in files["md"]
    assert all(files.values())


def test_a_target_and_an_event_are_there_by_their_rows(shown: Answer) -> None:
    assert "300.0천원" in shown["progress ko"]
    assert "300.0 thousand won" in shown["progress en"]
    assert "시험 행사" in shown["progress ko"]
