"""The totals of a form by group: stated beside the rows, compared with their sum and with the year before."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from etl.rounds.forms import Form
from etl.rounds.known_before import Row, groups_before
from etl.rounds.return_layout import GROUP, NOTE
from etl.rounds.workbook_rows import Area
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

SPARE_GROUPS = 60
SUM, QUERY = Text("적은 행의 합", "Sum of rows"), Text("질의", "Query")
TOTALS_SHEET = "{label} 합계"
HOW_EQUAL = Text(
    "합계를 따로 적으십시오(없으면 0). 적은 행의 합과 다르면 '확인'에 나타납니다.",
    "State the total (0 for none). 'Check' shows where the rows add up to another number.",
)
HOW_MOST = Text(
    "조사를 요청한 사람 수를 적으십시오. 답한 사람의 합이 그보다 많으면 '확인'에 나타납니다.",
    "State how many people were asked. 'Check' shows where more have answered.",
)
HOW_NOBODY = Text(
    "해당하는 사람이 아무도 없으면 구분에 '전체', 합계에 0만 적으십시오.",
    "If it applies to nobody at all, write only '전체' (all) as a group and 0 as its total.",
)
HOW_CHANGED = Text(
    "지난번과 3분의 1 넘게 다르면 '설명'에 까닭을 적으십시오.",
    "Where it differs from the last time by more than a third, write why under 'Explanation'.",
)
OK, DIFFERS = "맞음 OK", "합이 다름 Does not add up"
NOT_STATED, TOO_MANY = "합계를 적어 주십시오 State the total", "응답이 더 많음 More answers than asked"
EXPLAIN, EXPLAINED = "설명을 적어 주십시오 Please explain", "설명함 Explained"
UNGROUPED = "아래 구분에 없는 행이 있음 Some rows belong to no group below"


def write_totals(book: Book, area: Area, before: Sequence[Row]) -> None:
    """The totals of a form by group, with those of the year before, and place for notes."""
    form = area.form
    sheet = book.sheet(TOTALS_SHEET.format(label=form.source.label.ko)[:31], "totals", form)
    title = Text(f"{form.source.label.ko} – 합계와 질의", f"{form.source.label.en} – totals and queries")
    write_top(book, sheet, title, _how(form))
    write_headings(book, sheet, (GROUP, form.last_time, form.total_label, SUM, CHECK, QUERY, NOTE))
    groups = groups_before(form, before)
    last = FIRST + len(groups) - 1 + (SPARE_GROUPS if form.group else 0)
    for line in range(FIRST, last + 1):
        group = list(groups)[line - FIRST] if line - FIRST < len(groups) else None
        _write_total(book, sheet, area, line, group, groups.get(group or ""))
    every = area.span(form.counted.name)
    sheet.write_formula(
        QUESTIONS,
        4,
        f'=IF(SUM(D{FIRST + 1}:D{last + 1})=SUM({every}),"","{UNGROUPED}")',
        book.looks["alert"],
        "",
    )
    for at, width in enumerate((26, 12, 22, 14, 34, 30, 60)):
        sheet.set_column(at, at, width)
    good = {"type": "text", "criteria": "containing", "format": book.looks["good"]}
    sheet.conditional_format(FIRST, 4, last, 5, {**good, "value": "OK"})
    sheet.conditional_format(FIRST, 4, last, 5, {**good, "value": EXPLAINED})
    sheet.data_validation(FIRST, 2, last, 2, AT_LEAST_0)
    sheet.freeze_panes(FIRST, 1)
    sheet.protect("", OPEN)


def _how(form: Form) -> tuple[Text, ...]:
    """How the totals of a form are filled in."""
    if form.total == "most":
        return (HOW_MOST, HOW_CHANGED)
    return (HOW_EQUAL, HOW_NOBODY, HOW_CHANGED) if form.group else (HOW_EQUAL, HOW_CHANGED)


def _write_total(
    book: Book, sheet: Worksheet, area: Area, line: int, group: str | None, before: int | None
) -> None:
    looks, row = book.looks, line + 1
    counted = area.span(area.form.counted.name)
    if group is None:
        sheet.write_blank(line, 0, None, looks["input"])
    else:
        sheet.write_string(line, 0, group, looks["known"])
    if before is None:
        sheet.write_blank(line, 1, None, looks["before"])
    else:
        sheet.write_number(line, 1, before, looks["before"])
    sheet.write_blank(line, 2, None, looks["number"])
    summed = (
        f"SUMIFS({counted},{area.span(area.form.group)},A{row})" if area.form.group else f"SUM({counted})"
    )
    sheet.write_formula(line, 3, f'=IF(A{row}="","",{summed})', looks["before"], "" if group is None else 0)
    wrong, words = (f"D{row}>C{row}", TOO_MANY) if area.form.total == "most" else (f"D{row}<>C{row}", DIFFERS)
    check = f'=IF(A{row}="","",IF(C{row}="","{NOT_STATED}",IF({wrong},"{words}","{OK}")))'
    sheet.write_formula(line, 4, check, looks["check"], "" if group is None else NOT_STATED)
    asks = f'IF(ABS(D{row}-B{row})*3>B{row},IF(G{row}="","{EXPLAIN}","{EXPLAINED}"),"")'
    sheet.write_formula(line, 5, f'=IF(OR(B{row}="",C{row}=""),"",{asks})', looks["check"], "")
    sheet.write_blank(line, 6, None, looks["input"])
