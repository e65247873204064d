"""Statistics of counted people: intervals, differences and limits that a sentence may rest on."""

from analysis.comparing import Z_95, Interval, Movement, movement, newcombe, wilson
from analysis.series import LIMITS_NEED, LINE_NEEDS, Limits, Statements, limits, statements

__all__ = [
    "LIMITS_NEED",
    "LINE_NEEDS",
    "Z_95",
    "Interval",
    "Limits",
    "Movement",
    "Statements",
    "limits",
    "movement",
    "newcombe",
    "statements",
    "wilson",
]
