"""Participants against others: standardisation worked by hand, and when nothing may be said."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.analysis.statistics.effect import Side, Stratum, association, standardised
from meomureum.analysis.statistics.proportions import newcombe, wilson


def stratum(name: str, taking: tuple[int, int], others: tuple[int, int]) -> Stratum:
    return Stratum((name,), Side(*taking), Side(*others))


# 30 of 60 participants in A, 2 of 20 in B; the others are mostly in B.
TWO = [stratum("A", (30, 60), (20, 50)), stratum("B", (2, 20), (15, 150))]


def test_the_crude_difference_holds_where_people_are_the_standardised_one_does_not() -> None:
    found = association(TWO)
    assert found is not None
    # 32/80 - 35/200 = 40 - 17.5 %; weights 3/4 and 1/4: 40 - (0.75 x 40 + 0.25 x 10) = 7.5 points.
    assert found.crude.difference == pytest.approx(0.225)
    assert found.standardised is not None
    assert found.standardised.others == pytest.approx(0.325)
    assert found.standardised.difference == pytest.approx(0.075)


def test_the_interval_by_hand() -> None:
    found = standardised(TWO)
    a1, a0, b1, b0 = wilson(30, 60), wilson(20, 50), wilson(2, 20), wilson(15, 150)
    below = 0.75**2 * ((0.5 - a1.low) ** 2 + (a0.high - 0.4) ** 2)
    below += 0.25**2 * ((0.1 - b1.low) ** 2 + (b0.high - 0.1) ** 2)
    assert found.interval.low == pytest.approx(0.075 - sqrt(below))
    assert not found.interval.excludes(0)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_of_one_stratum_it_is_newcombe_s_interval(n1: int, n0: int, data: st.DataObject) -> None:
    x1, x0 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n0))
    found = standardised([stratum("only", (x1, n1), (x0, n0))]).interval
    known = newcombe((x0, n0), (x1, n1))
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_strata_with_one_side_are_named_and_counted_out() -> None:
    found = association([*TWO, stratum("C", (5, 10), (0, 0)), stratum("D", (0, 0), (4, 40))])
    assert found is not None
    assert [each.code for each in found.one_sided] == [("C",), ("D",)]
    assert found.overlap == pytest.approx(80 / 90)
    assert found.standardised is not None
    assert found.standardised.difference == pytest.approx(0.075), "C and D do not enter"
    assert (found.participants.people, found.others.people) == (90, 240)


def test_too_little_overlap_is_refused() -> None:
    found = association([stratum("A", (3, 10), (2, 10)), stratum("B", (9, 10), (0, 0))])
    assert found is not None
    assert (found.overlap, found.standardised) == (0.5, None)


def test_without_a_side_there_is_nothing_to_compare() -> None:
    assert association([stratum("A", (3, 10), (0, 0))]) is None
    assert association([]) is None
