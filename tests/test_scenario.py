"""What it would take, put back into the rate: the answer gives the target again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from meomureum.analysis.statistics.scenario import (
    Answer,
    Whole,
    best_quarter,
    same_odds,
    same_points,
    share_below,
    to_level,
    with_levers,
)

EXACT = 1e-9
# 9 % of 5,000: schools of 4, 9 and 14 %.
CITY = Whole((0.04, 0.09, 0.14), (1000.0, 3000.0, 1000.0))
STAGES = Whole((0.1, 0.8, 0.2, 0.9))

counts = st.lists(
    st.integers(1, 5000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))),
    min_size=1,
    max_size=12,
)
targets = st.integers(0, 1000).map(lambda tenths: tenths / 1000)


def whole_of(groups: list[tuple[int, int]]) -> Whole:
    return Whole(tuple(x / n for x, n in groups), tuple(float(n) for _, n in groups))


def test_sixteen_points_more_everywhere_are_800_people_of_5000() -> None:
    answer = same_points(CITY, 0.25)
    assert answer.step == pytest.approx(0.16, abs=EXACT)
    assert answer.rates == pytest.approx((0.20, 0.25, 0.30), abs=EXACT)
    more = sum((new - old) * n for new, old, n in zip(answer.rates, CITY.rates, CITY.weights, strict=True))
    assert more == pytest.approx(800, abs=1e-5)


def test_points_beyond_100_percent_fall_to_the_others() -> None:
    answer = same_points(Whole((0.9, 0.1), (100.0, 100.0)), 0.7)
    assert answer.rates == pytest.approx((1.0, 0.4), abs=EXACT)


def test_one_odds_ratio_of_equal_groups_is_the_ratio_of_their_odds() -> None:
    answer = same_odds(Whole((0.2, 0.2), (10.0, 30.0)), 0.5)
    assert answer.step == pytest.approx(4.0, abs=1e-8)


def test_a_group_at_nothing_stays_there_under_one_odds_ratio() -> None:
    answer = same_odds(Whole((0.0, 0.5), (100.0, 100.0)), 0.6)
    assert (answer.possible, answer.limit, answer.reached) == (False, 0.5, 0.5)
    assert not same_odds(Whole((0.0, 0.5), (100.0, 100.0)), 0.5).possible, "a limit never attained"


def test_everyone_at_the_level_of_the_best_quarter_reaches_only_so_much() -> None:
    answer = to_level(CITY, 0.25, 0.14)
    assert answer.rates == (0.14, 0.14, 0.14)
    assert not answer.possible
    assert answer.reached == pytest.approx(0.14)


def test_where_lower_is_better_the_worse_come_down() -> None:
    answer = to_level(CITY, 0.05, 0.05, upward=False)
    assert answer.rates == (0.04, 0.05, 0.05)


def test_levers_move_their_own_group_alone_and_none_passes_100_percent() -> None:
    assert with_levers(CITY, 0.25, (0.0, 0.1, 0.0)).reached == pytest.approx(0.15)
    assert with_levers(CITY, 0.25, (0.0, 0.0, 0.99)).rates[2] == 1.0
    assert with_levers(CITY, 0.05, (0.0, 0.1, 0.0), upward=False).rates[1] == 0.0


def test_the_same_points_less_where_the_target_lies_below() -> None:
    # 0.09 + p = 0.05 with p = -0.04, which takes the first school to nothing.
    answer = same_points(CITY, 0.05)
    assert answer.rates == pytest.approx((0.0, 0.05, 0.10), abs=EXACT)
    assert (answer.step, answer.limit, answer.possible) == pytest.approx((-0.04, 0.0, True), abs=EXACT)
    assert same_points(CITY, 0.25).limit == 1.0


def test_how_far_one_odds_ratio_leads() -> None:
    pinned = Whole((0.0, 0.5, 1.0), (100.0, 200.0, 100.0))
    # The middle one alone can move: from a quarter to three quarters of all.
    assert (same_odds(pinned, 0.8).limit, same_odds(pinned, 0.2).limit) == (0.75, 0.25)
    assert same_odds(pinned, 0.8).rates == (0.0, 1.0, 1.0)
    assert same_odds(pinned, 0.2).rates == (0.0, 0.0, 1.0)
    # Odds of 1 to 3 within the middle: a third of what they are.
    lower = same_odds(pinned, 0.375)
    assert (lower.step, lower.possible) == pytest.approx((1 / 3, True), abs=1e-8)
    fixed = Whole((0.0, 1.0), (100.0, 100.0))
    assert same_odds(fixed, 0.5).possible
    assert not same_odds(fixed, 0.6).possible
    assert not same_odds(fixed, 0.4).possible


def test_levels_and_levers_are_judged_in_their_own_direction() -> None:
    # A fifth at 4 % and four fifths brought down to 5 or 6 %: 4.8 and 5.6 %.
    low, high = (to_level(CITY, 0.05, level, upward=False) for level in (0.05, 0.06))
    assert (low.reached, low.limit, low.step, low.possible) == pytest.approx((0.048, 0.048, 0.05, True))
    assert (high.reached, high.possible) == pytest.approx((0.056, False))
    assert to_level(CITY, 0.13, 0.13).possible
    assert not to_level(CITY, 0.14, 0.13).possible
    enough, short = (with_levers(CITY, 0.25, (each, 0.2, 0.2)) for each in (0.04, 0.0))
    # (0.08 + 3 x 0.29 + 0.34) / 5 = 25.8 %, and 25.0 % without the first.
    assert enough.step is None
    assert (enough.reached, enough.limit, enough.possible) == pytest.approx((0.258, 1.0, True))
    assert (short.reached, short.possible) == pytest.approx((0.25, True))
    assert not with_levers(CITY, 0.251, (0.0, 0.2, 0.2)).possible
    down = with_levers(CITY, 0.05, (0.04, 0.04, 0.04), upward=False)
    assert (down.reached, down.limit, down.possible) == pytest.approx((0.05, 0.0, True))
    assert not with_levers(CITY, 0.05, (0.04, 0.03, 0.04), upward=False).possible


def test_stages_multiply() -> None:
    assert STAGES.rate() == pytest.approx(0.0144)
    answer = same_points(STAGES, 0.03)
    assert STAGES.rate(answer.rates) == pytest.approx(0.03, abs=EXACT)
    assert not same_odds(Whole((0.0, 0.5)), 0.1).possible


def test_the_75th_percentile_lies_between_peers() -> None:
    assert best_quarter([0.1, 0.2, 0.3, 0.4]) == pytest.approx(0.325)
    assert best_quarter([0.1, 0.2, 0.3, 0.4], upward=False) == pytest.approx(0.175)
    assert best_quarter([0.1, 0.2, 0.3]) is None


def test_the_place_of_a_pace_among_peers_counts_a_tie_half() -> None:
    assert share_below(0.02, [0.01, 0.02, 0.03, 0.04]) == pytest.approx(0.375)
    assert share_below(0.02, []) is None
    assert share_below(0.5, [0.1, 0.2]) == 1
    assert share_below(0.0, [0.1, 0.2]) == 0


@given(counts, targets)
@example([(0, 7), (0, 9)], 0.1)
def test_the_same_points_give_the_target_again(groups: list[tuple[int, int]], target: float) -> None:
    whole = whole_of(groups)
    answer = same_points(whole, target)
    assert answer.possible
    solves(whole, answer, target)


@given(counts, targets)
def test_one_odds_ratio_gives_the_target_again_or_says_what_it_reaches(
    groups: list[tuple[int, int]], target: float
) -> None:
    whole = whole_of(groups)
    answer = same_odds(whole, target)
    if answer.possible:
        solves(whole, answer, target)
    else:
        assert whole.rate(answer.rates) == pytest.approx(answer.limit, abs=EXACT)
        beyond = target - answer.limit if target > whole.rate() else answer.limit - target
        assert beyond >= -EXACT


@given(counts, targets)
def test_one_odds_ratio_keeps_the_order_of_the_groups(groups: list[tuple[int, int]], target: float) -> None:
    whole = whole_of(groups)
    pairs = sorted(zip(whole.rates, same_odds(whole, target).rates, strict=True))
    assert all(a[1] <= b[1] + EXACT for a, b in pairwise(pairs))


@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=5), targets)
def test_a_chain_of_stages_is_solved_too(stages: list[float], target: float) -> None:
    assume(0 < target < 1)
    whole = Whole(tuple(stages))
    for answer in (same_points(whole, target), same_odds(whole, target)):
        solves(whole, answer, target)


def solves(whole: Whole, answer: Answer, target: float) -> None:
    assert whole.rate(answer.rates) == pytest.approx(target, abs=EXACT)
    assert answer.reached == pytest.approx(target, abs=EXACT)
    assert all(0 <= rate <= 1 for rate in answer.rates)


def test_a_target_that_is_no_rate_is_refused() -> None:
    for target in (1.2, -0.1):
        for way in (same_points, same_odds):
            with pytest.raises(ValueError, match="not a rate"):
                way(CITY, target)
        with pytest.raises(ValueError, match="not a rate"):
            to_level(CITY, target, 0.1)
        with pytest.raises(ValueError, match="not a rate"):
            with_levers(CITY, target, (0.0, 0.0, 0.0))
    assert same_points(CITY, 1.0).rates == pytest.approx((1.0, 1.0, 1.0))
    assert same_points(CITY, 0.0).reached == pytest.approx(0.0, abs=EXACT)
