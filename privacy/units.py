"""The bodies of people that are protected together: those of one city in one table.

Nobody is counted in two cities, and no published figure adds cities up, so each city
stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from privacy.earlier import Earlier
from privacy.gate import faults
from privacy.menu import Parameters
from privacy.people import BLOCK_YEARS, atoms, possible
from privacy.proofs import Proof, proof_of
from privacy.protecting import Protected, Refused, protect
from privacy.publication import Publication, publication, row_key

NOTHING_EARLIER = Earlier()


class GateClosed(Exception):
    """Nothing may be published: `table` of `city` is the one to coarsen, at `columns`."""

    def __init__(self, table: str, city: str, columns: str, row: tuple[object, ...], count: str) -> None:
        self.table, self.city, self.columns, self.row, self.count = table, city, columns, row, count
        super().__init__(f"{table} / {city} / {columns} / {row} / {count}")


@dataclass(frozen=True)
class Unit:
    """One city in one table, protected for every release, the least open first."""

    table: str
    city: str
    data_set: str
    releases: Mapping[str, Protected]

    @property
    def name(self) -> str:
        """The unit as proofs and papers name it."""
        return f"{self.data_set}/{self.table}/{self.city}"

    def proofs(self) -> Iterator[tuple[str, Proof]]:
        """The proof of each release."""
        return ((release, proof_of(protected)) for release, protected in self.releases.items())


def publications(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, table: str, data_set: str
) -> Iterator[tuple[str, Publication]]:
    """What the menu shows of a table, by city."""
    found = atoms(connection, table, data_set, parameters.anchor)
    newest = found["year"].max()
    open_block = found["block"] + BLOCK_YEARS - 1 > newest
    found["block"] = found["block"].astype("Float64").mask(open_block)
    offers = parameters.menu[table]
    for city, rows in found[found["city_id"].notna()].groupby("city_id"):
        every = possible(rows.reset_index(drop=True), [offer.columns for offer in offers])
        yield str(city), publication(every, [offer.table for offer in offers])


def protected_units(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    data_set: str,
    say: Callable[[Unit], None] = lambda _: None,
    only: str = "",
    before: Earlier = NOTHING_EARLIER,
) -> Iterator[Unit]:
    """Every unit of a set (of one city), protected and proved; raises GateClosed for one that cannot be.

    What earlier releases have shown stays known; a unit that changed by too little is left
    out, for its earlier figures to stand.
    """
    for table in parameters.menu:
        for city, whole in publications(connection, parameters, table, data_set):
            name = f"{data_set}/{table}/{city}"
            if only not in ("", city) or before.holds(whole, parameters, name):
                continue
            unit = Unit(table, city, data_set, _levels(whole, parameters, name, before))
            say(unit)
            yield unit


def _levels(whole: Publication, parameters: Parameters, unit: str, before: Earlier) -> dict[str, Protected]:
    _, table, city = unit.split("/")
    levels: dict[str, Protected] = {}
    hidden: frozenset[int] = frozenset()
    for profile in parameters.profiles:
        try:
            level = protect(before.known(whole, profile.name, unit), profile, hidden)
        except Refused as refused:
            raise GateClosed(table, city, refused.table, refused.row, refused.count) from refused
        if found := faults(level):
            raise GateClosed(table, city, "*", (profile.name,), ", ".join(found))
        levels[profile.name], hidden = level, level.hidden
    return levels


def hidden_places(unit: Unit) -> pd.DataFrame:
    """Each place where a count of a unit stands: combination, row, count, value, the first release that hides it."""
    rows = []
    for at, cell in enumerate(unit.releases[next(iter(unit.releases))].publication.cells):
        by = next((name for name, level in unit.releases.items() if at in level.hidden), "")
        value = int(next(iter(unit.releases.values())).publication.counts[cell.members].sum())
        rows += [(each.table, row_key(each.row), each.count, value, by) for each in cell.shown]
    return pd.DataFrame(rows, columns=["combination", "row_key", "count", "value", "hidden"])
