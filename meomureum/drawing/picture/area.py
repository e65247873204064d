"""Where a drawing stands on a sheet, and how its inks, dashes and symbols look in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meomureum.drawing.drawing import Dash, Ink, Line, Pattern, Symbol
from meomureum.drawing.palette import on_paper
from meomureum.drawing.picture.paper import Paper

DASHES: Mapping[Dash, Any] = {
    "solid": "solid",
    "dash": (0, (4, 3)),
    "dot": (0, (1.5, 1.5)),
    "dashdot": "dashdot",
    "longdash": (0, (7, 2)),
    "longdashdot": (0, (7, 2, 1.5, 2)),
}
SYMBOLS: Mapping[Symbol, str] = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "star": "*",
    "hexagon": "h",
    "cross": "x",
    "ring": "o",
}
HATCHES: Mapping[Pattern, str] = {
    "": "",
    "/": "//",
    "\\": "\\\\",
    "x": "xx",
    ".": "..",
    "-": "--",
    "|": "||",
}
PALE = 0.35
"""How much of its colour a pale bar keeps inside its firm edge."""


@dataclass(frozen=True)
class Area:
    """Where to draw: the sheet, the edges of the area in its units, and the size of the type."""

    paper: Paper
    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def wide(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left

    @property
    def tall(self) -> float:
        """From the upper edge to the lower one."""
        return self.bottom - self.top


def line_look(line: Line, size: float) -> dict[str, Any]:
    """How a line is drawn: told apart in print too, published points hollow."""
    colour, ring = on_paper(line.ink), line.symbol == "ring"
    return {
        "color": colour,
        "linestyle": "none" if line.dash is None else DASHES[line.dash],
        "linewidth": size / (6 if line.thick or line.symbol else 11),
        "alpha": line.ink.share,
        "marker": "none" if line.symbol is None else SYMBOLS[line.symbol],
        "markersize": size * (1.2 if ring else 0.75 if line.hollow else 0.5),
        "markerfacecolor": "none" if ring else "white" if line.hollow else colour,
        "markeredgecolor": colour,
        "markeredgewidth": size / 9,
    }


def bar_look(ink: Ink, pattern: Pattern, *, pale: bool = False) -> dict[str, Any]:
    """How a bar is filled: a pale one has a firm edge."""
    colour = on_paper(ink)
    return {
        "facecolor": (colour, PALE if pale else ink.share),
        "edgecolor": colour if pale else "white",
        "linewidth": 1,
        "hatch": HATCHES[pattern],
    }
