"""Present: the figures one at a time, large, by keyboard or clicker; notes and definition on demand."""

from __future__ import annotations

import streamlit as st

from meomureum import session
from meomureum.components import elements, presentation_stage
from meomureum.components.markup import Action
from meomureum.drawing.figure import Figure
from meomureum.session import View, basket
from meomureum.texts import Text

TITLE = Text("발표", "Present")
EMPTY = Text("발표할 그림이 없습니다", "There is no figure to present")
HOW = Text(
    "브리핑에 그림을 담거나, 값이 있는 도시를 고르면 여기에 차례로 나옵니다.",
    "Put figures into the briefing, or choose a city that has values.",
)
BRIEFING = Text("브리핑으로", "Back to the briefing")
AT = "figure presented"
ASIDE = "aside presented"


def render(view: View) -> None:
    """The figure in turn; an empty state where there is none."""
    held = _held(view)
    back = Action(BRIEFING(view.language), session.href("briefing", view))
    if not held:
        elements.heading(TITLE(view.language))
        elements.empty_state(EMPTY(view.language), HOW(view.language), [back])
        return
    at = min(st.session_state.get(AT, 0), len(held) - 1)
    figure = basket.figure(held[at], view)
    if figure is not None:
        after = basket.figure(held[at + 1], view) if at + 1 < len(held) else None
        _show(figure, at, len(held), after.title if after is not None else "", view, back)


def _held(view: View) -> list[basket.Item]:
    """The basket, else the briefing of the first city in sight; only what has a value."""
    own = [each for each in basket.items() if each.view.data_set == view.data_set]
    city = (view.cities or tuple(session.choices().cities))[0]
    wanted = own or basket.items_of_city(view, city)
    return [each for each in wanted if basket.finding(each, view) is not None]


def _show(figure: Figure, at: int, count: int, following: str, view: View, back: Action) -> None:
    aside = st.session_state.get(ASIDE, "")
    presentation_stage.figure(figure, at, count, view, aside)
    presentation_stage.speakers_notes(figure, at, count, following, view)
    presentation_stage.controls(view, at, count, go=_go, turn=_turn)
    presentation_stage.leave(back, view)


def _go(to: int) -> None:
    st.session_state[AT] = max(0, to)


def _turn(aside: str) -> None:
    """Show notes or definition, or put them away again."""
    st.session_state[ASIDE] = "" if st.session_state.get(ASIDE) == aside else aside
