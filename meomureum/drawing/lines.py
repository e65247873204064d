"""Lines over the years: what stands where, in which line, with which words beside it, and where events stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from meomureum.drawing.drawing import (
    Band,
    Dash,
    Drawing,
    Ink,
    Line,
    Mark,
    Panel,
    Rule,
    Spot,
    Symbol,
)
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.line_figure import Lines
from meomureum.drawing.line_words import end_labels, reasons, side_of, value_words
from meomureum.drawing.scale import legend_room
from meomureum.drawing.words import hover_words
from meomureum.texts import Text

LINE_NEEDS_POINTS = 3
HEIGHT = 420
DASHES: tuple[Dash, ...] = ("solid", "longdash", "dot", "dashdot", "longdashdot", "dash")
SYMBOLS: tuple[Symbol, ...] = ("circle", "square", "diamond", "triangle-up", "star", "hexagon")
BAND_SHARE, OLDER_SHARE, AHEAD_SHARE = 0.16, 0.6, 0.75
QUIET = Ink("quiet")
MEASURED = ("computed", "published")
AHEAD: Mapping[str, Dash] = {"projected": "dot", "required": "longdashdot"}


def line_drawing(figure: Figure) -> Drawing:
    """Lines over the years; words stand along them or at their ends, events are numbered rules."""
    lines = Lines(figure)
    marks = [mark for series in lines.series for mark in marks_of(lines, series)]
    labels = [*end_labels(lines), *(reasons(lines) if lines.along else ())]
    listed = [mark for mark in marks if not isinstance(mark, Rule) and mark.in_legend]  # type: ignore[union-attr]
    return Drawing(
        "lines",
        lines.across,
        lines.up,
        (Panel((*marks, *rules(lines)), tuple(labels)),),
        figure.language,
        HEIGHT + legend_room(len(listed)),
        legend=bool(listed),
    )


def marks_of(lines: Lines, series: Series) -> Iterator[Mark]:
    """The marks of one series: a band for each run of years, or a line and the milestones on it."""
    if series.role == "chance":
        yield from _bands(lines, series)
        return
    line = _line(lines, series)
    yield line
    if series.milestones:
        spots = tuple(spot for spot in line.spots if str(int(spot.across)) in series.milestones)
        bare = tuple(replace(spot, label="", words="") for spot in spots)
        yield replace(line, spots=bare, dash=None, symbol="diamond", in_legend=False)


def _bands(lines: Lines, series: Series) -> Iterator[Band]:
    """Years that follow each other share a band; one that stands alone has a bar."""
    alike = [each for each in lines.series if (each.role, each.name) == ("chance", series.name)]
    longest = max((run for each in alike for run in _runs(lines, each)), key=len, default=[])
    for run in _runs(lines, series):
        yield Band(
            series.name,
            tuple(float(lines.place(point)) for point in run),
            tuple(point.low or 0.0 for point in run),
            tuple(point.high or 0.0 for point in run),
            Ink(f"series {lines.index(series) + 1}", BAND_SHARE),
            in_legend=run[0] is longest[0],  # of a bar alone a legend would show nothing
        )


def _runs(lines: Lines, series: Series) -> list[list[Point]]:
    """The points whose interval is known, parted where a year is missing."""
    held = [point for point in series.points if point.low is not None and point.high is not None]
    runs: list[list[Point]] = [held[:1]] if held else []
    for before, after in pairwise(held):
        if lines.place(after) == lines.place(before) + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _line(lines: Lines, series: Series) -> Line:
    role, at = series.role, lines.index(series)
    colour, symbol = Ink(f"series {at % len(SYMBOLS) + 1}"), SYMBOLS[at % len(SYMBOLS)]
    line = Line(series.name, spots_of(lines, series), colour, role=role)
    valued = sum(point.value is not None for point in series.points)
    joined: Dash | None = DASHES[at % len(DASHES)] if valued >= LINE_NEEDS_POINTS else None
    if role == "published":
        return replace(line, dash=None, symbol=symbol, hollow=True)
    if role in ("target", "limit"):
        return replace(line, dash="dash", in_legend=not series.goal or lines.small)
    if role in AHEAD:
        return replace(line, dash=AHEAD[role], ink=replace(colour, share=AHEAD_SHARE))
    if role == "outside":
        return replace(line, dash=None, symbol="ring", ink=QUIET)
    if role == "older":
        return replace(line, dash=joined, symbol="cross", ink=replace(colour, share=OLDER_SHARE), thick=True)
    titled = len(lines.owners) == 1 and not lines.small
    return replace(line, dash=joined, symbol=symbol, thick=True, in_legend=not (titled or lines.named))


def spots_of(lines: Lines, series: Series) -> tuple[Spot, ...]:
    """Every year from the first to the last, a gap where one has no value."""
    held = {lines.place(point): point for point in series.points}
    years = range(min(held), max(held) + 1) if series.role in ("computed", "older") else sorted(held)
    last = max((year for year, point in held.items() if point.value is not None), default=None)
    return tuple(_spot(lines, series, year, held.get(year), is_last=year == last) for year in years)


def _spot(lines: Lines, series: Series, year: int, point: Point | None, *, is_last: bool) -> Spot:
    if point is None or point.value is None:
        return Spot(float(year), None)
    label = ""
    if lines.small:
        label = "*" if point.note else ""
    elif series.role in (*MEASURED, "older"):
        apart_from_line = is_last and lines.has_end(series)
        label = "" if apart_from_line else value_words(lines, point, is_last=is_last)
    ranged = point.low is not None or point.far is not None
    return Spot(
        float(year),
        point.value,
        words=""
        if series.role == "outside"
        else hover_words(
            lines.figure, series.name if lines.over_years else f"{series.name} {point.at}", point
        ),
        label=label,
        side=side_of(lines, series, point, label),
        low=(point.value if point.low is None else point.low) if ranged else None,
        high=(point.value if point.far is None and point.high is None else point.far or point.high)
        if ranged
        else None,
        code=point.way,
    )


def rules(lines: Lines) -> Iterator[Rule]:
    """The events under their numbers, and where the definition changed."""
    low, high = lines.across.low or 0.0, lines.across.high or 0.0
    for number, at in event_marks([event.at for event in lines.figure.events], low, high):
        yield Rule(at, number)
    for at in lines.figure.breaks:
        yield Rule(at, DEFINITION_CHANGED(lines.figure.language), dash="dash", kind="definition")


CLOSE_YEARS, CLOSE_SHARE = 0.4, 0.1
"""Events nearer than this (and than this share of all years) have one number between them."""
DEFINITION_CHANGED = Text("정의 변경", "Definition changed")


def event_marks(places: Iterable[float], low: float, high: float) -> list[tuple[str, float]]:
    """The number of each event and its place; those too close to tell apart share a mark, those outside have none."""
    close = max(CLOSE_YEARS, (high - low) * CLOSE_SHARE)
    marks: list[tuple[str, float]] = []
    for count, at in enumerate(places, start=1):
        if not low <= at <= high:
            continue
        if marks and at - marks[-1][1] < close:
            marks[-1] = (f"{marks[-1][0].partition('–')[0]}–{count}", marks[-1][1])
        else:
            marks.append((str(count), at))
    return marks
