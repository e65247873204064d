"""Figures of every city: golden values, codes of then and now, and what is drawn of them."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from small import Folder, records, shipped, written

import kpis
from kpis import Scope, measure
from meomureum.analysis.lineage import trace
from meomureum.analysis.statistics.funnel import funnel
from meomureum.analysis.statistics.proportions import of_ratio
from meomureum.analysis.studies.scenario import answer_of_way, situation
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Line, Outline
from meomureum.figures import place_among, retention_by_age
from meomureum.figures.recipes import RECIPES, opened
from meomureum.measures.indicators.youth import YOUTH_POPULATION
from meomureum.measures.register import every_city
from meomureum.store.address import View

RETENTION, YOUTH, DROPOUT = "youth_net_retention", "youth_population", "university_dropout_rate"


def value(kpi: str, city: str, year: int, formula: str = "") -> pd.Series:
    """The one measurement of a city and year."""
    scope = Scope(cities=(city,), first_year=year, last_year=year)
    found = measure(shipped(), kpi, scope, formula_id=formula)
    found = found[found["origin"] == "computed"]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("city", "formula", "after", "before", "rate"),
    [
        ("gimhae", "ages_15_19", 24_999, 30_881, 81.0),
        ("ansan", "ages_15_19", 34_899, 35_209, 99.1),
        ("siheung", "ages_15_19", 25_053, 24_862, 100.8),
        ("gyeonggi", "ages_15_19", 663_926, 667_236, 99.5),
        ("gyeongnam", "ages_15_19", 131_891, 163_358, 80.7),
        ("korea", "ages_15_19", 2_444_671, 2_455_747, 99.5),
        ("gimhae", "ages_20_24", 29_012, 36_136, 80.3),
        ("ansan", "ages_20_24", 47_533, 51_269, 92.7),
        ("siheung", "ages_20_24", 32_605, 33_235, 98.1),
        ("gyeonggi", "ages_20_24", 893_678, 856_236, 104.4),
        ("gyeongnam", "ages_20_24", 156_883, 194_381, 80.7),
        ("gimhae", "ages_25_29", 33_422, 32_975, 101.4),
        ("ansan", "ages_25_29", 46_994, 55_218, 85.1),
        ("siheung", "ages_25_29", 37_847, 36_345, 104.1),
        ("gyeonggi", "ages_25_29", 1_008_733, 951_612, 106.0),
        ("gyeongnam", "ages_25_29", 173_950, 184_055, 94.5),
        ("gimhae", "ages_15_19_june", 26_079, 31_947, 81.6),
        ("ansan", "ages_15_19_june", 36_819, 37_112, 99.2),
        ("siheung", "ages_15_19_june", 26_055, 25_149, 103.6),
    ],
)
def test_net_retention_is_that_of_the_register(
    city: str, formula: str, after: int, before: int, rate: float
) -> None:
    row = value(RETENTION, city, 2025, formula)
    assert (row["numerator"], row["denominator"]) == (after, before)
    assert round(100 * row["value"], 1) == rate
    assert row["reference_date"] == ("2025-06-30" if formula.endswith("june") else "2025-12-31")


def test_by_single_year_of_age_it_shows_at_which_age_they_leave() -> None:
    rows = measure(shipped(), RETENTION, Scope(cities=("gimhae",)), ("city", "age", "year"), "ages_10_39")
    found = {int(row["age"]): round(100 * row["value"]) for _, row in rows.iterrows()}
    wanted = (88, 86, 80, 75, 77, 76, 75, 78, 84, 89, 95, 100)
    assert tuple(found[age] for age in range(15, 27)) == wanted
    eighteen = measure(shipped(), RETENTION, Scope(cities=("gimhae",), ages=("18",)), formula_id="ages_10_39")
    assert (eighteen["numerator"].item(), eighteen["denominator"].item()) == (4_733, 6_290)


def test_the_country_keeps_its_young_and_ansan_loses_them_at_work() -> None:
    assert round(100 * value(RETENTION, "korea", 2025, "ages_20_24")["value"], 1) == 99.6
    rows = measure(shipped(), RETENTION, Scope(cities=("ansan",)), ("city", "age", "year"), "ages_10_39")
    found = {int(row["age"]): round(100 * row["value"]) for _, row in rows.iterrows()}
    assert found[18] == 100
    assert [found[age] for age in range(27, 32)] == [84, 86, 84, 85, 84]


@pytest.mark.parametrize(
    ("table", "month", "region", "total"),
    [
        ("population_by_age", "2020-12", "korea", 51_807_111),
        ("population_by_age", "2025-12", "korea", 51_108_652),
        ("population_by_age", "2022-11", "ansan", 643_044 - 68),  # without those of 100 years and more
        ("population_by_age_band", "2022-12", "ansan", 637_719),
    ],
)
def test_the_register_holds_everybody_of_its_coverage(
    table: str, month: str, region: str, total: int
) -> None:
    sql = f"SELECT total FROM {table} WHERE month = '{month}' AND region_id = '{region}'"
    assert records(shipped(), sql) == [(total,)]


def test_the_cities_of_each_province_add_up_to_it() -> None:
    sql = """
        SELECT province.region_id
        FROM population_by_age AS province
        JOIN regions AS city ON city.parent_id = province.region_id AND city.level = 'city'
        JOIN population_by_age AS mine ON mine.region_id = city.region_id AND mine.month = province.month
        WHERE province.month = '2025-12'
        GROUP BY province.region_id, province.total, province.age_15
        HAVING SUM(mine.total) <> province.total OR SUM(mine.age_15) <> province.age_15
    """
    assert records(shipped(), sql) == []


def test_a_place_that_was_not_there_five_years_before_is_missing_with_its_reason() -> None:
    row = value(RETENTION, "bucheon_wonmi", 2025)  # its districts came back in 2024
    assert math.isnan(row["value"])
    assert row["status"] == "missing"


@pytest.mark.parametrize(
    ("city", "formula", "numbers"),
    [
        ("ansan", "everybody_15_39", {2019: 236_335, 2020: 227_439, 2022: 216_263, 2025: 193_737}),
        ("gimhae", "everybody_15_39", {2019: 175_833, 2020: 169_546, 2022: 157_630, 2025: 148_118}),
        ("siheung", "everybody_15_39", {2019: 160_870, 2020: 171_888, 2022: 167_110, 2025: 157_388}),
        ("ansan", "everybody_19_34", {2020: 156_940, 2025: 135_030}),
        ("gimhae", "everybody_19_34", {2020: 105_546, 2025: 92_903}),
        ("siheung", "everybody_19_34", {2020: 109_449, 2025: 100_311}),
    ],
)
def test_the_young_are_counted_on_the_register(city: str, formula: str, numbers: dict[int, int]) -> None:
    for year, number in numbers.items():
        assert value(YOUTH, city, year, formula)["value"] == number
    assert value(YOUTH, city, 2019, formula)["reference_date"] == "2019-02-28"
    assert value(YOUTH, city, 2022, formula)["reference_date"] == "2022-11-30"


def test_the_two_coverages_of_the_register_are_two_formulas() -> None:
    by_age = measure(shipped(), YOUTH, Scope(cities=("ansan",)))
    assert set(by_age["formula_id"]) == {"everybody_15_39"}
    assert not {2024} & set(
        by_age["year"]
    )  # the register by age has no month of 2024: nothing is interpolated
    resident = value(YOUTH, "ansan", 2024, "residents_15_39")
    assert resident["value"] == 198_891
    assert len({formula.table for formula in YOUTH_POPULATION.formulas}) == 2


def test_the_drop_out_rate_of_the_country_is_that_of_universities_alone() -> None:
    rows = measure(shipped(), DROPOUT, Scope(cities=("korea",)))
    found = {int(row["year"]): round(100 * row["value"], 2) for _, row in rows.iterrows()}
    rates = (4.14, 4.27, 4.58, 4.63, 4.61, 4.92, 5.15, 5.30, 5.40)
    assert found == dict(zip(range(2016, 2025), rates, strict=True))
    assert rows.set_index("year")["denominator"][2024] == 1_836_623
    provinces = records(shipped(), "SELECT region_id FROM regions WHERE level = 'province'")
    parts = measure(shipped(), DROPOUT, Scope(cities=tuple(code for (code,) in provinces), first_year=2024))
    assert parts["numerator"].sum() == rows.set_index("year")["numerator"][2024]


def test_kinds_that_some_years_leave_out_are_never_added() -> None:
    (city,) = records(
        shipped(), "SELECT city_id FROM institutions WHERE institution_id = 'kyung_hee_cyber_univ'"
    )[0]
    sql = f"""
        SELECT SUM(enrolled) FILTER (WHERE kind = 'university'), SUM(enrolled) FILTER (WHERE kind <> 'university')
        FROM university_students WHERE city_id = '{city}' AND year = 2024
    """
    ((proper, others),) = records(shipped(), sql)
    assert others > 0
    assert value(DROPOUT, city, 2024)["denominator"] == proper
    assert value(DROPOUT, city, 2024, "other_kinds")["denominator"] == others


@pytest.mark.parametrize(
    ("kpi", "school", "year", "rate"),
    [
        ("university_employment_rate", "inje", 2024, 59.16),
        ("university_employment_rate", "kaya", 2024, 74.19),
        ("university_employment_rate", "erica", 2024, 67.5),
        ("university_employment_rate", "tukorea", 2024, 65.8),
        ("foreign_student_share", "inje", 2025, 2.99),
        ("freshman_fill_rate", "inje", 2025, 98.7),
        ("enrolment_fill_rate", "tukorea", 2025, 106.52),
    ],
)
def test_what_a_university_discloses_stands_in_its_year(
    kpi: str, school: str, year: int, rate: float
) -> None:
    rows = measure(shipped(), kpi, Scope(institutions=(school,)), ("institution", "year"))
    row = rows[(rows["origin"] == "published") & (rows["year"] == year)].iloc[0]
    assert round(100 * row["value"], 2) == rate
    assert ("assumed_year" in str(row["marks"])) == (kpi == "university_employment_rate")


def test_no_employment_rate_claims_the_end_of_2025() -> None:
    sql = """
        SELECT MAX(year), BOOL_AND(basis = 'assumed_year')
        FROM observations
        WHERE measure_id = 'university_employment_rate' AND institution_id IS NOT NULL
    """
    assert records(shipped(), sql) == [(2024, True)]


@pytest.mark.parametrize(
    ("name", "city", "kind"),
    [
        ("거제대학교", "geoje", "junior_college"),
        ("선린대학교", "pohang", "junior_college"),
        ("한국폴리텍 VII 대학 창원캠퍼스", "changwon", "polytechnic"),
        ("한국영상대학교", "sejong_city", "junior_college"),
        ("경동대학교 제2캠퍼스", "sokcho", "university"),
    ],
)
def test_every_university_and_college_stands_in_its_city(name: str, city: str, kind: str) -> None:
    sql = f"SELECT city_id, kind, source_id FROM institutions WHERE name_ko = '{name}'"
    assert records(shipped(), sql) == [(city, kind, "datagokr_univ_2023")]


def test_graduates_of_every_city_add_up_to_the_country_and_to_the_provinces() -> None:
    for year, everybody in ((2020, 500_373), (2021, 437_515)):
        assert value("high_school_graduates", "korea", year, "kess")["value"] == everybody
    sql = """
        SELECT SUM(graduates) FROM high_school_outcomes
        WHERE method = 'kess' AND school_type = 'specialised' AND year = {year} AND city_id IN
            (SELECT region_id FROM regions WHERE parent_id = 'gyeonggi')
    """
    assert [records(shipped(), sql.format(year=year))[0][0] for year in (2020, 2021)] == [15_649, 14_154]


ENTRANTS = (
    ("seoul_jongno", None, 2_814, 2_530),
    ("seoul_jongno", "autonomous", 549, 468),
    ("ansan", None, 6_694, 5_984),
    ("ansan", "specialised", 1_548, 1_466),
    ("gimhae", "general", 3_771, 3_520),
    ("gimhae", "autonomous", 647, 555),
    ("sejong_city", "special_purpose", 269, 270),  # a city that is its own province
    ("chuncheon", None, 2_526, 2_459),  # Gangwon's code of then was 42
    ("pohang", "specialised", 475, 418),
    ("yeongyang", None, 97, 93),
    ("gunwi_gyeongbuk", "general", 89, 92),  # of Daegu since 2023
    ("gunwi_gyeongbuk", "specialised", 0, 0),
)


@pytest.mark.parametrize(("city", "school_type", "in_2020", "in_2021"), ENTRANTS)
def test_who_entered_the_high_schools_of_a_city(
    city: str, school_type: str | None, in_2020: int, in_2021: int
) -> None:
    sql = f"""
        SELECT year, value::INTEGER FROM observations
        WHERE measure_id = 'high_school_entrants' AND region_id = '{city}'
            AND school_type IS NOT DISTINCT FROM {f"'{school_type}'" if school_type else "NULL"}
        ORDER BY year
    """
    assert records(shipped(), sql) == [(2020, in_2020), (2021, in_2021)]


def test_entrants_of_every_city_add_up_by_type_to_what_the_year_book_says() -> None:
    sql = """
        SELECT school_type, SUM(value) FILTER (year = 2020)::INTEGER, SUM(value) FILTER (year = 2021)::INTEGER
        FROM observations
        JOIN regions USING (region_id)
        WHERE measure_id = 'high_school_entrants' AND level = 'city'
        GROUP BY school_type
        ORDER BY school_type
    """
    types: list[tuple[str, int, int]] = [
        ("autonomous", 33_642, 24_597),
        ("general", 320_416, 305_116),
        ("special_purpose", 22_310, 21_294),
        ("specialised", 70_433, 63_115),
    ]
    assert records(shipped(), sql) == [*types, (None, 446_801, 414_122)]
    assert [sum(row[1] for row in types), sum(row[2] for row in types)] == [446_801, 414_122]


@pytest.mark.parametrize(
    ("year", "graduates", "advanced", "employed", "enlisted", "other"),
    [(2020, 1_718, 906, 339, 8, 465), (2021, 1_633, 832, 370, 4, 427)],
)
def test_what_became_of_the_graduates_of_ansan(
    year: int, graduates: int, advanced: int, employed: int, enlisted: int, other: int
) -> None:
    of = Scope(cities=("ansan",), first_year=year, last_year=year, school_types=("specialised",))
    rows = measure(shipped(), "high_school_graduates", of, ("outcome", "year"), "kess")
    found = rows[rows["origin"] == "computed"].set_index("outcome")["value"].to_dict()
    entered = sum(found.get(each, 0) for each in ("university", "junior_college", "abroad", "advanced"))
    assert (entered, found["employed"], found["enlisted"]) == (advanced, employed, enlisted)
    assert found["unseparated"] == other
    assert sum(found.values()) == graduates


def test_every_city_of_today_has_values_whatever_its_code_was() -> None:
    cities = every_city(shipped())
    assert len(cities) == 229
    for kpi, formula, year in (
        (RETENTION, "", 2025),
        (YOUTH, "", 2019),
        ("high_school_graduates", "kess", 2020),
    ):
        rows = measure(
            shipped(), kpi, Scope(cities=cities, first_year=year, last_year=year), formula_id=formula
        )
        rows = rows[rows["origin"] == "computed"]
        assert (len(rows), rows["value"].count()) == (229, 229), kpi
    assert value(RETENTION, "gunwi", 2025)["denominator"] == 502  # counted as Gyeongbuk's in 2020


def test_codes_of_then_and_of_today_name_one_place(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    ages = [f"{age}세" for age in range(10, 45)]
    header = ("기준월", "행정구역", "총인구수", *ages)
    told = [
        ("2019-12", "42110", 2_000, *[20] * 35),
        ("2024-12", "51110", 2_000, *[18] * 35),
        ("2019-12", "47720", 1_000, *[10] * 35),
        ("2024년 12월", "27720", 900, *[5] * 35),
        ("2024-12", "52110", 1_000, *[10] * 35),
    ]
    folder.write(written(header, told))
    cities = ("chuncheon", "gunwi", "jeonju")
    rows = measure(folder.snapshot(), RETENTION, Scope(cities=cities)).set_index("city_id")
    assert rows["value"].to_dict() == pytest.approx(
        {"chuncheon": 0.9, "gunwi": 0.5, "jeonju": math.nan}, nan_ok=True
    )
    assert rows.loc["jeonju", "status"] == "missing"
    assert set(rows["reference_date"]) == {"2024-12-31"}


def test_a_day_of_the_month_is_no_month_of_the_register(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    header = ("month", "region_id", "total", *(f"age_{age}" for age in range(10, 45)))
    folder.write(written(header, [("2024-12-31", "ansan", 1_000, *[10] * 35)]))
    (problem,) = folder.check().problems
    assert (problem.line, problem.column) == (2, "기준월")


def test_a_net_ratio_leads_to_the_lines_of_both_months() -> None:
    found = trace(shipped(), RETENTION, Scope(cities=("gimhae",), first_year=2025, last_year=2025))
    (file,) = found.files
    months = records(
        shipped(),
        f"SELECT month FROM population_by_age WHERE LIST_CONTAINS({list(file.lines)}, line) ORDER BY ALL",
    )
    assert [month for (month,) in months] == ["2020-06", "2020-12", "2025-06", "2025-12"]


# A net ratio: what can be said of it.


def test_a_net_ratio_may_pass_one_in_its_limits_and_its_interval() -> None:
    interval = of_ratio(400, 400)  # the square root of 400 strays by a half: 1.96 / (2 * 20) = 0.049
    assert (interval.low, interval.high) == pytest.approx((0.951**2, 1.049**2))
    limits = funnel([(900, 1_000), (1_100, 1_000)], net=True).limits(400)
    assert (limits.low, limits.high) == pytest.approx((0.951**2, 1.049**2))
    with pytest.raises(ValueError, match="proportions"):
        funnel([(1_100, 1_000), (1, 2)])


def test_a_scenario_of_a_net_ratio_is_divided_by_age_and_not_held_at_one() -> None:
    found = situation(shipped(), RETENTION, Scope(cities=("siheung",)))
    assert found is not None
    assert {part.code for part in found.parts} == {*map(str, range(15, 20))}
    answer = answer_of_way(replace(found, kpi=replace(found.kpi, direction="down")), "points", 0.95)
    assert answer is not None
    assert answer.possible
    assert answer.step == pytest.approx(0.95 - 25_053 / 24_862)
    assert answer_of_way(found, "odds", 1.05) is None


# The pictures.


def test_a_line_a_city_the_nation_quiet_and_the_turns_of_life_marked() -> None:
    view = View("ko", "published", ("gimhae", "ansan", "siheung"))
    figure = retention_by_age.by_city(shipped(), view)
    assert figure is not None
    assert figure.title == "김해시: 21세 100명이 5년 뒤 75명으로 가장 적습니다. 26세부터는 줄지 않습니다"
    row = next(row for row in figure.rows if row[0] == "18")
    assert row == ("18", "75.2%", "99.8%", "100.8%", "99.6%")
    drawing = drawing_of(figure)
    assert drawing is not None
    lines = [mark for mark in drawing.marks if isinstance(mark, Line)]
    assert {line.name: line.role for line in lines}["전국"] == "limit"
    said = {label.words for label in drawing.panels[0].labels}
    assert {"18세 대학 진학", "20세 군 복무", "23세 첫 취업"} <= said


def test_a_second_form_shows_the_spans_of_one_city() -> None:
    figure = retention_by_age.by_span(shipped(), View("en", "published", ("gimhae",)))
    assert figure is not None
    assert figure.columns == ("Age", "to 2025-12", "to 2025-06")
    assert "2020-12 to 2025-12, 2020-06 to 2025-06" in figure.subtitle


def test_without_the_register_there_is_no_picture_of_it() -> None:
    assert retention_by_age.by_city(shipped(), View("ko", "sample", ("gimhae",))) is None


def test_a_city_stands_among_all_of_the_country() -> None:
    view = View("ko", "published", ("gimhae",), kpi=RETENTION)
    swarm, map_ = place_among.figures(shipped(), view)
    values = measure(shipped(), RETENTION, Scope(cities=every_city(shipped())))
    computed = values[values["origin"] == "computed"].set_index("city_id")["value"]
    below = (computed < computed["gimhae"]).sum() / (len(computed) - 1)
    assert swarm.title == f"김해시 81.0%: 값이 있는 229곳 가운데 {round(100 * below)}%보다 높습니다"
    rank = next(row[3] for row in swarm.rows if row[0] == "김해시")
    assert rank == str((computed > computed["gimhae"]).sum() + 1)
    assert any("순위" in note for note in swarm.notes)
    drawn = drawing_of(map_)
    assert drawn is not None
    outlines = [mark for mark in drawn.marks if isinstance(mark, Outline)]
    assert len([each for each in outlines if each.name]) == 229
    # What lies far out stands in a box of its own, or the country would be small beside it.
    assert len([each for each in outlines if not each.name]) == 2
    (panel,) = drawn.panels
    assert panel.across is not None
    left, right = panel.across.low or 0.0, panel.across.high or 0.0
    assert right - left < 5, "from Ulleung to Baengnyeong it would be more than six degrees"
    assert all(left < x < right for each in outlines for ring in each.rings for x, _ in ring)
    assert any("국토지리정보원" in note for note in map_.notes)


def test_the_names_over_the_swarm_stand_a_line_apart() -> None:
    view = View("ko", "published", ("gimhae", "ansan", "siheung"), kpi=RETENTION)
    drawn = drawing_of(next(iter(place_among.figures(shipped(), view))))
    assert drawn is not None
    (panel,) = drawn.panels
    levels = sorted(label.at[1] for label in panel.labels)
    assert len(levels) == 3
    line = (
        18 / 110 * ((drawn.up.high or 0.0) - (drawn.up.low or 0.0))
    )  # pixels of a line, and of a card's swarm
    assert all(upper - lower >= line * 0.9 for lower, upper in pairwise(levels))


def test_an_indicator_without_values_of_the_country_gives_way_to_net_retention() -> None:
    view = View("en", "published", ("ansan",), kpi="local_university_entry_rate")
    assert [figure.key for figure in place_among.figures(shipped(), view)] == [
        f"place_among-{RETENTION}",
        f"country_map-{RETENTION}",
    ]
    young = place_among.nation(shipped(), replace(view, kpi=YOUTH))
    assert young is not None
    assert young.kpi is kpis.find(YOUTH)


def test_the_country_is_drawn_beside_its_cities_in_their_year() -> None:
    view = View("ko", "published", ("gimhae", "ansan", "siheung"), kpi="vocational_employment_rate")
    cities, country = (each for each in RECIPES["map"](shipped(), view) if each is not None)
    assert "2021년" in cities.subtitle
    assert "2021년" in country.title
    earlier = replace(view, last_year=2020)
    cities, country = (each for each in RECIPES["map"](shipped(), earlier) if each is not None)
    assert "2020년" in cities.subtitle
    assert "2020년" in country.title


def test_a_map_of_the_country_of_another_year_than_its_cities_says_so(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    places = every_city(shipped())[:31]
    header = ("month", "region_id", "total", *(f"age_{age}" for age in range(10, 45)))
    of_all = [(month, place, 2_000, *[20] * 35) for month in ("2019-12", "2024-12") for place in places]
    of_one = [(month, "ansan", 2_000, *[20] * 35) for month in ("2020-12", "2025-12")]
    folder.write(written(header, [*of_all, *of_one]))
    view = View("ko", "published", ("ansan",), kpi=RETENTION)
    city, country = (each for each in RECIPES["map"](folder.snapshot(), view) if each is not None)
    assert "2025년" in city.subtitle
    assert "2024년: 전국 31곳" in country.title
    assert country.notes[0].startswith("2025년에는 값이 있는 곳이 적어 다른 해를 그렸습니다.")
    same = RECIPES["map"](folder.snapshot(), replace(view, last_year=2024))
    assert not any("다른 해" in note for each in same if each is not None for note in each.notes)


def test_the_map_of_a_city_opens_on_what_that_city_has() -> None:
    view = View("ko", "published", ("yeongyang",))
    shown = opened(shipped(), "map", view)
    assert shown.kpi == RETENTION  # no vocational school and no university stands in Yeongyang
    city, country = (each for each in RECIPES["map"](shipped(), shown) if each is not None)
    assert city.title == "청년 순잔존율, 2025년: 영양군 86.8%"
    assert country.title == "청년 순잔존율, 2025년: 전국 229곳"


def test_the_country_is_drawn_in_a_new_year_where_nearly_as_many_have_it() -> None:
    # Drop-outs: 110 cities have a university in 2016, 106 in 2024.
    view = View("ko", "published", ("yeongyang",), kpi=DROPOUT)
    (country,) = (each for each in RECIPES["map"](shipped(), view) if each is not None)
    assert country.title == "중도탈락률, 2024년: 전국 106곳"


def test_universities_have_the_english_names_that_the_register_of_universities_gives_them() -> None:
    named = dict(records(shipped(), "SELECT name_ko, name_en FROM institutions WHERE kind LIKE '%college%'"))
    assert named["신구대학교"] == "Shingu College"
    assert named["인천재능대학교"] == "JEI University"
    every = records(shipped(), "SELECT name_en FROM institutions")
    assert len({*every}) == len(every), "no two are called alike"
