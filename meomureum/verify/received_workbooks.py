"""Handed-in workbooks: a leaf a sheet, with its charts, pictures and what is printed at its foot."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from meomureum.verify.office_xml import every, local, part, related, run_words
from meomureum.verify.received_charts import charts_of, labels_of
from meomureum.verify.received_leaf import Leaf, Seen
from meomureum.verify.received_sheets import CONTROLS, feet, sheets


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
