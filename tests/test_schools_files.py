"""Files as schools send them: covers, hidden sheets, merged cells, units in headings, numbers in odd forms."""

from __future__ import annotations

import zipfile
from pathlib import Path

import layouts
import pytest
import xlsxwriter
from small import Folder, records, written

from etl.build import Outcome
from etl.contract import LoadRefused
from etl.sheet_reader import read
from etl.sources import KNOWN_HEADERS

HEADER = ("연도", "행정구역", "학교", "학교유형", "졸업 후 진로", "진로 지역", "졸업자")
SCHOOL = ("2031", "김해", "김해건설공업고등학교", "특성화고")
ROWS = [[*SCHOOL, "취업", "김해", 12], [*SCHOOL, "취업", "부산", 30], [*SCHOOL, "대학교", "", 7]]
COVER = [["2031년 졸업자 진로 현황", ""], ["작성자", "홍길동"]]
BROUGHT = """
    SELECT destination_region_id, graduates
    FROM high_school_outcomes
    WHERE data_set = 'real' AND year = $year
    ORDER BY graduates
"""


def brought(folder: Folder, year: int) -> list[tuple[object, ...]]:
    return records(folder.snapshot(), BROUGHT.replace("$year", str(year)))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Outcome]:
    """One folder with a file of each kind, each with a year of its own."""
    folder = Folder(tmp_path_factory.mktemp("schools"))
    place = folder.data / "raw" / "recognised"
    place.mkdir(parents=True)
    whole = [HEADER, *ROWS]
    layouts.sheets(
        place / "여러시트.xlsx",
        {"표지": (COVER, []), "2031년": (whole, []), "작년": (whole, [])},
        hidden="작년",
    )
    merged = [HEADER, ["2032", *SCHOOL[1:], "취업", "김해", 12], [*[""] * 4, "취업", "부산", 30]]
    layouts.workbook(
        place / "병합.xlsx",
        [
            ["2032년 졸업자", *[""] * 6],
            *merged,
            ["2032", *SCHOOL[1:], "기타", "", 5],
            [*SCHOOL, "입대", "", ""],
        ],
        [(2, at, 3, at, str(word)) for at, word in enumerate(merged[1][:4])] + [(4, 6, 5, 6, "5")],
    )
    numbers = ["0,75", "12,34", "50%", "30위", "1,234", "9명", "８"]
    outcomes = ["취업", "대학교", "전문대학", "입대", "기타", "미상", "국외진학"]
    lines = [["2033", *SCHOOL[1:], *pair] for pair in zip(outcomes, numbers, strict=True)]
    folder.write(written([*HEADER[:5], "졸업자 (명)"], lines), "숫자.csv")
    bare = [["2034", "김해건설공업고", "취업", "부산", "31명"]]
    folder.write(written(("졸업년도", "고교명", "진로구분", "취업지역", "인원수(명)"), bare), "학교만.csv")
    with zipfile.ZipFile(place / "묶음.zip", "w") as archive:
        archive.writestr("김해.csv", written(HEADER, [["2035", *SCHOOL[1:], "취업", "김해", "3"]]))
        archive.writestr("readme.txt", "담당자에게 문의하세요.\n")
        archive.writestr("공문.hwp", b"\xd0\xcf\x11\xe0")
    with xlsxwriter.Workbook(str(place / "수식.xlsx")) as book:
        page = book.add_worksheet()
        for at, cells in enumerate([HEADER, *[["2036", *SCHOOL[1:], kind, "", ""] for kind in outcomes[:4]]]):
            page.write_row(at, 0, cells)
        page.write_formula(1, 6, "=3+4", None, "")  # never calculated
        page.write_formula(2, 6, "=NA()", None, "#N/A")
        page.write_formula(3, 6, "=5+4", None, 9)
        page.write_number(4, 6, 2)
    return folder, folder.build()


def told(outcome: Outcome, file: str, sheet: str = "") -> str:
    accounts = [each for each in outcome.accounts if each.file == file and each.sheet == sheet]
    return " ".join(notice.ko for account in accounts for notice in account.notices)


