"""What is handed over: which figures, with their numbers and words, in one language; no file format here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from meomureum.analysis.targets.ledger import Target, aim, path
from meomureum.analysis.words.outlook import breaks
from meomureum.analysis.words.values import change, is_marked
from meomureum.drawing.figure import (
    Event,
    Figure,
    FigureKind,
    Grouping,
    Role,
    Series,
)
from meomureum.drawing.line_figure import MOST_NAMED
from meomureum.drawing.words import AS_PUBLISHED
from meomureum.figures.draft import Finding, draft_of, table_of_rows
from meomureum.figures.line_annotations import (
    MOST_BANDS,
    beside,
    compared_points,
    definition_breaks,
    older_series,
    target_series,
)
from meomureum.figures.review import with_verdict
from meomureum.figures.standing import of_rows
from meomureum.figures.trend_words import Record, subtitle_of, title_of
from meomureum.figures.value_rows import light, point_of
from meomureum.measures import measurement, register
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

OF_SOME = Text("{name} (일부 기관)", "{name} (some institutions)")
BY_FORMULA = Text("{name} ({formula})", "{name} ({formula})")
MOST_PANELS = 24
COLUMN: Mapping[Grouping, str] = {"city": "city_id", "institution": "institution_id"}
GROUPED: Mapping[Grouping, tuple[str, ...]] = {
    "city": ("city", "year"),
    "institution": ("city", "institution", "year"),
}


def trend_figure(snapshot: Snapshot, view: View, kpi_id: str, by: Grouping = "city") -> Figure | None:
    """One indicator over the years for the view's cities (or their institutions); None if there is no value."""
    kpi = measurement.find(kpi_id)
    scope = Scope(view.data_set, cities=view.cities, first_year=view.first_year, last_year=view.last_year)
    formula = view.formula if view.kpi == kpi.id else ""
    rows = rows_of(
        kpi, formula, lambda each: measurement.measure(snapshot, kpi.id, scope, GROUPED[by], each), COLUMN[by]
    )
    if by == "institution" and view.institutions:
        rows = rows[rows["institution_id"].isin(view.institutions)]
    return figure_of_rows(snapshot, view, kpi, by, rows)


def rows_of(kpi: Kpi, formula: str, measured: Callable[[str], pd.DataFrame], column: str) -> pd.DataFrame:
    """The rows of an indicator, by place and year, that `measured` gives by the id of a formula.

    By the chosen formula, else by the first one of the stand-ins that has a value; before them
    what was computed by an earlier definition. `column` is that of the places.
    """
    asked = [formula] if formula else ["", *kpi.stand_ins]
    tables = [measured(each).dropna(subset=[column]) for each in asked]
    computed = (each for each in tables if (each["origin"].eq("computed") & each["value"].notna()).any())
    found = next(computed, tables[0])
    earlier = [each.before for each in kpi.definition_changes if each.after in set(found["formula_id"])]
    older = [measured(each).dropna(subset=[column]) for each in earlier]
    before = [each[each["origin"].eq("computed") & each["value"].notna()] for each in older]
    joined = pd.concat([*(each for each in before if len(each)), found], ignore_index=True)
    return joined.sort_values([column, "year"], kind="stable")


def figure_of_rows(
    snapshot: Snapshot, view: View, kpi: Kpi, by: Grouping, found: pd.DataFrame
) -> Figure | None:
    """The figure of such rows: a line a place, a panel a place where there are many."""
    column, language = COLUMN[by], view.language
    found = light(found, GROUPED[by])
    whole = found[found["value"].notna()]
    older = _is_older(kpi, whole)
    rows, valued = found.drop(index=whole.index[older]), whole[~older]
    if valued.empty:
        return None
    held = set(valued[column])
    places = {code: name for code, name in register.names(snapshot).items() if code in held}
    aims = _aims(snapshot, kpi, tuple(places)) if by == "city" else {}
    records, apart = valued.to_dict("records"), dict(list(rows.groupby(column, sort=False)))
    findings = [change(kpi, place, apart[code]) for code, place in places.items()]
    notes = [note(language) for note in (*breaks(kpi, found), kpi.caveat) if note(language)]
    finding = Finding(
        title_of(kpi, records, places, column, findings[0])(language),
        subtitle_of(kpi, valued, places, language),
        notes,
        alt=" ".join(each(language) for each in findings),
    )
    series = tuple(_series(kpi, records, places, aims, column, language))
    table = table_of_rows(kpi, ((row, places[row[column]]) for row in records), language)
    draft = draft_of(snapshot, "progress", view_of(view, kpi.id, by), kpi, valued)
    figure = draft.figure(_kind(len(places)), key_of(kpi.id, view, by), finding, series, table)
    figure = replace(
        figure,
        events=tuple(_events(snapshot, view, tuple(places) if by == "city" else ())),
        by=by,
        people=kpi.counts_people,
        breaks=definition_breaks(kpi, whole),
        beside=tuple(_beside(kpi, whole, places, aims, column, language)),
    )
    figure = in_panels(figure, kpi) if figure.kind == "panels" else figure
    code, *others = places
    if by != "city" or others:
        return figure
    scope = Scope(view.data_set, cities=(code,), first_year=view.first_year, last_year=view.last_year)
    return with_verdict(figure, of_rows(snapshot, scope, kpi, rows))


