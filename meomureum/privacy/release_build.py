"""The protected releases of one snapshot: worked out, proved, and written beside the exact one.

What is written about the city's own people is what the ledger says was handed out last: a unit that
was protected anew has been entered there first, a unit that is held stands there from before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from meomureum.privacy import dossier, proofs, release_files, sample_release
from meomureum.privacy.ledger import WITHDRAWN, Cell, Entry, Ledger
from meomureum.privacy.menu import Parameters, parameters
from meomureum.privacy.previous_releases import Past
from meomureum.privacy.proofs import Proof
from meomureum.privacy.rows import COLUMNS, KEY, NUMBERS, open_rows, rows
from meomureum.privacy.units import Unit, meanings, protected_units


@dataclass(frozen=True)
class Task:
    """What is to be published: beside which exact release, under which name, with whose sample.

    `protects` says whether the city's own rows are published too; else releases do not offer them.
    `accepted` are the senders whose rows may stay away from now on.
    """

    exact: Path
    data: Path
    name: str
    protects: bool
    accepted: frozenset[str] = frozenset()


def publish(task: Task, ledger: Ledger) -> tuple[Ledger, tuple[Unit, ...]]:
    """Write what this installation publishes beside the exact release; the ledger with what that hands out, and all units.

    The sample comes protected already. What was ever handed out counts as known. The paper for the
    review is written beside the releases. Raises GateClosed when something cannot be protected:
    nothing may be published then.
    """
    known = parameters()
    with duckdb.connect(str(task.exact), read_only=True) as connection:
        closed = closed_tables(connection)
        sample = [table for table, data_set in closed if data_set == "sample"]
        ready = sample_release.figures(connection, sample, task.data)
        if (ready is None or not len(ready)) and not task.protects:
            return ledger, ()
        own = task.protects and any(data_set == "real" for _, data_set in closed)
        units = (
            list(protected_units(connection, known, "real", past_of=_past_of(task, ledger))) if own else []
        )
        fresh = [entry for unit in units for entry in _entries(connection, known, unit, task.name)]
        public = [
            _public(connection, known, units, table)
            for table, data_set in closed
            if own and data_set == "real"
        ]
    ledger = ledger.with_more([*_decided(units, task.name), *fresh])
    standing = {unit.name: ledger.newest(unit.name) for unit in units}
    order = [profile.name for profile in known.profiles]
    for release in order:
        mine = [each for each in (ready, *public) if each is not None and len(each)]
        shown = [release_files.as_released(each, release, order) for each in mine]
        told = [frame_of(found[release]) for found in standing.values()]
        parts = [each for each in (*shown, *told) if len(each)]
        figures = pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))
        release_files.write(task.exact, release, figures, closed)
        _write_proofs(task, release, ready, standing)
    dossier.write(task.exact.parent, task.name)
    return ledger, tuple(units)


def files_of(release: str) -> tuple[str, str]:
    """The files of one release: its rows and figures, and their proofs."""
    return f"{release}.duckdb", sample_release.proof_file(release)


def _past_of(task: Task, ledger: Ledger) -> Callable[[str], Past]:
    return lambda unit: Past(ledger.of(unit), ledger.accepted(unit), task.accepted)


def _decided(units: Sequence[Unit], name: str) -> list[Entry]:
    """The entries that say without whose rows the units are told of, as the steward has decided."""
    return [
        Entry(name, "", f"{unit.name}/{WITHDRAWN}/{sender}")
        for unit in units
        for sender in sorted(unit.accepted)
    ]


def closed_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Each table with the sets of which it has rows that no protected release holds.

    Of people and firms these are the rows that are not public already; of a table that nobody has named, all.
    """
    each = (
        f"""
        SELECT DISTINCT
            '{table}' AS table_name,
            IF(data_set = 'sample', 'sample', 'real') AS data_set
        FROM {table}
        WHERE NOT ({release_files.kept(table)})
        """
        for table in release_files.withheld_tables(connection)
    )
    found = connection.execute(" UNION ALL ".join(each) + " ORDER BY ALL").fetchall()
    return [(row[0], row[1]) for row in found]


def _public(
    connection: duckdb.DuckDBPyConnection, known: Parameters, units: Sequence[Unit], table: str
) -> pd.DataFrame:
    """The published figures of a table of cities that have no other rows in it."""
    if table not in known.menu:
        return pd.DataFrame(columns=list(COLUMNS))
    mine = {unit.city for unit in units if unit.table == table}
    found = connection.execute(f"SELECT DISTINCT city_id FROM {table} WHERE city_id IS NOT NULL").fetchall()
    return open_rows(connection, known, table, sorted({str(row[0]) for row in found} - mine))


def _entries(
    connection: duckdb.DuckDBPyConnection, known: Parameters, unit: Unit, name: str
) -> Iterator[Entry]:
    """What each release says of a unit that was protected anew."""
    if unit.held:
        return
    found = rows(connection, known, unit).sort_values(list(KEY), na_position="first")
    order = [profile.name for profile in known.profiles]
    for release in order:
        shown = release_files.as_released(found, release, order)
        told = tuple(tuple(_cell(each) for each in row) for row in shown.itertuples(index=False, name=None))
        yield Entry(name, release, unit.name, meanings(unit.table), told, proofs.packed(unit.proofs[release]))


def _cell(value: object) -> Cell:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value  # type: ignore[return-value]


def frame_of(entry: Entry) -> pd.DataFrame:
    """The rows of an entry as a table."""
    found = pd.DataFrame(list(entry.rows), columns=list(COLUMNS), dtype=object)
    return found.astype(dict.fromkeys(NUMBERS, "float64"))


def _write_proofs(
    task: Task, release: str, ready: pd.DataFrame | None, standing: Mapping[str, Mapping[str, Entry]]
) -> None:
    """The proofs of all that a release holds, and of nothing else."""
    name = sample_release.proof_file(release)
    found: dict[str, Proof] = {}
    if ready is not None and len(ready):
        held = set(ready["table_name"])
        every = dict(proofs.load(task.data / sample_release.FOLDER / name))
        found = {unit: proof for unit, proof in every.items() if unit.split("/")[1] in held}
        if len(found) == len(every) and not standing:
            shutil.copyfile(task.data / sample_release.FOLDER / name, task.exact.with_name(name))
            return
    found |= {unit: proofs.unpacked(entries[release].proof) for unit, entries in standing.items()}
    proofs.save(found, task.exact.with_name(name))


def write_sample(exact: Path, data: Path, *, every: bool = False) -> list[Unit]:
    """Work out anew the sample's protected figures that are outdated, or every one, and keep them with the sample."""
    known: Parameters = parameters()
    with duckdb.connect(str(exact), read_only=True) as connection:
        tables = list(known.menu) if every else sample_release.outdated(connection, list(known.menu), data)
        menu = {table: known.menu[table] for table in tables}
        units = list(protected_units(connection, replace(known, menu=menu), "sample"))
        if not units:
            return []
        sample_release.write(
            connection, known, pd.concat([rows(connection, known, unit) for unit in units]), data
        )
    for release in (each.name for each in known.profiles):
        place = data / sample_release.FOLDER / sample_release.proof_file(release)
        before = dict(proofs.load(place)) if place.is_file() else {}
        found = {name: proof for name, proof in before.items() if name.split("/")[1] not in tables}
        proofs.save(found | {unit.name: unit.proofs[release] for unit in units}, place)
    return units
