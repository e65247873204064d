"""A sentence taken apart: which indicator, which place, which numbers with which unit and year.

Nothing is concluded here. A name that several indicators share ("진학률") keeps all of them
unless the sentence says whose rate it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.names import NOBODY, Mention, People, meant, mentions, people_of
from meomureum.verify.claims.places import Place, places_in
from meomureum.verify.claims.written_numbers import NUMBER, decimals_of, value_of
from meomureum.verify.claims.written_years import Year, years_in

AmountUnit = Literal["percent", "points", "rank"]
Role = Literal["from", "to", "by", ""]
BAND_WIDTH = 100

_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<low>{NUMBER})(?:\s*[~∼～–—-]\s*(?P<high>{NUMBER}))?\s*"
    r"(?P<unit>%\s*[pP](?![a-z])|(?:%|퍼센트)\s*포인트|percentage points?|%|퍼센트|percent|위)?"
    r"(?P<band>\s*대)?"
)
_BY = re.compile(r"\s*(?:이나|만큼|가량|정도)?\s*(?:올|오르|상승|증가|늘|높|내[렸려]|하락|감소|줄|낮|떨어)")
_COMPARED = re.compile(r"\s*(?:보다|대비|에\s*비해|에\s*비하면)")
_OWNING = re.compile(r"(?:의|'s)?\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
PLANNED = re.compile(
    r"목표|계획|(?:19|20)\d\d\s*년\s*까지|(?:높|줄|올리|늘리|낮추|끌어올리)(?:이)?(?:기로|겠)|높이(?!였)|높여|높인|높일"
    r"|끌어올(?!렸)|올리(?!었)|올린|올릴|늘리(?!었)|늘린|늘릴|줄이(?!었)|줄인|줄일|낮추(?!었)|낮춘|낮출"
    r"|\braise\b|\btarget|\bby 20|\bwill\b",
    re.IGNORECASE,
)
DONE = re.compile(
    r"올랐|올라[갔섰]|올렸|상승했|증가했|늘었|늘어났|늘렸|높아졌|높였|내렸|내려[갔왔]|하락했|감소했|줄었|줄어들었|줄였"
    r"|낮아졌|낮췄|떨어졌|\brose\b|\bfell\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """One number as written: its unit, its part in the change, its own year and place where it has them."""

    value: float
    high: float | None
    unit: AmountUnit | None
    role: Role
    decimals: int
    words: str
    start: int
    year: int | None = None
    year_words: str = ""
    """A word such as 올해 that no date resolves."""
    place: str = ""


@dataclass(frozen=True)
class Clause:
    """What one sentence says of one indicator; `named` says that the text names the places itself."""

    quote: str
    kpis: tuple[str, ...]
    places: tuple[str, ...]
    amounts: tuple[Amount, ...]
    deadline: int | None
    sentence: str
    named: bool = True
    people: People = NOBODY
    years: tuple[Year, ...] = ()
    """Every year of the sentence; positions count from the beginning of the quote."""
    sites: tuple[Place, ...] = ()
    """Every place of the sentence, with positions of the same kind."""

    def amount(self, role: Role) -> Amount | None:
        """The number of that part in the change."""
        return next((each for each in self.amounts if each.role == role), None)

    @property
    def done(self) -> bool:
        """Whether it tells what has come about: by its own words, else by the sentence's."""
        return bool(DONE.search(self.quote)) or (
            not PLANNED.search(self.quote) and bool(DONE.search(self.sentence))
        )

    @property
    def planned(self) -> bool:
        """Whether it tells a plan."""
        moves = self.amount("from") is not None and self.amount("to") is not None
        return not self.done and (bool(PLANNED.search(self.sentence)) or moves)


def clauses(
    snapshot: Snapshot, text: str, cities: tuple[str, ...] = (), published_on: date | None = None
) -> list[Clause]:
    """Every indicator that a text puts a number or a movement to; `cities` are meant where it names none."""
    found: list[Clause] = []
    known, named = cities, False
    for sentence in sentences(text):
        sites = places_in(snapshot, sentence)
        if sites:
            known, named = tuple(dict.fromkeys(each.code for each in sites)), True
        parts, years = mentions(sentence), years_in(sentence, published_on)
        people = people_of(snapshot, sentence)
        for index, mention in enumerate(parts):
            last = index + 1 == len(parts)
            end = len(sentence) if last else parts[index + 1].start
            places = _places_of(sentence, mention, end, sites, known, several=len(parts) > 1)
            clause = _clause(sentence, mention, end, places, years, sites)
            kpis = meant(snapshot, mention, people, clause.places)
            found.append(replace(clause, kpis=kpis, named=named, people=people))
    return found


