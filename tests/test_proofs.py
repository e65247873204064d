"""What a proof says and when it holds: a proof of two schools, written down number by number."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from meomureum.privacy import proofs
from meomureum.privacy.proofs import NOTHING, Proof
from meomureum.privacy.publication import Cell, Members, Publication, Ratio, Shown

# Who entered of a, who did not; the same of b.
IN_A, OUT_A, IN_B, OUT_B = range(4)
CELLS = ((IN_A, OUT_A), (IN_A,), (IN_B, OUT_B), (IN_B,), (IN_A, IN_B))
NAMES = ("graduates of a", "of a", "graduates of b", "of b", "of both")
PLACES = (
    *("0\tschool x year\ta|2025\tall", "1\tschool x year\ta|2025\tof", "2\tschool x year\tb|2025\tall"),
    *("3\tschool x year\tb|2025\tof", "4\tyear\t2025\tof"),
)


def some(*numbers: int) -> Members:
    return np.array(numbers, dtype=np.int64)


# 10 and 8 graduates are shown, and that 7 of all entered; 3 and 4 of each school, or 0 and 7, or 5 and 2.
PROOF = Proof(
    start=some(0, 2, 3, 5, 6, 8),
    members=some(*(member for cell in CELLS for member in cell)),
    values=some(10, -1, 8, -1, 7),
    rests=np.array([(0, 1), (2, 3)]),
    base=some(3, 7, 4, 4),
    moves=np.array(
        [(1, 0, -3), (1, 1, 3), (1, 2, 3), (1, 3, -3), (2, 0, 2), (2, 1, -2), (2, 2, -2), (2, 3, 2)]
    ),
    places=PLACES,
)
STATES = [[3, 7, 4, 4], [0, 10, 7, 1], [5, 5, 2, 6]]


def moving(*moves: tuple[int, int, int]) -> Proof:
    return replace(PROOF, moves=np.array(moves, np.int64).reshape(-1, 3))


# What it says.


def test_it_names_the_people_of_each_number_and_every_state() -> None:
    assert [each.tolist() for each in PROOF.cells] == [list(cell) for cell in CELLS]
    assert PROOF.hidden.tolist() == [1, 3]
    assert [each.tolist() for each in PROOF.witnesses()] == STATES
    assert PROOF.base.tolist() == STATES[0]
    assert PROOF.cell_of["school x year", "b|2025", "of"] == 3
    assert PROOF.numbers == {
        ("school x year", "a|2025", "all"): 10,
        ("school x year", "a|2025", "of"): None,
        ("school x year", "b|2025", "all"): 8,
        ("school x year", "b|2025", "of"): None,
        ("year", "2025", "of"): 7,
    }
    assert [each.tolist() for each in moving().witnesses()] == STATES[:1]
    assert (NOTHING.cells, NOTHING.hidden.tolist(), NOTHING.numbers) == ([], [], {})


def test_what_a_release_leaves_open_is_what_it_hides_and_what_that_leaves() -> None:
    # Who entered, and who did not: each school's two classes.
    assert [each.tolist() for each in proofs.asked(PROOF)] == [[0], [2], [1], [3]]
    one = replace(PROOF, values=some(10, 3, 8, -1, 7))
    assert [each.tolist() for each in proofs.asked(one)] == [[2], [3]]
    whole = replace(PROOF, values=some(-1, 3, 8, 4, 7))
    assert [each.tolist() for each in proofs.asked(whole)] == [[0, 1], [1]]
    # What is left is asked once, and not where it is shown itself or nobody.
    twice = replace(PROOF, rests=np.array([(0, 1), (0, 1)]))
    assert [each.tolist() for each in proofs.asked(twice)] == [[0], [2], [1]]
    told = replace(PROOF, rests=np.array([(4, 1)]))
    assert [each.tolist() for each in proofs.asked(told)] == [[0], [2]]
    shown = replace(told, values=some(10, -1, 8, 4, 7))
    assert [each.tolist() for each in proofs.asked(shown)] == [[0]]
    nobody = replace(PROOF, rests=np.array([(1, 1)]))
    assert [each.tolist() for each in proofs.asked(nobody)] == [[0], [2]]


# When it holds.


def test_a_proof_that_holds_has_no_state_that_is_none() -> None:
    assert proofs.contradicting(PROOF) == 0
    assert proofs.contradicting(moving()) == 0
    assert proofs.contradicting(NOTHING) == 0


@pytest.mark.parametrize(
    ("proof", "wrong"),
    [
        # The first state gives another number, or has somebody below nought.
        (replace(PROOF, values=some(11, -1, 8, -1, 7)), 1),
        (replace(PROOF, values=some(10, -1, 8, -1, 8)), 1),
        (replace(moving(), base=some(-1, 11, 8, 0)), 1),
        (replace(moving(), values=some(10, -1, 8, -1, -1), base=some(0, 10, 0, 8)), 0),
        # A further one: a number that is shown changes, a class falls below nought, a class is named twice.
        (moving((1, 0, 1)), 1),
        (moving((1, 0, 1), (1, 1, -1)), 1),
        (moving((1, 0, -4), (1, 1, 4), (1, 2, 4), (1, 3, -4)), 1),
        (moving((1, 0, -3), (1, 1, 3), (1, 2, 3), (1, 3, -3)), 0),
        (moving((1, 0, 1), (1, 0, -1)), 1),
        (moving((1, 0, 1), (2, 1, 1), (3, 0, -3), (3, 1, 3), (3, 2, 3), (3, 3, -3)), 2),
        # All at once.
        (replace(moving((1, 0, 1), (2, 1, 1)), values=some(11, -1, 8, -1, 7)), 3),
    ],
)
def test_each_state_that_is_none_is_counted(proof: Proof, wrong: int) -> None:
    assert proofs.contradicting(proof) == wrong


def test_the_states_reach_from_the_fewest_to_the_most() -> None:
    low, high = proofs.reach(PROOF, [some(IN_A), some(OUT_B), some(IN_A, IN_B)])
    assert (low.tolist(), high.tolist()) == ([0, 1, 7], [5, 6, 7])
    # Of the states only those that give what is told besides.
    low, high = proofs.reach(PROOF, [some(IN_A)], [(some(IN_B), 4)])
    assert (low.tolist(), high.tolist()) == ([3], [3])
    low, high = proofs.reach(PROOF, [some(IN_A)], [(some(IN_A, OUT_B), 1)])
    assert (low.tolist(), high.tolist()) == ([0], [0])
    low, high = proofs.reach(PROOF, [some(IN_A)], [(some(IN_B), 4), (some(OUT_B), 1)])
    assert low[0] > high[0]  # no state gives both


@pytest.mark.parametrize(
    ("most", "also", "unproved"),
    [
        (5, [], []),
        (6, [], [0]),
        (5, [(IN_B, 7)], [0]),  # then nobody of a entered
        (5, [(IN_B, 2)], [0]),  # then five did
        (0, [(IN_B, 7)], []),
    ],
)
def test_what_is_small_must_be_able_to_be_nobody_and_many(
    most: int, also: Sequence[tuple[int, int]], unproved: list[int]
) -> None:
    told = [(some(place), number) for place, number in also]
    assert proofs.unproved(PROOF, [(some(IN_A), most)], told) == unproved


def test_each_set_is_judged_by_itself_and_none_by_a_proof_that_does_not_hold() -> None:
    sets = [(some(IN_A), 5), (some(IN_B), 7), (some(OUT_A), 3), (some(IN_B), 8)]
    # There are two of b at least, and five of a who did not enter.
    assert proofs.unproved(PROOF, sets) == [1, 2, 3]
    assert proofs.unproved(moving((1, 0, 1)), sets[:2]) == [0, 1]


def test_a_hidden_number_that_is_alike_in_every_state_is_none() -> None:
    assert proofs.determined(PROOF) == []
    assert proofs.determined(moving()) == [1, 3]
    # One of four: only who did not enter moves, and nobody stands in the last.
    bare = replace(
        PROOF,
        start=some(0, 1, 2, 3, 3),
        members=some(0, 1, 2),
        values=some(-1, -1, 5, -1),
        moves=np.array([(1, 0, 1)]),
        places=PLACES[:4],
    )
    assert proofs.determined(bare) == [1]


def test_a_figure_that_the_proof_shows_otherwise_or_not_at_all_is_counted() -> None:
    shown = [("school x year", "a|2025", "all", 10.0), ("year", "2025", "of", 7.0)]
    assert proofs.contradictions(PROOF, shown) == 0
    wrong = [
        ("school x year", "a|2025", "all", 11.0),
        ("school x year", "c|2025", "all", 10.0),
        ("school x year", "a|2025", "of", 3.0),
    ]
    assert proofs.contradictions(PROOF, [*shown, *wrong]) == 3


def test_all_that_is_shown_is_one_in_every_state() -> None:
    assert len(proofs.replayed(PROOF)) == 1
    assert len(proofs.replayed(moving((1, 0, 1)))) == 2
    assert len(proofs.replayed(replace(PROOF, values=some(10, -1, 8, -1, 6)))) == 2
    assert len(proofs.replayed(moving((1, 0, 1), (2, 0, 2), (3, 0, 1)))) == 3


# Of whom it speaks.


def city(*counts: int) -> Publication:
    shown = [tuple(place.split("\t")[1:]) for place in PLACES]
    cells = tuple(
        Cell(some(*members), (Shown(table, tuple(row.split("|")), count),), 1.0)
        for members, (table, row, count) in zip(CELLS, shown, strict=True)
    )
    return Publication(some(*counts), cells, (Ratio(1, 0), Ratio(3, 2)))


def test_what_is_proved_is_made_of_what_is_shown() -> None:
    found = proofs.prove(city(3, 7, 4, 4), [1, 3], 5)
    for name in ("start", "members", "values", "rests"):
        assert getattr(found, name).tolist() == getattr(PROOF, name).tolist()
    assert found.places == PLACES
    assert proofs.contradicting(found) == 0
    assert proofs.unproved(found, [(some(IN_A), 5), (some(IN_B), 5)]) == []
    assert proofs.unproved(proofs.prove(city(3, 7, 4, 4), [], 5), [(some(IN_A), 5)]) == [0]


@pytest.mark.parametrize("k", [5, 7])
def test_each_hidden_number_can_be_nobody_and_k(k: int) -> None:
    found = proofs.prove(city(3, 7, 4, 4), [1, 3], k)
    low, high = proofs.reach(found, [some(IN_A), some(IN_B)])
    assert low.tolist() == [0, 0]
    assert (high >= k).all()


def test_a_proof_is_true_of_the_people_that_it_was_made_of() -> None:
    assert proofs.is_true_of(PROOF, city(3, 7, 4, 4))
    assert proofs.is_true_of(PROOF, city(2, 8, 5, 3))  # what is hidden plays no part
    assert not proofs.is_true_of(PROOF, city(3, 8, 4, 4))
    assert not proofs.is_true_of(PROOF, city(4, 6, 4, 4))
    assert not proofs.is_true_of(replace(PROOF, places=PLACES[:4]), city(3, 7, 4, 4))
    assert not proofs.is_true_of(replace(PROOF, base=some(3, 7, 4, 4, 0)), city(3, 7, 4, 4))
    others = replace(PROOF, members=some(0, 1, 1, 2, 3, 2, 0, 2))
    assert not proofs.is_true_of(others, city(3, 7, 4, 4))


# In a file.


def same(one: Proof, other: Proof) -> bool:
    names = ("start", "members", "values", "rests", "base", "moves")
    return one.places == other.places and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in names
    )


def test_proofs_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    every = {"real/a/gimhae": PROOF, "real/b/ansan": moving(), "real/c/siheung": NOTHING}
    proofs.save(every, tmp_path / "one.zip")
    proofs.save(dict(reversed(every.items())), tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    found = dict(proofs.load(tmp_path / "one.zip"))
    assert list(found) == sorted(every)
    assert all(same(found[name], proof) for name, proof in every.items())
    memory = io.BytesIO()
    proofs.save({}, memory)
    assert list(proofs.load(memory)) == []


def test_a_file_that_would_run_something_is_refused(tmp_path: Path) -> None:
    proofs.save({"real/a/gimhae": PROOF}, tmp_path / "one.zip")
    objects = io.BytesIO()
    np.save(objects, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with (
        zipfile.ZipFile(tmp_path / "one.zip") as whole,
        zipfile.ZipFile(tmp_path / "two.zip", "w") as other,
    ):
        for name in whole.namelist():
            other.writestr(name, objects.getvalue() if name.endswith("base.npy") else whole.read(name))
    with pytest.raises(ValueError, match="pickle"):
        list(proofs.load(tmp_path / "two.zip"))


@pytest.mark.parametrize("beside", ["note.txt", "real/a/gimhae/note.txt", "real/a/gimhae/base.npy", ""])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_holds_more_than_proofs_is_refused(tmp_path: Path, beside: str) -> None:
    path = tmp_path / "one.zip"
    proofs.save({"real/a/gimhae": PROOF}, path)
    with zipfile.ZipFile(path, "a") as archive:
        if beside:
            archive.writestr(beside, archive.read("real/a/gimhae/base.npy"))
        else:
            archive.comment = b"7"
    with pytest.raises(ValueError, match="unknown entries"):
        list(proofs.load(path))


def test_words_beside_an_entry_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    proofs.save({"real/a/gimhae": PROOF}, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.infolist()[0].comment = b"7"
        archive.comment = b"x"  # has the directory written anew
        archive.comment = b""
    with pytest.raises(ValueError, match="beside an entry"):
        list(proofs.load(path))


def test_a_proof_as_a_word_is_the_proof() -> None:
    assert same(proofs.unpacked(proofs.packed(PROOF)), PROOF)
    assert proofs.packed(PROOF) == proofs.packed(replace(PROOF))
    assert proofs.packed(PROOF).isascii()


def test_a_digest_tells_every_number_and_name() -> None:
    others = [
        replace(PROOF, base=some(3, 7, 4, 5)),
        replace(PROOF, start=some(0, 2, 3, 5, 7, 8)),
        replace(PROOF, rests=PROOF.rests.T),
        replace(PROOF, values=some(10, -1, 8, -1, -1)),
        replace(PROOF, members=some(0, 1, 1, 2, 3, 2, 0, 2)),
        replace(PROOF, places=PLACES[::-1]),
        moving(),
    ]
    assert len({proofs.digest(each) for each in [PROOF, *others]}) == 1 + len(others)
    assert proofs.digest(PROOF) == proofs.digest(proofs.unpacked(proofs.packed(PROOF)))
