"""Exact values for who may see them, once they have said why."""

from __future__ import annotations

import streamlit as st

from meomureum import session
from meomureum.access.visitor import Visitor
from meomureum.components import elements
from meomureum.session import View
from meomureum.session.access_record import taker
from meomureum.session.snapshots import may_ask_for_exact, open_exact
from meomureum.texts import Text

SEE = Text("정확한 값 보기", "See exact values")
REASON = Text("정확한 값이 필요한 사유", "Why exact values are needed")
TOLD = Text(
    "적은 인원의 값까지 보입니다. 까닭이 접속 기록에 남습니다.",
    "Values of few persons are shown too. The reason is kept in the access log.",
)
FIRST = Text("사유를 먼저 적어 주십시오.", "Please say why first.")
OPEN = Text("보기", "Show")


def ask(view: View, who: Visitor) -> None:
    """The question, where there is something to ask for; nothing otherwise."""
    snapshot, language = session.snapshot(), view.language
    if not may_ask_for_exact(snapshot, who):
        return
    with st.popover(SEE(language), width="stretch", key=f"exact {language}"):
        elements.quiet(TOLD(language))
        why = st.text_input(REASON(language), max_chars=200, key=f"exact reason {language}") or ""
        if st.button(OPEN(language), key=f"exact open {language}"):
            if not taker(why).gives_a_reason:
                elements.notices([FIRST], language, "warning")
                return
            open_exact(snapshot, why)
            session.change(release="exact")
            st.rerun()
