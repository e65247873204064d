"""The ledger of what was handed out, and what follows from it for the next release: cases by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from meomureum.privacy import ledger
from meomureum.privacy.ledger import Damaged, Entry, Ledger
from meomureum.privacy.menu import Parameters, Profile
from meomureum.privacy.previous_releases import Past
from meomureum.privacy.proofs import Proof, packed, prove
from meomureum.privacy.publication import Publication, Table, publication

UNIT = "real/university_outcomes/gimhae"
OTHER = "real/university_outcomes/siheung"


def entry(release: str = "public", *, unit: str = UNIT, proof: str = "first", snapshot: str = "one") -> Entry:
    return Entry(snapshot, release, unit, {"a": "meaning"}, (("row", 1, 2.5, None, True),), proof)


def accepted(sender: str, snapshot: str = "one", unit: str = UNIT) -> Entry:
    return Entry(snapshot, "", f"{unit}/{ledger.WITHDRAWN}/{sender}")


# The ledger.


def test_what_is_said_already_is_not_entered_again() -> None:
    first = Ledger().with_more([entry("internal"), entry("public")])
    assert [each.release for each in first.entries] == ["internal", "public"]
    # Another snapshot that says the same says nothing new; each release and unit stands for itself.
    assert first.with_more([entry("internal", snapshot="two"), entry("public", snapshot="two")]) == first
    assert len(first.with_more([entry("public", unit=OTHER)]).entries) == 3
    second = first.with_more([entry("public", proof="second")])
    assert [each.proof for each in second.of(UNIT)] == ["first", "first", "second"]
    # What was said before the last is news again.
    assert len(second.with_more([entry("public")]).entries) == 4
    for changed in (
        replace(entry(), formulas={"a": "other"}),
        replace(entry(), rows=(("row", 1, 2.5, None, False),)),
    ):
        assert len(first.with_more([changed]).entries) == 3


def test_the_newest_of_each_release_is_the_last_that_was_entered() -> None:
    found = Ledger().with_more(
        [entry("internal"), entry("public"), entry("public", proof="second"), entry("public", unit=OTHER)]
    )
    assert {release: each.proof for release, each in found.newest(UNIT).items()} == {
        "internal": "first",
        "public": "second",
    }
    assert [each.unit for each in found.of(OTHER)] == [OTHER]
    assert found.newest("real/university_outcomes/ansan") == {}


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / ledger.FILE
    assert ledger.read(path) == Ledger()
    first = Ledger().with_more([entry("internal")])
    second = first.with_more([entry("public"), accepted("inje")])
    ledger.write(second, path)
    assert ledger.read(path, [ledger.START, first.head, second.head]) == second
    assert ledger.read(path).entries[0].rows == (("row", 1, 2.5, None, True),)
    assert len({ledger.START, first.head, second.head}) == 3


def test_the_first_line_that_is_not_as_it_was_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / ledger.FILE
    whole = Ledger().with_more([entry("internal"), entry("public"), entry("public", proof="second")])
    ledger.write(whole, path)
    text = path.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    damages = {
        text[:-1]: 3,  # torn: the end of the last line is missing
        text.replace("second", "zecond"): 3,
        "".join(lines[1:]): 1,
        "".join([lines[0], lines[2]]): 2,
        "".join([lines[0], lines[1].upper(), lines[2]]): 2,
        text + "\n": 4,
        text + "torn": 4,
    }
    for damaged, line in damages.items():
        path.write_text(damaged, "utf-8")
        with pytest.raises(Damaged) as told:
            ledger.read(path)
        assert (told.value.line, told.value.path) == (line, path)
    # Cut short, it is whole by itself: a snapshot that has kept its digest knows better.
    path.write_text("".join(lines[:2]), "utf-8")
    assert len(ledger.read(path).entries) == 2
    with pytest.raises(Damaged) as told:
        ledger.read(path, [whole.head])
    assert told.value.line == 3
    path.unlink()
    with pytest.raises(Damaged):
        ledger.read(path, [whole.head])


def test_whose_rows_may_stay_away_is_known_by_unit_and_by_when_it_was_said() -> None:
    found = Ledger().with_more(
        [
            entry("internal"),
            accepted("inje"),
            accepted("kaya", unit=OTHER),
            entry("public"),
            accepted("kaya", "two"),
            accepted("inje", "two"),
            entry("public", proof="second"),
        ]
    )
    assert found.accepted(UNIT) == {"inje": 2, "kaya": 2}
    assert found.accepted(OTHER) == {"kaya": 0}
    assert found.accepted("gimhae") == {}
    # Each by the load that accepted it; of two cities of one load the sender counts once.
    assert found.acceptances == ("inje", "inje", "kaya", "kaya")
    twice = Ledger().with_more([accepted("kaya"), accepted("kaya", unit=OTHER)])
    assert twice.acceptances == ("kaya",)
    # A decision is entered each time that it is made.
    assert len(twice.with_more([accepted("kaya")]).entries) == 3


def test_releases_are_served_until_they_are_dropped() -> None:
    assert not Ledger().serving
    served = Ledger().with_more([entry()])
    assert served.serving
    dropped = served.with_more([Entry("two", "", ledger.DROPPED)])
    assert not dropped.serving
    assert len(dropped.with_more([Entry("three", "", ledger.DROPPED)]).entries) == 3
    again = dropped.with_more([entry(proof="second")])
    assert again.serving
    assert again.newest(UNIT)["public"].proof == "second"


# What follows from it.

SENT = Table(("institution_id", "year"), ("graduates", "entered"))
YEAR = Table(("year",), ("graduates", "entered"))
PROFILES = (Profile("internal", 5, 10), Profile("public", 10, 20))
KNOWN = Parameters(PROFILES, 2021, {})
Groups = dict[str, tuple[int, int]]
"""Who entered and who did not, of each school."""
FIRST: Groups = {"inje": (6, 100), "kaya": (70, 100), "gimhae": (80, 100)}


def of(groups: Groups, tables: Sequence[Table] = (SENT, YEAR), year: int = 2025) -> Publication:
    rows = [
        (year, school, outcome == "entered", True, people)
        for school, counts in groups.items()
        for outcome, people in zip(("entered", "other"), counts, strict=True)
    ]
    return publication(
        pd.DataFrame(rows, columns=["year", "institution_id", "entered", "graduates", "people"]), tables
    )


def at(city: Publication, school: str, count: str = "entered") -> int:
    (found,) = [
        place
        for place, cell in enumerate(city.cells)
        if any((each.row[0], each.count) == (school, count) for each in cell.shown)
    ]
    return found


def proof_of(city: Publication, *hidden: str) -> Proof:
    return prove(city, [at(city, name) for name in hidden], 5)


def past(*told: tuple[str, Proof], meanings: dict[str, str] | None = None) -> Past:
    return Past(
        tuple(Entry("one", release, UNIT, meanings or {}, (), packed(proof)) for release, proof in told)
    )


def grown(school: str, entered: int, others: int = 0) -> Groups:
    return {**FIRST, school: (FIRST[school][0] + entered, FIRST[school][1] + others)}


def test_the_last_proof_of_a_release_counts() -> None:
    one, two = proof_of(of(FIRST), "inje", "kaya"), proof_of(of(FIRST), "inje", "gimhae")
    found = past(("public", one), ("internal", two), ("public", two), ("internal", one))
    newest = found.newest("public"), found.newest("internal")
    assert [sorted(each.hidden) for each in newest if each] == [sorted(two.hidden), sorted(one.hidden)]
    assert found.newest("exact") is None
    assert Past().newest("public") is None


def test_a_formula_that_counts_otherwise_or_is_gone_differs() -> None:
    found = past(("public", proof_of(of(FIRST))), meanings={"rate": "one", "share": "two"})
    assert not found.differs_in_meaning({"rate": "one", "share": "two", "new": "three"})
    assert found.differs_in_meaning({"rate": "one", "share": "other"})
    assert found.differs_in_meaning({"rate": "one"})
    assert not Past().differs_in_meaning({})


def test_what_an_older_menu_counted_is_counted_on() -> None:
    found = past(("internal", proof_of(of(FIRST))), ("public", proof_of(of(FIRST), "inje", "kaya")))
    assert found.further([SENT, YEAR]) == []
    assert found.further([SENT]) == [YEAR]
    assert found.further([replace(SENT, counts=("entered",)), YEAR]) == [replace(SENT, counts=("graduates",))]
    assert found.further([]) == [SENT, YEAR]


def test_what_was_shown_is_frozen_and_known_where_it_is_still_so() -> None:
    before = past(
        ("internal", proof_of(of(FIRST), "inje", "gimhae")), ("public", proof_of(of(FIRST), "inje", "kaya"))
    )
    now = of(grown("kaya", 30))
    flags = {
        (str(cell.shown[0].row[0]), cell.shown[0].count): (cell.frozen, cell.known)
        for cell in before.known(now, ["public"]).cells
    }
    assert flags == {
        ("inje", "graduates"): (True, True),
        ("inje", "entered"): (False, False),
        ("kaya", "graduates"): (True, False),  # 170 then, 200 now
        ("kaya", "entered"): (False, False),
        ("gimhae", "graduates"): (True, True),
        ("gimhae", "entered"): (True, True),
        ("2025", "graduates"): (True, False),
        ("2025", "entered"): (True, False),
    }
    either = before.known(now, ["internal", "public"])
    assert [cell.frozen for cell in either.cells].count(False) == 1  # inje alone was never shown
    assert before.known(now, ["exact"]) == now
    # A number that was shown once and is so again is known, whatever was shown between.
    twice = past(("public", proof_of(of(FIRST))), ("public", proof_of(now)))
    assert all(cell.known for cell in twice.known(of(FIRST), ["public"]).cells)
    register = of(FIRST, [replace(SENT, known=frozenset({"graduates"}))])
    kept = past(("public", proof_of(of(grown("inje", 50), [SENT])))).known(register, ["public"])
    assert kept.cells[at(register, "inje", "graduates")].known  # as the register has it


def test_what_a_release_has_hidden_it_hides_again() -> None:
    before = past(
        ("internal", proof_of(of(FIRST), "inje", "gimhae")), ("public", proof_of(of(FIRST), "inje", "kaya"))
    )
    now = of({**FIRST, "new": (50, 50)})
    assert before.hidden(now, "public") == {at(now, "inje"), at(now, "kaya")}
    assert before.hidden(now, "internal") == {at(now, "inje"), at(now, "gimhae")}
    assert before.hidden(now, "exact") == frozenset()
    later = past(("public", proof_of(of(FIRST), "inje")), ("public", proof_of(of(FIRST), "kaya")))
    assert later.hidden(now, "public") == {at(now, "inje"), at(now, "kaya")}


def test_an_institution_of_which_nobody_is_left_is_gone_unless_that_was_accepted_since() -> None:
    before = past(("internal", proof_of(of(FIRST), "inje")), ("public", proof_of(of(FIRST), "inje", "kaya")))
    table = "university_outcomes"
    assert before.withdrawn(of(FIRST), table) == frozenset()
    without = {name: counts for name, counts in FIRST.items() if name != "kaya"}
    assert before.withdrawn(of(without), table) == {"kaya"}
    assert before.withdrawn(of({**without, "kaya": (0, 0)}), table) == {"kaya"}
    assert before.withdrawn(of({**without, "kaya": (0, 1)}), table) == frozenset()
    assert before.withdrawn(of(FIRST, year=2026), table) == {"inje", "kaya", "gimhae"}
    # Accepted when there were two entries, both of them; when there was one, the second speaks of it again.
    assert replace(before, accepted={"kaya": 2}).withdrawn(of(without), table) == frozenset()
    assert replace(before, accepted={"kaya": 1}).withdrawn(of(without), table) == {"kaya"}
    assert replace(before, accepted={"inje": 2}).withdrawn(of(without), table) == {"kaya"}
    # One who never had anybody cannot go.
    empty = past(("public", proof_of(of({**FIRST, "empty": (0, 0)}))))
    assert empty.withdrawn(of(FIRST), table) == frozenset()


def test_where_no_institution_sends_rows_groups_of_respondents_come_and_go() -> None:
    def answered(groups: Groups) -> Publication:
        rows = [(2025, group, True, people) for group, (people, _) in groups.items()]
        columns = ["year", "respondent_group", "graduates", "people"]
        return publication(
            pd.DataFrame(rows, columns=columns), [Table(("respondent_group", "year"), ("graduates",))]
        )

    before = past(("public", prove(answered({"worker": (40, 0), "student": (50, 0)}), [], 5)))
    left = answered({"student": (50, 0)})
    assert before.withdrawn(left, "settlement_survey") == {"worker"}
    assert before.withdrawn(left, "university_outcomes") == frozenset()


def test_a_nought_that_was_shown_and_is_three_now_is_a_change_of_three() -> None:
    """Three fewer of kaya entered, which is hidden, so that nothing else that is shown has changed."""
    nobody = {**FIRST, "inje": (0, 100)}
    before = past(("public", proof_of(of(nobody), "kaya", "gimhae")))
    assert before.tells_apart(of({**nobody, "inje": (3, 97), "kaya": (67, 103)}), KNOWN)


@pytest.mark.parametrize(
    ("now", "few"),
    [
        (FIRST, False),
        (grown("kaya", 1), True),
        (grown("kaya", -4), True),
        (grown("kaya", 5), True),  # of the public release these are few, of the internal one not
        (grown("kaya", 9), True),
        (grown("kaya", 10), False),
        # 30 more entered and 28 fewer did not: two more graduates.
        (grown("kaya", 30, -28), True),
        (grown("kaya", 30, -20), False),
        # The changes of two schools are large, and that of the year is their difference.
        ({**grown("kaya", 30), "gimhae": (53, 100)}, True),
        ({**grown("kaya", 30), "gimhae": (60, 100)}, False),
        # 30 more of kaya are shown, and 33 of the year: three more of inje, which is hidden and stands alone.
        ({**grown("kaya", 30), "inje": (9, 97)}, True),
        # A school of 12 that comes, one of 3.
        ({**FIRST, "new": (12, 20)}, False),
        ({**FIRST, "new": (3, 20)}, True),
    ],
)
def test_a_change_of_a_few_is_told_from_none_and_from_a_large_one(now: Groups, few: bool) -> None:
    before = past(("public", proof_of(of(FIRST), "inje")), ("internal", proof_of(of(FIRST))))
    shown_less = past(("public", proof_of(of(FIRST), "inje")))
    assert before.tells_apart(of(now), KNOWN) == few
    assert shown_less.tells_apart(of(now), KNOWN) == few


def test_each_release_is_judged_by_its_own_k() -> None:
    five = of(grown("kaya", 5))
    assert not past(("internal", proof_of(of(FIRST)))).tells_apart(five, KNOWN)
    assert past(("internal", proof_of(of(FIRST)))).tells_apart(of(grown("kaya", 4)), KNOWN)
    assert past(("public", proof_of(of(FIRST)))).tells_apart(five, KNOWN)
    assert not past(("exact", proof_of(of(FIRST)))).tells_apart(five, KNOWN)  # a release that is no more


def test_what_two_hidden_numbers_share_is_told_by_neither() -> None:
    """Two more of inje and two fewer of kaya, both hidden: nothing that is shown has changed."""
    before = past(("public", proof_of(of(FIRST), "inje", "kaya")))
    swapped = {**FIRST, "inje": (8, 98), "kaya": (68, 102)}
    assert not before.tells_apart(of(swapped), KNOWN)
    # With twenty more in all, nobody knows which of both they are.
    assert not before.tells_apart(of({**swapped, "kaya": (88, 82)}), KNOWN)
    # Two fewer graduates of kaya are shown themselves.
    assert before.tells_apart(of({**swapped, "kaya": (88, 80)}), KNOWN)


def test_the_change_of_a_rest_counts_too() -> None:
    """Of a rate the rest of its whole is told by both: 30 more of all, 28 more of those who entered."""
    rated = [replace(SENT, ratios=(("entered", "graduates"),)), YEAR]
    before = past(("public", proof_of(of(FIRST, rated))))
    assert before.tells_apart(of(grown("kaya", 28, 2), rated), KNOWN)
    assert not before.tells_apart(of(grown("kaya", 28, 12), rated), KNOWN)
    assert not before.tells_apart(of(grown("kaya", 28), rated), KNOWN)


def test_a_school_that_goes_takes_its_people_with_it() -> None:
    """Kaya had 12 graduates, three of whom entered: they were not told apart, but its going tells of all of them."""
    few = {**FIRST, "kaya": (3, 9)}
    before = past(("public", proof_of(of(few), "inje", "kaya")))
    gone = {name: counts for name, counts in few.items() if name != "kaya"}
    assert before.tells_apart(of({**gone, "inje": (46, 100)}), KNOWN) is False
    assert before.tells_apart(of(gone), KNOWN)


def test_of_two_schools_that_take_the_place_of_others_only_the_sum_follows() -> None:
    """Six come where 80 entered before: how many of them are of which school nobody can tell from the change."""
    before = past(("public", proof_of(of({"inje": (40, 50), "kaya": (40, 50)}))))
    assert not before.tells_apart(of({"gimhae": (3, 0), "new": (3, 0)}), KNOWN)
    assert before.tells_apart(of({"inje": (40, 50), "kaya": (40, 50), "new": (3, 0)}), KNOWN)


def test_a_school_of_ten_that_goes_is_a_change_of_ten() -> None:
    ten = {**FIRST, "kaya": (10, 50)}
    before = past(("public", proof_of(of(ten))))
    gone = {name: counts for name, counts in ten.items() if name != "kaya"}
    assert not before.tells_apart(of(gone), KNOWN)
    nine = past(("public", proof_of(of({**FIRST, "kaya": (9, 50)}))))
    assert nine.tells_apart(of(gone), KNOWN)
