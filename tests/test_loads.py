"""The ledger of loads: what comes instead and what in addition, disputes, withdrawals, replacements, rollbacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import Folder, account_of, records, written

from etl import ledger_acts, load_ledger, load_listing, restatements, trial_build
from etl.build import Outcome, Unanswered, ensure_current, load
from etl.contract import LoadRefused
from etl.load_ledger import Load, Said
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot

HEADER = ("연도", "학교", "학과", "졸업 후 진로", "진로 지역", "졸업자")
SCHOOL = "김해생명과학고등학교"
FIRST = [("조경과", "취업", "김해", 14), ("조경과", "취업", "창원", 21), ("식품과", "대학교", "김해", 8)]
Rows = list[tuple[str, str, str, int]]


class Place:
    """A data folder, and what stands of one school after each load."""

    def __init__(self, place: Path) -> None:
        self.folder = Folder(place)
        self.handed = place / "handed"

    def load(self, rows: Rows, name: str, provider: str = "학교", **said: str) -> Outcome:
        path = self.handed / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(written(HEADER, [(2024, SCHOOL, *row) for row in rows]), "utf-8")
        return load([path], self.folder.data, self.folder.snapshots, Said(provider=provider, **said))  # type: ignore[arg-type]

    def act(self, act: Load) -> Outcome:
        return ledger_acts.carry_out(act, self.folder.data, self.folder.snapshots)

    def withdraw(self, number: int) -> Outcome:
        return self.act(ledger_acts.withdrawal(self.folder.data, number, Said(who="kim")))

    @property
    def now(self) -> Snapshot:
        found = warehouse.current(self.folder.snapshots)
        assert found is not None
        return found

    @property
    def standing(self) -> dict[tuple[str, str, str], int]:
        sql = "SELECT department, outcome, destination_region_id, graduates FROM high_school_outcomes WHERE data_set = 'real'"
        return {tuple(key): int(people) for *key, people in records(self.now, sql)}

    @property
    def people(self) -> int:
        return sum(self.standing.values())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.load(FIRST, "처음.csv")
    assert made.people == 43
    return made


MOVED = {
    "place": [FIRST[0], ("조경과", "취업", "부산", 21), FIRST[2]],
    "department": [FIRST[0], ("원예과", "취업", "창원", 21), FIRST[2]],
    "outcome": [FIRST[0], ("조경과", "기타", "창원", 21), FIRST[2]],
}


@pytest.mark.parametrize("moved", MOVED)
def test_a_correction_that_moves_a_key_asks_and_neither_doubles_nor_leaves_people(
    place: Place, moved: str
) -> None:
    with pytest.raises(Unanswered) as asked:
        place.load(MOVED[moved], "고침.csv")
    (question,) = asked.value.problems
    assert (
        "앞서 낸 43명 가운데 1행(21명)이 이 파일에 없습니다. 바꾸면 43명, 더하면 64명"
        in question.sentence().ko
    )
    assert place.people == 43
    outcome = place.load(MOVED[moved], "고침.csv", mode="replaces")
    assert (place.people, len(place.standing)) == (43, 3)
    first = account_of(outcome, "처음.csv")
    assert (first.loaded, first.already_present, first.superseded) == (2, 1, 1)
    gone = [each for each in restatements.restated(place.now) if each.new == "–"]
    assert [(each.old, each.old_file, each.new_file) for each in gone] == [("21", "처음.csv", "고침.csv")]


def test_a_correction_that_drops_a_row_takes_its_people_along(place: Place) -> None:
    with pytest.raises(Unanswered):
        place.load(FIRST[:2], "고침.csv")
    place.load(FIRST[:2], "고침.csv", mode="replaces")
    assert place.people == 35


def test_a_file_that_adds_is_added_where_that_is_said(place: Place) -> None:
    place.load([("원예과", "취업", "김해", 5)], "더함.csv", mode="adds")
    assert place.people == 48


def test_a_file_that_says_all_that_was_said_is_not_asked_about(place: Place) -> None:
    place.load([*FIRST[:2], ("식품과", "대학교", "김해", 9), ("원예과", "취업", "김해", 5)], "모두.csv")
    assert place.people == 14 + 21 + 9 + 5


def test_a_mended_quarantine_file_comes_in_addition(tmp_path: Path) -> None:
    made = Place(tmp_path)
    made.load(FIRST, "처음.csv")
    path = tmp_path / "고친 격리.csv"
    path.write_text(
        written(("격리 사유", *HEADER), [("정수", 2024, SCHOOL, "원예과", "취업", "김해", 6)]), "utf-8-sig"
    )
    load([path], made.folder.data, made.folder.snapshots, Said(provider="학교"))
    assert made.people == 49


# Two providers.


def test_providers_that_differ_are_both_held_until_one_is_mended(tmp_path: Path) -> None:
    made = Place(tmp_path)
    made.load([("조경과", "취업", "김해", 14)], "a.csv", "학교")
    outcome = made.load([("조경과", "취업", "김해", 17)], "b.csv", "교육청")
    assert [problem.file for problem in outcome.problems] == ["a.csv", "b.csv"]
    assert made.standing == {}
    # The very bytes of the other's file are a statement of this provider's own.
    outcome = made.load([("조경과", "취업", "김해", 14)], "b2.csv", "교육청")
    assert outcome.problems == ()
    assert made.people == 14


def test_another_provider_who_divides_the_same_people_otherwise_is_asked_about_and_then_held(
    place: Place,
) -> None:
    other = [FIRST[0], ("조경과", "취업", "부산", 21), FIRST[2]]
    with pytest.raises(Unanswered) as asked:
        place.load(other, "b.csv", "교육청")
    assert "학교가 앞서 낸 43명과 이 파일의 43명이 서로 다르게" in asked.value.problems[0].sentence().ko
    outcome = place.load(other, "b.csv", "교육청", mode="replaces")
    assert place.people == 22
    assert [(problem.file, problem.line) for problem in outcome.problems] == [("처음.csv", 3), ("b.csv", 3)]
    place.load(FIRST, "b2.csv", "교육청", mode="replaces")
    assert place.people == 43


def test_a_dispute_is_settled_for_one_side_and_stays_settled_over_loads(place: Place) -> None:
    other = [FIRST[0], ("조경과", "취업", "부산", 22), FIRST[2]]
    place.load(other, "b.csv", "교육청", mode="replaces")
    (dispute,) = ledger_acts.disputes(place.now)
    assert [(side.provider, side.rows, side.people) for side in dispute.sides] == [
        ("교육청", 1, 44),
        ("학교", 1, 43),
    ]
    with pytest.raises(LoadRefused, match="당사자가 아닙니다"):
        ledger_acts.settlement(place.folder.data, place.now, dispute.id, Said(provider="시청"))
    settled = ledger_acts.settlement(
        place.folder.data, place.now, dispute.id, Said(provider="교육청", who="kim")
    )
    place.act(settled)
    assert (place.people, ledger_acts.disputes(place.now)) == (44, [])
    place.load([("조경과", "취업", "부산", 30), FIRST[0], FIRST[2]], "b2.csv", "교육청")
    assert place.people == 52
    place.withdraw(settled.load)
    assert place.people == 22  # what they agree on


# Acts.


def test_a_withdrawal_brings_back_what_was_replaced_and_outlives_the_next_load(place: Place) -> None:
    first = place.standing
    place.load(MOVED["place"], "고침.csv", mode="replaces")
    place.withdraw(2)
    assert place.standing == first
    load([], place.folder.data, place.folder.snapshots)
    path = place.handed / "다른 학교.csv"
    path.write_text(written(HEADER, [(2024, "김해건설공업고등학교", "건축과", "취업", "김해", 3)]), "utf-8")
    load([path], place.folder.data, place.folder.snapshots)
    assert place.people == 46
    place.withdraw(3)  # the withdrawal itself
    assert place.standing == {("조경과", "employed", "busan"): 21, ("건축과", "employed", "gimhae"): 3} | {
        key: people for key, people in first.items() if key[2] != "changwon"
    }
    with pytest.raises(LoadRefused, match="이미 효력을 잃었습니다"):
        place.withdraw(3)


def test_a_withdrawn_file_can_be_handed_in_again(place: Place) -> None:
    place.withdraw(1)
    assert place.standing == {}
    place.load(FIRST, "다른 이름.csv")
    assert place.people == 43


def test_a_file_takes_the_place_of_a_load(place: Place) -> None:
    place.load([("원예과", "취업", "김해", 5)], "더함.csv", mode="adds")
    said = ledger_acts.replacement(place.folder.data, 2, Said(why="잘못 센 학과"))
    path = place.handed / "다시 셈.csv"
    path.write_text(written(HEADER, [(2024, SCHOOL, "원예과", "취업", "양산", 6)]), "utf-8")
    load([path], place.folder.data, place.folder.snapshots, said)
    assert place.people == 49
    assert ("원예과", "employed", "gimhae") not in place.standing
    last = load_ledger.recorded(place.folder.data)[-1]
    assert (last.provider, last.of, last.mode, last.why) == ("학교", "2", "adds", "잘못 센 학과")


def test_of_the_files_of_a_load_those_that_come_again_as_they_are_stay(tmp_path: Path) -> None:
    made = Place(tmp_path)
    rows = {"가.csv": (2024, SCHOOL, *FIRST[0]), "나.csv": (2025, SCHOOL, *FIRST[1])}
    made.handed.mkdir()
    for name, row in rows.items():
        (made.handed / name).write_text(written(HEADER, [row]), "utf-8")
    paths = [made.handed / name for name in rows]
    load(paths, made.folder.data, made.folder.snapshots, Said(provider="학교"))
    assert made.people == 14 + 21
    paths[1].write_text(written(HEADER, [(2025, SCHOOL, *FIRST[2])]), "utf-8")
    load(paths, made.folder.data, made.folder.snapshots, ledger_acts.replacement(made.folder.data, 1, Said()))
    assert made.people == 14 + 8
    made.withdraw(2)
    assert made.people == 14 + 21


def test_a_rollback_outlives_the_next_load_until_it_is_withdrawn(place: Place) -> None:
    before = place.now.id
    place.load([("원예과", "취업", "김해", 5)], "더함.csv", mode="adds")
    ledger_acts.roll_back(place.folder.data, place.folder.snapshots, before, Said(who="kim"))
    assert place.people == 43
    assert ensure_current(place.folder.data, place.folder.snapshots).id == before
    place.load([("원예과", "대학교", "김해", 2)], "또.csv", mode="adds")
    assert place.people == 45
    held = ledger_acts.rollback_in_force(place.folder.data)
    assert held is not None
    place.withdraw(held.load)
    assert place.people == 50


def test_the_ledger_tells_what_stands_of_each_load_and_what_took_it_out(place: Place) -> None:
    place.load(MOVED["place"], "고침.csv", mode="replaces", who="lee", why="공문")
    place.withdraw(1)
    withdrawal, second, first = load_listing.entries(place.folder.data, place.now, {})
    assert (withdrawal.what.ko, withdrawal.who, withdrawal.state.ko) == ("1번 철회", "kim", "효력 있음")
    assert (second.files, second.who, second.why, second.rows, second.people) == (
        ("고침.csv",),
        "lee",
        "공문",
        3,
        43,
    )
    assert (first.state.ko, first.people) == ("3번으로 효력 잃음", 0)
    assert [(each.rows, each.people) for each in second.covered] == [(3, 43)]


def test_a_trial_says_which_rows_go_and_come(place: Place) -> None:
    place.load(MOVED["place"], "고침.csv", mode="replaces")
    files = sorted(place.folder.data.rglob("*"))
    act = ledger_acts.withdrawal(place.folder.data, 2, Said())
    with trial_build.tried(ledger_acts.inputs_after(place.folder.data, act)) as (_, after):
        (moved,) = trial_build.moved(place.now, after)
    assert (moved.rows_gone, moved.rows_come, moved.people_before, moved.people_after) == (1, 1, 43, 43)
    assert sorted(place.folder.data.rglob("*")) == files
    act = ledger_acts.withdrawal(place.folder.data, 1, Said())
    with trial_build.tried(ledger_acts.inputs_after(place.folder.data, act)) as (_, after):
        assert trial_build.moved(place.now, after) == []


def test_a_ledger_of_an_earlier_version_counts_as_it_did(tmp_path: Path) -> None:
    made = Place(tmp_path)
    made.load(FIRST, "a.csv")
    made.load([("원예과", "취업", "김해", 5)], "b.csv", mode="adds")
    path = load_ledger.ledger(made.folder.data)
    lines = [",".join(line.split(",")[:7]) for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    load([], made.folder.data, made.folder.snapshots)
    assert made.people == 48
