"""The reader's session: choices on the screen, held by the address, and cached queries.

The address is the truth: every choice shared by the pages is drawn from it and written
back to it, so the browser's back button brings the choices along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

import streamlit as st

from address import BY, DATA_SETS, PAGES, Choices, PageName, View, address, href, parse
from session.answers import (
    aim,
    checks,
    choices,
    cited,
    contracts,
    events,
    files,
    filtered,
    headline,
    history,
    kept_snapshot,
    measured,
    names,
    newest,
    overdue,
    plans,
    restated,
    restated_values,
    snapshot,
    sources,
    stage_plan,
    steps,
    targets,
    trace,
)
from session.roles import role
from texts import LANGUAGES, Language, Text

__all__ = [
    "BY",
    "DATA_SETS",
    "PAGES",
    "Choices",
    "PageName",
    "View",
    "address",
    "aim",
    "checks",
    "choices",
    "cited",
    "contracts",
    "events",
    "files",
    "filtered",
    "headline",
    "history",
    "href",
    "kept_snapshot",
    "measured",
    "names",
    "newest",
    "overdue",
    "parse",
    "plans",
    "restated",
    "restated_values",
    "role",
    "snapshot",
    "sources",
    "stage_plan",
    "steps",
    "targets",
    "today",
    "trace",
]

_LANGUAGE_NAMES: Mapping[Language, str] = {"ko": "한국어", "en": "English"}
# A list of options has no room for None: Streamlit takes it for "nothing chosen yet".
_EVERY_YEAR = 0


def today() -> str:
    """The present day (ISO); calculations take it as an argument."""
    return datetime.now().astimezone().date().isoformat()


def language() -> Language:
    """The language of the present address, known before any data is."""
    return "en" if st.query_params.get("lang") == "en" else "ko"


def current() -> View:
    """The view of the present address."""
    return parse(st.query_params.to_dict(), choices())[0]


def notices() -> list[Text]:
    """What the present address asks for and the product does not know."""
    return parse(st.query_params.to_dict(), choices())[1]


def change(**changes: object) -> None:
    """Write a changed view into the address, in its one canonical form."""
    view = current()
    if "kpi" in changes and changes["kpi"] != view.kpi:
        # A formula belongs to its indicator.
        changes = {"formula": "", **changes}
    wanted = address(replace(view, **changes))  # type: ignore[arg-type]
    st.query_params.from_dict(address(parse(wanted, choices())[0]))


# --- the shared choices on the screen ----------------------------------------------


def choose_language(view: View) -> None:
    """한국어 | English, at the top of every page."""
    # The key must not change with the language, or the keyboard focus would be lost.
    key = _drawn_from("language", view.language, "")
    st.segmented_control(
        "언어 Language",
        list(LANGUAGES),
        format_func=_LANGUAGE_NAMES.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=key,
        on_change=_write,
        args=(key, "language"),
    )


def choose_data_set(view: View) -> None:
    """Published figures or the synthetic sample; a figure never mixes the two."""
    key = _drawn_from("data_set", view.data_set, view.language)
    st.segmented_control(
        Text(ko="자료", en="Data")(view.language),
        list(DATA_SETS),
        format_func=lambda code: DATA_SETS[code](view.language),
        required=True,
        width="stretch",
        key=key,
        on_change=_write,
        args=(key, "data_set"),
    )


def choose_cities(view: View, choices: Choices) -> None:
    """Any number of cities; none chosen means all."""
    key = _drawn_from("cities", list(view.cities), view.language)
    st.pills(
        Text(ko="도시 (고르지 않으면 전체)", en="Cities (none chosen: all)")(view.language),
        list(choices.cities),
        selection_mode="multi",
        format_func=lambda code: choices.cities[code](view.language),
        key=key,
        on_change=_write,
        args=(key, "cities"),
    )


def choose_years(view: View, choices: Choices) -> None:
    """The first and the last year; only pairs in order can be chosen."""
    until = [year for year in choices.years if view.last_year is None or year <= view.last_year]
    since = [year for year in choices.years if view.first_year is None or year >= view.first_year]
    first, last = st.columns(2)
    with first:
        _choose_year(Text(ko="시작 연도", en="First year"), "first_year", until, view)
    with last:
        _choose_year(Text(ko="끝 연도", en="Last year"), "last_year", since, view)


def _choose_year(label: Text, name: Literal["first_year", "last_year"], years: list[int], view: View) -> None:
    every = Text(ko="전체", en="All")(view.language)
    chosen = (view.first_year if name == "first_year" else view.last_year) or _EVERY_YEAR
    key = _drawn_from(name, chosen, f"{view.language} {years[:1]} {years[-1:]}")
    st.selectbox(
        label(view.language),
        [_EVERY_YEAR, *years],
        format_func=lambda year: every if year == _EVERY_YEAR else str(year),
        key=key,
        on_change=_write,
        args=(key, name),
    )


def choose_kpi(view: View, choices: Choices) -> None:
    """The indicator of Progress."""
    key = _drawn_from("kpi", view.kpi, view.language)
    st.selectbox(
        Text(ko="지표", en="Indicator")(view.language),
        list(choices.kpis),
        format_func=lambda code: choices.kpis[code](view.language),
        key=key,
        on_change=_write,
        args=(key, "kpi"),
    )


def choose_formula(view: View, choices: Choices) -> None:
    """The formula of the chosen indicator, where there is more than one."""
    formulas = choices.formulas.get(view.kpi, {})
    if len(formulas) < 2:
        return
    key = _drawn_from("formula", view.formula or next(iter(formulas)), f"{view.language} {view.kpi}")
    st.selectbox(
        Text(ko="산식", en="Formula")(view.language),
        list(formulas),
        format_func=lambda code: formulas[code](view.language),
        key=key,
        on_change=_write,
        args=(key, "formula"),
    )


def choose_by(view: View) -> None:
    """Whether each line of Progress is a city or an institution."""
    key = _drawn_from("by", view.by, view.language)
    st.segmented_control(
        Text(ko="견줄 대상", en="Compare")(view.language),
        list(BY),
        format_func=lambda code: BY[code](view.language),
        required=True,
        key=key,
        on_change=_write,
        args=(key, "by"),
    )


def choose_institutions(view: View, offered: Mapping[str, Text]) -> None:
    """Some of the institutions that have a value; none chosen means all of them."""
    chosen = [code for code in offered if code in view.institutions]
    key = _drawn_from("institutions", chosen, f"{view.language} {view.kpi} {hash(tuple(offered))}")
    st.multiselect(
        Text(ko="기관 (고르지 않으면 전체)", en="Institutions (none chosen: all)")(view.language),
        list(offered),
        format_func=lambda code: offered[code](view.language),
        placeholder=Text(ko="기관 고르기", en="Choose institutions")(view.language),
        key=key,
        on_change=_write,
        args=(key, "institutions"),
    )


def _drawn_from(name: str, value: object, state_of: str) -> str:
    """Set a widget to what the address says, and give the key to draw it with.

    The key changes with the words and options of the widget (`state_of`), because a
    widget whose words change is a new one to Streamlit and would fall to its default.
    An equal value is not set again: setting it would fight a reader who clicks fast.
    """
    key = f"{name} {state_of}".strip()
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _write(key: str, name: str) -> None:
    value = st.session_state[key]
    if isinstance(value, list):
        value = tuple(value)
    change(**{name: None if value == _EVERY_YEAR else value})
