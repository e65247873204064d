"""Measurements in, words out: values with their unit, sentences the data allow, workings."""

from findings.reasons import reservations, withheld
from findings.sentences import change, last_change, people_text, sentences, standing
from findings.values import distance, distance_in_people, gap_text, meaning, value_text
from findings.workings import Working, workings

__all__ = [
    "Working",
    "change",
    "distance",
    "distance_in_people",
    "gap_text",
    "last_change",
    "meaning",
    "people_text",
    "reservations",
    "sentences",
    "standing",
    "value_text",
    "withheld",
    "workings",
]
