"""Where a picture's data is drawn: its area, axes, colours and legend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from meomureum.drawing.decisions import axis_format, colour_of, rank_limits
from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.palette import QUIET_TEXT, RULE
from meomureum.drawing.picture.paper import Paper, printable, width_of
from meomureum.texts import number

LINE_STYLES: tuple[Any, ...] = ("solid", (0, (7, 2)), (0, (1.5, 1.5)), "dashdot")
TARGET_STYLE: Any = (0, (4, 3))
PATHS, PALE = ("target", "projected", "limit"), 0.6
MARKERS = ("o", "s", "D", "^")
HEADROOM = 1.18
NARROWEST_TICK = 1.4
SIGN, LEGEND_GAP = 2.6, 4.2
MARKED = "*"
"""Behind a value that bears a mark: the marks stand under the picture."""


@dataclass(frozen=True)
class Area:
    """Where to draw: the sheet, the edges of the area in its units, and the size of the type."""

    paper: Paper
    left: float
    top: float
    right: float
    bottom: float
    size: float


def ink(figure: Figure, index: int) -> str:
    """The colour of a series."""
    return f"#{colour_of(figure, index)}"


def line_look(figure: Figure, index: int, size: float) -> dict[str, Any]:
    """How the line of a series is drawn: told apart in print too, targets dashed, published points hollow."""
    colour, role = ink(figure, index), figure.series[index].role
    return {
        "color": colour,
        "linestyle": TARGET_STYLE if role in PATHS else LINE_STYLES[index % len(LINE_STYLES)],
        "linewidth": size / (11 if role in PATHS else 6),
        "alpha": PALE if role == "projected" else 1.0,
        "marker": "none" if role in PATHS else MARKERS[index % len(MARKERS)],
        "markersize": size * (0.75 if role == "published" else 0.5),
        "markerfacecolor": "white" if role == "published" else colour,
        "markeredgecolor": colour,
        "markeredgewidth": size / 9,
        "zorder": {"computed": 3, "published": 4}.get(role, 2),
    }


def shown(point: Point) -> str:
    """A value as a picture says it."""
    return printable(point.shown) + (MARKED if point.marks else "")


def dress(axes: Axes, area: Area, figure: Figure, *, lying: bool = False) -> None:
    """Quiet lines, no ticks; values on the axis only where bars stand."""
    axes.set_facecolor("none")
    for side in ("top", "right", "bottom" if lying else "left"):
        axes.spines[side].set_visible(False)
    axes.spines["left" if lying else "bottom"].set_color(f"#{QUIET_TEXT}")
    axes.tick_params(length=0, labelsize=area.size * 0.92, labelcolor=f"#{QUIET_TEXT}", pad=area.size * 0.5)
    axes.set_axisbelow(True)
    if lying:
        return
    axes.grid(axis="y", color=f"#{RULE}", linewidth=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=figure.unit != "percent"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, axis_format(figure))))
    if figure.unit == "stage":
        axes.yaxis.set_visible(False)


def _tick(value: float, form: str) -> str:
    if form.endswith("%"):
        return f"{number(value * 100, 1 if '.' in form else 0)}%"
    return number(value)


def tick_room(area: Area, figure: Figure) -> float:
    """The width that the values beside the axis need."""
    if figure.unit == "stage":
        return 0.6 * area.size
    highest = max(map(abs, all_values(figure)), default=0.0) * HEADROOM
    return width_of(_tick(highest, axis_format(figure)), area.size * 0.92) + 1.1 * area.size


def limit_values(axes: Axes, figure: Figure) -> None:
    """From zero; ranks run downwards and never to nought."""
    if figure.unit == "rank":
        best, worst = rank_limits(figure)
        axes.set_ylim(worst, best)
        return
    values = all_values(figure)
    axes.set_ylim(min([*values, 0.0]) * HEADROOM, max([*values, 1e-9]) * HEADROOM)


def all_values(figure: Figure) -> list[float]:
    """Every value there is."""
    return [point.value for series in figure.series for point in series.points if point.value is not None]


def place_ticks(axes: Axes, area: Area, places: list[str]) -> None:
    """As many names on the axis as stand side by side."""
    box = axes.get_position()
    each = box.width * area.paper.width / max(len(places), 1)
    widest = max(width_of(place, area.size) for place in places)
    step = max(1, math.ceil(widest * NARROWEST_TICK / each))
    axes.xaxis.set_major_locator(FixedLocator(range(0, len(places), step)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: printable(places[round(at)])))


def _legend_rows(area: Area, figure: Figure) -> list[list[int]]:
    rows: list[list[int]] = [[]]
    across = 0.0
    for index, series in enumerate(figure.series):
        wide = width_of(series.name, area.size) + LEGEND_GAP * area.size
        if rows[-1] and across + wide > area.right - area.left:
            rows.append([])
            across = 0.0
        rows[-1].append(index)
        across += wide
    return rows


def legend_height(area: Area, figure: Figure) -> float:
    """How high the legend stands."""
    return len(_legend_rows(area, figure)) * 1.5 * area.size + 0.4 * area.size


def draw_legend(area: Area, figure: Figure, top: float) -> None:
    """A sign and a name each, in as many rows as they need."""
    for row in _legend_rows(area, figure):
        across = area.left
        for index in row:
            name = figure.series[index].name
            _sign(area, figure, index, across, top)
            area.paper.text(across + SIGN * area.size, top, name, area.size)
            across += width_of(name, area.size) + LEGEND_GAP * area.size
        top += 1.5 * area.size


def _sign(area: Area, figure: Figure, index: int, left: float, top: float) -> None:
    """A piece of the line, or a square of the bar's colour."""
    if figure.kind != "line":
        area.paper.text(left, top, "■", area.size, bold=True, colour=ink(figure, index))
        return
    paper, right = area.paper, left + (SIGN - 0.5) * area.size
    level = 1 - (top + 0.62 * area.size) / paper.height
    across = [left / paper.width, (left + right) / 2 / paper.width, right / paper.width]
    look = line_look(figure, index, area.size)
    paper.canvas.add_artist(Line2D(across, [level] * 3, markevery=[1], **look))
