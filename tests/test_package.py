"""The data package: every table reads back, the description is true of the files, releases export only themselves."""

from __future__ import annotations

import importlib
import io
import json
import re
import shutil
import subprocess
import venv
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pyarrow import parquet
from small import STUDENTS, Folder, written

import kpis
from kpis import Scope
from meomureum.access import log
from meomureum.command import main
from meomureum.export.package.description import description
from meomureum.export.package.readme import readme
from meomureum.export.package.tables import FIGURES
from meomureum.export.package.writing import DESCRIPTION, README, packed, write
from meomureum.store import environment
from meomureum.store.warehouse import Snapshot

FRICTIONLESS = "frictionless[parquet]==5.21.0"
ARROW = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = Folder(tmp_path_factory.mktemp("small"), whole=True)
    rows = [[2023, "인제대", 9832, 704], [2024, "인제대", 9017, 688], [2024, "ERICA", 14632, 472]]
    folder.write(written(STUDENTS, rows))
    return folder.snapshot()


@pytest.fixture(scope="module")
def place(small: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("package") / "out"
    write(small, place)
    return place


@pytest.fixture(scope="module")
def told(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place / DESCRIPTION).read_text("utf-8"))
    return found


def resource(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {each["path"]: each for each in told["resources"]}
    return found[f"{name}.parquet"]


def field(told: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = resource(told, table)["schema"]["fields"]
    return {each["name"]: each for each in fields}[name]


def test_the_description_is_true_of_every_file(place: Path, told: dict[str, Any]) -> None:
    assert {each["path"] for each in told["resources"]} == {path.name for path in place.glob("*.parquet")}
    for each in told["resources"]:
        found = parquet.read_table(place / each["path"])
        fields = each["schema"]["fields"]
        assert found.schema.names == [one["name"] for one in fields]
        assert found.num_rows == each["rows"]
        for one in fields:
            kind, column = str(found.schema.field(one["name"]).type), found[one["name"]]
            assert kind == ARROW[one["type"]] or (one["type"], kind) == ("number", "int64"), one
            assert one["type"] != "integer" or not column.null_count
            enum = one.get("constraints", {}).get("enum")
            assert enum is None or {*column.to_pylist()} <= {*enum, None}
        key = each["schema"].get("primaryKey", [])
        rows = found.select(key).to_pylist()
        assert len({tuple(row.values()) for row in rows}) == len(rows) or not key, each["path"]


def test_every_reference_leads_to_a_row(place: Path, told: dict[str, Any]) -> None:
    path_of = {each["name"]: each["path"] for each in told["resources"]}
    links = 0
    for each in told["resources"]:
        for link in each["schema"].get("foreignKeys", []):
            (mine,), (theirs,) = link["fields"], link["reference"]["fields"]
            other = path_of[link["reference"]["resource"] or each["name"]]
            codes = {*parquet.read_table(place / each["path"])[mine].to_pylist()} - {None}
            assert codes <= {*parquet.read_table(place / other)[theirs].to_pylist()}, (each["path"], mine)
            links += 1
    assert links > 40


def test_columns_speak_both_languages_and_codes_have_names(told: dict[str, Any]) -> None:
    assert field(told, "university_students", "enrolled")["title"] == "재적학생 / Enrolled"
    assert field(told, "university_students", "enrolled")["unit"] == "persons"
    sex = field(told, "high_school_outcomes", "sex")
    assert {"value": "female", "label": "여자 / Female"} in sex["categories"]
    assert {
        "fields": ["institution_id"],
        "reference": {"resource": "institutions", "fields": ["institution_id"]},
    } in (resource(told, "university_students")["schema"]["foreignKeys"])
    assert " / " in resource(told, "university_students")["title"]


def test_the_figures_are_those_that_measure_gives(small: Snapshot, place: Path) -> None:
    values = pd.read_parquet(place / f"{FIGURES}.parquet")
    mine = values[values["institution_id"].eq("inje") & values["formula_id"].eq("enrolled")].set_index("year")
    assert (mine.loc[2024, "numerator"], mine.loc[2024, "denominator"]) == (688, 9_017)
    measured = kpis.measure(
        small,
        "university_dropout_rate",
        Scope(institutions=("inje",)),
        ("institution", "year"),
        interval=True,
    ).set_index("year")
    for name in ("value", "low", "high", "status", "marks", "reference_date"):
        assert mine[name].tolist() == measured[name].tolist()
    assert {*values["snapshot_id"]} == {small.id}
    assert {*mine["kpi_name_ko"]} == {"중도탈락률"}
    assert {*mine["institution_name_en"]} == {"Inje University"}


def test_a_stranger_finds_one_value_from_the_readme_alone(place: Path) -> None:
    page = (place / README).read_text("utf-8")
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL))
    query = blocks["sql"].replace("kpi_values.parquet", str(place / "kpi_values.parquet"))
    with duckdb.connect() as alone:
        (found,) = alone.execute(query).fetchall()
    assert found[0] == 2024
    assert (found[1], found[2]) in {(688, 9_017), (472, 14_632)}
    values = pd.read_parquet(place / "kpi_values.parquet")
    (asked,) = re.findall(r'values\.query\("(.*?)"\)', page)
    assert values.query(asked)[["numerator", "denominator"]].to_numpy().tolist() == [list(found[1:3])]
    for name in ("Polars", "R", "DuckDB", "pandas"):
        assert name in page


