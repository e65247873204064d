"""Small multiples: a panel a place, of one line or of several, all on the same axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import pandas as pd

from meomureum.analysis.targets import Target, path
from meomureum.drawing.screen.lines import Pen
from meomureum.drawing.screen.palette import FONT, Figure, value_axis
from meomureum.drawing.screen.trend import LEGEND_FITS, LEGEND_LINE, of_place
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text

COLUMNS = 2
ROW_HEIGHT = 190
# Between panels: room for the years below one and the name above the next.
GAP_ACROSS, GAP_PIXELS = 0.09, 62
LEGEND_GAP = 26  # the name of a panel stands between


def panels(
    kpi: Kpi,
    measured: pd.DataFrame,
    places: Mapping[str, Text],
    targets: Sequence[Target],
    language: Language,
    by: str = "",
) -> Figure:
    """One indicator over the years, a panel a place; `places` and `by` as in `trend`."""
    by = by or ("institution_id" if measured["institution_id"].notna().any() else "city_id")
    valued = measured[measured["value"].notna()]
    traces: list[Figure] = []
    for at, (code, place) in enumerate(places.items()):
        aims = [each for each in targets if by == "city_id" and each.city_id == code and path(each)]
        pen = Pen(kpi, place, 0, language, _axis(at))
        traces += of_place(pen, valued[valued[by] == code], aims, detailed=False)
    return {"data": [_quiet(trace) for trace in traces], "layout": _layout(kpi, valued, places, language)}


def multiples(
    kpi: Kpi,
    measured: pd.DataFrame,
    panels: Mapping[str, Text],
    lines: Mapping[str, Text],
    language: Language,
) -> Figure:
    """One indicator over the years, a panel each code of column `panel`, a line in it each of column `line`.

    A line has the same colour in every panel and stands in the legend once.
    """
    valued = measured[measured["value"].notna()]
    traces: list[Figure] = []
    for at, panel in enumerate(panels):
        mine = valued[valued["panel"] == panel]
        for index, (code, name) in enumerate(lines.items()):
            pen = Pen(kpi, name, index, language, _axis(at))
            traces += of_place(pen, mine[mine["line"] == code], (), detailed=False)
    named: dict[str, Figure] = {}
    for trace in traces:
        first = named.setdefault(trace["name"], trace)
        trace |= {"legendgroup": trace["name"], "showlegend": trace is first}
    # On a narrow screen the legend stands line by line above the panels.
    room = LEGEND_LINE * max(1, len(named) - LEGEND_FITS)
    layout = _layout(kpi, valued, panels, language, room)
    above = 1 + LEGEND_GAP / layout["height"]
    legend = {"orientation": "h", "yanchor": "bottom", "y": above, "x": 0}
    layout |= {"showlegend": True, "legend": legend}
    return {"data": [_quiet(trace) for trace in traces], "layout": layout}


def _axis(at: int) -> str:
    return "" if at == 0 else str(at + 1)


def _layout(
    kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], language: Language, legend: int = 0
) -> Figure:
    """The panels under their names, their axes shared; above them room for a legend."""
    rows = ceil(len(places) / COLUMNS)
    height = rows * ROW_HEIGHT + 40
    layout: Figure = {
        "height": height + legend,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 44, "r": 12, "t": 30 + legend, "b": 30},
        "showlegend": False,
        "separators": ".,",
        "annotations": [],
    }
    for at, place in enumerate(places.values()):
        axis, (across, up) = _axis(at), _domain(at, rows, height)
        layout[f"xaxis{axis}"] = _years(valued, axis, across)
        layout[f"yaxis{axis}"] = value_axis(kpi) | {
            "domain": up,
            "anchor": f"x{axis}",
            "nticks": 4,
            "matches": "y",
            "showticklabels": at % COLUMNS == 0,
        }
        layout["annotations"].append(_title(place(language), across, up))
    layout["yaxis"].pop("matches")
    return layout


def _domain(at: int, rows: int, height: int) -> tuple[list[float], list[float]]:
    row, column = divmod(at, COLUMNS)
    wide, tall = (1 - GAP_ACROSS * (COLUMNS - 1)) / COLUMNS, 1 / rows
    left, top = column * (wide + GAP_ACROSS), 1 - row * tall
    return [left, left + wide], [max(0.0, top - tall + GAP_PIXELS / height), top]


def _years(valued: pd.DataFrame, axis: str, across: list[float]) -> Figure:
    first, last = int(valued["year"].min()), int(valued["year"].max())
    middle = (first + last) // 2
    return {
        "domain": across,
        "anchor": f"y{axis}",
        "range": [first - 0.6, last + 0.6],
        "tickvals": sorted({first, middle, last}),
        "tickformat": "d",
        "tickangle": 0,
        "showgrid": False,
        "title": {"text": ""},
    }


def _title(name: str, across: list[float], up: list[float]) -> Figure:
    return {
        "x": across[0],
        "y": up[1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "text": name,
        "showarrow": False,
        "font": {"size": 14},
    }


def _quiet(trace: Figure) -> Figure:
    """In a small panel a star stands for the words beside a point; the table has them."""
    words = trace.get("text")
    if not isinstance(words, list):
        return trace
    return trace | {"text": ["*" if word else "" for word in words], "textposition": "top center"}
