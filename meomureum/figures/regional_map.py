"""The figure of the map: one indicator by one formula in one year, province by province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd

from meomureum.analysis.words.values import row_text
from meomureum.drawing import boundaries
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, draft_of, table_of_rows
from meomureum.figures.value_rows import Row, point_of
from meomureum.measures import city_register, measurement, register
from meomureum.measures.measurement import RUNGS, STATUSES, Kpi, Scope, followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

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
SHADES = Text(
    "색이 진할수록 값이 큽니다(값의 범위를 셋으로 나눔). 빗금은 값이 없는 곳이고 까닭을 적었습니다. 회색은 둘레의 지역입니다.",
    "The darker, the larger the value (the range in three). Hatched areas have no value and say why. Grey is around them.",
)
STAND_IN = Text(
    "'{asked}'보다 '{used}'의 값이 있는 도시가 많아 이 산식으로 비교합니다. 두 산식의 값은 서로 비교할 수 없습니다.",
    "More cities have a value by '{used}' than by '{asked}', so it is used. The two cannot be compared.",
)
NO_OUTLINE = Text(
    "{city:은/는} 경계 자료가 없어 표에만 있습니다.",
    "{city} has no outline here and stands in the table alone.",
)
BY_DISTRICT = Text(
    "구 단위 값은 공표되지 않음: {districts}", "No figure is published by district: {districts}"
)
GEOMETRY = Text(
    "경계: 국토교통부 국토지리정보원, {date} 기준, 간략화(작은 섬 생략). 법적 경계가 아닙니다.",
    "Boundaries: National Geographic Information Institute, as of {date}, simplified (small islands left out); not legal.",
)
MOST_CITIES = 30
"""Of more cities a map by province would be longer than anybody reads: provinces without a value are left out."""
NEARLY = 0.9
"""So large a share of the most cities that have a value is as good as the most: a newer year is worth more."""


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The map of the view's indicator, where a city has a value."""
    rows = values(snapshot, view)
    if not rows.empty:
        yield _map(snapshot, view, measurement.find(view.kpi), rows, _near(snapshot, view, rows))


def _near(snapshot: Snapshot, view: View, rows: pd.DataFrame) -> Sequence[str]:
    """The view's cities; of many those of the provinces where one has a value."""
    cities = view.cities or followed_cities(snapshot)
    if len(cities) <= MOST_CITIES:
        return cities
    above = _provinces_of(snapshot)
    told = {above[str(city)] for city in rows.loc[rows["value"].notna(), "city_id"]}
    return tuple(city for city in cities if above[city] in told)


def values(snapshot: Snapshot, view: View) -> pd.DataFrame:
    """What the map shows of the view's cities: one formula, one year; empty when no city has a value."""
    kpi = measurement.find(view.kpi)
    cities = view.cities or followed_cities(snapshot)
    formulas = [view.formula] if view.formula else [each.id for each in kpi.formulas]
    return comparable([_measured(snapshot, view, kpi, cities, each) for each in formulas], formulas)


def _measured(snapshot: Snapshot, view: View, kpi: Kpi, places: Sequence[str], formula: str) -> pd.DataFrame:
    scope = Scope(view.data_set, cities=tuple(places), first_year=view.first_year, last_year=view.last_year)
    return measurement.measure(snapshot, kpi.id, scope, ("city", "year"), formula)


def comparable(tables: Sequence[pd.DataFrame], formulas: Sequence[str]) -> pd.DataFrame:
    """Measurements by city, all by one formula and of one year.

    Of the formulas in question the one that most cities have, of its years the one that most
    cities have; where a tenth fewer have it, that is a tie, which goes to the formula listed
    first and to the newest year. A city whose value is missing or hidden in that year keeps
    its row, with the reason. Empty when no city has a value.
    """
    every = pd.concat(tables)
    every = every[every["formula_id"].isin(formulas) & every["year"].notna()].assign(
        silent=lambda rows: rows["value"].isna()
    )
    one = every.sort_values(["silent", "origin"]).drop_duplicates(["city_id", "formula_id", "year"])
    known = one[~one["silent"]].groupby(["formula_id", "year"]).size()
    if known.empty:
        return every.iloc[:0]
    formula, year = min(
        known[known >= NEARLY * known.max()].index, key=lambda at: (formulas.index(at[0]), -at[1])
    )
    chosen: pd.DataFrame = one[(one["formula_id"] == formula) & (one["year"] == year)]
    return chosen


