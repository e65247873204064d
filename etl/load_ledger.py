"""The ledger of loads: which file came when, from whom and why; lines are only ever added.

A load is one turn: files handed in together share its number. The number, not the name of
a file, says which of two files is the later one.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Load:
    """One accepted file of one load."""

    load: int
    at: str
    sha256: str
    name: str
    table: str
    provider: str = ""
    why: str = ""


COLUMNS = tuple(each.name for each in fields(Load))
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
        rows = [row for row in csv.DictReader(file) if row["load"] and None not in row.values()]
    return [
        Load(int(row["load"]), *(row[name] for name in COLUMNS[1:])) for row in rows if row["load"].isdigit()
    ]


def latest(data: Path) -> dict[str, Load]:
    """The newest line of each file, by its digest."""
    return {each.sha256: each for each in recorded(data)}


def upcoming(data: Path) -> int:
    """The number of the next load."""
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
    whole.replace(path)
