"""Words that figures of every kind share: labels of values, and all that a point tells when it is pointed at."""

from __future__ import annotations

from meomureum.drawing.drawing import Cell, Drawing
from meomureum.drawing.figure import Figure, Point
from meomureum.texts import Text, number

AUTHOR_TITLE = Text("작성자가 고친 제목", "Title edited by the author")
SYNTHETIC = Text("합성 표본 데이터", "Synthetic sample data")
TARGET_PATH = Text("{place} 목표 경로", "{place} target path")
AS_PUBLISHED = Text("{place} 공표값", "{place} as published")
COUNTS = Text("{denominator}명 중 {numerator}명", "{numerator} of {denominator}")


PEOPLE = Text("{numerator} / {denominator}명", "{numerator} of {denominator}")
THINGS = Text("{numerator} / {denominator}", "{numerator} of {denominator}")
MARKED = "*"
"""Behind a value that bears a mark: the marks stand under the drawing."""


def label_of(point: Point) -> str:
    """A value as it stands beside its mark, or why there is none."""
    return " ".join(filter(None, (point.shown + (MARKED if point.marks else ""), point.aside)))


def is_starred(drawing: Drawing) -> bool:
    """Whether any label of it bears the sign of a mark."""
    spots = [spot for mark in drawing.marks for spot in getattr(mark, "spots", ())]
    cells = [mark.words for mark in drawing.marks if isinstance(mark, Cell)]
    labels = [label.words for panel in drawing.panels for label in panel.labels]
    return any(MARKED in words for words in (*cells, *labels, *(spot.label for spot in spots)))


def hover_words(figure: Figure, name: str, point: Point) -> str:
    """Name and value, counts, what it is compared with and reservations, a line each."""
    value = " ".join(filter(None, (point.shown, point.aside)))
    lines = [f"{name}: {value}"]
    if figure.unit == "percent" and point.numerator is not None and point.denominator is not None:
        counted = PEOPLE if figure.people else THINGS
        counts = counted.fill(numerator=number(point.numerator), denominator=number(point.denominator))
        lines.append(counts(figure.language))
    elif figure.unit == "percent" and point.denominator is not None:
        lines.append(f"n = {number(point.denominator)}")
    if point.compared:
        lines.append(" · ".join(point.compared))
    return "\n".join([*lines, *([", ".join(point.marks)] if point.marks else [])])
