"""Any scope of the figures of every city is what plain SQL says of the very files that are shipped.

`pytest -m trial tests/test_national_scopes.py` draws 2,000 of them, the everyday run 200.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb
import pytest
from small import PROJECT, records, shipped

from kpis import Scope, measure

PUBLISHED, REFERENCE = PROJECT / "data" / "published", PROJECT / "data" / "reference"
FILES = f"""
    CREATE TABLE regions AS FROM read_csv('{REFERENCE}/regions.csv', all_varchar = true);
    CREATE TABLE institutions AS FROM read_csv('{REFERENCE}/institutions.csv', all_varchar = true);
    CREATE TABLE register AS
        SELECT file.* REPLACE (COALESCE(became, file.region_id) AS region_id), LEFT(month, 4)::INTEGER AS year
        FROM read_csv('{PUBLISHED}/population_by_age.csv', types = {{'month': 'VARCHAR'}}) AS file
        JOIN regions USING (region_id);
    CREATE TABLE residents AS
        SELECT *, LEFT(month, 4)::INTEGER AS year
        FROM read_csv('{PUBLISHED}/population_by_age_band.csv', types = {{'month': 'VARCHAR'}});
    CREATE TABLE ages AS
        SELECT region_id, month, year, name[5:]::INTEGER AS age, people
        FROM (UNPIVOT register ON COLUMNS('age_.*') INTO NAME name VALUE people);
    CREATE TABLE students AS
        SELECT city_id, kind, file.*
        FROM read_csv('{PUBLISHED}/university_students.csv') AS file
        JOIN institutions USING (institution_id);
    CREATE TABLE leavers AS
        SELECT year, COALESCE(became, region_id) AS region_id, school_type, graduates
        FROM read_csv('{PUBLISHED}/high_school_outcomes*.csv', union_by_name = true)
        JOIN regions USING (region_id)
        WHERE method = 'kess';
    CREATE TABLE rates AS FROM read_csv('{PUBLISHED}/observations*.csv', union_by_name = true);
