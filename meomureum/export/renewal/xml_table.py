"""The table of a slide or of a Hangul document as rows of cells: both call them `tr` and `tc`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from meomureum.drawing.cells import Cell
from meomureum.export.renewal.paragraphs import paragraphs_of, words_in, write
from meomureum.verify.office_xml import every, local

ROW_ID = "rowId"
"""What PowerPoint tells rows by; a copied one must not have it."""


class XmlTable:
    """A table whose rows are its `tr` elements."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def rows(self) -> Sequence[Any]:
        """The rows from top to bottom."""
        return [each for each in self._table if local(each) == "tr"]

    def cells(self, row: Any) -> Sequence[Cell]:
        """The words of each cell."""
        return [" ".join(map(words_in, paragraphs_of(each))) for each in _cells(row)]

    def write(self, row: Any, column: int, words: str, _number: Cell = "") -> None:
        """Words into the first paragraph of a cell; the others become empty."""
        first, *others = _paragraphs(_cells(row)[column])
        write(first, words)
        for each in others:
            write(each, "")

    def add(self, row: Any) -> Any:
        """A copy of a row behind it."""
        fresh = deepcopy(row)
        for each in every(fresh, ROW_ID):
            each.getparent().remove(each)
        row.addnext(fresh)
        self._settle(1, fresh)
        return fresh

    def remove(self, row: Any) -> None:
        """Take a row out."""
        self._table.remove(row)
        self._settle(-1, row)

    def _settle(self, step: int, row: Any) -> None:
        """A Hangul table says how many rows it has, how high it is, and which row each cell stands in."""
        if self._table.get("rowCnt") is None:
            return
        self._table.set("rowCnt", str(len(self.rows())))
        for at, each in enumerate(self.rows()):
            for place in every(each, "cellAddr"):
                place.set("rowAddr", str(at))
        size = next(iter(each for each in self._table if local(each) == "sz"), None)
        heights = [int(each.get("height", 0)) for each in every(row, "cellSz")]
        if size is not None and heights:
            size.set("height", str(int(size.get("height", 0)) + step * max(heights)))


def _cells(row: Any) -> list[Any]:
    return [each for each in row if local(each) == "tc"]


def _paragraphs(cell: Any) -> list[Any]:
    """Those with text; the first one gets a run where none has any."""
    found = list(paragraphs_of(cell))
    if found:
        return found
    paragraph = every(cell, "p")[0]
    space = str(paragraph.tag).partition("}")[0] + "}"
    runs = [each for each in paragraph if local(each) in ("r", "run")]
    run = runs[0] if runs else paragraph.makeelement(f"{space}r", {})
    if not runs:
        paragraph.insert(1 if len(paragraph) and local(paragraph[0]) == "pPr" else 0, run)
    run.append(run.makeelement(f"{space}t", {}))
    return [paragraph]
