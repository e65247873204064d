"""The published totals and reference rows that the sample set must agree with, for the cities it is drawn for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import ROUND_HALF_DOWN, Decimal
from pathlib import Path
from typing import NamedTuple

from etl import own_files
from etl.sample import other_cities
from etl.sample.school_story import LOCAL_ENTRY
from etl.sample.whole_numbers import Dealer, portion
from meomureum.store.environment import shipped

YEARS = tuple(range(2019, 2026))
SCHOOLS = ("specialised_high_school",)
UNIVERSITIES = ("university", "junior_college")


class Students(NamedTuple):
    """Disclosed students of a university in one year; first-year counts from 2020."""

    enrolled: int
    dropped_out: int
    enrolled_first_year: int | None
    dropped_out_first_year: int | None


class Published:
    """What `data/published` and `data/reference` say, looked up by code.

    What the city has entered in `own` goes before it. A city without a school, university, programme
    or strategic industry of its own gets invented ones, which `invented` holds as rows by table.
    """

    def __init__(self, data: Path, own: Path | None = None) -> None:
        self._data, self._own = data, own or own_files.folder(data)
        self._read_figures()
        regions = {row["region_id"]: row for row in self._rows("regions")}
        picked = self._rows(own_files.OUR_CITIES)
        self.cities = tuple(row["city_id"] for row in picked) or tuple(
            code for code, row in regions.items() if row["followed"] == "yes"
        )
        self._commuting = self._rows("commuting_areas")
        self.places = {
            city: other_cities.place(regions, city, self.commuting_area(city)) for city in self.cities
        }
        self._memberships = self._rows("memberships")
        self._read_registers()

    def _read_figures(self) -> None:
        published = shipped(self._data, "published")
        self._observations = {
            (row["measure_id"], row["institution_id"], int(row["year"])): row["value"]
            for path in sorted(published.glob("observations*.csv"))
            for row in own_files.rows(path)
            if row["institution_id"]
        }
        self._kess: dict[tuple[str, int], dict[str, dict[str, int]]] = defaultdict(dict)
        for path in sorted(published.glob("high_school_outcomes*.csv")):
            for row in own_files.rows(path):
                if row["method"] != "kess":
                    continue
                types = self._kess[row["region_id"], int(row["year"])]
                types.setdefault(row["school_type"], {})[row["outcome"]] = int(row["graduates"])
        self.students = {
            (row["institution_id"], int(row["year"])): _students(row)
            for row in own_files.rows(published / "university_students.csv")
        }

    def _read_registers(self) -> None:
        """The institutions, programmes and industries of these cities, with what had to be invented."""
        registers = {
            table: [row for row in self._rows(table) if row["city_id"] in self.cities]
            for table in ("institutions", "programmes", "industries")
        }
        self.invented = other_cities.invented(self.places.values(), registers)
        institutions = [*registers["institutions"], *self.invented["institutions"]]
        standing = [row for row in institutions if not row.get("valid_to")]
        self.city = {row["institution_id"]: row["city_id"] for row in standing}
        self.kind = {row["institution_id"]: row["kind"] for row in standing}
        self.name = {row["institution_id"]: row["name_ko"] for row in standing}
        self._programmes = [*registers["programmes"], *self.invented["programmes"]]
        self._industries = [*registers["industries"], *self.invented["industries"]]

    def _rows(self, table: str) -> list[dict[str, str]]:
        """A reference table; a row of the city's own takes the place of the shipped one of its key."""
        ours = own_files.rows(shipped(self._data, "reference") / f"{table}.csv")
        own = own_files.rows(self._own / f"{table}.csv")
        source = next((each for each in own_files.TABLES if each.table == table), None)
        if source is None:
            return ours
        return list({own_files.key(source, row): row for row in [*ours, *own]}.values())

    def outcomes(self, city: str, year: int) -> dict[str, dict[str, int]]:
        """Graduates by school type and outcome, or nothing for a year that was not published."""
        published = self._kess.get((city, year), {})
        return {
            each: counts for each in published if (counts := other_cities.told_apart(each, published[each]))
        }

    def nearest(self, city: str, year: int) -> tuple[dict[str, dict[str, int]], int]:
        """The graduates of the nearest year that was published, and that year; invented ones where none was."""
        years = [each for each in YEARS if self.outcomes(city, each)]
        if not years:
            invented = {
                school_type: {
                    outcome: self.leaning(city, "graduates", count) for outcome, count in counts.items()
                }
                for school_type, counts in other_cities.OUTCOMES.items()
            }
            return invented, other_cities.OUTCOMES_OF
        nearest = min(years, key=lambda each: abs(each - year))
        return self.outcomes(city, nearest), nearest

    def count(self, measure_id: str, institution_id: str, year: int = 2025) -> int:
        """A count of an institution as published for a year or before; an invented one where none was."""
        value = self._published(measure_id, institution_id, year)
        return self._size(measure_id, institution_id) if value is None else int(value)

    def per_thousand(self, measure_id: str, institution_id: str, year: int = 2025) -> int:
        """A percentage of an institution, in thousandths, likewise."""
        value = self._published(measure_id, institution_id, year)
        tenths = value and (value * 10).quantize(Decimal(1), ROUND_HALF_DOWN)  # 48.15 was 48.148
        return self._size(measure_id, institution_id) if tenths is None else int(tenths)

    def _published(self, measure_id: str, institution_id: str, year: int) -> Decimal | None:
        known = (
            self._observations.get((measure_id, institution_id, each)) for each in range(year, YEARS[0], -1)
        )
        return next((Decimal(value) for value in known if value), None)

    def _size(self, measure_id: str, institution_id: str) -> int:
        """All that is invented of one institution is larger or smaller by the same part."""
        size = other_cities.SIZES[self.kind[institution_id]][measure_id]
        spread = 0 if measure_id in other_cities.RATES else 250
        return portion(size, 1000 - spread + Dealer(f"size/{institution_id}").between(0, 2 * spread))

    def leaning(self, city: str, what: str, value: int) -> int:
        """What is told of every city without a story, up to a quarter more or less: no two are alike."""
        lean = 750 + Dealer(f"city/{city}/{what}").between(0, 500)
        return value if city in LOCAL_ENTRY else portion(value, lean)

    def takers(self, programme_id: str, year: int) -> list[str]:
        """The members of a programme in a year; where nobody has listed any, the schools of its city."""
        listed = {
            row["institution_id"]
            for row in self._memberships
            if row["programme_id"] == programme_id and _holds(row, year)
        }
        named = any(row["programme_id"] == programme_id for row in self._memberships)
        members = [each for each in self.city if each in listed]
        return members if named else self.schools(self._city_of(programme_id))

    def _city_of(self, programme_id: str) -> str:
        return next(row["city_id"] for row in self._programmes if row["programme_id"] == programme_id)

    def programme(self, city: str) -> str:
        """The first programme of a city."""
        return next(row["programme_id"] for row in self._programmes if row["city_id"] == city)

    def strategic_industries(self, city: str, year: int) -> list[str]:
        """The industries that a city names as strategic in that year."""
        return [
            row["industry_id"] for row in self._industries if row["city_id"] == city and _holds(row, year)
        ]

    def industries(self, city: str) -> list[str]:
        """Every industry that a city has named, each once."""
        return list(dict.fromkeys(row["industry_id"] for row in self._industries if row["city_id"] == city))

    def commuting_area(self, city: str) -> list[str]:
        """The cities within daily reach of a city."""
        return [row["region_id"] for row in self._commuting if row["city_id"] == city]

    def schools(self, city: str = "") -> list[str]:
        """The specialised high schools of a city, or of all of them."""
        return self._of_kind(SCHOOLS, city)

    def universities(self, city: str = "") -> list[str]:
        """The universities and junior colleges of a city, or of all of them."""
        return self._of_kind(UNIVERSITIES, city)

    def _of_kind(self, kinds: tuple[str, ...], city: str) -> list[str]:
        found = (each for each, kind in self.kind.items() if kind in kinds)
        return [each for each in found if not city or self.city[each] == city]


def _holds(row: Mapping[str, str], year: int) -> bool:
    return int(row.get("valid_from") or 0) <= year <= int(row.get("valid_to") or 9999)


def _students(row: dict[str, str]) -> Students:
    first_year = row["enrolled_first_year"], row["dropped_out_first_year"]
    enrolled, dropped = (int(count) if count else None for count in first_year)
    return Students(int(row["enrolled"]), int(row["dropped_out"]), enrolled, dropped)
