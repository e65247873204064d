"""What is measured within a city: its industries by the labour-demand survey, its universities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from meomureum.analysis.words.values import meaning, value_with_counts
from meomureum.drawing.figure import Figure
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.figures.standing import by_university, focus, latest_rows
from meomureum.figures.value_rows import COLUMNS, NAMED, VALUED, in_numbers, in_words, marks_in
from meomureum.measures import city_register, register
from meomureum.measures.measurement import STATUSES, Kpi, Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

DEMAND_KPIS = ("labour_shortage_rate", "unfilled_rate", "supply_demand_gap")
DEMAND = Text("{city} {year}년 산업별 인력수요", "{city} {year}: labour demand by industry")
DEMAND_SUBTITLE = Text(
    "인력수요 조사 · {city} · {year}년 · 비율 옆은 분자와 분모",
    "Labour-demand survey · {city} · {year} · rates with their counts",
)
INDUSTRY, INDICATOR = Text("산업", "Industry"), Text("지표", "Indicator")
UNIVERSITIES = Text("{city} 대학별 최근 값 {count}개", "{city}: newest values by university ({count})")
UNIVERSITIES_SUBTITLE = Text(
    "대학별 중도탈락과 취업 · {city}", "Drop-out and employment by university · {city}"
)
NONE = "–"


def demand_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """Shortage, unfilled openings and the gap by industry, from the newest survey."""
    city, language = focus(snapshot, view), view.language
    kpis, place = [find(each) for each in DEMAND_KPIS], register.names(snapshot)[city]
    tables = [_by_industry(snapshot, view, city, kpi) for kpi in kpis]
    every = pd.concat(tables)
    if every.empty:
        return
    keyed = [{str(row["industry_id"]): row for row in rows.to_dict("records")} for rows in tables]
    codes = list(dict.fromkeys(code for rows in keyed for code in rows))
    called = _called(snapshot, view, city)
    table = Table(
        [INDUSTRY(language), *(kpi.name(language) for kpi in kpis)],
        [(called[code], *(_counted(rows.get(code), language) for rows in keyed)) for code in codes],
        [(None, *(_number(rows.get(code)) for rows in keyed)) for code in codes],
        named=(0,),
        valued=range(1, 1 + len(kpis)),
    )
    told: dict[str, Text | int] = {"city": place, "year": int(every["year"].max())}
    finding = Finding(DEMAND.fill(**told)(language), DEMAND_SUBTITLE.fill(**told)(language))
    yield _draft(snapshot, view, every, kpis).figure("table", f"demand-{city}", finding, table=table)


def _by_industry(snapshot: Snapshot, view: View, city: str, kpi: Kpi) -> pd.DataFrame:
    """An indicator by industry, in the newest year that has rows."""
    scope = Scope(view.data_set, cities=(city,), first_year=view.first_year, last_year=view.last_year)
    rows = measure(snapshot, kpi.id, scope, ("city", "industry", "year"))
    rows = rows[rows["industry_id"].notna()]
    found: pd.DataFrame = rows[rows["year"] == rows["year"].max()]
    return found


def _called(snapshot: Snapshot, view: View, city: str) -> dict[str, str]:
    """What the city itself calls its industries: two cities may give one code different names."""
    own = city_register.industries(snapshot, view.data_set, city)
    named = dict(zip(own["industry_id"], own[f"name_{view.language}"], strict=True))
    return {code: name(view.language) for code, name in register.names(snapshot).items()} | named


def _counted(row: Mapping[Any, Any] | None, language: Language) -> str:
    """A value with its counts; why there is none."""
    if row is None:
        return NONE
    if pd.isna(row["value"]):
        return STATUSES[row["status"]](language)
    return value_with_counts(row["unit"], row)(language)


def _number(row: Mapping[Any, Any] | None) -> float | None:
    return None if row is None or pd.isna(row["value"]) else float(row["value"])


def universities_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The newest drop-out and employment of each university that has a value, with counts and dates."""
    city, language = focus(snapshot, view), view.language
    held, place = list(by_university(snapshot, view, city)), register.names(snapshot)[city]
    newest = [(each, each.progress.latest) for each in held]
    known = [(each, latest) for each, latest in newest if latest is not None]
    if not known:
        return
    table = Table(
        [INDICATOR(language), *(label(language) for label in COLUMNS.values())],
        [
            (each.kpi.name(language), *in_words(each.kpi, latest, each.place, language).values())
            for each, latest in known
        ],
        [(None, *in_numbers(each.kpi, latest)) for each, latest in known],
        named=(0, *(1 + at for at in NAMED)),
        valued=[1 + at for at in VALUED],
    )
    finding = Finding(
        UNIVERSITIES.fill(city=place, count=len(known))(language),
        UNIVERSITIES_SUBTITLE.fill(city=place)(language),
    )
    kpis = list(dict.fromkeys(each.kpi for each, _ in known))
    draft = _draft(snapshot, view, latest_rows([each for each, _ in known]), kpis)
    yield draft.figure("table", f"universities-{city}", finding, table=table)


def _draft(snapshot: Snapshot, view: View, rows: pd.DataFrame, kpis: list[Kpi]) -> Draft:
    """The draft of rows of several indicators of one unit."""
    language = view.language
    return Draft(
        snapshot,
        "city",
        view,
        unit=kpis[0].unit,
        source=register.references(snapshot, rows),
        as_of=str(rows["reference_date"].max()),
        definition="; ".join(
            f"{kpi.name(language)}: {meaning(kpi, kpi.formula())(language)}" for kpi in kpis
        ),
        marks=marks_in(rows, language),
    )
