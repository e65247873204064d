"""Indicators: published values come out, every kind of missing is told apart, nothing is mixed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd
import pytest
from small import STUDENTS, Folder, records, shipped, written

from meomureum.analysis.words.values import row_text
from meomureum.measures import register
from meomureum.measures.facets import facets
from meomureum.measures.measurement import (
    DIMENSIONS,
    KPIS,
    MARKS,
    STATUSES,
    Formula,
    Kpi,
    Scope,
    find,
    measure,
    rows_behind,
    separates,
    statement,
)
from meomureum.measures.unknown_words import UnknownWord
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.units import UNITS

SCHOOLS = ("연도", "행정구역", "학교유형", "학교", "학과", "졸업 후 진로", "진로 지역", "졸업자")
GRADUATES = ("연도", "대학", "학과", "졸업 후 진로", "직장 소재지", "졸업자")
GENERAL = ("김해", "일반고", "", "")
GIMHAE, ENTRY = Scope(cities=("gimhae",)), "local_university_entry_rate"
EMPLOYMENT, ADVANCEMENT, DROPOUT = (
    "vocational_employment_rate",
    "vocational_advancement_rate",
    "university_dropout_rate",
)
BY_INSTITUTION = ("institution", "year")


def one(found: pd.DataFrame, **where: object) -> pd.Series:
    """The one row that meets every condition."""
    for column, wanted in where.items():
        found = found[found[column] == wanted]
    assert len(found) == 1, found.to_string()
    return found.iloc[0]


def fraction(row: pd.Series) -> tuple[float, float, float]:
    """Numerator, denominator and the percentage as it is printed."""
    return row["numerator"], row["denominator"], round(100 * row["value"], 1)


# Published values, from the shipped data.


@pytest.mark.parametrize(
    ("place", "year", "formula", "expected"),
    [
        ("korea", 2020, "official", (24_938, 89_998 - 38_215 - 1_585 - 970, 50.7)),
        ("korea", 2020, "simple", (24_938, 89_998, 27.7)),
        ("korea", 2024, "official", (16_588, 63_005 - 30_216 - 1_716 - 1_059, 55.3)),
        ("korea", 2025, "official", (15_296, 59_661 - 29_373 - 1_523 - 1_049, 55.2)),
        ("gyeonggi", 2020, "official", (4_227, 15_626 - 6_830 - 118 - 187, 49.8)),
        ("gyeongnam", 2020, "official", (1_078, 4_084 - 1_746 - 71 - 35, 48.3)),
    ],
)
def test_the_official_employment_rates_of_vocational_schools_come_out(
    place: str, year: int, formula: str, expected: tuple[float, float, float]
) -> None:
    found = measure(shipped(), EMPLOYMENT, Scope(cities=(place,)), formula_id=formula)
    row = one(found, year=year, origin="computed")
    assert fraction(row) == expected
    assert (row["status"], row["formula_id"], row["reference_date"]) == ("value", formula, f"{year}-04-01")


@pytest.mark.parametrize(
    ("city", "first", "second"), [("ansan", 42.2, 46.4), ("siheung", 56.0, 58.5), ("gimhae", 47.8, 58.2)]
)
def test_the_lower_bounds_of_the_cities_come_out(city: str, first: float, second: float) -> None:
    found = measure(shipped(), EMPLOYMENT, Scope(cities=(city,)), formula_id="kess")
    assert [fraction(one(found, year=year))[2] for year in (2020, 2021)] == [first, second]
    assert set(found["formula_id"]) == {"kess"}


@pytest.mark.parametrize(
    ("year", "rate"), [(2020, 42.5), (2021, 45.0), (2022, 45.2), (2024, 48.0), (2025, 49.2)]
)
def test_the_official_advancement_rates_come_out(year: int, rate: float) -> None:
    found = measure(shipped(), ADVANCEMENT, Scope(cities=("korea",)))
    assert fraction(one(found, year=year, origin="computed"))[2] == rate
    assert round(100 * one(found, year=year, origin="published")["value"], 1) == rate


@pytest.mark.parametrize(
    ("institution", "year", "expected"),
    [
        ("inje", 2024, (688, 9_017, 7.6)),
        ("kaya", 2024, (179, 2_012, 8.9)),
        ("erica", 2024, (472, 14_632, 3.2)),
        ("tukorea", 2024, (567, 9_979, 5.7)),
        ("inje", 2016, (569, 12_674, 4.5)),
    ],
)
def test_the_disclosed_drop_out_rates_come_out(
    institution: str, year: int, expected: tuple[float, float, float]
) -> None:
    found = measure(shipped(), DROPOUT, Scope(institutions=(institution,)), by=BY_INSTITUTION)
    assert fraction(one(found, year=year)) == expected


def test_inje_has_a_drop_out_rate_for_each_of_nine_years() -> None:
    found = measure(shipped(), DROPOUT, Scope(institutions=("inje",)), by=BY_INSTITUTION)
    assert list(found["year"]) == list(range(2016, 2025))
    assert set(found["status"]) == {"value"}


def test_a_rate_of_several_universities_is_divided_last() -> None:
    row = one(measure(shipped(), DROPOUT, Scope(cities=("gimhae",), first_year=2024)), origin="computed")
    assert (row["numerator"], row["denominator"]) == (688 + 179 + 19, 9_017 + 2_012 + 152)
    assert row["value"] == (688 + 179 + 19) / (9_017 + 2_012 + 152)
    assert row["rows"] == 3


def test_first_year_drop_outs_are_not_disclosed_before_2020() -> None:
    found = measure(shipped(), DROPOUT, Scope(institutions=("inje",)), BY_INSTITUTION, "first_year")
    assert fraction(one(found, year=2024)) == (167, 1_626, 10.3)
    assert set(found[found["year"] < 2020]["status"]) == {"missing"}


def test_a_published_rate_is_taken_over_where_counts_are_not_separated() -> None:
    found = measure(shipped(), EMPLOYMENT, Scope(cities=("korea",), first_year=2021, last_year=2021))
    computed, published = one(found, origin="computed"), one(found, origin="published")
    assert computed["status"] == "not_published"
    assert pd.isna(computed["value"])
    assert (round(100 * published["value"], 1), published["status"]) == (55.4, "value")


def test_a_published_university_rate_comes_with_its_source() -> None:
    found = measure(shipped(), "university_employment_rate", GIMHAE, BY_INSTITUTION)
    row = one(found, institution_id="inje", origin="published", year=2024)
    assert (round(100 * row["value"], 2), row["source_ids"]) == (59.16, "academyinfo_rates")
    assert (row["reference_date"], row["marks"]) == ("2024-12-31", "assumed_year")


def test_the_announced_baselines_of_gimhae_say_what_is_assumed() -> None:
    entry = one(measure(shipped(), ENTRY, GIMHAE), year=2023)
    assert (entry["value"], entry["formula_id"], entry["geography"]) == (0.09, "announced", "not_stated")
    assert (entry["marks"], entry["source_ids"]) == ("assumed_year", "seed_gimhae_2023")
    jobs = one(measure(shipped(), "local_employment_rate", GIMHAE), year=2023)
    assert (jobs["value"], jobs["formula_id"], jobs["reference_date"]) == (0.04, "announced", "2023-12-31")
    rank = one(measure(shipped(), "qs_asia_rank", GIMHAE), year=2023)
    assert (rank["value"], rank["value_high"], rank["unit"]) == (350, 400, "rank")


def test_the_one_precedent_of_the_entry_rate_is_marked_approximate() -> None:
    row = one(measure(shipped(), ENTRY, GIMHAE), year=2020)
    assert (row["numerator"], row["denominator"], row["value"]) == (590, 5_800, 0.1)
    assert (row["marks"], row["origin"], row["formula_id"]) == ("approximate", "published", "all_graduates")
    # Its counts, about 590 of about 5,800, do not make it more exact.
    assert row_text("percent", row) == Text("약 10%", "about 10%")


def test_published_counts_and_stages_come_out() -> None:
    partners = measure(shipped(), "partner_institutions").set_index("city_id")["value"]
    assert (partners["gimhae"], partners["ansan"], partners.notna().sum()) == (25, 18, 2)
    stage = one(measure(shipped(), "programme_stage", Scope(cities=("ansan",))))
    assert (stage["value"], stage["year"], stage["status"]) == (1, 2025, "value")


def test_a_city_that_nobody_published_says_so() -> None:
    for kpi in KPIS:
        found = measure(shipped(), kpi.id, Scope(cities=("siheung",)))
        silent = found[found["value"].isna()]
        assert set(silent["status"]) <= {"not_published", "not_applicable", "missing"}
        assert len(found) > 0
    row = one(measure(shipped(), ENTRY, Scope(cities=("siheung",))))
    assert (row["status"], row["rows"]) == ("not_published", 0)


# The definitions.


def test_every_indicator_and_formula_is_named_in_both_languages() -> None:
    assert len({kpi.id for kpi in KPIS}) == len(KPIS)
    for kpi in KPIS:
        assert kpi.unit in UNITS
        words = [
            kpi.name,
            kpi.population,
            kpi.numerator,
            kpi.denominator,
            kpi.official_source,
            kpi.unavailable,
        ]
        words += [formula.name for formula in kpi.formulas]
        assert all(each.ko.strip() and each.en.strip() for each in words), kpi.id
        halves = [kpi.caveat, *(formula.note for formula in kpi.formulas)]
        assert all(bool(each.ko) == bool(each.en) for each in halves), kpi.id
        assert len({formula.id for formula in kpi.formulas}) == len(kpi.formulas)
        assert set(kpi.stand_ins) <= {formula.id for formula in kpi.formulas}
        for stage in kpi.stages:
            assert find(stage.kpi_id).formula(stage.formula_id).id == stage.formula_id


def test_every_status_and_mark_is_named_in_both_languages() -> None:
    assert all(text.ko and text.en for text in (*STATUSES.values(), *MARKS.values()))


def test_every_target_belongs_to_an_indicator() -> None:
    targets = records(shipped(), "SELECT DISTINCT kpi_id FROM targets")
    assert len(targets) > 5
    assert {kpi_id for (kpi_id,) in targets} <= {kpi.id for kpi in KPIS}


def test_every_published_value_of_an_indicator_has_a_formula_of_it() -> None:
    formulas = {kpi.id: {formula.id for formula in kpi.formulas} for kpi in KPIS}
    observed = records(shipped(), "SELECT DISTINCT measure_id, formula_id FROM observations")
    of_indicators = [(measured, formula) for measured, formula in observed if measured in formulas]
    assert len(of_indicators) > 5
    for measured, formula in of_indicators:
        assert formula in formulas[measured], measured


@pytest.mark.parametrize(
    "asked",
    [
        {"kpi": "no_such_indicator"},
        {"kpi": DROPOUT, "formula_id": "no_such_formula"},
        {"kpi": DROPOUT, "by": ("city", "year", "shoe_size")},
        {"kpi": "retention_chain", "by": ("shoe_size",)},
    ],
)
def test_what_is_not_defined_is_an_unknown_word(asked: dict[str, Any]) -> None:
    with pytest.raises(UnknownWord):
        measure(shipped(), **asked)


HOSTILE = "'; DROP TABLE regions; --"


@pytest.mark.parametrize(
    "field",
    [
        "cities",
        "institutions",
        "departments",
        "fields",
        "industries",
        "sexes",
        "participants",
        "school_types",
        "stages",
        "strategies",
        "tracks",
    ],
)
def test_what_a_reader_types_is_a_value_and_never_sql(field: str) -> None:
    typed: dict[str, Any] = {field: (HOSTILE, '"$kpi" {0}')}
    scope = Scope(**typed)
    given = 0
    for kpi in KPIS:
        sql, parameters = statement(shipped(), kpi.id, scope)
        assert HOSTILE not in sql
        given += any(HOSTILE in value for value in parameters.values() if isinstance(value, list))
    assert given > 0
    found = measure(shipped(), DROPOUT, scope)
    assert set(found["origin"]) <= {"computed"}
    assert found["value"].isna().all()
    assert len(records(shipped(), "SELECT * FROM regions")) > 10


# Statuses and marks, on a few rows.

SINGLE_ROWS: dict[int, tuple[tuple[object, object, str], str, str]] = {
    2001: ((1000, 50, ""), "value", ""),
    2002: ((1000, 0, ""), "zero", ""),
    2003: ((1000, "", ""), "missing", ""),
    2004: ((1000, "미공표", ""), "not_published", ""),
    2005: ((1000, "-", ""), "not_applicable", ""),
    2006: ((1000, "x", ""), "suppressed", ""),
    2007: (("x", 50, ""), "suppressed", ""),
    2008: ((1000, 50, "잠정"), "value", "provisional"),
    2009: ((1000, 50, "정정"), "value", "revised"),
    2010: ((29, 1, ""), "value", "low_reliability"),
    2011: ((30, 1, ""), "value", ""),
    2012: ((29, 0, "잠정"), "zero", "provisional low_reliability"),
    2013: ((0, 0, ""), "not_applicable", ""),
}
# Two universities of one city: what the city comes to. (inje, kaya) -> status, numerator, denominator
PAIRS: dict[int, tuple[tuple[object, object], tuple[object, object], str, float | None, float | None]] = {
    2031: ((100, 5), (50, 4), "value", 9, 150),
    2032: ((100, 5), (50, "x"), "suppressed", None, 150),
    2033: ((100, 5), (50, "…"), "missing", None, 150),
    2034: ((100, 5), (50, "미공표"), "not_published", None, 150),
    2035: ((100, "…"), (50, "x"), "suppressed", None, 150),
    2036: ((100, 5), ("-", "-"), "value", 5, 100),
    2037: ((100, 5), (50, "-"), "value", 5, 100),
    2038: ((100, "-"), (50, "-"), "not_applicable", None, None),
    2039: ((100, 0), (50, 0), "zero", 0, 150),
    2040: ((100, "-"), (50, "x"), "suppressed", None, 50),
}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = Folder(tmp_path_factory.mktemp("few"), whole=True)
    rows = [
        [year, "인제대", enrolled, out, edition]
        for year, ((enrolled, out, edition), *_) in SINGLE_ROWS.items()
    ]
    for year, (inje, kaya, *_) in PAIRS.items():
        rows += [[year, "인제대", *inje, ""], [year, "가야대", *kaya, ""]]
    folder.write(written((*STUDENTS, "공표상태"), rows), "students.csv")
    survey = ("연도", "시군구", "응답자 집단", "문항", "응답", "가중값", "응답자")
    answers = [("매우 그렇다", 10.5, 10), ("그렇다", 4.5, 9), ("보통이다", 15, 10), ("무응답", 70, 50)]
    folder.write(
        written(survey, [[2024, "김해", "대학생", "정주의향", *each] for each in answers]), "survey.csv"
    )
    ranks = [[2024, "QS 아시아", "인제대", 351, 400, 984], [2024, "QS 아시아", "가야대", 801, 900, 984]]
    folder.write(
        written(("연도", "순위 이름", "대학", "순위", "순위 상한", "대상 대학 수"), ranks), "ranks.csv"
    )
    return folder.snapshot()


@pytest.mark.parametrize("year", SINGLE_ROWS)
def test_each_kind_of_cell_has_its_own_status_and_marks(few: Snapshot, year: int) -> None:
    _, status, marks = SINGLE_ROWS[year]
    row = one(measure(few, DROPOUT, Scope(institutions=("inje",)), BY_INSTITUTION), year=year)
    assert (row["status"], row["marks"]) == (status, marks)
    assert pd.notna(row["value"]) == (status in ("value", "zero"))
    assert status in STATUSES
    assert set(marks.split()) <= set(MARKS)


@pytest.mark.parametrize("year", PAIRS)
def test_a_part_without_a_number_decides_what_the_whole_may_say(few: Snapshot, year: int) -> None:
    *_, status, numerator, denominator = PAIRS[year]
    row = one(measure(few, DROPOUT, GIMHAE), year=year, origin="computed")
    found = [None if pd.isna(row[name]) else row[name] for name in ("numerator", "denominator")]
    assert (row["status"], *found) == (status, numerator, denominator)
    expected = None if numerator is None or denominator is None else numerator / denominator
    assert (None if pd.isna(row["value"]) else row["value"]) == expected


def test_a_survey_rate_is_weighted_and_its_reliability_counts_respondents(few: Snapshot) -> None:
    row = one(measure(few, "settlement_intention", GIMHAE))
    assert (row["numerator"], row["denominator"], row["value"]) == (15, 30, 0.5)
    assert (row["sample_size"], row["marks"]) == (29, "low_reliability")


def test_a_rank_of_a_city_is_the_best_band_with_its_pool(few: Snapshot) -> None:
    row = one(measure(few, "qs_asia_rank", GIMHAE), year=2024)
    assert (row["value"], row["value_high"], row["denominator"]) == (351, 400, 984)
    kaya = one(measure(few, "qs_asia_rank", Scope(institutions=("kaya",)), BY_INSTITUTION), year=2024)
    assert (kaya["value"], kaya["value_high"]) == (801, 900)


def test_a_dimension_that_the_rows_do_not_have_does_not_apply(few: Snapshot) -> None:
    found = measure(few, DROPOUT, GIMHAE, by=("city", "sex"))
    assert set(found["status"]) == {"not_applicable"}
    assert found["value"].isna().all()


def test_years_outside_the_scope_are_left_out(few: Snapshot) -> None:
    scope = Scope(institutions=("inje",), first_year=2002, last_year=2008)
    assert list(measure(few, DROPOUT, scope, BY_INSTITUTION)["year"]) == list(range(2002, 2009))


def test_every_row_says_from_which_snapshot_and_files_it_comes(few: Snapshot) -> None:
    found = measure(few, DROPOUT, GIMHAE)
    assert set(found["snapshot_id"]) == {few.id}
    assert set(found[found["rows"] > 0]["data_set"]) == {"real"}


# Sample and published rows.


def test_sample_and_published_rows_never_mix(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [[2024, "인제대", 1000, 100]]), "p.csv", "published")
    folder.write(
        written(STUDENTS, [[2024, "인제대", 4000, 200], [2024, "가야대", 500, 50]]), "s.csv", "sample"
    )
    snapshot = folder.snapshot()
    published = one(measure(snapshot, DROPOUT, GIMHAE))
    sample = one(measure(snapshot, DROPOUT, replace(GIMHAE, data_set="sample")))
    assert (published["numerator"], published["denominator"], published["data_set"]) == (
        100,
        1000,
        "published",
    )
    assert (sample["numerator"], sample["denominator"], sample["data_set"]) == (250, 4500, "sample")
    for kpi in KPIS:
        found = measure(snapshot, kpi.id, replace(GIMHAE, data_set="sample"))
        assert set(found["data_set"].dropna()) <= {"sample"}
        assert set(found["origin"]) <= {"computed"}


# Grouping.


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Rows in every table that an indicator reads, with every dimension filled."""
    folder = Folder(tmp_path_factory.mktemp("full"), whole=True)
    for at, (header, rows) in enumerate(filled()):
        named = "crosswalk" if header.startswith("연계표") else "recognised"  # reference data only when named
        folder.write(written(header.split(","), rows), f"{at}.csv", f"raw/{named}")
    outcome = folder.build()
    assert outcome.problems == ()
    derived = {"supply_demand", "cohorts"}
    loaded = {account.table for account in outcome.accounts}
    assert loaded >= {formula.table for _, formula in COUNTED} - derived
    return folder.snapshot()


