"""Limits of a funnel: check values, a spread between groups worked by hand, exact binomials."""

from __future__ import annotations

from math import asin, comb, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.analysis.statistics.funnel import OVERDISPERSION_NEEDS, Z_998, Funnel, funnel

groups = st.lists(
    st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("denominator", "low", "high"), [(30, 1.6, 21.6), (100, 4.2, 15.4), (250, 5.8, 12.9)]
)
def test_limits_are_those_of_the_method_sheet(denominator: int, low: float, high: float) -> None:
    found = Funnel(0.09, 0, 3).limits(denominator)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


def test_the_centre_is_the_pooled_rate_not_the_mean_of_rates() -> None:
    assert funnel([(1, 10), (90, 100)]).centre == pytest.approx(91 / 110)


@pytest.mark.parametrize(("rate", "denominator"), [(0.1, 150), (0.2, 200), (0.5, 80)])
def test_limits_hold_back_the_share_that_exact_binomials_say(rate: float, denominator: int) -> None:
    def beyond(z: float) -> float:
        expected = Funnel(rate, 0, 1).limits(denominator, z)
        return sum(
            comb(denominator, x) * rate**x * (1 - rate) ** (denominator - x)
            for x in range(denominator + 1)
            if expected.excludes(x / denominator)
        )

    assert 0.03 < beyond(1.96) < 0.07
    assert 0.0005 < beyond(Z_998) < 0.005


def test_the_spread_between_ten_groups_is_that_worked_by_hand() -> None:
    # Angles 0.321751, 0.463648 (centre), 0.579640; scores 20 times the distance: -2.83794, 2.31984.
    # Their squares add to 5 x 8.05390 + 5 x 5.38166 = 67.1778; 67.1778 - 9 = 58.1778.
    # Weights of 400: 4,000 - 400 = 3,600; 58.1778 / 3,600 = 0.0161605.
    found = funnel([(10, 100)] * 5 + [(30, 100)] * 5)
    assert found.centre == pytest.approx(0.2)
    assert found.variance == pytest.approx(0.0161605, abs=1e-7)
    # sin^2(0.463648 + 1.96 x sqrt(1 / 400 + 0.0161605)) = sin^2(0.731391): with room for usual differences.
    assert found.limits(100).high == pytest.approx(0.446097, abs=1e-5)


def test_one_extreme_group_of_ten_does_not_widen_the_limits_for_itself() -> None:
    # The outlier is drawn in to the others: 10 x (20 x (0.463648 - 0.511971))^2 - 9 = 0.3406; / 3,600.
    found = funnel([(20, 100)] * 9 + [(60, 100)])
    score = 20 * (asin(sqrt(0.2)) - asin(sqrt(0.24)))
    assert found.variance == pytest.approx((10 * score**2 - 9) / 3_600)
    assert found.variance < 0.0001
    assert found.standing((60, 100)) == "above"


def test_fewer_than_ten_groups_allow_for_no_spread() -> None:
    few = funnel([(10, 100)] * 4 + [(30, 100)] * 5)
    assert (few.variance, few.allows_for_variance) == (0, False)
    assert funnel([(10, 100)] * OVERDISPERSION_NEEDS).allows_for_variance


def test_groups_that_differ_by_chance_alone_have_no_spread() -> None:
    assert funnel([(20, 100)] * 12).variance == 0


def test_three_classes_and_no_order_among_them() -> None:
    three = Funnel(0.09, 0, 3)
    counts = [(3, 100), (4, 100), (15, 100), (16, 100)]
    assert [three.standing(each) for each in counts] == ["below", "as_expected", "as_expected", "above"]
    assert three.standing((16, 100), Z_998) == "as_expected"


@pytest.mark.parametrize("rate", [0.02, 0.09, 0.3, 0.6])
@pytest.mark.parametrize("denominator", [8, 15, 30, 60, 150])
def test_a_class_is_seldom_given_by_chance_to_small_groups_too(rate: float, denominator: int) -> None:
    one, chances = Funnel(rate, 0, 1), dict.fromkeys(("below", "as_expected", "above"), 0.0)
    for x in range(denominator + 1):
        chance = comb(denominator, x) * rate**x * (1 - rate) ** (denominator - x)
        chances[one.standing((x, denominator))] += chance
    assert chances["below"] < 0.05
    assert chances["above"] < 0.05


def test_nobody_of_a_small_group_is_no_surprise() -> None:
    assert Funnel(0.098, 0, 3).standing((0, 15)) == "as_expected"
    assert Funnel(0.098, 0, 3).standing((0, 80)) == "below"


def test_the_same_rate_is_expected_of_a_small_group_and_not_of_a_large_one() -> None:
    one = Funnel(0.09, 0, 2)
    assert (one.standing((6, 30)), one.standing((60, 300))) == ("as_expected", "above")


def test_nobody_and_everybody_stay_within_0_and_1() -> None:
    nobody, everybody = funnel([(0, 10), (0, 20)]), funnel([(10, 10), (20, 20)])
    assert (nobody.limits(10).low, everybody.limits(10).high) == (0, 1)
    assert nobody.standing((0, 10)) == everybody.standing((20, 20)) == "as_expected"


@given(groups)
def test_limits_enclose_the_centre_and_widen_with_confidence(found: list[tuple[int, int]]) -> None:
    made = funnel(found)
    for _, n in found:
        inner, outer = made.limits(n), made.limits(n, Z_998)
        assert -1e-12 <= outer.low <= inner.low <= made.centre + 1e-12
        assert made.centre - 1e-12 <= inner.high <= outer.high <= 1 + 1e-12


@given(groups)
def test_the_spread_is_that_of_an_independent_sum(found: list[tuple[int, int]]) -> None:
    made = funnel(found)
    if len(found) < OVERDISPERSION_NEEDS:
        assert made.variance == 0
        return
    middle = asin(sqrt(sum(x for x, _ in found) / sum(n for _, n in found)))
    scores = sorted((asin(sqrt(x / n)) - middle) / (1 / (2 * sqrt(n))) for x, n in found)
    tenth = len(scores) // 10
    inner = scores[tenth : len(scores) - tenth]
    drawn_in = [inner[0]] * tenth + inner + [inner[-1]] * tenth
    phi = sum(score**2 for score in drawn_in) / len(scores)
    weights = [4 * n for _, n in found]
    expected = (len(scores) * phi - (len(scores) - 1)) / (
        sum(weights) - sum(w * w for w in weights) / sum(weights)
    )
    assert made.variance == pytest.approx(max(0, expected), abs=1e-9)


@given(groups)
def test_the_order_of_the_groups_changes_nothing(found: list[tuple[int, int]]) -> None:
    forth, back = funnel(found), funnel(found[::-1])
    assert (forth.centre, forth.variance) == pytest.approx((back.centre, back.variance))


@pytest.mark.parametrize("wrong", [[], [(1, 0)], [(3, 2)], [(-1, 5)]])
def test_what_is_no_proportion_has_no_funnel(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="proportions"):
        funnel(wrong)


def test_the_formula_is_the_published_one() -> None:
    one = Funnel(0.3, 0.01, 12).limits(50, Z_998)
    reach = 3.09 * sqrt(1 / 200 + 0.01)
    assert one.low == pytest.approx(sin(asin(sqrt(0.3)) - reach) ** 2)
    assert one.high == pytest.approx(sin(asin(sqrt(0.3)) + reach) ** 2)
