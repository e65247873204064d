"""Targets: the path to each, where the latest value stands on it, what is still missing."""

from meomureum.analysis.targets.changes import Change, change_between, count_of, line_of
from meomureum.analysis.targets.comparison import Comparison, Difference, compare, difference
from meomureum.analysis.targets.groups import (
    EXACT,
    UNITS,
    Group,
    Question,
    is_named,
    name_of,
    question,
    whole_years,
)
from meomureum.analysis.targets.judgement import (
    STANDINGS,
    VERDICT_NEEDS_POINTS,
    Progress,
    Standing,
    assess,
    eurostat_class,
    growth_score,
    path_score,
    progress,
)
from meomureum.analysis.targets.ledger import (
    PATHS,
    Target,
    aim,
    history,
    ledger,
    path,
    targets,
)
from meomureum.analysis.targets.movement import Moved, Refusal, change_of, why_moved
from meomureum.analysis.targets.outlook import Continuation, continuation, required

__all__ = [
    "EXACT",
    "PATHS",
    "STANDINGS",
    "UNITS",
    "VERDICT_NEEDS_POINTS",
    "Change",
    "Comparison",
    "Continuation",
    "Difference",
    "Group",
    "Moved",
    "Progress",
    "Question",
    "Refusal",
    "Standing",
    "Target",
    "aim",
    "assess",
    "change_between",
    "change_of",
    "compare",
    "continuation",
    "count_of",
    "difference",
    "eurostat_class",
    "growth_score",
    "history",
    "is_named",
    "ledger",
    "line_of",
    "name_of",
    "path",
    "path_score",
    "progress",
    "question",
    "required",
    "targets",
    "whole_years",
    "why_moved",
]