def _places_of(
    sentence: str,
    mention: Mention,
    end: int,
    sites: tuple[Place, ...],
    known: tuple[str, ...],
    *,
    several: bool,
) -> tuple[str, ...]:
    """Those before the name; "진학률 9%, 안산시 취업률": a place right before a name is that name's."""
    if several:
        last = end == len(sentence)
        near = [
            each.code
            for each in sites
            if each.start < end and (last or not _OWNING.fullmatch(sentence, each.end, end))
        ]
        return (near[-1],) if near else known
    before = tuple(dict.fromkeys(each.code for each in sites if each.end <= mention.start))
    return before or known


def sentences(text: str) -> list[str]:
    """The sentences of a text; a decimal point ends none."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def _clause(
    sentence: str,
    mention: Mention,
    end: int,
    places: tuple[str, ...],
    years: tuple[Year, ...],
    sites: tuple[Place, ...],
) -> Clause:
    start, segment = mention.start, sentence[mention.start : end]
    own = [_moved(each, start) for each in years if start <= each.start < end]
    there = tuple(_moved_place(each, start) for each in sites)
    amounts = tuple(_amounts(segment, own))
    deadline = next((each for each in own if each.deadline), None)
    free = [each for each in own if each is not deadline]
    telling = [each for each in free if not _COMPARED.match(segment, each.end)]
    amounts = _dated(_placed(amounts, there, mention.end - start), telling)
    outer = [each for each in years if each.start < start]
    loose = deadline or (outer[-1] if outer else None)
    if loose is None and telling and all(not each.year and not each.year_words for each in amounts):
        loose = telling[-1]
    amounts = tuple(_with_year(each, loose) if _undated(each) else each for each in amounts)
    every = tuple(_moved(each, start) for each in years)
    quote = segment.strip(" ,·") or sentence
    return Clause(
        quote,
        mention.kpis,
        places,
        amounts,
        loose.year if loose else None,
        sentence,
        years=every,
        sites=there,
    )


def _undated(amount: Amount) -> bool:
    return amount.year is None and not amount.year_words and not amount.role


def _with_year(amount: Amount, year: Year | None) -> Amount:
    if year is None:
        return amount
    return replace(amount, year=year.year, year_words="" if year.year else year.words)


def _moved(year: Year, by: int) -> Year:
    return replace(year, start=year.start - by, end=year.end - by)


def _moved_place(place: Place, by: int) -> Place:
    return replace(place, start=place.start - by, end=place.end - by)


def _dated(amounts: tuple[Amount, ...], years: list[Year]) -> tuple[Amount, ...]:
    """Each number with the year written just before it."""
    dated, since = [], -1
    for amount in amounts:
        near = [each for each in years if since < each.start < amount.start]
        if amount.role != "by":
            amount = _with_year(amount, near[-1] if near else None)
            since = amount.start
        dated.append(amount)
    return tuple(dated)


def _placed(amounts: tuple[Amount, ...], sites: tuple[Place, ...], since: int) -> tuple[Amount, ...]:
    """Each number with the place written between it and the number before it."""
    placed = []
    for amount in amounts:
        near = [each.code for each in sites if since <= each.start and each.end <= amount.start]
        placed.append(replace(amount, place=near[-1] if near and amount.role != "by" else ""))
        since = amount.start
    return tuple(placed)


def _amounts(segment: str, years: list[Year]) -> Iterator[Amount]:
    of_years = {at for each in years for at in range(each.start, each.end)}
    moved = False
    for match in _AMOUNT.finditer(segment):
        after, unit = segment[match.end() :], _unit(match["unit"])
        role = _role(segment[: match.start()], after, moved)
        if match.start() in of_years or (unit is None and role != "from"):
            continue
        moved = moved or role == "from"
        low = value_of(match["low"])
        high = value_of(match["high"]) if match["high"] else None
        if match["band"] and high is None:
            high = low + BAND_WIDTH - 1
        yield Amount(low, high, unit, role, decimals_of(match["low"]), match[0].strip(), match.start())


def _unit(written: str | None) -> AmountUnit | None:
    if written is None:
        return None
    if written == "위":
        return "rank"
    is_points = "p" in written.lower().removeprefix("percent") or "포인트" in written
    return "points" if is_points or "point" in written else "percent"


def _role(before: str, after: str, moved: bool) -> Role:
    """The part of a number in a change; "취업률은 55.3%로 나타났다" changes nothing."""
    if re.match(r"\s*(?:에서|부터|→|->)", after) or re.search(
        r"\bfrom\s+(?:rank\s+)?$", before, re.IGNORECASE
    ):
        return "from"
    if re.search(r"(?:→|->|\bto\s)\s*(?:rank\s+)?$", before, re.IGNORECASE):
        return "to"
    if re.match(r"\s*(?:으?로|까지)", after) and (moved or PLANNED.search(after) or DONE.search(after)):
        return "to"
    if _BY.match(after) or re.search(r"\bby\s+$", before, re.IGNORECASE):
        return "by"
    return ""
