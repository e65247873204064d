"""Native charts of workbooks, drawn from the cells beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefing.cells import number_format
from briefing.content import Figure, Series
from briefing.drawing import (
    axis_format,
    categories,
    colour_index,
    is_joined,
    labels,
    lies,
    rank_limits,
)
from briefing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, ink_on, series_colour, tint
from briefing.safe_text import safe_text

DASHES = ("solid", "long_dash", "round_dot", "dash_dot")
MARKERS = ("circle", "square", "diamond", "triangle")
CHART_WIDTH, CHART_HEIGHT = 900, 380
"""In pixels."""


@dataclass(frozen=True)
class Range:
    """Where the numbers of a chart stand: names in the first row, categories in the first column."""

    sheet: str
    row: int
    categories: int

    def name(self, index: int) -> list[Any]:
        """The cell with the name of a series."""
        return [self.sheet, self.row, index + 1]

    def places(self) -> list[Any]:
        """The cells with the categories."""
        return [self.sheet, self.row + 1, 0, self.row + self.categories, 0]

    def values(self, index: int) -> list[Any]:
        """The cells with the values of a series."""
        return [self.sheet, self.row + 1, index + 1, self.row + self.categories, index + 1]


def chart(book: Any, figure: Figure, cells: Range) -> Any:
    """A native chart of some cells."""
    kind = "line" if figure.kind == "line" else "bar" if lies(figure) else "column"
    options = {"type": kind} | ({"subtype": "stacked"} if figure.kind == "stacked" else {})
    drawn = book.add_chart(options)
    for index, series in enumerate(figure.series):
        drawn.add_series(_series(figure, series, index, cells))
    drawn.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
    drawn.set_title({"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_legend({"none": True} if len(figure.series) < 2 else {"position": "bottom", "font": _font(10)})
    places, values = _place_axis(figure), _value_axis(figure)
    drawn.set_x_axis(values if lies(figure) else places)
    drawn.set_y_axis(places if lies(figure) else values)
    return drawn


def _font(size: float, colour: str = TEXT) -> dict[str, Any]:
    return {"name": KOREAN_FONT, "size": size, "color": f"#{colour}"}


def _series(figure: Figure, series: Series, index: int, cells: Range) -> dict[str, Any]:
    colour = series_colour(colour_index(figure, index))
    made = {
        "name": cells.name(index),
        "categories": cells.places(),
        "values": cells.values(index),
        "data_labels": _labels(figure, series),
    }
    if figure.kind != "line":
        return made | {"fill": {"color": f"#{colour}"}, "gap": 60}
    return made | {"line": _line(series, colour, index), "marker": _marker(series, colour, index)}


def _line(series: Series, colour: str, index: int) -> dict[str, Any]:
    if not is_joined(series):
        return {"none": True}
    if series.role == "target":
        return {"color": f"#{colour}", "width": 1.5, "dash_type": "dash"}
    return {"color": f"#{colour}", "width": 2.5, "dash_type": DASHES[index % len(DASHES)]}


def _marker(series: Series, colour: str, index: int) -> dict[str, Any]:
    if series.role == "target":
        return {"type": "none"}
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
    inside = series_colour(figure.series.index(series))
    ink = ink_on(inside) if figure.kind == "stacked" else TEXT
    each: list[dict[str, Any]] = []
    for at in range(len(categories(figure))):
        if at not in chosen:
            each.append({"delete": True})
            continue
        point, side = chosen[at]
        label: dict[str, Any] = {"position": side} if figure.kind == "line" else {}
        if not number_format(point.shown):
            label["value"] = safe_text(point.shown)
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
    if lies(figure):
        axis |= {"label_position": "high"}
    return axis | {"min": 0}


def _place_axis(figure: Figure) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _font(10, QUIET_TEXT),
        "line": {"color": f"#{QUIET_TEXT}"},
        "major_tick_mark": "none",
        "text_axis": True,
    }
    if figure.unit == "rank":
        return axis | {"label_position": "high"}
    return axis | {"label_position": "low"} | ({"reverse": True} if lies(figure) else {})
