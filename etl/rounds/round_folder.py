"""Rounds as they are kept: a folder each in `rounds` of the data folder, with what was asked, its key, and what happened.

`round.json` is written once, `key` signs the marks, `events.jsonl` is only ever added to, `returns`
holds every file that was taken in, as it came.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from etl.contract import LoadRefused, Problem
from etl.rounds.forms import FIRMS, FORMS, Form
from meomureum.store import durable, locks
from meomureum.texts import Text

FOLDER, KEY = "rounds", "key"
_ROUND, _EVENTS, _LOCK, _RETURNS = "round.json", "events.jsonl", ".lock", "returns"
_PATIENCE_SECONDS = 20
_ID = re.compile(r"[a-z0-9_]+-[0-9]{4}-[0-9]+")
What = Literal["opened", "written", "received", "refused", "approved", "reopened", "reminded", "published"]

HALVES = {"1": Text("상반기", "first half of"), "2": Text("하반기", "second half of")}
NO_SUCH_ROUND = Text("그런 수집이 없습니다.", "There is no such round.")
KNOWN_ROUNDS = Text("있는 수집: {known}", "The rounds are: {known}")


@dataclass(frozen=True)
class Respondent:
    """Who is asked: an institution of the register, or a firm; `known` is what the round knows of a firm."""

    id: str
    name: Text
    tables: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """What is collected, from whom, about which year, until when; returns go to `address`."""

    id: str
    city_id: str
    city: Text
    year: int
    half: str
    tables: tuple[str, ...]
    deadline: date
    address: str
    opened_at: str
    opened_by: str
    respondents: tuple[Respondent, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of its tables."""
        return tuple(FORMS[table] for table in self.tables)

    @property
    def is_of_firms(self) -> bool:
        """Whether firms are asked."""
        return any(FIRMS in form.kinds for form in self.forms)

    def respondent(self, respondent_id: str) -> Respondent | None:
        """Whoever goes by this id; None if nobody who was asked does."""
        return next((each for each in self.respondents if each.id == respondent_id), None)

    @property
    def title(self) -> Text:
        """What the round is called."""
        half = HALVES.get(self.half, Text("", ""))
        return Text(
            f"{self.city.ko} {self.year}년 {half.ko} 자료 수집".replace("  ", " "),
            f"Data collection of {self.city.en}, {half.en} {self.year}".replace("  ", " "),
        )


@dataclass(frozen=True)
class Event:
    """One thing that happened to a round: when, who did it, to whom it happened, and the particulars."""

    at: str
    who: str
    what: What
    respondent: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def place(data: Path, round_id: str = "") -> Path:
    """The folder of a round; of all rounds without an id."""
    return data / FOLDER / round_id if round_id else data / FOLDER


def rounds(data: Path) -> list[Round]:
    """Every round, the newest first."""
    found = [_read(each) for each in place(data).glob(f"*/{_ROUND}")]
    return sorted(found, key=lambda each: (each.opened_at, each.id), reverse=True)


def the_round(data: Path, round_id: str) -> Round:
    """The round of that id; raises LoadRefused, naming those there are."""
    path = place(data, round_id) / _ROUND
    if _ID.fullmatch(round_id) and path.is_file():
        return _read(path)
    known = KNOWN_ROUNDS.fill(known=", ".join(each.id for each in rounds(data)) or "–")
    raise LoadRefused((Problem(round_id, "", 0, "", "", NO_SUCH_ROUND, known),))


def unused_id(data: Path, city_id: str, year: int) -> str:
    """An id for a new round of a city and year."""
    taken = [each.name.rpartition("-")[2] for each in place(data).glob(f"{city_id}-{year}-*")]
    return f"{city_id}-{year}-{max((int(each) for each in taken if each.isdecimal()), default=0) + 1}"


def keep(data: Path, opened: Round) -> None:
    """Keep a new round, with a key of its own that nobody else may read."""
    folder = place(data, opened.id)
    folder.mkdir(parents=True)
    key = folder / KEY
    key.touch(mode=0o600)
    key.write_text(secrets.token_hex(32), "ascii")
    durable.sync(key)
    durable.replace(folder / _ROUND, json.dumps(asdict(opened), ensure_ascii=False, indent=1, default=str))
    add(data, opened.id, Event(opened.opened_at, opened.opened_by, "opened"))


def key_of(data: Path, round_id: str) -> bytes:
    """The key that signs the marks of a round."""
    return (place(data, round_id) / KEY).read_bytes()


def add(data: Path, round_id: str, *events: Event) -> None:
    """Enter what happened; it has reached the disk on return."""
    folder = place(data, round_id)
    with locks.locked(folder / _LOCK, _PATIENCE_SECONDS):
        for event in events:
            durable.append(folder / _EVENTS, json.dumps(asdict(event), ensure_ascii=False))


def events(data: Path, round_id: str) -> list[Event]:
    """All that happened to a round, oldest first; a line torn by a crash is left out."""
    found = []
    for line in durable.lines(place(data, round_id) / _EVENTS):
        try:
            found.append(Event(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def keep_return(data: Path, round_id: str, name: str, digest: str, content: bytes) -> str:
    """Keep a file as it came; where it stands within the folder of the round."""
    kept = place(data, round_id) / _RETURNS / f"{digest[:12]}-{name}"
    kept.parent.mkdir(exist_ok=True)
    fresh = kept.with_name(f".{kept.name}.partial")
    fresh.write_bytes(content)
    durable.put_in_place(fresh, kept)
    return f"{_RETURNS}/{kept.name}"


def _read(path: Path) -> Round:
    said = json.loads(path.read_text("utf-8"))
    asked = tuple(
        Respondent(each["id"], Text(**each["name"]), tuple(each["tables"]), each["known"])
        for each in said["respondents"]
    )
    fixed = {
        "city": Text(**said["city"]),
        "tables": tuple(said["tables"]),
        "deadline": date.fromisoformat(said["deadline"]),
        "respondents": asked,
    }
    return Round(**{**said, **fixed})
