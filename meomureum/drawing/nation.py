"""A place among all: every value of the country as a swarm, and every outline of it on one map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from meomureum.drawing import boundaries
from meomureum.drawing.boundaries import Ring
from meomureum.drawing.drawing import Axis, Drawing, Ink, Label, Line, Outline, Panel, Side, Spot, Symbol
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.maps import PATTERNS
from meomureum.drawing.palette import SHADES, series_ink, words_on
from meomureum.drawing.scale import numbers_axis
from meomureum.drawing.words import hover_words, label_of

SWARM_HEIGHT, MAP_HEIGHT = 240, 640
BINS, EDGE = 64, 0.03
"""Into so many steps the values are sorted, those of one step standing over each other; the room at either end."""
MOST_NAMED = 4
SWARM_PIXELS, LABEL_PIXELS, OVER = 110, 18, 1.0
"""What a card leaves of the swarm's height, a line of names, and how far over the swarm the first of them stands."""
NAME_SHARE = 0.15
"""How much of the width a name takes; nearer to an end than that it would be cut there."""
NONE = Ink("hatch", 0.0)
KEY_AT, KEY_STEP = (128.6, 32.95), 0.36
"""Where the colours are explained: over the sea, in degrees."""
FAR_OUT: Mapping[str, tuple[boundaries.Reach, float]] = {
    "ulleung": ((130.0, 132.0), -1.35),
    "incheon_ongjin": ((124.0, 125.0), 0.7),
}
"""Islands so far out that the country would shrink beside them: between which longitudes, and how far in they are drawn."""
MAP_EDGE, BOX_EDGE = 0.02, 0.07


def swarm(figure: Figure) -> Drawing:
    """A point a place along the axis of values, those asked for named above."""
    valued = [(each, point) for each in figure.series for point in each.points if point.value is not None]
    values = [point.value or 0.0 for _, point in valued]
    edge = EDGE * ((max(values) - min(values)) or 1.0)
    low, high = min(values) - edge, max(values) + edge
    levels = _levels(values, (high - low) / BINS)
    tallest = max(levels)
    marks = []
    for series in figure.series:
        own = [(level, p) for (each, p), level in zip(valued, levels, strict=True) if each is series]
        if own:
            marks.append(_points(figure, series, own))
    marks.sort(key=lambda mark: mark.role == "computed")  # nothing lies over what was asked for
    named = [p for each in figure.series if each.role != "limit" for p in each.points if p.named]
    named = named[:MOST_NAMED]
    step = LABEL_PIXELS * (tallest + OVER) / (SWARM_PIXELS - LABEL_PIXELS * len(named))
    labels = tuple(_labels(named, tallest + OVER, step, (low, high)))
    room = tallest + OVER + step * len(labels)
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


def _points(figure: Figure, series: Series, own: Sequence[tuple[float, Point]]) -> Line:
    ink = Ink("quiet", 0.5) if series.role == "limit" else series_ink(series.role != "computed")
    spots = tuple(
        Spot(point.value or 0.0, level, hover_words(figure, point.at, point), code=point.way, name=point.at)
        for level, point in own
    )
    symbol: Symbol = (
        "circle" if series.role == "limit" else "diamond" if series.role == "computed" else "square"
    )
    return Line(series.name, spots, ink, None, symbol, thick=series.role == "computed", role=series.role)


def _labels(named: Sequence[Point], foot: float, step: float, reach: tuple[float, float]) -> Iterator[Label]:
    """Names over the swarm, each a line higher than the one before, the last to the right and the others to the left."""
    low, high = reach
    for at, point in enumerate(sorted(named, key=lambda each: each.value or 0.0), start=1):
        value = point.value or 0.0
        share = (value - low) / (high - low)
        side: Side = "left" if share > 1 - NAME_SHARE or (share > NAME_SHARE and at < len(named)) else "right"
        words = f"{point.at} {point.shown}"
        yield Label(
            (value, foot + step * (at - 0.5)), words, side, Ink("text"), strong=True, tip=(value, 0.0)
        )


def country(figure: Figure) -> Drawing:
    """Every place of the country, the higher its value the darker; those asked for have a strong rim."""
    outlines, boxes = _drawn_in()
    points = [point for each in figure.series for point in each.points if point.code in outlines]
    cuts = thirds([point.value for point in points if point.value is not None])
    ordered = sorted(points, key=lambda point: point.named)
    across, up = (
        Axis("numbers", (), low, high, shown=False)
        for low, high in boundaries.frame([p.code for p in points], outlines, MAP_EDGE)
    )
    panel = Panel(
        (*boxes, *(_area(figure, point, outlines[point.code], cuts) for point in ordered)),
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


@lru_cache(maxsize=1)
def _drawn_in() -> tuple[Mapping[str, tuple[Ring, ...]], tuple[Outline, ...]]:
    """Every outline, what lies far out drawn nearer, and the boxes that say so."""
    outlines, boxes = dict(boundaries.nation()), []
    for code, ((west, east), shift) in FAR_OUT.items():
        far = [ring for ring in outlines[code] if west < ring[0][0] < east]
        near = [tuple((x + shift, y) for x, y in ring) for ring in far]
        outlines[code] = (*(ring for ring in outlines[code] if ring not in far), *near)
        boxes.append(Outline("", (_box(near),), NONE, edge=Ink("quiet")))
    return outlines, tuple(boxes)


def _box(rings: Sequence[Ring]) -> Ring:
    xs, ys = ([place[at] for ring in rings for place in ring] for at in (0, 1))
    left, right, low, high = min(xs) - BOX_EDGE, max(xs) + BOX_EDGE, min(ys) - BOX_EDGE, max(ys) + BOX_EDGE
    return ((left, low), (right, low), (right, high), (left, high), (left, low))


def _area(figure: Figure, point: Point, rings: tuple[Ring, ...], cuts: Sequence[float]) -> Outline:
    words = hover_words(figure, point.at, point)
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
