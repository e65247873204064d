"""What an outsider holds: every file ever handed out at one level, opened without the programme's own code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from attacks.worlds import WEIGHT

DIMENSIONS = (
    "institution_id",
    "department",
    "field",
    "sex",
    "respondent_group",
    "industry_id",
    "school_type",
)
SPAN = 5  # years of a block


@dataclass(frozen=True)
class Place:
    """One row of a printed table: whose, of which figure, told apart by what."""

    table: str
    city: str
    figure: str
    combination: str
    years: tuple[int, ...]
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """A number as handed out: how many people it says that a place counts, on which side of its rate."""

    place: Place
    side: str
    number: float
    own: bool = False
    """Whether people whose numbers are published anyway are left out."""


@dataclass(frozen=True)
class Handed:
    """One level of one snapshot, as handed out."""

    snapshot: str
    places: tuple[Place, ...]
    """Every row that is listed, whether its numbers are told or not."""
    told: tuple[Told, ...]
    proofs: Mapping[str, Mapping[str, NDArray[np.int64]]]
    """The arrays of the proofs, by what they are about."""

    @property
    def content(self) -> object:
        """All that is handed out, in a form that is equal where nobody can see a difference; its name apart."""
        arrays = {
            unit: {name: numbers.tobytes() for name, numbers in each.items()}
            for unit, each in self.proofs.items()
        }
        return self.places, self.told, arrays

    def of(self, table: str, city: str) -> Handed:
        """The part about one city in one table."""
        return Handed(
            self.snapshot,
            tuple(each for each in self.places if (each.table, each.city) == (table, city)),
            tuple(each for each in self.told if (each.place.table, each.place.city) == (table, city)),
            {unit: arrays for unit, arrays in self.proofs.items() if unit.endswith(f"{table}/{city}")},
        )


def handed_out(folder: Path, level: str) -> Handed:
    """Everything that goes out with one level: its database and its proofs."""
    rows = list(_rows(folder / f"{level}.duckdb"))
    proofs, told = _proofs(folder, level)
    numbers = [each for place, row in rows for each in _numbers(place, row)]
    return Handed(folder.name, tuple(place for place, _ in rows), (*numbers, *told), proofs)


def _rows(path: Path) -> Iterator[tuple[Place, dict[Hashable, Any]]]:
    with duckdb.connect(str(path), read_only=True) as opened:
        found = opened.execute("SELECT * FROM protected WHERE data_set <> 'sample'").df().astype(object)
    for row in found.where(found.notna(), None).to_dict("records"):
        codes = {name: str(row[name]) for name in DIMENSIONS if row.get(name) is not None}
        figure = f"{row['kpi_id']}/{row['formula_id']}"
        where = (row["table_name"], row["city_id"], figure, row["combination"])
        yield Place(*where, _years(row["year"], row["block"]), tuple(sorted(codes.items()))), row


def _years(year: object, block: object) -> tuple[int, ...]:
    if block is None:
        return (int(str(year)),)
    first = int(float(str(block)))
    return tuple(range(first, first + SPAN))


def _numbers(place: Place, row: Mapping[Hashable, Any]) -> Iterator[Told]:
    """The numbers of a row, as counts of people."""
    weight = WEIGHT if place.table == "settlement_survey" else 1.0
    for side, name, divisor in (
        ("of", "numerator", weight),
        ("all", "denominator", weight),
        ("all", "sample_size", 1),
    ):
        if row[name] is not None:
            yield Told(place, side, float(row[name]) / divisor)


def _proofs(folder: Path, level: str) -> tuple[dict[str, dict[str, NDArray[np.int64]]], list[Told]]:
    """Every array of every archive of this level, and every number that stands beside the name of a place."""
    arrays: dict[str, dict[str, NDArray[np.int64]]] = {}
    told: list[Told] = []
    for path in sorted(folder.glob(f"{level}*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                unit, _, array = name.rpartition("/")
                if array.endswith(".npy"):
                    numbers = np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
                    arrays.setdefault(unit, {})[array.removesuffix(".npy")] = numbers.astype(np.int64)
            for unit in [each for each in arrays if f"{each}/places.tsv" in archive.namelist()]:
                lines = archive.read(f"{unit}/places.tsv").decode().split("\n")
                told += _beside(unit, lines, arrays[unit].get("values", np.zeros(0, np.int64)))
    return arrays, told


def _beside(unit: str, lines: Iterable[str], values: NDArray[np.int64]) -> Iterator[Told]:
    data_set, table, city = unit.split("/")
    for line in lines if data_set == "real" else ():
        at, combination, row, count = line.split("\t")
        codes = dict(zip(combination.split(" x "), row.split("|"), strict=True))
        years = _years(codes.pop("year", None), codes.pop("block", None))
        side, _, figure = count.partition(" ")
        if values[int(at)] >= 0:
            place = Place(table, city, figure, combination, years, tuple(sorted(codes.items())))
            yield Told(place, side, float(values[int(at)]), own=True)
