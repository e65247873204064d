"""Why a city has no value of an indicator: one of five reasons; and what is known of it instead."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from meomureum.figures.standing import Standing, of_indicator
from meomureum.measures import register
from meomureum.measures.measurement import STATUSES, Kpi, Scope, blanks_behind, find, followed_cities, measure
from meomureum.measures.register import every_city
from meomureum.store.address import DataSet, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, plain

Reason = Literal["never_announced", "not_loaded", "outside_years", "hidden", "not_offered"]
REASONS: Mapping[Reason, Text] = {
    "never_announced": Text("공표된 적 없음", "Never published"),
    "not_loaded": Text("불러오지 않음", "Not loaded"),
    "outside_years": Text("고른 연도 밖에 값이 있음", "Values lie outside the chosen years"),
    "hidden": Text("소수 보호를 위해 가림", "Hidden to protect few persons"),
    "not_offered": Text("이 공개 수준에서 제공하지 않음", "Not offered at this level"),
}
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "local_university_entry_rate": ("high_school_graduates", "vocational_advancement_rate"),
    "local_employment_rate": ("vocational_employment_rate", "youth_net_retention"),
    "university_employment_rate": ("vocational_employment_rate",),
    "vocational_local_hire_share": ("vocational_employment_rate",),
    "settlement_intention": ("youth_net_retention",),
    "settlement_rate_1y": ("youth_net_retention",),
}
"""What is nearest to an indicator that a city has no value of."""

BLANK = Text(
    "{year}년 값이 없는 까닭: {file} {line}행 '{column}' 칸에 수가 없습니다({reason}).",
    "No value for {year}: {file}, line {line}, column '{column}' holds no number ({reason}).",
)
MORE_BLANKS = Text("그런 칸이 {count}개 더 있습니다.", "{count} more cells are like that.")
MOST_BLANKS = 3
FEW = 30
"""So many places with values make a source that covers the country: who is not in it has not been published."""


def reason_of(snapshot: Snapshot, view: View, each: Standing) -> Reason:
    """Why an indicator of a place has no value in the view."""
    found = set(each.rows["status"])
    if "not_offered" in found:
        return "not_offered"
    if "suppressed" in found:
        return "hidden"
    if (view.first_year or view.last_year) and len(_valued(snapshot, view.data_set, each.kpi, (each.city,))):
        return "outside_years"
    if view.data_set == "sample" or 0 < _counted_elsewhere(snapshot, view.data_set, each.kpi.id) < FEW:
        return "not_loaded"
    return "never_announced"


def _valued(snapshot: Snapshot, data_set: DataSet, kpi: Kpi, cities: Sequence[str]) -> pd.DataFrame:
    """The values of an indicator in any year, by its own formula and those that stand in."""
    scope = Scope(data_set, cities=tuple(cities))
    tables = [measure(snapshot, kpi.id, scope, formula_id=code) for code in ("", *kpi.stand_ins)]
    rows = pd.concat(tables)
    return rows[rows["value"].notna()]


@lru_cache(maxsize=256)
def _counted_elsewhere(snapshot: Snapshot, data_set: DataSet, kpi_id: str) -> int:
    """How many places have a value worked out from rows, where a followed one has: the same for every city that asks."""

    def counted(cities: Sequence[str]) -> int:
        rows = _valued(snapshot, data_set, find(kpi_id), cities)
        return int(rows.loc[rows["origin"] == "computed", "city_id"].nunique())

    return counted(every_city(snapshot)) if counted(followed_cities(snapshot)) else 0


def blanks(snapshot: Snapshot, view: View, each: Standing) -> list[Text]:
    """The cells of files that leave the place without a newer value, each with its line and why it holds no number."""
    if view.data_set == "sample":
        return []
    latest = each.progress.latest
    after = view.first_year if latest is None else int(latest["year"]) + 1
    scope = Scope(view.data_set, cities=(each.city,), first_year=after, last_year=view.last_year)
    found = _blank_cells(snapshot, each.kpi.id, scope)
    if not found:
        return []
    labels = register.column_labels(snapshot, find(each.kpi.id).formula("").table)
    told = [
        BLANK.fill(
            file=row["file"],
            line=row["line"],
            year=row["year"],
            column=labels.get(row["column_name"], plain(row["column_name"])),
            reason=STATUSES[row["reason"]],
        )
        for row in found[:MOST_BLANKS]
    ]
    more = len(found) - len(told)
    return [*told, MORE_BLANKS.fill(count=more)] if more else told


@lru_cache(maxsize=256)
def _blank_cells(snapshot: Snapshot, kpi_id: str, scope: Scope) -> tuple[dict[Hashable, Any], ...]:
    """Looked up once a snapshot: every card of an absent value asks whenever its page is drawn."""
    return tuple(blanks_behind(snapshot, kpi_id, scope).to_dict("records"))


def instead(snapshot: Snapshot, view: View, each: Standing) -> Iterator[Standing]:
    """What is known of the place that is nearest to an indicator without a value."""
    every_year = replace(view, first_year=None, last_year=None)
    for kpi_id in INSTEAD.get(each.kpi.id, ()):
        found = of_indicator(snapshot, every_year, each.city, find(kpi_id))
        if found.valued:
            yield found
