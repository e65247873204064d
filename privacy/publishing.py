"""The protected releases of one snapshot: worked out, proved, and written beside the exact one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

import warehouse
from privacy import proofs, releases, shipped
from privacy.menu import Parameters, parameters
from privacy.rows import COLUMNS, rows
from privacy.units import Unit, protected_units


def publish(exact: Path, data: Path) -> tuple[str, ...]:
    """Write what this installation publishes beside the exact release; the names of the releases.

    The sample comes protected already. Rows that the city has loaded are protected when
    the configuration names a protected release; else those releases do not offer them.
    Raises GateClosed when something cannot be protected: nothing may be published then.
    """
    known, wanted = parameters(), set(warehouse.releases_named()) - {"exact"}
    with duckdb.connect(str(exact), read_only=True) as connection:
        closed = _closed(connection)
        held = {data_set for _, data_set in closed}
        sample = shipped.figures(connection, [table for table, each in closed if each == "sample"], data)
        if (sample is None or not len(sample)) and not wanted:
            return ()
        units = list(protected_units(connection, known, "real")) if wanted and "real" in held else []
        real = rows(connection, known, units, "real") if wanted and "real" in held else None
    found = [each for each in (sample, real) if each is not None and len(each)]
    figures = pd.concat(found) if found else pd.DataFrame(columns=list(COLUMNS))
    order = tuple(each.name for each in known.profiles)
    for release in order:
        releases.write(exact, release, figures, order, closed)
    _keep_proofs(exact.parent, data, order, units)
    return order


def _closed(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Each table about people or firms with the sets of which it has rows that are not public already."""
    each = (
        f"SELECT DISTINCT '{table}' AS table_name, data_set FROM {table} WHERE data_set <> 'published'"
        for table in releases.PERSONAL
    )
    return [(row[0], row[1]) for row in connection.execute(" UNION ALL ".join(each)).fetchall()]


def _keep_proofs(folder: Path, data: Path, order: Sequence[str], units: Sequence[Unit]) -> None:
    for release in order:
        name = shipped.proof_file(release)
        ready = data / shipped.FOLDER / name
        mine = {unit.name: proofs.proof_of(unit.releases[release]) for unit in units}
        if mine:
            every = {**(dict(proofs.load(ready)) if ready.is_file() else {}), **mine}
            proofs.save(every, folder / name)
        elif ready.is_file():
            shutil.copyfile(ready, folder / name)


def write_sample(exact: Path, data: Path) -> list[Unit]:
    """Work the sample's protected figures out anew and keep them with the sample."""
    known: Parameters = parameters()
    folder = data / shipped.FOLDER
    with duckdb.connect(str(exact), read_only=True) as connection:
        units = list(protected_units(connection, known, "sample"))
        shipped.write(connection, known, rows(connection, known, units, "sample"), folder)
    for release in (each.name for each in known.profiles):
        found = {unit.name: proofs.proof_of(unit.releases[release]) for unit in units}
        proofs.save(found, folder / shipped.proof_file(release))
    return units
