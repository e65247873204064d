"""A deck brought up to date slide by slide: words, tables, native charts with their workbooks, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from meomureum.export.renewal.package import Package, relations_of
from meomureum.export.renewal.paragraphs import paragraphs_of, words_in
from meomureum.export.renewal.place import (
    chart_owner,
    codes_at,
    drawn_again,
    lead_of,
    lines_at,
    renamed,
    renew_chart,
    renew_tables,
    renew_words,
)
from meomureum.export.renewal.today import Change, Library, Today, placed
from meomureum.export.renewal.wording import Pairs
from meomureum.texts import Text
from meomureum.verify.issued_figures import codes_in
from meomureum.verify.office_xml import every

DECK = "ppt/presentation.xml"
SLIDE = Text("슬라이드 {number}", "slide {number}")
TITLES = ("title", "ctrTitle")
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def slides_of(package: Package) -> list[str]:
    """The slides in the order in which they are shown."""
    relations = package.relations(DECK)
    named = [each.get(f"{RELATED}id", "") for each in every(package.tree(DECK), "sldId")]
    found = [relations[each].target for each in named if each in relations]
    return [each for each in found if each in package.names]


def renew_deck(package: Package, library: Library) -> list[Change]:
    """Bring every slide up to date; what becomes of each figure, in the order of the slides."""
    slides = slides_of(package)
    here: dict[str, dict[str, Today]] = {}
    changes: list[Change] = []
    for number, name in enumerate(slides, start=1):
        here[name] = {}
        for code in _codes(package, name):
            change, today = _placed(package, name, code, library)
            changes.append(replace(change, where=SLIDE.fill(number=number)))
            if today is not None:
                here[name][code] = today
    everywhere = {code: each.pairs for slide in reversed(slides) for code, each in here[slide].items()}
    lines = Pairs(within=library.dates([each.issued for slide in slides for each in here[slide].values()]))
    charts: set[str] = set()
    for name in dict.fromkeys(slides):
        named = {**_named(package, name, library), **everywhere}
        _renew_slide(package, name, here[name], named, lines, charts)
    return changes


def _codes(package: Package, name: str) -> tuple[str, ...]:
    """The figures of a slide; where its own words name none, those that its notes name."""
    outside, inside = codes_at([package.tree(name)])
    return outside if outside or inside else tuple(codes_in("\n".join(_notes(package, name))))


def _notes(package: Package, name: str) -> list[str]:
    return lines_at([package.tree(each) for each in package.related(name, "notesSlide")])


def _placed(package: Package, name: str, code: str, library: Library) -> tuple[Change, Today | None]:
    outcome, issued, figure = library.look_up(code)
    if issued is None or figure is None:
        title = "" if issued is None else issued.title
        return Change(Text("", ""), code, outcome, title), None
    root = package.tree(name)
    alone = len(_codes(package, name)) == 1
    seen = _title(root) if alone else ""
    today, change = placed(library, issued, figure, lines_at([root]), seen)
    told = code in codes_in("\n".join(_notes(package, name))) and change.outcome == "renewed"
    return replace(change, notes=told), today


def _title(slide: Any) -> str:
    """The words of the title; without a placeholder for one, of the topmost words."""
    shapes = [each for each in every(slide, "sp") if any(map(words_in, paragraphs_of(each)))]
    titles = [each for each in shapes if any(mark.get("type") in TITLES for mark in every(each, "ph"))]
    first = titles or sorted(shapes, key=_height)
    return " ".join(map(words_in, paragraphs_of(first[0]))) if first else ""


def _height(shape: Any) -> int:
    return next((int(each.get("y", 0)) for each in every(shape, "off")), 0)


def _named(package: Package, name: str, library: Library) -> dict[str, Pairs]:
    """Figures that rows of a slide name and that stand on none themselves."""
    found = {}
    for code in codes_at([package.tree(name)])[1]:
        _, issued, figure = library.look_up(code)
        if issued is not None and figure is not None:
            found[code] = placed(library, issued, figure, [issued.title], "")[0].pairs
    return found


def _renew_slide(
    package: Package,
    name: str,
    here: Mapping[str, Today],
    named: Mapping[str, Pairs],
    lines: Pairs,
    done: set[str],
) -> None:
    root = package.tree(name)
    tables = renew_tables([root], list(here.values()))
    _renew_charts(package, name, list(here.values()), done)
    _renew_pictures(package, name, list(here.values()))
    own = {code: each.pairs for code, each in here.items()}
    told = Pairs(whole=dict([lead_of(list(here.values()))]), within=lines.within)
    renew_words([root], own, named, told, tables)
    _describe(root, list(here.values()))
    _renew_links(package, name, list(here.values()))


def _renew_charts(package: Package, name: str, figures: Sequence[Today], done: set[str]) -> None:
    """Each chart of a figure, with the workbook in which it is edited; a copied slide may show the same part."""
    relations = package.relations(name)
    for frame in every(package.tree(name), "graphicFrame"):
        told = {each.get(kind, "") for each in every(frame, "cNvPr") for kind in ("title", "descr")}
        for each in every(frame, "chart"):
            relation = relations.get(each.get(f"{RELATED}id", ""))
            if relation is None or relation.outside or relation.target not in package.names:
                continue
            chart = package.tree(relation.target)
            owner = next((found for words in told if (found := chart_owner(chart, words, figures))), None)
            if owner is not None and relation.target not in done:
                done.add(relation.target)
                workbook = renew_chart(chart, owner)
                if workbook is not None:
                    for book in package.related(relation.target, "package"):
                        package.put(book, workbook)


def _renew_pictures(package: Package, name: str, figures: Sequence[Today]) -> None:
    relations = package.relations(name)
    for drawn in every(package.tree(name), "pic"):
        told = {each.get(kind, "") for each in every(drawn, "cNvPr") for kind in ("name", "descr")}
        for blip in every(drawn, "blip"):
            relation = relations.get(blip.get(f"{RELATED}embed", ""))
            if relation is None or relation.target not in package.names:
                continue
            fresh = drawn_again(package.read(relation.target), told, figures)
            if fresh is not None:
                package.put(relation.target, fresh)


def _describe(root: Any, figures: Sequence[Today]) -> None:
    """Names and descriptions of what is drawn, for those who do not see it."""
    for each in every(root, "cNvPr"):
        for today in figures:
            words = renamed(today)
            for kind in ("name", "title", "descr"):
                if each.get(kind) in words:
                    each.set(kind, words[each.get(kind)])


def _renew_links(package: Package, name: str, figures: Sequence[Today]) -> None:
    place = relations_of(name)
    if place not in package.names:
        return
    for each in package.tree(place):
        for today in figures:
            if each.get("TargetMode") == "External" and each.get("Target") in today.pairs.within:
                each.set("Target", today.pairs.within[each.get("Target")])