YEARS, SEXES, TOOK_PART, FIELDS = (2023, 2024), ("남", "여"), ("참여", "미참여"), ("공학", "인문")
UNIVERSITIES, INDUSTRIES = ("인제대", "ERICA"), ("의생명", "지능형로봇")


def filled() -> Iterator[tuple[str, list[list[object]]]]:
    """Header and rows of one file a table; counts vary from row to row."""
    outcomes = ("취업", "대학교", "전문대학", "입대", "기타", "제외인정")
    places = ("김해", "안산", "부산", "미상")
    schools = product(
        ("김해생명과학고", "안산공고"), ("가", "나"), SEXES, TOOK_PART, outcomes, places, INDUSTRIES
    )
    yield (
        "연도,행정구역,학교유형,학교,학과,성별,사업참여,졸업 후 진로,진로 지역,산업,졸업자,6개월 유지,12개월 유지",
        [[2024, "", "특성화고", *each, 3 + at % 7, 2 + at % 2, at % 3] for at, each in enumerate(schools)],
    )
    yield (
        "연도,행정구역,학교,학교유형,학과,진로 지역,졸업자,6개월 유지,12개월 유지,졸업 후 진로",
        [
            [2018, "", "김해생명과학고", "", "가", "부산", 9, 8, 7, outcome]
            for outcome in ("취업", "진학", "기타")
        ],
    )
    paths = ("취업", "창업", "진학", "외국인유학생", "기타")
    graduates = product(UNIVERSITIES, ("가", "나"), FIELDS, SEXES, TOOK_PART, paths, places, INDUSTRIES)
    yield (
        "연도,대학,학과,계열,성별,사업참여,졸업 후 진로,직장 소재지,산업,졸업자,6개월 유지,11개월 유지",
        [[2024, *each, 3 + at % 5, 2 + at % 2, at % 3] for at, each in enumerate(graduates)],
    )
    students = product(YEARS, (*UNIVERSITIES, "한국산업기술대학교(산업대)"), FIELDS, ("김해", "서울"))
    yield (
        "연도,대학,계열,출신 지역,재적학생,중도탈락,신입생 재적,신입생 중도탈락",
        [[*each, 100 + at, at, 40, at % 9] for at, each in enumerate(students)],
    )
    months = product(("2019-06", "2019-12", "2024-06", "2024-12"), ("김해", "안산"))
    register = [[*each, 1_000 + at, *range(10 + at, 45 + at)] for at, each in enumerate(months)]
    yield "기준월,행정구역,총인구수," + ",".join(f"{age}세" for age in range(10, 45)), register
    bands = ",".join(f"{age}~{age + 4}세" for age in range(10, 45, 5))
    yield f"기준월,행정구역,총인구수,{bands}", [row[:10] for row in register]
    freshmen = product(YEARS, UNIVERSITIES, ("김해", "안산"), ("일반고", "특성화고"))
    yield (
        "연도,대학,출신 지역,학교유형,입학자,모집인원",
        [[*each, 10 + at, 50] for at, each in enumerate(freshmen)],
    )
    taking_part = ("안산공고", "디미고", "김해생명과학고")
    courses = product(YEARS, ("ansan_root",), taking_part, ("가",), ("기초", "심화"))
    yield (
        "연도,사업,학교,과정,단계,참여자,이수자,참여기업 채용,관내 채용",
        [[*each, 20 + at, 10 + at, at, 1] for at, each in enumerate(courses)],
    )
    cohorts = product(YEARS, ("김해",), ("고교", "대학"), ("인제대", "김해생명과학고"), (1, 3, 5))
    yield (
        "졸업 코호트,시군구,출신,기관,경과연수,졸업자,거주자",
        [[*each, 50 + at, 30 + at] for at, each in enumerate(cohorts)],
    )
    answers = product(YEARS, ("김해",), ("대학생",), UNIVERSITIES, SEXES, ("정주의향",), ("4", "2", "무응답"))
    yield (
        "연도,시군구,응답자 집단,기관,성별,문항,응답,가중값,응답자",
        [[*each, 1.5 + at % 3, 1 + at % 4] for at, each in enumerate(answers)],
    )
    firms = product(YEARS, (1, 2), ("김해",), INDUSTRIES, ("기술직",), ("300+",))
    yield (
        "연도,반기,시군구,산업,직종,기업 규모,현원,부족인원,구인인원,채용인원,채용계획,조사대상 기업,응답 기업",
        [[*each, 90 + at, 5, 20, 10 + at, 8, 10, 9] for at, each in enumerate(firms)],
    )
    yield (
        "연계표 판,기관,학과,산업",
        [
            ["1", "인제대", "가", INDUSTRIES[0]],
            ["1", "인제대", "나", INDUSTRIES[1]],
            ["1", "김해생명과학고", "가", "의생명"],
        ],
    )
    yield (
        "점검연도,사업,과제 번호,추진전략,과제명,추진상황",
        [
            [year, "k_edu_city", at, "가", "나", ("완료", "추진중")[at % 2]]
            for year in YEARS
            for at in range(5)
        ],
    )
    partners = product(YEARS, ("ansan_root",), ("기관", "기업"), ("하나", "둘", "셋"))
    yield "연도,사업,구분,이름", [list(each) for each in partners]


