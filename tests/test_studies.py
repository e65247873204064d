"""Scenario, participants and survey put to a snapshot: groups that make the whole, peers, strata, waves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from handed_over import snapshot
from small import Folder, written

from etl.settlement_survey import SOURCE
from kpis import Scope
from meomureum.analysis.statistics.scenario import Answer
from meomureum.analysis.studies.capacity import capacity
from meomureum.analysis.studies.participation import participation
from meomureum.analysis.studies.peers import peers
from meomureum.analysis.studies.scenario import (
    Situation,
    announced_rate,
    answer_of_way,
    scenario_kpis,
    situation,
)
from meomureum.analysis.studies.settlement import (
    ANSWERS,
    GROUP_NAMES,
    QUESTIONS,
    TOP_TWO,
    rows_of,
    shifts,
    waves,
)
from meomureum.figures.effect import caveats, headline
from meomureum.figures.recipes import figures_of
from meomureum.figures.scenario import scenario_figure, scenario_of, warnings
from meomureum.measures import measurement
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

ENTRY, CHAIN, VOCATIONAL = "local_university_entry_rate", "retention_chain", "vocational_employment_rate"
GIMHAE = Scope("sample", cities=("gimhae",))
SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def of_gimhae(kpi_id: str, grouping: str = "") -> Situation:
    found = situation(snapshot(), kpi_id, GIMHAE, grouping=grouping)
    assert found is not None
    return found


def solved(of: Situation, way: str, target: float) -> Answer:
    answer = answer_of_way(of, way, target)
    assert answer is not None
    return answer


# One of every table that counts people, and the chain.
@pytest.mark.parametrize(
    "kpi_id",
    [
        *(ENTRY, "local_employment_rate", VOCATIONAL, "university_dropout_rate", "local_share_of_freshmen"),
        *("settlement_rate_1y", "programme_completion_rate", CHAIN),
    ],
)
def test_the_groups_of_a_rate_make_the_measured_whole(kpi_id: str) -> None:
    found = of_gimhae(kpi_id)
    assert found.rate == pytest.approx(float(found.row["value"]), abs=1e-12)
    for grouping in found.groupings:
        assert of_gimhae(kpi_id, grouping).rate == pytest.approx(found.rate, abs=1e-12)


@pytest.mark.parametrize("way", ["points", "odds"])
@pytest.mark.parametrize(
    ("kpi_id", "target"), [(ENTRY, 0.25), ("local_employment_rate", 0.16), ("university_dropout_rate", 0.05)]
)
def test_the_people_of_the_answer_give_the_target_again(kpi_id: str, target: float, way: str) -> None:
    found = of_gimhae(kpi_id)
    people = sum(found.counted(solved(found, way, target).rates))
    assert people / found.people == pytest.approx(target, abs=1e-9)


def test_a_target_already_passed_takes_nothing() -> None:
    for kpi_id, target in ((ENTRY, 0.05), ("university_dropout_rate", 0.5)):
        found = of_gimhae(kpi_id)
        for way in ("points", "odds", "quarter"):
            answer = solved(found, way, target)
            assert answer.possible
            assert answer.rates == found.whole.rates


def test_only_rates_of_people_are_offered() -> None:
    offered = {kpi.id for kpi in scenario_kpis()}
    assert {ENTRY, CHAIN, VOCATIONAL} <= offered
    assert not {"qs_asia_rank", "task_completion", "labour_shortage_rate", "settlement_intention"} & offered


def test_the_people_left_after_the_last_stage_give_the_target_again() -> None:
    found = of_gimhae(CHAIN)
    assert [part.code for part in found.parts] == [stage.kpi_id for stage in measurement.find(CHAIN).stages]
    left = found.counted(solved(found, "points", 0.03).rates)
    assert left[-1] / found.people == pytest.approx(0.03, abs=1e-9)


def test_a_grouping_that_leaves_people_out_is_not_offered() -> None:
    assert "institution" not in of_gimhae(ENTRY).groupings, (
        "general schools have no institution in the sample"
    )
    assert of_gimhae(ENTRY, "institution").grouping == "school_type"


def test_announced_values_without_people_are_no_situation() -> None:
    assert situation(snapshot(), ENTRY, Scope("published", cities=("gimhae",))) is None


def test_everyone_at_the_75th_percentile_is_named_impossible_with_its_maximum() -> None:
    view = View("ko", "sample", ("gimhae",), way="quarter")
    found = scenario_of(snapshot(), view)
    assert found is not None
    assert found.answer is not None
    assert not found.answer.possible
    (told,) = warnings(snapshot(), view, found)
    assert told.ko.startswith("이 방법으로는 불가능한 목표입니다. 가장 멀리 가도 13.4%")


def test_a_target_beyond_the_planned_hires_is_named_impossible() -> None:
    view = View("en", "sample", ("gimhae",), kpi="local_employment_rate", aim=600)
    found = scenario_of(snapshot(), view)
    assert found is not None
    assert [told.en[:29] for told in warnings(snapshot(), view, found)] == ["Impossible within these plans"]


def test_places_and_planned_hires_are_those_of_the_newest_year() -> None:
    with (SAMPLE / "freshmen.csv").open(encoding="utf-8") as file:
        universities = {"inje", "kaya", "gimhae_univ", "bpu"}
        mine = [
            row
            for row in csv.DictReader(file)
            if row["year"] == "2025" and row["institution_id"] in universities
        ]
    found = capacity(snapshot(), "places", "sample", "gimhae")
    assert found is not None
    assert found.available == sum(int(row["places"]) for row in mine if row["places"] != "-")
    assert found.taken == sum(int(row["entrants"]) for row in mine)
    assert found.by_locals == sum(int(row["entrants"]) for row in mine if row["home_region_id"] == "gimhae")
    assert capacity(snapshot(), "hires", "published", "gimhae") is None
    quota = capacity(snapshot(), "places", "published", "gimhae")
    assert quota is not None
    assert (quota.available, quota.year) == (1699 + 464 + 405 + 32, 2025)


def test_the_figure_of_a_scenario_has_its_table_and_its_address() -> None:
    view = View("ko", "sample", ("gimhae",), way="levers", levers=(("general", 100),), aim=200)
    figure = scenario_figure(snapshot(), view)
    assert figure is not None
    assert "way=levers&aim=200&lever=general%3A100" in figure.address
    now = sum(numbers[3] or 0 for numbers in figure.numbers[:-1])
    assert now == figure.numbers[-1][3], "the groups add to the whole"
    (same,) = figures_of(snapshot(), "scenario", view)
    assert same.code == figure.code


# --- peers ------------------------------------------------------------------------

CITIES = ("gimhae", "ansan", "siheung", "suwon", "anyang", "bucheon", "gunpo")


PARTICIPANTS = (
    *("year", "region_id", "institution_id", "school_type", "department", "participant", "outcome"),
    *("graduates", "method"),
)
# Half of the participants learn where nobody stayed away; one cell is not public.
ROWS = [
    ("ansan", "ansan_tech", "specialised", "로봇과", "yes", "employed", 6),
    ("ansan", "ansan_tech", "specialised", "로봇과", "yes", "other", 4),
    ("ansan", "ansan_tech", "specialised", "로봇과", "no", "employed", 3),
    ("ansan", "ansan_tech", "specialised", "로봇과", "no", "other", 7),
    ("ansan", "ansan_tech", "specialised", "전자제어과", "yes", "employed", 5),
    ("ansan", "ansan_tech", "specialised", "전자제어과", "yes", "other", 5),
    ("ansan", "ansan_tech", "specialised", "전기에너지과", "no", "employed", "*"),
    ("ansan", "ansan_tech", "specialised", "전기에너지과", "no", "other", 9),
]


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Seven cities in KESS: the city at place i rose by i points over two years; bucheon is tiny."""
    folder = Folder(tmp_path_factory.mktemp("national"), whole=True)
    rows = []
    for at, city in enumerate(CITIES):
        size = 20 if city == "bucheon" else 100 * (at + 1)
        for year, rate in ((2021, 40), (2023, 40 + at)):
            employed = size * rate // 100
            rows.append((year, city, "specialised", "employed", employed, "kess"))
            rows.append((year, city, "specialised", "unseparated", size - employed, "kess"))
    header = ("year", "region_id", "school_type", "outcome", "graduates", "method")
    folder.write(written(header, rows))
    folder.write(written(PARTICIPANTS, [(2024, *row, "linked") for row in ROWS]), "participants.csv")
    return folder.snapshot()


