"""Where school leavers and graduates of a city went: by rung of the ladder, and by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from meomureum.analysis.ladder import BEYOND, ELSEWHERE
from meomureum.analysis.studies.cohorts import ENTERED, Origin, places_gone_to
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import register
from meomureum.measures.measurement import RUNGS, find
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent, plain

MOST_NAMED = 10
LEVELS = ("city", "commuting_area", "province", "macro_region", "elsewhere", "unknown")
SEGMENTS: tuple[Text, ...] = (
    RUNGS["city"],
    *(
        BEYOND.fill(rung=Text(RUNGS[rung].ko, RUNGS[rung].en.lower()))
        for rung in ("commuting_area", "province", "macro_region")
    ),
    ELSEWHERE,
    Text("지역 미상", "Place unknown"),
)
STUDY, WORK = Text("진학 {people}명", "Study: {people}"), Text("취업 {people}명", "Work: {people}")
PATHS: Mapping[Origin, tuple[tuple[Text, tuple[str, ...]], ...]] = {
    "high_school": ((STUDY, (*ENTERED, "abroad")), (WORK, ("employed",))),
    "university": ((WORK, ("employed",)),),
}
POPULATION: Mapping[Origin, Text] = {
    "high_school": Text("고교 졸업자", "School leavers"),
    "university": Text("대학 졸업자", "University graduates"),
}
RATES: Mapping[Origin, str] = {
    "high_school": "local_university_entry_rate",
    "university": "local_employment_rate",
}
TITLE = Text(
    "{city} {population} {year}년: {path}의 {share:이/가} 시 밖으로 갔습니다",
    "{city}, {population} of {year}: {share} of those in {path} went elsewhere",
)
PATH_NAMES: Mapping[Origin, Text] = {
    "high_school": Text("진학자", "study"),
    "university": Text("취업자", "work"),
}
SUBTITLE = Text(
    "진로가 진학·취업인 사람의 지역 · {city} · {year}년 {population} {people}명 · 단위: %",
    "Where those in study or work went · {city} · {people} {population} of {year} · in %",
)
TOP_TITLE = Text(
    "{city} {population}의 시 밖 행선지 {count}곳 ({year}년)",
    "{city}, {population} of {year}: {count} destinations outside the city",
)
TOP_SUBTITLE = Text(
    "시 밖 행선지 · {city} · {year}년 {population} {people}명 · 단위: 명",
    "Destinations outside the city · {city} · {people} {population} of {year} · people",
)
TOP_COLUMNS = (
    Text("행선지", "Destination"),
    Text("지역 범위", "Rung"),
    Text("사람", "People"),
    Text("졸업자 대비", "Of all leavers"),
    Text("시 밖으로 간 사람 대비", "Of those who left the city"),
)
THE_REST = Text("그 밖의 {count}곳", "{count} others")
UNKNOWN_PLACE = Text("지역 미상", "Place unknown")
DEFINITION = Text(
    "시 밖의 대학에 진학했거나 시 밖에 취업한 사람. 대학은 소재지, 취업은 직장 소재지로 봅니다",
    "Those who entered a university or found work outside the city, by where it is",
)


@dataclass(frozen=True)
class Whole:
    """One bar: its name and the people of each segment."""

    name: Text
    people: tuple[float, ...]


def figures(snapshot: Snapshot, view: View, city: str) -> Iterator[Figure]:
    """For school leavers, then university graduates: the ladder and the destinations of the newest year."""
    for origin in POPULATION:
        gone = newest(places_gone_to(snapshot, view.data_set, city, origin), view)
        if len(gone):
            yield ladder_figure(snapshot, view, city, origin, gone)
            yield destinations_figure(snapshot, view, city, origin, gone)


def newest(gone: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows of the newest year in sight in which anybody's place was asked for."""
    within = gone[gone["year"].between(view.first_year or 0, view.last_year or 9999)]
    asked = within[within["level"].notna()]
    return asked.iloc[:0] if asked.empty else within[within["year"] == asked["year"].max()]


def _wholes(gone: pd.DataFrame, origin: Origin) -> list[Whole]:
    found = []
    for name, outcomes in PATHS[origin]:
        mine = gone[gone["outcome"].isin(outcomes)]
        level = mine["level"].where(mine["outcome"] != "abroad", "elsewhere").fillna("unknown")
        people = mine["people"].groupby(level).sum()
        counts = tuple(float(people.get(each, 0.0)) for each in LEVELS)
        if sum(counts):
            found.append(Whole(name.fill(people=number(sum(counts))), counts))
    return found


