"""Acts on the ledger: withdraw an entry, let a file take its place, settle a dispute, go back to a snapshot.

An act is an entry of its own. What it does is worked out anew with every snapshot, so it outlives
the loads that follow; withdrawn itself, it is undone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from etl import build, load_ledger, own_sample
from etl.contract import LoadRefused, Problem
from etl.file_intake import clean
from etl.inputs import inputs_of
from etl.load_accounts import Input
from etl.load_ledger import Act, Load, Said
from etl.load_progress import Say, quietly
from etl.protected_releases import NOTHING_DECIDED, Decided
from meomureum.store import locks, warehouse
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

LEDGER = "loads.csv"
NO_SUCH_ENTRY = Text("적재 원장에 {number}번이 없습니다.", "The ledger of loads has no entry {number}.")
LIST_THEM = Text("'meomureum loads'로 번호를 확인하세요.", "'meomureum loads' lists the numbers.")
COUNTS_NO_LONGER = Text(
    "{number}번은 {by}번으로 이미 효력을 잃었습니다.", "Entry {number} was taken out of force by entry {by}."
)
UNDO_THAT = Text("되살리려면 {by}번을 철회하세요.", "To bring it back, withdraw entry {by}.")
NOT_A_LOAD = Text(
    "{number}번은 적재가 아니라 바꿀 파일이 없습니다.", "Entry {number} is no load that a file could replace."
)
WITHDRAW_IT = Text("그 일을 되돌리려면 {number}번을 철회하세요.", "To undo it, withdraw entry {number}.")
NO_SUCH_DISPUTE = Text("{id:이라는/라는} 다툼이 없습니다.", "There is no dispute {id}.")
LIST_DISPUTES = Text("'meomureum settle'이 다툼의 번호를 보여 줍니다.", "'meomureum settle' lists them.")
NO_SIDE = Text("{provider:은/는} 이 다툼의 당사자가 아닙니다.", "{provider} is no side of this dispute.")
SIDES_ARE = Text("다투는 제공 기관: {sides}.", "The sides are: {sides}.")


@dataclass(frozen=True)
class Side:
    """What one provider says in a dispute: rows and people that another does not say."""

    provider: str
    rows: int
    people: int


@dataclass(frozen=True)
class Dispute:
    """Providers that differ about one statement of a table; their rows are in quarantine until they agree."""

    table: str
    statement: str
    sides: tuple[Side, ...]

    @property
    def id(self) -> str:
        """Six letters that name it as long as it lasts."""
        return hashlib.sha256(f"{self.table}/{self.statement}".encode()).hexdigest()[:6]


def disputes(snapshot: Snapshot) -> list[Dispute]:
    """The open disputes of a snapshot."""
    found: dict[tuple[str, str], list[Side]] = {}
    rows = snapshot.query("FROM disputes ORDER BY table_name, statement, provider")
    for table, statement, provider, count, people in rows.itertuples(index=False, name=None):
        found.setdefault((table, statement), []).append(Side(provider, int(count), int(people or 0)))
    return [Dispute(*about, tuple(sides)) for about, sides in found.items()]


def withdrawal(data: Path, number: int, said: Said) -> Load:
    """The act that takes an entry out of force, whatever it was; raises LoadRefused where there is none that counts."""
    _counting(data, number)
    return _act(data, "withdraw", said, str(number))


def replacement(data: Path, number: int, said: Said) -> Said:
    """What is said of a file that takes the place of a load: what was said of that load, unless said otherwise."""
    old = _counting(data, number)
    if old.act != "load":
        raise _refused(NOT_A_LOAD.fill(number=number), WITHDRAW_IT.fill(number=number))
    mode = said.mode or ("adds" if old.mode in ("", "adds") else "")
    return replace(
        said,
        table=said.table or old.table,
        provider=said.provider or old.provider,
        mode=mode,
        of=str(number),
    )


def settlement(data: Path, snapshot: Snapshot, dispute_id: str, said: Said) -> Load:
    """The act that settles a dispute for the provider of `said`; raises LoadRefused where it has no such side."""
    found = next((each for each in disputes(snapshot) if each.id == dispute_id), None)
    if found is None:
        raise _refused(NO_SUCH_DISPUTE.fill(id=f"'{dispute_id}'"), LIST_DISPUTES)
    sides = [side.provider for side in found.sides]
    if said.provider not in sides:
        told = ", ".join(f"'{side}'" for side in sides)
        raise _refused(NO_SIDE.fill(provider=f"'{said.provider}'"), SIDES_ARE.fill(sides=told))
    return _act(data, "settle", replace(said, table=found.table), found.statement)


def _counting(data: Path, number: int) -> Load:
    lines = load_ledger.recorded(data)
    entry = next((each for each in lines if each.load == number), None)
    if entry is None:
        raise _refused(NO_SUCH_ENTRY.fill(number=number), LIST_THEM)
    if by := load_ledger.out_of_force(lines).get(number):
        raise _refused(COUNTS_NO_LONGER.fill(number=number, by=by), UNDO_THAT.fill(by=by))
    return entry


def _act(data: Path, act: Act, said: Said, of: str) -> Load:
    number, moment = load_ledger.upcoming(data), load_ledger.now()
    return Load(number, moment, "", "", said.table, said.provider, said.why, said.who, act, of)


def _refused(expectation: Text, next_step: Text) -> LoadRefused:
    return LoadRefused((Problem(LEDGER, "", 0, "", "", expectation, next_step),))


def inputs_after(data: Path, act: Load) -> list[Input]:
    """What a snapshot would be built from once this act counts."""
    return inputs_of(data, coming=[act])


def carry_out(
    act: Load, data: Path, snapshots: Path, say: Say = quietly, decided: Decided = NOTHING_DECIDED
) -> build.Outcome:
    """Enter an act in the ledger and publish what stands then, protected releases included."""

    def handed_in(_room: Path) -> build.Intake:
        clean(data)
        own_sample.draw(data)
        now = replace(act, load=load_ledger.upcoming(data))  # a load that we waited for took the number
        return inputs_after(data, now), lambda: load_ledger.record(data, [now])

    return build.take_in(handed_in, snapshots, say, decided)


def roll_back(
    data: Path, snapshots: Path, snapshot_id: str, said: Said, patience_seconds: float = 0
) -> Snapshot:
    """Go back to a kept snapshot: the entries that it rests on count, later ones do not, until this act is withdrawn.

    Raises LookupError when there is no such snapshot and Damaged when it is not whole.
    """
    with locks.sole_writer(snapshots, patience_seconds):
        kept = {each.id: each for each in warehouse.kept(snapshots)}
        gone_to = warehouse.roll_back(snapshots, snapshot_id)
        if load_ledger.recorded(data):
            numbers = kept[snapshot_id].manifest.get("entries", [])
            act = _act(data, "roll_back", said, " ".join(str(each) for each in numbers))
            load_ledger.record(data, [replace(act, name=snapshot_id)])
        return gone_to


def rollback_in_force(data: Path) -> Load | None:
    """The rollback that holds now."""
    return next(
        (
            each
            for each in reversed(load_ledger.counting(load_ledger.recorded(data)))
            if each.act == "roll_back"
        ),
        None,
    )
