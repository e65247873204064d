"""Counts, stages and dates that a sentence states, against what the registers hold.

What the registers hold in words - the title of an event or a source, the note of a target -
is evidence too: "3대 추진전략 48개 실행과제" stands there as it was announced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from meomureum.analysis import targets
from meomureum.measures import register
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.against_ledger import written_number
from meomureum.verify.claims.places import home_cities, name_of, places_in
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of
from meomureum.verify.claims.written_numbers import NUMBER, value_of
from meomureum.verify.claims.written_years import years_in

COUNT = Text("개수", "Count")
DAY = Text("날짜", "Date")
STAGE = Text("단계의 연도", "Year of the stage")
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
# A count is of a programme where the sentence speaks of one; a city has other schools and firms too.
_PROGRAMME = re.compile(
    r"지구|협약|협의회|참여|사업|과제|전략|캠퍼스|교육도시|루트|글로컬|district|programme|member"
)
# "현장캠퍼스 100곳": the number ends what is said, or it would belong to the next noun.
_NUMBER_AFTER = (
    rf"(?:은|는|이|을|를)?\s*(?P<count>{NUMBER})\s*(?:개|곳)(?:소|교)?(?=$|[.,]|입니다|이다|으?로|를|을|에)"
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
_STAGE_YEAR = r"(?P<before>20\d\d)\s*년?\s*(?:은|에|까지|:)?\s*[‘'“\"(]?{name}|{name}[’'”\")]?\s*[(:]?\s*(?P<after>20\d\d)"

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
SAME_DAY = Text("등록된 사건과 날짜가 같습니다: {title}", "The day of a registered event: {title}")
OTHER_DAY = Text("등록된 날짜는 {date}입니다: {title}", "The registered day is {date}: {title}")
NO_EVENT = Text("이 사건은 등록되어 있지 않습니다.", "This event is not registered.")
SAME_STAGE = Text(
    "{place}의 계획에서 {stage:은/는} {year}년입니다.", "In the plan of {place}, {stage} begins in {year}."
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
    known = Counter(
        place
        for _, value, noun in found
        for place in {each.place for each in _facts(snapshot) if (each.noun, each.value) == (noun, value)}
        if not named or place in setting.places
    )
    most = {place for place, times in known.items() if times == max(known.values())}
    return [_count_claim(snapshot, *each, setting, most) for each in found]


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
    snapshot: Snapshot, quote: str, value: float, noun: str, setting: Setting, known: set[str]
) -> Claim:
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
    for target in targets.targets(snapshot):
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


def date_claims(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The days that a sentence gives for an occasion, against the register of events."""
    found = _DATE.search(sentence)
    occasions = [each for each in _OCCASIONS if each in sentence]
    if found is None or not occasions:
        return []
    day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    places = [each.code for each in places_in(snapshot, sentence)] or list(cities)
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


def stage_claims(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The year that a sentence gives for a stage of a programme."""
    places = [each.code for each in places_in(snapshot, sentence)] or list(cities)
    claims = []
    for target in targets.targets(snapshot):
        if target.unit != "stage" or (places and target.city_id not in places):
            continue
        stage = STAGE_NAMES[int(target.value or 0)]
        found = re.search(_STAGE_YEAR.format(name=re.escape(stage.ko)), sentence)
        if found:
            year = int(found["before"] or found["after"])
            reason = SAME_STAGE.fill(
                place=name_of(snapshot, target.city_id), stage=stage, year=target.year or "–"
            )
            verdict: Verdict = "right" if year == target.year else "wrong"
            check = Check(STAGE, verdict, reason, source_of(snapshot, target.source_id))
            claims.append(Claim(found[0].strip(), stage, (check,)))
    return claims
