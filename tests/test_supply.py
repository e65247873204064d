"""Supply and demand by industry: gaps by hand, what an interval counts, versions of the crosswalk, the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handed_over import snapshot
from small import Folder, records, shipped, written
from test_pages import opened, words

from kpis import Scope, measure
from meomureum.analysis.statistics.proportions import wilson
from meomureum.analysis.studies.industries import market
from meomureum.analysis.studies.supply import Demand, Gap, Supply, gap, location_quotients
from meomureum.analysis.words.supply import UNCLEAR, range_text, supply_finding
from meomureum.figures.recipes import figures_of
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, plain

# 1,000 employees, 50 short; 100 openings, 60 hires; 120 hires planned; 40 of 50 firms answered.
ASKED = Demand(1000, 50, 100, 60, 120, 50, 40)


def test_the_gap_is_graduates_less_plans_within_its_range() -> None:
    assert gap(Supply(100, 30), ASKED) == Gap(value=-20, low=100 - 120 / 0.8, high=100 + 30 - 120)
    assert gap(Supply(100), ASKED) == Gap(value=-20, low=-50, high=-20, high_open=True)
    everyone = Demand(1000, 50, 100, 60, 120, 50, 50)
    assert gap(Supply(100, 0), everyone) == Gap(-20, -20, -20)


@pytest.mark.parametrize(
    ("supply", "demand"),
    [(Supply(), ASKED), (Supply(100), Demand(1000, 50, 100, 60, None, 50, 40))],
    ids=["no graduates", "no plans"],
)
def test_a_side_that_nobody_counted_leaves_no_gap(supply: Supply, demand: Demand) -> None:
    assert gap(supply, demand) is None


def test_a_gap_is_clear_only_where_its_range_lies_on_one_side() -> None:
    assert Gap(5, 1, 9).is_clear
    assert Gap(-5, -9, -1).is_clear
    assert not Gap(5, -1, 9).is_clear
    assert not Gap(-5, -9, -5, high_open=True).is_clear
    assert not Gap(5, 5, 9, low_open=True).is_clear
    assert not Gap(5, 0, 9).is_clear
    assert not Gap(-5, -9, 0).is_clear
    assert Gap(5, 1, 9, high_open=True).is_clear
    assert Gap(-5, -9, -1, low_open=True).is_clear


def test_an_end_that_nobody_counted_is_open_in_words() -> None:
    assert range_text(Gap(-5, -9, 3)).ko == "−9~+3명"
    assert range_text(Gap(-5, -9, -5, high_open=True)).ko == "−9명 이상"
    assert range_text(Gap(-5, -5, 3, low_open=True)).en == "+3 or less"


def test_the_interval_of_the_survey_counts_firms_not_people() -> None:
    assert ASKED.response == pytest.approx(0.80)
    assert ASKED.interval(0.40) == wilson(16, 40)
    assert not ASKED.is_weak
    assert Demand(1000, 50, 100, 60, 120, 30, 29).is_weak
    assert Demand(1000, 50, 100, 60, 120, None, None).interval(0.4) is None


def test_a_location_quotient_compares_cities_surveyed_in_the_same_industry() -> None:
    employees = {"a": {"robots": 30.0, "chips": 70.0}, "b": {"robots": 50.0, "ships": 150.0}}
    # 30/100 against (30 + 50) / (100 + 200), and 50/200 against the same.
    found = location_quotients(employees)
    assert found == {
        ("a", "robots"): pytest.approx(0.30 / (80 / 300)),
        ("b", "robots"): pytest.approx(0.25 / (80 / 300)),
    }


def test_a_city_or_an_industry_without_anybody_has_no_quotient() -> None:
    employees = {"a": {"chips": 5.0, "ships": 0.0}, "b": {"chips": 9.0, "ships": 0.0}, "c": {"chips": 0.0}}
    assert location_quotients(employees) == {("a", "chips"): 1, ("b", "chips"): 1}
    assert location_quotients({"a": {"chips": 5.0}, "c": {"chips": 0.0}}) == {}
    assert location_quotients({"a": {"chips": 5.0}, "d": {"chips": 1.0}}) == {
        ("a", "chips"): 1,
        ("d", "chips"): 1,
    }


def test_what_nobody_counted_has_no_interval() -> None:
    nothing = Demand(None, None, None, None, None, None, None)
    assert nothing.response is None
    assert not nothing.is_weak
    silent = Demand(1000, 50, 100, 60, 120, 50, 0)
    assert (silent.response, silent.interval(0.4), silent.most_planned, silent.is_weak) == (
        0,
        None,
        None,
        True,
    )
    assert gap(Supply(100, 30), silent) == Gap(-20, low=-20, high=10, low_open=True)
    assert ASKED.interval(None) is None
    assert not Demand(1000, 50, 100, 60, 120, 50, 30).is_weak


# --- the crosswalk ---------------------------------------------------------------------

GRADUATES = ("연도", "대학", "학과", "계열", "졸업 후 진로", "직장 소재지", "졸업자")
COURSES = ("연도", "사업", "학교", "과정", "단계", "참여자", "이수자")
SURVEY = (
    *("연도", "반기", "시군구", "산업", "직종", "기업 규모", "현원", "부족인원"),
    *("구인인원", "채용인원", "채용계획", "조사대상 기업", "응답 기업"),
)
CROSSWALK = ("연계표 판", "기관", "학과", "산업", "유효 시작", "유효 끝", "계열")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """One department that the second version moves to another industry, a course, a sample crosswalk."""
    folder = Folder(tmp_path_factory.mktemp("versions"), whole=True)
    leavers = [
        [year, "인제대", "가", "공학", outcome, place, people]
        for year in (2023, 2024, 2025)
        for outcome, place, people in (
            ("취업", "김해", 6),
            ("취업", "부산", 20),
            ("기타", "", 14),
            ("진학", "", 50),
        )
    ]
    leavers.append([2025, "가야대", "나", "공학", "기타", "", 5])
    # By its field alone, and a department of that field that the crosswalk names itself.
    leavers += [[2025, "김해대", name, "의약", "기타", "", 3] for name in ("다", "라")]
    folder.write(written(GRADUATES, leavers), "graduates.csv")
    stages = [
        [2025, "all_city_campus", "인제대", "과정", stage, 30, done]
        for stage, done in (("기초", 25), ("심화", 9))
    ]
    folder.write(written(COURSES, stages), "courses.csv")
    firms = [
        [year, half, "김해", industry, job, "300+", 100, 10, 20, 15, 8, 10, 8]
        for year in (2023, 2024, 2025)
        for half in (1, 2)
        for industry in ("의생명", "지능형로봇")
        for job in ("생산", "연구")
    ]
    folder.write(written(SURVEY, firms), "firms.csv")
    matches = [
        ["2022판", "인제대", "가", "의생명", 2022, "", ""],
        ["2025판", "인제대", "가", "지능형로봇", 2025, "", ""],
        ["2025판", "인제대", "과정", "지능형로봇", 2025, "", ""],
        ["2024판", "김해대", "", "의생명", 2024, "", "의약"],
        ["2024판", "김해대", "라", "액화수소", 2024, "", ""],
        ["2020판", "가야대", "나", "의생명", 2020, 2024, ""],
    ]
    folder.write(written(CROSSWALK, matches), "crosswalk.csv", within="raw/crosswalk")
    invented = [["표본", "인제대", "가", "디지털물류", 2000, "", ""]]
    folder.write(written(CROSSWALK, invented), "crosswalk.csv", within="sample")
    return folder.snapshot()


def test_each_year_uses_the_newest_version_in_force(versions: Snapshot) -> None:
    matched = records(
        versions,
        "SELECT year, industry_id, crosswalk_version, people, hired_locally FROM supply "
        "WHERE kind = 'graduates' AND industry_id IS NOT NULL AND institution_id = 'inje' ORDER BY year",
    )
    assert matched == [
        (2023, "biomedical", "2022판", 40, 6),
        (2024, "biomedical", "2022판", 40, 6),
        (2025, "robotics", "2025판", 40, 6),
    ]


def test_a_department_without_a_row_of_its_own_takes_the_industry_of_its_field(versions: Snapshot) -> None:
    found = records(
        versions,
        "SELECT department, industry_id, people FROM supply WHERE institution_id = 'gimhae_univ' ORDER BY department",
    )
    assert found == [("다", "biomedical", 3), ("라", "liquid_hydrogen", 3)]


def test_a_version_out_of_force_matches_nobody_and_an_invented_one_no_real_row(versions: Snapshot) -> None:
    found = records(versions, "SELECT in_crosswalk, people FROM supply WHERE institution_id = 'kaya'")
    assert found == [(False, 5)]
    assert records(versions, "SELECT * FROM supply WHERE industry_id = 'logistics'") == []


def test_a_gap_of_some_institutions_says_of_how_many_is_hollow_and_never_judged(versions: Snapshot) -> None:
    # Of four schools and four universities three have sent their graduates of 2025, one those of 2023.
    found = market(versions, "published", "gimhae")
    assert [found.marks[year].partition("partial:")[2] for year in (2023, 2025)] == ["1/8", "3/8"]
    gaps, *_, years = figures_of(versions, "supply", View(cities=("gimhae",)))
    assert gaps.title == (
        "김해시: 아직 일부 기관의 값이라 판단하지 않습니다(연계된 졸업자 2025년은 등록 기관 8곳 중 3곳)"
    )
    assert [series.role for series in gaps.series] == ["published"]
    assert "연계된 졸업자 2023년은 등록 기관 8곳 중 1곳" in years.notes


def test_a_programme_rests_on_the_members_that_have_sent_their_courses(versions: Snapshot) -> None:
    # Of the four members of the programme in 2025 one has.
    (row,) = measure(versions, "programme_completion_rate", Scope(cities=("gimhae",))).to_dict("records")
    assert (int(row["year"]), row["marks"].partition("partial:")[2]) == (2025, "1/4")


def test_the_gap_of_a_year_by_hand(versions: Snapshot) -> None:
    found = market(versions, "published", "gimhae")
    industry = next(each for each in found.of(2025) if each.industry_id == "robotics")
    # 40 graduates and the 25 completers of the larger stage; 8 hires planned in each of 4 rows; 8 of 10 firms.
    assert (industry.supply.graduates, industry.supply.completers, industry.demand.planned) == (40, 25, 32)
    assert (industry.demand.asked, industry.demand.answered, industry.demand.shortage) == (10, 8, 20)
    assert industry.gap == Gap(8, low=40 - 32 / 0.8, high=40 + 25 - 32)
    unsurveyed = next(each for each in found.of(2025) if each.industry_id == "liquid_hydrogen")
    assert unsurveyed.gap is None
    assert unsurveyed.supply.graduates == 3
    unmatched = next(each for each in found.of(2025) if each.industry_id == "logistics")
    assert unmatched.supply.graduates is None
    assert list(found.covered[2025]) == [46, 51]
    for formula, value in (("graduates_less_plans", 8), ("graduates_and_completers_less_plans", 33)):
        measured = measure(
            versions, "supply_demand_gap", Scope(cities=("gimhae",)), ("city", "industry", "year"), formula
        )
        robots = measured[(measured["year"] == 2025) & (measured["industry_id"] == "robotics")]
        assert robots["value"].tolist() == [value]


PLACED = ("연도", "대학", "학과", "계열", "졸업 후 진로", "직장 소재지", "산업", "졸업자")
PUPILS = ("연도", "지역", "학교", "학교유형", "학과", "졸업 후 진로", "산업", "졸업자")


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Gimhae has graduates by department and no more; what Ansan has, all the rest, is invented."""
    folder = Folder(tmp_path_factory.mktemp("two"), whole=True)
    hired = [
        [2025, "인제대", "가", "공학", "취업", "김해", "의생명", 6],
        [2025, "인제대", "가", "공학", "취업", "김해", "지능형로봇", 2],
        [2025, "인제대", "가", "공학", "취업", "부산", "의생명", 20],
        [2025, "인제대", "가", "공학", "취업", "김해", "", 1],
        [2025, "인제대", "가", "공학", "창업", "김해", "의생명", 4],
        [2024, "인제대", "가", "공학", "취업", "김해", "의생명", 3],
        [2025, "인제대", "나", "공학", "취업", "부산", "의생명", 5],
    ]
    folder.write(written(PLACED, hired), "graduates.csv")
    pupils = [[2025, "안산", "안산공고", "특성화고", "기계과", "취업", "", 9]]
    robots, making = "지능형로봇·AI", "디지털제조"
    firms = [
        [2025, 1, "안산", robots, "생산", "300+", 100, 10, 20, 15, 8, 10, 8],
        [2025, 1, "안산", robots, "연구", "300+", 50, 4, 6, 2, 3, 6, 5],
        [2025, 1, "안산", robots, "생산", "30-299", 20, 1, 2, 1, 1, 12, 4],
        [2025, 2, "안산", robots, "생산", "300+", 120, 6, 10, 5, 2, 14, 12],
        [2025, 1, "안산", making, "생산", "300+", 10, "", "", 3, "", 7, ""],
        [2025, 1, "안산", making, "연구", "300+", "", 2, 4, "", 5, "", 3],
        [2025, 1, "김해", robots, "생산", "300+", 30, 2, 4, 1, 5, 7, 3],
    ]
    matches = [
        ["나중", "안산공고", "기계과", "지능형로봇·AI", 2025, "", ""],
        ["먼저", "안산공고", "기계과", "지능형로봇·AI", 2021, 2023, ""],
        ["먼저", "안산공고", "전기과", "디지털제조", 2020, 2024, ""],
    ]
    invented = {
        "pupils": (PUPILS, pupils),
        "courses": (COURSES, [[2025, "ansan_root", "안산공고", "과정", "기초", 30, 25]]),
        "firms": (SURVEY, firms),
        "crosswalk": (CROSSWALK, matches),
    }
    for name, (header, rows) in invented.items():
        folder.write(written(header, rows), f"{name}.csv", within="sample")
    return folder.snapshot()


