"""Cubes added up by Apache Spark are DuckDB's, cell by cell, and pages read them as any."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from small import PROJECT, Folder

from etl import cubes, spark_cubes
from etl.contract import LoadRefused
from meomureum.app.commands import loading
from meomureum.measures import measurement
from meomureum.measures.measurement import Scope, measure
from meomureum.store.warehouse import Snapshot

MASTERS = ("local[2]", "local-cluster[2,1,1024]")
WITH_SPARK = pytest.mark.skipif(
    not (all(map(find_spec, spark_cubes.PACKAGES)) and shutil.which("java")),
    reason="Apache Spark is not installed (pip install '.[spark]', and Java 17 or newer)",
)


@pytest.fixture(scope="module", autouse=True)
def every_table() -> Iterator[None]:
    """Cubes however small a table is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cubes, "CUBED_FROM", 1)
        patch.setattr(cubes, "LARGEST_SHARE", 1.0)
        yield


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample, added up by DuckDB."""
    return sample(tmp_path_factory.mktemp("here")).snapshot()


def sample(place: Path) -> Folder:
    folder = Folder(place, published=True)
    shutil.copytree(PROJECT / "data" / "sample", folder.data / "sample")
    return folder


def cells(of: Snapshot) -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    """Every cube: its columns with their types, and its rows in one order."""
    with duckdb.connect(str(of.folder / "exact.duckdb"), read_only=True) as connection:
        found = {}
        for table in cubes.CUBES:
            for cube in measurement.cubes_of(of, table):
                rows = connection.execute(f"FROM {cube} ORDER BY ALL")
                found[cube] = ([f"{each[0]} {each[1]}" for each in rows.description or ()], rows.fetchall())
    return found


@pytest.mark.trial
@WITH_SPARK
@pytest.mark.parametrize("master", MASTERS)
def test_every_cell_is_that_of_duckdb(
    master: str, here: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_SPARK", master)
    there = sample(tmp_path / "it's there").snapshot()
    expected = cells(here)
    assert len(expected) == sum(map(len, cubes.CUBES.values()))
    assert cells(there) == expected
    assert there.id == here.id
    asked = ("vocational_employment_rate", Scope("sample"), ("city", "year"))
    assert "high_school_outcomes_by_city" in measurement.statement(there, *asked)[0]
    assert measure(there, *asked).equals(measure(here, *asked))


@pytest.mark.trial
@WITH_SPARK
def test_a_spark_that_is_not_there_is_told_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_SPARK", "nowhere://x")
    folder = Folder(tmp_path, published=True)
    with pytest.raises(LoadRefused) as refused:
        folder.snapshot()
    (problem,) = refused.value.problems
    assert (problem.file, "--engine duckdb" in problem.next_step.en) == ("nowhere://x", True)
    assert not (folder.snapshots / "current").exists()


def test_without_its_packages_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SPARK", "")
    monkeypatch.setattr(spark_cubes, "find_spec", lambda _: None)
    assert loading.main(["load", "--engine", "spark", "--lang", "en"]) == loading.REFUSED
    assert "pip install 'meomureum[spark]'" in capsys.readouterr().err
