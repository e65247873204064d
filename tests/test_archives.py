"""Archives and workbooks that must not be opened blindly, and encodings that must not be guessed."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from small import STUDENTS, Folder, account_of, written

from etl import archives
from etl.contract import LoadRefused, Problem
from etl.encodings import CHUNK
from etl.sheet_reader import read
from etl.sources import KNOWN_HEADERS

ROWS = [["2023", "인제대학교", "9832", "704"], ["2024", "인제대학교", "9017", "688"]]
TABLE = written(STUDENTS, ROWS)


def zipped(path: Path, **files: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, STUDENTS)
        page.write_row(1, 0, ROWS[0])
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A sound workbook with one part more, or another one in its place."""
    parts = {}
    with zipfile.ZipFile(book(path)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name] = content
    return zipped(path, **parts)


def refusal_of(path: Path) -> Problem:
    with pytest.raises(LoadRefused) as refused:
        read(path, KNOWN_HEADERS)
    (problem,) = refused.value.problems
    assert problem.file.startswith(path.name)
    assert problem.next_step.ko
    return problem


def test_every_file_of_an_archive_is_read_under_its_own_name(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("다.tsv", TABLE.replace(",", "\t"))
    path = zipped(
        tmp_path / "모음.zip",
        **{
            "가/나.csv": TABLE.encode("cp949"),
            "라.xlsx": book(tmp_path / "a.xlsx").read_bytes(),
            "마.zip": inner.getvalue(),
            "__MACOSX/._나.csv": b"\x00\x05",
        },
    )
    sheets = read(path, KNOWN_HEADERS)
    assert [sheet.file for sheet in sheets] == [
        "모음.zip/가/나.csv",
        "모음.zip/라.xlsx",
        "모음.zip/마.zip/다.tsv",
    ]
    assert [sheet.rows.num_rows for sheet in sheets] == [2, 1, 2]


def test_no_entry_is_unpacked_in_our_own_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("unpacked here")

    monkeypatch.setattr(archives, "content", never)
    monkeypatch.setattr(zipfile.ZipFile, "read", never)
    path = zipped(tmp_path / "모음.zip", **{"학생.csv": TABLE})
    assert [sheet.rows.num_rows for sheet in read(path, KNOWN_HEADERS)] == [2]


def test_an_archive_goes_into_the_account_file_by_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (folder.data / "raw" / "recognised").mkdir(parents=True)
    zipped(folder.data / "raw" / "recognised" / "a.zip", **{"a.csv": TABLE})
    assert account_of(folder.check(), "a.zip").loaded == 2


def test_names_that_windows_wrote_in_cp949_are_shown_in_hangul(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"abcd.csv": TABLE})
    name = "가나".encode("cp949")
    path.write_bytes(path.read_bytes().replace(b"abcd.csv", name + b".csv"))
    assert read(path, KNOWN_HEADERS)[0].file == "a.zip/가나.csv"


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "C:\\a.csv", "x\\..\\..\\a.csv"])
def test_a_path_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    problem = refusal_of(zipped(tmp_path / "a.zip", **{name: TABLE}))
    assert "폴더 밖" in problem.expectation.ko
    assert "outside its folder" in problem.expectation.en


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": b"0" * (archives.RATIO_COUNTS_FROM + 1)})
    assert "압축 폭탄" in refusal_of(path).expectation.ko


