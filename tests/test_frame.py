"""The frame without a browser: every choice and fault, run as a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.contract import LoadRefused, Problem
from frame.readiness import Preparation
from texts import Text

SCRIPT = Path(__file__).parents[1] / "frame" / "main.py"


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


def test_refused_data_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        expectation, next_step = Text(ko="정수여야 합니다.", en="An integer."), Text(ko="", en="")
        problem = Problem("a.csv", "", 2, "졸업자", "스무 명", expectation, next_step)
        raise LoadRefused((problem,))

    monkeypatch.setattr("frame.waiting.PREPARATION", Preparation())
    monkeypatch.setattr("etl.build.ensure_current", refuse)
    screen = AppTest.from_file(SCRIPT, default_timeout=60).run()
    assert not screen.exception
    words = "".join(element.proto.body for element in screen.get("html"))
    assert "자료를 불러올 수 없습니다" in words
    assert "a.csv 2행" in words
