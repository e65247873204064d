"""Excel: cover, contents, notes, a sheet a figure with table and native chart, codebook, lineage."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from meomureum.drawing.archive import archive_without_times
from meomureum.drawing.figure import Briefing
from meomureum.drawing.office.xlsx_chart import on_one_line
from meomureum.drawing.particulars import (
    AS_OF,
    CAVEAT,
    CODE,
    DEFINITION,
    FILTERS,
    LINK,
    MADE_ON,
    MARKS,
    MEASURE,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    TITLE,
    listed_title,
)
from meomureum.drawing.summary import COLUMNS, has_summary, summary_rows
from meomureum.drawing.words import SYNTHETIC
from meomureum.export.xlsx.sheets import Sheet, figure_sheet
from meomureum.texts import Text

CHARTS = "xl/charts/"
COVER = Text("표지", "Cover")
CONTENTS = Text("목차", "Contents")
NOTES = Text("읽는 법", "Notes")
CODEBOOK = Text("코드북", "Codebook")
LINEAGE = Text("자료 이력", "Lineage")
FIGURE = Text("그림 {number}", "Figure {number}")
FIGURE_HEAD = Text("그림", "Figure")
READING = (
    Text(
        "비율은 0과 1 사이의 수이고 백분율로 보입니다. 셀에는 반올림하지 않은 값이 들어 있습니다.",
        "Rates are numbers between 0 and 1, shown in percent. Cells hold the values before rounding.",
    ),
    Text(
        "빈 칸은 값이 없다는 뜻입니다. 사이 값을 지어 넣지 않습니다.",
        "An empty cell means that there is no value. Nothing is interpolated.",
    ),
    Text(
        "점선은 목표 경로이고, 옅은 점은 공표값입니다.",
        "Dashed lines are target paths; pale markers are values as published.",
    ),
    Text(
        "수식으로 읽힐 수 있는 글 앞에는 작은따옴표(')를 붙였습니다.",
        "Words that could be read as a formula have an apostrophe (') in front.",
    ),
    Text(
        "그림 번호는 그림에 담긴 값으로 만들어져, 값이 바뀌면 번호도 달라집니다.",
        "A figure's code is made from its values: when a value changes, so does the code.",
    ),
)
OF_SAMPLE = Text(
    "이 파일의 그림에는 합성 표본 데이터가 있습니다. 실제 수치로 인용하지 마십시오.",
    "Figures of this file hold synthetic sample data. Do not cite them as real.",
)


def write(briefing: Briefing) -> bytes:
    """The workbook as a file; the same briefing gives the same bytes."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        _properties(book, briefing)
        names = [FIGURE.fill(number=at)(briefing.language) for at in range(1, len(briefing.figures) + 1)]
        _cover(book, briefing)
        _contents(book, briefing, names)
        _notes(book, briefing)
        for name, figure in zip(names, briefing.figures, strict=True):
            figure_sheet(book, name, figure, briefing.language, review=briefing.template == "internal")
        _codebook(book, briefing, names)
        _lineage(book, briefing, names)
    return archive_without_times(content.getvalue(), _in_sight)


def _in_sight(name: str, member: bytes) -> bytes:
    return on_one_line(member) if name.startswith(CHARTS) else member


def _cover(book: Any, briefing: Briefing) -> None:
    language = briefing.language
    sheet = Sheet(book, COVER(language), [40, 20, 20, 20, 20, 20])
    if briefing.synthetic:
        sheet.line(SYNTHETIC(language), "band")
    sheet.colour(briefing.brand.accent if briefing.brand.colour else "")
    sheet.row = 4
    sheet.picture(1, briefing.brand)
    sheet.line(briefing.title, "cover")
    sheet.line(briefing.subtitle, "subtitle")
    if briefing.remark:
        sheet.line(briefing.remark, "band")
    sheet.row += 1
    sheet.pair(MADE_ON(language), briefing.made_on)
    sheet.pair(SNAPSHOT(language), briefing.snapshot_id)
    if briefing.author:
        sheet.line(briefing.author)
    sheet.row += 1
    sheet.line(PRODUCT(language), "label")
    if has_summary(briefing) or briefing.appendix is not None:  # a workbook has no slides that tell a story
        sheet.row += 1
        columns = [column(language) for column in COLUMNS]
        for row in [columns, *summary_rows(briefing)]:
            sheet.pair(row[0], " · ".join(row[1:]))


def _contents(book: Any, briefing: Briefing, names: list[str]) -> None:
    language = briefing.language
    sheet = Sheet(book, CONTENTS(language), [14, 76, 52, 14])
    sheet.line(CONTENTS(language), "title")
    heads = [FIGURE_HEAD(language), TITLE(language), MEASURE(language), CODE(language)]
    first = sheet.row + 1
    rows = [
        [name, listed_title(figure, language), figure.subtitle, figure.code]
        for name, figure in zip(names, briefing.figures, strict=True)
    ]
    sheet.words(heads, rows)
    others = [text(language) for text in (NOTES, CODEBOOK, LINEAGE)]
    for at, name in enumerate([*names, *others]):
        sheet.link(first + at, name)


def _notes(book: Any, briefing: Briefing) -> None:
    language = briefing.language
    sheet = Sheet(book, NOTES(language), [5, 110])
    sheet.line(NOTES(language), "title")
    texts = (OF_SAMPLE, *READING) if briefing.synthetic else READING
    for number, text in enumerate(texts, start=1):
        sheet.pair(str(number), text(language))


def _codebook(book: Any, briefing: Briefing, names: list[str]) -> None:
    language = briefing.language
    sheet = Sheet(book, CODEBOOK(language), [12, 40, 70, 50, 24])
    sheet.line(CODEBOOK(language), "title")
    heads = [FIGURE_HEAD(language), *(each(language) for each in (MEASURE, DEFINITION, CAVEAT, MARKS))]
    rows = [
        [name, figure.subtitle, figure.definition, "\n".join(figure.notes), ", ".join(figure.marks)]
        for name, figure in zip(names, briefing.figures, strict=True)
    ]
    sheet.words(heads, rows)


def _lineage(book: Any, briefing: Briefing, names: list[str]) -> None:
    language = briefing.language
    sheet = Sheet(book, LINEAGE(language), [12, 14, 16, 12, 56, 36, 50])
    sheet.line(LINEAGE(language), "title")
    labels = (CODE, SNAPSHOT, AS_OF, SOURCE, FILTERS, LINK)
    heads = [FIGURE_HEAD(language), *(each(language) for each in labels)]
    rows = [
        [name, each.code, each.snapshot_id, each.as_of, each.source, each.filters, each.link]
        for name, each in zip(names, briefing.figures, strict=True)
    ]
    sheet.words(heads, rows)


def _properties(book: Any, briefing: Briefing) -> None:
    """What the file says of itself: the product, never a person or a machine."""
    book.set_properties(
        {
            "title": briefing.title,
            "subject": briefing.subtitle,
            "author": PRODUCT(briefing.language),
            "keywords": " ".join(figure.code for figure in briefing.figures),
            "comments": SYNTHETIC(briefing.language) if briefing.synthetic else "",
            "created": datetime.fromisoformat(briefing.made_on).replace(tzinfo=None),
        }
    )
