"""Maps: one frame a province, the larger the value the darker, the value printed on its place.

Areas are outlines like any other shape: nothing is asked of a tile server or of the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.drawing import boundaries
from meomureum.drawing.drawing import Axis, Drawing, Ink, Label, Outline, Panel, Pattern
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import SHADES, words_on
from meomureum.drawing.words import hover_words, label_of
from meomureum.texts import Text

HEIGHT = 380
PATTERNS: Mapping[str, Pattern] = {
    "not_published": "/",
    "missing": ".",
    "suppressed": "x",
    "not_applicable": "-",
    "not_offered": "|",
}
"""An area without a number is hatched, each reason in its own way; it names the reason too."""
DISTRICT = Text("{district}: 구 단위 값은 공표되지 않음", "{district}: no figure is published by district")
NONE, BACKDROP = Ink("hatch", 0.0), Ink("event", 0.18)


def areas(figure: Figure) -> Drawing:
    """The provinces beside each other; a place without an outline stands in the table alone."""
    every = [point for series in figure.series for point in series.points]
    shades = dict(zip([point.code for point in every], _shades(every), strict=True))
    held = [each for each in figure.series if any(p.code in boundaries.outlines() for p in each.points)]
    hidden = Axis("numbers", shown=False)
    panels = tuple(_province(figure, series, shades) for series in held)
    return Drawing("outlines", hidden, hidden, panels, figure.language, HEIGHT * max(len(panels), 1))


def _shades(points: Sequence[Point]) -> list[int | None]:
    """Which third of the range each value lies in, from 1; a single value takes the middle one."""
    known = [point.value for point in points if point.value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if high == low:
        return [None if point.value is None else 2 for point in points]
    thirds = len(SHADES) / (high - low)
    return [
        None if point.value is None else min(int((point.value - low) * thirds), len(SHADES) - 1) + 1
        for point in points
    ]


def _province(figure: Figure, series: Series, shades: Mapping[str, int | None]) -> Panel:
    outlines = boundaries.outlines()
    held = [point for point in series.points if point.code in outlines]
    inner = [district for point in held for district in point.districts if district.code in outlines]
    drawn = {point.code for point in held} | {point.code for point in inner}
    frame = boundaries.frame([point.code for point in held])
    around = [
        Outline("", rings, BACKDROP, edge=Ink("event", 0.5))
        for code, rings in outlines.items()
        if code not in drawn and boundaries.reaches(rings, frame)
    ]
    across, up = (Axis("numbers", (), low, high, shown=False) for low, high in frame)
    return Panel(
        (
            *around,
            *(_area(figure, point, shades[point.code]) for point in held),
            *(_district(figure, point) for point in inner),
        ),
        tuple(_label(point, shades[point.code]) for point in held),
        series.name,
        across,
        up,
        boundaries.ratio(frame[1]),
    )


def _area(figure: Figure, point: Point, shade: int | None) -> Outline:
    rings, words = boundaries.outlines()[point.code], hover_words(figure, point.at, point)
    if shade is not None:
        return Outline(point.at, rings, Ink(f"shade {shade}"), words, point.code, edge=Ink("light"))
    pattern = PATTERNS.get(point.status, "/")
    return Outline(point.at, rings, NONE, words, point.code, Ink("quiet"), "dash", pattern)


def _district(figure: Figure, point: Point) -> Outline:
    """An outline upon its city; its value, or that it has none, is told where one points at it."""
    silent = DISTRICT.fill(district=point.at)(figure.language)
    words = silent if point.value is None else hover_words(figure, point.at, point)
    return Outline(point.at, boundaries.outlines()[point.code], NONE, words, edge=Ink("light"), dash="dot")


def _label(point: Point, shade: int | None) -> Label:
    """Name and value upon the area; the colour again beneath, so that no line of a district runs through."""
    ground = Ink("paper") if shade is None else Ink(f"shade {shade}")
    ink = Ink("text") if shade is None else words_on(ground)
    at = boundaries.inside(boundaries.outlines()[point.code][0])
    return Label(at, f"{point.at}\n{label_of(point)}", "inside", ink, strong=True, ground=ground)
