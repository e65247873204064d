"""Writing that a crash cannot tear: whole files that take another's place, lines added to a log."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def replace(path: Path, words: str) -> None:
    """Put a file of these words in the place of another, in one atomic step."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
    fresh.write_bytes(words.encode())
    put_in_place(fresh, path)


def put_in_place(fresh: Path, path: Path) -> None:
    """Put a written file in the place of another, in one atomic step that outlasts a power cut."""
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def append(path: Path, line: str) -> None:
    """Add a line of its own, whatever the file ends with: a writer may have died in the middle of one."""
    fresh = not path.exists()
    with path.open("a+b") as file:
        if end := file.seek(0, os.SEEK_END):
            file.seek(end - 1)
        torn = bool(end) and file.read(1) != b"\n"
        file.write(b"\n" * torn + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        sync(path.parent)


def lines(path: Path) -> list[bytes]:
    """Every line that was written to its end; none where there is no such file."""
    return path.read_bytes().split(b"\n")[:-1] if path.is_file() else []


def sync(path: Path) -> None:
    """Have a file or folder reach the disk."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder to flush it
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
