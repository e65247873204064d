"""What a protected release offers, and how small is too small: read from `parameters.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from meomureum.privacy.people import PARTS, Asked, asked_of
from meomureum.privacy.publication import Table

PARAMETERS = Path(__file__).parent / "parameters.toml"
_RANKS = {"headline": 0, "own": 1, "offered": 2, "all": 3}


@dataclass(frozen=True)
class Profile:
    """How small is too small in one release: counts under `k`, rates on fewer than `n_min`.

    An amount of firms is too small where one of them can hold more than the share `largest`
    of it, or two more than `two_largest`.
    """

    name: str
    k: int
    n_min: int
    largest: float = 0.75
    two_largest: float = 0.9


@dataclass(frozen=True)
class Offer:
    """One table of the menu: the columns beside the city that form its rows, and its formulas."""

    columns: tuple[str, ...]
    formulas: tuple[Asked, ...]
    weight: float
    head_count: bool
    may_hide: bool

    @property
    def table(self) -> Table:
        """The same in terms of counts: numerator and denominator of each formula."""
        ratios = tuple((f"of {each.name}", f"all {each.name}") for each in self.formulas)
        own = [pair for each, pair in zip(self.formulas, ratios, strict=True) if each.rank == 0]
        fixed = self.columns == ("year",) and not self.may_hide
        headline = {name for pair in own for name in pair} if fixed else set()
        known = {f"all {each.name}" for each in self.formulas if each.formula.denominator == "graduates"}
        names = tuple(dict.fromkeys(name for pair in ratios for name in pair))
        head_counts = frozenset(known if self.head_count else ())
        return Table(self.columns, names, ratios, self.weight, frozenset(headline), head_counts)


@dataclass(frozen=True)
class Parameters:
    """All of the parameter file."""

    profiles: tuple[Profile, ...]
    anchor: int
    menu: Mapping[str, tuple[Offer, ...]]

    def profile(self, release: str) -> Profile:
        """The profile of a release; KeyError when there is none."""
        return {each.name: each for each in self.profiles}[release]


@lru_cache(maxsize=2)
def parameters(path: Path = PARAMETERS) -> Parameters:
    """The parameters of the protected releases, the most open release last.

    Raises LookupError for a table of the menu of which nobody has said who its people are.
    """
    read = tomllib.loads(path.read_text("utf-8"))
    if strangers := sorted(read["menu"].keys() - PARTS.keys()):
        raise LookupError(
            f"{path.name}: say in meomureum/privacy/people.py whom {', '.join(strangers)} counts"
        )
    profiles = tuple(Profile(name, **each) for name, each in read["releases"].items())
    menu = {table: tuple(_offer(table, each) for each in offers) for table, offers in read["menu"].items()}
    return Parameters(profiles, read["blocks"]["anchor"], menu)


def decided(table: str, path: Path = PARAMETERS) -> str:
    """All that the parameters say about a table, in words that are alike where they say the same."""
    read = tomllib.loads(path.read_text("utf-8"))
    return repr((read["releases"], read["blocks"], read["menu"].get(table)))


def _offer(table: str, entry: Mapping[str, Any]) -> Offer:
    formulas = tuple(each for each in asked_of(table) if each.rank <= _RANKS[entry["formulas"]])
    columns: Sequence[str] = entry["columns"]
    flags = (bool(entry.get(name, False)) for name in ("head_count", "may_hide"))
    return Offer(tuple(columns), formulas, float(entry["weight"]), *flags)
