"""What a handed-in file is taken apart into: leaves, and on each all that a reader can see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from meomureum.texts import Text

CODE = re.compile(r"(?<![A-Z2-7-])[A-Z2-7]{4}-[A-Z2-7]{4}(?![A-Z2-7-])")
"""The code of a figure wherever it stands: "7KQ2-M4XA"."""
MOST_CELLS, MOST_COLUMNS = 200_000, 1_000

UNSAFE = Text(
    "압축을 풀면 지나치게 커지거나 경로가 바르지 않아 열지 않았습니다.",
    "The archive would unpack too large or has unsafe paths; it was not opened.",
)
UNREADABLE = Text(
    "PPTX, HWPX, XLSX, PDF, CSV, PNG, SVG로 읽을 수 없는 파일입니다.",
    "The file cannot be read as PPTX, HWPX, XLSX, PDF, CSV, PNG or SVG.",
)

Cell = str | float
Cells = tuple[Cell, ...]
SeenKind = Literal["title", "text", "row", "note", "caption", "alt", "label", "footer"]


class Formatted(float):
    """A number in a cell, with the format in which it is shown."""

    form: str = ""

    @classmethod
    def of(cls, value: float, form: str) -> Formatted:
        """The number in that format."""
        made = cls(value)
        made.form = form
        return made


class Unreadable(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


@dataclass(frozen=True)
class Seen:
    """One thing that a reader sees or hears: a paragraph, the row of a table, a caption, an alt text."""

    kind: SeenKind
    cells: Cells

    @property
    def words(self) -> str:
        """Its cells as words, parted by tabs."""
        return "\t".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in self.cells)


@dataclass(frozen=True)
class Line:
    """One series of a chart: its name, value by category, and the words beside points, by their place in the series."""

    name: str
    values: tuple[tuple[str, float], ...]
    labels: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart: its series, the rows of the workbook within it, which opens when it is edited, the formats of its numbers."""

    lines: tuple[Line, ...]
    book: tuple[Cells, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """One slide, sheet, page or section: its words, tables (rows of cells) and chart series.

    `seen` is everything on it piece by piece, in the order in which it stands. Of a page of a PDF
    only the words are known, those of its tables and pictures among them: it is `paged`. A `flowing`
    one is cut from a text without pages, and may begin with the last line of the one before.
    """

    words: str
    tables: tuple[tuple[Cells, ...], ...] = ()
    lines: tuple[Line, ...] = ()
    paged: bool = False
    seen: tuple[Seen, ...] = ()
    charts: tuple[Chart, ...] = ()
    flowing: bool = False
