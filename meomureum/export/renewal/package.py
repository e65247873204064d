"""An office file taken apart and put together again: what is not changed keeps its bytes.

The file comes from anywhere: it is judged like every received one before anything is unpacked,
and no part of it may declare a document type.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from dataclasses import dataclass
from itertools import count
from typing import Any

from lxml import etree

from meomureum.texts import Text
from meomureum.verify.office_xml import BROKEN, opened
from meomureum.verify.received_files import MOST_BYTES, TOO_LARGE
from meomureum.verify.received_leaf import UNSAFE, Unreadable

UNREADABLE = Text(
    "PPTX, HWPX, XLSX로 읽을 수 없는 파일입니다.", "The file cannot be read as PPTX, HWPX or XLSX."
)
MAIN_PARTS = {
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
    "hwpx": "Contents/section0.xml",
}
"""What reading a damaged archive or part of one raises: each kind of broken XML is a SyntaxError."""
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES = "[Content_Types].xml"
LOCAL_HEADER = struct.Struct("<26xHH")
"""Where the header before a member says how long its name and its extra field are."""
SIZES_FOLLOW = 0x08
"""The flag of a member whose sizes stand behind it; the copied one has them in front."""


@dataclass(frozen=True)
class Relation:
    """What a part refers to under an id: a part by its name, or an outside address."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a received file by name; `kind` is pptx, xlsx or hwpx."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._trees: dict[str, tuple[Any, bytes]] = {}
        self._changed: dict[str, bytes] = {}
        if len(content) > MOST_BYTES:
            raise Unreadable(TOO_LARGE)
        try:
            with opened(content) as archive:
                self._members = archive.infolist()
                self._parts = {each.filename: archive.read(each) for each in self._members}
        except BROKEN as fault:
            raise Unreadable(UNREADABLE) from fault
        self.kind = next((kind for kind, part in MAIN_PARTS.items() if part in self._parts), "")
        if not self.kind:
            raise Unreadable(UNREADABLE)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the file."""
        return tuple(dict.fromkeys((*self._parts, *self._changed)))

    def read(self, name: str) -> bytes:
        """A part as it is now; raises Unreadable where there is none."""
        found = self._changed.get(name, self._parts.get(name))
        if found is None:
            raise Unreadable(UNREADABLE)
        return found

    def tree(self, name: str) -> Any:
        """The root of an XML part; what is changed in it is written with the file."""
        if name not in self._trees:
            root = parsed(self.read(name))
            self._trees[name] = (root, serialised(root))
        return self._trees[name][0]

    def put(self, name: str, part: bytes) -> None:
        """Give a part other bytes, or add one at the end."""
        if part != self._parts.get(name):
            self._changed[name] = part

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by the ids."""
        place = relations_of(name)
        if place not in self.names:
            return {}
        folder = posixpath.dirname(name)
        found = {}
        for each in self.tree(place).iter(RELATIONSHIP):
            outside, target = each.get("TargetMode") == "External", each.get("Target", "")
            part = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], part, outside)
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of a kind that a part refers to."""
        found = (each for each in self.relations(name).values() if each.kind == kind and not each.outside)
        return [each.target for each in found if each.target in self.names]

    def add(self, name: str, part: bytes, content_type: str) -> None:
        """A new part, and what kind of content it is."""
        self.put(name, part)
        types = self.tree(TYPES)
        space = str(types.tag).partition("}")[0] + "}"
        types.append(
            types.makeelement(f"{space}Override", {"PartName": f"/{name}", "ContentType": content_type})
        )

    def free_name(self, pattern: str) -> str:
        """The first name of that pattern with a number that no part has: "xl/charts/chart{}.xml"."""
        return next(name for at in count(1) if (name := pattern.format(at)) not in self.names)

    def relate(self, name: str, kind: str, target: str) -> str:
        """Let a part refer to another; the id of the relation."""
        place = relations_of(name)
        if place not in self.names:
            self.put(place, f'<Relationships xmlns="{RELATIONSHIP[1:].partition("}")[0]}"/>'.encode())
        held = self.tree(place)
        taken = {each.get("Id") for each in held}
        fresh = next(each for at in count(1) if (each := f"rId{at}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(name) or ".")
        held.append(held.makeelement(RELATIONSHIP, {"Id": fresh, "Type": OFFICE + kind, "Target": path}))
        return fresh

    def written(self) -> bytes:
        """The file; members that were not changed are copied as they stand, compressed."""
        for name, (root, before) in self._trees.items():
            if (after := serialised(root)) != before:
                self.put(name, after)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in self._members:
                if member.filename in self._changed:
                    entry = zipfile.ZipInfo(member.filename, member.date_time)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, self._changed[member.filename])
                else:
                    self._copy(member, archive)
            for name in [each for each in self._changed if each not in self._parts]:
                archive.writestr(zipfile.ZipInfo(name), self._changed[name], zipfile.ZIP_DEFLATED)
        return content.getvalue()

    def _copy(self, member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
        """A member with its compressed bytes, behind a header of its own."""
        at = member.header_offset
        lengths = LOCAL_HEADER.unpack_from(self._content, at)
        begin = at + LOCAL_HEADER.size + sum(lengths)
        file, member.flag_bits = archive.fp, member.flag_bits & ~SIZES_FOLLOW
        assert file is not None  # noqa: S101  (the archive is open)
        member.header_offset = file.tell()
        file.write(member.FileHeader(zip64=False))
        file.write(self._content[begin : begin + member.compress_size])
        archive.start_dir = file.tell()
        archive.filelist.append(member)
        archive.NameToInfo[member.filename] = member


def relations_of(name: str) -> str:
    """The part that holds the relations of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def parsed(part: bytes) -> Any:
    """The root of some XML, which refers to nothing outside itself; raises Unreadable."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unreadable(UNSAFE)
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except BROKEN as fault:
        raise Unreadable(UNREADABLE) from fault


def serialised(root: Any) -> bytes:
    """An XML part as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