COUNTED = [
    (kpi, formula)
    for kpi in KPIS
    if kpi.shape in ("ratio", "count", "difference")
    for formula in kpi.formulas
    if formula.table and formula.id != "kess"
]


@pytest.mark.parametrize(
    ("kpi", "formula"), COUNTED, ids=[f"{kpi.id}-{formula.id}" for kpi, formula in COUNTED]
)
def test_groups_of_every_dimension_add_up_to_the_whole(full: Snapshot, kpi: Kpi, formula: Formula) -> None:
    columns = ["numerator", "denominator"]

    def measured(*by: str) -> pd.DataFrame:
        found = measure(full, kpi.id, by=by, formula_id=formula.id)
        return found[(found["origin"] == "computed") & (found["rows"] > 0)]

    table = full.query(f"SELECT * FROM {formula.table} LIMIT 0")
    known = [
        name for name, column in DIMENSIONS.items() if column in table and separates(kpi, formula, [column])
    ]
    whole = measured()[columns].sum().to_dict()
    assert whole["numerator"] != 0
    for dimension in known:
        assert measured(dimension)[columns].sum().to_dict() == pytest.approx(whole), dimension
    finest = measured(*known)
    assert finest[columns].sum().to_dict() == pytest.approx(whole)
    assert len(finest) > 1 or formula.id == "school_reported"


