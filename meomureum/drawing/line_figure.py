"""A figure of lines on its way to a drawing: whose lines there are, on which axes, with which room for words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from meomureum.drawing.drawing import Axis
from meomureum.drawing.figure import Event, Figure, Point, Series
from meomureum.drawing.scale import names_axis, rank_axis, stage_axis, value_axis, year_axis

MOST_TOLD_ALONG, MOST_POINTS_ALONG = 2, 10
"""Values stand along the lines of so many places with so many points; else at their ends alone."""
MOST_NAMED = 4
"""Up to so many lines bear their name at their end; of more there is a legend."""
MEASURED = ("computed", "published")
ORDER = ("chance", "older", "computed", "outside", "published", "target", "projected", "required")


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
        """The places that have lines, in order; each has a colour, a line style and a symbol of its own."""
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

    def last(self, series: Series) -> Point:
        """The last point of a series that has a value."""
        valued = [point for point in series.points if point.value is not None]
        return max(valued or series.points, key=self.place)

    def has_end(self, series: Series) -> bool:
        """Whether its words stand at its end, to the right, apart from those of the other lines."""
        return self.named and series.role == "computed"


def stands_alone(figure: Figure) -> bool:
    """Whether a figure holds one measured value and nothing to see it against: a number, no chart."""
    measured = [series for series in figure.series if series.role in MEASURED]
    points = [point for series in measured for point in series.points if point.value is not None]
    aimed = any(series.role == "target" for series in figure.series)
    return figure.kind == "line" and len(points) == 1 and not aimed


def events_on_axis(figure: Figure) -> list[tuple[int, Event]]:
    """The events that the years of a figure hold, under their numbers; none beside a number by itself."""
    if not figure.events:
        return []
    lines = Lines(figure)
    low, high = lines.across.low, lines.across.high
    if stands_alone(figure) or not lines.over_years or low is None or high is None:
        return []
    return [(at, each) for at, each in enumerate(figure.events, start=1) if low <= each.at <= high]
