"""Colours and type of files: the Korean government's design system (KRDS) on paper white."""

from __future__ import annotations

KOREAN_FONT = "맑은 고딕"
"""What Korean offices have; files name it and do not carry it."""
TEXT, QUIET_TEXT, RULE, GROUND = "131416", "464C53", "CDD1D5", "F4F5F6"
PRIMARY = "0B50D0"
WARNING_TEXT, WARNING_GROUND = "8A5C00", "FFF3DB"
LEAST_CONTRAST = 4.5
SERIES = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
"""Told apart by colour-blind readers and in print; KRDS has no colours for charts."""
STACK = ("12436D", "2073BC", "6BACE6", "A7C9EA", "F46A25", "B9BEC4", "E6E8EA")
"""The segments of a stack from near to far, then elsewhere, unknown and none."""
HEAT = ("E3EFFA", "B9D6F2", "6BACE6", "2073BC", "12436D")
EVENT_LINE = "8A949E"
RISE, FALL, FLAGGED = "28A197", "F46A25", "801650"


def series_colour(index: int) -> str:
    """The colour of a series, from the first again when there are more series than colours."""
    return SERIES[index % len(SERIES)]


def tint(colour: str, share: float = 0.65) -> str:
    """The colour mixed with that share of white."""
    parts = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


def readable(colour: str) -> str:
    """The colour where words in it can be read on white, else that of text."""
    return colour if 1.05 / (_light(colour) + 0.05) >= LEAST_CONTRAST else TEXT


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on that colour."""
    return TEXT if (_light(colour) + 0.05) ** 2 > 1.05 * 0.05 else "FFFFFF"


def _light(colour: str) -> float:
    """The relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
