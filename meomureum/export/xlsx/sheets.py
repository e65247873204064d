"""The elements of a workbook: sheets that print, cells that cannot become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from meomureum.drawing.brand import Brand
from meomureum.drawing.cells import Cell, number_format, shown_as, table_cells
from meomureum.drawing.decisions import axis_format, categories, charted, has_chart, is_native, points_at
from meomureum.drawing.figure import Figure
from meomureum.drawing.office.sheet_charts import CHART_HEIGHT, CHART_WIDTH, Range, chart
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
from meomureum.drawing.particulars import particulars
from meomureum.drawing.picture.pictures import SIZES, picture
from meomureum.drawing.safe_text import safe_text
from meomureum.drawing.summary import reckoned
from meomureum.drawing.words import SYNTHETIC
from meomureum.texts import Language, Text

CHART_DATA = Text("차트 자료", "Data of the chart")
YEAR_OR_CATEGORY = Text("항목", "Category")
LARGER = CHART_WIDTH / SIZES["plot"][0]
"""How much larger than on paper a picture stands in a sheet: as wide as a chart."""
LOGO_PIXELS = 48
ROW_PIXELS, ROW_POINTS = 20, 15.5
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
        self, columns: Sequence[str], rows: Iterable[Sequence[Cell]], forms: Sequence[Sequence[str]]
    ) -> None:
        """A head and its rows; `forms` are the formats of the numbers, row by row."""
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

    def _cell(self, at: int, cell: Cell, form: str) -> None:
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
    sheet = Sheet(book, name, _widths(figure), f"{figure.code} · {figure.snapshot_id}")
    sheet.line(figure.title, "title")
    sheet.line(figure.subtitle, "subtitle")
    if figure.synthetic:
        sheet.line(SYNTHETIC(language), "band")
    if figure.columns:
        cells = table_cells(figure)
        pairs = [zip(*each, strict=True) for each in zip(figure.rows, cells, strict=True)]
        forms = [[shown_as(word, cell) for word, cell in pair] for pair in pairs]
        sheet.sheet.freeze_panes(sheet.row + 1, 0)
        sheet.table(figure.columns, cells, forms)
    _pages(sheet, len(figure.rows))
    top = sheet.row + 1
    if is_native(figure):
        sheet.row = top + ceil(CHART_HEIGHT / ROW_PIXELS) + 1
    elif has_chart(figure):
        _picture(sheet, figure, language)
    sheet.row += 1
    for label, words in particulars(figure, language):
        sheet.pair(label, words)
    if review:
        sheet.sheet.fit_to_pages(1, 0)
        for label, words in reckoned(figure, language):
            sheet.pair(label, words)
    if is_native(figure):
        sheet.sheet.print_area(0, 0, sheet.row, _last_column(_widths(figure)))
        _chart(book, sheet, charted(figure), language, top)


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


def _widths(figure: Figure) -> list[float]:
    columns = list(zip(figure.columns, *figure.rows, strict=True)) if figure.columns else []
    wide = [min(max(max(map(breadth, words)) + 2, LEAST_WIDTH), MOST_WIDTH) for words in columns]
    wide += [14.0] * (max(FEWEST_COLUMNS, len(charted(figure).series) + 2) - len(wide))
    return [max(wide[0], 14.0), *wide[1:]]


def _chart(book: Any, sheet: Sheet, figure: Figure, language: Language, top: int) -> None:
    """In its place from that row on; its numbers below everything else."""
    sheet.row += 1
    sheet.line(CHART_DATA(language), "label")
    first = sheet.row
    if figure.kind == "funnel":
        cells = _scatter_cells(sheet, figure)
    else:
        places = categories(figure)
        cells = Range(sheet.name, first, len(places))
        _category_cells(sheet, figure, places, language)
    options = {"description": figure.alt, "object_position": 1}
    sheet.sheet.insert_chart(top, 0, chart(book, figure, cells), options)


def _scatter_cells(sheet: Sheet, figure: Figure) -> Range:
    """A row a point: its name, its size, and its value in the column of its series."""
    held = [(at, point) for at, each in enumerate(figure.series) for point in each.points if point.across]
    rows: list[list[Cell]] = []
    for at, point in held:
        row: list[Cell] = [safe_text(point.at), point.across or 0.0, *[""] * len(figure.series)]
        row[2 + at] = "" if point.value is None else point.value
        rows.append(row)
    form = axis_format(figure)
    forms = [["", "#,##0", *[form] * len(figure.series)]] * len(rows)
    across = figure.axes[0] or YEAR_OR_CATEGORY(figure.language)
    cells = Range(sheet.name, sheet.row, len(rows), tuple(point for _, point in held))
    heads = [YEAR_OR_CATEGORY(figure.language), across, *(series.name for series in figure.series)]
    sheet.table(heads, rows, forms)
    return cells


def _picture(sheet: Sheet, figure: Figure, language: Language) -> None:
    """What no spreadsheet has a chart for, between the table and what it rests on."""
    sheet.row += 1
    content = io.BytesIO(picture(figure, language, "plot", "png"))
    options = {"image_data": content, "description": figure.alt, "object_position": 1}
    options |= {"x_scale": LARGER, "y_scale": LARGER}
    sheet.sheet.insert_image(sheet.row, 0, f"{figure.code}.png", options)
    sheet.row += ceil(SIZES["plot"][1] * LARGER / ROW_PIXELS) + 1


def _category_cells(sheet: Sheet, figure: Figure, places: list[str], language: Language) -> None:
    drawn = [points_at(series, places) for series in figure.series]
    rows: list[list[Cell]] = []
    forms: list[list[str]] = []
    for at, place in enumerate(places):
        points = [points[at] for points in drawn]
        rows.append(
            [safe_text(place), *("" if each is None or each.value is None else each.value for each in points)]
        )
        shown = [number_format(each.shown) if each else "" for each in points]
        forms.append(["", *(form or axis_format(figure) for form in shown)])
    sheet.table([YEAR_OR_CATEGORY(language), *(series.name for series in figure.series)], rows, forms)
