"""Pages of a PDF that were altered: typeset anew with other words under the codes that they had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from altered_files.planting import SWAPPED, UNITS, Alteration, forged, other_digit
from meomureum.drawing.figure import Briefing, Figure
from meomureum.export import FORMATS

Change = tuple[str, str, str, Briefing]


def planted_in_pages(briefing: Briefing, count: int, random: Random) -> Iterator[Alteration]:
    """Alterations of a PDF, place after place."""
    ways = (_title, _caption, _source, _date, _note, _cell, _swapped, _unit, _made_on)
    for number in range(count):
        place, before, after, changed = ways[number % len(ways)](briefing, random)
        yield Alteration("pdf", place, before, after, FORMATS["pdf"](changed))


def _with(briefing: Briefing, at: int, figure: Figure) -> Briefing:
    figures = [forged(each) if number != at else figure for number, each in enumerate(briefing.figures)]
    return replace(briefing, figures=tuple(figures))


def _field(briefing: Briefing, random: Random, place: str, name: str) -> Change:
    at = random.choice(
        [n for n, each in enumerate(briefing.figures) if re.search(r"\d", getattr(each, name))]
    )
    before = getattr(briefing.figures[at], name)
    digits = [found.start() for found in re.finditer(r"\d", before)]
    after = other_digit(before, random.choice(digits), random)
    return place, before, after, _with(briefing, at, forged(briefing.figures[at], **{name: after}))


def _title(briefing: Briefing, random: Random) -> Change:
    return _field(briefing, random, "title", "title")


def _caption(briefing: Briefing, random: Random) -> Change:
    return _field(briefing, random, "caption", "subtitle")


def _source(briefing: Briefing, random: Random) -> Change:
    return _field(briefing, random, "source", "source")


def _date(briefing: Briefing, random: Random) -> Change:
    return _field(briefing, random, "date", "as_of")


def _made_on(briefing: Briefing, random: Random) -> Change:
    after = f"2026-11-{random.randint(22, 29)}"
    figures = tuple(map(forged, briefing.figures))
    return "date of the cover", briefing.made_on, after, replace(briefing, made_on=after, figures=figures)


def _note(briefing: Briefing, random: Random) -> Change:
    at = random.choice(
        [n for n, each in enumerate(briefing.figures) if re.search(r"\d", " ".join(each.notes))]
    )
    figure = briefing.figures[at]
    number = next(n for n, each in enumerate(figure.notes) if re.search(r"\d", each))
    before = figure.notes[number]
    places = [found.start() for found in re.finditer(r"\d", before)]
    after = other_digit(before, random.choice(places), random)
    notes = (*figure.notes[:number], after, *figure.notes[number + 1 :])
    return "small print", before, after, _with(briefing, at, forged(figure, notes=notes))


def _valued(figure: Figure) -> list[tuple[int, int]]:
    shown = range(min(len(figure.rows), 30))
    return [(row, at) for row in shown for at in figure.counting if re.search(r"\d\d", figure.rows[row][at])]


def _put(figure: Figure, cells: dict[tuple[int, int], str]) -> Figure:
    rows = tuple(
        tuple(cells.get((row, at), words) for at, words in enumerate(held))
        for row, held in enumerate(figure.rows)
    )
    return forged(figure, rows=rows)


def _some(briefing: Briefing, random: Random) -> tuple[int, Figure]:
    return random.choice([(n, each) for n, each in enumerate(briefing.figures) if len(_valued(each)) > 1])


def _cell(briefing: Briefing, random: Random) -> Change:
    at, figure = _some(briefing, random)
    row, column = random.choice(_valued(figure))
    before = figure.rows[row][column]
    after = other_digit(
        before, random.choice([found.start() for found in re.finditer(r"\d", before)]), random
    )
    return "cell", before, after, _with(briefing, at, _put(figure, {(row, column): after}))


def _swapped(briefing: Briefing, random: Random) -> Change:
    at, figure = _some(briefing, random)
    cells = {place: figure.rows[place[0]][place[1]] for place in _valued(figure)}
    one = random.choice(list(cells))
    others = [place for place in cells if cells[place] != cells[one]]
    other = random.choice(others)
    changed = _put(figure, {one: cells[other], other: cells[one]})
    return SWAPPED, cells[one], cells[other], _with(briefing, at, changed)


def _unit(briefing: Briefing, random: Random) -> Change:
    at, figure = _some(briefing, random)
    found = [
        (place, old, new)
        for place in _valued(figure)
        for old, new in UNITS
        if figure.rows[place[0]][place[1]].endswith(old)
    ]
    if not found:
        return _unit(briefing, random)
    (row, column), old, new = random.choice(found)
    before = figure.rows[row][column]
    after = before.removesuffix(old) + new
    return "unit changed", before, after, _with(briefing, at, _put(figure, {(row, column): after}))
