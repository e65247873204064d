"""The figures of Compare: "local" widened step by step, and one rate by each of its definitions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Sized
from dataclasses import replace

import pandas as pd

from meomureum.analysis.ladder import Steps, ladder, segments
from meomureum.analysis.words.values import meaning, row_text
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Draft, Finding, Table, draft_of, table_of_rows
from meomureum.figures.value_rows import point_of
from meomureum.measures import measurement, register
from meomureum.measures.indicators.youth import NET_RETENTION
from meomureum.measures.measurement import Kpi, Scope, followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent

LADDER_FINDING = Text(
    "{place}, {year}년: 시 안 {city}, 권역까지 넓히면 {region}",
    "{place}, {year}: {city} in the city, {region} up to the macro-region",
)
LADDER = Text("{name} · '지역'을 넓혀 보면 · {places} · {population}", "{name} · {places} · {population}")
BAR = Text("{place} {year}년", "{place} {year}")
LADDER_TOGETHER = Text("시 안에서, {year}년: {told}", "Within the city, {year}: {told}")
BAR_COLUMNS = (Text("막대", "Bar"), Text("단위", "Unit"), Text("분모", "Denominator"))
SHARES, PERSONS = Text("%", "%"), Text("명", "persons")
COUNT = Text("도시 {count}곳", "{count} cities")
OF_YEAR, IN_YEAR = Text("{place}, {year}년", "{place}, {year}"), Text("{year}년", "{year}")
VARIANTS = Text("{name}: 산식마다 {low}~{high}", "{name}: {low} to {high} by definition")
SEVERAL = Text(
    "산식에 따라 가장 크게 달라지는 곳: {place}({low}~{high})",
    "The formula matters most in {place}: {low} to {high}",
)
MOST_PLACES = 12
"""So many places are drawn at most; the table has every one."""
FARTHEST_APART = Text(
    "도시 {count}곳 가운데 산식에 따라 가장 크게 달라지는 {drawn}곳을 그렸습니다. 나머지는 표에 있습니다.",
    "Of {count} cities the {drawn} where the formula matters most are drawn; the table has the others.",
)
HIGHEST = Text(
    "도시 {count}곳 가운데 시 안의 비율이 가장 높은 {drawn}곳을 그렸습니다. 나머지는 표에 있습니다.",
    "Of {count} cities the {drawn} with the highest share within the city are drawn; the table has the others.",
)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The ladder, then the definitions side by side."""
    yield from _figures(snapshot, replace(view, kpi=kpi_of(snapshot, view)))


def kpi_of(snapshot: Snapshot, view: View) -> str:
    """The view's indicator where there is something to compare, else the first that has something."""
    offered = dict.fromkeys([view.kpi, NET_RETENTION.id, *(kpi.id for kpi in measurement.KPIS)])
    drawn = (each for each in offered if next(_figures(snapshot, replace(view, kpi=each)), None))
    return next(drawn, view.kpi)


def _figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    kpi = measurement.find(view.kpi)
    cities = view.cities or followed_cities(snapshot)
    scope = Scope(view.data_set, cities=cities, first_year=view.first_year, last_year=view.last_year)
    bars = ladder(snapshot, kpi.id, scope)
    if bars:
        yield _ladder(snapshot, view, kpi, bars)
    tables = [
        measurement.measure(snapshot, kpi.id, scope, ("city", "year"), each.id) for each in kpi.formulas
    ]
    held = by_city(kpi, tables, cities)
    if held:
        yield _variants(snapshot, view, kpi, held)


def ladder_finding(bar: Steps, place: Text) -> Text:
    """What one bar says: the city's own share, and that of the widest region around it."""
    return LADDER_FINDING.fill(
        place=place, year=bar.year, city=percent(bar.shares[0]), region=percent(sum(bar.shares[:4]))
    )


