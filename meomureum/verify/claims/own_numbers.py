"""Whether the numbers of a clause agree with one another, whatever they are of."""

from __future__ import annotations

import re

from meomureum.texts import Text, number, rounded
from meomureum.verify.claims.amounts import Amount, bound_of
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.verdicts import TOGETHER, Check
from meomureum.verify.claims.written_numbers import NUMBER, value_of

DISAGREE = Text(
    "문장의 {first:과/와} {last}의 차이는 {difference}%p입니다. 문장의 {written:과/와} 맞지 않습니다.",
    "{first} and {last} of the sentence differ by {difference} pp, not {written}.",
)

MOVED_OTHERWISE = Text(
    "문장의 {first:과/와} {last}의 차이는 {difference}명입니다. 문장의 {written:과/와} 맞지 않습니다.",
    "{first} and {last} of the sentence differ by {difference}, not as in “{written}”.",
)
_FROM_TO = re.compile(
    rf"(?P<first>{NUMBER})\s*명에서[^.]{{0,16}}?(?P<last>(?<![\d.,])(?:{NUMBER}))\s*명으?로\s*(?:약\s*)?"
    rf"(?P<told>(?:(?P<by>{NUMBER})\s*(?P<over>여?)\s*명\s*(?P<how>이나|가량|정도|가까이|넘게|이상|))?\s*(?:더\s*)?"
    r"(?:(?P<rose>늘|증가)|(?P<fell>줄|감소)))"
)


def moved_otherwise(sentence: str, *, sure: bool) -> tuple[str, Check] | None:
    """The words that tell persons from one number to another, where their difference or direction is another.

    It is wrong for sure where both numbers are those that are published.
    """
    found = _FROM_TO.search(sentence)
    if found is None:
        return None
    first, last = value_of(found["first"]), value_of(found["last"])
    turned = (first > last) if found["rose"] else (first < last)
    if not turned and (found["by"] is None or _by(found).fit(abs(last - first)) != "far"):
        return None
    words = {"first": found["first"], "last": found["last"], "written": found["told"].strip()}
    reason = MOVED_OTHERWISE.fill(difference=number(abs(last - first)), **words)
    return found[0], Check(TOGETHER, "wrong" if sure else "uncheckable", reason)


def _by(found: re.Match[str]) -> Amount:
    """The difference as it is told; a round number may be a rough one."""
    value = value_of(found["by"])
    bound = bound_of("", found["how"], found["over"]) or ("" if value % 1000 else "about")
    return Amount(value, None, "persons", "by", 0, found["by"], 0, bound=bound)


def disagreement(clause: Clause) -> tuple[Check, ...]:
    """A check where two rates of a clause differ by another number than it says."""
    rates = [each for each in clause.amounts if each.role != "by" and each.unit == "percent"]
    by = [each for each in clause.amounts if each.role == "by" and each.unit == "points"]
    if len(rates) != 2 or len(by) != 1 or any(each.bound or each.denied for each in (*rates, *by)):
        return ()
    digits = min(each.decimals for each in (*rates, *by))
    difference = rounded(abs(rates[0].value - rates[1].value), digits)
    if abs(difference - rounded(by[0].value, digits)) <= rounded(10**-digits, digits):
        return ()
    words = {"first": rates[0].words, "last": rates[1].words, "written": by[0].words}
    return (Check(TOGETHER, "uncheckable", DISAGREE.fill(difference=str(difference), **words)),)
