"""Approved returns loaded and published, as any load is: the ledger, the releases and withdrawals hold for them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import load_ledger
from etl.build import Outcome, load
from etl.contract import LoadRefused, Problem
from etl.load_ledger import Said
from etl.load_progress import Say, quietly
from etl.protected_releases import NOTHING_DECIDED, Decided
from etl.rounds import round_folder, survey_results
from etl.rounds.board import Line, board
from etl.rounds.round_folder import Event, Round
from etl.upload import safe_name
from meomureum.texts import Text

NOTHING_APPROVED = Text(
    "새로 승인한 자료가 없습니다.", "No return has been approved since the last publication."
)
APPROVE_FIRST = Text("먼저 승인하십시오.", "Approve returns first.")
PROVIDER = "{city} 수집"


def publish(
    asked: Round,
    data: Path,
    snapshots: Path,
    who: str,
    today: date,
    say: Say = quietly,
    decided: Decided = NOTHING_DECIDED,
) -> Outcome:
    """Load what was approved and not published yet, in place of what the same institutions returned before.

    Raises LoadRefused where nothing was approved, and whatever a load raises; nothing is published then.
    """
    lines = board(data, asked, today).lines
    fresh = [line for line in lines if line.state == "approved"]
    if not fresh:
        raise LoadRefused((Problem(asked.id, "", 0, "", "", NOTHING_APPROVED, APPROVE_FIRST),))
    provider = PROVIDER.format(city=asked.city.ko)
    with TemporaryDirectory(prefix="meomureum-round-") as room:
        files, tables = _files(asked, data, lines, fresh, Path(room))
        said = Said("", provider, asked.title.ko, who, "replaces")
        outcome = load(files, data, snapshots, said, say, decided, tables)
    entry = max(each.load for each in load_ledger.recorded(data) if each.provider == provider)
    round_folder.add(data, asked.id, *(_published(line, outcome, entry, who) for line in fresh))
    return outcome


def _files(
    asked: Round, data: Path, lines: Sequence[Line], fresh: Sequence[Line], room: Path
) -> tuple[list[Path], Mapping[str, str]]:
    """What is loaded, under the names of those who sent it; and the tables of files that need one named."""
    closed = [line for line in lines if line.state in ("approved", "published")]
    made = survey_results.files(asked, data, closed, room)
    if asked.is_of_firms:
        return list(made), {path.name: table for path, table in made.items()}
    kept = round_folder.place(data, asked.id)
    copies = [
        Path(
            shutil.copyfile(
                kept / line.returned.kept,
                room / safe_name(f"{asked.id} {line.respondent.id} {line.respondent.name.ko}.xlsx"),
            )
        )
        for line in fresh
        if line.returned
    ]
    return [*copies, *made], {path.name: table for path, table in made.items()}


def _published(line: Line, outcome: Outcome, entry: int, who: str) -> Event:
    digest = line.returned.sha256 if line.returned else ""
    detail = {"sha256": digest, "snapshot": outcome.snapshot_id, "load": entry}
    return Event(load_ledger.now(), who, "published", line.respondent.id, detail)
