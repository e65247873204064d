"""Overview: a city's targets and indicators in pictures, the country and the other cities, what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.components import city_line, elements, figure_frame, judged_indicator, page_writer
from meomureum.components.bullet import has_bullet, key
from meomureum.components.indicator_rows import rows
from meomureum.components.target_tiles import tiles, unknown
from meomureum.drawing.figure import Figure
from meomureum.figures.standing import Standing, aimed, by_attention, valued
from meomureum.session import View, news, page_figures
from meomureum.texts import Text

TITLE = Text("개요", "Overview")
UNKNOWN_TARGETS = Text("값이 공표되지 않은 목표 {count}개", "Targets without a value: {count}")
BY_UNIVERSITY = Text("대학별 값 {count}개", "Values by university: {count}")
NO_VALUE = Text(
    "값이 없는 지표 {count}개와 채우는 방법", "Without a value: {count}, and what would fill them"
)
CHANGED = Text("바뀐 값", "What changed")
NOTHING_CHANGED = Text(
    "지난 스냅숏 뒤로 바뀐 값이 없습니다.", "No value has changed since the last snapshot."
)
NOT_LOADED = Text("불러올 수 있는 새 자료", "What could be loaded")
ALL_LOADED = Text("새 판이 나온 자료가 없습니다.", "No source is known to have a newer edition.")
MOST_TILES = 4
OF_THE_COUNTRY = ("retention_by_age", "place_among", "country_map")
"""Figures that stand side by side; each appears as soon as `figures.overview.PARTS` yields one of that key."""
WIDTHS, COUNTRY_HEIGHT = (5, 3, 3), 340


def render(view: View) -> None:
    """The cities to choose from, the targets, the indicators, the country, the other cities, the news."""
    city_line.show(view, TITLE(view.language), "overview")
    figures = {
        key.split("-")[0]: figure for key, figure in page_figures.page_figures("overview", view).items()
    }
    held = page_figures.standings(view)
    parts = (_targets, _indicators) if valued(aimed(held)) else (_indicators, _targets)  # a picture first
    for part in parts:
        part(view, figures, held)
    _country(view, figures)
    _compared(view, figures)
    _news(view)


def _year() -> int:
    return int(session.today()[:4])


def _targets(view: View, figures: Mapping[str, Figure], every: Sequence[Standing]) -> None:
    """A tile for each target of which something is known, a line for each of the others."""
    language, held = view.language, aimed(every)
    if "targets" not in figures:
        return
    known = sorted(valued(held), key=lambda each: not each.progress.path)[:MOST_TILES]
    signs = key(language) if any(has_bullet(each.progress) for each in known) else elements.NO_MARK
    figure_frame.finding(figures["targets"], view, signs)
    if known:
        page_writer.show(tiles(known, _year(), language, judged_indicator.address(view)))
    silent = [each for each in held if not each.valued]
    if not known:
        page_writer.show(unknown(silent, language))
        silent = []
    told = UNKNOWN_TARGETS.fill(count=len(silent))(language)
    folds = {told: unknown(silent, language)} if silent else {}
    figure_frame.base(figures["targets"], "overview", view, folds)


def _indicators(view: View, figures: Mapping[str, Figure], held: Sequence[Standing]) -> None:
    """A row an indicator; one click away the universities and what has no value."""
    language, address = view.language, judged_indicator.address(view)
    silent = [each for each in held if not each.valued]
    folds = _universities(view)
    if silent:
        with page_writer.writing() as told:
            judged_indicator.silent(view, silent, "overview")
        folds[NO_VALUE.fill(count=len(silent))(language)] = told.whole
    if "indicators" not in figures:
        for words in folds.values():
            page_writer.show(words)
        return
    figure = figures["indicators"]
    figure_frame.finding(figure, view)
    known = by_attention(valued(held))
    page_writer.show(rows(known, _year(), language, address, figure.title))
    figure_frame.base(figure, "overview", view, folds)


def _universities(view: View) -> dict[str, Markup]:
    held, language = page_figures.universities(view), view.language
    if not held:
        return {}
    title = BY_UNIVERSITY.fill(count=len(held))(language)
    return {title: rows(held, _year(), language, judged_indicator.address(view), title, named=True)}


def _country(view: View, figures: Mapping[str, Figure]) -> None:
    """The picture of the mission beside the city's place among all."""
    shown = [figures[name] for name in OF_THE_COUNTRY if name in figures]
    if not shown:
        return
    for column, figure in zip(st.columns(WIDTHS[: len(shown)]), shown, strict=True):
        with column:
            figure_frame.finding(figure, view)
            figure_frame.picture(figure, height=COUNTRY_HEIGHT)
            figure_frame.base(figure, "overview", view)


def _compared(view: View, figures: Mapping[str, Figure]) -> None:
    """City against city, by the same indicator on the same axes."""
    if "compared" in figures:
        figure_frame.finding(figures["compared"], view)
        figure_frame.multiples(figures["compared"])
        figure_frame.base(figures["compared"], "overview", view)


def _news(view: View) -> None:
    language, told = view.language, news.changed(view)
    late = [] if view.data_set == "sample" else news.not_loaded(session.today())
    changed, loadable = st.columns(2)
    with changed:
        elements.section(CHANGED(language))
        if told:
            elements.listing([each(language) for each in told])
        else:
            elements.paragraph(NOTHING_CHANGED(language))
    with loadable:
        elements.section(NOT_LOADED(language))
        if late:
            elements.listing([each(language) for each in late])
        else:
            elements.paragraph(ALL_LOADED(language))
