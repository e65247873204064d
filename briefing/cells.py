"""The cells of tables and charts: numbers stay numbers, shown with the decimals and units of their words."""

from __future__ import annotations

import re

from briefing.content import AS_PUBLISHED, TARGET_PATH, Figure, Point, Series
from briefing.safe_text import safe_text

Cell = float | str
WORDED_NUMBER = re.compile(
    r"(?P<before>[^\d−]*)(?P<number>−?[\d,]+(?:\.(?P<decimals>\d+))?)(?P<after>%|[^\d%]*)"
)
PLAIN_NUMBER = re.compile(
    r"(?P<sign>−?)(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?P<part>\.\d+)?(?P<percent>%?)"
)


def number_format(words: str) -> str:
    """The spreadsheet's format that shows a number as these words do; "" where they hold no single one.

    >>> number_format("9.0%"), number_format("25개"), number_format("5,800"), number_format("2023")
    ('0.0%', '#,##0"개"', '#,##0', '0')
    """
    found = WORDED_NUMBER.fullmatch(words)
    if found is None or '"' in words:
        return ""
    digits = "#,##0" if "," in found["number"] or found["after"] not in ("", "%") else "0"
    decimals = "." + "0" * len(found["decimals"]) if found["decimals"] else ""
    after = found["after"] if found["after"] == "%" else _quoted(found["after"])
    return f"{_quoted(found['before'])}{digits}{decimals}{after}"


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""


def table_cells(figure: Figure) -> list[list[Cell]]:
    """The table of a figure: the exact numbers where they are known, else what the words say."""
    if figure.numbers:
        pairs = zip(figure.rows, figure.numbers, strict=True)
        return [
            [safe_text(word) if exact is None else exact for word, exact in zip(*pair, strict=True)]
            for pair in pairs
        ]
    return [[_read(word) for word in row] for row in figure.rows]


def _read(word: str) -> Cell:
    """A number that stands alone is a number; leading zeros make it a code."""
    found = PLAIN_NUMBER.fullmatch(word)
    if found is None:
        return safe_text(word)
    value = float(found["whole"].replace(",", "") + (found["part"] or ""))
    signed = -value if found["sign"] else value
    return round(signed / 100, 12) if found["percent"] else signed


def categories(figure: Figure) -> list[str]:
    """The places on the chart's axis: every year from first to last, or each category once."""
    found = list(dict.fromkeys(point.at for series in figure.series for point in series.points))
    if found and figure.kind == "line" and all(at.isdecimal() for at in found):
        years = sorted(int(at) for at in found)
        return [str(year) for year in range(years[0], years[-1] + 1)]
    return found


def points_at(series: Series, places: list[str]) -> list[Point | None]:
    """The points of a series at these places; None is a gap."""
    known = {point.at: point for point in series.points}
    return [known.get(at) for at in places]


def place_of(series: Series) -> str:
    """The place that a series is about, whether computed, published or aimed at."""
    if series.role == "computed":
        return series.name
    said = [words for text in (AS_PUBLISHED, TARGET_PATH) for words in (text.ko, text.en)]
    ends = [words.removeprefix("{place}") for words in said]
    return next((series.name.partition(end)[0] for end in ends if end in series.name), series.name)


def axis_format(figure: Figure) -> str:
    """How the value axis is written: whole percents unless the values are small."""
    values = [point.value for series in figure.series for point in series.points if point.value is not None]
    if figure.unit == "percent":
        return "0.0%" if max(values, default=1.0) < 0.06 else "0%"
    return "#,##0"


def rank_limits(figure: Figure) -> tuple[float, float]:
    """Where an axis of ranks begins and ends: in whole steps around the values, never at rank nought."""
    values = [point.value for series in figure.series for point in series.points if point.value is not None]
    step = 50 if max(values, default=0) >= 100 else 10
    first = (int(min(values, default=0)) // step - 1) * step
    last = (int(max(values, default=0)) // step + 2) * step
    return max(first, 0) or 1, last
