"""What became of snapshots, a line each: published, gone back to, pruned, found damaged."""

from __future__ import annotations

import re
from pathlib import Path

from meomureum.store.durable import append
from meomureum.store.locks import now

FILE = "log.txt"
KINDS = ("published", "rolled_back", "pruned", "damaged")
NO_ID = "-" * 12
_LINE = re.compile(rf"([0-9T:+-]+) ({'|'.join(KINDS)}) ([0-9a-f]{{12}}|{NO_ID})")


def log(snapshots: Path) -> list[tuple[str, str, str]]:
    """(when, what, snapshot id), newest first; lines that are none of ours are passed over."""
    try:
        lines = (snapshots / FILE).read_bytes().decode("ascii", "replace").splitlines()
    except OSError:
        return []
    found = (_LINE.fullmatch(line) for line in reversed(lines))
    return [(entry[1], entry[2], entry[3]) for entry in found if entry]


def enter(snapshots: Path, what: str, snapshot_id: str) -> None:
    """Add a line; NO_ID stands for a snapshot that nobody can name."""
    append(snapshots / FILE, f"{now()} {what} {snapshot_id}")
