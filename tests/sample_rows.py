"""The committed sample set as rows of text, for the tests about it."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "sample"
CITIES = {"gimhae", "ansan", "siheung"}
Rows = list[dict[str, str]]


def rows(name: str, folder: str = "sample") -> Rows:
    with (DATA / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summed(found: Rows, by: tuple[str, ...], count: str = "graduates") -> Counter[tuple[str, ...]]:
    total: Counter[tuple[str, ...]] = Counter()
    for row in found:
        total[tuple(row[name] for name in by)] += int(row[count])
    return total


def observed(measure_id: str) -> dict[str, Decimal]:
    """The newest published value up to 2025 of each institution of the three cities."""
    cities = city_of()
    found = [
        row
        for path in sorted((DATA / "published").glob("observations*.csv"))
        for row in rows(path.stem, "published")
        if row["measure_id"] == measure_id and cities.get(row["institution_id"]) in CITIES
    ]
    found = sorted((row for row in found if int(row["year"]) <= 2025), key=lambda row: row["year"])
    return {row["institution_id"]: Decimal(row["value"]) for row in found}


def city_of() -> dict[str, str]:
    return {row["institution_id"]: row["city_id"] for row in rows("institutions", "reference")}
