"""One pair of axes of a chart of Plotly: its traces, shapes and words, and how colours and words are said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from math import log10
from typing import Any

from meomureum.drawing.drawing import Axis, Drawing, Ink, Panel, Place, Side
from meomureum.drawing.palette import on_screen

Trace = dict[str, Any]


# Kinds of lines that a trace can say in words only are told apart by their own lengths.
DASHES = {"dash": "6px,5px", "dot": "2px,4px", "longdashdot": "9px,3px,2px,3px"}
SYMBOLS = {"cross": "x", "ring": "circle"}
SIDES = {
    "above": "top center",
    "below": "bottom center",
    "left": "middle left",
    "right": "middle right",
    "inside": "middle center",
}
TURNED: Mapping[Side, Side] = {"above": "right", "below": "left", "right": "below", "left": "above"}
ANCHORS: Mapping[Side, tuple[str, str, int, int]] = {
    "above": ("center", "bottom", 0, 4),
    "below": ("center", "top", 0, -4),
    "right": ("left", "middle", 8, 0),
    "left": ("right", "middle", -8, 0),
    "inside": ("center", "middle", 0, 0),
}
"""Which end of the words stands at the place, and how many pixels from it."""
THICK, THIN, SYMBOL_SIZE, ALONE_SIZE, HOLLOW_SIZE, RING_SIZE = 2.5, 1.6, 8, 11, 12, 18
PALE = 0.35
EVENT = "event"
"""By this name the script that draws tells the numbers of events, and sets them in two rows where they are close."""


def colour(ink: Ink) -> str:
    """A colour of the page, with as much of it as the ink says."""
    whole = on_screen(ink)
    if ink.share >= 1:
        return whole
    red, green, blue = (int(whole[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{ink.share})"


def words(told: str, *, strong: bool = False) -> str:
    """Words as Plotly takes them: what looks like markup is not, lines are parted."""
    first, *rest = escape(told, quote=False).split("\n")
    return "<br>".join([f"<b>{first}</b>" if strong else first, *rest])


@dataclass(frozen=True)
class Sheet:
    """The axes of one panel, and what is drawn on them."""

    drawing: Drawing
    panel: Panel
    number: str = ""
    """Of its axes: "" is the first, "2" the second."""
    traces: list[Trace] = field(default_factory=list)
    shapes: list[Trace] = field(default_factory=list)
    annotations: list[Trace] = field(default_factory=list)

    @property
    def across(self) -> Axis:
        """The axis of years, categories or sizes."""
        return self.panel.across or self.drawing.across

    @property
    def up(self) -> Axis:
        """The axis of values."""
        return self.panel.up or self.drawing.up

    def pair(self, across: Any, up: Any, names: str = "xy") -> Trace:
        """What belongs to the one axis and to the other, turned where the drawing lies."""
        first, second = (up, across) if self.drawing.lying else (across, up)
        return {names[0]: first, names[1]: second}

    def add(self, trace: Trace) -> None:
        """A trace on these axes."""
        axes = {"xaxis": f"x{self.number}", "yaxis": f"y{self.number}"} if self.number else {}
        self.traces.append({**trace, **axes})

    def say(self, at: Place, told: str, side: Side, ink: Ink, **more: Any) -> None:
        """Words at a place."""
        turned = TURNED.get(side, side) if self.drawing.lying else side
        anchor, level, aside, above = ANCHORS[turned]
        if anchor == "center" and not self.across.shown and self.across.low is not None:
            # Over the first or the last column words begin or end at the edge.
            edges = {self.across.low: "left", self.across.high: "right"}
            anchor = edges.get(at[0], anchor)
        across = log10(at[0]) if self.across.logarithmic else at[0]
        self.annotations.append(
            {
                **self.pair(across, at[1]),
                "xref": f"x{self.number}",
                "yref": f"y{self.number}",
                "text": told,
                "showarrow": False,
                "xanchor": anchor,
                "yanchor": level,
                "xshift": aside,
                "yshift": above,
                "align": anchor,
                **({} if ink.role == "quiet" else {"font": {"color": colour(ink)}}),
                **more,
            }
        )
