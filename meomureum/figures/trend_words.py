"""What a figure over the years says in words: its finding, its measure, places, period and formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from meomureum.analysis.words.values import row_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import LANGUAGES, Language, Text

SUBTITLE = Text("{name} · {places} · {period} · {formula}", "{name} · {places} · {period} · {formula}")
PERIOD = Text("{first}~{last}년", "{first}-{last}")
ONE_YEAR = Text("{first}년", "{first}")
MORE_THAN_ONE = Text("{name}: {told}", "{name}: {told}")
LATEST = Text("{place} {value}({year}년)", "{place} {value} ({year})")
LATEST_ALIKE = Text("{name}, {year}년: {told}", "{name}, {year}: {told}")
MANY = Text("{name}: {count}곳", "{name}: {count} places")
MOST_IN_A_TITLE = 4
Record = Mapping[Any, Any]
"""One measurement by the names of its columns."""


def title_of(
    kpi: Kpi, records: Sequence[Record], places: Mapping[str, Text], column: str, finding: Text
) -> Text:
    """What happened in the one place; of several, the latest value of each."""
    if len(places) > MOST_IN_A_TITLE:
        return MANY.fill(name=kpi.name, count=len(places))
    if len(places) == 1:
        return finding
    last = {code: _latest([row for row in records if row[column] == code]) for code in places}
    years = {int(row["year"]) for row in last.values()}
    alike = len(years) == 1
    told = [_of_place(kpi, place, last[code], with_year=not alike) for code, place in places.items()]
    joined = Text(*(", ".join(each(language) for each in told) for language in LANGUAGES))
    if alike:
        return LATEST_ALIKE.fill(name=kpi.name, year=years.pop(), told=joined)
    return MORE_THAN_ONE.fill(name=kpi.name, told=joined)


def _of_place(kpi: Kpi, place: Text, row: Record, *, with_year: bool) -> Text:
    """A place and its value, with the year where not all are of the same one."""
    value = row_text(kpi.unit, row)
    if with_year:
        return LATEST.fill(place=place, value=value, year=int(row["year"]))
    return Text(*(f"{place(each)} {value(each)}" for each in LANGUAGES))


def _latest(records: Sequence[Record]) -> Record:
    """The last value of a place, the computed one where both are known."""
    return sorted(records, key=lambda row: (row["year"], row["origin"] == "computed"))[-1]


def subtitle_of(kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], language: Language) -> str:
    """Measure, places, period and formula."""
    formulas = [kpi.formula(code).name(language) for code in valued["formula_id"].drop_duplicates()]
    first, last = int(valued["year"].min()), int(valued["year"].max())
    return SUBTITLE.fill(
        name=kpi.name,
        places=", ".join(place(language) for place in places.values()),
        period=(ONE_YEAR if first == last else PERIOD).fill(first=first, last=last),
        formula=", ".join(formulas),
    )(language)
