"""A drawing as a figure of Plotly, which the page draws: a plain dictionary, nothing validated or copied twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, log10
from typing import Any

from meomureum.drawing.drawing import Axis, Bars, Drawing, Ink, Line
from meomureum.drawing.line_words import NARROWEST, in_lines, width_of
from meomureum.drawing.palette import SCREEN_FONT
from meomureum.drawing.panels import COLUMNS
from meomureum.drawing.plotly_marks import draw
from meomureum.drawing.plotly_sheet import Sheet, colour, words
from meomureum.drawing.scale import LEGEND_LINE, legend_room
from meomureum.texts import Text

Chart = dict[str, Any]

GAP_ACROSS, NAME_PIXELS, YEARS_PIXELS = 0.09, 32, 30
"""Between panels across, and the room of a panel's name above it and of its years below it, in pixels."""
MARGIN = {"l": 48, "r": 24, "t": 32, "b": 40}
NO_NAMES = 16
"""What is left of axes whose names stand above their bars: the first of their values has room."""
TITLE_LETTERS = 13
HEADINGS, TICKS_PIXELS, TITLE_PIXELS = 64, 40, 24
"""The room of headings over shapes, of a row of ticks, of the title of an axis."""
LEGEND_GAP = 26
LEAST_TYPE = 9
"""Words in a segment that would have to be smaller are left out; they are told when it is pointed at."""
YEAR = Text("%{x}년", "%{x}")
"""What stands over the values of a year, as Plotly fills it in."""
WALKED = Text("그림: 화살표 키로 값을 하나씩 봅니다", "Chart: the arrow keys walk its values")
"""What a chart is called to who goes there with the keyboard."""
PANEL = "panel"
"""By this name the script that draws tells the names of panels, and sets them in lines on a narrow screen."""
EDGE, PANEL_EDGE = 0.03, 0.08
"""What the axis of years goes on beyond the first and the last, as a share of it: points have room, and years beside
those of the next panel."""


@lru_cache(maxsize=256)
def chart_of(drawing: Drawing) -> Chart:
    """The figure that `chart.js` draws; shared, so whoever wants it otherwise copies it."""
    sheets = [Sheet(drawing, panel, "" if not at else str(at + 1)) for at, panel in enumerate(drawing.panels)]
    layout = _layout(drawing, sheets)
    for at, sheet in enumerate(sheets):
        draw(sheet)
        _place(layout, sheet, at)
    layout["shapes"] = [shape for sheet in sheets for shape in sheet.shapes]
    layout["annotations"] += [each for sheet in sheets for each in sheet.annotations]
    return {"data": [trace for sheet in sheets for trace in sheet.traces], "layout": layout}


def _layout(drawing: Drawing, sheets: Sequence[Sheet]) -> Chart:
    several = len(sheets) > 1
    named = sum(mark.in_legend for mark in drawing.marks if hasattr(mark, "in_legend"))
    room = max(LEGEND_LINE, legend_room(named)) if drawing.legend and several else 0
    layout: Chart = {
        "height": drawing.height,
        "font": {"family": SCREEN_FONT, "size": 14},
        "margin": {**MARGIN, "r": MARGIN["r"] + _right_of(drawing), "t": MARGIN["t"] + room},
        "showlegend": drawing.legend,
        "legend": {"orientation": "h", "yanchor": "top", "x": 0, "traceorder": "normal", "maxheight": 1},
        "hovermode": "x unified" if _is_over_years(drawing) else "closest",
        "separators": ".,",
        "meta": WALKED(drawing.language),
        "barmode": "overlay",
        "uniformtext": {"mode": "hide", "minsize": LEAST_TYPE},
        "annotations": [],
    }
    if several and room:
        layout["legend"] |= {"yanchor": "bottom", "y": 1 + LEGEND_GAP / drawing.height}
    if not drawing.across.shown:
        headed = any(label.side == "above" for panel in drawing.panels for label in panel.labels)
        layout["margin"] = {"l": 8, "r": 8, "t": HEADINGS if headed else MARGIN["t"], "b": 8}
    if not (several and room):
        inner = drawing.height - layout["margin"]["t"] - layout["margin"]["b"]
        flat = drawing.up if drawing.lying else drawing.across
        lines = in_lines(flat.title, NARROWEST).count("\n") + 1 if flat.title else 0
        layout["legend"]["y"] = -(TICKS_PIXELS + TITLE_PIXELS * lines) / inner
    return layout


def _is_over_years(drawing: Drawing) -> bool:
    """Whether all lines of a year are told together."""
    return drawing.form == "lines" and drawing.across.kind == "years" and not drawing.lying


def _right_of(drawing: Drawing) -> int:
    """The room that words need right of the axes of a narrow screen: at the ends of lines and of lying bars."""
    if drawing.lying:
        return ceil(max(_beyond_bars(drawing), default=0.0))
    labels = [label for panel in drawing.panels for label in panel.labels if label.tip is None]
    beyond = (_beyond(drawing.across, each.at[0], each.words) for each in labels if each.side == "right")
    return ceil(max(beyond, default=0.0))


def _beyond_bars(drawing: Drawing) -> Iterator[float]:
    for mark in drawing.marks:
        for spot in mark.spots if isinstance(mark, Line | Bars) else ():
            if spot.label and spot.side == "above":
                end = max(each for each in (spot.value, spot.high, spot.start) if each is not None)
                yield _beyond(drawing.up, end, spot.label)


