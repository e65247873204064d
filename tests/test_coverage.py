"""A city's value says how many of its registered institutions it rests on; of some of them it is not the city's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small import Folder, written

from etl import derived_tables
from meomureum.analysis.targets.judgement import progress
from meomureum.figures import absence, standing
from meomureum.figures.trend import trend_figure
from meomureum.figures.value_rows import marks_of
from meomureum.measures.measurement import Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot

SCHOOLS = ("김해건설공업고등학교", "김해생명과학고등학교", "김해한일여자고등학교", "진영제일고등학교")
HEADER = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
KPI = "vocational_local_hire_share"


def rows(year: int, schools: tuple[str, ...], people: object = 20) -> list[tuple[object, ...]]:
    return [
        (year, school, "취업", place, count)
        for school in schools
        for place, count in (("김해", 10), ("부산", people))
    ]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """All four schools in 2021, three in 2022, two in 2023; in 2024 all, and one count is missing."""
    folder = Folder(tmp_path_factory.mktemp("coverage"), published=True)
    lines = [*rows(2021, SCHOOLS), *rows(2022, SCHOOLS[:3]), *rows(2023, SCHOOLS[:2])]
    lines += [*rows(2024, SCHOOLS[1:]), *rows(2024, SCHOOLS[:1], "…")]
    folder.write(written(HEADER, lines), "졸업.csv")
    university = [(2023, "인제대", 9000, 500)]
    folder.write(written(("연도", "대학", "재적학생", "중도탈락"), university), "대학.csv")
    return folder.snapshot()


def marks(
    snapshot: Snapshot, kpi: str, scope: Scope, by: tuple[str, ...] = ("city", "year")
) -> dict[int, str]:
    found = measure(snapshot, kpi, scope, by)
    found = found[(found["origin"] == "computed") & found["value"].notna()]
    return {int(row["year"]): row["marks"] for row in found.to_dict("records")}


def test_a_city_value_says_of_how_many_registered_institutions_it_is(loaded: Snapshot) -> None:
    gimhae = Scope(cities=("gimhae",), first_year=2021)
    found = marks(loaded, KPI, gimhae)
    assert {year: found[year].partition("partial:")[2] for year in (2021, 2022, 2023)} == {
        2021: "",
        2022: "3/4",
        2023: "2/4",
    }
    (row,) = measure(loaded, KPI, replace(gimhae, first_year=2023, last_year=2023)).to_dict("records")
    assert "등록 기관 4곳 중 2곳" in marks_of(row, "ko")
    assert "2 of 4 registered institutions" in marks_of(row, "en")


def test_a_value_of_one_institution_or_of_figures_published_for_all_bears_no_such_mark(
    loaded: Snapshot,
) -> None:
    of_school = Scope(institutions=("gimhae_construction",))
    assert not any("partial" in each for each in marks(loaded, KPI, of_school).values())
    by_school = marks(loaded, KPI, Scope(cities=("gimhae",)), ("institution", "year"))
    assert not any("partial" in each for each in by_school.values())
    ansan = marks(loaded, "university_dropout_rate", Scope(cities=("ansan",)))
    assert ansan
    assert not any("partial" in each for each in ansan.values())


def test_a_value_of_some_institutions_is_shown_hollow_and_never_judged(loaded: Snapshot) -> None:
    found = progress(loaded, KPI, "gimhae")
    assert (found.points, int(found.latest["year"]) if found.latest is not None else 0) == (1, 2021)
    figure = trend_figure(loaded, View(cities=("gimhae",)), KPI)
    assert figure is not None
    drawn = {series.role: [point.at for point in series.points] for series in figure.series}
    assert drawn["computed"] == ["2021"]
    assert drawn["published"] == ["2022", "2023"]
    (partial,) = [series for series in figure.series if series.role == "published"]
    assert partial.name == "김해시 (일부 기관)"
    assert any("등록 기관 4곳 중 2곳" in cell for row in figure.rows for cell in row)


def test_where_there_is_nothing_but_some_institutions_it_is_said_and_not_judged(tmp_path: Path) -> None:
    folder = Folder(tmp_path, published=True)
    folder.write(written(HEADER, rows(2023, SCHOOLS[:2])), "졸업.csv")
    found = progress(folder.snapshot(), KPI, "gimhae")
    assert (found.standing, found.judged) == ("partial", False)
    assert found.latest is not None


def test_a_missing_cell_that_blanks_a_value_is_named_with_file_line_and_reason(loaded: Snapshot) -> None:
    view = View(cities=("gimhae",))
    each = standing.of_indicator(loaded, view, "gimhae", find(KPI))
    told = [text.ko for text in absence.blanks(loaded, view, each)]
    assert told == ["2024년 값이 없는 까닭: 졸업.csv 27행 '졸업자' 칸에 수가 없습니다(미수집)."]


def test_a_row_of_the_whole_city_stands_for_all_of_its_schools(tmp_path: Path) -> None:
    folder = Folder(tmp_path, published=True)
    whole = [(2023, "김해", "", "취업", "김해", 10)]
    folder.write(written(("연도", "행정구역", "학교", *HEADER[2:]), whole), "시.csv")
    assert set(derived_tables.OF_INSTITUTIONS) == {
        *("high_school_outcomes", "university_outcomes", "university_students", "freshmen"),
        *("programme_participation", "supply_demand"),
    }
    found = marks(folder.snapshot(), KPI, Scope(cities=("gimhae",), first_year=2023))
    assert not any("partial" in each for each in found.values())
