"""The field in the head of every page that leads to an indicator, a city, an institution or a page by its name."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from meomureum import session
from meomureum.session import PageName, View, search
from meomureum.session.search import Destination
from meomureum.texts import LANGUAGES, Language, Text, literal

LABEL = Text("찾기", "Search")
PLACEHOLDER = Text("/ 지표, 학교, 도시 찾기", "/ Search")
NOT_FOUND = Text(
    "‘{words}’에 맞는 지표, 도시, 기관, 화면을 찾지 못했습니다. 이름을 줄여서 찾아 보세요.",
    "No indicator, city, institution or page matches “{words}”. Try fewer words.",
)
SEVERAL = Text(
    "‘{words}’에 맞는 이름이 여럿입니다: {named}. 하나를 골라 주세요.",
    "Several names match “{words}”: {named}. Choose one.",
)
MOST_NAMED = 8
_ASKED, _TURN = "words searched for", "how often the search was used"


def show(pages: Mapping[PageName, Text], language: Language) -> None:
    """The field: what is typed narrows the names down, words of one's own are read when they are entered."""
    names = search.entries(session.snapshot(), pages)
    key = f"search {st.session_state.get(_TURN, 0)} {language}"
    st.selectbox(
        LABEL(language),
        list(names),
        index=None,
        format_func=lambda code: literal(names[code](language)) if code in names else str(code),
        placeholder=PLACEHOLDER(language),
        label_visibility="collapsed",
        accept_new_options=True,
        key=key,
        on_change=_ask,
        args=(key,),
    )


def wanted(view: View, pages: Mapping[PageName, Text]) -> Destination | Text | None:
    """Where the last search leads, or that it leads nowhere; None where nobody has searched."""
    words = st.session_state.pop(_ASKED, "")
    if not words:
        return None
    found = search.destination(session.snapshot(), view, words, pages)
    if found is not None:
        return found
    several = list(search.candidates(session.snapshot(), words, pages).values())[:MOST_NAMED]
    if not several:
        return NOT_FOUND.fill(words=words)
    named = Text(*(", ".join(each(language) for each in several) for language in LANGUAGES))
    return SEVERAL.fill(words=words, named=named)


def _ask(key: str) -> None:
    """Remember the words; the field is drawn anew, empty."""
    st.session_state[_ASKED] = st.session_state[key] or ""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
