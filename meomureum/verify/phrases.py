"""The words that were issued, and what of a text is none of them.

Texts are compared without blanks and without the signs that formats put between and before words,
so that "기준일: 2023-04-01", a cell beside its label and a line broken by a page are one and the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from meomureum.drawing.particulars import (
    AS_OF,
    CODE,
    KIND_OF_DATA,
    LINK,
    MADE_ON,
    PRODUCT,
    SNAPSHOT,
    UNIT,
)
from meomureum.drawing.qr import QR_NAME
from meomureum.drawing.safe_text import visible
from meomureum.drawing.spoken import ASKED
from meomureum.drawing.summary import APPENDIX, COLUMNS, LINEAGE, REST, SUMMARY, WORKINGS
from meomureum.drawing.words import AUTHOR_TITLE, SYNTHETIC
from meomureum.texts import LANGUAGES, Text, plain
from meomureum.verify.issued_lines import Told

BETWEEN = re.compile(r"[\s·:|□○※•'’;]+|^-\s+|\.(?=\s|$)")
LONG = 8
"""Letters from which words count as issued within others; shorter ones have to stand alone."""
PART = 12
"""Letters from which a part of what was issued is no other claim: a page or a cell may break it."""
ALIKE = 0.62
GROWING = re.compile(r"[\w%][\w%]|\d[.,]|[.,]\d")
"""Two letters of one word or number."""
NUMBER = re.compile(r"\d[\d,.]*")
NUMBERING = re.compile(r"[<(]?(?:그림|표|Figure|Table)?[-#]?(?:\d{1,3})?[.)>/-]*")
CONTINUED = Text("계속", "continued")
HEADINGS = (
    CODE,
    KIND_OF_DATA,
    LINK,
    MADE_ON,
    PRODUCT,
    SUMMARY,
    APPENDIX,
    *COLUMNS,
    WORKINGS,
    LINEAGE,
    AUTHOR_TITLE,
    SYNTHETIC,
    UNIT,
    ASKED,
    CONTINUED,
    plain(QR_NAME.format("").strip()),
)
"""What stands over, before and after the words of a figure, and says nothing of it."""
RESTS = tuple(
    re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\d+)", re.escape(REST(language))) + "?")
    for language in LANGUAGES
)
HEADS = tuple(words for text in HEADINGS for words in (text.ko, text.en))
BARE = frozenset(label for text in (AS_OF, MADE_ON, SNAPSHOT, UNIT) for label in (text.ko, text.en))
"""Labels that a blank alone may part from their words."""


@lru_cache(maxsize=65_536)
def canonical(words: str) -> str:
    """The words as they are compared."""
    return BETWEEN.sub("", visible(words))


def kept_places(words: str) -> list[int]:
    """Where in the words each letter of their canonical form stands."""
    shut = {at for found in BETWEEN.finditer(words) for at in range(*found.span())}
    return [at for at in range(len(words)) if at not in shut]


def alike(one: str, other: str) -> float:
    """How alike two canonical texts are, 0-1; 1 where their numbers alone differ."""
    if NUMBER.sub("0", one) == NUMBER.sub("0", other) and NUMBER.search(one):
        return 1.0
    match = SequenceMatcher(None, one, other, autojunk=False)
    if match.real_quick_ratio() < ALIKE or match.quick_ratio() < ALIKE:
        return 0.0
    return match.ratio()


def is_made_of(text: str, names: Collection[str]) -> bool:
    """Whether a text is some of these names one after the other."""
    longest = max(map(len, names), default=0)
    ends = {0}
    for at in range(len(text)):
        if at in ends:
            ends.update(at + size for size in range(1, longest + 1) if text[at : at + size] in names)
    return len(text) in ends


@dataclass(frozen=True)
class Phrases:
    """The words of some figures and covers, each with the label that may stand before it."""

    told: tuple[Told, ...]
    joined: tuple[str, ...] = ()
    """Rows of tables as a page of words holds them: cell after cell."""
    labels: tuple[str, ...] = ()
    """Words within drawings."""
    cells: tuple[str, ...] = ()
    """Cells of tables, which some programs print in an order of their own."""
    counts: tuple[int, ...] = ()
    """How many rows their tables have: a slide says how many of them it shows."""

    @cached_property
    def known(self) -> dict[str, Told]:
        """Each by its canonical form, alone and after its label."""
        found: dict[str, Told] = {}
        for label, words in self.told:
            for form in (words, f"{label}{words}"):
                found.setdefault(canonical(form), (label, words))
            found.setdefault(canonical(words.rstrip(" .")), (label, words))
        for row in self.joined:
            found.setdefault(canonical(row), ("", row))
        found.pop("", None)
        return found

    @cached_property
    def within(self) -> re.Pattern[str]:
        """Those that may stand within other words, the longest first: long ones, and those after their label."""
        labelled = {canonical(f"{label}{words}") for label, words in self.told if label}
        found = {each for each in self.known if len(each) >= LONG} | labelled
        return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))) or r"(?!)")

    @cached_property
    def naming(self) -> frozenset[str]:
        """The labels and heads."""
        return frozenset(canonical(each) for each in (*HEADS, *(label for label, _ in self.told))) - {""}

    @cached_property
    def short(self) -> frozenset[str]:
        """The words of drawings."""
        return frozenset(map(canonical, self.labels)) - {""}

    @cached_property
    def scattered(self) -> frozenset[str]:
        """The cells of tables and the words of drawings."""
        return self.short | frozenset(map(canonical, self.cells)) - {""}

    def holds(self, words: str) -> bool:
        """Whether a text is just what was issued."""
        return canonical(words) in self.known or any(self._tells_the_rest(words))

    def _tells_the_rest(self, words: str) -> Iterator[bool]:
        """How many rows of all stand in a table that is cut."""
        for form in RESTS:
            found = form.fullmatch(words.strip())
            yield found is not None and int(found["shown"]) < int(found["count"]) in self.counts

    def left(self, words: str) -> list[str]:
        """The stretches of a text that were not issued, as they stand; those that say nothing are passed over."""
        words = visible(words)
        text, places = canonical(words), kept_places(words)
        if text in self.known or not text:
            return []
        found, at = [], 0
        for start, end in self._issued(text, words, places):
            found.append((at, start))
            at = end
        found.append((at, len(text)))
        stretches = [words[places[start] : places[end - 1] + 1] for start, end in found if start < end]
        return [each for each in stretches if not self.holds(each) and not self.says_nothing(each)]

    def _issued(self, text: str, words: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Where issued words stand: whole, never within a longer word or number."""

        def torn(at: int) -> bool:
            return (
                0 < at < len(text)
                and places[at] == places[at - 1] + 1
                and bool(GROWING.fullmatch(words[places[at - 1] : places[at] + 1]))
            )

        at = 0
        while match := self.within.search(text, at):
            whole = not torn(match.start()) and not torn(match.end())
            at = match.end() if whole else match.start() + 1
            if whole:
                yield match.span()

    def says_nothing(self, words: str) -> bool:
        """Signs, numbers of pages and figures, labels without words."""
        text = re.sub(r"[^\w%]+", "", canonical(words))
        bare = re.sub(r"[()<>\[\].,]", "", canonical(words))
        return not text or all(map(NUMBERING.fullmatch, words.split())) or is_made_of(bare, self.naming)

    def nearest(self, words: str) -> Told | None:
        """What was issued that a stretch must have been: under its label, or the most alike; None if it is nothing of ours."""
        if (told := self._labelled(words)) is not None:
            return told
        text = canonical(words)
        ranked = [(alike(text, form), told) for form, told in self.known.items()]
        best, told = max(ranked, key=lambda each: each[0], default=(0.0, ("", "")))
        return told if best >= ALIKE else None

    def _labelled(self, words: str) -> Told | None:
        for label in dict.fromkeys(label for label, _ in self.told if label):
            parting = r"[:\t\s]" if label in BARE else r"[:\t]"
            found = re.match(rf"\W*{re.escape(label)}\s*{parting}\s*(?P<words>\S.*)", words, re.DOTALL)
            if found:
                mine = [each for each in self.told if each[0] == label]
                text = canonical(found["words"])
                return max(mine, key=lambda each: SequenceMatcher(None, canonical(each[1]), text).ratio())
        return None

    def is_part(self, words: str) -> bool:
        """Whether a stretch is a part of what was issued, cut by a page."""
        text = canonical(words)
        return len(text) >= PART and any(text in form for form in self.known)


def united(many: Iterable[Phrases]) -> Phrases:
    """The phrases of several figures as one."""
    held = list(many)
    return Phrases(
        tuple(dict.fromkeys(told for each in held for told in each.told)),
        tuple(dict.fromkeys(row for each in held for row in each.joined)),
        tuple(dict.fromkeys(label for each in held for label in each.labels)),
        tuple(dict.fromkeys(cell for each in held for cell in each.cells)),
        tuple(dict.fromkeys(count for each in held for count in each.counts)),
    )


def stretches_of_page(words: str, phrases: Phrases) -> Iterator[str]:
    """What is left of a page of words, without the words of its drawings."""
    for stretch in phrases.left(words):
        lines = [line for line in stretch.split("\n") if not _drawn(line, phrases)]
        if not phrases.holds(rest := "\n".join(lines)) and not phrases.says_nothing(rest):
            yield rest


def _drawn(line: str, phrases: Phrases) -> bool:
    held = is_made_of(canonical(line), phrases.short) or phrases.holds(line)
    return held or phrases.says_nothing(line)
