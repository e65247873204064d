"""The rows of a form on their sheet, with the counts of the year before and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from etl.rounds.forms import Form
from etl.rounds.known_before import Row
from etl.rounds.workbook_sheets import (
    AT_LEAST_0,
    CHECK,
    FIRST,
    OPEN,
    QUESTIONS,
    Book,
    write_headings,
    write_top,
)
from meomureum.texts import Text

SPARE_ROWS, CHECKED_ROWS = (
    5000,
    200,
)  # what can be filled in beneath the rows known; those with a check of their own
HOW_ROWS = (
    Text(
        "노란 칸에만 적으십시오. 해당하는 사람이 없는 행은 비워 두고, 없는 조합은 아래 빈 행에 더하십시오.",
        "Write in the yellow cells only. Leave a row blank where it applies to nobody; add other rows beneath.",
    ),
)
BLANK_CELL, NO_NUMBER = "빈 칸이 있음 Blank cell", "숫자가 아님 Not a number"
PARTS_DIFFER, MORE_THAN = "부분의 합이 다름 Parts do not add up", "전체보다 많음 More than its whole"


@dataclass(frozen=True)
class Area:
    """Where the rows of a form stand on their sheet."""

    sheet: str
    form: Form
    last: int
    """The last row that can be filled in, from 0."""

    def span(self, column: str) -> str:
        """The cells of one column, as a formula on another sheet names them."""
        letter = xl_col_to_name([each.name for each in self.form.columns].index(column))
        return f"'{self.sheet}'!${letter}${FIRST + 1}:${letter}${self.last + 1}"


def write_rows(book: Book, form: Form, before: Sequence[Row], lists: Mapping[str, str]) -> Area:
    """The rows of a form, those of the year before first; what is not a number is locked in them."""
    name = form.source.label.ko[:31]
    sheet = book.sheet(name, "rows", form)
    write_top(book, sheet, form.source.label, HOW_ROWS)
    columns = form.columns
    labels = [*(column.label for column in columns), form.last_time, CHECK]
    write_headings(book, sheet, labels)
    for at, column in enumerate(columns):
        asked = column.name in form.questions
        width = 24 if asked else max(11, 2 * len(column.label.ko) + 2)
        sheet.set_column(at, at, width, book.looks["open_number" if column.measure else "open"])
        if question := form.questions.get(column.name):
            words = question.fill(city=book.asked.city)
            sheet.write_string(QUESTIONS, at, f"{words.ko}\n{words.en}", book.looks["question"])
            sheet.set_row(QUESTIONS, 120)
    sheet.set_column(len(columns) + 1, len(columns) + 1, 34)
    last = FIRST + len(before) + SPARE_ROWS - 1
    for line in range(FIRST, FIRST + len(before) + CHECKED_ROWS):
        _write_row(book, sheet, form, line, before[line - FIRST] if line - FIRST < len(before) else None)
    for name_of, cells in lists.items():
        _offer(sheet, [each.name for each in columns].index(name_of), last, cells)
    for at in (at for at, column in enumerate(columns) if column.measure):
        sheet.data_validation(FIRST, at, last, at, AT_LEAST_0)
    sheet.freeze_panes(FIRST, 0)
    sheet.protect("", OPEN)
    return Area(name, form, last)


def _write_row(book: Book, sheet: Worksheet, form: Form, line: int, known: Row | None) -> None:
    given = set(form.rows or [each.name for each in form.named]) if known is not None else set()
    for at, column in enumerate(form.columns):
        if column.name in given:
            sheet.write_string(line, at, (known or {}).get(column.name, ""), book.looks["known"])
        else:
            sheet.write_blank(line, at, None, book.looks["number" if column.measure else "input"])
    at = len(form.columns)
    before = (known or {}).get(form.counted.name, "")
    if before:
        sheet.write_number(line, at, float(before), book.looks["before"])
    else:
        sheet.write_blank(line, at, None, book.looks["before"])
    sheet.write_formula(line, at + 1, _row_check(form, line), book.looks["check"], "")


def _row_check(form: Form, line: int) -> str:
    """The formula that points out what is wrong in one row; nothing where no number is given."""
    cells = {column.name: xl_rowcol_to_cell(line, at) for at, column in enumerate(form.columns)}
    numbers = [cells[column.name] for column in form.columns if column.measure]
    needed = [f'{cells[column.name]}=""' for column in form.named if not column.blank]
    found = "" if not needed else f"OR({','.join(needed)})"
    checks = [(found, BLANK_CELL)] if found else []
    checks.append((f"NOT(ISNUMBER({cells[form.counted.name]}))", NO_NUMBER))
    for whole, parts in form.sums.items():
        every = [cells[name] for name in parts]
        counted = f"COUNT({','.join(every)})={len(every)}"
        checks.append((f"AND({counted},SUM({','.join(every)})<>{cells[whole]})", PARTS_DIFFER))
    for part, whole in form.within.items():
        checks.append((f"AND(ISNUMBER({cells[part]}),N({cells[part]})>N({cells[whole]}))", MORE_THAN))
    formula = '""'
    for condition, words in reversed(checks):
        formula = f'IF({condition},"{words}",{formula})'
    return f'=IF(COUNTA({",".join(numbers)})=0,"",{formula})'


def _offer(sheet: Worksheet, at: int, last: int, cells: str) -> None:
    """A drop-down; other words are warned of, not refused: loading knows more spellings than the list shows."""
    sheet.data_validation(
        *(FIRST, at, last, at),
        {
            "validate": "list",
            "source": f"={cells}",
            "error_type": "warning",
            "error_title": "목록에 없는 값",
            "error_message": "목록에서 고르십시오. 등록된 다른 이름이면 그대로 두어도 됩니다.",
        },
    )
