"""One drawing: whatever writes a figure shows the same points, labels, bands, events and target path."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import every_kind
import pytest
import writers
from handed_over import city, members, snapshot
from writers import Plot, Shown

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Axis, Drawing
from meomureum.drawing.figure import Figure, FigureKind
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.plotly import chart_of
from meomureum.export.pptx.deck import write as slides
from meomureum.export.xlsx.workbook import write as workbook
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import RECIPES, figures_of
from meomureum.measures import measurement
from meomureum.store.address import DataSet, PageName, View
from meomureum.texts import Language

SETS: tuple[DataSet, ...] = ("sample", "published")
CITIES = (("gimhae",), ("ansan", "siheung"), ())
ILL_WRITTEN = {"ko": re.compile(r"약 [\d.]+\.0%|\d pp\b"), "en": re.compile(r"about [\d.]+\.0%|\d%p")}
"""Points as the other language writes them, and a round number with more digits than anybody stated."""
PIXELS = 0.02
"""Pictures are written to six digits."""


def wanted(data_set: DataSet, cities: tuple[str, ...], language: Language) -> Iterator[tuple[PageName, View]]:
    """Every page with a recipe; of those that ask for an indicator, each indicator."""
    plain = View(language, data_set, cities)
    for page in RECIPES:
        if page in ("progress", "explore"):
            yield from ((page, replace(plain, kpi=kpi.id)) for kpi in measurement.KPIS)
            yield page, replace(plain, kpi="local_university_entry_rate", by="institution")
        else:
            yield page, plain


def walked(data_set: DataSet, cities: tuple[str, ...], language: Language) -> Iterator[Figure]:
    """The figures of these pages, each once, and those of a city's briefing."""
    seen: set[str] = set()
    found = (
        each
        for page, view in wanted(data_set, cities, language)
        for each in figures_of(snapshot(), page, view)
    )
    for figure in found:
        if figure.digest not in seen:
            seen.add(figure.digest)
            yield figure
    for name in cities:
        view = View(language, data_set, (name,))
        yield from city_briefing(snapshot(), view, name, "2026-11-21").figures


def compared(figure: Figure) -> Counter[str]:
    """Compare all writers of a figure; how much there was to compare."""
    drawing = drawing_of(figure)
    assert ILL_WRITTEN[figure.language].findall(repr((figure, drawing))) == []
    if drawing is None:
        return Counter()
    page = writers.of_page(chart_of(drawing))
    if drawing.native:
        _native(figure, drawing, page[0])
    else:
        _pictured(figure)
    _picture(figure, drawing, page)
    counts = Counter({figure.kind: 1, "native": drawing.native})
    for shown in page:
        counts.update(points=len(shown.points), bands=len(shown.bands), rules=len(shown.rules))
        counts.update(labels=shown.labels.total(), intervals=len(shown.intervals))
    counts["path"] = sum(each.role == "target" for each in figure.series)
    return counts


def _native(figure: Figure, drawing: Drawing, page: Shown) -> None:
    """The chart of a slide and that of a workbook hold what the page shows."""
    briefing = replace(city(), figures=(figure,), language=figure.language)
    for write, folder in ((slides, "ppt/charts/chart"), (workbook, "xl/charts/chart")):
        (content,) = [
            part for name, part in members(write(briefing), ".xml").items() if name.startswith(folder)
        ]
        shown, where = writers.of_office(content), (figure.key, folder)
        assert _measured(shown.points, drawing) == _measured(page.points, drawing), where
        assert shown.intervals == page.intervals, where
        assert shown.bands == page.bands, where
        assert shown.rules == page.rules, where
        assert shown.labels == _beside_values(drawing, page.labels), where


def _measured(points: set[tuple[str, float, float]], drawing: Drawing) -> set[tuple[str, float, float]]:
    """A step and a segment are as long as they are, whichever way they go; nothing is drawn to nowhere."""
    lengths = drawing.form in ("steps", "stacked")
    return {(name, at, abs(value) if lengths else value) for name, at, value in points if name}


def _beside_values(drawing: Drawing, labels: Counter[str]) -> Counter[str]:
    """Without the reasons of bars that are missing: office programs write nothing where nothing is."""
    missing = (
        spot.label
        for mark in drawing.marks
        for spot in getattr(mark, "spots", ())
        if spot.value is None and spot.label
    )
    return labels - Counter(missing)


def _pictured(figure: Figure) -> None:
    """What office programs have no chart for goes in as a picture."""
    content = slides(replace(city(), figures=(figure,), language=figure.language))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "/charts/chart" in name]
    assert [name for name in names if name.startswith("ppt/media/")]


