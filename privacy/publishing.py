"""The protected releases of one snapshot: worked out, proved, and written beside the exact one."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
import pandas as pd

import warehouse
from privacy import dossier, proofs, releases, shipped
from privacy.earlier import Earlier, earlier
from privacy.menu import Parameters, parameters
from privacy.rows import COLUMNS, rows
from privacy.units import Unit, protected_units
from warehouse import Snapshot


def publish(exact: Path, data: Path, name: str, before: Snapshot | None = None) -> tuple[str, ...]:
    """Write what this installation publishes beside the exact release; the names of the releases.

    The sample comes protected already. Rows that the city has loaded are protected when
    the configuration names a protected release; else those releases do not offer them.
    What the snapshot `before` has shown counts as known. The paper for the review, which
    calls the snapshot by its `name`, is written beside them.
    Raises GateClosed when something cannot be protected: nothing may be published then.
    """
    known, wanted = parameters(), set(warehouse.releases_named()) - {"exact"}
    with duckdb.connect(str(exact), read_only=True) as connection:
        closed = _closed(connection)
        held = {data_set for _, data_set in closed}
        sample = shipped.figures(connection, [table for table, each in closed if each == "sample"], data)
        if (sample is None or not len(sample)) and not wanted:
            return ()
        past = earlier(before if wanted else None, known)
        units = (
            list(protected_units(connection, known, "real", before=past)) if wanted and "real" in held else []
        )
        real = rows(connection, known, units, "real") if wanted and "real" in held else None
    standing = _standing(past, units, {table for table, each in closed if each == "real"})
    kept = [past.rows(known, unit) for unit in standing]
    found = [each for each in (sample, real, *kept) if each is not None and len(each)]
    figures = pd.concat(found) if found else pd.DataFrame(columns=list(COLUMNS))
    order = tuple(each.name for each in known.profiles)
    for release in order:
        releases.write(exact, release, figures, order, closed)
    _keep_proofs(exact.parent, data, order, units)
    if standing and before is not None:
        _keep_standing(exact.parent, before.folder, order, standing)
    dossier.write(exact.parent, name)
    return order


def _standing(past: Earlier, units: Sequence[Unit], tables: Collection[str]) -> list[str]:
    """The units whose earlier figures stand: those shown before and not protected anew."""
    fresh = {unit.name for unit in units}
    names = dict.fromkeys(unit for _, unit in past.shown)
    return [name for name in names if name not in fresh and name.split("/")[1] in tables]


def _keep_standing(folder: Path, before: Path, order: Sequence[str], standing: Collection[str]) -> None:
    for release in order:
        name = shipped.proof_file(release)
        mine = dict(proofs.load(folder / name)) if (folder / name).is_file() else {}
        old = {unit: proof for unit, proof in proofs.load(before / name) if unit in standing}
        proofs.save({**mine, **old}, folder / name)


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
