"""Why something is taken along: asked of who has signed in, and kept in the access log."""

from __future__ import annotations

import streamlit as st

from meomureum.components import elements
from meomureum.session.access_record import Taker, taker
from meomureum.texts import Language, Text

REASON = Text("내보내는 까닭", "Reason for the export")
REASON_HELP = Text(
    "누가, 언제, 무엇을, 왜 내보냈는지 접속 기록에 남습니다.",
    "The access log keeps who took what along, when and why.",
)
FIRST = Text("까닭을 적으면 내려받을 수 있습니다.", "Give a reason to download.")
_KEPT = "reason given"


def reason(key: str, language: Language) -> Taker | None:
    """Who takes a file along and why; None until a signed-in reader has said why."""
    asker = taker()
    if not asker.who.signed_in:
        return asker
    words = st.text_input(
        REASON(language),
        value=st.session_state.get(_KEPT, ""),
        max_chars=200,
        help=REASON_HELP(language),
        key=f"reason {key} {language}",
    )
    given = taker(words or "")
    if not given.gives_a_reason:
        elements.quiet(FIRST(language))
        return None
    st.session_state[_KEPT] = given.why
    return given


def reason_given() -> Taker | None:
    """The same without asking: who takes it, where no reason is needed or one has been given."""
    asker = taker(st.session_state.get(_KEPT, ""))
    return asker if asker.gives_a_reason else None
