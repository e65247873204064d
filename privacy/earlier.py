"""What earlier releases have shown: it stays known, and small changes of it are not shown at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from privacy import proofs, shipped
from privacy.menu import Parameters
from privacy.publication import Publication, Shown, row_key
from warehouse import Snapshot

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Earlier:
    """The releases of the snapshot before: what each showed of each unit, and where they stand."""

    before: Snapshot | None = None
    shown: Mapping[tuple[str, str], Mapping[Place, int]] = field(default_factory=dict)

    def known(self, publication: Publication, release: str, unit: str) -> Publication:
        """The publication with what this release has shown before, and still is so, as known."""
        told = self.shown.get((release, unit), {})
        if not told:
            return publication
        values = publication.values
        cells = tuple(
            replace(
                cell, known=cell.known or any(told.get(place) == values[at] for place in _places(cell.shown))
            )
            for at, cell in enumerate(publication.cells)
        )
        return replace(publication, cells=cells)

    def holds(self, publication: Publication, parameters: Parameters, unit: str) -> bool:
        """Whether a number shown before has changed by fewer persons than may be told apart."""
        values = publication.values
        for profile in parameters.profiles:
            told = self.shown.get((profile.name, unit), {})
            for at, cell in enumerate(publication.cells):
                changes = (abs(told[place] - values[at]) for place in _places(cell.shown) if place in told)
                if any(0 < change < profile.k for change in changes):
                    return True
        return False

    def rows(self, parameters: Parameters, unit: str) -> pd.DataFrame:
        """The figures of a unit as the snapshot before showed them."""
        _, table, city = unit.split("/")
        if self.before is None:
            raise LookupError(unit)
        sql = "SELECT * FROM protected WHERE table_name = $table AND city_id = $city AND data_set <> 'sample'"
        held = [
            replace(self.before, release=each.name).query(sql, {"table": table, "city": city})
            for each in parameters.profiles
        ]
        found = held[0].copy()
        first = np.full(len(found), "", dtype=object)
        for profile, rows in reversed(list(zip(parameters.profiles, held, strict=True))):
            first[rows["hidden"].to_numpy(bool)] = profile.name
        return found.assign(hidden=first)


def _places(shown: tuple[Shown, ...]) -> list[Place]:
    return [(each.table, row_key(each.row), each.count) for each in shown]


def earlier(before: Snapshot | None, parameters: Parameters) -> Earlier:
    """What the snapshot before has shown of the city's own people; nothing where there is none."""
    shown: dict[tuple[str, str], dict[Place, int]] = {}
    for profile in parameters.profiles if before is not None else ():
        path = before.folder / shipped.proof_file(profile.name) if before is not None else None
        if path is not None and path.is_file():
            for unit, proof in proofs.load(path):
                if unit.startswith("real/"):
                    shown[profile.name, unit] = proofs.numbers(proof)
    return Earlier(before, shown)