def test_peers_are_the_nearest_by_size_and_the_pace_has_a_percentile(national: Snapshot) -> None:
    found = peers(national, VOCATIONAL, "kess", "published", "gimhae", kilometres={}, years=2, required=0.035)
    assert [each.city_id for each in found.found] == ["ansan", "siheung", "suwon", "anyang", "gunpo"]
    assert found.nearness == ("size",)
    assert found.managed == pytest.approx((0.01, 0.02, 0.03, 0.04, 0.06))
    assert found.percentile == pytest.approx(3 / 5)


def test_distance_and_industry_rank_only_where_every_city_is_known(national: Snapshot) -> None:
    far = {city: 100.0 * at for at, city in enumerate(CITIES)}
    found = peers(national, VOCATIONAL, "kess", "published", "gimhae", kilometres=far)
    assert found.nearness == ("size", "distance")
    assert found.percentile is None, "no pace was asked about"
    nobody = peers(national, VOCATIONAL, "kess", "published", "gimhae", kilometres={}, years=5, required=0.1)
    assert (nobody.managed, nobody.percentile) == ((), None)


# --- participants -----------------------------------------------------------------


def test_strata_count_the_rows_of_the_file() -> None:
    found = participation(snapshot(), VOCATIONAL, Scope("sample", cities=("ansan", "gimhae")))
    assert [(each.city_id, each.year) for each in found] == [
        ("ansan", 2025),
        ("gimhae", 2025),
        ("gimhae", 2024),
        ("gimhae", 2023),
    ]
    left_out = ("university", "junior_college", "abroad", "advanced", "enlisted", "excluded")
    with (SAMPLE / "high_school_outcomes.csv").open(encoding="utf-8") as file:
        mine = [
            row
            for row in csv.DictReader(file)
            if (row["year"], row["region_id"], row["participant"]) == ("2025", "ansan", "yes")
            and row["outcome"] not in left_out
        ]
    assert found[0].association.participants.people == sum(int(row["graduates"]) for row in mine)
    assert found[0].association.participants.having == sum(
        int(row["graduates"]) for row in mine if row["outcome"] == "employed"
    )


