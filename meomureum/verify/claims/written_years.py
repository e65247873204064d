"""The years that a text names: 2024년, ’24년, and 올해, 지난해, 전년 as its date tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*(?:학?년도?)|(?!\d|[.,]\d|\s*[~∼～](?!\s*(?:(?:19|20)\d\d|[’']?\d\d\s*년))|\s*[%개명곳위만억천]))(?P<deadline>\s*(?:까지|목표))?"
    r"|(?<![\d’'])[’'‘](?P<short>\d\d)\s*년(?P<deadline_too>\s*(?:까지|목표))?"
    r"|(?P<ago>\d{1,2}|[한두세네])\s*년\s*전(?![가-힣]*도)"
    r"|(?P<word>올해|금년|지난해|작년|재작년|내년|이듬해|전년도?|직전\s*해"
    r"|\ba\s+year\s+(?:earlier|before)|\b(?:this|last|next|the\s+(?:previous|following))\s+year\b)",
    re.IGNORECASE,
)
_FROM_THE_DATE = {"올해": 0, "금년": 0, "지난해": -1, "작년": -1, "재작년": -2, "내년": 1}
_FROM_THE_DATE |= {"this year": 0, "last year": -1, "next year": 1}
_FROM_THE_YEAR_BEFORE = {"이듬해": 1, "전년": -1, "전년도": -1, "직전해": -1}
_FROM_THE_YEAR_BEFORE |= {"the previous year": -1, "the following year": 1}
_FROM_THE_YEAR_BEFORE |= {"a year earlier": -1, "a year before": -1}
_SOME = {"한": 1, "두": 2, "세": 3, "네": 4}
_BEFORE_DEADLINE = re.compile(r"\b(?:by|until)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Year:
    """One year as written; `year` is None for a word such as 올해 in a text without a date."""

    start: int
    end: int
    words: str
    year: int | None
    deadline: bool


def years_in(text: str, published_on: date | None) -> tuple[Year, ...]:
    """Every year of a text in order; 전년 is the year before the one named last, else before the text's."""
    found: list[Year] = []
    for match in _YEAR.finditer(text):
        year = _year(match, next((each.year for each in reversed(found)), None), published_on)
        by = bool(
            match["deadline"] or match["deadline_too"] or _BEFORE_DEADLINE.search(text[: match.start()])
        )
        found.append(Year(match.start(), match.end(), match[0], year, by))
    return tuple(found)


def _year(match: re.Match[str], before: int | None, published_on: date | None) -> int | None:
    if match["year"] or match["short"]:
        return int(match["year"] or f"20{match['short']}")
    if match["ago"]:
        since = before if before is not None else published_on.year if published_on else None
        return None if since is None else since - (_SOME.get(match["ago"]) or int(match["ago"]))
    word = " ".join(match["word"].lower().split())
    word = word if word.isascii() else word.replace(" ", "")
    if word in _FROM_THE_YEAR_BEFORE and before is not None:
        return before + _FROM_THE_YEAR_BEFORE[word]
    after = {**_FROM_THE_DATE, **_FROM_THE_YEAR_BEFORE}[word]
    return None if published_on is None else published_on.year + after
