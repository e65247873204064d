"""Protection of small numbers: the rules, the hiding, the proof, and attacks on all of it."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from random_cities import cities, city

from meomureum.privacy.attack import attack
from meomureum.privacy.gate import faults, mutations
from meomureum.privacy.menu import Profile
from meomureum.privacy.proofs import (
    Proof,
    contradicting,
    load,
    packed,
    prove,
    replayed,
    save,
    unproved,
)
from meomureum.privacy.publication import Publication
from meomureum.privacy.rules import Sensitive, sensitive
from meomureum.privacy.suppression import Protected, Refused, protect
from meomureum.privacy.units import proved

INTERNAL, PUBLIC = Profile("internal", 5, 10), Profile("public", 10, 20)
CITIES = int(os.environ.get("MEOMUREUM_CITIES", "25"))


def proof_of(protected: Protected) -> Proof:
    return prove(protected.publication, protected.hidden, protected.profile.k)


def secrets(protected: Protected) -> list[tuple[np.ndarray, int]]:
    return [(each.members, each.high) for each in protected.sensitive]


def rows(*schools: tuple[str, int, int, int], year: int = 2025) -> list[tuple[int, str, str, str, str, int]]:
    """Schools of one department: name, entered, employed, other; everyone female."""
    outcomes = ("entered", "employed", "other")
    return [
        (year, name, "all", "female", outcome, count)
        for name, *counts in schools
        for outcome, count in zip(outcomes, counts, strict=True)
    ]


def named(publication: Publication, table: str, row: tuple[object, ...], count: str) -> int:
    """The place of a cell by what shows it."""
    (found,) = [
        at
        for at, cell in enumerate(publication.cells)
        if any((each.table, each.row, each.count) == (table, row, count) for each in cell.shown)
    ]
    return found


SCHOOLS = (("a", 3, 30, 27), ("b", 40, 20, 30), ("c", 25, 25, 25), ("d", 22, 31, 40))


def small_city() -> Publication:
    return city(rows(*SCHOOLS))


def city_of_two_years() -> Publication:
    return city([*rows(*SCHOOLS, year=2024), *rows(*SCHOOLS)])


def test_a_count_of_three_is_hidden_and_something_else_of_its_table_with_it() -> None:
    publication = small_city()
    protected = protect(publication, INTERNAL)
    assert named(publication, "school x year", ("a", 2025), "entered") in protected.primary
    entered = {named(publication, "school x year", (name, 2025), "entered") for name in "abcd"}
    assert len(entered & protected.hidden) >= 2


@pytest.mark.parametrize("publication", [small_city(), city_of_two_years()])
@pytest.mark.parametrize("profile", [INTERNAL, PUBLIC])
def test_nothing_is_hidden_that_could_be_shown(publication: Publication, profile: Profile) -> None:
    protected = protect(publication, profile)
    further = protected.hidden - protected.primary
    assert further
    for cell in further:
        found = attack(publication, [*protected.shown, cell], protected.sensitive)
        assert any(each.broken for each in found)


def test_one_year_makes_up_for_another_so_that_their_sum_is_shown() -> None:
    publication = city_of_two_years()
    protected = protect(publication, INTERNAL)
    hidden = {each.table for at in protected.hidden for each in publication.cells[at].shown}
    assert hidden == {"school x year"}


@pytest.mark.parametrize(
    ("counts", "small"),
    [
        ((0, 30, 30), False),  # 0 of 60: nobody, of many
        ((4, 30, 30), True),
        ((5, 30, 30), False),
        ((0, 6, 6), True),  # 0 % of 12, fewer than twice ten
        ((57, 3, 0), True),  # three who did not enter
    ],
)
def test_what_is_too_small(counts: tuple[int, int, int], small: bool) -> None:
    publication = city(rows(("a", *counts), ("b", 40, 40, 40), ("c", 40, 40, 40)))
    entered = publication.cells[named(publication, "school x year", ("a", 2025), "entered")].members
    school = publication.cells[named(publication, "school x year", ("a", 2025), "graduates")].members
    rest = np.setdiff1d(school, entered)
    found = {each.members.tobytes() for each in sensitive(publication, INTERNAL)}
    assert bool({entered.tobytes(), rest.tobytes()} & found) == small


def the_three(publication: Publication) -> Sensitive:
    """The three of school a who entered: all that is small in the small city, of whom there could be five."""
    cell = named(publication, "school x year", ("a", 2025), "entered")
    return Sensitive(publication.cells[cell].members, 5, (cell,))


def test_the_three_are_all_that_is_small() -> None:
    publication = small_city()
    (found,) = sensitive(publication, INTERNAL)
    three = the_three(publication)
    assert (found.members.tolist(), found.high, found.cells) == (three.members.tolist(), 5, three.cells)


def test_hiding_one_to_four_alone_falls_to_subtraction() -> None:
    publication = small_city()
    three = the_three(publication)
    shown = [at for at in range(len(publication.cells)) if at not in three.cells]
    # 90 of the year entered, less 40, 25 and 22 of the other schools.
    (found,) = attack(publication, shown, [three])
    assert (found.low, found.high) == pytest.approx((3, 3))
    assert found.exact
    protected = protect(publication, INTERNAL)
    (left,) = attack(publication, protected.shown, [three])
    assert left.low == pytest.approx(0)
    assert left.high >= 5


def test_a_small_headline_is_refused_and_the_table_named() -> None:
    with pytest.raises(Refused) as refusal:
        protect(city(rows(("a", 1, 9, 9), ("b", 1, 12, 9))), INTERNAL)
    assert refusal.value.table == "year"


def test_public_hides_what_internal_hides_and_more() -> None:
    publication = city(
        rows(("a", 3, 30, 27), ("b", 40, 20, 30), ("c", 25, 8, 25), ("d", 22, 31, 40), ("e", 50, 60, 70))
    )
    internal = protect(publication, INTERNAL)
    public = protect(publication, PUBLIC, internal.hidden)
    assert internal.hidden < public.hidden


def test_the_proof_holds_without_a_solver_and_not_when_a_number_is_changed(tmp_path: Path) -> None:
    protected = protect(small_city(), INTERNAL)
    proof = proof_of(protected)
    save({"city": proof}, tmp_path / "proof.zip")
    ((name, kept),) = load(tmp_path / "proof.zip")
    assert name == "city"
    assert len(secrets(protected)) > 0
    assert not unproved(kept, secrets(protected))
    values = kept.values.copy()
    values[np.flatnonzero(values > 0)[0]] += 1
    changed = replace(kept, values=values)
    assert contradicting(changed)
    assert len(unproved(changed, secrets(protected))) == len(secrets(protected))


def by_hand(publication: Publication, profile: Profile) -> list[Sensitive]:
    """Each count of 1 to k-1 that nobody knows already, without asking the rules."""
    return [
        Sensitive(cell.members, profile.k, (at,))
        for at, cell in enumerate(publication.cells)
        if not cell.fixed and 1 <= int(publication.counts[cell.members].sum()) < profile.k
    ]


@settings(max_examples=CITIES, suppress_health_check=list(HealthCheck))
@given(cities())
def test_what_is_published_cannot_be_broken(publication: Publication) -> None:
    hidden: frozenset[int] = frozenset()
    for profile in (INTERNAL, PUBLIC):
        small = by_hand(publication, profile)
        try:
            protected = protect(publication, profile, hidden)
        except Refused:
            return
        protected, proof = proved(protected)
        assert not contradicting(proof)
        if unproved(proof, secrets(protected)):  # then it is not published
            assert "proof" in faults(protected, proof)
            return
        assert not any(each.broken for each in attack(publication, protected.shown, protected.sensitive))
        assert not any(each.exact for each in attack(publication, protected.shown, small))
        assert hidden <= protected.hidden
        hidden = protected.hidden


def test_the_gate_notices_every_mutation_and_one_hash_is_all_that_is_shown() -> None:
    protected = protect(small_city(), INTERNAL)
    names = {name for name, _ in mutations(protected)}
    assert names == {"unhidden cell", "tooltip", "linked table", "rolling window", "caption with n"}
    assert faults(protected, proof_of(protected)) == []
    assert len(replayed(proof_of(protected))) == 1
    bare = replace(protected, hidden=frozenset(protected.primary))
    assert "proof" in faults(bare, proof_of(bare))


def planted(protected: Protected, leaks: int) -> list[tuple[np.ndarray, int]]:
    """Numbers that give a sensitive set away: by itself, in a sum with others, or with what is shown."""
    publication, rng = protected.publication, np.random.default_rng(4)
    found = []
    for _ in range(leaks):
        members = the_three(publication).members
        cells = [publication.cells[at].members for at in protected.shown]
        apart = [each for each in cells if len(each) and not np.intersect1d(each, members).size]
        around = [each for each in cells if len(np.setdiff1d(members, each)) == 0 and len(each)]
        kind = rng.integers(3)
        if kind == 1 and apart:  # a sum of it and of a shown count
            members = np.union1d(members, apart[rng.integers(len(apart))])
        elif kind == 2 and around:  # all of a shown count but it
            members = np.setdiff1d(around[rng.integers(len(around))], members)
        found.append((members, int(publication.counts[members].sum())))
    return found


def test_500_planted_leaks_are_caught() -> None:
    protected = protect(small_city(), INTERNAL)
    proof = proof_of(protected)
    leaks = planted(protected, 500)
    assert len(leaks) == 500
    assert all(unproved(proof, secrets(protected), [leak]) for leak in leaks)
    for leak in leaks[:20]:
        (found,) = attack(protected.publication, protected.shown, [the_three(protected.publication)], [leak])
        assert (found.low, found.high) == pytest.approx((3, 3))


@settings(max_examples=CITIES, suppress_health_check=list(HealthCheck))
@given(cities())
def test_a_proof_is_the_same_from_every_state_of_the_world_that_it_names(publication: Publication) -> None:
    """What is hidden plays no part in it: put any state in the place of the truth, and every byte stays."""
    try:
        protected = protect(publication, INTERNAL)
    except Refused:
        return
    proof = proof_of(protected)
    worlds = [publication.counts, *list(proof.witnesses())[:3], *protected.witnesses[:3]]
    for world in worlds:
        other = replace(protected.publication, counts=world)
        assert packed(prove(other, protected.hidden, protected.profile.k)) == packed(proof)


def test_nearly_every_city_is_published_in_the_end() -> None:
    """What cannot be proved is not published; that must stay rare, or the gate serves nobody."""
    dice, published = random.Random(5), 0
    for _ in range(30):
        schools = [(name, dice.randint(0, 9), dice.randint(5, 60), dice.randint(20, 90)) for name in "abcd"]
        try:
            protected, proof = proved(protect(city(rows(*schools)), INTERNAL))
        except Refused:
            continue
        published += not faults(protected, proof)
    assert published >= 27
