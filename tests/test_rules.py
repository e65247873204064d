"""What the rules call too small, what a reader knows already, and what the gate refuses: cases by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_cities import people

from meomureum.privacy.gate import faults
from meomureum.privacy.menu import Profile
from meomureum.privacy.proofs import Proof, prove
from meomureum.privacy.publication import Publication, Table, publication
from meomureum.privacy.rules import Sensitive, sensitive
from meomureum.privacy.suppression import Protected, protect

# Counts under 5, rates of fewer than 10, 0 % and 100 % of fewer than 20.
INTERNAL = Profile("internal", 5, 10)
SHARE = (("entered", "graduates"),)
SCHOOLS = Table(("school", "year"), ("graduates", "entered"), SHARE)
LARGE = ("large", 40, 60)


def of(*schools: tuple[str, int, int], tables: tuple[Table, ...] = (SCHOOLS,)) -> Publication:
    """Schools by those who entered a university and those who did not: no table counts the latter."""
    rows = [
        (2025, name, "all", "female", outcome, count)
        for name, entered, others in schools
        for outcome, count in (("entered", entered), ("other", others))
    ]
    return publication(people(rows), tables)


def told(city: Publication) -> dict[tuple[str, ...], Sensitive]:
    """What is sensitive, by the counts that would give it away."""
    return {
        tuple(city.cells[at].shown[0].count for at in each.cells): each for each in sensitive(city, INTERNAL)
    }


@pytest.mark.parametrize(
    ("entered", "others", "small"),
    [
        (1, 59, {("entered",): 1}),
        (4, 56, {("entered",): 4}),
        (5, 55, {}),
        # Who did not enter stands in no cell of its own: graduates less those who entered.
        (56, 4, {("entered", "graduates"): 4}),
        (59, 1, {("entered", "graduates"): 1}),
        (55, 5, {}),
        # A rate of fewer than ten.
        (5, 4, {("entered",): 5, ("entered", "graduates"): 4}),
        (5, 5, {}),
        # Nobody and everybody.
        (0, 19, {("entered",): 0}),
        (0, 20, {}),
        (19, 0, {("entered", "graduates"): 0}),
        (20, 0, {}),
        (60, 0, {}),
    ],
)
def test_what_is_too_small_by_itself_or_as_what_is_left(
    entered: int, others: int, small: dict[tuple[str, ...], int]
) -> None:
    city = of(("one", entered, others), LARGE)
    assert {cells: int(city.counts[each.members].sum()) for cells, each in told(city).items()} == small


def test_a_share_of_itself_is_no_rate() -> None:
    rows = [(2025, "one", "all", "female", "entered", 7), (2025, "large", "all", "female", "other", 60)]
    assert told(publication(people(rows), (SCHOOLS,))) == {}


HEAD_COUNTS = replace(SCHOOLS, known=frozenset({"graduates"}))
SEXES = Table(("sex", "year"), ("entered",))


@pytest.mark.parametrize(
    ("tables", "high"),
    [
        # Whoever knows that there are 12 graduates, or 100, knows of no bound below five.
        ((HEAD_COUNTS,), 5),
        # A headline of three who entered in all leaves at most three.
        ((HEAD_COUNTS, Table(("year",), ("graduates", "entered"), headline=frozenset({"entered"}))), 3),
    ],
)
def test_there_can_be_no_more_of_them_than_a_fixed_number_says(tables: tuple[Table, ...], high: int) -> None:
    city = of(("one", 2, 10), ("two", 1, 60), tables=tables)
    found = [each for each in sensitive(city, INTERNAL) if int(city.counts[each.members].sum()) == 2]
    assert [each.high for each in found] == [high]


def test_the_smallest_of_the_fixed_numbers_that_hold_all_of_them_counts() -> None:
    # In one school 1 of 3 known graduates entered, in the other 2 of 40: of the three no single school is a bound.
    city = of(("few", 1, 2), ("many", 2, 38), tables=(HEAD_COUNTS, SEXES))
    found = sorted((int(city.counts[each.members].sum()), each.high) for each in sensitive(city, INTERNAL))
    assert found == [(1, 3), (2, 3), (2, 5), (3, 5)]


def test_what_everybody_knows_is_no_secret() -> None:
    # Three graduates of a register are known; 0 % of the year says that nobody of any school entered.
    headline = Table(("year",), ("graduates", "entered"), SHARE, headline=frozenset({"graduates", "entered"}))
    nobody = of(("one", 0, 12), ("two", 0, 60), tables=(HEAD_COUNTS, headline))
    assert told(nobody) == {}
    everybody = of(("one", 12, 0), ("two", 60, 0), tables=(HEAD_COUNTS, headline))
    assert told(everybody) == {}
    bare = replace(headline, headline=frozenset())
    assert set(told(of(("one", 0, 12), ("two", 0, 60), tables=(HEAD_COUNTS, bare)))) == {("entered",)}
    three = of(("one", 0, 3), LARGE, tables=(replace(HEAD_COUNTS, ratios=()),))
    assert told(three) == {}
    assert set(told(of(("one", 0, 3), LARGE, tables=(replace(SCHOOLS, ratios=()),)))) == {("graduates",)}


def proof_of(protected: Protected) -> Proof:
    return prove(protected.publication, protected.hidden, protected.profile.k)


def test_a_number_that_would_differ_in_another_state_of_the_world_does_not_pass_the_gate() -> None:
    city = of(
        ("a", 3, 57),
        ("b", 40, 50),
        ("c", 25, 50),
        ("d", 22, 71),
        tables=(SCHOOLS, Table(("year",), ("graduates", "entered"))),
    )
    protected = protect(city, INTERNAL)
    assert faults(protected, proof_of(protected)) == []
    (further,) = protected.hidden - protected.primary
    shown = replace(protected, hidden=protected.hidden - {further})
    proof = proof_of(protected)
    told = proof.values.copy()
    told[further] = protected.publication.value(further)
    found = faults(shown, replace(proof, values=told))
    assert "replay" in found
    assert "proof" in faults(shown, proof_of(shown))
