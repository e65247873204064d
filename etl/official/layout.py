"""What an official layout is: its labels, how a sheet is known by them, and how far they may drift."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from etl.contract import LoadRefused, Problem
from etl.grids import HEADER_SEARCH_ROWS, JOINT, Grid, Row, flattened, header_block, spelling
from etl.sheet_reader import NOT_USED, Sheet, columns_of
from meomureum.texts import Text

CLOSE_ENOUGH = 0.66  # this share of a layout's labels makes it the closest one, to be named in a refusal
_HEADER_ROWS = 5
_NOT_LETTERS = re.compile(r"[^0-9A-Za-z가-힣]")
_BRACKETS = re.compile(r"\([^()가-힣]*\)")  # (A), (%), (B/A): signs of a formula, not words
DRIFTED = Text(
    "머리글이 바뀌었습니다: '{expected}' 자리에 '{found}'. 같은 열로 읽었습니다.",
    "The header has drifted: '{found}' stands for '{expected}'. It was read as the same column.",
)
NEW_LABEL = Text(
    "이 양식에 없던 열 {header:은/는} 읽지 않았습니다.",
    "Column {header} is new in this layout and was not read.",
)
SET_ASIDE = Text(
    "{layout}: 쓰는 지표가 없습니다. 적재하지 않았습니다.",
    "{layout}: not used by any indicator; nothing loaded.",
)


@dataclass(frozen=True)
class Layout:
    """One provider's table: how it is called, the labels it is known by, and its reader.

    `labels` maps a short name to the label as the provider writes it, merged header rows
    joined by " > ". `former` holds other wordings of a label from other years. `open_ended`
    layouts may carry any further columns. Without a reader the layout is known, and unused.
    """

    id: str
    name: Text
    labels: Mapping[str, str]
    read: Callable[[Found], Sheet] | None = None
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    open_ended: bool = False
    pattern: re.Pattern[str] | None = None  # at least one further label must look like this


@dataclass(frozen=True)
class Found:
    """A sheet that follows a layout: where its header stands and which column is which."""

    grid: Grid
    layout: Layout
    first: int
    last: int
    header: tuple[str, ...]
    at: Mapping[str, int]
    notices: tuple[Text, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """The rows beneath the header, each as wide as the header at least."""
        width = len(self.header)
        return [
            (line, [*cells, *[""] * (width - len(cells))]) for line, cells in self.grid.rows[self.last + 1 :]
        ]

    def cell(self, cells: list[str], name: str) -> str:
        """The cell of a named column; "" when the sheet has no such column."""
        return cells[self.at[name]].strip() if name in self.at else ""

    def heading(self) -> list[tuple[int, str]]:
        """The lines above the data, which are no data."""
        above = [(line, "before_header") for line, _ in self.grid.rows[: self.first]]
        return above + [(line, "header") for line, _ in self.grid.rows[self.first : self.last + 1]]


def find(grid: Grid, layouts: tuple[Layout, ...]) -> Found | None:
    """The layout that a sheet follows, or None when it is none of these.

    Raises LoadRefused, naming the closest layout and what is missing, when the header has
    drifted too far to be read with certainty.
    """
    candidates = [closest for layout in layouts if (closest := _closest_header(grid, layout))]
    if not candidates:
        return None
    missing, found = min(candidates, key=lambda each: (len(each[0]), -len(each[1].at)))
    if missing:
        raise LoadRefused(tuple(_missing(found, label) for label in missing))
    found = _deepened(found)
    return replace(found, notices=found.notices + _new_labels(found))


def _deepened(found: Found) -> Found:
    """Take in header rows whose merges are lost: beneath every label known, they are blank."""
    if not found.layout.open_ended:
        return found
    last = found.last
    for _, cells in found.grid.rows[last + 1 : last + _HEADER_ROWS]:
        known = [cells[at] for at in found.at.values() if at < len(cells)]
        if any(cell.strip() for cell in known) or not any(cell.strip() for cell in cells):
            break
        last += 1
    return replace(found, last=last, header=flattened(found.grid, found.first, last))


def _closest_header(grid: Grid, layout: Layout) -> tuple[list[str], Found] | None:
    """The header that fits a layout best: labels it lacks, and what was found."""
    best: tuple[list[str], Found] | None = None
    needed = [name for name in layout.labels if name not in layout.optional]
    for first, last in _headers(grid, layout):
        found, missing = _matched(grid, layout, first, last)
        if layout.pattern and not any(layout.pattern.search(label) for label in found.header):
            continue
        if len(missing) <= (1 - CLOSE_ENOUGH) * len(needed) and (best is None or len(missing) < len(best[0])):
            best = missing, found
    return best


def _headers(grid: Grid, layout: Layout) -> list[tuple[int, int]]:
    """Places where the header may stand: a row that holds the layout's first word, and some rows on."""
    name, label = next(iter(layout.labels.items()))
    first_words = {spelling(wording) for wording in (label, *layout.former.get(name, ()))}
    rows = grid.rows[:HEADER_SEARCH_ROWS]
    starts = [at for at, (_, cells) in enumerate(rows) if first_words & set(map(spelling, cells))][:1]
    blocks = [header_block(grid, at) for at in starts]
    return [
        (first, bottom)
        for first, last in blocks
        for bottom in ([last] if last > first else range(first, first + _HEADER_ROWS))
        if bottom < len(grid.rows)
    ]


