"""What is said in place of a finding where its values are of some of a city's registered institutions only."""

from __future__ import annotations

from collections.abc import Iterable

from meomureum.analysis.targets.changes import PARTIAL
from meomureum.measures.measurement import mark_text
from meomureum.texts import Text

NOT_YET = Text(
    "{city}: 아직 일부 기관의 값이라 판단하지 않습니다({parts})",
    "{city}: of some institutions only so far, so nothing is judged ({parts})",
)
OF_SOME = Text("{what} {year}년은 {counts}", "{what} {year}: {counts}")


def of_some(what: Text, year: object, marks: object) -> Text | None:
    """Of how many institutions a measurement is, where it is not of all: graduates 2023: 2 of 4 registered institutions."""
    mark = next((each for each in str(marks).split() if each.startswith(PARTIAL)), "")
    return OF_SOME.fill(what=what, year=str(year), counts=mark_text(mark)) if mark else None


def or_not_yet(finding: Text, city: Text, parts: Iterable[Text]) -> Text:
    """A finding, or why there is none: the `parts` of it that are of some institutions only."""
    told = list(parts)
    listed = Text(", ".join(part.ko for part in told), "; ".join(part.en for part in told))
    return NOT_YET.fill(city=city, parts=listed) if told else finding
