"""The access log: who did what, when, from where and why, in lines that each carry the hash of the one before.

`access.jsonl` beside the snapshots is only added to. A line that is changed, removed, moved or
added later breaks the chain at that line; lines cut off at the end are missed by `access.head`,
which knows how many lines there are and the hash of the last. Lines older than two years are
dropped from the front; what was dropped, and up to which hash, is itself a line of the chain.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from meomureum.store import durable, locks
from meomureum.texts import Text

LOG, HEAD, LOCK = "access.jsonl", "access.head", "access.lock"
KEPT_DAYS = 2 * 365 + 1
LOCK_PATIENCE_SECONDS = 20
_START = "0" * 64
_LOST = "?" * 64  # what a line stands on when the log was found damaged: never a hash
_MOST_LETTERS = 400

What = Literal[
    "page",
    "refused",
    "sign_in",
    "sign_out",
    "exact_values",
    "export",
    "download",
    "fetched",
    "load",
    "enter",
    "match_columns",
    "withdraw",
    "replace",
    "settle",
    "roll_back",
    "round",
    "review",
    "backup",
    "restore",
    "prune",
]

CHANGED = Text(
    "{line}번째 줄의 내용이 그 줄의 해시와 다릅니다. 고쳐진 줄입니다.",
    "Line {line} is not what its hash says: it was changed.",
)
NOT_A_LINE = Text("{line}번째 줄을 읽을 수 없습니다.", "Line {line} cannot be read.")
OUT_OF_CHAIN = Text(
    "{line}번째 줄이 앞줄과 이어지지 않습니다. 줄이 빠졌거나 옮겨졌습니다.",
    "Line {line} does not follow the line before: a line was removed or moved.",
)
CUT_OFF = Text(
    "{line}번째 줄부터 없습니다. 끝이 잘렸습니다.",
    "From line {line} on the log is missing: its end was cut off.",
)
NO_HEAD = Text(
    "{line}번째 줄 뒤의 끝 표지(access.head)가 없거나 다릅니다.",
    "After line {line} the mark of the end (access.head) is missing or another.",
)
NO_BEGINNING = Text(
    "{line}번째 줄 앞이 지워졌는데 보관 기간이 지나 지웠다는 기록이 없습니다.",
    "What stood before line {line} is gone, and no line says that it was dropped for age.",
)


@dataclass(frozen=True)
class Entry:
    """One line of the log. `at` is UTC; `detail` says what in codes, `why` is the person's reason."""

    n: int
    at: str
    who: str
    role: str
    where: str
    what: str
    detail: str
    why: str
    before: str
    hash: str


@dataclass(frozen=True)
class Verdict:
    """Whether the chain is whole: its number of lines, and the first broken one (0 when whole)."""

    lines: int
    broken_at: int = 0
    fault: Text | None = None


def append(
    folder: Path,
    *,
    who: str,
    role: str,
    where: str,
    what: What,
    detail: str = "",
    why: str = "",
    at: datetime | None = None,
) -> Entry:
    """Add one line, which has reached the disk on return. Raises OSError when it cannot be written."""
    said = [_clean(each) for each in (who, role, where, what, detail, why)]
    with locks.locked(folder / LOCK, LOCK_PATIENCE_SECONDS):
        return _added(folder, said, (at or datetime.now(UTC)).astimezone(UTC))


def _added(folder: Path, said: list[str], at: datetime) -> Entry:
    number, before = _end(folder)
    who, role, where, what, detail, why = said
    when = at.isoformat(timespec="milliseconds")
    bare = Entry(number + 1, when, who, role, where, what, detail, why, before, "")
    entry = Entry(**{**asdict(bare), "hash": _hash(bare)})
    durable.append(folder / LOG, json.dumps(asdict(entry), ensure_ascii=False))
    durable.replace(folder / HEAD, f"{entry.n} {entry.hash}")
    return entry


def _clean(words: str) -> str:
    """One line of printable letters; the rest of a longer text is left out."""
    return "".join(letter if letter.isprintable() else " " for letter in words)[:_MOST_LETTERS]