def test_a_filter_and_a_group_of_the_same_value_agree(full: Snapshot) -> None:
    grouped = one(
        measure(full, "university_employment_rate", by=("city", "sex")), city_id="gimhae", sex="female"
    )
    scope = Scope(cities=("gimhae",), sexes=("female",))
    filtered = one(measure(full, "university_employment_rate", scope, by=("city",)))
    assert (grouped["numerator"], grouped["denominator"]) == (filtered["numerator"], filtered["denominator"])
    assert grouped["numerator"] > 0


def test_a_count_is_divided_and_filtered_by_outcome_but_a_rate_never_is(full: Snapshot) -> None:
    grouped = measure(full, "university_graduates", by=("city", "outcome"))
    employed = one(grouped, city_id="gimhae", outcome="employed")
    whole = one(measure(full, "university_graduates", by=("city",)), city_id="gimhae")
    only = Scope(cities=("gimhae",), outcomes=("employed",))
    assert one(measure(full, "university_graduates", only, by=("city",)))["value"] == employed["value"]
    assert 0 < employed["value"] < whole["value"]
    for by, scope in ((("city", "outcome"), GIMHAE), (("city",), only)):
        rate = measure(full, "university_employment_rate", scope, by)
        assert set(rate["status"]) == {"not_applicable"}
        assert rate["value"].isna().all()


