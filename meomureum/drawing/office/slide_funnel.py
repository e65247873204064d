"""Native scatter charts of slides: points over their size between lines of limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.chart.xlsx import XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Pt

from meomureum.drawing.decisions import axis_format, named_points
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.office.slide_books import harmless_book
from meomureum.drawing.palette import FLAGGED, QUIET_TEXT, SERIES, tint
from meomureum.drawing.safe_text import safe_text, visible

LIMIT_DASHES = (MSO_LINE_DASH_STYLE.SOLID, MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.ROUND_DOT)
POINT_SIZE = 9
SIZES_FORM = "#,##0"


class _Workbook(XyWorkbookWriter):
    """The embedded workbook, with the name of each point beside its numbers."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
        with harmless_book(xlsx_file) as opened:
            yield opened

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)  # type: ignore[no-untyped-call]
        for series, names in zip(self._chart_data, self._chart_data.point_names, strict=True):
            top = self.series_table_row_offset(series) + 1  # type: ignore[no-untyped-call]
            worksheet.write_column(top, 2, names)


class _Data(XyChartData):
    point_names: list[list[str]]

    @property
    def _workbook_writer(self) -> _Workbook:
        return _Workbook(self)  # type: ignore[no-untyped-call]


def drawn_points(series: Series) -> list[Point]:
    """The points that can be drawn, limits from left to right."""
    held = [point for point in series.points if point.value is not None and point.across is not None]
    return sorted(held, key=lambda point: point.across or 0.0) if series.role == "limit" else held


def funnel_data(figure: Figure) -> XyChartData:
    """Sizes and values, series by series."""
    data = _Data(number_format=axis_format(figure))  # type: ignore[no-untyped-call]
    data.point_names = []
    for series in figure.series:
        held = drawn_points(series)
        made = data.add_series(safe_text(series.name))  # type: ignore[no-untyped-call]
        for point in held:
            made.add_data_point(point.across, point.value)
        data.point_names.append([safe_text(point.at) for point in held])
    return data


def dress_funnel(chart: Chart, figure: Figure) -> None:
    """Limits as lines without markers, places as markers without a line, names where they are due."""
    named = named_points(figure)
    limits = list(dict.fromkeys(each.name for each in figure.series if each.role == "limit"))
    for series, drawn in zip(figure.series, chart.plots[0].series, strict=True):
        if series.role == "limit":
            _limit(drawn, limits.index(series.name))
        else:
            _points(drawn, series, named)
    _axes(chart, figure)


def _limit(drawn: Any, at: int) -> None:
    drawn.smooth = False
    drawn.marker.style = XL_MARKER_STYLE.NONE
    line = drawn.format.line
    line.color.rgb = RGBColor.from_string(QUIET_TEXT)
    line.width, line.dash_style = Pt(1.25), LIMIT_DASHES[at % len(LIMIT_DASHES)]


def _points(drawn: Any, series: Series, named: list[Point]) -> None:
    drawn.smooth = False
    drawn.format.line.fill.background()
    _marker(drawn.marker, SERIES[0], filled=False)
    for at, point in enumerate(drawn_points(series)):
        if point.marks:
            _marker(drawn.points[at].marker, FLAGGED, filled=True)
        if point in named:
            label = drawn.points[at].data_label
            label.text_frame.text = visible(f"{point.at} {point.shown}")
            label.position = XL_LABEL_POSITION.ABOVE
            label.font.size = Pt(11)


def _marker(marker: Any, colour: str, *, filled: bool) -> None:
    marker.style = XL_MARKER_STYLE.DIAMOND if filled else XL_MARKER_STYLE.CIRCLE
    marker.size = POINT_SIZE
    marker.format.line.color.rgb = RGBColor.from_string(colour)
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string(colour if filled else tint(colour))


def _axes(chart: Chart, figure: Figure) -> None:
    sizes, values = chart.category_axis, chart.value_axis
    sizes.has_major_gridlines = False
    sizes.minimum_scale = 0
    sizes.tick_labels.number_format, sizes.tick_labels.number_format_is_linked = SIZES_FORM, False
    for axis, words in zip((sizes, values), figure.axes, strict=True):
        if words:
            axis.has_title = True
            axis.axis_title.text_frame.text = visible(words)
            axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
