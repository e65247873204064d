"""Numbers of persons: "6만3005명 가운데 1만6588명이 취업해", "고교 졸업자는 5,105명"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from meomureum.measures import measurement, register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, number, percent, rounded
from meomureum.verify.claims.measured import rows_of
from meomureum.verify.claims.names import people_of
from meomureum.verify.claims.place_names import NATION
from meomureum.verify.claims.places import name_of, places_in
from meomureum.verify.claims.verdicts import Check, Claim, source_of
from meomureum.verify.claims.written_numbers import NUMBER, agrees, decimals_of, value_of
from meomureum.verify.claims.written_years import years_in

PERSONS = Text("사람 수", "Persons")
TOGETHER = Text("문장 안의 수", "Numbers of the sentence")
SAME = Text("{place} {year}년 공표값과 같습니다.", "As published for {place}, {year}.")
OTHERWISE = Text(
    "{place} {year}년 {noun:은/는} {value}명입니다. 문장의 {written}명은 다릅니다.",
    "{place}, {year}: {value} {noun}, not {written}.",
)
OF_ANOTHER_YEAR = Text(
    "문장에 연도가 없습니다. 같은 수는 {place} {year}년에 있습니다.",
    "The sentence names no year. The same number is that of {place}, {year}.",
)
NOT_FOUND = Text(
    "같은 분모와 분자의 공표값이 없습니다.", "No published figure has this numerator and denominator."
)
NO_NUMBER = Text("같은 수의 공표값이 없습니다.", "No published figure has this number.")
DISAGREE = Text(
    "문장의 두 수로 계산하면 {worked_out}입니다. 문장의 {written:과/와} 맞지 않습니다.",
    "The two numbers of the sentence give {worked_out}, not {written}.",
)


def _persons(name: str) -> str:
    return rf"(?P<{name}>{NUMBER})\s*(?:여\s*)?명"


_PAIR = re.compile(
    _persons("whole")
    + r"(?:이고|이며|이었고|으로|,)?\s*(?:이\s*)?(?:중|가운데)(?P<gap>[^.\d]{0,15}?)(?:약\s*)?(?<![\d.,])"
    + _persons("part")
)
_ONE = re.compile(
    r"(?P<noun>졸업자|졸업생|재적학생|재적생|취업자|진학자|중도탈락(?:자|\s*학생)?)\s*(?:의\s*)?(?:수)?\s*(?:은|는|이|가)?\s*(?:모두|총|약)?\s*"
    + _persons("one")
)
_RATE = re.compile(r"(?<![\d.,])(?P<rate>\d+(?:\.\d+)?)\s*%(?!\s*[pP포])")
_KINDS = {
    "employed": re.compile(r"취업|일자리|employ"),
    "advanced": re.compile(r"진학"),
    "dropped_out": re.compile(r"중도\s*탈락|중퇴|자퇴"),
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
# Of these a rate is the part of the whole; an official employment rate leaves people out of the whole.
_PLAIN_RATES = {("graduates", "advanced"), ("enrolled", "dropped_out")}


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
        return register.names(self.snapshot)[self.place] if self.place else Text("", "")

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


def headcounts(
    snapshot: Snapshot, sentence: str, cities: tuple[str, ...], data_set: str, published_on: date | None
) -> list[Claim]:
    """Every number of persons that a sentence gives, against the published counts."""
    claims, taken = [], list[tuple[int, int]]()
    for match in _PAIR.finditer(sentence):
        setting = _setting(snapshot, sentence, cities, data_set, published_on)
        part = _kind(match["gap"] + sentence[match.end() : match.end() + 15])
        claims.append(_pair(setting, sentence, match, part))
        taken.append(match.span())
    for match in _ONE.finditer(sentence):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            setting = _setting(snapshot, sentence, cities, data_set, published_on)
            claims.append(_one(setting, match))
    return claims


def _setting(
    snapshot: Snapshot, sentence: str, cities: tuple[str, ...], data_set: str, published_on: date | None
) -> Setting:
    people, named = people_of(snapshot, sentence), places_in(snapshot, sentence)
    if people.vocational:
        whose = "" if people.school_type or people.group else "vocational"
    elif re.search("재적|중도\\s*탈락", sentence):
        whose = "students"
    else:
        whose = "schools" if re.search("고교|고등학교|고등학생", sentence) else "universities"
    place = named[-1].code if named else cities[-1] if cities else NATION if whose == "vocational" else ""
    years = years_in(sentence, published_on)
    year = years[0].year if len(years) == 1 else None
    return Setting(snapshot, whose, place, year, published_on.year if published_on else None, data_set)


def _kind(words: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")


def _pair(setting: Setting, sentence: str, match: re.Match[str], part: str) -> Claim:
    whole = "enrolled" if setting.people == "students" else "graduates"
    checks = [_of_pair(setting, (whole, match["whole"]), (part, match["part"]))]
    rates = _RATE.findall(sentence)
    worked_out = value_of(match["part"]) / value_of(match["whole"]) if value_of(match["whole"]) else 0.0
    if (whole, part) in _PLAIN_RATES and rates:
        near = [
            each
            for each in rates
            if rounded(worked_out * 100, decimals_of(each)) == rounded(float(each), decimals_of(each))
        ]
        if not near:
            reason = DISAGREE.fill(worked_out=percent(worked_out), written=f"{rates[0]}%")
            checks.append(Check(TOGETHER, "uncheckable", reason))
    numbers = [number(value_of(match[each])) for each in ("part", "whole")]
    return Claim(match[0], Text(f"{'/'.join(numbers)}명", "/".join(numbers)), tuple(checks))


def _of_pair(setting: Setting, whole: tuple[str, str], part: tuple[str, str]) -> Check:
    """Both numbers of one year are right; a whole that is a year's, with another part, is wrong."""
    parts = {each.year: each for each in setting.facts(part[0])}
    wholes = [each for each in setting.facts(whole[0]) if setting.year in (None, each.year)]
    for fact in (each for each in wholes if agrees(whole[1], each.value)):
        counted = parts.get(fact.year)
        if counted is not None and agrees(part[1], counted.value):
            reason = SAME.fill(place=setting.name, year=fact.year)
            return Check(PERSONS, "right", reason, source_of(setting.snapshot, fact.source_ids))
        if counted is not None and not fact.approximate and fact.value == value_of(whole[1]):
            return _otherwise(setting, counted, *part)
    if setting.year is not None and wholes and not wholes[-1].approximate:
        differing = [each for each in wholes if not agrees(whole[1], each.value)]
        if len(differing) == len(wholes):
            return _otherwise(setting, wholes[-1], *whole)
    return _anywhere(setting.snapshot, whole[1], part[1])


