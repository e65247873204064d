"""Measurements in, words out: values with their unit, sentences the data allow, workings."""

from meomureum.analysis.words.bridge import OTHERS, refusal, step_amount, step_text, sums, who_moved, why
from meomureum.analysis.words.contrast import contrast
from meomureum.analysis.words.groups import (
    MOVEMENTS,
    STANDINGS_AMONG,
    difference_of_groups,
    difference_of_years,
    interval_text,
    people_of,
    signed_points,
    spread,
    stand_in,
    unit_name,
)
from meomureum.analysis.words.outlook import breaks, outlook, signals
from meomureum.analysis.words.plain_verdict import (
    goal_text,
    left_to_do,
    missing,
    plain_verdict,
    short_standing,
    verdict_beside_goal,
)
from meomureum.analysis.words.reasons import reservations, why_no_verdict
from meomureum.analysis.words.sentences import change, standing
from meomureum.analysis.words.symbols import formula_in_symbols, formula_in_words
from meomureum.analysis.words.values import (
    announced_baseline,
    announced_text,
    distance,
    distance_in_people,
    gap_text,
    is_marked,
    meaning,
    people_text,
    row_text,
    value_text,
    value_with_counts,
)
from meomureum.analysis.words.workings import Working, workings

__all__ = [
    "MOVEMENTS",
    "OTHERS",
    "STANDINGS_AMONG",
    "Working",
    "announced_baseline",
    "announced_text",
    "breaks",
    "change",
    "contrast",
    "difference_of_groups",
    "difference_of_years",
    "distance",
    "distance_in_people",
    "formula_in_symbols",
    "formula_in_words",
    "gap_text",
    "goal_text",
    "interval_text",
    "is_marked",
    "left_to_do",
    "meaning",
    "missing",
    "outlook",
    "people_of",
    "people_text",
    "plain_verdict",
    "refusal",
    "reservations",
    "row_text",
    "short_standing",
    "signals",
    "signed_points",
    "spread",
    "stand_in",
    "standing",
    "step_amount",
    "step_text",
    "sums",
    "unit_name",
    "value_text",
    "value_with_counts",
    "verdict_beside_goal",
    "who_moved",
    "why",
    "why_no_verdict",
    "workings",
]
