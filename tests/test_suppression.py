"""What is hidden beside what is too small: as little as will do, the cheapest, and never a fixed number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from random_cities import people

from meomureum.privacy.menu import Profile
from meomureum.privacy.publication import Publication, Table, publication
from meomureum.privacy.suppression import Protected, Refused, protect
from meomureum.privacy.units import Unit, decisions, proved

INTERNAL, PUBLIC = Profile("internal", 5, 10), Profile("public", 10, 20)
COUNTS = ("graduates", "entered")
SCHOOLS = Table(("school", "year"), COUNTS, weight=60)
DEPARTMENTS = Table(("department", "year"), COUNTS, weight=10)
YEAR = Table(("year",), COUNTS, weight=400, headline=frozenset(COUNTS))
Group = tuple[str, str, int, int]
"""School, department, who entered a university and who did not."""


def of(*groups: Group, tables: tuple[Table, ...] = (SCHOOLS, YEAR), year: int = 2025) -> Publication:
    rows = [
        (year, school, department, "female", outcome, count)
        for school, department, *counts in groups
        for outcome, count in zip(("entered", "other"), counts, strict=True)
    ]
    return publication(people(rows), tables)


def places(protected: Protected, cells: frozenset[int]) -> set[tuple[object, ...]]:
    """The first row and count of cells."""
    shown = (protected.publication.cells[at].shown[0] for at in cells)
    return {(each.row[0], each.count) for each in shown}


def place(city: Publication, row: object, count: str) -> int:
    (found,) = [
        at
        for at, cell in enumerate(city.cells)
        if (cell.shown[0].row[0], cell.shown[0].count) == (row, count)
    ]
    return found


def hidden(protected: Protected) -> set[tuple[object, ...]]:
    return places(protected, protected.hidden)


A, B, C = ("a", "x", 3, 57), ("b", "y", 40, 50), ("c", "z", 25, 50)


def test_with_a_small_number_the_one_that_fewest_people_miss_is_hidden() -> None:
    protected = protect(of(A, B, C), INTERNAL)
    assert places(protected, protected.primary) == {("a", "entered")}
    # Of b and c, who could make up for the three, c is the smaller.
    assert hidden(protected) == {("a", "entered"), ("c", "entered")}
    assert protected.shown.tolist() == [
        at for at in range(len(protected.publication.cells)) if at not in protected.hidden
    ]


def test_where_the_table_of_a_cell_is_cheap_it_is_hidden_first() -> None:
    """Departments x and y are in school a, z in b: of x three entered. Schools are dearer to hide."""
    city = of(("a", "x", 3, 57), ("a", "y", 60, 50), ("b", "z", 45, 50), tables=(SCHOOLS, DEPARTMENTS, YEAR))
    # x is made up for by y, which is in the same school, though z is smaller.
    assert hidden(protect(city, INTERNAL)) == {("x", "entered"), ("y", "entered")}


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    protected = protect(of(B, C), INTERNAL)
    assert (protected.hidden, protected.sensitive, protected.witnesses) == (frozenset(), (), ())


def test_what_a_more_open_release_hides_is_hidden_here_too() -> None:
    city = of(A, B, C)
    of_b = place(city, "b", "entered")
    protected = protect(city, INTERNAL, {of_b})
    # Then b makes up for the three, and nothing else is needed.
    assert hidden(protected) == {("a", "entered"), ("b", "entered")}
    assert of_b not in protected.primary


def test_the_witnesses_show_what_is_shown_and_have_none_or_many_of_each() -> None:
    for profile in (INTERNAL, PUBLIC):
        protected = protect(of(A, B, C, ("d", "x", 7, 80)), profile)
        city = protected.publication
        counts = [(state >= 0).all() for state in protected.witnesses]
        assert len(counts) >= 2
        assert all(counts)
        for at in protected.shown:
            members = city.cells[at].members
            assert {int(state[members].sum()) for state in protected.witnesses} == {city.value(int(at))}
        for each in protected.sensitive:
            found = [int(state[each.members].sum()) for state in protected.witnesses]
            assert min(found) == 0
            assert max(found) >= each.high


@pytest.mark.parametrize(
    ("groups", "tables", "refused"),
    [
        # Three of the whole city, which may not be hidden: the headline itself is in the way.
        ([A], (SCHOOLS, YEAR), ("year", (2025,), "entered")),
        ([("a", "x", 1, 50), ("b", "y", 2, 50)], (SCHOOLS, YEAR), ("year", (2025,), "entered")),
        # Of one school all that did not enter are four, and both numbers of the city are headlines.
        (
            [("a", "x", 56, 4)],
            (
                replace(SCHOOLS, ratios=(("entered", "graduates"),)),
                replace(YEAR, ratios=(("entered", "graduates"),)),
            ),
            ("year", (2025,), "entered"),
        ),
    ],
)
def test_a_small_headline_is_refused_by_its_own_name(
    groups: list[Group], tables: tuple[Table, ...], refused: tuple[str, tuple[object, ...], str]
) -> None:
    with pytest.raises(Refused) as told:
        protect(of(*groups, tables=tables), INTERNAL)
    assert (told.value.table, told.value.row, told.value.count) == refused


def test_a_number_that_was_shown_before_and_is_small_now_is_refused_at_its_finest_table() -> None:
    city = of(A, B, C, tables=(Table(("school",), COUNTS), SCHOOLS, YEAR))
    cells = tuple(
        replace(cell, frozen=(cell.shown[0].row[0], cell.shown[0].count) == ("a", "entered"))
        for cell in city.cells
    )
    with pytest.raises(Refused) as told:
        protect(replace(city, cells=cells), INTERNAL)
    assert (told.value.table, told.value.row, told.value.count) == ("school x year", ("a", 2025), "entered")


def test_what_nobody_can_make_up_for_is_refused() -> None:
    """Of both schools it is known how many entered in all, and of the other how many did: nothing moves."""
    city = of(A, B)
    cells = tuple(
        replace(cell, known=(cell.shown[0].row[0], cell.shown[0].count) == ("b", "entered"))
        for cell in city.cells
    )
    with pytest.raises(Refused) as told:
        protect(replace(city, cells=cells), INTERNAL)
    assert (told.value.table, told.value.row) == ("school x year", ("a", 2025))


def test_a_sum_over_years_stays_where_another_year_makes_up_for_it() -> None:
    groups = (A, B, C)
    rows = [
        (year, school, department, "female", outcome, count)
        for year in (2024, 2025)
        for school, department, *counts in groups
        for outcome, count in zip(("entered", "other"), counts, strict=True)
    ]
    both = Table(("school", "block"), COUNTS, weight=2)
    protected = protect(publication(people(rows), (SCHOOLS, both, YEAR)), INTERNAL)
    # In each year a and c; the six of a in both years together are no secret.
    rows_hidden = {
        (each.row, each.count) for at in protected.hidden for each in protected.publication.cells[at].shown
    }
    assert rows_hidden == {((name, year), "entered") for name in ("a", "c") for year in (2024, 2025)}


def test_a_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    proved(protect(of(A, B, C), INTERNAL))
    assert capfd.readouterr() == ("", "")


# A unit with its releases.


def test_each_place_is_decided_by_the_first_release_that_hides_it() -> None:
    city = of(A, B, C, ("d", "x", 7, 80))
    internal, proof = proved(protect(city, INTERNAL))
    public, outside = proved(protect(city, PUBLIC, internal.hidden))
    unit = Unit(
        "high_school_outcomes",
        "gimhae",
        "real",
        {"internal": internal, "public": public},
        {"internal": proof, "public": outside},
    )
    assert (unit.name, unit.held) == ("real/high_school_outcomes/gimhae", False)
    assert Unit("high_school_outcomes", "gimhae", "real").held
    found = decisions(unit)
    told = {
        (row["combination"], row["row_key"], row["count"]): (row["value"], row["hidden"])
        for row in found.to_dict("records")
    }
    assert told["school x year", "a|2025", "entered"] == (3, "internal")
    # The cheapest to make up for the three is d, which has seven: outside they are too few themselves.
    assert told["school x year", "d|2025", "entered"] == (7, "internal")
    assert told["school x year", "b|2025", "entered"] == (40, "")
    assert told["year", "2025", "entered"] == (75, "")
    assert told["year", "2025", "graduates"] == (312, "")
    assert len(told) == len(found) == 10


def test_what_is_proved_leaves_every_hidden_number_open() -> None:
    level, proof = proved(protect(of(A, B, C), INTERNAL))
    states = list(proof.witnesses())
    for at in level.hidden:
        members = level.publication.cells[at].members
        assert len({int(state[members].sum()) for state in states}) > 1
    assert np.array_equal(np.flatnonzero(proof.values == -1), sorted(level.hidden))
    # What is hidden and follows from what is shown is shown itself, unless it must stay.
    lonely = replace(level, hidden=level.hidden | {place(level.publication, "b", "graduates")})
    again, _ = proved(lonely)
    assert again.hidden == level.hidden
    kept, _ = proved(lonely, lonely.hidden - level.hidden)
    assert kept.hidden >= lonely.hidden
