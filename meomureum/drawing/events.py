"""Where events stand on the axis of years, and under which number."""

from __future__ import annotations

from collections.abc import Iterable

from meomureum.texts import Text

CLOSE_YEARS, CLOSE_SHARE = 0.4, 0.1
"""Events nearer than this (and than this share of all years) have one number between them."""
DEFINITION_CHANGED = Text("정의 변경", "Definition changed")


def event_marks(places: Iterable[float], low: float, high: float) -> list[tuple[str, float]]:
    """The number of each event and its place; those too close to tell apart share a mark, those outside have none."""
    close = max(CLOSE_YEARS, (high - low) * CLOSE_SHARE)
    marks: list[tuple[str, float]] = []
    for count, at in enumerate(places, start=1):
        if not low <= at <= high:
            continue
        if marks and at - marks[-1][1] < close:
            marks[-1] = (f"{marks[-1][0].partition('–')[0]}–{count}", marks[-1][1])
        else:
            marks.append((str(count), at))
    return marks
