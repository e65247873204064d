"""What is handed over: which figures, with their numbers and words, in one language; no file format here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import charts
import kpis
import register
from address import View, href
from briefing.brand import brand_of
from briefing.figure import Briefing, Figure, FigureKind, Grouping, Point, Role, Series
from findings import change, meaning, value_text
from kpis import MARKS, RUNGS, STATUSES, Kpi, Scope
from progress import Target, aim, path
from texts import Language, Text, number
from warehouse import Snapshot

__all__ = [
    "AS_PUBLISHED",
    "COLUMNS",
    "COUNTS",
    "ORIGINS",
    "SYNTHETIC",
    "TARGET_PATH",
    "Briefing",
    "Figure",
    "FigureKind",
    "Grouping",
    "Point",
    "Role",
    "Series",
    "city_briefing",
    "filters_in_words",
    "trend_figure",
    "view_of",
]

SYNTHETIC = Text("합성 표본 데이터", "Synthetic sample data")
SUBTITLE = Text("{name} · {places} · {period} · {formula}", "{name} · {places} · {period} · {formula}")
PERIOD = Text("{first}~{last}년", "{first}-{last}")
ONE_YEAR = Text("{first}년", "{first}")
TARGET_PATH = Text("{place} 목표 경로", "{place} target path")
AS_PUBLISHED = Text("{place} 공표값", "{place} as published")
BY_FORMULA = Text("{name} ({formula})", "{name} ({formula})")
COUNTS = Text("{denominator}명 중 {numerator}명", "{numerator} of {denominator}")
COLUMNS = {
    "place": Text("대상", "Place"),
    "year": Text("연도", "Year"),
    "value": Text("값", "Value"),
    "numerator": Text("분자", "Numerator"),
    "denominator": Text("분모", "Denominator"),
    "formula": Text("산식", "Formula"),
    "local": Text("지역 범위", "Local means"),
    "origin": Text("구분", "Origin"),
    "date": Text("기준일", "As of"),
    "status": Text("상태", "Status"),
}
ORIGINS = {"computed": Text("계산", "Computed"), "published": Text("공표", "Published")}


def trend_figure(snapshot: Snapshot, view: View, kpi_id: str, by: Grouping = "city") -> Figure | None:
    """One indicator over the years for the view's cities (or their institutions); None without a value."""
    kpi = kpis.find(kpi_id)
    grouping = ("city", "year") if by == "city" else ("city", "institution", "year")
    rows = _measured(snapshot, view, kpi, grouping)
    if by == "institution" and view.institutions:
        rows = rows[rows["institution_id"].isin(view.institutions)]
    column = "city_id" if by == "city" else "institution_id"
    valued = rows[rows["value"].notna() & rows[column].notna()]
    if valued.empty:
        return None
    places = {code: name for code, name in register.names(snapshot).items() if code in set(valued[column])}
    aims = _aims(snapshot, kpi, tuple(places)) if by == "city" else []
    language = view.language
    return Figure(
        key=f"{kpi.id}-{by}-{'-'.join(view.cities) or 'all'}",
        kind="line",
        title=" ".join(_findings(kpi, rows, places, column, language)[:1]),
        subtitle=_subtitle(kpi, valued, places, language),
        unit=kpi.unit,
        series=(
            *_series(kpi, valued, places, column, language),
            *_target_series(kpi, aims, places, language),
        ),
        columns=tuple(label(language) for label in COLUMNS.values()),
        rows=tuple(_table_row(kpi, row, places, column, language) for row in valued.to_dict("records")),
        source=SYNTHETIC(language) if view.data_set == "sample" else register.references(snapshot, valued),
        as_of=str(valued["reference_date"].max()),
        snapshot_id=snapshot.id,
        filters=filters_in_words(snapshot, view),
        definition=_definition(kpi, valued, language),
        marks=_marks(valued, language),
        synthetic=view.data_set == "sample",
        alt=" ".join(_findings(kpi, rows, places, column, language)),
        address=href("progress", view_of(view, kpi.id, by)),
        notes=tuple(note for note in (kpi.caveat(language),) if note),
        picture=charts.trend(kpi, rows, places, aims, register.events(snapshot, ()), language),
        numbers=tuple(_row_numbers(kpi, row) for row in valued.to_dict("records")),
        by=by,
    )


