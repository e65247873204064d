"""The places of a file in which words and numbers stand, and the file with others there.

Files are altered as a person's program would alter them: the text of one element, letter for
letter, everything else as it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape

from meomureum.drawing.figure import Briefing
from meomureum.drawing.summary import lead

Members = Mapping[str, bytes]
NESTED = "!"
RUN = re.compile(r"<(?:a|hp):t>([^<]+)</(?:a|hp):t>")
TABLE = re.compile(r"<(a|hp):tbl\b.*?</\1:tbl>", re.DOTALL)
TITLE = re.compile(
    r'<p:sp>(?:(?!</p:sp>).)*?<p:ph type="(?:title|ctrTitle)"(?:(?!</p:sp>).)*?</p:sp>', re.DOTALL
)
CAPTION = re.compile(r"<hp:caption\b.*?</hp:caption>", re.DOTALL)
FOOTNOTE = re.compile(r"<hp:footNote\b.*?</hp:footNote>", re.DOTALL)
SHARED = re.compile(r"<si><t[^>]*>([^<]+)</t></si>")
CELL = re.compile(r'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?><v>([^<]+)</v>')
ALT = re.compile(r'descr="([^"]+)"|<hp:shapeComment>([^<]+)<')
NAME = re.compile(r"<c:tx>(?:(?!</c:tx>).)*?<c:v>([^<]+)</c:v>", re.DOTALL)
VALUE = re.compile(r"<c:(?:val|yVal)>.*?</c:(?:val|yVal)>", re.DOTALL)
NUMBER = re.compile(r"<c:v>([^<]+)</c:v>")
RICH = re.compile(r"<c:dLbl>(?:(?!</c:dLbl>).)*?<a:t>([^<]+)</a:t>", re.DOTALL)
FORM = re.compile(r'formatCode="([^"]*0(?:%|&quot;\w+&quot;)[^"]*)"')
FIXED = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}|\./\S*|스냅숏 \w+|^\W*[<〈]?(?:그림|표) \d+[>〉]?|\d\)")
"""Codes, links, snapshots and numbers of figures: to alter them is another thing."""


@dataclass(frozen=True)
class Spot:
    """Words of a file: the place that they are in, where in which member, and the part that is altered."""

    place: str
    member: str
    start: int
    end: int
    words: str
    part: tuple[int, int] = (0, 1_000_000)
    group: str = ""

    @property
    def open_places(self) -> list[int]:
        """The letters that may be altered."""
        shut = {at for found in FIXED.finditer(self.words) for at in range(*found.span())}
        first, last = self.part
        return [at for at in range(len(self.words)) if first <= at < last and at not in shut]


def members_of(content: bytes) -> dict[str, bytes]:
    """The members of an archive, those of the workbooks within charts among them; a file by itself is one."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name in [each for each in found if each.endswith(".xlsx")]:
        found |= {f"{name}{NESTED}{inner}": member for inner, member in members_of(found[name]).items()}
    return found


def altered(members: Members, edits: Sequence[tuple[Spot, str]]) -> bytes:
    """The file with other words in some spots."""
    changed = dict(members)
    for spot, words in sorted(edits, key=lambda each: -each[0].start):
        text = changed[spot.member].decode()
        changed[spot.member] = (text[: spot.start] + escape(words) + text[spot.end :]).encode()
    return packed(changed)


def packed(members: Members) -> bytes:
    """The archive of these members; a file by itself as it is."""
    if "" in members:
        return members[""]
    books = {name.partition(NESTED)[0] for name in members if NESTED in name}
    plain = {name: member for name, member in members.items() if NESTED not in name}
    for book in books:
        inner = {
            name.partition(NESTED)[2]: each
            for name, each in members.items()
            if name.startswith(book + NESTED)
        }
        plain[book] = packed(inner)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in plain.items():
            archive.writestr(name, member)
    return out.getvalue()


def spots(members: Members, briefing: Briefing) -> Iterator[Spot]:
    """Every spot of a file of which the place has a name."""
    for name, member in members.items():
        if name.endswith((".xml", ".svg")) or not name:
            text = member.decode("utf-8", "replace")
            for spot in _of_member(name, text):
                yield from _placed(spot, briefing)


