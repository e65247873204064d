"""What the reference data know of one city: its programmes, members, institutions, industries.

Nothing here names a city: a section of the city page appears when the snapshot holds rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from meomureum.analysis.targets import Target
from meomureum.figures.regional_map import comparable
from meomureum.measures import measurement
from meomureum.measures.measurement import Scope
from meomureum.measures.register import table as _table
from meomureum.session.answers import _measured, measured, targets
from meomureum.session.snapshots import snapshot
from meomureum.session.view import current
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

# Tables that hold counts of a programme; a part of its section is offered when any set has rows there.
OF_PROGRAMMES = ("programme_participation", "tasks")


@dataclass(frozen=True)
class Programme:
    """One programme of a city; `stages` are the announced stages, as (name, year)."""

    id: str
    name: Text
    started: str
    stages: tuple[tuple[str, str], ...]
    source_id: str


def programmes(city: str) -> tuple[Programme, ...]:
    """The programmes of a city, in the order of the reference data."""
    found = _of_city("SELECT * FROM programmes ORDER BY line", city)
    return tuple(
        Programme(
            id=str(row["programme_id"]),
            name=Text(str(row["name_ko"]), str(row["name_en"])),
            started=_word(row["started"]),
            stages=_stages(_word(row["stages"])),
            source_id=_word(row["source_id"]),
        )
        for _, row in found.iterrows()
    )


def _stages(written: str) -> tuple[tuple[str, str], ...]:
    """도입기 2025;안정기 2026 as names with years; a stage without a year keeps its name."""
    steps = [step.strip().rpartition(" ") for step in written.split(";") if step.strip()]
    return tuple((name, year) if name else (year, "") for name, _, year in steps)


def members(programme_id: str) -> pd.DataFrame:
    """The named members of a programme with their kind; only a part may be named."""
    found = _table(
        snapshot(),
        """
        SELECT memberships.programme_id, institutions.institution_id, institutions.kind,
            memberships.valid_from, memberships.valid_to, memberships.source_id
        FROM memberships
        JOIN institutions USING (institution_id)
        ORDER BY institutions.line
        """,
    )
    return found[found["programme_id"] == programme_id]


def institutions(city: str) -> pd.DataFrame:
    """The schools and universities of a city, with the programmes that name them."""
    return _of_city(
        """
        SELECT institutions.*,
            (
                SELECT STRING_AGG(DISTINCT programme_id, ';' ORDER BY programme_id)
                FROM memberships
                WHERE memberships.institution_id = institutions.institution_id
            ) AS programmes
        FROM institutions
        ORDER BY line
        """,
        city,
    )


def industries(city: str) -> pd.DataFrame:
    """The strategic industries of a city with their years; an industry may have several spans."""
    return _of_city("SELECT * FROM industries ORDER BY valid_from, line", city)


def aims(city: str) -> tuple[Target, ...]:
    """Every target in force of a city, including stages and targets without a number."""
    return tuple(target for target in targets() if target.city_id == city)


def districts(city: str) -> tuple[str, ...]:
    """The districts within a city."""
    found = _table(snapshot(), "SELECT * FROM regions WHERE level = 'district' ORDER BY line")
    return tuple(found.loc[found["parent_id"] == city, "region_id"])


def regions_above(city: str) -> tuple[str, ...]:
    """The regions that a city lies in and that have figures: its province, then the country."""
    regions = by_code(_table(snapshot(), "SELECT * FROM regions ORDER BY line"), "region_id")
    chain, at = [], city
    while at := _word(regions[at]["parent_id"]):
        chain.append(at)
    return tuple(each for each in chain if regions[each]["level"] in ("province", "country"))


def tables_with_rows_of(programme_id: str) -> frozenset[str]:
    """The counted tables that have rows of a programme in any data set."""
    return _carries(snapshot(), programme_id)


@lru_cache(maxsize=64)
def _carries(of: Snapshot, programme_id: str) -> frozenset[str]:
    each = (f"SELECT '{name}' AS held FROM {name} WHERE programme_id = $programme" for name in OF_PROGRAMMES)
    return frozenset(of.query(" UNION ".join(each), {"programme": programme_id})["held"])


def has_labour_survey(city: str) -> bool:
    """Whether any data set has a labour-demand survey of the city."""
    return city in set(_table(snapshot(), "SELECT DISTINCT city_id FROM labour_demand")["city_id"])


def published(prefix: str) -> pd.DataFrame:
    """Published single values that are no indicator, by the beginning of their name."""
    found = _table(snapshot(), "SELECT * FROM observations ORDER BY line")
    return found[found["measure_id"].str.startswith(prefix) & (found["data_set"] == "published")]


def rates_beside_regions(view: View, kpi_id: str, formula_id: str, places: tuple[str, ...]) -> pd.DataFrame:
    """One formula for a city and the regions above it, by kind of school and year."""
    scope = Scope(
        view.data_set,
        cities=places,
        first_year=view.first_year,
        last_year=view.last_year,
    )
    found = _measured(snapshot(), kpi_id, scope, ("city", "school_type", "year"), formula_id)
    return found[found["value"].notna() & (found["formula_id"] == formula_id)]


def newest_parts(
    view: View, city: str, programme_id: str, kpi_id: str, by: str, formula_id: str = ""
) -> pd.DataFrame:
    """An indicator of a programme by stage, strategy or track, in the newest year that has rows."""
    rows = measured(replace(view, cities=(city,)), kpi_id, ("city", "programme", by, "year"), formula_id)
    return _newest(rows[(rows["programme_id"] == programme_id) & rows[by].notna()]).sort_values(by)


def newest_by_industry(view: View, city: str, kpi_id: str) -> pd.DataFrame:
    """An indicator of a city by industry, in the newest year that has rows."""
    rows = measured(replace(view, cities=(city,)), kpi_id, ("city", "industry", "year"))
    return _newest(rows[rows["industry_id"].notna()])


def newest_by_institution(view: View, city: str, kpi_id: str) -> pd.DataFrame:
    """The newest value of an indicator at each institution; computed ones before published ones."""
    rows = measured(replace(view, cities=(city,)), kpi_id, ("city", "institution", "year"))
    valued = rows[rows["institution_id"].notna() & rows["value"].notna()]
    # "computed" comes before "published" in the alphabet too.
    ordered = valued.sort_values(["year", "origin"], ascending=[False, True])
    return ordered.drop_duplicates("institution_id")


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    found: pd.DataFrame = rows[rows["year"] == rows["year"].max()]
    return found


def by_code(rows: pd.DataFrame, by: str) -> dict[str, pd.Series]:
    """Rows by the code of one column."""
    return {str(row[by]): row for _, row in rows.iterrows()}


def newest_year() -> int:
    """The newest year of any published figure."""
    return int(_table(snapshot(), "SELECT MAX(year) AS year FROM observations")["year"].iloc[0])


def school_type(code: object) -> Text:
    """The kind of high school that a row covers; empty means all of them."""
    return _SCHOOL_TYPES.get(str(code), _SCHOOL_TYPES["all"])


_SCHOOL_TYPES = {
    "all": Text("전체", "All"),
    "general": Text("일반고", "General"),
    "special_purpose": Text("특목고", "Special-purpose"),
    "specialised": Text("특성화고", "Specialised"),
    "autonomous": Text("자율고", "Autonomous"),
    "vocational": Text("직업계고", "Vocational"),
}
KINDS = {
    "specialised_high_school": Text("특성화고", "Specialised high school"),
    "high_school": Text("고등학교", "High school"),
    "university": Text("대학교", "University"),
    "junior_college": Text("전문대학", "Junior college"),
    "industrial_university": Text("산업대학", "Industrial university"),
    "education_university": Text("교육대학", "University of education"),
    "cyber_university": Text("사이버대학", "Cyber university"),
    "open_university": Text("방송통신대학", "Open university"),
    "technical_university": Text("기술대학", "Technical university"),
    "other_university": Text("각종학교", "Other university"),
}


def _of_city(sql: str, city: str) -> pd.DataFrame:
    """Registered rows of a city; what is invented is shown with the sample only."""
    found = _table(snapshot(), sql)
    shown = (found["data_set"] != "sample") | (current().data_set == "sample")
    return found[(found["city_id"] == city) & shown]


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def one_year(view: View, kpi_id: str) -> pd.DataFrame:
    """An indicator by city, by one formula in one year, so that cities can be compared."""
    formulas = [view.formula] if view.formula else [each.id for each in measurement.find(kpi_id).formulas]
    return comparable([measured(view, kpi_id, formula_id=each) for each in formulas], formulas)
