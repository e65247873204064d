"""Map: one indicator by one formula in one year, on the outlines of the cities and of the whole country."""

from __future__ import annotations

import streamlit as st

from meomureum import session
from meomureum.components import elements, figure_frame, known_instead
from meomureum.figures.place_among import tells_of_chosen
from meomureum.measures.measurement import find
from meomureum.session import View, page_figures
from meomureum.texts import Text

TITLE = Text("지도", "Map")
LEAD = Text(
    "지표 하나를 같은 산식, 같은 해로 도시마다 견줍니다.",
    "One indicator by city: the same formula, the same year.",
)
NOTHING = Text("지도에 그릴 값이 없습니다", "There is no value to draw")
NO_ANSWER = Text("고른 조건에 맞는 값이 없습니다.", "No value meets the choices.")


def render(view: View) -> None:
    """The chooser, then the map of the cities beside that of the country where it has values."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    asked, view = view, page_figures.opened("map", view)
    known_instead.another(asked, view, "map")
    with elements.choosers("of the map"):
        session.choose_kpi(view, session.choices())
        session.choose_formula(view, session.choices())
    maps = page_figures.page_figures("map", view)
    if not maps:
        reason = find(view.kpi).unavailable if view.data_set == "published" else NO_ANSWER
        known_instead.nothing(view, "map", NOTHING, reason)
        return
    if not any(map(tells_of_chosen, maps.values())):
        known_instead.others(view, "map")
    if len(maps) == 1:
        figure_frame.show(next(iter(maps.values())), "map", view)
        return
    for column, figure in zip(st.columns(len(maps)), maps.values(), strict=True):
        with column:
            figure_frame.card(figure, "map", view)
