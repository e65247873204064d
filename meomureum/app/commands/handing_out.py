"""A file that a command hands out: its figures are entered in the register before it is written."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from meomureum.console import complain
from meomureum.store import environment
from meomureum.texts import Language, Text, plain

OK, CANNOT_WRITE = 0, 73
REASONS: Mapping[int, Text] = {
    errno.ENOENT: Text("그런 폴더가 없습니다", "there is no such folder"),
    errno.EISDIR: Text("파일이 아니라 폴더입니다", "that is a folder and no file"),
    errno.EACCES: Text("쓸 권한이 없습니다", "writing is not permitted"),
    errno.EPERM: Text("쓸 권한이 없습니다", "writing is not permitted"),
    errno.EROFS: Text("읽기만 되는 곳입니다", "it can only be read"),
    errno.ENOSPC: Text("디스크가 가득 찼습니다", "the disk is full"),
}
CANNOT_BE_WRITTEN = Text("'{place}'에 쓸 수 없습니다: {reason}", "Cannot write to '{place}': {reason}")


def hand_out(content: bytes, place: Path, language: Language, enter: Callable[[Path], None]) -> int:
    """Write a file after its figures are registered (`enter`): no code leaves that cannot be looked up."""
    try:
        enter(environment.home())
        place.write_bytes(content)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, plain(error.strerror or str(error)))
        words = CANNOT_BE_WRITTEN.fill(place=error.filename or str(place), reason=reason)
        return refuse(words, language, CANNOT_WRITE)
    return OK


def refuse(words: Text, language: Language, code: int) -> int:
    """Say why not, and return the exit code."""
    complain(words(language))
    return code


def is_day(words: str | None) -> bool:
    """Whether words are an ISO date: 2026-11-21."""
    try:
        return words is not None and date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False
