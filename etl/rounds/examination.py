"""What is wrong with a return, and what is asked about it: errors must be mended, queries are answered with a note.

The rows are read as a load reads them and checked by the same contracts. Sums and the comparison with
the year before are worked out anew from the cells; the formulas in the workbook are only for whoever fills it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.utility import xl_col_to_name

from etl.contract import MISSING_MARKS, LoadRefused, Problem
from etl.grids import Grid, spelling
from etl.load_accounts import Input
from etl.rounds import known_before, return_layout
from etl.rounds.contract_checks import Contracts
from etl.rounds.forms import FORMS, Form
from etl.rounds.known_before import WHOLE, Before, Words, groups_before
from etl.rounds.return_layout import Total
from etl.rounds.round_folder import Respondent, Round
from etl.sheets import Sheet
from etl.written_numbers import count
from meomureum.texts import Text, number

Kind = Literal["error", "query"]

SHEET_GONE = Text(
    "시트가 없거나 숨겨졌거나 첫 행의 표식이 지워졌습니다. 보내 드린 서식에 적어야 합니다.",
    "The sheet is missing or hidden, or its first row was cleared. Fill in the workbook as it was sent.",
)
NOT_STATED = Text(
    "합계를 적지 않았습니다. 없으면 0을 적으십시오.", "The total is not stated. Write 0 for none."
)
NO_GROUP = Text("합계의 구분을 적지 않았습니다.", "The total has no group.")
NOT_A_NUMBER = Text("합계는 0 이상의 정수여야 합니다.", "The total must be a whole number of at least 0.")
STATED_TWICE = Text("같은 구분이 두 번 나옵니다. 하나만 남기십시오.", "This group is stated twice. Keep one.")
DIFFERS = Text(
    "'{group}'의 합계는 {stated}명인데 적은 행의 합은 {sum}명입니다.",
    "The total of '{group}' is {stated}, but its rows add up to {sum}.",
)
TOO_MANY = Text(
    "'{group}'에 요청한 사람은 {stated}명인데 답한 사람은 {sum}명입니다.",
    "{stated} people were asked '{group}', but {sum} answered.",
)
UNGROUPED = Text("'{group}'의 합계가 합계 시트에 없습니다.", "The sheet of totals has no total of '{group}'.")
NOTHING = Text(
    "아무것도 적지 않았습니다. 해당하는 사람이 없으면 구분에 '전체', 합계에 0을 적으십시오.",
    "Nothing is filled in. If it applies to nobody, write '전체' (all) as the group and 0 as its total.",
)
CHANGED = Text(
    "'{group}': {time} {before}명, 이번 {now}명으로 3분의 1 넘게 다릅니다. '설명'에 까닭을 적으십시오.",
    "'{group}': {time} {before}, now {now}, more than a third apart. Say why under 'Explanation'.",
)


@dataclass(frozen=True)
class Finding:
    """One fault or one question about a return: sheet, cell, what stands there; `note` answers a question."""

    kind: Kind
    sheet: str
    cell: str
    value: str
    words: Text
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.kind == "error" or not self.note

    def sentence(self) -> Text:
        """Sheet, cell, value and what is wrong, in one sentence."""
        at = " ".join(filter(None, (f"[{self.sheet}]", self.cell, f"'{self.value}'" if self.value else "")))
        return Text(f"{at}: {self.words.ko}", f"{at}: {self.words.en}")


@dataclass(frozen=True)
class Examined:
    """What a return came to; `answered` and `invited` are people of a survey."""

    findings: tuple[Finding, ...]
    answered: int = 0
    invited: int = 0


@dataclass(frozen=True)
class Sent:
    """To whom the workbook was sent, in which round, and what is known today."""

    to: Respondent
    asked: Round
    before: Before


def examine(file: Input, grids: Sequence[Grid], sent: Sent, contracts: Contracts) -> Examined:
    """Everything that is wrong with a return or asked about it; its marks are genuine."""
    seen = {(mark.table, mark.part): grid for grid, mark in return_layout.marks(grids) if not grid.set_aside}
    sheets: list[tuple[Form, Sheet]] = []
    letters: dict[str, Mapping[str, str]] = {}
    parts: list[Examined] = []
    for form in (FORMS[table] for table in sent.to.tables):
        rows, totals = seen.get((form.table, "rows")), seen.get((form.table, "totals"))
        if rows is None or totals is None:
            gone = Finding("error", form.source.label.ko, "", "", SHEET_GONE)
            parts.append(Examined((gone,)))
            continue
        try:
            sheet, stated = return_layout.read(rows), return_layout.totals(totals, form)
        except LoadRefused as refusal:
            parts.append(Examined(tuple(_of_problem(each, {}) for each in refusal.problems)))
            continue
        if sheet is not None:
            sheets.append((form, sheet))
            letters[rows.sheet] = _letters(form, rows)
            parts.append(_compared(form, sheet, stated, totals.sheet, sent))
    found = [_of_problem(each, letters.get(each.sheet, {})) for each in contracts.problems(file, sheets)]
    findings = (*found, *(finding for part in parts for finding in part.findings))
    return Examined(findings, sum(each.answered for each in parts), sum(each.invited for each in parts))


def _compared(form: Form, sheet: Sheet, stated: Sequence[Total], name: str, sent: Sent) -> Examined:
    """The rows of one form held against the stated totals and the year before."""
    words = known_before.words_of(form, sent.before.snapshot, sent.asked.city_id)
    rows = known_before.rows_before(form, sent.before, sent.asked, sent.to, words)
    sums = _sums(form, sheet, words)
    findings = tuple(_of_totals(form, sums, stated, groups_before(form, rows), name))
    if form.total == "equal":
        return Examined(findings)
    answered = max((each for each in sums.values() if each), default=0)
    return Examined(findings, answered, max((count(each.stated) or 0 for each in stated), default=0))


def _letters(form: Form, grid: Grid) -> dict[str, str]:
    """By heading: the letter of its column in the workbook."""
    at = return_layout.places(grid, [(column.name, column.label) for column in form.columns])
    return {column.label.ko: xl_col_to_name(at[column.name]) for column in form.columns}


def _of_problem(problem: Problem, letters: Mapping[str, str]) -> Finding:
    cell = f"{letters.get(problem.column, '')}{problem.line or ''}"
    words = Text(
        f"{problem.expectation.ko} {problem.next_step.ko}", f"{problem.expectation.en} {problem.next_step.en}"
    )
    return Finding("error", problem.sheet, cell, problem.value, words)


def _sums(form: Form, sheet: Sheet, words: Words) -> dict[str, int | None]:
    """The sum of the rows of each group by its word; None where a count is missing for a stated reason."""
    header = list(sheet.header)
    counts = sheet.rows[f"c{header.index(form.counted.label.ko)}"].to_pylist()
    groups = [WHOLE.ko] * len(counts)
    if form.group:
        label = form.source.column(form.group).label.ko
        spelled = _spellings(form, words[form.group])
        written = sheet.rows[f"c{header.index(label)}"].to_pylist()
        groups = [spelled.get(spelling(each or ""), (each or "").strip()) for each in written]
    sums: dict[str, int | None] = {}
    for group, cell in zip(groups, counts, strict=True):
        one, so_far = count(cell or ""), sums.get(group, 0)
        sums[group] = None if one is None or so_far is None else so_far + one
    return sums


def _spellings(form: Form, words: Mapping[str, Text]) -> dict[str, str]:
    """The word of the form for every spelling of a coded group."""
    codes = form.source.column(form.group).codes
    return {
        spelling(each): word.ko
        for code, word in words.items()
        for each in (code, word.ko, word.en, *codes.get(code, ()))
    }


def _of_totals(
    form: Form,
    sums: Mapping[str, int | None],
    stated: Sequence[Total],
    before: Mapping[str, int | None],
    sheet: str,
) -> Iterator[Finding]:
    """What is wrong with the totals, and where this year differs from the last."""
    if not sums and not any(each.stated for each in stated):
        yield Finding("error", sheet, "", "", NOTHING)
        return
    spelled = {spelling(group): group for group in sums}
    seen: set[str] = set()
    for total in stated:
        group = spelling(total.group)
        mine = _sum_of(total, sums, spelled)
        if group in seen:
            yield Finding("error", sheet, f"A{total.line}", total.group, STATED_TWICE)
        seen.add(group)
        yield from _of_total(form, total, mine, before.get(total.group))
    if spelling(WHOLE.ko) not in seen:
        for group in (each for each in sums if spelling(each) not in seen):
            yield Finding("error", sheet, "", group, UNGROUPED.fill(group=group))


def _sum_of(total: Total, sums: Mapping[str, int | None], spelled: Mapping[str, str]) -> int | None:
    """What the rows of a stated group add up to; all rows where the whole is stated."""
    group = spelling(total.group)
    if group in spelled:
        return sums[spelled[group]]
    if group != spelling(WHOLE.ko):
        return 0
    every = list(sums.values())
    return None if None in every else sum(each for each in every if each is not None)


def _of_total(form: Form, total: Total, mine: int | None, before: int | None) -> Iterator[Finding]:
    said = count(total.stated)
    if not total.group:
        yield Finding("error", total.sheet, f"A{total.line}", total.stated, NO_GROUP)
    elif not total.stated:
        yield Finding("error", total.sheet, f"C{total.line}", "", NOT_STATED)
    elif said is None and spelling(total.stated) not in MISSING_MARKS:
        yield Finding("error", total.sheet, f"C{total.line}", total.stated, NOT_A_NUMBER)
    elif said is not None and mine is not None and (mine > said if form.total == "most" else mine != said):
        words = (TOO_MANY if form.total == "most" else DIFFERS).fill(
            group=total.group, stated=number(said), sum=number(mine)
        )
        yield Finding("error", total.sheet, f"C{total.line}", total.stated, words)
    elif before is not None and mine is not None and abs(mine - before) * 3 > before:
        words = CHANGED.fill(time=form.last_time, group=total.group, before=number(before), now=number(mine))
        yield Finding("query", total.sheet, f"G{total.line}", number(mine), words, total.note)
