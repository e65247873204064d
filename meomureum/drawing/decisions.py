"""How a figure is drawn, whatever draws it: places on the axis, colours, lines, labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from meomureum.drawing.bridge_steps import bridge, bridge_columns
from meomureum.drawing.figure import Figure, FigureKind, Point, Series
from meomureum.drawing.palette import FALL, QUIET_TEXT, RISE, STACK, series_colour
from meomureum.drawing.words import AS_PUBLISHED, TARGET_PATH
from meomureum.texts import Text

LINE_NEEDS_POINTS = 3
MOST_LABELLED_WHOLE, MOST_LABELLED = 2, 4
LONG_NAME, MANY_CATEGORIES = 6, 8
WHOLE = 0.005
CLOSE_YEARS, CLOSE_SHARE = 0.4, 0.05
MOST_NAMED_POINTS, FEW_POINTS = 12, 8
NAME_WIDTH, NAME_HEIGHT = 0.25, 0.15
"""The shares of the widest and the highest value within which two names meet."""
MOST_CIRCLED = 20
EVENT_MARKS = Text("사건 표시(축 위)", "Event marks (on the axis)")
NATIVE: frozenset[FigureKind] = frozenset({"line", "bar", "stacked", "funnel", "bridge"})
"""The kinds that office programs have charts for; the others go in as pictures."""

ASIDE = ("target", "projected", "limit", "event")
"""What is drawn beside the measured lines and does not count among them."""
Side = Literal["above", "below", "right"]


def has_chart(figure: Figure) -> bool:
    """Whether there is something to draw: a table has nothing, a flow only what has its nodes."""
    if figure.kind == "flow" and not figure.nodes:
        return False
    points = [point for series in figure.series for point in series.points]
    return figure.kind != "table" and any(point.value is not None for point in points)


def is_native(figure: Figure) -> bool:
    """Whether an office program can draw it as a chart of its own."""
    if figure.kind == "bridge" and any(min(step.start, step.end) < 0 for step in bridge(figure)):
        return False  # stacked columns cannot hang across the line of zero
    points = [point for series in figure.series for point in series.points]
    if figure.kind == "bar" and any(point.low is not None and point.low < 0 for point in points):
        return False  # their values would stand on the intervals
    return figure.kind in NATIVE and has_chart(figure)


def charted(figure: Figure) -> Figure:
    """The figure as an office program draws it: a bridge on invisible columns, events as marks."""
    if figure.kind == "bridge":
        return replace(figure, series=bridge_columns(figure))
    if figure.kind == "funnel":  # LibreOffice loses a first series that is shorter than a later one
        return replace(figure, series=tuple(sorted(figure.series, key=lambda each: -len(each.points))))
    if figure.kind == "line" and figure.events:
        return replace(figure, series=(*figure.series, _happened(figure)))
    return figure


def _happened(figure: Figure) -> Series:
    """The numbers of the events at the foot of their years."""
    years = categories(figure)
    level = rank_limits(figure)[1] if figure.unit == "rank" else 0.0
    found: dict[str, str] = {}
    for number, event in enumerate(figure.events, start=1):
        year = str(int(event.at))
        if year in years:
            found[year] = found.get(year, "") + circled(number)
    points = tuple(Point(year, level, numbers) for year, numbers in sorted(found.items()))
    return Series(EVENT_MARKS(figure.language), "event", points)


def circled(number: int) -> str:
    """①: a number that no spreadsheet takes for a value."""
    return chr(ord("①") + number - 1) if number <= MOST_CIRCLED else f"({number})"


def named_points(figure: Figure) -> list[Point]:
    """The points of a funnel that bear their name: those with a mark, all where there are few."""
    every = [point for each in figure.series if each.role != "limit" for point in each.points]
    named = [point for point in every if point.marks][:MOST_NAMED_POINTS]
    for point in every if len(every) <= FEW_POINTS else ():
        if not any(_near(point, other, every) for other in named):
            named.append(point)
    return named


def _near(one: Point, other: Point, every: list[Point]) -> bool:
    """Whether the names of two points would stand on each other."""
    widest = max((abs(point.across or 0.0) for point in every), default=0.0) or 1.0
    highest = max((abs(point.value or 0.0) for point in every), default=0.0) or 1.0
    aside = abs((one.across or 0.0) - (other.across or 0.0)) / widest
    return aside < NAME_WIDTH and abs((one.value or 0.0) - (other.value or 0.0)) / highest < NAME_HEIGHT


def lies(figure: Figure) -> bool:
    """Whether bars lie down: their names are long, or many."""
    names = categories(figure)
    crowded = len(names) > MANY_CATEGORIES or max(map(len, names), default=0) > LONG_NAME
    return figure.kind in ("bar", "stacked") and crowded


def is_joined(series: Series) -> bool:
    """Whether a line joins the points: never published ones, nor fewer than three."""
    return series.role in ("target", "projected", "limit") or (
        series.role == "computed" and len(series.points) >= LINE_NEEDS_POINTS
    )


def colour_index(figure: Figure, index: int) -> int:
    """Where the colour comes from: a published value and a target path share that of their place."""
    if figure.kind != "line":
        return index
    owners = [_owner(figure, series) for series in figure.series]
    return list(dict.fromkeys(owners)).index(owners[index])


def colour_of(figure: Figure, index: int) -> str:
    """The colour of a series: stacks have an order of their own, changes and events one colour each."""
    of_role = {"event": QUIET_TEXT, "rise": RISE, "fall": FALL}
    if figure.series[index].role in of_role:
        return of_role[figure.series[index].role]
    if figure.kind == "bridge":
        return STACK[0]
    if figure.kind == "stacked" and len(figure.series) <= len(STACK):
        return STACK[index]
    return series_colour(colour_index(figure, index))


def _owner(figure: Figure, series: Series) -> str:
    """Whose line it is: a projection is named after the line that it goes on from."""
    place = place_of(series)
    lines = [each.name for each in figure.series if each.role == "computed"]
    if series.role in ("computed", "target", "published"):
        return place
    return next((name for name in lines if place.startswith(name)), place)


def labels(figure: Figure, series: Series) -> dict[int, tuple[Point, Side]]:
    """Which points bear their value, by their place on the axis, and on which side.

    Every bar; every point while there are few lines, the last one while there are some, else none.
    """
    if series.role in ("event", "base") or (figure.kind == "bridge" and series.role == "computed"):
        return _all_labelled(figure, series, "above")
    if figure.kind == "bridge":
        return {}
    lines = sum(each.role not in ASIDE for each in figure.series)
    if lines > MOST_LABELLED and figure.kind == "line":
        return {}
    few = lines <= MOST_LABELLED_WHOLE or figure.kind != "line"
    whole = figure.kind == "bar" or (series.role not in ASIDE and few)
    places = points_at(series, categories(figure))
    here = {at: point for at, point in enumerate(places) if point and point.value is not None}
    chosen = here if whole else dict(list(here.items())[-1:])
    return {
        at: (point, _beside_targets(figure, point) if whole else _beside_others(figure, series))
        for at, point in chosen.items()
    }


def _all_labelled(figure: Figure, series: Series, side: Side) -> dict[int, tuple[Point, Side]]:
    places = points_at(series, categories(figure))
    return {at: (point, side) for at, point in enumerate(places) if point and point.value is not None}


def _beside_targets(figure: Figure, point: Point) -> Side:
    """Away from a target path that runs above the point."""
    aims = [each for series in figure.series if series.role == "target" for each in series.points]
    here = [each.value for each in aims if each.at == point.at and each.value is not None]
    value = point.value or 0.0
    above = any(aim < value if figure.unit == "rank" else aim > value for aim in here)
    return "below" if above else "above"


def _beside_others(figure: Figure, series: Series) -> Side:
    """The last values of several lines move apart: the highest up, the lowest down."""
    lines = [each for each in figure.series if each.points and each.role not in ASIDE]
    if series.role in ASIDE:
        return "above"
    upward = sorted(
        lines, key=lambda each: (each.points[-1].value or 0.0, each.name), reverse=figure.unit == "rank"
    )
    if series == upward[-1]:
        return "above"
    return "below" if series == upward[0] else "right"


def categories(figure: Figure) -> list[str]:
    """The places on the chart's axis: every year from first to last, or each category once."""
    found = list(dict.fromkeys(point.at for series in figure.series for point in series.points))
    if found and figure.kind in ("line", "panels") and all(at.isdecimal() for at in found):
        years = sorted(int(at) for at in found)
        return [str(year) for year in range(years[0], years[-1] + 1)]
    return found


