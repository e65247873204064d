"""What a browser hands over is judged by name, size and first bytes before anything reads it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from etl.contract import Problem
from etl.sheet_reader import READABLE
from meomureum.texts import Text, number

MOST_BYTES = 20_000_000
_LONGEST_NAME = 60  # letters; three bytes each in Hangul, and a kept name must fit a file system
# What files of a kind begin with; text files begin with none of these.
_MAGIC = {".xlsx": (b"PK\x03\x04",), ".zip": (b"PK\x03\x04",), ".xls": (b"\xd0\xcf\x11\xe0",)}
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"MZ")
_MARKUP = re.compile(rb"^\s*<(!doctype|html|\?xml|table)", re.IGNORECASE)

TOO_LARGE = Text(
    "파일이 {size}MB로 {most}MB를 넘습니다.", "The file has {size} MB; {most} MB is the most that is taken."
)
SPLIT_IT = Text("나누거나 명령줄로 적재하세요.", "Split it, or load it on the command line.")
OTHER_KIND = Text("읽을 수 있는 종류가 아닙니다({kinds}).", "This kind of file is not read ({kinds}).")
SAVE_AGAIN = Text("XLSX나 CSV로 저장해 다시 올리세요.", "Save it as XLSX or CSV and upload it again.")
NOT_WHAT_IT_SAYS = Text(
    "내용이 확장자 '{ending}'와 다릅니다.", "The content is not what the ending '{ending}' says."
)
EMPTY = Text("파일이 비어 있습니다.", "The file is empty.")
CHECK_IT = Text("자료가 든 파일인지 확인하세요.", "Check that it is the file that holds the data.")


def safe_name(name: str) -> str:
    """The last part of a file name as a browser sent it, without anything that could lead to another folder."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = "".join(letter for letter in unicodedata.normalize("NFC", last) if letter.isprintable())
    clean = re.sub(r'[<>:"/\\|?*]', "_", clean).strip(" .") or "file"
    stem, ending = Path(clean).stem, Path(clean).suffix
    return stem[: _LONGEST_NAME - len(ending)] + ending


def fault(name: str, content: bytes) -> Problem | None:
    """Why an uploaded file is refused, or None if it is not."""
    ending = Path(name).suffix.lower()
    if len(content) > MOST_BYTES:
        words = TOO_LARGE.fill(size=number(len(content) / 1e6, 1), most=number(MOST_BYTES / 1e6))
        return _problem(name, words, SPLIT_IT)
    if ending not in READABLE:
        kinds = ", ".join(kind.lstrip(".").upper() for kind in READABLE)
        return _problem(name, OTHER_KIND.fill(kinds=kinds), SAVE_AGAIN)
    if not content:
        return _problem(name, EMPTY, CHECK_IT)
    if not _is_what_it_says(ending, content):
        return _problem(name, NOT_WHAT_IT_SAYS.fill(ending=ending), SAVE_AGAIN)
    return None


def _is_what_it_says(ending: str, content: bytes) -> bool:
    if ending in _MAGIC:
        return content.startswith(_MAGIC[ending])
    return not content.startswith(_NOT_TEXT) and not _MARKUP.match(content[:200])


def _problem(name: str, expectation: Text, next_step: Text) -> Problem:
    return Problem(name, "", 0, "", "", expectation, next_step)