def _hash(entry: Entry) -> str:
    parts = [value for name, value in asdict(entry).items() if name != "hash"]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _end(folder: Path) -> tuple[int, str]:
    """Number and hash of the last line; a torn line of a writer that died is dropped."""
    log, head = folder / LOG, _head(folder)
    if not log.exists():
        return head or (0, _START)
    last = _last_line(log)
    if last is None:
        return (head[0], _LOST) if head else (0, _START)
    if head is None:
        return last.n, _LOST
    one_ahead = last.n == head[0] + 1 and last.before == head[1]  # died between line and head
    if (last.n, last.hash) == head or one_ahead:
        return last.n, last.hash
    return head[0], _LOST


def _last_line(log: Path) -> Entry | None:
    with log.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - (1 << 16)))
        tail = file.read()
        whole = tail[: tail.rfind(b"\n") + 1]
        if len(whole) < len(tail):
            file.truncate(size - (len(tail) - len(whole)))
    lines = whole.splitlines()
    return _read(lines[-1]) if lines else None


def _read(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _head(folder: Path) -> tuple[int, str] | None:
    try:
        number, last = (folder / HEAD).read_text("ascii").split()
        return int(number), last
    except (OSError, ValueError):
        return None


def entries(folder: Path) -> list[Entry]:
    """Every line that can be read, oldest first."""
    return [entry for _, entry in _lines(folder / LOG) if entry is not None]


def _lines(log: Path) -> Iterator[tuple[int, Entry | None]]:
    yield from ((at, _read(line)) for at, line in enumerate(durable.lines(log), start=1))


def verify(folder: Path) -> Verdict:
    """Follow the chain from its first line to the mark of its end."""
    last: Entry | None = None
    first: Entry | None = None
    dropped: set[str] = set()
    count = 0
    for at, entry in _lines(folder / LOG):
        fault = _fault(entry, last)
        if entry is None or fault is not None:
            return Verdict(count, at, (fault or NOT_A_LINE).fill(line=at))
        first, last, count = first or entry, entry, at
        if entry.what == "prune":
            dropped.add(entry.detail)
    return _ends(folder, first, last, count, dropped)


def _fault(entry: Entry | None, last: Entry | None) -> Text | None:
    if entry is None:
        return NOT_A_LINE
    if entry.hash != _hash(entry):
        return CHANGED
    if last is not None and (entry.n != last.n + 1 or entry.before != last.hash):
        return OUT_OF_CHAIN
    return None


def _ends(folder: Path, first: Entry | None, last: Entry | None, count: int, dropped: set[str]) -> Verdict:
    head = _head(folder)
    if first is None or last is None:
        return Verdict(0, 1, CUT_OFF.fill(line=1)) if head else Verdict(0)
    if (first.n, first.before) != (1, _START) and f"{first.n - 1} {first.before}" not in dropped:
        return Verdict(count, 1, NO_BEGINNING.fill(line=1))
    if head is not None and last.n < head[0]:
        return Verdict(count, count + 1, CUT_OFF.fill(line=count + 1))
    if head is None or ((last.n, last.hash) != head and (last.n - 1, last.before) != head):
        return Verdict(count, count, NO_HEAD.fill(line=count))
    return Verdict(count)


def prune(folder: Path, who: str, role: str, where: str, now: datetime | None = None) -> int:
    """Drop lines older than two years and return how many; a broken chain is left alone."""
    at = (now or datetime.now(UTC)).astimezone(UTC)
    until = (at - timedelta(days=KEPT_DAYS)).isoformat(timespec="milliseconds")
    with locks.locked(folder / LOCK, LOCK_PATIENCE_SECONDS):
        if verify(folder).fault is not None:
            return 0
        held = entries(folder)
        kept = [each for each in held if each.at >= until]
        gone = held[: len(held) - len(kept)]
        if not gone or gone[-1].at >= until:
            return 0
        detail = f"{gone[-1].n} {gone[-1].hash}"
        _added(folder, [_clean(who), role, _clean(where), "prune", detail, ""], at)
        _drop(folder, len(gone))
    return len(gone)


def _drop(folder: Path, count: int) -> None:
    log = folder / LOG
    fresh = folder / f".{LOG}-{os.getpid()}"
    fresh.write_bytes(b"".join(line + b"\n" for line in durable.lines(log)[count:]))
    durable.put_in_place(fresh, log)
