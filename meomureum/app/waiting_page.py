"""The page of a reader who comes before the data are ready: what is being done, how far it is, or why not."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from etl import snapshot_repair
from etl.contract import LoadRefused
from meomureum import session
from meomureum.app.readiness import OPEN_TO_READERS, PREPARATION, State
from meomureum.components import elements, fault_page, page_writer
from meomureum.store import incidents, warehouse
from meomureum.texts import Language, Text

LOOKS_EVERY_SECONDS = 1.0
TITLE = Text("자료를 준비하고 있습니다", "The data are being prepared")
LEAD = Text(
    "처음 시작하거나 자료가 바뀌었을 때 한 번 합니다. 끝나면 이 화면이 저절로 이어집니다.",
    "This is done once, at the first start or when the data have changed. The page goes on by itself.",
)
STEP = Text("{of}단계 가운데 {at}단계: {what}", "Step {at} of {of}: {what}")
BEGINNING = Text("시작하고 있습니다", "Starting")
ASKING = Text("첫 계산을 해 보고 있습니다", "Trying a first calculation")
REFUSED = Text("자료를 불러올 수 없습니다", "The data cannot be loaded")
_AWAITED = "the preparation that this screen waits for"


def let_in() -> bool:
    """Whether the reader may go on to the page; else it is drawn why not.

    A preparation that has failed, or whose snapshot has gone, begins anew with a reader's visit:
    not while their screen only looks how far it is.
    """
    awaited = st.session_state.pop(_AWAITED, None)
    if PREPARATION.state.stage == "not begun":
        PREPARATION.here()
        awaited = PREPARATION.state.attempt
    state = PREPARATION.state
    if state.stage in OPEN_TO_READERS and _answers():
        return True
    if state.fault is not None and awaited == state.attempt:
        _failed(state.fault, session.language())
        return False
    PREPARATION.begin()
    st.session_state[_AWAITED] = PREPARATION.state.attempt
    elements.heading(TITLE(session.language()), LEAD(session.language()))
    _how_far()
    return False


def _answers() -> bool:
    """Whether a snapshot answers today's questions; a damaged one is built anew meanwhile."""
    if warehouse.damage() is None:
        return warehouse.current() is not None
    if not snapshot_repair.answers_meanwhile():
        return False
    snapshot_repair.heal()
    return True


def _failed(why: Exception, language: Language) -> None:
    if not isinstance(why, LoadRefused):
        fault_page.told(why, as_page=True)
        return
    elements.heading(REFUSED(language))
    elements.notices([problem.sentence() for problem in why.problems], language, "danger")
    elements.facts([(fault_page.CODE(language), incidents.code_of(why))])
    elements.actions(fault_page.ways(language))


@st.fragment(run_every=LOOKS_EVERY_SECONDS)
def _how_far() -> None:
    if not PREPARATION.under_way or PREPARATION.state.stage in OPEN_TO_READERS:
        st.rerun()
    page_writer.show(progress(PREPARATION.state, session.language()))


def progress(state: State, language: Language) -> Markup:
    """A sentence on what is being done, over a bar of how far it is."""
    doing = state.doing
    if doing is None:
        words, share = (ASKING if state.stage == "asking" else BEGINNING)(language), 0.0
    else:
        words, share = STEP.fill(of=doing.of, at=doing.at, what=doing.words)(language), doing.share
    return Markup(
        '<div class="mm-waiting" role="status"><p class="mm-text">{}</p>'
        '<div class="mm-waiting-bar"><div style="width: {:.0%}"></div></div></div>'
    ).format(words, 1.0 if state.stage == "asking" else share)
