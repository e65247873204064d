"""The reader's view: what the present address says, the one way to change it, and the choosers drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st

from meomureum.privacy.release_files import NAMES as RELEASES
from meomureum.session.answers import choices
from meomureum.store import environment
from meomureum.store.address import BY, DATA_SETS, PAGES, Choices, View, address, parse
from meomureum.texts import LANGUAGES, Language, Text, literal


def present_year() -> int:
    """The year in which the reader looks."""
    return environment.today().year


def language() -> Language:
    """The language of the present address, known before any data is."""
    return "en" if st.query_params.get("lang") == "en" else "ko"


def address_in_sight() -> tuple[str, dict[str, str]]:
    """The page in the reader's address ("" for the first one) and the choices, as they stand there."""
    page = urlsplit(st.context.url or "").path.rpartition("/")[2]
    return page if page in PAGES[1:] else "", st.query_params.to_dict()


def current() -> View:
    """The view of the current address."""
    return parse(st.query_params.to_dict(), choices())[0]


def notices() -> list[Text]:
    """Notices on what the current address asks for and the product does not know."""
    return parse(st.query_params.to_dict(), choices())[1]


def change(**changes: object) -> None:
    """Write a changed view into the address, in its one canonical form."""
    view = current()
    if "kpi" in changes and changes["kpi"] != view.kpi:
        # A formula belongs to its indicator.
        changes = {"formula": "", **changes}
    wanted = address(replace(view, **changes))  # type: ignore[arg-type]
    st.query_params.from_dict(address(parse(wanted, choices())[0]))


_LANGUAGE_NAMES: Mapping[Language, str] = {"ko": "한국어", "en": "English"}
# A list of options has no room for None: Streamlit takes it for "nothing chosen yet".
_EVERY_YEAR = 0
_FROM = Text("처음부터", "Earliest"), Text("{year}년부터", "From {year}")
_UNTIL = Text("최근까지", "Latest"), Text("{year}년까지", "To {year}")
MOST_PILLS = 12
FIND = Text("도시 {count}곳 가운데 찾기(고르지 않으면 전체)", "Find among {count} cities (none chosen: all)")
_DRAWN = "what each widget was last drawn with"
_TURNS = "how often each widget was replaced"
_PAGE = "the page that the widgets were last drawn on"


def choose_language(view: View) -> None:
    """한국어 | English, at the top of every page."""
    # The key must not change with the language, or the keyboard focus would be lost.
    key = drawn_from("language", view.language, "")
    st.segmented_control(
        "언어 Language",
        list(LANGUAGES),
        format_func=_LANGUAGE_NAMES.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=key,
        on_change=write,
        args=(key, "language"),
    )


def choose_data_set(view: View) -> None:
    """Published figures or the synthetic sample; a figure never mixes the two."""
    choose_one(view, "data_set", Text(ko="자료", en="Data"), DATA_SETS, view.data_set, is_plain=True)


def choose_release(view: View, offered: tuple[str, ...]) -> None:
    """The level of detail, where the reader may see more than one."""
    if len(offered) > 1:
        names = {code: RELEASES[code] for code in offered}
        label = Text(ko="공개 수준", en="Level of detail")
        choose_one(view, "release", label, names, view.release or offered[0], is_plain=True)


def choose_by(view: View) -> None:
    """Whether each line of Progress is a city or an institution."""
    choose_one(view, "by", Text(ko="비교 대상", en="Compare"), BY, view.by)


def choose_one(
    view: View,
    name: str,
    label: Text,
    options: Mapping[Any, Text],
    chosen: str,
    *,
    is_plain: bool = False,
) -> None:
    """A choice of one among a few, side by side; a plain one is told by its options alone."""
    key = drawn_from(name, chosen, view.language)
    st.segmented_control(
        label(view.language),
        list(options),
        format_func=lambda code: options[code](view.language),
        required=True,
        label_visibility="collapsed" if is_plain else "visible",
        key=key,
        on_change=write,
        args=(key, name),
    )


def choose_cities(view: View, choices: Choices) -> None:
    """Any number of cities, none chosen means all; a few side by side, many in a list that is searched."""
    key = drawn_from("cities", list(view.cities), view.language)
    label, language = Text(ko="도시 (고르지 않으면 전체)", en="Cities (none chosen: all)"), view.language
    told: dict[str, Any] = {"label_visibility": "collapsed", "key": key, "on_change": _choose, "args": (key,)}
    if len(choices.cities) <= MOST_PILLS:
        st.pills(
            label(language),
            list(choices.cities),
            selection_mode="multi",
            format_func=lambda code: literal(choices.cities[code](language)),
            **told,
        )
    else:
        st.multiselect(
            label(language),
            list(choices.cities),
            placeholder=FIND.fill(count=len(choices.cities))(language),
            format_func=lambda code: choices.cities[code](language),
            **told,
        )


