"""Targets: the path, the scores, the verdict, the people still missing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from small import Folder, shipped, written

from kpis import Scope, measure
from meomureum.analysis.targets.judgement import STANDINGS, assess, eurostat_class, growth_score, path_score
from meomureum.analysis.targets.ledger import Target, aim, path, targets
from meomureum.texts import Text

ENTRY = Target(
    id="entry",
    city_id="gimhae",
    programme_id="all_city_campus",
    kpi_id="local_university_entry_rate",
    baseline=0.09,
    baseline_high=0.09,
    baseline_year=2023,
    year_assumed=True,
    value=0.25,
    value_high=None,
    year=2027,
    unit="percent",
    direction="up",
    announced_by="김해시",
    announced_on="2023-06-27",
    source_id="seed_gimhae_2023",
    note=Text("", ""),
)
JOBS = replace(ENTRY, kpi_id="local_employment_rate", baseline=0.04, baseline_high=0.04, value=0.16)
RANK = replace(
    ENTRY,
    kpi_id="qs_asia_rank",
    unit="rank",
    direction="down",
    baseline=350,
    baseline_high=400,
    value=200,
    value_high=299,
)


def observed(
    *values: tuple[int, float], formula: str = "all_graduates", of: int = 5_000, high: float = 0
) -> pd.DataFrame:
    """Measurements of one place, a value a year."""
    return pd.DataFrame(
        [
            {
                "formula_id": formula,
                "origin": "computed",
                "year": year,
                "value": value,
                "value_high": value + high if high else float("nan"),
                "marks": "",
                "numerator": value * of,
                "denominator": float(of),
                "sample_size": float("nan"),
            }
            for year, value in values
        ]
    )


# Paths and scores.


def test_the_straight_line_from_9_to_25_percent() -> None:
    asked = path(ENTRY)
    assert {year: round(100 * value, 1) for year, value in asked.items()} == {
        2023: 9,
        2024: 13,
        2025: 17,
        2026: 21,
        2027: 25,
    }


@pytest.mark.parametrize(
    ("target", "percents"), [(ENTRY, [9.0, 11.6, 15.0, 19.4, 25.0]), (JOBS, [4.0, 5.7, 8.0, 11.3, 16.0])]
)
def test_equal_growth_each_year(target: Target, percents: list[float]) -> None:
    assert [round(100 * value, 1) for value in path(replace(target, path_kind="growth")).values()] == percents


@pytest.mark.parametrize(
    ("value", "growth", "line"), [(0.14, 0.850, 0.625), (0.15, 1.00, 0.75), (0.08, -0.197, -0.125)]
)
def test_both_scores_are_given_where_they_disagree(value: float, growth: float, line: float) -> None:
    assert growth_score(ENTRY, 2025, value) == pytest.approx(growth, abs=0.0005)
    assert path_score(ENTRY, 2025, value) == pytest.approx(line)


def test_a_band_is_reached_at_its_far_end() -> None:
    assert RANK.far_end() == 299
    assert ENTRY.far_end() == 0.25
    assert path(RANK)[2023] == 400
    assert path(RANK)[2025] == pytest.approx(349.5)
    assert path(RANK)[2027] == 299


def test_published_milestones_take_the_place_of_the_line() -> None:
    asked = path(replace(ENTRY, milestones={2024: 0.10, 2026: 0.20}))
    assert [round(100 * value, 1) for value in asked.values()] == [9, 10, 17, 20, 25]


@pytest.mark.parametrize("missing", ["baseline", "baseline_year", "value", "year"])
def test_a_target_without_all_four_numbers_has_no_path(missing: str) -> None:
    target = replace(ENTRY, **{missing: None})  # type: ignore[arg-type]
    assert path(target) == path(replace(target, path_kind="growth")) == {}
    assert path_score(target, 2025, 0.14) is None
    assert growth_score(target, 2025, 0.14) is None


@pytest.mark.parametrize(
    ("score", "standing"),
    [
        (1.2, "on_track"),
        (0.95, "on_track"),
        (0.9499, "must_accelerate"),
        (0.60, "must_accelerate"),
        (0.5999, "limited"),
        (0.0, "limited"),
        (-0.0001, "moving_away"),
    ],
)
def test_the_classes_of_a_score(score: float, standing: str) -> None:
    assert eurostat_class(score) == standing


# Verdicts.


@pytest.mark.parametrize(
    ("latest", "standing"),
    [(0.08, "moving_away"), (0.10, "limited"), (0.14, "must_accelerate"), (0.17, "on_track"), (0.26, "met")],
)
def test_three_points_allow_a_verdict(latest: float, standing: str) -> None:
    found = assess(ENTRY.kpi_id, observed((2023, 0.09), (2024, 0.10), (2025, latest)), ENTRY)
    assert (found.standing, found.points) == (standing, 3)


def test_two_points_allow_none() -> None:
    for latest in (0.05, 0.17, 0.30):
        found = assess(ENTRY.kpi_id, observed((2023, 0.09), (2025, latest)), ENTRY)
        assert (found.standing, found.points) == ("too_few_points", 2)


def test_points_of_another_formula_do_not_count() -> None:
    mixed = pd.concat(
        [observed((2021, 0.08), (2022, 0.08), (2023, 0.09), formula="of_advanced"), observed((2025, 0.14))]
    )
    found = assess(ENTRY.kpi_id, mixed, ENTRY)
    assert (found.points, found.standing) == (1, "too_few_points")


def test_an_announced_value_alone_is_a_baseline_only() -> None:
    found = assess(ENTRY.kpi_id, observed((2023, 0.09), formula="announced"), ENTRY)
    assert (found.standing, found.points) == ("baseline_only", 1)
    assert found.gap == pytest.approx(0.16)


def test_nothing_measured_is_not_published() -> None:
    assert (
        assess(ENTRY.kpi_id, observed().reindex(columns=["year", "value"]), ENTRY).standing == "not_published"
    )
    assert assess(ENTRY.kpi_id, observed((2024, float("nan"))), ENTRY).standing == "not_published"


def test_without_a_number_to_reach_only_the_value_stands() -> None:
    direction_only = replace(ENTRY, value=None, year=None, baseline=None, baseline_year=None)
    for target, standing in (
        (None, "no_target"),
        (direction_only, "direction_only"),
        (replace(ENTRY, unit="count"), "other_unit"),
    ):
        found = assess(ENTRY.kpi_id, observed((2023, 0.1), (2024, 0.1), (2025, 0.1)), target)
        assert found.standing == standing
        assert found.gap is None
        assert found.people is None
        assert found.latest is not None


def test_a_target_without_a_date_is_undated_until_it_is_met() -> None:
    share = replace(ENTRY, baseline=None, baseline_year=None, year=None, value=2 / 3)
    low = assess(ENTRY.kpi_id, observed((2022, 0.1), (2023, 0.2), (2024, 0.3)), share)
    assert (low.standing, low.pace, low.by_path) == ("undated", None, None)
    assert low.gap == pytest.approx(2 / 3 - 0.3)
    assert assess(ENTRY.kpi_id, observed((2022, 0.1), (2023, 0.2), (2024, 0.7)), share).standing == "met"


@pytest.mark.parametrize(
    ("latest", "standing"),
    [(0.245, "on_track"), (0.20, "must_accelerate"), (0.15, "limited"), (0.08, "moving_away"), (0.25, "met")],
)
def test_after_the_target_year_the_whole_change_is_due(latest: float, standing: str) -> None:
    found = assess(ENTRY.kpi_id, observed((2026, 0.15), (2027, 0.15), (2028, latest)), ENTRY)
    assert found.standing == standing
    assert found.by_path == pytest.approx((latest - 0.09) / 0.16)
    assert found.pace is None


@pytest.mark.parametrize("last", [2022, 2023])
def test_up_to_the_baseline_year_nothing_is_due_yet(last: int) -> None:
    found = assess(ENTRY.kpi_id, observed((last - 2, 0.07), (last - 1, 0.08), (last, 0.09)), ENTRY)
    assert (found.standing, found.points) == ("too_few_points", 3)


@pytest.mark.parametrize(
    ("low", "high", "standing"),
    [
        (201, 250, "met"),
        (251, 299, "met"),
        (301, 350, "on_track"),
        (351, 365, "must_accelerate"),
        (401, 450, "moving_away"),
    ],
)
def test_a_rank_band_is_judged_by_the_end_that_must_come_down(low: int, high: int, standing: str) -> None:
    ranks = observed((2023, 350), (2024, 350), (2025, low), high=high - low)
    found = assess("qs_asia_rank", ranks, RANK)
    assert found.standing == standing
    assert found.gap == 299 - high
    assert found.people is None


def test_a_stage_is_met_when_it_is_reached() -> None:
    stage = replace(ENTRY, kpi_id="programme_stage", unit="stage", value=1, baseline=None, baseline_year=None)
    reached = observed((2025, 1), formula="published")
    assert assess("programme_stage", reached, stage).standing == "met"
    assert assess("programme_stage", reached, replace(stage, value=3)).standing == "scheduled"


# People and pace.


def test_what_is_missing_is_told_in_points_and_people() -> None:
    found = assess(ENTRY.kpi_id, observed((2023, 0.09)), ENTRY)
    assert found.gap == pytest.approx(0.16)
    assert found.people == pytest.approx(800)
    assert found.pace == pytest.approx(0.04)
    assert found.people_a_year == pytest.approx(200)


def test_the_pace_is_reckoned_from_the_latest_value() -> None:
    found = assess(ENTRY.kpi_id, observed((2023, 0.09), (2024, 0.10), (2025, 0.14)), ENTRY)
    assert found.pace == pytest.approx(0.055)
    assert found.people_a_year == pytest.approx(275)


def test_in_the_target_year_there_is_no_pace_left() -> None:
    found = assess(ENTRY.kpi_id, observed((2025, 0.1), (2026, 0.2), (2027, 0.24)), ENTRY)
    assert (found.pace, found.people_a_year) == (None, None)
    assert found.gap == pytest.approx(0.01)


def test_people_are_not_guessed_without_a_denominator() -> None:
    measured = observed((2023, 0.09)).assign(denominator=float("nan"))
    found = assess(ENTRY.kpi_id, measured, ENTRY)
    assert (found.people, found.people_a_year) == (None, None)
    assert found.gap == pytest.approx(0.16)


def test_every_standing_is_named_in_both_languages() -> None:
    assert all(text.ko and text.en for text in STANDINGS.values())


# The ledger.


def test_the_targets_of_gimhae_are_read_from_the_ledger() -> None:
    entry, jobs, rank = (
        aim(shipped(), kpi_id, "gimhae") for kpi_id in (ENTRY.kpi_id, JOBS.kpi_id, "qs_asia_rank")
    )
    assert entry is not None
    assert jobs is not None
    assert rank is not None
    assert path(entry) == path(ENTRY)
    assert path(jobs) == path(JOBS)
    assert path(rank) == path(RANK)
    assert entry.year_assumed
    assert (entry.announced_on, entry.source_id) == ("2023-06-27", "seed_gimhae_2023")


def test_gimhae_stands_at_its_baseline_today() -> None:
    for kpi_id, gap in ((ENTRY.kpi_id, 0.16), (JOBS.kpi_id, 0.12)):
        measured = measure(shipped(), kpi_id, Scope(cities=("gimhae",)))
        found = assess(kpi_id, measured, aim(shipped(), kpi_id, "gimhae"))
        assert found.standing == "baseline_only"
        assert found.gap == pytest.approx(gap)
        assert found.people is None


def test_the_furthest_target_is_the_aim_and_a_direction_counts() -> None:
    stage, dropout = (
        aim(shipped(), "programme_stage", "ansan"),
        aim(shipped(), "university_dropout_rate", "siheung"),
    )
    assert stage is not None
    assert (stage.value, stage.year) == (3, 2027)
    assert dropout is not None
    assert (dropout.value, dropout.direction) == (None, "down")
    assert aim(shipped(), "startup_rate", "ansan") is None
    measured = measure(shipped(), "university_dropout_rate", Scope(cities=("siheung",)))
    assert assess("university_dropout_rate", measured, dropout).standing == "direction_only"


def test_a_superseded_target_is_out_of_force_and_milestones_are_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path, whole=True)
    ledger = folder.data / "reference" / "targets.csv"
    with ledger.open(encoding="utf-8", newline="") as rows:
        old = {row["target_id"]: row for row in csv.DictReader(rows)}
    changed = old["gimhae_entry_2027"]
    successor = changed | {
        "target_id": "successor",
        "baseline_low": "10",
        "baseline_high": "10",
        "baseline_year": "2024",
        "baseline_year_status": "stated",
        "target_low": "22",
        "target_high": "22",
        "target_year": "2028",
        "path": "milestones",
        "milestones": "2025:11;2026:15.5",
    }
    changed["superseded_by"] = "successor"
    ledger.write_text(written(list(successor), [row.values() for row in (*old.values(), successor)]), "utf-8")
    snapshot = folder.snapshot()
    assert "gimhae_entry_2027" not in {target.id for target in targets(snapshot)}
    target = aim(snapshot, ENTRY.kpi_id, "gimhae")
    assert target is not None
    assert target.milestones == {2025: 0.11, 2026: 0.155}
    assert [round(100 * value, 1) for value in path(target).values()] == [10, 11, 15.5, 19, 22]
    assert not target.year_assumed


# The verdict by both methods.

NEAR = ((2023, 0.09), (2024, 0.10))


def test_fourteen_percent_is_named_by_both_methods() -> None:
    found = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.14)), ENTRY)
    assert found.by_growth == pytest.approx(0.850, abs=0.0005)
    assert found.by_path == pytest.approx(0.625)
    assert (found.standing_by_path, found.standing_by_growth) == ("must_accelerate", "must_accelerate")
    assert not found.disagree


def test_fifteen_percent_is_on_track_by_growth_and_late_by_the_line() -> None:
    found = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.15)), ENTRY)
    assert found.by_growth == pytest.approx(1.00)
    assert found.by_path == pytest.approx(0.75)
    assert (found.standing, found.standing_by_growth) == ("must_accelerate", "on_track")
    assert found.disagree


def test_the_status_follows_the_stored_path() -> None:
    growing = replace(ENTRY, path_kind="growth")
    assert assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.15)), growing).standing == "on_track"
    stepped = replace(ENTRY, path_kind="milestones", milestones={2025: 0.14})
    assert assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.14)), stepped).by_path == pytest.approx(1)


def test_without_a_verdict_no_class_is_named() -> None:
    for rows in (((2025, 0.15),), ((2023, 0.09), (2025, 0.15))):
        found = assess(ENTRY.kpi_id, observed(*rows), ENTRY)
        assert (found.judged, found.disagree) == (False, False)
        assert (found.standing_by_path, found.standing_by_growth) == (None, None)


def test_a_score_at_the_bound_is_not_lost_to_arithmetic() -> None:
    at_bound = assess(ENTRY.kpi_id, observed((2025, 0.1), (2026, 0.2), (2027, 0.242)), ENTRY)
    assert at_bound.standing == "on_track"


def test_people_missing_this_year_and_by_the_target_year() -> None:
    found = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.14)), ENTRY)
    assert found.due == pytest.approx(0.17)
    assert found.shortfall == pytest.approx(0.03)
    assert found.people_short == pytest.approx(150)
    assert found.people == pytest.approx(550)
    ahead = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.18)), ENTRY)
    assert ahead.people_short == pytest.approx(-50)


def test_the_weights_of_a_survey_are_no_people() -> None:
    survey = observed(*NEAR, (2025, 0.14)).assign(sample_size=400.0)
    found = assess(ENTRY.kpi_id, survey, ENTRY)
    assert (found.people, found.people_short, found.people_a_year) == (None, None, None)


def test_the_last_change_is_told_apart_from_chance() -> None:
    found = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.14)), ENTRY)
    assert found.last_change is not None
    assert found.last_change.movement == "rose"
    assert found.last_change.difference == pytest.approx(0.04)
    few = assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.14), of=50), ENTRY).last_change
    assert few is not None
    assert few.movement == "unclear"
    assert few.interval is not None
    assert not few.interval.excludes(0)
    ranks = assess("qs_asia_rank", observed((2024, 350), (2025, 300), high=49), RANK).last_change
    assert ranks is not None
    assert (ranks.movement, ranks.interval) == ("untested", None)
    assert assess(ENTRY.kpi_id, observed((2025, 0.14)), ENTRY).last_change is None


def test_the_last_change_never_joins_two_formulas() -> None:
    mixed = pd.concat([observed((2024, 0.10), formula="of_advanced"), observed((2025, 0.14))])
    assert assess(ENTRY.kpi_id, mixed, ENTRY).last_change is None


def test_a_computed_value_stands_before_an_announced_one_of_its_year() -> None:
    announced = observed((2025, 0.09), formula="announced").assign(origin="published")
    for order in ([announced, observed((2025, 0.14))], [observed((2025, 0.14)), announced]):
        found = assess(ENTRY.kpi_id, pd.concat(order), ENTRY)
        assert found.latest is not None
        assert found.latest["formula_id"] == "all_graduates"


def test_a_stage_whose_year_has_passed_is_late_and_one_without_a_year_is_undated() -> None:
    stage = replace(ENTRY, kpi_id="programme_stage", unit="stage", value=3, baseline=None, baseline_year=None)
    reached = observed((2027, 2), formula="published")
    assert assess("programme_stage", reached, stage).standing == "limited"
    assert assess("programme_stage", reached, replace(stage, year=None)).standing == "undated"


def test_the_published_figures_of_gimhae_give_no_verdict() -> None:
    for kpi_id in (ENTRY.kpi_id, JOBS.kpi_id):
        found = assess(
            kpi_id, measure(shipped(), kpi_id, Scope(cities=("gimhae",))), aim(shipped(), kpi_id, "gimhae")
        )
        assert not found.judged
        assert (found.by_path, found.by_growth) == (None, None)