def test_every_title_says_that_it_is_no_effect() -> None:
    for language, words in (("ko", "연관이며 효과가 아님"), ("en", "association, not an effect")):
        for figure in figures_of(snapshot(), "effect", View(language, "sample", kpi=VOCATIONAL)):  # type: ignore[arg-type]
            assert words in figure.title
            assert figure.columns[2] in ("참여자(명)", "Participants (people)")


def test_too_little_overlap_is_refused_and_hidden_cells_are_counted(national: Snapshot) -> None:
    (found,) = participation(national, VOCATIONAL, Scope("published", cities=("ansan",), first_year=2024))
    assert found.association.overlap == 0.5
    assert found.association.standardised is None
    assert found.hidden == 1
    assert "표준화하지 않음" in headline(found, Text("안산시", "Ansan")).ko
    words = " ".join(each.ko for each in caveats(national, found))
    for phrase in (
        "안산공업고등학교 전자제어과 (10)",
        "겹침이 80%에 미치지 못해",
        "공개되지 않은 칸이 있어 뺀 곳 1칸",
    ):
        assert phrase in words


# --- survey -----------------------------------------------------------------------


def test_the_share_of_the_survey_is_the_indicator_s() -> None:
    rows = rows_of(snapshot(), "sample", ("gimhae",), 2025, 2025)
    (wave,) = waves(rows, "intends_to_settle", "city")
    measured = measurement.measure(
        snapshot(), "settlement_intention", Scope("sample", cities=("gimhae",), first_year=2025)
    )
    assert wave.share is not None
    assert wave.share.rate == pytest.approx(float(measured["value"].iloc[0]))
    assert wave.share.people == measured["sample_size"].iloc[0]
    assert 0 < wave.share.effective <= wave.share.people


def test_a_wave_is_compared_with_the_wave_before_of_the_same_group() -> None:
    found = shifts(
        waves(rows_of(snapshot(), "sample", ("gimhae",), None, None), "intends_to_settle", "respondents")
    )
    assert {(each.first, each.last) for each in found} == {(2023, 2024), (2024, 2025)}
    assert len(found) == 2 * len(GROUP_NAMES)
    assert all((each.movement == "unclear") == (not each.interval.excludes(0)) for each in found)


def test_the_codebook_names_every_code_of_the_contract() -> None:
    codes = {column.name: set(column.codes) for column in SOURCE.columns if column.codes}
    assert set(ANSWERS) == codes["answer"]
    assert set(QUESTIONS) == codes["question"]
    assert set(GROUP_NAMES) == codes["respondent_group"]
    assert set(TOP_TWO) < codes["answer"]


def test_an_announced_target_counts_only_with_a_number_in_percent() -> None:
    assert announced_rate(None) is None
    assert announced_rate(of_gimhae(ENTRY).target) == 0.25
