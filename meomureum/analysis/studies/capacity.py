"""What a target is held against: the places of the city's universities, the hires its employers plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from meomureum.store.warehouse import Snapshot

Kind = Literal["places", "hires"]
# Which of the two the people of an indicator would fill; of a chain those left after a stage.
FILLS: dict[str, tuple[tuple[Kind, str], ...]] = {
    "local_university_entry_rate": (("places", ""),),
    "local_employment_rate": (("hires", ""),),
    "local_share_of_employed": (("hires", ""),),
    "vocational_local_hire_share": (("hires", ""),),
    "retention_chain": (("places", "local_university_entry_rate"), ("hires", "local_employment_rate")),
}

_PLACES = """
    SELECT
        year,
        SUM(places)::DOUBLE AS available,
        COUNT(DISTINCT institution_id) AS institutions,
        COUNT(places) AS stating,
        IF(BOOL_OR(entrants IS NULL), NULL, SUM(entrants))::DOUBLE AS taken,
        IF(BOOL_OR(entrants IS NULL OR home_level IS NULL), NULL,
            SUM(entrants) FILTER (WHERE home_level = 'city'))::DOUBLE AS by_locals,
        STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids
    FROM freshmen
    WHERE city_id = $city AND LIST_CONTAINS($sets, data_set)
    GROUP BY year
    HAVING COUNT(places) = COUNT(DISTINCT institution_id)
    ORDER BY year DESC
    LIMIT 1
"""
_QUOTA = """
    SELECT
        year,
        SUM(value)::DOUBLE AS available,
        COUNT(DISTINCT institution_id) AS institutions,
        NULL::DOUBLE AS taken,
        NULL::DOUBLE AS by_locals,
        STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids
    FROM observations
    WHERE measure_id = 'admission_quota' AND institution_id IS NOT NULL
        AND city_id = $city AND LIST_CONTAINS($sets, data_set)
    GROUP BY year
    ORDER BY year DESC
    LIMIT 1
"""
_HIRES = """
    SELECT
        year,
        IF(BOOL_OR(planned_hires IS NULL), NULL, SUM(planned_hires))::DOUBLE AS available,
        COUNT(DISTINCT half) AS halves,
        SUM(firms_asked)::DOUBLE AS asked,
        SUM(firms_answered)::DOUBLE AS answered,
        STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids
    FROM labour_demand
    WHERE city_id = $city AND LIST_CONTAINS($sets, data_set)
    GROUP BY year
    ORDER BY year DESC
    LIMIT 1
"""


@dataclass(frozen=True)
class Capacity:
    """How many places or planned hires a year offers.

    Of places: at how many universities, how many entered and how many of them from the city.
    Of hires: in how many halves of the year, and how many of the firms asked have answered.
    """

    kind: Kind
    available: float
    year: int
    source_ids: str | None
    institutions: int = 0
    taken: float | None = None
    by_locals: float | None = None
    halves: int = 0
    asked: float | None = None
    answered: float | None = None


@lru_cache(maxsize=128)
def capacity(snapshot: Snapshot, kind: Kind, data_set: str, city_id: str) -> Capacity | None:
    """The newest year in which a city states all of it; None if no file does."""
    sets = ["published", "real"] if data_set == "published" else ["sample"]
    parameters = {"city": city_id, "sets": sets}
    for sql in (_PLACES, _QUOTA) if kind == "places" else (_HIRES,):
        found = snapshot.query(sql, parameters)
        if len(found) and pd.notna(found["available"].iloc[0]):
            return _capacity(kind, found.iloc[0])
    return None


def _capacity(kind: Kind, row: pd.Series) -> Capacity:
    def count(name: str) -> float | None:
        return None if name not in row or pd.isna(row[name]) else float(row[name])

    return Capacity(
        kind=kind,
        available=float(row["available"]),
        year=int(row["year"]),
        source_ids=None if pd.isna(row["source_ids"]) else str(row["source_ids"]),
        institutions=int(count("institutions") or 0),
        taken=count("taken"),
        by_locals=count("by_locals"),
        halves=int(count("halves") or 0),
        asked=count("asked"),
        answered=count("answered"),
    )
