"""An analyst's choices on the screen, each depending on the others, and the answers to them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from meomureum.drawing.figure import Figure
from meomureum.figures import explore, explore_question
from meomureum.figures.explore_question import CHARTS, MOST_GROUPS, Answer, Question
from meomureum.measures import facets
from meomureum.measures.facets import FILTER_OF, YEARS, Facets
from meomureum.measures.indicators import dimensions
from meomureum.session.snapshots import once_a_view, snapshot
from meomureum.session.view import (
    change,
    choose_formula,
    choose_kpi,
    choose_one,
    current,
    drawn_from,
    was_set,
    write,
)
from meomureum.store.address import Choices, View
from meomureum.texts import Text

_CHART = Text("그림", "Chart")
_GROUPS = (Text("묶음", "Group by"), Text("다시 나눔", "Then by"))
_NONE = Text("나누지 않음", "No further group")
_ANY = Text("전체", "Any")
_NOBODY = ""


def question_of(view: View) -> Question:
    """What the view asks for, as far as the data can answer it."""
    return explore_question.question(snapshot(), view)


def answer_of(view: View) -> Answer:
    """The measured answer, the same in every language."""
    return _answered(replace(view, language="ko"))


@once_a_view
def _answered(view: View) -> Answer:
    return explore_question.answer(snapshot(), view)


@once_a_view
def figure_of(view: View) -> Figure | None:
    """The answer as a figure; None if it has no value."""
    return explore.figure(snapshot(), view, answer_of(view))


def sentences_of(view: View) -> tuple[tuple[Text, ...], Text]:
    """The finding of the answer, and its subject."""
    return _told(replace(view, language="ko"))


@once_a_view
def _told(view: View) -> tuple[tuple[Text, ...], Text]:
    found = answer_of(view)
    return tuple(explore.findings(found)), explore.subtitle(found)


def facets_of(view: View, formula_id: str = "") -> Facets:
    """What the filters of the view leave, by another formula if one is named."""
    of = snapshot()
    return facets.facets(of, view.kpi, explore_question.asked_of(of, view), formula_id or view.formula)


def filter_name(name: str) -> Text:
    """What a filter is called."""
    return Text("연도", "Years") if name == YEARS else dimensions.NAMES[name]


def without_filters(view: View, names: tuple[str, ...]) -> View:
    """The view without some of its filters."""
    return replace(view, **facets.loosening(names))


def without_choices(view: View) -> View:
    """The view of the same indicator and set without anything else chosen."""
    kept = {name: getattr(view, name) for name in ("kpi", "formula", "snapshot", "release")}
    return View(view.language, view.data_set, **kept)


def choose_question(view: View, question: Question, choices: Choices) -> None:
    """Indicator and formula; the two groups and the chart."""
    choose_kpi(view, choices)
    choose_formula(view, choices)
    for at in range(MOST_GROUPS):
        _choose_group(view, question, at, question.groups[at] if at < len(question.groups) else _NOBODY)
    choose_one(view, "chart", _CHART, CHARTS, view.chart or next(iter(CHARTS)))


def _choose_group(view: View, question: Question, at: int, chosen: str) -> None:
    taken = {group for other, group in enumerate(question.groups) if other != at}
    offered = [each for each in (*question.offered, *(("year",) if at else ())) if each not in taken]
    options = [*([_NOBODY] if at else []), *offered]
    key = drawn_from(f"group {at}", chosen, f"{view.language} {hash(tuple(options))}")
    st.selectbox(
        _GROUPS[at](view.language),
        options,
        format_func=lambda code: (dimensions.NAMES[code] if code else _NONE)(view.language),
        key=key,
        on_change=_write_group,
        args=(key, at, question.groups),
    )


def _write_group(key: str, at: int, groups: tuple[str, ...]) -> None:
    if not was_set(key):
        return
    # A chooser that another has just replaced knows of fewer groups.
    now = current().groups
    wanted = [*(now if set(groups) <= set(now) else groups), *[_NOBODY] * MOST_GROUPS][:MOST_GROUPS]
    wanted[at] = st.session_state[key]
    change(groups=tuple(each for each in wanted if each))


def choose_filters(view: View, question: Question, left: Facets) -> None:
    """Draw a chooser per dimension of the data; it offers only what exists with the other choices."""
    offered = {
        name: options
        for name in question.offered
        if name in FILTER_OF and name != "city" and (options := _options(view, left, name))
    }
    with st.container(horizontal=True):
        for name, options in offered.items():
            _choose(view, name, options)


def _options(view: View, left: Facets, name: str) -> tuple[str, ...]:
    """What can be chosen, and what is chosen already; nothing where there is no choice."""
    chosen: tuple[str, ...] = getattr(view, FILTER_OF[name])
    found = {*left.options.get(name, ()), *chosen}
    order = [*explore_question.order_of(snapshot(), name), *sorted(found)]
    return tuple(code for code in dict.fromkeys(order) if code in found) if len(found) > 1 or chosen else ()


def _choose(view: View, name: str, options: tuple[str, ...]) -> None:
    language, field = view.language, FILTER_OF[name]
    chosen = [code for code in options if code in getattr(view, field)]
    of = snapshot()
    names = {code: explore_question.chosen_name(of, name, code)(language) for code in options}
    key = drawn_from(f"filter {name}", chosen, f"{language} {hash(options)}")
    st.multiselect(
        dimensions.NAMES[name](language),
        list(options),
        format_func=names.__getitem__,
        placeholder=_ANY(language),
        key=key,
        on_change=write,
        args=(key, field),
    )
