"""A sentence taken apart: which indicator, which place, which numbers with which unit and year.

Nothing is concluded here. A name that several indicators share ("진학률") keeps all of them,
and the checks decide by the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from meomureum.measures import register
from meomureum.measures.indicators import KPIS
from meomureum.store.warehouse import Snapshot

AmountUnit = Literal["percent", "points", "rank"]
Role = Literal["from", "to", "by", ""]
BAND_WIDTH = 100

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<low>{_NUMBER})(?:\s*[~∼～–—-]\s*(?P<high>{_NUMBER}))?\s*"
    r"(?P<unit>%\s*[pP](?![a-z])|(?:%|퍼센트)\s*포인트|percentage points?|%|퍼센트|percent|위)?"
    r"(?P<band>\s*대)?"
)
_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*년|(?!\d|[.,]\d|\s*[%~개명곳위]))(?P<deadline>\s*(?:까지|목표))?"
)
_BY = re.compile(r"\s*(?:이나|만큼|가량|정도)?\s*(?:올|오르|상승|증가|늘|높|내[렸려]|하락|감소|줄|낮|떨어)")
_BEFORE_DEADLINE = re.compile(r"\b(?:by|until)\s+$", re.IGNORECASE)
_OWNING = re.compile(r"(?:의|'s)?\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

_SCHOOL = r"(?:직업계\s*고|특성화고|마이스터고)(?:등학교)?(?:(?!지역|관내)[^.,0-9]){0,12}"
_LOCAL = r"(?:지역|관내|시내)\s*(?:내|소재)?\s*"
# Most telling first: a name that is part of a longer one must not take its place.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_SCHOOL + r"취업[률율]", ("vocational_employment_rate",)),
    (_SCHOOL + r"진학[률율]", ("vocational_advancement_rate",)),
    (_LOCAL + r"대학(?:교)?\s*(?:으로의\s*)?진학[률율]?", ("local_university_entry_rate",)),
    (_LOCAL + r"(?:기업\s*)?(?:으?로의?\s*)?취업[률율]?", ("local_employment_rate",)),
    (r"대학(?:교)?\s*(?:졸업[생자]의?\s*)?취업[률율]", ("university_employment_rate",)),
    (r"중도\s*탈락[률율]?|중퇴[률율]", ("university_dropout_rate",)),
    (r"QS\s*(?:아시아|Asia)?(?:\s*대학)?(?:\s*(?:순위|평가|랭킹))?", ("qs_asia_rank",)),
    (r"진학[률율]", ("local_university_entry_rate", "vocational_advancement_rate")),
    (
        r"취업[률율]",
        ("local_employment_rate", "university_employment_rate", "vocational_employment_rate"),
    ),
)


@dataclass(frozen=True)
class Amount:
    """One number as written, with its unit, the year it is given for and its part in the change."""

    value: float
    high: float | None
    unit: AmountUnit | None
    role: Role
    decimals: int
    words: str
    start: int
    year: int | None = None


@dataclass(frozen=True)
class Clause:
    """What one sentence says of one indicator."""

    quote: str
    kpis: tuple[str, ...]
    places: tuple[str, ...]
    amounts: tuple[Amount, ...]
    deadline: int | None
    sentence: str

    def amount(self, role: Role) -> Amount | None:
        """The number of that part in the change."""
        return next((each for each in self.amounts if each.role == role), None)


def clauses(snapshot: Snapshot, text: str, cities: tuple[str, ...] = ()) -> list[Clause]:
    """Every indicator that a text puts a number or a movement to; `cities` are meant where it names none."""
    found: list[Clause] = []
    known = cities
    for sentence in sentences(text):
        named = places_in(snapshot, sentence)
        known = tuple(dict.fromkeys(code for _, _, code in named)) or known
        mentions = list(_mentions(sentence))
        for index, (start, kpi_ids) in enumerate(mentions):
            last = index + 1 == len(mentions)
            end = len(sentence) if last else mentions[index + 1][0]
            # "진학률 9%, 안산시 취업률": a place right before a name is the place of that name.
            before = [
                code
                for at, stop, code in named
                if at < end and (last or not _OWNING.fullmatch(sentence, stop, end))
            ]
            places = (before[-1],) if len(mentions) > 1 and before else known
            found.append(_clause(sentence, start, end, kpi_ids, places))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text; a decimal point ends none."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def _clause(sentence: str, start: int, end: int, kpi_ids: tuple[str, ...], places: tuple[str, ...]) -> Clause:
    segment = sentence[start:end]
    amounts = tuple(_amounts(segment))
    years = [(each.start(), each) for each in _YEAR.finditer(segment)]
    deadline = next((each for at, each in years if _is_deadline(segment, at, each)), None)
    free = [(at, int(each["year"])) for at, each in years if each is not deadline]
    amounts = _dated(amounts, free)
    outer = [int(each["year"]) for each in _YEAR.finditer(sentence[:start])]
    loose = int(deadline["year"]) if deadline else outer[-1] if outer else None
    if loose is None and free and all(each.year is None for each in amounts):
        loose = free[-1][1]
    if len(amounts) == 1 and amounts[0].year is None and not amounts[0].role:
        amounts = (replace(amounts[0], year=loose),)
    quote = sentence[:end].strip() if start == end else segment.strip(" ,·")
    return Clause(quote, kpi_ids, places, amounts, loose, sentence)


def _is_deadline(segment: str, at: int, year: re.Match[str]) -> bool:
    return bool(year["deadline"]) or bool(_BEFORE_DEADLINE.search(segment[:at]))


def _dated(amounts: tuple[Amount, ...], years: list[tuple[int, int]]) -> tuple[Amount, ...]:
    """Each number with the year written just before it."""
    dated, since = [], -1
    for amount in amounts:
        near = [year for at, year in years if since < at < amount.start]
        dated.append(replace(amount, year=near[-1] if near else None))
        since = amount.start
    return tuple(dated)


def _amounts(segment: str) -> Iterator[Amount]:
    found = [each for each in _AMOUNT.finditer(segment) if not _YEAR.match(segment, each.start())]
    for match in found:
        after, unit = segment[match.end() :], _unit(match["unit"])
        role = _role(segment[: match.start()], after)
        if unit is None and role != "from":
            continue
        low = float(match["low"].replace(",", ""))
        high = float(match["high"].replace(",", "")) if match["high"] else None
        if match["band"] and high is None:
            high = low + BAND_WIDTH - 1
        decimals = len(match["low"].partition(".")[2])
        yield Amount(low, high, unit, role, decimals, match[0].strip(), match.start())


def _unit(written: str | None) -> AmountUnit | None:
    if written is None:
        return None
    if written == "위":
        return "rank"
    is_points = "p" in written.lower().removeprefix("percent") or "포인트" in written
    return "points" if is_points or "point" in written else "percent"


def _role(before: str, after: str) -> Role:
    if re.match(r"\s*(?:에서|부터|→|->)", after) or re.search(
        r"\bfrom\s+(?:rank\s+)?$", before, re.IGNORECASE
    ):
        return "from"
    if re.match(r"\s*(?:으?로|까지)", after) or re.search(
        r"(?:→|->|\bto\s)\s*(?:rank\s+)?$", before, re.IGNORECASE
    ):
        return "to"
    if _BY.match(after) or re.search(r"\bby\s+$", before, re.IGNORECASE):
        return "by"
    return ""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    own = [
        (r"\s*".join(re.escape(word) for word in name.split()), (kpi.id,))
        for kpi in KPIS
        for name in (kpi.name.ko, kpi.name.en)
    ]
    special, shared = _NAMES[:-2], _NAMES[-2:]
    return tuple((re.compile(words, re.IGNORECASE), kpis) for words, kpis in (*special, *own, *shared))


def _mentions(sentence: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where an indicator is named, in order; a longer name hides what lies within it."""
    taken: list[tuple[int, int, tuple[str, ...]]] = []
    for pattern, kpi_ids in _patterns():
        for match in pattern.finditer(sentence):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), kpi_ids))
    for start, _, kpi_ids in sorted(taken):
        yield start, kpi_ids


