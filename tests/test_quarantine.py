"""Rows in quarantine go out as they came, with a reason, and come back in once mended."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from small import STUDENTS, Folder, account_of, records, written

from etl import quarantine
from etl.build import load
from meomureum.store import warehouse
from meomureum.texts import Language

HEADER = ("비고", *STUDENTS)
ROWS = [
    ["=1+1", 2022, "인제대", 9000, 600],
    ["-", 2023, "없는대학", 9832, 704],
    ["@표", 2024, "인제대", "구천", 688],
]


def handed(place: Path, text: bytes, name: str) -> Path:
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return path


def held_after_loading(folder: Folder, place: Path) -> quarantine.Held:
    text = written(HEADER, ROWS) + "+2021,인제대\n"
    load([handed(place, text.encode("cp949"), "대학.csv")], folder.data, folder.snapshots)
    now = warehouse.current(folder.snapshots)
    assert now is not None
    (held,) = quarantine.held(now)
    return held


def test_quarantined_rows_are_kept_with_every_reason_and_without_columns_that_nobody_reads(
    tmp_path: Path,
) -> None:
    held = held_after_loading(Folder(tmp_path), tmp_path)
    assert (held.file, held.header) == ("대학.csv", HEADER)
    assert [(line, cells) for line, cells, _ in held.rows] == [
        (3, ("", "2023", "없는대학", "9832", "704")),
        (4, ("", "2024", "인제대", "구천", "688")),
        (5, ("", "")),
    ]
    reasons = [reason for _, _, reason in held.rows]
    assert "등록되지 않은 이름" in reasons[0].ko
    assert "not registered" in reasons[0].en
    assert "정수여야" in reasons[1].ko
    assert "칸이 2개" in reasons[2].ko


def test_the_file_of_quarantined_rows_has_the_same_columns_behind_the_reason(tmp_path: Path) -> None:
    held = held_after_loading(Folder(tmp_path), tmp_path)
    text = quarantine.as_csv(held, "ko")
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["격리 사유", *HEADER]
    assert rows[1][1:] == ["", "2023", "없는대학", "9832", "704"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(quarantine.as_xlsx(held, "ko"))).get_sheet_by_index(0)
    assert [str(cell) for cell in sheet.to_python()[1][1:]] == rows[1][1:]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_mended_file_loads_cleanly(tmp_path: Path, language: Language, form: str) -> None:
    folder = Folder(tmp_path)
    held = held_after_loading(folder, tmp_path)
    mended = quarantine.Held(
        held.file,
        held.sheet,
        held.header,
        (
            (3, ("-", "2023", "인제대", "9832", "704"), held.rows[0][2]),
            (4, ("@표", "2024", "인제대", "9017", "688"), held.rows[1][2]),
            (2, ("=1+1", "2022", "인제대", "9000", "600"), held.rows[1][2]),
        ),
    )
    text = (quarantine.as_csv if form == "csv" else quarantine.as_xlsx)(mended, language)
    outcome = load([handed(tmp_path, text, f"고친 것.{form}")], folder.data, folder.snapshots)
    account = account_of(outcome, f"고친 것.{form}")
    assert (account.loaded, account.already_present, account.quarantined) == (2, 1, 0)
    assert account.notices == [] or "비고" in account.notices[0].ko
    now = warehouse.current(folder.snapshots)
    assert now is not None
    assert records(now, "SELECT year, enrolled FROM university_students ORDER BY year") == [
        (2022, 9000),
        (2023, 9832),
        (2024, 9017),
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert quarantine.defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-", "-5", "+3.5%", "-1,234", "", "인제대", "2024-03-02", "'따옴표"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert quarantine.defused(cell) == cell


def test_rows_that_contradict_each_other_are_held_whole_and_settled_by_the_mended_file(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    both = written(STUDENTS, [[2024, "인제대", 9017, 688], [2024, "인제대", 9018, 688]])
    load([handed(tmp_path, both.encode(), "a.csv")], folder.data, folder.snapshots)
    now = warehouse.current(folder.snapshots)
    assert now is not None
    (held,) = quarantine.held(now)
    assert [line for line, _, _ in held.rows] == [2, 3]
    one = quarantine.Held(held.file, "", held.header, held.rows[:1])
    mended = handed(tmp_path, quarantine.as_csv(one, "ko"), "b.csv")
    outcome = load([mended], folder.data, folder.snapshots)
    assert outcome.problems == ()
    assert account_of(outcome, "b.csv").loaded == 1
    earlier = account_of(outcome, "a.csv")
    assert (earlier.quarantined, earlier.already_present, earlier.superseded) == (0, 2, 2)
