"""Files that could be read wrongly: each is right, held back with its reason, or a question; nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from small import Folder, records, written

from etl import build, inputs
from etl.build import Outcome
from etl.contract import LoadRefused, Problem
from etl.load_accounts import Input

HEADER = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
SCHOOL, OTHER = "김해건설공업고등학교", "안산공업고등학교"
STUDENTS = ("연도", "대학", "재적학생", "중도탈락")
FORMS = {
    **dict.fromkeys(
        ("1.234", "1,234,56", "12,5", "약 30", "30~40", "(5)", "5미만", "1e3", "'12", "-5", "30.5")
    ),
    **dict.fromkeys(("1 234", "1'234", "３０％", "十", "12개", "12/30", "12(40%)", "30위")),
    "3.0": 3,
    "１２３명": 123,
    "12 명": 12,
    "5,000": 5000,
    " 7 ": 7,
}
OUTCOMES = ("취업", "대학교", "전문대학", "입대", "기타", "미상", "국외진학", "제외인정")
PLACES = ("김해", "양산", "부산")
FACTS = {
    "high_school_outcomes": "institution_id, outcome, destination_region_id, graduates",
    "university_outcomes": "institution_id, outcome, NULL, graduates",
    "university_students": "institution_id, NULL, NULL, dropped_out",
}
Rows = Sequence[Sequence[Any]]


def row(year: object, *cells: object) -> list[object]:
    return [year, SCHOOL, *(cells or ("취업", "김해", 5))]


def text(header: Sequence[str], *rows: Sequence[object]) -> bytes:
    return written(header, rows).encode()


def book(**sheets: Rows) -> bytes:
    """A workbook; a float between 0 and 1 is shown in percent."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        percent, day = made.add_format({"num_format": "0.0%"}), made.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for at, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, float):
                        page.write_number(at, column, cell, percent)
                    elif isinstance(cell, date):
                        page.write_datetime(at, column, cell, day)
                    elif cell != "":
                        page.write(at, column, cell)
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


