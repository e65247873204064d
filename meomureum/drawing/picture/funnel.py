"""A funnel: one point a place over its size, between limits that widen where there are few people."""

from __future__ import annotations

from typing import Literal

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from meomureum.drawing.decisions import named_points
from meomureum.drawing.figure import Figure, Series
from meomureum.drawing.palette import FLAGGED, QUIET_TEXT, SERIES, TEXT
from meomureum.drawing.picture.axes import Area, all_values, dress, shown, tick_room
from meomureum.drawing.picture.paper import printable, width_of
from meomureum.texts import number

LIMIT_STYLES = ("solid", (0, (5, 3)), (0, (1.5, 2)))
EDGE = 0.08
NEAR_EDGE = 0.15


def draw_funnel(area: Area, figure: Figure) -> None:
    """The limits as lines, the places as points; those that bear a mark are named."""
    top = area.top + (1.5 * area.size if figure.axes[1] else 0)
    foot = area.bottom - (3.4 if figure.axes[0] else 1.9) * area.size
    limits = [series for series in figure.series if series.role == "limit"]
    room = max((width_of(series.name, area.size * 0.85) for series in limits), default=0) + area.size
    axes = area.paper.axes(area.left + tick_room(area, figure), top, area.right - room, foot)
    dress(axes, area, figure)
    _limits(axes, figure)
    sizes = [point.across or 0.0 for series in figure.series for point in series.points]
    axes.set_xlim(0, max(sizes, default=1.0) * (1 + EDGE / 2))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    ends: list[float] = []
    names = list(dict.fromkeys(series.name for series in limits))
    for series in limits:
        _limit(axes, area, series, names.index(series.name), ends)
    for series in figure.series:
        if series.role != "limit":
            _places(axes, area, figure, series)
    _titles(area, figure, foot)


def _limits(axes: Axes, figure: Figure) -> None:
    values = all_values(figure)
    low, high = min(values, default=0.0), max(values, default=1.0)
    edge = (high - low or 1.0) * EDGE
    axes.set_ylim(low - edge if low < 0 else max(0.0, low - edge), high + 2 * edge)


def _limit(axes: Axes, area: Area, series: Series, at: int, ends: list[float]) -> None:
    """A line, named at its end where no other name stands."""
    points = sorted(
        (point for point in series.points if point.value is not None), key=lambda p: p.across or 0
    )
    if not points:
        return
    axes.plot(
        [point.across or 0.0 for point in points],
        [point.value or 0.0 for point in points],
        color=f"#{QUIET_TEXT}",
        linestyle=LIMIT_STYLES[at % len(LIMIT_STYLES)],
        linewidth=area.size / 11,
        zorder=2,
    )
    last = points[-1]
    low, high = axes.get_ylim()
    if any(abs((last.value or 0.0) - other) < (high - low) * 0.05 for other in ends):
        return
    ends.append(last.value or 0.0)
    axes.annotate(
        printable(series.name),
        (last.across or 0.0, last.value or 0.0),
        xytext=(0.4 * area.size, 0),
        textcoords="offset points",
        va="center",
        fontsize=area.size * 0.85,
        color=f"#{QUIET_TEXT}",
        annotation_clip=False,
    )


def _places(axes: Axes, area: Area, figure: Figure, series: Series) -> None:
    named = named_points(figure)
    for point in series.points:
        if point.value is None or point.across is None:
            continue
        colour = f"#{FLAGGED if point.marks else SERIES[0]}"
        axes.plot(
            [point.across],
            [point.value],
            marker="D" if point.marks else "o",
            markersize=area.size * 0.55,
            markerfacecolor=colour if point.marks else "white",
            markeredgecolor=colour,
            markeredgewidth=area.size / 9,
            zorder=4,
        )
        if point in named:
            axes.annotate(
                f"{printable(point.at)} {shown(point)}",
                (point.across, point.value),
                xytext=(0, 0.55 * area.size),
                textcoords="offset points",
                ha=_beside(point.across, axes.get_xlim()[1]),
                va="bottom",
                fontsize=area.size * 0.85,
                color=f"#{TEXT}",
                zorder=6,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5},
            )


def _beside(across: float, widest: float) -> Literal["left", "center", "right"]:
    """A name near an edge stands on the side that has room for it."""
    share = across / widest
    return "left" if share < NEAR_EDGE else "right" if share > 1 - NEAR_EDGE else "center"


def _titles(area: Area, figure: Figure, foot: float) -> None:
    across, up = figure.axes
    if up:
        area.paper.text(area.left, area.top, up, area.size * 0.9, colour=f"#{QUIET_TEXT}")
    if across:
        top = foot + 1.9 * area.size
        area.paper.text(area.right, top, across, area.size * 0.9, colour=f"#{QUIET_TEXT}", align="right")
