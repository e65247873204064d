"""A Hangul document brought up to date figure by figure: words, tables, pictures, native charts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from meomureum.drawing.particulars import MEASURE
from meomureum.export.renewal.package import Package
from meomureum.export.renewal.paragraphs import rewritten
from meomureum.export.renewal.place import (
    chart_owner,
    codes_at,
    drawn_again,
    lead_of,
    lines_at,
    merged,
    renamed,
    renew_chart,
    renew_tables,
    renew_words,
)
from meomureum.export.renewal.today import Change, Library, Today, placed
from meomureum.export.renewal.wording import BULLETS, Pairs
from meomureum.texts import Text
from meomureum.verify.office_xml import every, local, numbered
from meomureum.verify.received_sections import PREVIEW, SECTION, stretches

PARTS = "Contents/content.hpf"
FIGURE = Text("그림 {number}", "figure {number}")
HEADING = re.compile(rf"\s*(?:{'|'.join(each.strip() for each in BULLETS[1:3])})\s*(.+)")


def renew_document(package: Package, library: Library) -> list[Change]:
    """Bring every figure of a document up to date; what becomes of each, in their order."""
    changes: list[Change] = []
    renewed: list[Today] = []
    for name in numbered(list(package.names), SECTION):
        root = package.tree(name)
        blocks = list(stretches(list(root), lambda each: "\n".join(lines_at([each]))))
        here: list[dict[str, Today]] = []
        for block in blocks:
            here.append({})
            for code in _codes(block, library):
                change, today = _placed(block, code, library)
                where = FIGURE.fill(number=len(changes) + 1)
                changes.append(replace(change, where=where))
                if today is not None:
                    here[-1][code] = today
        named = {code: each.pairs for block in reversed(here) for code, each in block.items()}
        every_figure = [each for block in here for each in block.values()]
        whole, _ = merged([each.pairs for each in every_figure], short=False)  # some stand behind the code
        whole |= dict([lead_of(every_figure)])
        lines = Pairs(whole=whole, within=library.dates([each.issued for each in every_figure]))
        for block, figures in zip(blocks, here, strict=True):
            held = list(figures.values())
            tables = renew_tables(block, held)
            _renew_charts(package, block, held)
            _renew_pictures(
                package, block, every_figure
            )  # a link stands behind the code that ends its stretch
            renew_words(block, {code: each.pairs for code, each in figures.items()}, named, lines, tables)
        renewed += every_figure
    _renew_preview(package, renewed, library)
    return changes


def _renew_preview(package: Package, figures: Sequence[Today], library: Library) -> None:
    """The first words of the document, which file managers show before it is opened."""
    if PREVIEW not in package.names or not figures:
        return
    whole, within = merged([each.pairs for each in figures], short=True)
    whole |= dict([lead_of(figures)])
    within |= library.dates([each.issued for each in figures])
    told = package.read(PREVIEW).decode(errors="replace").split("\r\n")
    package.put(PREVIEW, "\r\n".join(rewritten(each, whole, within) for each in told).encode())


def _codes(block: Sequence[Any], library: Library) -> tuple[str, ...]:
    """The figures that stand in a stretch: what a summary names first stands further down."""
    outside, inside = codes_at(block)
    return tuple(code for code in outside if code in library.register or code not in inside)


def _placed(block: Sequence[Any], code: str, library: Library) -> tuple[Change, Today | None]:
    outcome, issued, figure = library.look_up(code)
    if issued is None or figure is None:
        return Change(Text("", ""), code, outcome, "" if issued is None else issued.title), None
    lines = lines_at(block)
    headings = [found[1] for line in lines if (found := HEADING.fullmatch(line))]
    today, change = placed(
        library,
        issued,
        figure,
        lines,
        _heading(headings, dict(issued.lines.told).get(MEASURE(figure.language), "")),
    )
    return change, today


def _heading(headings: Sequence[str], subtitle: str) -> str:
    """The finding stands last before its figure; the line of the measure under it has a mark too."""
    findings = [each for each in headings if each.strip() != subtitle]
    return findings[-1] if findings else ""


def _renew_charts(package: Package, block: Sequence[Any], figures: Sequence[Today]) -> None:
    for drawn in (each for root in block for each in every(root, "chart")):
        name = drawn.get("chartIDRef", "")
        owner = chart_owner(package.tree(name), "", figures) if name in package.names else None
        if owner is not None:
            renew_chart(package.tree(name), owner)


def _renew_pictures(package: Package, block: Sequence[Any], figures: Sequence[Today]) -> None:
    """The pictures that are described as a figure's, and the links; a description is the figure's of today too."""
    files = {
        each.get("id", ""): posixpath.normpath(each.get("href", ""))
        for each in every(package.tree(PARTS), "item")
    }
    for drawn in (each for root in block for each in every(root, "pic")):
        told = [each for each in drawn if local(each) == "shapeComment"]
        words = {(each.text or "").strip() for each in told}
        for image in every(drawn, "img"):
            name = files.get(image.get("binaryItemIDRef", ""), "")
            fresh = drawn_again(package.read(name), words, figures) if name in package.names else None
            if fresh is not None:
                package.put(name, fresh)
    _describe(block, figures)


def _describe(block: Sequence[Any], figures: Sequence[Today]) -> None:
    """Descriptions of what is drawn, and where links lead."""
    words = {old: new for each in figures for old, new in renamed(each).items()}
    links = {old: new for old, new in words.items() if old.startswith("http")}
    for each in (each for root in block for each in root.iter()):
        if local(each) == "shapeComment":
            each.text = words.get((each.text or "").strip(), each.text)
        elif local(each) == "fieldBegin":
            each.set("name", links.get(each.get("name", ""), each.get("name", "")))
        elif local(each) == "stringParam":
            for old, new in links.items():
                for form in (str, _escaped):
                    each.text = (each.text or "").replace(form(old), form(new))


def _escaped(link: str) -> str:
    """A link as the command of a field writes it."""
    return link.replace(":", "\\:").replace("?", "\\?")
