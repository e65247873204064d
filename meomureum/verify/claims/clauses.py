"""A sentence taken apart: which indicator, which place, which numbers with which unit and year.

Nothing is concluded here. A name that several indicators share ("진학률") keeps all of them
unless the sentence says whose rate it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.amounts import DONE, PLANNED, Amount, Role, amounts_in
from meomureum.verify.claims.attribution import EACH, JOINED, dated, one_each, placed, with_year
from meomureum.verify.claims.names import NOBODY, Mention, People, meant, mentions, people_of
from meomureum.verify.claims.places import Place, places_in
from meomureum.verify.claims.written_years import Year, years_in

THAN = re.compile(r"보다|대비|比|(?<=전년)비|에\s*비[해하]|에\s*견[줘주]|\bthan\b", re.IGNORECASE)
_COMPARED = re.compile(
    rf"\s*(?:동기|동월|같은\s*기간)?\s*(?:{THAN.pattern}|에\s*이어|\s수준"
    r"|[과와]\s*(?:비교|견[줘주]|비슷|같|달리|다르|마찬가지|동일|(?:큰\s*)?차이))"
)
_OWNING = re.compile(r"(?:의|'s)?\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?!(?<=\d\.)\s+\d)\s+|\n+")
_OF_SOME = re.compile(
    r"(?:이|그)\s*(?:중|가운데)|그중|[명자생]\s*(?:중|가운데)|기업|공공기관|공무원|부사관|제조업|서비스업|업종|분야|부문|비율|비중|유형|정규직|계약직|급여|임금"
    r"|만족|미취업|입대|남[학성자]|여[학성자]|출신|상위|하위|최고|최저"
)
_AGES = re.compile(r"\d\d\s*[~∼～–-]\s*\d\d\s*세|\d0대")
# "2020년 50.7%였던 취업률은": a number that stands before the name.
_BEFORE_THE_NAME = re.compile(
    r"(?:%|퍼센트|명)\s*(?:였던|이었던|이던|에\s*그쳤던|에\s*머물렀던|를\s*기록했던|를\s*기록한|의|인)\s[^%.,]{0,30}$"
)


@dataclass(frozen=True)
class Clause:
    """What one sentence says of one indicator; `named` says that the sentence names the places itself."""

    quote: str
    kpis: tuple[str, ...]
    places: tuple[str, ...]
    amounts: tuple[Amount, ...]
    deadline: int | None
    sentence: str
    named: bool = True
    people: People = NOBODY
    carried: bool = False
    """Whether a sentence before says of whom it is."""
    years: tuple[Year, ...] = ()
    """Every year of the sentence; positions count from the beginning of the quote."""
    sites: tuple[Place, ...] = ()
    """Every place of the sentence, with positions of the same kind."""
    others: tuple[Mention, ...] = ()
    """The other indicators of the sentence."""
    name_end: int = 0
    """Where the name of the indicator ends in the quote."""

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
    def aimed(self) -> bool:
        """Whether a target is named in so many words."""
        return "목표" in self.sentence

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
    known, whose = cities, NOBODY
    for sentence in sentences(text):
        sites = places_in(snapshot, sentence)
        known = tuple(dict.fromkeys(each.code for each in sites)) or known
        people = people_of(snapshot, sentence)
        carried = people == NOBODY != whose
        whose = whose if carried else people
        here = _clauses(sentence, sites, known, years_in(sentence, published_on))
        for clause in here:
            kpis = meant(snapshot, clause.kpis, whose, clause.places)
            own = replace(clause, kpis=kpis, named=bool(sites), people=whose)
            found.append(replace(own, carried=carried and len(clause.kpis) > 1))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text; a decimal point ends none."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def _clauses(
    sentence: str, sites: tuple[Place, ...], known: tuple[str, ...], years: tuple[Year, ...]
) -> list[Clause]:
    parts, found = mentions(sentence), list[Clause]()
    for index, mention in enumerate(parts):
        last = index + 1 == len(parts)
        end = len(sentence) if last else parts[index + 1].start
        places = _places_of(sentence, mention, end, sites, known, several=len(parts) > 1)
        start = 0 if index == 0 and _BEFORE_THE_NAME.search(sentence[: mention.start]) else mention.start
        clause = _clause(sentence, replace(mention, start=start), end, places, (years, sites))
        found.append(replace(clause, others=tuple(each for each in parts if each is not mention)))
    return _in_order(sentence, parts, found)


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
    before = tuple(dict.fromkeys(each.code for each in sites if each.start < mention.start))
    return before or tuple(each.code for each in sites[:1]) or known


def _clause(
    sentence: str,
    mention: Mention,
    end: int,
    places: tuple[str, ...],
    around: tuple[tuple[Year, ...], tuple[Place, ...]],
) -> Clause:
    years, sites = around
    start, segment = mention.start, sentence[mention.start : end]
    own = [_moved(each, start) for each in years if start <= each.start < end]
    there = tuple(_moved_place(each, start) for each in sites)
    amounts = tuple(amounts_in(segment, own))
    deadline = next((each for each in own if each.deadline), None)
    free = [each for each in own if each is not deadline]
    telling = [each for each in free if not _COMPARED.match(segment, each.end)]
    amounts = dated(segment, placed(segment, amounts, there, mention.end - start), telling)
    outer = [each for each in years if each.start < start]
    before = [each for each in outer if not _COMPARED.match(sentence, each.end)]
    loose = deadline or (before[-1] if before else None)
    if loose is None and telling and all(not each.year and not each.year_words for each in amounts):
        loose = telling[-1]
    amounts = one_each(sentence, start, amounts, [*(_moved(each, start) for each in outer), *free], there)
    since = any(each.role == "from" for each in amounts) or (loose is not None and loose.deadline)
    amounts = tuple(
        with_year(each, loose) if _undated(each) and not (since and each.role) else each for each in amounts
    )
    return Clause(
        segment.strip(" ,·") or sentence,
        mention.kpis,
        places,
        tuple(_of_the_clause(segment, amounts, mention.end - start)),
        loose.year if loose else None,
        sentence,
        years=tuple(_moved(each, start) for each in years),
        sites=there,
        name_end=mention.end - start,
    )


def _of_the_clause(segment: str, amounts: tuple[Amount, ...], since: int) -> Iterator[Amount]:
    """Which numbers are the indicator's own: not those of some of it, "이 가운데 대기업 비율은 33.8%"."""
    for index, amount in enumerate(amounts):
        own = index == 0 or bool(amount.role) or amount.own
        of_some = _OF_SOME.search(segment, max(since, 0), max(amount.start, 0))
        ages = index > 0 and _AGES.search(segment, since, amount.start)
        yield replace(amount, own=own and not of_some and not ages)
        since = amount.end


