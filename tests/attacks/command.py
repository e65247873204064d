"""python -m tests.attacks: print what an outsider finds in how much that is hidden, and how many planted faults are caught.

Rows are the kinds of data at each level, columns the histories of loads, cells found / hidden, over worlds of two and
three cities. A line is printed for each history as it ends. Exit code 1 if anything is found or not caught.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from attacks.gate import Stand, planted_faults, tables_of
from attacks.histories import HISTORIES
from attacks.scores import NOTHING, Field, fields, printed
from attacks.worlds import invented


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--seed", type=int, default=2, help="of the invented worlds")
    parser.add_argument("--cities", type=int, nargs="*", default=[2, 3], help="a world for each number")
    parser.add_argument("--histories", nargs="*", default=list(HISTORIES), choices=list(HISTORIES))
    parser.add_argument("--faults", type=int, default=500, help="so many are planted")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        worlds = [(asked.seed, cities) for cities in asked.cities]
        leaks = _attack(worlds, Path(place) / "worlds", asked.histories)
        missed = _plant(asked.faults, Path(place) / "planted")
    return 1 if leaks or missed else 0


def _attack(worlds: Sequence[tuple[int, int]], place: Path, histories: Sequence[str]) -> int:
    found: list[Field] = []
    every = fields(worlds, place, histories)
    for (world, history), mine in groupby(every, lambda each: (each.world, each.history)):
        here = list(mine)
        total, found = sum((each.score for each in here), NOTHING), [*found, *here]
        refused = f", {here[0].refused} loads refused" if here[0].refused else ""
        print(f"world {world}, {history}: {total.found} of {total.secrets} found{refused}", flush=True)
    print(f"\n{printed(found)}\n" if found else "", flush=True)
    return sum(each.score.found for each in found)


def _plant(count: int, place: Path) -> int:
    """How many planted faults the last look of a load does not notice."""
    stand = Stand(place, tables_of(invented(1, 2, (2025,)), "settlement_survey"))
    found = list(planted_faults(stand, count))
    missed = [name for name, caught in found if not caught]
    print(f"planted {len(found)}, caught {len(found) - len(missed)}", *missed, sep="\n  ")
    return len(missed)
