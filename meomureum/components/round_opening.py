"""Opening a collection round: what is asked for, about which year, until when, and where returns go."""

from __future__ import annotations

import datetime

import streamlit as st

from meomureum.components import elements
from meomureum.session import collection_rounds
from meomureum.session.collection_rounds import LoadRefused, Round, Wanted
from meomureum.store import environment
from meomureum.texts import Language, Text

TABLES = Text("걷을 자료", "What to collect")
CITY, YEAR = Text("도시", "City"), Text("자료의 연도", "Year of the data")
WHOM, EVERYBODY = Text("기관", "Institutions"), Text("모두({count}곳)", "All {count} of them")
DEADLINE = Text("마감일", "Deadline")
ADDRESS = Text("보낼 곳 (부서, 전자우편, 전화)", "Where returns go (office, mail, phone)")
HALF = Text("반기", "Half-year")
FIRMS = Text(
    "기업 명부 (CSV: firm_id, name_ko, name_en, industry_id, firm_size)",
    "List of firms (CSV: firm_id, name_ko, name_en, industry_id, firm_size)",
)
OPEN = Text("수집 열기", "Open the round")
OPENED = Text(
    "수집 {id:을/를} 열었습니다. 기관 {count}곳에 보낼 서식을 아래에서 내려받으십시오.",
    "Opened round {id}. Download the workbooks for {count} institutions below.",
)
A_MONTH = datetime.timedelta(days=30)
_OPENED = "round opened"


def opening(language: Language) -> None:
    """The form, and what came of it."""
    cities, tables = collection_rounds.cities(), collection_rounds.tables()
    today = environment.today()
    chosen = st.multiselect(
        TABLES(language),
        list(tables),
        format_func=lambda each: tables[each](language),
        key=f"round tables {language}",
    )
    city_at, year_at, deadline_at = st.columns(3)
    city = city_at.selectbox(
        CITY(language),
        list(cities),
        format_func=lambda each: cities[each](language),
        key=f"round city {language}",
    )
    year = year_at.number_input(
        YEAR(language), min_value=1990, max_value=2100, value=today.year - 1, step=1, key="round year"
    )
    deadline = deadline_at.date_input(
        DEADLINE(language), today + A_MONTH, min_value=today, key="round deadline"
    )
    address = st.text_input(ADDRESS(language), max_chars=200, key="round address")
    only = _whom(collection_rounds.institutions(str(city), chosen, int(year)), language) if city else ()
    half, firms = _of_firms(language) if collection_rounds.of_firms(chosen) else ("", b"")
    if st.button(OPEN(language), key="round open", disabled=not (chosen and city and address.strip())):
        wanted = Wanted(str(city), tuple(chosen), int(year), deadline, address, half, only)
        try:
            st.session_state[_OPENED] = collection_rounds.open_round(wanted, firms)
        except LoadRefused as refusal:
            elements.notices([problem.sentence() for problem in refusal.problems], language, "danger")
        else:
            st.rerun()
    _told(language)


def _whom(known: dict[str, Text], language: Language) -> tuple[str, ...]:
    """The institutions that are asked, where not all of them are."""
    if not known:
        return ()
    chosen = st.multiselect(
        WHOM(language),
        list(known),
        format_func=lambda each: known[each](language),
        placeholder=EVERYBODY.fill(count=len(known))(language),
        key=f"round institutions {language}",
    )
    return tuple(chosen)


def _of_firms(language: Language) -> tuple[str, bytes]:
    """What a survey of firms needs besides: its half-year, and whom to ask."""
    half = st.segmented_control(HALF(language), ["1", "2"], default="1", required=True, key="round half")
    uploaded = st.file_uploader(FIRMS(language), type=["csv"], key="round firms")
    return half or "1", uploaded.getvalue() if uploaded else b""


def _told(language: Language) -> None:
    opened: Round | None = st.session_state.pop(_OPENED, None)
    if opened is not None:
        elements.notices([OPENED.fill(id=opened.id, count=len(opened.respondents))], language, "good")
