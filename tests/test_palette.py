"""Colours that stand beside each other are told apart by everybody, and each is seen on its ground."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest

from meomureum.drawing.palette import FALL, HEAT, RISE, SCREEN_SERIES, SERIES, SHADES, STACK

Triple = tuple[float, float, float]
# How light is seen by those without one kind of cones (Machado, Oliveira, Fernandes 2009), and by most.
SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST_APART = 11.0
"""In CIELAB, in which 2.3 can just be noticed."""
PAGES = {"light": "FFFFFF", "dark": "1E2124"}
LEAST_CONTRAST = 3.0


def linear(colour: str) -> Triple:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return red, green, blue


def seen(colour: str, sight: str) -> Triple:
    """As CIELAB (D65)."""
    light = linear(colour)
    red, green, blue = (
        min(max(sum(share * part for share, part in zip(row, light, strict=True)), 0.0), 1.0)
        for row in SIGHTS[sight]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, sight: str) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return float(sum((first - second) ** 2 for first, second in pairs) ** 0.5)


def test_the_measure_knows_what_is_confused() -> None:
    assert apart("FFFFFF", "000000", "full") == pytest.approx(100, abs=0.1)
    assert apart("28A197", "8A949E", "full") > 30
    assert apart("28A197", "8A949E", "deuteranopia") < 3  # teal and grey are one colour without green cones


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(
    "pairs",
    [
        *(list(combinations(colours, 2)) for colours in (SERIES, SCREEN_SERIES, SHADES, (RISE, FALL))),
        *(list(pairwise(colours)) for colours in (STACK, HEAT)),
    ],
    ids=["on paper", "on screen", "map", "rise and fall", "stack", "heat"],
)
def test_colours_side_by_side_are_told_apart(pairs: Sequence[tuple[str, str]], sight: str) -> None:
    found = {pair: round(apart(*pair, sight), 1) for pair in pairs}
    assert {pair: far for pair, far in found.items() if far < LEAST_APART} == {}


@pytest.mark.parametrize("page", PAGES)
def test_lines_are_seen_on_the_page(page: str) -> None:
    def light(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05

    contrasts = {}
    for colour in SCREEN_SERIES:
        low, high = sorted((light(colour), light(PAGES[page])))
        contrasts[colour] = round(high / low, 2)
    assert {colour: each for colour, each in contrasts.items() if each < LEAST_CONTRAST} == {}
