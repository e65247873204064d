"""A city beside its province and the country, by one formula a table; the national programme in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from meomureum.analysis.words.values import value_with_counts
from meomureum.drawing.figure import Figure
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.registered import draft_of_register
from meomureum.figures.standing import focus
from meomureum.measures import city_register, register
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import Formula, Kpi, Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number

PREFIX = "vocational_district"
DISTRICTS = Text(
    "직업교육 혁신지구(전국, {year}년)", "Vocational education innovation districts (Korea, {year})"
)
DISTRICTS_SUBTITLE = Text("전국 사업의 참여 규모", "How many take part in the national programme")
# Single published values about the national programme, in the order in which one reads them.
COUNTS: Mapping[str, Text] = {
    "vocational_districts": Text("지구", "Districts"),
    "vocational_district_schools": Text("직업계고", "Vocational high schools"),
    "vocational_district_universities": Text("대학", "Universities"),
    "vocational_district_firms": Text("기업", "Firms"),
}
ITEM, VALUE, YEAR = Text("항목", "Item"), Text("값", "Value"), Text("연도", "Year")
COMPARED = ("vocational_employment_rate", "vocational_advancement_rate")
BESIDE = Text(
    "{name}({formula}): {city} 곁의 시도와 전국", "{name} ({formula}): {city}, its province and the country"
)
SUBTITLE = Text(
    "{formula} · 학교 유형별 · 같은 산식의 값만", "{formula} · by kind of school · one formula only"
)
COLUMN = Text("{place} {kind}", "{place}, {kind}")
ALL_SCHOOLS = Text("전체", "All")
NOTHING_OF = Text(
    "{city:은/는} 이 산식의 값이 공표되지 않았습니다.", "{city}: no value of this formula has been published."
)
NONE = "–"


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """National counts, then each formula that has values of more than one place; never beside the sample."""
    if view.data_set == "sample":
        return
    yield from _districts(snapshot, view)
    city = focus(snapshot, view)
    places = (city, *city_register.regions_above(snapshot, city))
    for kpi in map(find, COMPARED):
        for formula in kpi.formulas:
            rows = _rows(snapshot, view, kpi, formula, places)
            known = set(rows["city_id"])
            # Where the city has nothing, only the indicator's own formula is worth a table.
            if len(known) > 1 and (city in known or formula is kpi.formula()):
                yield _comparison(snapshot, view, kpi, rows, places)


def _districts(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    language = view.language
    found = register.table(snapshot, "SELECT * FROM observations ORDER BY year, line")
    found = found[found["measure_id"].isin(list(COUNTS)) & (found["data_set"] == "published")]
    newest = found.groupby("measure_id").tail(1)
    if newest.empty:
        return
    rows = {str(row["measure_id"]): row for row in newest.to_dict("records")}
    held = {code: rows[code] for code in COUNTS if code in rows}
    table = Table(
        [ITEM(language), YEAR(language), VALUE(language)],
        [(COUNTS[code](language), str(int(row["year"])), number(row["value"])) for code, row in held.items()],
        [(None, float(row["year"]), float(row["value"])) for row in held.values()],
        named=(0, 1),
        valued=(2,),
    )
    title = DISTRICTS.fill(year=int(newest["year"].max()))(language)
    finding = Finding(title, DISTRICTS_SUBTITLE(language))
    draft = draft_of_register(snapshot, view, newest["source_id"], finding.subtitle)
    yield draft.figure("table", PREFIX, finding, table=table)


def _rows(snapshot: Snapshot, view: View, kpi: Kpi, formula: Formula, places: Sequence[str]) -> pd.DataFrame:
    """One formula for the city and the regions above it, by kind of school and year, each once."""
    scope = Scope(view.data_set, cities=tuple(places), first_year=view.first_year, last_year=view.last_year)
    found = measure(snapshot, kpi.id, scope, ("city", "school_type", "year"), formula.id)
    found = found[found["value"].notna() & (found["formula_id"] == formula.id)]
    return found.sort_values("origin").drop_duplicates(["city_id", "school_type", "year"])


def _comparison(
    snapshot: Snapshot, view: View, kpi: Kpi, rows: pd.DataFrame, places: Sequence[str]
) -> Figure:
    """A row a year, a column a place and kind of school."""
    language, names = view.language, register.names(snapshot)
    formula, city = kpi.formula(str(rows["formula_id"].iloc[0])), names[places[0]]
    ordered = rows.sort_values("city_id", key=lambda codes: codes.map(list(places).index))
    groups = list(ordered.groupby(["city_id", "school_type"], sort=False, dropna=False))
    columns = [COLUMN.fill(place=names[str(code)], kind=_kind(kind))(language) for (code, kind), _ in groups]
    keyed = [{int(row["year"]): row for row in own.to_dict("records")} for _, own in groups]
    years = sorted({int(year) for year in rows["year"]})
    table = Table(
        [YEAR(language), *columns],
        [(str(year), *(_cell(kpi, own.get(year), language) for own in keyed)) for year in years],
        [
            (float(year), *(float(own[year]["value"]) if year in own else None for own in keyed))
            for year in years
        ],
        named=(0,),
        valued=range(1, 1 + len(columns)),
    )
    silent = [] if places[0] in set(rows["city_id"]) else [NOTHING_OF.fill(city=city)(language)]
    finding = Finding(
        BESIDE.fill(name=kpi.name, formula=formula.name, city=city)(language),
        SUBTITLE.fill(formula=formula.name)(language),
        silent,
    )
    draft = draft_of(snapshot, "city", view, kpi, rows)
    return draft.figure("table", f"beside-{kpi.id}-{formula.id}", finding, table=table)


def _kind(code: object) -> Text:
    """The kind of high school that a row covers; empty means all of them."""
    return dimensions.code_name("school_type", code) if isinstance(code, str) else ALL_SCHOOLS


def _cell(kpi: Kpi, row: Mapping[Any, Any] | None, language: Language) -> str:
    return NONE if row is None else value_with_counts(kpi.unit, row)(language)
