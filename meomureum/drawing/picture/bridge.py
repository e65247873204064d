"""A bridge: from one level to another, change by change."""

from __future__ import annotations

from matplotlib.axes import Axes

from meomureum.drawing.bridge_steps import Step, bridge
from meomureum.drawing.figure import Figure
from meomureum.drawing.palette import FALL, QUIET_TEXT, RISE, SERIES, TEXT
from meomureum.drawing.picture.axes import HEADROOM, Area, dress, shown, tick_room
from meomureum.drawing.picture.paper import printable, wrapped

COLOURS = {"level": SERIES[0], "rise": RISE, "fall": FALL}
MOST_NAME_LINES = 3
THICK = 0.62


def draw_bridge(area: Area, figure: Figure) -> None:
    """Levels from zero, changes where the one before them ended, joined by thin lines."""
    steps = bridge(figure)
    foot = area.bottom - (0.8 + 1.2 * MOST_NAME_LINES) * area.size
    left = area.left + tick_room(area, figure)
    axes = area.paper.axes(left, area.top, area.right - 0.6 * area.size, foot)
    dress(axes, area, figure)
    ends = [end for step in steps for end in (step.start, step.end)]
    low, high = min([*ends, 0.0]), max([*ends, 1e-9])
    axes.set_ylim(low * HEADROOM, high * HEADROOM)
    axes.set_xlim(-0.6, len(steps) - 0.4)
    each = (area.right - left) / max(len(steps), 1)
    names = ["\n".join(_name(step, each * 0.94, area.size * 0.9)) for step in steps]
    axes.set_xticks(range(len(steps)), names, fontsize=area.size * 0.9)
    for at, step in enumerate(steps):
        _step(axes, area, at, step)
        if at + 1 < len(steps) and step.point.value is not None:
            across = [at + THICK / 2, at + 1 - THICK / 2]
            axes.plot(across, [step.end] * 2, color=f"#{QUIET_TEXT}", linewidth=area.size / 14, zorder=1)


def _name(step: Step, room: float, size: float) -> list[str]:
    lines = wrapped(printable(step.point.at), room, size)
    return (
        lines
        if len(lines) <= MOST_NAME_LINES
        else [*lines[: MOST_NAME_LINES - 1], lines[MOST_NAME_LINES - 1] + "…"]
    )


def _step(axes: Axes, area: Area, at: int, step: Step) -> None:
    bottom, top = sorted((step.start, step.end))
    axes.bar(
        [at],
        [top - bottom],
        bottom=[bottom],
        width=THICK,
        color=f"#{COLOURS[step.kind]}",
        hatch="//" if step.kind == "fall" else "",
        edgecolor="white",
        linewidth=1,
        zorder=3,
    )
    axes.annotate(
        shown(step.point),
        (at, top),
        xytext=(0, 0.35 * area.size),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=area.size * 0.92,
        color=f"#{TEXT}",
        zorder=5,
    )
