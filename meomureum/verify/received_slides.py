"""Slides of handed-in decks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from meomureum.verify.office_xml import (
    Element,
    every,
    local,
    numbered,
    outside,
    part,
    related,
    run_words,
    table_rows,
    words_of,
)
from meomureum.verify.received_charts import charts_of, labels_of
from meomureum.verify.received_leaf import Leaf, Seen, SeenKind

TITLES = ("title", "ctrTitle")


def slides(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    """A leaf a slide, its notes among its words."""
    for name in numbered(archive.namelist(), r"ppt/slides/slide(\d+)\.xml"):
        slide, others = part(archive, name), list(related(archive, name).values())
        notes = [part(archive, each) for each in others if "/notesSlides/" in each]
        charts = tuple(charts_of(archive, others))
        yield Leaf(
            words="\n".join([words_of(slide), *map(words_of, notes)]),
            tables=tuple(table_rows(each) for each in every(slide, "tbl")),
            lines=tuple(line for chart in charts for line in chart.lines),
            seen=(
                *_seen(slide),
                *labels_of(archive, others),
                *(each for one in notes for each in _notes(one)),
            ),
            charts=charts,
        )


def _seen(slide: Element) -> Iterator[Seen]:
    """Shape by shape: its alt text, its paragraphs, the rows of its table."""
    for shape in slide.iter():
        if local(shape) == "cNvPr":
            yield from (Seen("alt", (words,)) for key in ("title", "descr") if (words := shape.get(key, "")))
        elif local(shape) == "tbl":
            yield from (Seen("row", row) for row in table_rows(shape))
        elif local(shape) == "sp":
            kind: SeenKind = "title" if _place(shape) in TITLES else "text"
            yield from _paragraphs(shape, kind)


def _paragraphs(shape: Element, kind: SeenKind) -> Iterator[Seen]:
    """A title is one thing however many lines it has."""
    lines = [run_words(each) for each in outside(shape, "tbl") if local(each) == "p"]
    if kind == "title":
        lines = [" ".join(lines)]
    yield from (Seen(kind, (line,)) for line in lines if line.strip())


def _place(shape: Element) -> str:
    return next((each.get("type", "body") for each in every(shape, "ph")), "")


def _notes(notes: Element) -> Iterator[Seen]:
    for shape in every(notes, "sp"):
        if _place(shape) not in ("sldNum", "sldImg", "dt", "ftr", "hdr"):
            yield from _paragraphs(shape, "note")