def places_in(snapshot: Snapshot, sentence: str) -> list[tuple[int, int, str]]:
    """The places and institutions that a sentence names: start, end, code."""
    taken: list[tuple[int, int, str]] = []
    for name, code in _place_names(snapshot):
        at = sentence.find(name)
        if at >= 0 and all(at + len(name) <= start or at >= end for start, end, _ in taken):
            taken.append((at, at + len(name), code))
    return sorted(taken)


@lru_cache(maxsize=4)
def _place_names(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Every name of a place, institution or programme's city, longest first."""
    found = register.table(
        snapshot,
        """
        SELECT name_ko, name_en, aliases, region_id AS code FROM regions
        WHERE level IN ('city', 'province') OR region_id = 'korea'
        UNION ALL SELECT name_ko, name_en, aliases, institution_id FROM institutions
        UNION ALL SELECT name_ko, name_en, NULL, city_id FROM programmes WHERE city_id IS NOT NULL
        """,
    )
    names = {
        (name.strip(), str(code))
        for ko, en, aliases, code in found.fillna("").itertuples(index=False, name=None)
        for name in (ko, en, *aliases.split(";"))
        if len(name.strip()) > 1
    }
    return tuple(
        sorted(names | {("전국", "korea"), ("우리나라", "korea")}, key=lambda each: (-len(each[0]), each))
    )
