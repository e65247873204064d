"""Files as offices send them: encodings, titles, units, totals, footnotes, mangled cells."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from small import STUDENTS, Folder, account_of, records, written

from etl.contract import LoadRefused, Problem
from etl.sheet_reader import Sheet, read, spelling
from etl.sources import KNOWN_HEADERS

ROWS = [["2023", "인제대학교", "9832", "704"], ["2024", "인제대학교", "9017", "688"]]


def sheet_of(path: Path) -> Sheet:
    (sheet,) = read(path, KNOWN_HEADERS)
    return sheet


def cells(sheet: Sheet) -> list[list[str]]:
    return [list(map(str, row.values()))[1:] for row in sheet.rows.to_pylist()]


def lines(sheet: Sheet) -> list[int]:
    return [int(line or 0) for line in sheet.rows["line"].to_pylist()]


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


def refusal_of(path: Path) -> Problem:
    with pytest.raises(LoadRefused) as refused:
        read(path, KNOWN_HEADERS)
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp949", "cp949"),
        ("euc-kr", "cp949"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_every_korean_encoding_gives_the_same_rows(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(written(STUDENTS, ROWS).encode(encoding))
    sheet = sheet_of(path)
    assert (sheet.header, cells(sheet), lines(sheet)) == (STUDENTS, ROWS, [2, 3])
    assert sheet.encoding == name


def test_a_workbook_gives_the_same_rows_as_a_csv(tmp_path: Path) -> None:
    numbers: list[list[object]] = [[2023, "인제대학교", 9832, 704.0], [2024, "인제대학교", 9017, 688]]
    sheet = sheet_of(workbook(tmp_path / "a.xlsx", [list(STUDENTS), *numbers]))
    assert (sheet.header, cells(sheet), lines(sheet)) == (STUDENTS, ROWS, [2, 3])
    assert sheet.encoding == "xlsx"


def test_each_sheet_of_a_workbook_is_read_and_an_empty_one_is_left_out(tmp_path: Path) -> None:
    first: list[list[object]] = [list(STUDENTS), list(ROWS[0])]
    second: list[list[object]] = [list(STUDENTS), list(ROWS[1])]
    sheets = read(workbook(tmp_path / "a.xlsx", first, [], second), KNOWN_HEADERS)
    assert [(sheet.name, cells(sheet)) for sheet in sheets] == [("Sheet1", [ROWS[0]]), ("Sheet3", [ROWS[1]])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_delimiters_and_line_endings_do_not_matter(tmp_path: Path, delimiter: str, ending: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ending.join(delimiter.join(row) for row in [STUDENTS, *ROWS]).encode())
    assert (cells(sheet_of(path)), lines(sheet_of(path))) == (ROWS, [2, 3])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_title_with_a_comma_does_not_decide_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    table = [delimiter.join(row) for row in [STUDENTS, *ROWS]]
    path.write_text("\n".join(["재적학생, 중도탈락", *table]), "utf-8")
    assert (cells(sheet_of(path)), lines(sheet_of(path))) == (ROWS, [3, 4])


def test_what_is_not_data_is_left_out_and_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "대학별 중도탈락 현황\n"
        "기준일: 2024-04-01\n"
        "연도,대학,재적학생,중도탈락\n"
        ",,(명),(단위: 명)\n"
        "2023,인제대학교,9832,704\n"
        "\n"
        ",,,\n"
        " 소 계 ,,9832,704\n"
        "2024,인제대학교,9017,688\n"
        "합계,,18849,1392\n"
        "Total,,18849,1392\n"
        "※ 대학원은 포함하지 않음\n"
        "주) 3월부터 다음 해 2월까지\n"
        "자료: 대학알리미\n",
        "utf-8",
    )
    sheet = sheet_of(path)
    assert (cells(sheet), lines(sheet)) == (ROWS, [5, 9])
    assert sheet.not_data == (
        (1, "before_header"),
        (2, "before_header"),
        (3, "header"),
        (4, "unit"),
        (6, "blank"),
        (7, "blank"),
        (8, "total"),
        (10, "total"),
        (11, "total"),
        (12, "footer"),
        (13, "footer"),
        (14, "footer"),
    )
    assert sheet.rows_read == len(cells(sheet)) + len(sheet.not_data) == 14


def test_a_school_whose_name_begins_like_a_total_is_data(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(("학교", "연도"), [["계산고등학교", "2024"], ["합계고등학교", "2024"]]), "utf-8")
    assert lines(sheet_of(path)) == [2, 3]


def test_a_line_break_inside_quotes_keeps_the_physical_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('연도,대학,비고\n2023,인제대,"첫 줄\n둘째 줄\n셋째 줄"\n2024,인제대,끝\n', "utf-8")
    sheet = sheet_of(path)
    assert lines(sheet) == [2, 5]
    assert cells(sheet)[0][2] == "첫 줄\n둘째 줄\n셋째 줄"


def test_a_comma_inside_quotes_divides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('연도,대학,재적학생,중도탈락\n2024,인제대학교,"9,017",688\n', "utf-8")
    assert cells(sheet_of(path)) == [["2024", "인제대학교", "9,017", "688"]]


def test_a_row_with_too_few_or_too_many_cells_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("연도,대학,재적학생\n2023,인제대\n2024,인제대,9,017\n2024,가야대,2012,\n", "utf-8")
    sheet = sheet_of(path)
    assert sheet.torn == ((2, ("2023", "인제대")), (3, ("2024", "인제대", "9", "017")))
    assert lines(sheet) == [4]
    assert sheet.rows_read == 4


def test_decomposed_hangul_full_width_digits_and_spaces_compare_equal() -> None:
    assert spelling(unicodedata.normalize("NFD", "인제 대학교")) == "인제대학교"
    assert spelling(" ２０２４\u3000년\u00a0") == "2024년"
    assert spelling("ERICA") == "erica"


# Loading the rows: what the cells of a file come to in a snapshot.

HIGH = ("연도", "행정구역", "학교", "학교유형", "학과", "졸업 후 진로", "졸업자")
ENGLISH = ("Year", "Region", "Institution", "School type", "Department", "Outcome", "Graduates")


def outcomes(folder: Folder) -> list[tuple[object, ...]]:
    return records(
        folder.snapshot(),
        """
        SELECT year, city_id, institution_id, school_type, outcome, graduates
        FROM high_school_outcomes
        ORDER BY ALL
        """,
    )


def test_korean_words_english_words_and_codes_give_the_same_row(tmp_path: Path) -> None:
    folder, school = Folder(tmp_path), "Ansan Technical High School"
    codes = ("year", "region_id", "institution_id", "school_type", "department", "outcome", "graduates")
    tables: dict[tuple[str, ...], list[object]] = {
        HIGH: ["2024", "안산시", "안산공업고등학교", "특성화고", "기계과", "취업", "12"],
        ENGLISH: ["2024", "Ansan", school, "Specialised vocational", "기계과", "Employed", 12],
        codes: ["2024", "41270", "7530348", "specialised", "기계과", "employed", "12"],
    }
    for at, (header, row) in enumerate(tables.items()):
        folder.write(written(header, [row]), f"{at}.csv")
    assert outcomes(folder) == [(2024, "ansan", "ansan_tech", "specialised", "employed", 12)]
    found = records(folder.snapshot(), "SELECT loaded, already_present FROM files WHERE data_set = 'real'")
    assert sorted(found) == [(0, 1), (0, 1), (1, 0)]


def test_mangled_cells_are_read_as_what_they_mean(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    rows = [
        ["２０２０", "안산", "7530348.0", "", "가", "취업", "１，２３４"],
        ["2021.0", "안산", " 안산공업고 ", "", "가", "취업", "1,234"],
        ["2022년", "안산", unicodedata.normalize("NFD", "안산공업고등학교"), "", "가", "취업", "1234명"],
        ["2023", "경기도 안산시", "안산 공고", "", "가", "취업", "1234.0"],
    ]
    folder.write(written(HIGH, rows))
    assert outcomes(folder) == [
        (year, "ansan", "ansan_tech", "specialised", "employed", 1234) for year in (2020, 2021, 2022, 2023)
    ]


def test_a_percent_sign_is_no_part_of_the_number(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        written(
            ("measure_id", "formula_id", "region_id", "institution_id", "year", "value", "unit"),
            [["x", "published", "gimhae", "", "2024", "12.5%", "%"]],
        ),
        within="raw/observations",
    )
    found = records(folder.snapshot(), "SELECT value::DOUBLE, unit FROM observations WHERE measure_id = 'x'")
    assert found == [(12.5, "percent")]


def test_usual_forms_of_a_date_mean_the_same_day(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    header = ("날짜", "시군구", "사업", "내용", "영문 내용")
    forms = ["2025-03-02", "2025.3.2", "2025. 3. 2.", "2025/03/02", "20250302", "2025년 3월 2일"]
    months = ["2025-03", "2025.3", "2025. 3.", "2025/03", "2025년 3월"]
    rows = [[form, "김해", "", f"day {at}", "x"] for at, form in enumerate(forms)]
    rows += [[form, "김해", "", f"month {at}", "x"] for at, form in enumerate(months)]
    folder.write(written(header, rows), within="raw/events")
    found = dict(records(folder.snapshot(), "SELECT title, date FROM events WHERE data_set = 'real'"))
    expected = {f"day {at}": "2025-03-02" for at in range(len(forms))}
    assert found == expected | {f"month {at}": "2025-03" for at in range(len(months))}


def test_a_date_cell_of_a_workbook_is_that_day(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (folder.data / "raw" / "events").mkdir(parents=True)
    rows: list[list[object]] = [
        ["날짜", "시군구", "사업", "내용", "영문 내용"],
        [date(2025, 3, 2), "김해", "", "개소", "Opening"],
    ]
    workbook(folder.data / "raw" / "events" / "a.xlsx", rows)
    assert records(folder.snapshot(), "SELECT date FROM events WHERE data_set = 'real'") == [("2025-03-02",)]


def test_the_account_counts_what_is_not_data(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("표 1\n" + written(STUDENTS, [*ROWS, ["합계", "", "18849", "1392"], ["", "", "", ""]]))
    account = account_of(folder.check())
    assert (account.rows_read, account.loaded, account.not_data, account.quarantined) == (6, 2, 4, 0)


# Files that cannot be read at all.


def test_an_unclosed_quote_is_refused_with_the_line_on_which_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "열린따옴표.csv"
    path.write_text('연도,대학\n2023,인제대학교\n2024,"인제대학교\n2025,가야대학교\n', "utf-8")
    problem = refusal_of(path)
    assert (problem.file, problem.line) == ("열린따옴표.csv", 3)
    assert "따옴표" in problem.sentence().ko
    assert "열린따옴표.csv line 3" in problem.sentence().en
    assert "Check the quotes" in problem.sentence().en


def test_bytes_that_are_no_known_encoding_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("연도,대학\n2024,".encode() + b"\xff\xfe\n")
    problem = refusal_of(path)
    assert (problem.file, problem.line) == ("a.csv", 2)
    assert "CP949" in problem.expectation.ko
    assert "neither UTF-8 nor CP949" in problem.expectation.en
    assert "CSV UTF-8" in problem.next_step.ko
    assert "CSV UTF-8" in problem.next_step.en


def test_a_file_without_a_header_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("2023,인제대학교,9832\n2024,인제대학교,9017\n", "utf-8")
    problem = refusal_of(path)
    assert problem.file == "a.csv"
    assert "머리글" in problem.expectation.ko
    assert "No header row" in problem.expectation.en
    assert "30행" in problem.next_step.ko
    assert "first 30 rows" in problem.next_step.en


@pytest.mark.parametrize("content", [b"", b"\n\n", "연도,대학\n2024,\x00\n".encode("utf-16")])
def test_an_empty_or_foreign_file_never_loads_silently(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal_of(path).file == "a.csv"


@pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04 broken", b""])
def test_a_workbook_that_is_not_one_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    problem = refusal_of(path)
    assert problem.file == "a.xlsx"
    assert "엑셀" in problem.expectation.ko
    assert "Excel workbook" in problem.expectation.en
    assert "XLSX" in problem.next_step.ko
    assert "XLSX" in problem.next_step.en


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.hwp"
    path.write_bytes(b"anything")
    problem = refusal_of(path)
    assert problem.file == "a.hwp"
    assert "CSV와 XLSX" in problem.expectation.ko
    assert "Only CSV and XLSX" in problem.expectation.en
    assert "XLSX나 CSV" in problem.next_step.ko
    assert "XLSX or CSV" in problem.next_step.en
