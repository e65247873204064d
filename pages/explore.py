"""Explore: any indicator within any filters, by any two groups, as a chart and the table behind it."""

from __future__ import annotations

import streamlit as st

from meomureum import session
from meomureum.components import (
    elements,
    explore_answer,
    export_menu,
    fault_page,
    figure_frame,
    known_instead,
    page_writer,
)
from meomureum.components.saved_views import saved_views
from meomureum.session import View, explore_choices, page_figures
from meomureum.texts import Text

TITLE = Text("탐색", "Explore")
LEAD = Text(
    "지표와 조건을 고르고 묶어서 봅니다. 고른 것은 모두 주소에 남습니다.",
    "Choose an indicator, filter and group it. Everything chosen stays in the address.",
)


def render(view: View) -> None:
    """The choosers and the answer; what they change is drawn again without the rest of the screen."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    _answer()


@fault_page.part
def _answer() -> None:
    asked = session.current()
    view = page_figures.opened("explore", asked)
    known_instead.another(asked, view, "explore")
    question = explore_choices.question_of(view)
    found = explore_choices.answer_of(view)
    # Before the chart, which they would push down afterwards.
    with st.container(), elements.choosers("of the question"):
        explore_choices.choose_question(view, question, session.choices())
        explore_answer.filters(view, found)
    with figure_frame.box("of the answer"):
        if found.valued.empty:
            explore_answer.nothing(view, found)
        else:
            page_writer.show(explore_answer.told(view))
            export_menu.export_button(view, "explore", explore_answer.FIGURE)
        explore_answer.scope_line(view)
        explore_answer.table(view, found)
        explore_answer.behind(view, found)
    saved_views(view, "explore")
