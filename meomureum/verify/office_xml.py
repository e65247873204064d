"""The parts of an archive of XML: read safely, found by their names, whatever the namespace."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from meomureum.verify.received_leaf import UNSAFE, Unreadable

Element = ElementTree.Element
# A file that is torn, packed in a way that we do not know, behind a password, or holds other than it says.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError),
    *(ElementTree.ParseError, SyntaxError, KeyError, ValueError, IndexError, EOFError, OSError),
)
MOST_UNPACKED = 200_000_000
MOST_ENTRIES, MOST_RATIO = 1_000, 100


def opened(content: bytes) -> zipfile.ZipFile:
    """An archive that is safe to unpack, judged by its directory; raises Unreadable."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    unsafe = any(".." in each.filename or each.filename.startswith("/") for each in entries)
    too_much = (
        len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1)
    )
    if unsafe or too_much:
        raise Unreadable(UNSAFE)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> Element:
    """One part of an archive; raises Unreadable."""
    return parsed(archive.read(name))


def parsed(content: bytes) -> Element:
    """XML without a document type, hence without entities; raises Unreadable."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(UNSAFE)
    return ElementTree.fromstring(content)  # noqa: S314  (no document type, hence no entities)


def related(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that a part refers to, by the ids that it calls them."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join(folder, each.get("Target", ""))).lstrip("/")
        for each in every(part(archive, relations), "Relationship")
        if each.get("TargetMode") != "External"
    }


def numbered(names: list[str], pattern: str) -> list[str]:
    """The names that match, by their number."""
    found = [(int(match[1]), name) for name in names if (match := re.fullmatch(pattern, name))]
    return [name for _, name in sorted(found)]


def local(element: Any) -> str:
    """The name without its namespace; that of a comment, which has none, is no element's."""
    return str(element.tag).rpartition("}")[2]


def every(element: Any, name: str) -> list[Any]:
    """The element and its descendants of that name."""
    return [each for each in element.iter() if local(each) == name]


def first(element: Element, *names: str) -> Element | None:
    """The first descendant by a path of names."""
    for name in names:
        found = every(element, name)
        if not found:
            return None
        element = found[0]
    return element


def attribute(element: Element, name: str) -> str:
    """The attribute of that name, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def outside(element: Element, *shut: str) -> Iterator[Element]:
    """The element and its descendants without those that stand in elements of these names."""
    yield element
    for child in element:
        if local(child) not in shut:
            yield from outside(child, *shut)


def words_of(element: Element, paragraph: str = "p") -> str:
    """The words of every paragraph, a line each."""
    return "\n".join(run_words(each) for each in every(element, paragraph))


def run_words(element: Element, *shut: str) -> str:
    """The words of the runs of a paragraph, without those in elements of these names."""
    return "".join("".join(each.itertext()) for each in outside(element, *shut) if local(each) == "t")


def table_rows(table: Element) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, a cell its words on one line."""
    return tuple(
        tuple(words_of(each).replace("\n", " ") for each in every(one, "tc")) for one in every(table, "tr")
    )
