"""Overview: where each city stands, what has changed, what is overdue; the page to print."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.words import value_text
from meomureum.components import elements, judged_indicator, standings
from meomureum.components.standings import Row
from meomureum.measures.measurement import KPIS, Kpi
from meomureum.session import View
from meomureum.texts import Text

TITLE = Text("개요", "Overview")
LEAD = Text(
    "지역에서 배우고 일하고 머무는 청년이 얼마나 되는지, 목표까지 얼마나 남았는지 봅니다. 급한 것부터 보여 드립니다.",
    "How many young people study, work and stay in the city, and how far each target is. The most urgent comes first.",
)
CHANGED = Text("지난 스냅숏 뒤로 바뀐 값", "Changed since the last snapshot")
NOTHING_CHANGED = Text("바뀐 값이 없습니다.", "No value has changed.")
FROM_TO = Text("{place} {name}, {year}년: {before} → {after}", "{place}, {name}, {year}: {before} → {after}")
NO_VALUE = Text("값 없음", "no value")
OVERDUE = Text("늦은 공표", "Overdue releases")
EXPECTED = Text(
    "{title}({publisher}): {date}에 나올 차례였습니다{basis}",
    "{title} ({publisher}): the next release was due in {date}{basis}",
)
ASSUMED = Text(" (지난 공표에서 어림한 때)", " (estimated from the last release)")
DROPOUT = "university_dropout_rate"


def render(view: View) -> None:
    """A list a city, most urgent first; then what has changed and what is overdue."""
    language, names = view.language, session.names()
    elements.heading(TITLE(language), LEAD(language))
    if view.data_set == "published":
        elements.published_banner(language, session.href("overview", replace(view, data_set="sample")))
    for city in view.cities or tuple(session.choices().cities):
        elements.section(names[city](language))
        rows = [judged_indicator.of_city(view, kpi, city) for kpi in _headlines(city)]
        valued = [row for row in rows if row.progress.latest is not None]
        elements.standings(standings.by_attention(valued) + _by_university(view, city), language)
        silent = [row for row in rows if row.progress.latest is None]
        elements.unpublished(
            [judged_indicator.silent_card(view, row, "overview") for row in silent], language
        )
    _changed(view)
    _overdue(view)


def _headlines(city: str) -> list[Kpi]:
    aimed_at = {target.kpi_id for target in session.targets() if target.city_id == city}
    aimed = [kpi for kpi in KPIS if kpi.id in aimed_at]
    return aimed + [kpi for kpi in KPIS if kpi.headline and kpi.id not in aimed_at]


def _by_university(view: View, city: str) -> list[Row]:
    """The drop-out rate of each university, where the city has several."""
    rows = session.measured(replace(view, cities=(city,)), DROPOUT, by=("city", "institution", "year"))
    named = rows.dropna(subset=["institution_id"]).groupby("institution_id", sort=False)
    if len(named) < 2:
        return []
    names = session.names()
    return [judged_indicator.judged(view, DROPOUT, city, names[str(code)], own) for code, own in named]


def _changed(view: View) -> None:
    language, names = view.language, session.names()
    elements.section(CHANGED(language))
    told = [
        FROM_TO.fill(
            place=names[str(row["city_id"])],
            name=kpi.name,
            year=int(row["year"]),
            before=_shown(kpi, row["before"]),
            after=_shown(kpi, row["after"]),
        )(language)
        for kpi in KPIS
        if kpi.headline
        for _, row in session.restated(view, kpi.id).dropna(subset=["year"]).iterrows()
    ]
    elements.listing(told) if told else elements.paragraph(NOTHING_CHANGED(language))


def _shown(kpi: Kpi, value: float) -> Text:
    return NO_VALUE if pd.isna(value) else value_text(kpi.unit, value)


def _overdue(view: View) -> None:
    language, late = view.language, session.overdue(session.today())
    if late.empty or view.data_set == "sample":
        return
    elements.section(OVERDUE(language))
    told = [
        EXPECTED.fill(
            title=str(row["title"]),
            publisher=str(row["publisher"]),
            date=str(row["next_release"]),
            basis=ASSUMED if row["next_release_basis"] == "assumed" else Text("", ""),
        )(language)
        for _, row in late.iterrows()
    ]
    elements.listing(told)
