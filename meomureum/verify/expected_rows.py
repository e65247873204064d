"""The rows of tables that a file may hold of a figure, and which of them a row of the file must have been."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from meomureum.drawing.cells import BARE_NUMBER, Cell, cells_of, read, shown_as, worded_columns
from meomureum.drawing.particulars import KIND_OF_DATA
from meomureum.texts import LANGUAGES, Language
from meomureum.verify.issued_figures import Difference, Issued
from meomureum.verify.phrases import canonical
from meomureum.verify.received_leaf import Formatted

SAME_VALUE = 1e-9
MOSTLY = 0.5
ANY = None
"""A cell that may hold any words: the head over the places of a chart is named by each format."""


@dataclass(frozen=True)
class Expected:
    """One cell as it was issued: its words, and the number behind them."""

    words: str | None
    number: float | None = None

    def holds(self, cell: Cell) -> bool:
        """Whether a cell of a file shows it."""
        if self.words is ANY:
            return isinstance(cell, str)
        if isinstance(cell, float):
            exact = read(self.words) if self.number is None else self.number
            return not isinstance(exact, str) and same_number(cell, exact) and self._same_unit(cell)
        if self.words or self.number is None:
            return canonical(cell) == canonical(self.words)
        return read(cell) == self.number

    def _same_unit(self, cell: float) -> bool:
        """Whether the format of a cell, where it has one, shows the unit that was issued."""
        form = cell.form if isinstance(cell, Formatted) else ""
        wanted = shown_as(self.words or "", cell)
        return not form or not wanted or unit_of_form(form) == unit_of_form(wanted)

    def is_of_kind(self, cell: Cell) -> bool:
        """Whether a cell is a number where one was issued, and words where words were."""
        if isinstance(cell, float):
            return self.number is not None or not self.words or isinstance(read(self.words), float)
        return bool(self.words) or self.number is None or not cell or isinstance(read(cell), float)

    @property
    def key(self) -> str:
        """What a row is looked up by where this is its first cell."""
        number = f"{self.number:g}" if self.number is not None else ""
        return canonical(self.words) if self.words else number

    @property
    def shown(self) -> str:
        """The cell in words."""
        return self.words or ("" if self.number is None else f"{self.number:g}")


@dataclass(frozen=True)
class ExpectedRow:
    """A row of a table as it was issued: what tells it from others, the heads over its cells."""

    cells: tuple[Expected, ...]
    name: str = ""
    heads: tuple[str, ...] = ()
    counted: bool = True

    @property
    def first(self) -> str:
        """What it is looked up by."""
        return self.cells[0].key if self.cells else ""

    def holds(self, cells: Sequence[Cell]) -> bool:
        """Whether a row of a file is this one; cells that it leaves empty at its end are none."""
        held = self.beside(cells)
        return held is not None and all(each.holds(cell) for each, cell in held)

    def beside(self, cells: Sequence[Cell]) -> list[tuple[Expected, Cell]] | None:
        """Its cells beside those of a row of a file; None where that has more."""
        shown = trimmed(cells)
        if len(shown) > len(self.cells):
            return None
        return list(zip(self.cells, [*shown, *[""] * (len(self.cells) - len(shown))], strict=True))

    def likeness(self, cells: Sequence[Cell]) -> float:
        """Which share of the cells that say something are as issued."""
        held = self.beside(cells)
        telling = [
            pair for pair in held or () if pair[0].words is not ANY and (pair[0].shown or pair[1] != "")
        ]
        if not telling or not all(each.is_of_kind(cell) for each, cell in telling):
            return 0.0
        return sum(each.holds(cell) for each, cell in telling) / len(telling)

    def differences(self, cells: Sequence[Cell]) -> Iterator[Difference]:
        """The cells of a row of a file that are not as issued."""
        for at, (each, cell) in enumerate(self.beside(cells) or ()):
            if not each.holds(cell):
                head = self.heads[at] if at < len(self.heads) else ""
                yield Difference(self.name, head, each.shown, in_words(cell))


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without the empty ones at the end."""
    last = max((at for at, cell in enumerate(cells) if cell != ""), default=-1)
    return tuple(cells[: last + 1])


def in_words(cell: Cell) -> str:
    """A cell as a reader is told of it."""
    if isinstance(cell, str):
        return cell
    unit = unit_of_form(cell.form) if isinstance(cell, Formatted) else ""
    return f"{cell * 100:g}%" if unit == "%" else f"{cell:g}{unit}"


