"""Lines over the years: what is drawn of a series, and what is left out, wherever it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import every_kind
import pandas as pd
import pytest
from handed_over import snapshot

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Band, Drawing, Line, Rule
from meomureum.drawing.figure import Event, Point, Series
from meomureum.drawing.lines import event_marks
from meomureum.drawing.office.chart_table import scale_of
from meomureum.drawing.office.native import table_of
from meomureum.figures.line_annotations import chance
from meomureum.figures.trend import figure_of_rows
from meomureum.figures.value_rows import SHORT_MARKS
from meomureum.measures.measurement import MARKS, Scope, find, measure
from meomureum.store.address import View
from meomureum.texts import Language

KPI = find("local_university_entry_rate")
FOUR = {2020: 0.10, 2021: 0.11, 2022: 0.10, 2023: 0.12}
FIVE = FOUR | {2024: 0.14}
CITIES = ("gimhae", "ansan", "siheung")


def rows(
    values: dict[int, float],
    city: str = "gimhae",
    kpi_id: str = KPI.id,
    formula: str = "all_graduates",
    **more: Any,
) -> pd.DataFrame:
    """Measurements as `measure` gives them, with these values."""
    scope = Scope("sample", cities=("gimhae",))
    (like,) = measure(snapshot(), kpi_id, scope).query("value == value").head(1).to_dict("records")
    told = [
        {
            **like,
            "city_id": city,
            "year": year,
            "formula_id": formula,
            "origin": "computed",
            "numerator": value * 5000,
            "denominator": 5000.0,
            "value": value,
            "marks": "",
            **more,
        }
        for year, value in values.items()
    ]
    return pd.DataFrame(told)


def drawn(measured: pd.DataFrame, kpi_id: str = KPI.id, language: Language = "en") -> Drawing:
    whole = measured.reset_index(drop=True)
    figure = figure_of_rows(snapshot(), View(language, "published", ()), find(kpi_id), "city", whole)
    assert figure is not None
    found = drawing_of(figure)
    assert found is not None
    return found


def lines(drawing: Drawing, role: str = "computed") -> list[Line]:
    return [mark for mark in drawing.marks if isinstance(mark, Line) and mark.role == role]


def bands(drawing: Drawing) -> list[Band]:
    return [mark for mark in drawing.marks if isinstance(mark, Band)]


def test_one_or_two_points_are_dots_and_three_a_line() -> None:
    (dots,) = lines(drawn(rows({2020: 0.1, 2021: 0.1})))
    (joined,) = lines(drawn(rows({2020: 0.1, 2021: 0.1, 2022: 0.1})))
    assert (dots.dash, joined.dash) == (None, "solid")


def test_a_year_without_a_value_is_a_gap() -> None:
    (line,) = lines(drawn(rows({2020: 0.1, 2021: 0.1, 2023: 0.1})))
    assert [(spot.across, spot.value) for spot in line.spots] == [
        (2020, 0.1),
        (2021, 0.1),
        (2022, None),
        (2023, 0.1),
    ]


def test_the_band_is_wilson_and_parts_where_a_year_is_missing() -> None:
    """450 of 5,000: 8.2 to 9.8 %."""
    found = bands(drawn(rows({2020: 0.09, 2021: 0.09, 2023: 0.09})))
    assert [band.across for band in found] == [(2020, 2021), (2023,)]
    assert (round(found[0].low[0], 3), round(found[0].high[0], 3)) == (0.082, 0.098)
    assert "margin" not in found[0].name


def test_more_than_two_places_have_no_band_and_no_outlook() -> None:
    figure = drawn(pd.concat([rows(FIVE, city) for city in CITIES]))
    assert len(lines(figure)) == 3
    assert not bands(figure)
    assert not lines(figure, "projected")


def test_a_survey_names_its_sampling_and_other_rates_their_persons() -> None:
    assert chance(find("settlement_intention").formula()).en == "Chance variation of the sample (95%)"
    assert "each person" in chance(find("university_dropout_rate").formula()).en
    assert "each graduate" in chance(KPI.formula()).en
    assert "each case" in chance(find("task_completion").formula()).en


def test_nothing_is_continued_under_five_points() -> None:
    assert not lines(drawn(rows(FOUR)), "projected")
    (going_on,) = lines(drawn(rows(FIVE)), "projected")
    assert "last 4 years" in going_on.name
    assert "forecast" not in going_on.name
    assert going_on.dash != "solid"
    assert going_on.spots[0].across == 2024
    assert going_on.spots[1].value == pytest.approx(0.15)


def test_the_change_needed_runs_from_the_latest_value_to_the_target() -> None:
    """Gimhae announced 9 % -> 25 % by 2027."""
    (needed,) = lines(drawn(rows(FIVE)), "required")
    first, last = needed.spots[0], needed.spots[-1]
    assert (first.across, first.value) == (2024, 0.14)
    assert last.across == 2027
    assert last.value == pytest.approx(0.25)
    path = next(line for line in lines(drawn(rows(FIVE)), "target") if line.symbol is None)
    assert path.dash == "dash"
    assert [round(spot.value or 0, 2) for spot in path.spots] == [0.09, 0.13, 0.17, 0.21, 0.25]


def test_published_points_are_hollow_and_stay_apart_from_the_line() -> None:
    taken = rows({2023: 0.09}, formula="announced", origin="published", marks="assumed_year")
    (points,) = lines(drawn(pd.concat([rows(FOUR), taken])), "published")
    assert (points.hollow, points.dash) == (True, None)
    (spot,) = points.spots
    assert spot.across == 2023
    assert spot.label.endswith("year assumed")


# A value of some institutions is a series of its own: tests/test_coverage.py.
@pytest.mark.parametrize("mark", [each for each in MARKS if each != "partial"])
def test_every_reservation_stands_beside_its_point(mark: str) -> None:
    (line,) = lines(drawn(rows(FOUR, marks=mark)))
    if mark == "approximate":
        assert line.spots[0].label.startswith("about ")
    else:
        assert line.spots[0].label.endswith(SHORT_MARKS[mark].en)


@pytest.mark.parametrize(("language", "words"), [("ko", "정의 변경"), ("en", "Definition changed")])
def test_a_change_of_definition_is_a_mark_between_two_lines(language: Language, words: str) -> None:
    vocational = "vocational_employment_rate"
    measured = pd.concat(
        [
            rows({2018: 0.4, 2019: 0.4}, kpi_id=vocational, formula="school_reported"),
            rows({2020: 0.5, 2021: 0.5}, kpi_id=vocational, formula="official"),
        ]
    )
    figure = drawn(measured, vocational, language)
    breaks = [mark for mark in figure.marks if isinstance(mark, Rule) and mark.kind == "definition"]
    assert [(rule.at, rule.label) for rule in breaks] == [(2019.5, words)]
    (before,), (after,) = lines(figure, "older"), lines(figure)
    assert [spot.across for spot in before.spots] == [2018, 2019]
    assert [spot.across for spot in after.spots] == [2020, 2021]


def test_without_the_older_values_there_is_no_break() -> None:
    vocational = "vocational_employment_rate"
    figure = drawn(rows({2020: 0.5}, kpi_id=vocational, formula="official"), vocational)
    assert not [mark for mark in figure.marks if isinstance(mark, Rule) and mark.kind == "definition"]


def gimhae(values: dict[int, float]) -> Drawing:
    """A line of these values alone: no target lies near."""
    points = tuple(Point(str(year), value, f"{value:.1%}") for year, value in values.items())
    return told_by(Series("김해시", "computed", points))


def told_by(*series: Series, **more: Any) -> Drawing:
    held: dict[str, Any] = {"series": series, "events": (), **more}
    found = drawing_of(replace(every_kind.figure("line"), **held))
    assert found is not None
    return found


def ends(drawing: Drawing) -> dict[str, tuple[float, float]]:
    """The words right of lines, and where they stand."""
    return {each.words: each.at for each in drawing.panels[0].labels if each.side == "right"}


def test_a_value_stands_where_no_line_passes() -> None:
    """A peak has its value above, a valley and what rises from its point have it below."""
    (line,) = lines(gimhae({2019: 0.1, 2020: 0.3, 2021: 0.1, 2022: 0.3}))
    assert [spot.side for spot in line.spots] == ["below", "above", "below", "above"]


def test_a_path_that_rises_from_a_point_leaves_its_value_below() -> None:
    point = (Point("2023", 0.09, "9.0%\n연도 가정"),)
    path = (Point("2023", 0.09, "9.0%"), Point("2027", 0.9, "90.0%"))
    drawing = told_by(
        Series("김해시 공표값", "published", point, place="김해시"),
        Series("목표", "target", path, place="김해시"),
    )
    (published,) = lines(drawing, "published")
    assert published.spots[0].side == "below"


def test_names_stand_right_of_the_ends_of_lines_apart_wherever_the_lines_end() -> None:
    """14 letters cover a third of a telephone's axis, more than the year between two ends."""
    first = tuple(Point(str(year), 0.2, "20.0%") for year in range(2019, 2026))
    second = tuple(Point(str(year), 0.2, "20.0%") for year in range(2019, 2025))
    found = ends(told_by(Series("Gimhae", "computed", first), Series("Siheung", "computed", second)))
    (after, high), (before, low) = found["Gimhae 20.0%"], found["Siheung 20.0%"]
    assert (after, before) == (2025, 2024)
    assert abs(high - low) == pytest.approx(0.07 * 0.2 * 1.18)