COMBINATIONS = [(outcome, place) for outcome in OUTCOMES for place in PLACES]
FILES: dict[str, bytes] = {
    "2001.csv": text(HEADER, *(row(2001, *COMBINATIONS[at], form) for at, form in enumerate(FORMS))),
    "2002.xlsx": book(
        가=[HEADER, row(2002, "취업", "김해", 1.0), row(2002, "취업", "부산", 0.25), row(2002, "입대", "", 3)]
    ),
    "2003.csv": text(HEADER, row("2003학년도"), row("2003년", "취업", "부산", 6)),
    "2004.csv": text(("학년도", *STUDENTS[1:]), ("2004학년도", "인제대", 9000, 500)),
    "2005.csv": text(("연도", "학교명", "진로", "졸업자"), (2005, "인제대", "취업", 5)),
    "2006.csv": text(("연도", "학교명", "진로", "졸업자"), (2006, "김해건설공고", "취업", 5)),
    "2007.csv": text(
        ("졸업연도", "학교명", "졸업자(명)", "대학교", "전문대학", "취업자수", "군입대", "취업률(%)"),
        *((2007, SCHOOL, 57, 20, 10, 25, 2, 71.4), (2007, OTHER, 50, 20, 10, 25, 2, 71.4)),
    ),
    "2008.csv": text(
        ("연도", "학교", "진학", "4년제", "전문대(명)", "취업", "계"), (2008, SCHOOL, 30, 20, 10, 25, 55)
    ),
    "2009.csv": text(
        ("연도", "학교", "대학교", "전문대학", "취업"), (2009, SCHOOL, 1, 2, 3), ("합계", "", 1, 2, 4)
    ),
    "2010.csv": text(("연도", "학교", "진로", "남", "여"), (2010, SCHOOL, "대학교", 5, 6)),
    "2011.xlsx": book(
        현황=[
            *(["2011년 진로"], HEADER, row(2011), [""], ["2. 재적 현황"]),
            *(("연도", "대학", "중도탈락", "재적학생"), [2011, "인제대", 688, 9017]),
        ]
    ),
    "2012.csv": text(HEADER, row(2012), HEADER, row(2012, "취업", "부산", 6)),
    "2013.xlsx": book(가=[HEADER, ("Year", "School", "Outcome", "To", "Graduates"), row(2013)]),
    "2014.xlsx": book(가=[HEADER, row(date(2014, 2, 10)), row(2014, "취업", "부산", 6)]),
    "2015.csv": text(HEADER, *(row(year) for year in ("'15", "15년", "2015.2", "2015-2", "2015년 2월"))),
    "2016.zip": archive(
        **{"가.csv": text(HEADER, row(2016)), "~$가.xlsx": b"\x07steward", "Thumbs.db": b"x"}
    ),
    "2017.csv": b"sep=;\n" + text(HEADER, row(2017)).replace(b",", b";"),
    "2018.csv": text(HEADER, row(2018), row(2018, "취업", "부산", 6), ("합계", "", "", "", 12)),
    "2021.csv": text(
        HEADER,
        *(row(2021), row(2021, "취업", "부산", 6), row(2021, "취업", "소계", 11)),
        *((2021, "계", "", "", 11), ("김해 총계", "", "", "", 11)),
    ),
    "2022.csv": text(HEADER, row(2022, "취업", "용인", 5), row(2022, "취업", "고성군", 6)),
    "2024.csv": text(HEADER, *(row(2024, "취업", "김해", 1) for _ in range(3))),
    "2023.csv": text(
        ("연도", "시군구", *HEADER[1:]),
        (2023, "경남", SCHOOL, "취업", "김해", 5),
        (2023, "안산", SCHOOL, "취업", "부산", 6),
    ),
    "2019.csv": text(HEADER, ("2019", "인제대", "취업", "김해", 5), row(2019, "취업", "부산", 6)),
}
REFUSED: dict[str, tuple[bytes, str]] = {
    "school year.csv": (text(("학년도", *HEADER[1:]), row(2020)), "학년도로는 졸업한 해를 알 수 없습니다"),
    "whole and parts.csv": (
        text(("연도", "학교", "진학", "대학교", "전문대학", "취업"), (2020, SCHOOL, 30, 20, 10, 25)),
        "사람을 두 번 셀 수 있습니다",
    ),
    "~$lock.xlsx": (b"\x07steward", "임시 파일"),
    "no year.csv": (text(HEADER[1:], row("", "취업", "김해", 5)[1:]), "이 열이 없습니다"),
    "twice.csv": (text((*HEADER, "졸업자"), [*row(2020), 6]), "같은 이름의 열이 두 번"),
    "thousands.csv": (text((*HEADER[:4], "졸업자(천명)"), row(2020)), "이 열이 없습니다"),
    "unit of the table.csv": (
        text(("졸업자 진로 (단위: 천명)", "", "", "", ""), HEADER, row(2020)),
        "'졸업자 진로 (단위: 천명)': 표의 단위가 명이 아니어서",
    ),
    "percent.csv": (text((*HEADER[:4], "졸업자(%)"), row(2020)), "이 열이 없습니다"),
    "two kinds.csv": (
        text(("연도", "학교명", "진로", "졸업자"), (2020, "인제대", "취업", 5), (2020, SCHOOL, "취업", 5)),
        "머리글만으로 알 수 없습니다",
    ),
    "wide of two kinds.csv": (
        text(("연도", "학교", "취업", "진학", "기타"), (2020, "인제대", 5, 1, 2), (2020, SCHOOL, 5, 1, 2)),
        "머리글만으로 알 수 없습니다",
    ),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Outcome]:
    folder = Folder(tmp_path_factory.mktemp("odd"))
    place = folder.data / "raw" / "recognised"
    place.mkdir(parents=True)
    for name, content in FILES.items():
        (place / name).write_bytes(content)
    return folder, folder.build()