def test_polars_reads_it_where_polars_is(place: Path) -> None:
    try:
        polars = importlib.import_module("polars")
    except ImportError:
        pytest.skip("Polars is not installed")
    found = polars.read_parquet(place / "kpi_values.parquet").filter(institution_id="inje", year=2024)
    assert 688 in found["numerator"].to_list()


def test_r_reads_it_where_r_and_arrow_are(place: Path) -> None:
    r = shutil.which("Rscript")
    if r is None or subprocess.run([r, "-e", "library(arrow)"], capture_output=True).returncode:
        pytest.skip("R with arrow is not installed")
    code = 'v <- arrow::read_parquet("kpi_values.parquet"); cat(sum(v$numerator == 688, na.rm = TRUE))'
    told = subprocess.run([r, "-e", code], cwd=place, capture_output=True, check=True, text=True).stdout
    assert int(told) >= 1


def test_a_protected_release_packs_itself_alone(snapshot: Snapshot, tmp_path: Path) -> None:
    public = replace(snapshot, release="public")
    write(public, tmp_path / "public")
    told = json.loads((tmp_path / "public" / DESCRIPTION).read_text("utf-8"))
    assert (told["release"], told["name"]) == ("public", f"meomureum-public-{snapshot.id}")
    for each in told["resources"]:
        table = each["path"].removesuffix(".parquet")
        if table not in (FIGURES, "indicators", "formulas"):
            assert each["rows"] == public.query(f"SELECT COUNT(*) AS rows FROM {table}")["rows"].iloc[0], (
                table
            )
    students = pd.read_parquet(tmp_path / "public" / "university_students.parquet")
    assert set(students["data_set"]) == {"published"}
    values = pd.read_parquet(tmp_path / "public" / f"{FIGURES}.parquet")
    hidden: pd.DataFrame = values[values["status"].eq("suppressed")]
    assert len(hidden) > 0
    assert hidden[["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)
    held = public.query("SELECT kpi_id, numerator FROM protected WHERE NOT hidden")
    of_persons = values["data_set"].eq("sample") & values["kpi_id"].isin(held["kpi_id"])
    shown = values.loc[of_persons & values["numerator"].notna(), "numerator"]
    assert len(shown) > 0
    assert set(shown) <= set(held["numerator"])


def test_a_package_says_who_it_is_for(snapshot: Snapshot, small: Snapshot, tmp_path: Path) -> None:
    for release, words in (
        ("internal", "Do not publish it"),
        ("exact", "Do not hand it on"),
        ("public", "Public:"),
    ):
        of = replace(snapshot, release=release)
        assert words in readme(of, (), {}, None)
        assert words in description(of, (), {})["description"]
    with zipfile.ZipFile(io.BytesIO(packed(small))) as archive:
        assert {README, DESCRIPTION, f"{FIGURES}.parquet"} <= set(archive.namelist())
    with pytest.raises(PermissionError):
        write(replace(snapshot, only=("inje",)), tmp_path / "own")


def test_the_command_writes_into_an_empty_folder_and_says_what_it_is(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(small.folder.parent))
    monkeypatch.setenv("MEOMUREUM_DATA", str(small.folder.parents[1] / "data"))
    out = tmp_path / "new" / "package"
    assert main(["export", str(out), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert README in said
    assert "Do not hand it on" in said
    assert (out / DESCRIPTION).is_file()
    assert main(["export", str(out)]) == 2
    assert "폴더에 이미 파일이 있습니다" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "other"), "--release", "public", "--lang", "en"]) == 2
    assert not (tmp_path / "other").exists()
    assert [each.detail for each in log.entries(environment.home())] == [f"package exact {small.id}"]


CHECK = """
from frictionless import Package
report = Package("datapackage.json").validate()
print(report.valid, [error.message for task in report.tasks for error in task.errors][:5], report.errors[:3])
"""


@pytest.mark.trial
def test_the_frictionless_library_finds_no_fault(place: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = next((tmp_path / "venv").glob("*/python*"))
    got = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", FRICTIONLESS, "pandas", "pyarrow"],
        capture_output=True,
        text=True,
    )
    if got.returncode:
        pytest.skip(f"{FRICTIONLESS} cannot be installed here: {got.stderr.strip().splitlines()[-1]}")
    told = subprocess.run([python, "-c", CHECK], cwd=place, capture_output=True, check=True, text=True).stdout
    assert told.startswith("True"), told
