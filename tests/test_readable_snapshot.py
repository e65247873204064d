"""A snapshot opened with other tools: older DuckDB, views that say what measure says, comments, a schema on paper."""

from __future__ import annotations

import re
import subprocess
import venv
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from small import STUDENTS, Folder, written

import kpis
from etl import readable_snapshot, schema_document
from etl.build import snapshot_id
from etl.inputs import inputs_of
from etl.sources import SOURCES
from kpis import KPIS, Scope
from meomureum.measures.measurement import followed_cities
from meomureum.measures.views import COLUMNS, LONG, view_name
from meomureum.store.warehouse import Snapshot

PROJECT = Path(__file__).parents[1]
VERSIONS = ("1.2.2", "1.3.2", "1.4.5", "2.0.1")
KEY = ["formula_id", "origin", "data_set", "city_id", "institution_id", "school_type", "year"]
TOLD = [
    "numerator",
    "denominator",
    "value",
    "value_high",
    "low",
    "high",
    "sample_size",
    "unit",
    "status",
    "marks",
]


@pytest.fixture(scope="module")
def opened(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(snapshot.folder / "exact.duckdb"), read_only=True)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[[*KEY, *TOLD, "reference_date", "source_ids"]].astype({"year": "float64"})
    plainly = told.astype(dict.fromkeys(told.select_dtypes(exclude="number"), "object"))
    plainly = plainly.where(plainly.notna(), None).sort_values(KEY, ignore_index=True, na_position="first")
    return plainly.astype(dict.fromkeys(TOLD[:7], "float64"))


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
def test_the_view_of_an_indicator_says_what_a_measurement_says(
    snapshot: Snapshot, opened: duckdb.DuckDBPyConnection, kpi: kpis.Kpi
) -> None:
    cities = followed_cities(snapshot)
    found = []
    for data_set in ("published", "sample"):
        scope = Scope(data_set, cities=cities)
        for formula in (*kpi.formulas, *kpi.outer):
            if not formula.table and kpi.shape != "chain" and formula is not kpi.formulas[0]:
                continue
            for by in (("city", "school_type", "year"), ("city", "year"), ("city", "institution", "year")):
                measured = kpis.measure(snapshot, kpi, scope, by, formula.id, interval=True)
                taken = measured["origin"].eq("published")
                # Of what was published the type of school is told, and each value once.
                kept = taken & (formula is kpi.formulas[0]) if by[1] == "school_type" else ~taken
                if by[1] == "institution":
                    of_one = measured["institution_id"].notna()
                    kept = of_one & (~taken | (formula is kpi.formulas[0]))
                found.append(measured[kept & measured["data_set"].notna()])
    expected = pd.concat([each for each in found if len(each)] or found[:1])
    followed = ", ".join(f"'{city}'" for city in cities)
    given = opened.execute(f"FROM {view_name(kpi.id)} WHERE city_id IN ({followed})").df()
    assert list(given.columns) == list(COLUMNS)
    pd.testing.assert_frame_equal(in_order(given), in_order(expected), check_dtype=False)


def test_the_long_view_holds_every_indicator(opened: duckdb.DuckDBPyConnection) -> None:
    one = opened.execute(
        f"""
        SELECT city_name_en, numerator, denominator, status
        FROM {LONG}
        WHERE kpi_id = 'university_dropout_rate' AND formula_id = 'enrolled' AND institution_id = 'inje'
            AND year = 2024 AND data_set = 'published'
        """
    ).fetchall()
    assert one == [("Gimhae", 688.0, 9017.0, "value")]
    named = opened.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert {name for (name,) in named} == {LONG, *(view_name(kpi.id) for kpi in KPIS)}


def test_every_table_and_column_says_what_it_holds(opened: duckdb.DuckDBPyConnection) -> None:
    found = opened.execute("SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal").fetchall()
    assert len(found) > 30
    assert not [table for table, comment in found if not comment]
    columns = opened.execute(
        """
        SELECT table_name, column_name, comment
        FROM duckdb_columns()
        WHERE NOT internal AND table_name IN (SELECT table_name FROM contracts)
        """
    ).fetchall()
    assert not [(table, column) for table, column, comment in columns if not comment]
    told = {(table, column): comment for table, column, comment in columns}
    assert told["university_students", "enrolled"] == "재적학생 / Enrolled"
    assert "재적학생" in told["university_students", "enrolled_missing"]


