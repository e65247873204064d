"""The elements of a workbook: sheets that print, cells that cannot become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from meomureum.drawing.brand import Brand
from meomureum.drawing.cells import Cell, shown_as, table_cells
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Drawing
from meomureum.drawing.figure import Figure
from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.office.chart_table import Row, Table, scale_of
from meomureum.drawing.office.native import table_of
from meomureum.drawing.office.xlsx_chart import CHART_HEIGHT, CHART_WIDTH, Cells, add_chart
from meomureum.drawing.palette import (
    GROUND,
    KOREAN_FONT,
    PRIMARY,
    QUIET_TEXT,
    RULE,
    TEXT,
    WARNING_GROUND,
    WARNING_TEXT,
)
from meomureum.drawing.particulars import particulars, warnings_of
from meomureum.drawing.picture.pictures import SIZES, picture
from meomureum.drawing.safe_text import safe_text
from meomureum.drawing.summary import big_number, reckoning
from meomureum.texts import Language, Text

CHART_DATA = Text("차트 자료", "Data of the chart")
YEAR_OR_CATEGORY = Text("항목", "Category")
LARGER = CHART_WIDTH / SIZES["plot"][0]
"""How much larger than on paper a picture stands in a sheet: as wide as a chart."""
LOGO_PIXELS = 48
ROW_PIXELS, ROW_POINTS, COVER_POINTS = 20, 15.5, 34
DIGIT_PIXELS, CELL_PIXELS, COLUMN_PIXELS = 7, 5, 64
"""How wide a digit is, what a cell has around it, and a column of no width of its own."""
LEAST_WIDTH, MOST_WIDTH = 9, 34
FEWEST_COLUMNS = 6
ROWS_BESIDE_CHART, ROWS_ON_A_PAGE = 15, 45
STYLES: Mapping[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": f"#{GROUND}", "text_wrap": True, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16},
    "cover": {"bold": True, "font_size": 24},
    "subtitle": {"font_color": f"#{QUIET_TEXT}"},
    "band": {"bold": True, "font_color": f"#{WARNING_TEXT}", "bg_color": f"#{WARNING_GROUND}"},
    "label": {"bold": True, "valign": "top", "text_wrap": True},
    "link": {"font_color": f"#{PRIMARY}", "underline": 1, "valign": "top", "text_wrap": True},
}
BORDERED: dict[str, Any] = {"border": 1, "border_color": f"#{RULE}"}


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str, widths: Sequence[float], footer: str = "") -> None:
        self.book, self.name, self.widths = book, name, list(widths)
        self.sheet = book.add_worksheet(name)
        self.row = 0
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width, _form(book))
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.hide_gridlines(2)
        self.sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")

    def line(self, words: str, style: str = "text") -> None:
        """One line across the sheet."""
        self.sheet.write_string(self.row, 0, safe_text(words), _form(self.book, style))
        if style == "cover":
            self.sheet.set_row(self.row, COVER_POINTS)
        if style == "band":
            for at in range(1, len(self.widths)):
                self.sheet.write_blank(self.row, at, None, _form(self.book, style))
        self.row += 1

    def colour(self, colour: str) -> None:
        """The tab and a bar across the sheet in a city's colour."""
        if not colour:
            return
        self.sheet.set_tab_color(f"#{colour}")
        for at in range(len(self.widths)):
            self.sheet.write_blank(2, at, None, _form(self.book, "", bg_color=f"#{colour}"))
        self.sheet.set_row(2, 4)

    def picture(self, row: int, brand: Brand) -> None:
        """A city's logo at the right of a row."""
        if not brand.logo:
            return
        scale = LOGO_PIXELS / brand.shape[1]
        options = {
            "image_data": io.BytesIO(brand.logo),
            "x_scale": scale,
            "y_scale": scale,
            "decorative": True,
        }
        self.sheet.set_row(row, LOGO_PIXELS)
        self.sheet.insert_image(row, len(self.widths) - 1, "logo", options)

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[Cell | None]], forms: Sequence[Sequence[str]]
    ) -> None:
        """A head and its rows; `forms` are the formats of the numbers, row by row; None is no cell at all."""
        for at, name in enumerate(columns):
            self.sheet.write_string(self.row, at, safe_text(name), _form(self.book, "head", **BORDERED))
        self._height(columns, self.widths)
        self.row += 1
        for row, shown in zip(rows, forms, strict=True):
            for at, (cell, form) in enumerate(zip(row, shown, strict=True)):
                self._cell(at, cell, form)
            self._height([cell if isinstance(cell, str) else "" for cell in row], self.widths)
            self.row += 1

    def words(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table of words only, whose head stays in sight."""
        self.sheet.freeze_panes(self.row + 1, 0)
        self.sheet.repeat_rows(self.row)
        safe = [[safe_text(cell) for cell in row] for row in rows]
        self.table(columns, safe, [[""] * len(columns)] * len(rows))

    def _cell(self, at: int, cell: Cell | None, form: str) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            self.sheet.write_string(
                self.row, at, cell, _form(self.book, "text", align="left", indent=1, **BORDERED)
            )
        else:
            style = _form(
                self.book, num_format=form or "General", align="right", valign="top", indent=1, **BORDERED
            )
            self.sheet.write_number(self.row, at, cell, style)

    def pair(self, label: str, words: str) -> None:
        """A label, and words that take the rest of the width."""
        self.sheet.write_string(self.row, 0, safe_text(label), _form(self.book, "label"))
        last = len(self.widths) - 1
        if last > 1:
            self.sheet.merge_range(self.row, 1, self.row, last, "", _form(self.book, "text"))
        self.sheet.write_string(self.row, 1, safe_text(words), _form(self.book, "text"))
        self._height([label, words], [self.widths[0], sum(self.widths[1:])])
        self.row += 1

    def link(self, row: int, target: str) -> None:
        """The name of another sheet of this workbook as a link to it, in the first column."""
        self.sheet.write_url(row, 0, f"internal:'{target}'!A1", _form(self.book, "link"), target)

    def _height(self, cells: Sequence[str], widths: Sequence[float]) -> None:
        """High enough for wrapped words: programs do not do it for merged cells."""
        lines = max(
            ceil(breadth(words) / max(width - 1, 1)) for words, width in zip(cells, widths, strict=False)
        )
        if lines > 1:
            self.sheet.set_row(self.row, ROW_POINTS * lines)


def _form(book: Any, style: str = "", **more: Any) -> Any:
    """The cell format of that look, made once a workbook."""
    known: dict[str, Any] = book.__dict__.setdefault("looks", {})
    wanted = (
        {"font_name": KOREAN_FONT, "font_size": 10, "font_color": f"#{TEXT}"} | STYLES.get(style, {}) | more
    )
    key = repr(sorted(wanted.items()))
    if key not in known:
        known[key] = book.add_format(wanted)
    return known[key]


def breadth(words: str) -> float:
    """How wide words are, in digits: a Hangul syllable takes two."""
    return max(
        (sum(2.0 if ord(sign) > 0x1100 else 1.0 for sign in line) for line in words.split("\n")), default=0
    )


def figure_sheet(book: Any, name: str, figure: Figure, language: Language, *, review: bool = False) -> None:
    """A figure: its table, its native chart, what it rests on; the chart's numbers last, as nobody prints them.

    A `review` adds how the verdict was reckoned and the files and lines behind it.
    """
    number = big_number(figure) if stands_alone(figure) else None
    drawing = drawing_of(figure) if number is None else None
    drawn = table_of(drawing) if drawing is not None and drawing.native else None
    widths = _widths(figure, drawn)
    sheet = Sheet(book, name, widths, f"{figure.code} · {figure.snapshot_id}")
    sheet.line(figure.title, "title")
    sheet.line(figure.subtitle, "subtitle")
    for words in warnings_of(figure, language):
        sheet.line(words, "band")
    if number is not None:  # a value by itself is a number and no chart
        sheet.line(number.shown, "cover")
    if figure.columns:
        cells = table_cells(figure)
        pairs = [zip(*each, strict=True) for each in zip(figure.rows, cells, strict=True)]
        forms = [[shown_as(word, cell) for word, cell in pair] for pair in pairs]
        sheet.sheet.freeze_panes(sheet.row + 1, 0)
        sheet.table(figure.columns, cells, forms)
    _pages(sheet, len(figure.rows))
    top = sheet.row + 1
    if drawn is not None:
        sheet.row = top + ceil(CHART_HEIGHT / ROW_PIXELS) + 1
    elif drawing is not None:
        _picture(sheet, figure, language)
    sheet.row += 1
    for label, words in particulars(figure, language):
        sheet.pair(label, words)
    if review:
        sheet.sheet.fit_to_pages(1, 0)
        for label, words in reckoning(figure, language):
            sheet.pair(label, words)
    if drawing is not None and drawn is not None:
        sheet.sheet.print_area(0, 0, sheet.row, _last_column(widths))
        place = _chart_cells(sheet, drawing, drawn)
        options = {"description": figure.alt, "object_position": 1}
        sheet.sheet.insert_chart(top, 0, add_chart(book, drawing, drawn, place), options)


def _last_column(widths: Sequence[float]) -> int:
    """The column in which the chart ends, or the table where that is wider."""
    across, at = 0.0, 0
    while across < CHART_WIDTH:
        across += widths[at] * DIGIT_PIXELS + CELL_PIXELS if at < len(widths) else COLUMN_PIXELS
        at += 1
    return max(at, len(widths)) - 1


def _pages(sheet: Sheet, rows: int) -> None:
    """One page while chart and table fit it, else the chart on the next; a long table repeats its head."""
    if rows <= ROWS_BESIDE_CHART:
        sheet.sheet.fit_to_pages(1, 1)
        return
    sheet.sheet.set_h_pagebreaks([sheet.row])
    if rows > ROWS_ON_A_PAGE:
        sheet.sheet.repeat_rows(sheet.row - rows - 1)


def _widths(figure: Figure, drawn: Table | None) -> list[float]:
    columns = list(zip(figure.columns, *figure.rows, strict=True)) if figure.columns else []
    wide = [min(max(max(map(breadth, words)) + 2, LEAST_WIDTH), MOST_WIDTH) for words in columns]
    needed = 0 if drawn is None else len(drawn.columns) + 2
    wide += [14.0] * (max(FEWEST_COLUMNS, needed) - len(wide))
    return [max(wide[0], 14.0), *wide[1:]]


def _chart_cells(sheet: Sheet, drawing: Drawing, drawn: Table) -> Cells:
    """The numbers of the chart below everything else: names where rows have some, places, a column a series."""
    sheet.row += 1
    sheet.line(CHART_DATA(drawing.language), "label")
    across = drawing.across.title or YEAR_OR_CATEGORY(drawing.language)
    heads = [YEAR_OR_CATEGORY(drawing.language), across] if drawn.scatter and drawn.named else [across]
    cells = Cells(sheet.name, sheet.row, len(drawn.rows), len(heads) - 1)
    scale, places = scale_of(drawing.up).form, scale_of(drawing.across).form
    rows = [[*_places(drawn, row), *_values(drawn, at)] for at, row in enumerate(drawn.rows)]
    forms = [*[places] * len(heads), *(column.form(scale) for column in drawn.columns)]
    sheet.table([*heads, *(column.name for column in drawn.columns)], rows, [forms] * len(rows))
    return cells


def _places(drawn: Table, row: Row) -> list[Cell]:
    name = safe_text(row.name)
    return [name, row.across] if drawn.scatter and drawn.named else [row.across if drawn.scatter else name]


def _values(drawn: Table, row: int) -> list[float | None]:
    """The number of each series in a row; no cell where it has none: a chart takes an empty word for nought."""
    return [column.values[row] for column in drawn.columns]


def _picture(sheet: Sheet, figure: Figure, language: Language) -> None:
    """What no spreadsheet has a chart for, between the table and what it rests on."""
    sheet.row += 1
    content = io.BytesIO(picture(figure, language, "plot", "png"))
    options = {"image_data": content, "description": figure.alt, "object_position": 1}
    options |= {"x_scale": LARGER, "y_scale": LARGER}
    sheet.sheet.insert_image(sheet.row, 0, f"{figure.code}.png", options)
    sheet.row += ceil(SIZES["plot"][1] * LARGER / ROW_PIXELS) + 1