def test_more_than_may_be_unpacked_is_refused_without_unpacking(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": TABLE})
    raw = path.read_bytes()
    at = raw.index(b"PK\x01\x02") + 24  # the unpacked size in the directory
    path.write_bytes(raw[:at] + struct.pack("<I", archives.UNPACKED_BYTES + (1 << 20)) + raw[at + 4 :])
    assert "201MB" in refusal_of(path).expectation.ko


def test_a_directory_that_lies_about_a_size_gains_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.csv": TABLE * 50})
    raw = path.read_bytes()
    at = raw.index(b"PK\x01\x02") + 24
    path.write_bytes(raw[:at] + struct.pack("<I", 10) + raw[at + 4 :])
    assert "깨졌습니다" in refusal_of(path).expectation.ko


def test_too_many_files_and_nested_archives_are_refused(tmp_path: Path) -> None:
    many = zipped(tmp_path / "a.zip", **{f"{at}.csv": "" for at in range(archives.ENTRIES + 1)})
    assert "1,000" in refusal_of(many).expectation.ko
    content = TABLE.encode()
    for depth, name in enumerate(("a.csv", "b.zip", "c.zip")):
        content = zipped(tmp_path / f"{depth}.zip", **{name: content}).read_bytes()
    assert "세 겹" in refusal_of(tmp_path / "2.zip").expectation.ko


def test_a_large_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with path.open("wb") as file:
        file.truncate(archives.FILE_BYTES + 1)
    assert "20MB" in refusal_of(path).expectation.ko


@pytest.mark.parametrize(
    ("part", "content", "ko", "en"),
    [
        ("xl/vbaProject.bin", b"x", "매크로", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "다른 파일에 연결", "links to other files"),
        ("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>', "DOCTYPE", "DOCTYPE"),
        ("xl/workbook.xml", "<!DOCTYPE x><x/>".encode("utf-16"), "DOCTYPE", "DOCTYPE"),
    ],
)
def test_a_workbook_with_something_alive_in_it_is_refused(
    tmp_path: Path, part: str, content: bytes, ko: str, en: str
) -> None:
    problem = refusal_of(with_part(tmp_path / "a.xlsx", part, content))
    assert ko in problem.expectation.ko
    assert en in problem.expectation.en


@pytest.mark.parametrize("place", ["XFD1048576", "ZZ1000000"])
def test_a_cell_far_out_is_refused_before_the_sheet_is_laid_out(tmp_path: Path, place: str) -> None:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    path = with_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", sheet.encode())
    assert "12,000,000" in refusal_of(path).expectation.ko


def test_a_web_page_called_excel_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"<html><table><tr><td>1</td></tr></table></html>")
    assert "HTML" in refusal_of(path).expectation.ko


def test_an_xlsx_called_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(book(tmp_path / "b.xlsx").read_bytes())
    assert read(path, KNOWN_HEADERS)[0].rows.num_rows == 1


@pytest.mark.parametrize(("mark", "words"), [("EncryptedPackage", "암호"), ("_VBA_PROJECT", "매크로")])
def test_an_old_workbook_with_a_password_or_macros_is_refused(tmp_path: Path, mark: str, words: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600 + mark.encode("utf-16-le"))
    assert words in refusal_of(path).expectation.ko


def test_a_character_across_two_chunks_is_read_whole(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp949", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        filler = ",".join(STUDENTS) + "\n" + "x" * (CHUNK // 2) + "가" * CHUNK + ",인제대학교,1,1\n"
        path.write_bytes(filler.encode(encoding))
        with pytest.raises(LoadRefused) as refused:  # the cell is too long for CSV, and was decoded
            read(path, KNOWN_HEADERS)
        assert "칸이 너무 깁니다" in refused.value.problems[0].expectation.ko


def test_a_bad_byte_far_down_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = ",".join(STUDENTS) + "\n" + "2023,인제대학교,1,1\r\n" * 60_000
    path.write_bytes(good.encode("cp949") + b"2024,\xff\xff,1,1\n")
    assert refusal_of(path).line == 60_002


def test_a_nul_byte_and_a_row_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((TABLE + "2025,\x00,1,1\n").encode())
    assert (refusal_of(path).line, "NUL" in refusal_of(path).expectation.en) == (4, True)
    path.write_text(TABLE + "," * 1_000_000 + "\n")
    assert (refusal_of(path).line, "1,000,001" in refusal_of(path).expectation.ko) == (4, True)


def test_merged_header_rows_become_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.merge_range(0, 0, 1, 0, "연도")
        page.merge_range(0, 1, 1, 1, "대학")
        page.merge_range(0, 2, 0, 3, "학생")
        page.write_row(1, 2, ["재적학생", "중도탈락"])
        page.write_row(2, 0, ROWS[0])
    (sheet,) = read(path, KNOWN_HEADERS)
    assert sheet.header == ("연도", "대학", "재적학생", "중도탈락")
    assert sheet.not_data == ((1, "header"), (2, "header"))


def test_a_total_is_held_against_its_rows(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    rows = [
        *ROWS,
        ["소계", "", "18849", "1392"],
        ["2025", "인제대학교", "100", "10"],
        ["합계", "", "18950", "1402"],
    ]
    folder.write(written(STUDENTS, rows))
    outcome = folder.check()
    (problem,) = outcome.problems
    assert (problem.line, problem.value, "18,949" in problem.expectation.ko) == (6, "18,950", True)
    account = account_of(outcome)
    assert (account.rows_read, account.loaded, account.quarantined, account.not_data) == (6, 3, 1, 2)
