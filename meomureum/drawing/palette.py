"""Every colour, by what it stands for: on screen, where pages are light or dark, and on paper white.

The Korean government's design system (KRDS) has no colours for charts; on paper the categories
are those that colour-blind readers tell apart and that print well. On screen each keeps 3:1
against the light and the dark page, so a drawing needs no second version.
"""

from __future__ import annotations

from collections.abc import Mapping

from meomureum.drawing.drawing import Ink

KOREAN_FONT = "맑은 고딕"
"""What Korean offices have; files name it and do not carry it."""
SCREEN_FONT = "Pretendard GOV, Malgun Gothic, sans-serif"
TEXT, QUIET_TEXT, RULE, GROUND = "131416", "464C53", "CDD1D5", "F4F5F6"
PRIMARY = "0B50D0"
WARNING_TEXT, WARNING_GROUND = "8A5C00", "FFF3DB"
LEAST_CONTRAST = 4.5
SERIES = ("12436D", "28A197", "801650", "F46A25", "6F665A", "A285D1")
SCREEN_SERIES = ("2073BC", "28A197", "C9304E", "F46A25", "827A6B", "8F7BEA")
STACK = ("12436D", "2073BC", "6BACE6", "A7C9EA", "F46A25", "B9BEC4", "E6E8EA")
"""The segments of a stack from near to far, then elsewhere, unknown and none."""
HEAT = ("E3EFFA", "B9D6F2", "6BACE6", "2073BC", "12436D")
SHADES = ("6BACE6", "2073BC", "12436D")
"""Of a map: from the lowest third of the range to the highest."""
EVENT_LINE = "8A949E"
RISE, FALL, FLAGGED = "28A197", "F46A25", "801650"
PAGE_TEXT = "#010203"
"""Stands for the colour of the page's own words: the page puts that in, light, dark or on paper."""
PAGE_GROUND = "#010207"
"""Stands likewise for what the page's words stand on."""


def _numbered(name: str, screen: tuple[str, ...], paper: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return {f"{name} {at}": pair for at, pair in enumerate(zip(screen, paper, strict=True), start=1)}


ROLES: Mapping[str, tuple[str, str]] = {
    "text": (PAGE_TEXT[1:], TEXT),
    "dark": (TEXT, TEXT),
    "paper": (PAGE_GROUND[1:], "FFFFFF"),
    "light": ("FFFFFF", "FFFFFF"),
    "quiet": ("8A949E", QUIET_TEXT),
    "event": (EVENT_LINE, EVENT_LINE),
    "hatch": ("8A949E", QUIET_TEXT),
    "rise": (RISE, RISE),
    "fall": (FALL, FALL),
    "aside": ("A285D1", "A285D1"),
    "flagged": ("C2458B", FLAGGED),
    **_numbered("series", SCREEN_SERIES, SERIES),
    **_numbered("stack", STACK, STACK),
    **_numbered("shade", SHADES, SHADES),
    **_numbered("heat", HEAT, HEAT),
}
"""What a colour stands for: on screen, on paper."""


def on_screen(ink: Ink) -> str:
    """The colour on a page, as "#RRGGBB"; how much of it there is, is the writer's to set."""
    return f"#{ROLES[ink.role][0]}"


def on_paper(ink: Ink) -> str:
    """The colour in files and pictures, as "#RRGGBB"."""
    return f"#{ROLES[ink.role][1]}"


def series_ink(index: int, share: float = 1.0) -> Ink:
    """The colour of a series by its place, from the first again when there are more series than colours."""
    return Ink(f"series {index % len(SERIES) + 1}", share)


def words_on(ink: Ink) -> Ink:
    """In which colour words stand on that colour, which is the same on screen and on paper."""
    return Ink("light" if ink_on(ROLES[ink.role][1]) == "FFFFFF" else "dark")


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


def heat_ink(shade: float) -> Ink:
    """The colour of a cell: 0 is the lightest, 1 the darkest."""
    return Ink(f"heat {min(int(shade * len(HEAT)), len(HEAT) - 1) + 1}")