def _otherwise(setting: Setting, fact: Fact, kind: str, written: str) -> Check:
    reason = OTHERWISE.fill(
        place=setting.name,
        year=fact.year,
        noun=NOUNS[kind],
        value=number(fact.value),
        written=written.strip(),
    )
    return Check(PERSONS, "wrong", reason, source_of(setting.snapshot, fact.source_ids))


def _anywhere(snapshot: Snapshot, whole: str, part: str) -> Check:
    """A pair whose place or kind is not told, among all that are published."""
    rows = register.table(
        snapshot, "SELECT * FROM observations WHERE numerator IS NOT NULL AND denominator IS NOT NULL"
    )
    same = rows[(rows["numerator"] == value_of(part)) & (rows["denominator"] == value_of(whole))]
    if same.empty:
        return Check(PERSONS, "uncheckable", NOT_FOUND)
    row = same.iloc[0]
    code = row["region_id"] if pd.notna(row["region_id"]) else row["institution_id"]
    reason = SAME.fill(place=name_of(snapshot, code), year=int(row["year"]))
    return Check(PERSONS, "right", reason, source_of(snapshot, row["source_id"]))


def _one(setting: Setting, match: re.Match[str]) -> Claim:
    kind, written = _kind(match["noun"]), match["one"]
    facts = setting.facts(kind)
    of_year = [each for each in facts if each.year == setting.year]
    same = [each for each in of_year or facts if agrees(written, each.value)]
    if same and (of_year or same[-1] is facts[-1]):
        reason = SAME.fill(place=setting.name, year=same[-1].year)
        check = Check(PERSONS, "right", reason, source_of(setting.snapshot, same[-1].source_ids))
    elif of_year and not any(each.approximate for each in of_year):
        check = _otherwise(setting, of_year[0], kind, written)
    elif same:
        check = Check(PERSONS, "uncheckable", OF_ANOTHER_YEAR.fill(place=setting.name, year=same[-1].year))
    else:
        check = Check(PERSONS, "uncheckable", NO_NUMBER)
    told = number(value_of(written))
    return Claim(match[0], Text(f"{NOUNS[kind].ko} {told}명", f"{told} {NOUNS[kind].en}"), (check,))
