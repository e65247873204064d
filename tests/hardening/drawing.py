"""A snapshot of real shape whose every name is an attack, and what a screen draws of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from small import PROJECT, Folder
from streamlit.testing.v1 import AppTest

from hardening.payloads import MARKUP

# The columns of each table that hold words of somebody else's.
NAMED = {
    "reference/regions": ("name_ko", "name_en"),
    "reference/institutions": ("name_ko", "name_en", "district"),
    "reference/programmes": ("name_ko", "name_en", "note"),
    "reference/industries": ("name_ko", "name_en", "note"),
    "reference/events": ("title", "title_en"),
    "reference/sources": ("title", "publisher", "note"),
    "reference/targets": ("announced_by", "note_ko", "note_en"),
    "sample/university_outcomes": ("department",),
    "sample/high_school_outcomes": ("department",),
    "sample/programme_participation": ("course",),
    "sample/labour_demand": ("occupation",),
    "sample/partners": ("name",),
    "sample/tasks": ("title", "strategy", "track"),
}
HARMLESS_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr article b br caption code dd details div dl dt em figcaption figure footer h1 h2 h3 h4 header hr i li
        mark nav ol p pre section small span strong sub summary sup table tbody td tfoot th thead time tr ul
        svg circle desc ellipse g line path polygon polyline rect text title tspan
        math annotation mfrac mi mn mo mover mrow msqrt mstyle msub msup mtable mtd mtext mtr munder munderover
        """,
    )
)
# Streamlit draws these words as Markdown; in a chart, tags of a few kinds are obeyed.
AS_MARKDOWN = ("label", "body", "text", "content", "caption", "help")
CHART_TAG = re.compile(r"<(?!/?(?:b|i|br|sup|sub|extra)\s*/?>)[a-zA-Z!/]", re.IGNORECASE)
ALIVE = re.compile(
    r"(?<!\\)\[x\](?<!\\\])|(?<!\\)\*\*bold|(?<!\\)`code|(?<!\\)\$x\^|(?<!\\):red|(?<!\\)<(?:script|img|a |b>|svg)"
    r"|:smile:|https?://198|www\.evil|a@evil|(?<!\\)~~gone|(?<!\\):material/delete"
)


def hostile(place: Path) -> Folder:
    """The project's data, each name replaced by an attack and a number that keeps it apart."""
    folder = Folder(place, published=True)
    shutil.copytree(PROJECT / "data" / "sample", folder.data / "sample")
    sources = folder.data / "reference" / "sources.csv"
    lines = [f"attack_{at},attack {at},attacker {at},2026-01-01,press,,,\n" for at in range(len(MARKUP))]
    sources.write_text(sources.read_text("utf-8") + "".join(lines), "utf-8")
    first = 0
    for table, columns in NAMED.items():
        first = _rename(folder.data / f"{table}.csv", columns, first)
    return folder


def _rename(path: Path, columns: tuple[str, ...], first: int) -> int:
    """Put attacks in the place of names, from a number on; where the next table goes on."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known: dict[str, str] = {}
    for name in columns:
        for row in rows:
            if row[name] and row[name] not in known:
                known[row[name]] = f"{MARKUP[(first + len(known)) % len(MARKUP)]} {len(known)}"
            row[name] = known.get(row[name], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return first + len(known)


class _Judge(HTMLParser):
    """Gathers the text of some HTML and everything in it that could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        own = tag == "button" and (dict(attributes).get("class") or "").startswith("mm-")
        if tag not in HARMLESS_TAGS and not own:  # the corner of a figure's frame has buttons of ours
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or (name in ("href", "src") and not address.startswith(("./", "#"))):
                self.faults.append(f"{name}={value}")
            if name == "data-ways":
                self.faults += [way for way in json.loads(value or "").values() if not way.startswith("./")]
            if name == "data-figure":
                written = (each for each in _leaves(json.loads(value or "")) if isinstance(each, str))
                self.faults += [
                    f"chart {tag.group()}" for each in written for tag in CHART_TAG.finditer(each)
                ]
            if name == "style" and "url(" in address and "url('data:image/svg+xml," not in address:
                self.faults.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}")


def drawn(screen: AppTest) -> tuple[str, list[str]]:
    """All literal text of a screen, and everything on it that would be obeyed."""
    judge, faults = _Judge(), []
    for element in screen.get("html"):
        judge.feed(element.proto.body)
    judge.close()
    for kind, name, words in _words(screen._tree):
        if name in AS_MARKDOWN or kind in ("button_group",):
            faults += [f"{kind} {name} {each.group()}: {words[:80]}" for each in ALIVE.finditer(words)]
    return "".join(judge.text), judge.faults + faults


def _words(block: Any) -> Iterator[tuple[str, str, str]]:
    for child in block.children.values():
        proto = child.proto
        if proto is not None and child.type != "html":
            yield from _strings(child.type, proto)
        if hasattr(child, "children"):
            yield from _words(child)


def _strings(kind: str, message: Any) -> Iterator[tuple[str, str, str]]:
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            if isinstance(each, str):
                yield kind, field.name, each
            elif hasattr(each, "ListFields"):
                yield from _strings(kind, each)


def _leaves(of: Any) -> Iterator[Any]:
    if isinstance(of, dict):
        of = list(of.values())
    if isinstance(of, list):
        for each in of:
            yield from _leaves(each)
    else:
        yield of
