"""The figures in a handed-in file against the register: does the file show what was issued?

A value may stand in several places of a file - a chart, a table, a page's words - and each
that is found must show what was issued. What a file does not carry is not held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from meomureum.drawing.bridge_steps import BASE
from meomureum.drawing.cells import read
from meomureum.texts import Text
from meomureum.verify.issued_figures import Difference, Issued, Value, codes_in
from meomureum.verify.received_files import Cell, Leaf, Line

TITLE = Text("제목", "Title")
TITLE_GONE = Text("(파일에 없음)", "(not in the file)")
SAME_VALUE = 1e-9
SWARM_CELLS = 3
"""A row of a swarm's data: whose point it is, where it stands, how many stand beneath it."""
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
        if leaf.paged:
            yield from _of_words(issued, leaf.words)


def _of_lines(issued: Issued, lines: Sequence[Line]) -> Iterator[tuple[Value, str | None]]:
    """The series of charts; a page may hold the charts of several figures with series of one name."""
    if issued.kind == "funnel":
        for line in lines:
            yield from _of_scatter(issued, line)
        return
    if issued.kind == "swarm":
        for line in lines:
            places = [place for at, _ in line.values if (place := _number(at)) is not None]
            yield from _of_swarm(issued, line.name, places)
        return
    if issued.kind == "bridge" and BASE not in {line.name for line in lines}:
        return  # these are the charts of other figures: a bridge stands on columns of that name
    for value in issued.values:
        held = [dict(line.values) for line in lines if _is_of(issued, value, line.name)]
        shown = [written[value.at] for written in held if value.at in written]
        shown = shown or _by_year(issued, value, lines)
        if shown and value.value is not None:
            right = any(_equal(issued, each, value) for each in shown)
            yield value, None if right else _worded(issued, shown[0])


def _by_year(issued: Issued, value: Value, lines: Sequence[Line]) -> list[float]:
    """Of groups over the years the groups stand on the axis, and the years are their bars."""
    if issued.kind != "bar":
        return []
    held = [dict(line.values) for line in lines if line.name == value.at]
    return [written[value.series] for written in held if value.series in written]


def _is_of(issued: Issued, value: Value, name: str) -> bool:
    """Whether a column of a chart is the one that a value stands in; a bridge has several a series."""
    if issued.kind == "bridge":
        # Each of its columns has numbers in its own rows alone: only the invisible ones are of another kind.
        return name != BASE
    return value.series == name


def _of_scatter(issued: Issued, line: Line) -> Iterator[tuple[Value, str | None]]:
    """The points of a funnel by their size, of which several may have the same, as may two limits a name."""
    for value in issued.values:
        if value.series != line.name or value.value is None or value.across is None:
            continue
        here = [
            shown for at, shown in line.values if at == f"{value.across:g}" or _number(at) == value.across
        ]
        if here:
            alike = [
                each for each in issued.values if (each.series, each.across) == (line.name, value.across)
            ]
            right = any(_equal(issued, shown, each) for shown in here for each in alike)
            yield value, None if right else _worded(issued, here[0])


def _of_swarm(issued: Issued, name: str, places: Sequence[float]) -> Iterator[tuple[Value, str | None]]:
    """The points of a swarm by where they stand along the axis; how high says only how many stand there."""
    mine = [each for each in issued.values if each.series == name and each.value is not None]
    for value, place in zip(sorted(mine, key=lambda each: each.value or 0.0), sorted(places), strict=False):
        yield value, None if _equal(issued, place, value) else _worded(issued, place)


def _swarm_columns(issued: Issued, table: Sequence[Sequence[Cell]]) -> Iterator[tuple[Value, str | None]]:
    """The data of a swarm's chart, a row a point: whose it is, where it stands, how many stand beneath it."""
    held = {_plain(value.at): value for value in issued.values if value.value is not None}
    for row in table:
        value = held.get(_plain(row[0])) if len(row) == SWARM_CELLS else None
        if value is not None and all(isinstance(cell, float) for cell in row[1:]):
            yield value, None if _cell_equal(issued, row[1], value) else _written(row, (1,))


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _of_rows(issued: Issued, table: Table) -> Iterator[tuple[Value, str | None]]:
    """Rows as issued: those with the same words but another number beside them differ."""
    if not issued.valued:
        return
    first = issued.valued[0]
    for row, exact in zip(issued.rows, issued.numbers or ((),) * len(issued.rows), strict=True):
        value = Value(*_told(issued, row), exact[first] if exact else None, row[first])
        same = [each for each in table if _is_row_of(issued, each, row)]
        if same:
            right = any(_holds(issued, each, row, exact) for each in same)
            yield value, None if right else _written(same[0], issued.valued)


