"""The marks of a drawing as traces of Plotly, shapes and annotations; `chart.js` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log10

from meomureum.drawing.drawing import Band, Bars, Cell, Ink, Label, Line, Mark, Outline, Pattern, Rule, Spot
from meomureum.drawing.palette import on_screen
from meomureum.drawing.plotly_shapes import cells_table, outline_trace
from meomureum.drawing.plotly_sheet import (
    ALONE_SIZE,
    DASHES,
    EVENT,
    HOLLOW_SIZE,
    PALE,
    RING_SIZE,
    SIDES,
    SYMBOL_SIZE,
    SYMBOLS,
    THICK,
    THIN,
    TURNED,
    Sheet,
    Trace,
    colour,
    words,
)


def draw(sheet: Sheet) -> None:
    """Every mark of the panel and its labels."""
    cells = [mark for mark in sheet.panel.marks if isinstance(mark, Cell)]
    if cells:
        cells_table(sheet, cells)
    bars = [mark for mark in sheet.panel.marks if isinstance(mark, Bars)]
    for mark in sheet.panel.marks:
        _draw(sheet, mark, bars)
    for label in sheet.panel.labels:
        _label(sheet, label)


def _draw(sheet: Sheet, mark: Mark, bars: Sequence[Bars]) -> None:
    if isinstance(mark, Line):
        sheet.add(_line(sheet, mark))
    elif isinstance(mark, Band):
        sheet.add(_band(sheet, mark))
    elif isinstance(mark, Bars):
        _bars(sheet, mark, bars)
    elif isinstance(mark, Rule):
        _rule(sheet, mark)
    elif isinstance(mark, Outline):
        sheet.add(outline_trace(mark))


def _line(sheet: Sheet, line: Line) -> Trace:
    labelled, ink = any(spot.label for spot in line.spots), colour(line.ink)
    modes = [
        *(["lines"] if line.dash else []),
        *(["markers"] if line.symbol else []),
        *(["text"] if labelled else []),
    ]
    trace: Trace = {
        "type": "scatter",
        "mode": "+".join(modes) or "none",
        "cliponaxis": False,
        "connectgaps": False,
        **_named(sheet, line),
        **sheet.pair([spot.across for spot in line.spots], [spot.value for spot in line.spots]),
        **_told(line.spots),
        "line": {
            "color": ink,
            "dash": DASHES.get(line.dash or "", line.dash or "solid"),
            "width": THICK if line.thick else THIN,
        },
    }
    if line.symbol:
        trace["marker"] = _marker(line, ink)
    if labelled:
        trace["text"] = [words(spot.label) for spot in line.spots]
        turned = [
            TURNED.get(spot.side, spot.side) if sheet.drawing.lying else spot.side for spot in line.spots
        ]
        trace["textposition"] = [SIDES[side] for side in turned]
    return trace | _whiskers(sheet, line.spots, ink)


def _marker(line: Line, ink: str) -> Trace:
    symbol = SYMBOLS.get(line.symbol or "", line.symbol or "")
    ring = line.symbol == "ring"
    if not (line.hollow or ring):
        return {
            "color": ink,
            "symbol": symbol,
            "size": ALONE_SIZE if line.dash is None and line.role != "limit" else SYMBOL_SIZE,
        }
    size = RING_SIZE if ring else HOLLOW_SIZE
    return {"color": ink, "symbol": f"{symbol}-open", "size": size, "line": {"color": ink, "width": 2}}


def _named(sheet: Sheet, mark: Line | Bars) -> Trace:
    """Under its name, which stands in the legend once for all panels."""
    return {
        "name": words(mark.name),
        "legendgroup": words(mark.name),
        "showlegend": sheet.drawing.legend and mark.in_legend,
    }


def _told(spots: Sequence[Spot]) -> Trace:
    """What is said when it is pointed at, and where a click leads."""
    trace: Trace = {"hoverinfo": "skip"}
    if any(spot.words for spot in spots):
        trace = {"hoverinfo": "text", "hovertext": [words(spot.words) for spot in spots]}
    return trace | ({"customdata": [spot.code for spot in spots]} if any(spot.code for spot in spots) else {})


def _whiskers(sheet: Sheet, spots: Sequence[Spot], ink: str) -> Trace:
    if not any(spot.low is not None or spot.high is not None for spot in spots):
        return {}
    return {
        "error_x" if sheet.drawing.lying else "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [0 if s.high is None or s.value is None else s.high - s.value for s in spots],
            "arrayminus": [0 if s.low is None or s.value is None else s.value - s.low for s in spots],
            "color": ink,
            "thickness": 1.5,
            "width": 4,
        }
    }


def _band(sheet: Sheet, band: Band) -> Trace:
    """An area to and fro; a bar where it is of a single place."""
    alone = len(band.across) == 1
    return {
        "type": "scatter",
        "mode": "lines",
        "name": words(band.name),
        "legendgroup": words(band.name),
        "showlegend": sheet.drawing.legend and band.in_legend,
        **sheet.pair([*band.across, *band.across[::-1]], [*band.low, *band.high[::-1]]),
        "fill": "none" if alone else "toself",
        "fillcolor": colour(band.ink),
        "line": {"color": colour(Ink(band.ink.role, 0.5)), "width": 4 if alone else 0},
        "hoverinfo": "skip",
    }


def _bars(sheet: Sheet, bars: Bars, every: Sequence[Bars]) -> None:
    """Each from where it starts to its value; those of one category share its room."""
    drawing, apart = sheet.drawing, sheet.drawing.form == "bars"
    thick = drawing.thick / (len(every) if apart else 1)
    shift = (every.index(bars) - (len(every) - 1) / 2) * thick if apart else 0.0
    spots = [spot for spot in bars.spots if spot.value is not None]
    inside = [spot for spot in spots if spot.side == "inside"]
    inks = [spot.ink or bars.ink for spot in spots]
    pale = PALE if bars.pale else 1.0
    trace: Trace = {
        "type": "bar",
        "orientation": "h" if drawing.lying else "v",
        **_named(sheet, bars),
        **sheet.pair([spot.across for spot in spots], [(s.value or 0.0) - s.start for s in spots]),
        "base": [spot.start for spot in spots],
        "width": thick,
        "offset": shift - thick / 2,
        "marker": {
            "color": [colour(replace(ink, share=ink.share * pale)) for ink in inks],
            "line": {"color": [on_screen(ink) for ink in inks], "width": 1.5 if bars.pale else 0},
            **_pattern(bars.pattern),
        },
        **_told(spots),
        **_whiskers(sheet, spots, colour(Ink("quiet"))),
    }
    if inside:
        trace |= {
            "text": [words(spot.label) if spot.side == "inside" else "" for spot in spots],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "insidetextfont": {"color": colour(bars.words_ink), "size": 12},
        }
    sheet.add(trace)
    _bar_words(sheet, bars, shift)


def _bar_words(sheet: Sheet, bars: Bars, shift: float) -> None:
    """At the end of each bar, or of its interval; a line of a target across all goes beneath them."""
    ruled = any(isinstance(mark, Rule) for mark in sheet.panel.marks)
    beneath = {"bgcolor": on_screen(Ink("paper"))} if ruled else {}
    for spot in bars.spots:
        if spot.label and (spot.side != "inside" or spot.value is None):
            ends = [end for end in (spot.value, spot.low, spot.high) if end is not None] or [spot.start]
            end = min(ends) if spot.side == "below" else max(ends)
            sheet.say((spot.across + shift, end), words(spot.label), spot.side, Ink("text"), **beneath)


def _pattern(pattern: Pattern) -> Trace:
    shape = {"shape": pattern, "fillmode": "overlay", "size": 7, "solidity": 0.12}
    shape |= {"fgcolor": "#FFFFFF", "fgopacity": 0.45}
    return {"pattern": shape} if pattern else {}


def _rule(sheet: Sheet, rule: Rule) -> None:
    """A thin line across the panel; its words stand where it ends."""
    upright = rule.upright != sheet.drawing.lying
    number, target = sheet.number, rule.kind == "target"
    x, y = (rule.at, (0, 1)) if upright else ((0, 1), rule.at)
    shape = {
        "type": "line",
        "xref": f"x{number}" if upright else f"x{number} domain",
        "yref": f"y{number} domain" if upright else f"y{number}",
        "x0": x if upright else 0,
        "x1": x if upright else 1,
        "y0": 0 if upright else y,
        "y1": 1 if upright else y,
        "line": {
            "color": colour(Ink("text" if target else "event")),
            "width": 2 if rule.kind != "event" else 1,
            "dash": rule.dash,
        },
    }
    sheet.shapes.append(shape)
    if not rule.label:
        return
    at_foot = rule.kind == "definition"
    sheet.annotations.append(
        {
            "name": EVENT if rule.kind == "event" else rule.kind,
            "xref": shape["xref"],
            "yref": shape["yref"],
            "x": rule.at if upright else 1,
            "y": (0 if at_foot else 1) if upright else rule.at,
            "xanchor": "left" if at_foot else "center" if upright else "right",
            "yanchor": "bottom",
            "text": f" {words(rule.label)}" if at_foot else words(rule.label),
            "showarrow": False,
        }
    )


def _label(sheet: Sheet, label: Label) -> None:
    """Words at their place; a thin line leads to the spot that they name."""
    more: Trace = {}
    if label.ground is not None:
        more["bgcolor"] = on_screen(label.ground)
    if label.tip is not None:
        tip = log10(label.tip[0]) if sheet.across.logarithmic else label.tip[0]
        at = log10(label.at[0]) if sheet.across.logarithmic else label.at[0]
        arrow = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "standoff": 7}
        more |= {
            "x": tip,
            "y": label.tip[1],
            "ax": at,
            "ay": label.at[1],
            "axref": "x",
            "ayref": "y",
            **arrow,
        }
        more |= {"arrowcolor": colour(Ink("quiet")), "xshift": 0, "yshift": 0}
    sheet.say(label.at, words(label.words, strong=label.strong), label.side, label.ink, **more)