def _undated(amount: Amount) -> bool:
    return amount.year is None and not amount.year_words and amount.role in ("", "to")


def _moved(year: Year, by: int) -> Year:
    return replace(year, start=year.start - by, end=year.end - by)


def _moved_place(place: Place, by: int) -> Place:
    return replace(place, start=place.start - by, end=place.end - by)


def _in_order(sentence: str, parts: tuple[Mention, ...], found: list[Clause]) -> list[Clause]:
    """ "취업률과 진학률은 각각 55.3%, 48.0%": names side by side take the numbers after them in their order."""
    told = list(found)
    for last in range(len(parts) - 1, 0, -1):
        first = last
        while first and _side_by_side(sentence, parts[first - 1], parts[first]):
            first -= 1
        plain = [each for each in found[last].amounts if each.role != "by"]
        if first < last and len(plain) == last - first + 1:
            for index, amount in zip(range(first, last + 1), plain, strict=True):
                by, year = parts[last].start - parts[index].start, amount.year or plain[0].year
                its_own = bool(EACH.search(sentence))
                own = replace(amount, start=amount.start + by, year=year, own=True, ordered=its_own)
                told[index] = replace(found[index], amounts=(own,))
    return told


def _side_by_side(sentence: str, first: Mention, second: Mention) -> bool:
    return bool(JOINED.fullmatch(sentence, first.end, second.start))
