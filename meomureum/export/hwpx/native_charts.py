"""Native charts of Hangul documents: the same chart as on a slide, in the form that both programs know.

Hangul draws it from its numbers alone, so that it can be edited; other readers may show nothing
in its place. Hence a picture is the rule and this the option.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml.ns import qn

from meomureum.drawing.figure import Figure
from meomureum.export.pptx.slide_pages import draw_chart
from meomureum.export.pptx.slides import INNER, MARGIN, paper

BODY = (MARGIN, 1.0, INNER, 4.5)
TITLE_ONLY = 5
LINKED = "c:externalData"
"""The workbook of a slide's chart, which a Hangul document has no place for."""


def chart_xml(figure: Figure) -> bytes:
    """The chart of a figure as a part of its own."""
    deck = paper()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    frame: Any = draw_chart(slide, figure, BODY, figure.language)
    root = deepcopy(frame.chart.part._element)
    for linked in root.findall(qn(LINKED)):
        root.remove(linked)
    return serialize_part_xml(root)
