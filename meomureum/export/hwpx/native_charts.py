"""Native charts of Hangul documents: the same chart as on a slide, in the form that both programs know.

Hangul draws it from its numbers alone, so that it can be edited; other readers may show nothing
in its place. Hence a picture is the rule and this the option.
"""

from __future__ import annotations

import re

from meomureum.drawing.figure import Figure
from meomureum.export.pptx.chart_parts import chart_parts

LINKED = re.compile(rb"<c:externalData\b.*?</c:externalData>", re.DOTALL)
"""The workbook of a slide's chart, which a Hangul document has no place for."""


def chart_xml(figure: Figure) -> bytes:
    """The chart of a figure as a part of its own."""
    chart, _ = chart_parts(figure)
    return LINKED.sub(b"", chart)
