"""Bars from zero: groups or panels side by side, with their intervals, or gaps to either side of zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from meomureum.drawing.drawing import Bars, Drawing, Ink, Panel, Rule, Spot
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import series_ink
from meomureum.drawing.panels import COLUMNS
from meomureum.drawing.scale import LONG_LABEL, are_years, legend_room, lies, names_axis, unit_of, value_axis
from meomureum.drawing.words import hover_words, label_of

BAR_HEIGHT, NAME_HEIGHT, EDGES, STANDING_HEIGHT = 22, 30, 84, 380
THICK = 0.72
FAINT = 0.5
"""How much there is of the colour of a weaker bar."""


def bars(figure: Figure) -> Drawing:
    """A bar a category, or a group of bars where there are several series; a panel for each that names one.

    Several groups over the years are named on the axis, and the years are the bars of each:
    a group is told by its name, not by a colour of its own.
    """
    several = len({series.panel for series in figure.series}) > 1
    groups = figure.series if several else _ordered(figure)
    beside = 1 if several else len(groups)
    names = list(dict.fromkeys(point.at for series in groups for point in series.points))
    labels = [label_of(point) for series in groups for point in series.points if point.value is not None]
    longest = max(map(len, labels), default=0)
    lying = lies(names, len(names) * len(groups)) or longest > LONG_LABEL
    axis = value_axis(
        unit_of(figure),
        [*_ends(groups), *([figure.level[0]] if figure.level else [])],
        title=figure.axes[1],
        longest_label=longest,
    )
    across = names_axis(names, lying=lying)
    room = NAME_HEIGHT if across.above else BAR_HEIGHT / 2
    height = len(names) * (NAME_HEIGHT + BAR_HEIGHT * beside) + EDGES if lying else STANDING_HEIGHT
    drawn = _in_panels(figure, names) if several else (_panel(figure, groups, names),)
    return Drawing(
        "bars",
        across,
        axis,
        drawn,
        figure.language,
        height * ceil(len(drawn) / COLUMNS) + (legend_room(beside) if beside > 1 else 0),
        lying=lying,
        legend=beside > 1,
        thick=BAR_HEIGHT * beside / (BAR_HEIGHT * beside + room) if lying else THICK,
    )


def _panel(figure: Figure, groups: Sequence[Series], names: Sequence[str]) -> Panel:
    """All bars side by side, with the level that holds for them."""
    marks = [_bars(figure, groups, at, names) for at in range(len(groups))]
    level = figure.level and Rule(*figure.level, upright=False, dash="dash", kind="target")
    return Panel((*marks, *([level] if level else [])))


def _in_panels(figure: Figure, names: Sequence[str]) -> tuple[Panel, ...]:
    """The bars of each series by themselves, under the name of its panel."""
    return tuple(replace(_panel(figure, (series,), names), name=series.panel) for series in figure.series)


def _ordered(figure: Figure) -> tuple[Series, ...]:
    """The bars of each category: years within groups, the largest first where that is wanted."""
    series = figure.series
    if len(series) > 1 and are_years(series):
        return _by_year(series)
    if figure.ranked and len(series) == 1:
        ranked = sorted(
            series[0].points, key=lambda point: -(point.value if point.value is not None else -1e300)
        )
        return (replace(series[0], points=tuple(ranked)),)
    return series


def _by_year(series: Sequence[Series]) -> tuple[Series, ...]:
    years = sorted({point.at for each in series for point in each.points})
    return tuple(
        Series(
            year,
            "computed",
            tuple(
                replace(point, at=each.name) for each in series for point in each.points if point.at == year
            ),
        )
        for year in years
    )


def _bars(figure: Figure, groups: Sequence[Series], at: int, names: Sequence[str]) -> Bars:
    """What is worked out ahead has the colour of what it goes on from, and is pale."""
    series = groups[at]
    ahead = series.role == "projected"
    ink = series_ink(sum(each.role != "projected" for each in groups[:at]) - (1 if ahead and at else 0))
    several = len(groups) > 1
    spots = tuple(
        _spot(figure, series.name if several else "", point, float(names.index(point.at)), ink)
        for point in series.points
    )
    return Bars(series.name, spots, ink, pale=ahead, in_legend=several, role=series.role)


def _spot(figure: Figure, group: str, point: Point, at: float, ink: Ink) -> Spot:
    falls = point.value is not None and point.value < 0
    own = Ink("fall") if falls else replace(ink, share=FAINT) if point.weak else None
    name = f"{point.at} · {group}" if group else point.at
    return Spot(
        at,
        point.value,
        hover_words(figure, name, point),
        label_of(point),
        "below" if falls and (_interval(point)[1] or 0.0) <= 0 else "above",
        *_interval(point),
        code=point.way,
        ink=own,
    )


def _ends(groups: Sequence[Series]) -> list[float]:
    every = [point for series in groups for point in series.points]
    return [end for point in every for end in (point.value, *_interval(point)) if end is not None]


def _interval(point: Point) -> tuple[float | None, float | None]:
    """The interval that the figure holds, else that of chance."""
    return (point.low, point.high) if point.low is not None else point.chance or (None, None)
