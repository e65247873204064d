"""Numbers of persons: "6만3005명 가운데 1만6588명이 취업해", "고교 졸업자는 5,105명"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from meomureum.measures import register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, number, percent, rounded
from meomureum.verify.claims.amounts import Amount, bound_of
from meomureum.verify.claims.doubts import of_another_place
from meomureum.verify.claims.names import people_of
from meomureum.verify.claims.own_numbers import moved_otherwise
from meomureum.verify.claims.place_names import NATION
from meomureum.verify.claims.places import home_cities, name_of, places_in
from meomureum.verify.claims.published_counts import NOUNS, Fact, Setting, kind_of
from meomureum.verify.claims.verdicts import TOGETHER, Check, Claim, source_of
from meomureum.verify.claims.written_numbers import NUMBER, decimals_of, value_of
from meomureum.verify.claims.written_years import Year, years_in

PERSONS = Text("사람 수", "Persons")
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
A_RATIO = Text("‘10명 중 4명’처럼 어림으로 말한 비율입니다.", "A share told roughly, as in “4 of 10”.")
DISAGREE = Text(
    "문장의 두 수로 계산하면 {worked_out}입니다. 문장의 {written:과/와} 맞지 않습니다.",
    "The two numbers of the sentence give {worked_out}, not {written}.",
)


def _persons(name: str) -> str:
    return rf"(?P<{name}_persons>(?P<{name}>{NUMBER})\s*(?P<{name}_over>여\s*)?명)"


_PAIR = re.compile(
    _persons("whole")
    + r"\s*(?:\([^)]*\)\s*)?(?:이고|이며|이었고|으로|,)?\s*(?:이\s*)?(?:중|가운데)(?P<gap>[^.\d]{0,15}?)(?:약\s*)?(?<![\d.,])"
    + _persons("part")
)
_NOUN = re.compile(r"졸업자|졸업생|재적학생|재적생|취업자|진학자|중도\s*탈락(?:자|\s*학생)")
_FIRST = re.compile(r"\s*(?:의\s*)?(?:수)?\s*(?:은|는|이|가)?\s*(?:모두|총|약|전체)?\s*")
_TELLING = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:이다|이었|였|입니다|으로|에서|이고|이며|인데|에\s*[달이그]|을\s*기록|[,.]|$|보다|이라)"
)
_MOVED = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:이나|가량|정도|나)?\s*(?:더\s*)?(?:줄|늘|감소|증가|많|적)")
_ONE_NUMBER = re.compile(_persons("one"))
# All who advanced, and no others: not those who went to one kind of college or firm.
_ALL_OF_THEM = re.compile(
    r"\s*(?:\([^)]*\)\s*)?[이은는가]?\s*(?:진학(?!\s*준비)|취업(?!\s*준비|대상)|대학에\s*(?:진학|갔)|일자리를|중도\s*탈락|학교를\s*(?:떠|그만)"
    r"|자퇴)"
)
_NAMED_BEFORE = re.compile(r"(?:진학자|취업자|중도\s*탈락(?:자|\s*학생)|자퇴생)(?:\s*수)?[는가은이]?\s*$")
_WHOLE_BEFORE = re.compile(
    r"(?:졸업|재적|나온|재학)[가-힣]{0,3}(?:\s*수)?[은는이가의인]?\s*(?:모두|총|약|전체)?\s*$"
)
_RATIO = {*range(2, 11), 20, 30, 50, 100}
"""So many persons as a whole are a manner of speaking: "10명 중 4명"."""
_OF_STUDENTS = re.compile(r"재적|중도\s*탈락|학교를\s*(?:떠|그만)")
_OF_SOME = re.compile(r"설문|응답|대상으로|예정자|예상|전망|목표|계획")
_RATE = re.compile(r"(?<![\d.,])(?P<rate>\d+(?:\.\d+)?)\s*%(?!\s*[pP포])")
# Of these a rate is the part of the whole; an official employment rate leaves people out of the whole.
_PLAIN_RATES = {("graduates", "advanced"), ("enrolled", "dropped_out")}


def headcounts(
    snapshot: Snapshot, sentence: str, cities: tuple[str, ...], data_set: str, published_on: date | None
) -> list[Claim]:
    """Every number of persons that a sentence gives, against the published counts."""
    around = _Sentence(snapshot, sentence, cities, data_set, published_on)
    claims, taken = [], list[tuple[int, int]]()
    for match in _PAIR.finditer(sentence):
        claims.append(_pair(around.setting(match.start()), sentence, match))
        taken.append(match.span())
    nouns = [*_NOUN.finditer(sentence), None]
    for noun, following in pairwise(nouns):
        if noun is None:
            break
        end = following.start() if following else len(sentence)
        for one in _numbers_of(around, noun, end):
            if all(one.end() <= start or one.start() >= stop for start, stop in taken):
                claims += _one(around, noun, one)
    sure = sum(each.verdict == "right" for each in claims) > 1
    moved = moved_otherwise(sentence, sure=sure) if claims else None
    if moved is not None:
        claims.append(Claim(moved[0], PERSONS, (moved[1],)))
    return claims


def _numbers_of(around: _Sentence, noun: re.Match[str], end: int) -> Iterator[re.Match[str]]:
    """The number after a noun, and those after it that have a year of their own."""
    sentence, years = around.sentence, around.years
    for index, one in enumerate(_ONE_NUMBER.finditer(sentence, noun.end(), end)):
        dated = next((each for each in years if not sentence[each.end : one.start()].strip(" 에은는")), None)
        before = dated.start if dated and dated.start >= noun.end() else one.start()
        first = index == 0 and bool(_FIRST.fullmatch(sentence, noun.end(), before))
        later = index > 0 and dated is not None
        if (first or later) and not _MOVED.match(sentence, one.end()):
            yield one
        elif index == 0:
            return


@dataclass(frozen=True)
class _Sentence:
    """A sentence with what its numbers are held against."""

    snapshot: Snapshot
    sentence: str
    cities: tuple[str, ...]
    data_set: str
    published_on: date | None

    @property
    def years(self) -> tuple[Year, ...]:
        """Its years."""
        return years_in(self.sentence, self.published_on)

    def setting(self, at: int) -> Setting:
        """Of whom, where and when a number at that position is: by the last place and year before it."""
        named = places_in(self.snapshot, self.sentence)
        before = [each for each in named if each.end <= at] or list(named[:1])
        institution = bool(before) and before[-1].code in home_cities(self.snapshot)
        whose = _whose(self.snapshot, self.sentence, institution=institution)
        elsewhere = whose != "vocational" or of_another_place(self.sentence)
        place = self.cities[-1] if self.cities else "" if elsewhere else NATION
        if before and not (whose == "students" and not institution):  # who drops out is told by university
            place = before[-1].code
        years = [each for each in self.years if each.end <= at] or list(self.years[:1])
        until = self.published_on.year if self.published_on else None
        return Setting(
            self.snapshot,
            whose,
            place,
            years[-1].year if years else None,
            until,
            self.data_set,
        )


def _whose(snapshot: Snapshot, sentence: str, *, institution: bool) -> str:
    people = people_of(snapshot, sentence)
    if people.school_type or people.group or _OF_SOME.search(sentence):
        return ""
    if people.vocational:
        return "vocational"
    if _OF_STUDENTS.search(sentence):
        return "students"
    if re.search("고교|고등학교|고등학생", sentence):
        return "schools"
    return "universities" if institution or people.universities else ""


def _pair(setting: Setting, sentence: str, match: re.Match[str]) -> Claim:
    part = kind_of(match["gap"]) or kind_of(sentence[match.end() : match.end() + 15])
    whole = "enrolled" if setting.people == "students" else "graduates"
    name = [number(value_of(match[each]), decimals_of(match[each])) for each in ("part", "whole")]
    subject = Text(f"{'/'.join(name)}명", "/".join(name))
    if value_of(match["whole"]) in _RATIO:
        return Claim(match[0], subject, (Check(PERSONS, "uncheckable", A_RATIO),))
    bare = match["gap"].strip() in ("", "이", "약") and _ALL_OF_THEM.match(sentence, match.end())
    plain = bool(bare or _NAMED_BEFORE.search(match["gap"]))
    numbers = _written(sentence, match, "whole"), _written(sentence, match, "part")
    named = bool(_WHOLE_BEFORE.search(sentence[: match.start()]))
    checks = [_of_pair(setting, (whole, numbers[0]), (part, numbers[1]), named=named)]
    if not plain and checks[0].verdict == "wrong":
        checks = [Check(PERSONS, "uncheckable", NOT_FOUND)]
    rates = _RATE.findall(sentence)
    worked_out = value_of(match["part"]) / value_of(match["whole"])
    if (whole, part) in _PLAIN_RATES and rates and plain:
        near = [
            each
            for each in rates
            if rounded(worked_out * 100, decimals_of(each)) == rounded(float(each), decimals_of(each))
        ]
        if not near:
            reason = DISAGREE.fill(worked_out=percent(worked_out), written=f"{rates[0]}%")
            checks.append(Check(TOGETHER, "uncheckable", reason))
    return Claim(match[0], subject, tuple(checks))


def _written(sentence: str, match: re.Match[str], name: str) -> Amount:
    """A number as it stands in the text, and how exactly it is meant."""
    words, start = match[name].strip(), match.start(name)
    after = sentence[match.end(f"{name}_persons") :]
    bound = bound_of(sentence[:start], after, match[f"{name}_over"] or "")
    return Amount(value_of(words), None, "persons", "", 0, words, start, bound=bound)


def _agrees(written: Amount, actual: float) -> bool:
    return written.fit(actual) == "equal"


def _of_pair(setting: Setting, whole: tuple[str, Amount], part: tuple[str, Amount], *, named: bool) -> Check:
    """Both numbers of one year are right; a whole that is a year's, with another part, is wrong.

    A whole that the words before it do not name may be of some only: nothing of it is wrong.
    """
    parts = {each.year: each for each in setting.facts(part[0])}
    wholes = [each for each in setting.facts(whole[0]) if setting.year in (None, each.year)]
    for fact in (each for each in wholes if _agrees(whole[1], each.value)):
        counted = parts.get(fact.year)
        if counted is not None and _agrees(part[1], counted.value):
            reason = SAME.fill(place=setting.name, year=fact.year)
            return Check(PERSONS, "right", reason, source_of(setting.snapshot, fact.source_ids))
        if counted is not None and not fact.approximate and fact.value == whole[1].value:
            return _otherwise(setting, counted, part[0], part[1].words)
    if setting.year is not None and named and wholes and not wholes[-1].approximate:
        differing = [each for each in wholes if not _agrees(whole[1], each.value)]
        if len(differing) == len(wholes):
            return _otherwise(setting, wholes[-1], whole[0], whole[1].words)
    return _anywhere(setting.snapshot, whole[1].words, part[1].words)


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


def _one(around: _Sentence, noun: re.Match[str], one: re.Match[str]) -> Iterator[Claim]:
    setting, kind = around.setting(one.start()), kind_of(noun[0])
    if (setting.people, kind) == ("schools", "graduates"):
        return  # an indicator of its own
    written, facts = _written(around.sentence, one, "one"), setting.facts(kind)
    of_year = [each for each in facts if each.year == setting.year]
    same = [each for each in of_year or facts if _agrees(written, each.value)]
    bounded = written.bound in ("over", "under")
    telling = (bounded or _TELLING.match(around.sentence, one.end())) and noun.end() < one.start()
    if same and (of_year or same[-1] is facts[-1]):
        reason = SAME.fill(place=setting.name, year=same[-1].year)
        check = Check(PERSONS, "right", reason, source_of(setting.snapshot, same[-1].source_ids))
    elif of_year and telling and not any(each.approximate for each in of_year):
        check = _otherwise(setting, of_year[0], kind, written.words)
    elif same:
        check = Check(PERSONS, "uncheckable", OF_ANOTHER_YEAR.fill(place=setting.name, year=same[-1].year))
    else:
        check = Check(PERSONS, "uncheckable", NO_NUMBER)
    told = number(value_of(written.words))
    quote = around.sentence[noun.start() : one.end()]
    yield Claim(quote, Text(f"{NOUNS[kind].ko} {told}명", f"{told} {NOUNS[kind].en}"), (check,))
