"""Issued figures: each code with the values it stood for, and whether they still hold.

The register is a file beside the snapshots, only ever added to. A figure is verified by computing it again,
on the snapshot that it was made from and on the newest one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from meomureum.drawing.figure import Briefing, Figure, FigureKind, Grouping
from meomureum.figures.recipes import RECIPES, figure_again, figures_of, page_of
from meomureum.figures.value_rows import NAMED, VALUED
from meomureum.store import durable
from meomureum.store.address import PageName
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.figure_address import view_at
from meomureum.verify.issued_covers import issue_cover
from meomureum.verify.issued_lines import NO_LINES, Lines, lines_of, read_lines
from meomureum.verify.received_leaf import CODE

REGISTER = "figures.jsonl"
NO_VALUE, LOG = "–", logging.getLogger("meomureum")

Outcome = Literal["same", "superseded", "altered", "disputed", "unknown", "issued", "withheld"]
OUTCOMES: dict[Outcome, Text] = {
    "same": Text("지금 계산과 같음", "Same as computed now"),
    "superseded": Text("새 값으로 바뀜", "Superseded"),
    "altered": Text("파일의 값이 발행한 값과 다름", "Altered: the file differs from what was issued"),
    "disputed": Text(
        "값은 발행한 대로이나 쓰인 글이 자료와 어긋남",
        "Values as issued, but the words are disputed by the data",
    ),
    "unknown": Text("발행 기록이 없음", "Not issued here"),
    "issued": Text(
        "발행 기록과 같음. 지금의 값은 링크에서 확인", "As issued; see the link for today's values"
    ),
    "withheld": Text("이 공개 수준에서는 확인할 수 없음", "Cannot be verified at this level of detail"),
}


@dataclass(frozen=True)
class Value:
    """One value as it was issued."""

    series: str
    at: str
    value: float | None
    shown: str
    across: float | None = None


@dataclass(frozen=True)
class Issued:
    """One line of the register."""

    code: str
    key: str
    by: Grouping
    address: str
    snapshot: str
    digest: str
    title: str
    unit: str
    made_on: str
    values: tuple[Value, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[tuple[float | None, ...], ...] = ()
    kind: FigureKind = "line"
    named: tuple[int, ...] = NAMED
    valued: tuple[int, ...] = VALUED
    lines: Lines = NO_LINES
    """All that files show of it; empty in a line that an earlier version wrote. `also`: as other versions show it."""
    also: tuple[Lines, ...] = ()

    @property
    def forms(self) -> tuple[Lines, ...]:
        """Each form in which files show it."""
        return (self.lines, *self.also)

    @property
    def page(self) -> PageName:
        """The page that shows it."""
        return page_of(self.address)

    @property
    def link(self) -> str:
        """The address that opens the figure on the snapshot it was made from."""
        return f"{self.address}{'&' if '?' in self.address else '?'}snapshot={self.snapshot}"


@dataclass(frozen=True)
class Difference:
    """A value that is not what it was."""

    series: str
    at: str
    before: str
    after: str


@dataclass(frozen=True)
class Dispute:
    """Words that are not of this product, and what the data say against them; `title` where they stand as one."""

    words: str
    reasons: tuple[Text, ...]
    title: bool


@dataclass(frozen=True)
class Verified:
    """What is found of one figure; `reproduced` is None where its snapshot is not kept, `by_author` tells whose title it is."""

    code: str
    outcome: Outcome
    issued: Issued | None = None
    superseded: tuple[Difference, ...] = ()
    altered: tuple[Difference, ...] = field(default=())
    reproduced: bool | None = None
    compared: int = 0
    by_author: bool = False
    disputes: tuple[Dispute, ...] = ()


def issue(briefing: Briefing, snapshots: Path) -> None:
    """Write the figures of a briefing into the register, each code once in each form, and its cover beside it."""
    known = register_of(snapshots)
    made = {figure.code: issued_of(figure, briefing.made_on) for figure in briefing.figures}
    fresh = [each for code, each in made.items() if code not in known or each.lines not in known[code].forms]
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in fresh]
    if lines:
        durable.append(snapshots / REGISTER, "\n".join(lines))
    if briefing.title:
        issue_cover(briefing, snapshots)


def register_of(snapshots: Path) -> dict[str, Issued]:
    """Every issued figure by its code; the first line of a code stands.

    A line that a power cut has torn is passed over: its figure is issued again when it is next exported.
    """
    found: dict[str, Issued] = {}
    for number, line in enumerate(durable.lines(snapshots / REGISTER), start=1):
        try:
            each = _read(json.loads(line))
        except (ValueError, TypeError, KeyError):
            _tell(number)
        else:
            first = found.setdefault(each.code, each)
            if each.lines not in first.forms:
                found[each.code] = replace(first, also=(*first.also, each.lines))
    return found


@lru_cache(maxsize=64)
def _tell(number: int) -> None:
    """Log an unreadable line, once: the register is read for every code."""
    LOG.warning("line %d of %s cannot be read and was passed over", number, REGISTER)


def codes_in(words: str) -> tuple[str, ...]:
    """The codes that a text holds, each once."""
    return tuple(dict.fromkeys(CODE.findall(words)))


def issued_of(figure: Figure, made_on: str) -> Issued:
    """The line of the register that a figure has or will have."""
    return Issued(
        code=figure.code,
        key=figure.key,
        by=figure.by,
        address=figure.address,
        snapshot=figure.snapshot_id,
        digest=figure.digest,
        title=figure.title,
        unit=figure.unit,
        made_on=made_on,
        values=values_of(figure),
        columns=figure.columns,
        rows=figure.rows,
        numbers=figure.numbers,
        kind=figure.kind,
        named=figure.telling,
        valued=figure.counting,
        lines=lines_of(figure),
    )


def values_of(figure: Figure) -> tuple[Value, ...]:
    """Every value of a figure, series by series."""
    return tuple(
        Value(series.name, point.at, point.value, point.shown, point.across)
        for series in figure.series
        for point in series.points
    )


def _read(line: Mapping[str, Any]) -> Issued:
    lists = {
        "values": tuple(Value(**value) for value in line["values"]),
        "columns": tuple(line["columns"]),
        "rows": tuple(tuple(row) for row in line["rows"]),
        "numbers": tuple(tuple(row) for row in line["numbers"]),
        **{name: tuple(line[name]) for name in ("named", "valued") if name in line},
        **({"lines": read_lines(line["lines"])} if "lines" in line else {}),
        "also": (),
    }
    return Issued(**{**line, **lists})


def verified(issued: Issued, newest: Snapshot, own: Snapshot | None) -> Verified:
    """A figure against what is computed now and on its own snapshot, where its page has a recipe."""
    if issued.page not in RECIPES:
        return Verified(issued.code, "issued", issued)
    changes = tuple(changed_values(issued.values, values_now(issued, newest)))
    again = None if own is None else not list(changed_values(issued.values, values_now(issued, own)))
    return Verified(
        code=issued.code,
        outcome="superseded" if changes else "same",
        issued=issued,
        superseded=changes,
        reproduced=again,
    )


def shows(reader: Snapshot, issued: Issued) -> bool:
    """Whether a reader sees every value and row of a figure as it was issued: then it may be told to them.

    A figure of a more detailed release holds values that are hidden from this one; that
    somebody knows its code, or has a file to compare, gives them none.
    """
    return (reader.release == "exact" and reader.only is None) or as_issued(reader, issued) is not None


def as_issued(reader: Snapshot, issued: Issued) -> Figure | None:
    """The figure made again as a reader sees it; None where any value or row is not as it was issued."""
    figure = figure_again(reader, issued.page, view_at(issued.address, reader), issued.key)
    same = figure is not None and (values_of(figure), figure.rows) == (issued.values, issued.rows)
    return figure if same else None


def with_file(found: Verified, altered: Iterable[Difference], compared: int) -> Verified:
    """The same, with what a file shows otherwise than it was issued."""
    differences = tuple(altered)
    outcome: Outcome = "altered" if differences else found.outcome
    return replace(found, outcome=outcome, altered=differences, compared=compared)


def values_now(issued: Issued, snapshot: Snapshot) -> tuple[Value, ...]:
    """The values of the same figure on a snapshot; none where it has no value there."""
    figure = figure_again(snapshot, issued.page, view_at(issued.address, snapshot), issued.key)
    return values_of(figure) if figure is not None else ()


def of_link(link: str, snapshot: Snapshot, made_on: str) -> tuple[Issued, ...]:
    """The figures that a link opens on the snapshot that it names, without the register."""
    found = figures_of(snapshot, page_of(link), view_at(link, snapshot))
    return tuple(issued_of(figure, made_on) for figure in found)


def changed_values(before: Iterable[Value], after: Iterable[Value]) -> Iterable[Difference]:
    """Values that differ, are gone or are new, in the order in which they are read."""
    old = {(each.series, each.at): each for each in before}
    new = {(each.series, each.at): each for each in after}
    for place in dict.fromkeys((*old, *new)):
        one, two = old.get(place), new.get(place)
        if one is None or two is None or (one.value, one.shown) != (two.value, two.shown):
            yield Difference(*place, one.shown if one else NO_VALUE, two.shown if two else NO_VALUE)
