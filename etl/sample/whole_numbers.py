"""How the sample set is dealt out: whole numbers from a seed, the same on every Python.

Only integers and `Random.randrange` are used: sums of decimals and the library's own
shuffles differ between Python versions, and the committed files must come out byte for byte.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar

SEED = "meomureum sample 2025"
NOT_APPLICABLE = "-"
NOT_PUBLISHED = "미공표"

Cell = str | int
Row = tuple[Cell, ...]
Label = TypeVar("Label", bound=Hashable)
Told = TypeVar("Told")
ANY = ""
FOLDER = Path(__file__).parent


class Story(dict[str, Told]):
    """What is told of each city or institution by its code, and of every other one under ANY."""

    def __missing__(self, code: str) -> Told:
        """What is told of every other one."""
        if code == ANY:
            raise KeyError(code)
        return self[ANY]


def told(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml` beside this file: a word that is a year is a number, `any` makes a story."""
    return {
        name: _told(each)
        for name, each in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")).items()
    }


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_told, value))
    if not isinstance(value, dict):
        return value
    found = {int(code) if code.isdecimal() else code: _told(each) for code, each in value.items()}
    return (
        Story({ANY if code == "any" else str(code): each for code, each in found.items()})
        if "any" in found
        else found
    )


class Table(NamedTuple):
    """One file of the sample set: its name, header and rows."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]


class Dealer:
    """Splits totals and deals labels; each table has its own, so one table moves no other."""

    def __init__(self, table: str) -> None:
        self._random = Random(f"{SEED}/{table}")  # noqa: S311 - invented data, no secret

    def shares(self, total: int, weights: Mapping[Label, int]) -> dict[Label, int]:
        """Split a total in proportion: each part is its exact share rounded up or down.

        A random start decides which parts are rounded up, so that small groups do not
        always favour the largest label. The parts add up to the total.
        """
        whole = sum(weights.values())
        if not whole:
            return dict.fromkeys(weights, 0)
        reached = self._random.randrange(whole)
        parts: dict[Label, int] = {}
        for label, weight in weights.items():
            parts[label] = (reached + total * weight) // whole - reached // whole
            reached += total * weight
        return parts

    def deal(self, total: int, weights: Mapping[Label, int]) -> list[Label]:
        """One label a person, in the proportions of the weights, in mixed order."""
        return self.mixed(label for label, count in self.shares(total, weights).items() for _ in range(count))

    def mixed(self, labels: Iterable[Label]) -> list[Label]:
        """The labels in random order."""
        dealt = list(labels)
        for last in range(len(dealt) - 1, 0, -1):
            other = self._random.randrange(last + 1)
            dealt[last], dealt[other] = dealt[other], dealt[last]
        return dealt

    def about(self, value: int, per_thousand: int) -> int:
        """The value, up to that many thousandths larger or smaller."""
        return portion(value, 1000 - per_thousand + self._random.randrange(2 * per_thousand + 1))

    def happens(self, per_thousand: int) -> bool:
        """Whether something of that probability happens."""
        return self._random.randrange(1000) < per_thousand

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self._random.randrange(high - low + 1)


def portion(total: int, per_thousand: int) -> int:
    """So many thousandths of a total, rounded half up."""
    return (total * per_thousand + 500) // 1000


def towards(first: int, last: int, year: int, years: tuple[int, int] = (2019, 2025)) -> int:
    """The value of a year on the straight line between those of the first and last year."""
    return first + (last - first) * (year - years[0]) // (years[1] - years[0])


def counted(people: Iterable[tuple[Row, int]]) -> dict[Row, tuple[int, int, int]]:
    """Persons by what they have in common: how many there are, and how many stayed until each check.

    The number of each person says how many checks of the employment were passed: 0, 1 or 2.
    """
    tally = Counter(people)
    groups = dict.fromkeys(sorted({group for group, _ in tally}, key=_order))
    return {
        group: (
            tally[group, 0] + tally[group, 1] + tally[group, 2],
            tally[group, 1] + tally[group, 2],
            tally[group, 2],
        )
        for group in groups
    }


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row)
