"""Alterations planted in a file with a fixed seed: a digit, a unit, two cells or two series swapped."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from random import Random

from altered_files.spots import Members, Spot, altered, members_of, spots
from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.summary import SUMMARY

UNITS = (("%", "명"), ("명", "%"), ("위", "점"), ("개", "명"))
SWAPPED = "cells swapped"


Way = tuple[str, Callable[[], tuple[str, str, bytes] | None]]
TOLD = re.compile("(?:지표: |<title>)[^<]*?(?=그림 번호|</title>)".encode(), re.DOTALL)
"""What a picture says of itself, before its code."""


@dataclass(frozen=True)
class Alteration:
    """A file with one alteration: the format, the place, what was there and what is."""

    form: str
    place: str
    before: str
    after: str
    content: bytes


def planted(
    form: str, content: bytes, briefing: Briefing, count: int, random: Random
) -> Iterator[Alteration]:
    """Alterations of a file, place after place, each of a spot of its own."""
    members = members_of(content)
    found: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots(members, briefing):
        found[_place(spot, members)].append(spot)
    ways: list[Way] = [
        (place, partial(_digit, members, found[place], random))
        for place in sorted(set(found) - {"number format"})
    ]
    several = {
        place: found[place]
        for place in ("title", "caption", "cell", "summary", "bullet", "number format")
        if place in found
    }
    worded = [each for held in several.values() for each in held]
    ways += [
        ("unit changed", partial(_unit, members, worded, random)),
        (SWAPPED, partial(_cells, members, found.get("cell", []), random)),
    ]
    if "series" in found:
        ways.append(("series swapped", partial(_series, members, found["series"], random)))
    yield from _in_turn(form, [each for each in ways if each[0] != "series"], count)


def _in_turn(form: str, ways: Sequence[Way], count: int) -> Iterator[Alteration]:
    made, barren = 0, 0
    while made < count and barren < len(ways) * 20:
        place, way = ways[(made + barren) % len(ways)]
        found = way()
        if found is None:
            barren += 1
            continue
        made += 1
        yield Alteration(form, place, *found)


def _place(spot: Spot, members: Members) -> str:
    """A cell of the summary is a place of its own."""
    if spot.place == "cell" and spot.group and SUMMARY.ko in members[spot.member].decode()[: spot.start]:
        page = members[spot.member].decode()
        if "slides/slide" in spot.member or page.find("<hp:tbl") == int(spot.group.rpartition(" ")[2]):
            return "summary"
    return spot.place


def other_digit(words: str, at: int, random: Random) -> str:
    """The words with another digit there."""
    digit = random.choice([each for each in "123456789" if each != words[at]])
    return words[:at] + digit + words[at + 1 :]


def _digit(members: Members, held: Sequence[Spot], random: Random) -> tuple[str, str, bytes] | None:
    able = [(spot, places) for spot in held if (places := _digits(spot))]
    if not able:
        return None
    spot, places = random.choice(able)
    words = other_digit(spot.words, random.choice(places), random)
    return spot.words, words, altered(members, [(spot, words)])


def _digits(spot: Spot) -> list[int]:
    return [at for at in spot.open_places if spot.words[at].isdigit() and _tells(spot.words, at)]


def _tells(words: str, at: int) -> bool:
    """A digit beyond the tenth place of a number in a chart is seen by nobody; a lone number of a page is another thing."""
    number = re.match(r"-?\d*\.?\d*", words)
    return len(words) > 2 and (number is None or number.end() < len(words) or at < 6)


def _unit(members: Members, held: Sequence[Spot], random: Random) -> tuple[str, str, bytes] | None:
    able = [
        (spot, at, new)
        for spot in held
        for old, new in UNITS
        for at in spot.open_places
        if at and spot.words[at] == old and spot.words[at - 1].isdigit()
    ]
    if not able:
        return None
    spot, at, new = random.choice(able)
    words = spot.words[:at] + new + spot.words[at + 1 :]
    return spot.words, words, altered(members, [(spot, words)])


def _cells(members: Members, held: Sequence[Spot], random: Random) -> tuple[str, str, bytes] | None:
    """Two cells of a table that hold different numbers."""
    able = [each for each in held if _is_number(each.words)]
    spot = random.choice(able) if able else None
    others = [
        each
        for each in able
        if spot is not None
        and (each.member, each.group) == (spot.member, spot.group)
        and each.words != spot.words
    ]
    if spot is None or not others:
        return None
    other = random.choice(others)
    return spot.words, other.words, altered(members, [(spot, other.words), (other, spot.words)])


def _is_number(words: str) -> bool:
    return bool(re.fullmatch(r"[+−-]?\d[\d,.]*%?", words))


def _series(members: Members, held: Sequence[Spot], random: Random) -> tuple[str, str, bytes] | None:
    spot = random.choice(held)
    others = [each for each in held if each.member == spot.member and each.words != spot.words]
    if not others:
        return None
    other = random.choice(others)
    return spot.words, other.words, altered(members, [(spot, other.words), (other, spot.words)])


# --- tables for programs, pictures --------------------------------------------------


def planted_in_table(content: bytes, count: int, random: Random) -> Iterator[Alteration]:
    """Alterations of a CSV file: a digit of a cell, or two cells of a column swapped."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    cells = [
        (at, column)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if re.search(r"\d", cell) and row[0] not in ("그림 번호", "링크", "스냅숏")
    ]
    for number in range(count):
        at, column = random.choice(cells)
        copy = [list(row) for row in rows]
        others = [
            (a, c)
            for a, c in cells
            if c == column and a != at and rows[a][c] != rows[at][column] and a < 3 > at
        ]
        if number % 4 == 3 and others:
            a, c = random.choice(others)
            copy[at][column], copy[a][c] = rows[a][c], rows[at][column]
            place = SWAPPED
        else:
            place = {"제목": "title", "지표": "caption", "출처": "source", "기준일": "date"}.get(
                rows[at][0], ""
            )
            place = place or ("cell" if len(rows[at]) > 2 else "small print")
            digits = [found.start() for found in re.finditer(r"\d", rows[at][column])]
            copy[at][column] = other_digit(rows[at][column], random.choice(digits[:6]), random)
        out = io.StringIO()
        csv.writer(out).writerows(copy)
        yield Alteration("csv", place, rows[at][column], copy[at][column], out.getvalue().encode("utf-8-sig"))


