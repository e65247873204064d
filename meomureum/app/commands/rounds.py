"""meomureum round open | list | board ID | workbooks ID | receive ID FILE... | approve ID INSTITUTION... | remind ID | publish ID

A collection round: a workbook an institution, returns that are examined, approved and then loaded.
Exit codes: 0 done; 2 usage; 3 refused; 4 small numbers cannot be protected; 5 taken in with errors, open
queries or files that were refused, or published with quarantined rows; 73 cannot write; 75 another load is running.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl.build import ensure_current
from etl.protected_releases import Decided
from etl.rounds import approval, board, opening, publication, receipt, round_folder, workbook
from etl.rounds.forms import FORMS
from etl.rounds.opening import Wanted
from etl.rounds.receipt import Receipt
from etl.rounds.round_folder import Round
from meomureum.app.commands import loading, outcomes, round_letters, snapshots
from meomureum.console import Parser, command_first, complain, say
from meomureum.store import environment
from meomureum.texts import Language, Text, number

OK, USAGE, REFUSED, WITH_FINDINGS = 0, 2, 3, 5

OPENED = Text(
    "수집 {id:을/를} 열었습니다. 기관 {count}곳, 마감 {deadline}.",
    "Opened round {id}: {count} institutions, deadline {deadline}.",
)
NO_ROUND = Text("연 수집이 없습니다.", "No round has been opened.")
LISTED = Text(
    "{id}  {title}: 마감 {deadline}, 제출 {returned}/{asked}, 승인 {approved}",
    "{id}  {title}: deadline {deadline}, returned {returned}/{asked}, approved {approved}",
)
LINE = Text("{state}  {name} ({id}){more}", "{state}  {name} ({id}){more}")
COUNTS = Text(" 오류 {errors}, 질의 {queries}", " errors {errors}, queries {queries}")
RATE = Text("회수율 {rate} ({returned}/{asked})", "Response rate {rate} ({returned}/{asked})")
PEOPLE = Text("응답 {answered}명 / 요청 {invited}명", "{answered} people answered of {invited} asked")
WROTE = Text("{file:을/를} 썼습니다.", "Wrote {file}.")
TAKEN = Text(
    "{file}: {name}, 오류 {errors}, 질의 {queries}", "{file}: {name}, errors {errors}, queries {queries}"
)
PRESENT = Text("{file}: 이미 받은 파일입니다.", "{file}: taken in before.")
TURNED_AWAY = Text("{file}: 받지 않았습니다. {why}", "{file}: not taken. {why}")
APPROVED = Text("{count}곳을 승인했습니다.", "Approved {count}.")
REOPENED = Text("{count}곳의 승인을 취소했습니다.", "Took {count} approvals back.")
NOBODY = Text("승인할 수 있는 기관이 없습니다.", "Nobody is ready to be approved.")
NO_SUCH_FILE = Text("'{file}' 파일이나 폴더가 없습니다.", "There is no file or folder '{file}'.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = command_first(sys.argv[1:] if arguments is None else arguments, _COMMANDS)
    parsed = _parser().parse_args(words)
    return loading.answered(lambda: _COMMANDS[parsed.command](parsed), parsed.lang)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum round", description=__doc__)
    offered = parser.add_subparsers(dest="command", required=True)
    _declare_open(offered.add_parser("open", help="open a round / 수집 열기"))
    offered.add_parser("list", help="every round / 수집 목록")
    offered.add_parser("board", help="who has returned what / 현황").add_argument("id")
    books = offered.add_parser("workbooks", help="write the workbooks to send / 서식 쓰기")
    letters = offered.add_parser("remind", help="letters to paste / 알림 글")
    taken = offered.add_parser("receive", help="take returns in / 제출 받기")
    closed = offered.add_parser("approve", help="approve returns / 승인")
    shown = offered.add_parser("publish", help="load what was approved / 승인한 자료 공표")
    for each in (books, letters, taken, closed, shown):
        each.add_argument("id")
    books.add_argument("--to", type=Path, default=Path(), help="folder / 폴더")
    books.add_argument("--only", nargs="+", default=[], metavar="INSTITUTION")
    round_letters.declare(letters)
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE or FOLDER")
    closed.add_argument("institutions", nargs="*", metavar="INSTITUTION")
    closed.add_argument("--ready", action="store_true", help="all that are ready / 승인 가능한 곳 모두")
    closed.add_argument("--undo", action="store_true", help="take approvals back / 승인 취소")
    closed.add_argument("--why", default="", help="why / 까닭")
    snapshots.add_drop(shown)
    for each in offered.choices.values():
        each.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")
        each.speaks()
    return parser


def _declare_open(command: argparse.ArgumentParser) -> None:
    command.add_argument("--tables", nargs="+", required=True, metavar="TABLE", help=", ".join(FORMS))
    command.add_argument("--year", type=int, required=True, help="year of the data / 자료의 연도")
    command.add_argument("--deadline", type=date.fromisoformat, required=True, help="2026-12-15")
    command.add_argument("--address", required=True, help="where returns go, in any words / 보낼 곳")
    command.add_argument("--city", default="", help="city code; the first one without it / 도시 코드")
    command.add_argument("--institutions", nargs="+", default=[], metavar="INSTITUTION")
    command.add_argument("--half", default="", help="1 or 2, for firms / 반기")
    command.add_argument("--firms", type=Path, help="CSV: firm_id, name_ko, name_en, industry_id, firm_size")


def _open(parsed: argparse.Namespace) -> int:
    if parsed.firms and not parsed.firms.is_file():
        complain(NO_SUCH_FILE.fill(file=str(parsed.firms))(parsed.lang))
        return USAGE
    snapshot = ensure_current(parsed.data)
    wanted = Wanted(
        parsed.city or next(iter(opening.followed(snapshot)), ""),
        tuple(dict.fromkeys(parsed.tables)),
        parsed.year,
        parsed.deadline,
        parsed.address,
        *(parsed.half, tuple(parsed.institutions), parsed.firms),
    )
    snapshots.record("round", f"open {wanted.city_id} {wanted.year} {' '.join(wanted.tables)}")
    opened = opening.open_round(wanted, parsed.data, snapshot, snapshots.user(), environment.today())
    words: dict[str, str | int] = {
        "id": opened.id,
        "count": len(opened.respondents),
        "deadline": opened.deadline.isoformat(),
    }
    say(OPENED.fill(**words)(parsed.lang))
    return OK


def _list(parsed: argparse.Namespace) -> int:
    found = round_folder.rounds(parsed.data)
    if not found:
        say(NO_ROUND(parsed.lang))
    for each in found:
        now = board.board(parsed.data, each, environment.today())
        words: dict[str, Text | str | int] = {
            "id": each.id,
            "title": each.title,
            "deadline": each.deadline.isoformat(),
            "returned": now.returned,
            "asked": len(now.lines),
            "approved": now.count(*board.CLOSED),
        }
        say(LISTED.fill(**words)(parsed.lang))
    return OK


def _board(parsed: argparse.Namespace) -> int:
    asked, language = _asked(parsed), parsed.lang
    now = board.board(parsed.data, asked, environment.today())
    say(asked.title(language))
    for line in now.lines:
        more = Text("", "")
        if line.returned:
            more = COUNTS.fill(errors=len(line.returned.errors), queries=len(line.returned.open_queries))
        state, who = board.STATES[line.state], line.respondent
        say(LINE.fill(state=state, name=who.name, id=who.id, more=more)(language))
        for finding in (
            line.returned.findings if line.returned and line.state in ("errors", "queries") else ()
        ):
            if finding.is_open:
                say("    " + finding.sentence()(language))
    say(RATE.fill(rate=now.rate, returned=now.returned, asked=len(now.lines))(language))
    answered, invited = now.people
    if invited:
        say(PEOPLE.fill(answered=number(answered), invited=number(invited))(language))
    return OK


def _workbooks(parsed: argparse.Namespace) -> int:
    asked = _asked(parsed)
    snapshots.record("round", f"workbooks {asked.id}")
    parsed.to.mkdir(parents=True, exist_ok=True)
    snapshot, who = ensure_current(parsed.data), snapshots.user()
    for name, content in workbook.workbooks(asked, parsed.data, snapshot, parsed.only, who):
        path = parsed.to / name
        path.write_bytes(content)
        say(WROTE.fill(file=str(path))(parsed.lang))
    return OK


def _receive(parsed: argparse.Namespace) -> int:
    asked = _asked(parsed)
    gone = [file for file in parsed.files if not file.exists()]
    for file in gone:
        complain(NO_SUCH_FILE.fill(file=str(file))(parsed.lang))
    if gone:
        return USAGE
    files = receipt.files_in(parsed.files)
    snapshots.record("round", f"receive {asked.id} {', '.join(file.name for file in files)}")
    found = receipt.receive(files, asked, parsed.data, ensure_current(parsed.data), snapshots.user())
    for each in found:
        _say_receipt(each, parsed.lang)
    refused = [each for each in found if each.outcome == "refused"]
    if refused and len(refused) == len(found):
        return REFUSED
    unfinished = [each for each in found if any(finding.is_open for finding in each.examined.findings)]
    return WITH_FINDINGS if refused or unfinished else OK


def _say_receipt(each: Receipt, language: Language) -> None:
    if each.refusal is not None:
        complain(TURNED_AWAY.fill(file=each.file, why=each.refusal)(language))
    elif each.respondent is None or each.outcome == "present":
        say(PRESENT.fill(file=each.file)(language))
    else:
        findings = [finding for finding in each.examined.findings if finding.is_open]
        errors = sum(finding.kind == "error" for finding in findings)
        words = {"errors": errors, "queries": len(findings) - errors}
        say(TAKEN.fill(file=each.file, name=each.respondent.name, **words)(language))
        complain(*("  " + finding.sentence()(language) for finding in findings))


def _approve(parsed: argparse.Namespace) -> int:
    asked, chosen = _asked(parsed), list(parsed.institutions)
    if parsed.ready:
        lines = board.board(parsed.data, asked, environment.today()).lines
        chosen += [line.respondent.id for line in lines if line.state == "ready"]
    if not chosen:
        complain(NOBODY(parsed.lang))
        return REFUSED
    act = approval.reopen if parsed.undo else approval.approve
    detail = f"{'reopen' if parsed.undo else 'approve'} {asked.id} {' '.join(chosen)}"
    snapshots.record("round", detail, parsed.why)
    act(chosen, asked, parsed.data, snapshots.user(), environment.today(), parsed.why)
    say((REOPENED if parsed.undo else APPROVED).fill(count=len(set(chosen)))(parsed.lang))
    return OK


def _remind(parsed: argparse.Namespace) -> int:
    asked = _asked(parsed)
    return round_letters.remind(board.board(parsed.data, asked, environment.today()), parsed)


def _publish(parsed: argparse.Namespace) -> int:
    asked = _asked(parsed)
    snapshots.record("round", f"publish {asked.id}")
    outcome = publication.publish(
        asked,
        parsed.data,
        environment.home(),
        snapshots.user(),
        environment.today(),
        decided=Decided(parsed.drop_releases),
    )
    return outcomes.published(outcome, parsed.lang)


def _asked(parsed: argparse.Namespace) -> Round:
    return round_folder.the_round(parsed.data, parsed.id)


_COMMANDS = {
    "open": _open,
    "list": _list,
    "board": _board,
    "workbooks": _workbooks,
    "receive": _receive,
    "approve": _approve,
    "remind": _remind,
    "publish": _publish,
}
