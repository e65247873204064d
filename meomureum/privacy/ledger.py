"""Everything that protected releases have ever handed out about a city's own people, in one file that only grows.

It stands beside the snapshots, not in one, so that it outlives them: what was handed out once stays
known, whatever is pruned, gone back to, withdrawn or loaded in between. Nothing that was hidden is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "handed_out.jsonl"
START = ""
WITHDRAWN = "withdrawn"  # stands in the entry that says: a unit is told of without this sender, as the city has decided
DROPPED = ""  # the unit of the entry that says: the protected releases end here, as the city has decided
Cell = str | int | float | bool | None


class Damaged(Exception):
    """The ledger is not what was written: torn, changed, or shorter than a snapshot says. `line` is the first."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line
        super().__init__(f"{path}: line {line}")


@dataclass(frozen=True)
class Entry:
    """What one release showed of one unit from a snapshot on: its rows and its proof, as they were handed out."""

    snapshot: str
    release: str
    unit: str
    formulas: Mapping[str, str] = field(default_factory=dict)
    """What each formula meant, as a fingerprint: a count of another meaning is another count."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    proof: str = ""

    @property
    def said(self) -> tuple[object, ...]:
        """What is told, whatever snapshot tells it."""
        return self.formulas, self.rows, self.proof


@dataclass(frozen=True)
class Ledger:
    """The entries from the first to the last; `head` is the digest of the last line."""

    lines: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    head: str = START

    @property
    def serving(self) -> bool:
        """Whether protected releases of a city's own rows are handed out, and were not dropped since."""
        return bool(self.entries) and self.entries[-1].unit != DROPPED

    def of(self, unit: str) -> tuple[Entry, ...]:
        """What was ever handed out of a unit, the newest last."""
        return tuple(each for each in self.entries if each.unit == unit)

    def accepted(self, unit: str) -> dict[str, int]:
        """Whose rows may stay away from a unit, as was decided, and how many entries it had by then."""
        found, before = dict[str, int](), 0
        for each in self.entries:
            before += each.unit == unit
            name, _, sender = each.unit.rpartition(f"/{WITHDRAWN}/")
            if sender and name == unit:
                found[sender] = before
        return found

    @property
    def acceptances(self) -> tuple[str, ...]:
        """The senders that loads have accepted to be gone, each as often as it was accepted."""
        told = {
            (each.snapshot, each.unit.rpartition("/")[2])
            for each in self.entries
            if f"/{WITHDRAWN}/" in each.unit
        }
        return tuple(sorted(sender for _, sender in told))

    def newest(self, unit: str) -> dict[str, Entry]:
        """The last that each release handed out of a unit."""
        return {each.release: each for each in self.of(unit)}

    def with_more(self, entries: Iterable[Entry]) -> Ledger:
        """The ledger with what it does not say yet of a unit."""
        now = self
        for entry in entries:
            last = now.newest(entry.unit).get(entry.release)
            decided = entry.unit == DROPPED or f"/{WITHDRAWN}/" in entry.unit
            if decided or last is None or last.said != entry.said:
                line = _line(now.head, entry)
                now = Ledger((*now.lines, line), (*now.entries, entry), _digest(line))
        return now


def read(path: Path, heads: Sequence[str] = ()) -> Ledger:
    """The ledger as it stands; raises Damaged where it is not whole.

    `heads` are the digests that snapshots have kept of it: each must be that of one of its lines,
    so that a ledger that was cut short, exchanged or removed is noticed.
    """
    text = path.read_bytes() if path.is_file() else b""
    before, entries, known, lines = START, list[Entry](), {START}, text.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines[:-1], 1):
        entry = _entry(before, line)
        if entry is None:
            raise Damaged(path, number)
        entries.append(entry)
        before = _digest(line)
        known.add(before)
    if lines[-1] or not known.issuperset(heads):
        raise Damaged(path, len(lines))
    return Ledger(tuple(lines[:-1]), tuple(entries), before)


def write(ledger: Ledger, path: Path) -> None:
    """Write all of the ledger to a place of its own; whoever puts it in place does so in one step."""
    path.write_bytes("".join(f"{line}\n" for line in ledger.lines).encode())


def _line(before: str, entry: Entry) -> str:
    told = json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"{_digest(before + told)} {told}"


def _entry(before: str, line: str) -> Entry | None:
    digest, _, told = line.partition(" ")
    if digest != _digest(before + told):
        return None
    read = json.loads(told)
    return Entry(**{**read, "rows": tuple(tuple(row) for row in read["rows"])})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
