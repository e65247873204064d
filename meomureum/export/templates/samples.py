"""A sample template of each kind, to begin a department's own with."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from hwpx.document import HwpxDocument
from pptx import Presentation
from pptx.util import Inches
from xlsxwriter import Workbook

from meomureum.drawing.archive import archive_of, archive_without_times
from meomureum.drawing.office.slide_books import NO_DATE
from meomureum.export.hwpx.document import new_document, numbered_members
from meomureum.texts import Language, Text

TITLE = Text("청년 정주 월간 보고", "Monthly report on young residents")
SENTENCE = Text(
    "청년 인구는 {population}, 순잔존율은 {retention}입니다. 작성일 {date}",
    "Young residents: {population}; net retention: {retention}. Made on {date}",
).fill(population="{{value:youth_population}}", retention="{{value:youth_net_retention}}", date="{{date}}")
LABELS = (Text("청년 인구", "Young residents"), Text("순잔존율", "Net retention"))
VALUES = ("{{value:youth_population}}", "{{value:youth_net_retention}}")
FINDING, TREND = "{{finding:youth_population}}", "{{trend:youth_population}}"
SOURCE, TABLE = "{{source:youth_population}}", "{{table:youth_population}}"
TITLE_ONLY = 5


def deck(language: Language) -> bytes:
    """Two slides in the plain master of every deck: put in your own."""
    made = Presentation()
    cover = made.slides.add_slide(made.slide_layouts[0])
    cover.shapes.title.text_frame.text = TITLE(language)
    cover.placeholders[1].text_frame.text = SENTENCE(language)
    for words, below in ((TREND, SOURCE), (TABLE, SOURCE)):
        slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
        slide.shapes.title.text_frame.text = FINDING
        for top, high, told in ((1.6, 4.8, words), (6.6, 0.6, below)):
            box = slide.shapes.add_textbox(*(Inches(each) for each in (0.5, top, 9.0, high)))
            box.text_frame.word_wrap = True
            box.text_frame.text = told
    saved = io.BytesIO()
    made.save(saved)
    return archive_without_times(saved.getvalue())


def document(language: Language) -> bytes:
    """A page with a sentence, a chart, a table and where they are from."""
    made: HwpxDocument = new_document()
    for words in (TITLE(language), SENTENCE(language), f"□ {FINDING}", TREND, TABLE, f"※ {SOURCE}"):
        made.add_paragraph(words)
    return archive_of(numbered_members(made))


def workbook(language: Language) -> bytes:
    """A sheet with two values, a chart over merged cells and a table."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": NO_DATE})
        sheet = book.add_worksheet(TITLE(language)[:31])
        sheet.set_column(0, 9, 14)
        sheet.write_string(0, 0, FINDING)
        for row, (label, value) in enumerate(zip(LABELS, VALUES, strict=True), start=2):
            sheet.write_string(row, 0, label(language))
            sheet.write_string(row, 1, value)
        sheet.merge_range(5, 0, 24, 8, TREND)
        sheet.write_string(26, 0, TABLE)
        sheet.write_string(28, 0, SOURCE)
    return archive_without_times(content.getvalue())


SAMPLES: Mapping[str, Callable[[Language], bytes]] = {"pptx": deck, "hwpx": document, "xlsx": workbook}
