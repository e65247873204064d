"""One indicator of one place, measured and judged, as the row or card that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

import parts
import session
from kpis import Kpi
from parts import Card, Row, Surroundings, indicator_card
from progress import Target, assess
from session import PageName, View
from texts import Text


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
    )


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
    )
    return indicator_card(row.place, row.progress, row.rows, around)


def show(view: View, rows: Sequence[Row], here: PageName) -> None:
    """What has a value as rows, most urgent first; what has none in one panel with the reasons."""
    valued = [row for row in rows if row.progress.latest is not None]
    silent = [row for row in rows if row.progress.latest is None]
    if valued:
        parts.standings(parts.by_attention(valued), view.language)
    parts.unpublished([silent_card(view, row, here) for row in silent], view.language)
