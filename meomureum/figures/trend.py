"""What is handed over: which figures, with their numbers and words, in one language; no file format here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd

from meomureum.analysis.targets import Target, aim, path
from meomureum.analysis.words import breaks, change, value_text
from meomureum.drawing import screen
from meomureum.drawing.brand import brand_of
from meomureum.drawing.figure import (
    Briefing,
    Event,
    Figure,
    Grouping,
    Point,
    Role,
    Series,
)
from meomureum.drawing.words import AS_PUBLISHED, TARGET_PATH
from meomureum.figures.draft import figure_of, filters_in_words
from meomureum.figures.review import judged
from meomureum.figures.value_rows import (
    COLUMNS,
    NAMED,
    VALUED,
    definition_of,
    in_numbers,
    in_words,
    marks_in,
    point_of,
)
from meomureum.measures import measurement, register
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text

SUBTITLE = Text("{name} · {places} · {period} · {formula}", "{name} · {places} · {period} · {formula}")
PERIOD = Text("{first}~{last}년", "{first}-{last}")
ONE_YEAR = Text("{first}년", "{first}")
BY_FORMULA = Text("{name} ({formula})", "{name} ({formula})")
MORE_THAN_ONE = Text("{name}: {told}", "{name}: {told}")
LATEST = Text("{place} {value}({year}년)", "{place} {value} ({year})")
LATEST_ALIKE = Text("{name}, {year}년: {told}", "{name}, {year}: {told}")
MANY = Text("{name}: {count}곳", "{name}: {count} places")
MOST_IN_A_TITLE = 4


def trend_figure(snapshot: Snapshot, view: View, kpi_id: str, by: Grouping = "city") -> Figure | None:
    """One indicator over the years for the view's cities (or their institutions); None without a value."""
    kpi = measurement.find(kpi_id)
    grouping = ("city", "year") if by == "city" else ("city", "institution", "year")
    rows = _measured(snapshot, view, kpi, grouping)
    if by == "institution" and view.institutions:
        rows = rows[rows["institution_id"].isin(view.institutions)]
    column = "city_id" if by == "city" else "institution_id"
    valued = rows[rows["value"].notna() & rows[column].notna()]
    if valued.empty:
        return None
    held = set(valued[column])
    places = {code: name for code, name in register.names(snapshot).items() if code in held}
    aims = _aims(snapshot, kpi, tuple(places)) if by == "city" else []
    happened = _happened(snapshot, view, tuple(places)) if by == "city" else register.events(snapshot, ())
    language = view.language
    records = valued.to_dict("records")
    figure = figure_of(
        "line",
        (*_series(kpi, valued, places, column, language), *_target_series(kpi, aims, places, language)),
        snapshot=snapshot,
        page="progress",
        view=view_of(view, kpi.id, by),
        key=f"{kpi.id}-{by}-{'-'.join(view.cities) or 'all'}",
        title=_title(kpi, rows, places, column)(language),
        subtitle=_subtitle(kpi, valued, places, language),
        unit=kpi.unit,
        source=register.references(snapshot, valued),
        as_of=str(valued["reference_date"].max()),
        definition=definition_of(kpi, valued, language),
        marks=marks_in(valued, language),
        notes=[
            note for note in (*(each(language) for each in breaks(kpi, rows)), kpi.caveat(language)) if note
        ],
        alt=" ".join(_findings(kpi, rows, places, column, language)),
        columns=[label(language) for label in COLUMNS.values()],
        rows=[tuple(in_words(kpi, row, places[row[column]], language).values()) for row in records],
        numbers=[in_numbers(kpi, row) for row in records],
        named=NAMED,
        valued=VALUED,
        events=_events(happened, register.names(snapshot), language),
        picture=screen.trend(kpi, rows, places, aims, happened, language),
    )
    figure = replace(figure, by=by)
    if by == "institution" or len(places) > 1:
        return figure
    ((code, place),) = places.items()
    return judged(figure, kpi, place, rows, aim(snapshot, kpi.id, code))


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


def _measured(snapshot: Snapshot, view: View, kpi: Kpi, by: Sequence[str]) -> pd.DataFrame:
    """By the view's formula, else by the first one of the catalogue's stand-ins that has a value."""
    scope = Scope(view.data_set, cities=view.cities, first_year=view.first_year, last_year=view.last_year)
    tried = [view.formula] if view.formula and view.kpi == kpi.id else ["", *kpi.stand_ins]
    tables = [measurement.measure(snapshot, kpi.id, scope, by, formula_id) for formula_id in tried]
    computed = (table for table in tables if (table["origin"].eq("computed") & table["value"].notna()).any())
    return next(computed, tables[0])


