"""Native charts of a file, and the workbooks within them, against the charts that were issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meomureum.drawing.particulars import UNIT
from meomureum.texts import Text
from meomureum.verify.expected_rows import nearest_row, same_number, trimmed, unit_of_form
from meomureum.verify.issued_figures import Difference, Issued
from meomureum.verify.known_figures import Finding, Known
from meomureum.verify.phrases import canonical
from meomureum.verify.received_leaf import Cells, Chart, Line

SERIES = Text("계열", "Series")
NOTHING = "–"


@dataclass(frozen=True)
class _Column:
    """A series as it was issued: the row of each number, its place, the words beside it."""

    name: str
    points: tuple[tuple[str, float], ...]
    tags: tuple[str, ...]


def chart_findings(chart: Chart, mine: Sequence[Known]) -> Iterator[Finding]:
    """What a chart shows otherwise than the figure whose chart it is."""
    known = max(mine, key=lambda each: _likeness(chart, each.issued), default=None)
    if (
        known is None
        or not known.issued.lines.names
        or not (_likeness(chart, known.issued) or len(mine) == 1)
    ):
        return
    issued = known.issued
    for line, column in _pairs(chart.lines, _columns(issued)):
        yield Finding(issued.code, tuple(_differences(line, column, issued)), len(line.values))
    differences = [each for row in _unlike(chart.book, known) for each in row]
    differences += _other_units(chart.forms, issued)
    yield Finding(issued.code, tuple(differences))


def _other_units(forms: Sequence[str], issued: Issued) -> Iterator[Difference]:
    """The formats of numbers that write a unit which nothing in the chart had."""
    known = {unit_of_form(form) for form in issued.lines.forms} | {""}
    for form in forms:
        if issued.lines.forms and unit_of_form(form) not in known:
            yield Difference(UNIT.ko, "", " ".join(sorted(known)).strip(), unit_of_form(form))


def _columns(issued: Issued) -> list[_Column]:
    tags = {(row, column): words for row, column, words in issued.lines.tags}
    found = []
    for number, name in enumerate(issued.lines.names):
        held = [
            (at, place if isinstance(place, str) else repr(place), values[number])
            for at, (place, _, values) in enumerate(issued.lines.rows)
        ]
        valued = [(at, place, value) for at, place, value in held if value is not None]
        points = tuple((place, value) for _, place, value in valued)
        found.append(_Column(name, points, tuple(tags.get((at, number), "") for at, _, _ in valued)))
    return found


def _likeness(chart: Chart, issued: Issued) -> int:
    """How many of its points a chart shares with a figure."""
    points = {(column.name, *point) for column in _columns(issued) for point in column.points}
    places = {point[1:] for point in points}
    shown = [(line.name, *point) for line in chart.lines for point in line.values]
    return sum((each in points) + (each[1:] in places) for each in shown)


def _pairs(lines: Sequence[Line], columns: Sequence[_Column]) -> Iterator[tuple[Line, _Column | None]]:
    """Each series beside the one it was issued as: by its name, or by its place where a name is another one."""
    names, own = [each.name for each in lines], [each.name for each in columns]
    told_apart = len(set(own)) == len(own) and set(names) == set(own)
    if len(lines) == len(columns) and not told_apart:
        yield from zip(lines, columns, strict=True)
        return
    named = {canonical(each.name): each for each in columns}
    for line in lines:
        yield line, named.get(canonical(line.name))


def _differences(line: Line, column: _Column | None, issued: Issued) -> Iterator[Difference]:
    if column is None:
        yield Difference(SERIES.ko, "", NOTHING, line.name)
        return
    if canonical(line.name) != canonical(column.name):
        yield Difference(SERIES.ko, "", column.name, line.name)
    if len(line.values) == len(column.points):
        yield from _point_by_point(line, column, issued)
        return
    expected = dict(column.points)
    for place, value in line.values:
        if place not in expected:
            yield Difference(column.name, place, NOTHING, worded(issued, value))
        elif not same_number(value, expected[place]):
            yield Difference(column.name, place, worded(issued, expected[place]), worded(issued, value))


def _point_by_point(line: Line, column: _Column, issued: Issued) -> Iterator[Difference]:
    for (place, value), (own, right) in zip(line.values, column.points, strict=True):
        if not _same_place(place, own):
            yield Difference(column.name, own, own, place)
        if not same_number(value, right):
            yield Difference(column.name, own, worded(issued, right), worded(issued, value))
    for at, words in line.labels:
        tag = column.tags[at]
        if canonical(words) != canonical(tag):
            yield Difference(column.name, column.points[at][0], tag or NOTHING, words)


def _same_place(one: str, other: str) -> bool:
    try:
        return same_number(float(one), float(other))
    except ValueError:
        return canonical(one) == canonical(other)


def _unlike(book: Sequence[Cells], known: Known) -> Iterator[Iterator[Difference]]:
    """The rows of a workbook within a chart that are not as issued; its head comes first."""
    for at, row in enumerate(book):
        cells = trimmed(row)
        if not cells:
            continue
        if at == 0:
            head = known.heads[0]
            if not head.holds(cells):
                yield head.differences(cells)
        elif known.row(cells) is None:
            nearest = nearest_row(known.chart, cells)
            yield nearest.differences(cells) if nearest is not None else iter([_unknown(row)])


def _unknown(row: Cells) -> Difference:
    shown = " ".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in row)
    return Difference(SERIES.ko, "", NOTHING, shown)


def worded(issued: Issued, number: float) -> str:
    """A number of a chart as readers see it."""
    return f"{number * 100:.1f}%" if issued.unit == "percent" else f"{number:g}"
