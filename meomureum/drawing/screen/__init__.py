"""Measurements in, Plotly figures out: lines over the years."""

from meomureum.drawing.screen.palette import FONT, QUIET, SERIES_COLOURS, Figure
from meomureum.drawing.screen.panels import multiples, panels
from meomureum.drawing.screen.trend import MOST_BANDS, MOST_DIRECT_LABELS, chance, trend, year_of

__all__ = [
    "FONT",
    "MOST_BANDS",
    "MOST_DIRECT_LABELS",
    "QUIET",
    "SERIES_COLOURS",
    "Figure",
    "chance",
    "multiples",
    "panels",
    "trend",
    "year_of",
]
