"""Overview: where each city stands on each headline indicator."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import parts
import session
from kpis import KPIS, Kpi
from parts import Card, Surroundings, indicator_card
from progress import Target, assess
from session import View
from texts import Text

TITLE = Text("개요", "Overview")
LEAD = Text(
    "지역에서 배우고 일하고 머무는 청년이 얼마나 되는지, 목표까지 얼마나 남았는지 봅니다.",
    "How many young people study, work and stay in the city, and how far each target is.",
)
BY_UNIVERSITY = Text("{city} 대학별 중도탈락률", "{city}: drop-out rate by university")
DROPOUT = "university_dropout_rate"


def render(view: View) -> None:
    """A section a city: its targets first, then the other headline indicators."""
    language, names = view.language, session.names()
    parts.heading(TITLE(language), LEAD(language))
    if view.data_set == "published":
        parts.published_banner(language, session.href("overview", replace(view, data_set="sample")))
    for city in view.cities or tuple(session.choices().cities):
        parts.section(names[city](language))
        cards = [_city_card(view, kpi, city) for kpi in _headlines(city)]
        parts.cards([card for card in cards if card.value], language, level=3)
        parts.unpublished([card for card in cards if not card.value], language)
        universities = _by_university(view, city)
        if len(universities) > 1:
            parts.section(BY_UNIVERSITY.fill(city=names[city])(language))
            cards = [_card(view, DROPOUT, city, names[code], rows) for code, rows in universities.items()]
            parts.cards(cards, language, level=3)


def _headlines(city: str) -> list[Kpi]:
    aimed_at = {target.kpi_id for target in session.targets() if target.city_id == city}
    return [kpi for kpi in KPIS if kpi.id in aimed_at] + [
        kpi for kpi in KPIS if kpi.headline and kpi.id not in aimed_at
    ]


def _city_card(view: View, kpi: Kpi, city: str) -> Card:
    rows = session.headline(view, kpi.id)[city]
    return _card(view, kpi.id, city, session.names()[city], rows, session.aim(kpi.id, city))


def _by_university(view: View, city: str) -> dict[str, pd.DataFrame]:
    rows = session.measured(replace(view, cities=(city,)), DROPOUT, by=("city", "institution", "year"))
    return {
        str(code): own
        for code, own in rows.dropna(subset=["institution_id"]).groupby("institution_id", sort=False)
    }


def _card(
    view: View, kpi_id: str, city: str, place: Text, rows: pd.DataFrame, target: Target | None = None
) -> Card:
    here = replace(view, kpi=kpi_id, formula="", cities=(city,))
    around = Surroundings(
        language=view.language,
        sources=dict(session.sources()["publisher"]),
        synthetic=view.data_set == "sample",
        progress_address=session.href("progress", here),
        data_address=session.href("data", view),
        sample_address=session.href("overview", replace(view, data_set="sample")),
    )
    return indicator_card(place, assess(kpi_id, rows, target), rows, around)
