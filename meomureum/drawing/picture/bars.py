"""Bars from zero, side by side or in stacks; they lie down when their names are long or many."""

from __future__ import annotations

from typing import Any, Literal

from matplotlib.axes import Axes

from meomureum.drawing.decisions import adds_to_one, categories, labels, lies, points_at
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import QUIET_TEXT, TEXT
from meomureum.drawing.picture.axes import (
    HEADROOM,
    Area,
    all_values,
    draw_legend,
    dress,
    ink,
    legend_height,
    place_ticks,
    shown,
    tick_room,
)
from meomureum.drawing.picture.paper import printable, width_of, wrapped

DARK, LEAST_TYPE = 100, 0.55
Sideways = Literal["left", "right"]
Upright = Literal["bottom", "top"]


def draw_bars(area: Area, figure: Figure) -> None:
    """All series of a figure."""
    several, lying, places = len(figure.series) > 1, lies(figure), categories(figure)
    legend = legend_height(area, figure) if several else 0.0
    foot = area.bottom - legend - (0.3 if lying else 1.9) * area.size
    longest = max(width_of(place, area.size) for place in places)
    room = min(longest, (area.right - area.left) * 0.3) + area.size if lying else tick_room(area, figure)
    axes = area.paper.axes(area.left + room, area.top, area.right - 0.6 * area.size, foot)
    dress(axes, area, figure, lying=lying)
    _limit(axes, figure, places, lying=lying)
    if lying:
        axes.xaxis.set_visible(False)
        axes.set_yticks(range(len(places)), _short(places, room - area.size, area.size), fontsize=area.size)
    else:
        place_ticks(axes, area, places)
    totals = [0.0] * len(places)
    for index, series in enumerate(figure.series):
        totals = _bars(axes, area, figure, index, series, totals)
    if several:
        draw_legend(area, figure, area.bottom - legend)


def _limit(axes: Axes, figure: Figure, places: list[str], *, lying: bool) -> None:
    """From zero, with room for values and whiskers; where something lies below, zero is a line of its own."""
    stacks = [points_at(series, places) for series in figure.series] if figure.kind == "stacked" else []
    totals = [sum(p.value or 0.0 for p in stack if p is not None) for stack in zip(*stacks, strict=True)]
    ends = [*all_values(figure), *_ends(figure), 0.0]
    low, high = min(ends), max(*totals, *ends, 1e-9)
    limits = (low * HEADROOM, 1.0 if adds_to_one(figure) else high * HEADROOM)
    (axes.set_xlim if lying else axes.set_ylim)(*limits)
    if lying:
        axes.set_ylim(len(places) - 0.5, -0.5)
    else:
        axes.set_xlim(-0.6, len(places) - 0.4)
    if low < 0:
        axes.spines["left" if lying else "bottom"].set_visible(False)
        zero = axes.axvline if lying else axes.axhline
        zero(0.0, color=f"#{QUIET_TEXT}", linewidth=1, zorder=3)


def _bars(
    axes: Axes, area: Area, figure: Figure, index: int, series: Series, totals: list[float]
) -> list[float]:
    """One series of bars from zero, or on top of those before it; the new totals of a stack."""
    stacked, lying = figure.kind == "stacked", lies(figure)
    points = points_at(series, categories(figure))
    values = [0.0 if point is None or point.value is None else point.value for point in points]
    thick = 0.62 if stacked else 0.72 / len(figure.series)
    shift = 0.0 if stacked else (index - (len(figure.series) - 1) / 2) * thick
    at = [place + shift for place in range(len(values))]
    start = totals if stacked else [0.0] * len(values)
    look: dict[str, Any] = {"color": ink(figure, index), "edgecolor": "white", "linewidth": 1}
    if lying:
        axes.barh(at, values, height=thick, left=start, **look)
    else:
        axes.bar(at, values, width=thick, bottom=start, **look)
    ground = ink(figure, index) if stacked else ""
    room = _thickness(axes, area, thick, lying=lying)
    for place, (point, _) in labels(figure, series).items():
        _whisker(axes, area, point, at[place], lying=lying)
        if not stacked or _has_room(axes, area, point, lying=lying):
            _bar_value(axes, area, point, at[place], start[place], ground=ground, lying=lying, room=room)
    for place, absent in enumerate(points):
        if absent is not None and absent.value is None:
            _bar_value(axes, area, absent, at[place], start[place], lying=lying)
    return [total + value for total, value in zip(totals, values, strict=True)] if stacked else totals


def _whisker(axes: Axes, area: Area, point: Point, at: float, *, lying: bool) -> None:
    """From the lower to the upper end of the interval."""
    if point.low is None or point.high is None:
        return
    ends, level = [point.low, point.high], [at, at]
    look: dict[str, Any] = {"color": f"#{TEXT}", "linewidth": area.size / 9, "zorder": 4}
    axes.plot(*((ends, level) if lying else (level, ends)), marker="|" if lying else "_", **look)


def _thickness(axes: Axes, area: Area, thick: float, *, lying: bool) -> float:
    """How thick a bar is that lies, in units of the sheet; standing ones are always thick enough."""
    bottom, top = axes.get_ylim()
    whole = axes.get_position().height * area.paper.height
    return thick * whole / abs(top - bottom) if lying else area.size


def _has_room(axes: Axes, area: Area, point: Point, *, lying: bool) -> bool:
    """Whether the words of a segment stand within it; else the table tells them."""
    first, last = axes.get_xlim() if lying else axes.get_ylim()
    box = axes.get_position()
    whole = box.width * area.paper.width if lying else box.height * area.paper.height
    needed = width_of(shown(point), area.size * 0.9) if lying else area.size
    return (point.value or 0.0) / (last - first) * whole >= needed


def _bar_value(
    axes: Axes,
    area: Area,
    point: Point,
    at: float,
    start: float,
    *,
    ground: str = "",
    lying: bool,
    room: float = 100.0,
) -> None:
    """Inside a segment; at the end of a bar, or of its whisker, else. Thin bars have smaller type."""
    stacked = bool(ground)
    value = point.value or 0.0
    if not stacked:
        value = max(value, point.high or value) if value >= 0 else min(value, point.low or value)
    along = start + (value / 2 if stacked else value)
    gap = 0.0 if stacked else 0.35 * area.size * (-1 if value < 0 else 1)
    beside: Sideways = "left" if value >= 0 else "right"
    upright: Upright = "bottom" if value >= 0 else "top"
    axes.annotate(
        shown(point),
        (along, at) if lying else (at, along),
        xytext=(gap, 0) if lying else (0, gap),
        textcoords="offset points",
        fontsize=max(min(area.size * 0.9, room), area.size * LEAST_TYPE),
        color="white" if stacked and _is_dark(ground) else f"#{TEXT}",
        ha="center" if stacked or not lying else beside,
        va="center" if stacked or lying else upright,
    )


def _is_dark(colour: str) -> bool:
    """Whether white words can be read on it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < DARK


def _ends(figure: Figure) -> list[float]:
    """Both ends of the intervals: one below zero must not be cut off."""
    every = [point for series in figure.series for point in series.points]
    return [end for point in every for end in (point.low, point.high) if end is not None]


def _short(places: list[str], room: float, size: float) -> list[str]:
    """Names in at most two lines."""
    return ["\n".join(wrapped(printable(place), room, size)[:2]) for place in places]