def test_a_department_has_those_hired_within_its_city_by_industry_and_year(two_cities: Snapshot) -> None:
    # Hired elsewhere, self-employed and of no industry known are not among them.
    found = market(two_cities, "published", "gimhae").departments
    assert {(year, each.department): each.hired_in for year, rows in found.items() for each in rows} == {
        (2024, "가"): {"biomedical": 3},
        (2025, "가"): {"biomedical": 6, "robotics": 2},
        (2025, "나"): {},
    }
    assert [(each.graduates, each.hired_locally) for each in found[2025]] == [(33, 9), (5, 0)]


def test_a_city_has_the_tables_and_the_crosswalk_of_its_own(two_cities: Snapshot) -> None:
    gimhae, ansan = market(two_cities, "published", "gimhae"), market(two_cities, "sample", "ansan")
    assert gimhae.tables == {"university_outcomes"}
    assert ansan.tables == {
        *("high_school_outcomes", "labour_demand", "programme_participation", "crosswalk")
    }
    assert market(two_cities, "published", "ansan").tables == set()
    assert market(two_cities, "sample", "gimhae").tables == {"labour_demand"}
    assert gimhae.crosswalk.empty
    columns = ansan.crosswalk[["version", "first", "last", "rows"]].astype(object)
    assert columns.where(columns.notna(), None).to_numpy().tolist() == [
        ["먼저", 2020, 2024, 2],
        ["나중", 2025, None, 1],
    ]
    assert (gimhae.years, gimhae.newest(None, None)) == ((), None)


