"""Lines over ages: a place each, the country quiet behind them, the turns of life marked at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meomureum.drawing.drawing import Axis, Drawing, Ink, Label, Line, Mark, Panel, Rule, Spot
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.line_words import LABEL_SHARE
from meomureum.drawing.lines import DASHES, SYMBOLS
from meomureum.drawing.scale import apart, numbers_axis
from meomureum.drawing.words import hover_words
from meomureum.texts import Text

HEIGHT = 420
STEP = 2
"""Every second age is written."""
TOP, FOOT, LEVEL = 0.34, 0.16, 0.1
"""The room over the lines for the turns of life, that beneath them, and a line of words: shares of the values' range."""
QUIET, TEXT, PAPER = Ink("quiet"), Ink("text"), Ink("paper")
AS_BEFORE = Text("5년 전과 같음", "As many as before")


@dataclass(frozen=True)
class _Reach:
    low: float
    high: float

    @property
    def wide(self) -> float:
        return self.high - self.low


def ages(figure: Figure) -> Drawing:
    """One line a place up to its name at the end; as many as before is a rule across."""
    held = [each for each in figure.series if each.name]
    values = [point.value for each in held for point in each.points if point.value is not None]
    reach = _Reach(min([*values, 1.0]), max([*values, 1.0]))
    low, high = reach.low - FOOT * reach.wide, reach.high + TOP * reach.wide
    places = sorted({int(point.at) for each in held for point in each.points})
    across = Axis(
        "years",
        tuple((float(age), str(age)) for age in range(places[0], places[-1] + 1) if age % STEP == 0),
        float(places[0]),
        float(places[-1]),
        title=figure.axes[0],
    )
    quiet = [each for each in held if each.role == "limit"]
    turns = [point for each in figure.series if not each.name for point in each.points]
    own = [each for each in held if each.role != "limit"]
    lines = [_quiet(figure, each) for each in quiet] + [
        _line(figure, each, at) for at, each in enumerate(own)
    ]
    as_before = Line(
        AS_BEFORE(figure.language),
        tuple(Spot(float(age), 1.0) for age in range(places[0], places[-1] + 1)),
        TEXT,
        in_legend=False,
        role="limit",
    )
    marks: tuple[Mark, ...] = (*lines, as_before, *(Rule(float(each.at)) for each in turns))
    labels = (*_named(own), *_ends((*own, *quiet), low, high), *_turns(turns, high, reach.wide))
    up = numbers_axis(figure.unit, low, high, title=figure.axes[1])
    return Drawing("lines", across, up, (Panel(marks, labels),), figure.language, HEIGHT)


def _spots(figure: Figure, series: Series) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            float(point.at),
            point.value,
            hover_words(figure, series.name, point),
        )
        for point in series.points
    )


def _named(series: Sequence[Series]) -> Iterator[Label]:
    """The values that are to be seen in any case, under their points."""
    for each in series:
        for point in each.points:
            if point.named and point.value is not None:
                yield Label(
                    (float(point.at), point.value), f"{point.at}: {point.shown}", "below", TEXT, ground=PAPER
                )


def _quiet(figure: Figure, series: Series) -> Line:
    return Line(series.name, _spots(figure, series), QUIET, "dash", in_legend=False, role="limit")


def _line(figure: Figure, series: Series, at: int) -> Line:
    ink, dash = Ink(f"series {at + 1}"), DASHES[at % len(DASHES)]
    symbol = SYMBOLS[at % len(SYMBOLS)]
    return Line(series.name, _spots(figure, series), ink, dash, symbol, thick=True, in_legend=False)


def _ends(series: Sequence[Series], low: float, high: float) -> Iterator[Label]:
    """Name and value at the right end of each line, apart from each other."""
    lasts: list[tuple[Series, Point]] = []
    for each in series:
        valued = [point for point in each.points if point.value is not None]
        if valued:
            lasts.append((each, valued[-1]))
    levels = apart([point.value or 0.0 for _, point in lasts], LABEL_SHARE * (high - low), low, high)
    for (each, point), level in zip(lasts, levels, strict=True):
        ink = QUIET if each.role == "limit" else TEXT
        yield Label((float(point.at), level), f"{each.name} {point.shown}", "right", ink)


def _turns(turns: Sequence[Point], high: float, wide: float) -> Iterator[Label]:
    """The turns of life beside their rules, each a line lower than the one before."""
    for at, turn in enumerate(turns):
        yield Label(
            (float(turn.at), high - LEVEL * wide * (at + 0.5)), turn.shown, "right", QUIET, ground=PAPER
        )