def test_a_programme_is_filtered_like_any_other_dimension(full: Snapshot) -> None:
    grouped = measure(full, "programme_completion_rate", by=("programme",))
    code = grouped["programme_id"].dropna().iloc[0]
    filtered = measure(full, "programme_completion_rate", Scope(programmes=(code,)), by=("programme",))
    assert filtered["value"].tolist() == grouped.loc[grouped["programme_id"] == code, "value"].tolist()


# The ladder of "local".

DESTINATIONS = {
    "김해": ("city", 10),
    "부산": ("commuting_area", 12),
    "창원시": ("commuting_area", 8),
    "경상남도": ("province", 15),
    "울산": ("macro_region", 5),
    "서울": ("elsewhere", 24),
    "국외": ("elsewhere", 6),
    "미상": ("unknown", 7),
}
# Home and destination, and the rung on which the destination stands.
DISTRICTS = [
    ("안산", "안산시 상록구", "city"),
    ("시흥", "안산시 단원구", "commuting_area"),
    ("김해", "부산 강서구", "commuting_area"),
    ("안산시 단원구", "안산시 상록구", "city"),
]
EARLIER, NOT_ASKED, BETWEEN_DISTRICTS = range(1995, 2023), 2025, 2030
HIRED = {"액화수소": 3, "의생명": 5, "smart_factory": 2}
# One division by its code, its number, its name; a section by its letter alone.
DIVISIONS = {
    "액화수소": ("20", "C20"),
    "의생명": ("의료용 물질 및 의약품 제조업", "C21"),
    "smart_factory": ("C", "C"),
}


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Graduates of 2024 by destination, and other years for one question each."""
    folder = Folder(tmp_path_factory.mktemp("ladder"), whole=True)
    entered: list[list[object]] = [
        [2024, *GENERAL, "대학교", place, people] for place, (_, people) in DESTINATIONS.items()
    ]
    entered += [[2024, *GENERAL, "기타", "", 13]]
    entered += [[NOT_ASKED, *GENERAL, "대학교", place, people] for place, people in (("김해", 9), ("", 1))]
    entered += [
        [BETWEEN_DISTRICTS, home, "일반고", "", "", "대학교", place, 1 + at]
        for at, (home, place, _) in enumerate(DISTRICTS)
    ]
    entered += [
        [year, *GENERAL, outcome, place, (year * 7 + at * 13) % 11]
        for year in EARLIER
        for at, (outcome, place) in enumerate(product(("대학교", "전문대학", "취업"), DESTINATIONS))
    ]
    folder.write(written(SCHOOLS, entered), "schools.csv")
    worked: list[list[object]] = [
        [2024, "인제대", "", "취업", place, people, ""] for place, (_, people) in DESTINATIONS.items()
    ]
    worked = [[*row, ""] for row in [*worked, [2024, "인제대", "", "기타", "", 13, ""]]]
    worked += [
        [year, "인제대", "", "취업", "김해", people, industry, DIVISIONS[industry][0]]
        for year in (2023, 2025)
        for industry, people in HIRED.items()
    ]
    folder.write(written((*GRADUATES, "산업", "KSIC"), worked), "universities.csv")
    return folder.snapshot()


@pytest.mark.parametrize(
    ("table", "level"),
    [("high_school_outcomes", "destination_level"), ("university_outcomes", "workplace_level")],
)
def test_destinations_stand_on_their_rung_of_the_ladder(ladder: Snapshot, table: str, level: str) -> None:
    expected = {(rung, people) for rung, people in DESTINATIONS.values()} | {(None, 13)}
    assert set(records(ladder, f"SELECT {level}, graduates FROM {table} WHERE year = 2024")) == expected


@pytest.mark.parametrize("kpi_id", [ENTRY, "local_employment_rate"])
def test_each_rung_counts_the_rungs_within_it(ladder: Snapshot, kpi_id: str) -> None:
    expected = {"": 10, "_commuting_area": 30, "_province": 45, "_macro_region": 50}
    for rung, numerator in expected.items():
        found = measure(ladder, kpi_id, GIMHAE, formula_id=f"all_graduates{rung}")
        row = one(found, year=2024, origin="computed")
        assert (row["numerator"], row["denominator"]) == (numerator, 100)
        assert row["geography"] == (rung.removeprefix("_") or "city")


def test_a_district_belongs_to_its_city_and_to_its_commuting_area(ladder: Snapshot) -> None:
    found = records(
        ladder,
        f"""
        SELECT destination_level
        FROM high_school_outcomes
        WHERE year = {BETWEEN_DISTRICTS}
        ORDER BY graduates
        """,
    )
    assert [rung for (rung,) in found] == [rung for _, _, rung in DISTRICTS]


def test_one_graduate_whose_destination_was_not_asked_withholds_the_rate(ladder: Snapshot) -> None:
    row = one(measure(ladder, ENTRY, GIMHAE), year=NOT_ASKED)
    assert (row["status"], row["denominator"]) == ("not_published", 10)
    assert pd.isna(row["value"])


def test_widening_what_local_means_never_lowers_a_rate(ladder: Snapshot) -> None:
    rates = []
    for rung in ("", "_commuting_area", "_province", "_macro_region"):
        scope = replace(GIMHAE, first_year=EARLIER[0], last_year=EARLIER[-1])
        found = measure(ladder, ENTRY, scope, formula_id=f"all_graduates{rung}")
        rates.append(found[found["origin"] == "computed"].set_index("year")["value"])
        assert len(rates[-1]) == len(EARLIER)
    for narrower, wider in pairwise(rates):
        assert (narrower <= wider).all()
        assert (narrower < wider).any()
    assert (rates[-1] <= 1).all()


def test_strategic_industries_count_only_in_their_years(ladder: Snapshot) -> None:
    found = measure(ladder, "strategic_industry_share", GIMHAE)
    assert [one(found, year=year)["denominator"] for year in (2023, 2025)] == [10, 10]
    assert [one(found, year=year)["numerator"] for year in (2023, 2025)] == [5, 8]


def test_a_division_is_known_by_code_number_or_name(ladder: Snapshot) -> None:
    found = measure(ladder, "university_graduates", replace(GIMHAE, first_year=2025), ("ksic",))
    counted = found[found["ksic"].notna()].set_index("ksic")["value"].to_dict()
    assert counted == {code: HIRED[industry] for industry, (_, code) in DIVISIONS.items()}


def test_only_a_rate_of_the_employed_is_told_apart_by_where_they_work(ladder: Snapshot) -> None:
    for by in ("industry", "ksic"):
        refused = measure(ladder, "local_employment_rate", GIMHAE, ("city", by, "year"))
        assert set(refused["status"]) == {"not_applicable"}, "those without a job work in no industry"
        found = measure(ladder, "local_employment_rate", GIMHAE, ("city", by, "year"), "of_employed")
        of_2025 = found[found["year"] == 2025]
        assert sorted(of_2025["denominator"]) == [2, 3, 5]
    within = replace(GIMHAE, ksic=("C21",), first_year=2025)
    assert one(measure(ladder, "local_employment_rate", within, formula_id="of_employed"))["denominator"] == 5
    whole = one(measure(ladder, "local_employment_rate", within))
    assert (whole["numerator"], whole["denominator"]) == (5, 2 + 3 + 5), "of all graduates, those hired there"


@pytest.mark.parametrize(
    ("chosen", "codes", "people"),
    [
        (("C",), {"C", "C20", "C21"}, 3 + 5 + 2),
        (("C", "C21"), {"C", "C20", "C21"}, 3 + 5 + 2),
        (("C21",), {"C21"}, 5),
        (("C20", "C21"), {"C20", "C21"}, 3 + 5),
        (("Q",), set(), 0),
    ],
)
def test_a_section_of_industries_takes_its_divisions_and_a_division_itself_alone(
    ladder: Snapshot, chosen: tuple[str, ...], codes: set[str], people: int
) -> None:
    scope = replace(GIMHAE, ksic=chosen, first_year=2025, last_year=2025)
    found = measure(ladder, "university_graduates", scope, ("ksic",))
    assert {*found["ksic"].dropna()} == codes, "groups are what the rows say"
    whole = measure(ladder, "university_graduates", scope)
    assert whole["value"].sum() == people
    assert len(rows_behind(ladder, "university_graduates", scope)) == len(codes)
    left = facets(ladder, "university_graduates", scope)
    assert left.rows == len(codes)
    assert {*left.options["ksic"]} == {"C", "C20", "C21"}
    parameters = statement(ladder, "university_graduates", scope)[1]
    assert {*chosen} | codes <= {*parameters["only_ksic"]}


def test_a_section_can_be_chosen_where_rows_name_its_divisions_alone(ladder: Snapshot) -> None:
    scope = replace(GIMHAE, ksic=("C",), industries=("biomedical",), first_year=2025)
    assert facets(ladder, "university_graduates", scope).options["ksic"] == ("C", "C21")
    assert list(register.codes(ladder)["ksic"]) == ["C", "C20", "C21"]
    assert register.chosen_ksic(ladder, "C").en == "C Manufacturing, all"
    assert register.chosen_ksic(ladder, "C20").ko.startswith("C20 화학물질")


# The retention chain: Gimhae has every stage of the cohort of 2018; in the others one is missing.

CHAIN_CITIES = {"김해": "인제대", "안산": "ERICA", "시흥": "한국공학대"}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = Folder(tmp_path_factory.mktemp("chain"))
    entered = [
        [year, city, "일반고", "", "", outcome, place, people]
        for city in CHAIN_CITIES
        for year in (2018, 2019)
        for outcome, place, people in (("대학교", city, 20), ("대학교", "서울", 50), ("기타", "", 30))
    ]
    enrolled = [
        [2018 + at, school, 100, out]
        for city, school in CHAIN_CITIES.items()
        for at, out in enumerate((10, 20, 25, 50, 10))
        if city != "안산"
    ]
    worked = [
        [year, school, "", outcome, place, people]
        for city, school in CHAIN_CITIES.items()
        for year in (2022, 2023)
        for outcome, place, people in (("취업", city, 30), ("취업", "서울", 50), ("기타", "", 20))
        if city != "시흥"
    ]
    cohorts = [[2022, city, "대학", 1, 50, 40] for city in (*CHAIN_CITIES, "창원")]
    others = [[2022, "김해", "대학", 3, 50, 1], [2022, "김해", "고교", 1, 50, 2]]
    folder.write(written(SCHOOLS, entered), "entry.csv")
    folder.write(written(STUDENTS, enrolled), "students.csv")
    folder.write(written(GRADUATES, worked), "jobs.csv")
    residence = ("졸업 코호트", "시군구", "출신", "경과연수", "졸업자", "거주자")
    folder.write(written(residence, [*cohorts, *others]), "residence.csv")
    cities = ("gimhae", "ansan", "siheung", "changwon")
    return measure(folder.snapshot(), "retention_chain", Scope(cities=cities))


def test_the_retention_chain_multiplies_matched_cohorts(chain: pd.DataFrame) -> None:
    cohort = one(chain, city_id="gimhae", year=2018)
    assert cohort["value"] == pytest.approx(0.20 * (0.90 * 0.80 * 0.75 * 0.50) * 0.30 * 0.80)
    assert cohort["value"] == pytest.approx(0.01296)
    assert (cohort["kpi_id"], cohort["formula_id"]) == ("retention_chain", "matched_cohorts")
    assert cohort["status"] == "value"
    assert pd.isna(cohort["numerator"])


@pytest.mark.parametrize(
    ("city", "cohort"),
    [("gimhae", 2019), ("ansan", 2018), ("siheung", 2018)],
    ids=["residence", "students", "jobs"],
)
def test_the_chain_is_withheld_when_a_stage_is_missing(chain: pd.DataFrame, city: str, cohort: int) -> None:
    row = one(chain, city_id=city, year=cohort)
    assert pd.isna(row["value"])
    assert row["status"] == "missing"


def test_the_chain_without_entry_says_not_published(chain: pd.DataFrame) -> None:
    row = one(chain, city_id="changwon")
    assert pd.isna(row["value"])
    assert row["status"] == "not_published"


def test_the_chain_of_one_city_that_published_only_its_entry_is_withheld() -> None:
    row = one(measure(shipped(), "retention_chain", GIMHAE))
    assert pd.isna(row["value"])
    assert row["status"] == "not_published"


@pytest.fixture(scope="module")
def plain_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot's file as anybody opens it, with nothing of ours around it."""
    path = tmp_path_factory.mktemp("plain") / "snapshot.duckdb"
    shutil.copyfile(shipped().folder / "exact.duckdb", path)
    with duckdb.connect(path, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("data_set", ["published", "sample"])
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
def test_every_statement_runs_as_it_is_printed(
    plain_duckdb: duckdb.DuckDBPyConnection, kpi: Kpi, data_set: Literal["published", "sample"]
) -> None:
    snapshot, scope = shipped(), Scope(data_set)
    for formula in kpi.formulas:
        printed = str(statement(snapshot, kpi.id, scope, formula_id=formula.id))
        found = plain_duckdb.execute(printed).df()
        values = found["value"].dropna().tolist() if "value" in found else []
        measured = measure(snapshot, kpi.id, scope, formula_id=formula.id)["value"]
        assert values == pytest.approx(measured.dropna().tolist())


def test_a_code_with_a_quote_is_printed_as_a_value() -> None:
    scope = Scope("sample", departments=("O'Brien'); DROP TABLE regions; --",))
    printed = str(statement(shipped(), "local_employment_rate", scope))
    assert "['O''Brien''); DROP TABLE regions; --']" in printed
    assert shipped().query(printed).empty
