"""Rows of values with what belongs to each: an interval, or where a value stood before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meomureum.drawing.screen.palette import FONT, QUIET, Figure, colour

ROW_HEIGHT, EDGES = 52, 64
LABEL_ABOVE = 0.42


@dataclass(frozen=True)
class Range:
    """One row: its words, the value, and a line from `low` to `high`; `before` is a hollow point."""

    words: str
    value: float
    low: float
    high: float
    before: float | None = None
    series: int = 0


def ranges(
    rows: Sequence[Range], *, line_at: float | None = None, line_words: str = "", points: bool = False
) -> Figure:
    """The rows above each other, each with its words over it, and a dashed line such as a target.

    `points` says that the values are differences in points, not rates.
    """
    figure: Figure = {
        "data": [*(_span(at, row) for at, row in enumerate(rows)), _before(rows), _values(rows)],
        "layout": {
            "height": len(rows) * ROW_HEIGHT + EDGES,
            "font": {"family": FONT, "size": 14},
            "margin": {"l": 12, "r": 16, "t": 28 if line_words else 8, "b": 36},
            "separators": ".,",
            "showlegend": False,
            "xaxis": {
                "tickformat": ".2~%",
                "ticksuffix": "p" if points else "",
                "rangemode": "tozero",
                "zeroline": points,
                "zerolinecolor": QUIET,
            },
            "yaxis": {
                "range": [len(rows) - 0.5, -0.75],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
            },
            "shapes": [],
            "annotations": [_label(at, row) for at, row in enumerate(rows)],
        },
    }
    if line_at is not None:
        figure["layout"]["shapes"].append(_line(line_at))
        figure["layout"]["annotations"].append(_named(line_at, line_words))
    return figure


def _span(at: int, row: Range) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row.low, row.high],
        "y": [at, at],
        "line": {"color": colour(row.series), "width": 3},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }


def _values(rows: Sequence[Range]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in rows],
        "y": list(range(len(rows))),
        "marker": {"color": [colour(row.series) for row in rows], "size": 12},
        "hovertext": [row.words for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _before(rows: Sequence[Range]) -> Figure:
    known = [(at, row) for at, row in enumerate(rows) if row.before is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.before for _, row in known],
        "y": [at for at, _ in known],
        "marker": {
            "symbol": "circle-open",
            "color": [colour(row.series) for _, row in known],
            "size": 12,
            "line": {"width": 2},
        },
        "hovertext": [row.words for _, row in known],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _label(at: int, row: Range) -> Figure:
    # Above its row a name has the whole width, on a narrow screen too.
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": at - LABEL_ABOVE,
        "text": row.words,
        "showarrow": False,
        "align": "left",
    }


def _line(value: float) -> Figure:
    return {
        "type": "line",
        "x0": value,
        "x1": value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": QUIET, "width": 2, "dash": "dash"},
    }


def _named(value: float, words: str) -> Figure:
    return {
        "x": value,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": words,
        "showarrow": False,
    }
