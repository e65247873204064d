"""Overview: a city's targets and indicators in pictures, the country and the other cities, what is new."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.components import city_line, elements, figure_frame, judged_indicator, scorecard
from meomureum.components.indicator_rows import rows
from meomureum.drawing.figure import Figure
from meomureum.session import View, news, page_figures
from meomureum.texts import Text

TITLE = Text("개요", "Overview")
BY_UNIVERSITY = Text("대학별 값 {count}개", "Values by university: {count}")
CHANGED = Text("바뀐 값", "What changed")
NOTHING_CHANGED = Text(
    "지난 스냅숏 뒤로 바뀐 값이 없습니다.", "No value has changed since the last snapshot."
)
NOT_LOADED = Text("불러올 수 있는 새 자료", "What could be loaded")
ALL_LOADED = Text("새 판이 나온 자료가 없습니다.", "No source is known to have a newer edition.")
OF_THE_COUNTRY = ("retention_by_age", "place_among", "country_map")
"""Figures that stand side by side; each appears as soon as `figures.overview.PARTS` yields one of that key."""
WIDTHS, COUNTRY_HEIGHT = (5, 3, 3), 340


def render(view: View) -> None:
    """The cities to choose from, the targets, the indicators, the country, the other cities, the news."""
    city_line.show(view, TITLE(view.language), "overview")
    figures = page_figures.by_question("overview", view)
    scorecard.show(view, "overview", figures, page_figures.standings(view), _universities(view))
    country = [figures[name] for name in OF_THE_COUNTRY if name in figures]
    figure_frame.side_by_side(country, "overview", view, widths=WIDTHS, height=COUNTRY_HEIGHT)
    _compared(view, figures)
    _news(view)


def _universities(view: View) -> dict[str, Markup]:
    held, language = page_figures.universities(view), view.language
    if not held:
        return {}
    title = BY_UNIVERSITY.fill(count=len(held))(language)
    return {
        title: rows(
            held, scorecard.present_year(), language, judged_indicator.address(view), title, named=True
        )
    }


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
