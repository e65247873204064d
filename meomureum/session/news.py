"""What is new since the last snapshot, and what could still be loaded."""

from __future__ import annotations

import pandas as pd

from meomureum.analysis.words.values import value_text
from meomureum.measures.measurement import KPIS, Kpi
from meomureum.session.answers import names, overdue, restated
from meomureum.store.address import View
from meomureum.texts import Text

FROM_TO = Text("{place} {name}, {year}년: {before} → {after}", "{place}, {name}, {year}: {before} → {after}")
NO_VALUE = Text("값 없음", "no value")
NOT_LOADED = Text(
    "{title}({publisher}): {date}에 새 판이 나올 차례였습니다{basis}",
    "{title} ({publisher}): a new edition was due in {date}{basis}",
)
ASSUMED = Text(" (지난 공표에서 어림한 때)", " (estimated from the last release)")


def changed(view: View) -> list[Text]:
    """Each headline value that the snapshot before gave otherwise."""
    places = names()
    return [
        FROM_TO.fill(
            place=places[str(row["city_id"])],
            name=kpi.name,
            year=int(row["year"]),
            before=_shown(kpi, row["before"]),
            after=_shown(kpi, row["after"]),
        )
        for kpi in KPIS
        if kpi.headline
        for _, row in restated(view, kpi.id).dropna(subset=["year"]).iterrows()
    ]


def _shown(kpi: Kpi, value: float) -> Text:
    return NO_VALUE if pd.isna(value) else value_text(kpi.unit, value)


def not_loaded(on: str) -> list[Text]:
    """Sources of which a newer edition should be out on a day (ISO) than the one that was loaded."""
    return [
        NOT_LOADED.fill(
            title=str(row["title"]),
            publisher=str(row["publisher"]),
            date=str(row["next_release"]),
            basis=ASSUMED if row["next_release_basis"] == "assumed" else Text("", ""),
        )
        for _, row in overdue(on).iterrows()
    ]
