"""Supply and demand of a city as counted: by industry and year, and by department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from meomureum.analysis.studies.supply import Demand, Gap, Supply, gap, location_quotients
from meomureum.measures import register
from meomureum.measures.measurement import Scope, measure
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

DataSet = Literal["published", "sample"]
GAP = "supply_demand_gap"
RATES = {"shortage_rate": "labour_shortage_rate", "unfilled_rate": "unfilled_rate"}
# Where nothing is known of an industry on that side.
NO_DEMAND = Demand(None, None, None, None, None, None, None)

# A firm may answer for several occupations: of these the one with most firms counts it.
_DEMAND = """
    WITH surveyed AS (
        FROM labour_demand WHERE LIST_CONTAINS($sets, data_set)
    ),
    firms AS (
        SELECT city_id, year, half, industry_id, firm_size,
            IF(BOOL_OR(firms_asked IS NULL), NULL, MAX(firms_asked)) AS asked,
            IF(BOOL_OR(firms_answered IS NULL), NULL, MAX(firms_answered)) AS answered
        FROM surveyed
        GROUP BY ALL
    ),
    answers AS (
        SELECT city_id, year, industry_id,
            (IF(BOOL_OR(asked IS NULL), NULL, SUM(asked)) / COUNT(DISTINCT half))::DOUBLE AS asked,
            (IF(BOOL_OR(answered IS NULL), NULL, SUM(answered)) / COUNT(DISTINCT half))::DOUBLE AS answered
        FROM firms
        GROUP BY ALL
    ),
    people AS (
        SELECT city_id, year, industry_id,
            (IF(BOOL_OR(employees IS NULL), NULL, SUM(employees)) / COUNT(DISTINCT half))::DOUBLE AS employees,
            (IF(BOOL_OR(shortage IS NULL), NULL, SUM(shortage)) / COUNT(DISTINCT half))::DOUBLE AS shortage,
            IF(BOOL_OR(openings IS NULL), NULL, SUM(openings))::DOUBLE AS openings,
            IF(BOOL_OR(hires IS NULL), NULL, SUM(hires))::DOUBLE AS hires,
            IF(BOOL_OR(planned_hires IS NULL), NULL, SUM(planned_hires))::DOUBLE AS planned,
            STRING_AGG(DISTINCT source_id, ';') AS source_ids
        FROM surveyed
        GROUP BY ALL
    )
    SELECT * FROM people JOIN answers USING (city_id, year, industry_id)
    ORDER BY city_id, year, industry_id
"""
_SUPPLY = """
    SELECT year, institution_id, department, kind, industry_id, crosswalk_version, in_crosswalk,
        people::DOUBLE AS people, hired_locally::DOUBLE AS hired_locally
    FROM supply
    WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city
    ORDER BY year, institution_id, department
"""
_STRATEGIC = """
    SELECT industry_id, name_ko, name_en, COALESCE(valid_from, 0) AS first, COALESCE(valid_to, 9999) AS last
    FROM industries
    WHERE city_id = $city
    ORDER BY line
"""
_HIRED = """
    SELECT year, institution_id, department, industry_id, SUM(graduates)::DOUBLE AS people
    FROM (
        SELECT data_set, year, city_id, institution_id, department, industry_id, graduates
        FROM high_school_outcomes
        WHERE outcome = 'employed' AND destination_level = 'city'
        UNION ALL
        SELECT data_set, year, city_id, institution_id, department, industry_id, graduates
        FROM university_outcomes
        WHERE outcome = 'employed' AND workplace_level = 'city'
    )
    WHERE LIST_CONTAINS($sets, data_set)
        AND city_id = $city
        AND institution_id IS NOT NULL
        AND industry_id IS NOT NULL
    GROUP BY ALL
    ORDER BY year, institution_id, department, industry_id
"""
_CROSSWALK = """
    SELECT version, MIN(crosswalk.valid_from) AS first, MAX(crosswalk.valid_to) AS last, COUNT(*) AS rows,
        STRING_AGG(DISTINCT crosswalk.source_id, ';') AS source_ids
    FROM crosswalk
    JOIN institutions USING (institution_id)
    WHERE LIST_CONTAINS($sets, crosswalk.data_set) AND institutions.city_id = $city
    GROUP BY version
    ORDER BY first, version
