"""What a file is known by: SHA-256 of its bytes, read a piece at a time, and once as long as it stays as it is."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

LARGE = 1 << 20
State = tuple[int, int, int]
_known: dict[Path, tuple[State, str]] = {}


def digest_of(path: Path) -> str:
    """SHA-256 of a file; a large one is read once as long as neither its size nor its time changes."""
    return _read(path) if path.stat().st_size < LARGE else known_digest(path)


def state_of(path: Path) -> State:
    """Size, time and place of a file, which change when another one takes its place.

    Raises OSError for what is missing or no file: a folder, or a pipe on which a reader would wait.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(f"{path} is no file")
    return found.st_size, found.st_mtime_ns, found.st_ino


def known_digest(path: Path, *, again: bool = False) -> str:
    """SHA-256 of a file that nobody writes to: read once for each state of it, or `again`. Raises OSError.

    A disk may change bytes and tell nobody.
    """
    state = state_of(path)
    if again or not is_known(path, state):
        _known[path] = (state, _read(path))
    return _known[path][1]


def is_known(path: Path, state: State) -> bool:
    """Whether a file need not be read again."""
    return path in _known and _known[path][0] == state


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
