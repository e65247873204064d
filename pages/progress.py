"""Progress: one indicator over the years, against its targets, with every number below."""

from __future__ import annotations

import streamlit as st

from meomureum import session
from meomureum.components import (
    elements,
    export_menu,
    fault_page,
    figure_frame,
    known_instead,
    page_writer,
    progress_story,
)
from meomureum.components.evidence import Shown, evidence
from meomureum.measures.measurement import find
from meomureum.session import View, page_figures
from meomureum.texts import Text

TITLE = Text("추이", "Progress")
LEAD = Text("지표 하나를 해마다 보고 목표와 견줍니다.", "One indicator over the years, against its targets.")
STAND_IN = Text(
    "'{asked}'의 방식으로는 값을 낼 수 없어 '{used}'의 값을 보여 드립니다. 두 산식의 값은 서로 비교할 수 없습니다.",
    "'{asked}' has no value here, so '{used}' is shown. The two formulas cannot be compared.",
)
OTHER_WAY = Text(
    "고른 대상으로는 값이 없어 '{by}'별 값을 보여 드립니다.",
    "There is no value for what was chosen; values by '{by}' are shown.",
)


def render(view: View) -> None:
    """The choosers and the answer; what they change is drawn again without the rest of the screen."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    _answer()


@fault_page.part
def _answer() -> None:
    """The choosers, the chart, the verdicts, the definition."""
    asked = session.current()
    view = page_figures.opened("progress", asked)
    told = progress_story.told(view)
    with elements.choosers("of progress"):  # before the chart, which they would push down afterwards
        _choose(view, told)
    with st.container():
        known_instead.another(asked, view, "progress")
        _notices(view, told)
    with figure_frame.box("of progress"):
        page_writer.show(told.words)
        behind, further = progress_story.beneath(view)
        if told.found.places:
            export_menu.export_button(view, "progress")
            page_writer.show(behind)
            used, by = told.found.used, told.found.grouped
            evidence(Shown(session.snapshot(), view.kpi, told.scope, by, used.id), view.language)
    page_writer.show(further)


def _choose(view: View, told: progress_story.Told) -> None:
    session.choose_kpi(view, session.choices())
    session.choose_formula(view, session.choices())
    session.choose_by(view)
    if told.found.by == "institution":
        session.choose_institutions(view, told.found.offered)


def _notices(view: View, told: progress_story.Told) -> None:
    notes = [OTHER_WAY.fill(by=session.BY[told.found.by])] if told.found.by != view.by else []
    asked = find(view.kpi).formula(view.formula)
    if told.found.used.id != asked.id:
        notes.append(STAND_IN.fill(asked=asked.name, used=told.found.used.name))
    elements.notices(notes, view.language)
