"""Counts, stages and dates that a sentence states, against what the registers hold.

What the registers hold in words - the title of an event or a source, the note of a target -
is evidence too: "3대 추진전략 48개 실행과제" stands there as it was announced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from meomureum.analysis.targets import ledger
from meomureum.measures import register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.against_ledger import written_number
from meomureum.verify.claims.places import home_cities, places_in
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of
from meomureum.verify.claims.written_numbers import NUMBER, value_of
from meomureum.verify.claims.written_years import years_in

COUNT = Text("개수", "Count")
NOUNS: dict[str, tuple[str, Text]] = {
    "schools": (
        r"(?:직업계\s*고|특성화고|고등학교|고교|학교|교(?![가-힣]))(?:등학교)?",
        Text("학교", "schools"),
    ),
    "partners": (r"(?:관계|협약|참여|협력|유관)?\s*기관", Text("기관", "institutions")),
    "tasks": (r"(?:세부\s*)?(?:실행|추진|세부)?\s*과제", Text("실행과제", "tasks")),
    "strategies": (r"(?:추진|핵심)\s*전략", Text("추진전략", "strategies")),
    "districts": (r"(?:직업교육\s*)?(?:혁신\s*)?지구", Text("지구", "districts")),
    "universities": (r"대학(?:교)?(?![가-힣]*생)", Text("대학", "universities")),
    "firms": (r"(?:참여\s*)?기업(?:체)?", Text("기업", "firms")),
    "campuses": (r"현장\s*캠퍼스", Text("현장캠퍼스", "field campuses")),
}
MONEY = Text("억 원", "hundred million won")
NAMES = {**{noun: name for noun, (_, name) in NOUNS.items()}, "money": MONEY}
OBSERVED = {
    "partner_institutions": "partners",
    "vocational_districts": "districts",
    "vocational_district_schools": "schools",
    "vocational_district_universities": "universities",
    "vocational_district_firms": "firms",
}
AIMED = {"task_completion": "tasks", "field_campuses": "campuses"}
_COUNTED = re.compile(rf"(?<![\d.,])(?P<count>{NUMBER})\s*(?:여\s*)?(?:개|대|곳)\s*(?:의\s*)?")
_WON = re.compile(rf"(?<![\d.,])(?P<count>{NUMBER})\s*원|(?<![\d.,])(?P<short>[\d.,]+\s*억)")
_A_HUNDRED_MILLION = 10**8
# What is told a year, a head or a school is no whole.
_A_PART = re.compile(r"매년|해마다|연간|연\s*\d|1인당|한\s*곳당|씩|\bper\b|a year")
_OF_THEM = re.compile(r"(?:(?:이|들|[명개곳교])\s*중|가운데|추가로|새로|신규|더|먼저)\s*[^,.\d]{0,12}$")
# A count is of a programme where the sentence speaks of one; a city has other schools and firms too.
_PROGRAMME = re.compile(
    r"지구|협약|협의회|참여|사업|과제|전략|캠퍼스|교육도시|루트|글로컬|district|programme|member"
)
# "현장캠퍼스 100곳": the number ends what is said, or it would belong to the next noun.
_NUMBER_AFTER = (
    rf"(?:은|는|이|을|를)?\s*(?P<count>{NUMBER})\s*(?:개|곳)(?:소|교)?(?=$|[.,]|입니다|이다|으?로|를|을|에)"
)
REGISTERED = Text("{place}에 등록된 값과 같습니다.", "As registered for {place}.")
PERHAPS_ANOTHER = Text(
    "등록된 값과 다르지만 같은 해, 같은 지역, 같은 사업의 수인지 문장으로는 알 수 없습니다. {held}",
    "Differs from what is registered, but the sentence does not say the same year, place and programme. {held}",
)
OTHERWISE = Text("등록된 값과 다릅니다. {held}", "Differs from what is registered. {held}")
HELD = Text("{place} {noun} {value}", "{place}: {value} {noun}")
HELD_IN = Text("{place} {noun} {value}({year}년)", "{place}: {value} {noun} ({year})")
NOT_HELD = Text("{noun}의 수를 견줄 등록된 값이 없습니다.", "No registered number of {noun} to compare with.")
LISTED_ONLY = Text(
    "등록된 명단에는 {value}곳이 있지만 전체 명단인지 알 수 없습니다.",
    "{value} are listed, but the list may not be whole.",
)


@dataclass(frozen=True)
class Fact:
    """A number that the registers hold: of what, where, when; `whole` unless a list may lack some."""

    noun: str
    place: str
    value: float
    source_ids: str
    whole: bool = True
    year: int | None = None
    """None for a plan, which is of no year."""


@dataclass(frozen=True)
class Setting:
    """What a sentence says around its counts: places, year, and whether it speaks of a programme."""

    places: tuple[str, ...]
    year: int | None
    of_programme: bool
    in_part: bool


def count_claims(
    snapshot: Snapshot, sentence: str, cities: tuple[str, ...], published_on: date | None
) -> list[Claim]:
    """Every count of a sentence, checked.

    A count that is registered tells which programme the sentence speaks of, and so for the others in it.
    """
    named = tuple(each.code for each in places_in(snapshot, sentence)) or cities
    years = [each.year for each in years_in(sentence, published_on) if each.year is not None]
    setting = Setting(
        tuple(home_cities(snapshot).get(code, code) for code in named),
        years[0] if years else published_on.year if published_on else None,
        bool(_PROGRAMME.search(sentence)),
        bool(_A_PART.search(sentence)),
    )
    found = list(_counts(sentence))
    facts = {(each.noun, each.value) for each in _facts(snapshot)}
    known = Counter(
        place
        for _, value, noun in found
        for place in {each.place for each in _facts(snapshot) if (each.noun, each.value) == (noun, value)}
        if not named or place in setting.places
    )
    most = {place for place, times in known.items() if times == max(known.values())}
    whole = {noun for _, value, noun in found if (noun, value) in facts}
    return [
        _count_claim(
            snapshot, each, replace(setting, in_part=setting.in_part or _is_part(sentence, each, whole)), most
        )
        for each in found
    ]


def _is_part(sentence: str, count: tuple[str, float, str], whole: set[str]) -> bool:
    """Whether a count is some of those that the sentence counts: "이 가운데 5개 기관", "국비 5억원 등 10억원"."""
    quote, _, noun = count
    return noun in whole or bool(_OF_THEM.search(sentence[: sentence.find(quote)]))


def _counts(text: str) -> Iterator[tuple[str, float, str]]:
    """The words, the number and the noun of each count; "3대 추진전략" is 3 strategies."""
    for match in _COUNTED.finditer(text):
        for noun, (pattern, _) in NOUNS.items():
            after = re.compile(pattern).match(text, match.end())
            if after:
                yield text[match.start() : after.end()], value_of(match["count"]), noun
                break
    for match in _WON.finditer(text):
        yield match[0], value_of(match["count"] or match["short"]) / _A_HUNDRED_MILLION, "money"
    for noun, (pattern, _) in NOUNS.items():
        for match in re.finditer(pattern + _NUMBER_AFTER, text):
            yield match[0], value_of(match["count"]), noun


def _count_claim(
    snapshot: Snapshot, count: tuple[str, float, str], setting: Setting, known: set[str]
) -> Claim:
    quote, value, noun = count
    names, word = register.names(snapshot), NAMES[noun]
    places = known or setting.places
    here = [each for each in _facts(snapshot) if each.noun == noun and (not places or each.place in places)]
    same = [each for each in here if each.value == value]
    whole = [each for each in here if each.whole]
    if same:
        reason = REGISTERED.fill(place=names[same[0].place])
        check = Check(COUNT, "right", reason, source_of(snapshot, same[0].source_ids))
    elif whole:
        of_year = [each for each in whole if each.year is None or each.year == setting.year]
        sure = bool(known) or bool(setting.places and setting.of_programme and of_year)
        verdict: Verdict = "wrong" if sure and not setting.in_part else "uncheckable"
        reason = (OTHERWISE if verdict == "wrong" else PERHAPS_ANOTHER).fill(held=_held(names, word, whole))
        codes = ";".join(dict.fromkeys(code for each in whole for code in each.source_ids.split(";")))
        check = Check(COUNT, verdict, reason, source_of(snapshot, codes))
    elif here:
        check = Check(COUNT, "uncheckable", LISTED_ONLY.fill(value=written_number(here[0].value)))
    else:
        check = Check(COUNT, "uncheckable", NOT_HELD.fill(noun=word))
    return Claim(quote, word, (check,))


def _held(names: Mapping[str, Text], word: Text, facts: Sequence[Fact]) -> Text:
    """What is registered, each once, with its year where it has one."""
    told = dict.fromkeys(
        (HELD_IN if each.year else HELD).fill(
            place=names[each.place], noun=word, value=written_number(each.value), year=each.year or ""
        )
        for each in facts
    )
    return Text("; ".join(each.ko for each in told), "; ".join(each.en for each in told))


@lru_cache(maxsize=4)
def _facts(snapshot: Snapshot) -> tuple[Fact, ...]:
    return (*_observed(snapshot), *_aimed(snapshot), *_told(snapshot), *_listed(snapshot))


def _observed(snapshot: Snapshot) -> Iterator[Fact]:
    rows = register.table(
        snapshot,
        "SELECT measure_id, region_id, value, source_id, year FROM observations WHERE unit = 'count' AND region_id IS NOT NULL",
    )
    for measure, region, value, source, year in rows.itertuples(index=False, name=None):
        if measure in OBSERVED:
            yield Fact(OBSERVED[measure], region, float(value), str(source), year=int(year))


def _aimed(snapshot: Snapshot) -> Iterator[Fact]:
    for target in ledger.targets(snapshot):
        if target.kpi_id in AIMED and target.value is not None:
            yield Fact(AIMED[target.kpi_id], target.city_id, target.value, target.source_id)


def _told(snapshot: Snapshot) -> Iterator[Fact]:
    """Counts that stand in titles and notes."""
    written = register.table(
        snapshot,
        """
        SELECT note_ko AS words, city_id, source_id, NULL AS day FROM targets
        UNION ALL SELECT title, city_id, source_id, date FROM events
        UNION ALL SELECT title, NULL, source_id, date FROM sources
        """,
    )
    for words, city, source, day in written.dropna(subset=["words"]).itertuples(index=False, name=None):
        named = [each.code for each in places_in(snapshot, words)]
        place = city if pd.notna(city) else named[0] if named else ""
        year = int(day[:4]) if isinstance(day, str) and day[:4].isdigit() else None
        if place:
            yield from (Fact(noun, place, value, str(source), year=year) for _, value, noun in _counts(words))


def _listed(snapshot: Snapshot) -> Iterator[Fact]:
    """How many vocational schools and universities a programme lists; such a list may lack some."""
    rows = register.table(
        snapshot,
        """
        SELECT
            i.city_id,
            IF(i.kind = 'specialised_high_school', 'schools', 'universities') AS noun,
            COUNT(*) AS members,
            STRING_AGG(DISTINCT m.source_id, ';') AS source_ids
        FROM memberships AS m
        JOIN institutions AS i USING (institution_id)
        GROUP BY m.programme_id, i.city_id, noun
        """,
    )
    for city, noun, members, sources in rows.itertuples(index=False, name=None):
        yield Fact(noun, city, float(members), str(sources), whole=False)
