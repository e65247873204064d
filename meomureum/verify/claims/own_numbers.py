"""Whether the numbers of a clause agree with one another, whatever they are of."""

from __future__ import annotations

from meomureum.texts import Text, rounded
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.verdicts import TOGETHER, Check

DISAGREE = Text(
    "문장의 {first:과/와} {last}의 차이는 {difference}%p입니다. 문장의 {written:과/와} 맞지 않습니다.",
    "{first} and {last} of the sentence differ by {difference} pp, not {written}.",
)


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
