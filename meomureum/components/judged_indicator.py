"""Where an indicator of a place leads and where its value comes from; what stands for one without a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.targets.changes import Change
from meomureum.components import elements
from meomureum.components.indicator import (
    NO_DENOMINATOR,
    UNSTATED,
    Surroundings,
    counted,
    dated_text,
    silent_card,
)
from meomureum.components.markup import SYNTHETIC
from meomureum.figures import absence
from meomureum.figures.standing import Standing
from meomureum.figures.value_rows import LOCAL
from meomureum.measures.measurement import RUNGS
from meomureum.session import PageName, View
from meomureum.texts import Text

LOADED = Text("적재한 자료", "Loaded files")


def address(view: View) -> Callable[[Standing], str]:
    """Where the whole of an indicator stands: over the years, with its verdict."""
    return lambda each: session.href(
        "progress", replace(view, kpi=each.kpi.id, formula="", cities=(each.city,))
    )


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


def change_source_line(view: View, change: Change) -> None:
    """Source, date and snapshot of two values held against each other, under the sentence on them."""
    rows = pd.DataFrame([change.first, change.last])
    dates = dict.fromkeys(map(str, rows["reference_date"]))
    elements.source_line(
        view.language, source_of(view, rows), as_of=", ".join(dates), snapshot=session.snapshot().id
    )


def sourced(view: View, each: Standing) -> None:
    """Under a verdict: source, date, what was divided by what and where local ends, with the counts; and
    which cells leave it without a newer value."""
    kpi, latest, language = each.kpi, each.progress.latest, view.language
    if latest is None:
        return
    elements.notices(absence.blanks(session.snapshot(), view, each), language, "warning")
    formula = kpi.formula(latest["formula_id"])
    told = [formula.name(language), LOCAL.fill(rung=RUNGS[formula.geography])(language)]
    people = counted(kpi, latest)
    told.append((NO_DENOMINATOR if people == UNSTATED else people)(language))
    elements.source_line(
        language,
        source_of(view, latest.to_frame().T),
        as_of=dated_text(latest)(language),
        snapshot=session.snapshot().id,
        definition=" · ".join(told),
    )


def silent(view: View, held: Sequence[Standing], here: PageName) -> None:
    """The indicators without a value: why, what is aimed at, and the ways on."""
    cards = [silent_card(each, _around(view, each, here)) for each in held if not each.valued]
    elements.unpublished(cards, view.language)


def _around(view: View, each: Standing, here: PageName) -> Surroundings:
    of_it = replace(view, kpi=each.kpi.id, formula="")
    sample = session.href(here, replace(view, data_set="sample"))
    why = absence.reason_of(session.snapshot(), view, each)
    every_year = session.href(here, replace(view, first_year=None, last_year=None))
    return Surroundings(
        language=view.language,
        why=why,
        known=tuple(absence.instead(session.snapshot(), view, each)),
        blanks=absence.blanks(session.snapshot(), view, each),
        years_address=every_year if why == "outside_years" else "",
        data_address=session.href("data", view),
        sample_address="" if view.data_set == "sample" else sample,
        sheet_address=session.href("sheet", of_it),
    )
