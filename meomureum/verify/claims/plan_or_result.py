"""Which numbers of a clause are a plan's and which a result's: never is the one held against the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from meomureum.texts import Text
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.verdicts import Check

KIND = Text("계획인지 실적인지", "Plan or result")
NOT_TOLD = Text(
    "{written:이/가} 계획인지 실적인지 문장으로는 알 수 없습니다.",
    "The sentence does not say whether {written} is planned or a result.",
)
_AIMED_AFTER = re.compile(
    r"\s*\)?\s*(?:이상|수준|대)?\s*(?:으?로(?!\s*목표(?:치|값)?\s*(?:\(|에|보다|인\s*\d))|까지|를|을|의|라는|이라는)?\s*(?:목표|높|올[리려릴]|끌|늘[리려릴]|달성|낮[추춰]|줄[이여일]|확대|상향"
    r"|하는\s*것|할\s*(?:계획|방침|예정))"
)
_AIMED_BEFORE = re.compile(r"(?:목표(?:치|값|율)?(?:[는인를을가로에])?\s*[(:]?|까지|\bto|\btarget of)\s*$")
_CAME_ABOUT = re.compile(
    r"[^\d,.]{0,10}(?:였|이었|에\s*[그머불]|나타났|집계|기록했|조사됐|불과|못\s*[미했]|이르렀|로\s*목표(?:치|값)?\s*(?:\(|에|보다|인\s*\d)|수준이다)"
)


@dataclass(frozen=True)
class Parted:
    """A clause with the numbers of its plan, the same with those of its results, and what may be either."""

    plan: Clause
    result: Clause
    open: tuple[Check, ...]


def parted(clause: Clause, until: int | None) -> Parted:
    """Part a clause that tells of a plan; `until` is the year of the text."""
    aims = tuple(each for each in clause.amounts if each.role or _is_aimed(clause, each))
    rest = [each for each in clause.amounts if each not in aims]
    results = tuple(each for each in rest if _has_come_about(clause, each, until))
    unclear = [each for each in rest if each not in results]
    told = tuple(Check(KIND, "uncheckable", NOT_TOLD.fill(written=each.words)) for each in unclear)
    return Parted(replace(clause, amounts=aims), replace(clause, amounts=results), told)


def _is_aimed(clause: Clause, amount: Amount) -> bool:
    return bool(
        _AIMED_AFTER.match(clause.quote, amount.end) or _AIMED_BEFORE.search(clause.quote[: amount.start])
    )


def _has_come_about(clause: Clause, amount: Amount, until: int | None) -> bool:
    """Whether its year has been when the text was written, or its words say so."""
    dated = amount.year is not None and until is not None and amount.year <= until
    words = _CAME_ABOUT.match(clause.quote, amount.end)
    return bool(words) or (dated and amount.year != _deadline(clause))


def _deadline(clause: Clause) -> int | None:
    return next((each.year for each in clause.years if each.deadline), None)
