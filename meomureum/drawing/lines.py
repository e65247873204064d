"""Lines over the years: what stands where, in which line, with which words beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from meomureum.drawing.drawing import (
    Axis,
    Band,
    Dash,
    Drawing,
    Ink,
    Label,
    Line,
    Mark,
    Panel,
    Rule,
    Side,
    Spot,
    Symbol,
)
from meomureum.drawing.events import DEFINITION_CHANGED, event_marks
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.point_words import told
from meomureum.drawing.scale import (
    apart,
    legend_room,
    names_axis,
    rank_axis,
    stage_axis,
    value_axis,
    year_axis,
)

LINE_NEEDS_POINTS = 3
MOST_TOLD_ALONG, MOST_POINTS_ALONG = 2, 10
"""Values stand along the lines of so many places with so many points; else at their ends alone."""
MOST_NAMED = 4
"""Up to so many lines bear their name at their end; of more there is a legend."""
LABEL_SHARE = 0.07
"""How much of the axis the words at the end of a line need."""
HEIGHT = 420
DASHES: tuple[Dash, ...] = ("solid", "longdash", "dot", "dashdot", "longdashdot", "dash")
SYMBOLS: tuple[Symbol, ...] = ("circle", "square", "diamond", "triangle-up", "star", "hexagon")
BAND_SHARE, OLDER_SHARE, AHEAD_SHARE = 0.16, 0.6, 0.75
QUIET, TEXT = Ink("quiet"), Ink("text")
MEASURED = ("computed", "published")
ORDER = ("chance", "older", "computed", "outside", "published", "target", "projected", "required")
AHEAD: Mapping[str, Dash] = {"projected": "dot", "required": "longdashdot"}


@dataclass(frozen=True)
class Lines:
    """A figure of lines on its way to a drawing."""

    figure: Figure
    small: bool = False
    """Whether it is a panel among several, with no room for values."""

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Everything to draw, what lies beneath first."""
        drawn = [each for each in (*self.figure.series, *self.figure.beside) if each.points]
        return tuple(sorted(drawn, key=lambda each: ORDER.index(each.role) if each.role in ORDER else 0))

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Whose lines there are, in order; each has a colour, a line style and a symbol of its own."""
        return tuple(dict.fromkeys(each.owner for each in self.figure.series))

    @cached_property
    def along(self) -> bool:
        """Whether values stand along the lines."""
        longest = max((len(each.points) for each in self.figure.series), default=0)
        few = len(self.owners) <= MOST_TOLD_ALONG and longest <= MOST_POINTS_ALONG
        return few and not self.small

    @cached_property
    def named(self) -> bool:
        """Whether lines bear their name at their end: of a single one the title says it."""
        return 1 < len(self.owners) <= MOST_NAMED and not self.small

    @cached_property
    def places(self) -> tuple[str, ...]:
        """What the points stand at: years, or each category once."""
        return tuple(dict.fromkeys(point.at for each in self.series for point in each.points))

    @cached_property
    def over_years(self) -> bool:
        """Whether these are years."""
        return all(at.isdecimal() for at in self.places)

    def place(self, point: Point) -> int:
        """Where a point stands."""
        return int(point.at) if self.over_years else self.places.index(point.at)

    @cached_property
    def across(self) -> Axis:
        """The years."""
        if not self.over_years:
            return names_axis(self.places, lying=False)
        return year_axis([int(at) for at in self.places], [event.at for event in self.figure.events])

    @cached_property
    def up(self) -> Axis:
        """The values."""
        points = [point for each in self.series for point in each.points]
        ends = [end for point in points for end in (point.value, point.low, point.high, point.far)]
        values = [end for end in ends if end is not None]
        if self.figure.unit == "stage":
            return stage_axis({point.value: point.shown for point in points if point.value is not None})
        return rank_axis(values) if self.figure.unit == "rank" else value_axis(self.figure.unit, values)

    @cached_property
    def levels(self) -> Mapping[int, list[tuple[float, Series]]]:
        """The values of each year, with whose they are: what a label keeps away from."""
        found: dict[int, list[tuple[float, Series]]] = defaultdict(list)
        for series in self.series:
            for point in series.points if series.role not in ("chance", "outside") else ():
                if point.value is not None:
                    found[self.place(point)].append((point.value, series))
        return found

    def index(self, series: Series) -> int:
        """The place of its owner in the order."""
        return self.owners.index(series.owner) if series.owner in self.owners else 0

    def side(self, series: Series, point: Point) -> Side:
        """Away from the nearest other value of that year."""
        others = [value for value, other in self.levels[self.place(point)] if other is not series]
        gaps = [value - (point.value or 0.0) for value in others if value != point.value]
        upward = [-gap if self.up.reversed else gap for gap in gaps]
        above = min((gap for gap in upward if gap > 0), default=float("inf"))
        below = min((-gap for gap in upward if gap < 0), default=float("inf"))
        return "below" if above < below else "above"


def line_drawing(figure: Figure) -> Drawing:
    """Lines over the years; words stand along them or at their ends, events are numbered rules."""
    lines = Lines(figure)
    marks = [mark for series in lines.series for mark in marks_of(lines, series)]
    labels = [*_ends(lines), *(_reasons(lines) if lines.along else ())]
    listed = [mark for mark in marks if not isinstance(mark, Rule) and mark.in_legend]  # type: ignore[union-attr]
    return Drawing(
        "lines",
        lines.across,
        lines.up,
        (Panel((*marks, *rules(lines)), tuple(labels)),),
        figure.language,
        HEIGHT + legend_room(len(listed)),
        legend=bool(listed),
        explained=tuple(event.words for event in figure.events),
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
    label, side = "", lines.side(series, point)
    if lines.small:
        label = "*" if point.note else ""
    elif series.role in (*MEASURED, "older"):
        apart_from_line = is_last and _has_end(lines, series)
        label = "" if apart_from_line else _beside(lines, point, is_last=is_last)
    ranged = point.low is not None or point.far is not None
    return Spot(
        float(year),
        point.value,
        words="" if series.role == "outside" else told(lines.figure, f"{series.name} {point.at}", point),
        label=label,
        side=side,
        low=(point.value if point.low is None else point.low) if ranged else None,
        high=(point.value if point.far is None and point.high is None else point.far or point.high)
        if ranged
        else None,
        code=point.way,
    )


def _beside(lines: Lines, point: Point, *, is_last: bool) -> str:
    """The value and its reservations, as far as there is room."""
    told = point.shown if lines.along or is_last else ""
    return "\n".join(words for words in (told, point.note) if words)


def _has_end(lines: Lines, series: Series) -> bool:
    """Whether its words stand at its end, to the right, apart from those of the other lines."""
    return lines.named and series.role == "computed"


def _last(lines: Lines, series: Series) -> Point:
    valued = [point for point in series.points if point.value is not None]
    return max(valued or series.points, key=lines.place)


def _ends(lines: Lines) -> list[Label]:
    """The words at the right ends of lines, apart from each other: names, targets, where the change would lead."""
    wanted: list[tuple[Point, str, Ink]] = []
    for series in lines.series:
        point = _last(lines, series)
        if point.value is None:
            continue
        if series.role == "computed" and _has_end(lines, series):
            note = f" ({point.note})" if point.note else ""
            wanted.append((point, f"{series.owner} {point.shown}{note}", TEXT))
        elif series.role == "target" and series.goal:
            wanted.append((point, series.goal, QUIET))
        elif series.role == "projected":
            wanted.append((point, point.shown, QUIET))
    by_year: dict[str, list[tuple[Point, str, Ink]]] = defaultdict(list)
    for each in wanted:
        by_year[each[0].at].append(each)
    return [label for group in by_year.values() for label in _spread(lines, group)]


def _spread(lines: Lines, wanted: Sequence[tuple[Point, str, Ink]]) -> Iterator[Label]:
    low, high = lines.up.low or 0.0, lines.up.high or 1.0
    levels = apart([point.value or 0.0 for point, _, _ in wanted], LABEL_SHARE * (high - low), low, high)
    for (point, words, ink), level in zip(wanted, levels, strict=True):
        yield Label((float(lines.place(point)), level), words, "right", ink)


def _reasons(lines: Lines) -> Iterator[Label]:
    """At the foot of a year why it has no value."""
    foot = (lines.up.high if lines.up.reversed else lines.up.low) or 0.0
    missing = [point for each in lines.figure.series for point in each.points if point.value is None]
    for at, shown in dict.fromkeys((lines.place(point), point.shown) for point in missing):
        yield Label((float(at), foot), f"× {shown}")


def rules(lines: Lines) -> Iterator[Rule]:
    """The events under their numbers, and where the definition changed."""
    low, high = lines.across.low or 0.0, lines.across.high or 0.0
    for number, at in event_marks([event.at for event in lines.figure.events], low, high):
        yield Rule(at, number)
    for at in lines.figure.breaks:
        yield Rule(at, DEFINITION_CHANGED(lines.figure.language), dash="dash", kind="definition")