def _picture(figure: Figure, drawing: Drawing, page: list[Shown]) -> None:
    """A picture has every word, and a corner at every point, end of an interval or band, and event."""
    plots, words = writers.of_picture(picture(figure, figure.language, "stage", "svg-words"))
    told = Counter[str]()
    for shown in page:
        told.update(dict(writers.lines_of(shown.labels)))
        told.update(words for _, words in shown.rules if words)
    if drawing.form != "stacked":  # a segment without room for its words has none
        assert told - words == Counter(), figure.key
    if drawing.form in ("cells", "outlines"):
        return
    assert len(plots) == len(page)
    for plot, shown, panel in zip(plots, page, drawing.panels, strict=True):
        assert [place for place in _places(drawing, plot, shown) if not _is_there(place, plot)] == [], (
            figure.key,
            panel.name,
        )


def _places(drawing: Drawing, plot: Plot, shown: Shown) -> Iterator[tuple[float | None, float | None]]:
    """Where on the sheet something must stand; None is anywhere."""
    values = {(at, value) for name, at, value in shown.points if drawing.form in ("lines", "points", "bars")}
    reached = {(at, end) for at, *both in shown.intervals for end in both}
    edges = {(at, end) for _, at, *both in shown.bands for end in both}
    across, up = (plot.up, plot.across) if drawing.lying else (plot.across, plot.up)
    left, right, top, bottom = plot.box
    ends = (left, right) if drawing.lying else (bottom, top)
    for at, value in values | edges | reached:
        x = _across(drawing, across, at) if drawing.form != "bars" else None
        y = writers.scaled(value, _numbers(drawing.up, up, ends))
        yield (y, x) if drawing.lying else (x, y)
    for at, _ in shown.rules:
        yield _across(drawing, across, at), None


def _across(drawing: Drawing, ticks: list[tuple[float, str]], at: float) -> float:
    return writers.scaled(
        at, _numbers(drawing.across, ticks, (0.0, 0.0)), logarithmic=drawing.across.logarithmic
    )


def _numbers(
    axis: Axis, ticks: list[tuple[float, str]], ends: tuple[float, float]
) -> list[tuple[float, float]]:
    """The ticks by their value; of panels only the first in each row has words at them.

    One tick tells no scale: then the ends of the axis do.
    """
    if len(axis.ticks) < 2:
        assert axis.low is not None
        assert axis.high is not None
        return [(ends[0], axis.low), (ends[1], axis.high)]
    named = {words: value for value, words in axis.ticks}
    if not any(words for _, words in ticks):
        return [(pixel, value) for (pixel, _), (value, _) in zip(ticks, axis.ticks, strict=True)]
    return [(pixel, named[words]) for pixel, words in ticks]


def _is_there(place: tuple[float | None, float | None], plot: Plot) -> bool:
    return any(
        all(want is None or abs(want - have) <= PIXELS for want, have in zip(place, corner, strict=True))
        for corner in plot.corners
    )


@pytest.mark.parametrize("kind", every_kind.KINDS)
def test_every_kind_is_shown_alike(kind: FigureKind) -> None:
    counts = compared(every_kind.figure(kind))
    assert bool(counts) == (kind != "table")


@pytest.mark.parametrize("data_set", SETS)
def test_the_pages_of_a_city_are_shown_alike(data_set: DataSet) -> None:
    counts = Counter[str]()
    for page in RECIPES:
        for figure in figures_of(snapshot(), page, View("ko", data_set, ("gimhae",))):
            counts += compared(figure)
    assert counts["native"] >= 1
    assert min(counts[each] for each in ("points", "labels", "rules", "path")) >= 1
    assert data_set == "published" or counts["bands"] >= 1


def test_the_parts_of_a_change_are_shown_alike_in_english() -> None:
    view = View("en", "sample", ("gimhae",), kpi="local_university_entry_rate")
    counts = Counter[str]()
    for page in ("explain", "effect", "scenario"):
        for figure in figures_of(snapshot(), page, view):
            counts += compared(figure)
    assert counts["bridge"] == 1
    assert counts["bar"] >= 2


def test_each_indicator_is_shown_alike_for_several_cities() -> None:
    counts = Counter[str]()
    for kpi in measurement.KPIS:
        for figure in figures_of(snapshot(), "progress", View("en", "sample", (), kpi=kpi.id)):
            counts += compared(figure)
    assert counts["line"] > 10
    assert counts["points"] > 300


@pytest.mark.trial
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("cities", CITIES, ids=lambda cities: "+".join(cities) or "all")
@pytest.mark.parametrize("data_set", SETS)
def test_every_recipe_is_shown_alike(data_set: DataSet, cities: tuple[str, ...], language: Language) -> None:
    counts = Counter[str]()
    for figure in walked(data_set, cities, language):
        counts += compared(figure)
    least = 100 if data_set == "sample" else 20
    assert min(counts["points"], counts["labels"]) > least
