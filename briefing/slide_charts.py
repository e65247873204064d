"""Native charts of slides: they are edited with their numbers in the embedded workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt
from xlsxwriter import Workbook

from briefing.cells import number_format
from briefing.content import Figure, Point, Series
from briefing.drawing import (
    axis_format,
    categories,
    colour_index,
    is_joined,
    labels,
    lies,
    points_at,
    rank_limits,
)
from briefing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, ink_on, series_colour, tint
from briefing.safe_text import safe_text

LABEL_SIDES = {
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "right": XL_LABEL_POSITION.RIGHT,
}
DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.LONG_DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
)
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)
PUBLISHED_SIZE, COMPUTED_SIZE = 12, 9
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class _Workbook(CategoryWorkbookWriter):
    """The embedded workbook: words are never taken for formulas or links, its bytes never change."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as workbook:
            workbook.set_properties({"created": NO_DATE})
            yield workbook, workbook.add_worksheet()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Workbook:
        return _Workbook(self)  # type: ignore[no-untyped-call]  # typed nowhere in the library


def chart_type(figure: Figure) -> XL_CHART_TYPE:
    """Lines over the years; bars lie down when their names are long or many."""
    if figure.kind == "line":
        return XL_CHART_TYPE.LINE_MARKERS
    if figure.kind == "stacked":
        return XL_CHART_TYPE.BAR_STACKED if lies(figure) else XL_CHART_TYPE.COLUMN_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED if lies(figure) else XL_CHART_TYPE.COLUMN_CLUSTERED


def _data(form: str) -> CategoryChartData:
    return _Data(number_format=form)  # type: ignore[no-untyped-call]


def chart_data(figure: Figure) -> CategoryChartData:
    """The numbers of a chart: a gap where a year has no value."""
    data = _data(axis_format(figure))
    places = categories(figure)
    data.categories = [safe_text(place) for place in places]
    for series in figure.series:
        values = [point.value if point else None for point in points_at(series, places)]
        data.add_series(safe_text(series.name), values)
    return data


def dress(chart: Chart, figure: Figure) -> None:
    """Colours, line styles, labels and axes, as the drawing rules want them."""
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = RGBColor.from_string(TEXT)
    _in_korean(chart)
    chart.has_legend = len(figure.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart, figure)
    for index, (series, drawn) in enumerate(zip(figure.series, chart.plots[0].series, strict=True)):
        colour = series_colour(colour_index(figure, index))
        if figure.kind == "line":
            _line(drawn, series, colour, index)
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour)
            drawn.invert_if_negative = False
        _label(drawn, figure, series)
    if figure.kind != "line":
        chart.plots[0].gap_width = 60


def _in_korean(chart: Chart) -> None:
    """The East Asian typeface, which the library has no name for."""
    chart.font.name = KOREAN_FONT
    properties = chart.font._element
    typeface = OxmlElement("a:ea")
    typeface.set("typeface", KOREAN_FONT)
    properties.append(typeface)


def _line(drawn: Any, series: Series, colour: str, index: int) -> None:
    """Published markers are pale inside, not white: some programs draw no rim round a marker."""
    drawn.smooth = False
    line, marker = drawn.format.line, drawn.marker
    line.color.rgb = RGBColor.from_string(colour)
    if series.role == "target":
        line.width, line.dash_style = Pt(1.5), MSO_LINE_DASH_STYLE.DASH
        marker.style = XL_MARKER_STYLE.NONE
        return
    line.width, line.dash_style = Pt(2.5), DASHES[index % len(DASHES)]
    if not is_joined(series):
        line.fill.background()
    marker.style = MARKERS[index % len(MARKERS)]
    marker.size = PUBLISHED_SIZE if series.role == "published" else COMPUTED_SIZE
    marker.format.line.color.rgb = RGBColor.from_string(colour)
    marker.format.fill.solid()
    inside = tint(colour) if series.role == "published" else colour
    marker.format.fill.fore_color.rgb = RGBColor.from_string(inside)


def _label(drawn: Any, figure: Figure, series: Series) -> None:
    for at, (point, side) in labels(figure, series).items():
        label = drawn.points[at].data_label
        _label_point(label, point)
        if figure.kind == "line":
            label.position = LABEL_SIDES[side]
        elif figure.kind == "stacked":
            colour = series_colour(figure.series.index(series))
            label.font.color.rgb = RGBColor.from_string(ink_on(colour))


def _label_point(label: Any, point: Point) -> None:
    """A number in the form of its words; words where the value is no single number."""
    form = number_format(point.shown)
    if not form:
        label.text_frame.text = safe_text(point.shown)
    label.font.size = Pt(11)
    if form:
        shown = OxmlElement("c:numFmt")
        shown.set("formatCode", form)
        shown.set("sourceLinked", "0")
        label._dLbl.insert(1, shown)


def _axes(chart: Chart, figure: Figure) -> None:
    values, places = chart.value_axis, chart.category_axis
    values.tick_labels.number_format = axis_format(figure)
    values.tick_labels.number_format_is_linked = False
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    values.format.line.fill.background()
    values.tick_labels.font.color.rgb = places.tick_labels.font.color.rgb = RGBColor.from_string(QUIET_TEXT)
    places.format.line.color.rgb = RGBColor.from_string(QUIET_TEXT)
    places.major_tick_mark = XL_TICK_MARK.NONE
    places.has_major_gridlines = False
    if figure.unit == "rank":
        values.minimum_scale, values.maximum_scale = rank_limits(figure)
        values.reverse_order = True
        values.crosses = XL_AXIS_CROSSES.MAXIMUM
    else:
        values.minimum_scale = 0
        places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if figure.unit == "stage":
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        values.has_major_gridlines = False
        values.major_unit = 1
    if lies(figure):
        places.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
