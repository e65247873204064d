"""Groups of different size about their common rate, within limits that widen as a group gets smaller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, log10

from meomureum.drawing.drawing import Axis, Dash, Drawing, Ink, Label, Line, Panel, Spot, Symbol
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.scale import MOST_TICKS, numbers_axis, ticks
from meomureum.drawing.words import hover_words
from meomureum.texts import Text, number

HEIGHT = 460
MOST_LABELS = 6
LINE = 0.07
"""The height of a line of words, as a share of the drawing."""
WIDE, VERY_WIDE = 40, 80
"""From so far apart on sizes stand in powers of ten, and only whole ones have room."""
DASHES: tuple[Dash, ...] = ("solid", "dash", "dot")
LEGEND = Text("{name} ({count})", "{name} ({count})")
BEYOND = 1.04


@dataclass(frozen=True)
class _Class:
    """The groups that stand alike: their colour and symbol."""

    series: Series
    ink: Ink
    symbol: Symbol


def funnel(figure: Figure) -> Drawing:
    """A point a group, all named while they are few, else those outside their limits; those picked always."""
    limits = [series for series in figure.series if series.role == "limit"]
    classes = _classes(figure, limits)
    every = [point for each in classes for point in each.series.points]
    sizes = [point.across for point in every if point.across]
    lines = _limit_lines(limits, max(sizes) * BEYOND)
    top = max(spot.value or 0.0 for line in lines for spot in line.spots) if lines else 0.0
    top = max(top, *(point.value or 0.0 for point in every))
    ratio = max(sizes) / min(sizes)
    labels = _labels(classes, top, logarithmic=ratio > WIDE)
    reach = max([top * BEYOND, *(label.at[1] + top * LINE for label in labels)])
    marks = (*lines, *(line for each in classes for line in _points(figure, each)))
    return Drawing(
        "points",
        _sizes_axis(figure, min(sizes), max(sizes)),
        numbers_axis(figure.unit, 0.0, reach, title=figure.axes[1]),
        (Panel(marks, labels),),
        figure.language,
        HEIGHT,
        legend=True,
    )


def _classes(figure: Figure, limits: Sequence[Series]) -> list[_Class]:
    """Groups outside their limits bear a mark; those above the common rate point upwards."""
    centre = next((point.value or 0.0 for each in limits[:1] for point in each.points), 0.0)
    found = []
    for series in figure.series:
        held = tuple(point for point in series.points if point.value is not None and point.across)
        if series.role == "limit" or not held:
            continue
        for outside in (False, True):
            mine = tuple(point for point in held if bool(point.marks) == outside)
            for above in (True, False) if outside else (True,):
                side = tuple(p for p in mine if not outside or ((p.value or 0.0) > centre) == above)
                if side:
                    found.append(_Class(replace(series, points=side), *_look(outside=outside, above=above)))
    return found


def _look(*, outside: bool, above: bool) -> tuple[Ink, Symbol]:
    if not outside:
        return Ink("quiet"), "circle"
    return (Ink("series 1"), "triangle-up") if above else (Ink("series 2"), "triangle-down")


def _limit_lines(limits: Sequence[Series], furthest: float) -> list[Line]:
    """The common rate and its limits; a pair of lines stands once in the legend."""
    names = list(dict.fromkeys(series.name for series in limits))
    first = {id(next(each for each in limits if each.name == name)) for name in names}
    return [
        Line(
            series.name,
            tuple(
                Spot(point.across or 0.0, point.value)
                for point in sorted(series.points, key=lambda each: each.across or 0.0)
                if (point.across or 0.0) <= furthest
            ),
            Ink("quiet"),
            DASHES[names.index(series.name) % len(DASHES)],
            in_legend=id(series) in first,
            role="limit",
        )
        for series in limits
    ]


def _points(figure: Figure, each: _Class) -> list[Line]:
    """The groups of a class; hollow where they rest on few."""
    name = LEGEND.fill(name=each.series.name, count=len(each.series.points))(figure.language)
    lines: list[Line] = []
    for weak in (False, True):
        mine = tuple(_spot(figure, point) for point in each.series.points if point.weak == weak)
        if mine:
            lines.append(Line(name, mine, each.ink, None, each.symbol, hollow=weak, in_legend=not lines))
    return lines


def _spot(figure: Figure, point: Point) -> Spot:
    return Spot(
        point.across or 0.0, point.value, hover_words(figure, point.at, point), code=point.way, name=point.at
    )


def _labels(classes: Sequence[_Class], top: float, *, logarithmic: bool) -> tuple[Label, ...]:
    """Names in lines of their own above the points, or below those below, so that none covers another."""
    every = [p for each in classes for p in each.series.points]
    outside = [p for each in classes if each.symbol != "circle" for p in each.series.points]
    due = next((some for some in (every, outside) if len(some) <= MOST_LABELS), [])
    named = {p.at: p for p in (*(p for p in every if p.named), *due)}
    below = {p.at for each in classes if each.symbol == "triangle-down" for p in each.series.points}
    ordered = sorted(named.values(), key=lambda point: point.across or 0.0)
    levels = _levels(ordered, below, top)
    sizes = [p.across or 0.0 for p in every]
    middle = (max(sizes) * min(sizes)) ** 0.5 if logarithmic else max(sizes) / 2
    return tuple(
        Label(
            (point.across or 0.0, levels[point.at]),
            f"{point.at} {point.shown}",
            "left" if (point.across or 0.0) > middle else "right",
            Ink("text"),
            tip=(point.across or 0.0, point.value or 0.0),
            ground=Ink("paper"),
        )
        for point in ordered
    )


def _levels(ordered: Sequence[Point], below: set[str], top: float) -> Mapping[str, float]:
    under = [point for point in ordered if point.at in below]
    lowest = min((point.value or 0.0 for point in under), default=0.0) - top * LINE * len(under)
    under = under if lowest > 0 else []
    over = [point for point in ordered if point not in under]
    highest = max((point.value or 0.0 for point in over), default=0.0)
    levels = {point.at: highest + top * LINE * (at + 1) for at, point in enumerate(over)}
    return levels | {point.at: lowest + top * LINE * at for at, point in enumerate(under)}


def _sizes_axis(figure: Figure, low: float, high: float) -> Axis:
    """From zero; where the largest group is many times the smallest, in powers of ten."""
    title = figure.axes[0]
    if high / low <= WIDE:
        return Axis("numbers", ticks("count", 0.0, high * BEYOND), 0.0, high * BEYOND, title=title)
    factors = (1,) if high / low > VERY_WIDE else (1, 2, 5)
    powers = range(floor(log10(low)), floor(log10(high)) + 1)
    places = [factor * 10.0**power for power in powers for factor in factors]
    shown = [place for place in places if low * 0.6 <= place <= high * BEYOND][: 2 * MOST_TICKS]
    written = tuple((place, number(place)) for place in shown)
    return Axis("numbers", written, low * 0.6, high * BEYOND, title=title, logarithmic=True)
