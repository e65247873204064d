"""Ready-to-fill workbooks: the columns of a table, drop-down lists of its codes, an example, notes.

Everything but the rows to fill stands above the header row, where reading takes it for
"not data": a filled template is loaded as it is. The code lists are hidden rows there.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from etl.contract import Column, Source
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

FILLABLE_ROWS = 5000
_TITLE = "머무름 자료 서식 – {label}"
_NOTES = (
    "파란 머리글 아래에 한 줄에 하나씩 적고 저장해 그대로 적재하세요. 머리글은 고치지 마세요.",
    "이 설명과 예시는 머리글 위에 있으므로 지우지 않아도 자료로 읽지 않습니다.",
)
_NEEDED, _OPTIONAL, _BLANK = "필수", "없어도 됨", "비워도 됨"
_KINDS = {
    "integer": "정수",
    "decimal": "숫자",
    "year": "네 자리 연도",
    "date": "날짜(2025-03-02)",
    "code": "코드",
    "text": "글자",
}
_FROM_LIST = "목록에서 고름"
_MISSING = "값이 없으면 까닭을 적음: 미상, 미공개, 해당없음, *(비공개)"
_EXAMPLES = {
    "integer": "12",
    "decimal": "12.5",
    "year": "2025",
    "date": "2025-03-02",
    "code": "A1",
    "text": "예시",
}
# Which words a drop-down offers for the codes of a reference table.
_NAMED = {
    "regions": "region_id",
    "institutions": "institution_id",
    "industries": "industry_id",
    "ksic": "ksic",
    "programmes": "programme_id",
}


@dataclass(frozen=True)
class _Place:
    """Where the parts of the sheet stand (rows from 0)."""

    lists: int
    guide: int
    example: int
    header: int


def template(source: Source, snapshot: Snapshot) -> bytes:
    """The workbook of one table; names to choose from are those the snapshot knows."""
    lists = {
        column.name: [word.ko for word in code_words(column, snapshot).values()] for column in source.columns
    }
    coded = [name for name, words in lists.items() if words]
    first = 1 + len(_NOTES)
    guide = first + len(coded)
    place = _Place(lists=first, guide=guide, example=guide + 1, header=guide + 2)
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(source.label.ko[:31])
    _write_notes(workbook, sheet, source)
    for at, name in enumerate(coded):
        sheet.write_row(place.lists + at, 0, lists[name])
        sheet.set_row(place.lists + at, None, None, {"hidden": True})
    looks = _looks(workbook)
    for at, column in enumerate(source.columns):
        words = lists[column.name]
        sheet.set_column(at, at, max(14, 2 * len(column.label.ko) + 2), looks["cell"])
        sheet.write_string(place.guide, at, _guide(column, bool(words)), looks["guide"])
        sheet.write_string(place.example, at, words[0] if words else _EXAMPLES[column.kind], looks["example"])
        sheet.write_string(place.header, at, column.label.ko, looks["header"])
        sheet.write_comment(place.header, at, _guide(column, bool(words)))
        if words:
            row = place.lists + coded.index(column.name)
            _offer(sheet, at, place.header + 1, row, words)
    sheet.freeze_panes(place.header + 1, 0)
    workbook.close()
    return file.getvalue()


def code_words(column: Column, snapshot: Snapshot) -> dict[str, Text]:
    """The words that a cell of a coded column may hold, by code; none where it holds no codes.

    Where two codes go by one name, the code itself is the word.
    """
    if column.codes:
        return {code: _spoken(code, words) for code, words in column.codes.items()}
    if column.reference not in _NAMED:
        return {}
    identity = _NAMED[column.reference]
    found = snapshot.query(
        f"""
        SELECT {identity}, IF(COUNT(*) OVER (PARTITION BY name_ko) > 1, {identity}, name_ko) AS word, name_en
        FROM (SELECT DISTINCT ON ({identity}) {identity}, name_ko, name_en, line FROM {column.reference})
        ORDER BY line
        """
    )
    return {str(code): Text(str(ko), str(en)) for code, ko, en in found.itertuples(index=False, name=None)}


def _spoken(code: str, words: Sequence[str]) -> Text:
    """What a code is called: its first word, and in English its last one."""
    in_english = words[-1] if words and words[-1].isascii() else code
    return Text(words[0] if words else code, in_english)


def _write_notes(workbook: Any, sheet: Worksheet, source: Source) -> None:
    sheet.write_string(
        0, 0, _TITLE.format(label=source.label.ko), workbook.add_format({"bold": True, "font_size": 14})
    )
    for at, note in enumerate(_NOTES, start=1):
        sheet.write_string(at, 0, note)


def _looks(workbook: Any) -> dict[str, Any]:
    return {
        "cell": workbook.add_format({"num_format": "@"}),
        "guide": workbook.add_format({"font_color": "#58616A", "font_size": 9, "text_wrap": True}),
        "example": workbook.add_format({"italic": True, "font_color": "#58616A", "num_format": "@"}),
        "header": workbook.add_format(
            {"bold": True, "bg_color": "#0B50D0", "font_color": "#FFFFFF", "border": 1}
        ),
    }


def _guide(column: Column, listed: bool) -> str:
    """What one column takes, in a line."""
    need = _OPTIONAL if column.optional else _BLANK if column.blank else _NEEDED
    words = [need, _FROM_LIST if listed else _KINDS[column.kind]]
    if column.measure:
        words.append(_MISSING)
    return " · ".join(words)


def _offer(sheet: Worksheet, at: int, first: int, row: int, words: Sequence[str]) -> None:
    """A drop-down of the words that stand in a hidden row; other words are warned of, not refused:
    loading knows more spellings than the list shows.
    """
    start, end = (xl_rowcol_to_cell(row, to, row_abs=True, col_abs=True) for to in (0, len(words) - 1))
    sheet.data_validation(
        first,
        at,
        first + FILLABLE_ROWS,
        at,
        {
            "validate": "list",
            "source": f"={start}:{end}",
            "error_type": "warning",
            "error_title": "목록에 없는 값",
            "error_message": "목록의 말이 아닙니다. 등록된 다른 이름이면 그대로 두어도 됩니다.",
        },
    )