def _told(issued: Issued, row: Sequence[str]) -> tuple[str, str]:
    """What tells a row: its first words, then the next ones."""
    words = [row[at] for at in issued.named] or [row[0]]
    return words[0], words[1] if len(words) > 1 else ""


def _is_row_of(issued: Issued, cells: Sequence[Cell], row: Sequence[str]) -> bool:
    """Whether a row tells of the same thing: place, year, formula and origin of a measurement."""
    if len(cells) < len(row):
        return False
    return all(_plain(cells[at]) == _plain(row[at]) for at in issued.named)


def _holds(issued: Issued, cells: Sequence[Cell], row: Sequence[str], exact: Sequence[float | None]) -> bool:
    for at in issued.valued:
        number = exact[at] if exact else None
        cell = cells[at]
        if isinstance(cell, float) and number is not None:
            if abs(cell - number) > SAME_VALUE:
                return False
        elif _plain(cell) != _plain(row[at]) and not _alike(cell, row[at]):
            return False
    return True


def _alike(cell: Cell, words: str) -> bool:
    """A number cell that was written from words: 700명 as 700."""
    return isinstance(cell, float) and read(words) == cell


def _of_matrix(issued: Issued, table: Table) -> Iterator[tuple[Value, str | None]]:
    """Tables with a column a series and a row a category: the data of a native chart.

    A figure's own table may have such columns too, with people in place of shares: it is read row by row.
    """
    if issued.kind == "swarm":
        yield from _swarm_columns(issued, table)
        return
    names = {value.series for value in issued.values}
    heads: dict[int, str] = {}
    own = [_plain(name) for name in issued.columns]
    for row in table:
        if [_plain(cell) for cell in row[: len(own)]] == own:
            heads = {}
            continue
        every = issued.kind == "bridge" and BASE in row
        found = {at: str(cell) for at, cell in enumerate(row) if at and (cell in names or every)}
        if found:
            heads = found
            continue
        place = _plain(row[0] if row else "")
        for at, name in heads.items():
            held = [each for each in issued.values if _is_of(issued, each, name) and _plain(each.at) == place]
            if held and at < len(row) and row[at] != "":
                right = any(_cell_equal(issued, row[at], each) for each in held)
                yield held[0], None if right else _written(row, (at,))


def _of_words(issued: Issued, words: str) -> Iterator[tuple[Value, str | None]]:
    """A page of words that holds the table: a row's cells follow each other, whatever stands between the letters."""
    page = _squeezed(words)
    if not issued.valued or _squeezed("".join(issued.columns)) not in page:
        return
    first = issued.valued[0]
    following = [at for step, at in enumerate(issued.valued) if at == first + step]
    for row in issued.rows:
        key, shown = _squeezed("".join(row[:first])), _squeezed(row[first])
        after = [page[found.end() :] for found in re.finditer(re.escape(key), page)] if key else []
        if not after:
            continue
        value = Value(*_told(issued, row), None, row[first])
        rest = shown + _squeezed("".join(row[at] for at in following[1:]))
        right = any(each.startswith(rest) for each in after)
        numbers = [found[0] for each in after if (found := re.match(r"[+−\d][\d,.–]*%?", each))]
        if right or numbers:
            yield value, None if right else numbers[0]


def _equal(issued: Issued, shown: float, value: Value) -> bool:
    """A column of a bridge shows how long a change is, not which way it goes."""
    if value.value is None:
        return False
    wanted = abs(value.value) if issued.kind == "bridge" else value.value
    return abs(shown - wanted) <= SAME_VALUE


def _cell_equal(issued: Issued, cell: Cell, value: Value) -> bool:
    return _equal(issued, cell, value) if isinstance(cell, float) else _plain(cell) == _plain(value.shown)


def _worded(issued: Issued, number: float) -> str:
    return f"{number * 100:.1f}%" if issued.unit == "percent" else f"{number:g}"


def _written(row: Sequence[Cell], held: Sequence[int]) -> str:
    """The cells that carry the numbers, as they stand."""
    shown = [row[at] for at in held if at < len(row)]
    return " / ".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in shown if cell != "")


def _plain(cell: Cell) -> str:
    words = f"{cell:g}" if isinstance(cell, float) else cell
    return re.sub(r"\s+", "", words).lstrip("'")


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
