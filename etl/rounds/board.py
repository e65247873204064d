"""How a round stands, worked out from what happened to it: who has returned what, and what is still to be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from etl import load_ledger
from etl.rounds import round_folder
from etl.rounds.examination import Finding
from etl.rounds.round_folder import Event, Respondent, Round
from meomureum.texts import Text, percent

State = Literal["waiting", "late", "errors", "queries", "ready", "approved", "published", "withdrawn"]
STATES: Mapping[State, Text] = {
    "waiting": Text("미제출", "Waiting"),
    "late": Text("기한 경과", "Late"),
    "errors": Text("오류 있음", "Has errors"),
    "queries": Text("설명 필요", "Has open queries"),
    "ready": Text("승인 대기", "Ready"),
    "approved": Text("승인", "Approved"),
    "published": Text("공표", "Published"),
    "withdrawn": Text("공표 철회", "Withdrawn"),
}


CLOSED: tuple[State, ...] = ("approved", "published", "withdrawn")


@dataclass(frozen=True)
class Return:
    """The return of a respondent that stands: its file, when it came, and what was found in it."""

    file: str
    sha256: str
    kept: str
    at: str
    findings: tuple[Finding, ...]
    answered: int = 0
    invited: int = 0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended."""
        return tuple(each for each in self.findings if each.kind == "error")

    @property
    def queries(self) -> tuple[Finding, ...]:
        """What is asked, answered or not."""
        return tuple(each for each in self.findings if each.kind == "query")

    @property
    def open_queries(self) -> tuple[Finding, ...]:
        """What is asked and not yet answered."""
        return tuple(each for each in self.queries if each.is_open)


@dataclass(frozen=True)
class Line:
    """One respondent on the board; `reminded` is when it was last reminded."""

    respondent: Respondent
    state: State
    returned: Return | None = None
    reminded: str = ""
    why: str = ""


@dataclass(frozen=True)
class Board:
    """A round as it stands, one line a respondent in the order in which they were asked."""

    asked: Round
    lines: tuple[Line, ...]

    def count(self, *states: State) -> int:
        """How many stand in one of these states."""
        return sum(line.state in states for line in self.lines)

    @property
    def returned(self) -> int:
        """How many have returned anything."""
        return sum(line.returned is not None for line in self.lines)

    @property
    def rate(self) -> str:
        """The share of respondents that have returned."""
        return percent(self.returned / len(self.lines)) if self.lines else "–"

    @property
    def people(self) -> tuple[int, int]:
        """How many people of a survey answered, and how many were asked where somebody has returned."""
        found = [line.returned for line in self.lines if line.returned]
        return sum(each.answered for each in found), sum(each.invited for each in found)


def board(data: Path, asked: Round, today: date) -> Board:
    """How a round stands on a day."""
    happened = round_folder.events(data, asked.id)
    force = frozenset(each.load for each in load_ledger.counting(load_ledger.recorded(data)))
    lines = []
    for respondent in asked.respondents:
        mine = [each for each in happened if each.respondent == respondent.id]
        lines.append(_line(respondent, mine, force, "late" if today > asked.deadline else "waiting"))
    return Board(asked, tuple(lines))


def _line(respondent: Respondent, mine: Sequence[Event], force: Collection[int], without: State) -> Line:
    last = next((each for each in reversed(mine) if each.what == "received"), None)
    reminded = next((each.at for each in reversed(mine) if each.what == "reminded"), "")
    if last is None:
        return Line(respondent, without, None, reminded)
    returned = _return(last)
    acts = [each for each in mine if each.what in ("approved", "reopened", "published")]
    closed = next((each for each in reversed(acts) if each.what != "published"), None)
    why = str(closed.detail.get("why", "")) if closed else ""
    return Line(respondent, _state(returned, acts, force), returned, reminded, why)


def _state(returned: Return, acts: Sequence[Event], force: Collection[int]) -> State:
    """What was published and withdrawn in the ledger stays away until it is approved anew."""
    closed = next((at for at, each in reversed(list(enumerate(acts))) if each.what != "published"), None)
    if closed is not None and acts[closed].what == "approved":
        shown = [
            each for each in acts if each.detail.get("sha256") == returned.sha256 and each.what == "published"
        ]
        if any(each.detail["load"] in force for each in shown):
            return "published"
        return "withdrawn" if any(each.what == "published" for each in acts[closed:]) else "approved"
    if returned.errors:
        return "errors"
    return "queries" if returned.open_queries else "ready"


def _return(event: Event) -> Return:
    said: Mapping[str, Any] = event.detail
    findings = tuple(Finding(**{**each, "words": Text(**each["words"])}) for each in said["findings"])
    return Return(
        *(said["file"], said["sha256"], said["kept"], event.at, findings),
        *(int(said["answered"]), int(said["invited"])),
    )


def standing_return(data: Path, asked: Round, digest: str) -> Return | None:
    """The return with that digest, where it stands, is not approved yet, and may be examined again."""
    lines = board(data, asked, asked.deadline).lines
    found = [line.returned for line in lines if line.returned and line.state not in CLOSED]
    return next((each for each in found if each.sha256 == digest), None)


def approved(data: Path, round_id: str) -> set[str]:
    """Who has been approved and is closed."""
    closed: set[str] = set()
    for each in round_folder.events(data, round_id):
        if each.what == "approved":
            closed.add(each.respondent)
        elif each.what == "reopened":
            closed.discard(each.respondent)
    return closed


def taken(data: Path, round_id: str) -> set[str]:
    """The digests of the returns that were taken in and stand or stood."""
    return _digests(data, round_id, "received")


def turned_away(data: Path, round_id: str) -> set[str]:
    """The digests of the files that were refused."""
    return _digests(data, round_id, "refused")


def _digests(data: Path, round_id: str, what: str) -> set[str]:
    return {
        str(each.detail.get("sha256")) for each in round_folder.events(data, round_id) if each.what == what
    }
