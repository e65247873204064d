"""A weighted survey: shares, effective numbers, change between waves, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.analysis.statistics.proportions import newcombe, wilson
from meomureum.analysis.statistics.survey import Cell, difference, effective, movement_between, share


def test_equal_weights_leave_every_answer() -> None:
    assert effective([Cell(40, 40), Cell(60, 60)]) == pytest.approx(100)


def test_kish_by_hand() -> None:
    # 10 people of weight 2 and 10 of weight 1: 30^2 / (10 x 4 + 10 x 1) = 18.
    assert effective([Cell(10, 20), Cell(10, 10)]) == pytest.approx(18)


def test_nobody_adds_no_answer() -> None:
    assert effective([]) == 0
    assert effective([Cell(0, 0), Cell(10, 10)]) == pytest.approx(10)


def test_a_share_is_weighted_and_its_interval_stands_on_the_effective_answers() -> None:
    found = share([Cell(10, 20)], [Cell(10, 10)], silent=5)
    assert found is not None
    assert found.rate == pytest.approx(2 / 3)
    assert found.people == 20
    assert found.effective == pytest.approx(18)
    assert found.silence == pytest.approx(5 / 25)
    assert found.interval.low == pytest.approx(wilson(12, 18).low)


def test_a_change_between_waves_is_newcombe_s_on_effective_answers() -> None:
    first, second = share([Cell(30, 30)], [Cell(70, 70)], 0), share([Cell(50, 50)], [Cell(50, 50)], 0)
    assert first is not None
    assert second is not None
    assert difference(first, second) == newcombe((30, 100), (50, 100))
    assert movement_between(first, second) == "rose"
    few = share([Cell(4, 4)], [Cell(6, 6)], 0)
    assert few is not None
    assert movement_between(first, few) == "unclear"


def test_nobody_answered() -> None:
    assert share([], [Cell(0, 0)], silent=12) is None


cells = st.lists(
    st.tuples(st.integers(1, 400), st.floats(0.1, 10)).map(lambda pair: Cell(pair[0], pair[0] * pair[1])),
    min_size=2,
    max_size=6,
)


@given(cells)
def test_weights_never_add_answers(found: list[Cell]) -> None:
    kept = effective(found)
    assert 0 < kept <= sum(each.people for each in found) * (1 + 1e-9)
    told = share(found[:1], found[1:], 0)
    assert told is not None
    assert told.interval.low <= told.rate <= told.interval.high
