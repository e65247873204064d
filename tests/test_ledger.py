"""The ledger of targets: nothing is rewritten, plans stand apart, stages are dated steps."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest
from small import PROJECT, Folder, records, shipped, written

from etl.contract import LoadRefused
from meomureum.analysis.targets.ledger import Target, aim, history, ledger, path, targets

ENTRY = "gimhae_entry_2027"
FILE = "data/reference/targets.csv"
ANNOUNCED = (
    *("city_id", "kpi_id", "baseline_low", "baseline_high", "baseline_year", "target_low", "target_high"),
    *("target_year", "unit", "direction", "announced_on", "source_id"),
)


def rows_of(text: str) -> dict[str, dict[str, str]]:
    return {row["target_id"]: row for row in csv.DictReader(io.StringIO(text))}


class Ledger:
    """A copy of the shipped ledger that a test changes."""

    def __init__(self, place: Path) -> None:
        self.folder = Folder(place, whole=True)
        self.file = self.folder.data / "reference" / "targets.csv"
        self.rows = rows_of(self.file.read_text("utf-8"))

    def change(self, target_id: str, **cells: str) -> None:
        self.rows[target_id] |= cells

    def add(self, target_id: str, like: str = ENTRY, **cells: str) -> None:
        self.rows[target_id] = self.rows[like] | {"target_id": target_id, "superseded_by": ""} | cells

    def written(self) -> Folder:
        header = list(next(iter(self.rows.values())))
        self.file.write_text(written(header, [row.values() for row in self.rows.values()]), "utf-8")
        return self.folder


def refusal(place: Ledger) -> str:
    with pytest.raises(LoadRefused) as refused:
        place.written().build()
    return " ".join(problem.sentence().en for problem in refused.value.problems)


def found(targets: tuple[Target, ...]) -> list[str]:
    return [target.id for target in targets]


# What was announced stays.


def test_a_changed_target_is_a_new_row_and_the_old_one_is_kept(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, superseded_by="entry_2028")
    place.add("entry_2028", target_low="22", target_high="22", target_year="2028", superseded_by="entry_2029")
    place.add("entry_2029", target_low="20", target_high="20", target_year="2029", announced_on="2026-05-01")
    snapshot = place.written().snapshot()
    now = aim(snapshot, "local_university_entry_rate", "gimhae")
    assert now is not None
    assert (now.id, now.value) == ("entry_2029", 0.20)
    assert {"entry_2028", ENTRY} & set(found(targets(snapshot))) == set()
    by_id = {each.id: each for each in ledger(snapshot)}
    for each in ("entry_2029", "entry_2028", ENTRY):
        assert found(history(snapshot, by_id[each])) == [ENTRY, "entry_2028", "entry_2029"]
    assert [each.value for each in history(snapshot, now)] == [0.25, 0.22, 0.20]


def test_a_changed_target_does_not_repeat_its_baseline(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, superseded_by="entry_2028")
    place.add("entry_2028", target_year="2028", baseline_low="8.5", baseline_high="8.5")
    snapshot = place.written().snapshot()
    announced = records(
        snapshot, "SELECT year, value FROM observations WHERE measure_id = 'local_university_entry_rate'"
    )
    assert [(year, float(value)) for year, value in announced] == [(2023, 8.5)]


def test_a_target_that_nothing_replaced_is_its_own_history() -> None:
    for target in targets(shipped()):
        assert history(shipped(), target) == (target,)


def test_no_number_of_the_ledger_was_ever_rewritten() -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=PROJECT, capture_output=True, check=True, text=True, encoding="utf-8"
        ).stdout

    now = rows_of((PROJECT / FILE).read_text("utf-8"))
    for commit in git("log", "--format=%H", "--", FILE).split():
        for target_id, row in rows_of(git("show", f"{commit}:{FILE}")).items():
            assert {name: now[target_id][name] for name in ANNOUNCED} == {
                name: row[name] for name in ANNOUNCED
            }


# What the contract refuses.


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"target_low": "250", "target_high": "250"}, "lies between 0 and 100"),
        ({"target_low": "30"}, "low end of the band is above"),
        ({"target_year": "2023"}, "must come after the baseline year"),
        ({"baseline_year_status": ""}, "stated or assumed"),
        ({"target_low": "", "target_high": "", "direction": ""}, "needs a direction"),
        ({"milestones": "2025=11"}, "Milestones are written as"),
        ({"path": "milestones"}, "needs milestones"),
        ({"path": "growth", "baseline_low": "0", "baseline_high": "0"}, "above 0"),
        ({"path": "curve"}, "Known: 직선, 연차 목표, 같은 성장률"),
    ],
)
def test_a_target_that_cannot_be_is_quarantined(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, **cells)
    problems = place.written().check().problems
    assert {problem.line for problem in problems} == {2}
    assert told in " ".join(problem.sentence().en for problem in problems)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"superseded_by": "nowhere"}, "Every superseding target exists"),
        ({"superseded_by": "gimhae_employment_2027"}, "of the same city and indicator"),
        ({"superseded_by": ENTRY}, "No target supersedes itself"),
        ({"milestones": "2022:8"}, "between baseline and target year"),
        ({"milestones": "2028:26"}, "between baseline and target year"),
    ],
)
def test_a_ledger_that_contradicts_itself_is_refused(
    tmp_path: Path, cells: dict[str, str], told: str
) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, **cells)
    assert told in refusal(place)


def test_targets_that_supersede_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, superseded_by="entry_2028")
    place.add("entry_2028", target_year="2028", superseded_by="entry_2029")
    place.add("entry_2029", target_year="2029", superseded_by=ENTRY)
    assert "No target supersedes itself" in refusal(place)


def test_two_targets_in_force_for_the_same_year_are_refused(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.add("entry_again", target_low="22", target_high="22")
    assert "One target in force" in refusal(place)


def test_a_growth_path_asks_for_the_same_growth_each_year(tmp_path: Path) -> None:
    place = Ledger(tmp_path)
    place.change(ENTRY, path="growth")
    target = aim(place.written().snapshot(), "local_university_entry_rate", "gimhae")
    assert target is not None
    assert [round(100 * value, 1) for value in path(target).values()] == [9.0, 11.6, 15.0, 19.4, 25.0]


# Two plans of one city.


def test_the_plans_of_gimhae_stand_side_by_side() -> None:
    plans: dict[str, tuple[Target, ...]] = {}
    for target in targets(shipped()):
        if target.city_id == "gimhae":
            plans[target.programme_id] = (*plans.get(target.programme_id, ()), target)
    assert {programme: found(each) for programme, each in plans.items()} == {
        "all_city_campus": [ENTRY, "gimhae_employment_2027", "gimhae_qs_2027"],
        "glocal_inje": ["inje_freshmen", "inje_jobs", "inje_field_campuses", "inje_foreign"],
    }
    indicators = [{target.kpi_id for target in each} for each in plans.values()]
    assert indicators[0] & indicators[1] == set()


def test_the_shares_of_the_inje_plan_are_never_the_aim_of_the_city_rates() -> None:
    for kpi_id in ("local_university_entry_rate", "local_employment_rate"):
        target = aim(shipped(), kpi_id, "gimhae")
        assert target is not None
        assert target.programme_id == "all_city_campus"


def test_targets_without_date_number_or_base_are_first_class() -> None:
    by_id = {target.id: target for target in targets(shipped())}
    freshmen, dropout = by_id["inje_freshmen"], by_id["siheung_dropout"]
    assert (freshmen.year, freshmen.baseline, freshmen.value) == (None, None, 0.667)
    assert (dropout.value, dropout.direction) == (None, "down")
    assert path(freshmen) == path(dropout) == {}