def _of_member(name: str, text: str) -> Iterator[Spot]:
    if NESTED in name:
        yield from _found(CELL, "workbook within", name, text) if "/worksheets/" in name else ()
    elif "/charts/" in name.lower() or name.startswith("Chart/"):
        yield from _of_chart(name, text)
    elif "/notesSlides/notesSlide" in name:
        yield from _found(RUN, "note", name, text)
    elif "/slides/slide" in name or "Contents/section" in name:
        yield from _of_text(name, text)
    elif name == "xl/styles.xml":
        yield from _found(FORM, "number format", name, text)
    elif name == "xl/sharedStrings.xml":
        yield from _found(SHARED, "text", name, text)
    elif "/worksheets/sheet" in name:
        yield from _found(CELL, "cell", name, text)
    elif "/drawings/drawing" in name:
        yield from _found(ALT, "alt text", name, text)


def _of_chart(name: str, text: str) -> Iterator[Spot]:
    yield from _found(NAME, "series", name, text)
    yield from _found(RICH, "label", name, text)
    yield from _found(FORM, "number format", name, text)
    for cache in VALUE.finditer(text):
        for each in _found(NUMBER, "chart", name, cache[0]):
            yield replace(each, start=each.start + cache.start(), end=each.end + cache.start())


def _of_text(name: str, text: str) -> Iterator[Spot]:
    """A run by what it stands in."""
    kinds = ((TABLE, "cell"), (TITLE, "title"), (CAPTION, "caption"), (FOOTNOTE, "footnote"))
    ranges = [(*found.span(), kind) for pattern, kind in kinds for found in pattern.finditer(text)]
    captions = [each[:2] for each in ranges if each[2] == "caption"]
    for spot in _found(RUN, "text", name, text):
        inside = [(start, kind) for start, end, kind in ranges if start < spot.start < end]
        if any(start < spot.start < end for start, end in captions):
            yield replace(spot, place="caption")
        elif inside:
            yield replace(spot, place=inside[0][1], group=f"{name} {inside[0][0]}")
        else:
            yield spot
    yield from _found(ALT, "alt text", name, text)


def _found(pattern: re.Pattern[str], place: str, name: str, text: str) -> Iterator[Spot]:
    for found in pattern.finditer(text):
        at = next(number for number in range(1, len(found.groups()) + 1) if found[number] is not None)
        yield Spot(place, name, *found.span(at), unescape(found[at]))


def _placed(spot: Spot, briefing: Briefing) -> Iterator[Spot]:
    """The spot under the name of its place; a line of source and date is two."""
    words = spot.words
    if spot.place not in ("text", "title", "cell"):
        yield spot
        return
    if spot.place == "cell":
        yield spot
        return
    bare = words.lstrip("□○※- ")
    fields = {field: place for figure in briefing.figures for field, place in _fields(figure)}
    if words == lead(briefing):
        yield replace(spot, place="press sentence")
    elif (date := re.search(r"기준일 (\d[\d-]+)", words)) or (date := re.search(r"작성일 (\d[\d-]+)", words)):
        yield replace(spot, place="date", part=date.span(1))
        if bare.startswith("출처"):
            yield replace(spot, place="source", part=(0, date.start()))
    elif bare in fields:
        yield replace(spot, place="title" if spot.place == "title" else fields[bare])
    elif bare.startswith(("정의", "유의", "조건", "사건")):
        yield replace(spot, place="small print")
    elif words.startswith("- "):
        yield replace(spot, place="bullet")
    elif spot.place == "title":
        yield spot


def _fields(figure: object) -> Iterator[tuple[str, str]]:
    names = {
        "title": "title",
        "subtitle": "caption",
        "source": "source",
        "as_of": "date",
        "definition": "small print",
        "filters": "small print",
        "verdict": "bullet",
    }
    yield from ((getattr(figure, field), place) for field, place in names.items() if getattr(figure, field))
