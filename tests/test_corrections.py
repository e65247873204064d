"""Declared fixes: applied while the provider is wrong, ended and said so once it is not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from small import STUDENTS, Folder, written

from etl.build import fill
from etl.corrections import CORRECTIONS, Correction
from etl.inputs import inputs_of
from meomureum.texts import Text

FIX = Correction(
    id="inje-2024-dropped-out",
    table="university_students",
    column="dropped_out",
    where="year = 2024 AND institution_id = 'inje'",
    wrong="6880",
    right="688",
    reason=Text("공시 화면에서 0이 하나 더 붙음", "One zero too many in the disclosure"),
    file="대학*.csv",
)


def filled(
    tmp_path: Path, dropped_out: object, name: str = "대학 2024.csv", fix: Correction = FIX
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[str], int]:
    """Rows, what became of the fix, notices, quarantined rows."""
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [[2023, "인제대", 9832, 704], [2024, "인제대", 9017, dropped_out]]), name)
    database = tmp_path / "x.duckdb"
    accounts, problems = fill(database, inputs_of(folder.data), (fix,))
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT year, dropped_out FROM university_students ORDER BY year"
        ).fetchall()
        fates = connection.execute("SELECT id, status, rows FROM corrections").fetchall()
    (account,) = [each for each in accounts if each.data_set == "real"]
    return rows, fates, [notice.ko for notice in account.notices], len(problems)


def test_a_fix_is_applied_before_the_rules_and_said(tmp_path: Path) -> None:
    rows, fates, notices, faults = filled(tmp_path, 6880)
    assert rows == [(2023, 704), (2024, 688)]
    assert fates == [(FIX.id, "applied", 1)]
    assert faults == 0
    assert notices == [f"선언된 수정 '{FIX.id}'를 1행에 적용했습니다: 공시 화면에서 0이 하나 더 붙음"]


def test_a_cell_that_could_not_be_read_can_be_fixed(tmp_path: Path) -> None:
    fix = Correction(**{**vars(FIX), "wrong": "육백팔십팔"})
    rows, fates, _, faults = filled(tmp_path, "육백팔십팔", fix=fix)
    assert (rows[1], fates[0][1], faults) == ((2024, 688), "applied", 0)


def test_a_fix_of_a_missing_value_takes_the_mark_away(tmp_path: Path) -> None:
    fix = Correction(**{**vars(FIX), "wrong": "미공개"})
    rows, _, _, faults = filled(tmp_path, "미공개", fix=fix)
    assert (rows[1], faults) == ((2024, 688), 0)


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [(688, "mended", "기관이 값을 고쳤으므로"), (700, "changed", "'700'이 있어 적용하지")],
)
def test_a_fix_ends_when_the_provider_has_mended_or_changed_the_value(
    tmp_path: Path, value: int, status: str, words: str
) -> None:
    rows, fates, notices, _ = filled(tmp_path, value)
    assert rows[1] == (2024, value)
    assert fates == [(FIX.id, status, 0)]
    assert words in notices[0]


def test_a_fix_whose_condition_no_row_meets_is_said(tmp_path: Path) -> None:
    fix = Correction(**{**vars(FIX), "where": "year = 1999"})
    _, fates, notices, _ = filled(tmp_path, 6, fix=fix)
    assert fates == [(FIX.id, "unmatched", 0)]
    assert "조건에 맞는 행이 없어" in notices[0]


def test_a_fix_concerns_only_the_files_it_names(tmp_path: Path) -> None:
    rows, fates, notices, _ = filled(tmp_path, 6, name="다른 파일.csv")
    assert (rows[1], fates, notices) == ((2024, 6), [], [])


def test_what_a_fix_changed_stands_in_the_history(tmp_path: Path) -> None:
    filled(tmp_path, 6880)
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as connection:
        told = connection.execute("SELECT old_value, new_value, kind, why_en FROM restated").fetchall()
    assert told == [("6880", "688", "correction", "One zero too many in the disclosure")]


def test_every_shipped_fix_has_an_id_of_its_own() -> None:
    assert len({each.id for each in CORRECTIONS}) == len(CORRECTIONS)
