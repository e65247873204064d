"""Axes of a drawing: where they begin and end, and which values are written along them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from meomureum.drawing.drawing import Axis
from meomureum.drawing.figure import Figure, Series
from meomureum.texts import number
from meomureum.units import UNITS

MOST_TICKS, FEW_TICKS, MOST_YEARS = 6, 4, 8
LEGEND_LINE, LEGEND_FITS = 22, 3
"""The pixels of an entry of a legend, and how many entries there is room for in any case."""
HEADROOM = 1.18
"""How far an axis goes on beyond its values: there stand their labels."""
LONG_LABEL, LONGER_ROOM = 9, 1.4
LONG_NAME, MOST_STANDING, NAME_BESIDE = 6, 8, 9
"""Letters of a name from which bars lie down, bars beside each other, letters that have room beside a bar."""
RATES = {"percent": "%", "points": "%p", "pp": " pp"}
"""What stands behind the values of rates and of their differences, in Korean and in English."""
FIRST_YEAR, LAST_YEAR = 1900, 2200


def value_axis(unit: str, values: Sequence[float], *, title: str = "", longest_label: int = 0) -> Axis:
    """From zero, with room for labels beyond the values; what lies below zero is shown too."""
    low, high = min([*values, 0.0]), max([*values, 0.0])
    room = ((LONGER_ROOM if longest_label > LONG_LABEL else HEADROOM) - 1) * (high - low)
    low, high = low - room * (low < 0), high + room * (high > 0)
    return numbers_axis(unit, low, high if high > low else low + 1.0, title=title)


def numbers_axis(unit: str, low: float, high: float, *, title: str = "") -> Axis:
    """Just so far, with round values written along it."""
    return Axis("numbers", ticks(unit, low, high), low, high, unit, title)


def ticks(unit: str, low: float, high: float, most: int = MOST_TICKS) -> tuple[tuple[float, str], ...]:
    """Round values from low to high, in as many digits as tell them apart; whole ones of what is counted."""
    step = _round_step((high - low) / most)
    whole = unit not in RATES and not (unit in UNITS and UNITS[unit].decimals)
    if whole and math.floor(high) > math.ceil(low):
        step = max(step, 1.0)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple((at * step, written(unit, at * step, step)) for at in range(first, last + 1))


def written(unit: str, value: float, step: float) -> str:
    """A value beside an axis whose values are so far apart."""
    scale = 100 if unit in RATES else 1
    return number(value * scale, _decimals(step * scale)) + RATES.get(unit, "")


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten: the first that is not smaller."""
    power = 10.0 ** math.floor(math.log10(least)) if least > 0 else 1.0
    return next(each * power for each in (1, 2, 5, 10) if each * power >= least * (1 - 1e-9))


def names_axis(names: Sequence[str], *, lying: bool, title: str = "") -> Axis:
    """A place for each name: of bars that lie the first is on top."""
    return Axis(
        "categories",
        tuple((float(at), name) for at, name in enumerate(names)),
        -0.5,
        len(names) - 0.5,
        title=title,
        reversed=lying,
        above=lying and max(map(len, names), default=0) > NAME_BESIDE,
    )


def lies(names: Sequence[str], bars: int) -> bool:
    """Whether bars lie down: their names are long, or they are many."""
    return bars > MOST_STANDING or max(map(len, names), default=0) > LONG_NAME


def are_years(series: Sequence[Series]) -> bool:
    """Whether every point stands in a year."""
    places = {point.at for each in series for point in each.points}
    return all(at.isdecimal() and FIRST_YEAR < int(at) < LAST_YEAR for at in places)


def unit_of(figure: Figure) -> str:
    """The unit of its values: differences of rates are told in points, as the language writes them."""
    told = [point.shown for each in figure.series for point in each.points if point.value is not None]
    units = {"%p": "points", "pp": "pp"}
    ends = {words[-2:] for words in told}
    return units.get(ends.pop(), figure.unit) if len(ends) == 1 else figure.unit


def rank_axis(values: Sequence[float]) -> Axis:
    """The best on top, in whole steps around the values; nought is no rank and is not written."""
    best, worst = min(values, default=1.0), max(values, default=1.0)
    step = max(_round_step(((worst - best) or worst / 5) / 3), 1.0)
    low = max((math.floor(best / step) - 1) * step, 0.0)
    high = (math.ceil(worst / step - 1e-9) + 1) * step
    count = range(round((high - low) / step) + 1)
    steps_ = tuple((low + at * step, number(low + at * step)) for at in count if low + at * step)
    return Axis("numbers", steps_, low, high, "rank", reversed=True)


def stage_axis(names: Mapping[float, str]) -> Axis:
    """Stages under their names."""
    return Axis("numbers", tuple(sorted(names.items())), 0.0, max(names, default=1.0) + 0.5, "stage")


def year_axis(years: Collection[int], events: Collection[float] = ()) -> Axis:
    """As long as the data: every year while they are few; what happened in the last year has room behind it."""
    first, last = min(years), max(years)
    if first == last:
        first, last = first - 1, last + 1
    step = next((each for each in (1, 2, 5, 10) if (last - first) / each <= MOST_YEARS), 20)
    steps_ = tuple((float(year), str(year)) for year in range(first, last + 1, step))
    return Axis(
        "years", steps_, float(first), max([float(last), *(at for at in events if last < at < last + 1)])
    )


def ends_and_middle(axis: Axis) -> Axis:
    """The same axis of years for a small panel: only the first year, the last and one between."""
    first, last = int(axis.low or 0), int(axis.high or 0)
    years = sorted({first, (first + last) // 2, last})
    return replace(axis, ticks=tuple((float(year), str(year)) for year in years))


def few_values(axis: Axis) -> Axis:
    """The same axis of values for a small panel, with fewer of them written; ranks and stages as they are."""
    if axis.unit in ("rank", "stage") or axis.low is None or axis.high is None:
        return axis
    return replace(axis, ticks=ticks(axis.unit, axis.low, axis.high, FEW_TICKS))


def legend_room(entries: int) -> int:
    """What a legend takes, line by line on a narrow screen, beyond the room that every drawing has for one."""
    return LEGEND_LINE * max(0, entries - LEGEND_FITS)


def apart(levels: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Levels at least so far from each other, in the same order, between two bounds as far as there is room."""
    order = sorted(range(len(levels)), key=levels.__getitem__)
    moved = list(levels)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    room = high
    for at in reversed(order):
        moved[at] = max(min(moved[at], room), low)
        room = moved[at] - least
    return moved