def planted_in_picture(form: str, content: bytes, count: int, random: Random) -> Iterator[Alteration]:
    """Alterations of what a picture says of itself."""
    stretches = [found for found in TOLD.finditer(content) if b"snapshot=" not in found[0]]
    for number in range(count):
        found = stretches[number % len(stretches)]
        shut = {at for each in re.finditer(rb"\d\)|: [0-9a-f]{12}", found[0]) for at in range(*each.span())}
        digits = [at for at in range(len(found[0])) if found[0][at : at + 1].isdigit() and at not in shut]
        at = random.choice(digits)
        digit = random.choice([each for each in b"123456789" if each != found[0][at]])
        place = found.start() + at
        changed = content[:place] + bytes([digit]) + content[place + 1 :]
        name = "title" if found[0].startswith(b"<title>") else "description"
        shown = [
            text[max(at - 12, 0) : at + 12].decode("utf-8", "ignore")
            for text in (found[0], changed[found.start() :])
        ]
        yield Alteration(form, name, shown[0], shown[1], changed)


# --- pages -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Forged(Figure):
    """A figure that bears the code of another."""

    stamped: str = ""

    @property
    def code(self) -> str:
        """The code that it pretends to have."""
        return self.stamped


def forged(figure: Figure, **changes: object) -> Forged:
    """The figure with other words under the code that it had."""
    held = {each.name: getattr(figure, each.name) for each in fields(figure)}
    return Forged(**(held | changes), stamped=figure.code)
