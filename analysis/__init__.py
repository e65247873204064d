"""Statistics of counted people: intervals, differences and limits that a sentence may rest on."""

from analysis.comparing import Z_95, Interval, Movement, movement, newcombe, wilson
from analysis.decomposing import Bridge, Folded, Part, Step, StepKind, bridge, folded, steps
from analysis.funnel import OVERDISPERSION_NEEDS, Z_998, Funnel, Standing, funnel
from analysis.series import LIMITS_NEED, LINE_NEEDS, Limits, Statements, limits, statements

__all__ = [
    "LIMITS_NEED",
    "LINE_NEEDS",
    "OVERDISPERSION_NEEDS",
    "Z_95",
    "Z_998",
    "Bridge",
    "Folded",
    "Funnel",
    "Interval",
    "Limits",
    "Movement",
    "Part",
    "Standing",
    "Statements",
    "Step",
    "StepKind",
    "bridge",
    "folded",
    "funnel",
    "limits",
    "movement",
    "newcombe",
    "statements",
    "steps",
    "wilson",
]
