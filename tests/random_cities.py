"""Invented cities of few people, for the tests of protection."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from meomureum.privacy.publication import Publication, Table, publication

OUTCOMES = ("entered", "employed", "other")
_RATES = (("entered", "graduates"), ("employed", "working age"))
_COUNTS = ("graduates", "entered", "employed", "working age")
TABLES = (
    Table(("year",), _COUNTS, _RATES, 400, frozenset({"graduates", "entered"}), frozenset({"graduates"})),
    Table(("school", "year"), _COUNTS, _RATES, 60, known=frozenset({"graduates"})),
    Table(("department", "year"), _COUNTS, _RATES, 10),
    Table(("sex", "year"), _COUNTS, _RATES, 60),
    Table(("school", "department", "block"), _COUNTS, _RATES, 2),
    Table(("school", "sex", "block"), _COUNTS, _RATES, 2),
)


def people(rows: list[tuple[int, str, str, str, str, int]]) -> pd.DataFrame:
    """Atoms of a city: year, school, department, sex, outcome, people."""
    found = pd.DataFrame(rows, columns=["year", "school", "department", "sex", "outcome", "people"])
    found["block"] = 2021
    found["graduates"] = True
    found["entered"] = found["outcome"] == "entered"
    found["employed"] = found["outcome"] == "employed"
    found["working age"] = found["outcome"] != "entered"
    return found


def city(rows: list[tuple[int, str, str, str, str, int]]) -> Publication:
    """What a release shows about a city."""
    return publication(people(rows), TABLES)


@st.composite
def cities(draw: st.DrawFn) -> Publication:
    """1-12 schools of 1-60 graduates in one or two years: zeros, single persons, large and small ones."""
    rows = []
    years = (2024, 2025)[: draw(st.integers(1, 2))]
    for school in range(draw(st.integers(1, 12))):
        departments = draw(st.integers(1, 2))
        for year in years:
            left = draw(st.integers(1, 60))
            for department in range(departments):
                for sex in ("female", "male"):
                    for outcome in OUTCOMES:
                        last = (department, sex, outcome) == (departments - 1, "male", OUTCOMES[-1])
                        count = left if last else draw(st.integers(0, left))
                        left -= count
                        name = f"department {(school + department) % 4}"
                        rows.append((year, f"school {school}", name, sex, outcome, count))
    return city(rows)