"""


_TABLES = """
    SELECT DISTINCT 'high_school_outcomes' AS table_name FROM high_school_outcomes
    WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city AND department IS NOT NULL
    UNION SELECT 'university_outcomes' FROM university_outcomes
    WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city AND department IS NOT NULL
    UNION SELECT 'programme_participation' FROM programme_participation
    WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city
    UNION SELECT 'labour_demand' FROM labour_demand
    WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city
    UNION SELECT 'crosswalk' FROM crosswalk JOIN institutions USING (institution_id)
    WHERE LIST_CONTAINS($sets, crosswalk.data_set) AND institutions.city_id = $city
"""


@dataclass(frozen=True)
class Industry:
    """One industry of a city in one year, on both sides."""

    industry_id: str
    year: int
    strategic: bool
    supply: Supply
    demand: Demand
    quotient: float | None
    versions: tuple[str, ...]

    @property
    def gap(self) -> Gap | None:
        """Graduates less planned hires, with its range."""
        return gap(self.supply, self.demand)


@dataclass(frozen=True)
class Department:
    """The graduates of a department in one year, and the local hires by the industry that took them."""

    institution_id: str
    department: str
    industry_id: str | None
    graduates: float | None
    hired_locally: float | None
    hired_in: Mapping[str, float]


@dataclass(frozen=True)
class Market:
    """Supply and demand of one city.

    `marks` are the reservations on the gap of each year; `covered` are the graduates that the crosswalk
    holds and all of them, by year; `names` what the city itself calls its industries; `tables` those with rows to compare.
    """

    city_id: str
    industries: tuple[Industry, ...]
    departments: Mapping[int, tuple[Department, ...]]
    covered: Mapping[int, tuple[float, float]]
    marks: Mapping[int, str]
    crosswalk: pd.DataFrame
    source_ids: str
    names: Mapping[str, Text]
    tables: frozenset[str]

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which a gap can be given."""
        return tuple(sorted({each.year for each in self.industries if each.gap is not None}))

    def within(self, first: int | None, last: int | None) -> tuple[int, ...]:
        """Those years that lie within a period."""
        return tuple(year for year in self.years if (first or 0) <= year <= (last or 9999))

    def newest(self, first: int | None, last: int | None) -> int | None:
        """The newest such year within a period."""
        return max(self.within(first, last), default=None)

    def of(self, year: int) -> tuple[Industry, ...]:
        """The industries of one year."""
        return tuple(each for each in self.industries if each.year == year)

    def sources(self, snapshot: Snapshot) -> str:
        """Publisher and title of each source behind the survey."""
        return register.references(snapshot, pd.DataFrame({"source_ids": [self.source_ids or None]}))


def is_offered(snapshot: Snapshot) -> bool:
    """Whether these questions can be answered: they need the exact rows of every institution of the city."""
    return snapshot.only is None and snapshot.release == "exact"


def market(snapshot: Snapshot, data_set: DataSet, city: str) -> Market:
    """Both sides of a city by industry and year."""
    given: dict[str, Any] = {"sets": ["published", "real"] if data_set == "published" else ["sample"]}
    demand = snapshot.query(_DEMAND, given)
    given |= {"city": city}
    supply = snapshot.query(_SUPPLY, given)
    hired = snapshot.query(_HIRED, given)
    strategic = snapshot.query(_STRATEGIC, {"city": city})
    for name, kpi_id in RATES.items():
        rates = measure(snapshot, kpi_id, Scope(data_set, (city,)), ("city", "industry", "year"))
        demand = _with_rate(demand, name, rates)
    mine = demand[demand["city_id"] == city]
    return Market(
        city_id=city,
        industries=_industries(city, demand, supply, strategic),
        departments={
            int(str(year)): _departments(rows, hired[hired["year"] == year])
            for year, rows in supply[supply["kind"] == "graduates"].groupby("year")
        },
        covered=_covered(supply[supply["kind"] == "graduates"]),
        marks={
            int(row["year"]): row["marks"]
            for row in measure(snapshot, GAP, Scope(data_set, (city,))).to_dict("records")
            if row["origin"] == "computed" and row["year"] is not None
        },
        crosswalk=snapshot.query(_CROSSWALK, given),
        source_ids=";".join(
            sorted({code for each in mine["source_ids"].dropna() for code in each.split(";")})
        ),
        names={
            row["industry_id"]: Text(row["name_ko"], row["name_en"]) for row in strategic.to_dict("records")
        },
        tables=frozenset(snapshot.query(_TABLES, given)["table_name"]),
    )


