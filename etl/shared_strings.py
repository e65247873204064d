"""How much text a workbook comes to once laid out: cells only point at the words they share.

A few megabytes can hold one long word and point at it a million times. A parser that lays
that out takes the whole machine down, so the sum is worked out first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable

CELL_BYTES = 400_000  # the 32,767 letters a spreadsheet takes, written as entities
LAID_OUT_BYTES = 256 << 20
PART = "xl/sharedstrings.xml"
_WORD = re.compile(rb"<(?:\w+:)?si[\s>/](.*?)(?=<(?:\w+:)?si[\s>/]|\Z)", re.DOTALL)
_POINTS = re.compile(rb"""\st\s*=\s*["']s["']""")
_AT = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v\s*>\s*(\d{1,9})\s*<""")
_RUN = re.compile(rb"[^<]{%d}" % CELL_BYTES)


def holds_too_long_cell(seen: bytes) -> bool:
    """Whether a part has one run of text that no spreadsheet could have written."""
    return _RUN.search(seen) is not None


def laid_out_bytes(archive: zipfile.ZipFile, sheets: Iterable[zipfile.ZipInfo]) -> int:
    """The bytes of shared text in all cells; never fewer than there are."""
    parts = [info for info in archive.infolist() if info.filename.lower().replace("\\", "/").endswith(PART)]
    sizes = [len(word) for info in parts for word in _WORD.findall(archive.read(info))]
    longest = max(sizes, default=0)
    total = 0
    for info in sheets:
        xml = archive.read(info)
        pointing = len(_POINTS.findall(xml))
        if pointing * longest <= LAID_OUT_BYTES:
            total += min(pointing * longest, LAID_OUT_BYTES // 64)  # cannot matter; spare the count
            continue
        places = [int(at) for at in _AT.findall(xml)]
        total += sum(sizes[at] for at in places if at < len(sizes))
        total += max(0, pointing - len(places)) * longest
    return total
