"""What the reference data know of one city: its programmes, members, institutions, industries, districts.

Nothing here names a city. What is invented is given with the sample only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from meomureum.measures.register import table
from meomureum.store.address import DataSet
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

COUNTED = ("programme_participation", "tasks", "labour_demand")
"""Tables that hold counts of a city; what belongs to them is offered when any data set has rows there."""
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
    "polytechnic": Text("기능대학", "Polytechnic"),
    "cyber_college": Text("사이버대학(전문)", "Cyber college"),
    "other_college": Text("각종학교(전문)", "Other college"),
}


@dataclass(frozen=True)
class Programme:
    """One programme of a city; `stages` are the announced stages, as (name, year)."""

    id: str
    name: Text
    started: str
    stages: tuple[tuple[str, str], ...]
    source_id: str


def programmes(snapshot: Snapshot, data_set: DataSet, city: str) -> tuple[Programme, ...]:
    """The programmes of a city, in the order of the reference data."""
    found = _of_city(snapshot, data_set, "SELECT * FROM programmes ORDER BY line", city)
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


def members(snapshot: Snapshot, programme_id: str) -> pd.DataFrame:
    """The named members of a programme with their kind and source; only a part may be named."""
    found = table(
        snapshot,
        """
        SELECT memberships.programme_id, institutions.institution_id, institutions.kind, memberships.source_id
        FROM memberships
        JOIN institutions USING (institution_id)
        ORDER BY institutions.line
        """,
    )
    return found[found["programme_id"] == programme_id]


def institutions(snapshot: Snapshot, data_set: DataSet, city: str) -> pd.DataFrame:
    """The schools and universities of a city, with the programmes that name them."""
    return _of_city(
        snapshot,
        data_set,
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


def industries(snapshot: Snapshot, data_set: DataSet, city: str) -> pd.DataFrame:
    """The strategic industries of a city with their years; an industry may have several spans."""
    return _of_city(snapshot, data_set, "SELECT * FROM industries ORDER BY valid_from, line", city)


def districts(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The districts within each city."""
    found = table(snapshot, "SELECT region_id, parent_id FROM regions WHERE level = 'district' ORDER BY line")
    return {str(city): tuple(own["region_id"]) for city, own in found.groupby("parent_id", sort=False)}


def regions_above(snapshot: Snapshot, city: str) -> tuple[str, ...]:
    """The regions that a city lies in and that have figures: its province, then the country."""
    found = table(snapshot, "SELECT region_id, parent_id, level FROM regions ORDER BY line")
    regions = {code: (parent, level) for code, parent, level in found.itertuples(index=False, name=None)}
    chain, at = [], city
    while at := _word(regions[at][0]):
        chain.append(at)
    return tuple(each for each in chain if regions[each][1] in ("province", "country"))


def tables_with_rows(snapshot: Snapshot, city: str) -> Collection[str]:
    """Which of the `COUNTED` tables have rows of a city in any data set."""
    each = (f"SELECT DISTINCT '{name}' AS held, city_id FROM {name}" for name in COUNTED)
    found = table(snapshot, " UNION ALL ".join(each))
    return frozenset(found.loc[found["city_id"] == city, "held"])


def _of_city(snapshot: Snapshot, data_set: DataSet, sql: str, city: str) -> pd.DataFrame:
    found = table(snapshot, sql)
    shown = (found["data_set"] != "sample") | (data_set == "sample")
    return found[(found["city_id"] == city) & shown]


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
