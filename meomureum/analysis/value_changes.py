"""Which values of the followed cities' indicators differ between two snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from meomureum.analysis.words.values import value_with_counts
from meomureum.measures.measurement import KPIS, STATUSES, Scope, measure
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

NO_VALUE = Text("–", "–")
Place = tuple[str, str, int]


@dataclass(frozen=True)
class ValueChange:
    """One indicator of one city in one year, before and after, as it would be shown."""

    kpi_id: str
    name: Text
    city_id: str
    year: int
    before: Text
    after: Text


def value_changes(before: Snapshot, after: Snapshot, cities: tuple[str, ...] = ()) -> list[ValueChange]:
    """Every value of those cities (of the followed ones) that is not the same on both snapshots, in the order of the catalogue."""
    found = []
    scope = Scope(cities=cities)
    known = _of_every_indicator(before, scope)
    for kpi in KPIS:
        old, new = known[kpi.id], _values(after, kpi.id, scope)
        for place in dict.fromkeys((*old, *new)):
            one, two = old.get(place, NO_VALUE), new.get(place, NO_VALUE)
            if one != two:
                found.append(ValueChange(kpi.id, kpi.name, place[1], place[2], one, two))
    return found


@lru_cache(maxsize=2)
def _of_every_indicator(snapshot: Snapshot, scope: Scope) -> Mapping[str, dict[Place, Text]]:
    """Asked once a published snapshot: each trial is held against the same one."""
    return {kpi.id: _values(snapshot, kpi.id, scope) for kpi in KPIS}


def _values(snapshot: Snapshot, kpi_id: str, scope: Scope) -> dict[Place, Text]:
    rows = measure(snapshot, kpi_id, scope).to_dict("records")
    return {
        (str(row["origin"]), str(row["city_id"]), int(row["year"])): _shown(row)
        for row in rows
        if not pd.isna(row["year"])
    }


def _shown(row: Mapping[Any, Any]) -> Text:
    """The value with its counts: a rate may look the same over other people."""
    return STATUSES[row["status"]] if pd.isna(row["value"]) else value_with_counts(row["unit"], row)
