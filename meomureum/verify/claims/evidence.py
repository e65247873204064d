"""Counts, stages, dates and head-counts that a sentence states, against what the registers hold.

What the registers hold in words - the title of an event or a source, the note of a target -
is evidence too: "3대 추진전략 48개 실행과제" stands there as it was announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from meomureum.analysis import targets
from meomureum.measures import register
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, number
from meomureum.verify.claims.against_ledger import written_number
from meomureum.verify.claims.reading import places_in
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of

COUNT = Text("개수", "Count")
DAY = Text("날짜", "Date")
STAGE = Text("단계의 연도", "Year of the stage")
PERSONS = Text("사람 수", "Persons")
NOUNS: dict[str, tuple[str, Text]] = {
    "schools": (
        r"(?:직업계\s*고|특성화고|고등학교|고교|학교|교(?![가-힣]))(?:등학교)?",
        Text("학교", "schools"),
    ),
    "partners": (r"(?:관계|협약|참여|협력|유관)?\s*기관", Text("기관", "institutions")),
    "tasks": (r"(?:세부\s*)?(?:실행|추진|세부)?\s*과제", Text("실행과제", "tasks")),
    "strategies": (r"(?:추진|핵심)\s*전략", Text("추진전략", "strategies")),
    "districts": (r"(?:직업교육\s*)?(?:혁신\s*)?지구", Text("지구", "districts")),
    "universities": (r"대학(?:교)?", Text("대학", "universities")),
    "firms": (r"(?:참여\s*)?기업(?:체)?", Text("기업", "firms")),
    "campuses": (r"현장\s*캠퍼스", Text("현장캠퍼스", "field campuses")),
    "money": (r"(?<=억)\s*원?", Text("억 원", "hundred million won")),
}
OBSERVED = {
    "partner_institutions": "partners",
    "vocational_districts": "districts",
    "vocational_district_schools": "schools",
    "vocational_district_universities": "universities",
    "vocational_district_firms": "firms",
}
AIMED = {"task_completion": "tasks", "field_campuses": "campuses"}
_COUNTED = re.compile(
    r"(?<![\d.,])(?P<count>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?:여\s*)?(?:개|대|곳|억)\s*(?:의\s*)?"
)
# "현장캠퍼스 100곳": the number ends what is said, or it would belong to the next noun.
_NUMBER_AFTER = (
    r"(?:은|는|이|을|를)?\s*(?P<count>\d[\d,]*)\s*(?:개|곳)(?:소|교)?(?=$|[.,]|입니다|이다|으?로|를|을|에)"
)
_DATE = re.compile(r"(?P<year>20\d\d)[년.]\s*(?P<month>\d{1,2})[월.]\s*(?P<day>\d{1,2})일?")
_OCCASIONS = (
    "간담회",
    "업무협약",
    "선포식",
    "개소",
    "창립총회",
    "본지정",
    "공모 선정",
    "조례",
    "컨설팅",
    "확정",
)
_PERSONS = re.compile(
    r"(?P<whole>[\d,]+)\s*(?:여\s*)?명\s*(?:중|가운데)\s*(?:약\s*)?(?P<part>[\d,]+)\s*(?:여\s*)?명"
)
_STAGE_YEAR = r"(?P<before>20\d\d)\s*년?\s*(?:은|에|까지|:)?\s*[‘'“\"(]?{name}|{name}[’'”\")]?\s*[(:]?\s*(?P<after>20\d\d)"

REGISTERED = Text("{place}에 등록된 값과 같습니다.", "As registered for {place}.")
OTHERWISE = Text("등록된 값과 다릅니다. {held}", "Differs from what is registered. {held}")
HELD = Text("{place} {noun} {value}", "{place}: {value} {noun}")
NOT_HELD = Text("{noun}의 수를 견줄 등록된 값이 없습니다.", "No registered number of {noun} to compare with.")
LISTED_ONLY = Text(
    "등록된 명단에는 {value}곳이 있지만 전체 명단인지 알 수 없습니다.",
    "{value} are listed, but the list may not be whole.",
)
SAME_DAY = Text("등록된 사건과 날짜가 같습니다: {title}", "The day of a registered event: {title}")
OTHER_DAY = Text("등록된 날짜는 {date}입니다: {title}", "The registered day is {date}: {title}")
NO_EVENT = Text("이 사건은 등록되어 있지 않습니다.", "This event is not registered.")
SAME_STAGE = Text(
    "{place}의 계획에서 {stage:은/는} {year}년입니다.", "In the plan of {place}, {stage} begins in {year}."
)
SAME_PERSONS = Text("{place} {year}년 공표값과 같습니다.", "As published for {place}, {year}.")
NO_PERSONS = Text(
    "같은 분모와 분자의 공표값이 없습니다.", "No published figure has this numerator and denominator."
)


@dataclass(frozen=True)
class Fact:
    """A number that the registers hold: of what, where, from which source; `whole` unless a list may lack some."""

    noun: str
    place: str
    value: float
    source_ids: str
    whole: bool = True


def counted(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """Every count of a sentence, checked."""
    named = tuple(code for _, _, code in places_in(snapshot, sentence)) or cities
    places = tuple(_cities_of(snapshot).get(code, code) for code in named)
    return [_count_claim(snapshot, *found, places) for found in _counts(sentence)]


@lru_cache(maxsize=4)
def _cities_of(snapshot: Snapshot) -> dict[str, str]:
    """The city of each institution."""
    found = register.table(snapshot, "SELECT institution_id, city_id FROM institutions")
    return dict(found.itertuples(index=False, name=None))


def _counts(text: str) -> Iterator[tuple[str, float, str]]:
    """The words, the number and the noun of each count; "3대 추진전략" is 3 strategies."""
    for match in _COUNTED.finditer(text):
        for noun, (pattern, _) in NOUNS.items():
            after = re.compile(pattern).match(text, match.end())
            if after:
                yield text[match.start() : after.end()], float(match["count"].replace(",", "")), noun
                break
    for noun, (pattern, _) in NOUNS.items():
        for match in re.finditer(pattern + _NUMBER_AFTER, text):
            yield match[0], float(match["count"].replace(",", "")), noun


def _count_claim(snapshot: Snapshot, quote: str, value: float, noun: str, places: tuple[str, ...]) -> Claim:
    names, word = register.names(snapshot), NOUNS[noun][1]
    facts = [each for each in _facts(snapshot) if each.noun == noun]
    here = [each for each in facts if not places or each.place in places]
    same = [each for each in here if each.value == value]
    whole = [each for each in here if each.whole]
    if same:
        reason = REGISTERED.fill(place=names[same[0].place])
        check = Check(COUNT, "right", reason, source_of(snapshot, same[0].source_ids))
    elif whole:
        held = dict.fromkeys((each.place, each.value) for each in whole)
        told = [HELD.fill(place=names[place], noun=word, value=written_number(n)) for place, n in held]
        listed = Text("; ".join(each.ko for each in told), "; ".join(each.en for each in told))
        codes = ";".join(dict.fromkeys(code for each in whole for code in each.source_ids.split(";")))
        check = Check(COUNT, "wrong", OTHERWISE.fill(held=listed), source_of(snapshot, codes))
    elif here:
        check = Check(COUNT, "uncheckable", LISTED_ONLY.fill(value=written_number(here[0].value)))
    else:
        check = Check(COUNT, "uncheckable", NOT_HELD.fill(noun=word))
    return Claim(quote, word, (check,))


@lru_cache(maxsize=4)
def _facts(snapshot: Snapshot) -> tuple[Fact, ...]:
    return (*_observed(snapshot), *_aimed(snapshot), *_told(snapshot), *_listed(snapshot))


def _observed(snapshot: Snapshot) -> Iterator[Fact]:
    rows = register.table(
        snapshot,
        "SELECT measure_id, region_id, value, source_id FROM observations WHERE unit = 'count' AND region_id IS NOT NULL",
    )
    for measure, region, value, source in rows.itertuples(index=False, name=None):
        if measure in OBSERVED:
            yield Fact(OBSERVED[measure], region, float(value), str(source))


def _aimed(snapshot: Snapshot) -> Iterator[Fact]:
    for target in targets.targets(snapshot):
        if target.kpi_id in AIMED and target.value is not None:
            yield Fact(AIMED[target.kpi_id], target.city_id, target.value, target.source_id)


def _told(snapshot: Snapshot) -> Iterator[Fact]:
    """Counts that stand in titles and notes."""
    written = register.table(
        snapshot,
        """
        SELECT note_ko AS words, city_id, source_id FROM targets
        UNION ALL SELECT title, city_id, source_id FROM events
        UNION ALL SELECT title, NULL, source_id FROM sources
        """,
    )
    for words, city, source in written.dropna(subset=["words"]).itertuples(index=False, name=None):
        named = [code for _, _, code in places_in(snapshot, words)]
        place = city if pd.notna(city) else named[0] if named else ""
        if place:
            yield from (Fact(noun, place, value, str(source)) for _, value, noun in _counts(words))


def _listed(snapshot: Snapshot) -> Iterator[Fact]:
    """How many vocational schools a programme lists; such a list may lack some."""
    rows = register.table(
        snapshot,
        """
        SELECT i.city_id, COUNT(*) AS schools, string_agg(DISTINCT m.source_id, ';') AS source_ids
        FROM memberships AS m
        JOIN institutions AS i USING (institution_id)
        WHERE i.kind = 'specialised_high_school'
        GROUP BY m.programme_id, i.city_id
        """,
    )
    for city, schools, sources in rows.itertuples(index=False, name=None):
        yield Fact("schools", city, float(schools), str(sources), whole=False)


def dated(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The days that a sentence gives for an occasion, against the register of events."""
    found = _DATE.search(sentence)
    occasions = [each for each in _OCCASIONS if each in sentence]
    if found is None or not occasions:
        return []
    day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    places = [code for _, _, code in places_in(snapshot, sentence)] or list(cities)
    events = register.table(snapshot, "SELECT * FROM events ORDER BY date, line")
    about = events[[any(each in title for each in occasions) for title in events["title"]]]
    about = about[about["city_id"].isin(places)] if places else about
    if about.empty:
        return [Claim(found[0], DAY, (Check(DAY, "uncheckable", NO_EVENT),))]
    same = about[about["date"] == day]
    row = (same if len(same) else about).iloc[0]
    verdict: Verdict = "right" if len(same) else "wrong"
    template = SAME_DAY if len(same) else OTHER_DAY
    reason = template.fill(date=row["date"], title=Text(row["title"], row["title_en"]))
    return [Claim(found[0], DAY, (Check(DAY, verdict, reason, source_of(snapshot, row["source_id"])),))]


