"""Small multiples: lines over the years in panels with shared axes, named once in a legend."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from matplotlib.ticker import NullFormatter

from meomureum.drawing.decisions import categories, is_joined, points_at
from meomureum.drawing.figure import Figure, Series
from meomureum.drawing.picture.axes import (
    MARKED,
    Area,
    draw_legend,
    dress,
    legend_height,
    limit_values,
    line_look,
    place_ticks,
    tick_room,
)
from meomureum.drawing.picture.paper import fitted

WIDER_THAN_HIGH = 1.7
"""What a panel is laid out for."""
GAP, TITLE, YEARS = 1.4, 1.7, 1.9
"""The room between panels, for a panel's name and for its years, in sizes of the type."""


@dataclass(frozen=True)
class _Grid:
    """The panels in rows and columns, and the area of each."""

    area: Area
    panels: tuple[str, ...]
    columns: int
    left: float
    bottom: float

    def place(self, at: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a panel's axes."""
        row, column = divmod(at, self.columns)
        size, rows = self.area.size, math.ceil(len(self.panels) / self.columns)
        wide = (self.area.right - self.left) / self.columns
        tall = (self.bottom - self.area.top) / rows
        left, top = self.left + column * wide, self.area.top + row * tall
        return left, top + TITLE * size, left + wide - GAP * size, top + tall - YEARS * size


def draw_panels(area: Area, figure: Figure) -> None:
    """A panel each, in the order of the series; the signs of the lines at the foot."""
    legend = _legend(figure)
    foot = area.bottom - legend_height(area, legend)
    panels = tuple(dict.fromkeys(series.panel for series in figure.series))
    left = area.left + tick_room(area, figure)
    across, up = area.right - left, foot - area.top
    fitting = math.sqrt(len(panels) * across / (up * WIDER_THAN_HIGH))
    columns = min(max(round(fitting), 1), len(panels))
    grid = _Grid(area, panels, columns, left, foot)
    for at in range(len(panels)):
        _panel(grid, at, figure, legend)
    draw_legend(area, legend, foot)


def _legend(figure: Figure) -> Figure:
    """Every line once, under what it is called within the panels; of these a line has its look."""
    once: dict[str, Series] = {}
    for series in figure.series:
        once.setdefault(series.line, Series(series.line, series.role, series.points))
    return replace(figure, kind="line", series=tuple(once.values()))


def _panel(grid: _Grid, at: int, figure: Figure, legend: Figure) -> None:
    area, (left, top, right, bottom) = grid.area, grid.place(at)
    (name, *_), size = fitted(grid.panels[at], right - left, area.size * 0.95, 1, bold=True)
    area.paper.text(left, top - 1.5 * area.size, name, size, bold=True)
    axes, places = area.paper.axes(left, top, right, bottom), categories(figure)
    axes.set_xlim(-0.35, len(places) - 0.65)
    dress(axes, area, figure)
    limit_values(axes, figure)
    place_ticks(axes, area, places)
    if at % grid.columns:
        axes.yaxis.set_major_formatter(NullFormatter())
    names = [each.name for each in legend.series]
    for series in (each for each in figure.series if each.panel == grid.panels[at]):
        look = line_look(legend, names.index(series.line), area.size * 0.8)
        joined = {} if is_joined(series) else {"linestyle": "none"}
        points = points_at(series, places)
        values = [math.nan if each is None or each.value is None else each.value for each in points]
        axes.plot(range(len(places)), values, clip_on=False, **look | joined)
        for place, (point, value) in enumerate(zip(points, values, strict=True)):
            if point is not None and point.marks and not math.isnan(value):
                axes.annotate(MARKED, (place, value), va="bottom", ha="center", fontsize=area.size)
