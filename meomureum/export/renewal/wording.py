"""The words of a figure in the forms in which files hold them: what a file that comes back is searched for.

The register keeps what was told of a figure, label by label. In a file it stands in three ways: as a
paragraph or cell of its own, as a part of a line, or in the cell beside its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from meomureum.drawing.particulars import (
    ALT,
    AS_OF,
    CODE,
    DEFINITION,
    EVENTS,
    FILTERS,
    LINK,
    MARKS,
    MEASURE,
    SNAPSHOT,
    SOURCE,
    TITLE,
    VERDICT,
)
from meomureum.drawing.spoken import VALUES
from meomureum.drawing.summary import LINEAGE, WORKINGS
from meomureum.drawing.words import SYNTHETIC
from meomureum.export.pptx.deck import CONTINUED
from meomureum.texts import Language, Text
from meomureum.verify.issued_lines import LATEST, ROW_OF_SUMMARY, Lines

BULLETS = ("", "□ ", "○ ")
"""What stands before a title in Korean reports."""
SEPARATOR = " · "
NOT_LABELLED = (TITLE, WORKINGS, LINEAGE, LATEST, VALUES, ROW_OF_SUMMARY)
"""What stands in lines and not in the cell beside its label."""


@dataclass(frozen=True)
class _Forms:
    """What was told of a figure as files hold it, under names that are alike for every state of it.

    `whole` are paragraphs or cells, `short` those that may stand in any table, `within` parts of lines,
    `labelled` the words beside a label.
    """

    whole: Mapping[str, str]
    short: Mapping[str, str]
    within: Mapping[str, str]
    labelled: Mapping[str, str]


def _forms_of(lines: Lines, language: Language) -> _Forms:
    return _Forms(
        whole=dict(_whole(lines, language)),
        short=dict(_short(lines, language)),
        within=dict(_within({text: lines.first(text(language)) for text in WITHIN}, language)),
        labelled=dict(_labelled(lines.told, language)),
    )


def described(lines: Lines, language: Language) -> tuple[str, ...]:
    """The alt text of a figure in the forms in which it stands beside drawings."""
    return tuple(
        form for words in lines.under(ALT(language)) for form in (words, f"{ALT(language)}: {words}")
    )


def titles_of(lines: Lines, language: Language) -> Iterator[tuple[str, str]]:
    """The title in the forms in which it stands over pages and paragraphs, each under its name."""
    title = lines.first(TITLE(language))
    marked = f"{title} ({SYNTHETIC(language)})"
    for bullet in BULLETS if title else ():
        yield f"title {bullet}", f"{bullet}{title}"
        yield f"marked {bullet}", f"{bullet}{marked}"
    yield "continued", CONTINUED.fill(title=title)(language)
    yield "workings", f"{title}{SEPARATOR}{WORKINGS(language)}"


def _whole(lines: Lines, language: Language) -> Iterator[tuple[str, str]]:
    yield from zip(("alt", "described"), described(lines, language), strict=False)
    for words in lines.under(MARKS(language))[1:2]:
        yield "remark", words
    for words in lines.under(LINK(language)):
        yield "linked", f"※ {LINK(language)}: {words}"
    for words in lines.under(LATEST(language))[1:2]:
        yield "told", words
    for words in lines.under(ROW_OF_SUMMARY(language)):
        yield "row", SEPARATOR.join(words.split(SEPARATOR)[2:])
    for words in lines.under(VALUES(language)):
        yield f"series {words.partition(':')[0]} {words.count(',') > 0}", f"- {words}"
    for words in lines.under(WORKINGS(language)):
        for before in ("", "- "):
            yield f"{before}working {words.partition(':')[0]}", f"{before}{words}"
    for at, words in enumerate(lines.under(LINEAGE(language))):
        for before in (f"{LINEAGE(language)}: ", "- ", ""):
            yield f"lineage {at} {before}", f"{before}{words}"


def _short(lines: Lines, language: Language) -> Iterator[tuple[str, str]]:
    """The large number, and the cells of a row of the summary: measure and place, latest value, verdict."""
    for words in lines.under(LATEST(language))[:1]:
        yield "number", words
    for words in lines.under(ROW_OF_SUMMARY(language)):
        cells = words.split(SEPARATOR)
        yield "measure", SEPARATOR.join(cells[:2])
        yield "latest", SEPARATOR.join(cells[2:3])
        yield "judged", SEPARATOR.join(cells[3:-1])


WITHIN = (FILTERS, MARKS, DEFINITION, EVENTS, SOURCE, AS_OF, SNAPSHOT, VERDICT, MEASURE, CODE, LINK)


def _within(first: Mapping[Text, str], language: Language) -> Iterator[tuple[str, str]]:
    """The marks stand behind the choices; what is told under a label has it before it, except in a few lines."""
    marks = f"{SEPARATOR}{MARKS(language)}: {first[MARKS]}" if first[MARKS] else ""
    yield "filters", f"{FILTERS(language)}: {first[FILTERS]}{marks}" if first[FILTERS] else ""
    for text in (DEFINITION, EVENTS, SOURCE):
        yield text.en, f"{text(language)}: {first[text]}" if first[text] else ""
    for text in (AS_OF, SNAPSHOT):
        yield text.en, f"{text(language)} {first[text]}" if first[text] else ""
    for text in (VERDICT, MEASURE, CODE, LINK):
        yield text.en, first[text]


def _labelled(told: Iterable[tuple[str, str]], language: Language) -> Iterator[tuple[str, str]]:
    """Beside its label; of several under one label the further ones by their number."""
    left_out = {"", *(text(language) for text in NOT_LABELLED)}
    seen: dict[str, list[str]] = {}
    for label, words in told:
        known = seen.setdefault(label, [])
        if label not in left_out and words not in known:
            known.append(words)
            yield (label if len(known) == 1 else f"{label} {len(known)}"), words


@dataclass(frozen=True)
class Pairs:
    """Words of a figure as they were and as they are, by where they stand; those beside labels in their order."""

    whole: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    labelled: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def pairs_of(issued: Lines, fresh: Lines, language: Language, *, title: bool) -> Pairs:
    """What is to be replaced by what; the title only where it is still the one that was written."""
    old, new = _forms_of(issued, language), _forms_of(fresh, language)
    held = {**old.whole, **dict(titles_of(issued, language) if title else ())}
    today = {**new.whole, **dict(titles_of(fresh, language))}
    whole = {words: today.get(name, "") for name, words in held.items() if words}
    within = {words: new.within.get(name, "") for name, words in old.within.items() if words}
    if new.within.get(EVENTS.en) and not old.within.get(EVENTS.en) and old.within.get("filters"):
        within[old.within["filters"]] += SEPARATOR + new.within[EVENTS.en]
    labels = dict.fromkeys((*new.labelled, *old.labelled)) if issued.first(MEASURE(language)) else ()
    labelled = {label: (old.labelled.get(label, ""), new.labelled.get(label, "")) for label in labels}
    short = {words: new.short[name] for name, words in old.short.items() if words and name in new.short}
    return Pairs(_other(whole), _other(short), _other(within), labelled)


def label_of(name: str) -> str:
    """The label itself of one of several."""
    return name.rstrip("0123456789").rstrip()


def _other(pairs: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in pairs.items() if old != new}
