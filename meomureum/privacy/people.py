"""The people of one fact table as atoms: who stands in which numerator and denominator.

The formulas of the indicators themselves say who is counted. Every measure of a row is
replaced by a number that only it can give, so that what a formula makes of the row names
the measure it took.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from meomureum.measures.indicators import KPIS, Formula, Kpi
from meomureum.store.warehouse import in_words

BLOCK_YEARS = 5
PERSON = (
    *("institution_id", "department", "field", "school_type", "sex", "programme_id", "stage"),
    "respondent_group",
)
KEPT = (
    "city_id",
    "year",
    "institution_id",
    "department",
    "field",
    "school_type",
    "sex",
    "programme_id",
    "stage",
    "respondent_group",
    "industry_id",
    "firm_size",
)
FIRMS = "firms_answered"


@dataclass(frozen=True)
class Part:
    """Some of the people of a row: those in all of these measures and no other; how many there are."""

    measures: tuple[str, ...]
    people: str


def nested(*measures: str) -> tuple[Part, ...]:
    """The parts of people of whom each measure counts some of those that the one before counts."""
    inner = [*(f"COALESCE(true_{name}, 0)" for name in measures), "0"]
    return tuple(Part(measures[: at + 1], f"{inner[at]} - {inner[at + 1]}") for at in range(len(measures)))


_FIRST, _LEFT = "COALESCE(true_enrolled_first_year, 0)", "COALESCE(true_dropped_out_first_year, 0)"
PARTS: dict[str, tuple[Part, ...]] = {
    "high_school_outcomes": nested("graduates", "retained_6m", "retained_12m"),
    "university_outcomes": nested("graduates", "retained_6m", "retained_11m"),
    "freshmen": nested("entrants"),
    "programme_participation": nested("participants", "completers", "hired_by_member_firms"),
    "residence": nested("cohort", "resident"),
    "university_students": (
        Part(("enrolled", "dropped_out", "enrolled_first_year", "dropped_out_first_year"), _LEFT),
        Part(("enrolled", "enrolled_first_year"), f"{_FIRST} - {_LEFT}"),
        Part(("enrolled", "dropped_out"), f"COALESCE(true_dropped_out, 0) - {_LEFT}"),
        Part(
            ("enrolled",),
            f"COALESCE(true_enrolled, 0) - COALESCE(true_dropped_out, 0) - ({_FIRST} - {_LEFT})",
        ),
    ),
    "settlement_survey": (Part(("weight",), "COALESCE(true_respondents, 0)"),),
    "labour_demand": (
        Part(("employees",), "COALESCE(true_employees, 0)"),
        Part(("shortage",), "COALESCE(true_shortage, 0)"),
        *nested("openings", "hires"),
    ),
}
WEIGHTED = frozenset({"settlement_survey"})
"""Tables whose figures are weighted: persons are counted to judge them, and as their sample size."""
INSTITUTION = "institution_id"
SENDERS: Mapping[str, str] = {"settlement_survey": "respondent_group", "labour_demand": "industry_id"}
"""The column that tells whose rows come and go together, where no institution sends them."""
SIZES: Mapping[str, str] = {"settlement_survey": "respondents"}
"""The column that counts the persons of a table, where no measure does."""


@dataclass(frozen=True)
class Asked:
    """One formula on a table, as a pair of counts; `rank` says how far from the headline it stands.

    0 is the own formula of a headline indicator, 1 that of another, 2 a variant, 3 a rung of a ladder.
    """

    kpi: Kpi
    formula: Formula
    rank: int

    @property
    def name(self) -> str:
        """The formula as counts and messages name it."""
        return f"{self.kpi.id}/{self.formula.id}"


def asked_of(table: str) -> tuple[Asked, ...]:
    """Every formula that counts people of a table, in the order of the catalogue.

    One that takes a measure of which `PARTS` does not say whose it is cannot be protected, nor is it offered.
    """
    found = []
    for kpi in KPIS:
        mine = [each for each in kpi.formulas if each.table == table]
        outer = [each for each in kpi.outer if each.table == table]
        own = 0 if kpi.headline else 1
        rest = {each.id: 3 if each.id in kpi.ladder[1:] else 2 for each in mine[1:]}
        found += [Asked(kpi, each, rest.get(each.id, own)) for each in mine]
        found += [Asked(kpi, each, 3) for each in outer]
    known = {*measures_of(table)}
    return tuple(
        each
        for each in found
        if each.kpi.shape in ("ratio", "count") and known.issuperset(each.formula.measures)
    )


def atoms(connection: duckdb.DuckDBPyConnection, table: str, data_set: str, anchor: int) -> pd.DataFrame:
    """One row an atom: city, the columns people are told apart by, `people`, and a true/false column a count.

    Counts are named `of <formula>` for the numerator and `all <formula>` for the denominator.
    A `block` is the five years that begin with `anchor`, or with any fifth year from it.
    """
    columns = {row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
    kept = [name for name in KEPT if name in columns]
    counted = [
        (f"{word} {each.name}", sql) for each in asked_of(table) for word, sql in _counted(each.formula)
    ]
    parts = " UNION ALL ".join(
        f"""
        SELECT
            {", ".join(kept)},
            ({part.people})::BIGINT AS people,
            {f"COALESCE({FIRMS}, 0)::BIGINT" if FIRMS in columns else "0"} AS firms,
            {", ".join(sql for _, sql in counted)}
        FROM (SELECT * REPLACE ({_one_of(table, part)}), {_sizes(table)} FROM {table} WHERE data_set = $set)
        """
        for part in PARTS[table]
    )
    found = in_words(connection.execute(parts, {"set": data_set}).df())
    found.columns = pd.Index([*kept, "people", "firms", *(name for name, _ in counted)])
    names = [name for name, _ in counted]
    found[names] = found[names].astype(bool)
    found["block"] = found["year"] - (found["year"] - anchor) % BLOCK_YEARS
    keys = [name for name in found.columns if name not in ("people", "firms")]
    # A firm answers for several occupations, and in both halves of a year.
    summed = found.groupby(keys, dropna=False).agg({"people": "sum", "firms": "max"}).reset_index()
    return summed if FIRMS in columns else summed.drop(columns="firms")


def _counted(formula: Formula) -> list[tuple[str, str]]:
    """Numerator and denominator over rows of which every person is one of a single part: 1 or 0."""
    reasons = ", ".join([*(f"{name}_missing" for name in formula.measures), "NULL"])
    silent = f"COALESCE({reasons}, '') = 'not_applicable'"
    either = f"(({formula.numerator}) IS NULL OR ({formula.denominator}) IS NULL)"
    return [
        (word, f"IF(({formula.where}) AND NOT ({silent} AND {either}), COALESCE({sql}, 0), 0)::INTEGER")
        for word, sql in (("of", formula.numerator), ("all", formula.denominator))
    ]


def _one_of(table: str, part: Part) -> str:
    return ", ".join(
        f"IF({name} IS NULL, NULL, {int(name in part.measures)}) AS {name}" for name in measures_of(table)
    )


def _sizes(table: str) -> str:
    """The measures as they are, under names of their own: `REPLACE` has put others in their place."""
    names = (*measures_of(table), *([SIZES[table]] if table in SIZES else []))
    return ", ".join(f"{name} AS true_{name}" for name in names)


def measures_of(table: str) -> tuple[str, ...]:
    """The counted columns of a table; none of one that is not about people."""
    return tuple(dict.fromkeys(name for part in PARTS.get(table, ()) for name in part.measures))


def possible(found: pd.DataFrame, tables: Sequence[Sequence[str]]) -> pd.DataFrame:
    """The same with the classes that hold nobody but could: an attacker does not know that they are empty.

    Whoever is told apart by person columns could stand in any class that occurs in the same
    year and kind of school; a row that a table does not show is known to be empty.
    """
    counts = [name for name in found.columns if name[:3] in ("of ", "all")]
    persons = [name for name in ("city_id", "year", "block", *PERSON) if name in found]
    kind = [name for name in ("city_id", "year", "school_type", "programme_id") if name in found]
    classes = [*(name for name in ("industry_id",) if name in found), *counts]
    whole = found[persons].drop_duplicates().merge(found[[*kind, *classes]].drop_duplicates(), on=kind)
    for columns in tables:
        whole = whole.merge(found[["city_id", *columns]].drop_duplicates(), on=["city_id", *columns])
    return (
        whole.merge(found, how="left", on=[*persons, *classes])
        .fillna({"people": 0, "firms": 0})
        .astype({"people": "int64"})
    )
