"""CSV: a file a figure, for Excel and for programs; several come as one ZIP.

The table stands first, from the first line, so that Excel filters and charts it and a program
reads it to the first empty line. What the figure rests on follows that line, in the same file,
because a second file gets lost. UTF-8 with a byte order mark and CRLF: Korean Excel reads a
file without the mark as CP949. Each value of the measure is given twice, as shown and as the
number behind it; every field is quoted, so that a semicolon cannot open another one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from meomureum.drawing.cells import BARE_NUMBER, Cell, read, table_cells, worded_columns
from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.particulars import KIND_OF_DATA, TITLE, particulars
from meomureum.drawing.safe_text import safe_text
from meomureum.drawing.words import SYNTHETIC
from meomureum.export.text.figure_files import figure_files
from meomureum.texts import Language, Text

Rows = list[list[Cell]]
MARK = "\ufeff"
AIMED = (
    Text("목표 경로", "Target path"),
    Text("연도", "Year"),
    Text("값", "Value"),
    Text("값 (수)", "Value (number)"),
)


def write(briefing: Briefing) -> bytes:
    """One file, or a ZIP of one a figure; the same briefing gives the same bytes."""
    return figure_files(briefing, "csv", _file)


def as_csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as a file of their own."""
    return (MARK + "".join(map(_line, rows))).encode("utf-8")


def _file(figure: Figure, language: Language) -> bytes:
    told = [(TITLE(language), figure.title), *particulars(figure, language)]
    blocks: list[Rows] = [
        _table(figure, language),
        _targets(figure, language),
        [[safe_text(words) for words in pair] for pair in told],
    ]
    text = "\r\n".join("".join(map(_line, block)) for block in blocks if block)
    return (MARK + text).encode("utf-8")


def _table(figure: Figure, language: Language) -> Rows:
    """The table; a value shown with a unit has the bare number beside it, invented rows their mark."""
    if not figure.columns:
        return []
    cells = table_cells(figure)
    doubled = worded_columns(figure.rows, cells)
    head: list[Cell] = []
    for at, column in enumerate(figure.columns):
        exact = BARE_NUMBER.fill(column=column)(language)
        head += [safe_text(column), safe_text(exact)] if at in doubled else [safe_text(column)]
    mark: list[Cell] = [SYNTHETIC(language)] if figure.synthetic else []
    rows = [_row(words, numbers, doubled) + mark for words, numbers in zip(figure.rows, cells, strict=True)]
    return [head + [KIND_OF_DATA(language)] * len(mark), *rows]


def _row(words: Sequence[str], numbers: Sequence[Cell], doubled: Collection[int]) -> list[Cell]:
    row: list[Cell] = []
    for at, (word, number) in enumerate(zip(words, numbers, strict=True)):
        bare = "" if isinstance(number, str) else number
        row += [safe_text(word), bare] if at in doubled else [number]
    return row


def _targets(figure: Figure, language: Language) -> Rows:
    """The target paths, which the chart shows and the table of what was measured does not."""
    rows: Rows = [
        [safe_text(series.name), read(point.at), safe_text(point.shown), point.value]
        for series in figure.series
        if series.role == "target"
        for point in series.points
        if point.value is not None
    ]
    return [[text(language) for text in AIMED], *rows] if rows else []


def _line(cells: Iterable[Cell]) -> str:
    return ",".join(_field(cell) for cell in cells) + "\r\n"


def _field(cell: Cell) -> str:
    """A number bare and exact, words in quotes."""
    if isinstance(cell, str):
        return '"' + cell.replace('"', '""') + '"' if cell else ""
    return str(int(cell)) if cell == int(cell) else repr(cell)
