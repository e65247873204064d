"""Stacks: wholes divided into segments, from near to far."""

from __future__ import annotations

from collections.abc import Sequence

from meomureum.drawing.drawing import Bars, Drawing, Ink, Panel, Pattern, Spot
from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.palette import STACK, series_ink, words_on
from meomureum.drawing.scale import legend_room, lies, names_axis, numbers_axis, unit_of
from meomureum.drawing.words import hover_words, label_of

PATTERNS: tuple[Pattern, ...] = ("", "/", "", ".", "", "x", "")
"""Of each segment, told apart in print too."""
ROW_HEIGHT, NAME_HEIGHT, EDGES, STANDING_HEIGHT = 40, 20, 130, 420
THICK = 0.66
LABELLED_FROM = 0.06
"""The share of the axis from which a segment has room for its words."""
WHOLE, ROOM = 0.005, 1.05


def stacks(figure: Figure) -> Drawing:
    """A bar a category, its segments on top of each other or, where it lies, from left to right."""
    names = list(dict.fromkeys(point.at for series in figure.series for point in series.points))
    lying = lies(names, len(names))
    totals = _totals(figure, names)
    end = 1.0 if _are_wholes(figure, totals) else max([*totals, 1e-9]) * ROOM
    across = names_axis(names, lying=lying)
    row = ROW_HEIGHT + NAME_HEIGHT * across.above
    return Drawing(
        "stacked",
        across,
        numbers_axis(unit_of(figure), 0.0, end, title=figure.axes[1]),
        (Panel(tuple(_segments(figure, names, end))),),
        figure.language,
        (len(names) * row + EDGES if lying else STANDING_HEIGHT) + legend_room(len(figure.series)),
        lying=lying,
        legend=True,
        thick=THICK * ROW_HEIGHT / row,
    )


def _totals(figure: Figure, names: Sequence[str]) -> list[float]:
    return [
        sum(point.value or 0.0 for series in figure.series for point in series.points if point.at == name)
        for name in names
    ]


def _are_wholes(figure: Figure, totals: Sequence[float]) -> bool:
    return figure.unit == "percent" and all(abs(total - 1) < WHOLE for total in totals)


def _segments(figure: Figure, names: Sequence[str], end: float) -> list[Bars]:
    reached = dict.fromkeys(names, 0.0)
    marks = []
    for at, series in enumerate(figure.series):
        spots = []
        for point in series.points:
            start = reached[point.at]
            reached[point.at] += point.value or 0.0
            spots.append(_spot(figure, series.name, point, (float(names.index(point.at)), start, end)))
        ink = Ink(f"stack {at + 1}") if len(figure.series) <= len(STACK) else series_ink(at)
        pattern = PATTERNS[at] if len(figure.series) <= len(STACK) else ""
        marks.append(Bars(series.name, tuple(spots), ink, pattern, words_ink=words_on(ink), role=series.role))
    return marks


def _spot(figure: Figure, name: str, point: Point, place: tuple[float, float, float]) -> Spot:
    across, start, end = place
    value = point.value
    has_room = value is not None and value / end >= LABELLED_FROM
    words = hover_words(figure, f"{point.at} · {name}", point)
    label = label_of(point) if has_room or value is None else ""
    return Spot(
        across, None if value is None else start + value, words, label, "inside", start=start, code=point.way
    )