def test_the_survey_of_a_year_by_hand(two_cities: Snapshot) -> None:
    found = {each.industry_id: each for each in market(two_cities, "sample", "ansan").of(2025)}
    # Stocks are means of the halves, (170 + 120) / 2 and (15 + 6) / 2; flows add up; firms of two sizes
    # add, of two occupations the larger number counts: (10 + 12 + 14) / 2 and (8 + 4 + 12) / 2.
    robots = found["robotics"]
    # 21 short of 290 + 21, 38 - 23 unfilled of 38.
    assert robots.demand == Demand(145, 10.5, 38, 23, 14, 18, 12, 21 / 311, 15 / 38)
    # What one row lacks nobody has counted.
    assert found["digital_manufacturing"].demand == Demand(None, None, None, None, None, None, None)
    # 145 of 145 against (145 + 30) of (145 + 30): all that is known of either city is robots.
    assert robots.quotient == pytest.approx(1)
    assert found["digital_manufacturing"].quotient is None
    assert market(two_cities, "published", "ansan").industries == ()


def test_an_industry_is_strategic_in_the_years_in_which_its_city_says_so(versions: Snapshot) -> None:
    found = market(versions, "published", "gimhae")
    always = {"biomedical", "future_mobility", "logistics", "robotics"}
    for year, others in (
        (2023, {"smart_sensor"}),
        (2024, {"smart_sensor"}),
        (2025, {"liquid_hydrogen", "semiconductor"}),
    ):
        assert {each.industry_id for each in found.of(year) if each.strategic} == always | others
    assert found.years == (2023, 2024, 2025)
    assert found.within(2024, 2024) == (2024,)
    assert (found.within(None, 2024), found.within(2024, None)) == ((2023, 2024), (2024, 2025))
    assert (found.newest(None, 2024), found.newest(2024, None)) == (2024, 2025)
    robots = {each.year: each for each in found.industries if each.industry_id == "robotics"}
    assert (robots[2024].versions, robots[2025].versions) == ((), ("2025판",))
    assert robots[2024].supply == Supply()


