"""Figures from sums are those of the rows: every indicator and formula, by every pair of dimensions."""

from __future__ import annotations

import re
import shutil

import pandas as pd
import pytest
from small import PROJECT, Folder, shipped

from etl import cubes
from meomureum.measures import facets, measurement
from meomureum.measures.indicators import KPIS
from meomureum.measures.measurement import DIMENSIONS, Scope, measure
from meomureum.store.warehouse import Snapshot


@pytest.fixture(scope="module")
def cubed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample, with cubes however small it is."""
    folder = Folder(tmp_path_factory.mktemp("cubed"), published=True)
    shutil.copytree(PROJECT / "data" / "sample", folder.data / "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cubes, "CUBED_FROM", 1)
        patch.setattr(cubes, "LARGEST_SHARE", 1.0)
        return folder.snapshot()


SCOPES = (
    Scope("sample"),
    Scope("published"),
    Scope("sample", cities=("gimhae",), school_types=("specialised",), first_year=2022),
    Scope("sample", institutions=("inje",), sexes=("female",)),
)
PAIRS = (("city", "year"), ("institution", "sex", "year"), ("participant", "track", "year"))
FIGURES = [
    (kpi.id, formula.id)
    for kpi in KPIS
    for formula in (*kpi.formulas, *kpi.outer)
    if formula.table in cubes.CUBES and kpi.shape != "chain"
]


@pytest.mark.parametrize(("kpi_id", "formula_id"), FIGURES, ids=lambda each: str(each))
def test_cubes_and_rows_agree(cubed: Snapshot, kpi_id: str, formula_id: str) -> None:
    assert measurement.cubes_of(cubed, "high_school_outcomes")
    assert measurement.cubes_of(cubed, "university_outcomes")
    for scope in SCOPES:
        for by in PAIRS if scope is SCOPES[0] else PAIRS[:1]:
            quick = measure(cubed, kpi_id, scope, by, formula_id)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(measurement, "cubes_of", lambda *_: ())
                slow = measure(cubed, kpi_id, scope, by, formula_id)
            pd.testing.assert_frame_equal(quick, slow, check_exact=True)


@pytest.mark.parametrize(("kpi_id", "formula_id"), FIGURES, ids=lambda each: str(each))
def test_what_filters_leave_is_the_same_from_sums(cubed: Snapshot, kpi_id: str, formula_id: str) -> None:
    for scope in (*SCOPES, Scope("sample", departments=("스마트기계과",), sexes=("male",), last_year=2021)):
        quick = facets.facets(cubed, kpi_id, scope, formula_id)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measurement, "cubes_of", lambda *_: ())
            slow = facets._facets.__wrapped__(cubed, kpi_id, scope, formula_id)
        assert quick == slow


def test_filters_are_counted_from_the_smallest_tables(cubed: Snapshot) -> None:
    kpi = measurement.find("vocational_employment_rate")
    asked = facets.statements(cubed, kpi, kpi.formula(), Scope("sample", sexes=("female",)))
    tables = [re.findall(r"FROM (high_school_outcomes\w*)", sql) for sql, _ in asked]
    assert tables == [["high_school_outcomes_by_group"], ["high_school_outcomes"]]


def test_the_smallest_cube_that_can_answer_does(cubed: Snapshot) -> None:
    def asked(*by: str) -> str:
        return measurement.statement(cubed, "vocational_employment_rate", Scope("sample"), by)[0]

    assert "FROM high_school_outcomes_by_city" in asked("city", "year")
    assert "FROM high_school_outcomes_by_school" in asked("institution", "year")
    assert "FROM high_school_outcomes_by_group" in asked("sex", "year")
    assert "FROM high_school_outcomes\n" in asked("department", "year")
    assert set(DIMENSIONS) >= {"department", "sex"}


def test_a_table_that_is_not_large_has_none() -> None:
    assert measurement.cubes_of(shipped(), "high_school_outcomes") == ()