def view_of(view: View, kpi_id: str, by: Grouping = "city") -> View:
    """The same view of an indicator, by the chosen formula and institutions where they are that one's."""
    return View(
        view.language,
        view.data_set,
        view.cities,
        kpi=kpi_id,
        formula=view.formula if view.kpi == kpi_id else "",
        first_year=view.first_year,
        last_year=view.last_year,
        by=by,
        institutions=view.institutions if by == "institution" and view.kpi == kpi_id else (),
    )


def filters_in_words(snapshot: Snapshot, view: View) -> str:
    """The reader's choices: data set, cities, years."""
    language, names = view.language, register.names(snapshot)
    sets = {"published": Text("공표 자료", "Published figures"), "sample": SYNTHETIC}
    cities = ", ".join(names[city](language) for city in view.cities) or Text("전체 도시", "All cities")(
        language
    )
    years = Text("{first}~{last}년", "{first} to {last}").fill(
        first=view.first_year or "", last=view.last_year or ""
    )
    every = Text("전체 연도", "All years")
    chosen = years if view.first_year or view.last_year else every
    return " · ".join((sets[view.data_set](language), cities, chosen(language)))


def _measured(snapshot: Snapshot, view: View, kpi: Kpi, by: Sequence[str]) -> pd.DataFrame:
    """By the view's formula, else by the first one of the catalogue's stand-ins that has a value."""
    scope = Scope(view.data_set, cities=view.cities, first_year=view.first_year, last_year=view.last_year)
    tried = [view.formula] if view.formula and view.kpi == kpi.id else ["", *kpi.stand_ins]
    tables = [kpis.measure(snapshot, kpi.id, scope, by, formula_id) for formula_id in tried]
    computed = (table for table in tables if (table["origin"].eq("computed") & table["value"].notna()).any())
    return next(computed, tables[0])


def _aims(snapshot: Snapshot, kpi: Kpi, cities: Sequence[str]) -> list[Target]:
    found = (aim(snapshot, kpi.id, city) for city in cities)
    return [target for target in found if target is not None and path(target)]


def _findings(
    kpi: Kpi, rows: pd.DataFrame, places: Mapping[str, Text], column: str, language: Language
) -> list[str]:
    return [change(kpi, place, rows[rows[column] == code])(language) for code, place in places.items()]


def _subtitle(kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], language: Language) -> str:
    formulas = [kpi.formula(code).name(language) for code in valued["formula_id"].drop_duplicates()]
    first, last = int(valued["year"].min()), int(valued["year"].max())
    return SUBTITLE.fill(
        name=kpi.name,
        places=", ".join(place(language) for place in places.values()),
        period=(ONE_YEAR if first == last else PERIOD).fill(first=first, last=last),
        formula=", ".join(formulas),
    )(language)


def _definition(kpi: Kpi, valued: pd.DataFrame, language: Language) -> str:
    computed = valued[valued["origin"] == "computed"]
    formula = kpi.formula((computed if len(computed) else valued)["formula_id"].iloc[0])
    local = Text("지역 범위: {rung}", "local means: {rung}").fill(rung=RUNGS[formula.geography])
    words = [meaning(kpi, formula)(language), formula.name(language), formula.note(language)]
    if len({each.geography for each in kpi.formulas}) > 1:
        words.append(local(language))
    return " · ".join(word for word in words if word)


def _marks(valued: pd.DataFrame, language: Language) -> tuple[str, ...]:
    found = dict.fromkeys(mark for each in valued["marks"] for mark in str(each).split())
    return tuple(MARKS[mark](language) for mark in found)


