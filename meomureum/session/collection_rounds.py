"""What the steward's screen asks of collection rounds: opening, workbooks, returns, approval, letters, publication."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from etl.contract import LoadRefused as LoadRefused
from etl.rounds import approval, board, opening, publication, receipt, reminders, round_folder, workbook
from etl.rounds.board import CLOSED as CLOSED
from etl.rounds.board import STATES as STATES
from etl.rounds.board import Board as Board
from etl.rounds.board import Line as Line
from etl.rounds.forms import FIRMS, FORMS
from etl.rounds.opening import Wanted as Wanted
from etl.rounds.receipt import Receipt as Receipt
from etl.rounds.reminders import Letter as Letter
from etl.rounds.round_folder import Round as Round
from meomureum.session import access_record, load_jobs, steward_desk
from meomureum.session.roles import uses, visitor
from meomureum.session.steward_desk import Handed
from meomureum.store import environment, warehouse
from meomureum.texts import Text


def rounds() -> list[Round]:
    """Every round, the newest first; empty for whoever may not load."""
    return round_folder.rounds(environment.data()) if uses("load_files") else []


def tables() -> dict[str, Text]:
    """The tables that a round can ask for."""
    return {table: form.source.label for table, form in FORMS.items()}


def of_firms(tables: Sequence[str]) -> bool:
    """Whether firms are asked for one of these tables."""
    return any(FIRMS in FORMS[table].kinds for table in tables)


def cities() -> dict[str, Text]:
    """The cities that a round can be about."""
    return opening.followed(steward_desk.newest_to_load_into())


def institutions(city: str, tables: Sequence[str], year: int) -> dict[str, Text]:
    """Whom a round of these tables can ask, by their codes; firms come on a list of their own."""
    if of_firms(tables):
        return {}
    found = opening.concerned(city, tables, year, steward_desk.newest_to_load_into())
    return {each.id: each.name for each in found.values()}


def open_round(wanted: Wanted, firms: bytes = b"") -> Round:
    """Open a round; raises LoadRefused with everything that is wrong."""
    now = steward_desk.newest_to_load_into()
    access_record.record("round", f"open {wanted.city_id} {wanted.year} {' '.join(wanted.tables)}")
    with tempfile.TemporaryDirectory(prefix="meomureum-round-") as place:
        path = Path(place) / "firms.csv"
        path.write_bytes(firms)
        asked = Wanted(**{**vars(wanted), "firms": path if firms else None})
        return opening.open_round(asked, environment.data(), now, visitor().name, environment.today())


def board_of(asked: Round) -> Board:
    """How a round stands today."""
    steward_desk.newest_to_load_into()
    return board.board(environment.data(), asked, environment.today())


def workbooks(asked: Round, taker: access_record.Taker) -> bytes:
    """Every workbook of a round in one ZIP, written when no screen is at hand; raises PermissionError."""
    found = warehouse.current()
    access_record.handed_out(taker, "download", f"round {asked.id}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            workbook.workbooks(asked, environment.data(), found, (), taker.who.name) if found else ()
        ):
            archive.writestr(name, content)
    return packed.getvalue()


def receive(asked: Round, files: Sequence[tuple[str, bytes]]) -> list[Receipt]:
    """Take uploaded returns in; what is no workbook at first sight is refused before anything reads it."""
    now = steward_desk.newest_to_load_into()
    handed = Handed(steward_desk.safely_named(files))
    access_record.record("round", f"receive {asked.id} {', '.join(name for name, _ in handed.files)}")
    faults = steward_desk.at_first_sight(handed)
    refused = [Receipt(each.file, "refused", refusal=each.sentence()) for each in faults]
    with steward_desk.on_disk(steward_desk.sound(handed)) as paths:
        return [*refused, *receipt.receive(paths, asked, environment.data(), now, visitor().name)]


def approve(asked: Round, respondents: Sequence[str], why: str) -> None:
    """Close these; raises LoadRefused with every reason against it."""
    steward_desk.newest_to_load_into()
    access_record.record("round", f"approve {asked.id} {' '.join(respondents)}", why)
    approval.approve(respondents, asked, environment.data(), visitor().name, environment.today(), why)


def reopen(asked: Round, respondents: Sequence[str], why: str) -> None:
    """Take approvals back; raises LoadRefused where there is none."""
    steward_desk.newest_to_load_into()
    access_record.record("round", f"reopen {asked.id} {' '.join(respondents)}", why)
    approval.reopen(respondents, asked, environment.data(), visitor().name, environment.today(), why)


def letters(asked: Round) -> list[Letter]:
    """The letters to those who are waited for or must do something."""
    return reminders.letters(board_of(asked))


def reminded(asked: Round, written: Sequence[Letter]) -> None:
    """Enter that these were reminded."""
    steward_desk.newest_to_load_into()
    access_record.record("round", f"remind {asked.id} {' '.join(each.respondent.id for each in written)}")
    reminders.sent(written, asked, environment.data(), visitor().name)


def publish(asked: Round) -> load_jobs.Job:
    """Load what was approved in a thread of the server, which goes on when the reader leaves the page."""
    steward_desk.newest_to_load_into()
    if (running := load_jobs.under_way()) is not None:
        return running
    access_record.record("round", f"publish {asked.id}")
    places = environment.data(), environment.home()
    return load_jobs.begin(partial(publication.publish, asked, *places, visitor().name, environment.today()))