def _beyond(axis: Axis, at: float, told: str) -> float:
    """How far words that begin at a place of an axis go beyond its end."""
    low, high = axis.low or 0.0, 1.0 if axis.high is None else axis.high
    return max(width_of(told) - (high - at) / (high - low) * NARROWEST, 0.0) if axis.shown else 0.0


def _place(layout: Chart, sheet: Sheet, at: int) -> None:
    """The axes of a panel, and its name over it."""
    drawing, number = sheet.drawing, sheet.number
    across, up = _axis(drawing, sheet.across), _axis(drawing, sheet.up)
    if sheet.panel.ratio:
        up |= {"scaleanchor": f"x{number}", "scaleratio": sheet.panel.ratio}
    first, second = (up, across) if drawing.lying else (across, up)
    columns = 1 if sheet.panel.ratio else COLUMNS
    if len(drawing.panels) > 1:
        wide, tall = _domain(at, len(drawing.panels), columns, layout)
        first |= {"domain": wide, "anchor": f"y{number}"}
        second |= {"domain": tall, "anchor": f"x{number}", "showticklabels": at % columns == 0}
        layout["annotations"].append(_name(sheet.panel.name, wide, tall))
    title = second.pop("title", {}).get("text", "")
    if title and sheet.up.shown:
        layout["annotations"].append(_title(title))
    layout[f"xaxis{number}"], layout[f"yaxis{number}"] = first, second
    if sheet.across.above:
        _names_above(layout, sheet)


def _title(told: str) -> Chart:
    """What is measured upwards stands over the axis, as it is read."""
    corner = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {**corner, "yshift": 8, "text": told, "showarrow": False}


def _axis(drawing: Drawing, axis: Axis) -> Chart:
    if not axis.shown:
        ends = [axis.high, axis.low] if axis.reversed else [axis.low, axis.high]
        return {"visible": False, "fixedrange": True, "range": ends}
    chart: Chart = {
        "tickvals": [at for at, _ in axis.ticks],
        "ticktext": [words(name) for _, name in axis.ticks],
        "tickangle": 0,
        "title": {
            "text": words(in_lines(axis.title, NARROWEST)),
            "standoff": 12,
            "font": {"size": TITLE_LETTERS},
        },
        "range": _range(axis, EDGE if len(drawing.panels) == 1 else PANEL_EDGE),
        "showgrid": axis is drawing.up and drawing.form != "cells",
        "zeroline": axis is drawing.up and not axis.logarithmic and axis.kind == "numbers",
        # Years and categories are all in sight: there is nothing to look closer at.
        "fixedrange": axis.kind != "numbers" or drawing.form != "points",
    }
    if axis.kind == "years":
        told = f"{words(axis.title)} %{{x}}" if axis.title else YEAR(drawing.language)
        chart |= {"hoverformat": "d", "unifiedhovertitle": {"text": f"<b>{told}</b>"}}
    return chart | ({"type": "log"} if axis.logarithmic else {})


def _range(axis: Axis, share: float) -> list[float] | None:
    if axis.low is None or axis.high is None:
        return None
    low, high = (log10(axis.low), log10(axis.high)) if axis.logarithmic else (axis.low, axis.high)
    edge = share * (high - low) if axis.kind == "years" else 0.0
    return [high + edge, low - edge] if axis.reversed else [low - edge, high + edge]


def _domain(at: int, count: int, columns: int, layout: Chart) -> tuple[list[float], list[float]]:
    """The place of a panel: in rows of two, maps in one, with room for its years below and the next name."""
    rows = ceil(count / columns)
    row, column = divmod(at, columns)
    margin = layout["margin"]
    height = layout["height"] - margin["t"] - margin["b"]
    wide = (1 - GAP_ACROSS * (columns - 1)) / columns
    gap = (NAME_PIXELS + YEARS_PIXELS) / height
    tall = (1 - gap * (rows - 1)) / rows
    left, top = column * (wide + GAP_ACROSS), 1 - row * (tall + gap)
    return [left, left + wide], [max(0.0, top - tall), top]


def _name(name: str, wide: Sequence[float], tall: Sequence[float]) -> Chart:
    return {
        "x": wide[0],
        "y": tall[1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "name": PANEL,
        "text": words(name),
        "showarrow": False,
        "font": {"size": 14},
    }


def _names_above(layout: Chart, sheet: Sheet) -> None:
    """Long names have the whole width above their bars."""
    layout[f"yaxis{sheet.number}"]["showticklabels"] = False
    layout["margin"]["l"] = NO_NAMES
    # Between the steps of a bridge runs a line.
    ground = {"bgcolor": colour(Ink("paper"))} if sheet.drawing.form == "steps" else {}
    start = sheet.up.low or 0.0
    for at, name in sheet.across.ticks:
        sheet.annotations.append(
            {
                "x": start,
                "y": at - sheet.drawing.thick / 2,
                "xref": f"x{sheet.number}",
                "yref": f"y{sheet.number}",
                "xanchor": "left",
                "yanchor": "bottom",
                "text": words(name),
                "showarrow": False,
                "font": {"color": colour(Ink("text"))},
                **ground,
            }
        )
