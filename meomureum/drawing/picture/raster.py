"""A drawing as a PNG: the typesetter of the documents paints it, in the bundled fonts and no other.

So a picture is drawn once, whether a page takes its lines or a slide its pixels.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from functools import cache

import typst

from meomureum.drawing.picture.paper import FONTS

SHARPNESS = 2
"""Pixels a unit of the sheet."""
UNITS_A_METRE = 96 / 0.0254
POINTS_AN_INCH = 72
SHEET = b"""#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)"""
SIGNATURE, HEADER = 8, 25
"""How many bytes the signature of the format takes, and the header after it."""


@cache
def bundled_fonts() -> typst.Fonts:
    """The fonts that documents are set in, read once: none of the machine's, none of the typesetter's own."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def png(svg: bytes, size: tuple[float, float], about: Mapping[str, str]) -> bytes:
    """The drawing at twice its size, with what it says of itself."""
    width, height = size
    painted = typst.compile(
        SHEET,
        font_paths=bundled_fonts(),
        format="png",
        ppi=SHARPNESS * POINTS_AN_INCH,
        sys_inputs={"drawing": svg.decode(), "width": json.dumps(width), "height": json.dumps(height)},
    )
    at = SIGNATURE + HEADER
    return painted[:at] + _density() + b"".join(map(_words, about.items())) + painted[at:]


def _density() -> bytes:
    """A unit is a 96th of an inch: so wide is the picture where it is put into a document."""
    dots = round(SHARPNESS * UNITS_A_METRE)
    return _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))


def _words(told: tuple[str, str]) -> bytes:
    """A keyword and what it says, in Unicode, not packed, in no language in particular."""
    keyword, words = told
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + words.encode())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
