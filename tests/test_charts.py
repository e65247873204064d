"""Figures: what is drawn of a series, and what is left out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from meomureum.analysis.targets import Target
from meomureum.drawing import screen
from meomureum.drawing.screen.palette import SHORT_MARKS
from meomureum.measures.measurement import MARKS, find
from meomureum.texts import Language, Text

KPI = find("local_university_entry_rate")
VOCATIONAL = find("vocational_employment_rate")
EVENTS = pd.DataFrame({"date": pd.Series(dtype=str), "city_id": pd.Series(dtype=str)})
NAMES = {code: Text(code, code) for code in ("gimhae", "ansan", "siheung", "busan", "changwon")}


def rows(
    values: dict[int, float], city: str = "gimhae", formula: str = "all_graduates", **more: Any
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "city_id": city,
                "institution_id": None,
                "year": year,
                "formula_id": formula,
                "origin": "computed",
                "numerator": value * 5000,
                "denominator": 5000.0,
                "value": value,
                "value_high": float("nan"),
                "sample_size": float("nan"),
                "marks": "",
                **more,
            }
            for year, value in values.items()
        ]
    )


def target() -> Target:
    return Target(
        id="t", city_id="gimhae", programme_id="", kpi_id=KPI.id, baseline=0.09, baseline_high=None,
        baseline_year=2023, year_assumed=True, value=0.25, value_high=None, year=2027, unit="percent",
        direction="up", announced_by="", announced_on="2023", source_id="", note=Text("", ""),
    )  # fmt: skip


def drawn(measured: pd.DataFrame, *aims: Target, places: int = 1, language: Language = "en") -> screen.Figure:
    names = {code: NAMES[code] for code in list(NAMES)[:places]}
    return screen.trend(find(KPI.id), measured, names, aims, EVENTS, language)


def named(figure: screen.Figure, words: str) -> list[screen.Figure]:
    return [trace for trace in figure["data"] if words in trace["name"]]


FOUR = {2020: 0.10, 2021: 0.11, 2022: 0.10, 2023: 0.12}
FIVE = FOUR | {2024: 0.14}


def test_one_or_two_points_are_dots_and_three_a_line() -> None:
    assert named(drawn(rows({2020: 0.1, 2021: 0.1})), "gimhae")[0]["mode"] == "markers"
    assert "lines" in named(drawn(rows({2020: 0.1, 2021: 0.1, 2022: 0.1})), "gimhae")[0]["mode"]


def test_a_year_without_a_value_is_a_gap() -> None:
    line = named(drawn(rows({2020: 0.1, 2021: 0.1, 2023: 0.1})), "gimhae")[0]
    assert line["y"] == [0.1, 0.1, None, 0.1]
    assert line["connectgaps"] is False


def test_the_band_is_wilson_and_parts_where_a_year_is_missing() -> None:
    band = named(drawn(rows({2020: 0.09, 2021: 0.09, 2023: 0.09})), "Chance variation")
    assert [trace["x"] for trace in band] == [[2020, 2021, 2021, 2020], [2023, 2023]]
    assert round(band[0]["y"][0], 3) == 0.082
    assert round(band[0]["y"][-1], 3) == 0.098
    assert "margin" not in band[0]["name"]


def test_more_than_two_series_have_no_band_and_no_outlook() -> None:
    measured = pd.concat([rows(FIVE, city) for city in ("gimhae", "ansan", "siheung")])
    figure = drawn(measured, target(), places=3)
    assert not named(figure, "Chance variation")
    assert not named(figure, "average change")


def test_a_survey_names_its_sampling_and_other_rates_their_persons() -> None:
    assert screen.chance(find("settlement_intention").formula()).en == "Chance variation of the sample (95%)"
    assert "each person" in screen.chance(find("university_dropout_rate").formula()).en
    assert "each graduate" in screen.chance(KPI.formula()).en
    assert "each case" in screen.chance(find("task_completion").formula()).en


def test_nothing_is_continued_under_five_points() -> None:
    assert not named(drawn(rows(FOUR)), "average change")
    (going_on,) = named(drawn(rows(FIVE)), "average change")
    assert "last 4 years" in going_on["name"]
    assert "forecast" not in going_on["name"]
    assert going_on["line"]["dash"] != "solid"
    assert going_on["x"][0] == 2024
    assert going_on["y"][1] == pytest.approx(0.15)


def test_the_needed_change_runs_from_the_latest_value_to_the_target() -> None:
    (needed,) = named(drawn(rows(FIVE), target()), "change needed")
    assert (needed["x"][0], needed["y"][0]) == (2024, 0.14)
    assert (needed["x"][-1], needed["y"][-1]) == (2027, pytest.approx(0.25))


def test_published_points_are_hollow_and_stay_apart_from_the_line() -> None:
    taken = rows({2023: 0.09}, formula="announced", origin="published", marks="assumed_year")
    (points,) = named(drawn(pd.concat([rows(FOUR), taken])), "as published")
    assert points["marker"]["symbol"].endswith("-open")
    assert points["text"] == ["year assumed"]
    assert 2023 in points["x"]


@pytest.mark.parametrize("mark", list(MARKS))
def test_every_reservation_stands_beside_its_point(mark: str) -> None:
    (line,) = named(drawn(rows(FOUR, marks=mark)), "gimhae")
    assert line["text"][0] == SHORT_MARKS[mark].en
    assert "text" in line["mode"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_change_of_definition_is_a_mark_between_two_lines(language: Language) -> None:
    measured = pd.concat(
        [
            rows({2018: 0.4, 2019: 0.4}, formula="school_reported"),
            rows({2020: 0.5, 2021: 0.5}, formula="official"),
        ]
    )
    figure = screen.trend(VOCATIONAL, measured, {"gimhae": NAMES["gimhae"]}, (), EVENTS, language)
    marks = [each["text"].strip() for each in figure["layout"]["annotations"]]
    assert marks == ["정의 변경" if language == "ko" else "Definition changed"]
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2019.5]
    lines = [trace["x"] for trace in figure["data"] if trace.get("connectgaps") is False]
    assert lines == [[2018, 2019], [2020, 2021]]


def test_without_the_older_values_there_is_no_break() -> None:
    figure = screen.trend(
        VOCATIONAL, rows({2020: 0.5}, formula="official"), {"gimhae": NAMES["gimhae"]}, (), EVENTS, "en"
    )
    assert figure["layout"]["annotations"] == []


def test_panels_share_their_axes_and_hold_one_place_each() -> None:
    measured = pd.concat([rows(FIVE, city) for city in NAMES])
    figure = screen.panels(KPI, measured, NAMES, (), "en")
    layout = figure["layout"]
    axes = [name for name in layout if name.startswith("yaxis")]
    assert len(axes) == len(NAMES)
    assert all(layout[name]["matches"] == "y" for name in axes if name != "yaxis")
    assert len({tuple(layout[name]["range"]) for name in layout if name.startswith("xaxis")}) == 1
    assert [each["text"] for each in layout["annotations"]] == list(NAMES)
    assert {trace.get("xaxis", "x") for trace in figure["data"]} == {"x", "x2", "x3", "x4", "x5"}


def test_multiples_have_a_panel_a_group_and_a_line_each_in_one_colour_and_one_legend() -> None:
    sexes = {"female": Text("여자", "Female"), "male": Text("남자", "Male")}
    told = [rows(FIVE, city).assign(panel=city, line=sex) for city in list(NAMES)[:3] for sex in sexes]
    figure = screen.multiples(
        KPI, pd.concat(told[:-1]), {city: NAMES[city] for city in list(NAMES)[:3]}, sexes, "en"
    )
    drawn = [(each.get("xaxis", "x"), each["name"]) for each in figure["data"]]
    assert drawn == [(axis, name) for axis in ("x", "x2", "x3") for name in ("Female", "Male")][:-1]
    colours = {(each["name"], each["line"]["color"]) for each in figure["data"]}
    assert len(colours) == 2
    assert [each["name"] for each in figure["data"] if each["showlegend"]] == ["Female", "Male"]
    assert [each["text"] for each in figure["layout"]["annotations"]] == list(NAMES)[:3]
    assert [figure["layout"][axis]["showticklabels"] for axis in ("yaxis", "yaxis2", "yaxis3")] == [
        True,
        False,
        True,
    ]
