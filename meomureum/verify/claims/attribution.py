"""Which year and which place each number of a clause is of, by where they stand in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.places import Place
from meomureum.verify.claims.written_years import Year

EACH = re.compile(r"각각|\brespectively\b", re.IGNORECASE)
JOINED = re.compile(r"\s*(?:과|와|·|및|,|과\s*함께|and)\s*", re.IGNORECASE)
OF_WHAT_FOLLOWS = re.compile(
    r"\s*(?:\(\s*|in\s+|of\s+)\s*|(?:인|였던|이었던|이던|[을를]\s*(?:기록한|보인)|에\s*(?:그친|이른|달하는|달한))\s*",
    re.IGNORECASE,
)
"""Between a number and the place that it is of: "78.7%(김해대)", "78.7%인 김해대"."""
_RANGE = re.compile(r"\s*[~∼～–—-]\s*['’]?")
_RIGHT_AFTER = re.compile(r"\s*(?:\(\s*(?:’|')?|in\s+)\s*", re.IGNORECASE)
# Between a number and a bound that it keeps: "104.1%로 100%를 넘었다".
_SO_IT = re.compile(r"\s*(?:으?로|[을를]\s*기록해|이어서)\s*,?\s*")
Token = TypeVar("Token", Year, Place)


def with_year(amount: Amount, year: Year | None) -> Amount:
    """The number as one of that year, or as it is where there is none."""
    if year is None:
        return amount
    return replace(amount, year=year.year, year_words="" if year.year else year.words)


def dated(segment: str, amounts: tuple[Amount, ...], years: list[Year]) -> tuple[Amount, ...]:
    """Each number with the year written right after it ("in 2024", "(2024년)"), else just before it."""
    found, since = list[Amount](), -1
    for amount in amounts:
        near = [each for each in years if since < each.start < amount.start]
        after = [each for each in years if _RIGHT_AFTER.fullmatch(segment, amount.end, each.start)]
        if found and amount.bound and _SO_IT.fullmatch(segment, found[-1].end, amount.start):
            amount = replace(amount, year=found[-1].year, year_words=found[-1].year_words, own=True)
        elif amount.role != "by":
            year = next(iter((*after, *reversed(near))), None)
            amount = replace(with_year(amount, year), own=amount.own or year is not None)
            since = after[0].end if after else amount.start
        found.append(amount)
    return tuple(found)


def placed(
    segment: str, amounts: tuple[Amount, ...], sites: tuple[Place, ...], since: int
) -> tuple[Amount, ...]:
    """Each number with the place written between it and the number before it."""
    found = []
    for amount in amounts:
        near = [each.code for each in sites if since <= each.start and each.end <= amount.start]
        after = [each.code for each in sites if OF_WHAT_FOLLOWS.fullmatch(segment, amount.end, each.start)]
        here = (*after, *reversed(near))
        found.append(replace(amount, place=here[0], own=True) if here and amount.role != "by" else amount)
        since = amount.start
    return tuple(found)


def one_each(
    sentence: str, start: int, amounts: tuple[Amount, ...], years: Sequence[Year], sites: Sequence[Place]
) -> tuple[Amount, ...]:
    """As many numbers as joined places or years, one each: "김해와 안산은 각각 94%, 99%", "2023~2025년 1%, 2%, 3%"."""
    if not amounts:
        return ()
    told = _each_year(sentence, start, [each for each in years if each.end <= amounts[0].start])
    moving = [each for each in amounts if each.role in ("from", "to")]
    if len(told) > 1 and len(moving) == 2 and moving[1].year in (None, told[-1].year):
        ends = {moving[0].start: told[0], moving[1].start: told[-1]}
        return tuple(with_year(each, ends.get(each.start)) for each in amounts)
    if any(each.role or each.unit not in ("percent", "persons", "points") for each in amounts):
        return amounts
    named = _chain(sentence, start, [each for each in sites if each.end <= amounts[0].start])
    ordered = bool(EACH.search(sentence))
    return _one_year_each(sentence, start, _one_place_each(amounts, named, ordered=ordered), told)


def _one_place_each(amounts: tuple[Amount, ...], named: list[Place], *, ordered: bool) -> tuple[Amount, ...]:
    first = amounts[: len(named)]
    if not 1 < len(named) <= len(amounts) or any(each.place not in (None, named[-1].code) for each in first):
        return amounts
    found = [
        replace(each, place=site.code, year=each.year or amounts[0].year, own=True, ordered=ordered)
        for each, site in zip(first, named, strict=True)
    ]
    return (*found, *amounts[len(named) :])


def _one_year_each(
    sentence: str, start: int, amounts: tuple[Amount, ...], told: list[Year]
) -> tuple[Amount, ...]:
    """A number for each year; of fewer numbers than "2020~2024년" nobody can say of which they are."""
    first = amounts[: len(told)]
    if len(told) < 2 or any(each.year not in (None, told[-1].year) for each in first):
        return amounts
    words = sentence[told[0].start + start : told[-1].end + start]
    if len(told) > len(amounts):
        unclear = replace(told[-1], year=None, words=words) if re.search(r"[~∼～–—-]", words) else None
        return tuple(with_year(each, unclear) for each in amounts)
    ordered = bool(EACH.search(sentence))
    found = [
        replace(with_year(each, year), own=True, ordered=ordered or each.ordered)
        for each, year in zip(first, told, strict=True)
    ]
    return (*found, *amounts[len(told) :])


def _chain(sentence: str, start: int, tokens: Sequence[Token]) -> list[Token]:
    """Those at the end that are joined, "김해와 안산", "2023년과 2024년"; positions count from `start`."""
    joined = list(tokens[-1:])
    for first, last in zip(tokens[-2::-1], tokens[::-1], strict=False):
        gap = (first.end + start, last.start + start)
        if not JOINED.fullmatch(sentence, *gap) and not _RANGE.fullmatch(sentence, *gap):
            break
        joined.insert(0, first)
    return joined


def _each_year(sentence: str, start: int, years: Sequence[Year]) -> list[Year]:
    """The joined years before a number; "2020~2024년" are five."""
    joined = _chain(sentence, start, years)
    told = joined[:1]
    for first, last in pairwise(joined):
        spanned = _RANGE.fullmatch(sentence, first.end + start, last.start + start)
        if spanned and first.year and last.year:
            told += [replace(first, year=year) for year in range(first.year + 1, last.year)]
        told.append(last)
    return told
