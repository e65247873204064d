"""The shape of what is handed over: points, series, figures, and a briefing of them.

A format writes what it finds in a `Figure` and adds nothing, so that every number in every
file can be compared with the query that made it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefing.brand import Brand
from texts import Language

FigureKind = Literal["line", "stacked_bar", "bar", "table"]
Role = Literal["computed", "published", "target"]
Grouping = Literal["city", "institution"]
NO_BRAND = Brand()


@dataclass(frozen=True)
class Point:
    """One value of a series: `at` is a year or a category; `shown` is the value or why there is none."""

    at: str
    value: float | None
    shown: str
    numerator: float | None = None
    denominator: float | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """One line, bar group or target path; rates are 0-1."""

    name: str
    role: Role
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Figure:
    """One figure with all that it must carry wherever it goes.

    `title` is the finding, `subtitle` the measure, place, period and formula, `filters` the
    choices in words, `definition` what is divided by what, `columns` and `rows` the same
    values as a table in words, `picture` the Plotly figure of the screen where there is one,
    `address` the link that opens it (without its snapshot), `numbers` the exact number behind
    each cell of `rows`, None where a cell is words.
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
    picture: Mapping[str, Any] | None = None
    numbers: tuple[tuple[float | None, ...], ...] = ()
    by: Grouping = "city"

    @property
    def link(self) -> str:
        """The address that opens this figure on the snapshot it was made from."""
        return f"{self.address}{'&' if '?' in self.address else '?'}snapshot={self.snapshot_id}"

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
        seen += ["|".join(row) for row in (self.columns, *self.rows)]
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    @property
    def code(self) -> str:
        """Eight letters and digits that name this figure with these values: "7KQ2-M4XA"."""
        letters = base64.b32encode(bytes.fromhex(self.digest)).decode()[:8]
        return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True)
class Briefing:
    """Figures in order, with the words on the cover. `made_on` is an ISO date given by the caller."""

    title: str
    subtitle: str
    language: Language
    made_on: str
    figures: tuple[Figure, ...]
    snapshot_id: str
    template: str = "council"
    author: str = ""
    brand: Brand = NO_BRAND

    @property
    def synthetic(self) -> bool:
        """Whether any figure holds invented data."""
        return any(figure.synthetic for figure in self.figures)
