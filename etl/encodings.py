"""Bytes to text: UTF-8 with or without BOM, UTF-16, CP949; strict, a chunk at a time.

A byte that belongs to no encoding is refused with the physical line it stands on; nothing
is replaced or skipped.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.contract import LoadRefused, Problem
from meomureum.texts import Text

CHUNK = 1 << 20
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_MARK = ("utf-8", "cp949")
_SHOWN = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}


@dataclass(frozen=True)
class _Attempt:
    """How far one encoding could read: the text when it read all, else the line it broke on."""

    text: str | None
    characters: int
    line: int


def decoded(path: Path, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding; raises LoadRefused if no encoding fits."""
    with path.open("rb") as file:
        start = file.read(4096)
    attempts = []
    for encoding in _candidates(start):
        attempt = _read_as(path, encoding)
        if attempt.text is not None:
            _refuse_nul(attempt.text, name)
            return attempt.text, _SHOWN.get(encoding, encoding)
        attempts.append(attempt)
    best = max(attempts, key=lambda attempt: attempt.characters)
    raise LoadRefused(
        (
            Problem(
                name,
                "",
                best.line,
                "",
                "",
                Text("UTF-8도 CP949도 아닌 글자가 있습니다.", "Some bytes are neither UTF-8 nor CP949."),
                Text(
                    "엑셀에서 'CSV UTF-8'로 저장해 다시 올리세요.", "Save as 'CSV UTF-8' and load it again."
                ),
            ),
        )
    )


def _candidates(start: bytes) -> tuple[str, ...]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return (encoding,)
    # Without a mark, UTF-16 shows in its line ends: one of their two bytes is NUL.
    if b"\n\x00" in start and b"\x00\n" not in start[:2]:
        even, odd = start[0::2].count(0), start[1::2].count(0)
        return ("utf-16-le",) if odd >= even else ("utf-16-be",)
    if b"\x00\n" in start:
        return ("utf-16-be",)
    return _NO_MARK


def _read_as(path: Path, encoding: str) -> _Attempt:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    parts: list[str] = []
    try:
        for chunk, last in _chunks(path):
            parts.append(decoder.decode(chunk, final=last))
    except UnicodeDecodeError as error:
        readable = error.object[: error.start].decode(encoding, "ignore")
        before = "".join(parts) + readable
        return _Attempt(None, len(before), _lines(before) + 1)
    text = "".join(parts)
    return _Attempt(text, len(text), 0)


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Each chunk of a file, and whether it is the last."""
    with path.open("rb") as file:
        chunk = file.read(CHUNK)
        while chunk:
            following = file.read(CHUNK)
            yield chunk, not following
            chunk = following


def _lines(text: str) -> int:
    """Line ends of every kind: LF, CR LF and a lone CR."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _refuse_nul(text: str, name: str) -> None:
    at = text.find("\x00")
    if at >= 0:
        raise LoadRefused(
            (
                Problem(
                    name,
                    "",
                    _lines(text[:at]) + 1,
                    "",
                    "",
                    Text(
                        "NUL 바이트가 있습니다. 글로 된 파일이 아니거나 깨졌습니다.",
                        "There is a NUL byte: this is no text file, or it is broken.",
                    ),
                    Text("원본을 다시 받아 올리세요.", "Download the original again and load that."),
                ),
            )
        )
