"""The figure of the map: one indicator by one formula in one year, province by province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from meomureum.analysis.words import value_text
from meomureum.drawing import boundaries
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, draft_of, table_of_rows
from meomureum.figures.value_rows import (
    point_of,
)
from meomureum.measures import measurement, register
from meomureum.measures.measurement import RUNGS, STATUSES, Kpi, Scope, followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

FINDING = Text("{name}, {year}년", "{name}, {year}")
SUBTITLE = Text(
    "{formula} · 지역 범위: {rung} · 도시 {known}/{all}곳에 값이 있음",
    "{formula} · local means: {rung} · {known} of {all} cities have a value",
)
FROM_TO = Text(
    "{name}, {year}년: {low} {low_value}, {high} {high_value}",
    "{name}, {year}: {low} {low_value}, {high} {high_value}",
)
ONE = Text("{name}, {year}년: {place} {value}", "{name}, {year}: {place} {value}")
GEOMETRY = Text(
    "경계: 국토교통부 국토지리정보원, {date} 기준, 간략화(작은 섬 생략). 법적 경계가 아닙니다.",
    "Boundaries: National Geographic Information Institute, as of {date}, simplified (small islands left out); not legal.",
)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The map of the view's indicator, where a city has a value."""
    kpi = measurement.find(view.kpi)
    cities = view.cities or followed_cities(snapshot)
    scope = Scope(view.data_set, cities=cities, first_year=view.first_year, last_year=view.last_year)
    formulas = [view.formula] if view.formula else [each.id for each in kpi.formulas]
    rows = comparable(
        [measurement.measure(snapshot, kpi.id, scope, ("city", "year"), each) for each in formulas], formulas
    )
    if not rows.empty:
        yield _map(snapshot, view, kpi, rows, cities)


def comparable(tables: Sequence[pd.DataFrame], formulas: Sequence[str]) -> pd.DataFrame:
    """Measurements by city, all by one formula and of one year.

    Of the formulas in question the one that most cities have, of its years the one that most
    cities have; a tie goes to the formula listed first and to the newest year. A city whose
    value is missing or hidden in that year keeps its row, with the reason. Empty when no
    city has a value.
    """
    every = pd.concat(tables)
    every = every[every["formula_id"].isin(formulas) & every["year"].notna()].assign(
        silent=lambda rows: rows["value"].isna()
    )
    one = every.sort_values(["silent", "origin"]).drop_duplicates(["city_id", "formula_id", "year"])
    groups: list[tuple[int, int, int, pd.DataFrame]] = [
        (
            -int(rows["value"].notna().sum()),
            formulas.index(str(rows["formula_id"].iloc[0])),
            -int(rows["year"].iloc[0]),
            rows,
        )
        for _, rows in one.groupby(["formula_id", "year"])
        if rows["value"].notna().any()
    ]
    return min(groups, key=lambda group: group[:3])[3] if groups else every.iloc[:0]


def _map(snapshot: Snapshot, view: View, kpi: Kpi, rows: pd.DataFrame, cities: Sequence[str]) -> Figure:
    language, names = view.language, register.names(snapshot)
    formula, year = kpi.formula(str(rows["formula_id"].iloc[0])), int(rows["year"].iloc[0])
    by_city = {str(row["city_id"]): row for row in rows.to_dict("records")}
    valued = rows[rows["value"].notna()]
    subtitle = SUBTITLE.fill(
        formula=formula.name, rung=RUNGS[formula.geography], known=len(valued), all=len(cities)
    )
    series = _provinces(snapshot, view, kpi, by_city, cities)
    told = "; ".join(f"{point.at} {point.shown}" for each in series for point in each.points)
    ordered = [(city, by_city[city]) for city in cities if city in by_city]
    measured = FINDING.fill(name=kpi.name, year=year)(language)
    finding = Finding(
        _title(kpi, valued, names, year)(language),
        f"{measured} · {subtitle(language)}",
        [GEOMETRY.fill(date=boundaries.base_date())(language)],
        alt=f"{measured}: {told}",
    )
    table = table_of_rows(kpi, ((row, names[city]) for city, row in ordered), language)
    return draft_of(snapshot, "map", view, kpi, valued).figure("map", f"map-{kpi.id}", finding, series, table)


def _title(kpi: Kpi, valued: pd.DataFrame, names: Mapping[str, Text], year: int) -> Text:
    """The lowest and the highest city, as facts: no rank is claimed."""
    ordered = valued.sort_values(["value", "city_id"])
    if len(ordered) == 1:
        (only,) = ordered.to_dict("records")
        value = value_text(kpi.unit, only["value"], only["value_high"])
        return ONE.fill(name=kpi.name, year=year, place=names[str(only["city_id"])], value=value)
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return FROM_TO.fill(
        name=kpi.name,
        year=year,
        low=names[str(low["city_id"])],
        low_value=value_text(kpi.unit, low["value"], low["value_high"]),
        high=names[str(high["city_id"])],
        high_value=value_text(kpi.unit, high["value"], high["value_high"]),
    )


def _provinces(
    snapshot: Snapshot,
    view: View,
    kpi: Kpi,
    rows: Mapping[str, Mapping[Any, Any]],
    cities: Sequence[str],
) -> list[Series]:
    """The cities of one province each: neighbours share a map, far apart they would be specks."""
    names, above = register.names(snapshot), _provinces_of(snapshot)
    silence = "missing" if view.data_set == "sample" else "not_published"
    ordered, inner = sorted(cities, key=lambda city: above[city]), _districts(snapshot, view.language)
    return [
        Series(
            names[province](view.language) if province in names else "",
            "computed",
            tuple(
                replace(
                    point_of(kpi, rows[city], names[city](view.language), view.language, city)
                    if city in rows
                    else _silent(names[city](view.language), silence, view.language, city),
                    districts=inner.get(city, ()),
                )
                for city in near
            ),
        )
        for province, near in groupby(ordered, key=lambda city: above[city])
    ]


def _silent(name: str, status: str, language: Language, code: str) -> Point:
    return Point(name, None, STATUSES[status](language), code=code, status=status)


def _districts(snapshot: Snapshot, language: Language) -> dict[str, tuple[tuple[str, str], ...]]:
    """The districts of each city by code and name: drawn as outlines, as none has figures of its own."""
    found = register.table(
        snapshot, "SELECT region_id, parent_id FROM regions WHERE level = 'district' ORDER BY line"
    )
    names = register.names(snapshot)
    inner: dict[str, tuple[tuple[str, str], ...]] = {}
    for code, city in found.itertuples(index=False, name=None):
        inner[city] = (*inner.get(city, ()), (code, names[code](language)))
    return inner


def _provinces_of(snapshot: Snapshot) -> dict[str, str]:
    """The province that each region lies in; "" for one that lies in none."""
    found = register.table(snapshot, "SELECT region_id, parent_id, level FROM regions ORDER BY line")
    parents = {code: parent for code, parent, _ in found.itertuples(index=False, name=None)}
    levels = {code: level for code, _, level in found.itertuples(index=False, name=None)}

    def above(code: str) -> str:
        while code and levels.get(code) != "province":
            parent = parents.get(code)
            code = parent if isinstance(parent, str) else ""
        return code

    return {str(code): above(str(code)) for code in parents}
