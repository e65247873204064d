"""The marks of a drawing as traces of Plotly, shapes and annotations; `chart.js` draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from math import log10
from typing import Any

from meomureum.drawing.drawing import (
    Axis,
    Band,
    Bars,
    Cell,
    Drawing,
    Ink,
    Label,
    Line,
    Mark,
    Outline,
    Panel,
    Pattern,
    Place,
    Rule,
    Side,
    Spot,
)
from meomureum.drawing.palette import HEAT, on_screen

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


def draw(sheet: Sheet) -> None:
    """Every mark of the panel and its labels."""
    cells = [mark for mark in sheet.panel.marks if isinstance(mark, Cell)]
    if cells:
        _cells(sheet, cells)
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
        sheet.add(_outline(mark))


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
        return {"color": ink, "symbol": symbol, "size": SYMBOL_SIZE if line.dash else ALONE_SIZE}
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
    ruled = any(isinstance(mark, Rule) for mark in sheet.panel.marks)
    beneath = {"bgcolor": on_screen(Ink("paper"))} if ruled else {}
    for spot in bars.spots:
        if spot.label and spot not in inside:
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


def _outline(outline: Outline) -> Trace:
    told = words(outline.words)
    trace: Trace = {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "showlegend": False,
        "x": list(_joined(outline.rings, 0)),
        "y": list(_joined(outline.rings, 1)),
        "fillcolor": colour(outline.ink),
        # A hair's breadth, or a handful among thousands could not be seen.
        "line": {"width": 0.7, "color": colour(outline.ink)},
        **({"name": told, "text": told, "hoverinfo": "text"} if told else {"hoverinfo": "skip"}),
    }
    if outline.edge is not None:
        width = 2 if outline.dash == "dash" else 1.2
        trace["line"] = {"width": width, "color": colour(outline.edge), "dash": outline.dash}
    if outline.pattern:
        hatch = {"shape": outline.pattern, "fgcolor": on_screen(Ink("hatch")), "bgcolor": "rgba(0,0,0,0)"}
        trace["fillpattern"] = {**hatch, "size": 9, "solidity": 0.25}
    return trace | ({"customdata": [outline.code]} if outline.code else {})


def _joined(rings: Sequence[Sequence[Place]], at: int) -> Iterator[float | None]:
    """Rings one after the other, with a gap between two of them."""
    for number, ring in enumerate(rings):
        if number:
            yield None
        yield from (place[at] for place in ring)


def _cells(sheet: Sheet, cells: Sequence[Cell]) -> None:
    """A table of shades."""
    rows, columns = (1 + max(getattr(cell, name) for cell in cells) for name in ("row", "column"))
    held = {(cell.row, cell.column): cell for cell in cells}
    grid = [[held.get((row, column)) for column in range(columns)] for row in range(rows)]
    steps = len(HEAT) - 1
    sheet.add(
        {
            "type": "heatmap",
            "z": [[None if cell is None else cell.shade for cell in row] for row in grid],
            "zmin": 0,
            "zmax": 1,
            "text": [["" if cell is None else words(cell.words) for cell in row] for row in grid],
            "texttemplate": "%{text}",
            "hoverinfo": "text",
            "colorscale": [[at / steps, f"#{shade}"] for at, shade in enumerate(HEAT)],
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
        }
    )
    for cell in cells:
        if cell.shade is None:
            sheet.say((float(cell.column), float(cell.row)), words(cell.words), "inside", Ink("quiet"))


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
