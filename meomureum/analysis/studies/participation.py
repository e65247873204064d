"""Participants of a programme and the others, by school and department."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from meomureum.analysis.statistics.effect import Association, Side, Stratum, association
from meomureum.measures.measurement import KPIS, Formula, Kpi, Scope, find, measure
from meomureum.store.warehouse import Snapshot

# The table that says who took part.
TABLE = "high_school_outcomes"


@dataclass(frozen=True)
class Participation:
    """One city and year: the association, and the people it leaves out.

    `unstated` are those of whom the data do not say whether they took part or where they
    learned, `hidden` how many cells of a school and department have no published count,
    `reference` is a row with date and sources.
    """

    kpi: Kpi
    formula: Formula
    city_id: str
    year: int
    association: Association
    unstated: float
    hidden: int
    reference: pd.Series


def participation_kpis() -> tuple[Kpi, ...]:
    """The rates that can be told apart by participation."""
    return tuple(kpi for kpi in KPIS if kpi.is_rate and kpi.formulas[0].table == TABLE)


@lru_cache(maxsize=128)
def participation(
    snapshot: Snapshot, kpi_id: str, scope: Scope, formula_id: str = ""
) -> tuple[Participation, ...]:
    """Every city and year of a scope that has both sides, newest first within a city."""
    kpi = find(kpi_id)
    formula = kpi.formula(formula_id)
    by = ("city", "institution", "department", "participant", "year")
    rows = measure(snapshot, kpi_id, scope, by, formula.id)
    every = rows[(rows["origin"] == "computed") & rows["year"].notna() & (rows["denominator"] != 0)]
    found = []
    for (city, year), cells in every.groupby(["city_id", "year"]):
        mine = cells.dropna(subset=["numerator", "denominator"])
        stated = mine.dropna(subset=["institution_id", "department", "participant"])
        compared = association(_strata(stated))
        if compared is not None:
            left_out = float(mine["denominator"].sum() - stated["denominator"].sum())
            row = stated.iloc[0].copy()
            row["source_ids"] = ";".join(sorted(set(stated["source_ids"].dropna()))) or None
            found.append(
                Participation(
                    kpi, formula, str(city), int(str(year)), compared, left_out, len(cells) - len(mine), row
                )
            )
    return tuple(sorted(found, key=lambda each: (scope.cities.index(each.city_id), -each.year)))


def _strata(rows: pd.DataFrame) -> list[Stratum]:
    return [
        Stratum((str(school), str(department)), _side(mine, "yes"), _side(mine, "no"))
        for (school, department), mine in rows.groupby(["institution_id", "department"])
    ]


def _side(rows: pd.DataFrame, participant: str) -> Side:
    mine = rows[rows["participant"] == participant]
    return Side(float(mine["numerator"].sum()), float(mine["denominator"].sum()))
