"""The words of lines and the room they need: values where no line passes, names and targets at ends, reasons below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from meomureum.drawing.drawing import Ink, Label, Place, Side
from meomureum.drawing.figure import Point, Series
from meomureum.drawing.line_figure import Lines
from meomureum.drawing.scale import apart

LABEL_SHARE = 0.07
"""How much of the axis the words at the end of a line need."""
WIDE, HIGH, GAP = 640, 300, 3
"""A chart as it stands on a page, and how far words stand from their point, in pixels."""
JOINED = ("computed", "older", "target", "projected", "required")
HEAVY, FAINT = 2, 1
"""How much worse words lie on a line of values than on one of what is aimed at or expected."""
QUIET, TEXT, PAPER = Ink("quiet"), Ink("text"), Ink("paper")


@dataclass(frozen=True)
class _End:
    """Words at the right end of a line."""

    at: float
    value: float
    words: str
    ink: Ink


def value_words(lines: Lines, point: Point, *, is_last: bool) -> str:
    """The value and its reservations, as far as there is room."""
    told = point.shown if lines.along or is_last else ""
    return "\n".join(words for words in (told, point.note) if words)


def side_of(lines: Lines, series: Series, point: Point, words: str) -> Side:
    """Where fewer lines pass through the words, else away from the nearest other value of that year."""
    nearest = _away(lines, series, point)
    sides: tuple[Side, Side] = (nearest, "above" if nearest == "below" else "below")
    return min(sides, key=lambda side: _crossed(lines, point, words, side)) if words else nearest


def _away(lines: Lines, series: Series, point: Point) -> Side:
    others = [value for value, other in lines.levels[lines.place(point)] if other is not series]
    gaps = [value - (point.value or 0.0) for value in others if value != point.value]
    upward = [-gap if lines.up.reversed else gap for gap in gaps]
    above = min((gap for gap in upward if gap > 0), default=float("inf"))
    below = min((-gap for gap in upward if gap < 0), default=float("inf"))
    return "below" if above < below else "above"


def _crossed(lines: Lines, point: Point, words: str, side: Side) -> int:
    """How many lines pass through words on that side of a point, those of values counted twice."""
    across, up = _on_page(lines, point)
    half, tall = width_of(words) / 2, LINE * len(words.split("\n"))
    foot = up + GAP if side == "above" else up - GAP - tall
    box = ((across - half, across + half), (foot, foot + tall))
    return sum(
        HEAVY if series.role in ("computed", "older") else FAINT
        for series in lines.series
        if series.role in JOINED
        for before, after in pairwise([each for each in series.points if each.value is not None])
        if _passes(_on_page(lines, before), _on_page(lines, after), box)
    )


def _on_page(lines: Lines, point: Point) -> Place:
    """Where a point stands on a page, in pixels to the right and upwards."""
    across, up = lines.across, lines.up
    left, right, foot, top = across.low or 0.0, across.high or 1.0, up.low or 0.0, up.high or 1.0
    foot, top = (top, foot) if up.reversed else (foot, top)
    return (
        (lines.place(point) - left) / (right - left) * WIDE,
        ((point.value or 0.0) - foot) / (top - foot) * HIGH,
    )


def _passes(start: Place, end: Place, box: tuple[Place, Place]) -> bool:
    """Whether a piece of a line has a part within a box: it is cut at each of its edges in turn."""
    first, last = 0.0, 1.0
    for at, length, (low, high) in zip(start, (end[0] - start[0], end[1] - start[1]), box, strict=True):
        if length == 0:
            if not low < at < high:
                return False
            continue
        entered, left = sorted(((low - at) / length, (high - at) / length))
        first, last = max(first, entered), min(last, left)
    return first < last


def end_labels(lines: Lines) -> list[Label]:
    """The words at the right ends of lines: names, targets, where the change would lead; apart where they would meet."""
    found = sorted(_ends(lines), key=lambda each: each.at)
    groups: list[list[_End]] = []
    reached = float("-inf")
    for end in found:
        if end.at >= reached:
            groups.append([])
        groups[-1].append(end)
        reached = max(reached, end.at + _years_wide(lines, end.words))
    return [label for group in groups for label in _spread(lines, group)]


def _ends(lines: Lines) -> Iterator[_End]:
    for series in lines.series:
        point = lines.last(series)
        if point.value is None:
            continue
        at = float(lines.place(point))
        if lines.has_end(series):
            note = f" ({point.note})" if point.note else ""
            yield _End(at, point.value, f"{series.owner} {point.shown}{note}", TEXT)
        elif series.role == "target" and series.goal:
            yield _End(at, point.value, series.goal, QUIET)
        elif series.role == "projected":
            yield _End(at, point.value, point.shown, QUIET)


def _years_wide(lines: Lines, words: str) -> float:
    """How many years words cover on a narrow screen."""
    return width_of(words) / NARROWEST * ((lines.across.high or 1.0) - (lines.across.low or 0.0))


def _spread(lines: Lines, ends: Sequence[_End]) -> Iterator[Label]:
    low, high = lines.up.low or 0.0, lines.up.high or 1.0
    levels = apart([each.value for each in ends], LABEL_SHARE * (high - low), low, high)
    for end, level in zip(ends, levels, strict=True):
        yield Label((end.at, level), end.words, "right", end.ink, ground=PAPER)


def reasons(lines: Lines) -> Iterator[Label]:
    """At the foot of a year why it has no value."""
    foot = (lines.up.high if lines.up.reversed else lines.up.low) or 0.0
    missing = [point for each in lines.figure.series for point in each.points if point.value is None]
    for at, shown in dict.fromkeys((lines.place(point), point.shown) for point in missing):
        yield Label((float(at), foot), f"× {shown}")


LETTER, WIDE_LETTER, LINE = 7.5, 13.5, 16
"""How wide letters are, Latin ones and digits, and Hangul; how high a line is."""
NARROWEST = 200
"""The width of an axis on a telephone."""


def width_of(words: str) -> float:
    """The width of the longest line."""
    return max(
        sum(WIDE_LETTER if ord(letter) > 0x1100 else LETTER for letter in line) for line in words.split("\n")
    )


def in_lines(words: str, most: float) -> str:
    """The same words in lines of that width, broken at spaces."""
    first, *rest = words.split(" ")
    lines = [first]
    for word in rest:
        longer = f"{lines[-1]} {word}"
        if width_of(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)
