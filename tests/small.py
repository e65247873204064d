"""Small data folders: the real reference data, and a few rows of a test's own."""

from __future__ import annotations

import atexit
import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.build import Outcome, build, check
from etl.inputs import inputs_of
from etl.load_accounts import Account
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot

PROJECT = Path(__file__).parents[1]
NAMING = ("regions", "institutions", "sources")
STUDENTS = ("연도", "대학", "재적학생", "중도탈락")


def written(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as the text of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


class Folder:
    """A data folder of a test, and the snapshots built from it.

    It starts with the regions, institutions and sources of the project; `whole` brings all
    reference tables and `published` the published figures too.
    """

    def __init__(self, place: Path, *, whole: bool = False, published: bool = False) -> None:
        self.data = place / "data"
        self.snapshots = place / "snapshots"
        for name in ("reference", "published") if published else ("reference",):
            shutil.copytree(PROJECT / "data" / name, self.data / name)
        for path in (self.data / "reference").iterdir():
            if not (whole or published or path.stem in NAMING):
                path.unlink()

    def copied(self, place: Path) -> Folder:
        """The same folders somewhere else."""
        twin = object.__new__(Folder)
        twin.data, twin.snapshots = place / "data", place / "snapshots"
        shutil.copytree(self.data, twin.data)
        if self.snapshots.is_dir():
            shutil.copytree(self.snapshots, twin.snapshots)
        return twin

    def served_from(self, place: Path, patch: pytest.MonkeyPatch) -> Folder:
        """The same folders somewhere else, as those that this process reads while the test runs."""
        own = self.copied(place)
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(own.snapshots))
        patch.setenv("MEOMUREUM_DATA", str(own.data))
        return own

    def write(self, text: str, name: str = "loaded.csv", within: str = "raw/recognised") -> Path:
        """Put a file among the inputs; what stands in `raw` is real data."""
        path = self.data / within / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def check(self) -> Outcome:
        """What a load of this folder would come to."""
        return check(inputs_of(self.data))

    def build(self) -> Outcome:
        """Publish the snapshot of this folder."""
        return build(inputs_of(self.data), self.snapshots)

    def snapshot(self) -> Snapshot:
        """The snapshot of this folder, built when it is not there yet."""
        self.build()
        current = warehouse.current(self.snapshots)
        assert current is not None
        return current


def account_of(outcome: Outcome, file: str = "loaded.csv") -> Account:
    """The account of the one sheet of a file."""
    (account,) = [each for each in outcome.accounts if each.file == file]
    return account


def records(snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query, with None for what is missing."""
    found = snapshot.query(sql).astype(object)
    return list(found.where(pd.notna(found), None).itertuples(index=False, name=None))


@cache
def shipped() -> Snapshot:
    """The snapshot of the reference and published data of the project, built once a test run."""
    place = Path(tempfile.mkdtemp(prefix="meomureum-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Folder(place, published=True).snapshot()
