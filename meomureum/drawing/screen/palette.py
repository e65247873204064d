"""What all figures share: one palette, one number format, the words beside a point.

Figures are plain dictionaries: nothing is validated twice and nothing is copied. Every colour
keeps 3:1 against the light and the dark page, so a figure needs no second version.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from meomureum.analysis.words import value_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text, number

SERIES_COLOURS = ("#2073BC", "#F46A25", "#28A197", "#A285D1", "#8A949E", "#C2458B")
LINE_STYLES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "star", "hexagon")
QUIET = "#8A949E"
FONT = "Pretendard GOV, Malgun Gothic, sans-serif"
PERSONS_OF = Text("{numerator} / {denominator}명", "{numerator} of {denominator}")
COUNTS_OF = Text("{numerator} / {denominator}", "{numerator} of {denominator}")
# Beside a point there is room for a word; the table has the whole of it.
SHORT_MARKS = {
    "provisional": Text("잠정", "provisional"),
    "revised": Text("정정", "revised"),
    "low_reliability": Text("분모 작음", "small base"),
    "approximate": Text("약", "approx."),
    "assumed_year": Text("연도 가정", "year assumed"),
}

Figure = dict[str, Any]


def colour(index: int) -> str:
    """The colour of a series, by its place in the order."""
    return SERIES_COLOURS[index % len(SERIES_COLOURS)]


def translucent(index: int, share: float) -> str:
    """The same, so light that lines and words stay readable upon it."""
    red, green, blue = (int(colour(index)[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def marks(row: Any, language: Language) -> str:
    """The reservations on a value in short words."""
    return ", ".join(SHORT_MARKS[mark](language) for mark in str(row.marks).split() if mark in SHORT_MARKS)


def told(kpi: Kpi, row: Any, name: str, language: Language) -> str:
    """What a point says when it is pointed at: value, counts, reservations."""
    if pd.isna(row.value):
        return ""
    words = f"{name} {int(row.year)}: {value_text(kpi.unit, row.value, row.value_high)(language)}"
    if pd.notna(row.numerator) and pd.notna(row.denominator) and kpi.unit == "percent":
        counted = PERSONS_OF if kpi.counts_people else COUNTS_OF
        counts = counted.fill(numerator=number(row.numerator), denominator=number(row.denominator))
        words += f"<br>{counts(language)}"
    reservations = marks(row, language)
    return f"{words}<br>{reservations}" if reservations else words


def value_axis(kpi: Kpi) -> Figure:
    """The axis of values: from zero, a rank with the best on top."""
    return {
        "tickformat": ".2~%" if kpi.unit == "percent" else ",d",
        "rangemode": "normal" if kpi.unit == "rank" else "tozero",
        "autorange": "reversed" if kpi.unit == "rank" else True,
        "title": {"text": ""},
    }