def brought(loaded: tuple[Folder, Outcome], year: int) -> list[tuple[object, ...]]:
    """Everything that was loaded of a year: institution, outcome, place, people."""
    tables = " UNION ALL ".join(
        f"SELECT {cells} FROM {table} WHERE data_set = 'real' AND year = {year}"
        for table, cells in FACTS.items()
    )
    return records(loaded[0].snapshot(), f"FROM ({tables}) ORDER BY ALL")


def problems(loaded: tuple[Folder, Outcome], year: int) -> list[Problem]:
    return [each for each in loaded[1].problems if each.file.startswith(str(year))]


def told(loaded: tuple[Folder, Outcome], year: int) -> str:
    accounts = [each for each in loaded[1].accounts if each.file.startswith(str(year))]
    return " ".join(notice.ko for account in accounts for notice in account.notices)


def test_a_head_count_is_read_in_its_own_forms_only(loaded: tuple[Folder, Outcome]) -> None:
    read = sorted(people for *_, people in brought(loaded, 2001) if isinstance(people, int))
    assert read == sorted(people for people in FORMS.values() if people is not None)
    held = [each.value for each in problems(loaded, 2001)]
    assert held == [form for form, people in FORMS.items() if people is None]


def test_a_percentage_that_excel_shows_is_never_a_count(loaded: tuple[Folder, Outcome]) -> None:
    assert brought(loaded, 2002) == [("gimhae_construction", "enlisted", None, 3)]
    assert [each.value for each in problems(loaded, 2002)] == ["100%", "25%"]


def test_a_school_year_is_the_year_of_students_but_not_of_leavers(loaded: tuple[Folder, Outcome]) -> None:
    assert brought(loaded, 2003) == [("gimhae_construction", "employed", "busan", 6)]
    (problem,) = problems(loaded, 2003)
    assert "2023학년도 졸업생은 대개 2024년 2월에" in problem.expectation.ko
    assert brought(loaded, 2004) == [("inje", None, None, 500)]


def test_a_header_of_schools_and_universities_goes_by_the_names(loaded: tuple[Folder, Outcome]) -> None:
    assert brought(loaded, 2005) == [("inje", "employed", None, 5)]
    assert brought(loaded, 2006) == [("gimhae_construction", "employed", None, 5)]
    assert brought(loaded, 2019) == [("gimhae_construction", "employed", "busan", 6)]
    assert [each.expectation.ko for each in problems(loaded, 2019)] == ["고등학교가 아닙니다."]


def test_the_wide_form_gives_a_row_for_each_outcome(loaded: tuple[Folder, Outcome]) -> None:
    school = "gimhae_construction"
    wide = {"university": 20, "junior_college": 10, "employed": 25, "enlisted": 2}
    assert brought(loaded, 2007) == sorted(
        (school, outcome, None, people) for outcome, people in wide.items()
    )
    (problem,) = problems(loaded, 2007)
    assert (problem.line, problem.value) == (3, "50")
    assert "합 57과 다릅니다" in problem.expectation.ko
    assert "알 수 없는 열 '취업률(%)'" in told(loaded, 2007)


def test_a_whole_beside_its_parts_is_not_counted_where_the_total_says_so(
    loaded: tuple[Folder, Outcome],
) -> None:
    assert [(row[1], row[3]) for row in brought(loaded, 2008)] == [
        ("employed", 25),
        ("junior_college", 10),
        ("university", 20),
    ]
    assert "열 '진학'은 다른 열을 더한 값이라" in told(loaded, 2008)


def test_a_wide_total_row_is_held_against_each_column(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2009)] == [3, 2, 1]
    assert [(each.line, each.column, each.value) for each in problems(loaded, 2009)] == [(3, "취업", "4")]


def test_men_and_women_side_by_side_are_two_rows(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2010)] == [5, 6]


