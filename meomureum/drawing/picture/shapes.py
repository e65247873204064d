"""Filled shapes and the words upon or beside them: maps, and what flows from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from meomureum.drawing.drawing import Axis, Drawing, Label, Outline, Panel
from meomureum.drawing.palette import QUIET_TEXT, RULE, on_paper
from meomureum.drawing.picture.area import DASHES, HATCHES, Area
from meomureum.drawing.picture.paper import LINE_HEIGHT, width_of

GAP, HEAD, TITLE = 1.2, 3.2, 1.6
"""Between panels, for headings over shapes, for the name of a panel: in sizes of the type."""
SMALLER, BESIDE = 0.86, 4.0
HAIR = 0.5
"""Round a shape of no edge of its own: a handful among thousands stays in sight."""


@dataclass(frozen=True)
class _Box:
    """Where words stand on the sheet."""

    left: float
    top: float
    right: float
    tall: float


def draw_shapes(area: Area, drawing: Drawing) -> None:
    """The panels side by side."""
    count = len(drawing.panels)
    wide = (area.wide - GAP * area.size * (count - 1)) / max(count, 1)
    for at, panel in enumerate(drawing.panels):
        left = area.left + at * (wide + GAP * area.size)
        _panel(replace(area, left=left, right=left + wide), drawing, panel)


def _panel(area: Area, drawing: Drawing, panel: Panel) -> None:
    top, size = area.top, area.size
    if panel.name:
        area.paper.text(area.left, top, panel.name, size, bold=True, colour=f"#{QUIET_TEXT}")
        top += TITLE * size
    headed = any(label.side == "above" for label in panel.labels)
    within = replace(area, top=top + HEAD * size * SMALLER * headed)
    axes = area.paper.axes(within.left, within.top, within.right, within.bottom)
    _frame(axes, within, drawing, panel)
    for mark in panel.marks:
        if isinstance(mark, Outline):
            _outline(axes, mark)
    _all_words(axes, within, panel.labels, top)


def _frame(axes: Axes, area: Area, drawing: Drawing, panel: Panel) -> None:
    """Where the axes reach: with a ratio, widened one way so that it holds on the sheet."""
    across, up = panel.across or drawing.across, panel.up or drawing.up
    flat, upright = _ends(across), _ends(up)
    if panel.ratio:
        paper, shape = area.wide / area.tall, (flat[1] - flat[0]) / panel.ratio / (upright[1] - upright[0])
        if shape < paper:
            flat = _widened(flat, (upright[1] - upright[0]) * paper * panel.ratio)
        else:
            upright = _widened(upright, (flat[1] - flat[0]) / panel.ratio / paper)
    axes.set_xlim(*(flat[::-1] if across.reversed else flat))
    axes.set_ylim(*(upright[::-1] if up.reversed else upright))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor("none")
    for side in axes.spines.values():
        side.set_color(f"#{RULE}")
        side.set_visible(bool(panel.ratio))


def _ends(axis: Axis) -> tuple[float, float]:
    return (axis.low or 0.0, 1.0 if axis.high is None else axis.high)


def _widened(limits: tuple[float, float], length: float) -> tuple[float, float]:
    middle = sum(limits) / 2
    return middle - length / 2, middle + length / 2


def _outline(axes: Axes, outline: Outline) -> None:
    """Its rings in one piece."""
    path = Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in outline.rings))
    colour = (on_paper(outline.ink), outline.ink.share)
    patch = PathPatch(
        path,
        facecolor=colour,
        edgecolor=colour if outline.edge is None else on_paper(outline.edge),
        linewidth=HAIR if outline.edge is None else 1.0,
        linestyle=DASHES[outline.dash],
        hatch=HATCHES[outline.pattern],
    )
    axes.add_patch(patch)


def _all_words(axes: Axes, area: Area, labels: Sequence[Label], top: float) -> None:
    """Headings over all, then each label where no other one stands."""
    small = replace(area, size=area.size * SMALLER)
    placed: list[_Box] = []
    for label in labels:
        if label.side == "inside":
            _upon(axes, area, label)
        elif label.side == "above":
            _write(small, label, _box(axes, small, label), top)
    beside = [label for label in labels if label.side in ("left", "right")]
    for label in sorted(beside, key=lambda each: _level(axes, small, each)):
        placed.append(_free(_box(axes, small, label), placed))
        _write(small, label, placed[-1], placed[-1].top)


def _upon(axes: Axes, area: Area, label: Label) -> None:
    """In the middle of its place, on a ground of its own."""
    ground = "none" if label.ground is None else on_paper(label.ground)
    box = _box(axes, area, label)
    pad, middle = 0.15 * area.size, (box.left + box.right) / 2
    if label.ground is not None:
        area.paper.bar(box.left - pad, box.top, box.right - box.left + 2 * pad, box.tall + pad, ground)
    _write(area, label, replace(box, left=middle, right=middle), box.top)


def _level(axes: Axes, area: Area, label: Label) -> float:
    _, up = axes.transData.transform(label.at)
    return area.paper.height - float(up)


def _box(axes: Axes, area: Area, label: Label) -> _Box:
    """Where words would stand: level with their place, on their side of it, below the upper edge."""
    across, _ = axes.transData.transform(label.at)
    wide, lines = _width(label, area.size), label.words.split("\n")
    tall = len(lines) * area.size * LINE_HEIGHT
    left = {
        "left": across - BESIDE - wide,
        "right": across + BESIDE,
        "above": min(max(across - wide / 2, area.left), area.right - wide),
    }.get(label.side, across - wide / 2)
    level = _level(axes, area, label) - tall / 2
    return _Box(left, max(level, area.top), left + wide, tall)


def _width(label: Label, size: float) -> float:
    lines = label.words.split("\n")
    return max(width_of(line, size, label.strong and at == 0) for at, line in enumerate(lines))


def _free(box: _Box, placed: Sequence[_Box]) -> _Box:
    """The same words, lower where others stand there already."""
    for other in placed:
        beside = box.right <= other.left or box.left >= other.right
        if not beside and box.top < other.top + other.tall:
            box = replace(box, top=other.top + other.tall)
    return box


def _write(area: Area, label: Label, box: _Box, top: float) -> None:
    """The lines of a label, aligned on the side of their place."""
    align, at = {"left": ("right", box.right), "right": ("left", box.left)}.get(
        label.side, ("center", (box.left + box.right) / 2)
    )
    for number, line in enumerate(label.words.split("\n")):
        bold = label.strong and number == 0
        area.paper.text(at, top, line, area.size, bold=bold, colour=on_paper(label.ink), align=align)
        top += area.size * LINE_HEIGHT
