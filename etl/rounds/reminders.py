"""Letters to paste: to those who have not returned, and to those whose return must be mended or explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl import load_ledger
from etl.rounds import round_folder
from etl.rounds.board import Board, Line, State
from etl.rounds.round_folder import Event, Respondent, Round
from meomureum.texts import Text

REMINDED: tuple[State, ...] = ("waiting", "late", "errors", "queries")
SUBJECTS = {
    "waiting": Text("{round} 제출 안내", "{round}: please return your workbook"),
    "late": Text("{round} 제출 요청(기한 경과)", "{round}: your return is overdue"),
    "errors": Text("{round} 제출 자료 보완 요청", "{round}: please mend your return"),
    "queries": Text("{round} 제출 자료 설명 요청", "{round}: please explain your return"),
}
LETTER = Text(
    """수신  {name}
제목  {subject}

1. 귀 기관의 협조에 감사드립니다.
2. {what}
   가. 자료: {tables}
   나. 기한: {deadline}
   다. 방법: 보내 드린 서식(엑셀)에 적어 {address:으로/로} 제출{findings}
끝.""",
    """To: {name}
Subject: {subject}

Thank you for your help.
{what}
   Data: {tables}
   Deadline: {deadline}
   How: fill in the workbook that was sent to you and return it to {address}{findings}
""",
)
WHAT = {
    "waiting": Text(
        "「{round}」 자료를 아직 받지 못하여 알려 드리니, 기한까지 제출하여 주시기 바랍니다.",
        "We have not yet received your return for \u201c{round}\u201d. Please send it by the deadline.",
    ),
    "late": Text(
        "「{round}」 제출 기한이 지났으나 자료를 받지 못하였으니, 조속히 제출하여 주시기 바랍니다.",
        "The deadline of \u201c{round}\u201d has passed and we have not received your return. Please send it now.",
    ),
    "errors": Text(
        "「{round}」에 제출하신 자료에 고칠 곳이 있으니, 아래 내용을 보완하여 다시 제출하여 주시기 바랍니다.",
        "Your return for \u201c{round}\u201d has errors. Please mend the following and return it again.",
    ),
    "queries": Text(
        "「{round}」에 제출하신 자료에 확인할 점이 있으니, 아래 칸의 '설명'에 까닭을 적어 다시 제출하여 주시기 바랍니다.",
        "We have questions about your return for \u201c{round}\u201d. Please explain the following and return it again.",
    ),
}
_POINTS = Text("\n   라. 확인할 곳", "\n   What to look at:")
_MOST_POINTS = 20
MORE = Text("그 밖에 {count}건", "and {count} more")


@dataclass(frozen=True)
class Letter:
    """One letter: to whom, its subject and its text."""

    respondent: Respondent
    subject: Text
    text: Text


def letters(found: Board) -> list[Letter]:
    """A letter to each who is waited for or must do something, as the board stands."""
    return [_letter(line, found.asked) for line in found.lines if line.state in REMINDED]


def sent(written: Sequence[Letter], asked: Round, data: Path, who: str) -> None:
    """Enter that these were reminded."""
    now = load_ledger.now()
    events = [Event(now, who, "reminded", each.respondent.id) for each in written]
    round_folder.add(data, asked.id, *events)


def _letter(line: Line, asked: Round) -> Letter:
    subject = SUBJECTS[line.state].fill(round=asked.title)
    labels = [form.source.label for form in asked.forms if form.table in line.respondent.tables]
    text = LETTER.fill(
        name=line.respondent.name,
        subject=subject,
        what=WHAT[line.state].fill(round=asked.title),
        tables=Text(", ".join(each.ko for each in labels), ", ".join(each.en for each in labels)),
        deadline=Text(_day(asked.deadline), asked.deadline.isoformat()),
        address=asked.address,
        findings=_points(line),
    )
    return Letter(line.respondent, subject, text)


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


def _points(line: Line) -> Text:
    """What to look at, a line each; nothing for whoever has returned nothing."""
    found = [each.sentence() for each in line.returned.findings if each.is_open] if line.returned else []
    if not found:
        return Text("", "")
    more = len(found) - _MOST_POINTS
    shown = found[:_MOST_POINTS] + ([MORE.fill(count=more)] if more > 0 else [])
    return Text(
        _POINTS.ko + "".join(f"\n      - {each.ko}" for each in shown),
        _POINTS.en + "".join(f"\n      - {each.en}" for each in shown),
    )
