"""The gate of a load, asked about files that were altered after the writing."""

from __future__ import annotations

import dataclasses
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from attacks.histories import begun, branched, with_another_sender
from attacks.planted import PLANTS
from attacks.worlds import World
from meomureum.privacy import written_files

GATE_CLOSED = 4


def tables_of(world: World, *tables: str) -> World:
    """The part of a world that stands in some tables."""
    return {who: count for who, count in world.items() if who.table in tables}


class Stand:
    """A second load that was stopped before its gate, to be altered and asked about again and again."""

    def __init__(self, place: Path, world: World) -> None:
        # Everybody counted is more by so many that no change is too small to be told.
        self._place, self._world = place, {who: 5 * count + 11 for who, count in world.items()}
        self._ask = written_files.faults
        seen: list[written_files.Folder] = []

        def look(folder: written_files.Folder) -> tuple[written_files.Fault, ...]:
            shutil.copytree(folder.place.parent, place / "stopped")
            seen.append(folder)
            return self._ask(folder)

        self._course = begun(place / "course", world)
        with patch.object(written_files, "faults", look):
            self._course.load(self._world)
        (folder,) = seen
        stopped = place / "stopped"
        self._folder = dataclasses.replace(
            folder, place=stopped / folder.place.name, ledger=stopped / folder.ledger.name
        )

    def caught(self, name: str | None, seed: int = 0) -> bool:
        """Whether the gate objects to a planted fault; without one, whether it does not object."""
        if name is None:
            return not self._ask(self._folder)
        kept = self._place / "kept"
        shutil.copytree(self._folder.place, kept)
        try:
            planted = PLANTS[name](self._folder.place, random.Random(f"{name} {seed}"))
            assert planted, f"nothing to alter for: {name}"
            return bool(self._ask(self._folder))
        finally:
            shutil.rmtree(self._folder.place)
            kept.replace(self._folder.place)

    def refuses(self, name: str) -> bool:
        """Whether a whole load with a planted fault ends with the gate closed and changes nothing."""
        course = branched(self._course, self._place / name.replace(" ", "-"))
        snapshots = course.folder.snapshots
        before = _all_files(snapshots)

        def spoilt(folder: written_files.Folder) -> tuple[written_files.Fault, ...]:
            assert PLANTS[name](folder.place, random.Random(name))
            return self._ask(folder)

        with patch.object(written_files, "faults", spoilt):
            code = course.load(with_another_sender(self._world, random.Random(name)))
        shutil.rmtree(course.folder.data.parent / "raw", ignore_errors=True)
        return code == GATE_CLOSED and _all_files(snapshots) == before


def _all_files(snapshots: Path) -> dict[str, bytes]:
    """Every file beside and in the snapshots, but for the lock and the log of who did what."""
    return {
        str(path.relative_to(snapshots)): path.read_bytes()
        for path in sorted(snapshots.rglob("*"))
        if path.is_file() and not path.name.startswith(("lock", "access"))
    }


def planted_faults(stand: Stand, count: int) -> Iterator[tuple[str, bool]]:
    """So many faults of every kind in turn, and whether each was caught."""
    names = list(PLANTS)
    for at in range(count):
        name = names[at % len(names)]
        yield f"{name} {at // len(names)}", stand.caught(name, at // len(names))
