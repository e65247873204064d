"""Cities like this one, and how fast any of them ever moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import pandas as pd

from meomureum.analysis.statistics.scenario import share_below
from meomureum.measures import register
from meomureum.measures.measurement import Scope, find, measure
from meomureum.measures.queries import RELIABLE_DENOMINATOR
from meomureum.measures.register import every_city
from meomureum.store.warehouse import Snapshot

MOST_PEERS = 20
# Of fewer cities a percentile would say more than it knows.
PEERS_NEED = 5


@dataclass(frozen=True)
class Peer:
    """One other city: its newest value, its denominator and its distance from the capital.

    `shared` are the strategic industries that both have named (None where it has named none),
    `best` the largest change for the better over the years asked about.
    """

    city_id: str
    value: float
    year: int
    people: float
    kilometres: float | None
    shared: int | None
    best: float | None


@dataclass(frozen=True)
class Peers:
    """The nearest cities, nearest first, and where a required change stands among theirs.

    `nearness` names what was compared: "size", and "distance" and "industry" where it is known
    of every city. `of` is how many cities have a value at all.
    """

    found: tuple[Peer, ...]
    of: int
    nearness: tuple[str, ...]
    years: int | None
    required: float | None
    percentile: float | None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    """The measurements of the cities found, from which source and date are told."""

    @property
    def managed(self) -> tuple[float, ...]:
        """The best changes among the nearest cities that have values so many years apart."""
        return tuple(each.best for each in self.found if each.best is not None)


def peers(
    snapshot: Snapshot,
    kpi_id: str,
    formula_id: str,
    data_set: str,
    city_id: str,
    *,
    kilometres: Mapping[str, float],
    years: int | None = None,
    required: float | None = None,
) -> Peers:
    """The cities nearest to one by an indicator's own people, distance to the capital and industries.

    `required` is the change that a target asks for in `years` years, for the better positive.
    """
    scope = Scope("sample" if data_set == "sample" else "published", cities=every_city(snapshot))
    rows = measure(snapshot, kpi_id, scope, ("city", "year"), formula_id)
    rows = rows[(rows["origin"] == "computed") & rows["value"].notna() & rows["denominator"].notna()]
    rows = rows[rows["denominator"] >= RELIABLE_DENOMINATOR]
    sign = 1 if find(kpi_id).direction == "up" else -1
    industries = _industries(snapshot)
    every = [
        _peer(str(city), mine.sort_values("year"), kilometres, industries, city_id, years, sign)
        for city, mine in rows.groupby("city_id")
    ]
    others = [each for each in every if each.city_id != city_id]
    me = next((each for each in every if each.city_id == city_id), None)
    nearness = () if me is None else _known(me, others)
    found = () if me is None else tuple(_nearest(me, others, nearness)[:MOST_PEERS])
    managed = [each.best for each in found if each.best is not None]
    asked = required is not None and years is not None and len(managed) >= PEERS_NEED
    percentile = share_below(required, managed) if asked and required is not None else None
    measured = rows[rows["city_id"].isin([each.city_id for each in found])]
    return Peers(found, len(others), nearness, years, required, percentile, measured)


def _peer(
    city: str,
    rows: pd.DataFrame,
    kilometres: Mapping[str, float],
    industries: Mapping[str, frozenset[str]],
    mine: str,
    years: int | None,
    sign: int,
) -> Peer:
    values = {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}
    last = max(values)
    changes = [
        sign * (values[year] - values[year - years]) for year in values if years and year - years in values
    ]
    return Peer(
        city_id=city,
        value=values[last],
        year=last,
        people=float(rows["denominator"].iloc[-1]),
        kilometres=kilometres.get(city),
        shared=len(industries[city] & industries.get(mine, frozenset())) if city in industries else None,
        best=max(changes, default=None),
    )


def _industries(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    named = register.table(snapshot, "SELECT DISTINCT city_id, industry_id FROM industries ORDER BY ALL")
    return {str(city): frozenset(rows["industry_id"]) for city, rows in named.groupby("city_id")}


def _known(me: Peer, others: Sequence[Peer]) -> tuple[str, ...]:
    """What can be compared: a measure that some city lacks would rank it by our ignorance."""
    everyone = (me, *others)
    known = ["size"]
    known += ["distance"] if all(each.kilometres is not None for each in everyone) else []
    known += ["industry"] if all(each.shared is not None for each in everyone) else []
    return tuple(known)


def _nearest(me: Peer, others: Sequence[Peer], nearness: Sequence[str]) -> list[Peer]:
    """By the mean of the places in each ranking."""
    far: dict[str, Callable[[Peer], float]] = {
        "size": lambda each: abs(log(each.people / me.people)),
        "distance": lambda each: abs((each.kilometres or 0) - (me.kilometres or 0)),
        "industry": lambda each: -(each.shared or 0),
    }
    measured = {name: [far[name](each) for each in others] for name in nearness}

    def place(each: Peer) -> tuple[float, str]:
        ranks = [share_below(far[name](each), measured[name]) or 0.0 for name in nearness]
        return sum(ranks), each.city_id

    return sorted(others, key=place)
