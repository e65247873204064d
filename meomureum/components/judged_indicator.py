"""One indicator of one place, measured and judged, as the row or card that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.targets import Target, assess
from meomureum.components import elements, standings
from meomureum.components.indicator import LOCAL, UNSTATED, Surroundings, counted, dated_text, indicator_card
from meomureum.components.markup import SYNTHETIC, Card
from meomureum.components.standings import NO_DENOMINATOR, Row
from meomureum.measures.measurement import RUNGS, Kpi
from meomureum.session import PageName, View
from meomureum.texts import Language, Text


def judged(
    view: View, kpi_id: str, city: str, place: Text, rows: pd.DataFrame, target: Target | None = None
) -> Row:
    """Measurements of a place within a city against a target."""
    synthetic = view.data_set == "sample"
    latest = rows[rows["value"].notna()].sort_values("year").tail(1)
    return Row(
        place=place,
        progress=assess(kpi_id, rows, target),
        rows=rows,
        cited="" if synthetic else session.cited(latest),
        address=session.href("progress", replace(view, kpi=kpi_id, formula="", cities=(city,))),
        synthetic=synthetic,
        sheet_address=_sheet(view, kpi_id, city),
    )


def _sheet(view: View, kpi_id: str, city: str) -> str:
    """The address of the indicator's sheet, of one city where there is one."""
    cities = (city,) if city else view.cities
    return session.href("sheet", replace(view, kpi=kpi_id, formula="", cities=cities))


def of_city(view: View, kpi: Kpi, city: str) -> Row:
    """An indicator of a city by its default formula, or the first stand-in that has a value."""
    rows = session.headline(view, kpi.id)[city]
    return judged(view, kpi.id, city, session.names()[city], rows, session.aim(kpi.id, city))


def silent_card(view: View, row: Row, here: PageName) -> Card:
    """The card of an indicator without a value: why, and the ways on."""
    around = Surroundings(
        language=view.language,
        sources={},
        synthetic=row.synthetic,
        progress_address=row.address,
        data_address=session.href("data", view),
        sample_address=session.href(here, replace(view, data_set="sample")),
        sheet_address=_sheet(view, row.progress.kpi.id, ""),
    )
    return indicator_card(row.place, row.progress, row.rows, around)


LOADED = Text("적재한 자료", "Loaded files")


def source_of(view: View, rows: pd.DataFrame) -> str:
    """Whose figures these are: the sample's mark, the publishers, or the city's own files."""
    if view.data_set == "sample":
        return SYNTHETIC(view.language)
    return session.cited(rows) or LOADED(view.language)


def rows_source_line(view: View, rows: pd.DataFrame, definition: str = "") -> None:
    """The source line under measured rows: whose they are, of which date, from which snapshot."""
    elements.source_line(
        view.language,
        source_of(view, rows),
        as_of=str(rows["reference_date"].max()),
        snapshot=session.snapshot().id,
        definition=definition,
    )


def sourced(row: Row, language: Language) -> None:
    """Under a verdict: source, date, what was divided by what and where local ends, with the counts."""
    kpi, latest = row.progress.kpi, row.progress.latest
    if latest is None:
        return
    formula = kpi.formula(latest["formula_id"])
    told = [formula.name(language), f"{LOCAL(language)} {RUNGS[formula.geography](language)}"]
    people = counted(kpi.unit, latest)
    told.append((NO_DENOMINATOR if people == UNSTATED else people)(language))
    elements.source_line(
        language,
        SYNTHETIC(language) if row.synthetic else row.cited or LOADED(language),
        as_of=dated_text(latest)(language),
        snapshot=session.snapshot().id,
        definition=" · ".join(told),
    )


def show(view: View, rows: Sequence[Row], here: PageName) -> None:
    """What has a value as rows, most urgent first; what has none in one panel with the reasons."""
    valued = [row for row in rows if row.progress.latest is not None]
    silent = [row for row in rows if row.progress.latest is None]
    if valued:
        elements.standings(standings.by_attention(valued), view.language)
    elements.unpublished([silent_card(view, row, here) for row in silent], view.language)
