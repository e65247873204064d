"""Native charts of workbooks, drawn from the cells beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from meomureum.drawing.drawing import Axis, Drawing
from meomureum.drawing.office.chart_table import Column, Table, Tag, scale_of
from meomureum.drawing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, tint
from meomureum.drawing.safe_text import visible

DASHES = {
    "solid": "solid",
    "dash": "dash",
    "dot": "round_dot",
    "dashdot": "dash_dot",
    "longdash": "long_dash",
    "longdashdot": "long_dash_dot",
}
SYMBOLS = {
    "ring": "circle",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "hexagon": "circle",
    "cross": "x",
}
SIDES = {"inside": "center"}
CHART_WIDTH, CHART_HEIGHT = 900, 380
"""In pixels."""


WORDS = re.compile(rb'(<c:dLbl><c:idx val="\d+"/><c:layout/><c:tx><c:rich><a:bodyPr)(?=/>)')


def on_one_line(chart: bytes) -> bytes:
    """The part of a chart, the words beside whose points are not broken: the library has no name for that."""
    return WORDS.sub(rb'\1 wrap="none"', chart)


@dataclass(frozen=True)
class Cells:
    """Where the table of a chart stands: heads in the first row; places in a column, then a column a series."""

    sheet: str
    row: int
    count: int
    places: int = 0

    def head(self, index: int) -> list[Any]:
        """The cell with the name of a series."""
        return [self.sheet, self.row, self.places + 1 + index]

    def across(self) -> list[Any]:
        """The places of the rows."""
        return self._rows(self.places)

    def values(self, index: int) -> list[Any]:
        """The numbers of a series."""
        return self._rows(self.places + 1 + index)

    def _rows(self, at: int) -> list[Any]:
        return [self.sheet, self.row + 1, at, self.row + self.count, at]


def add_chart(book: Any, drawing: Drawing, table: Table, cells: Cells) -> Any:
    """A native chart of a table that stands in some cells."""
    drawn = book.add_chart(_type(drawing))
    for index, column in enumerate(table.columns):
        drawn.add_series(_series(drawing, column, index, cells))
    drawn.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
    drawn.set_title({"none": True})
    drawn.show_blanks_as("gap")
    left_out = [at for at, column in enumerate(table.columns) if not column.in_legend]
    legend = {"position": "bottom", "font": _font(10), "delete_series": left_out}
    drawn.set_legend(legend if drawing.legend else {"none": True})
    places, values = _place_axis(drawing), _value_axis(drawing)
    drawn.set_x_axis(values if drawing.lying else places)
    drawn.set_y_axis(places if drawing.lying else values)
    return drawn


def _type(drawing: Drawing) -> dict[str, str]:
    if drawing.across.kind != "categories":
        return {"type": "scatter", "subtype": "straight_with_markers"}
    if drawing.form == "lines":
        return {"type": "line"}
    kind = "bar" if drawing.lying else "column"
    return {"type": kind} | ({} if drawing.form == "bars" else {"subtype": "stacked"})


def _font(size: float, colour: str = TEXT) -> dict[str, Any]:
    return {"name": KOREAN_FONT, "size": size, "color": f"#{colour}"}


def _series(drawing: Drawing, column: Column, index: int, cells: Cells) -> dict[str, Any]:
    made = {
        "name": cells.head(index),
        "categories": cells.across(),
        "values": cells.values(index),
        "data_labels": _labels(drawing, column),
        **_whiskers(column),
    }
    if column.bar:
        return made | _bar(drawing, column)
    return made | {"line": _line(column), "marker": _marker(column)}


def _bar(drawing: Drawing, column: Column) -> dict[str, Any]:
    gap = {"gap": round(100 * (1 / drawing.thick - 1))}
    if column.unseen:
        return gap | {"fill": {"none": True}, "border": {"none": True}}
    whole = tint(column.colour) if column.hollow else column.colour
    points = [
        {"fill": {"color": f"#{column.inks[at]}"}} if column.inks.get(at, whole) != whole else None
        for at in range(len(column.values))
    ]
    return gap | {"fill": {"color": f"#{whole}"}} | ({"points": points} if any(points) else {})


def _line(column: Column) -> dict[str, Any]:
    if column.dash is None:
        return {"none": True}
    return {"color": f"#{column.colour}", "width": column.width, "dash_type": DASHES[column.dash]}


def _marker(column: Column) -> dict[str, Any]:
    if column.symbol is None:
        return {"type": "none"}
    inside = tint(column.colour) if column.pale else column.colour
    return {
        "type": SYMBOLS.get(column.symbol, column.symbol),
        "size": column.size,
        "border": {"color": f"#{column.colour}"},
        "fill": {"color": f"#{inside}"} | ({"transparency": 100} if column.symbol == "ring" else {}),
    }


def _whiskers(column: Column) -> dict[str, Any]:
    """The intervals as error bars."""
    if not column.above:
        return {}
    reach = {"plus_values": [each or 0.0 for each in column.above]}
    reach |= {"minus_values": [each or 0.0 for each in column.below]}
    line = {"color": f"#{TEXT if column.bar else column.colour}"}
    return {"y_error_bars": {"type": "custom", "line": line, **reach}}


def _labels(drawing: Drawing, column: Column) -> dict[str, Any]:
    """Labels at the points that bear one; the library wants to hear of every other point too."""
    if not column.tags:
        return {}
    each = [
        _label(drawing, column, column.tags[at]) if at in column.tags else {"delete": True}
        for at in range(len(column.values))
    ]
    forms = [tag.form for tag in column.tags.values() if tag.form]
    return {"value": True, "num_format": next(iter(forms), "General"), "custom": each}


def _label(drawing: Drawing, column: Column, tag: Tag) -> dict[str, Any]:
    label: dict[str, Any] = {"font": _font(10, tag.colour)}
    if not column.bar:
        label["position"] = SIDES.get(tag.side, tag.side)
    elif column.unseen:
        label["position"] = "inside_end"
    elif column.above:
        label["position"] = "inside_base"
    elif drawing.form != "bars":
        label["position"] = "center"
    if tag.ground:
        label["fill"] = {"color": f"#{tag.ground}"}
    if not tag.form:
        label["value"] = visible(tag.words).lstrip("=")  # no cell: only that sign refers to one
    return label


def _value_axis(drawing: Drawing) -> dict[str, Any]:
    axis = {
        **_numbers(drawing.up),
        "visible": drawing.up.shown,
        "line": {"none": True},
        "major_gridlines": {
            "visible": drawing.up.shown and drawing.up.unit != "stage",
            "line": {"color": f"#{RULE}", "width": 0.75},
        },
    }
    if drawing.form == "steps":
        axis |= {"min": 0, "major_unit": None}  # columns stand on nought
    return axis | ({"label_position": "high"} if drawing.lying else {})


def _place_axis(drawing: Drawing) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _font(10, QUIET_TEXT),
        "line": {"color": f"#{QUIET_TEXT}"},
        "major_tick_mark": "none",
        "label_position": "high" if drawing.up.reversed else "low",
        "major_gridlines": {"visible": False},
    }
    if drawing.across.kind == "categories":
        return axis | {"text_axis": True} | ({"reverse": True} if drawing.lying else {})
    return axis | _numbers(drawing.across)


def _numbers(axis: Axis) -> dict[str, Any]:
    """An axis of numbers from end to end; stages have names, which no number format writes."""
    scale = scale_of(axis)
    ends = {"min": scale.low, "max": scale.high, "major_unit": scale.step}
    made: dict[str, Any] = {name: end for name, end in ends.items() if end is not None}
    made |= {"num_format": scale.form or "General", "num_font": _font(10, QUIET_TEXT)}
    if not scale.form:
        made["label_position"] = "none"
    if axis.reversed:
        made["reverse"] = True
    if axis.logarithmic:
        made["log_base"] = 10
    if axis.title:
        made |= {"name": visible(axis.title), "name_font": _font(10, QUIET_TEXT)}
    return made
