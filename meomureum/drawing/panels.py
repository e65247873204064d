"""Small multiples: lines over the years, a panel each, all on the same axes."""

from __future__ import annotations

from math import ceil

from meomureum.drawing.drawing import Drawing, Line, Mark, Panel
from meomureum.drawing.figure import Figure, Series
from meomureum.drawing.line_figure import Lines
from meomureum.drawing.lines import marks_of, rules
from meomureum.drawing.scale import LEGEND_LINE, ends_and_middle, few_values, legend_room

COLUMNS, ROW_HEIGHT, FOOT = 2, 190, 40
"""Side by side on a screen, and the pixels of a row and under all."""


def panel_drawing(figure: Figure) -> Drawing:
    """A panel each, in the order of the series; a line looks alike in all and stands in the legend once."""
    lines = Lines(figure, small=True)
    marks: dict[str, list[Mark]] = {each.panel: [] for each in figure.series}
    legend = len(lines.owners) > 1
    known: set[str] = set()
    for series in lines.series:
        for mark in marks_of(lines, series):
            marks.setdefault(series.panel, []).append(_listed(mark, series, known, legend=legend))
    return Drawing(
        "lines",
        ends_and_middle(lines.across) if lines.over_years else lines.across,
        few_values(lines.up),
        tuple(Panel((*found, *rules(lines)), name=name) for name, found in marks.items()),
        figure.language,
        ceil(len(marks) / COLUMNS) * ROW_HEIGHT + FOOT + max(LEGEND_LINE * legend, legend_room(len(known))),
        legend=legend,
    )


def _listed(mark: Mark, series: Series, known: set[str], *, legend: bool) -> Mark:
    """A line under the name that it has in every panel."""
    if not isinstance(mark, Line):
        return mark
    name = series.line or series.name
    first = legend and mark.in_legend and name not in known
    known |= {name} if legend else set()
    return Line(**{**vars(mark), "name": name, "in_legend": first})