"""
AGES = {"everybody_15_39": (15, 39), "everybody_19_34": (19, 34)}
RATES = ("freshman_fill_rate", "enrolment_fill_rate", "foreign_student_share", "university_employment_rate")


@dataclass(frozen=True)
class Asked:
    """One question in our words and in plain SQL, which gives city (or school), year, numerator and denominator."""

    kpi: str
    formula: str
    scope: Scope
    sql: str
    by: str = "city"


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _where(scope: Scope, column: str) -> str:
    return f"{column} IN ({_listed(scope.cities)}) AND {_years(scope)}"


def _years(scope: Scope) -> str:
    return f"year BETWEEN {scope.first_year} AND {scope.last_year}"


def _retention(draw: random.Random, scope: Scope) -> Asked:
    low, high = draw.choice(((15, 19), (20, 24), (25, 29), (10, 39)))
    june = draw.random() < 0.5
    some = tuple(age for age in range(low, high + 1) if draw.random() < 0.5)
    told = _listed(tuple(map(str, some))) if some else ", ".join(f"'{age}'" for age in range(low, high + 1))
    where = _where(scope, "later.region_id").replace("year", "later.year")
    sql = f"""
        SELECT later.region_id, later.year, SUM(later.people), SUM(earlier.people)
        FROM ages AS earlier
        JOIN ages AS later
            ON later.region_id = earlier.region_id AND later.age = earlier.age + 5
            AND later.year = earlier.year + 5 AND RIGHT(later.month, 2) = RIGHT(earlier.month, 2)
        WHERE {where} AND RIGHT(later.month, 2) = '{"06" if june else "12"}' AND earlier.age::VARCHAR IN ({told})
        GROUP BY ALL
    """
    formula = f"ages_{low}_{high}{'_june' if june else ''}"
    return Asked("youth_net_retention", formula, replace(scope, ages=tuple(map(str, some))), sql)


def _youth(draw: random.Random, scope: Scope) -> Asked:
    formula = draw.choice([*AGES, "residents_15_39"])
    if formula in AGES:
        low, high = AGES[formula]
        table, summed = "register", " + ".join(f"age_{age}" for age in range(low, high + 1))
    else:
        table, summed = "residents", " + ".join(f"age_{age}_{age + 4}" for age in range(15, 40, 5))
    sql = f"""
        SELECT region_id, year, {summed}, NULL
        FROM {table}
        WHERE {_where(scope, "region_id")}
            AND month = (SELECT MAX(month) FROM {table} AS other WHERE other.year = {table}.year)
    """
    return Asked("youth_population", formula, scope, sql)


def _drop_outs(draw: random.Random, scope: Scope) -> Asked:
    formula = draw.choice(("enrolled", "first_year", "other_kinds"))
    first = "_first_year" if formula == "first_year" else ""
    usual = "kind IN ('university', 'junior_college')"
    whole = f"COUNT(*) = COUNT(dropped_out{first}) AND COUNT(*) = COUNT(enrolled{first}) AND SUM(enrolled{first}) > 0"
    sql = f"""
        SELECT city_id, year, SUM(dropped_out{first}), SUM(enrolled{first})
        FROM students
        WHERE {_where(scope, "city_id")} AND {f"NOT ({usual})" if formula == "other_kinds" else usual}
        GROUP BY ALL
        HAVING {whole}
    """
    return Asked("university_dropout_rate", formula, scope, sql)


def _leavers(draw: random.Random, scope: Scope) -> Asked:
    types = tuple(each for each in ("general", "specialised") if draw.random() < 0.5)
    told = f"AND school_type IN ({_listed(types)})" if types else ""
    sql = f"""
        SELECT region_id, year, SUM(graduates), NULL
        FROM leavers
        WHERE {_where(scope, "region_id")} {told}
        GROUP BY ALL
    """
    return Asked("high_school_graduates", "kess", replace(scope, school_types=types), sql)


def _disclosed(draw: random.Random, scope: Scope) -> Asked:
    kpi = draw.choice(RATES)
    sql = f"""
        SELECT institution_id, year, value, NULL
        FROM rates
        JOIN institutions USING (institution_id)
        WHERE measure_id = '{kpi}' AND {_where(scope, "city_id")}
    """
    formula = "official" if kpi == "university_employment_rate" else "published"
    return Asked(kpi, formula, scope, sql, "institution")


KINDS: tuple[Callable[[random.Random, Scope], Asked], ...] = (
    _retention,
    _youth,
    _drop_outs,
    _leavers,
    _disclosed,
)


def _measured(asked: Asked) -> dict[tuple[str, int], tuple[float, float | None]]:
    """Numerator and denominator of each place and year that has a value; of a rate that is published the per cent."""
    rows = measure(shipped(), asked.kpi, asked.scope, (asked.by, "year"), asked.formula)
    counted = asked.by == "city"
    rows = rows[rows["value"].notna() & (rows["origin"] == ("computed" if counted else "published"))]
    found: dict[tuple[str, int], tuple[float, float | None]] = {}
    for row in rows.to_dict("records"):
        first = row["numerator"] if counted else round(100 * row["value"], 6)
        second = row["denominator"] if counted and row["denominator"] == row["denominator"] else None
        found[row[f"{asked.by}_id"], int(row["year"])] = (float(first), second)
    return found


@pytest.mark.parametrize("scopes", [200, pytest.param(2_000, marks=pytest.mark.trial)])
def test_any_scope_is_what_plain_sql_says_of_the_files(scopes: int) -> None:
    draw = random.Random(229)
    sql = "SELECT region_id FROM regions WHERE level = 'city' AND valid_to IS NULL ORDER BY ALL"
    cities = [code for (code,) in records(shipped(), sql)]
    compared = 0
    with duckdb.connect() as plain:
        plain.execute(FILES)
        for _ in range(scopes):
            first, last = sorted((draw.randint(2016, 2026), draw.randint(2016, 2026)))
            chosen = tuple(draw.sample(cities, draw.randint(1, 6)))
            asked = draw.choice(KINDS)(draw, Scope(cities=chosen, first_year=first, last_year=last))
            rows = plain.execute(asked.sql).fetchall()
            assert _measured(asked) == {(place, year): (float(a), b) for place, year, a, b in rows}, asked
            compared += len(rows)
    assert compared > scopes
