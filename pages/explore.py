"""Explore: any indicator within any filters, by any two groups, as a chart and the table behind it."""

from __future__ import annotations

import streamlit as st

import parts
import session
from parts import explored, fault
from parts.saved import saved_views
from session import View, exploring
from texts import Text

TITLE = Text("탐색", "Explore")
LEAD = Text(
    "지표와 조건을 고르고 묶어서 봅니다. 고른 것은 모두 주소에 남습니다.",
    "Choose an indicator, filter and group it. Everything chosen stays in the address.",
)


def render(view: View) -> None:
    """The choosers and the answer; what they change is drawn again without the rest of the screen."""
    parts.heading(TITLE(view.language), LEAD(view.language))
    _answer()


@fault.part
def _answer() -> None:
    view = session.current()
    question = exploring.asked(view)
    found = exploring.answered(view)
    choosers, answer = st.container(), st.container()
    with answer:  # sent first: the reader waits for the chart
        if found.valued.empty:
            explored.nothing(view, found)
        else:
            parts.show(explored.told(view))
    with choosers:
        exploring.choose_question(view, question, session.choices())
        explored.filters(view, found)
        explored.scope_line(view)
    if not found.valued.empty:
        parts.export_button(view, "explore", explored.FIGURE)
    explored.table(view, found)
    explored.behind(view, found)
    saved_views(view, "explore")
