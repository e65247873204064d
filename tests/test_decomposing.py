"""Why a rate moved: parts that add up exactly, worked by hand and held by their properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meomureum.analysis.statistics.decomposition import Bridge, Part, bridge, largest_parts, steps

Groups = dict[str, tuple[float, float]]
counts = st.integers(1, 9_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
years = st.dictionaries(st.sampled_from("abcdefgh"), counts, min_size=1, max_size=8)


def test_two_schools_worked_by_hand() -> None:
    # 2020: A 20 of 100, B 30 of 50 (50 of 150). 2024: A 30 of 100, B 30 of 60 (60 of 160).
    found = bridge({"A": (20, 100), "B": (30, 50)}, {"A": (30, 100), "B": (30, 60)})
    shares = {"A": (Fraction(2, 3), Fraction(5, 8)), "B": (Fraction(1, 3), Fraction(3, 8))}
    rates = {"A": (Fraction(1, 5), Fraction(3, 10)), "B": (Fraction(3, 5), Fraction(1, 2))}
    middle = (Fraction(1, 3) + Fraction(3, 8)) / 2
    for part in found.parts:
        (w, w2), (r, r2) = shares[part.group], rates[part.group]
        assert part.within == pytest.approx(float((r2 - r) * (w + w2) / 2))
        assert part.mix == pytest.approx(float((w2 - w) * ((r + r2) / 2 - middle)))
    assert found.change == pytest.approx(3 / 8 - 1 / 3)
    assert abs(found.residual) < 1e-12


def test_openings_and_closures_stand_apart() -> None:
    # A alone: 20 of 100 then 20 of 100; B (10 of 100) closes, C (40 of 100) opens: 15 % to 30 %.
    found = bridge({"A": (20, 100), "B": (10, 100)}, {"A": (20, 100), "C": (40, 100)})
    assert found.within == found.mix == 0
    assert found.opened == pytest.approx(0.5 * (0.4 - 0.225))
    assert found.closed == pytest.approx(-0.5 * (0.1 - 0.225))
    assert found.opened + found.closed == pytest.approx(0.15)


def test_a_group_of_nobody_does_not_stand_in_that_year() -> None:
    found = bridge({"A": (20, 100), "B": (0, 0)}, {"A": (20, 100), "B": (50, 50)})
    assert [part.first for part in found.parts if part.group == "B"] == [None]
    # A third of the last year at 100 %, against the mean of 20 % and 46.7 %; A gives way from 1 to 2/3.
    assert found.opened == pytest.approx((1 - (0.2 + 70 / 150) / 2) / 3)
    assert found.mix == pytest.approx(-(0.2 - (0.2 + 70 / 150) / 2) / 3)


@given(years, years)
def test_the_parts_add_up_exactly(first: Groups, last: Groups) -> None:
    found = bridge(first, last)
    assert abs(found.residual) < 1e-12
    assert found.first == pytest.approx(sum(x for x, _ in first.values()) / sum(n for _, n in first.values()))


@given(years, years)
def test_backwards_every_part_has_the_other_sign(first: Groups, last: Groups) -> None:
    forth, back = bridge(first, last), bridge(last, first)
    assert forth.change == pytest.approx(-back.change, abs=1e-12)
    assert forth.within == pytest.approx(-back.within, abs=1e-12)
    assert forth.mix == pytest.approx(-back.mix, abs=1e-12)
    assert forth.opened == pytest.approx(-back.closed, abs=1e-12)
    mirrored = {part.group: part for part in back.parts}
    for part in forth.parts:
        assert part.entry == pytest.approx(-mirrored[part.group].entry, abs=1e-12)


@given(years, st.integers(2, 7))
def test_the_same_sizes_leave_no_mix(first: Groups, times: int) -> None:
    last = {group: ((n - x) * times, n * times) for group, (x, n) in first.items()}
    found = bridge(first, last)
    assert found.mix == pytest.approx(0, abs=1e-12)
    assert found.within == pytest.approx(found.change, abs=1e-12)


@given(years, st.data())
def test_the_same_rates_leave_nothing_within(first: Groups, data: st.DataObject) -> None:
    last = {
        group: (x * times, n * times)
        for group, (x, n) in first.items()
        for times in [data.draw(st.integers(1, 9))]
    }
    found = bridge(first, last)
    assert found.within == pytest.approx(0, abs=1e-12)
    assert found.mix == pytest.approx(found.change, abs=1e-12)


@given(years, st.integers(1, 8), st.integers(1, 8))
def test_two_halves_of_a_group_add_what_the_group_adds(others: Groups, before: int, after: int) -> None:
    assume(set(others) - {"a"})
    rest = {group: counts for group, counts in others.items() if group != "a"}
    split = bridge(
        {**rest, "a1": (before, 10), "a2": (2 * before, 20)},
        {**rest, "a1": (after, 10), "a2": (3 * after, 30)},
    )
    whole = bridge({**rest, "a": (3 * before, 30)}, {**rest, "a": (4 * after, 40)})
    halves = [part for part in split.parts if part.group in ("a1", "a2")]
    (one,) = [part for part in whole.parts if part.group == "a"]
    assert sum(part.within for part in halves) == pytest.approx(one.within, abs=1e-12)
    assert sum(part.mix for part in halves) == pytest.approx(one.mix, abs=1e-12)


@given(st.lists(st.floats(-1, 1), max_size=20), st.integers(1, 6))
def test_folding_keeps_the_sum_and_the_largest(amounts: list[float], most: int) -> None:
    named = [(str(at), amount) for at, amount in enumerate(amounts)]
    found = largest_parts(named, most)
    assert sum(each for _, each in found.shown) + found.others == pytest.approx(sum(amounts), abs=1e-12)
    assert len(found.shown) + len(found.folded) == len(amounts)
    assert len(found.folded) != 1
    if found.folded:
        kept = {name for name, _ in found.shown}
        least = min(abs(each) for _, each in found.shown)
        assert all(abs(each) <= least for name, each in named if name not in kept)


@given(years, years, st.integers(1, 4))
def test_the_steps_lead_from_the_first_rate_to_the_last(first: Groups, last: Groups, most: int) -> None:
    found = bridge(first, last)
    start, *between, end = steps(found, most)
    assert (start.kind, end.kind) == ("start", "end")
    assert start.amount + sum(step.amount for step in between) == pytest.approx(end.amount, abs=1e-12)
    both = {part.group for part in found.parts if part.first and part.last}
    assert {group for step in between if step.kind == "within" for group in step.groups} == both
    assert sum(step.kind == "within" for step in between) <= most + 1
    assert all(len(step.groups) > 1 for step in between if step.summed and step.kind in ("within", "mix"))


def test_small_amounts_are_folded_into_one_and_a_single_one_is_not() -> None:
    amounts = [("a", 1.0), ("b", -3.0), ("c", 5.0), ("d", 0.5)]
    found = largest_parts(amounts, 2)
    assert (found.shown, found.others, found.folded) == ((("b", -3.0), ("c", 5.0)), 1.5, ("a", "d"))
    assert largest_parts(amounts, 3).shown == tuple(amounts), "one alone is not folded"
    assert largest_parts(amounts, 4, least=1.0).shown == tuple(amounts), (
        "what is as large as the least is kept"
    )
    assert largest_parts(amounts, 4, least=1.1).folded == ("a", "d")


def test_the_steps_of_a_bridge_by_hand() -> None:
    both = ((1.0, 2.0), (1.0, 2.0))
    made = Bridge(
        first=0.2,
        last=0.9,
        parts=(
            Part("small", *both, within=0.009, mix=0.0),
            Part("a", *both, within=-0.01, mix=-0.2),
            Part("b", *both, within=0.5, mix=0.01),
            Part("tiny", *both, within=0.005, mix=0.3),
            Part("new", None, (1.0, 2.0), entry=0.1),
            Part("gone", (1.0, 2.0), None, entry=-0.04),
        ),
    )
    # Next to nothing is under a fiftieth of the largest, 0.5: 0.01 is not.
    told = steps(made, 3)
    assert [(each.kind, each.groups, each.summed) for each in told] == [
        ("start", (), False),
        ("within", ("b",), False),
        ("within", ("a",), False),
        ("within", ("small", "tiny"), True),
        ("mix", ("tiny",), False),
        ("mix", ("a",), False),
        ("mix", ("b",), False),
        ("mix", ("small",), False),
        ("opened", ("new",), True),
        ("closed", ("gone",), True),
        ("end", (), False),
    ]
    amounts = [0.2, 0.5, -0.01, 0.014, 0.3, -0.2, 0.01, 0.0, 0.1, -0.04, 0.9]
    assert [each.amount for each in told] == pytest.approx(amounts)
    assert (made.opened, made.closed) == (0.1, -0.04)
    # 0.7 less 0.504 within, 0.11 of mix, 0.1 opened and -0.04 closed.
    assert made.residual == pytest.approx(0.026)
    assert [each.kind for each in steps(Bridge(0.2, 0.3, made.parts[:1]), 1)] == [
        "start",
        "within",
        "mix",
        "end",
    ]


def test_a_year_of_nobody_is_refused() -> None:
    for first, last in (({}, {"A": (1, 2)}), ({"A": (1, 2)}, {"A": (0, 0)})):
        with pytest.raises(ValueError, match="nobody"):
            bridge(first, last)


def test_a_part_of_two_years_has_no_entry() -> None:
    found = bridge({"A": (1, 2)}, {"A": (2, 2)})
    assert found.parts == (Part("A", (1, 2), (2, 2), within=0.5, mix=0.0, entry=0.0),)
    assert (found.opened, found.closed) == (0, 0)
