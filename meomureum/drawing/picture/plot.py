"""A drawing on axes: its panels, their ticks and names, the legend at the foot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullLocator

from meomureum.drawing.drawing import Axis, Band, Bars, Drawing, Line, Panel, Spot
from meomureum.drawing.palette import QUIET_TEXT, RULE
from meomureum.drawing.picture.area import Area, bar_look, line_look
from meomureum.drawing.picture.marks import Ground, draw_marks
from meomureum.drawing.picture.paper import lines_of_width, lines_that_fit, printable, width_of

NARROWEST_TICK, EDGE = 1.4, 0.35
"""How far ticks stand apart, in widths of their words, and the years that an axis goes on beyond the last."""
NAME_SHARE, MOST_NAME_LINES, NARROWEST_NAME = 0.3, 3, 0.94
WIDER_THAN_HIGH = 1.7
"""What a panel is laid out for."""
GAP, TITLE, TICKS = 1.4, 1.7, 1.9
"""The room between panels, for a panel's name and for a row of ticks, in sizes of the type."""


def draw_plot(area: Area, drawing: Drawing) -> None:
    """One panel, or small ones beside and below each other."""
    foot = area.bottom - legend_height(area, drawing)
    within = Area(area.paper, area.left, area.top, area.right, foot, area.size)
    if len(drawing.panels) == 1:
        _panel(_trimmed(within, drawing), drawing, drawing.panels[0])
    else:
        _panels(within, drawing)
    draw_legend(area, drawing, foot)


def _trimmed(area: Area, drawing: Drawing) -> Area:
    """Without the room for ticks, titles and what stands beyond the last place."""
    size, flat, upright = area.size, *_flat_and_upright(drawing)
    left = area.left + (_ticks_width(area, upright, drawing) if upright.shown else 0.6 * size)
    right = area.right - max(0.6 * size, _words_aside(area, drawing))
    top = area.top + size * (
        1.5 * bool(upright.title and not drawing.lying) + 1.2 * _has_words_above(drawing)
    )
    rows = (
        _names_lines(flat, (right - left) / max(len(flat.ticks), 1), size) if flat.kind == "categories" else 1
    )
    foot = area.bottom - size * (0.7 + 1.2 * rows + 1.5 * bool(flat.title))
    if upright.title and not drawing.lying:
        area.paper.text(area.left, area.top, upright.title, size * 0.9, colour=f"#{QUIET_TEXT}")
    if flat.title:
        area.paper.text(
            right, foot + TICKS * size, flat.title, size * 0.9, colour=f"#{QUIET_TEXT}", align="right"
        )
    return Area(area.paper, left, top, right, foot, size)


def _flat_and_upright(drawing: Drawing) -> tuple[Axis, Axis]:
    return (drawing.up, drawing.across) if drawing.lying else (drawing.across, drawing.up)


def _ticks_width(area: Area, axis: Axis, drawing: Drawing) -> float:
    """The width that names or values beside the axis need."""
    longest = max((width_of(words, area.size) for _, words in axis.ticks), default=0.0)
    return (min(longest, area.wide * NAME_SHARE) if drawing.lying else longest) + area.size


def _words_aside(area: Area, drawing: Drawing) -> float:
    """The room for words to the right of the last place."""
    if drawing.lying:
        return 0.0
    spots = [spot for mark in drawing.marks if isinstance(mark, Line) for spot in mark.spots]
    last = max((spot.across for spot in spots), default=0.0)
    words = [spot.label for spot in spots if spot.side == "right" and spot.across == last]
    words += [
        label.words
        for panel in drawing.panels
        for label in panel.labels
        if label.side == "right" and label.at[0] >= last
    ]
    longest = max((width_of(each, area.size * 0.92, True) for each in words), default=0.0)
    return min(longest + 0.8 * area.size, area.wide * NAME_SHARE) if words else 0.0


def _has_words_above(drawing: Drawing) -> bool:
    """Whether the numbers of events, or the words of a target, stand over the axes."""
    return any(getattr(mark, "label", "") for mark in drawing.marks)


