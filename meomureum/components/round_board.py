"""A collection round on the Data page: who has returned, what is wrong with it, approval, letters, publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from meomureum.components import elements, fault_page
from meomureum.components.export_menu import reason
from meomureum.components.round_opening import opening
from meomureum.components.steward_bench import begun
from meomureum.session import collection_rounds
from meomureum.session.collection_rounds import CLOSED, STATES, Board, Line, LoadRefused, Receipt, Round
from meomureum.texts import Language, Text, literal, number

NEW_ROUND = Text("새 수집 열기", "Open a new round")
WHICH = Text("수집", "Round")
FACTS = {
    "deadline": Text("마감", "Deadline"),
    "address": Text("보낼 곳", "Returns go to"),
    "rate": Text("회수율", "Response rate"),
    "states": Text("현황", "Standing"),
    "people": Text("응답한 사람 / 요청한 사람", "People who answered / were asked"),
}
RATE = Text("{rate} ({asked}곳 중 {returned}곳)", "{rate} ({returned} of {asked})")
BOARD = Text("기관별 현황", "Institutions")
COLUMNS = {
    "name": Text("기관", "Institution"),
    "state": Text("상태", "State"),
    "at": Text("받은 때", "Received"),
    "file": Text("파일", "File"),
    "errors": Text("오류", "Errors"),
    "queries": Text("설명할 질의", "Open queries"),
    "reminded": Text("알린 때", "Reminded"),
    "why": Text("사유", "Why"),
}
WORKBOOKS = Text("서식 모두 내려받기 (ZIP)", "Download all workbooks (ZIP)")
RETURNS = Text("제출 받기 (파일 여러 개)", "Returns (several files)")
TAKE_IN = Text("올린 파일 받기", "Take these in")
TAKEN = Text("파일 {count}개를 받았습니다.", "{count} files were taken in.")
PRESENT = Text("파일 {count}개는 이미 받은 것입니다.", "{count} files had been taken in before.")
REFUSED = Text("{file}: 받지 않았습니다. {why}", "{file}: not taken. {why}")
FINDINGS = Text("고치거나 설명할 곳", "What to mend or explain")
FINDING_COLUMNS = {
    "name": COLUMNS["name"],
    "kind": Text("구분", "Kind"),
    "sheet": Text("시트", "Sheet"),
    "cell": Text("칸", "Cell"),
    "value": Text("값", "Value"),
    "words": Text("내용", "What"),
    "note": Text("기관의 설명", "Explanation"),
}
KINDS = {"error": Text("오류", "Error"), "query": Text("질의", "Query")}
APPROVE = Text("승인하기", "Approve")
APPROVE_LEAD = Text(
    "승인한 기관은 닫히고 다시 내지 못합니다. 설명하지 않은 질의가 있으면 까닭을 적어야 합니다.",
    "An approved institution is closed. Where queries are open, say why it is approved.",
)
REOPEN = Text("승인 취소", "Take approvals back")
INSTITUTIONS, WHY = Text("기관 고르기", "Institutions"), Text("사유", "Why")
LETTERS = Text("알림 글", "Letters")
NO_LETTERS = Text("알릴 기관이 없습니다.", "There is nobody to remind.")
SENT = Text("{count}곳에 알렸다고 적기", "Enter that {count} were reminded")
PUBLISH = Text("승인한 {count}곳 공표", "Publish the {count} approved")
_RECEIPTS, _TURN = "round receipts", "returns taken in"


def rounds(language: Language) -> None:
    """Open a round, or look after one."""
    with elements.folded(NEW_ROUND(language)):
        opening(language)
    found = {each.id: each for each in collection_rounds.rounds()}
    if not found:
        return
    chosen = st.selectbox(
        WHICH(language),
        list(found),
        format_func=lambda each: f"{found[each].title(language)} · {each}",
        key=f"round {language} {len(found)}",
    )
    asked = found[chosen]
    now = collection_rounds.board_of(asked)
    _facts(now, language)
    elements.table(
        _table(now, language), BOARD(language), [COLUMNS[name](language) for name in ("errors", "queries")]
    )
    _findings(now, language)
    _send_and_receive(asked, language)
    _decide(now, language)
    with elements.folded(LETTERS(language)):
        _letters(asked, language)


def _facts(now: Board, language: Language) -> None:
    answered, invited = now.people
    rate = RATE.fill(rate=now.rate, returned=now.returned, asked=len(now.lines))(language)
    pairs = [("deadline", now.asked.deadline.isoformat()), ("address", now.asked.address), ("rate", rate)]
    counted = [(STATES[state](language), now.count(state)) for state in STATES]
    pairs.append(("states", " · ".join(f"{name} {number(count)}" for name, count in counted if count)))
    if invited:
        pairs.append(("people", f"{number(answered)} / {number(invited)}"))
    elements.facts([(FACTS[name](language), words) for name, words in pairs])


def _table(now: Board, language: Language) -> pd.DataFrame:
    rows = [
        (
            line.respondent.name(language),
            STATES[line.state](language),
            _when(line.returned.at) if line.returned else "",
            line.returned.file if line.returned else "",
            number(len(line.returned.errors)) if line.returned else "",
            number(len(line.returned.open_queries)) if line.returned else "",
            _when(line.reminded),
            line.why,
        )
        for line in now.lines
    ]
    return pd.DataFrame(rows, columns=[label(language) for label in COLUMNS.values()])


def _when(at: str) -> str:
    return at.replace("T", " ").replace("+00:00", " UTC")


def _findings(now: Board, language: Language) -> None:
    rows = [
        (
            *(line.respondent.name(language), KINDS[each.kind](language), each.sheet, each.cell, each.value),
            *(each.words(language), each.note),
        )
        for line in now.lines
        if line.returned
        for each in line.returned.findings
    ]
    if rows:
        frame = pd.DataFrame(rows, columns=[label(language) for label in FINDING_COLUMNS.values()])
        elements.table(frame, FINDINGS(language))


def _send_and_receive(asked: Round, language: Language) -> None:
    """The workbooks out, the returns in."""
    taker = reason(f"round {asked.id}", language)
    if taker is not None:
        st.download_button(
            WORKBOOKS(language),
            fault_page.handing_out(lambda: collection_rounds.workbooks(asked, taker), language),
            f"{asked.id}.zip",
            on_click="ignore",
            key=f"workbooks {asked.id} {language}",
        )
    uploads = st.file_uploader(
        RETURNS(language),
        accept_multiple_files=True,
        type=["xlsx"],
        key=f"returns {asked.id} {st.session_state.get(_TURN, 0)}",
    )
    if st.button(TAKE_IN(language), disabled=not uploads, key=f"take in {asked.id}"):
        files = [(each.name, each.getvalue()) for each in uploads]
        st.session_state[_RECEIPTS] = collection_rounds.receive(asked, files)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # an empty place for the next files
        st.rerun()
    _told(st.session_state.pop(_RECEIPTS, ()), language)


def _told(receipts: Sequence[Receipt], language: Language) -> None:
    """What became of the files that were handed in; what was found in them stands in the tables above."""
    counts = [sum(each.outcome == outcome for each in receipts) for outcome in ("received", "present")]
    told = [words.fill(count=count) for words, count in zip((TAKEN, PRESENT), counts, strict=True) if count]
    elements.notices(told, language, "good")
    refused = [
        REFUSED.fill(file=each.file, why=each.refusal) for each in receipts if each.refusal is not None
    ]
    elements.notices(refused, language, "warning")


def _decide(now: Board, language: Language) -> None:
    """Approve, take back, publish."""
    to_approve = [line for line in now.lines if line.state in ("ready", "queries")]
    if to_approve:
        elements.paragraph(APPROVE_LEAD(language))
        ready = [line.respondent.id for line in to_approve if line.state == "ready"]
        _act(now, to_approve, ready, APPROVE, collection_rounds.approve, language)
    closed = [line for line in now.lines if line.state in CLOSED]
    if closed:
        with elements.folded(REOPEN(language)):
            _act(now, closed, [], REOPEN, collection_rounds.reopen, language)
    count = now.count("approved")
    words = PUBLISH.fill(count=count)(language)
    if count and st.button(words, type="primary", key=f"publish {now.asked.id}"):
        begun(collection_rounds.publish(now.asked))
        st.rerun()


def _act(
    now: Board,
    lines: Sequence[Line],
    chosen: Sequence[str],
    words: Text,
    act: Callable[[Round, Sequence[str], str], None],
    language: Language,
) -> None:
    """Choose institutions, give a reason, and do it."""
    key = f"{words.en} {now.asked.id} {'/'.join(line.respondent.id for line in lines)} {language}"
    names = {line.respondent.id: line.respondent.name(language) for line in lines}
    picked = st.multiselect(
        INSTITUTIONS(language),
        list(names),
        default=list(chosen),
        format_func=lambda each: literal(names[each]),
        key=f"institutions {key}",
    )
    why = st.text_input(WHY(language), max_chars=200, key=f"why {key}")
    if st.button(words(language), disabled=not picked, key=f"do {key}"):
        try:
            act(now.asked, picked, why.strip())
        except LoadRefused as refusal:
            elements.notices([problem.sentence() for problem in refusal.problems], language, "danger")
        else:
            st.rerun()


def _letters(asked: Round, language: Language) -> None:
    """The text of each letter, to be pasted."""
    written = collection_rounds.letters(asked)
    if not written:
        elements.paragraph(NO_LETTERS(language))
        return
    for each in written:
        st.caption(literal(each.respondent.name(language)))
        st.code(each.text(language), language=None, wrap_lines=True)
    if st.button(SENT.fill(count=len(written))(language), key=f"reminded {asked.id}"):
        collection_rounds.reminded(asked, written)
        st.rerun()
