"""Measurements in, words out: values with their unit, sentences the data allow, workings."""

from findings.outlook import breaks, outlook, signals
from findings.reasons import reservations, withheld
from findings.sentences import change, last_change, people_text, sentences, standing
from findings.symbols import formula_in_symbols, formula_in_words
from findings.values import distance, distance_in_people, gap_text, meaning, value_text
from findings.workings import Working, workings

__all__ = [
    "Working",
    "breaks",
    "change",
    "distance",
    "distance_in_people",
    "formula_in_symbols",
    "formula_in_words",
    "gap_text",
    "last_change",
    "meaning",
    "outlook",
    "people_text",
    "reservations",
    "sentences",
    "signals",
    "standing",
    "value_text",
    "withheld",
    "workings",
]
