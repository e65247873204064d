"""The figures in a handed-in file against the register: does the file show what was issued?

A value may stand in several places of a file - a chart, a table, a page's words - and each
that is found must show what was issued. What a file does not carry is not held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefing.frozen import Difference, Issued, Value, codes_in
from briefing.received import Cell, Leaf, Line
from texts import Text

TITLE = Text("제목", "Title")
TITLE_GONE = Text("(파일에 없음)", "(not in the file)")
SAME_VALUE = 1e-9
FEWEST_MATCHES = 3
Table = Sequence[Sequence[Cell]]


def by_code(leaves: Sequence[Leaf]) -> dict[str, tuple[Leaf, ...]]:
    """The leaves that belong to each code: those that name it and no other, else all that name it."""
    named = [(codes_in(leaf.words), leaf) for leaf in leaves]
    codes = dict.fromkeys(code for found, _ in named for code in found)
    own = {code: tuple(leaf for found, leaf in named if found == (code,)) for code in codes}
    return {
        code: leaves_ or tuple(leaf for found, leaf in named if code in found)
        for code, leaves_ in own.items()
    }


def differences(issued: Issued, leaves: Sequence[Leaf]) -> tuple[tuple[Difference, ...], int]:
    """What the file shows otherwise than it was issued, and how many values could be compared."""
    found: list[Difference] = []
    compared = 0
    for value, shown in _readings(issued, leaves):
        compared += 1
        if shown is not None:
            found.append(Difference(value.series, value.at, value.shown, shown))
    words = _squeezed(" ".join(leaf.words for leaf in leaves))
    if _squeezed(issued.title) not in words:
        found.append(Difference(TITLE.ko, "", issued.title, TITLE_GONE.ko))
    return tuple(dict.fromkeys(found)), compared


def _readings(issued: Issued, leaves: Sequence[Leaf]) -> Iterator[tuple[Value, str | None]]:
    """Each place where a value stands: the value as issued, and what is there when it differs."""
    for leaf in leaves:
        yield from _of_lines(issued, leaf.lines)
        for table in leaf.tables:
            yield from _of_rows(issued, table)
            yield from _of_matrix(issued, table)
        if not leaf.tables and not leaf.lines:
            yield from _of_words(issued, leaf.words)


def _of_lines(issued: Issued, lines: Iterable[Line]) -> Iterator[tuple[Value, str | None]]:
    for line in lines:
        written = dict(line.values)
        for value in issued.values:
            if value.series == line.name and value.at in written and value.value is not None:
                shown = written[value.at]
                yield value, None if _equal(shown, value) else _worded(issued, shown)


def _of_rows(issued: Issued, table: Table) -> Iterator[tuple[Value, str | None]]:
    """Rows as issued: those with the same words but another number beside them differ."""
    for row, exact in zip(issued.rows, issued.numbers or ((),) * len(issued.rows), strict=True):
        place, year, shown = row[0], row[1], row[2]
        value = Value(place, year, exact[2] if exact else None, shown)
        same = [each for each in table if _is_row_of(each, row)]
        if same:
            right = any(_holds(each, row, exact) for each in same)
            yield value, None if right else _written(same[0], 2)


def _is_row_of(cells: Sequence[Cell], row: Sequence[str]) -> bool:
    """Whether a row tells of the same place, year, formula and origin."""
    if len(cells) < len(row):
        return False
    return all(_plain(cells[at]) == _plain(row[at]) for at in (0, 1, 5, 7))


def _holds(cells: Sequence[Cell], row: Sequence[str], exact: Sequence[float | None]) -> bool:
    for at in (2, 3, 4):
        number = exact[at] if exact else None
        cell = cells[at]
        if isinstance(cell, float) and number is not None:
            if abs(cell - number) > SAME_VALUE:
                return False
        elif _plain(cell) != _plain(row[at]):
            return False
    return True


def _of_matrix(issued: Issued, table: Table) -> Iterator[tuple[Value, str | None]]:
    """Tables with a column a series and a row a year: the data of a native chart."""
    names = {value.series for value in issued.values}
    heads: dict[int, str] = {}
    for row in table:
        found = {at: str(cell) for at, cell in enumerate(row) if at and cell in names}
        if found:
            heads = found
            continue
        for at, name in heads.items():
            value = next(
                (
                    each
                    for each in issued.values
                    if (each.series, each.at) == (name, _plain(row[0] if row else ""))
                ),
                None,
            )
            if value is not None and at < len(row) and row[at] != "":
                cell = row[at]
                yield value, None if _cell_equal(cell, value) else _written(row, at)


def _of_words(issued: Issued, words: str) -> Iterator[tuple[Value, str | None]]:
    """A page of words: a row's cells follow each other, whatever stands between the letters."""
    page = _squeezed(words)
    for row in issued.rows:
        key, shown = _squeezed(row[0] + row[1]), _squeezed(row[2])
        after = [page[found.end() :] for found in re.finditer(re.escape(key), page)]
        if not after:
            continue
        value = Value(row[0], row[1], None, row[2])
        rest = shown + _squeezed(row[3] + row[4])
        right = any(each.startswith(rest) for each in after)
        numbers = [found[0] for each in after if (found := re.match(r"[−\d][\d,.–]*%?", each))]
        if right or numbers:
            yield value, None if right else numbers[0]


def _equal(shown: float, value: Value) -> bool:
    return value.value is not None and abs(shown - value.value) <= SAME_VALUE


def _cell_equal(cell: Cell, value: Value) -> bool:
    return _equal(cell, value) if isinstance(cell, float) else _plain(cell) == _plain(value.shown)


def _worded(issued: Issued, number: float) -> str:
    return f"{number * 100:.1f}%" if issued.unit == "percent" else f"{number:g}"


def _written(row: Sequence[Cell], at: int) -> str:
    """The cells that carry the number, as they stand."""
    shown = row[at : at + 3] if at == 2 else row[at : at + 1]
    return " / ".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in shown if cell != "")


def _plain(cell: Cell) -> str:
    words = f"{cell:g}" if isinstance(cell, float) else cell
    return re.sub(r"\s+", "", words).lstrip("'")


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
