"""Returns taken in: each is known by its mark, examined, and kept; a later one takes the place of an earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from etl import load_ledger
from etl.contract import LoadRefused, Problem
from etl.file_intake import judge
from etl.grids import Grid
from etl.load_accounts import Input
from etl.rounds import board, round_folder
from etl.rounds.contract_checks import Contracts, contracts
from etl.rounds.examination import Examined, Sent, examine
from etl.rounds.known_before import Before
from etl.rounds.return_layout import marks
from etl.rounds.round_folder import Event, Respondent, Round
from etl.sheet_reader import LOCK, grids_of
from etl.upload import safe_name
from meomureum.store.digests import digest_of
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

NOTHING_FOUND = Examined(())
Outcome = Literal["received", "present", "refused"]

NO_MARK = Text(
    "이 제품이 보낸 수집 서식이 아닙니다. 보내 드린 파일에 적어 다시 보내 달라고 하십시오.",
    "It is no workbook of a round. Ask for the file that was sent out to be filled in and returned.",
)
OTHER_ROUND = Text(
    "다른 수집({other})의 서식입니다. 그 수집에서 받거나 이번 서식을 다시 보내십시오.",
    "It belongs to another round ({other}). Receive it there, or send this round's workbook.",
)
TAMPERED = Text(
    "서식의 표식이 고쳐졌습니다. 어느 기관의 것인지 믿을 수 없어 받지 않았습니다. 서식을 새로 보내십시오.",
    "The mark of the workbook was changed, so that it cannot be trusted whose it is. Send a new workbook.",
)
TWO_RESPONDENTS = Text(
    "한 파일에 두 기관({names})의 시트가 섞여 있습니다. 기관마다 제 파일로 내야 합니다.",
    "The file holds sheets of two institutions ({names}). Each has to return a file of its own.",
)
CLOSED = Text(
    "{name:은/는} 이미 승인되어 닫혔습니다. 다시 받으려면 승인을 취소하십시오.",
    "{name} has been approved and is closed. Take the approval back to receive another return.",
)


@dataclass(frozen=True)
class Receipt:
    """What became of one file: whose it is, what was found in it, or why it was not taken."""

    file: str
    outcome: Outcome
    respondent: Respondent | None = None
    examined: Examined = NOTHING_FOUND
    refusal: Text | None = None


def files_in(places: Sequence[Path]) -> list[Path]:
    """The workbooks among files and in folders, those written later last."""
    found = [each for each in places if not each.is_dir()]
    for folder in (each for each in places if each.is_dir()):
        inside = [each for each in folder.iterdir() if each.suffix.lower() == ".xlsx" and each.is_file()]
        inside = [each for each in inside if not each.name.startswith((LOCK, "."))]
        found += sorted(inside, key=lambda each: (each.stat().st_mtime_ns, each.name))
    return found


@dataclass(frozen=True)
class Desk:
    """Where returns are taken in, by whom, and what they are held against."""

    asked: Round
    data: Path
    snapshot: Snapshot
    who: str
    contracts: Contracts


def receive(files: Sequence[Path], asked: Round, data: Path, snapshot: Snapshot, who: str) -> list[Receipt]:
    """Take returns in, one after the other. One that cannot be taken does not hold back the others."""
    with contracts(data) as held:
        desk = Desk(asked, data, snapshot, who, held)
        return [_received(file, desk) for file in files]


def _received(file: Path, desk: Desk) -> Receipt:
    asked, data = desk.asked, desk.data
    try:
        judge(file)
        name, digest = safe_name(file.name), digest_of(file)
        standing = board.standing_return(data, asked, digest)
        if standing is None and digest in board.taken(data, asked.id):
            return Receipt(name, "present")
        grids = grids_of(file, name)
        respondent = _sender(name, grids, asked, data)
    except LoadRefused as refusal:
        return _refused(file, desk, refusal)
    examined = examine(
        Input(file, "real"), grids, Sent(respondent, asked, Before(desk.snapshot, data)), desk.contracts
    )
    if standing is not None and standing.findings == examined.findings:
        return Receipt(name, "present", respondent, examined)
    kept = round_folder.keep_return(data, asked.id, name, digest, file.read_bytes())
    detail = {"file": name, "sha256": digest, "kept": kept, **asdict(examined)}
    event = Event(load_ledger.now(), desk.who, "received", respondent.id, detail)
    round_folder.add(data, asked.id, event)
    return Receipt(name, "received", respondent, examined)


def _refused(file: Path, desk: Desk, refusal: LoadRefused) -> Receipt:
    """A file that is not taken; it is told once in the round's own history, however often a folder is read."""
    (first, *_) = refusal.problems
    words = Text(
        f"{first.expectation.ko} {first.next_step.ko}".strip(),
        f"{first.expectation.en} {first.next_step.en}".strip(),
    )
    name = safe_name(file.name)
    digest = digest_of(file) if file.is_file() else ""
    if digest not in board.turned_away(desk.data, desk.asked.id):
        detail = {"file": name, "sha256": digest, "words": asdict(words)}
        event = Event(load_ledger.now(), desk.who, "refused", "", detail)
        round_folder.add(desk.data, desk.asked.id, event)
    return Receipt(name, "refused", refusal=words)


def _sender(name: str, grids: Sequence[Grid], asked: Round, data: Path) -> Respondent:
    """Whose return it is; raises LoadRefused for a workbook that is not one of this round."""
    found = [mark for _, mark in marks(grids)]
    if not found:
        raise _no(name, NO_MARK)
    others = {mark.round_id for mark in found} - {asked.id}
    if others:
        raise _no(name, OTHER_ROUND.fill(other=min(others)))
    key = round_folder.key_of(data, asked.id)
    senders = {mark.respondent: asked.respondent(mark.respondent) for mark in found}
    if not all(mark.is_genuine(key) for mark in found) or None in senders.values():
        raise _no(name, TAMPERED)
    known = [each for each in senders.values() if each is not None]
    if len(known) > 1:
        names = Text(", ".join(each.name.ko for each in known), ", ".join(each.name.en for each in known))
        raise _no(name, TWO_RESPONDENTS.fill(names=names))
    if known[0].id in board.approved(data, asked.id):
        raise _no(name, CLOSED.fill(name=known[0].name))
    return known[0]


def _no(name: str, words: Text) -> LoadRefused:
    return LoadRefused((Problem(name, "", 0, "", "", words, Text("", "")),))