def key_of(kpi_id: str, view: View, by: Grouping) -> str:
    """The key of a trend on its page."""
    return f"{kpi_id}-{by}-{'-'.join(view.cities) or 'all'}"


def _kind(places: int) -> FigureKind:
    """Lines in one chart, a panel a place, or their table alone."""
    return "line" if places <= MOST_NAMED else "panels" if places <= MOST_PANELS else "table"


def in_panels(figure: Figure, kpi: Kpi) -> Figure:
    """Each place in a panel of its own, where all lines are alike."""
    alike = kpi.name(figure.language)
    apart = [replace(each, panel=each.place, place=alike) for each in (*figure.series, *figure.beside)]
    count = len(figure.series)
    return replace(figure, series=tuple(apart[:count]), beside=tuple(apart[count:]))


def _is_older(kpi: Kpi, valued: pd.DataFrame) -> pd.Series:
    """Which values were computed by an earlier definition, where those of the later one are there."""
    shown = set(valued["formula_id"])
    before = [each.before for each in kpi.definition_changes if each.after in shown]
    return valued["formula_id"].isin(before) & valued["origin"].eq("computed")


def _beside(
    kpi: Kpi,
    valued: pd.DataFrame,
    places: Mapping[str, Text],
    aims: Mapping[str, Target],
    column: str,
    language: Language,
) -> Iterator[Series]:
    """Values of an earlier definition; bands and outlook while there are few places."""
    older = _is_older(kpi, valued)
    if not older.any() and len(places) > MOST_BANDS:
        return
    for code, place in places.items():
        mine = valued[column] == code
        if older.any():
            yield from older_series(kpi, place, valued[mine & older], language)
        if len(places) <= MOST_BANDS:
            yield from beside(kpi, place, valued[mine], aims.get(code), language)


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


def _aims(snapshot: Snapshot, kpi: Kpi, cities: Sequence[str]) -> dict[str, Target]:
    """The targets of cities that state a path."""
    found = {city: aim(snapshot, kpi.id, city) for city in cities}
    return {city: target for city, target in found.items() if target is not None and path(target)}


def _events(snapshot: Snapshot, view: View, cities: tuple[str, ...]) -> list[Event]:
    """What happened in some cities in the years in sight, oldest first."""
    language, names = view.language, register.names(snapshot)
    happened = register.events(snapshot, cities)
    years = happened["date"].str[:4].astype(int)
    found = happened[years.between(view.first_year or 0, view.last_year or 9999)]
    titles = found["title" if language == "ko" else "title_en"]
    told = zip(found["date"], found["city_id"], titles, strict=True)
    return [Event(year_of(date), f"{date} {names[city](language)}: {title}") for date, city, title in told]


def year_of(date: str) -> float:
    """A date as a place on the axis of years: 2025-07 stands half-way between 2025 and 2026."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    return parts[0] + (month - 1) / 12


def _series(
    kpi: Kpi,
    records: Sequence[Record],
    places: Mapping[str, Text],
    aims: Mapping[str, Target],
    column: str,
    language: Language,
) -> list[Series]:
    """One series a place, formula and origin, then the paths to the targets.

    Two formulas never share a line, nor the whole and a part of a city.
    """
    drawn: dict[tuple[str, str, str, bool], list[Record]] = {}
    for row in records:
        key = (row[column], row["origin"], row["formula_id"], is_marked(row, "partial"))
        drawn.setdefault(key, []).append(row)
    found = []
    for code, place in places.items():
        mine = [key[1:] for key in drawn if key[0] == code]
        for origin, formula, partial in mine:
            name = place if origin == "computed" else AS_PUBLISHED.fill(place=place)
            if len({each for kind, each, _ in mine if kind == origin}) > 1:
                name = BY_FORMULA.fill(name=name, formula=kpi.formula(formula).name)
            if partial:
                name = OF_SOME.fill(name=name)
            role: Role = "computed" if origin == "computed" and not partial else "published"
            rows = drawn[code, origin, formula, partial]
            points = [point_of(kpi, row, str(int(row["year"])), language) for row in rows]
            aimed = None if partial else aims.get(code)
            told = compared_points(kpi, formula, points, aimed, language)
            found.append(Series(name(language), role, told, place=place(language)))
    return [*found, *(target_series(kpi, places[city], target, language) for city, target in aims.items())]
