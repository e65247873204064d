"""Native charts of slides: they are edited with their numbers in the embedded workbook."""

from __future__ import annotations

from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
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
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from meomureum.drawing.cells import number_format
from meomureum.drawing.decisions import (
    axis_format,
    categories,
    colour_of,
    is_joined,
    labels,
    lies,
    points_at,
    rank_limits,
    value_limits,
)
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.office.slide_books import CategoryData
from meomureum.drawing.office.slide_funnel import dress_funnel, funnel_data
from meomureum.drawing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, ink_on, tint
from meomureum.drawing.safe_text import safe_text, visible

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
PATHS = ("target", "projected")
STACKED = ("stacked", "bridge")
PUBLISHED_SIZE, COMPUTED_SIZE = 12, 9


def chart_type(figure: Figure) -> XL_CHART_TYPE:
    """Lines over the years; bars lie down when their names are long or many."""
    if figure.kind == "line":
        return XL_CHART_TYPE.LINE_MARKERS
    if figure.kind == "funnel":
        return XL_CHART_TYPE.XY_SCATTER
    if figure.kind in STACKED:
        return XL_CHART_TYPE.BAR_STACKED if lies(figure) else XL_CHART_TYPE.COLUMN_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED if lies(figure) else XL_CHART_TYPE.COLUMN_CLUSTERED


def chart_data(figure: Figure) -> CategoryChartData | XyChartData:
    """The numbers of a chart: a gap where a year has no value."""
    if figure.kind == "funnel":
        return funnel_data(figure)
    data = CategoryData(number_format=axis_format(figure))  # type: ignore[no-untyped-call]
    places = categories(figure)
    data.categories = [safe_text(place) for place in places]
    for series in figure.series:
        values = [point.value if point else None for point in points_at(series, places)]
        data.add_series(safe_text(series.name), values)  # type: ignore[no-untyped-call]
    return data


def dress(chart: Chart, figure: Figure, letters: float = 12) -> None:
    """Colours, line styles, labels and axes, as the drawing rules want them."""
    chart.has_title = False
    chart.font.size = Pt(letters)
    chart.font.color.rgb = RGBColor.from_string(TEXT)
    _in_korean(chart)
    chart.has_legend = len(figure.series) > 1 and figure.kind != "bridge"
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart, figure)
    if figure.kind == "funnel":
        dress_funnel(chart, figure)
        return
    for index, (series, drawn) in enumerate(zip(figure.series, chart.plots[0].series, strict=True)):
        colour = colour_of(figure, index)
        if figure.kind == "line":
            _line(drawn, series, colour, index)
        else:
            _bar(drawn, series, colour)
        _label(drawn, figure, series, letters - 1)
    if figure.kind != "line":
        chart.plots[0].gap_width = 60


def _bar(drawn: Any, series: Series, colour: str) -> None:
    drawn.invert_if_negative = False
    if series.role == "base":
        drawn.format.fill.background()
        drawn.format.line.fill.background()
        return
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    _whiskers(drawn, series)


def _whiskers(drawn: Any, series: Series) -> None:
    """The intervals as error bars, which the library has no name for."""
    reach = {
        "plus": [(p.high or 0.0) - (p.value or 0.0) if p.high is not None else None for p in series.points],
        "minus": [(p.value or 0.0) - (p.low or 0.0) if p.low is not None else None for p in series.points],
    }
    if not any(each is not None for values in reach.values() for each in values):
        return
    bars = OxmlElement("c:errBars")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        bars.append(_valued(name, value))
    for name, values in reach.items():
        literal = OxmlElement("c:numLit")
        literal.append(_valued("ptCount", str(len(values))))
        for at, length in enumerate(values):
            if length is not None:
                point, number = OxmlElement("c:pt"), OxmlElement("c:v")
                point.set("idx", str(at))
                number.text = repr(length)
                point.append(number)
                literal.append(point)
        side = OxmlElement(f"c:{name}")
        side.append(literal)
        bars.append(side)
    drawn._element.find(qn("c:cat")).addprevious(bars)


def _valued(name: str, value: str) -> Any:
    element = OxmlElement(f"c:{name}")
    element.set("val", value)
    return element


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
    if series.role in PATHS:
        dash = MSO_LINE_DASH_STYLE.ROUND_DOT if series.role == "projected" else MSO_LINE_DASH_STYLE.DASH
        line.width, line.dash_style = Pt(1.5), dash
        marker.style = XL_MARKER_STYLE.NONE
        return
    line.width, line.dash_style = Pt(2.5), DASHES[index % len(DASHES)]
    if not is_joined(series):
        line.fill.background()
    marker.style = XL_MARKER_STYLE.TRIANGLE if series.role == "event" else MARKERS[index % len(MARKERS)]
    marker.size = PUBLISHED_SIZE if series.role == "published" else COMPUTED_SIZE
    marker.format.line.color.rgb = RGBColor.from_string(colour)
    marker.format.fill.solid()
    inside = tint(colour) if series.role == "published" else colour
    marker.format.fill.fore_color.rgb = RGBColor.from_string(inside)


def _label(drawn: Any, figure: Figure, series: Series, letters: float) -> None:
    for at, (point, side) in labels(figure, series).items():
        label = drawn.points[at].data_label
        _label_point(label, point, letters, worded=series.role == "base")
        if figure.kind == "line":
            label.position = LABEL_SIDES[side]
        elif figure.kind in STACKED:
            colour = colour_of(figure, figure.series.index(series))
            base = series.role == "base"
            label.position = XL_LABEL_POSITION.INSIDE_END if base else XL_LABEL_POSITION.CENTER
            label.font.color.rgb = RGBColor.from_string(TEXT if base else ink_on(colour))
        elif point.high is not None:
            label.position = XL_LABEL_POSITION.INSIDE_BASE
            label.font.color.rgb = RGBColor.from_string(ink_on(colour_of(figure, 0)))


def _label_point(label: Any, point: Point, letters: float, *, worded: bool) -> None:
    """A number in the form of its words; words where the value is no single number, or not the one told."""
    form = "" if worded else number_format(point.shown)
    if not form:
        label.text_frame.text = visible(point.shown)  # no cell: never a formula
    label.font.size = Pt(letters)
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
    if figure.kind == "funnel":
        return
    if figure.unit == "rank":
        values.minimum_scale, values.maximum_scale = rank_limits(figure)
        values.reverse_order = True
        values.crosses = XL_AXIS_CROSSES.MAXIMUM
    else:
        values.minimum_scale, values.maximum_scale = value_limits(figure)
        places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if figure.unit == "stage":
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        values.has_major_gridlines = False
        values.major_unit = 1
    if lies(figure):
        places.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