def problems(outcome: Outcome, file: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.value) for each in outcome.problems if each.file == file]


def test_a_cover_and_a_hidden_sheet_are_set_aside_and_told(loaded: tuple[Folder, Outcome]) -> None:
    folder, outcome = loaded
    assert brought(folder, 2031) == [(None, 7), ("gimhae", 12), ("busan", 30)]
    assert "아는 열 이름이 없어" in told(outcome, "여러시트.xlsx", "표지")
    assert "숨긴 시트라" in told(outcome, "여러시트.xlsx", "작년")


def test_words_merged_downwards_stand_in_every_row_and_a_merged_count_in_none(
    loaded: tuple[Folder, Outcome],
) -> None:
    folder, outcome = loaded
    assert brought(folder, 2032) == [("gimhae", 12), ("busan", 30)]
    assert problems(outcome, "병합.xlsx") == [(5, "졸업자", "5"), (6, "졸업자", "5")]


def test_a_count_is_read_in_the_forms_of_counts_only(loaded: tuple[Folder, Outcome]) -> None:
    folder, outcome = loaded
    assert [row[1] for row in brought(folder, 2033)] == [8, 9, 1234]
    assert [value for _, _, value in problems(outcome, "숫자.csv")] == ["0,75", "12,34", "50%", "30위"]


def test_a_school_says_which_city_it_is_in(loaded: tuple[Folder, Outcome]) -> None:
    found = records(
        loaded[0].snapshot(),
        """
        SELECT region_id, institution_id, school_type, graduates
        FROM high_school_outcomes
        WHERE data_set = 'real' AND year = 2034
        """,
    )
    assert found == [("gimhae", "gimhae_construction", "specialised", 31)]


def test_a_readme_and_a_letter_in_an_archive_are_set_aside_and_told(loaded: tuple[Folder, Outcome]) -> None:
    folder, outcome = loaded
    assert brought(folder, 2035) == [("gimhae", 3)]
    assert "아는 열 이름이 없어" in told(outcome, "묶음.zip", "readme.txt")
    assert "CSV나 엑셀이 아니라" in told(outcome, "묶음.zip", "공문.hwp")


def test_a_formula_without_a_result_is_told_and_never_a_gap(loaded: tuple[Folder, Outcome]) -> None:
    folder, outcome = loaded
    assert [row[1] for row in brought(folder, 2036)] == [2, 9]
    assert problems(outcome, "수식.xlsx") == [(2, "졸업자", "#수식: =3+4"), (3, "졸업자", "#N/A")]


def test_a_workbook_whose_only_table_is_hidden_is_refused(tmp_path: Path) -> None:
    path = layouts.sheets(
        tmp_path / "가.xlsx", {"표지": ([], []), "자료": ([HEADER, *ROWS], [])}, hidden="자료"
    )
    with pytest.raises(LoadRefused) as refusal:
        read(path, KNOWN_HEADERS)
    (problem,) = refusal.value.problems
    assert (problem.sheet, "숨긴 시트" in problem.expectation.ko) == ("자료", True)


def test_two_files_without_a_header_are_refused_each_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "가.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("김해.csv", written(HEADER, ROWS))
        archive.writestr("나.csv", "가,나\n1,2\n")
    with pytest.raises(LoadRefused) as refusal:
        read(path, KNOWN_HEADERS)
    assert [problem.file for problem in refusal.value.problems] == ["가.zip/나.csv"]


def test_a_reference_table_is_changed_by_name_only(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    text = written(("시군구", "지역", "행사 예산(천원)"), [["김해", "서울", "1200"]])
    folder.write(text, "자매도시.csv")
    with pytest.raises(LoadRefused) as refusal:
        folder.check()
    (problem,) = refusal.value.problems
    assert "기준 자료 '통근권'과 같습니다" in problem.expectation.ko
    assert "commuting_areas" in problem.next_step.ko
