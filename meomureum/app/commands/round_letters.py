"""The letters of a collection round at the terminal: printed, written as files, or sent where a mail server is configured."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from etl import own_files
from etl.rounds import reminders
from etl.rounds.board import Board
from etl.rounds.reminders import Letter
from etl.rounds.round_folder import Round
from meomureum.app import mail_server
from meomureum.app.commands import snapshots
from meomureum.app.mail_server import Mail
from meomureum.console import complain, say
from meomureum.texts import Text

OK, USAGE, REFUSED, WITH_FINDINGS = 0, 2, 3, 5

WROTE = Text("{file:을/를} 썼습니다.", "Wrote {file}.")
NO_LETTER = Text("알릴 기관이 없습니다.", "There is nobody to remind.")
MAILED = Text("{name} <{to}>: 보냈습니다.", "{name} <{to}>: sent.")
MAIL_REFUSED = Text("{name} <{to}>: 보내지 못했습니다. {why}", "{name} <{to}>: not sent. {why}")
NO_ADDRESS = Text("{name}: 전자우편 주소가 없거나 틀렸습니다.", "{name}: no mail address, or a wrong one.")
NO_SUCH_FILE = Text("'{file}' 파일이 없습니다.", "There is no file '{file}'.")


def declare(command: argparse.ArgumentParser) -> None:
    """The words of `remind`."""
    command.add_argument("--to", type=Path, help="folder; one text file a letter / 폴더")
    command.add_argument(
        "--mail",
        type=Path,
        metavar="CSV",
        help="institution_id,email: send through the mail server of the settings / 설정한 메일 서버로 보내기",
    )


def remind(now: Board, parsed: argparse.Namespace) -> int:
    """Hand the letters out, or send them; enter in the round who was reminded."""
    asked = now.asked
    if parsed.mail and not parsed.mail.is_file():
        complain(NO_SUCH_FILE.fill(file=str(parsed.mail))(parsed.lang))
        return USAGE
    written = reminders.letters(now)
    snapshots.record("round", f"remind {asked.id} {' '.join(each.respondent.id for each in written)}")
    if not written:
        say(NO_LETTER(parsed.lang))
        return OK
    if parsed.mail:
        return _mail(written, asked, parsed)
    for each in written:
        _hand_out(each, parsed)
    reminders.sent(written, asked, parsed.data, snapshots.user())
    return OK


def _hand_out(letter: Letter, parsed: argparse.Namespace) -> None:
    """Print a letter, or write it into a file of its own."""
    if parsed.to is None:
        say(*letter.text(parsed.lang).splitlines(), "")
        return
    parsed.to.mkdir(parents=True, exist_ok=True)
    path = parsed.to / f"{letter.respondent.id}.txt"
    path.write_text(letter.text(parsed.lang), "utf-8")
    say(WROTE.fill(file=str(path))(parsed.lang))


def _mail(written: Sequence[Letter], asked: Round, parsed: argparse.Namespace) -> int:
    """Send the letters to those who have an address; only these were reminded."""
    rows = own_files.rows(parsed.mail)
    found = {
        row.get("institution_id") or row.get("firm_id", ""): row.get("email", "").strip() for row in rows
    }
    known = {name.strip(): address for name, address in found.items() if mail_server.is_address(address)}
    sent: list[Letter] = []
    mails = {
        Mail(known[each.respondent.id], each.subject(parsed.lang), each.text(parsed.lang)): each
        for each in written
        if each.respondent.id in known
    }
    try:
        for mail, fault in mail_server.send(mail_server.configured(), list(mails)):
            words = (MAIL_REFUSED if fault else MAILED).fill(
                name=mails[mail].respondent.name, to=mail.to, why=fault
            )
            (complain if fault else say)(words(parsed.lang))
            sent += [] if fault else [mails[mail]]
    except mail_server.NotSent as fault:
        complain(fault.words(parsed.lang))
        return REFUSED
    finally:
        reminders.sent(sent, asked, parsed.data, snapshots.user())
    for each in (each for each in written if each.respondent.id not in known):
        complain(NO_ADDRESS.fill(name=each.respondent.name)(parsed.lang))
    return OK if len(sent) == len(written) else WITH_FINDINGS
