"""Gaps between supply and demand: bars from zero, each with the range it may lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meomureum.drawing.screen.palette import FONT, QUIET, Figure

SHORT, OVER = "#F46A25", "#2073BC"
ROW_HEIGHT, EDGES = 66, 60
LABEL_ABOVE = 0.44


@dataclass(frozen=True)
class GapBar:
    """One bar: its words, its value, and the range from `low` to `high`."""

    words: str
    value: float
    low: float
    high: float


def gaps(bars: Sequence[GapBar], short: str, over: str) -> Figure:
    """The bars under one another, each under its words; `short` and `over` name the sides of zero."""
    return {
        "data": [_bars(bars)],
        "layout": {
            "height": len(bars) * ROW_HEIGHT + EDGES,
            "font": {"family": FONT, "size": 14},
            "margin": {"l": 12, "r": 16, "t": 34, "b": 26},
            "separators": ".,",
            "showlegend": False,
            "xaxis": {"tickformat": ",d", "zeroline": True, "zerolinecolor": QUIET, "title": {"text": ""}},
            "yaxis": {
                "range": [len(bars) - 0.55, -0.85],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
            },
            "annotations": [
                *(_label(at, bar) for at, bar in enumerate(bars)),
                _side(f"← {short}", "left"),
                _side(f"{over} →", "right"),
            ],
        },
    }


def _bars(bars: Sequence[GapBar]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.value for bar in bars],
        "y": list(range(len(bars))),
        "width": 0.34,
        "marker": {"color": [OVER if bar.value >= 0 else SHORT for bar in bars]},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [bar.high - bar.value for bar in bars],
            "arrayminus": [bar.value - bar.low for bar in bars],
            "color": QUIET,
            "thickness": 2,
            "width": 6,
        },
        "hovertext": [bar.words for bar in bars],
        "hoverinfo": "text",
    }


def _label(at: int, bar: GapBar) -> Figure:
    # Above its bar a name has the whole width, on a narrow screen too.
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": at - LABEL_ABOVE,
        "text": bar.words,
        "showarrow": False,
        "align": "left",
    }


def _side(words: str, side: str) -> Figure:
    return {
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "text": words,
        "showarrow": False,
    }