def _matched(grid: Grid, layout: Layout, first: int, last: int) -> tuple[Found, list[str]]:
    header = flattened(grid, first, last)
    places = {spelling(label): at for at, label in reversed(list(enumerate(header))) if label}
    at: dict[str, int] = {}
    for name, label in layout.labels.items():
        wordings = (label, *layout.former.get(name, ()))
        known = [places[word] for word in map(spelling, wordings) if word in places]
        if known:
            at[name] = known[0]
    notices = _drifted(layout, header, at)
    missing = [
        layout.labels[name] for name in layout.labels if name not in at and name not in layout.optional
    ]
    return Found(grid, layout, first, last, header, at, notices), missing


def _drifted(layout: Layout, header: tuple[str, ...], at: dict[str, int]) -> tuple[Text, ...]:
    """Find labels that differ in brackets or an ending only, and say so; `at` gains their places."""
    taken = set(at.values())
    free = {place: _core(label) for place, label in enumerate(header) if label and place not in taken}
    notices = []
    for name, label in layout.labels.items():
        if name in at:
            continue
        alike = [place for place, core in free.items() if _same(core, _core(label))]
        if len(alike) == 1:
            at[name] = alike[0]
            del free[alike[0]]
            notices.append(DRIFTED.fill(expected=label, found=header[alike[0]]))
    return tuple(notices)


def _core(label: str) -> tuple[str, ...]:
    """A label without brackets and signs, part by part."""
    return tuple(_NOT_LETTERS.sub("", _BRACKETS.sub("", part)).lower() for part in label.split(JOINT))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two labels say the same: each part equal, or longer by the ending of a count only."""
    if len(one) != len(other):
        return False
    return all(
        a == b or {a.removeprefix(b), b.removeprefix(a)} & {"수", "명", "현황"}
        for a, b in zip(one, other, strict=True)
    )


def _missing(found: Found, label: str) -> Problem:
    name = found.layout.name
    return Problem(
        found.grid.file,
        found.grid.sheet,
        found.grid.rows[found.first][0],
        label,
        "",
        Text(
            f"'{name.ko}' 양식에 가장 가깝지만 이 열이 없어 읽지 않았습니다.",
            f"The closest layout is '{name.en}', but this column is missing, so nothing was read.",
        ),
        Text(
            "원본을 다시 받거나 열 이름을 양식대로 고치세요.",
            "Download the original again, or mend the column name to that of the layout.",
        ),
    )


def _new_labels(found: Found) -> tuple[Text, ...]:
    if found.layout.open_ended or found.layout.read is None:
        return ()
    read = set(found.at.values())
    return tuple(
        NEW_LABEL.fill(header=f"'{label}'")
        for place, label in enumerate(found.header)
        if label and place not in read
    )


def sheet_of(
    found: Found,
    table: str,
    columns: tuple[str, ...],
    records: list[tuple[int, tuple[str, ...]]],
    left_out: list[tuple[int, str]],
    totals: list[Row] | None = None,
    faults: tuple[Problem, ...] = (),
    notices: tuple[Text, ...] = (),
    within: str = "",
) -> Sheet:
    """The sheet that staging takes: rows under the contract's names, the provider's own beside them."""
    grid = found.grid
    lines = {line for line, _ in left_out}
    own = [(line, cells) for line, cells in found.rows if line not in lines]
    original = Sheet(
        grid.file,
        grid.sheet,
        grid.encoding,
        found.header,
        columns_of(own, len(found.header)),
        tuple(left_out),
        (),
        len(grid.rows),
        tuple((line, tuple(cells)) for line, cells in totals or [] if line in lines),
    )
    return replace(
        original,
        header=columns,
        rows=columns_of([(line, list(cells)) for line, cells in records], len(columns)),
        layout=found.layout.name,
        table=table,
        original=original,
        faults=faults,
        notices=found.notices + notices,
        within=within,
    )


def set_aside(found: Found, title: str = "", why: Text | None = None) -> Sheet:
    """A sheet that is known and that nothing draws on: every row counts as no data.

    Its named columns are kept all the same, for what is checked against them; `why` says
    what would have been read.
    """
    left_out = [(line, NOT_USED) for line, _ in found.grid.rows]
    columns = tuple(found.at)
    records = [(line, tuple(found.cell(cells, name) for name in columns)) for line, cells in found.rows]
    name = found.layout.name
    called = Text(f"{name.ko}: {title}", f"{name.en}: {title}") if title else name
    notices = (SET_ASIDE.fill(layout=called), *([why] if why else []))
    return sheet_of(found, NOT_USED, columns, records, left_out, notices=notices)
