"""Other states of the world that give the numbers shown: small worlds of which every state can be written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from meomureum.privacy.cheapest_shift import Shifts, whole
from meomureum.privacy.nearest_state import NearestState
from meomureum.privacy.publication import Cell, Members, Publication
from meomureum.privacy.rules import Sensitive
from meomureum.privacy.shown_sums import HIDDEN, ShownSums
from meomureum.privacy.witness_moves import Effects, Incidence
from meomureum.privacy.witnesses import NoState, Search, base_point

# Two schools, a and b: who entered a university and who did not.
IN_A, OUT_A, IN_B, OUT_B = range(4)
A, B, ENTERED, ALL = (IN_A, OUT_A), (IN_B, OUT_B), (IN_A, IN_B), (0, 1, 2, 3)
# Three classes of which every two are counted together: each is in two numbers.
PAIRS = ((0, 1), (1, 2), (0, 2))


def some(*classes: int) -> Members:
    return np.array(classes, dtype=np.int64)


def cell(*classes: int, weight: float = 1.0, known: bool = False) -> Cell:
    return Cell(some(*classes), (), weight, known=known)


def shown(*numbers: tuple[Sequence[int], int], classes: int = 4) -> ShownSums:
    """Classes that are counted together, and how many people they hold."""
    values = np.array([number for _, number in numbers], dtype=np.int64)
    return ShownSums.of([cell(*members) for members, _ in numbers], values, classes)


# What the numbers say by themselves.


def test_nobody_stands_in_a_class_that_a_shown_nought_counts() -> None:
    assert shown((A, 10), (B, 8)).open.tolist() == [0, 1, 2, 3]
    assert shown((A, 10), ((OUT_B,), 0), (B, 8)).open.tolist() == [0, 1, 2]
    assert shown((A, 10), (B, 0)).open.tolist() == [0, 1]


def test_a_hidden_number_and_one_of_no_class_say_nothing() -> None:
    found = shown((A, 10), (ENTERED, HIDDEN), ((), 0), (B, 8))
    assert [each.tolist() for each in found.sets] == [[0, 1], [2, 3]]
    assert found.numbers.tolist() == [10, 8]


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        # The whole follows from its parts, whichever was told first.
        (((ALL, 18), (A, 10), (B, 8)), [1, 2]),
        (((A, 10), (B, 8), (ENTERED, 7)), [0, 1, 2]),
        # Those who did not enter follow from three others.
        (((A, 10), (B, 8), (ENTERED, 7), ((OUT_A, OUT_B), 11)), [0, 1, 2]),
        (((A, 10), (A, 10)), [0]),
        # A nought says that its class is empty: then the other class of the school is the school.
        ((((OUT_B,), 0), (B, 8), ((IN_B,), 8)), [2]),
        # Of three pairs none follows from the others, and all together are half their sum.
        (tuple((pair, 2) for pair in PAIRS), [0, 1, 2]),
        ((*((pair, 2) for pair in PAIRS), ((0, 1, 2), 3)), [0, 1, 2]),
    ],
)
def test_what_follows_from_smaller_sums_is_left_out(
    numbers: tuple[tuple[Sequence[int], int], ...], kept: list[int]
) -> None:
    assert shown(*numbers).independent.tolist() == kept


def test_a_state_has_nobody_below_nought_and_gives_every_number() -> None:
    sums = shown((A, 10), (B, 8), (ENTERED, 7))
    assert sums.hold(some(3, 7, 4, 4))
    assert sums.hold(some(0, 10, 7, 1))
    assert not sums.hold(some(-1, 11, 8, 0))
    assert not sums.hold(some(3, 7, 4, 5))
    assert not sums.hold(some(4, 6, 4, 4))
    assert shown().hold(some(1, 2, 3, 4))


# A first state.


def test_the_first_state_gives_every_number_and_leaves_classes_empty() -> None:
    sums = shown((A, 10), (B, 8), (ENTERED, 7))
    found = base_point(sums)
    assert sums.hold(found)
    # Three equations, four classes: one of them holds nobody.
    assert np.count_nonzero(found) == 3
    only = shown((A, 10), (B, 8), ((IN_A,), 3), ((IN_B,), 0))
    assert base_point(only).tolist() == [3, 7, 0, 8]


@pytest.mark.parametrize(
    "numbers",
    [
        ((A, 10), (ALL, 9)),  # a part larger than its whole
        tuple((pair, 1) for pair in PAIRS),  # half a person in each class
    ],
)
def test_numbers_that_no_whole_people_give_have_no_state(
    numbers: tuple[tuple[Sequence[int], int], ...],
) -> None:
    with pytest.raises(NoState):
        base_point(shown(*numbers))


# The nearest state that has as many of some people as asked.

BASE = some(3, 7, 4, 4)


@pytest.mark.parametrize(
    ("members", "need", "move", "reached"),
    [
        ((IN_A,), -3, [-3, 3, 3, -3], True),
        ((IN_A,), 2, [2, -2, -2, 2], True),
        # Only four of b entered, who can change places with those of a.
        ((IN_A,), 4, [4, -4, -4, 4], True),
        ((IN_A,), 5, [4, -4, -4, 4], False),
        # Three of a entered, who can make room for those of b.
        ((OUT_B,), -5, [-3, 3, 3, -3], False),
        # Nobody can be taken from a number that is shown.
        (A, -1, [0, 0, 0, 0], False),
        (A, 0, [0, 0, 0, 0], True),
    ],
)
def test_the_nearest_state_changes_no_number_shown(
    members: tuple[int, ...], need: int, move: list[int], reached: bool
) -> None:
    nearest = NearestState(BASE, shown((A, 10), (B, 8), (ENTERED, 7)))
    for _ in range(2):  # what was asked before plays no part
        by, can = nearest.toward(some(*members), need)
        assert by is not None
        assert (by.tolist(), can) == (move, reached)


def test_nobody_moves_who_need_not() -> None:
    """Two of four schools are enough to move one person, and nobody else moves."""
    sums = shown(*(((2 * at, 2 * at + 1), 10) for at in range(4)), ((0, 2, 4, 6), 20), classes=8)
    by, reached = NearestState(np.full(8, 5), sums).toward(some(0), -1)
    assert reached
    assert by is not None
    assert by[:2].tolist() == [-1, 1]
    assert np.abs(by).sum() == 4


def test_people_are_whole_where_somebody_insists() -> None:
    """Each pair is counted with a class of its own, so that one of two may stand there: of all three 1.5 at most."""
    sums = shown(*(((*pair, 3 + at), 1) for at, pair in enumerate(PAIRS)), classes=6)
    nearest = NearestState(some(0, 0, 0, 1, 1, 1), sums)
    assert nearest.toward(some(0, 1, 2), 2) == (None, False)
    by, reached = nearest.toward(some(0, 1, 2), 2, insist=True)
    assert by is not None
    assert (int(by[:3].sum()), reached) == (1, False)
    assert sums.hold(some(0, 0, 0, 1, 1, 1) + by)


def ranges(sums: ShownSums, *sets: tuple[int, ...], k: int = 5, far: bool = False) -> list[tuple[int, int]]:
    """The fewest and the most of each set in the states that a search finds."""
    found = Search(sums, [some(*each) for each in sets], k, far=far)
    states = [found.base, *(found.base + move for move in found.moves)]
    assert all(sums.hold(state) for state in states)
    return [
        (
            min(int(state[list(each)].sum()) for state in states),
            max(int(state[list(each)].sum()) for state in states),
        )
        for each in sets
    ]


def test_hidden_people_are_brought_down_to_nobody_and_up_to_k() -> None:
    # Of 10 and 8 graduates 7 entered: 0 to 7 of each school.
    (one,) = ranges(shown((A, 10), (B, 8), (ENTERED, 7)), (IN_A,))
    assert one[0] == 0
    assert one[1] >= 5
    # Of a 3 at least did not enter, of b one.
    found = ranges(shown((A, 10), (B, 8), (ENTERED, 7)), (IN_A,), (IN_B,), (OUT_A,), (OUT_B,))
    assert [low for low, _ in found] == [0, 0, 3, 1]
    assert all(high >= 5 for _, high in found)


@pytest.mark.parametrize("k", [3, 5, 7])
@pytest.mark.parametrize("of", [IN_A, OUT_A, IN_B, OUT_B])
def test_nobody_is_brought_further_than_has_to_stay_possible(of: int, k: int) -> None:
    sums = shown((A, 10), (B, 8), (ENTERED, 7))
    found = Search(sums, [some(of)], k)
    states = [found.base, *(found.base + move for move in found.moves)]
    assert max(int(state[of]) for state in states) == max(k, int(found.base[of]))


@pytest.mark.parametrize(
    ("entered", "of_a", "of_b"),
    [(3, (0, 3), (0, 3)), (12, (4, 10), (2, 8)), (18, (10, 10), (8, 8)), (17, (9, 10), (7, 8))],
)
def test_a_search_goes_as_far_as_what_is_shown_allows(
    entered: int, of_a: tuple[int, int], of_b: tuple[int, int]
) -> None:
    sums = shown((A, 10), (B, 8), (ENTERED, entered))
    assert ranges(sums, (IN_A,), (IN_B,), k=10) == [of_a, of_b]
    assert ranges(sums, (IN_A,), (IN_B,), far=True) == [of_a, of_b]


def test_what_is_large_in_every_state_has_two_numbers_all_the_same() -> None:
    ((low, high),) = ranges(shown((A, 10), (B, 8), (ENTERED, 12)), (IN_A,), k=2)
    assert low < high


def test_what_holds_somebody_who_must_be_there_is_never_nobody() -> None:
    found = ranges(shown((A, 10), (B, 8), (ENTERED, 12)), (IN_A,), (IN_A, OUT_B), k=4)
    assert [low for low, _ in found] == [4, 4]


def test_only_who_holds_all_of_those_who_are_never_nobody_is_passed_over() -> None:
    """Who entered of a and did not of b are four at least; of nine others, half of whom are counted with b, nobody need be."""
    sums = shown((A, 10), (B, 8), (ENTERED, 12), ((4, 5), 9), classes=6)
    found = ranges(sums, (IN_A, OUT_B), (OUT_B, 4), (OUT_B, 5))
    assert [low for low, _ in found] == [4, 0, 0]


# What a move changes.


def test_a_move_is_followed_into_every_set() -> None:
    inside = Incidence([some(0, 1), some(), some(1, 2), some(3)], 5)
    assert inside.changes(some(2, -1, 4, 0, 9)).tolist() == [1, 0, 3, 0]
    assert inside.of(np.array([[3, -2], [1, 5]])).tolist() == [5, 0, 5, -2]
    assert inside.changes(some(0, 0, 0, 0, 0)).tolist() == [0, 0, 0, 0]


def test_a_move_serves_where_nobody_is_left_or_as_many_as_must_stay_possible() -> None:
    publication = Publication(BASE, (cell(*A), cell(IN_A), cell(IN_B)), ())
    found = (Sensitive(some(IN_A), 5, (1,)), Sensitive(some(IN_B), 6, (2,)))
    effects = Effects(publication, found)
    down = effects.move(some(-3, 3, 3, -3))
    assert (set(down.changed), down.serves.tolist()) == ({1, 2}, [[True, False], [False, True]])
    up = effects.move(some(2, -2, -2, 2))
    assert (set(up.changed), up.serves.tolist()) == ({1, 2}, [[False, False], [True, False]])
    short = effects.move(some(1, -1, -4, 4))
    assert (set(short.changed), short.serves.tolist()) == ({1, 2}, [[False, True], [False, False]])


# The cheapest move within a year.

YEARS = np.array([2024] * 6 + [2025] * 2)
# Three schools in 2024 whose head-counts are known, as is how many of all entered; one in 2025.
THREE = Publication(
    some(3, 20, 40, 20, 20, 20, 5, 5),
    (
        *(cell(2 * at, 2 * at + 1, known=True) for at in range(3)),
        cell(0, 2, 4, known=True),
        *(cell(2 * at, weight=10) for at in range(3)),
        cell(6),
    ),
    (),
    YEARS,
)
OF_A, OF_B, OF_C, LATER = 4, 5, 6, 7


def moved(shifts: Shifts, number: int, need: int) -> list[int] | None:
    found = shifts.shift(number, need)
    return None if found is None else found.tolist()


def test_what_changes_is_what_costs_least() -> None:
    shifts = Shifts(THREE, 2024, [])
    assert shifts.atoms.tolist() == [0, 1, 2, 3, 4, 5]
    assert (shifts.touches(OF_A), shifts.touches(LATER)) == (True, False)
    # 20 of c entered and 40 of b: the smaller number is missed by fewer people.
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]
    assert moved(shifts, OF_A, 2) == [2, -2, 0, 0, -2, 2]
    assert moved(shifts, OF_A, -4) is None  # there are three
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]
    shifts.hide(OF_B)  # what nobody sees costs nothing
    assert moved(shifts, OF_A, -3) == [-3, 3, 3, -3, 0, 0]
    shifts.allow(OF_B, False)
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]
    shifts.allow(OF_C, False)
    assert moved(shifts, OF_A, -3) is None
    shifts.allow(OF_B, True)
    assert moved(shifts, OF_A, -3) == [-3, 3, 3, -3, 0, 0]


def test_what_is_hidden_is_cheaper_than_what_costs_next_to_nothing() -> None:
    cheap = tuple(replace(each, weight=0.1) if at == OF_C else each for at, each in enumerate(THREE.cells))
    shifts = Shifts(replace(THREE, cells=cheap), 2024, [])
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]
    shifts.hide(OF_B)
    assert moved(shifts, OF_A, -3) == [-3, 3, 3, -3, 0, 0]


def test_in_the_end_nothing_shown_changes_and_what_is_hidden_for_others_costs_again() -> None:
    shifts = Shifts(THREE, 2024, [])
    for each in (OF_A, OF_B, OF_C):
        shifts.hide(each)
    shifts.close({0, 1, 2, 3, LATER}, [OF_B, OF_C])
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]
    shifts.close({0, 1, 2, 3, OF_C, LATER}, [OF_B])
    assert moved(shifts, OF_A, -3) == [-3, 3, 3, -3, 0, 0]


def test_a_set_that_no_cell_shows_is_moved_too() -> None:
    """Who of a and b did not enter: two of them fewer, and as many more who did, of whom c has fewer."""
    shifts = Shifts(THREE, 2024, [some(1, 3)])
    found = moved(shifts, len(THREE.cells), -2)
    assert found is not None
    assert found[1] + found[3] == -2
    assert (found[0] + found[2], found[4], found[5]) == (2, -2, 2)
    assert moved(shifts, len(THREE.cells), -21) is None  # c has twenty who entered
    assert moved(shifts, OF_A, -3) == [-3, 3, 0, 0, 3, -3]


def test_a_move_of_half_persons_is_none() -> None:
    """Three more of three classes of which every two share a place: one and a half each, or nobody moves."""
    cells = [cell(*pair, 3 + at, known=True) for at, pair in enumerate(PAIRS)]
    odd = Publication(some(0, 0, 0, 1, 1, 1), (*cells, cell(0, 1, 2)), (), np.full(6, 2025))
    assert moved(Shifts(odd, 2025, []), 3, 2) is None
    assert np.sum(Shifts(odd, 2025, []).shift(3, 1)[:3]) == 1  # type: ignore[index]
    assert whole(np.array([1.0, -2.0, 0.0000005]))
    assert not whole(np.array([1.0, 0.00001]))
    assert whole(np.zeros(0))


def test_where_the_cheapest_move_is_of_half_persons_a_dearer_one_of_whole_ones_is_found() -> None:
    """Two more are asked for: of three classes of which every two share a place 1.5 at most, the rest of a dear one."""
    # To move one of the three and who makes room in two places costs 3 x 0.02, one of the dear class 0.05 + 2 x 0.02.
    dear, beside = 6, 7
    cells = [cell(*pair, 3 + at, known=True) for at, pair in enumerate(PAIRS)]
    shared = (*cells, cell(dear, beside, known=True), cell(0, 1, 2, dear), cell(dear, weight=0.05))
    shifts = Shifts(Publication(some(0, 0, 0, 1, 1, 1, 0, 5), shared, (), np.full(8, 2025)), 2025, [])
    for need, of_three, of_dear in ((2, 1, 1), (1, 1, 0), (3, 1, 2)):
        found = moved(shifts, 4, need)
        assert found is not None
        assert (sum(found[:3]), found[dear], found[beside]) == (of_three, of_dear, -of_dear)


def test_where_every_move_is_of_half_persons_there_is_none() -> None:
    """Who makes room in the three places changes by one number, of which each of the three classes gets half."""
    last = 6
    cells = [cell(*pair, 3 + at, known=True) for at, pair in enumerate(PAIRS)]
    cells += [cell(place, last, known=True) for place in (3, 4, 5)]
    tied = Publication(np.full(7, 5), (*cells, cell(last)), (), np.full(7, 2025))
    shifts = Shifts(tied, 2025, [])
    assert moved(shifts, len(cells), 1) is None
    assert moved(shifts, len(cells), 2) == [1, 1, 1, -2, -2, -2, 2]