def _aims(snapshot: Snapshot, kpi: Kpi, cities: Sequence[str]) -> list[Target]:
    found = (aim(snapshot, kpi.id, city) for city in cities)
    return [target for target in found if target is not None and path(target)]


def _findings(
    kpi: Kpi, rows: pd.DataFrame, places: Mapping[str, Text], column: str, language: Language
) -> list[str]:
    return [change(kpi, place, rows[rows[column] == code])(language) for code, place in places.items()]


def _title(kpi: Kpi, rows: pd.DataFrame, places: Mapping[str, Text], column: str) -> Text:
    """What happened in the one place; of several, the latest value of each."""
    if len(places) > MOST_IN_A_TITLE:
        return MANY.fill(name=kpi.name, count=len(places))
    last = {code: _latest(rows[rows[column] == code]) for code in places}
    if len(places) == 1:
        ((code, place),) = places.items()
        return change(kpi, place, rows[rows[column] == code])
    years = {int(row["year"]) for row in last.values()}
    told = [
        Text(
            *(
                f"{place(each)} {_value(kpi, last[code])(each)}"
                if len(years) == 1
                else LATEST.fill(place=place, value=_value(kpi, last[code]), year=int(last[code]["year"]))(
                    each
                )
                for each in LANGUAGES
            )
        )
        for code, place in places.items()
    ]
    joined = Text(*(", ".join(each(language) for each in told) for language in LANGUAGES))
    if len(years) == 1:
        return LATEST_ALIKE.fill(name=kpi.name, year=years.pop(), told=joined)
    return MORE_THAN_ONE.fill(name=kpi.name, told=joined)


def _latest(rows: pd.DataFrame) -> pd.Series:
    """The last value of a place, the computed one where both are known."""
    return rows[rows["value"].notna()].sort_values(["year", "origin"], ascending=[True, False]).iloc[-1]


def _value(kpi: Kpi, row: pd.Series) -> Text:
    return value_text(kpi.unit, row["value"], row["value_high"])


def _happened(snapshot: Snapshot, view: View, cities: tuple[str, ...]) -> pd.DataFrame:
    """The events of some cities in the years in sight."""
    found = register.events(snapshot, cities)
    years = found["date"].str[:4].astype(int)
    return found[years.between(view.first_year or 0, view.last_year or 9999)]


def _events(found: pd.DataFrame, names: Mapping[str, Text], language: Language) -> list[Event]:
    titles = found["title" if language == "ko" else "title_en"]
    told = zip(found["date"], found["city_id"], titles, strict=True)
    return [
        Event(screen.year_of(date), f"{date} {names[city](language)}: {title}") for date, city, title in told
    ]


def _subtitle(kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], language: Language) -> str:
    formulas = [kpi.formula(code).name(language) for code in valued["formula_id"].drop_duplicates()]
    first, last = int(valued["year"].min()), int(valued["year"].max())
    return SUBTITLE.fill(
        name=kpi.name,
        places=", ".join(place(language) for place in places.values()),
        period=(ONE_YEAR if first == last else PERIOD).fill(first=first, last=last),
        formula=", ".join(formulas),
    )(language)


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
            points = tuple(
                point_of(kpi, row, str(int(row["year"])), language) for row in rows.to_dict("records")
            )
            found.append(Series(name(language), role, points))
    return found


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


def city_briefing(snapshot: Snapshot, view: View, city: str, made_on: str, most: int = 12) -> Briefing:
    """Every indicator of one city that has a value, targets first, then its universities."""
    here = View(view.language, view.data_set, (city,), first_year=view.first_year, last_year=view.last_year)
    computed = (trend_figure(snapshot, here, kpi_id, by) for kpi_id, by in _of_a_city(snapshot, city))
    name = register.names(snapshot)[city]
    title = Text("{city} 지역 정주 지표 현황", "{city}: retention indicators")
    return Briefing(
        title=title.fill(city=name)(view.language),
        subtitle=filters_in_words(snapshot, here),
        language=view.language,
        made_on=made_on,
        figures=tuple(islice((figure for figure in computed if figure is not None), most)),
        snapshot_id=snapshot.id,
        brand=brand_of(city),
    )


def _of_a_city(snapshot: Snapshot, city: str) -> Iterator[tuple[str, Grouping]]:
    """What a city's briefing asks for, in order; computed only as far as there is room."""
    for kpi in _in_order(snapshot, city):
        yield kpi.id, "city"
    yield "university_dropout_rate", "institution"


def _in_order(snapshot: Snapshot, city: str) -> list[Kpi]:
    aimed = [kpi for kpi in measurement.KPIS if aim(snapshot, kpi.id, city) is not None]
    headline = [kpi for kpi in measurement.KPIS if kpi.headline and kpi not in aimed]
    return aimed + headline + [kpi for kpi in measurement.KPIS if kpi not in aimed and not kpi.headline]
