"""Templates: every table has one, it offers the codes, and filled in it loads cleanly."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from small import Folder, account_of, records, shipped

from etl.build import load
from etl.contract import Source
from etl.sheet_reader import read
from etl.sources import FACTS, KNOWN_HEADERS
from etl.table_recognition import recognise
from etl.templates import template
from meomureum.store import warehouse

# One acceptable row a table, by the words that a person would choose or type.
FILLED: dict[str, dict[str, str]] = {
    "university_students": {"연도": "2024", "기관": "인제대학교", "재적학생": "9017", "중도탈락": "688"},
    "residence": {
        "졸업 코호트": "2020", "시군구": "김해시", "출신": "고교", "경과연수": "1", "졸업자": "100", "거주자": "70",
    },
    "tasks": {
        "점검연도": "2024", "사업": "", "과제 번호": "1-1", "추진전략": "전략", "과제명": "과제", "추진상황": "완료",
    },
    "high_school_outcomes": {"연도": "2024", "행정구역": "김해시", "졸업 후 진로": "취업", "졸업자": "12"},
}  # fmt: skip


def rows_of(content: bytes) -> list[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


@pytest.mark.parametrize("source", FACTS, ids=lambda source: source.table)
def test_an_empty_template_is_recognised_and_holds_no_row(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "서식.xlsx"
    path.write_bytes(template(source, shipped()))
    (sheet,) = read(path, KNOWN_HEADERS)
    assert recognise(sheet, FACTS) is source
    assert sheet.header == tuple(column.label.ko for column in source.columns)
    assert (sheet.rows.num_rows, sheet.torn) == (0, ())
    assert sheet.rows_read == len(sheet.not_data)


@pytest.mark.parametrize("source", FACTS, ids=lambda source: source.table)
def test_each_coded_column_offers_its_words(source: Source) -> None:
    content = template(source, shipped())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    coded = [
        c
        for c in source.columns
        if c.codes or c.reference in ("regions", "institutions", "industries", "ksic", "programmes")
    ]
    assert len(re.findall('type="list"', xml)) == len(coded)
    words = {cell for row in rows_of(content) for cell in row}
    for column in coded:
        assert {spoken[0] for spoken in column.codes.values()} <= words


def test_notes_and_an_example_are_in_korean() -> None:
    rows = rows_of(template(FACTS[0], shipped()))
    assert rows[0][0].startswith("머무름 자료 서식")
    assert any("필수" in row[0] for row in rows)
    assert any(row[0] == "2025" for row in rows)


@pytest.mark.parametrize("table", FILLED)
def test_a_filled_template_loads_cleanly(table: str, tmp_path: Path) -> None:
    (source,) = [each for each in FACTS if each.table == table]
    rows = rows_of(template(source, shipped()))
    filled = {"programme": "", **FILLED[table]}
    if "사업" in filled:
        filled["사업"] = str(
            shipped().query("SELECT name_ko FROM programmes ORDER BY line")["name_ko"].iloc[0]
        )
    path = tmp_path / "채운 서식.xlsx"
    written_as_text(path, [*rows, [filled.get(header, "") for header in rows[-1]]])
    folder = Folder(tmp_path, whole=True)
    outcome = load([path], folder.data, folder.snapshots)
    account = account_of(outcome, path.name)
    assert outcome.problems == ()
    assert (account.loaded, account.quarantined, account.notices) == (1, 0, [])
    now = warehouse.current(folder.snapshots)
    assert now is not None
    assert records(now, f"SELECT COUNT(*) FROM {table} WHERE data_set = 'real'") == [(1,)]


def written_as_text(path: Path, rows: list[list[str]]) -> None:
    """What a spreadsheet saves after somebody has typed into the template."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    for down, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell:
                sheet.write_string(down, at, cell)
    workbook.close()
