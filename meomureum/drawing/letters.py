"""How much room words need on a screen, in pixels: near enough to keep them in sight and apart."""

from __future__ import annotations

LETTER, WIDE_LETTER, LINE = 7.5, 13.5, 16
"""How wide letters are, Latin ones and digits, and Hangul; how high a line is."""
NARROWEST = 200
"""The width of an axis on a telephone."""


def width_of(words: str) -> float:
    """The width of the longest line."""
    return max(
        sum(WIDE_LETTER if ord(letter) > 0x1100 else LETTER for letter in line) for line in words.split("\n")
    )


def in_lines(words: str, most: float) -> str:
    """The same words in lines of that width, broken at spaces."""
    first, *rest = words.split(" ")
    lines = [first]
    for word in rest:
        longer = f"{lines[-1]} {word}"
        if width_of(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)
