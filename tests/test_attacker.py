"""What an attacker works out from one release and from several, and what the gate puts in to see whether it is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from random_cities import people

from meomureum.privacy.attack import Attacker, Finding, attack
from meomureum.privacy.attack_across_releases import attack_proofs
from meomureum.privacy.gate import mutations
from meomureum.privacy.menu import Profile
from meomureum.privacy.proofs import Proof, prove
from meomureum.privacy.publication import Cell, Members, Publication, Table, publication
from meomureum.privacy.rules import Sensitive
from meomureum.privacy.suppression import Protected

# Two schools, a and b: who entered a university and who did not.
IN_A, OUT_A, IN_B, OUT_B = range(4)


def some(*classes: int) -> Members:
    return np.array(classes, dtype=np.int64)


A, B, ENTERED = some(IN_A, OUT_A), some(IN_B, OUT_B), some(IN_A, IN_B)


# One release.


@pytest.mark.parametrize(
    ("asked", "low", "high", "exact", "broken"),
    [
        (5, 0, 5, False, False),
        (5, 1, 9, False, True),  # nobody is no longer possible
        (5, 0, 4, False, True),  # and here no five of them
        (5, 3, 3, True, True),
        (0, 3, 3.5, True, True),
        (0, 0, 1, False, False),
        (0, 0, 0.9, True, False),
    ],
)
def test_what_counts_as_worked_out_and_as_broken(
    asked: int, low: float, high: float, exact: bool, broken: bool
) -> None:
    found = Finding(asked, low, high)
    assert (found.exact, found.broken) == (exact, broken)


def test_the_attacker_knows_what_is_shown_and_that_nobody_is_counted_below_nought() -> None:
    attacker = Attacker(4, [(A, 10), (B, 8), (ENTERED, 7), (some(), 0)])
    assert attacker.possible()
    # Asked one after the other: none plays a part in the next.
    for _ in range(2):
        assert attacker.bounds(some(IN_A)) == (0, 7)
        assert attacker.bounds(some(OUT_B)) == (1, 8)
        assert attacker.bounds(some(OUT_A, OUT_B)) == (11, 11)
        assert attacker.bounds(A) == (10, 10)


def test_what_nothing_is_said_about_has_no_bound() -> None:
    attacker = Attacker(4, [(A, 10)])
    assert attacker.bounds(some(IN_B)) == (0, float("inf"))
    assert attacker.bounds(some(IN_A)) == (0, 10)
    assert Attacker(2, []).bounds(some(0)) == (0, float("inf"))


def test_two_sets_of_equally_many_people_tell_of_each_other() -> None:
    same = Attacker(4, [(A, 10), (B, 8), (ENTERED, 8)], [(some(IN_A), some(IN_B))])
    assert same.bounds(some(IN_A)) == (4, 4)
    assert same.bounds(some(OUT_B)) == (4, 4)
    assert not Attacker(4, [(A, 10), (some(IN_A), 7), (B, 6)], [(some(IN_A), some(IN_B))]).possible()


def test_numbers_that_contradict_each_other_are_no_attack() -> None:
    attacker = Attacker(4, [(A, 10), (some(IN_A), 11)])
    assert not attacker.possible()
    with pytest.raises(RuntimeError, match="contradict"):
        attacker.bounds(some(IN_B))


def test_what_is_told_elsewhere_is_known_too() -> None:
    cells = tuple(Cell(members, (), 1) for members in (A, B, ENTERED, some(IN_A), some(IN_B)))
    city = Publication(some(3, 7, 4, 4), cells, ())
    three, four = Sensitive(some(IN_A), 5, (3,)), Sensitive(some(IN_B), 6, (4,))
    assert attack(city, [0, 1, 2], [three, four]) == (Finding(5, 0, 7), Finding(6, 0, 7))
    assert attack(city, [0, 1, 2], [three], [(some(IN_B), 4)]) == (Finding(5, 3, 3),)
    assert attack(city, [0, 1, 2, 4], [three]) == (Finding(5, 3, 3),)


# Several releases.

TABLES = (
    Table(("school", "year"), ("graduates", "entered")),
    Table(("year",), ("graduates", "entered")),
)
SEXES = (Table(("sex", "year"), ("graduates", "entered")), TABLES[1])
Groups = dict[str, tuple[int, int]]
"""Who entered and who did not, of each school."""
FIRST: Groups = {"a": (6, 100), "b": (70, 100), "c": (80, 100)}


def handed_out(groups: Groups, *hidden: str, tables: Sequence[Table] = TABLES) -> Proof:
    """What a release says of groups that are schools, or sexes, hiding how many entered of some."""
    rows = [
        (2025, group, "all", group, outcome, count)
        for group, counts in groups.items()
        for outcome, count in zip(("entered", "other"), counts, strict=True)
    ]
    city = publication(people(rows), tables)
    places = {(each.row[0], each.count): at for at, cell in enumerate(city.cells) for each in cell.shown}
    return prove(city, [places[name, "entered"] for name in hidden], 5)


def bounds(*states: Proof) -> list[list[tuple[float, float]]]:
    return [[(each.low, each.high) for each in found] for found in attack_proofs(states, "school")]


def test_one_release_leaves_open_what_it_hides() -> None:
    # 156 entered, 70 of them of b: 86 of a and c.
    assert bounds(handed_out(FIRST, "a", "c")) == [[(0, 86), (0, 86)]]
    # a has only 106 graduates, b 170.
    large = {**FIRST, "c": (180, 20)}
    assert bounds(handed_out(large, "a", "c")) == [[(0, 106), (80, 186)]]


def test_what_one_release_shows_and_another_hides_is_known_where_nothing_has_changed() -> None:
    second = {**FIRST, "a": (126, 100)}
    # In the first the 80 of c are known from the second, in the second the 70 of b from the first.
    assert bounds(handed_out(FIRST, "a", "c"), handed_out(second, "a", "b")) == [
        [(6, 6), (80, 80)],
        [(126, 126), (70, 70)],
    ]


def test_a_school_of_which_something_has_changed_is_not_taken_for_the_same() -> None:
    # 30 more of b who did not enter: its 70 may be others now.
    second = {**FIRST, "a": (126, 100), "b": (70, 130)}
    assert bounds(handed_out(FIRST, "a", "c"), handed_out(second, "a", "b")) == [
        [(6, 6), (80, 80)],
        [(0, 196), (0, 196)],
    ]


def test_the_last_release_that_shows_the_same_is_the_one_to_compare_with() -> None:
    between = {**FIRST, "b": (75, 100)}
    third = {**FIRST, "a": (126, 100)}
    found = bounds(handed_out(FIRST, "a", "c"), handed_out(between, "a", "c"), handed_out(third, "a", "b"))
    assert found == [[(6, 6), (80, 80)], [(6, 6), (80, 80)], [(126, 126), (70, 70)]]


def test_a_guess_that_is_contradicted_is_given_up_and_the_others_stay() -> None:
    """b still has 170 graduates, of whom others entered: were it 70, then 126 of the 100 of a would have."""
    second = {"a": (90, 10), "b": (106, 64), "c": (80, 100)}
    assert bounds(handed_out(FIRST, "a", "c"), handed_out(second, "a", "b")) == [
        [(6, 6), (80, 80)],
        [(26, 100), (96, 170)],
    ]


def test_people_of_whom_no_sender_is_named_are_compared_year_by_year() -> None:
    first = {"female": (10, 90), "male": (30, 70)}
    shown, hidden = (handed_out(first, *names, tables=SEXES) for names in ((), ("female", "male")))
    assert bounds(shown, hidden) == [[], [(10, 10), (30, 30)]]
    assert bounds(hidden, shown) == [[(10, 10), (30, 30)], []]
    later = handed_out({"female": (10, 95), "male": (30, 70)}, "female", "male", tables=SEXES)
    assert bounds(shown, later) == [[], [(0, 40), (0, 40)]]


def test_what_is_told_besides_counts_in_the_first_release() -> None:
    first = handed_out(FIRST, "a", "c")
    six = first.cells[first.hidden[0]]
    ((a, c),) = attack_proofs([first], "school", [(six, 6)])
    assert (a.low, a.high, c.low, c.high) == (6, 6, 80, 80)
    values = first.values.copy()
    values[0] += 1000
    with pytest.raises(RuntimeError, match="contradict"):
        attack_proofs([replace(first, values=values)], "school")


def test_a_hidden_number_of_nobody_is_not_asked_about() -> None:
    rows = [(2025, "a", "all", "female", "entered", 6), (2025, "a", "all", "female", "other", 100)]
    city = publication(people(rows), [Table(("school", "year"), ("graduates", "entered", "employed"))])
    entered, employed = (
        next(at for at, cell in enumerate(city.cells) if cell.shown[0].count == count)
        for count in ("entered", "employed")
    )
    ((found,),) = attack_proofs([prove(city, [entered, employed], 5)], "school")
    assert (found.low, found.high) == (0, 106)


# What the gate puts in.


def of(*cells: Members, small: Sequence[Members], hidden: Sequence[int]) -> Protected:
    city = Publication(some(3, 7, 4, 4), tuple(Cell(members, (), 1) for members in cells), ())
    found = tuple(Sensitive(members, 5, ()) for members in small)
    return Protected(city, Profile("internal", 5, 10), found, frozenset(), frozenset(hidden), ())


def told(protected: Protected) -> dict[str, list[tuple[list[int], int]]]:
    return {
        name: [(members.tolist(), number) for members, number in leaks]
        for name, leaks in mutations(protected)
    }


def test_each_leak_gives_a_small_number_away() -> None:
    # Shown are nobody, both schools and all; of a who entered is small, and who entered at all.
    cells = (some(), some(IN_A), A, B, some(0, 1, 2, 3))
    assert told(of(*cells, small=[some(IN_A), ENTERED], hidden=[1])) == {
        "unhidden cell": [([0], 3)],
        "tooltip": [([0, 2], 7)],
        "linked table": [([0], 3)],
        "rolling window": [([0, 2, 3], 11)],  # b, and who entered of a
        "caption with n": [([1], 7)],  # a, less who entered
    }
    assert told(of(*cells, small=[ENTERED], hidden=[1])) == {
        "unhidden cell": [([0, 2], 7)],
        "tooltip": [([0, 2], 7)],
        "linked table": [([0], 3), ([2], 4)],
        "caption with n": [([1, 3], 11)],  # no number shown is apart from these
    }
    assert "caption with n" not in told(of(B, small=[some(IN_A)], hidden=[]))


def test_where_nothing_is_small_nothing_is_put_in() -> None:
    assert told(of(A, B, small=[], hidden=[])) == {}
