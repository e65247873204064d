"""The components: literal text, a word beside every colour, a way on from every blank."""

from __future__ import annotations

import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from meomureum.components import elements, markup
from meomureum.components.markup import Card, IconName, Status, Tone
from meomureum.components.page_writer import charted
from meomureum.components.small_charts import Point, Trend, sparkline

HOSTILE = "<img src=x onerror=alert(1)> **a** $x$ {0} \"'"
LOOK = (Path(__file__).parents[1] / "meomureum" / "app" / "static" / "look.css").read_text(encoding="utf-8")


def trend(*values: float | None, target: float | None = None) -> Trend:
    return Trend(tuple(Point(2019 + at, value) for at, value in enumerate(values)), HOSTILE, "", target)


def test_a_name_is_printed_as_the_text_it_is() -> None:
    card = Card(
        title=HOSTILE,
        place=HOSTILE,
        value=HOSTILE,
        unit=HOSTILE,
        lines=((HOSTILE, HOSTILE),),
        status=Status("good", HOSTILE),
        trend=trend(0.1, 0.2),
        reason=HOSTILE,
        progress_address=HOSTILE,
    )
    html = markup.cards([card], "ko") + markup.table([HOSTILE], [[HOSTILE]], HOSTILE)
    assert "<img" not in html
    assert 'href="&lt;img' in html
    assert html.count(str(Markup.escape(HOSTILE))) >= 12


def test_a_card_without_a_value_says_why_and_offers_two_ways_on() -> None:
    card = Card("진학률", reason="공표 전", data_address="./data", sample_address="./?set=sample")
    html = markup.cards([card], "ko")
    assert "공표된 값 없음" in html
    assert "공표 전" in html
    assert re.findall(r'href="([^"]*)"', html) == ["./data", "./?set=sample"]


def test_invented_data_carries_its_mark_in_both_languages() -> None:
    card = Card("x", value="1", synthetic=True)
    assert "합성 표본 데이터" in markup.cards([card], "ko")
    assert "Synthetic sample data" in markup.cards([card], "en")


@pytest.mark.parametrize("tone", get_args(Tone))
def test_a_status_has_an_icon_a_word_and_a_colour(tone: Tone) -> None:
    html = markup.status(Status(tone, "목표 아래"))
    assert f"mm-icon-{tone}" in html
    assert "목표 아래" in html
    assert f".mm-{tone} {{" in LOOK


def test_every_icon_is_drawn() -> None:
    assert {name for name in get_args(IconName) if f".mm-icon-{name} {{" not in LOOK} == set()


def test_the_trend_stops_at_a_missing_year() -> None:
    line = sparkline(trend(0.1, None, 0.2, 0.3))
    # %20 follows the number after each M and L of the path.
    assert len(re.findall(r"[ML]\d[\d.]*%20", line)) == 3
    assert len(re.findall(r"M\d[\d.]*%20", line)) == 2


@pytest.mark.parametrize("shown", [trend(), trend(None, None)])
def test_a_trend_without_values_draws_nothing(shown: Trend) -> None:
    assert sparkline(shown) == ""


def test_a_single_value_and_its_target_can_be_drawn() -> None:
    assert 'role="img"' in sparkline(trend(0.09, target=0.09))


def test_a_table_prints_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("streamlit.html", shown.append)
    elements.table(pd.DataFrame({"도시": ["김해시"], "값": [None]}), "표", missing="미수집")
    assert '<th scope="row" class="">김해시</th><td class="">미수집</td>' in shown[0]


class _Attributes(HTMLParser):
    """What a browser reads out of a piece of HTML: its elements and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[dict[str, str | None]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append({"": tag, **dict(attributes)})

    def handle_data(self, data: str) -> None:
        self.words += data


@given(words=st.text(), value=st.floats(allow_nan=True, allow_infinity=True))
def test_a_chart_reaches_the_browser_whole_and_its_words_stay_words(words: str, value: float) -> None:
    figure = {"data": [{"name": words, "y": np.array([value, 1.0])}], "layout": {"height": 300}}
    read = _Attributes(str(charted(figure, {"code": words})))
    (place,) = read.elements
    assert read.words == ""
    assert json.loads(place["data-ways"] or "") == {"code": words}
    (trace,) = json.loads(place["data-figure"] or "")["data"]
    assert trace["y"] == [value if math.isfinite(value) else None, 1.0]
    assert trace["name"].replace("&lt;", "<") == words.replace("&lt;", "<")


def test_a_chart_keeps_the_tags_that_its_own_labels_use_and_no_others() -> None:
    figure = {"data": [{"text": ["<b>9.0%</b><br>a", "<a href='x'>b</a>"]}], "layout": {"height": 300}}
    (place,) = _Attributes(str(charted(figure, {}))).elements
    (trace,) = json.loads(place["data-figure"] or "")["data"]
    assert trace["text"] == ["<b>9.0%</b><br>a", "&lt;a href='x'>b&lt;/a>"]
