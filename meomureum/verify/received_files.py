"""A handed-in file taken apart: all that is seen on it, slide by slide, sheet by sheet or page by page.

The file comes from anywhere. An archive is judged by its directory before anything is
unpacked, XML that declares a document type is refused, and a PDF is read by a process of
its own with a limit on time and memory.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator

from meomureum.project import PROJECT, process_environment
from meomureum.texts import Text
from meomureum.verify.office_xml import BROKEN, MOST_ENTRIES, every, local, opened, part, related, run_words
from meomureum.verify.received_charts import charts_of, labels_of
from meomureum.verify.received_leaf import CODE, UNREADABLE, Cell, Leaf, Line, Seen, Unreadable
from meomureum.verify.received_pictures import PNG, png, svg, table
from meomureum.verify.received_sections import sections
from meomureum.verify.received_sheets import CONTROLS, feet, sheets
from meomureum.verify.received_slides import slides

__all__ = ["CODE", "KINDS", "MOST_ENTRIES", "Cell", "Leaf", "Line", "Unreadable", "leaves"]

KINDS = ("pptx", "xlsx", "hwpx", "pdf", "csv", "png", "svg", "zip")
MOST_BYTES = 20_000_000
PDF_SECONDS = 20
TOO_LARGE = Text("파일이 20MB보다 큽니다.", "The file is larger than 20 MB.")


def leaves(content: bytes) -> tuple[Leaf, ...]:
    """The file in parts; raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    try:
        return tuple(_leaves(content))
    except (*BROKEN, csv.Error) as fault:
        raise Unreadable(UNREADABLE) from fault


def _leaves(content: bytes) -> Iterator[Leaf]:
    """By what the file begins with: a name says nothing of what is in it."""
    if content.startswith(b"%PDF-"):
        yield from (Leaf(words, paged=True) for words in _pdf_pages(content))
    elif content.startswith(b"PK\x03\x04"):
        with opened(content) as archive:
            yield from _parts(archive)
    elif content.startswith(PNG):
        yield png(content)
    elif b"<svg" in content[:2000]:
        yield svg(content)
    else:
        yield table(content)


def _parts(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    names = archive.namelist()
    if "ppt/presentation.xml" in names:
        yield from slides(archive)
    elif "xl/workbook.xml" in names:
        yield from workbook(archive)
    elif "Contents/section0.xml" in names:
        yield from sections(archive)
    elif not names or any(not name.endswith((".csv", ".png", ".svg")) for name in names):
        raise Unreadable(UNREADABLE)
    else:  # several pictures or tables, handed over as one
        for name in names:
            yield from _leaves(archive.read(name))


def _pdf_pages(content: bytes) -> list[str]:
    """The words of each page, read by a process that can be stopped."""
    command = [sys.executable, "-m", "meomureum.verify.pdf_words"]
    try:
        found = subprocess.run(  # noqa: S603  (our own module, nothing of the file in the command)
            command,
            cwd=PROJECT,
            env=process_environment(),
            input=content,
            capture_output=True,
            timeout=PDF_SECONDS,
            check=True,
        )
        pages: list[str] = json.loads(found.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise Unreadable(UNREADABLE) from fault
    return pages


def workbook(archive: zipfile.ZipFile) -> Iterator[Leaf]:
    """A leaf a sheet."""
    for name, sheet, rows in sheets(archive):
        drawings = [each for each in related(archive, name).values() if "/drawings/drawing" in each]
        drawn = [other for each in drawings for other in related(archive, each).values()]
        charts = tuple(charts_of(archive, drawn))
        foot = [CONTROLS.sub("", words) for words in feet(sheet)]
        yield Leaf(
            words="\n".join(str(cell) for each in rows for cell in each),
            tables=(rows,),
            lines=tuple(line for chart in charts for line in chart.lines),
            seen=(
                *(Seen("row", row) for row in rows),
                *_drawn(archive, drawings),
                *labels_of(archive, drawn),
                *(Seen("footer", (words,)) for words in foot),
            ),
            charts=charts,
        )


def _drawn(archive: zipfile.ZipFile, drawings: list[str]) -> Iterator[Seen]:
    """The alt texts of what lies over the cells, and the words of text boxes."""
    for name in drawings:
        for each in part(archive, name).iter():
            if local(each) == "cNvPr" and (words := each.get("descr", "")):
                yield Seen("alt", (words,))
            elif local(each) == "txBody":
                lines = [run_words(paragraph) for paragraph in every(each, "p")]
                yield from (Seen("text", (line,)) for line in lines if re.search(r"\S", line))
