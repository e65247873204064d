"""The shape of what is handed over: points, series, figures, and a briefing of them.

A format writes what it finds in a `Figure` and adds nothing, so that every number in every
file can be compared with the query that made it. `meomureum.figures.draft` makes one:

    draft = draft_of(snapshot, "explain", view, kpi, rows)
    draft.figure("bridge", "bridge", Finding(title, measure_place_period), [Series("", "computed", points)])

Language, link, filters in words, the mark of invented data and, where none is given, the table
come from the draft. `key` names the figure on its page, alike in every language. What the kinds
take their `series` for (a value that is missing is None, its reason in `shown`):

- "line": a line each; `at` is a year. Roles say how: "target" dashed, "projected" dashed and
  lighter, "published" (or of some institutions only) hollow points, "computed" a line. `events` are thin lines across.
- "panels": the same, each in the panel that it names.
- "bar": a group of bars each; `at` is a category; `low` and `high` draw a whisker.
- "stacked": a segment each; `at` is the bar.
- "funnel": "computed" ones are points, `across` the size, `at` the name; "limit" ones are lines.
- "bridge": one; its first and last points are levels, those between the changes (signed).
- "heat": a row each; `at` is the column; the larger, the darker.
- "flow": what flows from one node each; `at` is the node that it flows to; `nodes` say where each stands.
- "map": the places of one province each; `at` is the name, `code` the region.
- "ages": a line a place, `at` an age, rates of as many as before; the "limit" one is the country; one without a name
  holds the turns of life, in words.
- "swarm": "limit" ones are every place, the others those picked out of them; `across` is the value.
- "country": the same, on one map; `named` ones have a strong rim.
- "table": none; only `columns` and `rows`.

Under its chart a page asks `parts.export_button(view, "explain", "bridge")` (page and key) where
the page has its line in `meomureum/figures/recipes.py`, a function of the snapshot and the view that gives
the page's figures: then "그림 확인" computes the code again and "이 화면으로 브리핑" finds it. Without a
recipe it hands the figure over itself, `parts.export_button(view, "explain", "bridge", figure)`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal

from meomureum.drawing.brand import Brand
from meomureum.texts import Language

FigureKind = Literal[
    "line",
    "panels",
    "bar",
    "stacked",
    "funnel",
    "bridge",
    "heat",
    "flow",
    "map",
    "table",
    "ages",
    "swarm",
    "country",
]
Role = Literal["computed", "published", "target", "projected", "limit"]
"""What a series is."""
Beside = Literal["older", "target", "chance", "projected", "required", "outside"]
"""What is drawn beside the series: values of an earlier definition, a target path, the interval of
chance (`low` and `high`), the average change continued, the change that the target needs, and the
points outside the usual variation."""
NodePart = Literal["keep", "reach", "lost", "beside", "out"]
TemplateName = Literal["council", "press", "internal", "card"]
Grouping = Literal["city", "institution"]
NO_BRAND = Brand()


@dataclass(frozen=True)
class Point:
    """One value of a series: `at` is a year or a category; `shown` is the value or why there is none.

    `across` is its place on an axis of numbers, `low` and `high` bound its interval, `code` is
    the region it lies in, in a heat what makes its cell stand out; each only where the kind of figure has a use for it.

    What follows is for drawing alone and no part of a figure's code: `aside` is what stands behind the value, `sort`
    which kind of step it is, `way` the code by which a click on it leads on, `status` the code of why there is no value,
    `weak` that it is drawn fainter (it rests on few, it was published, it is not the one compared with), `named`
    that its name stands beside it in any case, `districts` what lies within a region,
    `note` its reservations in short, `compared` how far it is from the value before it and from the path to the target,
    `far` the far end of a range that was published as such (350-400),
    `chance` the ends of its interval where the figure itself holds none.
    """

    at: str
    value: float | None
    shown: str
    numerator: float | None = None
    denominator: float | None = None
    marks: tuple[str, ...] = ()
    across: float | None = None
    low: float | None = None
    high: float | None = None
    code: str = ""
    aside: str = field(default="", repr=False)
    sort: str = field(default="", repr=False)
    way: str = field(default="", repr=False)
    status: str = field(default="", repr=False)
    weak: bool = field(default=False, repr=False)
    named: bool = field(default=False, repr=False)
    districts: tuple[Point, ...] = field(default=(), repr=False)
    note: str = field(default="", repr=False)
    compared: tuple[str, ...] = field(default=(), repr=False)
    far: float | None = field(default=None, repr=False)
    chance: tuple[float, float] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Series:
    """One line, bar group, segment, row or target path; rates are 0-1.

    Of small multiples `panel` is the name of its panel and `line` what it is called within each.
    `place` is whose values they are, "" where the name says it; `goal` the words of a target at the
    end of its path, and `milestones` the years for which a value of the path was announced.
    """

    name: str
    role: Role | Beside
    points: tuple[Point, ...]
    panel: str = ""
    line: str = ""
    place: str = ""
    goal: str = ""
    milestones: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The place that the values belong to."""
        return self.place or self.line or self.name


