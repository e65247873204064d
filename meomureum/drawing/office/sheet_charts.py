"""Native charts of workbooks, drawn from the cells beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from meomureum.drawing.cells import number_format
from meomureum.drawing.decisions import (
    axis_format,
    categories,
    colour_of,
    is_joined,
    labels,
    lies,
    named_points,
    rank_limits,
    value_limits,
)
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import KOREAN_FONT, QUIET_TEXT, RULE, SERIES, TEXT, ink_on, tint
from meomureum.drawing.safe_text import safe_text, visible

DASHES = ("solid", "long_dash", "round_dot", "dash_dot")
LIMIT_DASHES = ("solid", "dash", "round_dot")
STACKED, PATHS = ("stacked", "bridge"), ("target", "projected")
MARKERS = ("circle", "square", "diamond", "triangle")
CHART_WIDTH, CHART_HEIGHT = 900, 380
"""In pixels."""


@dataclass(frozen=True)
class Range:
    """Where the numbers of a chart stand: names in the first row, categories in the first column."""

    sheet: str
    row: int
    categories: int
    points: tuple[Point, ...] = ()
    """In a scatter: the point of each row, its size in a column before the values."""

    @property
    def _first(self) -> int:
        """The column of the first series."""
        return 2 if self.points else 1

    def name(self, index: int) -> list[Any]:
        """The cell with the name of a series."""
        return [self.sheet, self.row, index + self._first]

    def places(self) -> list[Any]:
        """The cells with the categories."""
        return [self.sheet, self.row + 1, 0, self.row + self.categories, 0]

    def sizes(self) -> list[Any]:
        """The cells with the sizes of a scatter."""
        return [self.sheet, self.row + 1, 1, self.row + self.categories, 1]

    def values(self, index: int) -> list[Any]:
        """The cells with the values of a series."""
        return [
            self.sheet,
            self.row + 1,
            index + self._first,
            self.row + self.categories,
            index + self._first,
        ]


def chart(book: Any, figure: Figure, cells: Range) -> Any:
    """A native chart of some cells."""
    drawn = book.add_chart(_type(figure))
    for index, series in enumerate(figure.series):
        drawn.add_series(_series(figure, series, index, cells))
    drawn.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
    drawn.set_title({"none": True})
    drawn.show_blanks_as("gap")
    bare = len(figure.series) < 2 or figure.kind == "bridge"
    drawn.set_legend({"none": True} if bare else {"position": "bottom", "font": _font(10)})
    places, values = _place_axis(figure), _value_axis(figure)
    drawn.set_x_axis(values if lies(figure) else places)
    drawn.set_y_axis(places if lies(figure) else values)
    return drawn


def _type(figure: Figure) -> dict[str, str]:
    if figure.kind == "funnel":
        return {"type": "scatter", "subtype": "straight_with_markers"}
    kind = "line" if figure.kind == "line" else "bar" if lies(figure) else "column"
    return {"type": kind} | ({"subtype": "stacked"} if figure.kind in STACKED else {})


def _font(size: float, colour: str = TEXT) -> dict[str, Any]:
    return {"name": KOREAN_FONT, "size": size, "color": f"#{colour}"}


def _series(figure: Figure, series: Series, index: int, cells: Range) -> dict[str, Any]:
    if figure.kind == "funnel":
        return _scattered(figure, series, index, cells)
    colour = colour_of(figure, index)
    made = {
        "name": cells.name(index),
        "categories": cells.places(),
        "values": cells.values(index),
        "data_labels": _labels(figure, series),
    }
    if series.role == "base":
        return made | {"fill": {"none": True}, "border": {"none": True}, "gap": 60}
    if figure.kind != "line":
        return made | {"fill": {"color": f"#{colour}"}, "gap": 60} | _whiskers(series)
    return made | {"line": _line(series, colour, index), "marker": _marker(series, colour, index)}


def _scattered(figure: Figure, series: Series, index: int, cells: Range) -> dict[str, Any]:
    """Limits as lines, places as markers; those that bear a mark stand out and are named."""
    made = {"name": cells.name(index), "categories": cells.sizes(), "values": cells.values(index)}
    if series.role == "limit":
        limits = list(dict.fromkeys(each.name for each in figure.series if each.role == "limit"))
        at = limits.index(series.name)
        dash = LIMIT_DASHES[at % len(LIMIT_DASHES)]
        line = {"color": f"#{QUIET_TEXT}", "width": 1.25, "dash_type": dash}
        return made | {"line": line, "marker": {"type": "none"}}
    marker = {
        "type": "circle",
        "size": 8,
        "border": {"color": f"#{SERIES[0]}"},
        "fill": {"color": f"#{tint(SERIES[0])}"},
    }
    return made | {"line": {"none": True}, "marker": marker, "data_labels": _names(figure, cells)}


def _names(figure: Figure, cells: Range) -> dict[str, Any]:
    """The names of the points that are due one, by their rows; the library wants to hear of every row."""
    named = named_points(figure)
    each: list[dict[str, Any]] = [{"delete": True}] * cells.categories
    for at, point in enumerate(cells.points):
        if point in named:
            words = safe_text(f"{point.at} {point.shown}")
            each[at] = {"value": words, "font": _font(9), "position": "above"}
    return {"value": True, "custom": each}


def _whiskers(series: Series) -> dict[str, Any]:
    """The intervals as error bars."""
    if all(point.high is None for point in series.points):
        return {}
    reach = {
        "plus_values": [max((p.high or 0.0) - (p.value or 0.0), 0.0) for p in series.points],
        "minus_values": [max((p.value or 0.0) - (p.low or 0.0), 0.0) for p in series.points],
    }
    return {"y_error_bars": {"type": "custom", **reach}}


def _line(series: Series, colour: str, index: int) -> dict[str, Any]:
    if not is_joined(series):
        return {"none": True}
    if series.role in PATHS:
        dash = "round_dot" if series.role == "projected" else "dash"
        return {"color": f"#{colour}", "width": 1.5, "dash_type": dash}
    return {"color": f"#{colour}", "width": 2.5, "dash_type": DASHES[index % len(DASHES)]}


def _marker(series: Series, colour: str, index: int) -> dict[str, Any]:
    if series.role in PATHS:
        return {"type": "none"}
    if series.role == "event":
        colours = {"border": {"color": f"#{colour}"}, "fill": {"color": f"#{colour}"}}
        return {"type": "triangle", "size": 7} | colours
    published = series.role == "published"
    return {
        "type": MARKERS[index % len(MARKERS)],
        "size": 11 if published else 8,
        "border": {"color": f"#{colour}"},
        "fill": {"color": f"#{tint(colour) if published else colour}"},
    }


def _labels(figure: Figure, series: Series) -> dict[str, Any]:
    """Labels at the chosen points; the library wants to hear of every other point too."""
    chosen = labels(figure, series)
    if not chosen:
        return {}
    inside = colour_of(figure, figure.series.index(series))
    held = figure.kind in STACKED and series.role != "base"
    whiskered = any(point.high is not None for point in series.points)
    ink = ink_on(inside) if held or whiskered else TEXT
    each: list[dict[str, Any]] = []
    for at in range(len(categories(figure))):
        if at not in chosen:
            each.append({"delete": True})
            continue
        point, side = chosen[at]
        label: dict[str, Any] = {"position": side} if figure.kind == "line" else {}
        if series.role == "base" or whiskered:
            label = {"position": "inside_end" if series.role == "base" else "inside_base"}
        if series.role == "base" or not number_format(point.shown):
            label["value"] = visible(point.shown).lstrip("=")  # no cell: only that sign refers to one
        each.append(label | {"font": _font(10, ink)})
    forms = [number_format(point.shown) for point, _ in chosen.values()]
    return {"value": True, "num_format": next((form for form in forms if form), "General"), "custom": each}


def _value_axis(figure: Figure) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_format": axis_format(figure),
        "num_font": _font(10, QUIET_TEXT),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": f"#{RULE}", "width": 0.75}},
    }
    if figure.unit == "rank":
        first, last = rank_limits(figure)
        return axis | {"min": first, "max": last, "reverse": True}
    if figure.unit == "stage":
        axis |= {"label_position": "none", "major_unit": 1, "major_gridlines": {"visible": False}}
    if figure.kind == "funnel":
        return axis | {"name": visible(figure.axes[1]), "name_font": _font(10, QUIET_TEXT)}
    if lies(figure):
        axis |= {"label_position": "high"}
    low, high = value_limits(figure)
    return axis | {name: limit for name, limit in (("min", low), ("max", high)) if limit is not None}


def _place_axis(figure: Figure) -> dict[str, Any]:
    if figure.kind == "funnel":
        words = {"name": visible(figure.axes[0]), "name_font": _font(10, QUIET_TEXT)}
        return words | {"num_format": "#,##0", "num_font": _font(10, QUIET_TEXT), "min": 0}
    axis: dict[str, Any] = {
        "num_font": _font(10, QUIET_TEXT),
        "line": {"color": f"#{QUIET_TEXT}"},
        "major_tick_mark": "none",
        "text_axis": True,
    }
    if figure.unit == "rank":
        return axis | {"label_position": "high"}
    return axis | {"label_position": "low"} | ({"reverse": True} if lies(figure) else {})
