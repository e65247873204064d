"""The charts of a workbook brought up to date, with the cells that they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.office.chart_table import Table
from meomureum.drawing.office.native import table_of
from meomureum.drawing.particulars import ALT
from meomureum.export.renewal.charts import name_of, names_of
from meomureum.export.renewal.place import chart_owner, picture_again, renew_chart
from meomureum.export.renewal.references import cell, letters, quoted
from meomureum.export.renewal.today import Today
from meomureum.export.renewal.workbook import RELATED, Sheet, Workbook
from meomureum.verify.office_xml import every, local


def renew_charts(book: Workbook, sheet: Sheet, today: Today) -> None:
    """The charts of a figure, and the cells that they are drawn from."""
    for frame, part in book.charts(sheet):
        chart = book.package.tree(part)
        told = [each.get("descr", "") for each in every(frame, "cNvPr")]
        if chart_owner(chart, told[0] if told else "", [today]) is None:
            continue
        stand = ChartCells.of(chart)
        fresh = renew_chart(chart, today)
        drawing = drawing_of(today.figure)
        if fresh is not None and stand is not None and drawing is not None:
            stand.write(sheet, chart, table_of(drawing), names_of(today.lines, drawing))
        for each in every(frame, "cNvPr"):
            alt = each.get("descr", "")
            each.set("descr", today.pairs.whole.get(alt, alt))


class ChartCells:
    """Where the data of a chart stand on its sheet: the row of heads, the rows, the column of places, one a series."""

    def __init__(self, head: int, last: int, places: int, columns: Mapping[str, int]) -> None:
        self._head, self._last, self._places, self._columns = head, last, places, dict(columns)

    @classmethod
    def of(cls, chart: Any) -> ChartCells | None:
        """Read from the references of a chart; None where it has none."""
        columns: dict[str, int] = {}
        head = last = places = 0
        for series in every(chart, "ser"):
            for each in series:
                found = [ref.text or "" for ref in every(each, "f")]
                if not found or "!" not in found[0]:
                    continue
                first, _, end = found[0].rpartition("!")[2].partition(":")
                row, column = cell(first)
                if local(each) == "tx":
                    head = row
                    columns.setdefault(name_of(series), column)
                elif local(each) in ("cat", "xVal"):
                    places, last = column, cell(end or first)[0]
        return cls(head, last, places, columns) if head and places else None

    def write(self, sheet: Sheet, chart: Any, table: Table, ours: frozenset[str] = frozenset()) -> None:
        """The numbers of today in their cells, and the references of the chart to them; `ours` are the names that may go."""
        missing = len(table.rows) - (self._last - self._head)
        if missing > 0:
            sheet.shift(self._last + 1, missing)
        self._settle(sheet, [each.name for each in table.columns], ours)
        first, styles = self._head + 1, sheet.style_of(self._head + 1, self._places - 1)
        for at, row in enumerate(table.rows):
            sheet.write(first + at, self._places - 1, row.name, row.across if table.scatter else row.name)
            sheet.dress(first + at, self._places - 1, styles)
            if table.scatter and table.named:
                sheet.write(first + at, self._places - 2, row.name)
        if missing < 0:
            for column in (self._places, *self._columns.values()):
                self._clear(sheet, column, first + len(table.rows), self._last)
        for each in table.columns:
            self._column(sheet, each.name, each.values)
        self._refer(sheet, chart, len(table.rows))

    def _settle(self, sheet: Sheet, names: Sequence[str], ours: frozenset[str]) -> None:
        """Today's series in their order, in the columns that were ours and then in free ones; the author's stay."""
        mine = sorted(column for name, column in self._columns.items() if name in ours or name in names)
        for column in mine:
            self._clear(sheet, column, self._head, self._last)
        free = max((self._places, *self._columns.values())) + 1
        places = [*mine, *range(free, free + max(len(names) - len(mine), 0))]
        for column in places:
            sheet.dress(self._head, column - 1, sheet.style_of(self._head, self._places - 1))
        self._columns = dict(zip(names, places, strict=False))

    def _column(self, sheet: Sheet, name: str, values: Sequence[float | None]) -> None:
        place = self._columns[name]
        sheet.write(self._head, place - 1, name)
        beside = sheet.style_of(self._head + 1, place - 1) or sheet.style_of(
            self._head + 1, min(self._columns.values()) - 1
        )
        for at, value in enumerate(values, start=self._head + 1):
            sheet.write(at, place - 1, "", "" if value is None else value)
            sheet.dress(at, place - 1, beside if value is not None else None)

    def _clear(self, sheet: Sheet, column: int, first: int, last: int) -> None:
        for row in range(first, last + 1):
            sheet.write(row, column - 1, "")

    def _refer(self, sheet: Sheet, chart: Any, count: int) -> None:
        name = quoted(sheet.name)
        for series in every(chart, "ser"):
            column = self._columns.get(name_of(series))
            for each in series if column is not None else ():
                place = {"tx": column, "val": column, "yVal": column}.get(local(each), self._places)
                for reference in (
                    every(each, "f") if local(each) in ("tx", "cat", "val", "xVal", "yVal") else ()
                ):
                    letter = letters(place or 0)
                    rows = (
                        (self._head, self._head)
                        if local(each) == "tx"
                        else (self._head + 1, self._head + count)
                    )
                    end = "" if local(each) == "tx" else f":${letter}${rows[1]}"
                    reference.text = f"{name}!${letter}${rows[0]}{end}"


def renew_pictures(book: Workbook, sheet: Sheet, today: Today) -> None:
    """What no spreadsheet has a chart for, drawn anew."""
    for drawing in book.drawings(sheet):
        relations = book.package.relations(drawing)
        for drawn in every(book.package.tree(drawing), "pic"):
            marks = every(drawn, "cNvPr")
            if today.lines.first(ALT(today.figure.language)) not in {each.get("descr", "") for each in marks}:
                continue
            for blip in every(drawn, "blip"):
                relation = relations.get(blip.get(f"{RELATED}embed", ""))
                if relation is None or relation.target not in book.package.names:
                    continue
                fresh = picture_again(book.package.read(relation.target), today.figure)
                if fresh is not None:
                    book.package.put(relation.target, fresh)
            for each in marks:
                alt = each.get("descr", "")
                each.set("descr", today.pairs.whole.get(alt, alt))
