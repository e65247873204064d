"""Overview: a city's targets and indicators in pictures, the country and the other cities, what is new."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.components import elements, judged_indicator, scorecard
from meomureum.components.indicator_rows import rows
from meomureum.session import View, answers, page_figures
from meomureum.texts import Language, Text

TITLE = Text("개요", "Overview")
BY_UNIVERSITY = Text("대학별 값 {count}개", "Values by university: {count}")
CHANGED = Text("바뀐 값", "What changed")
NOTHING_CHANGED = Text(
    "지난 스냅숏 뒤로 바뀐 값이 없습니다.", "No value has changed since the last snapshot."
)
NOT_LOADED = Text("불러올 수 있는 새 자료", "What could be loaded")
ALL_LOADED = Text("새 판이 나온 자료가 없습니다.", "No source is known to have a newer edition.")
MORE, MOST_NEWS = Text("그 밖의 {count}건", "{count} more"), 3


def render(view: View) -> None:
    """The cities to choose from, the targets, the indicators, the country, the other cities, the news."""
    scorecard.city_line(view, TITLE(view.language), "overview")
    figures = page_figures.by_question("overview", view)
    third = "compared" if "compared" in figures else "retention_windows"
    scorecard.show(
        view,
        "overview",
        figures,
        page_figures.standings(view),
        folds=_universities(view),
        below=("place_among", third),
    )
    _news(view)


def _universities(view: View) -> dict[str, Markup]:
    held, language = page_figures.universities(view), view.language
    if not held:
        return {}
    title = BY_UNIVERSITY.fill(count=len(held))(language)
    return {
        title: rows(held, session.present_year(), language, judged_indicator.address(view), title, named=True)
    }


def _news(view: View) -> None:
    language, told = view.language, answers.changed_values(view)
    late = [] if view.data_set == "sample" else answers.not_loaded(str(session.today()))
    with st.container(key="news"):
        changed, loadable = st.columns([2, 3] if told else [1, 2])
    with changed:
        elements.section(CHANGED(language))
        _listed(told, NOTHING_CHANGED, language)
    with loadable:
        elements.section(NOT_LOADED(language))
        _listed(late, ALL_LOADED, language)


def _listed(told: Sequence[Text], nothing: Text, language: Language) -> None:
    """The first few in sight, however many time brings; the others one click away."""
    if not told:
        elements.paragraph(nothing(language))
        return
    elements.listing([each(language) for each in told[:MOST_NEWS]])
    if rest := told[MOST_NEWS:]:
        with elements.fold(MORE.fill(count=len(rest))(language)):
            elements.listing([each(language) for each in rest])
