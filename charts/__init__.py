"""Measurements in, Plotly figures out: one function a kind of chart."""

from charts.bars import bars
from charts.bridge import bridge
from charts.flow import Node, Ribbon, sankey
from charts.funnel import funnel
from charts.gaps import GapBar, gaps
from charts.ladder import stacked
from charts.palette import FONT, QUIET, SERIES_COLOURS, Figure
from charts.panels import multiples, panels
from charts.ranges import Range, ranges
from charts.shares import Whole, shares
from charts.trend import MOST_BANDS, MOST_DIRECT_LABELS, chance, trend, year_of
from charts.variants import Variant, variants

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
