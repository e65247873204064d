"""The marks of a drawing on one pair of axes: lines, bands, bars, rules, and the words beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from meomureum.drawing.drawing import Band, Bars, Drawing, Label, Line, Panel, Place, Rule, Side, Spot
from meomureum.drawing.palette import EVENT_LINE, QUIET_TEXT, TEXT, on_paper
from meomureum.drawing.picture.area import DASHES, Area, bar_look, line_look
from meomureum.drawing.picture.paper import printable, width_of

LEAST_TYPE = 0.55
APART = ("bars",)
"""The forms whose bars of one category stand beside each other; others stand on one another."""
TURNED: Mapping[Side, Side] = {"above": "right", "below": "left", "right": "below", "left": "above"}


@dataclass(frozen=True)
class Ground:
    """What marks are drawn on: the axes of one panel, and whether all is turned."""

    axes: Axes
    area: Area
    drawing: Drawing

    def place(self, across: float, up: float) -> Place:
        """Where it stands on the axes."""
        return (up, across) if self.drawing.lying else (across, up)

    def side(self, side: Side) -> Side:
        """On which side words stand, when all is turned too."""
        return TURNED.get(side, side) if self.drawing.lying else side

    def length(self, of: float, *, up: bool) -> float:
        """How long a stretch of an axis is on the sheet."""
        axes, flat = self.axes, up == self.drawing.lying
        first, last = axes.get_xlim() if flat else axes.get_ylim()
        box = axes.get_position()
        whole = box.width * self.area.paper.width if flat else box.height * self.area.paper.height
        return abs(of / (last - first)) * whole


def draw_marks(ground: Ground, panel: Panel) -> None:
    """All marks of a panel, then its labels over them."""
    bars = [mark for mark in panel.marks if isinstance(mark, Bars)]
    for mark in panel.marks:
        if isinstance(mark, Line):
            _line(ground, mark)
        elif isinstance(mark, Band):
            _band(ground, mark)
        elif isinstance(mark, Bars):
            _bars(ground, mark, bars)
        elif isinstance(mark, Rule):
            _rule(ground, mark)
    for label in panel.labels:
        _label(ground, label)


def _line(ground: Ground, line: Line) -> None:
    places = [
        ground.place(spot.across, math.nan if spot.value is None else spot.value) for spot in line.spots
    ]
    over = 4 if line.hollow or line.dash is None else 3 if line.symbol else 2
    look = line_look(line, ground.area.size)
    ground.axes.plot([x for x, _ in places], [y for _, y in places], clip_on=False, zorder=over, **look)
    _ranges(ground, line)
    for spot in line.spots:
        if spot.value is None:
            _absent(ground, spot)
        elif spot.label:
            colour = f"#{TEXT}" if line.role in ("computed", "level") else on_paper(line.ink)
            _words(ground, Label((spot.across, spot.value), spot.label, spot.side), colour, apart=0.55)


def _ranges(ground: Ground, line: Line) -> None:
    """What was published as a range, as a range."""
    thick = ground.area.size / 3
    for spot in line.spots:
        if spot.low is not None and spot.high is not None:
            ends = [ground.place(spot.across, end) for end in (spot.low, spot.high)]
            across, up = [x for x, _ in ends], [y for _, y in ends]
            ground.axes.plot(across, up, color=on_paper(line.ink), linewidth=thick, alpha=0.55, zorder=2)


def _absent(ground: Ground, spot: Spot) -> None:
    """Where there is no value, a cross on the axis and why."""
    if not spot.label:
        return
    level = ground.axes.get_ylim()[0]
    colour, size = f"#{QUIET_TEXT}", ground.area.size
    ground.axes.plot([spot.across], [level], marker="x", color=colour, markersize=size * 0.5, clip_on=False)
    _words(ground, Label((spot.across, level), spot.label), colour, apart=0.6)


def _band(ground: Ground, band: Band) -> None:
    colour = (on_paper(band.ink), band.ink.share)
    if len(band.across) == 1:
        ends, thick = [band.low[0], band.high[0]], ground.area.size / 3
        ground.axes.plot([band.across[0]] * 2, ends, color=colour, linewidth=thick, zorder=1)
        return
    ground.axes.fill_between(band.across, band.low, band.high, color=colour, linewidth=0, zorder=1)


def _bars(ground: Ground, bars: Bars, every: Sequence[Bars]) -> None:
    """Each from where it starts to its value; those of one category share its room."""
    apart, drawing = ground.drawing.form in APART, ground.drawing
    thick = drawing.thick / (len(every) if apart else 1)
    shift = (every.index(bars) - (len(every) - 1) / 2) * thick if apart else 0.0
    for spot in bars.spots:
        at = spot.across + shift
        if spot.value is not None:
            x, y = ground.place(at - thick / 2, min(spot.start, spot.value))
            size = ground.place(thick, abs(spot.value - spot.start))
            look = bar_look(spot.ink or bars.ink, bars.pattern, pale=bars.pale)
            ground.axes.add_patch(Rectangle((x, y), *size, zorder=2, **look))
            _whisker(ground, spot, at)
        room = thick if drawing.form == "stacked" else 1 / len(every)
        _bar_words(ground, bars, spot, at, ground.length(room, up=False))


def _whisker(ground: Ground, spot: Spot, at: float) -> None:
    """From the lower to the upper end of the interval."""
    if spot.low is None or spot.high is None:
        return
    ends = [ground.place(at, end) for end in (spot.low, spot.high)]
    cap = "|" if ground.drawing.lying else "_"
    across, up, thin = [x for x, _ in ends], [y for _, y in ends], ground.area.size / 9
    ground.axes.plot(across, up, color="white", linewidth=2.5 * thin, zorder=3)
    ground.axes.plot(across, up, color=f"#{TEXT}", linewidth=thin, marker=cap, zorder=4)


def _bar_words(ground: Ground, bars: Bars, spot: Spot, at: float, room: float) -> None:
    """Inside a segment that has room; else at the end of a bar, or of its interval. Thin bars have smaller type."""
    full, least = ground.area.size * 0.9, ground.area.size * LEAST_TYPE
    size = max(min(full, room), least) if ground.drawing.lying else full
    if spot.side == "inside" and spot.value is not None:
        length = ground.length(spot.value - spot.start, up=True)
        needed = width_of(spot.label, size) if ground.drawing.lying else size
        if length >= needed and room >= least:
            middle, on = (at, (spot.start + spot.value) / 2), on_paper(spot.ink or bars.ink)
            label = Label(middle, spot.label, "inside")
            _words(ground, label, on_paper(bars.words_ink), size=size, behind=on)
    elif spot.label:
        ends = [end for end in (spot.value, spot.low, spot.high) if end is not None] or [0.0]
        end = min(ends) if spot.side == "below" else max(ends)
        _words(ground, Label((at, end), spot.label, spot.side), f"#{TEXT}", size=size)


def _rule(ground: Ground, rule: Rule) -> None:
    """A thin line across; its words stand where it ends."""
    axes, size = ground.axes, ground.area.size
    upright = rule.upright != ground.drawing.lying
    target = rule.kind == "target"
    look: dict[str, Any] = {
        "color": f"#{TEXT if target else EVENT_LINE}",
        "linewidth": size / (10 if target else 18),
        "linestyle": DASHES[rule.dash] if target else (0, (3, 4)),
        "zorder": 5 if target else 1,
    }
    (axes.axvline if upright else axes.axhline)(rule.at, **look)
    at_foot = rule.kind == "definition"
    at: Any = (rule.at, 0 if at_foot else 1) if upright else (1, rule.at)
    axes.annotate(
        printable(rule.label),
        at,
        xycoords=("data", "axes fraction") if upright else ("axes fraction", "data"),
        xytext=(0.3 * size if at_foot else 0, 0.15 * size),
        textcoords="offset points",
        ha="left" if at_foot else "center" if upright else "right",
        va="bottom",
        fontsize=size * 0.85,
        color=f"#{TEXT if target else QUIET_TEXT}",
        annotation_clip=False,
        zorder=6,
    )


def _label(ground: Ground, label: Label) -> None:
    """Words at their place; a thin line leads to the spot that they name."""
    if label.tip is not None:
        ends = [ground.place(*label.at), ground.place(*label.tip)]
        look: dict[str, Any] = {"color": f"#{QUIET_TEXT}", "linewidth": ground.area.size / 18, "zorder": 3}
        ground.axes.plot([x for x, _ in ends], [y for _, y in ends], **look)
    _words(ground, label, on_paper(label.ink), apart=0.4, size=ground.area.size * 0.85)


def _words(
    ground: Ground,
    label: Label,
    colour: str,
    *,
    apart: float = 0.35,
    size: float = 0.0,
    behind: str = "white",
) -> None:
    """Words on one side of a place, so far from it in sizes of the type."""
    turned, type_size = ground.side(label.side), size or ground.area.size * 0.92
    across, up = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}.get(turned, (0, 0))
    gap = apart * ground.area.size
    align: dict[Side, tuple[str, str]] = {
        "right": ("left", "center"),
        "left": ("right", "center"),
        "above": ("center", "bottom"),
        "below": ("center", "top"),
        "inside": ("center", "center"),
    }
    flat, tall = align[turned]
    ground.axes.annotate(
        "\n".join(map(printable, label.words.split("\n"))),
        ground.place(*label.at),
        xytext=(across * gap, up * gap),
        textcoords="offset points",
        ha=flat,
        va=tall,
        fontsize=type_size,
        color=colour,
        zorder=6,
        bbox={"facecolor": behind, "edgecolor": "none", "alpha": 0.75, "pad": 0.5},
        annotation_clip=False,
    )
