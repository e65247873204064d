"""Columns of the register by age: which month, coverage, sex and age each of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.grids import JOINT, spelling
from etl.official.cell_sums import added

EVERYBODY, RESIDENTS = "계", "거주자"
BOTH, MEN, WOMEN = "", "남", "여"
TOTAL, SPAN, OLDEST = "총인구수", "연령구간인구수", "100세이상"
_PERIOD = re.compile(r"^((?:19|20)\d\d)년(?:(\d\d?)월)?$")
_AGE = re.compile(r"^(\d{1,3})(?:~(\d{1,3}))?세$")
_SEXES = {"남": MEN, "남자": MEN, "여": WOMEN, "여자": WOMEN}


@dataclass
class Series:
    """The columns of one month and coverage: for each sex, where each age, band or sum stands."""

    month: str
    coverage: str
    at: dict[str, dict[str, int]] = field(default_factory=dict)

    def has(self, what: str) -> bool:
        """Whether a count of both sexes together can be had."""
        return what in self.at.get(BOTH, {}) or all(what in self.at.get(sex, {}) for sex in (MEN, WOMEN))

    def places(self, what: str) -> list[int]:
        """The columns that a count is made of: both sexes as stated, else men and women."""
        if what in self.at.get(BOTH, {}):
            return [self.at[BOTH][what]]
        return [self.at[sex][what] for sex in (MEN, WOMEN)]

    def count(self, cells: list[str], what: str) -> str:
        """A count as text, or the mark of what is missing of it."""
        return added([cells[place].strip() for place in self.places(what)])

    def ages(self) -> dict[str, tuple[int, int]]:
        """From which age to which the columns of ages and bands count, as far as both sexes are known."""
        words = dict.fromkeys(what for columns in self.at.values() for what in columns if self.has(what))
        matches = ((word, _AGE.match(word)) for word in words)
        return {word: (int(match[1]), int(match[2] or match[1])) for word, match in matches if match}

    def within(self, low: int, high: int) -> list[str]:
        """The columns that make up these ages exactly; none where they cannot be had."""
        inside = {word: span for word, span in self.ages().items() if low <= span[0] and span[1] <= high}
        return (
            list(inside) if sum(last - first + 1 for first, last in inside.values()) == high - low + 1 else []
        )

    def covers(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether all of these spans of ages can be had."""
        return all(self.within(*span) for span in spans)


def series_of(header: Iterable[str]) -> list[Series]:
    """Every month and coverage that a header counts, in its order."""
    found: dict[tuple[str, str], Series] = {}
    for place, label in enumerate(header):
        period, *words = (spelling(part) for part in re.split(rf"{JOINT}|_", label))
        match = _PERIOD.match(period)
        if match is None or not words:
            continue
        month = f"{match[1]}-{int(match[2] or 12):02}"
        coverage = RESIDENTS if RESIDENTS in words else EVERYBODY
        sex = next((_SEXES[word] for word in words if word in _SEXES), BOTH)
        series = found.setdefault((month, coverage), Series(month, coverage))
        series.at.setdefault(sex, {})[words[-1]] = place
    return list(found.values())