@dataclass(frozen=True)
class Event:
    """What happened on the axis of years: 2025.5 is the middle of 2025."""

    at: float
    words: str


@dataclass(frozen=True)
class Node:
    """A node of a flow: its name as the series say it, its words, the column that it stands in, what it is for.

    People `keep` to the way, `reach` its end, are `lost` from sight, go `beside` it or leave it (`out`);
    those `low` stand at the foot of their column: what leaves the way gathers there.
    """

    name: str
    shown: str
    column: int
    part: NodePart = "keep"
    low: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure with all that it must carry wherever it goes.

    `title` is the finding, `subtitle` the measure, place, period and formula, `filters` the
    choices in words, `definition` what is divided by what, `columns` and `rows` the same
    values as a table in words, `address` the link that opens it (without its snapshot), `numbers` the exact number behind
    each cell of `rows`, None where a cell is words, `named` the columns that tell one row from
    another and `valued` those that hold its values, `axes` what is measured across and up,
    `base` where readers open the product, `verdict` where it stands against its target,
    `workings` how that was reckoned, `lineage` the files and lines it rests on, `remark` whose title it bears and
    what the data say against it, where it is not our own.

    For drawing alone: `nodes` of a flow from left to right, `headings` over its columns or the kinds of
    step of a bridge in order, `level` a value that holds for all bars (a target) with its words, `ranked`
    whether bars stand in the order of their values, `people` whether its counts are of people.

    `beside` is what is drawn beside the series, from the same values, and `breaks` where on the axis
    of years the definition changed.
    """

    key: str
    kind: FigureKind
    title: str
    subtitle: str
    unit: str
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    as_of: str
    snapshot_id: str
    filters: str
    definition: str
    marks: tuple[str, ...]
    synthetic: bool
    alt: str
    address: str
    notes: tuple[str, ...] = ()
    numbers: tuple[tuple[float | None, ...], ...] = ()
    by: Grouping = "city"
    named: tuple[int, ...] = ()
    valued: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()
    axes: tuple[str, str] = ("", "")
    language: Language = "ko"
    base: str = ""
    verdict: str = ""
    workings: tuple[tuple[str, str], ...] = ()
    lineage: tuple[str, ...] = ()
    remark: str = ""
    beside: tuple[Series, ...] = ()
    breaks: tuple[float, ...] = ()
    nodes: tuple[Node, ...] = ()
    headings: tuple[str, ...] = ()
    level: tuple[float, str] | None = None
    ranked: bool = False
    people: bool = True

    @property
    def counting(self) -> tuple[int, ...]:
        """The columns that hold values: those named so, else those in which numbers stand."""
        return self.valued or tuple(
            at for at in range(1, len(self.columns)) if any(map(_is_value, [row[at] for row in self.rows]))
        )

    @property
    def telling(self) -> tuple[int, ...]:
        """The columns that tell one row from another: those named so, else what comes before the values."""
        return self.named or tuple(range(min(self.counting, default=len(self.columns))))

    @property
    def link(self) -> str:
        """What opens this figure on the snapshot it was made from: whole where the base is configured."""
        address = self.base + self.address.removeprefix("./") if self.base else self.address
        return f"{address}{'&' if '?' in address else '?'}snapshot={self.snapshot_id}"

    @property
    def digest(self) -> str:
        """SHA-256 over everything a reader can see: an altered figure has another one."""
        seen = [
            self.title,
            self.subtitle,
            self.unit,
            self.source,
            self.as_of,
            self.definition,
            self.snapshot_id,
        ]
        seen += [f"{series.name}|{series.role}|{point}" for series in self.series for point in series.points]
        seen += [f"{event.at}|{event.words}" for event in self.events]
        seen += ["|".join(row) for row in (self.columns, *self.rows)]
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    @property
    def code(self) -> str:
        """Eight letters and digits that name this figure with these values: "7KQ2-M4XA"."""
        letters = base64.b32encode(bytes.fromhex(self.digest)).decode()[:8]
        return f"{letters[:4]}-{letters[4:]}"


def _is_value(words: str) -> bool:
    """A number that is no year."""
    return bool(re.match(r"[+−-]?\d", words)) and not re.fullmatch(r"(19|20)\d\d(년)?|\d{4}-\d\d.*", words)


@dataclass(frozen=True)
class Briefing:
    """Figures in order, with the words on the cover. `made_on` is an ISO date given by the caller.

    `appendix` is the place of the first figure that only completes the story; None where all tell it.
    `remark` says whose the title is and what the data say against it, where somebody has written it;
    `embargo` when a press release may be used, at once where nothing is said.
    """

    title: str
    subtitle: str
    language: Language
    made_on: str
    figures: tuple[Figure, ...]
    snapshot_id: str
    template: TemplateName = "council"
    author: str = ""
    brand: Brand = NO_BRAND
    appendix: int | None = None
    remark: str = ""
    embargo: str = ""

    @property
    def synthetic(self) -> bool:
        """Whether any figure holds invented data."""
        return any(figure.synthetic for figure in self.figures)
