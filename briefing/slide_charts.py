"""Native charts of slides: they are edited with their numbers in the embedded workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

from briefing.cells import axis_format, categories, number_format, place_of, points_at, rank_limits
from briefing.content import Figure, Point, Series
from briefing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, series_colour, tint
from briefing.safe_text import safe_text

LINE_NEEDS_POINTS = 3
MOST_LABELLED_WHOLE, MOST_LABELLED = 2, 4
LONG_NAME, MANY_CATEGORIES = 6, 8
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
    names = categories(figure)
    lying = len(names) > MANY_CATEGORIES or max(map(len, names), default=0) > LONG_NAME
    if figure.kind == "stacked_bar":
        return XL_CHART_TYPE.BAR_STACKED if lying else XL_CHART_TYPE.COLUMN_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED if lying else XL_CHART_TYPE.COLUMN_CLUSTERED


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
        colour = series_colour(_place_of(figure, index))
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


def _place_of(figure: Figure, index: int) -> int:
    """Where the colour comes from: a published value and a target path share that of their place."""
    if figure.kind != "line":
        return index
    owners = [place_of(series) for series in figure.series]
    return list(dict.fromkeys(owners)).index(owners[index])


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
    if series.role == "published" or len(series.points) < LINE_NEEDS_POINTS:
        line.fill.background()
    marker.style = MARKERS[index % len(MARKERS)]
    marker.size = PUBLISHED_SIZE if series.role == "published" else COMPUTED_SIZE
    marker.format.line.color.rgb = RGBColor.from_string(colour)
    marker.format.fill.solid()
    inside = tint(colour) if series.role == "published" else colour
    marker.format.fill.fore_color.rgb = RGBColor.from_string(inside)


def _label(drawn: Any, figure: Figure, series: Series) -> None:
    """The value at every point while there are few lines, else at the last one."""
    lines = sum(each.role != "target" for each in figure.series)
    if lines > MOST_LABELLED and figure.kind == "line":
        return
    whole = series.role != "target" and (lines <= MOST_LABELLED_WHOLE or figure.kind != "line")
    places = points_at(series, categories(figure))
    here = [(at, point) for at, point in enumerate(places) if point and point.value is not None]
    for at, point in here if whole else here[-1:]:
        label = drawn.points[at].data_label
        _label_point(label, point)
        if figure.kind == "line":
            label.position = _beside_targets(figure, point) if whole else _beside_others(figure, series)
        elif figure.kind == "stacked_bar":
            label.font.color.rgb = RGBColor(255, 255, 255)


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


def _beside_targets(figure: Figure, point: Point) -> XL_LABEL_POSITION:
    """Away from a target path that runs above the point."""
    aims = [each for series in figure.series if series.role == "target" for each in series.points]
    here = [each.value for each in aims if each.at == point.at and each.value is not None]
    value = point.value or 0.0
    above = any(aim < value if figure.unit == "rank" else aim > value for aim in here)
    return XL_LABEL_POSITION.BELOW if above else XL_LABEL_POSITION.ABOVE


def _beside_others(figure: Figure, series: Series) -> XL_LABEL_POSITION:
    """The last values of several lines move apart: the highest up, the lowest down."""
    ends = {each.name: each.points[-1].value or 0.0 for each in figure.series if each.points}
    others = sorted(ends, key=lambda name: ends[name], reverse=figure.unit == "rank")
    if series.name == others[-1]:
        return XL_LABEL_POSITION.ABOVE
    return XL_LABEL_POSITION.BELOW if series.name == others[0] else XL_LABEL_POSITION.RIGHT


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
        values.major_unit = 1
    if chart_type(figure) in (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED):
        places.reverse_order = True


def has_chart(figure: Figure) -> bool:
    """Whether there is something to draw: a table has none."""
    return figure.kind != "table" and any(_valued(series.points) for series in figure.series)


def _valued(points: Sequence[Point]) -> bool:
    return any(point.value is not None for point in points)
