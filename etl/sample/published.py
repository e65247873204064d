"""The published totals and reference rows that the sample set must agree with."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from meomureum.store.environment import shipped

CITIES = ("gimhae", "ansan", "siheung")
YEARS = tuple(range(2019, 2026))


class Students(NamedTuple):
    """Disclosed students of a university in one year; first-year counts from 2020."""

    enrolled: int
    dropped_out: int
    enrolled_first_year: int | None
    dropped_out_first_year: int | None


class Published:
    """What `data/published` and `data/reference` say, looked up by code."""

    def __init__(self, data: Path) -> None:
        self._observations = {
            (row["measure_id"], row["institution_id"], int(row["year"])): row["value"]
            for row in _rows(shipped(data, "published") / "observations.csv")
            if row["institution_id"]
        }
        self._kess: dict[tuple[str, int], dict[str, dict[str, int]]] = defaultdict(dict)
        for row in _rows(shipped(data, "published") / "high_school_outcomes.csv"):
            if row["method"] == "kess":
                types = self._kess[row["region_id"], int(row["year"])]
                types.setdefault(row["school_type"], {})[row["outcome"]] = int(row["graduates"])
        self.students = {
            (row["institution_id"], int(row["year"])): _students(row)
            for row in _rows(shipped(data, "published") / "university_students.csv")
        }
        institutions = _rows(shipped(data, "reference") / "institutions.csv")
        self.city = {row["institution_id"]: row["city_id"] for row in institutions}
        self.kind = {row["institution_id"]: row["kind"] for row in institutions}
        self._memberships = _rows(shipped(data, "reference") / "memberships.csv")
        self._industries = _rows(shipped(data, "reference") / "industries.csv")
        self._commuting = _rows(shipped(data, "reference") / "commuting_areas.csv")

    def outcomes(self, city: str, year: int) -> dict[str, dict[str, int]]:
        """Graduates by school type and outcome, or nothing for a year that was not published."""
        return self._kess.get((city, year), {})

    def count(self, measure_id: str, institution_id: str, year: int = 2025) -> int:
        """A published count of an institution; KeyError when there is none."""
        return int(self._observations[measure_id, institution_id, year])

    def per_thousand(self, measure_id: str, institution_id: str, year: int = 2025) -> int:
        """A published percentage of an institution, in thousandths."""
        return int(Decimal(self._observations[measure_id, institution_id, year]) * 10)

    def is_member(self, programme_id: str, institution_id: str, year: int) -> bool:
        """Whether an institution belongs to a programme in that year."""
        return any(
            row["programme_id"] == programme_id
            and row["institution_id"] == institution_id
            and int(row["valid_from"]) <= year
            for row in self._memberships
        )

    def strategic_industries(self, city: str, year: int) -> list[str]:
        """The industries that a city names as strategic in that year."""
        return [
            row["industry_id"]
            for row in self._industries
            if row["city_id"] == city and int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)
        ]

    def commuting_area(self, city: str) -> list[str]:
        """The cities within daily reach of a city."""
        return [row["region_id"] for row in self._commuting if row["city_id"] == city]

    def universities(self) -> list[str]:
        """The universities and junior colleges of the three cities."""
        return [each for each, kind in self.kind.items() if kind in ("university", "junior_college")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _students(row: dict[str, str]) -> Students:
    first_year = row["enrolled_first_year"], row["dropped_out_first_year"]
    enrolled, dropped = (int(count) if count else None for count in first_year)
    return Students(int(row["enrolled"]), int(row["dropped_out"]), enrolled, dropped)
