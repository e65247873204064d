"""A table whose cells are shaded: the larger the value, the darker."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from meomureum.drawing.decisions import categories, points_at
from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.palette import FLAGGED, GROUND, HEAT, TEXT, ink_on
from meomureum.drawing.picture.axes import Area, all_values, shown
from meomureum.drawing.picture.paper import fitted, width_of

NAME_SHARE = 0.3


def draw_heat(area: Area, figure: Figure) -> None:
    """A row a series, a column a category."""
    columns = categories(figure)
    longest = max((width_of(series.name, area.size * 0.95) for series in figure.series), default=0.0)
    room = min(longest + area.size, (area.right - area.left) * NAME_SHARE)
    wide = (area.right - area.left - room) / max(len(columns), 1)
    head = 2.6 * area.size
    tall = min((area.bottom - area.top - head) / max(len(figure.series), 1), 6 * area.size)
    for at, column in enumerate(columns):
        _words(area, column, area.left + room + (at + 0.5) * wide, area.top, wide, head, TEXT, align="center")
    for row, series in enumerate(figure.series):
        top = area.top + head + row * tall
        _words(area, series.name, area.left, top, room, tall, TEXT)
        for at, point in enumerate(points_at(series, columns)):
            _cell(area, figure, point, area.left + room + at * wide, top, wide, tall)


def shade(figure: Figure, value: float) -> str:
    """The colour of a value between the smallest and the largest of the figure."""
    values = all_values(figure)
    low, high = min(values), max(values)
    at = 0.5 if high == low else (value - low) / (high - low)
    return HEAT[min(int(at * len(HEAT)), len(HEAT) - 1)]


def _cell(
    area: Area, figure: Figure, point: Point | None, left: float, top: float, wide: float, tall: float
) -> None:
    value = point.value if point else None
    ground = GROUND if value is None else shade(figure, value)
    paper = area.paper
    box = Rectangle(
        (left / paper.width, 1 - (top + tall) / paper.height),
        wide / paper.width,
        tall / paper.height,
        transform=paper.canvas.transFigure,
        facecolor=f"#{ground}",
        edgecolor="white",
        linewidth=1,
    )
    paper.canvas.add_artist(box)
    if point is not None and point.code:
        _outline(area, left, top, wide, tall)
    if point is not None:
        _words(area, shown(point), left + wide / 2, top, wide, tall, ink_on(ground), align="center")


def _outline(area: Area, left: float, top: float, wide: float, tall: float) -> None:
    """A frame within a cell that stands out."""
    paper, inset = area.paper, area.size * 0.12
    frame = Rectangle(
        ((left + inset) / paper.width, 1 - (top + tall - inset) / paper.height),
        (wide - 2 * inset) / paper.width,
        (tall - 2 * inset) / paper.height,
        transform=paper.canvas.transFigure,
        facecolor="none",
        edgecolor=f"#{FLAGGED}",
        linewidth=area.size / 7,
    )
    paper.canvas.add_artist(frame)


def _words(
    area: Area,
    words: str,
    left: float,
    top: float,
    wide: float,
    tall: float,
    colour: str,
    *,
    align: str = "left",
) -> None:
    """In the middle of a cell, in at most two lines."""
    lines, size = fitted(words, wide - 0.4 * area.size, area.size * 0.92, 2)
    start = top + (tall - len(lines) * size * 1.25) / 2
    for at, line in enumerate(lines):
        area.paper.text(left, start + at * size * 1.25, line, size, colour=f"#{colour}", align=align)
