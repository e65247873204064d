"""Small files that name a snapshot, such as `current`: what they name, whatever bytes stand in them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from meomureum.store.digests import State, state_of

_ID = re.compile("[0-9a-f]{12}")
_MOST_BYTES = 100


def folders(snapshots: Path) -> list[Path]:
    """The folders that are named as a snapshot is, whole or not."""
    return sorted(path for path in snapshots.glob("[0-9a-f]" * 12) if path.is_dir())


def named_in(pointer: Path) -> Path | None:
    """The folder that a pointer names; None for anything else that may stand in its place.

    Asked dozens of times while a page is drawn, so it is read again only when it has changed.
    """
    try:
        return _named_by(pointer, state_of(pointer))
    except OSError:
        return None


def is_lost(pointer: Path) -> bool:
    """Whether a pointer is there and nobody can read what it names."""
    return pointer.exists() and named_in(pointer) is None


@lru_cache(maxsize=32)
def _named_by(pointer: Path, state: State) -> Path | None:
    words = pointer.read_bytes().decode("ascii", "replace").strip() if state[0] < _MOST_BYTES else ""
    return pointer.parent / words if _ID.fullmatch(words) else None