def test_names_that_do_not_reach_each_other_stand_at_their_values() -> None:
    first = tuple(Point(str(year), 0.2, "20.0%") for year in range(2005, 2026))
    second = tuple(Point(str(year), 0.2, "20.0%") for year in range(2005, 2010))
    found = ends(told_by(Series("가", "computed", first), Series("나", "computed", second)))
    assert {level for _, level in found.values()} == {0.2}


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ((2019.0, 2019.3, 2022.0), [("1–2", 2019.0), ("3", 2022.0)]),
        ((2018.0, 2020.0, 2025.0), [("2", 2020.0)]),
        ((2019.0, 2019.45, 2019.6), [("1–3", 2019.0)]),
    ],
)
def test_events_that_are_close_share_a_number_and_those_outside_have_none(
    places: tuple[float, ...], wanted: list[tuple[str, float]]
) -> None:
    """Of eight years 0.8 is close: a tenth."""
    assert event_marks(places, 2019, 2023.5 if 2018.0 in places else 2027) == wanted


def test_what_stands_at_the_end_of_an_axis_of_an_office_chart_lies_within_it() -> None:
    """October is five sixths of a year, which no decimal writes in full."""
    event = Event(2025 + 10 / 12, "2025-11 개소")
    series = Series("김해시", "computed", tuple(Point(str(y), 0.1, "10.0%") for y in range(2019, 2026)))
    drawing = told_by(series, events=(event,))
    table, scale = table_of(drawing), scale_of(drawing.across)
    assert scale.high is not None
    assert max(row.across for row in table.rows) <= scale.high
    assert "1" in {tag.words for column in table.columns for tag in column.tags.values()}


