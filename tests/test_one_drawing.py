"""One drawing, whatever draws it: page and slide show the same points, labels and events as the drawing says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from chart_xml import drawn, series_shown
from handed_over import city, members, snapshot

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Bars, Drawing, Line, Rule
from meomureum.drawing.figure import Figure
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.plotly import chart_of
from meomureum.export.pptx.deck import write
from meomureum.export.xlsx.workbook import write as write_workbook
from meomureum.figures.recipes import RECIPES, figures_of
from meomureum.measures.measurement import KPIS
from meomureum.store.address import DataSet, PageName, View

MOST_IN_A_DECK = 12
SETS: tuple[DataSet, ...] = ("published", "sample")


def every_figure(data_set: DataSet) -> Iterator[Figure]:
    """The figures of each page's recipe, and the trend of each indicator."""
    for page in RECIPES:
        yield from figures_of(snapshot(), page, View("en", data_set, ("gimhae", "ansan")))
    trend: PageName = "progress"
    for kpi in KPIS:
        for cities in (("gimhae",), ("gimhae", "ansan", "siheung")):
            yield from figures_of(snapshot(), trend, View("en", data_set, cities, kpi=kpi.id))


def told(drawing: Drawing) -> set[tuple[float, float]]:
    """Every point that a drawing shows, across and up."""
    marks = [mark for mark in drawing.marks if isinstance(mark, Line | Bars)]
    return {
        (round(spot.across, 6), round(spot.value, 9))
        for mark in marks
        for spot in mark.spots
        if spot.value is not None
    }


def on_the_page(drawing: Drawing) -> set[tuple[float, float]]:
    found = set()
    for trace in chart_of(drawing)["data"]:
        across, up = (trace["y"], trace["x"]) if drawing.lying else (trace["x"], trace["y"])
        bases = trace.get("base") or [0] * len(up)
        for x, y, base in zip(
            across, up, bases if isinstance(bases, list) else [bases] * len(up), strict=False
        ):
            if isinstance(x, int | float) and isinstance(y, int | float):
                found.add((round(float(x), 6), round(float(base or 0) + float(y), 9)))
    return found


@pytest.mark.parametrize("data_set", SETS)
def test_the_page_shows_every_point_that_the_drawing_has(data_set: DataSet) -> None:
    compared = 0
    for figure in every_figure(data_set):
        drawing = drawing_of(figure)
        if drawing is None or drawing.form not in ("lines", "points"):
            continue
        assert told(drawing) <= on_the_page(drawing), figure.key
        compared += len(told(drawing))
    assert compared > (100 if data_set == "published" else 300)


@pytest.mark.parametrize("data_set", SETS)
def test_events_and_breaks_stand_where_the_drawing_has_them(data_set: DataSet) -> None:
    seen = 0
    for figure in every_figure(data_set):
        drawing = drawing_of(figure)
        if drawing is None or drawing.form != "lines":
            continue
        rules = {(rule.label, rule.at) for rule in drawing.marks if isinstance(rule, Rule) and rule.label}
        notes = chart_of(drawing)["layout"]["annotations"]
        shown = {(str(note["text"]).strip(), note["x"]) for note in notes}
        assert rules <= shown, figure.key
        seen += len(rules)
    assert seen > 0


@pytest.mark.parametrize("data_set", SETS)
def test_a_slide_shows_the_points_of_each_line_under_its_name(data_set: DataSet) -> None:
    figures = [
        figure
        for figure in every_figure(data_set)
        if figure.kind == "line" and (drawing := drawing_of(figure)) is not None and drawing.native
    ]
    assert len(figures) > 5
    for at in range(0, len(figures), MOST_IN_A_DECK):
        _compared(figures[at : at + MOST_IN_A_DECK], data_set)


def _compared(figures: list[Figure], data_set: DataSet) -> None:
    deck = members(write(replace(city("en", data_set), figures=tuple(figures))), ".xml")
    charts = sorted((name for name in deck if "/charts/chart" in name), key=lambda name: (len(name), name))
    assert len(charts) == len(figures)
    for figure, name in zip(figures, charts, strict=True):
        drawing = drawing_of(figure)
        assert drawing is not None
        found = drawn(ElementTree.fromstring(deck[name]))  # noqa: S314
        for line in (mark for mark in drawing.marks if isinstance(mark, Line) and mark.in_legend):
            wanted = {spot.across: spot.value for spot in line.spots if spot.value is not None}
            assert wanted.items() <= found[line.name].items(), (figure.key, line.name)


@pytest.mark.parametrize("data_set", SETS)
def test_a_workbook_holds_each_native_drawing_as_the_slide_does(data_set: DataSet) -> None:
    """Names, numbers, places across, words beside points and ends of intervals: what the one shows the other shows."""
    held = {figure.code: figure for figure in every_figure(data_set)}
    figures = [each for each in held.values() if (drawing := drawing_of(each)) is not None and drawing.native]
    briefing = replace(city("en", data_set), figures=tuple(figures))
    sheets, slides = members(write_workbook(briefing), ".xml"), members(write(briefing), ".xml")
    assert len(figures) > 10
    assert _shown(sheets, "xl/charts/chart") == _shown(slides, "ppt/charts/chart")


def _shown(parts: dict[str, bytes], start: str) -> list[list[tuple[object, ...]]]:
    names = sorted((name for name in parts if name.startswith(start)), key=lambda name: (len(name), name))
    return [[*series_shown(ElementTree.fromstring(parts[name]))] for name in names]  # noqa: S314


def test_every_drawing_becomes_a_page_chart_and_a_picture() -> None:
    kinds = set()
    for figure in every_figure("sample"):
        drawing = drawing_of(figure)
        if drawing is None or figure.kind in kinds:
            continue
        kinds.add(figure.kind)
        assert json.dumps(chart_of(drawing))
        svg = picture(figure, "en", "wide", "svg")
        assert ElementTree.parse(io.BytesIO(svg)).getroot().tag.endswith("svg")  # noqa: S314
    assert kinds >= {"line", "bar", "stacked", "funnel", "bridge", "flow", "map"}
