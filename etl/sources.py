"""Every table that a snapshot holds, in the order in which they are loaded."""

from __future__ import annotations

from etl import (
    city_registers,
    freshmen,
    high_school_outcomes,
    labour_demand,
    population,
    programme_participation,
    published_values,
    reference,
    residence,
    settlement_survey,
    university_outcomes,
    university_students,
)
from etl.contract import Source
from etl.sheet_reader import spelling

FACTS: tuple[Source, ...] = (
    high_school_outcomes.SOURCE,
    university_outcomes.SOURCE,
    university_students.SOURCE,
    freshmen.SOURCE,
    programme_participation.SOURCE,
    residence.SOURCE,
    settlement_survey.SOURCE,
    settlement_survey.QUESTIONNAIRE,
    labour_demand.SOURCE,
    *population.TABLES,
    *city_registers.TABLES,
)
SOURCES: tuple[Source, ...] = (*reference.TABLES, *published_values.TABLES, *FACTS)
KNOWN_HEADERS = frozenset(
    spelling(header) for source in SOURCES for column in source.columns for header in column.headers()
)
