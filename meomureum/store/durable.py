"""Writing that a crash cannot tear: whole files that take another's place, lines added to a log.

On Windows a file that somebody has open can be neither renamed nor removed, nor the folder it is in. Readers
have small files open for a moment, and a scanner of viruses any file: a move waits for them.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from meomureum.texts import Text

MOVED_WITHIN_SECONDS = 3.0
TRIED_EVERY_SECONDS = 0.05
HELD = Text(
    "다른 프로그램이 {name:을/를} 열어 두었거나 이 계정이 바꿀 수 없습니다. 서버를 멈추거나 권한을 고친 뒤 다시 하세요.",
    "Another program has {name} open, or this account may not replace it. Stop the server or mend the rights, and try again.",
)


class HeldOpen(OSError):
    """A file or folder cannot make way for another: somebody has it open, or we have no right to it."""

    def __init__(self, path: Path) -> None:
        self.sentence = HELD.fill(name=path.name)
        super().__init__(self.sentence.en)


def replace(path: Path, words: str) -> None:
    """Put a file of these words in the place of another, in one atomic step."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
    fresh.write_bytes(words.encode())
    put_in_place(fresh, path)


def put_in_place(fresh: Path, path: Path) -> None:
    """Put a written file in the place of another, in one atomic step that outlasts a power cut."""
    sync(fresh)
    move(fresh, path)
    sync(path.parent)


def move(path: Path, place: Path) -> None:
    """Rename, as soon as nobody has open what is in the way; raises HeldOpen where that takes too long."""
    until = time.monotonic() + MOVED_WITHIN_SECONDS
    while True:
        try:
            path.replace(place)
        except PermissionError as refused:
            if time.monotonic() >= until:
                raise HeldOpen(place if place.exists() else path) from refused
            time.sleep(TRIED_EVERY_SECONDS)
        else:
            return


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
