"""The values that a clause can be held against: of its place, and as sure as the text is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from meomureum.measures import measurement
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, rounded
from meomureum.verify.claims.amounts import Amount, Fit
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.doubts import of_another_place
from meomureum.verify.claims.names import People
from meomureum.verify.claims.place_names import NATION, UNKNOWN
from meomureum.verify.claims.places import home_cities, name_of

_TELLING = 1000
"""So many persons, to the last digit, agree with no other number by chance."""
_MOVING = re.compile(r"순\s*(?:유출|유입|이동)")
_FIRST_YEAR = re.compile(r"신입생(?!\s*(?:모집\s*)?충원)|1학년|first[- ]year", re.IGNORECASE)
_UNITS = {"percent": ("percent", "points", None), "rank": ("rank", None), "persons": ("persons", None)}


@dataclass(frozen=True)
class Measured:
    """An indicator's values of one place; `sure` says that the text itself tells of whom and where they are."""

    kpi: Kpi
    rows: pd.DataFrame
    code: str
    place: Text
    sure: bool

    def speaks_of(self, amount: Amount) -> bool:
        """Whether a number is in a unit of this indicator."""
        return amount.unit in _UNITS.get(self.kpi.unit, (amount.unit,))

    def fit(self, amount: Amount, row: pd.Series) -> Fit:
        """How a row agrees with a number; more digits than are published cannot be told apart."""
        scale = 100 if self.kpi.unit == "percent" else 1
        actual = float(row["value"]) * scale
        fit = amount.fit(actual)
        if fit == "far" and row["origin"] == "published":
            digits = max(_digits(float(each) * scale) for each in self.rows["value"])
            if amount.decimals > digits and rounded(amount.value, digits) == rounded(actual, digits):
                return "near"
        announced = self.kpi.id.startswith("vocational") and row["formula_id"] == "official"
        return "far" if announced and fit == "near" and not amount.bound else fit

    def equal(self, amount: Amount, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """The rows whose value is the number, as far as it is written."""
        of = self.rows if rows is None else rows
        if amount.bound in ("over", "under"):
            of = of.drop_duplicates("year")  # another formula would hold nearly every bound
        return of[[self.fit(amount, row) == "equal" for _, row in of.iterrows()]]

    def of_year(self, year: int) -> pd.DataFrame:
        """The rows of a year, the indicator's first formula first."""
        return self.rows[self.rows["year"] == year]

    def newest(self, until: int | None = None) -> int | None:
        """The last year with a value, not after `until`."""
        years = [int(year) for year in self.rows["year"] if until is None or year <= until]
        return max(years, default=None)


def _digits(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def measured(snapshot: Snapshot, clause: Clause, data_set: str) -> Measured | None:
    """The values of the clause's place; of several that may be meant, the first one's that hold its numbers."""
    kpi = measurement.find(clause.kpis[0])
    places = clause.places[-1:]
    everywhere = kpi.id.startswith("vocational") and not of_another_place(clause.sentence)
    if not clause.named and everywhere:  # figures of the nation rarely say so
        places = (*places, NATION)
    sure = (clause.named and len(clause.places) == 1) or places == (NATION,)
    tables = [_of_clause(snapshot, kpi, place, clause, data_set, sure=sure) for place in places]
    filled = [each for each in tables if not each.rows.empty]
    holding = [each for each in filled if any(len(each.equal(amount)) for amount in clause.amounts)]
    return next(iter(holding or filled or tables), None)


def at_place(snapshot: Snapshot, kpi: Kpi, place: str, clause: Clause, data_set: str) -> Measured:
    """The values of a place that the sentence names beside a number."""
    return _of_clause(snapshot, kpi, place, clause, data_set, sure=True)


def _of_clause(
    snapshot: Snapshot, kpi: Kpi, place: str, clause: Clause, data_set: str, *, sure: bool
) -> Measured:
    people = clause.people
    school_type = people.school_type
    if kpi.id.startswith("vocational") and not school_type and place in _wide(snapshot):
        school_type = "vocational"  # a province may publish one type of school alone
    found = rows_of(snapshot, kpi, place, data_set, school_type) if place != UNKNOWN else _nothing()
    rows = found[found["value"].notna()].drop_duplicates(["year", "formula_id", "origin", "value"])
    rows = _of_ages(rows, people)
    if kpi.id == "university_dropout_rate":
        first_year = bool(_FIRST_YEAR.search(clause.sentence))
        rows = rows[(rows["formula_id"] == "first_year") == first_year]
    if kpi.id == "youth_net_retention" and _MOVING.search(clause.quote, 0, clause.name_end):
        rows = rows.assign(value=(1 - rows["value"]).abs())  # of a net loss, what is lost
        sure = False
    certain = data_set == "sample" or _is_certain(snapshot, kpi, place, people) or _holds(rows, clause)
    sure = sure and not clause.carried and certain
    return Measured(kpi, rows, place, name_of(snapshot, place), sure)


def _of_ages(rows: pd.DataFrame, people: People) -> pd.DataFrame:
    """The formulas of the ages that the sentence names, where the formulas are of ages."""
    if people.ages is None or not rows["formula_id"].str.contains(r"_\d\d_\d\d").any():
        return rows
    first, last = people.ages
    return rows[rows["formula_id"].str.contains(f"_{first}_{last}(?:_|$)")]


def _is_certain(snapshot: Snapshot, kpi: Kpi, place: str, people: People) -> bool:
    """Whether the name of the indicator says of whom it is: of the young only with their ages."""
    if kpi.id.startswith("youth"):
        return people.ages is not None
    return not kpi.id.startswith("university") or place in home_cities(snapshot)


def _holds(rows: pd.DataFrame, clause: Clause) -> bool:
    """Whether a number of persons that is told to the last digit says of whom the clause speaks."""
    told = {(each.value, each.year) for each in clause.amounts if each.unit == "persons" and not each.bound}
    return any(
        (float(row["value"]), row["year"]) in told and row["value"] >= _TELLING and row["value"] % 10
        for _, row in rows.iterrows()
    )


@lru_cache(maxsize=4)
def _wide(snapshot: Snapshot) -> frozenset[str]:
    found = snapshot.query("SELECT region_id FROM regions WHERE level <> 'city'")
    return frozenset(found["region_id"])


@lru_cache(maxsize=1)
def _nothing() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in ("year", "formula_id", "origin", "value")}).astype(
        {"formula_id": str}
    )


@lru_cache(maxsize=512)
def rows_of(snapshot: Snapshot, kpi: Kpi, place: str, data_set: str, school_type: str = "") -> pd.DataFrame:
    """Every dated row of a place or institution, by all formulas, the indicator's first one first; not to be changed."""
    home = home_cities(snapshot).get(place)
    kind: Literal["published", "sample"] = "sample" if data_set == "sample" else "published"
    scope = Scope(
        kind,
        cities=(home or place,),
        institutions=(place,) if home else (),
        school_types=(school_type,) if school_type else (),
    )
    by = ("city", "institution", "year") if home else ("city", "year")
    formulas = [each.id for each in kpi.formulas if each.table] or [""]
    tables = [measurement.measure(snapshot, kpi.id, scope, by, each) for each in formulas]
    rows: pd.DataFrame = pd.concat([table[table["year"].notna()] for table in tables])
    return rows
