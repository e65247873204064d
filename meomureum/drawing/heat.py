"""A table whose cells are shaded: the larger the value, the darker."""

from __future__ import annotations

from meomureum.drawing.drawing import Axis, Cell, Drawing, Panel
from meomureum.drawing.figure import Figure
from meomureum.drawing.scale import names_axis
from meomureum.drawing.words import label_of

ROW_HEIGHT, EDGES = 44, 60


def heat(figure: Figure) -> Drawing:
    """A row a series, a column a category; shades run from the smallest value to the largest."""
    columns = _columns(figure)
    values = [point.value for series in figure.series for point in series.points if point.value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    cells = tuple(
        Cell(
            row,
            columns.index(point.at),
            label_of(point),
            None if point.value is None else _share(point.value, low, high),
            outlined=bool(point.code),
        )
        for row, series in enumerate(figure.series)
        for point in series.points
    )
    rows = tuple((float(at), series.name) for at, series in enumerate(figure.series))
    return Drawing(
        "cells",
        names_axis(columns, lying=False),
        Axis("categories", rows, -0.5, len(rows) - 0.5, figure.unit, reversed=True),
        (Panel(cells),),
        figure.language,
        len(rows) * ROW_HEIGHT + EDGES,
    )


def _columns(figure: Figure) -> list[str]:
    """The columns in the order of their first appearance."""
    return list(dict.fromkeys(point.at for series in figure.series for point in series.points))


def _share(value: float, low: float, high: float) -> float:
    return 0.5 if high == low else (value - low) / (high - low)
