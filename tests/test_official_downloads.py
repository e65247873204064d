"""Downloads of public portals as they come: the register by age, and what a load makes of them."""

from __future__ import annotations

import csv
from pathlib import Path

import layouts
import pytest
from downloads import INJE, rows_of, sheet_of, text_file
from small import PROJECT, Folder, account_of, records, written

from etl.build import Outcome

KAYA = ["", "대학교", "사립", "경남", "기존", "가야대학교(김해)"]
NOBODY = ["", "대학교", "사립", "서울", "기존", "지어낸대학교"]
EVERY_AGE = len(layouts.SINGLE_AGES)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Outcome]:
    """One folder into which every kind of download was loaded, beside what the project ships."""
    folder = Folder(tmp_path_factory.mktemp("downloads"), published=True)
    place = folder.data / "raw" / "recognised"
    place.mkdir(parents=True)
    layouts.dropouts_with_first_years(
        place / "중도탈락.xlsx",
        [
            [*INJE, 900, 36, 1, 2, 3, 4, 5, 6, 7, 8, 4.0, 200, 9, 1, 1, 1, 1, 1, 1, 1, 2, 4.5],
            [*KAYA, 300, 8, 1, 1, 1, 1, 1, 1, 1, 1, 2.7, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0],
            [*NOBODY, 300, 99, 1, 1, 1, 1, 1, 1, 1, 1, 33.0, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0],
        ],
    )
    layouts.disclosed(
        place / "외국.xlsx",
        "2031년_ [4-바-1. 외국인 유학생 현황_]",
        layouts.FOREIGN,
        [[*INJE, 9, 5, 3, 2, 4, 4]],
    )
    layouts.disclosed(
        place / "재적.xlsx",
        "2031년_ [4-마. 재적 학생 현황_]",
        layouts.ENROLLED,
        [[*INJE, 150, 160, 150, 10, 200, 180, 20]],
    )
    ages = [100] * EVERY_AGE
    regions = [
        ("경기도 안산시 (4127000000)", ages),
        ("경기도 안산시 상록구 (4127100000)", [60] * EVERY_AGE),
        ("경기도 안산시 새구 (4127900000)", [40] * EVERY_AGE),
        ("경기도 안산시 상록구 일동(4127151000)", ages),
        ("경기도 안산시 대부출장소 (4127500000)", ages),
        ("경기도 없는시 (4199000000)", ages),
    ]
    text_file(place, layouts.register(regions, ["2030년12월_계"], layouts.SINGLE_AGES), "연령별.csv")
    return folder, folder.build()


def test_first_years_are_told_apart_and_what_concerns_nobody_is_no_fault(
    loaded: tuple[Folder, Outcome],
) -> None:
    folder, outcome = loaded
    found = records(
        folder.snapshot(),
        """
        SELECT institution_id, enrolled, dropped_out, dropped_other, enrolled_first_year, dropped_out_first_year
        FROM university_students
        WHERE year = 2031 AND institution_id IN ('inje', 'kaya')
        ORDER BY ALL
        """,
    )
    assert found == [("inje", 900, 36, 5 + 6 + 7 + 8, 200, 9), ("kaya", 300, 8, 4, 90, 0)]
    account = account_of(outcome, "중도탈락.xlsx")
    assert (account.rows_read, account.loaded, account.quarantined, account.not_data) == (8, 2, 0, 6)


def test_foreign_students_are_a_share_of_all_that_are_registered(loaded: tuple[Folder, Outcome]) -> None:
    found = records(
        loaded[0].snapshot(),
        """
        SELECT value::DOUBLE, unit, numerator, denominator
        FROM observations
        WHERE measure_id = 'foreign_student_share' AND institution_id = 'inje' AND year = 2031
        """,
    )
    assert found == [(2.5, "percent", 5, 200)]


def test_the_register_gives_cities_and_districts_and_names_a_city_that_is_not_known(
    loaded: tuple[Folder, Outcome],
) -> None:
    folder, outcome = loaded
    found = records(
        folder.snapshot(),
        "SELECT region_id, total, age_10, age_44 FROM population_by_age WHERE month = '2030-12' ORDER BY total DESC",
    )
    assert found[0] == ("ansan", 100 * 100, 100, 100)  # ages 0 to 99
    assert [row[1:] for row in found] == [(10_000, 100, 100), (6_000, 60, 60)]
    account = account_of(outcome, "연령별.csv")
    assert (account.rows_read, account.loaded, account.quarantined, account.not_data) == (7, 2, 1, 4)
    (problem,) = [each for each in outcome.problems if each.file == "연령별.csv"]
    assert (problem.line, problem.value) == (7, "mois:41990")
    assert any("등록되지 않은 구" in notice.ko for notice in account.notices)


def test_a_new_month_extends_retention_by_itself(loaded: tuple[Folder, Outcome]) -> None:
    found = records(
        loaded[0].snapshot(),
        """
        SELECT residents_before, residents_after
        FROM cohorts
        WHERE city_id = 'ansan' AND month = '2030-12' AND age = '15'
        """,
    )
    with (PROJECT / "data" / "published" / "population_by_age.csv").open(encoding="utf-8") as file:
        (before,) = [
            row["age_15"]
            for row in csv.DictReader(file)
            if (row["month"], row["region_id"]) == ("2025-12", "ansan")
        ]
    assert found == [(int(before), 100)]


