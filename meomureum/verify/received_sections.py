"""Sections of handed-in Hangul documents."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from meomureum.verify.office_xml import (
    Element,
    attribute,
    every,
    local,
    numbered,
    part,
    run_words,
    table_rows,
    words_of,
)
from meomureum.verify.received_charts import charts_of, labels_of
from meomureum.verify.received_leaf import CODE, Leaf, Seen, SeenKind

SECTION = r"Contents/section(\d+)\.xml"
PREVIEW = "Preview/PrvText.txt"
"""The first words, which are seen before a document is opened."""
Block = TypeVar("Block")
APART = ("subList", "tbl")
"""What stands within a paragraph and is read by itself: notes, captions, tables."""


def sections(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    """A section has no pages: it is cut where a figure's code is followed by another figure.

    The code stands under its figure, so what comes after the last mention of one belongs to
    the next.
    """
    for name in numbered(archive.namelist(), SECTION):
        yield from _figures_of(archive, part(archive, name))
    if PREVIEW in archive.namelist():
        lines = archive.read(PREVIEW).decode("utf-8", "replace").splitlines()
        yield Leaf("\n".join(lines), seen=tuple(Seen("text", (line,)) for line in lines))


def _figures_of(archive: zipfile.ZipFile, section: Element) -> Iterator[Leaf]:
    yield from map(_joined, stretches([_block(archive, each) for each in section], lambda each: each.words))


def stretches(blocks: Sequence[Block], words: Callable[[Block], str]) -> Iterator[Sequence[Block]]:
    """The blocks of a section, cut behind the last mention of a figure's code."""
    start, last, code = 0, 0, ""
    for at, block in enumerate(blocks):
        named = CODE.findall(words(block))
        if named and code and named[0] != code:
            yield blocks[start : last + 1]
            start = last + 1
        if named:
            code, last = named[-1], at
    yield blocks[start:]


def _block(archive: zipfile.ZipFile, block: Element) -> Leaf:
    names = [attribute(each, "chartIDRef") for each in every(block, "chart")]
    charts = tuple(charts_of(archive, names))
    return Leaf(
        words_of(block),
        tuple(table_rows(each) for each in every(block, "tbl")),
        lines=tuple(line for chart in charts for line in chart.lines),
        seen=(*_seen(block, "text"), *labels_of(archive, names)),
        charts=charts,
    )


def _seen(element: Element, kind: SeenKind) -> Iterator[Seen]:
    """A paragraph, then what stands within it."""
    name = local(element)
    if name == "tbl":
        yield from (Seen("row", row) for row in table_rows(element))
        yield from (
            each for child in element if local(child) == "caption" for each in _seen(child, "caption")
        )
        return
    if name == "p" and (words := run_words(element, *APART)).strip():
        yield Seen(kind, (words,))
    if name == "shapeComment" and element.text:
        yield Seen("alt", (element.text,))
    inner: SeenKind = {"caption": "caption", "footNote": "note", "endNote": "note"}.get(name, kind)  # type: ignore[assignment]
    for child in element:
        yield from _seen(child, inner)


def _joined(blocks: Sequence[Leaf]) -> Leaf:
    return Leaf(
        "\n".join(each.words for each in blocks),
        tuple(table for each in blocks for table in each.tables),
        lines=tuple(line for each in blocks for line in each.lines),
        seen=tuple(seen for each in blocks for seen in each.seen),
        charts=tuple(chart for each in blocks for chart in each.charts),
        flowing=True,
    )
