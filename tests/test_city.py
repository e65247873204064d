"""The city page: every section from rows alone, for the three cities and for a fourth that no code knows."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from small import PROJECT, Folder, shipped, written
from streamlit.testing.v1 import AppTest
from test_pages import opened, words

from meomureum.measures.register import names
from meomureum.texts import Text

CITY = "miryang"
# What a fourth city adds, as rows of the tables that stand in the project.
ADDED: dict[str, list[dict[str, str]]] = {
    "reference/regions": [
        {
            "region_id": CITY,
            "level": "city",
            "name_ko": "밀양시",
            "name_en": "Miryang",
            "parent_id": "gyeongnam",
            "mois_code": "48270",
            "kostat_code": "38080",
            "aliases": "밀양",
            "followed": "yes",
        }
    ],
    "reference/institutions": [
        {
            "institution_id": "miryang_tech",
            "city_id": CITY,
            "kind": "specialised_high_school",
            "name_ko": "시험밀양공업고등학교",
            "name_en": "Test Miryang Technical High School",
        },
        {
            "institution_id": "miryang_college",
            "city_id": CITY,
            "kind": "junior_college",
            "name_ko": "시험밀양대학교",
            "name_en": "Test Miryang College",
        },
    ],
    "reference/programmes": [
        {
            "programme_id": "miryang_path",
            "city_id": CITY,
            "name_ko": "시험 밀양 직업교육 사업",
            "name_en": "Test Miryang Programme",
            "started": "2025-03",
            "stages": "도입기 2025;안정기 2026;확산기 2027",
            "source_id": "kess_2021",
        }
    ],
    "reference/memberships": [
        {
            "programme_id": "miryang_path",
            "institution_id": "miryang_tech",
            "valid_from": "2025",
            "source_id": "kess_2021",
        }
    ],
    "reference/industries": [
        {
            "city_id": CITY,
            "industry_id": "nano",
            "name_ko": "나노융합",
            "name_en": "Nano convergence",
            "valid_from": "2023",
            "valid_to": "2024",
            "source_id": "kess_2021",
        }
    ],
    "reference/events": [
        {
            "date": "2025-03-02",
            "city_id": CITY,
            "programme_id": "miryang_path",
            "title": "시험 사업 시작",
            "title_en": "The test programme starts",
            "source_id": "kess_2021",
        }
    ],
    "reference/targets": [
        {
            "target_id": "miryang_dropout",
            "city_id": CITY,
            "programme_id": "miryang_path",
            "kpi_id": "university_dropout_rate",
            "baseline_low": "9",
            "baseline_high": "9",
            "baseline_year": "2023",
            "baseline_year_status": "stated",
            "target_low": "5",
            "target_high": "5",
            "target_year": "2027",
            "unit": "percent",
            "direction": "down",
            "path": "line",
            "announced_by": "밀양시",
            "announced_on": "2025-03-02",
            "source_id": "kess_2021",
            "note_ko": "시험용 목표입니다.",
            "note_en": "A target for a test.",
        }
    ],
    "published/observations": [
        {
            "measure_id": "programme_stage",
            "formula_id": "published",
            "region_id": CITY,
            "year": "2026",
            "value": "2",
            "unit": "stage",
            "source_id": "kess_2021",
        },
    ],
}
STUDENTS = [
    [year, "시험밀양대학교", enrolled, dropped]
    for year, enrolled, dropped in ((2022, 1000, 90), (2023, 1000, 90), (2024, 1000, 80), (2025, 1000, 72))
]
PARTICIPATION = [
    [2025, "miryang_path", "시험밀양공업고등학교", "설계 과정", "교육(기초)", 120, 100, 0],
    [2025, "miryang_path", "시험밀양공업고등학교", "설계 과정", "취업", 60, 50, 20],
]
TASKS = [
    [2025, "miryang_path", "1", "첫째 전략", "설계 트랙", "가", "완료"],
    [2025, "miryang_path", "2", "첫째 전략", "설계 트랙", "나", "추진중"],
    [2025, "miryang_path", "3", "둘째 전략", "제조 트랙", "다", "계획"],
]


def add_rows(folder: Folder) -> None:
    """Write the rows of the fourth city into the tables; the region is registered and becomes followed."""
    for table, rows in ADDED.items():
        path = folder.data / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            header = list(reader.fieldnames or ())
            kept = [row for row in reader if table != "reference/regions" or row["region_id"] != CITY]
        assert all(set(row) <= set(header) for row in rows), table
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows([*kept, *rows])
    folder.write(written(("연도", "대학", "재적학생", "중도탈락"), STUDENTS), "students.csv")
    folder.write(
        written(("연도", "사업", "학교", "과정", "단계", "참여자", "이수자", "참여기업채용"), PARTICIPATION),
        "path.csv",
    )
    folder.write(
        written(("점검연도", "사업", "과제번호", "추진전략", "트랙", "과제명", "추진상황"), TASKS),
        "tasks.csv",
    )


@pytest.fixture(scope="module")
def fourth(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("fourth"), published=True)
    add_rows(folder)
    folder.build()
    return folder


def _draw(page: str) -> None:
    """The body of the script under test, on whatever snapshot the environment names."""
    import importlib

    from meomureum import session

    importlib.import_module(f"pages.{page}").render(session.current())


def drawn(page: str, **parameters: str) -> str:
    screen = AppTest.from_function(_draw, default_timeout=60, kwargs={"page": page})
    screen.query_params.update(parameters)
    screen.run()
    assert not screen.exception
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", ["overview", "city", "progress", "map"])
@pytest.mark.parametrize("chosen", ["", CITY])
def test_a_fourth_city_needs_rows_only(
    fourth: Folder, monkeypatch: pytest.MonkeyPatch, page: str, language: str, chosen: str
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(fourth.snapshots))
    told = drawn(page, lang=language, city=chosen, kpi="university_dropout_rate")
    assert ("밀양시" if language == "ko" else "Miryang") in told
    # Of several cities their page shows the first; on the map all have a value in 2024.
    if page == "map":
        assert ("8.0%" if not chosen else "7.2%") in told
    elif page != "city" or chosen:
        assert "7.2%" in told


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                *("기준 9%", "목표 2027년 5%", "시험 밀양 직업교육 사업", "안정기 2026 현재 단계"),
                *("도입기 2025 지난 단계", "특성화고 1곳: 시험밀양공업고등학교", "교육(기초) 120명"),
                *("100 / 120명 (83.3%)", "20 / 50명 (40.0%)", "추진전략 2개의 실행과제 3개 중 완료 1"),
                *("첫째 전략 2 1 1 0", "진로 트랙 2개의 실행과제 3개 중 완료 1", "나노융합", "2023~2024년"),
                *(
                    "시험밀양대학교",
                    "중도탈락률 시험밀양대학교 2025 7.2% 72 1,000",
                    "시험 사업 시작",
                    "경상남도 특성화고",
                ),
                "밀양시는 이 산식의 값이 공표되지 않았습니다",
            ),
        ),
        (
            "en",
            (
                *(
                    "from 9%",
                    "Target: 5% by 2027",
                    "Test Miryang Programme",
                    "Stabilisation 2026 Current stage",
                ),
                *("Specialised high school (1): Test Miryang Technical High School", "Education (basic) 120"),
                *("100 / 120 (83.3%)", "1 of 3 tasks done, by strategy (2)", "Nano convergence", "2023-2024"),
                *("첫째 전략 2 1 1 0", "The test programme starts"),
            ),
        ),
    ],
)
def test_the_fourth_city_has_every_section_that_it_has_rows_for(
    fourth: Folder, monkeypatch: pytest.MonkeyPatch, language: str, phrases: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(fourth.snapshots))
    told = drawn("city", lang=language, city=CITY)
    assert [each for each in phrases if each not in told] == []
    # No survey of labour demand in any set: no such section.
    assert "인력수요 조사" not in told
    assert "Labour demand by industry" not in told


def test_no_code_names_a_city() -> None:
    names = re.compile(r"[\"'](gimhae|ansan|siheung|all_city_campus|ansan_root|k_edu_city)[\"']")
    for path in [*(PROJECT / "meomureum").rglob("*.py"), *(PROJECT / "pages").glob("*.py")]:
        assert not names.search(path.read_text("utf-8")), path.name


def test_gimhae_shows_both_plans_and_the_years_of_each_industry() -> None:
    told = words(opened("city", city="gimhae"))
    phrases = (
        *("9% 2023년(연도 가정)", "목표 2027년 25%", "66.7%(기한 없음)", "25개", "ALL CITY CAMPUS 김해"),
        *("인제대 글로컬대학30", "지능형로봇", "2022년, 2025년부터", "인제대학교"),
        "인제대학교 2024 7.6% 688 9,017 재적학생 대비 시군구 계산 2024-04-01",
    )
    assert [each for each in phrases if each not in told] == []
    assert "지능형로봇·AI" not in told


def test_an_industry_that_cities_call_differently_keeps_every_name() -> None:
    assert names(shipped())["robotics"] == Text(
        "지능형로봇 / 지능형로봇·AI", "Intelligent robots / Intelligent robots and AI"
    )
    assert names(shipped())["C26"].ko.startswith("전자부품")


def test_ansan_shows_its_stages_schools_and_a_growth_path_that_nobody_published() -> None:
    told = words(opened("city", city="ansan"))
    phrases = (
        *("도입기 2025 현재 단계", "안정기 2026 앞으로의 단계", "특성화고 6곳"),
        # Where a growth path and a survey would stand, it says that there is none and what would make one.
        "이수율 공표된 적 없음. 공표된 값이 없습니다. 사업의 참여·이수 자료를 적재하면 계산됩니다.",
        "인력부족률 공표된 적 없음. 공표된 값이 없습니다. 인력수요 조사 자료를 적재하면 계산됩니다.",
    )
    assert [each for each in phrases if each not in told] == []


def test_siheung_shows_its_tasks_only_where_there_are_rows() -> None:
    told = words(opened("city", city="siheung"))
    phrases = ("48개(기한 없음)", "방향만 공표되어 이루었는지 판단할 수 없습니다", "5.7%")
    assert [each for each in phrases if each not in told] == []
    sample = words(opened("city", city="siheung", set="sample"))
    tasks = (
        "추진전략 3개의 실행과제 48개 중 완료 31",
        "진로 트랙 11개의 실행과제 48개 중 완료 31",
        "추진전략 1 (표본) 16 10 5 1",
        "합성 표본 데이터",
    )
    assert [each for each in tasks if each not in sample] == []


def test_country_and_province_stand_beside_the_city_by_one_formula_each() -> None:
    told = words(opened("city", city="ansan"))
    phrases = (
        *("지구 2024 13", "직업계고 2024 110", "대학 2024 43", "기업 2024 161", "데일리연합"),
        *("46.4% (370 / 797)", "51.1% (3,776 / 7,395)", "55.3% (16,588 / 30,014)", "57.8%"),
        "안산시는 이 산식의 값이 공표되지 않았습니다",
    )
    assert [each for each in phrases if each not in told] == []


def test_published_national_figures_never_stand_beside_the_sample() -> None:
    told = words(opened("city", set="sample"))
    assert "16,588" not in told
    assert "합성 표본과 함께 놓지 않습니다" in told


@pytest.mark.parametrize("language", ["ko", "en"])
def test_years_without_data_leave_a_page_that_says_so(language: str) -> None:
    told = words(opened("city", city="ansan", set="sample", to="2016", lang=language))
    name, why, way = {
        "ko": ("지역 대학 진학률", "고른 연도 밖에 값이 있음.", "모든 연도 보기"),
        "en": ("Local university entry rate", "Values lie outside the chosen years.", "Show all years"),
    }[language]
    assert f"{name} {why}" in told
    assert way in told


def test_several_cities_show_the_first_and_lead_to_the_others() -> None:
    html = " ".join(e.proto.body for e in opened("city", city="ansan,siheung").get("html"))
    assert "<h1>안산시</h1>" in html
    assert 'href="./city?city=gimhae"' in html
    assert 'href="./city?city=siheung"' in html


def test_a_data_folder_of_its_own_changes_nothing_in_the_project(fourth: Folder) -> None:
    assert CITY not in (Path(PROJECT) / "data/reference/programmes.csv").read_text("utf-8")
    assert CITY in (fourth.data / "reference/programmes.csv").read_text("utf-8")
