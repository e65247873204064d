"""The workbook inside a native chart: words are never taken for formulas or links, its bytes never change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook

NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@contextmanager
def harmless_book(content: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """A workbook and its one sheet."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties({"created": NO_DATE})
        yield workbook, workbook.add_worksheet()


class _Workbook(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
        with harmless_book(xlsx_file) as opened:
            yield opened


class CategoryData(CategoryChartData):
    """Series by category, in such a workbook."""

    @property
    def _workbook_writer(self) -> _Workbook:
        return _Workbook(self)  # type: ignore[no-untyped-call]  # typed nowhere in the library
