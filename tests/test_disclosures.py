"""대학알리미 disclosures by their columns, and known tables without use by their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import layouts
import pytest
from downloads import INJE, rows_of, sheet_of, text_file
from small import written

from etl import official
from etl.contract import LoadRefused
from etl.sheet_reader import read
from etl.sources import KNOWN_HEADERS, SOURCES
from etl.table_recognition import places


def test_drop_outs_of_the_flat_form_take_the_name_of_a_reason_that_has_a_number(tmp_path: Path) -> None:
    reasons = ("미등록", "미복학", "자퇴", "학사경고", "학생활동", "유급제적", "수업연한초과", "기타")
    header = (
        *(
            "기준연도",
            "공시연도",
            "학교종류",
            "설립구분",
            "지역",
            "상태",
            "학교",
            "대학명",
            "본분교",
            "재적학생 (A)",
        ),
        "사유별 중도탈락 학생_계(B)",
        *(f"사유별 중도탈락 학생_{reason}" for reason in reasons),
        "재적학생 (신입생) (A`)",
        "사유별 중도탈락 학생(신입생)_계(B`)",
        "사유별 중도탈락 학생_재학연한초과",
    )
    place = ("대학교", "사립", "경남", "기존", "지어낸대학교 _분교", "지어낸대학교", "분교")
    rows = [
        ("2029", "2030", *place, 100, 12, 1, 2, 3, 0, 0, 1, "", 0, 20, 4, 5),
        ("2030", "2031", *place, 100, 10, 1, 2, 3, 0, 0, 0, 4, 0, "", "", ""),
    ]
    sheet = sheet_of(text_file(tmp_path, written(header, rows)))
    first, second = rows_of(sheet)
    assert sheet.faults == ()
    assert (first["year"], first["institution_id"], first["dropped_other"]) == (
        "2029",
        "지어낸대학교 _분교",
        "6",
    )
    assert (first["dropped_out_first_year"], second["dropped_out_first_year"]) == ("4", "")
    assert second["dropped_other"] == "4"


DISCLOSURES = {
    "freshman_fill_rate": (
        "2031년_ [4-다. 신입생 충원 현황_]",
        layouts.FRESHMEN,
        [[*INJE, 205, 230, 200, 30, 900, 800, 100, 205, 120, 70, 10, 5, 95.0, 4.0]],
        ("2031", "95", "190", "200"),
    ),
    "enrolment_fill_rate": (
        "2031년_ [4-라-1. 재학생 충원율_]",
        layouts.STUDENTS,
        [
            ["2030 년 하반기", *INJE[1:], 600, 100, 480, 400, 80, 96.0, 80.0],
            ["2031 년 상반기", *INJE[1:], 600, 100, 540, 450, 90, 108.0, 90.0],
        ],
        ("2031", "90", "450", "500"),
    ),
    # Employed 40 + 10 + 5 + 2 = 57 of 110 - (5 + 4 + 1 + 5 + 0) = 95; the year is as the table states it.
    "university_employment_rate": (
        "2032년_ [5-다. 졸업생의 취업 현황_]",
        layouts.EMPLOYMENT,
        [
            [*INJE, 60, 50, 22, 18, 6, 4, 0, 0, 2, 3, 0, 0, 1, 1, 3, 2, 4, 0, 1, 2, 3, 0, 0, 9, 9, 2, 3, 60.0, 1, 1],
        ],
        ("2031", "60", "57", "95"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("measure", DISCLOSURES)
def test_a_rate_is_made_of_the_counts_beside_it(tmp_path: Path, measure: str) -> None:
    title, columns, rows, expected = DISCLOSURES[measure]
    sheet = sheet_of(layouts.disclosed(tmp_path / "가.xlsx", title, columns, rows))
    (row,) = rows_of(sheet)
    assert (sheet.table, row["measure_id"], row["institution_id"]) == ("observations", measure, "인제대학교")
    assert (row["year"], row["value"], row["numerator"], row["denominator"]) == expected
    assert row["basis"] == ""


@pytest.mark.parametrize("measure", DISCLOSURES)
def test_a_rate_that_its_counts_do_not_give_is_named_by_its_place(tmp_path: Path, measure: str) -> None:
    title, columns, rows, expected = DISCLOSURES[measure]
    wrong = [list(row) for row in rows]
    at = next(place for place, column in enumerate(columns) if column[0].startswith(("정원내", "취업률")))
    wrong[-1][at] = 12.3
    (problem,) = sheet_of(layouts.disclosed(tmp_path / "가.xlsx", title, columns, wrong)).faults
    assert (problem.line, problem.value) == (3 + len(columns[0]) + len(rows), "12.3")
    assert f"{float(expected[1]):.2f}" in problem.expectation.ko


def test_employment_without_a_reference_year_is_that_of_the_year_before(tmp_path: Path) -> None:
    header = (
        *("공시연도", "학교종류", "설립구분", "지역명", "학교상태", "학교명", "본분교명", "졸업자", "취업자"),
        *("진학자", "입대자", "취업불가능자", "외국인유학생", "제외인정자", "취업률(%)"),
    )
    row = ["2032", "대학교", "사립", "경남", "기존", "지어낸대학교", "제2캠퍼스", 50, 20, 4, 3, 1, 1, 1, 50]
    sheet = sheet_of(text_file(tmp_path, written(header, [row])))
    (found,) = rows_of(sheet)
    assert (found["year"], found["basis"], found["value"]) == ("2031", "assumed_year", "50")
    assert found["institution_id"] == "지어낸대학교 _제2캠퍼스"
    assert any("추정" in notice.ko for notice in sheet.notices)


WRONG_FILES = {
    "등록금 현황": "기준연도,학교명,설립구분,입학금,등록금\n2031,지어낸대학교,사립,0,100\n",
    "주민등록 인구 및 세대현황": "행정구역,2031년06월_총인구수,2031년06월_세대수,2031년06월_세대당 인구\n"
    "경기도  (4100000000),1234,3,4\n",
    "국내인구이동통계": "시군구,총전입,총전출,순이동\n안산시,10,20,-10\n",
    "주민등록 평균연령": "행정구역,2031년06월_평균연령,2031년06월_남자 평균연령\n경기도  (4100000000),44.1,43.2\n",
    "학업중단 학생 현황": "연도,시도,학업중단자 수,학업중단율\n2031,경남,12,1.2\n",
    "시도별 졸업자의 진로 현황": "연도,시도,졸업자,진학자,취업자,기타\n2031,경남,9,4,3,2\n",
    "시군구별 졸업자의 진로 현황": "시도,행정구역,학교급,졸업자,졸업자_남,진학자,취업자\n경남,경남 김해시,고등학교,9,4,3,2\n",
    "국가통계포털(KOSIS) 통계표": "행정구역별(1),항목,2031.06,2031.07\n전국,총인구수,1,2\n",
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_table_that_nobody_uses_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    sheet = sheet_of(text_file(tmp_path, WRONG_FILES[name]))
    assert sheet.table == "not_used"
    assert sheet.notices[0].ko.startswith(f"{name}: 쓰는 지표가 없습니다")
    assert len(sheet.not_data) == sheet.rows_read


USED_ELSEWHERE = {
    "대학별 재학생 충원율": ("학교명,기준연도,재학생충원율(%)\n지어낸대학교,2031,91.2\n", "4-라-1"),
    "대학별 신입생 충원율": (
        "대학명,2030년 신입생 충원율,2031년 신입생 충원율\n지어낸대학교,99.1,98.2\n",
        "4-다",
    ),
    "학교별 졸업생의 진로 현황": (
        "지역,정보공시 학교코드,학교명,졸업자수(남),졸업자수(계),취업자수(계)\n김해시,S1,지어낸고등학교,4,9,3\n",
        "행정구역별 입학 및 졸업",
    ),
}


@pytest.mark.parametrize("name", USED_ELSEWHERE)
def test_what_is_read_from_another_table_names_that_one(tmp_path: Path, name: str) -> None:
    text, other = USED_ELSEWHERE[name]
    sheet = sheet_of(text_file(tmp_path, text))
    assert sheet.table == "not_used"
    assert sheet.notices[0].ko.startswith(f"{name}: 쓰는 지표가 없습니다")
    assert other in sheet.notices[1].ko


def test_a_form_that_a_city_fills_in_is_not_taken_for_a_table_of_a_portal(tmp_path: Path) -> None:
    text = "연도,시군구,졸업자,진학자,취업자,기타\n2031,김해시,9,4,3,2\n"
    path = text_file(tmp_path, text)
    (sheet,) = read(path, KNOWN_HEADERS, path.name, official.read)
    assert (sheet.layout, sheet.table) == (None, "")
    (source,) = (each for each in SOURCES if each.table == "high_school_outcomes")
    assert places(("연도", "시도", "시군구"), source)["region_id"] == 2, "the smaller region is the one meant"


def test_a_download_of_kosis_is_called_after_its_file(tmp_path: Path) -> None:
    text = "산업별,2031. 01,2031. 02\n계,1,2\n"
    sheet = sheet_of(text_file(tmp_path, text, "지어낸_통계_20310206234505.csv"))
    assert sheet.notices[0].ko.startswith("국가통계포털(KOSIS) 통계표: 지어낸 통계: 쓰는 지표가 없습니다")


def test_kosis_is_called_by_its_sheet_of_metadata(tmp_path: Path) -> None:
    data: list[list[object]] = [
        ["행정구역(시군구)별", "2031.06", ""],
        ["", "총인구수 (명)", "세대 (가구)"],
        ["전국", 10, 2],
    ]
    about: list[list[object]] = [
        ["○ 통계표ID", "DT_1"],
        ["○ 통계표명", "지어낸 통계표"],
        ["○ 출처", "아무개"],
    ]
    merges: list[layouts.Merge] = [(0, 0, 1, 0, "행정구역(시군구)별"), (0, 1, 0, 2, "2031.06")]
    path = layouts.sheets(tmp_path / "가.xlsx", {"데이터": (data, merges), "메타정보": (about, [])})
    table, described = read(path, KNOWN_HEADERS, path.name, official.read)
    assert (table.table, described.table) == ("not_used", "not_used")
    assert "지어낸 통계표: 쓰는 지표가 없습니다" in described.notices[0].ko


def test_the_year_of_a_kess_table_may_stand_in_a_note_or_on_the_sheet(tmp_path: Path) -> None:
    path = layouts.kess(tmp_path / "가.xlsx", [*layouts.kess_rows(), ["1. 조사기준일: 2031년 4월 1일"]])
    assert {row["year"] for row in rows_of(sheet_of(path))} == {"2031"}
    block: list[Sequence[object]] = [*layouts.kess_header(), *layouts.kess_rows()]
    book = layouts.sheets(tmp_path / "나.xlsx", {"2032": (block, []), "2033": (block, [])})
    years = [
        {row["year"] for row in rows_of(each)} for each in read(book, KNOWN_HEADERS, "나", official.read)
    ]
    assert years == [{"2032"}, {"2033"}]
    with pytest.raises(LoadRefused):
        sheet_of(layouts.kess(tmp_path / "다.xlsx"))
