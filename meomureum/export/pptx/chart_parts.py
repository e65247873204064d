"""The native chart of a figure as parts by themselves, for files that are no new decks."""

from __future__ import annotations

from typing import Any

from pptx.opc.oxml import serialize_part_xml

from meomureum.drawing.figure import Figure
from meomureum.export.pptx.slide_pages import draw_chart
from meomureum.export.pptx.slides import INNER, MARGIN, TITLE_ONLY, paper

BODY = (MARGIN, 1.0, INNER, 4.5)


def chart_parts(figure: Figure) -> tuple[bytes, bytes]:
    """The XML of the chart of a figure that has a native one, and the workbook with its numbers."""
    deck = paper()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    frame: Any = draw_chart(slide, figure, BODY, figure.language)
    part = frame.chart.part
    return serialize_part_xml(part._element), part.chart_workbook.xlsx_part.blob
