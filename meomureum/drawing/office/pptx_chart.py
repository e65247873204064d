"""Native charts of slides: they are edited with their numbers in the embedded workbook."""

from __future__ import annotations

from typing import Any

from pptx.chart.chart import Chart
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

from meomureum.drawing.drawing import Axis, Drawing
from meomureum.drawing.office.chart_table import Column, Scale, Table, Tag, scale_of
from meomureum.drawing.office.native import table_of
from meomureum.drawing.office.slide_books import CategoryData, ScatterData
from meomureum.drawing.palette import KOREAN_FONT, QUIET_TEXT, RULE, TEXT, tint
from meomureum.drawing.safe_text import safe_text, visible

SIDES = {
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "left": XL_LABEL_POSITION.LEFT,
    "right": XL_LABEL_POSITION.RIGHT,
    "inside": XL_LABEL_POSITION.CENTER,
}
DASHES = {
    "solid": MSO_LINE_DASH_STYLE.SOLID,
    "dash": MSO_LINE_DASH_STYLE.DASH,
    "dot": MSO_LINE_DASH_STYLE.ROUND_DOT,
    "dashdot": MSO_LINE_DASH_STYLE.DASH_DOT,
    "longdash": MSO_LINE_DASH_STYLE.LONG_DASH,
    "longdashdot": MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
}
SYMBOLS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "ring": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "triangle-down": XL_MARKER_STYLE.TRIANGLE,
    "star": XL_MARKER_STYLE.STAR,
    "hexagon": XL_MARKER_STYLE.CIRCLE,
    "cross": XL_MARKER_STYLE.X,
}


def add_chart(slide: Any, drawing: Drawing, place: list[Any], letters: float = 12) -> Any:
    """The chart of a drawing on a slide (left, top, width, height), in letters of that size; its frame."""
    table = table_of(drawing)
    frame = slide.shapes.add_chart(_type(drawing), *place, _data(drawing, table))
    _dress(frame.chart, drawing, table, letters)
    return frame


def _type(drawing: Drawing) -> XL_CHART_TYPE:
    if drawing.across.kind != "categories":
        return XL_CHART_TYPE.XY_SCATTER_LINES
    if drawing.form == "lines":
        return XL_CHART_TYPE.LINE_MARKERS
    if drawing.form == "bars":
        return XL_CHART_TYPE.BAR_CLUSTERED if drawing.lying else XL_CHART_TYPE.COLUMN_CLUSTERED
    return XL_CHART_TYPE.BAR_STACKED if drawing.lying else XL_CHART_TYPE.COLUMN_STACKED


def _data(drawing: Drawing, table: Table) -> CategoryData | ScatterData:
    form = scale_of(drawing.up).form or "General"
    if table.scatter:
        return ScatterData(table, form)
    data = CategoryData(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = [safe_text(row.name) for row in table.rows]
    for column in table.columns:
        data.add_series(safe_text(column.name), column.values)  # type: ignore[no-untyped-call]
    return data


def _dress(chart: Chart, drawing: Drawing, table: Table, letters: float) -> None:
    chart.has_title = False
    chart.font.size = Pt(letters)
    chart.font.color.rgb = RGBColor.from_string(TEXT)
    _in_korean(chart)
    _legend(chart, drawing, table)
    _axes(chart, drawing)
    for column, drawn in zip(table.columns, chart.plots[0].series, strict=True):
        if column.bar:
            _bar(drawn, column)
        else:
            _line(drawn, column)
        _whiskers(drawn, column)
        for at, tag in column.tags.items():
            _label(drawn.points[at].data_label, drawing, column, tag, letters - 1)
    if drawing.across.kind == "categories" and drawing.form != "lines":
        chart.plots[0].gap_width = round(100 * (1 / drawing.thick - 1))


def _in_korean(chart: Chart) -> None:
    """The East Asian typeface, which the library has no name for."""
    chart.font.name = KOREAN_FONT
    typeface = OxmlElement("a:ea")
    typeface.set("typeface", KOREAN_FONT)
    chart.font._element.append(typeface)


def _legend(chart: Chart, drawing: Drawing, table: Table) -> None:
    """Without the entries of what needs none."""
    chart.has_legend = drawing.legend
    if not drawing.legend:
        return
    legend: Any = chart.legend
    legend.position = XL_LEGEND_POSITION.BOTTOM
    legend.include_in_layout = False
    position = legend._element.find(qn("c:legendPos"))
    for at, column in reversed(list(enumerate(table.columns))):
        if not column.in_legend:
            entry = OxmlElement("c:legendEntry")
            entry.extend([_valued("idx", str(at)), _valued("delete", "1")])
            position.addnext(entry)


def _bar(drawn: Any, column: Column) -> None:
    drawn.invert_if_negative = False
    if column.unseen:
        drawn.format.fill.background()
        drawn.format.line.fill.background()
        return
    colour = tint(column.colour) if column.hollow else column.colour
    _fill(drawn.format, colour)
    for at, own in column.inks.items():
        if column.values[at] is not None and own != colour:
            _fill(drawn.points[at].format, own)


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)


