"""Archives judged by their directory before any parser sees them: ZIP, and XLSX, which is one.

Sizes, ratio, number and names of entries are read from the directory; a declared size is
also the most that is ever unpacked, so a directory that lies gains nothing.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from etl import shared_strings
from etl.contract import LoadRefused, Problem
from meomureum.texts import Text

FILE_BYTES = 20 << 20
UNPACKED_BYTES = 200 << 20
RATIO = 50
# Small parts full of blanks shrink more than any bomb that matters; the ratio is judged above this.
RATIO_COUNTS_FROM = 20 << 20
ENTRIES = 1000
CELLS = 12_000_000  # a dense sheet of this size is the most a parser may be asked to lay out
SHEET_COLUMNS, SHEET_ROWS = 16_384, 1_048_576
CHUNK = 1 << 20
# What the standard library raises on archives that are broken in one way or another.
_FAULTS = (
    *(zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError),
    *(zlib.error, lzma.LZMAError, struct.error, KeyError, IndexError),
)
_OVERLAP = 128
_MACRO = re.compile(r"(^|/)vbaProject\.bin$|(^|/)macrosheets/", re.IGNORECASE)
_EXTERNAL = re.compile(r"(^|/)externalLinks/", re.IGNORECASE)
_SHEET = re.compile(r"(^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,12})(\d{1,20})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_DOCTYPE = re.compile(
    rb"<!\s*DOCTYPE|<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E|\x00<\x00!\x00D\x00O\x00C", re.IGNORECASE
)
_SAFE_COPY = Text(
    "값만 남긴 XLSX로 저장해 다시 올리세요.", "Save it as XLSX with values only and load it again."
)
_TOO_MUCH_TEXT = Text(
    "칸마다 펼치면 글이 256MB를 넘습니다.", "Its cells come to more than 256 MB of text once laid out."
)
_TOO_LONG_CELL = (
    Text("칸 하나의 글이 너무 깁니다.", "One cell holds too much text."),
    Text("그 칸의 글을 줄여 다시 저장하세요.", "Shorten that cell and save it again."),
)
_SPLIT = Text("파일을 나누어 올리세요.", "Load it in parts.")


@dataclass(frozen=True)
class Entry:
    """One file of an archive, with its name as a reader writes it."""

    name: str
    info: zipfile.ZipInfo


def refused(name: str, expectation: Text, next_step: Text, value: str = "") -> LoadRefused:
    """A refusal of a whole archive."""
    return LoadRefused((Problem(name, "", 0, "", value, expectation, next_step),))


_BROKEN = (
    Text("압축 파일이 깨져 열리지 않습니다.", "The archive is broken and does not open."),
    Text("원본을 다시 받아 올리세요.", "Download the original again and load that."),
)
BROKEN_WORKBOOK = (
    Text("엑셀 파일로 열리지 않습니다.", "It does not open as an Excel workbook."),
    Text("엑셀에서 열어 XLSX로 다시 저장하세요.", "Open it in Excel and save it as XLSX again."),
)


def opened(path: Path, name: str, broken: tuple[Text, Text] = _BROKEN) -> zipfile.ZipFile:
    """Open a ZIP once its directory has been judged; raises LoadRefused otherwise."""
    if path.stat().st_size > FILE_BYTES:
        raise refused(
            name,
            Text(
                f"압축 파일은 {FILE_BYTES >> 20}MB까지입니다.", f"An archive may have {FILE_BYTES >> 20} MB."
            ),
            _SPLIT,
        )
    try:
        archive = zipfile.ZipFile(path)
    except _FAULTS as error:
        raise refused(name, *broken) from error
    try:
        _judge(archive, name)
    except LoadRefused:
        archive.close()
        raise
    return archive


def _judge(archive: zipfile.ZipFile, name: str) -> None:
    infos = archive.infolist()
    if len(infos) > ENTRIES:
        raise refused(
            name, Text(f"파일이 {ENTRIES:,}개를 넘습니다.", f"It holds more than {ENTRIES:,} files."), _SPLIT
        )
    for info in infos:
        _judge_entry(info, name)
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise refused(
            name,
            Text("같은 이름의 파일이 두 번 들어 있습니다.", "Two files of the archive have one name."),
            Text("압축을 다시 만드세요.", "Make the archive anew."),
        )
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > UNPACKED_BYTES:
        raise refused(
            name,
            Text(
                f"풀면 {unpacked >> 20:,}MB로, {UNPACKED_BYTES >> 20}MB를 넘습니다.",
                f"Unpacked it has {unpacked >> 20:,} MB; {UNPACKED_BYTES >> 20} MB is the most.",
            ),
            _SPLIT,
        )
    if unpacked > RATIO_COUNTS_FROM and unpacked > RATIO * max(packed, 1):
        raise refused(
            name,
            Text(
                f"압축률이 {RATIO}배를 넘어 압축 폭탄으로 봅니다.",
                f"It unpacks to more than {RATIO} times its size, as a bomb does.",
            ),
            Text("압축을 풀어 파일을 그대로 올리세요.", "Unpack it and load the files themselves."),
        )


def _judge_entry(info: zipfile.ZipInfo, name: str) -> None:
    written = info.filename.replace("\\", "/")
    if written.startswith("/") or re.match(r"^[A-Za-z]:", written) or ".." in PurePosixPath(written).parts:
        raise refused(
            name,
            Text(
                "압축 안의 경로가 폴더 밖을 가리킵니다.",
                "A path inside the archive points outside its folder.",
            ),
            Text("압축을 다시 만드세요.", "Make the archive anew."),
            info.filename,
        )
    if info.flag_bits & 0x1:
        raise refused(
            name,
            Text("암호가 걸려 있습니다.", "It is protected by a password."),
            Text("암호를 풀어 다시 올리세요.", "Remove the password and load it again."),
        )


def entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    """The files of a judged archive; folders and what macOS adds are left out."""
    for info in archive.infolist():
        written = _hangul(info).replace("\\", "/")
        if (
            not info.is_dir()
            and "__MACOSX/" not in written
            and not PurePosixPath(written).name.startswith(".")
        ):
            yield Entry(written, info)


def _hangul(info: zipfile.ZipInfo) -> str:
    """Windows writes Korean names in CP949 without saying so; ZIP then shows them as CP437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp949")
    except UnicodeError:
        return info.filename