def by_city(kpi: Kpi, tables: Sequence[pd.DataFrame], cities: Sequence[str]) -> dict[str, pd.DataFrame]:
    """What stands side by side in each city that has it: its values of the latest year that has one by two formulas or more.

    `tables` are the measurements by each formula.
    """
    every = pd.concat([each for each in tables if len(each)], ignore_index=True)
    valued = every[every["value"].notna()].drop_duplicates(["city_id", "year", "formula_id", "origin"])
    formulas = valued.groupby(["city_id", "year"])["formula_id"].nunique()
    latest = formulas[formulas > 1].reset_index().groupby("city_id")["year"].max()
    order = {formula.id: at for at, formula in enumerate(kpi.formulas)}
    mine = valued[valued["year"] == valued["city_id"].map(latest)].sort_values(
        "formula_id", key=lambda codes: codes.map(order.get), kind="stable"
    )
    found = {str(city): rows for city, rows in mine.groupby("city_id")}
    return {city: found[city] for city in cities if city in found}


def base_formula(view: View, rows: pd.DataFrame) -> str:
    """The formula that the others are held against: the reader's where it has a value, else the first."""
    codes = rows["formula_id"].astype(str).tolist()
    return view.formula if view.formula in codes else codes[0]


def _ladder(snapshot: Snapshot, view: View, kpi: Kpi, bars: Sequence[Steps]) -> Figure:
    language, named = view.language, segments(kpi.id)
    held = {bar.city_id for bar in bars}
    places = {code: name for code, name in register.names(snapshot).items() if code in held}
    ordered = [bar for code in places for bar in bars if bar.city_id == code]
    last = {bar.city_id: bar for bar in ordered}
    shown = _largest({code: last[code].shares[0] for code in places})
    notes = _left_out(HIGHEST, places, shown, language)
    drawn = [bar for bar in ordered if bar.city_id in shown]
    every = [BAR.fill(place=places[bar.city_id], year=bar.year)(language) for bar in ordered]
    table = _table(ordered, every, named, language)
    places = {code: name for code, name in places.items() if code in shown}
    told = [ladder_finding(last[code], place)(language) for code, place in places.items()]
    names = [BAR.fill(place=places[bar.city_id], year=bar.year)(language) for bar in drawn]
    subtitle = LADDER.fill(
        name=kpi.name,
        places=", ".join(place(language) for place in places.values()),
        population=kpi.population,
    )
    draft = Draft(
        snapshot,
        "compare",
        view,
        unit="percent",
        source=_sources(snapshot, [bar.source_ids for bar in ordered]),
        as_of=max(bar.reference_date for bar in ordered),
        definition=meaning(kpi, kpi.formula())(language),
    )
    title = told[0] if len(told) == 1 else _together(last, places)(language)
    series = [_segment(drawn, names, at, name(language)) for at, name in enumerate(named)]
    finding = Finding(title, subtitle(language), [*(told[1:] and told), *notes], alt=". ".join(told))
    return draft.figure("stacked", f"ladder-{kpi.id}", finding, series, table)


def _segment(bars: Sequence[Steps], names: Sequence[str], at: int, name: str) -> Series:
    points = (
        Point(words, bar.shares[at], percent(bar.shares[at]), bar.persons[at], bar.denominator)
        for words, bar in zip(names, bars, strict=True)
    )
    return Series(name, "computed", tuple(points))


def _together(last: Mapping[str, Steps], places: Mapping[str, Text]) -> Text:
    """Several places: the share of each that stayed in its city, in the last year of all."""
    told = ", ".join("{" + code + "} " + percent(last[code].shares[0]) for code in places)
    year = max(bar.year for bar in last.values())
    return LADDER_TOGETHER.fill(year=year, told=Text(told, told).fill(**places))


def _table(bars: Sequence[Steps], names: Sequence[str], named: Sequence[Text], language: Language) -> Table:
    return Table(
        [column(language) for column in (*BAR_COLUMNS, *named)],
        [row for bar, words in zip(bars, names, strict=True) for row in _rows(bar, words, language)],
        [(None, None, bar.denominator, *values) for bar in bars for values in (bar.shares, bar.persons)],
        named=(0, 1),
        valued=range(2, 3 + len(named)),
    )


def _rows(bar: Steps, words: str, language: Language) -> list[tuple[str, ...]]:
    """One bar as a line of shares and a line of persons."""
    whole = number(bar.denominator)
    return [
        (words, SHARES(language), whole, *map(percent, bar.shares)),
        (words, PERSONS(language), whole, *map(number, bar.persons)),
    ]


def _sources(snapshot: Snapshot, codes: Sequence[str]) -> str:
    return register.references(snapshot, pd.DataFrame({"source_ids": [code or None for code in codes]}))


