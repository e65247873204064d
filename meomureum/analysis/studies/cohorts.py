"""Which cohorts of a city can be followed through the chain, and what the others lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from meomureum.analysis.statistics.chain import Cohort, Link, Node
from meomureum.measures.indicators import Stage
from meomureum.measures.measurement import Scope, find, measure
from meomureum.store.warehouse import Snapshot

CHAIN = "retention_chain"
ENTERED = ("university", "junior_college", "advanced")
Origin = Literal["high_school", "university"]
Counted = Mapping[str, Mapping[int, Mapping[Any, Any]]]
_POPULATION = {"high_school": "local_university_entry_rate", "university": "local_employment_rate"}
_PLACES = {
    "high_school": ("destination_level", "COALESCE(destination_institution_id, destination_region_id)"),
    "university": ("workplace_level", "workplace_region_id"),
}


@dataclass(frozen=True)
class Lack:
    """The years of a stage that a cohort would need and that nobody has counted."""

    stage: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class Cohorts:
    """The cohorts of a city: those that can be put together, and the others with what they lack.

    `known` gives the years that each stage has; `counts` the measurements behind every link.
    """

    city_id: str
    matched: tuple[Cohort, ...]
    refused: Mapping[int, tuple[Lack, ...]]
    known: Mapping[str, tuple[int, ...]]
    counts: pd.DataFrame

    def behind(self, cohort: Cohort) -> pd.DataFrame:
        """The measurements of a cohort's links, in the order of the chain."""
        links = [(link.stage, link.year) for stage in cohort.stages for link in stage]
        keyed = self.counts.set_index(["kpi_id", "year"], drop=False)
        return keyed.loc[links]


def stages() -> tuple[Stage, ...]:
    """The stages of the chain, in order."""
    return find(CHAIN).stages


def cohorts(snapshot: Snapshot, data_set: Literal["published", "sample"], city: str) -> Cohorts:
    """Every cohort of a city that any stage could belong to."""
    tables = {stage.kpi_id: _counted(snapshot, stage, Scope(data_set, (city,))) for stage in stages()}
    counted = {
        kpi_id: {int(row["year"]): row for row in table.to_dict("records")}
        for kpi_id, table in tables.items()
    }
    lacks = {year: _lacks(counted, year) for year in sorted(counted[stages()[0].kpi_id])}
    return Cohorts(
        city_id=city,
        matched=tuple(_cohort(city, year, counted) for year, lack in lacks.items() if not lack),
        refused={year: lack for year, lack in lacks.items() if lack},
        known={kpi_id: tuple(sorted(rows)) for kpi_id, rows in counted.items()},
        counts=pd.concat(tables.values(), ignore_index=True),
    )


def _counted(snapshot: Snapshot, stage: Stage, scope: Scope) -> pd.DataFrame:
    found = measure(snapshot, stage.kpi_id, scope, formula_id=stage.formula_id)
    return found[(found["origin"] == "computed") & found["value"].notna() & (found["denominator"] > 0)]


def _lacks(counted: Counted, cohort: int) -> tuple[Lack, ...]:
    """What stands between a cohort and its chain."""
    missing = [
        Lack(stage.kpi_id, tuple(y for y in _years(stage, cohort) if y not in counted[stage.kpi_id]))
        for stage in stages()
    ]
    return tuple(lack for lack in missing if lack.years)


def _years(stage: Stage, cohort: int) -> tuple[int, ...]:
    return tuple(cohort + after for after in stage.years_after)


def _cohort(city: str, year: int, counted: Counted) -> Cohort:
    return Cohort(
        city,
        year,
        tuple(
            tuple(_link(stage, at, counted[stage.kpi_id][at]) for at in _years(stage, year))
            for stage in stages()
        ),
    )


def _link(stage: Stage, year: int, row: Mapping[Any, Any]) -> Link:
    of, counted = float(row["denominator"]), float(row["numerator"])
    return Link(stage.kpi_id, year, of - counted if stage.survivors else counted, of)


# --- where they went -----------------------------------------------------------------


def places_gone_to(
    snapshot: Snapshot, data_set: Literal["published", "sample"], city: str, origin: Origin
) -> pd.DataFrame:
    """What became of those who left the schools or universities of a city, by year and place.

    Columns: year, outcome, level (rung of the ladder, none where nobody asked), place
    (institution, else region), people, source_ids. A year with a missing count has none.
    """
    formula, (level, place) = find(_POPULATION[origin]).formula(), _PLACES[origin]
    sets = ["published", "real"] if data_set == "published" else ["sample"]
    return snapshot.query(
        f"""
        WITH gone AS (
            SELECT year, outcome, {level} AS level, {place} AS place, graduates, source_id
            FROM {formula.table}
            WHERE LIST_CONTAINS($sets, data_set) AND city_id = $city AND ({formula.where})
        )
        SELECT year, outcome, level, place, SUM(graduates)::DOUBLE AS people,
            STRING_AGG(DISTINCT source_id, ';') AS source_ids
        FROM gone
        WHERE year NOT IN (SELECT year FROM gone WHERE graduates IS NULL)
        GROUP BY ALL
        ORDER BY year, people DESC, outcome, level, place
        """,
        {"sets": sets, "city": city},
    )


def leavers(gone: pd.DataFrame) -> dict[Node, float]:
    """School leavers of one year by the node of the chain that they went to."""
    return _summed(gone, _of_school)


def graduates(gone: pd.DataFrame) -> dict[Node, float]:
    """University graduates of one year by the node of the chain that they went to."""
    return _summed(gone, _of_university)


def _summed(gone: pd.DataFrame, node: Callable[[str, str | None], Node]) -> dict[Node, float]:
    people: dict[Node, float] = {}
    for row in gone.to_dict("records"):
        at = node(row["outcome"], None if pd.isna(row["level"]) else row["level"])
        people[at] = people.get(at, 0.0) + float(row["people"])
    return people


def _of_school(outcome: str, level: str | None) -> Node:
    if outcome == "abroad":
        return "away"
    if outcome in ENTERED:
        return {"city": "entered", "unknown": "unknown", None: "unknown"}.get(level, "away")
    return {"employed": "straight_to_work", "unknown": "unknown"}.get(outcome, "other")


def _of_university(outcome: str, level: str | None) -> Node:
    if outcome == "employed":
        return {"city": "hired", "unknown": "unknown", None: "unknown"}.get(level, "hired_elsewhere")
    return "unknown" if outcome == "unknown" else "other"