def test_a_year_says_its_change_and_its_gap_to_the_path() -> None:
    """Gimhae aims from 9 % in 2023 at 25 % in 2027: 13 % in 2024, 17 % in 2025."""
    measured = rows({2022: 0.08, 2023: 0.09, 2025: 0.14})
    figure = figure_of_rows(snapshot(), View("ko", "sample", ("gimhae",)), KPI, "city", measured)
    assert figure is not None
    told = {
        point.at: point.compared for each in figure.series if each.role == "computed" for point in each.points
    }
    assert told == {
        "2022": (),
        "2023": ("2022년보다 +1.0%p", "목표 경로보다 0.0%p"),
        "2025": ("2023년보다 +5.0%p", "목표 경로보다 −3.0%p"),
    }
    drawing = drawing_of(figure)
    assert drawing is not None
    lines = [mark for mark in drawing.marks if isinstance(mark, Line) and mark.role == "computed"]
    words = [spot.words for line in lines for spot in line.spots if spot.across == 2025 and spot.words]
    assert words[0].split("\n")[0] == "김해시: 14.0%"
    assert "2023년보다 +5.0%p · 목표 경로보다 −3.0%p" in words[0].split("\n")


def test_what_was_announced_without_a_formula_is_not_compared() -> None:
    announced = rows({2020: 0.10, 2023: 0.09}, formula="announced", origin="published")
    figure = figure_of_rows(snapshot(), View("ko", "published", ("gimhae",)), KPI, "city", announced)
    assert figure is not None
    assert {
        point.compared for each in figure.series for point in each.points if each.role == "published"
    } == {()}
