"""The table of numbers behind a native chart, a column a series with its look, and the scale of its axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from meomureum.drawing.cells import number_format
from meomureum.drawing.drawing import Axis, Dash, Side, Symbol

THICK, THIN, EDGE = 2.5, 1.5, 1.0
"""How wide lines are, in points."""
SYMBOL_SIZE, HOLLOW_SIZE, RING_SIZE = 8, 11, 16
SLACK = 1e-9


@dataclass(frozen=True)
class Tag:
    """Words beside a point; with a `form` they are its own number, written so."""

    words: str
    form: str
    side: Side
    colour: str
    ground: str = ""
    """The colour beneath the words; "" leaves what lies there in sight."""


@dataclass(frozen=True)
class Column:
    """A series of a native chart: its number in each row, and its look; colours are six digits."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    bar: bool = False
    unseen: bool = False
    dash: Dash | None = None
    width: float = THIN
    symbol: Symbol | None = None
    hollow: bool = False
    in_legend: bool = True
    tags: Mapping[int, Tag] = field(default_factory=dict)
    above: tuple[float | None, ...] = ()
    below: tuple[float | None, ...] = ()
    """How far the interval of each value reaches up and down; empty if no value has one."""
    inks: Mapping[int, str] = field(default_factory=dict)
    """The colours of bars that have one of their own."""

    def form(self, axis: str) -> str:
        """The number format of its values: that of its labels, else one that is exact enough beside that of the axis."""
        told = next((tag.form for tag in self.tags.values() if tag.form), "")
        return told or ("0.0%" if axis == "0%" else axis)

    @property
    def pale(self) -> bool:
        """Whether its symbol is pale inside, not white: some programs draw no rim round it, or fill what has no filling."""
        return self.hollow or self.symbol == "ring"

    @property
    def size(self) -> int:
        """Of its symbol, in points."""
        return RING_SIZE if self.symbol == "ring" else HOLLOW_SIZE if self.hollow else SYMBOL_SIZE


@dataclass(frozen=True)
class Row:
    """Where the numbers of a row stand: a number across, or the name of a category; a point may have both."""

    across: float
    name: str = ""


@dataclass(frozen=True)
class Table:
    """The numbers of a native chart; in a `scatter` rows have numbers across, else names."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    scatter: bool

    @property
    def named(self) -> bool:
        """Whether rows have names."""
        return any(row.name for row in self.rows)


@dataclass(frozen=True)
class Scale:
    """An axis as office programs know it: numbers from where to where, how far apart, in which form."""

    low: float | None
    high: float | None
    step: float | None
    form: str
    """"" where its values have names that no number format writes."""

    def held(self, value: float) -> float:
        """The value, within the ends: what lies a hair's breadth beyond them bears no words."""
        least = value if self.low is None else max(value, self.low)
        return least if self.high is None else min(least, self.high)


def scale_of(axis: Axis) -> Scale:
    """The ends at whole steps, so that the ticks of the program are those of the drawing."""
    ticks = [at for at, _ in axis.ticks]
    step = round(ticks[1] - ticks[0], 10) if len(ticks) > 1 and not axis.logarithmic else None
    low = axis.low
    if step and low is not None:
        low = round(ticks[0] - ceil((ticks[0] - low) / step - SLACK) * step, 10)
    forms = [number_format(words) for _, words in axis.ticks]
    form = max(forms, key=len, default="General") if all(forms) else ""
    if axis.kind == "years":
        form = "0"
    if axis.unit == "rank":
        form = "#,##0;;"  # there is no rank nought
    return Scale(low, None if axis.high is None else round(axis.high, 10), step, form)
