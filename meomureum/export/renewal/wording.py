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
LINEAGE_NAME = "lineage"
NOT_LABELLED = (TITLE, WORKINGS, LINEAGE, LATEST, VALUES, ROW_OF_SUMMARY)
"""What stands in lines and not in the cell beside its label."""


@dataclass(frozen=True)
class Wording:
    """Words under names that are alike for every state of a figure.

    `titles` and `whole` are paragraphs or cells, `short` those that may stand in any table, `within`
    parts of lines, `labelled` the words beside a label, `series` the names in its chart.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    labelled: Mapping[str, str] = field(default_factory=dict)
    series: tuple[str, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether the files and lines behind the figure were told with it."""
        return any(name.startswith(LINEAGE_NAME) for name in self.whole)


def wording_of(lines: Lines, language: Language) -> Wording:
    """The words of a figure from what was told of it."""
    told: dict[str, list[str]] = {}
    for label, words in lines.told:
        told.setdefault(label, []).append(words)
    first = {text: next(iter(told.get(text(language), [])), "") for text in WITHIN}
    return Wording(
        titles=dict(titles_of(next(iter(told.get(TITLE(language), [])), ""), language)),
        whole=dict(_whole(told, language)),
        short=dict(_short(told, language)),
        within=dict(_within(first, language)),
        labelled=dict(_labelled(lines.told, language)),
        series=lines.names,
    )


def titles_of(title: str, language: Language) -> Iterator[tuple[str, str]]:
    """A title in the forms in which it stands over pages and paragraphs."""
    marked = f"{title} ({SYNTHETIC(language)})"
    for bullet in BULLETS if title else ():
        yield f"title {bullet}", f"{bullet}{title}"
        yield f"marked {bullet}", f"{bullet}{marked}"
    yield "continued", CONTINUED.fill(title=title)(language)
    yield "workings", f"{title}{SEPARATOR}{WORKINGS(language)}"


def _whole(told: Mapping[str, list[str]], language: Language) -> Iterator[tuple[str, str]]:
    for words in told.get(ALT(language), []):
        yield "alt", words
        yield "described", f"{ALT(language)}: {words}"
    for words in told.get(MARKS(language), [])[1:2]:
        yield "remark", words
    for words in told.get(LINK(language), []):
        yield "linked", f"※ {LINK(language)}: {words}"
    for words in told.get(LATEST(language), [])[1:2]:
        yield "told", words
    for words in told.get(ROW_OF_SUMMARY(language), []):
        yield "row", SEPARATOR.join(words.split(SEPARATOR)[2:])
    for words in told.get(VALUES(language), []):
        yield f"series {words.partition(':')[0]} {words.count(',') > 0}", f"- {words}"
    for words in told.get(WORKINGS(language), []):
        for before in ("", "- "):
            yield f"{before}working {words.partition(':')[0]}", f"{before}{words}"
    for at, words in enumerate(told.get(LINEAGE(language), [])):
        for before in (f"{LINEAGE(language)}: ", "- ", ""):
            yield f"{LINEAGE_NAME} {at} {before}", f"{before}{words}"


def _short(told: Mapping[str, list[str]], language: Language) -> Iterator[tuple[str, str]]:
    """The large number, and the cells of a row of the summary: measure and place, latest value, verdict."""
    for words in told.get(LATEST(language), [])[:1]:
        yield "number", words
    for words in told.get(ROW_OF_SUMMARY(language), []):
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


def pairs_of(old: Wording, new: Wording, *, title: bool) -> Pairs:
    """What is to be replaced by what; the title only where it is still the one that was written."""
    held = {**old.whole, **(old.titles if title else {})}
    today = {**new.whole, **new.titles}
    whole = {words: today.get(name, "") for name, words in held.items() if words}
    within = {words: new.within.get(name, "") for name, words in old.within.items() if words}
    if new.within.get(EVENTS.en) and not old.within.get(EVENTS.en) and old.within.get("filters"):
        within[old.within["filters"]] += SEPARATOR + new.within[EVENTS.en]
    labels = dict.fromkeys((*new.labelled, *old.labelled)) if old.labelled else ()
    labelled = {label: (old.labelled.get(label, ""), new.labelled.get(label, "")) for label in labels}
    short = {words: new.short[name] for name, words in old.short.items() if words and name in new.short}
    return Pairs(_other(whole), _other(short), _other(within), labelled)


def label_of(name: str) -> str:
    """The label itself of one of several."""
    return name.rstrip("0123456789").rstrip()


def _other(pairs: Mapping[str, str]) -> dict[str, str]:
    return {old: new for old, new in pairs.items() if old != new}