def _names_lines(axis: Axis, room: float, size: float) -> int:
    return max((len(_name(words, room, size)) for _, words in axis.ticks), default=1)


def _name(words: str, room: float, size: float) -> list[str]:
    """A name under its place, in a few lines."""
    lines = lines_of_width(printable(words), room * NARROWEST_NAME, size * 0.9)
    if len(lines) <= MOST_NAME_LINES:
        return lines
    return [*lines[: MOST_NAME_LINES - 1], lines[MOST_NAME_LINES - 1] + "…"]


def _panels(area: Area, drawing: Drawing) -> None:
    """In rows and columns that suit the area, all with the same axes."""
    size, count, (_, upright) = area.size, len(drawing.panels), _flat_and_upright(drawing)
    left = area.left + _ticks_width(area, upright, drawing)
    fitting = math.sqrt(count * (area.right - left) / (area.tall * WIDER_THAN_HIGH))
    columns = min(max(round(fitting), 1), count)
    wide, tall = (area.right - left) / columns, area.tall / math.ceil(count / columns)
    for at, panel in enumerate(drawing.panels):
        row, column = divmod(at, columns)
        start, top = left + column * wide, area.top + row * tall
        (name, *_), letters = lines_that_fit(panel.name, wide - GAP * size, size * 0.95, 1, bold=True)
        area.paper.text(start, top + 0.2 * size, name, letters, bold=True)
        place = Area(
            area.paper, start, top + TITLE * size, start + wide - GAP * size, top + tall - TICKS * size, size
        )
        axes = _panel(place, drawing, panel)
        if column:
            axes.set_yticklabels([])


def _panel(area: Area, drawing: Drawing, panel: Panel) -> Axes:
    """One pair of axes with its marks."""
    axes = area.paper.axes(area.left, area.top, area.right, area.bottom)
    across, up = panel.across or drawing.across, panel.up or drawing.up
    spots = [spot for mark in panel.marks if hasattr(mark, "spots") for spot in mark.spots]
    if across.logarithmic:
        (axes.set_yscale if drawing.lying else axes.set_xscale)("log")
    _limit(axes, drawing, across, up, spots)
    _dress(axes, area, drawing, across, up)
    draw_marks(Ground(axes, area, drawing), panel)
    _limit(axes, drawing, across, up, spots)
    return axes


def _limit(axes: Axes, drawing: Drawing, across: Axis, up: Axis, spots: Sequence[Spot]) -> None:
    """From where to where the axes reach."""
    places = _reach(across, [spot.across for spot in spots], EDGE if across.kind == "years" else 0.0)
    values = _reach(up, [spot.value for spot in spots if spot.value is not None], 0.0)
    flat, upright = (values, places) if drawing.lying else (places, values)
    axes.set_xlim(*flat)
    axes.set_ylim(*upright)


def _reach(axis: Axis, values: Sequence[float], room: float) -> tuple[float, float]:
    low = (axis.low if axis.low is not None else min(values, default=0.0)) - room
    high = (axis.high if axis.high is not None else max(values, default=1.0)) + room
    high = high if high > low else low + 1.0
    return (high, low) if axis.reversed else (low, high)


def _dress(axes: Axes, area: Area, drawing: Drawing, across: Axis, up: Axis) -> None:
    """Quiet lines, no ticks; a line of zero where something lies below it."""
    size, lying = area.size, drawing.lying
    flat, upright = (up, across) if lying else (across, up)
    axes.set_facecolor("none")
    for side in ("top", "right", "bottom" if lying else "left"):
        axes.spines[side].set_visible(False)
    axes.spines["left" if lying else "bottom"].set_color(f"#{QUIET_TEXT}")
    axes.tick_params(length=0, labelsize=size * 0.92, labelcolor=f"#{QUIET_TEXT}", pad=size * 0.5)
    axes.set_axisbelow(True)
    axes.grid(axis="x" if lying else "y", color=f"#{RULE}", linewidth=0.8)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
    _flat_ticks(axes, area, flat)
    _upright_ticks(axes, area, upright, lying=lying)
    if drawing.form == "bars" and (up.low or 0.0) < 0:
        axes.spines["left" if lying else "bottom"].set_visible(False)
        (axes.axvline if lying else axes.axhline)(0.0, color=f"#{QUIET_TEXT}", linewidth=1, zorder=3)