def test_an_analysts_own_connection_works_beside_measure_in_either_order(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [[2024, "인제대", 9017, 688]]))
    built = folder.snapshot()
    path = str(built.folder / "exact.duckdb")
    asked = (built, "university_dropout_rate", Scope(institutions=("inje",)), ("year",))
    with duckdb.connect(path, read_only=True) as first:
        assert first.execute("SELECT SUM(dropped_out) FROM university_students").fetchone() == (688,)
        assert kpis.measure(*asked)["numerator"].tolist() == [688]
        own = "SELECT numerator FROM kpi_university_dropout_rate WHERE institution_id = 'inje' AND value > 0"
        assert first.execute(own).fetchall() == [(688,)]
    with duckdb.connect(path, read_only=True) as second:
        assert second.execute("SELECT SUM(enrolled) FROM university_students").fetchone() == (9017,)
        second.execute("SET threads = 1")  # theirs to set
    assert kpis.measure(*asked)["numerator"].tolist() == [688]
    for forbidden in (
        "CREATE TABLE mine (a INTEGER)",
        f"ATTACH '{tmp_path}/other.duckdb'",
        "SET threads = 9",
    ):
        with pytest.raises(duckdb.Error):
            built.query(forbidden)
    with pytest.raises(duckdb.Error):
        built.query("FROM read_csv('/etc/hostname')")


def test_the_schema_on_paper_is_that_of_the_code() -> None:
    written_down = (PROJECT / "docs" / "schema.md").read_text("utf-8")
    assert written_down == schema_document.document(), "make schema writes it anew"
    drawn = set(re.findall(r"^    (\w+) \{$", written_down, re.MULTILINE))
    assert drawn == {source.table for source in SOURCES}
    assert "university_students }o--|| institutions : institution_id" in written_down


def test_the_same_files_give_the_same_id_and_other_indicators_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = inputs_of(Folder(tmp_path).data)
    first = snapshot_id(inputs)
    readable_snapshot.identity.cache_clear()
    assert snapshot_id(inputs) == first
    readable_snapshot.identity.cache_clear()
    monkeypatch.setattr(readable_snapshot, "KPIS", KPIS[1:])
    assert snapshot_id(inputs) != first
    readable_snapshot.identity.cache_clear()


READ = """
import sys, duckdb
opened = duckdb.connect(sys.argv[1], read_only=True)
assert duckdb.__version__ == sys.argv[2]
for (view,) in opened.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
    opened.execute(f"SELECT * FROM {view} WHERE city_id = 'gimhae'").fetchall()
found = opened.execute(
    "SELECT numerator, denominator FROM kpi_university_dropout_rate "
    "WHERE institution_id = 'inje' AND year = 2024 AND data_set = 'published' AND formula_id = 'enrolled'"
).fetchall()
print(found, opened.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'regions'").fetchall())
"""
READ_PROTECTED = """
import sys, duckdb
opened = duckdb.connect(sys.argv[1], read_only=True)
print(opened.execute("SELECT COUNT(*) > 0 FROM protected").fetchall())
"""


@pytest.mark.trial
@pytest.mark.parametrize("version", VERSIONS)
def test_older_and_newer_duckdb_read_it_each_in_an_environment_of_its_own(
    snapshot: Snapshot, tmp_path: Path, version: str
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = next((tmp_path / "venv").glob("*/python*"))
    got = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", f"duckdb=={version}"],
        capture_output=True,
        text=True,
    )
    if got.returncode:
        pytest.skip(f"DuckDB {version} cannot be installed here: {got.stderr.strip().splitlines()[-1]}")
    told = read_by(python, READ, snapshot.folder / "exact.duckdb", version)
    assert "(688.0, 9017.0)" in told
    assert "Regions" in told
    for release in snapshot.releases[1:]:
        assert (
            read_by(python, READ_PROTECTED, snapshot.folder / f"{release}.duckdb", version) == "[(True,)]\n"
        )


def read_by(python: Path, code: str, path: Path, version: str) -> str:
    """What code prints that another Python runs on a database."""
    return subprocess.run(
        [python, "-c", code, path, version],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    ).stdout
