"""What a file is known by: SHA-256 of its bytes, read a piece at a time, and once as long as it stays as it is."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

LARGE = 1 << 20


def digest_of(path: Path) -> str:
    """SHA-256 of a file; a large one is read once as long as neither its size nor its time changes."""
    state = path.stat()
    if state.st_size < LARGE:
        return _read(path)
    return _remembered(path, state.st_size, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=256)
def _remembered(path: Path, _size: int, _changed: int, _place: int) -> str:
    return _read(path)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
