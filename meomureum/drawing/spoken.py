"""What a speaker says of a figure, sentence by sentence, and what helps when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator

from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.line_figure import MEASURED
from meomureum.drawing.particulars import (
    ALT,
    FILTERS,
    LINK,
    MEASURE,
    SNAPSHOT,
    UNIT,
    VERDICT,
    particulars,
    point_in_words,
)
from meomureum.texts import Text, number

ASKED = Text("물음에 답할 때", "When asked")
VALUES = Text("값", "Values")
PEOPLE = Text(
    "{name}: {at}년 {denominator}명 가운데 {numerator}명이 {shown}입니다",
    "{name}: in {at}, {numerator} of {denominator} people, {shown}",
)
FROM = Text("출처는 {source}, 기준일은 {as_of}입니다", "The source is {source}, as of {as_of}")
UNSAID = (MEASURE, UNIT, VERDICT, SNAPSHOT, FILTERS, ALT, LINK)
"""What nobody says aloud, or has said already."""
MOST_SERIES = 3


def spoken(figure: Figure) -> list[str]:
    """Sentences to be said: the finding, where it stands, the people behind it, the first reservation, where it is from."""
    told = [figure.title, figure.verdict, *_people(figure), *figure.notes[:1]]
    if figure.source:
        told.append(FROM.fill(source=figure.source, as_of=figure.as_of)(figure.language))
    return [f"{each.rstrip(' .')}." for each in told if each]


def _people(figure: Figure) -> Iterator[str]:
    """The latest value of each line with whom it counts, where that is a share of people."""
    lines = [each for each in figure.series if each.role in MEASURED][:MOST_SERIES]
    for series in lines if figure.unit == "percent" and figure.people and figure.kind == "line" else ():
        last: Point | None = max(
            (each for each in series.points if each.value is not None), key=lambda each: each.at, default=None
        )
        if last is not None and last.numerator is not None and last.denominator is not None:
            counts = {"numerator": number(last.numerator), "denominator": number(last.denominator)}
            yield PEOPLE.fill(name=series.name, at=last.at, shown=last.shown, **counts)(figure.language)


def answers(figure: Figure) -> list[str]:
    """What a speaker looks up when somebody asks: definition, reservations, events, source, code, every value."""
    language, unsaid = figure.language, {each(figure.language) for each in UNSAID}
    told = [f"{label}: {words}" for label, words in particulars(figure, language) if label not in unsaid]
    if not figure.series:
        return told + [" | ".join(row) for row in (figure.columns, *figure.rows)]
    points = (
        ", ".join(point_in_words(point, figure.unit, language) for point in series.points)
        for series in figure.series
    )
    values = [f"- {series.name}: {words}" for series, words in zip(figure.series, points, strict=True)]
    return [*told, f"{VALUES(language)}:", *values]
