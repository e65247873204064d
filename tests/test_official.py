"""Official layouts: known by their header, read or refused with the right reason, never misread."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import layouts
import pytest
from small import Folder, account_of, records

from etl import quarantine
from etl.build import Outcome, check
from etl.contract import LoadRefused
from etl.inputs import inputs_of
from etl.load_accounts import Account

SCHOOLS_SQL = """
    SELECT region_id, school_type, outcome, graduates
    FROM high_school_outcomes
    WHERE method = 'kess' AND region_id IN ('ansan', 'siheung')
    ORDER BY ALL
"""


def place(folder: Folder, name: str) -> Path:
    (folder.data / "raw" / "recognised").mkdir(parents=True, exist_ok=True)
    return folder.data / "raw" / "recognised" / name


def counts(account: Account) -> tuple[int, int, int, int, int]:
    return (account.rows_read, account.loaded, account.already_present, account.quarantined, account.not_data)


def told(outcome: Outcome, name: str) -> str:
    account = account_of(outcome, name)
    return " ".join(notice.ko + " " + notice.en for notice in account.notices)


def refusal_of(folder: Folder) -> LoadRefused:
    with pytest.raises(LoadRefused) as refused:
        folder.check()
    return refused.value


def test_kess_gives_each_city_and_type_and_leaves_totals_out(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.kess(place(folder, "2031_가.xlsx"))
    assert records(folder.snapshot(), SCHOOLS_SQL) == [
        ("ansan", "general", "abroad", 1),
        ("ansan", "general", "employed", 5),
        ("ansan", "general", "enlisted", 2),
        ("ansan", "general", "junior_college", 30),
        ("ansan", "general", "university", 60),
        ("ansan", "general", "unseparated", 22),
        ("ansan", "specialised", "abroad", 0),
        ("ansan", "specialised", "employed", 13),
        ("ansan", "specialised", "enlisted", 1),
        ("ansan", "specialised", "junior_college", 11),
        ("ansan", "specialised", "university", 7),
        ("ansan", "specialised", "unseparated", 8),
        ("siheung", "specialised", "abroad", 0),
        ("siheung", "specialised", "employed", 6),
        ("siheung", "specialised", "enlisted", 0),
        ("siheung", "specialised", "junior_college", 4),
        ("siheung", "specialised", "university", 3),
        ("siheung", "specialised", "unseparated", 2),
    ]


def test_kess_accounts_for_every_line_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.kess(place(folder, "2031_가.xlsx"))
    account = account_of(folder.check(), "2031_가.xlsx")
    assert counts(account) == (3 + 12 + 7, 3, 0, 0, 19)
    assert (account.table, account.data_set) == ("high_school_outcomes", "published")
    assert "2031년" in told(folder.check(), "2031_가.xlsx")


def test_kess_is_known_by_its_header_in_csv_too(tmp_path: Path) -> None:
    book, text = Folder(tmp_path / "xlsx", whole=True), Folder(tmp_path / "csv", whole=True)
    layouts.kess(place(book, "2031_가.xlsx"))
    with place(text, "아무 이름 2031.csv").open("w", encoding="cp949", newline="") as file:
        csv.writer(file).writerows([*layouts.kess_header(), *layouts.kess_rows(), *layouts.KESS_FOOTER])
    assert records(book.snapshot(), SCHOOLS_SQL) == records(text.snapshot(), SCHOOLS_SQL)


def test_a_city_whose_types_do_not_add_up_is_held_back_whole(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    rows = layouts.kess_rows()
    rows[1][5] = 999.0  # the 고등학교 row of Ansan, line 5
    layouts.kess(place(folder, "2031_가.xlsx"), rows)
    outcome = folder.check()
    account = account_of(outcome, "2031_가.xlsx")
    assert counts(account) == (22, 1, 0, 3, 18)
    assert {problem.line for problem in outcome.problems} == {5, 6, 7}
    first = next(problem for problem in outcome.problems if problem.line == 5)
    assert first.column == "졸업자 > 전체"
    assert ("999" in first.sentence().ko, "160" in first.sentence().ko) == (True, True)
    assert "160" in first.sentence().en


def test_a_province_that_its_cities_do_not_add_up_to_holds_back_its_own_row(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    rows = layouts.kess_rows()
    rows[10][9] = 77.0  # employed, 소계 of the specialised schools, line 14
    layouts.kess(place(folder, "2031_가.xlsx"), rows)
    outcome = folder.check()
    assert counts(account_of(outcome, "2031_가.xlsx")) == (22, 3, 0, 3, 16)
    assert {(problem.line, problem.column, problem.value) for problem in outcome.problems} >= {
        (14, "졸업 후 상황 > 취업자 > 전체", "77")
    }
    assert any("경기의 시군구의 합은 19인데" in problem.expectation.ko for problem in outcome.problems)


def test_held_rows_load_once_they_are_mended(tmp_path: Path) -> None:
    broken, mended = Folder(tmp_path / "broken", whole=True), Folder(tmp_path / "mended", whole=True)
    rows = layouts.kess_rows()
    rows[1][5] = 999.0
    layouts.kess(place(broken, "2031_가.xlsx"), rows)
    (held,) = quarantine.held(broken.snapshot())
    assert held.header[:5] == ("시도", "행정구역", "학제", "입학자 > 전체", "입학자 > 여자")
    text = quarantine.as_csv(held, "ko").decode("utf-8-sig").replace(",999,", ",160,")
    mended.write(text, "2031_가_격리.csv")
    outcome = mended.check()
    assert outcome.problems == ()
    assert [row[:2] for row in records(mended.snapshot(), SCHOOLS_SQL)].count(("ansan", "specialised")) == 6


def test_a_year_that_nobody_states_is_asked_for(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.kess(place(folder, "이름.xlsx"))
    (problem,) = refusal_of(folder).problems
    assert "연도" in problem.expectation.ko
    assert "states no year" in problem.expectation.en


def test_a_label_with_another_formula_in_brackets_is_read_with_a_warning(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    header = layouts.kess_header()
    header[0] = ["졸업자(B)" if cell == "졸업자" else cell for cell in header[0]]
    header[1] = ["졸업자(B)" if cell == "졸업자" else cell for cell in header[1]]
    layouts.kess(place(folder, "2031_가.xlsx"), header=header)
    notice = told(folder.check(), "2031_가.xlsx")
    assert "'졸업자 > 전체' 자리에 '졸업자(B) > 전체'" in notice
    assert "has drifted" in notice


def test_a_header_that_lost_a_column_is_refused_with_the_closest_layout(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    header = layouts.kess_header()
    header[1] = ["일자리" if cell == "취업자" else cell for cell in header[1]]
    layouts.kess(place(folder, "2031_가.xlsx"), header=header)
    (problem,) = refusal_of(folder).problems
    assert problem.column == "졸업 후 상황 > 취업자 > 전체"
    assert "교육통계 행정구역별 입학 및 졸업" in problem.expectation.ko
    assert "KESS entrants and graduates by city" in problem.expectation.en


def test_a_whole_country_gives_provinces_and_the_country(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.kess(place(folder, "2031_가.xlsx"), _every_city(folder))
    found = records(
        folder.snapshot(),
        """
        SELECT level, COUNT(DISTINCT region_id), SUM(graduates)::BIGINT, MAX(high_school_outcomes.line) = 0
        FROM high_school_outcomes
        JOIN regions USING (region_id)
        GROUP BY ALL
        ORDER BY ALL
        """,
    )
    cities = found[0][1]
    assert found == [
        ("city", cities, cities * 3, False),
        ("country", 1, cities * 3, True),
        ("province", 17, cities * 3, True),
    ]


def test_a_province_that_lacks_a_city_is_not_added_up(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.kess(place(folder, "2031_가.xlsx"), _every_city(folder)[:-2])
    levels = records(
        folder.snapshot(),
        """
        SELECT level, COUNT(DISTINCT region_id)
        FROM high_school_outcomes
        JOIN regions USING (region_id)
        WHERE level <> 'city'
        GROUP BY ALL
        """,
    )
    assert levels == [("province", 16)]


def _every_city(folder: Folder) -> list[list[object]]:
    with (folder.data / "reference" / "regions.csv").open(encoding="utf-8") as file:
        regions = list(csv.DictReader(file))
    short = {row["region_id"]: row["aliases"].split(";")[0] for row in regions if row["level"] == "province"}
    return [
        layouts.kess_row(short[row["parent_id"]], row["name_ko"].split()[-1], level, (0, 2, 0), 1)
        for row in sorted(regions, key=lambda row: row["parent_id"])
        if row["level"] == "city" and not row["valid_to"]
        for level in ("고등학교", "(일반고)")
    ]


def test_kedi_gives_each_province_and_type(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    seoul = layouts.kedi_row("01.서울", "특성화고", (5, 4), (3, 2), (1, 0), (0, 0), (2, 6))
    busan = layouts.kedi_row("02.부산", "마이스터고", (7, 0), (1, 0), (1, 0), (0, 0), (1, 0))
    busan[4] = ""  # no women: the cell is blank, as in the original
    classes = layouts.kedi_row("17.제주", "일반고_직업반", (1, 1), (1, 1), (0, 0), (0, 0), (1, 1))
    subtotal = ["", "소계", *_sums([seoul])]
    layouts.kedi(
        place(folder, "현황_2031.xlsx"),
        [
            seoul,
            subtotal,
            busan,
            ["소계", "", *_sums([busan])],
            classes,
            ["합계", "", *_sums([seoul, busan, classes])],
        ],
    )
    outcome = folder.check()
    assert outcome.problems == ()
    assert counts(account_of(outcome, "현황_2031.xlsx")) == (8, 3, 0, 0, 5)
    found = records(
        folder.snapshot(),
        """
        SELECT region_id, school_type, outcome, graduates
        FROM high_school_outcomes
        WHERE method = 'linked' AND graduates > 4
        ORDER BY ALL
        """,
    )
    assert found == [
        ("busan", "meister", "employed", 7),
        ("seoul", "specialised", "advanced", 5),
        ("seoul", "specialised", "employed", 9),
        ("seoul", "specialised", "other", 8),
    ]


def test_a_kedi_total_that_differs_is_told_with_both_numbers(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    seoul = layouts.kedi_row("01.서울", "특성화고", (5, 4), (3, 2), (1, 0), (0, 0), (2, 6))
    total = ["합계", "", *_sums([seoul])]
    total[5] = 77
    layouts.kedi(place(folder, "현황_2031.xlsx"), [seoul, total])
    outcome = folder.check()
    (problem,) = outcome.problems
    assert (problem.line, problem.column, problem.value) == (4, "취업자 > 계", "77")
    assert "9" in problem.expectation.ko
    assert counts(account_of(outcome, "현황_2031.xlsx")) == (4, 1, 0, 1, 2)


def _sums(rows: list[list[object]]) -> list[object]:
    return [sum(int(str(row[at] or 0)) for row in rows) for at in range(2, 20)]


@pytest.mark.parametrize(("excess", "unit"), [("수업연한초과", "(단위 : 명)"), ("재학연한초과", "")])
def test_drop_outs_of_both_vintages_give_the_same_rows(tmp_path: Path, excess: str, unit: str) -> None:
    folder = Folder(tmp_path, whole=True)
    rows = [
        [
            "2031",
            "대학교",
            "사립",
            "경남",
            "기존",
            "인제대학교",
            900,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            36,
            4.0,
            200,
            9,
        ],
        [
            "",
            "대학교",
            "사립",
            "경남",
            "기존",
            "가야대학교(김해)",
            300,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            8,
            2.7,
            90,
            3,
        ],
        ["", "대학교", "사립", "서울", "기존", "지어낸대학교", 500, 0, 0, 5, 0, 0, 0, 0, 0, 5, 1.0, 90, 3],
    ]
    layouts.dropouts(place(folder, "가.xlsx"), rows, excess, unit)
    found = records(
        folder.snapshot(),
        """
        SELECT year, institution_id, enrolled, dropped_out, dropped_no_registration, dropped_no_return,
            dropped_voluntary, dropped_academic, dropped_other, enrolled_first_year, dropped_out_first_year
        FROM university_students
        ORDER BY enrolled
        """,
    )
    assert found == [
        (2031, "kaya", 300, 8, 1, 1, 1, 1, 4, 90, 3),
        (2031, "inje", 900, 36, 1, 2, 3, 4, 26, 200, 9),
    ]
    notice = told(folder.check(), "가.xlsx")
    assert "1행은 등록되지 않은 기관" in notice
    assert "부산장신대학교" in notice  # a registered university that the file lacks
    assert counts(account_of(folder.check(), "가.xlsx")) == (10, 2, 0, 0, 8)


def test_reasons_that_do_not_add_up_are_held_back(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    rows = [
        ["2031", "대학교", "사립", "경남", "기존", "인제대학교", 900, 1, 2, 3, 4, 5, 6, 7, 8, 40, 4.0, 200, 9]
    ]
    layouts.dropouts(place(folder, "가.xlsx"), rows, "재학연한초과")
    outcome = folder.check()
    (problem,) = outcome.problems
    assert (problem.line, problem.value, "36" in problem.expectation.en) == (8, "40", True)
    assert account_of(outcome, "가.xlsx").quarantined == 1


def test_key_figures_take_year_and_unit_from_the_label(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    text = layouts.universities(
        [
            [1, "인제대학교", "본교", "경남", "1,234", "97.5", "61.2", "5.1"],
            [2, "한양대학교(ERICA)", "분교", "경기", "2,019", "-", "67.0", "5.1"],
            [3, "지어낸대학교", "본교", "서울", "10", "10", "10", "1"],
        ]
    )
    folder.write(text, "가.csv")
    found = records(
        folder.snapshot(),
        "SELECT institution_id, measure_id, year, value::DOUBLE, unit FROM observations WHERE institution_id IS NOT NULL ORDER BY ALL",
    )
    assert found == [
        ("erica", "admission_quota", 2025, 2019.0, "persons"),
        ("erica", "university_employment_rate", 2023, 67.0, "percent"),
        ("inje", "admission_quota", 2025, 1234.0, "persons"),
        ("inje", "freshman_fill_rate", 2025, 97.5, "percent"),
        ("inje", "university_employment_rate", 2023, 61.2, "percent"),
    ]
    assert "신입생 경쟁률(학부) (2025,:1)" in told(folder.check(), "가.csv")


@pytest.mark.parametrize(
    ("kind", "phrases"),
    [
        ("kosis", ("국가통계포털(KOSIS) 통계표", "KOSIS table")),
        ("population", ("행정안전부 주민등록 인구 및 세대현황", "MOIS registered population")),
        (
            "schools",
            (
                "코드와 이름이 이 파일과 맞습니다",
                "'안산디자인문화고등학교'의 이름이 이 파일에는 '다른이름고등학교'",
            ),
        ),
        ("universities", ("등록된 기관 1곳", "Registered institutions that this file does not name")),
        ("neis", ("등록된 기관 1곳", "나이스 학교기본정보")),
    ],
)
def test_a_known_layout_without_a_table_is_named_and_set_aside(
    tmp_path: Path, kind: str, phrases: tuple[str, ...]
) -> None:
    folder = Folder(tmp_path, whole=True)
    text = layouts.TEXT_FILES[kind]
    folder.write("", "가.csv").write_bytes(text.encode("cp949"))
    outcome = folder.check()
    account = account_of(outcome, "가.csv")
    lines = text.count("\n")
    assert (account.table, *counts(account)) == ("not_used", lines, 0, 0, 0, lines)
    assert outcome.problems == ()
    for phrase in ("적재하지 않았습니다", "not used by any indicator; nothing loaded", *phrases):
        assert phrase in told(outcome, "가.csv")


def test_another_disclosure_is_called_by_its_title(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    layouts.disclosure(
        place(folder, "가.xlsx"), [["2030", "대학교", "사립", "경남", "기존", "인제대학교", 12345]]
    )
    assert "대학알리미 공시: 12-다. 장학금 수혜 현황" in told(folder.check(), "가.xlsx")


def test_sample_rows_stay_when_an_official_table_is_loaded(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    header = ("연도", "행정구역", "학교유형", "졸업 후 진로", "졸업자")
    lines = [",".join(header), "2031,김해,특성화고,취업,3"]
    folder.write("\n".join(lines), "high.csv", within="sample")
    layouts.kess(place(folder, "2031_가.xlsx"))
    sets = records(folder.snapshot(), "SELECT DISTINCT data_set FROM high_school_outcomes ORDER BY ALL")
    assert sets == [("published",), ("sample",)]


def test_an_official_table_handed_in_twice_changes_nothing(tmp_path: Path) -> None:
    once, twice = Folder(tmp_path / "once", whole=True), Folder(tmp_path / "twice", whole=True)
    for folder, names in ((once, ("2031_가.xlsx",)), (twice, ("2031_가.xlsx", "2031_나.xlsx"))):
        for name in names:
            layouts.kess(
                place(folder, name),
                layouts.kess_rows() if name.endswith("가.xlsx") else [*layouts.kess_rows(), []],
            )
    assert records(once.snapshot(), SCHOOLS_SQL) == records(twice.snapshot(), SCHOOLS_SQL)
    account = account_of(twice.check(), "2031_나.xlsx")
    assert counts(account) == (23, 0, 3, 0, 20)


# The real downloads, when a folder of them is named; they are no part of the project.

REAL = os.environ.get("MEOMUREUM_OFFICIAL", "")
real = pytest.mark.skipif(not REAL, reason="MEOMUREUM_OFFICIAL names no folder of official files")


@pytest.fixture
def downloaded(tmp_path: Path) -> Callable[[str], tuple[Folder, str]]:
    def take(part: str) -> tuple[Folder, str]:
        (file,) = [each for each in Path(REAL).iterdir() if part in each.name]
        folder = Folder(tmp_path, published=True)
        shutil.copyfile(file, place(folder, file.name))
        return folder, file.name

    return take


@real
def test_the_real_graduates_of_2020(downloaded: Callable[[str], tuple[Folder, str]]) -> None:
    folder, name = downloaded("입학 및 졸업")
    account = account_of(folder.check(), name)
    assert (account.rows_read, account.quarantined, account.loaded + account.already_present) == (
        2154,
        0,
        623,
    )
    levels = records(
        folder.snapshot(),
        """
        SELECT level, SUM(graduates)::BIGINT
        FROM high_school_outcomes
        JOIN regions USING (region_id)
        WHERE year = 2020 AND method = 'kess'
        GROUP BY ALL
        ORDER BY level
        """,
    )
    assert levels == [("city", 500_373), ("country", 500_373), ("province", 500_373)]
    gyeonggi = records(
        folder.snapshot(),
        """
        SELECT level, SUM(graduates)::BIGINT
        FROM high_school_outcomes
        JOIN places USING (region_id)
        JOIN regions USING (region_id)
        WHERE year = 2020 AND method = 'kess' AND school_type = 'specialised' AND province_id = 'gyeonggi'
        GROUP BY ALL
        ORDER BY level
        """,
    )
    assert gyeonggi == [("city", 15_649), ("province", 15_649)]
    ansan = dict(
        records(
            folder.snapshot(),
            """
            SELECT outcome, graduates
            FROM high_school_outcomes
            WHERE year = 2020 AND method = 'kess' AND region_id = 'ansan' AND school_type = 'specialised'
            """,
        )
    )
    assert sum(ansan.values()) == 1_718
    assert ansan["university"] + ansan["junior_college"] + ansan["abroad"] == 906
    assert (ansan["employed"], ansan["enlisted"], ansan["unseparated"]) == (339, 8, 465)


@real
def test_the_real_provinces_and_types_of_2020(downloaded: Callable[[str], tuple[Folder, str]]) -> None:
    folder, name = downloaded("취업현황")
    assert counts(account_of(folder.check(), name)) == (46, 38, 2, 0, 6)
    found = records(
        folder.snapshot(),
        """
        SELECT SUM(graduates)::BIGINT
        FROM high_school_outcomes
        JOIN regions USING (region_id)
        WHERE year = 2020 AND method = 'linked' AND level = 'province'
        """,
    )
    assert found == [(89_998,)]


@real
@pytest.mark.parametrize(
    ("part", "rows"),
    [
        ("장학금", 254),
        ("재적학생수", 1054),
        ("산업별", 97),
        ("전국대학", 1948),
        ("전국초중등", 11986),
        ("주민등록", 18),
    ],
)
def test_the_real_tables_without_use_are_set_aside(
    downloaded: Callable[[str], tuple[Folder, str]], part: str, rows: int
) -> None:
    folder, name = downloaded(part)
    outcome = check(inputs_of(folder.data))
    account = account_of(outcome, name)
    assert (account.table, *counts(account)) == ("not_used", rows, 0, 0, 0, rows)
    assert "적재하지 않았습니다" in told(outcome, name)