def _choose(key: str) -> None:
    """Other cities; the levers of a scenario are a city's own and stay behind."""
    if was_set(key):
        change(cities=tuple(st.session_state[key]), levers=())


def choose_years(view: View, choices: Choices) -> None:
    """The first and the last year; only pairs in order can be chosen."""
    until = [year for year in choices.years if view.last_year is None or year <= view.last_year]
    since = [year for year in choices.years if view.first_year is None or year >= view.first_year]
    _choose_year(Text(ko="시작 연도", en="First year"), "first_year", until, view)
    _choose_year(Text(ko="끝 연도", en="Last year"), "last_year", since, view)


def _choose_year(label: Text, name: Literal["first_year", "last_year"], years: list[int], view: View) -> None:
    every, some = _FROM if name == "first_year" else _UNTIL
    chosen = (view.first_year if name == "first_year" else view.last_year) or _EVERY_YEAR
    key = drawn_from(name, chosen, f"{view.language} {years[:1]} {years[-1:]}")
    st.selectbox(
        label(view.language),
        [_EVERY_YEAR, *years],
        format_func=lambda year: (every if year == _EVERY_YEAR else some.fill(year=year))(view.language),
        label_visibility="collapsed",
        key=key,
        on_change=write,
        args=(key, name),
    )


def choose_kpi(view: View, choices: Choices) -> None:
    """The indicator of Progress."""
    _list(view, "kpi", Text(ko="지표", en="Indicator"), choices.kpis, view.kpi)


def choose_formula(view: View, choices: Choices) -> None:
    """The formula of the chosen indicator, where there is more than one."""
    formulas = choices.formulas.get(view.kpi, {})
    if len(formulas) > 1:
        chosen = view.formula or next(iter(formulas))
        _list(view, "formula", Text(ko="산식", en="Formula"), formulas, chosen, f" {view.kpi}")


def _list(
    view: View, name: str, label: Text, options: Mapping[str, Text], chosen: str, state_of: str = ""
) -> None:
    """A choice of one among many."""
    key = drawn_from(name, chosen, f"{view.language}{state_of}")
    st.selectbox(
        label(view.language),
        list(options),
        format_func=lambda code: options[code](view.language),
        key=key,
        on_change=write,
        args=(key, name),
    )


def choose_institutions(view: View, offered: Mapping[str, Text]) -> None:
    """Some of the institutions that have a value; none chosen means all of them."""
    chosen = [code for code in offered if code in view.institutions]
    key = drawn_from("institutions", chosen, f"{view.language} {view.kpi} {hash(tuple(offered))}")
    st.multiselect(
        Text(ko="기관 (고르지 않으면 전체)", en="Institutions (none chosen: all)")(view.language),
        list(offered),
        format_func=lambda code: offered[code](view.language),
        placeholder=Text(ko="기관 고르기", en="Choose institutions")(view.language),
        key=key,
        on_change=write,
        args=(key, "institutions"),
    )


def on_page(name: str) -> None:
    """Say which page the choosers are drawn on, before the first of them.

    The same key on another page is a new widget to Streamlit, which would fall to its default while what
    is known of the earlier one stays: so that is forgotten, and each is drawn from the address again.
    """
    if st.session_state.get(_PAGE, name) != name:
        for key in st.session_state.pop(_DRAWN, {}):
            st.session_state.pop(key, None)
    st.session_state[_PAGE] = name


def drawn_from(name: str, value: object, state_of: str) -> str:
    """The key to draw a widget with, so that it shows what the address says.

    The key changes with the words and options of the widget (`state_of`), because a
    widget whose words change is a new one to Streamlit and would fall to its default; and
    when the address has changed by other means than the widget (a link, the back button):
    what the browser still tells of the earlier one is then nobody's choice.
    """
    turns = st.session_state.setdefault(_TURNS, {})
    widget = f"{name} {state_of}".strip()
    key = f"{widget} {turns.get(widget, 0)}"
    if st.session_state.get(key, value) != value:
        turns[widget] = turns.get(widget, 0) + 1
        key = f"{widget} {turns[widget]}"
    if key not in st.session_state:
        st.session_state[key] = value
    st.session_state.setdefault(_DRAWN, {})[key] = value
    return key


def was_set(key: str) -> bool:
    """Whether the reader has set a widget to something else than it was last drawn with.

    A widget speaks up again, with what it was drawn with, when a run was cut short by a quick
    click; that is no choice, and would take back a later one.
    """
    value, drawn = st.session_state[key], st.session_state.get(_DRAWN, {})
    if key in drawn and drawn[key] == value:
        return False
    drawn[key] = value
    return True


def write(key: str, name: str) -> None:
    """Write the value of a widget into the address."""
    if not was_set(key):
        return
    value = st.session_state[key]
    if isinstance(value, list):
        value = tuple(value)
    change(**{name: None if value == _EVERY_YEAR else value})
