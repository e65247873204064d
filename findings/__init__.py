"""Measurements in, words out: values with their unit, sentences the data allow, workings."""

from findings.bridge import OTHERS, refusal, step_amount, step_text, sums, why
from findings.contrast import contrast
from findings.groups import (
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
from findings.outlook import breaks, outlook, signals
from findings.reasons import reservations, withheld
from findings.sentences import change, last_change, people_text, sentences, standing
from findings.symbols import formula_in_symbols, formula_in_words
from findings.values import distance, distance_in_people, gap_text, meaning, value_text
from findings.workings import Working, workings

__all__ = [
    "MOVEMENTS",
    "OTHERS",
    "STANDINGS_AMONG",
    "Working",
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
    "interval_text",
    "last_change",
    "meaning",
    "outlook",
    "people_of",
    "people_text",
    "refusal",
    "reservations",
    "sentences",
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
    "why",
    "withheld",
    "workings",
]