def _flat_ticks(axes: Axes, area: Area, axis: Axis) -> None:
    """Names in a few lines; of years and values as many as stand side by side."""
    each = area.wide / max(len(axis.ticks), 1)
    if axis.kind == "categories":
        words = ["\n".join(_name(words, each, area.size)) for _, words in axis.ticks]
        axes.set_xticks([at for at, _ in axis.ticks], words, fontsize=area.size * 0.9)
        return
    widest = max((width_of(words, area.size) for _, words in axis.ticks), default=1.0)
    shown = axis.ticks[:: max(1, math.ceil(widest * NARROWEST_TICK / each))] if axis.shown else ()
    axes.set_xticks([at for at, _ in shown], [printable(words) for _, words in shown])


def _upright_ticks(axes: Axes, area: Area, axis: Axis, *, lying: bool) -> None:
    ticks = axis.ticks if axis.shown else ()
    if lying:
        room = max(area.left - area.paper.margin - area.size, area.size)
        each = area.tall / max(len(ticks), 1)
        lines, size = (2, area.size) if each > 2.6 * area.size else (1, min(area.size, each))
        names = ["\n".join(lines_that_fit(printable(words), room, size, lines)[0]) for _, words in ticks]
        axes.set_yticks([at for at, _ in ticks], names, fontsize=size)
        return
    axes.set_yticks([at for at, _ in ticks], [printable(words) for _, words in ticks])


SIGN, GAP, ROW = 2.6, 4.2, 1.5
"""The room of a sign, from one entry to the next, and of a row, in sizes of the type."""
Entry = Line | Bars | Band


def entries(drawing: Drawing) -> list[Entry]:
    """What the legend names."""
    marks = drawing.marks if drawing.legend else ()
    return [mark for mark in marks if isinstance(mark, Line | Bars | Band) and mark.in_legend]


def _rows(area: Area, drawing: Drawing) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    across = 0.0
    for entry in entries(drawing):
        wide = width_of(entry.name, area.size) + GAP * area.size
        if rows[-1] and across + wide > area.wide:
            rows.append([])
            across = 0.0
        rows[-1].append(entry)
        across += wide
    return rows if rows[0] else []


def legend_height(area: Area, drawing: Drawing) -> float:
    """How high the legend stands; nought without one."""
    rows = _rows(area, drawing)
    return len(rows) * ROW * area.size + 0.4 * area.size if rows else 0.0


def draw_legend(area: Area, drawing: Drawing, top: float) -> None:
    """The entries in the order of their marks."""
    for row in _rows(area, drawing):
        across = area.left
        for entry in row:
            _sign(area, entry, across, top)
            room = area.right - across - SIGN * area.size
            (name, *_), size = lines_that_fit(entry.name, max(room, 2 * area.size), area.size, 1)
            area.paper.text(across + SIGN * area.size, top, name, size)
            across += width_of(entry.name, area.size) + GAP * area.size
        top += ROW * area.size


def _sign(area: Area, entry: Entry, left: float, top: float) -> None:
    """A piece of the line, or of what fills a bar."""
    paper, size = area.paper, area.size
    wide = (SIGN - 0.6) * size
    level = 1 - (top + 0.62 * size) / paper.height
    if isinstance(entry, Line):
        across = [left / paper.width, (left + wide / 2) / paper.width, (left + wide) / paper.width]
        paper.canvas.add_artist(Line2D(across, [level] * 3, markevery=[1], **line_look(entry, size)))
        return
    look = (
        bar_look(entry.ink, entry.pattern, pale=entry.pale)
        if isinstance(entry, Bars)
        else bar_look(entry.ink, "")
    )
    box = Rectangle(
        ((left + wide * 0.3) / paper.width, level - 0.42 * size / paper.height),
        wide * 0.5 / paper.width,
        0.84 * size / paper.height,
        transform=paper.canvas.transFigure,
        **look,
    )
    paper.canvas.add_artist(box)
