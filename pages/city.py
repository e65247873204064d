"""City: one city's targets and indicators, its place in the country, what it runs and is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from meomureum import session
from meomureum.components import elements, figure_frame, scorecard
from meomureum.components.markup import Action
from meomureum.drawing.figure import Figure
from meomureum.session import View, page_figures
from meomureum.texts import Text

TITLE = Text("도시", "City")
FACTS = Text("사업, 산업, 학교와 대학, 사건", "Programmes, industries, schools, universities, events")
FACTS_LEAD = Text(
    "표마다 한 번 누르면 열리고, 내보내거나 브리핑에 담을 수 있습니다.",
    "Each table opens at a click and can be exported or put into the briefing.",
)
IN_SAMPLE = Text(
    "전국과 시도의 값은 공표 자료에만 있어 합성 표본과 함께 놓지 않습니다.",
    "National and provincial values are published figures and never stand beside the synthetic sample.",
)
TO_PUBLISHED = Text("공표 자료로 보기", "Show published figures")
ABOVE = ("targets", "indicators", "retention_by_age", "place_among", "retention_windows", "country_map")
"""What the tables follow, these in the order of the recipe."""


def render(view: View) -> None:
    """The chosen city (the first of several): its scorecard, its pictures, its tables."""
    scorecard.city_line(view, session.names()[page_figures.first_city(view)](view.language), "city")
    figures = page_figures.by_question("city", view)
    held = (*page_figures.standings(view), *page_figures.further(view))
    scorecard.show(view, "city", figures, held, folds={}, below=("place_among", "retention_windows"))
    above = [figures[name].key for name in ABOVE if name in figures]
    _tables(view, [each for key, each in page_figures.page_figures("city", view).items() if key not in above])


def _tables(view: View, tables: Iterable[Figure]) -> None:
    """What the city runs and is made of, each folded under its finding with the ways to hand it over."""
    language = view.language
    elements.section(FACTS(language), FACTS_LEAD(language))
    for figure in tables:
        with elements.folded(figure.title):
            figure_frame.show(figure, "city", view)
    if view.data_set == "sample":
        elements.paragraph(IN_SAMPLE(language))
        there = session.href("city", replace(view, data_set="published"))
        elements.actions([Action(TO_PUBLISHED(language), there)])