def _variants(snapshot: Snapshot, view: View, kpi: Kpi, held: Mapping[str, pd.DataFrame]) -> Figure:
    """One bar a formula; several cities have a panel each, all on the same axes."""
    language, places = view.language, register.names(snapshot)
    rows = pd.concat(list(held.values()), ignore_index=True)
    where = _named(held, places, language)
    shown = _largest(_apart(held))
    series = [
        replace(
            _bars(kpi, mine, base_formula(view, mine), places[city](language), language),
            panel=where[city] if len(held) > 1 else "",
        )
        for city, mine in held.items()
        if city in shown
    ]
    divided = "; ".join(
        f"{kpi.formula(code).name(language)}: {meaning(kpi, kpi.formula(code))(language)}"
        for code in rows["formula_id"].drop_duplicates()
    )
    told = [
        f"{words}: " + "; ".join(f"{point.at} {point.shown}" for point in each.points)
        for words, each in zip((where[city] for city in held if city in shown), series, strict=True)
    ]
    among = where.values() if len(held) == 1 else [COUNT.fill(count=len(held))(language)]
    measured = " · ".join([kpi.name(language), *among, *_year_of_all(rows, held, language)])
    records = ((row, places[str(row["city_id"])]) for row in rows.to_dict("records"))
    return draft_of(snapshot, "compare", view, kpi, rows, divided).figure(
        "bar",
        f"variants-{kpi.id}",
        Finding(
            _variants_finding(kpi, held, where, places)(language),
            measured,
            _left_out(FARTHEST_APART, held, shown, language),
            alt=". ".join(told),
        ),
        series,
        table_of_rows(kpi, records, language),
    )


def _named(
    held: Mapping[str, pd.DataFrame], places: Mapping[str, Text], language: Language
) -> dict[str, str]:
    """The cities, each with the year of its values where several differ in it, or where it stands alone."""
    years = {city: int(rows["year"].iloc[0]) for city, rows in held.items()}
    if len(held) > 1 and len(set(years.values())) == 1:
        return {city: places[city](language) for city in held}
    return {city: OF_YEAR.fill(place=places[city], year=year)(language) for city, year in years.items()}


def _year_of_all(rows: pd.DataFrame, held: Mapping[str, pd.DataFrame], language: Language) -> list[str]:
    """The year that the names of several cities leave out."""
    years = rows["year"].unique()
    return [IN_YEAR.fill(year=int(years[0]))(language)] if len(held) > 1 and len(years) == 1 else []


def _bars(kpi: Kpi, rows: pd.DataFrame, chosen: str, place: str, language: Language) -> Series:
    """The values of one city; those that are held against the `chosen` formula are fainter."""
    points = (
        replace(
            point_of(kpi, row, kpi.formula(row["formula_id"]).name(language), language),
            weak=row["formula_id"] != chosen,
        )
        for row in rows.to_dict("records")
    )
    return Series(place, "computed", tuple(points))


def _apart(held: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """How far apart the values of each city lie."""
    return {city: float(rows["value"].max() - rows["value"].min()) for city, rows in held.items()}


def _largest(of: Mapping[str, float]) -> Collection[str]:
    """The places that are drawn: all where they are few, else those with the largest numbers."""
    return sorted(of, key=lambda code: -of[code])[:MOST_PLACES]


def _left_out(words: Text, every: Sized, drawn: Sized, language: Language) -> list[str]:
    return [words.fill(count=len(every), drawn=len(drawn))(language)] if len(drawn) < len(every) else []


def _variants_finding(
    kpi: Kpi, held: Mapping[str, pd.DataFrame], where: Mapping[str, str], places: Mapping[str, Text]
) -> Text:
    """From where to where the values of a city lie; of several that in which they lie farthest apart."""
    apart = _apart(held)
    city = max(apart, key=lambda each: apart[each])
    ordered = held[city].sort_values("value", kind="stable")
    low, high = (row_text(kpi.unit, ordered.iloc[at]) for at in (0, -1))
    if len(held) == 1:
        return VARIANTS.fill(name=Text(where[city], where[city]), low=low, high=high)
    return SEVERAL.fill(place=places[city], low=low, high=high)
