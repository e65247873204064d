"""A bridge reckoned: its steps, from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meomureum.drawing.figure import Figure, Point

BASE = "\u00a0"
"""The name of the invisible columns under the changes, where an office program draws a bridge: invisible as well, for
programs do not agree which entry a legend leaves out."""


@dataclass(frozen=True)
class Step:
    """One bar of a bridge: from where to where, and whether it is a level or a change."""

    point: Point
    start: float
    end: float
    kind: Literal["level", "rise", "fall"]


def bridge(figure: Figure) -> list[Step]:
    """The first and the last point from zero, each change from where the one before it ended."""
    points = figure.series[0].points
    steps: list[Step] = []
    at = 0.0
    for number, point in enumerate(points):
        value = point.value or 0.0
        if number in (0, len(points) - 1):
            steps.append(Step(point, 0.0, value, "level"))
            at = value
        else:
            steps.append(Step(point, at, at + value, "rise" if value >= 0 else "fall"))
            at += value
    return steps
