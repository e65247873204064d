"""Where they went: a stacked bar a place and year that adds to 100 %."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.analysis.ladder import Steps
from meomureum.drawing.screen.palette import FONT, QUIET, Figure
from meomureum.texts import Language, Text, number, percent

# From near to far, then elsewhere, unknown and none; each with a pattern of its own for print.
FILLS = ("#12436D", "#2073BC", "#6BACE6", "#A7C9EA", "#F46A25", "#B9BEC4", "#E6E8EA")
PATTERNS = ("", "/", "", ".", "", "x", "")
WORDS_ON = ("#FFFFFF", "#FFFFFF", "#131416", "#131416", "#131416", "#131416", "#131416")
ROW_HEIGHT = 320
LABELLED_FROM = 0.05
GAP_PIXELS = 66
TOLD = Text(
    "{place} {year}: {segment} {share} ({persons}명)", "{place} {year}: {segment} {share} ({persons})"
)


def stacked(
    bars: Sequence[Steps], segments: Sequence[Text], places: Mapping[str, Text], language: Language
) -> Figure:
    """The bars of each place in a row of their own, the years side by side."""
    drawn = [code for code in places if any(bar.city_id == code for bar in bars)]
    height = len(drawn) * ROW_HEIGHT + 90
    layout, traces = _frame(height), []
    for at, code in enumerate(drawn):
        axis, up = ("" if at == 0 else str(at + 1)), _domain(at, len(drawn), height)
        mine = sorted((bar for bar in bars if bar.city_id == code), key=lambda bar: bar.year)
        traces += [
            _segment(mine, position, name, places[code], language, axis)
            for position, name in enumerate(segments)
        ]
        layout |= _axes(axis, up)
        layout["annotations"].append(_title(places[code](language), up[1]))
    return {"data": traces, "layout": layout}


def _frame(height: int) -> Figure:
    return {
        "barmode": "stack",
        "bargap": 0.18,
        "height": height,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 48, "r": 8, "t": 34, "b": 40},
        "legend": {"orientation": "h", "yanchor": "top", "y": -40 / height, "x": 0, "traceorder": "normal"},
        "showlegend": True,
        "annotations": [],
    }


def _axes(axis: str, up: list[float]) -> Figure:
    whole = {"range": [0, 1], "tickformat": ".0%", "dtick": 0.25}
    years = {"dtick": 1, "tickformat": "d", "tickangle": 0, "showgrid": False}
    return {
        f"xaxis{axis}": {"anchor": f"y{axis}", "title": {"text": ""}, **years},
        f"yaxis{axis}": {"anchor": f"x{axis}", "domain": up, "title": {"text": ""}, **whole},
    }


def _title(name: str, up: float) -> Figure:
    corner = {"x": 0, "y": up, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {**corner, "text": f"<b>{name}</b>", "showarrow": False}


def _domain(at: int, rows: int, height: int) -> list[float]:
    tall = 1 / rows
    top = 1 - at * tall
    return [max(0.0, top - tall + (GAP_PIXELS / height if at < rows - 1 else 0)), top]


def _segment(
    bars: Sequence[Steps], position: int, name: Text, place: Text, language: Language, axis: str
) -> Figure:
    shares = [bar.shares[position] for bar in bars]
    return {
        "type": "bar",
        "name": name(language),
        "legendgroup": str(position),
        "showlegend": not axis,
        "x": [bar.year for bar in bars],
        "y": shares,
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "text": [percent(share, 0) if share >= LABELLED_FROM else "" for share in shares],
        "textposition": "inside",
        "textangle": 0,
        "constraintext": "none",
        "insidetextanchor": "middle",
        "textfont": {"color": WORDS_ON[position], "size": 12},
        "marker": {
            "color": FILLS[position],
            "line": {"color": QUIET, "width": 0.5},
            "pattern": {
                "shape": PATTERNS[position],
                "fillmode": "overlay",
                "solidity": 0.1,
                "size": 7,
                "fgcolor": WORDS_ON[position],
                "fgopacity": 0.45,
            },
        },
        "hovertext": [
            TOLD.fill(
                place=place,
                year=bar.year,
                segment=name,
                share=percent(share),
                persons=number(bar.persons[position]),
            )(language)
            for bar, share in zip(bars, shares, strict=True)
        ],
        "hoverinfo": "text",
    }