def test_two_tables_beneath_each_other_keep_their_own_columns(loaded: tuple[Folder, Outcome]) -> None:
    assert brought(loaded, 2011) == [
        ("gimhae_construction", "employed", "gimhae", 5),
        ("inje", None, None, 688),
    ]
    accounts = [each for each in loaded[1].accounts if each.file == "2011.xlsx"]
    assert [(each.sheet, each.rows_read, each.loaded) for each in accounts] == [
        ("현황", 3, 1),
        ("현황 #2", 4, 1),
    ]


def test_a_header_that_comes_again_or_in_english_is_no_data(loaded: tuple[Folder, Outcome]) -> None:
    assert sorted(row[3:] for row in brought(loaded, 2012)) == [(5,), (6,)]
    assert brought(loaded, 2013) == [("gimhae_construction", "employed", "gimhae", 5)]
    assert (problems(loaded, 2012), problems(loaded, 2013)) == ([], [])


def test_a_year_is_four_digits_and_no_date(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2014)] == [6]
    assert [each.value for each in problems(loaded, 2014)] == ["2014-02-10"]
    assert brought(loaded, 2015) == []
    assert len(problems(loaded, 2015)) == 5


def test_what_excel_leaves_beside_files_is_set_aside_and_told(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2016)] == [5]
    assert "임시 파일이라 읽지 않았습니다" in told(loaded, 2016)


def test_a_declared_delimiter_is_no_data_and_a_wrong_total_is_told(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2017)] == [5]
    assert [(each.line, each.value) for each in problems(loaded, 2018)] == [(4, "12")]


def test_a_total_may_say_so_in_any_column(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2021)] == [6, 5]
    assert problems(loaded, 2021) == []


def test_a_city_goes_without_its_ending_where_no_other_has_the_name(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[2] for row in brought(loaded, 2022)] == ["yongin"]
    (problem,) = problems(loaded, 2022)
    assert all(each in problem.expectation.ko for each in ("강원고성군", "경남고성군"))


def test_a_school_is_where_it_is(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2023)] == [5]
    (problem,) = problems(loaded, 2023)
    assert (problem.line, problem.value, problem.expectation.ko) == (3, "안산", "학교가 있는 곳과 다릅니다.")


def test_equal_rows_of_one_file_are_counted_once_and_told(loaded: tuple[Folder, Outcome]) -> None:
    assert [row[3] for row in brought(loaded, 2024)] == [1]
    assert "3행을 비롯한 2행은 앞 행과 모두 같아" in told(loaded, 2024)


def test_every_row_of_every_odd_file_is_accounted_for(loaded: tuple[Folder, Outcome]) -> None:
    assert all(each.balanced() for each in loaded[1].accounts)


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_a_person_can_know_is_refused_or_asked(tmp_path: Path, name: str) -> None:
    content, reason = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadRefused) as refusal:
        inputs.read_all([Input(path, "real")])
    assert reason in refusal.value.problems[0].sentence().ko
    asked = {choice for problem in refusal.value.problems for choice in problem.choices}
    kinds = {"high_school_outcomes", "university_outcomes"} if "two kinds" in name else set()
    assert asked == kinds


def test_one_bad_file_does_not_hold_back_the_good_ones(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    files = {"좋음.csv": text(HEADER, row(2030)), "나쁨.csv": text(HEADER[1:], row("")[1:])}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in files]
    outcome = build.load(paths, folder.data, folder.snapshots)
    assert (outcome.published, [each.file for each in outcome.refused]) == (True, ["나쁨.csv"])
    assert records(
        folder.snapshot(), "SELECT graduates FROM high_school_outcomes WHERE data_set = 'real'"
    ) == [(5,)]
    kept = [path.name[13:] for path in (folder.data / "raw" / "recognised").iterdir()]
    assert kept == ["좋음.csv"]
    with pytest.raises(LoadRefused):
        build.load([paths[1]], folder.data, folder.snapshots)