@pytest.mark.parametrize("city", ["gimhae", "ansan", "siheung"])
def test_the_gaps_of_the_sample_agree_with_the_indicator(city: str) -> None:
    measured = measure(
        snapshot(), "supply_demand_gap", Scope("sample", (city,)), ("city", "industry", "year")
    )
    values = measured.dropna(subset=["value"]).set_index(["industry_id", "year"])["value"].to_dict()
    found = market(snapshot(), "sample", city)
    assert {(each.industry_id, each.year): each.gap.value for each in found.industries if each.gap} == values
    rates = measure(
        snapshot(), "labour_shortage_rate", Scope("sample", (city,)), ("city", "industry", "year")
    )
    shortage = rates.dropna(subset=["value"]).set_index(["industry_id", "year"])["value"].to_dict()
    assert len(values) > 3
    told = {(each.industry_id, each.year): each.demand.shortage_rate for each in found.industries}
    assert {key: rate for key, rate in told.items() if rate is not None} == pytest.approx(shortage)


def test_a_sentence_says_too_few_or_too_many_only_where_the_range_allows_it() -> None:
    found = market(snapshot(), "sample", "gimhae").of(2025)
    names: dict[str, Text] = {each.industry_id: plain(each.industry_id) for each in found}
    assert supply_finding(found, plain("x"), names) == UNCLEAR.fill(city="x", year=2025)
    ansan = market(snapshot(), "sample", "ansan")
    told = supply_finding(ansan.of(2025), plain("안산시"), ansan.names)
    assert told.ko.startswith("안산시 2025년 지능형로봇·AI: 졸업자가 채용계획보다 331명 많습니다")


