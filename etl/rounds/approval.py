"""Approving a return, which closes it for its institution; and taking the approval back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl import load_ledger
from etl.contract import LoadRefused, Problem
from etl.rounds import round_folder
from etl.rounds.board import CLOSED, Line, board
from etl.rounds.round_folder import Event, Round
from meomureum.texts import Text

NOT_ASKED = Text("이 수집에서 요청한 기관이 아닙니다.", "This round did not ask this institution.")
ASKED_ARE = Text("요청한 기관: {known}", "It asked: {known}")
NOT_RETURNED = Text("아직 제출하지 않았습니다.", "Nothing has been returned yet.")
WAIT_FOR_IT = Text("받은 뒤에 승인하십시오.", "Approve it once it has come.")
HAS_ERRORS = Text("오류 {count}건이 남아 있습니다.", "{count} errors remain.")
ASK_TO_MEND = Text("기관에 고쳐 다시 내 달라고 하십시오.", "Ask the institution to mend and return it.")
HAS_QUERIES = Text("설명하지 않은 질의 {count}건이 있습니다.", "{count} queries are not explained.")
SAY_WHY = Text(
    "설명을 받거나, 그대로 승인하는 까닭을 적으십시오.",
    "Have them explained, or say why it is approved as it is.",
)
ISCLOSED = Text("이미 승인했습니다.", "It has been approved already.")
IS_OPEN = Text("승인한 적이 없습니다.", "It has not been approved.")
NOTHING_TO_DO = Text("할 일이 없습니다.", "There is nothing to do.")


def approve(
    respondents: Sequence[str], asked: Round, data: Path, who: str, today: date, why: str = ""
) -> None:
    """Close all of these; raises LoadRefused with every reason against it, and closes none."""
    lines = _lines(respondents, asked, data, today)
    refused = [each for line in lines if (each := _against(line, why))]
    if refused:
        raise LoadRefused(tuple(refused))
    now = load_ledger.now()
    round_folder.add(
        data,
        asked.id,
        *(
            Event(now, who, "approved", line.respondent.id, {"why": why, "sha256": line.returned.sha256})
            for line in lines
            if line.returned
        ),
    )


def reopen(
    respondents: Sequence[str], asked: Round, data: Path, who: str, today: date, why: str = ""
) -> None:
    """Take approvals back, so that another return can be received; what was published stays until then."""
    lines = _lines(respondents, asked, data, today)
    refused = [
        _problem(line.respondent.name.ko, IS_OPEN, NOTHING_TO_DO)
        for line in lines
        if line.state not in CLOSED
    ]
    if refused:
        raise LoadRefused(tuple(refused))
    now = load_ledger.now()
    events = [Event(now, who, "reopened", line.respondent.id, {"why": why}) for line in lines]
    round_folder.add(data, asked.id, *events)


def _lines(respondents: Sequence[str], asked: Round, data: Path, today: date) -> list[Line]:
    by_id = {line.respondent.id: line for line in board(data, asked, today).lines}
    known = ASKED_ARE.fill(known=", ".join(by_id))
    unknown = [_problem(each, NOT_ASKED, known) for each in respondents if each not in by_id]
    if unknown:
        raise LoadRefused(tuple(unknown))
    return [by_id[each] for each in dict.fromkeys(respondents)]


def _against(line: Line, why: str) -> Problem | None:
    """Why a return cannot be approved; open queries need a reason."""
    name, returned = line.respondent.name.ko, line.returned
    if returned is None:
        return _problem(name, NOT_RETURNED, WAIT_FOR_IT)
    if line.state in CLOSED:
        return _problem(name, ISCLOSED, NOTHING_TO_DO)
    if returned.errors:
        return _problem(name, HAS_ERRORS.fill(count=len(returned.errors)), ASK_TO_MEND)
    if returned.open_queries and not why.strip():
        return _problem(name, HAS_QUERIES.fill(count=len(returned.open_queries)), SAY_WHY)
    return None


def _problem(name: str, expectation: Text, step: Text) -> Problem:
    return Problem(name, "", 0, "", "", expectation, step)
