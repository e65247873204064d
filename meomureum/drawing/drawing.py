"""A drawing: everything that is drawn of a figure, decided once, whatever draws it.

A figure says what was found; a drawing says where each mark stands, which words are beside it
and what its colour means. Writers (screen, slides, workbooks, Hangul, pictures) turn it into
their own language and decide nothing. Places are numbers in the units of the axes: years as
years, categories as 0, 1, 2 ... in their order, values as they are (rates are 0-1). `across` is always the axis of categories,
years or sizes and `up` that of values: a `lying` drawing is turned as a whole. Lines of words
are parted by "\n".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meomureum.texts import Language

Form = Literal["lines", "bars", "stacked", "points", "steps", "cells", "outlines"]
"""What it is as a whole: an office program has a native chart for the first five."""
NATIVE: frozenset[Form] = frozenset({"lines", "bars", "stacked", "points", "steps"})
AxisKind = Literal["years", "categories", "numbers"]
Dash = Literal["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"]
Symbol = Literal[
    "circle", "square", "diamond", "triangle-up", "triangle-down", "star", "hexagon", "cross", "ring"
]
"""A "ring" goes round a point of another line."""
Pattern = Literal["", "/", "\\", "x", ".", "-", "|"]
Side = Literal["above", "below", "left", "right", "inside"]
Place = tuple[float, float]


@dataclass(frozen=True)
class Ink:
    """What a colour stands for: `role` is a name of the palette ("series 1", "quiet", "rise" ...).

    `share` is how much of it there is, 0-1: bands and pale bars are thinner than lines.
    """

    role: str
    share: float = 1.0


@dataclass(frozen=True)
class Axis:
    """One axis: its ticks with their words, where it begins and ends, how its values are written.

    `low` and `high` None leave the end to the values; `reversed` has the smallest value on top
    (ranks) or the first category on top (bars that lie). `unit` is that of the indicator.
    Names that are long stand `above` their bars on a screen, which may be narrow.
    """

    kind: AxisKind
    ticks: tuple[tuple[float, str], ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    title: str = ""
    reversed: bool = False
    logarithmic: bool = False
    shown: bool = True
    above: bool = False


@dataclass(frozen=True)
class Label:
    """Words at a place of the drawing; of `strong` ones the first line is bold.

    `tip` is the spot that they name, joined to them by a thin line; `ground` is the colour beneath them.
    """

    at: Place
    words: str
    side: Side = "above"
    ink: Ink = Ink("quiet")
    strong: bool = False
    tip: Place | None = None
    ground: Ink | None = None


@dataclass(frozen=True)
class Spot:
    """One value that is drawn; `words` is all that it says when it is pointed at, `label` what stands beside it.

    `low` and `high` are the ends of its range or interval, `start` where its bar begins;
    `code` leads to what stands behind it; a value of None is a gap; an `ink` of its own goes
    before that of its series; `name` is what it is called in a table of the numbers drawn. The
    label of a bar stands at its end, or at that of its interval.
    """

    across: float
    value: float | None
    words: str = ""
    label: str = ""
    side: Side = "above"
    low: float | None = None
    high: float | None = None
    start: float = 0.0
    code: str = ""
    ink: Ink | None = None
    name: str = ""


@dataclass(frozen=True)
class Line:
    """Spots joined by a line, with a symbol at each where `symbol` says so; `hollow` ones were published."""

    name: str
    spots: tuple[Spot, ...]
    ink: Ink
    dash: Dash | None = "solid"
    """How they are joined; None leaves them apart."""
    symbol: Symbol | None = None
    hollow: bool = False
    thick: bool = False
    in_legend: bool = True
    role: str = "computed"
    """Which kind of series of the figure it shows."""


@dataclass(frozen=True)
class Band:
    """The area between two lines: a chance band, limits."""

    name: str
    across: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    ink: Ink
    in_legend: bool = True


@dataclass(frozen=True)
class Bars:
    """Bars of one series, from `start` of each spot to its value; `pale` ones were published."""

    name: str
    spots: tuple[Spot, ...]
    ink: Ink
    pattern: Pattern = ""
    pale: bool = False
    words_ink: Ink = Ink("quiet")
    in_legend: bool = True
    role: str = "computed"


@dataclass(frozen=True)
class Rule:
    """A thin line across the whole drawing: an event (with its number), a change of definition, a target."""

    at: float
    label: str = ""
    upright: bool = True
    dash: Dash = "dot"
    kind: Literal["event", "definition", "target"] = "event"


@dataclass(frozen=True)
class Outline:
    """A filled shape: a region of a map, a ribbon or a node of a flow."""

    name: str
    rings: tuple[tuple[Place, ...], ...]
    ink: Ink
    words: str = ""
    code: str = ""
    edge: Ink | None = None
    dash: Dash = "solid"
    pattern: Pattern = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a heat table: `shade` is 0 (light) to 1 (dark), None where there is no value."""

    row: int
    column: int
    words: str
    shade: float | None
    outlined: bool = False


Mark = Line | Band | Bars | Rule | Outline | Cell


@dataclass(frozen=True)
class Panel:
    """What is drawn on one pair of axes; a drawing of one panel has no name for it.

    `across` and `up` are its own axes, where it does not share those of the drawing; with a
    `ratio` one unit up is drawn so many times as long as one across.
    """

    marks: tuple[Mark, ...]
    labels: tuple[Label, ...] = ()
    name: str = ""
    across: Axis | None = None
    up: Axis | None = None
    ratio: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """A whole drawing. All panels share its axes; `lying` bars run from left to right.

    `height` is in pixels at the width of a page, `legend` says whether one is needed (names at the
    ends of lines need none), `thick` how much of its place the bars of a category take together.
    """

    form: Form
    across: Axis
    up: Axis
    panels: tuple[Panel, ...]
    language: Language
    height: int
    lying: bool = False
    legend: bool = False
    thick: float = 0.62

    @property
    def native(self) -> bool:
        """Whether office programs have a chart of their own for it; else it goes in as a picture.

        Their stacks cannot hang across the line of zero, their bars bear no line across them, their
        lines none at a value, and values would stand on intervals that cross zero.
        """
        bars = [mark for mark in self.marks if isinstance(mark, Bars)]
        ends = [end for bar in bars for spot in bar.spots for end in _ends(spot, self.form)]
        ruled = any(isinstance(mark, Rule) and (bars or not mark.upright) for mark in self.marks)
        return self.form in NATIVE and len(self.panels) == 1 and not ruled and min(ends, default=0.0) >= 0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark of every panel."""
        return tuple(mark for panel in self.panels for mark in panel.marks)


def _ends(spot: Spot, form: Form) -> tuple[float, ...]:
    """What must not lie below zero in a native chart."""
    if form == "steps":
        return (spot.start, spot.value or 0.0)
    return () if spot.low is None else (spot.low,)
