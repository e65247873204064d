"""What the published files say, read without the product: the truth that sentences are made from."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Series:
    """A number of one place, year by year: in per cent with one decimal, or persons."""

    name: str
    place: str
    values: Mapping[int, Decimal]
    place_en: str = ""
    assumed_year: bool = False

    @property
    def years(self) -> list[int]:
        """Its years, first to last."""
        return sorted(self.values)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig") as lines:
        yield from csv.DictReader(lines)


def _tenths(value: str | Decimal) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


@cache
def institutions() -> Mapping[str, tuple[str, str]]:
    """The Korean name and the English one of each university whose name is its only one."""
    named = {row["institution_id"]: row for row in _rows("reference/institutions.csv")}
    return {
        code: (row["name_ko"], row["name_en"])
        for code, row in named.items()
        if row["kind"] in ("university", "junior_college")
        and row["name_ko"].endswith("대학교")
        and sum(row["name_ko"].removeprefix("국립") in each["name_ko"] for each in named.values()) == 1
    }


@cache
def cities() -> Mapping[str, str]:
    """The Korean name of each city that is no part of another and shares its name with none."""
    found = {
        row["region_id"]: row["name_ko"] for row in _rows("reference/regions.csv") if row["level"] == "city"
    }
    return {code: name for code, name in found.items() if " " not in name and name != "세종시"}


VOCATIONAL = {
    "vocational_employment_rate": "직업계고 취업률",
    "vocational_advancement_rate": "직업계고 진학률",
}
DISCLOSED = {
    "university_employment_rate": "취업률",
    "freshman_fill_rate": "신입생 충원율",
    "enrolment_fill_rate": "재학생 충원율",
    "foreign_student_share": "외국인 유학생 비율",
}


@cache
def national() -> tuple[Series, ...]:
    """The two rates of the vocational schools of the country."""
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for row in _rows("published/observations.csv"):
        if row["region_id"] == "korea" and row["measure_id"] in VOCATIONAL:
            found[row["measure_id"]][int(row["year"])] = _tenths(row["value"])
    return tuple(Series(VOCATIONAL[code], "전국", values, "Korea") for code, values in found.items())


@cache
def vocational_counts() -> Mapping[int, tuple[int, int, Decimal]]:
    """Graduates, those who advanced, and their rate, of the country's vocational schools."""
    return {
        int(row["year"]): (int(row["denominator"]), int(row["numerator"]), _tenths(row["value"]))
        for row in _rows("published/observations.csv")
        if row["measure_id"] == "vocational_advancement_rate" and row["denominator"]
    }


@cache
def of_universities() -> tuple[Series, ...]:
    """Every disclosed rate of every university."""
    found: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for row in _rows("published/observations_universities.csv"):
        if row["institution_id"] in institutions():
            found[row["measure_id"], row["institution_id"]][int(row["year"])] = _tenths(row["value"])
    return tuple(
        Series(
            DISCLOSED[measure], *_names(code, values), assumed_year=measure == "university_employment_rate"
        )
        for (measure, code), values in found.items()
        if len(values) > 3
    )


def _names(code: str, values: Mapping[int, Decimal]) -> tuple[str, Mapping[int, Decimal], str]:
    return institutions()[code][0], values, institutions()[code][1]


@cache
def dropouts() -> Mapping[str, Mapping[int, tuple[int, int]]]:
    """Enrolled and dropped out, by the name of the university and year."""
    found: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in _rows("published/university_students.csv"):
        if row["institution_id"] in institutions() and row["dropped_out"] and int(row["enrolled"] or 0):
            counted = int(row["enrolled"]), int(row["dropped_out"])
            found[institutions()[row["institution_id"]][0]][int(row["year"])] = counted
    return {name: years for name, years in found.items() if len(years) > 3}


@cache
def dropout_rates() -> tuple[Series, ...]:
    """The drop-out rate of every university, from its counts."""
    english = dict(institutions().values())
    return tuple(
        Series(
            "중도탈락률",
            name,
            {year: _tenths(Decimal(100 * out) / all_) for year, (all_, out) in years.items()},
            english[name],
        )
        for name, years in dropouts().items()
    )


@cache
def high_school_graduates() -> tuple[Series, ...]:
    """Those who left the high schools of each city."""
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for row in _rows("published/observations_high_schools.csv"):
        if (
            row["measure_id"] == "high_school_graduates"
            and row["region_id"] in cities()
            and not row["school_type"]
        ):
            found[cities()[row["region_id"]]][int(row["year"])] = Decimal(row["value"])
    return tuple(Series("고등학교 졸업자", name, values) for name, values in found.items() if len(values) > 1)


@cache
def _register() -> Mapping[tuple[str, str], Mapping[int, int]]:
    """Residents by single age, of each city and month."""
    return {
        (row["region_id"], row["month"]): {age: int(row[f"age_{age}"]) for age in range(10, 45)}
        for row in _rows("published/population_by_age.csv")
        if row["region_id"] in cities()
    }


@cache
def youth() -> tuple[Series, ...]:
    """The residents of 15 to 39 of each city at the end of those years whose December is published."""
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (city, month), ages in _register().items():
        if month.endswith("-12"):
            found[cities()[city]][int(month[:4])] = Decimal(sum(ages[age] for age in range(15, 40)))
    return tuple(Series("청년 인구", name, values) for name, values in found.items() if len(values) > 1)


@cache
def net_retention() -> tuple[Series, ...]:
    """Of those aged 15 to 19, 20 to 24, 25 to 29 at the end of 2020, how many there were of five years more in 2025."""
    found = []
    for code, name in cities().items():
        before, after = _register().get((code, "2020-12"), {}), _register().get((code, "2025-12"), {})
        for first in (15, 20, 25) if before and after else ():
            ages = range(first, first + 5)
            rate = Decimal(100 * sum(after[age + 5] for age in ages)) / sum(before[age] for age in ages)
            found.append(Series(f"{first}~{first + 4}세 청년 순잔존율", name, {2025: _tenths(rate)}))
    return tuple(found)
