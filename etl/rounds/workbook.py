"""The workbook that one respondent fills in: a guide, for each table its rows and totals, and the lists of codes.

Only what is to be filled in can be written to. Formulas point out what does not add up or differs by
more than a third from the year before; the same is worked out anew when the workbook comes back.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from etl import load_ledger
from etl.rounds import known_before, round_folder
from etl.rounds.forms import Form
from etl.rounds.known_before import Before, Words
from etl.rounds.round_folder import Event, Respondent, Round
from etl.rounds.workbook_rows import write_rows
from etl.rounds.workbook_sheets import FIRST, HEADING, OPEN, TITLE, Book, looks_of
from etl.rounds.workbook_totals import write_totals
from etl.upload import safe_name
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

GUIDE_SHEET, CODES_SHEET = "안내 Guide", "코드 Codes"
GUIDE = (
    Text("{round}", "{round}"),
    Text("{name}", "{name}"),
    Text("마감: {deadline}", "Deadline: {deadline}"),
    Text("보낼 곳: {address}", "Return to: {address}"),
    Text("1. 자료 시트의 노란 칸을 채웁니다.", "1. Fill in the yellow cells of the sheets of rows."),
    Text(
        "2. '합계' 시트에 합계를 적고 '확인'과 '질의'를 봅니다.",
        "2. State the totals, and look at 'Check' and 'Query'.",
    ),
    Text(
        "3. 저장해 위의 곳으로 보냅니다. 파일 이름은 바꾸어도 됩니다.",
        "3. Save it and return it. The file may be renamed.",
    ),
    Text(
        "값이 없는 까닭은 숫자 대신 적습니다: 미상, 미공개, 해당없음, *(비공개)",
        "Where there is no number, say why in its place: unknown (미상), not published (미공개), not applicable (해당없음), withheld (*)",
    ),
)


@dataclass(frozen=True)
class _List:
    """One list of words on the sheet of codes: where it stands and what it is of."""

    column: int
    label: Text
    words: tuple[Text, ...]

    @property
    def cells(self) -> str:
        """Its Korean words, as a formula on another sheet names them."""
        letter = xl_col_to_name(self.column)
        return f"'{CODES_SHEET}'!${letter}${FIRST + 1}:${letter}${FIRST + len(self.words)}"


def workbooks(
    asked: Round, data: Path, snapshot: Snapshot, only: Collection[str] = (), who: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The file name and content of every respondent's workbook, or of those named, entered in the round's history."""
    key = round_folder.key_of(data, asked.id)
    for each in asked.respondents:
        if not only or each.id in only:
            yield (
                safe_name(f"{each.name.ko} {asked.id}.xlsx"),
                workbook(asked, each, Before(snapshot, data), key),
            )
            round_folder.add(data, asked.id, Event(load_ledger.now(), who, "written", each.id))


def workbook(asked: Round, respondent: Respondent, before: Before, key: bytes) -> bytes:
    """The workbook of one respondent, with what is known of it from before."""
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    made.set_properties({"title": asked.title.ko, "author": asked.city.ko})
    book = Book(made, looks_of(made), asked, respondent, key)
    _write_guide(book)
    forms = [form for form in asked.forms if form.table in respondent.tables]
    words = {form.table: known_before.words_of(form, before.snapshot, asked.city_id) for form in forms}
    lists = _lists((form, words[form.table]) for form in forms)
    for form in forms:
        rows = known_before.rows_before(form, before, asked, respondent, words[form.table])
        offered = {
            name: lists[tuple(each.values())].cells for name, each in words[form.table].items() if each
        }
        write_totals(book, write_rows(book, form, rows, offered), rows)
    _write_codes(book, lists.values())
    made.close()
    return file.getvalue()


def _write_guide(book: Book) -> None:
    sheet = book.sheet(GUIDE_SHEET, "guide")
    sheet.set_column(0, 0, 100)
    words: dict[str, Text | str] = {
        "round": book.asked.title,
        "name": book.respondent.name,
        "deadline": book.asked.deadline.isoformat(),
        "address": book.asked.address,
    }
    lines = [line.fill(**words) for line in GUIDE]
    for at, line in enumerate([each for text in lines for each in (text.ko, text.en)], start=TITLE):
        sheet.write_string(at, 0, line, book.looks["title" if at == TITLE else "text" if at % 2 else "quiet"])
    sheet.protect()


def _lists(forms: Iterable[tuple[Form, Words]]) -> dict[tuple[Text, ...], _List]:
    """Each list of words that a cell is chosen from; columns with the same words share one."""
    lists: dict[tuple[Text, ...], _List] = {}
    for form, words in forms:
        for column in form.columns:
            listed = tuple(words[column.name].values())
            if listed:
                lists.setdefault(listed, _List(2 * len(lists), column.label, listed))
    return lists


def _write_codes(book: Book, lists: Iterable[_List]) -> None:
    """Every list in both languages, side by side."""
    sheet = book.sheet(CODES_SHEET, "guide")
    sheet.write_string(TITLE, 0, CODES_SHEET, book.looks["title"])
    for each in lists:
        ko, en = each.column, each.column + 1
        sheet.write_string(HEADING, ko, each.label.ko, book.looks["heading"])
        sheet.write_string(HEADING, en, each.label.en, book.looks["heading_en"])
        sheet.write_column(FIRST, ko, [word.ko for word in each.words], book.looks["known"])
        sheet.write_column(FIRST, en, [word.en for word in each.words], book.looks["known"])
        sheet.set_column(ko, en, 20)
    sheet.protect("", OPEN)