def ladder_figure(snapshot: Snapshot, view: View, city: str, origin: Origin, gone: pd.DataFrame) -> Figure:
    """One bar for those in study, one for those in work, from near to far."""
    language, name, wholes = view.language, register.names(snapshot)[city], _wholes(gone, origin)
    year, everyone = int(gone["year"].iloc[0]), float(gone["people"].sum())
    first = wholes[0].people
    told: dict[str, Text | str | int] = {
        "city": name,
        "population": _population(origin),
        "year": year,
        "people": number(everyone),
    }
    title = TITLE.fill(
        **told, path=PATH_NAMES[origin], share=percent(1 - (first[0] + first[-1]) / sum(first))
    )
    table = Table(
        [POPULATION[origin](language), *(segment(language) for segment in SEGMENTS)],
        [_cells(whole, language) for whole in wholes],
        named=(0,),
        valued=range(1, len(SEGMENTS) + 1),
    )
    return replace(_draft(snapshot, view, origin, gone), unit="percent").figure(
        "stacked",
        f"outflow-{origin}-{city}",
        Finding(title(language), SUBTITLE.fill(**told)(language)),
        [_series(wholes, at, language) for at in range(len(SEGMENTS))],
        table,
    )


def _draft(snapshot: Snapshot, view: View, origin: Origin, gone: pd.DataFrame) -> Draft:
    return Draft(
        snapshot,
        "chain",
        view,
        unit="persons",
        source=register.references(snapshot, gone),
        as_of=f"{int(gone['year'].iloc[0])}-{find(RATES[origin]).reference_day}",
        definition=DEFINITION(view.language),
    )


def _population(origin: Origin) -> Text:
    return Text(POPULATION[origin].ko, POPULATION[origin].en.lower())


def _series(wholes: Sequence[Whole], at: int, language: Language) -> Series:
    points = (
        Point(
            whole.name(language),
            whole.people[at] / sum(whole.people),
            percent(whole.people[at] / sum(whole.people)),
            whole.people[at],
            sum(whole.people),
        )
        for whole in wholes
    )
    return Series(SEGMENTS[at](language), "computed", tuple(points))


def _cells(whole: Whole, language: Language) -> tuple[str, ...]:
    everyone = sum(whole.people)
    shown = (f"{number(each)} ({percent(each / everyone)})" for each in whole.people)
    return (whole.name(language), *shown)


def destinations_figure(
    snapshot: Snapshot, view: View, city: str, origin: Origin, gone: pd.DataFrame
) -> Figure:
    """The destinations outside the city by name, most people first; the rest in one line."""
    language, names = view.language, register.names(snapshot)
    year, everyone = int(gone["year"].iloc[0]), float(gone["people"].sum())
    left, by_place = _outside(gone, origin)
    top, rest = by_place.iloc[:MOST_NAMED], by_place.iloc[MOST_NAMED:]
    whole, lines = float(by_place["people"].sum()), _lines(top, names, language)
    if len(rest):
        lines.append((THE_REST.fill(count=len(rest))(language), "–", float(rest["people"].sum())))
    told = {"city": names[city], "population": _population(origin), "year": plain(str(year))}
    finding = Finding(
        TOP_TITLE.fill(**told, count=len(top))(language),
        TOP_SUBTITLE.fill(**told, people=number(everyone))(language),
    )
    table = Table(
        [label(language) for label in TOP_COLUMNS],
        [
            (name, rung, number(people), percent(people / everyone), percent(people / whole))
            for name, rung, people in lines
        ],
        [(None, None, people, people / everyone, people / whole) for _, _, people in lines],
        named=(0,),
        valued=(2, 3, 4),
    )
    draft = replace(_draft(snapshot, view, origin, gone), source=register.references(snapshot, left))
    return draft.figure("table", f"destinations-{origin}-{city}", finding, table=table)


def _outside(gone: pd.DataFrame, origin: Origin) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those who study or work outside the city, and the same by destination, most people first."""
    outcomes = [each for _, several in PATHS[origin] for each in several]
    left = gone[gone["outcome"].isin(outcomes) & gone["level"].ne("city") & gone["level"].ne("unknown")]
    left = left[left["level"].notna()]
    by_place = left.groupby(["place", "level"], dropna=False, sort=False)["people"].sum().reset_index()
    by_place = by_place.sort_values("people", ascending=False, kind="stable")
    return left, by_place


def _lines(top: pd.DataFrame, names: Mapping[str, Text], language: Language) -> list[tuple[str, str, float]]:
    """Name, rung and people of each destination."""
    return [
        (
            names.get(str(row["place"]), UNKNOWN_PLACE)(language),
            SEGMENTS[LEVELS.index(str(row["level"]))](language),
            float(row["people"]),
        )
        for row in top.to_dict("records")
    ]