def _series(
    kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], column: str, language: Language
) -> list[Series]:
    """One series a place, formula and origin: two formulas never share a line."""
    found = []
    for code, place in places.items():
        mine = valued[valued[column] == code]
        several = mine.groupby("origin")["formula_id"].nunique()
        for (origin, formula_id), rows in mine.groupby(["origin", "formula_id"], sort=False):
            name = place if origin == "computed" else AS_PUBLISHED.fill(place=place)
            if several[str(origin)] > 1:
                name = BY_FORMULA.fill(name=name, formula=kpi.formula(str(formula_id)).name)
            role: Role = "computed" if origin == "computed" else "published"
            points = tuple(_point(kpi, row, language) for row in rows.to_dict("records"))
            found.append(Series(name(language), role, points))
    return found


def _point(kpi: Kpi, row: Mapping[Any, Any], language: Language) -> Point:
    return Point(
        at=str(int(row["year"])),
        value=float(row["value"]),
        shown=value_text(kpi.unit, row["value"], row["value_high"])(language),
        numerator=None if pd.isna(row["numerator"]) else float(row["numerator"]),
        denominator=None if pd.isna(row["denominator"]) else float(row["denominator"]),
        marks=tuple(MARKS[mark](language) for mark in str(row["marks"]).split()),
    )


def _target_series(
    kpi: Kpi, aims: Sequence[Target], places: Mapping[str, Text], language: Language
) -> list[Series]:
    return [
        Series(
            TARGET_PATH.fill(place=places[target.city_id])(language),
            "target",
            tuple(
                Point(str(year), value, value_text(kpi.unit, value)(language))
                for year, value in path(target).items()
            ),
        )
        for target in aims
    ]


def _table_row(
    kpi: Kpi, row: Mapping[Any, Any], places: Mapping[str, Text], column: str, language: Language
) -> tuple[str, ...]:
    formula = kpi.formula(row["formula_id"])
    marks = [MARKS[mark](language) for mark in str(row["marks"]).split()]
    return (
        places[row[column]](language),
        str(int(row["year"])),
        value_text(kpi.unit, row["value"], row["value_high"])(language),
        "" if pd.isna(row["numerator"]) else number(row["numerator"]),
        "" if pd.isna(row["denominator"]) else number(row["denominator"]),
        formula.name(language),
        RUNGS[formula.geography](language),
        ORIGINS[row["origin"]](language),
        str(row["reference_date"]),
        ", ".join([STATUSES[row["status"]](language), *marks]),
    )


def _row_numbers(kpi: Kpi, row: Mapping[Any, Any]) -> tuple[float | None, ...]:
    """The numbers of a table row: a band, a stage and what is missing are words only."""
    worded = kpi.unit == "stage" or pd.notna(row["value_high"])
    known = {name: row[name] for name in ("year", "numerator", "denominator")}
    known["value"] = None if worded else row["value"]
    return tuple(None if pd.isna(known.get(name)) else float(known[name]) for name in COLUMNS)


def city_briefing(snapshot: Snapshot, view: View, city: str, made_on: str, most: int = 12) -> Briefing:
    """Every indicator of one city that has a value, targets first, then its universities."""
    here = View(view.language, view.data_set, (city,), first_year=view.first_year, last_year=view.last_year)
    figures = [trend_figure(snapshot, here, kpi.id) for kpi in _in_order(snapshot, city)]
    figures.append(trend_figure(snapshot, here, "university_dropout_rate", by="institution"))
    name = register.names(snapshot)[city]
    title = Text("{city} 지역 정주 지표 현황", "{city}: retention indicators")
    return Briefing(
        title=title.fill(city=name)(view.language),
        subtitle=filters_in_words(snapshot, here),
        language=view.language,
        made_on=made_on,
        figures=tuple(figure for figure in figures if figure is not None)[:most],
        snapshot_id=snapshot.id,
        brand=brand_of(city),
    )


def _in_order(snapshot: Snapshot, city: str) -> list[Kpi]:
    aimed = [kpi for kpi in kpis.KPIS if aim(snapshot, kpi.id, city) is not None]
    headline = [kpi for kpi in kpis.KPIS if kpi.headline and kpi not in aimed]
    return aimed + headline + [kpi for kpi in kpis.KPIS if kpi not in aimed and not kpi.headline]
