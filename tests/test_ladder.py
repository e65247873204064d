"""The geography ladder: segments that add to one, none of them negative."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.analysis.ladder import differences, ladder, segments
from meomureum.measures.measurement import KPIS, Scope, find, measure
from meomureum.store.warehouse import Snapshot

LADDERS = [kpi.id for kpi in KPIS if kpi.ladder]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
def test_segments_add_to_the_whole_and_none_is_negative(parts: list[int]) -> None:
    nested = [float(sum(parts[: at + 1])) for at in range(len(parts))]
    steps = differences(nested[:-1], nested[-1])
    assert sum(steps) == nested[-1]
    assert min(steps) >= 0


def test_counts_that_are_not_nested_are_refused() -> None:
    with pytest.raises(ValueError, match="not nested"):
        differences([5, 4], 10)
    with pytest.raises(ValueError, match="not nested"):
        differences([5], 4)


def test_two_rates_have_a_ladder() -> None:
    assert LADDERS == ["local_university_entry_rate", "local_employment_rate"]


@pytest.mark.parametrize("kpi_id", LADDERS)
def test_every_bar_of_the_sample_adds_to_one(snapshot: Snapshot, kpi_id: str) -> None:
    bars = ladder(snapshot, kpi_id, Scope("sample"))
    assert {bar.city_id for bar in bars} == {"gimhae", "ansan", "siheung"}
    for bar in bars:
        assert len(bar.shares) == len(segments(kpi_id))
        assert isclose(sum(bar.shares), 1, abs_tol=1e-12)
        assert min(bar.shares) >= 0


@pytest.mark.parametrize("kpi_id", LADDERS)
def test_the_first_segment_is_the_indicator_itself(snapshot: Snapshot, kpi_id: str) -> None:
    measured = measure(snapshot, kpi_id, Scope("sample")).set_index(["city_id", "year"])["value"]
    for bar in ladder(snapshot, kpi_id, Scope("sample")):
        assert isclose(bar.shares[0], measured[(bar.city_id, bar.year)], abs_tol=1e-12)


def test_nothing_published_gives_no_bar(snapshot: Snapshot) -> None:
    assert ladder(snapshot, LADDERS[0], Scope()) == []
    assert ladder(snapshot, "university_dropout_rate", Scope("sample")) == []


def test_what_completes_a_ladder_is_not_offered_by_itself() -> None:
    kpi = find("local_university_entry_rate")
    assert {formula.id for formula in kpi.outer}.isdisjoint(formula.id for formula in kpi.formulas)
    assert all(kpi.formula(each).denominator == kpi.formula().denominator for each in kpi.ladder)
