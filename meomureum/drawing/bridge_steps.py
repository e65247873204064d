"""A bridge reckoned: its steps, and the columns that office programs build it from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from meomureum.drawing.figure import Figure, Point, Role, Series

BASE = "·"
"""The name of the invisible columns under the changes, where an office program draws a bridge."""


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


def bridge_columns(figure: Figure) -> tuple[Series, ...]:
    """An invisible column under each change, which bears its words, and one for what rises or falls."""
    steps, name = bridge(figure), figure.series[0].name or figure.title
    names: dict[Role, str] = {"base": BASE, "computed": name, "rise": RISES, "fall": FALLS}
    wanted: dict[Role, str] = {"computed": "level", "rise": "rise", "fall": "fall"}
    found = [Series(BASE, "base", tuple(_foot(step) for step in steps))]
    for role, kind in wanted.items():
        points = (
            replace(step.point, value=abs(step.end - step.start)) for step in steps if step.kind == kind
        )
        found.append(Series(names[role], role, tuple(points)))
    return tuple(found)


def _foot(step: Step) -> Point:
    """The invisible column under a change, which bears its words; a level stands on the ground."""
    level = step.kind == "level"
    return Point(step.point.at, None if level else min(step.start, step.end), step.point.shown)