def _with_rate(demand: pd.DataFrame, name: str, rates: pd.DataFrame) -> pd.DataFrame:
    """The same with the value of an indicator beside what was counted."""
    keys = ["city_id", "industry_id", "year"]
    valued = rates.dropna(subset=["value"]).rename(columns={"value": name})
    return demand.merge(valued[[*keys, name]], how="left", on=keys)


def _industries(
    city: str, demand: pd.DataFrame, supply: pd.DataFrame, strategic: pd.DataFrame
) -> tuple[Industry, ...]:
    """Every industry of a surveyed year: surveyed, strategic then, or matched."""
    mine = demand[demand["city_id"] == city]
    matched = supply[supply["industry_id"].notna()]
    found = []
    for year in sorted(mine["year"].unique()):
        asked = {row["industry_id"]: row for row in mine[mine["year"] == year].to_dict("records")}
        in_force = strategic[(strategic["first"] <= year) & (strategic["last"] >= year)]["industry_id"]
        rows = matched[matched["year"] == year]
        quotients = _quotients(demand[demand["year"] == year])
        for industry in dict.fromkeys([*in_force, *asked, *rows["industry_id"]]):
            own = rows[rows["industry_id"] == industry]
            found.append(
                Industry(
                    industry_id=industry,
                    year=int(year),
                    strategic=industry in set(in_force),
                    supply=_supply(own, rows),
                    demand=_demand(asked[industry]) if industry in asked else NO_DEMAND,
                    quotient=quotients.get((city, industry)),
                    versions=tuple(dict.fromkeys(own["crosswalk_version"])),
                )
            )
    return tuple(found)


def _quotients(demand: pd.DataFrame) -> dict[tuple[str, str], float]:
    known = demand[demand["employees"].notna()]
    employees: dict[str, dict[str, float]] = {}
    for row in known.to_dict("records"):
        employees.setdefault(row["city_id"], {})[row["industry_id"]] = float(row["employees"])
    return location_quotients(employees)


def _demand(row: Mapping[Any, Any]) -> Demand:
    names = ("employees", "shortage", "openings", "hires", "planned", "asked", "answered", *RATES)
    return Demand(**{name: None if pd.isna(row[name]) else float(row[name]) for name in names})


def _supply(own: pd.DataFrame, rows: pd.DataFrame) -> Supply:
    """A year whose crosswalk names courses has no completers for an industry without one: that is 0."""
    graduates, completers = own[own["kind"] == "graduates"], own[own["kind"] == "completers"]
    with_courses = (rows["kind"] == "completers").any()
    return Supply(
        graduates=_whole(graduates["people"]) if len(graduates) else None,
        completers=_whole(completers["people"]) if len(completers) else 0.0 if with_courses else None,
        hired_locally=_whole(graduates["hired_locally"]) if len(graduates) else None,
    )


def _whole(people: pd.Series) -> float | None:
    """The sum, or nothing where a part was not counted."""
    return None if people.isna().any() else float(people.sum())


def _departments(rows: pd.DataFrame, hired: pd.DataFrame) -> tuple[Department, ...]:
    took = {
        (str(institution), str(department)): {
            str(row["industry_id"]): float(row["people"]) for row in own.to_dict("records")
        }
        for (institution, department), own in hired.groupby(["institution_id", "department"])
    }
    return tuple(
        Department(
            institution_id=row["institution_id"],
            department=row["department"],
            industry_id=None if pd.isna(row["industry_id"]) else row["industry_id"],
            graduates=None if pd.isna(row["people"]) else float(row["people"]),
            hired_locally=None if pd.isna(row["hired_locally"]) else float(row["hired_locally"]),
            hired_in=took.get((row["institution_id"], row["department"]), {}),
        )
        for row in rows[rows["department"].notna()].to_dict("records")
    )


def _covered(graduates: pd.DataFrame) -> dict[int, tuple[float, float]]:
    known = graduates[graduates["people"].notna()]
    return {
        int(str(year)): (float(rows.loc[rows["in_crosswalk"], "people"].sum()), float(rows["people"].sum()))
        for year, rows in known.groupby("year")
    }
