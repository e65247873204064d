"""What flows from where to where: the outlines and words of the screen's picture, set on paper.

Where a node stands is decided once, in `meomureum.drawing.screen.flow`, so that nobody meets another order of
bands on paper than on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.patches import Polygon

from meomureum.drawing.figure import Figure
from meomureum.drawing.palette import QUIET_TEXT, TEXT
from meomureum.drawing.picture.axes import Area
from meomureum.drawing.picture.paper import LINE_HEIGHT, width_of

SHADE = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
LINES = re.compile(r"<br>")
MARKUP = re.compile(r"</?b>")
SMALLER, HEAD = 0.86, 3.2
HAIR = 0.5


@dataclass(frozen=True)
class _Box:
    """Where words stand on the sheet."""

    left: float
    top: float
    right: float
    tall: float


def draw_flow(area: Area, figure: Figure) -> None:
    """Bands and nodes, then the words over them; no name stands on another one."""
    drawn: Mapping[str, Any] = figure.picture or {"data": (), "layout": {"annotations": ()}}
    size = area.size * SMALLER
    within = Area(area.paper, area.left, area.top + HEAD * size, area.right, area.bottom, size)
    for trace in drawn["data"]:
        _outline(within, trace)
    words = drawn["layout"]["annotations"]
    for heading in (each for each in words if each.get("yref") == "paper"):
        _words(within, heading, area.top, QUIET_TEXT)
    placed: list[_Box] = []
    for name in sorted((each for each in words if "yref" not in each), key=lambda each: float(each["y"])):
        placed.append(_free(_box(within, name), placed))
        _words(within, name, placed[-1].top, TEXT)


def _box(area: Area, words: Mapping[str, Any]) -> _Box:
    """Where words would stand, level with their place and below the headings."""
    lines = LINES.split(words["text"])
    tall = len(lines) * area.size * LINE_HEIGHT
    starts = [_start(area, words, line) for line in lines]
    ends = [start + _wide(area, line) for start, line in zip(starts, lines, strict=True)]
    middle = area.top + words["y"] * (area.bottom - area.top)
    return _Box(min(starts), max(middle - tall / 2, area.top), max(ends), tall)


def _free(box: _Box, placed: Sequence[_Box]) -> _Box:
    """The same words, lower where others stand there already."""
    for other in placed:
        beside = box.right <= other.left or box.left >= other.right
        if not beside and box.top < other.top + other.tall:
            box = replace(box, top=other.top + other.tall)
    return box


def _wide(area: Area, line: str) -> float:
    return width_of(MARKUP.sub("", line), area.size, "<b>" in line)


def _start(area: Area, words: Mapping[str, Any], line: str) -> float:
    """The left edge of a line that hangs on its place."""
    at = area.left + words["x"] * (area.right - area.left) + words.get("xshift", 0)
    wide = _wide(area, line)
    return float({"left": at, "center": at - wide / 2, "right": at - wide}[words["xanchor"]])


def _outline(area: Area, trace: Mapping[str, Any]) -> None:
    """A band or a node; a hair round it keeps a handful among thousands in sight."""
    found = SHADE.fullmatch(trace["fillcolor"])
    if found is None:
        return
    red, green, blue = (int(part) / 255 for part in found.groups()[:3])
    wide, tall = area.right - area.left, area.bottom - area.top
    corners = [
        ((area.left + x * wide) / area.paper.width, 1 - (area.top + y * tall) / area.paper.height)
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    colour = (red, green, blue, float(found[4]))
    area.paper.canvas.add_artist(
        Polygon(
            corners,
            transform=area.paper.canvas.transFigure,
            facecolor=colour,
            edgecolor=colour,
            linewidth=HAIR,
        )
    )


def _words(area: Area, words: Mapping[str, Any], top: float, colour: str) -> None:
    """Lines beside their place, the bold ones bold."""
    for line in LINES.split(words["text"]):
        left, plain = _start(area, words, line), MARKUP.sub("", line)
        area.paper.text(left, top, plain, area.size, bold="<b>" in line, colour=f"#{colour}")
        top += area.size * LINE_HEIGHT
