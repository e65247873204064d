"""The choices of the survey page, kept in the address like all others, and what it shows beside its figures."""

from __future__ import annotations

import streamlit as st

from meomureum.drawing.figure import Figure
from meomureum.figures import survey
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.session.snapshots import once_a_view, snapshot
from meomureum.session.view import change, drawn_from
from meomureum.store.address import View
from meomureum.texts import Text

_GROUPING = Text("무엇별로", "By")


@once_a_view
def other_questions(view: View) -> dict[str, tuple[Figure, ...]]:
    """What was asked beside the intention to settle, by city."""
    return survey.other_questions(snapshot(), view)


def choose_grouping(view: View, chosen: str, offered: tuple[str, ...]) -> None:
    """The grouping of respondents, if there is a choice."""
    if len(offered) < 2:
        return
    key = drawn_from("group", chosen, f"{view.language} {offered}")
    st.selectbox(
        _GROUPING(view.language),
        list(offered),
        format_func=lambda code: NAMES[code](view.language),
        key=key,
        on_change=lambda: change(groups=(st.session_state[key],)),
    )