def _line(drawn: Any, column: Column) -> None:
    drawn.smooth = False
    line, marker = drawn.format.line, drawn.marker
    line.color.rgb, line.width = RGBColor.from_string(column.colour), Pt(column.width)
    if column.dash is None:
        line.fill.background()
    else:
        line.dash_style = DASHES[column.dash]
    if column.symbol is None:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = SYMBOLS[column.symbol], column.size
    marker.format.line.color.rgb = RGBColor.from_string(column.colour)
    _fill(marker.format, tint(column.colour) if column.pale else column.colour)
    if column.symbol == "ring":  # LibreOffice fills it, but draws it beneath the point that it goes round
        clear = OxmlElement("a:alpha")
        clear.set("val", "0")
        marker.format.fill._xPr.find(f".//{qn('a:srgbClr')}").append(clear)


def _whiskers(drawn: Any, column: Column) -> None:
    """The intervals as error bars, which the library has no name for."""
    if not column.above:
        return
    bars = OxmlElement("c:errBars")
    parts = [("errDir", "y")] if drawn._element.find(qn("c:yVal")) is not None else []
    for name, value in (*parts, ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        bars.append(_valued(name, value))
    for name, values in (("plus", column.above), ("minus", column.below)):
        side = OxmlElement(f"c:{name}")
        side.append(_literal(values))
        bars.append(side)
    line = OxmlElement("a:ln")
    fill, colour = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    colour.set("val", TEXT if column.bar else column.colour)
    fill.append(colour)
    line.append(fill)
    look = OxmlElement("c:spPr")
    look.append(line)
    bars.append(look)
    before = drawn._element.find(qn("c:cat"))
    (drawn._element.find(qn("c:xVal")) if before is None else before).addprevious(bars)


def _literal(values: tuple[float | None, ...]) -> Any:
    literal = OxmlElement("c:numLit")
    literal.append(_valued("ptCount", str(len(values))))
    for at, length in enumerate(values):
        if length is not None:
            point, number = OxmlElement("c:pt"), OxmlElement("c:v")
            point.set("idx", str(at))
            number.text = repr(length)
            point.append(number)
            literal.append(point)
    return literal


def _valued(name: str, value: str) -> Any:
    element = OxmlElement(f"c:{name}")
    element.set("val", value)
    return element


def _filled(colour: str) -> Any:
    """The look of a label on a ground of its own, which the library has no name for."""
    look, fill, ground = OxmlElement("c:spPr"), OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    ground.set("val", colour)
    fill.append(ground)
    look.append(fill)
    return look


def _label(label: Any, drawing: Drawing, column: Column, tag: Tag, letters: float) -> None:
    """A number in the form of its words; words where the value is no single number, or not the one told."""
    fonts = [label.font]
    if not tag.form:
        label.text_frame.text = visible(tag.words)  # no cell: never a formula
        label.text_frame.word_wrap = False
        fonts = [run.font for each in label.text_frame.paragraphs for run in each.runs]
    for font in fonts:
        font.size, font.color.rgb = Pt(letters), RGBColor.from_string(tag.colour)
    if tag.form:
        shown = OxmlElement("c:numFmt")
        shown.set("formatCode", tag.form)
        shown.set("sourceLinked", "0")
        label._dLbl.insert(1, shown)
    if tag.ground:
        label._dLbl.find(qn("c:tx")).addnext(_filled(tag.ground))
    if not column.bar:
        label.position = SIDES[tag.side]
    elif column.unseen:
        label.position = XL_LABEL_POSITION.INSIDE_END
    elif column.above:
        label.position = XL_LABEL_POSITION.INSIDE_BASE
    elif drawing.form != "bars":
        label.position = XL_LABEL_POSITION.CENTER


def _axes(chart: Chart, drawing: Drawing) -> None:
    values, places = chart.value_axis, chart.category_axis
    scale = scale_of(drawing.up)
    _numbers(values, scale, drawing.up)
    if drawing.form == "steps":
        values.minimum_scale, values.major_unit = 0, None  # columns stand on nought
    values.visible = drawing.up.shown
    if not drawing.up.shown:
        values.has_major_gridlines = False
    elif values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    values.format.line.fill.background()
    values.tick_labels.font.color.rgb = places.tick_labels.font.color.rgb = RGBColor.from_string(QUIET_TEXT)
    places.format.line.color.rgb = RGBColor.from_string(QUIET_TEXT)
    places.major_tick_mark = XL_TICK_MARK.NONE
    places.has_major_gridlines = False
    if drawing.across.kind != "categories":
        _numbers(places, scale_of(drawing.across), drawing.across)
    if drawing.up.reversed:
        values.reverse_order = True
        values.crosses = XL_AXIS_CROSSES.MAXIMUM
    else:
        places.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if drawing.lying:
        places.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _numbers(axis: Any, scale: Scale, drawn: Axis) -> None:
    """An axis of numbers from end to end; stages have names, which no number format writes."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.low, scale.high, scale.step
    axis.tick_labels.number_format = scale.form or "General"
    axis.tick_labels.number_format_is_linked = False
    if not scale.form:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        axis.has_major_gridlines = drawn.unit != "stage"
    if drawn.logarithmic:
        scaling = axis._element.find(qn("c:scaling"))
        scaling.insert(0, _valued("logBase", "10"))
    if drawn.title:
        axis.has_title = True
        axis.axis_title.text_frame.text = visible(drawn.title)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
