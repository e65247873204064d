"""One register on the settings page: what stands with its source, the form for a row, and the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from meomureum.components import elements, steward_bench
from meomureum.session import city_settings, entry_columns
from meomureum.session.city_settings import Entry, Standing, Written
from meomureum.session.entry_columns import Column, Register
from meomureum.session.load_jobs import Job
from meomureum.texts import Language, Text, literal

WAYS: Mapping[str, Text] = {
    "new": Text("새로 등록", "Add"),
    "correct": Text("바로잡기", "Correct"),
    "replace": Text("새 목표로 바꾸기", "Replace by a new target"),
    "end": Text("끝내기", "End"),
    "remove": Text("적은 것 지우기", "Take out what was entered"),
}
NOTHING = Text("아직 적은 것이 없습니다.", "Nothing stands here yet.")
WHICH = Text("대상", "Which")
HOW = Text("어떻게", "How")
SOURCE = Text("출처", "Source")
NEW_SOURCE = Text("새 출처 적기", "Enter a new source")
NEW_SOURCE_LEAD = Text(
    "새 출처라면 아래 네 칸을 채우십시오. 위에서 고르면 비워 둡니다.",
    "For a new source fill in these four. Leave them empty where one is chosen above.",
)
WHY = Text("사유 (선택)", "Reason (optional)")
SUBMIT = Text("적고 공표", "Enter and publish")
FAULTS = Text(
    "적지 않았습니다. 아래를 고쳐 다시 누르십시오.", "Nothing was entered. Mend this and press again."
)
ENTERED_HERE, SHIPPED = Text("직접 적음", "Entered here"), Text("처음부터 있음", "Shipped")
ORIGIN = Text("구분", "Origin")
HISTORY = Text("이력 {count}건", "History ({count})")
HISTORY_COLUMNS = (
    Text("일시", "When"),
    Text("사용자", "Who"),
    Text("항목", "Item"),
    Text("바뀐 것", "What changed"),
    Text("사유", "Why"),
)
HINTS = {"year": "2027", "date": "2026-11-30", "decimal": "12.5", "integer": "12"}
NONE, A_ROW = "–", 3
_TURN = "rows entered"
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Filled:
    """A form that was sent: the register, the way, the row it is about, and what was written."""

    register: Register
    way: str
    chosen: Standing | None
    values: Mapping[str, str]
    source: Mapping[str, str]
    why: str


def show(register: Register, cities: tuple[str, ...], language: Language) -> None:
    """The rows of a register about these cities, a form for one, and what was entered before."""
    found = entry_columns.rows(register, cities)
    if found:
        elements.table(_listed(register, found, language), register.name(language))
    else:
        elements.paragraph(NOTHING(language))
    key = f"{register.table} {language} {st.session_state.get(_TURN, 0)}"
    chosen = _chosen(register, found, key, language)
    way = _way(register, chosen, key, language)
    filled = _form(
        Filled(register, way, chosen, {}, {}, ""), cities, f"{key} {way} {chosen and chosen.key}", language
    )
    if filled is not None:
        sent(city_settings.enter(entries(filled), filled.why), language)
    _history(register, language)


def sent(answer: Job | tuple[Text, ...], language: Language) -> None:
    """Follow the load that was begun, or say what is wrong."""
    if isinstance(answer, tuple):
        elements.notices([FAULTS, *answer], language, "danger")
        return
    steward_bench.begun(answer)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # an empty form for the next row
    st.rerun()


def _listed(register: Register, found: tuple[Standing, ...], language: Language) -> pd.DataFrame:
    columns = [city_settings.columns(register.table)[name] for name in register.listed]
    cells = [
        [
            *(entry_columns.in_words(column, each.row.get(column.name, ""))(language) for column in columns),
            (ENTERED_HERE if each.own else SHIPPED)(language),
        ]
        for each in found[-_MOST_SHOWN:]
    ]
    return pd.DataFrame(cells, columns=[*(each.label(language) for each in columns), ORIGIN(language)])


def _chosen(register: Register, found: tuple[Standing, ...], key: str, language: Language) -> Standing | None:
    by_key = {each.key: each for each in found}
    first = register.listed[0]
    column, year = city_settings.columns(register.table)[first], "target_year"

    def named(code: str) -> str:
        if not code:
            return WAYS["new"](language)
        row = by_key[code].row
        words = entry_columns.in_words(column, row.get(first, ""))(language)
        return literal(" · ".join(filter(None, [words, row.get("title", ""), row.get(year, ""), code])))

    picked = st.selectbox(WHICH(language), ["", *by_key], format_func=named, key=f"which {key}")
    return by_key.get(picked or "")


def _way(register: Register, chosen: Standing | None, key: str, language: Language) -> str:
    if chosen is None:
        return "new"
    offered = {
        "correct": True,
        "replace": bool(register.replaced_by) and not chosen.row.get(register.replaced_by),
        "end": bool(register.ends),
        "remove": chosen.own,
    }
    ways = [way for way, possible in offered.items() if possible]
    return (
        st.segmented_control(
            HOW(language),
            ways,
            default=ways[0],
            required=True,
            format_func=lambda way: WAYS[way](language),
            key=f"how {key} {chosen.key}",
        )
        or ways[0]
    )


def _form(asked: Filled, cities: tuple[str, ...], key: str, language: Language) -> Filled | None:
    """The form of one way; what was written once it is sent."""
    register, way = asked.register, asked.way
    before = {} if asked.chosen is None else asked.chosen.row
    fixed = set(register.key) if way == "correct" else set()
    fields = (
        [each for each in register.fields() if each.name not in fixed] if way not in ("end", "remove") else []
    )
    if way == "end":
        fields = [city_settings.columns(register.table)[register.ends]]
    with st.form(f"form {key}", border=True):
        values: dict[str, str] = {}
        for at in range(0, len(fields), A_ROW):
            for place, column in zip(st.columns(A_ROW), fields[at : at + A_ROW], strict=False):
                with place:
                    values[column.name] = _field(column, before.get(column.name, ""), cities, key, language)
        sourced = way != "remove" and "source_id" in city_settings.columns(register.table)
        source = (
            _source(before.get("source_id", ""), key, language)
            if sourced and register.code != "source_id"
            else {}
        )
        why = st.text_input(WHY(language), max_chars=200, key=f"why {key}")
        pressed = st.form_submit_button(SUBMIT(language), type="primary")
    return replace(asked, values=values, source=source, why=why.strip()) if pressed else None


def _field(column: Column, value: str, cities: tuple[str, ...], key: str, language: Language) -> str:
    label = column.label(language) if column.blank else f"{column.label(language)} \\*"
    offered = entry_columns.choices(column, cities)
    name = f"{column.name} {key}"
    if offered is None:
        return st.text_input(
            label, value, placeholder=HINTS.get(column.kind, ""), max_chars=400, key=name
        ).strip()
    codes = list(offered) if value in offered or not value else [value, *offered]
    blank = [""] if column.blank or (not value and column.reference != "regions") else []
    options = [*blank, *codes]
    words = {"": NONE} | {code: literal(named(language)) for code, named in offered.items()}
    return str(
        st.selectbox(
            label,
            options,
            index=options.index(value) if value in options else 0,
            format_func=lambda code: words.get(code, code),
            key=name,
        )
        or ""
    )


def _source(value: str, key: str, language: Language) -> dict[str, str]:
    """The chosen source, or the columns of a new one."""
    columns = city_settings.columns("sources")
    reference = city_settings.columns("targets")["source_id"]
    known = {
        code: literal(name(language)) for code, name in (entry_columns.choices(reference, ()) or {}).items()
    }
    options = ["", *known]
    chosen = st.selectbox(
        f"{SOURCE(language)} \\*",
        options,
        index=options.index(value) if value in options else 0,
        format_func=lambda code: known[code] if code else NEW_SOURCE(language),
        key=f"source {key}",
    )
    elements.quiet(NEW_SOURCE_LEAD(language))
    asked = [columns[name] for name in ("title", "publisher", "date", "kind")]
    written = {}
    for place, column in zip(st.columns(len(asked)), asked, strict=True):
        with place:
            written[column.name] = _field(column, "", (), f"source {key}", language)
    return {"source_id": chosen} if chosen else written


def entries(filled: Filled) -> list[Entry]:
    """The rows that a form writes; a new source comes before the row that names it."""
    register, before = filled.register, {} if filled.chosen is None else dict(filled.chosen.row)
    if filled.way == "remove":
        return [Entry(register.table, before, removes=True)]
    source, first = dict(filled.source), []
    if source and "source_id" not in source and any(source.values()):
        source["source_id"] = city_settings.unused_id("sources", "own_source")
        first = [Entry("sources", source)]
    named = {"source_id": source.get("source_id", "")} if filled.source else {}
    if filled.way in ("correct", "end"):
        return [*first, Entry(register.table, {**before, **filled.values, **named})]
    row = {**filled.values, **named}
    if register.code:
        stem = "_".join(filter(None, (filled.values.get(name, name) for name in register.stem)))
        row[register.code] = city_settings.unused_id(register.table, stem)
    replaced = [Entry(register.table, {**before, register.replaced_by: row[register.code]})] if before else []
    return [*first, Entry(register.table, row), *replaced]


def _history(register: Register, language: Language) -> None:
    found = city_settings.history(register.table)
    if not found:
        return
    columns = city_settings.columns(register.table)

    def change(each: Written) -> str:
        moved = [name for name in columns if each.before.get(name) != each.after.get(name)]
        return "; ".join(
            f"{columns[name].label(language)}: {each.before.get(name, NONE)} → {each.after.get(name, NONE)}"
            for name in moved
        )

    rows = [
        (each.at.replace("T", " ")[:16], each.who, each.key, change(each), each.why or NONE)
        for each in found[:_MOST_SHOWN]
    ]
    with elements.fold(HISTORY.fill(count=len(found))(language)):
        elements.table(
            pd.DataFrame(rows, columns=[label(language) for label in HISTORY_COLUMNS]),
            register.name(language),
        )
