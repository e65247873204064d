"""An outsider adds up everything ever handed out, and finds nothing; the gate catches what is planted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from attacks import scores
from attacks.adding_up import State, Unit, attacked
from attacks.gate import Stand, planted_faults, tables_of
from attacks.histories import courses
from attacks.meaning import COUNTED
from attacks.outsider import Handed, Place, Told
from attacks.planted import PLANTS
from attacks.tricks import told_by_proof
from attacks.worlds import SCHOOLS, People, World, invented

SEEDS = int(os.environ.get("MEOMUREUM_ATTACKS", "0"))
FAULTS = 500
GIMHAE, SCHOOL = "gimhae", "high_school_outcomes"
ENTRY = "local_university_entry_rate/all_graduates"


# The attack itself, on papers printed by hand: it must be able to win.


def by_school(world: World, hidden: Callable[[str, int], bool] = lambda *_: False) -> Handed:
    """A paper that prints, for a city and each of its schools, how many entered a university in the city."""
    of, out_of = COUNTED[SCHOOL][ENTRY]
    schools = SCHOOLS[GIMHAE]
    places, told = [], []
    for school in ("", *schools):
        codes = (("institution_id", school),) if school else ()
        place = Place(SCHOOL, GIMHAE, ENTRY, "institution_id x year" if school else "year", (2025,), codes)
        mine = {who: n for who, n in world.items() if who.year == 2025 and school in ("", who.institution_id)}
        places.append(place)
        for side, counted in (("of", of), ("all", out_of)):
            number = sum(count for who, count in mine.items() if counted(who))
            if not hidden(school + side, number):
                told.append(Told(place, side, number))
    return Handed("by hand", tuple(places), tuple(told), {})


def entering(*counts: int) -> dict[People, int]:
    """So many graduates of each school of a city enter a university there, and 100 another."""
    world: dict[People, int] = {}
    for school, count in zip(SCHOOLS[GIMHAE], counts, strict=True):
        who = People(SCHOOL, GIMHAE, 2025, school, "기계과", sex="male", outcome="university")
        world |= {who._replace(place="city"): count, who._replace(place="far"): 100}
    return world


def found_in(*papers: tuple[World, Handed]) -> list[int]:
    """What the attack finds out of papers, each with the world it was printed from."""
    states = [State(world, {"public": paper}) for world, paper in papers]
    return sorted(each.secret.truth for each in attacked(Unit(states, SCHOOL, GIMHAE, "public")).findings)


def test_one_small_number_hidden_alone_falls_to_subtraction() -> None:
    world = entering(3, 40, 50)
    assert found_in((world, by_school(world, lambda _, number: number < 10))) == [3]


def test_two_hidden_numbers_hold_unless_their_sum_is_small() -> None:
    def two(name: str, _: int) -> bool:
        return name in {f"{school}of" for school in SCHOOLS[GIMHAE][:2]}

    open_world, closed_world = entering(3, 40, 50), entering(1, 1, 50)
    assert found_in((open_world, by_school(open_world, two))) == []
    assert found_in((closed_world, by_school(closed_world, two))) == [1, 1]


def test_a_city_held_back_whose_new_rows_stand_open_beside_the_old_ones() -> None:
    before, after = entering(3, 40, 50), entering(3, 41, 50)
    old = by_school(before, lambda name, number: number < 10 or name == f"{SCHOOLS[GIMHAE][1]}of")
    both = by_school(after)
    leaky = replace(old, places=old.places + both.places, told=old.told + both.told)
    assert found_in((before, old)) == []
    assert set(found_in((before, old), (after, leaky))) == {1, 3}


def test_a_number_shown_again_with_one_person_more() -> None:
    before, after = entering(30, 40, 50), entering(30, 41, 50)
    assert found_in((before, by_school(before)), (after, by_school(after))) == [1, 1]


def test_an_old_hidden_number_that_a_large_correction_gives_away() -> None:
    before, after = entering(3, 40, 50), entering(90, 40, 50)
    first = by_school(before, lambda name, _: name in {f"{each}of" for each in SCHOOLS[GIMHAE][:2]})
    assert found_in((before, first)) == []
    assert found_in((before, first), (after, by_school(after))) == [3]


def test_a_proof_whose_states_are_the_truth_and_a_little_more() -> None:
    truth = np.array([3, 8, 2, 5, 1, 4, 7, 9], dtype=np.int64)
    apart = [(at, at, 20 * (-1) ** at) for at in range(len(truth))]
    arrays = {
        "start": np.diff(np.arange(len(truth) + 1), prepend=0),
        "members": np.diff(np.arange(len(truth)), prepend=0),
        "values": np.full(len(truth), -1),
        "rests": np.zeros((0, 2), np.int64),
        "base": truth,
        "moves": np.array(apart, dtype=np.int64),
    }
    leaky = Handed("by hand", (), (), {f"real/{SCHOOL}/{GIMHAE}": arrays})
    blind = {**arrays, "base": np.full(len(truth), 11)}
    assert told_by_proof(leaky, f"{SCHOOL}/{GIMHAE}", truth.tolist())["most common"] == 8
    assert not told_by_proof(replace(leaky, proofs={"unit": blind}), "unit", truth.tolist())


# What the programme writes.


def test_a_city_held_back_gives_nothing_away(tmp_path: Path) -> None:
    world = tables_of(invented(1, 2), "settlement_survey", "labour_demand")
    ((_, course),) = courses(world, 1, tmp_path, ("held",))
    assert course.codes == [0, 0, 0], course.said
    found = [scores.score(course, table) for table in ("settlement_survey", "labour_demand")]
    assert sum(each.secrets for each in found) > 20
    assert not [words for each in found for words in each.words]


# Every history of a world protects some dozen times; `python -m tests.attacks` shows how far it is.
@pytest.mark.trial
@pytest.mark.skipif(not SEEDS, reason="takes an hour: MEOMUREUM_ATTACKS=1 runs it")
def test_no_history_gives_anything_away(tmp_path: Path) -> None:
    worlds = [(seed, cities) for seed in range(2, 2 + SEEDS) for cities in (2, 3)]
    found = list(scores.fields(worlds, tmp_path))
    assert sum(each.score.secrets for each in found) > 1000
    assert not [words for each in found for words in each.score.words]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """One small load as it stood before the gate looked at it."""
    return Stand(tmp_path_factory.mktemp("stand"), tables_of(invented(1, 2, (2025,)), "settlement_survey"))


def test_the_gate_lets_pass_what_was_written_and_catches_what_is_planted(stand: Stand) -> None:
    assert stand.caught(None)
    few = list(PLANTS)[:: len(PLANTS) // 6]
    assert not [name for name in few if not stand.caught(name)]


@pytest.mark.trial
def test_the_gate_catches_500_planted_faults(stand: Stand, capsys: pytest.CaptureFixture[str]) -> None:
    found = list(planted_faults(stand, FAULTS))
    with capsys.disabled():
        print(f"\nplanted {len(found)}, caught {sum(caught for _, caught in found)}")
    assert len(found) == FAULTS
    assert not [name for name, caught in found if not caught]


@pytest.mark.trial
@pytest.mark.parametrize("name", PLANTS)
def test_a_load_with_a_planted_fault_publishes_nothing(stand: Stand, name: str) -> None:
    assert stand.refuses(name)