def staged(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The year that a sentence gives for a stage of a programme."""
    places = [code for _, _, code in places_in(snapshot, sentence)] or list(cities)
    claims = []
    for target in targets.targets(snapshot):
        if target.unit != "stage" or (places and target.city_id not in places):
            continue
        stage = STAGE_NAMES[int(target.value or 0)]
        found = re.search(_STAGE_YEAR.format(name=re.escape(stage.ko)), sentence)
        if found:
            year = int(found["before"] or found["after"])
            reason = SAME_STAGE.fill(
                place=register.names(snapshot)[target.city_id], stage=stage, year=target.year or "–"
            )
            verdict: Verdict = "right" if year == target.year else "wrong"
            check = Check(STAGE, verdict, reason, source_of(snapshot, target.source_id))
            claims.append(Claim(found[0].strip(), stage, (check,)))
    return claims


def headcounts(snapshot: Snapshot, sentence: str) -> list[Claim]:
    """ "5,800명 중 590명" against the numerators and denominators that were published."""
    claims = []
    rows = register.table(
        snapshot, "SELECT * FROM observations WHERE numerator IS NOT NULL AND denominator IS NOT NULL"
    )
    for found in _PERSONS.finditer(sentence):
        whole, part = (float(found[name].replace(",", "")) for name in ("whole", "part"))
        same = rows[(rows["numerator"] == part) & (rows["denominator"] == whole)]
        if same.empty:
            check = Check(PERSONS, "uncheckable", NO_PERSONS)
        else:
            row = same.iloc[0]
            place = register.names(snapshot)[row["region_id"]]
            reason = SAME_PERSONS.fill(place=place, year=int(row["year"]))
            check = Check(PERSONS, "right", reason, source_of(snapshot, row["source_id"]))
        claims.append(
            Claim(
                found[0],
                Text(f"{number(part)}/{number(whole)}명", f"{number(part)}/{number(whole)}"),
                (check,),
            )
        )
    return claims