def _map(snapshot: Snapshot, view: View, kpi: Kpi, rows: pd.DataFrame, cities: Sequence[str]) -> Figure:
    language, names = view.language, register.names(snapshot)
    formula, year = kpi.formula(str(rows["formula_id"].iloc[0])), int(rows["year"].iloc[0])
    inner = _districts(snapshot, cities)
    by_place = {
        str(row["city_id"]): row
        for own in (_within(snapshot, view, kpi, rows, inner), rows)
        for row in own.to_dict("records")
    }
    valued = rows[rows["value"].notna()]
    subtitle = SUBTITLE.fill(
        formula=formula.name, rung=RUNGS[formula.geography], known=len(valued), all=len(cities)
    )
    series = _provinces(snapshot, view, kpi, by_place, cities)
    told = "; ".join(f"{point.at} {point.shown}" for each in series for point in each.points)
    measured = FINDING.fill(name=kpi.name, year=year)(language)
    finding = Finding(
        _title(kpi, valued, names, year)(language),
        f"{measured} · {subtitle(language)}",
        [each(language) for each in _notes(view, kpi, by_place, names, (cities, inner))],
        alt=f"{measured}: {told}",
    )
    ordered = [place for city in cities for place in (city, *inner.get(city, ()))]
    table = table_of_rows(
        kpi, ((by_place[each], names[each]) for each in ordered if each in by_place), language
    )
    return draft_of(snapshot, "map", view, kpi, valued).figure("map", f"map-{kpi.id}", finding, series, table)


def _within(
    snapshot: Snapshot, view: View, kpi: Kpi, rows: pd.DataFrame, inner: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The districts of these cities by the same formula, in the same year."""
    places = [code for codes in inner.values() for code in codes]
    formula = str(rows["formula_id"].iloc[0])
    if not places:
        return rows.iloc[:0]
    found = _measured(snapshot, view, kpi, places, formula)
    same: pd.DataFrame = found[(found["formula_id"] == formula) & (found["year"] == rows["year"].iloc[0])]
    return same


def _districts(snapshot: Snapshot, cities: Sequence[str]) -> dict[str, tuple[str, ...]]:
    every = city_register.districts(snapshot)
    return {city: every[city] for city in cities if city in every}


def _notes(
    view: View,
    kpi: Kpi,
    rows: Mapping[str, Row],
    names: Mapping[str, Text],
    places: tuple[Sequence[str], Mapping[str, Sequence[str]]],
) -> Iterator[Text]:
    """Which formula stands in, what the shades mean, whose outline or value by district there is none of."""
    cities, inner = places
    used = kpi.formula(next(str(rows[city]["formula_id"]) for city in cities if city in rows))
    if not view.formula and used.id != kpi.formula().id:
        yield STAND_IN.fill(asked=kpi.formula().name, used=used.name)
    yield from (NO_OUTLINE.fill(city=names[city]) for city in cities if city not in boundaries.outlines())
    silent = [names[code] for codes in inner.values() for code in codes if code not in rows]
    if silent:
        named = Text(", ".join(each.ko for each in silent), "; ".join(each.en for each in silent))
        yield BY_DISTRICT.fill(districts=named)
    yield SHADES
    yield GEOMETRY.fill(date=boundaries.base_date())


def _title(kpi: Kpi, valued: pd.DataFrame, names: Mapping[str, Text], year: int) -> Text:
    """The lowest and the highest city, as facts: no rank is claimed."""
    ordered = valued.sort_values(["value", "city_id"])
    if len(ordered) == 1:
        (only,) = ordered.to_dict("records")
        value = row_text(kpi.unit, only)
        return ONE.fill(name=kpi.name, year=year, place=names[str(only["city_id"])], value=value)
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return FROM_TO.fill(
        name=kpi.name,
        year=year,
        low=names[str(low["city_id"])],
        low_value=row_text(kpi.unit, low),
        high=names[str(high["city_id"])],
        high_value=row_text(kpi.unit, high),
    )


def _provinces(
    snapshot: Snapshot, view: View, kpi: Kpi, rows: Mapping[str, Row], cities: Sequence[str]
) -> list[Series]:
    """The cities of one province each: neighbours share a map, far apart they would be specks."""
    names, above, language = register.names(snapshot), _provinces_of(snapshot), view.language
    ordered, inner = sorted(cities, key=lambda city: above[city]), _districts(snapshot, cities)

    def point(code: str) -> Point:
        status = "missing" if view.data_set == "sample" else "not_published"
        name, row = names[code](language), rows.get(code)
        if row is None:
            return Point(name, None, STATUSES[status](language), code=code, status=status)
        return point_of(kpi, row, name, language, code)

    return [
        Series(
            names[province](language) if province in names else "",
            "computed",
            tuple(replace(point(city), districts=tuple(map(point, inner.get(city, ())))) for city in near),
        )
        for province, near in groupby(ordered, key=lambda city: above[city])
    ]


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
