"""Words of paragraphs changed where they differ: every letter that stays keeps its run, and so its look.

Slides and Hangul documents are alike here: a paragraph `p` of runs with their text in `t`. A program
that saves a file may cut a line into many runs; it is read and changed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meomureum.verify.office_xml import every, local

TEXT, PARAGRAPH, BREAK = "t", "p", "br"


def paragraphs_of(element: Any) -> Iterator[Any]:
    """The paragraphs that hold text of their own; those of a table within one are told by themselves."""
    for each in every(element, PARAGRAPH):
        if texts_of(each):
            yield each


def texts_of(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph, without those of paragraphs within it."""
    return [each for each in every(paragraph, TEXT) if _owner(each) is paragraph]


def _owner(element: Any) -> Any:
    return next(each for each in element.iterancestors() if local(each) == PARAGRAPH)


def words_in(paragraph: Any) -> str:
    """The words of a paragraph."""
    return "".join(each.text or "" for each in texts_of(paragraph))


def write(paragraph: Any, words: str) -> bool:
    """Give a paragraph other words: what both begin and end with stays in its runs. Whether anything changed."""
    before = words_in(paragraph)
    if before == words:
        return False
    start = _alike(before, words)
    end = _alike(before[start:][::-1], words[start:][::-1])
    fresh = words[start : len(words) - end]
    _replace(texts_of(paragraph), start, len(before) - end, fresh)
    return True


def _alike(one: str, two: str) -> int:
    """How many letters both begin with."""
    return next(
        (at for at, pair in enumerate(zip(one, two, strict=False)) if len(set(pair)) > 1),
        min(len(one), len(two)),
    )


def _replace(texts: list[Any], start: int, end: int, fresh: str) -> None:
    """Put words in place of the letters from `start` to `end` of all texts together, into the first that has any of them."""
    at = 0
    for each in texts:
        words = each.text or ""
        begin, stop = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        here = begin < stop or (start == end and begin <= len(words) and (begin or each is texts[0]))
        if here:
            each.text = words[:begin] + fresh + words[max(stop, begin) :]
            fresh, start = "", max(start, at)
            if start >= end:
                return


def rewritten(words: str, whole: Mapping[str, str], within: Mapping[str, str]) -> str:
    """A line with the words of today: as a whole where it is one that was written, else the parts of it that were."""
    stripped = words.strip()
    if stripped in whole:
        return words.replace(stripped, whole[stripped])
    for old in sorted(within, key=len, reverse=True):
        if old in words:
            words = words.replace(old, _placeholder(within, old))
    for at, old in enumerate(within):
        words = words.replace(_sign(at), within[old])
    return words


def _placeholder(within: Mapping[str, str], old: str) -> str:
    """A sign that no text has: what was put in is not searched again."""
    return _sign(list(within).index(old))


def _sign(at: int) -> str:
    return chr(0xF0000 + at)
