"""The geography ladder: one rate with "local" widened step by step, as segments that add to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from meomureum.measures.indicators.formula import RUNGS
from meomureum.measures.measurement import Scope, find, measure
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

ELSEWHERE = Text("그 밖의 전국·국외", "Elsewhere, abroad included")
UNKNOWN = Text("지역이나 진로 미상", "Place or outcome unknown")
ENTERED_NONE = Text("진학하지 않음", "Did not enter")
EMPLOYED_NONE = Text("취업하지 않음", "Not employed")
BEYOND = Text("{rung}의 나머지", "Rest of the {rung}")


@dataclass(frozen=True)
class Steps:
    """One place in one year: the persons of each segment, narrowest first, out of the denominator."""

    city_id: str
    year: int
    persons: tuple[float, ...]
    denominator: float
    source_ids: str
    reference_date: str

    @property
    def shares(self) -> tuple[float, ...]:
        """The same as shares; they add to one."""
        return tuple(each / self.denominator for each in self.persons)


def segments(kpi_id: str) -> tuple[Text, ...]:
    """The names of the segments: the city, the rest of each wider rung, elsewhere, unknown, none."""
    kpi = find(kpi_id)
    wider = [
        BEYOND.fill(rung=Text(RUNGS[rung].ko, RUNGS[rung].en.lower()))
        for rung in ("commuting_area", "province", "macro_region")
    ]
    none = ENTERED_NONE if kpi.formula().table == "high_school_outcomes" else EMPLOYED_NONE
    return (RUNGS["city"], *wider, ELSEWHERE, UNKNOWN, none)


def differences(nested: Sequence[float], whole: float) -> tuple[float, ...]:
    """What each count adds to the one before it, and what is left of the whole.

    Raises ValueError when a count is smaller than the one it should hold.
    """
    bounds = [0.0, *nested, whole]
    steps = tuple(after - before for before, after in pairwise(bounds))
    if any(step < 0 for step in steps):
        raise ValueError(f"not nested: {list(nested)} of {whole}")
    return steps


def ladder(snapshot: Snapshot, kpi_id: str, scope: Scope) -> list[Steps]:
    """The ladder of an indicator by city and year, for those where every rung was counted."""
    kpi = find(kpi_id)
    rungs = [
        measure(snapshot, kpi_id, scope, formula_id=each)
        .query("origin == 'computed'")
        .dropna(subset=["value"])
        for each in kpi.ladder
    ]
    if not rungs:
        return []
    keyed = [rung.set_index(["city_id", "year"]) for rung in rungs]
    complete = [key for key in keyed[0].index if all(key in each.index for each in keyed)]
    return [_steps([each.loc[key] for each in keyed], *key) for key in complete]


def _steps(rows: Sequence[pd.Series], city_id: str, year: int) -> Steps:
    first = rows[0]
    return Steps(
        city_id=city_id,
        year=int(year),
        persons=differences([float(row["numerator"]) for row in rows], float(first["denominator"])),
        denominator=float(first["denominator"]),
        source_ids="" if pd.isna(first["source_ids"]) else str(first["source_ids"]),
        reference_date=str(first["reference_date"]),
    )
