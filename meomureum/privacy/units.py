"""The bodies of people that are protected together: those of one city in one table.

Nobody is counted in two cities, and no published figure adds cities up, so each city
stands for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pandas as pd

from meomureum.privacy import holds
from meomureum.privacy.gate import faults
from meomureum.privacy.holds import Hold
from meomureum.privacy.menu import Parameters, Profile
from meomureum.privacy.people import BLOCK_YEARS, Asked, asked_of, atoms, possible
from meomureum.privacy.previous_releases import Past
from meomureum.privacy.proofs import Proof, determined, is_true_of, prove, unproved
from meomureum.privacy.publication import Members, Publication, Table, places_of, publication
from meomureum.privacy.rules import primary_of, sensitive
from meomureum.privacy.suppression import Protected, Refused, protect
from meomureum.privacy.witnesses import NoState

ROUNDS = 4
"""How often more is hidden before a unit counts as one that cannot be protected."""


class GateClosed(Exception):
    """Nothing may be published: `table` of `city` is the one to coarsen, at `columns`."""

    def __init__(self, table: str, city: str, columns: str, row: tuple[object, ...], count: str) -> None:
        self.table, self.city, self.columns, self.row, self.count = table, city, columns, row, count
        super().__init__(f"{table} / {city} / {columns} / {row} / {count}")


@dataclass(frozen=True)
class Unit:
    """One city in one table, protected for every release, the least open last.

    A unit without releases is held: nothing new may be shown of it, and what was shown stands.
    """

    table: str
    city: str
    data_set: str
    releases: Mapping[str, Protected] = field(default_factory=dict)
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    hold: Hold | None = None
    """Why it is held."""
    accepted: frozenset[str] = frozenset()
    """Whose rows are gone, as the steward accepts by this load."""

    @property
    def name(self) -> str:
        """The unit as proofs and papers name it."""
        return f"{self.data_set}/{self.table}/{self.city}"

    @property
    def held(self) -> bool:
        """Whether its earlier figures stand."""
        return not self.releases


def publications(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    table: str,
    data_set: str,
    further: Callable[[str], list[Table]] = lambda _: [],
) -> Iterator[tuple[str, Publication]]:
    """What the menu shows of a table, by city, and `further` tables that it has shown of one before."""
    held = f"SELECT 1 FROM {table} WHERE data_set = $set LIMIT 1"
    if not connection.execute(held, {"set": data_set}).fetchall():
        return
    found = atoms(connection, table, data_set, parameters.anchor)
    newest = found["year"].max()
    open_block = found["block"] + BLOCK_YEARS - 1 > newest
    found["block"] = found["block"].astype("Float64").mask(open_block)
    for city, rows in found[found["city_id"].notna()].groupby("city_id"):
        tables = [*(offer.table for offer in parameters.menu[table]), *further(str(city))]
        offered = [each for each in tables if {*each.columns, *each.counts} <= {*rows}]
        every = possible(rows.reset_index(drop=True), [each.columns for each in offered])
        yield str(city), publication(every, offered)


def protected_units(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    data_set: str,
    say: Callable[[Unit], None] = lambda _: None,
    only: str = "",
    past_of: Callable[[str], Past] = lambda _: Past(),
) -> Iterator[Unit]:
    """Every unit of a set (of one city), protected and proved; raises GateClosed for one that cannot be.

    What was handed out before of a unit, as `past_of` says, stays known. A unit of which nothing new may be shown is held.
    """
    for table in parameters.menu:
        present = [offer.table for offer in parameters.menu[table]]

        def past(city: str, table: str = table) -> Past:
            return past_of(f"{data_set}/{table}/{city}")

        def further(city: str, tables: list[Table] = present) -> list[Table]:
            return past(city).further(tables)

        for city, whole in publications(connection, parameters, table, data_set, further):
            if only not in ("", city):
                continue
            unit = _protected(Unit(table, city, data_set), whole, parameters, past(city))
            say(unit)
            yield unit


def _protected(unit: Unit, whole: Publication, parameters: Parameters, past: Past) -> Unit:
    """The unit with its releases, or held."""
    if not past.entries:
        return _levels(unit, whole, parameters, past)
    gone = past.withdrawn(whole, unit.table)
    unit = replace(unit, accepted=gone & past.accepting)
    hold = _hold(unit.table, gone - past.accepting, whole, parameters, past)
    if hold is not None:
        return replace(unit, hold=hold)
    try:
        return _levels(unit, whole, parameters, past)
    except GateClosed:
        return replace(unit, hold=holds.NOT_PROTECTED)


def _hold(
    table: str, gone: frozenset[str], whole: Publication, parameters: Parameters, past: Past
) -> Hold | None:
    """Why nothing new may be shown of a unit of which something was handed out; None when it may."""
    if past.differs_in_meaning(meanings(table)):
        return holds.OTHER_MEANING
    if gone:
        return holds.withdrawn(gone)
    return holds.FEW_CHANGED if past.tells_apart(whole, parameters) else None


def _levels(unit: Unit, whole: Publication, parameters: Parameters, past: Past) -> Unit:
    levels: dict[str, Protected] = {}
    proofs: dict[str, Proof] = {}
    hidden: frozenset[int] = frozenset()
    names = [profile.name for profile in parameters.profiles]
    for at, profile in enumerate(parameters.profiles):
        # What a more protected release has shown stands in this one too.
        known = past.known(whole, names[at:])
        try:
            stay = hidden | past.hidden(whole, profile.name)
            level, proof = _standing(known, profile, stay, past) or proved(
                protect(known, profile, stay), stay
            )
        except Refused as refused:
            raise GateClosed(unit.table, unit.city, refused.table, refused.row, refused.count) from refused
        except NoState as none:
            raise GateClosed(unit.table, unit.city, "*", (profile.name,), "proof") from none
        if found := [*faults(level, proof), *(["determined"] if determined(proof) else [])]:
            raise GateClosed(unit.table, unit.city, "*", (profile.name,), ", ".join(found))
        levels[profile.name], proofs[profile.name], hidden = level, proof, level.hidden
    return replace(unit, releases=levels, proofs=proofs)


def _standing(
    known: Publication, profile: Profile, stay: frozenset[int], past: Past
) -> tuple[Protected, Proof] | None:
    """What was handed out last, where it is still true and leaves open all that it has to: nothing is worked out anew."""
    proof = past.newest(profile.name)
    if proof is None or not is_true_of(proof, known) or not stay.issubset(proof.hidden.tolist()):
        return None
    found = sensitive(known, profile)
    if unproved(proof, [(each.members, each.high) for each in found]):
        return None
    return Protected(known, profile, found, primary_of(found), frozenset(proof.hidden.tolist()), ()), proof


def proved(level: Protected, stay: frozenset[int] = frozenset()) -> tuple[Protected, Proof]:
    """A level with its proof; more is hidden where no other state of the world was found from what is shown.

    What is hidden more leaves every state that was found before possible. What is hidden for others' sake
    alone and follows from what is shown is shown itself, but for what must `stay` hidden.
    """
    proof = prove(level.publication, level.hidden, level.profile.k)
    for last in (*(False,) * ROUNDS, True, False):
        follows = frozenset(determined(proof)) - level.primary - stay
        tight = [] if follows else _tight(level, proof)
        wide = [np.arange(len(level.publication.counts))] if last and tight else tight
        hidden = (level.hidden | _around(level.publication, wide)) - follows
        if hidden == level.hidden:
            break
        level = replace(level, hidden=hidden)
        proof = prove(level.publication, level.hidden, level.profile.k)
    return level, proof


def _tight(level: Protected, proof: Proof) -> list[Members]:
    """The sets of people that the proof leaves no room about."""
    asked = [(each.members, each.high) for each in level.sensitive]
    return [
        *(asked[at][0] for at in unproved(proof, asked)),
        *(proof.cells[at] for at in determined(proof)),
    ]


def _around(publication: Publication, sets: Sequence[Members]) -> frozenset[int]:
    """The cells that may be hidden and hold some of these people."""
    among = np.unique(np.concatenate([*sets, np.zeros(0, np.int64)])).astype(np.int64)
    return frozenset(
        at
        for at, cell in enumerate(publication.cells)
        if not cell.fixed and np.intersect1d(cell.members, among).size
    )


def meanings(table: str) -> dict[str, str]:
    """What each formula of a table counts, as a fingerprint."""
    return {asked.name: fingerprint(asked) for asked in asked_of(table)}


def fingerprint(asked: Asked) -> str:
    """A digest of what a formula counts, and of whom."""
    formula = asked.formula
    told = repr((asked.name, formula.table, formula.numerator, formula.denominator, formula.where))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def decisions(unit: Unit) -> pd.DataFrame:
    """Each place where a count of a unit stands: combination, row, count, value, the first release that hides it."""
    first = next(iter(unit.releases.values()))
    values, rows = first.publication.values, []
    for at, cell in enumerate(first.publication.cells):
        by = next((name for name, level in unit.releases.items() if at in level.hidden), "")
        rows += [(*place, int(values[at]), by) for place in places_of(cell)]
    return pd.DataFrame(rows, columns=["combination", "row_key", "count", "value", "hidden"])
