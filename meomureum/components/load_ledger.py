"""The ledger of loads on the Data page: what came when and what stands of it; withdrawals and settlements, tried first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from meomureum.components import elements, load_preview
from meomureum.components.steward_bench import begun
from meomureum.session import steward_ledger
from meomureum.session.steward_ledger import MODES, Dispute, Entry, Load, LoadRefused
from meomureum.texts import Language, Text, number

NOTHING_LOADED = Text("아직 적재한 것이 없습니다.", "Nothing has been loaded yet.")
COLUMNS = {
    "number": Text("번호", "No."),
    "at": Text("일시", "When"),
    "who": Text("사용자", "Who"),
    "what": Text("일", "What"),
    "files": Text("파일", "Files"),
    "provider": Text("제공 기관", "Provider"),
    "covers": Text("대상", "Covers"),
    "rows": Text("남은 행", "Rows standing"),
    "people": Text("사람 수", "People"),
    "changed": Text("바꾼 값", "Values changed"),
    "replaced": Text("대체된 행", "Rows replaced"),
    "held": Text("격리", "Quarantined"),
    "state": Text("효력", "State"),
    "why": Text("사유", "Why"),
}
NUMERIC = ("number", "rows", "people", "changed", "replaced", "held")
AND_MORE = Text("{first} 외 {count}곳", "{first} and {count} more")
LEDGER = Text("적재 원장", "Ledger of loads")
WITHDRAW = Text("철회하기", "Withdraw")
WITHDRAW_LEAD = Text(
    "고른 번호의 효력이 없어지고, 그것이 대신하던 행이 돌아옵니다. 철회를 철회하면 되살아납니다.",
    "The entry no longer counts, and what it had replaced comes back. Withdrawing a withdrawal brings it back.",
)
WHICH = Text("철회할 번호", "Entry to withdraw")
WHY = Text("사유", "Why")
LOOK = Text("무엇이 바뀌는지 보기", "See what would change")
DO_WITHDRAW = Text("{number}번 철회하고 공표", "Withdraw entry {number} and publish")
SETTLE = Text("다툼 정하기: {count}건", "Settle a dispute: {count}")
SETTLE_LEAD = Text(
    "두 기관이 다르게 낸 행은 양쪽 모두 격리되어 있습니다. 맞는 기관을 정하면 그 기관의 자료가 남고, 다음 적재 뒤에도 그대로입니다.",
    "Rows of which two providers say different things are held on both sides. Say who is right; it outlives later loads.",
)
WHICH_DISPUTE = Text("다툼", "Dispute")
WHO_IS_RIGHT = Text("맞는 제공 기관", "Provider that is right")
SIDE = Text(
    "{provider}: 다른 행 {rows}, 모두 {people}명", "{provider}: {rows} rows differ, {people} people in all"
)
DO_SETTLE = Text("이 기관이 맞음으로 정하고 공표", "Settle for this provider and publish")
UNNAMED = Text("이름 없음", "no name")
_MOST_SHOWN = 50


def ledger(language: Language) -> None:
    """Every entry, and the acts on them."""
    entries = steward_ledger.entries()
    if not entries:
        elements.paragraph(NOTHING_LOADED(language))
        return
    elements.table(
        _table(entries[:_MOST_SHOWN], language),
        LEDGER(language),
        [COLUMNS[name](language) for name in NUMERIC],
    )
    with elements.folded(WITHDRAW(language)):
        _withdraw([each for each in entries if not each.out_by], language)
    if disputes := steward_ledger.disputes():
        with elements.folded(SETTLE.fill(count=number(len(disputes)))(language)):
            _settle(disputes, language)


def _table(entries: list[Entry], language: Language) -> pd.DataFrame:
    rows = [
        (
            str(each.number),
            each.at.replace("T", " ").replace("+00:00", " UTC"),
            each.who,
            " · ".join(filter(None, (each.what(language), MODES[each.mode](language)))),
            ", ".join(each.files),
            each.provider,
            _covers(each, language),
            *(number(count) for count in (each.rows, each.people, each.restated, each.replaced, each.held)),
            each.state(language),
            each.why,
        )
        for each in entries
    ]
    return pd.DataFrame(rows, columns=[label(language) for label in COLUMNS.values()])


def _covers(entry: Entry, language: Language) -> str:
    if not entry.covered:
        return ""
    first = entry.covered[0].about(language)
    if len(entry.covered) == 1:
        return first
    return AND_MORE.fill(first=first, count=number(len(entry.covered) - 1))(language)


def _withdraw(entries: list[Entry], language: Language) -> None:
    elements.paragraph(WITHDRAW_LEAD(language))
    called = {
        each.number: " · ".join(filter(None, (str(each.number), each.what(language), ", ".join(each.files))))
        for each in entries
    }
    chosen = st.selectbox(
        WHICH(language), list(called), format_func=lambda each: called[each], key=f"withdraw {language}"
    )
    why = st.text_input(WHY(language), key="withdraw why", max_chars=200)
    _look_and_do(
        f"withdraw {chosen}",
        lambda: steward_ledger.withdrawal(chosen, why.strip()),
        DO_WITHDRAW.fill(number=chosen),
        language,
    )


def _settle(disputes: list[Dispute], language: Language) -> None:
    elements.paragraph(SETTLE_LEAD(language))
    by_id = {each.id: each for each in disputes}
    dispute = st.selectbox(
        WHICH_DISPUTE(language),
        list(by_id),
        format_func=lambda each: steward_ledger.about(by_id[each].table, by_id[each].statement)(language),
        key=f"dispute {language}",
    )
    sides = {side.provider: side for side in by_id[dispute].sides}

    def called(provider: str) -> str:
        side = sides[provider]
        told = {"rows": number(side.rows), "people": number(side.people)}
        return SIDE.fill(provider=provider or UNNAMED, **told)(language)

    provider = st.radio(
        WHO_IS_RIGHT(language), list(sides), format_func=called, key=f"right {dispute} {language}"
    )
    why = st.text_input(WHY(language), key="settle why", max_chars=200)
    _look_and_do(
        f"settle {dispute} {provider}",
        lambda: steward_ledger.settlement(dispute, provider, why.strip()),
        DO_SETTLE,
        language,
    )


def _look_and_do(key: str, act: Callable[[], Load], words: Text, language: Language) -> None:
    """The act is offered only beneath what it would change."""
    if not st.checkbox(LOOK(language), key=f"look {key}"):
        return
    try:
        preview = steward_ledger.preview(act())
    except LoadRefused as refusal:  # somebody else was quicker
        elements.notices([problem.sentence() for problem in refusal.problems], language, "danger")
        return
    load_preview.changes(preview, language)
    if st.button(words(language), type="primary", key=f"do {key}"):
        begun(steward_ledger.carry_out(act()))
        st.rerun()
