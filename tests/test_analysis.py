"""Intervals and differences, checked against published values and their own properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.analysis.statistics.proportions import Interval, movement, newcombe, wilson
from meomureum.analysis.statistics.series import Statements, limits, statements

counts = st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(22, 250, 5.9, 13.0), (450, 5_000, 8.2, 9.8), (3, 30, 3.5, 25.6), (81, 263, 25.5, 36.6)],
)
def test_wilson_gives_the_published_interval(
    numerator: int, denominator: int, low: float, high: float
) -> None:
    found = wilson(numerator, denominator)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "change", "low", "high"),
    [
        ((23, 250), (33, 250), 4.0, -1.6, 9.6),
        ((450, 5_000), (650, 5_000), 4.0, 2.8, 5.2),
        ((48, 80), (56, 70), 20.0, 5.2, 33.4),
    ],
)
def test_newcombe_gives_the_published_interval(
    first: tuple[int, int], second: tuple[int, int], change: float, low: float, high: float
) -> None:
    found = newcombe(first, second)
    assert round(100 * (second[0] / second[1] - first[0] / first[1]), 1) == change
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


def test_nobody_and_everybody_end_exactly_at_the_edge() -> None:
    assert wilson(0, 30).low == 0
    assert wilson(0, 30).high == pytest.approx(1.96**2 / (30 + 1.96**2))
    assert wilson(30, 30).high == 1
    assert wilson(30, 30).low == pytest.approx(30 / (30 + 1.96**2))


@given(counts)
def test_an_interval_holds_its_rate_and_stays_within_0_and_1(count: tuple[int, int]) -> None:
    found = wilson(*count)
    assert 0 <= found.low <= count[0] / count[1] <= found.high <= 1
    assert found.low < found.high


@given(counts)
def test_the_interval_of_the_others_is_the_mirror_image(count: tuple[int, int]) -> None:
    numerator, denominator = count
    found, others = wilson(numerator, denominator), wilson(denominator - numerator, denominator)
    assert (found.low, found.high) == pytest.approx((1 - others.high, 1 - others.low))


@given(counts, st.integers(2, 9))
def test_more_graduates_narrow_the_interval(count: tuple[int, int], times: int) -> None:
    few, many = wilson(*count), wilson(count[0] * times, count[1] * times)
    assert many.high - many.low < few.high - few.low


@given(counts, counts)
def test_a_difference_backwards_is_the_same_with_the_other_sign(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    forth, back = newcombe(first, second), newcombe(second, first)
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))
    assert forth.low <= second[0] / second[1] - first[0] / first[1] <= forth.high


@given(counts)
def test_no_difference_is_never_a_change(count: tuple[int, int]) -> None:
    assert not newcombe(count, count).excludes(0)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (5, 4), (-1, 10), (0, 0), (1, -2)])
def test_what_is_no_proportion_has_no_interval(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(numerator, denominator)


def test_an_interval_excludes_only_what_lies_outside() -> None:
    interval = Interval(-0.1, 0.2)
    assert [interval.excludes(value) for value in (-0.11, -0.1, 0, 0.2, 0.21)] == [
        True,
        False,
        False,
        False,
        True,
    ]


# Few points.


@pytest.mark.parametrize(
    ("points", "allowed"),
    [
        (0, Statements(line=False, verdict=False, limits=False, continuation=False, runs=False)),
        (2, Statements(line=False, verdict=False, limits=False, continuation=False, runs=False)),
        (3, Statements(line=True, verdict=True, limits=False, continuation=False, runs=False)),
        (4, Statements(line=True, verdict=True, limits=False, continuation=False, runs=False)),
        (5, Statements(line=True, verdict=True, limits=True, continuation=True, runs=False)),
        (11, Statements(line=True, verdict=True, limits=True, continuation=True, runs=False)),
        (12, Statements(line=True, verdict=True, limits=True, continuation=True, runs=True)),
    ],
)
def test_the_number_of_points_decides_what_may_be_said(points: int, allowed: Statements) -> None:
    assert statements(points) == allowed


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    # Moving ranges 1, 2, 1, 4: mean 2; the values have mean 10.8.
    found = limits([10, 11, 9, 10, 14])
    assert found is not None
    assert found.mean == pytest.approx(10.8)
    assert (found.low, found.high) == pytest.approx((10.8 - 5.32, 10.8 + 5.32))
    assert (found.outside, found.runs) == ((), ())


def test_fewer_than_five_points_have_no_limits() -> None:
    assert limits([1, 2, 3, 4]) is None
    assert limits([]) is None


def test_a_value_outside_its_limits_is_a_signal() -> None:
    found = limits([10, 10, 11, 10, 10, 11, 10, 10, 11, 20])
    assert found is not None
    assert found.outside == (9,)


def test_a_series_that_never_moves_has_no_signal() -> None:
    for length in (5, 12):
        found = limits([0.1] * length)
        assert found is not None
        assert (found.outside, found.runs) == ((), ())


def test_runs_are_sought_in_twelve_points_or_more() -> None:
    shifted = [10.0, 11, 10, 11, 10, 11, 15, 15, 15, 15, 15, 15]
    eleven, twelve = limits(shifted[:11]), limits(shifted)
    assert eleven is not None
    assert twelve is not None
    assert eleven.runs == ()
    assert twelve.runs != ()


def test_eight_in_a_row_on_one_side_are_a_run() -> None:
    # Wide swings early on keep every value within half of the limits.
    values = [0.0, 5, -5, 6, -3, -1, *([1.0] * 8)]
    found = limits(values)
    assert found is not None
    assert found.runs == (13,)


def test_eight_of_nine_on_one_side_are_no_run() -> None:
    # Mean 0; moving ranges 3, 3 and 13 of 15: limits 3.37 away, half-way 1.68.
    found = limits([1.0] * 7 + [-2.0] + [1.0] * 7 + [-12.0])
    assert found is not None
    assert (found.outside, found.runs) == ((15,), ())


def test_three_of_four_nearer_to_a_limit_than_to_the_mean_are_a_run() -> None:
    # Mean 0; nine moving ranges of 2 among 14: limits 3.42 away, half-way 1.71. Only the last four hold three.
    found = limits([0.0, 0, -2, 0, 0, -2, 0, 0, -2, 0, 0, 2, 2, 0, 2])
    assert found is not None
    assert found.high == pytest.approx(2.66 * 18 / 14)
    assert (found.outside, found.runs) == ((), (14,))
    # Three of five do not count, nor do three that are just half-way.
    five = limits([0.0, 0, -2, 0, 0, -2, 0, 0, -2, 0, 0, 2, 2, 0, 0, 2, -2])
    assert five is not None
    assert five.runs == ()


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=30))
def test_limits_enclose_the_mean_and_name_only_what_lies_beyond(values: list[float]) -> None:
    found = limits(values)
    assert found is not None
    assert found.low <= found.mean <= found.high
    inside = [value for at, value in enumerate(values) if at not in found.outside]
    assert all(found.low - 1e-6 <= value <= found.high + 1e-6 for value in inside)


@given(counts, counts)
def test_a_movement_is_named_only_beyond_chance(first: tuple[int, int], second: tuple[int, int]) -> None:
    interval = newcombe(first, second)
    expected = "rose" if interval.low > 0 else "fell" if interval.high < 0 else "unclear"
    assert movement(first, second) == expected
    assert movement(None, second) == movement(first, None) == "untested"
