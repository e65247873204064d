"""The pages that have nothing but the sample, and what they open with."""

from __future__ import annotations

from pathlib import Path

import pytest
from handed_over import snapshot
from small import PROJECT, Folder
from test_pages import opened, words

from meomureum.components.markup import Action, navigation
from meomureum.figures.sample_only import NEEDS, sample_only
from meomureum.store.address import View


def test_what_nobody_has_published_is_the_samples_alone() -> None:
    assert sample_only(snapshot()) == {"chain", "supply", "survey", "effect"}


def test_what_a_city_has_loaded_itself_is_no_sample(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    demand = (PROJECT / "data" / "sample" / "labour_demand.csv").read_text("utf-8")
    folder.write("\n".join(demand.splitlines()[:3]), "labour_demand.csv", within="raw/labour_demand")
    assert sample_only(folder.snapshot()) == {"chain", "survey", "effect"}


@pytest.mark.parametrize("page", sorted(NEEDS))
def test_such_a_page_offers_the_sample_once_and_shows_something_true(page: str) -> None:
    html = " ".join(element.proto.body for element in opened(page).get("html"))
    assert html.count("표본으로 보기") == 1
    assert "알려진 값을 대신 보여 드립니다" in html
    assert html.count('class="mm-finding"') >= 2
    assert "표본으로 보기" not in words(opened(page, set="sample"))


def test_a_door_is_marked_where_all_pages_behind_it_are() -> None:
    doors = [
        ("A", [("survey", Action("one", "./one")), ("effect", Action("two", "./two"))]),
        ("B", [("chain", Action("three", "./three")), ("supply", Action("four", "./four"))]),
    ]
    html = navigation("pages", "menu", doors, "./", dict.fromkeys(("./one", "./two", "./three"), "표본"))  # type: ignore[arg-type]
    row = html.partition("</ul>")[0]
    assert 'A<small class="mm-sample-only">표본</small>' in row
    assert "B</a>" in row


@pytest.mark.parametrize("page", ["compare", "scenario"])
def test_a_page_opens_with_an_indicator_that_has_values(page: str) -> None:
    told = words(opened(page))
    assert "‘지역 대학 진학률’" in told
    assert "청년 순잔존율" in told
    assert "81.0%" in told
    assert View().kpi == "local_university_entry_rate"
