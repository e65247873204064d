"""The numbers of persons that are published: of whom, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meomureum.measures import measurement
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.measured import rows_of
from meomureum.verify.claims.places import name_of

_KINDS = {
    "employed": re.compile(r"취업|일자리|employ"),
    "advanced": re.compile(r"진학"),
    "dropped_out": re.compile(r"중도\s*탈락|중퇴|자퇴|학교를\s*(?:떠|그만)"),
    "enrolled": re.compile(r"재적"),
    "graduates": re.compile(r"졸업|나온"),
}
NOUNS = {
    "employed": Text("취업자", "employed"),
    "advanced": Text("진학자", "advanced"),
    "dropped_out": Text("중도탈락자", "dropped out"),
    "enrolled": Text("재적학생", "enrolled"),
    "graduates": Text("졸업자", "graduates"),
}
# Which column of which indicator counts them, by the people the sentence speaks of.
_COUNTED: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("vocational", "graduates"): (("vocational_advancement_rate", "denominator"),),
    ("vocational", "advanced"): (("vocational_advancement_rate", "numerator"),),
    ("vocational", "employed"): (("vocational_employment_rate", "numerator"),),
    ("schools", "graduates"): (
        ("high_school_graduates", "value"),
        ("local_university_entry_rate", "denominator"),
    ),
    ("schools", "advanced"): (("local_university_entry_rate", "numerator"),),
    ("universities", "graduates"): (("university_graduates", "value"),),
    ("universities", "employed"): (("university_employment_rate", "numerator"),),
    ("students", "enrolled"): (("university_dropout_rate", "denominator"),),
    ("students", "dropped_out"): (("university_dropout_rate", "numerator"),),
}


@dataclass(frozen=True)
class Fact:
    """A number of persons that is published: the year, the number, whether it is a rounded one."""

    year: int
    value: float
    approximate: bool
    source_ids: str


@dataclass(frozen=True)
class Setting:
    """Of whom, where and when a sentence counts; `year` is None where it does not say, `until` its text's."""

    snapshot: Snapshot
    people: str
    place: str
    year: int | None
    until: int | None
    data_set: str

    @property
    def name(self) -> Text:
        """The name of the place; empty where none is meant."""
        return name_of(self.snapshot, self.place) if self.place else Text("", "")

    def facts(self, kind: str) -> tuple[Fact, ...]:
        """What is published of that kind of persons, newest last."""
        if not self.place:
            return ()
        wanted = _COUNTED.get((self.people, kind), ())
        found = dict.fromkeys(fact for kpi_id, column in wanted for fact in self._of(kpi_id, column))
        told = [each for each in found if self.until is None or each.year <= self.until]
        return tuple(sorted(told, key=lambda each: each.year))

    def _of(self, kpi_id: str, column: str) -> Iterator[Fact]:
        kpi = measurement.find(kpi_id)
        first = kpi.formulas[0].id
        rows = rows_of(self.snapshot, kpi, self.place, self.data_set)
        rows = rows[
            rows[column].notna() & ((column == "value") | rows["formula_id"].isin([first, "official"]))
        ]
        for year, value, marks, codes in zip(
            rows["year"], rows[column], rows["marks"], rows["source_ids"], strict=True
        ):
            yield Fact(int(year), float(value), "approximate" in str(marks), str(codes))


def kind_of(words: str) -> str:
    """Which kind of persons some words speak of; "" where they do not say."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")
