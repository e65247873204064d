"""Pictures and plain tables that are handed in: what they say of themselves, cell by cell."""

from __future__ import annotations

import csv
import io
import re
import struct
import zlib
from collections.abc import Iterator

from meomureum.verify.office_xml import every, local, parsed
from meomureum.verify.received_leaf import MOST_CELLS, UNREADABLE, UNSAFE, Cell, Cells, Leaf, Seen, Unreadable

PNG = b"\x89PNG\r\n\x1a\n"
TOLD = (b"Title", b"Description")
MOST_WORDS = 1_000_000
DOCTYPE = re.compile(rb"<!DOCTYPE svg PUBLIC\s+\"[^\"\[]*\"\s+\"[^\"\[]*\"\s*>")
"""The document type of every SVG 1.1: it declares nothing."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def png(content: bytes) -> Leaf:
    """What a picture says of itself."""
    return _leaf([Seen("alt", (line,)) for words in _texts(content) for line in words.split("\n")])


def _texts(content: bytes) -> Iterator[str]:
    at = len(PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        at += length + 12
        key, _, rest = body.partition(b"\0")
        if key not in TOLD:
            continue
        if kind == b"tEXt":
            yield rest.decode("latin-1")
        elif kind == b"iTXt" and len(rest) > 2:
            words = rest[2:].split(b"\0", 2)[-1]
            yield (_unpacked(words) if rest[0] else words).decode("utf-8", "replace")
        elif kind == b"zTXt":
            yield _unpacked(rest[1:]).decode("latin-1")


def _unpacked(words: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(words, MOST_WORDS)
    except zlib.error as fault:
        raise Unreadable(UNREADABLE) from fault


def svg(content: bytes) -> Leaf:
    """The title and description of a drawing, and its letters where they are no outlines."""
    root = parsed(DOCTYPE.sub(b"", content, count=1))
    found = [each for name in ("title", "desc", "description") for each in every(root, name)]
    told = [line for each in found for line in "".join(each.itertext()).split("\n")]
    letters = ["".join(each.itertext()) for each in root.iter() if local(each) == "text"]
    seen = [*(Seen("alt", (line,)) for line in told), *(Seen("label", (line,)) for line in letters)]
    return _leaf([each for each in seen if each.words.strip()])


def _leaf(seen: list[Seen]) -> Leaf:
    return Leaf("\n".join(each.words for each in seen), seen=tuple(seen))


def table(content: bytes) -> Leaf:
    """A CSV file; raises Unreadable where the bytes are no table."""
    rows = tuple(_cells(row) for row in csv.reader(io.StringIO(_decoded(content))))
    if not any(len(row) > 1 for row in rows):
        raise Unreadable(UNREADABLE)
    if sum(map(len, rows)) > MOST_CELLS:
        raise Unreadable(UNSAFE)
    words = "\n".join(str(cell) for row in rows for cell in row)
    return Leaf(
        words, (rows,), seen=tuple(Seen("row", row) for row in rows if any(cell != "" for cell in row))
    )


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(UNREADABLE)


def _cells(row: list[str]) -> Cells:
    cells: list[Cell] = [float(cell) if NUMBER.fullmatch(cell) else cell for cell in row]
    return tuple(cells)
