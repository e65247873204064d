"""A workbook template filled: charts over cells with their data on a sheet of their own, tables below a cell, values."""

from __future__ import annotations

import re
from typing import Any

from meomureum.drawing.cells import shown_as, table_cells
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.office.native import table_of
from meomureum.export.hwpx.native_charts import chart_xml
from meomureum.export.renewal.package import Package, parsed, serialised
from meomureum.export.renewal.references import cell
from meomureum.export.renewal.sheet_charts import ChartCells
from meomureum.export.renewal.workbook import MAIN, RELATED, Sheet, Workbook
from meomureum.export.templates.placeholders import Filling, Placeholder, drawn_alone, placeholders_in
from meomureum.texts import Text
from meomureum.verify.office_xml import every, local

CELL = Text("시트 {sheet} {row}행 {column}열", "sheet {sheet}, row {row}, column {column}")
DATA = Text("차트 자료", "Chart data")
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
DRAWING_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
BEHIND_DRAWING = (
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
WIDE, HIGH = 9, 19
"""How many columns and rows a chart takes where its cell is not merged."""
ANCHOR = """<xdr:twoCellAnchor xmlns:xdr="{space}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<xdr:from><xdr:col>{left}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>{right}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number}" name=""/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>
<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>
</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"""


def fill_workbook(content: bytes, filling: Filling) -> bytes:
    """The workbook with every placeholder filled; raises Faulty with every one that cannot be."""
    package = Package(content)
    book = Workbook(package)
    filling.check([(where, words, True) for _, _, _, where, words in _lines(book)])
    below = 0
    for sheet, row, column, where, words in reversed(
        _lines(book)
    ):  # what grows moves nothing that is still to be filled
        drawn = drawn_alone(words)
        figure = None if drawn is None else filling.figure(drawn, where)
        if drawn is None or figure is None:
            _words(sheet, row, column, words, filling, where)
        elif drawn.kind == "trend" and (drawing := drawing_of(figure)) is not None and drawing.native:
            sheet.write(row, column, "")
            below = _chart(book, sheet, (row, column), figure, below)
        else:
            _table(sheet, row, column, figure)
    book.calculate_again()
    return package.written()


def _lines(book: Workbook) -> list[tuple[Sheet, int, int, Text, str]]:
    """Every cell that holds a placeholder, with its place."""
    return [
        (sheet, row, column, CELL.fill(sheet=sheet.name, row=row, column=column + 1), words)
        for sheet in book.sheets
        for row in sheet.rows()
        for column, words in enumerate(sheet.cells(row))
        if isinstance(words, str) and placeholders_in(words)
    ]


def _words(sheet: Sheet, row: int, column: int, words: str, filling: Filling, where: Text) -> None:
    """A value that is alone is the number itself, in the form in which it is published."""
    alone: Placeholder | None = next(iter(placeholders_in(words)), None)
    if alone is not None and alone.kind == "value" and alone.word == words.strip():
        point = filling.point(alone, where)
        if point is not None and point.value is not None and (form := shown_as(point.shown, point.value)):
            sheet.write(row, column, point.shown, point.value)
            sheet.show_as(row, column, form)
            return
    sheet.write(row, column, filling.words(words, where))


def _table(sheet: Sheet, row: int, column: int, figure: Figure) -> None:
    """The head in the cell itself, the rows below it; what stands there moves down."""
    if any(each > row for each in sheet.rows()):
        sheet.shift(row + 1, len(figure.rows))
    for at, name in enumerate(figure.columns):
        sheet.write(row, column + at, name)
    for down, (words, cells) in enumerate(zip(figure.rows, table_cells(figure), strict=True), start=1):
        for at, (word, exact) in enumerate(zip(words, cells, strict=True)):
            sheet.write(row + down, column + at, word, exact)
            if isinstance(exact, float) and (form := shown_as(word, exact)):
                sheet.show_as(row + down, column + at, form)


def _chart(book: Workbook, sheet: Sheet, place: tuple[int, int], figure: Figure, below: int) -> int:
    """A chart over the cell, its data on their sheet below row `below`; the row in which they end."""
    drawing = drawing_of(figure)
    assert drawing is not None  # noqa: S101  (asked before)
    name = DATA(figure.language)
    data = next((each for each in book.sheets if each.name == name), None) or book.new_sheet(name)
    table, chart = table_of(drawing), parsed(chart_xml(figure))
    ChartCells(below + 1, below + 1 + len(table.rows), 2 if table.named and table.scatter else 1, {}).write(
        data, chart, table
    )
    part = book.package.free_name("xl/charts/chart{}.xml")
    book.package.add(part, serialised(chart), CHART_TYPE)
    _anchor(book.package, sheet, part, place, figure)
    return below + 2 + len(table.rows)


def _anchor(package: Package, sheet: Sheet, part: str, place: tuple[int, int], figure: Figure) -> None:
    drawings = package.related(sheet.part, "drawing")
    drawing = drawings[0] if drawings else _new_drawing(package, sheet)
    left, top, right, bottom = _box(sheet, *place)
    root = package.tree(drawing)
    words = ANCHOR.format(
        space=DRAWING_SPACE,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        number=len(every(root, "cNvPr")) + 2,
        relation=package.relate(drawing, "chart", part),
    )
    anchor = parsed(re.sub(r">\s+<", "><", words).encode())
    for each in every(anchor, "cNvPr"):
        each.set("name", figure.code)
        each.set("descr", figure.alt)
    root.append(anchor)


def _new_drawing(package: Package, sheet: Sheet) -> str:
    name = package.free_name("xl/drawings/drawing{}.xml")
    package.add(name, f'<xdr:wsDr xmlns:xdr="{DRAWING_SPACE}"/>'.encode(), DRAWING_TYPE)
    marker: Any = sheet.root.makeelement(
        f"{MAIN}drawing", {f"{RELATED}id": package.relate(sheet.part, "drawing", name)}
    )
    after = next((each for each in sheet.root if local(each) in BEHIND_DRAWING), None)
    sheet.root.append(marker) if after is None else after.addprevious(marker)
    return name


def _box(sheet: Sheet, row: int, column: int) -> tuple[int, int, int, int]:
    """The merged cells that begin in a cell, else the room of a chart: left, top, right, bottom from nought."""
    for merged in every(sheet.root, "mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        if cell(first) == (row, column + 1) and last:
            bottom, right = cell(last)
            return column, row - 1, right, bottom
    return column, row - 1, column + WIDE, row - 1 + HIGH