def test_every_figure_of_the_page_carries_what_it_must() -> None:
    for language in ("ko", "en"):
        found = figures_of(snapshot(), "supply", View(language, "sample", ("gimhae",)))
        assert [figure.kind for figure in found] == ["bar", "table", "heat", "table"]
        for figure in found:
            assert figure.synthetic
            assert all((figure.as_of, figure.definition, figure.subtitle, figure.alt))
            assert {len(row) for row in figure.rows} == {len(figure.columns)}
    assert figures_of(shipped(), "supply", View(cities=("gimhae",))) == ()


def test_a_protected_release_holds_rates_of_the_chain_and_no_department() -> None:
    public, view = replace(snapshot(), release="public"), View(data_set="sample", cities=("gimhae",))
    assert figures_of(public, "supply", view) == ()
    assert [figure.kind for figure in figures_of(public, "chain", view)] == ["bar", "bridge"]


def test_a_reader_of_one_institution_is_not_shown_the_departments_of_others() -> None:
    own = replace(snapshot(), only=("inje",))
    assert figures_of(own, "supply", View(data_set="sample", cities=("gimhae",))) == ()


# --- the page ------------------------------------------------------------------------


def test_the_page_shows_both_sides_the_response_and_the_crosswalk() -> None:
    told = words(opened("supply", set="sample"))
    for phrase in (
        "인력의 과부족이 통계적으로 확인된 산업은 없습니다",
        "−124~+322명",
        "연계된 학과 없음",
        "98곳 중 70곳 (71.3%)",
        "3.3% (1.0%–10.5%)",
        "sample-2025",
        "2019년",
        "2,489명 중 1,383명(55.6%)",
        "인제대학교 의생명공학과",
        "합성 표본 데이터",
    ):
        assert phrase in told


def test_an_english_page_holds_no_korean_phrase_and_keeps_to_the_years_chosen() -> None:
    told = words(opened("supply", set="sample", lang="en", to="2024", city="siheung"))
    assert "Siheung 2024" in told
    assert not any(phrase in told for phrase in ("없습니다", "채용계획", "졸업자", "미집계", "곳 중"))


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                "시군구 단위로 공표된 적이 없습니다",
                "김해시 전략산업 7개",
                "학과·산업 연계표",
                "인력수요 조사",
                "없음",
                "표본으로 보기",
            ),
        ),
        (
            "en",
            (
                "None has been published by city",
                "Gimhae: strategic industries (7)",
                "Labour demand",
                "Get the templates",
                "Show the sample",
            ),
        ),
    ],
)
def test_published_figures_have_no_survey_and_say_which_file_is_missing(
    language: str, phrases: tuple[str, ...]
) -> None:
    told = words(opened("supply", lang=language))
    for phrase in phrases:
        assert phrase in told


def test_a_period_without_a_survey_names_the_years_there_are() -> None:
    told = words(opened("supply", set="sample", to="2020"))
    assert "견줄 수 있는 해: 2023, 2024, 2025" in told
