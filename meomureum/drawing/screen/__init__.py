"""Measurements in, Plotly figures out: one function a kind of chart."""

from meomureum.drawing.screen.bars import bars
from meomureum.drawing.screen.bridge import bridge
from meomureum.drawing.screen.flow import Node, Ribbon, sankey
from meomureum.drawing.screen.funnel import funnel
from meomureum.drawing.screen.gaps import GapBar, gaps
from meomureum.drawing.screen.ladder import stacked
from meomureum.drawing.screen.palette import FONT, QUIET, SERIES_COLOURS, Figure
from meomureum.drawing.screen.panels import multiples, panels
from meomureum.drawing.screen.ranges import Range, ranges
from meomureum.drawing.screen.shares import Whole, shares
from meomureum.drawing.screen.trend import MOST_BANDS, MOST_DIRECT_LABELS, chance, trend, year_of
from meomureum.drawing.screen.variants import Variant, variants

__all__ = [
    "FONT",
    "MOST_BANDS",
    "MOST_DIRECT_LABELS",
    "QUIET",
    "SERIES_COLOURS",
    "Figure",
    "GapBar",
    "Node",
    "Range",
    "Ribbon",
    "Variant",
    "Whole",
    "bars",
    "bridge",
    "chance",
    "funnel",
    "gaps",
    "multiples",
    "panels",
    "ranges",
    "sankey",
    "shares",
    "stacked",
    "trend",
    "variants",
    "year_of",
]