def test_men_and_women_are_added_where_nobody_gives_both(tmp_path: Path) -> None:
    text = layouts.register(
        [("경상남도 김해시 (4825000000)", [*[3] * EVERY_AGE, *[4] * EVERY_AGE])],
        ["2031년06월_남", "2031년06월_여"],
        layouts.SINGLE_AGES,
    )
    (row,) = rows_of(sheet_of(text_file(tmp_path, text)))
    assert (row["month"], row["region_id"], row["total"], row["age_15"]) == (
        "2031-06",
        "mois:48250",
        "700",
        "7",
    )


@pytest.mark.parametrize(("ages", "expected"), [(layouts.FIVE_YEARS, "11"), (layouts.SINGLE_AGES, "55")])
def test_residents_of_several_years_stand_by_bands_of_five(
    tmp_path: Path, ages: tuple[str, ...], expected: str
) -> None:
    counts = [*[11] * len(ages), *[22] * len(ages)]
    text = layouts.register(
        [("경상남도 김해시 (4825000000)", counts)], ["2031년_거주자", "2032년_거주자"], ages
    )
    sheet = sheet_of(text_file(tmp_path, text))
    first, second = rows_of(sheet)
    assert sheet.table == "population_by_age_band"
    assert (first["month"], first["age_15_19"]) == ("2031-12", expected)
    assert (second["month"], second["age_15_19"]) == ("2032-12", str(2 * int(expected)))


def test_a_region_without_a_year_gives_the_years_it_has(tmp_path: Path) -> None:
    text = layouts.register(
        [("대구광역시 군위군 (2772000000)", [5] * 2 * len(layouts.FIVE_YEARS))],
        ["2031년_거주자", "2032년_거주자"],
        layouts.FIVE_YEARS,
    )
    header, line = text.splitlines()
    cells = next(csv.reader([line]))
    blank = ["" if "2031" in label else cell for label, cell in zip(header.split(","), cells, strict=True)]
    (row,) = rows_of(sheet_of(text_file(tmp_path, written(header.split(","), [blank]))))
    assert row["month"] == "2032-12"


def test_a_wrong_cell_of_the_register_is_named_by_its_place(tmp_path: Path) -> None:
    regions = [
        ("경기도 안산시 (4127000000)", [1234] * EVERY_AGE),
        ("경기도 시흥시 (4139000000)", [5] * EVERY_AGE),
    ]
    text = layouts.register(regions, ["2031년06월_계"], layouts.SINGLE_AGES)
    sheet = sheet_of(text_file(tmp_path, text.replace('"1,234 "', '"12,34 "', 1)))
    (problem,) = sheet.faults
    assert (problem.file, problem.line, problem.column, problem.value.strip()) == (
        "가.csv",
        2,
        "2031년06월_계_0세",
        "12,34",
    )
    assert "정수여야" in problem.expectation.ko
    assert "원본과 견주어" in problem.next_step.ko


def test_ages_that_do_not_add_up_are_told_with_both_sums(tmp_path: Path) -> None:
    text = layouts.register(
        [("경기도 시흥시 (4139000000)", [5] * EVERY_AGE)], ["2031년06월_계"], layouts.SINGLE_AGES
    )
    sheet = sheet_of(text_file(tmp_path, text.replace(",5 ,", ",6 ,", 1)))
    (problem,) = sheet.faults
    assert (problem.column, problem.value) == ("2031년06월_계_연령구간인구수", "505")
    assert "506" in problem.expectation.ko


def test_bands_of_ten_years_are_known_and_say_what_is_needed(tmp_path: Path) -> None:
    ages = (*(f"{age}~{age + 9}세" for age in range(0, 100, 10)), "100세 이상")
    text = layouts.register([("경기도 시흥시 (4139000000)", [5] * len(ages))], ["2031년06월_계"], ages)
    sheet = sheet_of(text_file(tmp_path, text))
    assert (sheet.table, len(sheet.notices)) == ("not_used", 2)
    assert "한 살 단위" in sheet.notices[1].ko


def test_bands_of_five_of_everybody_say_which_download_is_needed(tmp_path: Path) -> None:
    counts = [5] * len(layouts.FIVE_YEARS)
    text = layouts.register([("경기도 시흥시 (4139000000)", counts)], ["2031년06월_계"], layouts.FIVE_YEARS)
    sheet = sheet_of(text_file(tmp_path, text))
    assert (sheet.table, len(sheet.notices)) == ("not_used", 2)
    assert "'1세'" in sheet.notices[1].ko


@pytest.mark.parametrize("code", ["3600000000", "3611000000"])
def test_a_province_of_one_city_gives_both_whichever_is_named(tmp_path: Path, code: str) -> None:
    folder = Folder(tmp_path)
    text = layouts.register(
        [(f"세종특별자치시  ({code})", [9] * EVERY_AGE)], ["2031년06월_계"], layouts.SINGLE_AGES
    )
    (folder.data / "raw" / "recognised").mkdir(parents=True)
    text_file(folder.data / "raw" / "recognised", text)
    found = records(
        folder.snapshot(), "SELECT region_id, city_id, age_15 FROM population_by_age ORDER BY region_id"
    )
    assert found == [("sejong", "sejong", 9), ("sejong_city", "sejong_city", 9)]
