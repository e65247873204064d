"""The sheets of a round's workbook as tables: read alike where a return is examined and where it is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.contract import Column, LoadRefused, Problem
from etl.grids import HEADER_SEARCH_ROWS, Grid, Row, spelling
from etl.rounds.forms import FORMS, Form
from etl.rounds.marks import SIGN, Mark, mark_of
from etl.sheets import NOT_USED, Sheet, columns_of
from meomureum.texts import Text

HEADER_GONE = Text(
    "수집 서식의 머리글({columns})이 바뀌었습니다.",
    "The headings of the round's form ({columns}) have been changed.",
)
TAKE_A_FRESH_ONE = Text(
    "받은 서식을 새로 열어 머리글을 고치지 말고 적으십시오.",
    "Take the workbook as it was sent, and leave its headings as they are.",
)
_HELP = (SIGN,)
GROUP, STATED, NOTE = Text("구분", "Group"), "stated", Text("설명", "Explanation")


@dataclass(frozen=True)
class Total:
    """One line of the totals: a group, what is stated of it, the note; and where that stands."""

    sheet: str
    line: int
    group: str
    stated: str
    note: str


def read(grid: Grid) -> Sheet | None:
    """The rows of a round's sheet as a load takes them; None for a sheet of no round.

    Year and institution are those of the mark. A row of the form that was left without numbers is no data.
    """
    mark = mark_of(grid.rows[0][1]) if grid.rows else None
    if mark is None:
        return None
    if mark.part != "rows" or mark.table not in FORMS:
        return _helps(grid)
    form = FORMS[mark.table]
    at = places(grid, [(column.name, column.label) for column in form.columns])
    header_at = at.pop("")
    known = dict(mark.known)
    kept: list[Row] = []
    left_out = [(line, "before_header") for line, _ in grid.rows[:header_at]]
    left_out.append((grid.rows[header_at][0], "header"))
    for line, cells in grid.rows[header_at + 1 :]:
        row = _cells(cells, form.columns, at)
        reason = _not_data(form, row)
        if reason:
            left_out.append((line, reason))
        else:
            kept.append((line, [*known.values(), *_filled(form, row)]))
    header = (
        *(form.source.column(name).label.ko for name in known),
        *(each.label.ko for each in form.columns),
    )
    return Sheet(
        *(grid.file, grid.sheet, grid.encoding, header, columns_of(kept, len(header)), tuple(left_out), ()),
        len(grid.rows),
        table=form.table,
    )


def rows_of(form: Form, grid: Grid) -> list[dict[str, str]]:
    """The rows of a form's sheet by the names of its columns."""
    sheet = read(grid)
    if sheet is None:
        return []
    names = {form.source.column(name).label.ko: name for name in (each.name for each in form.columns)}
    found = sheet.rows.drop_columns(["line"]).to_pylist()
    return [
        {names[label]: row[f"c{at}"] or "" for at, label in enumerate(sheet.header) if label in names}
        for row in found
    ]


def totals(grid: Grid, form: Form) -> list[Total]:
    """What is stated of each group, and what is said to queries."""
    at = places(grid, [("group", GROUP), (STATED, form.total_label), ("note", NOTE)])
    header_at = at.pop("")
    found = []
    for line, cells in grid.rows[header_at + 2 :]:  # the headings stand there in both languages
        group, stated, note = (_cell(cells, at[name]) for name in ("group", STATED, "note"))
        if group or stated:
            found.append(Total(grid.sheet, line, group, stated, note))
    return found


def places(grid: Grid, wanted: Sequence[tuple[str, Text]]) -> dict[str, int]:
    """In which column each heading stands, and under "" in which row; raises LoadRefused where one is gone."""
    words = {name: spelling(label.ko) for name, label in wanted}
    for at, (_, cells) in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        spelled = [spelling(cell) for cell in cells]
        if set(words.values()) <= set(spelled):
            return {"": at, **{name: spelled.index(word) for name, word in words.items()}}
    columns = Text(", ".join(label.ko for _, label in wanted), ", ".join(label.en for _, label in wanted))
    fault = HEADER_GONE.fill(columns=columns)
    raise LoadRefused((Problem(grid.file, grid.sheet, 0, "", "", fault, TAKE_A_FRESH_ONE),))


def marks(grids: Sequence[Grid]) -> list[tuple[Grid, Mark]]:
    """The sheets of a workbook that carry a mark."""
    found = [(grid, mark_of(grid.rows[0][1])) for grid in grids if grid.rows]
    return [(grid, mark) for grid, mark in found if mark is not None]


def _helps(grid: Grid) -> Sheet:
    """A sheet that helps to fill in the others and holds no data of its own."""
    left_out = tuple((line, NOT_USED) for line, _ in grid.rows)
    sheet = (grid.file, grid.sheet, grid.encoding, _HELP, columns_of([], 1), left_out, ())
    return Sheet(*sheet, len(grid.rows), table=NOT_USED)


def is_help(sheet: Sheet) -> bool:
    """Whether a sheet that was read is the guide, the totals or the codes of a round's workbook."""
    return sheet.header == _HELP


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _cells(cells: Sequence[str], columns: Sequence[Column], at: Mapping[str, int]) -> dict[str, str]:
    return {column.name: _cell(cells, at[column.name]) for column in columns}


def _not_data(form: Form, row: Mapping[str, str]) -> str:
    """Why a row is none: it has no number, or it is the heading in English."""
    if not any(row[column.name] for column in form.columns if column.measure):
        return "blank"
    return "header" if all(row[column.name] == column.label.en for column in form.columns) else ""


def _filled(form: Form, row: Mapping[str, str]) -> list[str]:
    """The cells of a row; what is weighted with nothing counts every person as one."""
    like = row[form.counted.name]
    return [like if name == form.same and not cell else cell for name, cell in row.items()]
