"""The workbook inside a native chart: words are never taken for formulas or links, its bytes never change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from meomureum.drawing.office.chart_table import Table
from meomureum.drawing.safe_text import safe_text

NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@contextmanager
def _harmless_book(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """A workbook and its one sheet."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties({"created": NO_DATE})
        yield workbook, workbook.add_worksheet()


class _CategoryBook(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
        with _harmless_book(xlsx_file) as opened:
            yield opened


class CategoryData(CategoryChartData):
    """Series by category, in such a workbook."""

    @property
    def _workbook_writer(self) -> _CategoryBook:
        return _CategoryBook(self)  # type: ignore[no-untyped-call]  # typed nowhere in the library


class ScatterData(XyChartData):
    """Series over numbers, side by side in such a workbook: the places across, then a column each, then names."""

    def __init__(self, table: Table, form: str) -> None:
        super().__init__(number_format=form)  # type: ignore[no-untyped-call]
        self.table = table
        for column in table.columns:
            series = self.add_series(safe_text(column.name))  # type: ignore[no-untyped-call]
            for row, value in zip(table.rows, column.values, strict=True):
                series.add_data_point(row.across, value)

    @property
    def _workbook_writer(self) -> _ScatterBook:
        return _ScatterBook(self)  # type: ignore[no-untyped-call]


class _ScatterBook(XyWorkbookWriter):
    """Where each number stands; the chart refers to these cells."""

    _chart_data: ScatterData

    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
        with _harmless_book(xlsx_file) as opened:
            yield opened

    def series_name_ref(self, series: Any) -> str:
        """The head of its column."""
        return f"Sheet1!${xl_col_to_name(series.index + 1)}$1"

    def x_values_ref(self, _series: Any) -> str:
        """The places across of its rows."""
        return self._rows("A")

    def y_values_ref(self, series: Any) -> str:
        """Its values."""
        return self._rows(xl_col_to_name(series.index + 1))

    def _rows(self, column: str) -> str:
        return f"Sheet1!${column}$2:${column}${len(self._chart_data.table.rows) + 1}"

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        table = self._chart_data.table
        worksheet.write_column(1, 0, [row.across for row in table.rows])
        for at, column in enumerate(table.columns, start=1):
            worksheet.write_string(0, at, safe_text(column.name))
            form = workbook.add_format({"num_format": column.form(self._chart_data.number_format)})
            for row, value in enumerate(column.values, start=1):
                if value is not None:
                    worksheet.write_number(row, at, value, form)
        if table.named:
            names = [safe_text(row.name) for row in table.rows]
            worksheet.write_column(1, len(table.columns) + 1, names)
