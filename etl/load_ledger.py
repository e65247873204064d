"""The ledger of loads: what came, was withdrawn, replaced, settled or rolled back; lines are only ever added.

An entry is one act under one number: files handed in together share it. The number, not the
name of a file, says which of two files is the later one. An entry counts until a later one
that counts takes it out of force; what takes it out can be withdrawn itself, and it counts again.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from meomureum.store import durable

Act = Literal["load", "withdraw", "settle", "roll_back"]
Mode = Literal["", "whole", "adds", "replaces"]
"""How a load meets what its provider said before of the same year and place: it comes in addition ("adds"), or
instead ("replaces"). "whole" is instead where nobody had to be asked; "" is a load older than the question, in addition."""


@dataclass(frozen=True)
class Load:
    """One line: an accepted file of one load, or an act on entries.

    `of` holds what is acted on: for "load" and "withdraw" the numbers of entries that no longer
    count; for "roll_back" those of earlier entries that alone count; for "settle" the statement
    of `table` about which `provider` is right.
    """

    load: int
    at: str
    sha256: str
    name: str
    table: str
    provider: str = ""
    why: str = ""
    who: str = ""
    act: Act = "load"
    of: str = ""
    mode: Mode = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The entries that an act other than a settlement names."""
        return () if self.act == "settle" else tuple(int(word) for word in self.of.split())


@dataclass(frozen=True)
class Said:
    """What was said about files that are handed in; `of` is the entry whose place they take."""

    table: str = ""
    provider: str = ""
    why: str = ""
    who: str = ""
    mode: Mode = ""
    of: str = ""


NOTHING_SAID = Said()
COLUMNS = tuple(each.name for each in fields(Load))
_NEEDED = COLUMNS.index("why") + 1  # columns of the first ledgers; later ones were added behind
NEVER = Load(0, "", "", "", "")  # a file that nobody handed in: shipped, or laid into the folder by hand


def ledger(data: Path) -> Path:
    """The path of a data folder's ledger."""
    return data / "raw" / "loads.csv"


def recorded(data: Path) -> list[Load]:
    """Every line of the ledger, oldest first; lines torn by a crash are skipped."""
    path = ledger(data)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        found = [_line(row) for row in csv.reader(file) if len(row) >= _NEEDED and row[0].isdigit()]
    return [each for each in found if each.act in get_args(Act) and each.mode in get_args(Mode)]


def _line(row: Sequence[str]) -> Load:
    return Load(int(row[0]), **dict(zip(COLUMNS[1:], row[1:], strict=False)))  # type: ignore[arg-type]


def counting(lines: Iterable[Load]) -> list[Load]:
    """The lines of entries that are in force, oldest first."""
    found: list[Load] = []
    void: set[int] = set()
    only: set[int] | None = None
    entries = [list(group) for _, group in groupby(lines, lambda each: each.load)]
    for entry in reversed(entries):
        number, first = entry[0].load, entry[0]
        if number in void or (only is not None and number not in only):
            continue
        found[:0] = entry
        if first.act == "roll_back" and only is None:
            only = set(first.numbers)
        elif first.act in ("load", "withdraw"):
            void.update(first.numbers)
    return found


def out_of_force(lines: Sequence[Load]) -> dict[int, int]:
    """Each entry that no longer counts, and the one that took it out of force."""
    force = {each.load for each in counting(lines)}
    acts = {each.load: each for each in lines if each.load in force}
    gone = sorted({each.load for each in lines} - force)
    return {
        number: next(at for at in sorted(acts, reverse=True) if _takes_out(acts[at], number))
        for number in gone
    }


def _takes_out(act: Load, number: int) -> bool:
    if act.act == "roll_back":
        return act.load > number and number not in act.numbers
    return number in act.numbers


def upcoming(data: Path) -> int:
    """The number of the next entry."""
    return max((each.load for each in recorded(data)), default=0) + 1


def now() -> str:
    """The present moment as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(data: Path, lines: Iterable[Load]) -> None:
    """Add lines and wait until they are on disk: all of them, or none if the machine stops."""
    path = ledger(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if not path.is_file():
        writer.writerow(COLUMNS)
    elif not path.read_bytes().endswith(b"\n"):
        text.write("\n")  # a crash tore the last line; ours must not join it
    writer.writerows(astuple(each) for each in lines)
    before = path.read_bytes() if path.is_file() else b""
    whole = path.with_name(f".{path.name}.partial")
    with whole.open("wb") as file:
        file.write(before + text.getvalue().encode())
        file.flush()
        os.fsync(file.fileno())
    durable.move(whole, path)