def unit_of_form(form: str) -> str:
    """What a number format writes beside the digits: "%" of "0.0%", "개" of '#,##0"개"'."""
    plain = re.sub(r"\[[^\]]*\]|_.|\*.|General|@", "", form.partition(";")[0])
    return re.sub(r"[#0?.,\"\\\s+−-]", "", plain)


def same_number(one: float, other: float) -> bool:
    """Whether two numbers are the same as far as files keep them."""
    return abs(one - other) <= SAME_VALUE * max(1.0, abs(other))


def table_rows(issued: Issued) -> tuple[ExpectedRow, ...]:
    """The rows that a file may hold of the table of a figure."""
    return (*_table(issued), *_for_programs(issued), *_paths(issued))


def chart_heads(issued: Issued) -> tuple[ExpectedRow, ...]:
    """The heads over the numbers of its native chart."""
    names = tuple(Expected(name) for name in issued.lines.names)
    places = [(Expected(ANY),), (Expected(ANY), Expected(ANY))]
    return tuple(ExpectedRow((*place, *names), counted=False) for place in places) if names else ()


def _table(issued: Issued) -> Iterator[ExpectedRow]:
    heads = issued.columns
    if heads:
        yield ExpectedRow(tuple(map(Expected, heads)), counted=False)
    for words, numbers in _pairs(issued):
        cells = tuple(Expected(*each) for each in zip(words, numbers, strict=True))
        yield ExpectedRow(cells, _name(issued, words), heads)


def _pairs(issued: Issued) -> Iterator[tuple[Sequence[str], Sequence[float | None]]]:
    numbers = issued.numbers or tuple((None,) * len(row) for row in issued.rows)
    return zip(issued.rows, numbers, strict=True)


def _name(issued: Issued, words: Sequence[str]) -> str:
    return " ".join(words[at] for at in issued.named[:2]) or words[0]


def _for_programs(issued: Issued) -> Iterator[ExpectedRow]:
    """The same with the bare number beside each that is shown with a unit, and the kind of data at the end."""
    cells = cells_of(issued.rows, issued.numbers)
    doubled = worded_columns(issued.rows, cells)
    heads: tuple[str, ...] = ()
    for language in LANGUAGES:
        heads = tuple(_heads(issued, doubled, language))
        head = tuple(map(Expected, heads))
        yield ExpectedRow(head, counted=False)
        yield ExpectedRow((*head, Expected(KIND_OF_DATA(language))), counted=False)
    for (words, numbers), own in zip(_pairs(issued), cells, strict=True):
        row = []
        for at, (word, number, cell) in enumerate(zip(words, numbers, own, strict=True)):
            row.append(Expected(word, number))
            if at in doubled:
                row.append(Expected("", None if isinstance(cell, str) else cell))
        name = _name(issued, words)
        yield ExpectedRow(tuple(row), name, heads)
        yield ExpectedRow((*row, Expected(ANY)), name, heads)


def _heads(issued: Issued, doubled: Collection[int], language: Language) -> Iterator[str]:
    for at, name in enumerate(issued.columns):
        yield name
        if at in doubled:
            yield BARE_NUMBER.fill(column=name)(language)


def _paths(issued: Issued) -> Iterator[ExpectedRow]:
    """What a table for programs says of target paths."""
    for each in issued.values:
        if each.value is not None:
            cells = (Expected(each.series), Expected(each.at), Expected(each.shown), Expected("", each.value))
            yield ExpectedRow(cells, f"{each.series} {each.at}")


def chart_rows(issued: Issued) -> Iterator[ExpectedRow]:
    """The numbers of a native chart, in a sheet or in the workbook within it; points may bear names."""
    names, named = issued.lines.names, any(name for _, name, _ in issued.lines.rows)
    for place, name, values in issued.lines.rows:
        where = Expected("", place) if isinstance(place, float) else Expected(place)
        held = tuple(Expected("", value) for value in values)
        told = name or where.shown
        if not isinstance(place, float) or not named:
            yield ExpectedRow((where, *held), told, ("", *names))
            continue
        yield ExpectedRow((where, *held, Expected(name)), told, ("", *names, ""))
        yield ExpectedRow((Expected(name), where, *held), told, ("", "", *names))


def nearest_row(rows: Sequence[ExpectedRow], cells: Sequence[Cell]) -> ExpectedRow | None:
    """The row that a row of a file must have been; None where it is none of them."""
    best = max(rows, key=lambda each: each.likeness(cells), default=None)
    return best if best is not None and best.likeness(cells) >= MOSTLY else None
