"""Every table that a snapshot holds, in the order in which they are loaded."""

from __future__ import annotations

from etl import (
    freshmen,
    high_school_outcomes,
    labour_demand,
    ledger,
    programme_participation,
    reference,
    registers,
    residence,
    settlement_survey,
    university_outcomes,
    university_students,
)
from etl.contract import Source
from etl.reading import spelling

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
    *registers.TABLES,
)
SOURCES: tuple[Source, ...] = (*reference.TABLES, *ledger.TABLES, *FACTS)
KNOWN_HEADERS = frozenset(
    spelling(header) for source in SOURCES for column in source.columns for header in column.headers()
)
