"""Files of public portals as a test writes and reads them, without a snapshot."""

from __future__ import annotations

from pathlib import Path

from etl import official
from etl.sheet_reader import Sheet, read
from etl.sources import KNOWN_HEADERS

INJE = ["2031", "대학교", "사립", "경남", "기존", "인제대학교 "]


def sheet_of(path: Path) -> Sheet:
    """The one sheet of a file, as its layout reads it."""
    (sheet,) = read(path, KNOWN_HEADERS, path.name, official.read)
    return sheet


def rows_of(sheet: Sheet) -> list[dict[str, str]]:
    return [dict(zip(sheet.header, list(row.values())[1:], strict=True)) for row in sheet.rows.to_pylist()]


def text_file(folder: Path, text: str, name: str = "가.csv") -> Path:
    (folder / name).write_bytes(text.encode("cp949"))
    return folder / name
