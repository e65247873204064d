"""Lines over the years: computed values, published ones hollow, target paths dashed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes

from meomureum.drawing.decisions import categories, event_marks, is_joined, labels, points_at
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import EVENT_LINE, QUIET_TEXT, TEXT
from meomureum.drawing.picture.axes import (
    Area,
    draw_legend,
    dress,
    ink,
    legend_height,
    limit_values,
    line_look,
    place_ticks,
    shown,
    tick_room,
)
from meomureum.drawing.picture.paper import fitted, width_of

MOST_NAMED = 4
"""Series named beside their lines; more are named in a legend."""
NAME_SHARE = 0.24


@dataclass(frozen=True)
class _Name:
    """The name of a series beside the end of its line: where, in which colour."""

    words: str
    level: float
    colour: str


def draw_lines(area: Area, figure: Figure) -> None:
    """All series of a figure, each named beside its line or in a legend."""
    beside = len(figure.series) <= MOST_NAMED
    longest = max(width_of(series.name, area.size, True) for series in figure.series)
    room = min(longest + 0.5 * area.size, (area.right - area.left) * NAME_SHARE) if beside else 0.0
    gap = 0.6 * area.size + (_values_aside(area, figure) if beside else 0.0)
    foot = area.bottom - 1.9 * area.size - (0 if beside else legend_height(area, figure))
    top = area.top + (0.6 * area.size if figure.events else 0)
    axes = area.paper.axes(area.left + tick_room(area, figure), top, area.right - room - gap, foot)
    places = categories(figure)
    axes.set_xlim(-0.35, len(places) - 0.65)
    dress(axes, area, figure)
    limit_values(axes, figure)
    _events(axes, area, figure, places)
    place_ticks(axes, area, places)
    for index, series in enumerate(figure.series):
        _line(axes, area, figure, index, series, places)
    if beside:
        _names(axes, area, figure, places, room)
    else:
        draw_legend(area, figure, foot + 1.9 * area.size)


def _events(axes: Axes, area: Area, figure: Figure, places: list[str]) -> None:
    """Thin lines under their numbers; the words stand beside the figure."""
    if not places or not places[0].isdecimal():
        return
    first, last = axes.get_xlim()
    for numbers, at in event_marks(figure):
        place = at - int(places[0])
        if first <= place <= last:
            look: dict[str, Any] = {"linewidth": area.size / 18, "linestyle": (0, (3, 4)), "zorder": 1}
            axes.vlines(place, 0, 1, transform=axes.get_xaxis_transform(), color=f"#{EVENT_LINE}", **look)
            axes.annotate(
                numbers,
                (place, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 0.15 * area.size),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=area.size * 0.85,
                color=f"#{QUIET_TEXT}",
                annotation_clip=False,
            )


def _values_aside(area: Area, figure: Figure) -> float:
    """The room for values to the right of their points."""
    found = [labels(figure, series).values() for series in figure.series]
    words = [shown(point) for each in found for point, side in each if side == "right"]
    return max((width_of(word, area.size) for word in words), default=0.0)


def _line(axes: Axes, area: Area, figure: Figure, index: int, series: Series, places: list[str]) -> None:
    points = points_at(series, places)
    values = [math.nan if point is None or point.value is None else point.value for point in points]
    look = line_look(figure, index, area.size)
    if not is_joined(series):
        look["linestyle"] = "none"
    axes.plot(range(len(places)), values, clip_on=False, **look)
    _values(axes, area, figure, series, ink(figure, index))
    for at, point in enumerate(points):
        if point is not None and point.value is None:
            _absent(axes, area, at, point)


def _values(axes: Axes, area: Area, figure: Figure, series: Series, colour: str) -> None:
    for at, (point, side) in labels(figure, series).items():
        across, up = {"above": (0.0, 0.55), "below": (0.0, -0.55), "right": (0.6, 0.0)}[side]
        axes.annotate(
            shown(point),
            (at, point.value or 0.0),
            xytext=(across * area.size, up * area.size),
            textcoords="offset points",
            ha="left" if side == "right" else "center",
            va={"above": "bottom", "below": "top", "right": "center"}[side],
            fontsize=area.size * 0.92,
            color=colour if series.role != "computed" else f"#{TEXT}",
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5},
            annotation_clip=False,
        )


def _absent(axes: Axes, area: Area, at: int, point: Point) -> None:
    """Where there is no value, a cross on the axis and why."""
    level = axes.get_ylim()[0]
    axes.plot([at], [level], marker="x", color=f"#{QUIET_TEXT}", markersize=area.size * 0.5, clip_on=False)
    axes.annotate(
        shown(point),
        (at, level),
        xytext=(0, 0.6 * area.size),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=area.size * 0.8,
        color=f"#{QUIET_TEXT}",
    )


def _names(axes: Axes, area: Area, figure: Figure, places: list[str], room: float) -> None:
    """Each series' name beside its last point where nothing is in the way, else at the edge of the area."""
    size, aside = area.size * 0.92, []
    tracks = [_track(axes, area, series, places) for series in figure.series]
    for index, (series, track) in enumerate(zip(figure.series, tracks, strict=True)):
        if not track:
            continue
        name = _Name(series.name, track[-1][1], ink(figure, index))
        left, width = track[-1][0] + area.size, width_of(name.words, size, True)
        others = [each for at, each in enumerate(tracks) if at != index]
        inside = left + width < area.right - room - 2 * area.size
        if inside and not any(_crosses(other, left, left + width, name.level, size) for other in others):
            area.paper.text(left, name.level - size * 0.66, name.words, size, bold=True, colour=name.colour)
        else:
            aside.append(name)
    _names_aside(area, aside, room)


def _track(axes: Axes, area: Area, series: Series, places: list[str]) -> list[tuple[float, float]]:
    """Where the points of a series stand on the sheet."""
    found = []
    for at, point in enumerate(points_at(series, places)):
        if point is not None and point.value is not None:
            across, up = axes.transData.transform((at, point.value))
            found.append((float(across), area.paper.height - float(up)))
    return found


def _crosses(track: list[tuple[float, float]], left: float, right: float, level: float, size: float) -> bool:
    """Whether a line, or the value above or below one of its points, runs through a name."""
    if any(
        left - 2 * size < across < right + 2 * size and abs(down - level) < 2.6 * size
        for across, down in track
    ):
        return True
    for (start, first), (end, last) in pairwise(track):
        for step in range(11):
            across, down = start + (end - start) * step / 10, first + (last - first) * step / 10
            if left < across < right and abs(down - level) < 1.2 * size:
                return True
    return False


def _names_aside(area: Area, names: list[_Name], room: float) -> None:
    """At the right edge; names that would overlap move apart."""
    levels = _apart([each.level for each in names], 2.5 * area.size, area.top, area.bottom - 2 * area.size)
    for name, level in zip(names, levels, strict=True):
        words, size = fitted(name.words, room, area.size * 0.92, 2, bold=True)
        top = level - len(words) * size * 0.66
        for line in words:
            area.paper.text(area.right - room, top, line, size, bold=True, colour=name.colour)
            top += size * 1.25


def _apart(levels: list[float], least: float, first: float, last: float) -> list[float]:
    """Levels at least so far from each other, in the same order, within the bounds."""
    order = sorted(range(len(levels)), key=lambda at: levels[at])
    moved = dict(enumerate(levels))
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    over = max((moved[at] for at in order), default=last) - last
    if over > 0:
        for step, at in enumerate(reversed(order)):
            moved[at] = min(moved[at], last - step * least)
    return [max(moved[at], first) for at in range(len(levels))]
