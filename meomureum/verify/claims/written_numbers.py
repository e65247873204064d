"""Numbers as Korean texts write them: 9,000, 6만3005, 1만 2974, 3억5000만, 5천, 10.5억."""

from __future__ import annotations

import re

_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = {"억": 10**8, "만": 10**4, "천": 10**3}
_TIMES = {"천": 1000, "백": 100}
_WORDS = {"두": 2.0, "세": 3.0, "네": 4.0}
_REST = rf"(?:\s*(?:{_PLAIN})(?!\d|\s*년))?"
_THOUSANDS = rf"(?:{_PLAIN})\s*천(?!안)"
_MYRIADS = rf"(?:{_PLAIN})\s*[천백]?\s*만"
NUMBER = (
    rf"(?:{_PLAIN})\s*[천백]?\s*억(?:\s*{_MYRIADS})?(?:\s*{_THOUSANDS})?{_REST}"
    rf"|{_MYRIADS}(?:\s*{_THOUSANDS})?{_REST}|{_THOUSANDS}{_REST}|{_PLAIN}"
)
"""A regular expression of one number, as digits alone or with 억, 만 and 천 between them."""

NEAR = 0.005
"""How far a rounded number of persons may be from the actual one: 690 people are not 700."""

_PART = re.compile(rf"({_PLAIN})\s*(?:([천백])?\s*([억만])|(천))?")


def value_of(written: str) -> float:
    """What a number says: 6만3005 is 63005, 10.5억 is 1050000000, 두 (of 두 배) is 2."""
    if written in _WORDS:
        return _WORDS[written]
    return round(
        sum(
            float(digits.replace(",", "")) * _TIMES.get(times, 1) * _UNITS.get(unit or thousand, 1)
            for digits, times, unit, thousand in _PART.findall(written)
        ),
        6,
    )


def decimals_of(written: str) -> int:
    """The digits behind the point."""
    return len(written.partition(".")[2]) if written.replace(",", "").replace(".", "").isdigit() else 0


def agrees(written: str, actual: float) -> bool:
    """Whether a number is the actual one, or that rounded as far as its zeros say: 5,800 for 5,806."""
    value = value_of(written)
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    step = 10**zeros
    near = abs(value - actual) <= NEAR * actual and int(actual / step + 0.5) * step == value
    return value == actual or (zeros > 1 and near)
