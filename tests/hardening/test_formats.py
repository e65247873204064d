"""Names that are formulas, HTML, Markdown or LaTeX leave in every format as the letters that they are."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from handed_over import hostile, members, texts
from pypdf import PdfReader

from hardening.payloads import FORMULAS, MARKUP
from meomureum.drawing.figure import FigureKind
from meomureum.drawing.safe_text import FORMULA_STARTS, visible
from meomureum.export import FORMATS

pytestmark = pytest.mark.trial

ATTACKS = {"formulas": FORMULAS, "markup": MARKUP}
SHOWN = re.compile(r"\s+")
OUTSIDE = "198.51.100.7"
ACTIVE_SVG = ("script", "foreignObject", "image", "iframe", "a", "set", "animate")


def letters(words: str) -> str:
    """Words without blanks, which every format breaks its own way, and without the guard of a cell."""
    return SHOWN.sub("", visible(words)).lstrip("'")


def begins_a_formula(cell: str) -> bool:
    return unicodedata.normalize("NFKC", cell).lstrip()[:1] in FORMULA_STARTS


def written(form: str, attack: str, kind: FigureKind = "table") -> bytes:
    return FORMATS[form](hostile(kind, ATTACKS[attack]))


def xml_parts(content: bytes) -> dict[str, bytes]:
    """The XML of an archive and of every archive within it; each must be sound."""
    found: dict[str, bytes] = {}
    for name, part in members(content).items():
        if part.startswith(b"PK"):
            found |= {f"{name}/{inner}": xml for inner, xml in xml_parts(part).items()}
        elif name.endswith((".xml", ".rels", ".hpf", ".opf")):
            ElementTree.fromstring(part)  # noqa: S314 - our own file
            found[name] = part
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_holds_them_as_text(attack: str) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", attack).decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if begins_a_formula(cell)]
    found = {letters(cell) for cell in cells}
    assert {letters(words) for words in ATTACKS[attack]} <= found


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["table", "bar"])
@pytest.mark.parametrize("form", ["xlsx", "pptx", "hwpx"])
def test_office_files_hold_them_as_text(form: str, kind: FigureKind, attack: str) -> None:
    parts = xml_parts(written(form, attack, kind))
    assert not [
        name for name, xml in parts.items() if re.search(rb"<(?:\w+:)?f[\s>]", xml) and "worksheets" in name
    ]
    outside = [xml for name, xml in parts.items() if name.endswith(".rels") and OUTSIDE.encode() in xml]
    assert outside == []
    assert not [name for name in parts if "vbaProject" in name or "externalLink" in name]
    if kind == "table":
        told = letters(" ".join(word for xml in parts.values() for word in texts(xml)))
        missing = [words for words in ATTACKS[attack] if letters(words) not in told]
        assert missing == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_pdf_prints_them_and_links_to_none(attack: str) -> None:
    content = written("pdf", attack)
    reader = PdfReader(io.BytesIO(content))
    actions = [
        str(note.get_object().get("/A")) for page in reader.pages for note in page.get("/Annots") or ()
    ]
    assert not [action for action in actions if OUTSIDE in action or "JavaScript" in action]
    assert "/OpenAction" not in reader.trailer["/Root"]  # type: ignore[operator]
    assert "/EmbeddedFiles" not in str(reader.trailer["/Root"])
    told = letters("".join(page.extract_text() for page in reader.pages))
    missing = [words for words in ATTACKS[attack] if letters(words)[:12] not in told]
    assert missing == []


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["table", "bar", "line"])
def test_a_picture_has_nothing_that_acts(kind: FigureKind, attack: str) -> None:
    svg = written("svg", attack, kind)
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own file
        assert element.tag.rsplit("}", 1)[-1] not in ACTIVE_SVG
        for name, value in element.attrib.items():
            assert not name.rsplit("}", 1)[-1].startswith("on"), name
            assert "href" not in name or value.startswith("#"), value
    assert written("png", attack, kind).startswith(b"\x89PNG")


@pytest.mark.parametrize("attack", ATTACKS)
def test_parquet_holds_them_as_strings(attack: str) -> None:
    content = written("parquet", attack)
    held = list(members(content).values()) if content.startswith(b"PK") else [content]
    tables = [pq.read_table(io.BytesIO(each)) for each in held if each.startswith(b"PAR1")]
    words = {
        letters(str(cell)) for table in tables for column in table.columns for cell in column.to_pylist()
    }
    assert {letters(each) for each in ATTACKS[attack]} <= words
