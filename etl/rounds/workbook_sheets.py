"""What every sheet of a round's workbook shares: its hidden mark, its looks, its top and its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from etl.rounds.forms import Form
from etl.rounds.marks import Mark, Part, known_of
from etl.rounds.round_folder import Respondent, Round
from meomureum.texts import Text

TITLE, HOW, QUESTIONS, HEADING, FIRST = 1, 2, 4, 5, 7  # rows from 0; the mark stands in row 0
CHECK = Text("확인", "Check")
_FILL, _LINE = "#FFF8D6", "#C9CED4"
OPEN = {"format_columns": True, "format_rows": True}
AT_LEAST_0 = {
    "validate": "decimal",
    "criteria": ">=",
    "value": 0,
    "error_type": "warning",
    "error_title": "숫자 Number",
    "error_message": "0 이상의 수를 적으십시오. 값이 없는 까닭(미상, *)이면 그대로 두어도 됩니다.",
}


@dataclass(frozen=True)
class Book:
    """A workbook being written, for one respondent."""

    workbook: Any
    looks: Mapping[str, Any]
    asked: Round
    respondent: Respondent
    key: bytes

    def sheet(self, name: str, part: Part, form: Form | None = None) -> Worksheet:
        """A new sheet with its hidden mark."""
        made = self.workbook.add_worksheet(name)
        known = known_of(known_values(self.asked, self.respondent, form)) if form else ()
        mark = Mark(self.asked.id, self.respondent.id, part, form.table if form else "", known)
        made.write_row(0, 0, mark.row(self.key), self.looks["mark"])
        made.set_row(0, None, None, {"hidden": True})
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        return made


def looks_of(made: Any) -> dict[str, Any]:
    """The looks of cells by what they are for; only those that are filled in can be written to."""
    base = {"font_name": "맑은 고딕", "font_size": 10, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": _LINE}

    def look(**more: object) -> Any:
        return made.add_format({**base, **more})

    return {
        "open": look(locked=False),
        "open_number": look(locked=False, num_format="#,##0.##"),
        "mark": look(font_color="#FFFFFF"),
        "title": look(bold=True, font_size=14),
        "text": look(text_wrap=True),
        "quiet": look(font_color="#58616A"),
        "question": look(font_color="#58616A", text_wrap=True, italic=True),
        "heading": look(bold=True, bg_color="#0B50D0", font_color="#FFFFFF", border=1),
        "heading_en": look(text_wrap=True, bg_color="#E3ECFB", font_size=9, border=1, border_color=_LINE),
        "input": made.add_format({**cell, "bg_color": _FILL, "locked": False, "num_format": "@"}),
        "number": made.add_format({**cell, "bg_color": _FILL, "locked": False, "num_format": "#,##0.##"}),
        "known": made.add_format({**cell, "bg_color": "#F4F6F8"}),
        "before": made.add_format(
            {**cell, "bg_color": "#F4F6F8", "font_color": "#58616A", "num_format": "#,##0"}
        ),
        "alert": look(font_color="#B3261E", bold=True),
        "good": made.add_format({"font_color": "#1B6E3C"}),
        "check": made.add_format({**cell, "font_color": "#B3261E", "bold": True}),
    }


def known_values(asked: Round, respondent: Respondent, form: Form) -> dict[str, str]:
    """What the round knows of every row of a form: its year, and of whom or what it speaks."""
    values = {"year": str(asked.year)}
    if asked.is_of_firms:
        counts = {"firms_asked": "1", "firms_answered": "1"}
        return {**values, "half": asked.half, "city_id": asked.city_id, **respondent.known, **counts}
    values["institution_id"] = respondent.id
    if "respondent_group" in form.source.key:
        group = "high_school" if respondent.known.get("kind", "").endswith("high_school") else "university"
        values |= {"city_id": asked.city_id, "respondent_group": group}
    return values


def write_top(book: Book, sheet: Worksheet, title: Text, how: Sequence[Text]) -> None:
    """What the sheet is, for whom, and how it is filled in."""
    sheet.write_string(TITLE, 0, f"{book.respondent.name.ko} · {title.ko} · {title.en}", book.looks["title"])
    sheet.write_string(HOW, 0, " ".join(each.ko for each in how), book.looks["quiet"])
    sheet.write_string(HOW + 1, 0, " ".join(each.en for each in how), book.looks["quiet"])


def write_headings(book: Book, sheet: Worksheet, labels: Sequence[Text]) -> None:
    """The headings in both languages, one beneath the other."""
    sheet.set_row(HEADING + 1, 26)
    for at, label in enumerate(labels):
        sheet.write_string(HEADING, at, label.ko, book.looks["heading"])
        sheet.write_string(HEADING + 1, at, label.en, book.looks["heading_en"])
