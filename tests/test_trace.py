"""From a value to its files and lines, and from a file to its values."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import STUDENTS, Folder, shipped, written

from etl.build import load
from etl.load_ledger import Said
from kpis import Scope
from meomureum.analysis import lineage
from meomureum.app.commands.loading import main
from meomureum.measures.indicators import KPIS
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot


def test_a_computed_value_names_its_file_line_formula_and_snapshot() -> None:
    found = lineage.trace(
        shipped(),
        "university_dropout_rate",
        Scope(institutions=("inje",), first_year=2024, last_year=2024),
        by=("institution", "year"),
    )
    (value,) = found.values.to_dict("records")
    assert (value["numerator"], value["denominator"]) == (688, 9017)
    (file,) = found.files
    assert (file.file, file.data_set, found.rows) == ("university_students.csv", "published", 1)
    path = Path(__file__).parents[1] / "data/published/university_students.csv"
    assert "9017,688" in path.read_text("utf-8").splitlines()[file.lines[0] - 1]
    assert "FROM university_students" in found.sql
    assert found.parameters["only_institution_id"] == ["inje"]
    assert found.snapshot_id == shipped().id


def test_a_published_value_names_the_line_it_was_taken_from() -> None:
    found = lineage.trace(shipped(), "local_university_entry_rate", Scope(cities=("gimhae",)))
    assert "targets.csv" in {file.file for file in found.files}
    assert found.checks


@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_as_many_lines_are_named_as_rows_were_read(data_set: str, whole: Snapshot) -> None:
    for kpi in KPIS:
        for formula in kpi.formulas:
            if kpi.shape == "chain" or formula.table in lineage.DERIVED:
                continue
            found = lineage.trace(whole, kpi.id, Scope(data_set), formula_id=formula.id)  # type: ignore[arg-type]
            assert found.rows == found.values["rows"].sum(), (kpi.id, formula.id)
            assert found.rows == sum(len(file.lines) for file in found.files)


def test_a_chain_and_a_derived_value_name_the_files_of_every_part(whole: Snapshot) -> None:
    chain = lineage.trace(whole, "retention_chain", Scope("sample", cities=("gimhae",)))
    assert {"residence.csv", "university_students.csv"} <= {file.file for file in chain.files}
    gap = lineage.trace(whole, "supply_demand_gap", Scope("sample"))
    assert {"labour_demand.csv", "high_school_outcomes.csv"} <= {file.file for file in gap.files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Every shipped set, the synthetic sample included."""
    from etl.build import ensure_current

    return ensure_current(snapshots=tmp_path_factory.mktemp("whole"))


def test_a_restated_value_says_what_it_was_before(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for name, value in (("a.csv", 688), ("b.csv", 690)):
        path = tmp_path / name
        path.write_text(written(STUDENTS, [[2024, "인제대", 9017, value]]), "utf-8")
        load([path], folder.data, folder.snapshots, Said(why="정정 공문"))
    now = warehouse.current(folder.snapshots)
    assert now is not None
    found = lineage.trace(now, "university_dropout_rate", Scope(cities=("gimhae",)))
    assert [file.file for file in found.files] == ["b.csv"]
    (change,) = found.restated
    assert "dropped_out: 688 → 690 (정정 공문)" in change.ko


def test_a_file_names_the_values_that_rest_on_it() -> None:
    touched = lineage.touched(shipped(), "university_students.csv")
    assert {touch.kpi.id for touch in touched} >= {"university_dropout_rate"}
    rate = next(touch for touch in touched if touch.kpi.id == "university_dropout_rate")
    assert "gimhae" in rate.cities
    assert rate.last_year == 2024
    assert lineage.touched(shipped(), "no such file.csv") == ()


def test_an_indicator_names_the_tables_it_reads() -> None:
    assert lineage.tables_of("university_dropout_rate") == ("university_students", "observations")
    assert "labour_demand" in lineage.tables_of("supply_demand_gap")
    assert lineage.tables_of("no_such") == ()


def test_many_lines_are_told_as_stretches() -> None:
    lines = lineage.FileLines("a.csv", "", "real", "t", "", (2, 3, 4, 9))
    assert lines.stretches().ko == "2-4, 9행"
    scattered = lineage.FileLines("a.csv", "", "real", "t", "", tuple(range(1, 40, 2)))
    assert "외 14구간" in scattered.stretches().ko


# The command.


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(shipped().folder.parent))

    def one(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        told = capsys.readouterr()
        return code, told.out, told.err

    return one


def test_the_command_tells_a_value_and_a_file(said) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = said("trace", "university_dropout_rate", "--institution", "inje", "--year", "2024")
    assert code == 0
    for phrase in ("중도탈락률", "688 / 9017", "university_students.csv (published)", "SELECT", shipped().id):
        assert phrase in out
    code, out, _ = said("--lang", "en", "trace", "--file", "targets.csv")
    assert code == 0
    assert "Local university entry rate" in out
    assert not any("가" <= letter <= "힣" for letter in out)


@pytest.mark.parametrize(
    "words", [("no_such",), ("university_dropout_rate", "--formula", "x"), ("--file", "x.csv")]
)
def test_the_command_names_what_it_knows(said, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    code, _, errors = said("trace", *words)
    assert code == 2
    assert "쓸 수 있는 값" in errors


def test_a_value_without_rows_says_so(said) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = said("trace", "settlement_intention", "--city", "gimhae")
    assert code == 1
    assert "바탕이 되는 행이 없습니다" in out
