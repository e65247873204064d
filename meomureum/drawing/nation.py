"""A place among all: every value of the country as a swarm, and every outline of it on one map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meomureum.drawing import boundaries
from meomureum.drawing.drawing import Axis, Drawing, Ink, Label, Line, Outline, Panel, Side, Spot, Symbol
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.maps import PATTERNS
from meomureum.drawing.palette import SHADES, words_on
from meomureum.drawing.point_words import hover_words, label_of
from meomureum.drawing.scale import numbers_axis

SWARM_HEIGHT, MAP_HEIGHT = 240, 640
BINS, EDGE = 90, 0.04
"""Into so many steps the values are sorted, those of one step standing over each other; the room at either end."""
MOST_NAMED = 4
NONE = Ink("hatch", 0.0)
KEY_AT, KEY_STEP = (130.7, 34.9), 0.36
"""Where the colours are explained: over the sea, in degrees."""


def swarm(figure: Figure) -> Drawing:
    """A point a place along the axis of values, those asked for named above."""
    valued = [(each, point) for each in figure.series for point in each.points if point.value is not None]
    values = [point.value or 0.0 for _, point in valued]
    edge = EDGE * ((max(values) - min(values)) or 1.0)
    low, high = min(values) - edge, max(values) + edge
    levels = _levels(values, (high - low) / BINS)
    tallest = max(levels)
    marks = []
    for at, series in enumerate(figure.series):
        own = [(level, p) for (each, p), level in zip(valued, levels, strict=True) if each is series]
        if own:
            marks.append(_points(figure, series, at, own))
    named = [p for each in figure.series if each.role != "limit" for p in each.points if p.named]
    labels = tuple(_labels(named[:MOST_NAMED], tallest, (low + high) / 2))
    room = tallest + 2.0 + 2.2 * len(labels)
    return Drawing(
        "points",
        numbers_axis(figure.unit, low, high, title=figure.axes[0]),
        Axis("numbers", (), -1.0, room, shown=False),
        (Panel(tuple(marks), labels),),
        figure.language,
        SWARM_HEIGHT,
        legend=True,
    )


def _levels(values: Sequence[float], step: float) -> list[float]:
    """How many stand beneath each value within its step."""
    held: dict[int, int] = {}
    levels = []
    for value in values:
        place = int(value // step)
        levels.append(float(held.get(place, 0)))
        held[place] = held.get(place, 0) + 1
    return levels


def _points(figure: Figure, series: Series, at: int, own: Sequence[tuple[float, Point]]) -> Line:
    ink = Ink("quiet", 0.5) if series.role == "limit" else Ink(f"series {at}")
    spots = tuple(
        Spot(point.value or 0.0, level, hover_words(figure, point.at, point), code=point.way, name=point.at)
        for level, point in own
    )
    symbol: Symbol = (
        "circle" if series.role == "limit" else "diamond" if series.role == "computed" else "square"
    )
    return Line(series.name, spots, ink, None, symbol, thick=series.role == "computed", role=series.role)


def _labels(named: Sequence[Point], tallest: float, middle: float) -> Iterator[Label]:
    for at, point in enumerate(sorted(named, key=lambda each: each.value or 0.0)):
        value = point.value or 0.0
        side: Side = "left" if value > middle else "right"
        words = f"{point.at} {point.shown}"
        yield Label(
            (value, tallest + 1.5 + 2.2 * at), words, side, Ink("text"), strong=True, tip=(value, 0.0)
        )


def country(figure: Figure) -> Drawing:
    """Every place of the country, the higher its value the darker; those asked for have a strong rim."""
    outlines = boundaries.nation()
    points = [point for each in figure.series for point in each.points if point.code in outlines]
    cuts = thirds([point.value for point in points if point.value is not None])
    ordered = sorted(points, key=lambda point: point.named)
    across, up = (
        Axis("numbers", (), low, high, shown=False)
        for low, high in boundaries.frame([p.code for p in points], outlines)
    )
    panel = Panel(
        tuple(_area(figure, point, cuts) for point in ordered),
        tuple(_key(points, cuts)),
        across=across,
        up=up,
        ratio=boundaries.ratio((up.low or 0.0, up.high or 0.0)),
    )
    hidden = Axis("numbers", shown=False)
    return Drawing("outlines", hidden, hidden, (panel,), figure.language, MAP_HEIGHT)


def thirds(values: Sequence[float]) -> tuple[float, ...]:
    """The values that part the places into three equal groups; a far one does not stretch the colours."""
    ordered = sorted(values)
    return (
        tuple(ordered[len(ordered) * part // len(SHADES)] for part in range(1, len(SHADES)))
        if ordered
        else ()
    )


def _shade(value: float, cuts: Sequence[float]) -> int:
    return 1 + sum(value >= cut for cut in cuts)


def _area(figure: Figure, point: Point, cuts: Sequence[float]) -> Outline:
    rings, words = boundaries.nation()[point.code], hover_words(figure, point.at, point)
    rim = Ink("text") if point.named else Ink("light")
    if point.value is None:
        pattern = PATTERNS.get(point.status, "/")
        return Outline(point.at, rings, NONE, words, point.way, Ink("quiet"), "dash", pattern)
    return Outline(point.at, rings, Ink(f"shade {_shade(point.value, cuts)}"), words, point.way, edge=rim)


def _key(points: Sequence[Point], cuts: Sequence[float]) -> Iterator[Label]:
    """What the colours mean: from where to where each third goes."""
    valued = sorted((p for p in points if p.value is not None), key=lambda p: p.value or 0.0)
    for shade in range(len(SHADES), 0, -1):
        mine = [p for p in valued if _shade(p.value or 0.0, cuts) == shade]
        if mine:
            ground = Ink(f"shade {shade}")
            words = f"{label_of(mine[0])} ~ {label_of(mine[-1])}" if len(mine) > 1 else label_of(mine[0])
            at = (KEY_AT[0], KEY_AT[1] + KEY_STEP * shade)
            yield Label(at, words, "inside", words_on(ground), ground=ground)