def points_at(series: Series, places: list[str]) -> list[Point | None]:
    """The points of a series at these places; None is a gap."""
    known = {point.at: point for point in series.points}
    return [known.get(at) for at in places]


def place_of(series: Series) -> str:
    """The place that a series is about, whether computed, published or aimed at."""
    if series.role == "computed":
        return series.name
    said = [words for text in (AS_PUBLISHED, TARGET_PATH) for words in (text.ko, text.en)]
    ends = [words.removeprefix("{place}") for words in said]
    return next((series.name.partition(end)[0] for end in ends if end in series.name), series.name)


def event_marks(figure: Figure) -> list[tuple[str, float]]:
    """The numbers of the events and their places; events too close to tell apart share a mark."""
    places = [float(at) for at in categories(figure) if at.isdecimal()]
    close = max(CLOSE_YEARS, (max(places) - min(places)) * CLOSE_SHARE if places else 0.0)
    marks: list[tuple[str, float]] = []
    for count, event in enumerate(figure.events, start=1):
        if marks and event.at - marks[-1][1] < close:
            marks[-1] = (f"{marks[-1][0].partition('–')[0]}–{count}", marks[-1][1])
        else:
            marks.append((str(count), event.at))
    return marks


def axis_format(figure: Figure) -> str:
    """How the value axis is written: whole percents unless the values are small."""
    values = [point.value for series in figure.series for point in series.points if point.value is not None]
    if figure.unit == "percent":
        return "0.0%" if max(values, default=1.0) < 0.06 else "0%"
    return "#,##0"


def adds_to_one(figure: Figure) -> bool:
    """Whether every stack is a whole."""
    if figure.kind != "stacked" or figure.unit != "percent":
        return False
    drawn = [points_at(series, categories(figure)) for series in figure.series]
    totals = [sum(p.value or 0.0 for p in stack if p is not None) for stack in zip(*drawn, strict=True)]
    return bool(totals) and all(abs(total - 1) < WHOLE for total in totals)


def value_limits(figure: Figure) -> tuple[float | None, float | None]:
    """Where an axis of values begins and ends: at zero unless something lies below; None is the program's choice."""
    values = [point.value for series in figure.series for point in series.points if point.value is not None]
    return (None if min(values, default=0.0) < 0 else 0.0), (1.0 if adds_to_one(figure) else None)


def rank_limits(figure: Figure) -> tuple[float, float]:
    """Where an axis of ranks begins and ends: in whole steps around the values, never at rank nought."""
    measured = [series for series in figure.series if series.role != "event"]
    values = [point.value for series in measured for point in series.points if point.value is not None]
    step = 50 if max(values, default=0) >= 100 else 10
    first = (int(min(values, default=0)) // step - 1) * step
    last = (int(max(values, default=0)) // step + 2) * step
    return max(first, 0) or 1, last
