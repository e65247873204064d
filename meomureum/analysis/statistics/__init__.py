"""Statistics of counted people: intervals, differences and limits that a sentence may rest on."""

from meomureum.analysis.statistics.decomposition import (
    Bridge,
    Folded,
    Part,
    Step,
    StepKind,
    bridge,
    largest_parts,
    steps,
)
from meomureum.analysis.statistics.funnel import OVERDISPERSION_NEEDS, Z_998, Funnel, Standing, funnel
from meomureum.analysis.statistics.proportions import (
    Z_95,
    Interval,
    Movement,
    movement,
    newcombe,
    of_ratio,
    wilson,
)
from meomureum.analysis.statistics.series import (
    LIMITS_NEED,
    LINE_NEEDS,
    Limits,
    Statements,
    limits,
    statements,
)

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
    "funnel",
    "largest_parts",
    "limits",
    "movement",
    "newcombe",
    "of_ratio",
    "statements",
    "steps",
    "wilson",
]
