"""The placeholders of a template, what may stand in them, and what they stand for today.

`{{trend:KPI}}` and `{{table:KPI}}` stand alone in a box, a paragraph or a cell and become a chart or a table;
`{{value:KPI}}`, `{{finding:KPI}}`, `{{source:KPI}}` and `{{date}}` become words. `@city` behind an indicator names
another city than the pack's own: `{{value:youth_population@ansan}}`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from meomureum.drawing.figure import Figure, Point
from meomureum.drawing.particulars import AS_OF, CODE, SOURCE
from meomureum.drawing.summary import latest
from meomureum.export.faults import Faulty
from meomureum.figures.trend import trend_figure
from meomureum.measures import register
from meomureum.measures.measurement import KPIS
from meomureum.store.address import DataSet, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, plain

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
PARTS = re.compile(r"\s*([^:@\s]*)\s*(?::\s*([^@]*?)\s*)?(?:@\s*(.*?)\s*)?")
DRAWN = ("trend", "table")
KINDS = (*DRAWN, "value", "finding", "source", "date")

UNKNOWN_KIND = Text(
    "{where}: '{word}'은(는) 없는 자리 이름입니다.{near} 쓸 수 있는 것: {known}",
    "{where}: '{word}' is no placeholder.{near} Known: {known}",
)
UNKNOWN_KPI = Text(
    "{where}: '{word}'에 있는 '{name}'은(는) 없는 지표입니다.{near}",
    "{where}: '{word}' names '{name}', which is no indicator.{near}",
)
UNKNOWN_CITY = Text(
    "{where}: '{word}'에 있는 '{name}'은(는) 모르는 도시입니다.{near}",
    "{where}: '{word}' names '{name}', which is no city.{near}",
)
NO_CITY = Text(
    "{where}: '{word}'에 도시가 없습니다. '@gimhae'처럼 적거나 --city로 정해 주십시오.",
    "{where}: '{word}' has no city. Write '@gimhae' behind it, or give --city.",
)
NOT_ALONE = Text(
    "{where}: '{word}'은(는) 글 상자, 문단이나 칸에 따로 있어야 그림이나 표가 됩니다.",
    "{where}: '{word}' has to stand alone in its box, paragraph or cell to become a chart or a table.",
)
NEAR = Text(" '{name}'을(를) 뜻하셨습니까?", " Did you mean '{name}'?")
NO_VALUE = Text("값 없음", "no value")
MISSING = Text("{where}: '{word}'에 넣을 값이 없습니다.", "{where}: there is no value for '{word}'.")


@dataclass(frozen=True)
class Placeholder:
    """One placeholder as it is written, taken apart."""

    word: str
    kind: str
    kpi: str = ""
    city: str = ""


def placeholders_in(words: str) -> list[Placeholder]:
    """Every placeholder of a line, sound or not."""
    found = []
    for match in PLACEHOLDER.finditer(words):
        parts = PARTS.fullmatch(match[1])
        kind, kpi, city = parts.groups(default="") if parts else (match[1].strip(), "", "")
        found.append(Placeholder(match[0], kind, kpi, city))
    return found


def drawn_alone(words: str) -> Placeholder | None:
    """The placeholder of a chart or table that is all that some words hold; None where they are anything else."""
    found = placeholders_in(words)
    alone = len(found) == 1 and found[0].word == words.strip() and found[0].kind in DRAWN
    return found[0] if alone else None


@dataclass
class Filling:
    """What fills a template: the snapshot and choices of the pack, and the figures that were put in.

    `missing` tells of placeholders for which there is no value today.
    """

    snapshot: Snapshot
    language: Language
    data_set: DataSet
    made_on: str
    city: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)
    missing: list[Text] = field(default_factory=list)

    def check(self, lines: Collection[tuple[Text, str, bool]]) -> None:
        """Each line with its place, and whether it may become a drawing; raises Faulty with all that is wrong."""
        faults = [
            fault
            for where, words, may_be_drawn in lines
            for each in placeholders_in(words)
            for fault in self._faults(each, where, alone=may_be_drawn and drawn_alone(words) is not None)
        ]
        if faults:
            raise Faulty(faults)

    def _faults(self, each: Placeholder, where: Text, *, alone: bool) -> Iterator[Text]:
        word = each.word
        if each.kind not in KINDS:
            near, known = _near(each.kind, KINDS), ", ".join(KINDS)
            yield UNKNOWN_KIND.fill(where=where, word=word, near=near, known=known)
            return
        if each.kind == "date":
            return
        kpis, cities = [kpi.id for kpi in KPIS], list(register.names(self.snapshot))
        if each.kpi not in kpis:
            yield UNKNOWN_KPI.fill(where=where, word=word, name=each.kpi, near=_near(each.kpi, kpis))
        city = each.city or self.city
        if not city:
            yield NO_CITY.fill(where=where, word=word)
        elif city not in cities:
            yield UNKNOWN_CITY.fill(where=where, word=word, name=city, near=_near(city, cities))
        if each.kind in DRAWN and not alone:
            yield NOT_ALONE.fill(where=where, word=word)

    def figure(self, each: Placeholder, where: Text) -> Figure | None:
        """The trend that a placeholder means; None, which is told, where there is no value."""
        view = View(self.language, self.data_set, (each.city or self.city,))
        found = trend_figure(self.snapshot, view, each.kpi)
        if found is None:
            self.missing.append(MISSING.fill(where=where, word=each.word))
        else:
            self.figures[found.code] = found
        return found

    def point(self, each: Placeholder, where: Text) -> Point | None:
        """The latest value that a placeholder means."""
        found = self.figure(each, where)
        return None if found is None else latest(found)

    def words(self, line: str, where: Text) -> str:
        """A line with words in place of its placeholders."""
        for each in placeholders_in(line):
            line = line.replace(each.word, self._told(each, where), 1)
        return line

    def _told(self, each: Placeholder, where: Text) -> str:
        if each.kind == "date":
            return self.made_on
        found = self.figure(each, where)
        if found is None:
            return NO_VALUE(self.language)
        if each.kind == "value":
            point = latest(found)
            return NO_VALUE(self.language) if point is None else point.shown
        if each.kind == "finding":
            return found.title
        return source_line(found)


def source_line(figure: Figure) -> str:
    """Where a figure is from, its date and its code."""
    language = figure.language
    told = f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
    return f"{told} · {CODE(language)} {figure.code}"


def _near(word: str, known: Collection[str]) -> Text:
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return NEAR.fill(name=found[0]) if found else plain("")