def judge_workbook(path: Path, name: str) -> None:
    """Refuse an XLSX that is too large, or holds macros, outside links or a document type."""
    with opened(path, name, BROKEN_WORKBOOK) as archive:
        for info in archive.infolist():
            _judge_part(info.filename, name)
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                _scan(archive, info, name)
        _judge_text(archive, name)


def _judge_text(archive: zipfile.ZipFile, name: str) -> None:
    sheets = [info for info in archive.infolist() if _SHEET.search(info.filename)]
    if shared_strings.laid_out_bytes(archive, sheets) > shared_strings.LAID_OUT_BYTES:
        raise refused(name, _TOO_MUCH_TEXT, _SPLIT)


def _judge_part(part: str, name: str) -> None:
    if _MACRO.search(part):
        raise refused(name, Text("매크로가 들어 있습니다.", "It holds macros."), _SAFE_COPY)
    if _EXTERNAL.search(part):
        raise refused(
            name, Text("다른 파일에 연결된 값이 있습니다.", "It holds links to other files."), _SAFE_COPY
        )


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    """Read a part to its end once: no document type, and for a sheet no more cells than can be laid out."""
    extent = _Extent()
    is_sheet = bool(_SHEET.search(info.filename))
    try:
        with archive.open(info) as part:
            tail, run = b"", 0
            while chunk := part.read(CHUNK):
                seen = tail + chunk
                if _DOCTYPE.search(seen):
                    raise refused(
                        name,
                        Text("문서 안에 DOCTYPE 선언이 있습니다.", "A part declares a DOCTYPE."),
                        _SAFE_COPY,
                    )
                if is_sheet:
                    extent.widen(seen)
                run = run + len(chunk) if b"<" not in chunk else len(chunk) - chunk.rindex(b"<")
                if run > shared_strings.CELL_BYTES or shared_strings.holds_too_long_cell(chunk):
                    raise refused(name, *_TOO_LONG_CELL)
                tail = seen[-_OVERLAP:]
    except _FAULTS as error:
        raise refused(name, *BROKEN_WORKBOOK) from error
    extent.judge(name)


@dataclass
class _Extent:
    """How far out the cells of a sheet lie; a parser lays out the whole rectangle."""

    rows: int = 0
    columns: int = 0
    unplaced: int = 0

    def widen(self, seen: bytes) -> None:
        places = _PLACE.findall(seen)
        for column, row in places:
            self.rows, self.columns = max(self.rows, int(row)), max(self.columns, _column_number(column))
        placed = sum(1 for column, _ in places if column)
        self.unplaced += max(0, len(_CELL.findall(seen)) - placed)  # a cell may leave its place out

    def judge(self, name: str) -> None:
        columns = max(self.columns, min(self.unplaced, SHEET_COLUMNS))
        inside = self.rows <= SHEET_ROWS and columns <= SHEET_COLUMNS
        if inside and self.rows * columns <= CELLS:
            return
        raise refused(
            name,
            Text(
                f"{self.rows:,}행 x {columns:,}열로, 시트 하나에 담을 수 있는 칸({CELLS:,})을 넘습니다.",
                f"A sheet spans {self.rows:,} rows x {columns:,} columns, more than {CELLS:,} cells.",
            ),
            Text(
                "멀리 떨어진 칸을 지우고 다시 저장하세요.",
                "Delete the stray cells far out and save it again.",
            ),
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def content(archive: zipfile.ZipFile, entry: Entry, name: str) -> bytes:
    """Return the bytes of one entry; raises LoadRefused if it is broken."""
    try:
        return archive.read(entry.info)
    except _FAULTS as error:
        raise refused(
            name,
            Text("압축 안의 파일이 깨졌습니다.", "A file inside the archive is broken."),
            Text("원본을 다시 받아 올리세요.", "Download the original again and load that."),
            entry.name,
        ) from error
