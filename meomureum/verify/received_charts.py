"""Native charts of handed-in files: the numbers that they draw, the words beside points, the workbook within."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from meomureum.verify.office_xml import Element, every, first, opened, parsed, part, related, run_words
from meomureum.verify.received_leaf import Cells, Chart, Line, Seen, Unreadable
from meomureum.verify.received_sheets import rows_of_book

CHART = re.compile(r"(?i)/charts?/chart[^/]*\.xml$")


def charts_of(archive: zipfile.ZipFile, names: list[str]) -> Iterator[Chart]:
    """The charts among some parts of an archive."""
    for name in names:
        if CHART.search(f"/{name}") and name in archive.namelist():
            yield chart_of(archive.read(name), _book(archive, name))


def chart_of(content: bytes, book: tuple[Cells, ...] = ()) -> Chart:
    """The chart of a part."""
    chart = parsed(content)
    forms = dict.fromkeys(each.get("formatCode", "") for each in every(chart, "numFmt"))
    return Chart(tuple(_lines(chart)), book, tuple(forms))


def labels_of(archive: zipfile.ZipFile, names: list[str]) -> Iterator[Seen]:
    """The titles of charts and of their axes."""
    for name in names:
        if CHART.search(f"/{name}") and name in archive.namelist():
            for title in every(part(archive, name), "title"):
                if words := " ".join(run_words(each) for each in every(title, "p")).strip():
                    yield Seen("label", (words,))


def _book(archive: zipfile.ZipFile, name: str) -> tuple[Cells, ...]:
    """The rows of the workbook within a chart; none where it has none that can be read."""
    for each in related(archive, name).values():
        if each.endswith(".xlsx") and each in archive.namelist():
            with (
                suppress(zipfile.BadZipFile, KeyError, ValueError, Unreadable),
                opened(archive.read(each)) as book,
            ):
                return rows_of_book(book)
    return ()


def _lines(chart: Element) -> Iterator[Line]:
    for series in every(chart, "ser"):
        name = first(series, "tx", "v")
        categories = _points(series, "cat") or _points(series, "xVal")
        values = _points(series, "val") or _points(series, "yVal")
        held = {at: float(value) for at, value in values.items() if value}
        pairs = tuple((categories.get(at, str(at)), value) for at, value in held.items())
        places = {at: number for number, at in enumerate(held)}
        labels = tuple((places[at], words) for at, words in _labels(series) if at in places)
        yield Line(name.text or "" if name is not None else "", pairs, labels)


def _points(series: Element, axis: str) -> dict[int, str]:
    element = first(series, axis)
    if element is None:
        return {}
    found = {}
    for point in every(element, "pt"):
        value = first(point, "v")
        if value is not None:
            found[int(point.get("idx", "0"))] = _whole(value.text or "")
    return found


def _whole(words: str) -> str:
    """2023 however it is written: "2023.0"."""
    return words[:-2] if re.fullmatch(r"-?\d+\.0", words) else words


def _labels(series: Element) -> Iterator[tuple[int, str]]:
    """Words that were written beside a point; a number in its own form is that of the series."""
    for label in every(series, "dLbl"):
        at, rich = first(label, "idx"), first(label, "rich")
        if at is not None and rich is not None:
            yield int(at.get("val", "0")), " ".join(run_words(each) for each in every(rich, "p"))
