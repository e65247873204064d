"""A bridge: from one level to another, step by step, what each part adds or takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from meomureum.drawing.drawing import Bars, Drawing, Ink, Line, Panel, Pattern, Spot
from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.scale import lies, names_axis, numbers_axis
from meomureum.drawing.words import label_of
from meomureum.texts import Text

ROW_HEIGHT, EDGES, STANDING_HEIGHT = 54, 110, 400
THICK = 0.5
ROOM = 0.2
"""How far the axis goes on at either end, of the whole that the steps reach: there stand their values."""
SORTS: tuple[tuple[Ink, Pattern], ...] = (
    (Ink("series 1"), ""),
    (Ink("series 2"), "/"),
    (Ink("quiet"), "x"),
    (Ink("quiet"), "."),
)
DIRECTIONS: dict[str, tuple[Text, Ink, Pattern]] = {
    "rise": (Text("늘어난 몫", "Adds"), Ink("rise"), ""),
    "fall": (Text("줄어든 몫", "Takes"), Ink("fall"), "/"),
}
ENDS = Text("처음과 끝", "First and last")


def steps(figure: Figure) -> Drawing:
    """Levels are points and changes bars between them, so the axis need not begin at zero."""
    found = steps_of(figure)
    names = [step.point.at for step in found]
    lying = lies(names, len(names))
    ends = [
        end for step in found for end in (step.start, step.end) if step.kind != "level" or end == step.end
    ]
    room = ROOM * (max(ends) - min(ends)) or ROOM * (max(map(abs, ends)) or 1.0)
    return Drawing(
        "steps",
        names_axis(names, lying=lying),
        numbers_axis(figure.unit, min(ends) - room, max(ends) + room, title=figure.axes[1]),
        (Panel((_between(found), *_changes(figure, found), _levels(figure, found))),),
        figure.language,
        len(names) * ROW_HEIGHT + EDGES if lying else STANDING_HEIGHT,
        lying=lying,
        legend=True,
        thick=THICK,
    )


def _changes(figure: Figure, found: Sequence[Step]) -> list[Bars]:
    """A mark a kind of step, where the figure tells them apart, else one for what rises or falls."""
    changes = [(at, step) for at, step in enumerate(found) if step.kind != "level"]
    marks = []
    if figure.headings:
        for name, (ink, pattern) in zip(figure.headings, SORTS, strict=False):
            mine = [(at, step) for at, step in changes if step.point.sort == name]
            marks.append(Bars(name, _spots(mine), ink, pattern))
    else:
        for direction, (words, ink, pattern) in DIRECTIONS.items():
            mine = [(at, step) for at, step in changes if step.kind == direction]
            marks.append(Bars(words(figure.language), _spots(mine), ink, pattern))
    return [mark for mark in marks if mark.spots]


def _spots(mine: Sequence[tuple[int, Step]]) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            float(at),
            step.end,
            f"{step.point.at}: {label_of(step.point)}",
            label_of(step.point),
            "above" if step.end >= step.start else "below",
            start=step.start,
            code=step.point.way,
        )
        for at, step in mine
    )


def _levels(figure: Figure, found: Sequence[Step]) -> Line:
    spots = tuple(
        Spot(float(at), step.end, f"{step.point.at}: {label_of(step.point)}", label_of(step.point))
        for at, step in enumerate(found)
        if step.kind == "level"
    )
    return Line(ENDS(figure.language), spots, Ink("quiet"), None, "diamond", role="level")


def _between(found: Sequence[Step]) -> Line:
    """Where a step ends the next one begins."""
    spots: list[Spot] = []
    for at, step in enumerate(found[:-1]):
        spots += [Spot(float(at), step.end), Spot(float(at + 1), step.end), Spot(float(at + 1), None)]
    return Line("", tuple(spots), Ink("quiet"), in_legend=False, role="connector")


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


def steps_of(figure: Figure) -> list[Step]:
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
