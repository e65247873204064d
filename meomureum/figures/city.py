"""The figures of one city: its targets and indicators, its place in the country, what it runs and is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from meomureum.drawing.figure import Figure
from meomureum.figures import beside_country, city_programmes, city_values, place_among, retention_by_age
from meomureum.figures.city_programmes import PROGRAMME_KPIS
from meomureum.figures.draft import Finding, Table
from meomureum.figures.overview import Part, figure_of_indicators, targets_figure
from meomureum.figures.registered import NONE, draft_of_register, joined_words
from meomureum.figures.standing import Standing, focus, of_city, of_indicator
from meomureum.measures import city_register, register
from meomureum.measures.measurement import find
from meomureum.store.address import View, href
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, plain

INDUSTRIES = Text("{city} 전략산업 {count}개", "{city}: strategic industries ({count})")
INDUSTRIES_SUBTITLE = Text("전략산업과 지정 기간 · {city}", "Strategic industries and their years · {city}")
IN_FORCE = Text(
    "전략산업 취업 비중은 그해에 지정된 산업만 셉니다.",
    "The strategic share counts only the industries in force in the year.",
)
INDUSTRY_COLUMNS = (Text("산업", "Industry"), Text("기간", "Period"), Text("출처", "Source"))
SINCE = Text("{first}년부터", "since {first}")
SPAN = Text("{first}~{last}년", "{first}-{last}")
ONE_YEAR = Text("{first}년", "{first}")
INSTITUTIONS = Text("{city}의 학교와 대학 {count}곳", "{city}: schools and universities ({count})")
INSTITUTIONS_SUBTITLE = Text("등록된 학교와 대학 · {city}", "Registered schools and universities · {city}")
INSTITUTION_COLUMNS = (
    Text("이름", "Name"),
    Text("종류", "Kind"),
    Text("구", "District"),
    Text("설립", "Founding"),
    Text("참여 사업", "Programmes"),
)
FOUNDING = {"공립": Text("공립", "Public"), "사립": Text("사립", "Private"), "국립": Text("국립", "National")}
REFERENCE = Text("기준 자료(학교와 대학)", "Reference data (schools and universities)")
EVENTS = Text("{city}의 사건 {count}건", "{city}: events ({count})")
EVENTS_SUBTITLE = Text("사건 · {city} · 오래된 것부터", "Events · {city} · the oldest first")
EVENT_COLUMNS = (Text("날짜", "Date"), Text("사건", "Event"), Text("출처", "Source"))
NO_CAUSE = Text(
    "사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "No causal claim is made about any change of a value.",
)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """Every part of the page in order, each with the address of this page."""
    address = href("city", replace(view, snapshot=""))
    for part in PARTS:
        for figure in part(snapshot, view):
            yield None if figure is None else replace(figure, address=address)


def indicators_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The newest value of each indicator of the city, those of its programmes included."""
    city = focus(snapshot, view)
    held = (*of_city(snapshot, view, city), *further(snapshot, view, city))
    yield from figure_of_indicators(snapshot, view, held)


def further(snapshot: Snapshot, view: View, city: str) -> Iterator[Standing]:
    """Where the indicators of the city's programmes, tasks and labour-demand survey stand, as far as it has any."""
    held, asked = city_register.tables_with_rows(snapshot, city), list[str]()
    asked += PROGRAMME_KPIS if city_register.programmes(snapshot, view.data_set, city) else ()
    asked += [city_programmes.TASK] if "tasks" in held else []
    asked += city_values.DEMAND_KPIS[:1] if "labour_demand" in held else ()
    yield from (of_indicator(snapshot, view, city, find(each)) for each in asked)


def industries_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The strategic industries with the years in which they were in force."""
    city, language = focus(snapshot, view), view.language
    found, place = city_register.industries(snapshot, view.data_set, city), register.names(snapshot)[city]
    if found.empty:
        return
    lives = [own for _, own in found.groupby("industry_id", sort=False)]
    rows = [_industry(own, register.sources(snapshot)["publisher"], language) for own in lives]
    finding = Finding(
        INDUSTRIES.fill(city=place, count=len(rows))(language),
        INDUSTRIES_SUBTITLE.fill(city=place)(language),
        [IN_FORCE(language)],
    )
    table = Table([label(language) for label in INDUSTRY_COLUMNS], rows, named=(0,), valued=(1,))
    draft = draft_of_register(snapshot, view, found["source_id"], finding.subtitle)
    yield draft.figure("table", f"industries-{city}", finding, table=table)


def _industry(own: pd.DataFrame, publishers: pd.Series, language: Language) -> tuple[str, ...]:
    spans = [_span(row["valid_from"], row["valid_to"])(language) for _, row in own.iterrows()]
    sources = [str(publishers[code]) for code in own["source_id"]]
    return str(own[f"name_{language}"].iloc[-1]), ", ".join(spans), joined_words(sources)


def _span(first: Any, last: Any) -> Text:
    """Years in words: 2022~2024년, 2025년부터."""
    words = SINCE if pd.isna(last) else ONE_YEAR if str(first) == str(last) else SPAN
    return words.fill(first=first, last=last)


def institutions_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The schools and universities of the city and the programmes that name them."""
    city, language = focus(snapshot, view), view.language
    found, names = city_register.institutions(snapshot, view.data_set, city), register.names(snapshot)
    if found.empty:
        return
    inside = [names[code] for code in city_register.districts(snapshot).get(city, ())]
    rows = [_institution(row, names, inside, language) for _, row in found.iterrows()]
    known = [at for at in range(len(INSTITUTION_COLUMNS)) if any(row[at] != NONE for row in rows)]
    table = Table(
        [INSTITUTION_COLUMNS[at](language) for at in known],
        [[row[at] for at in known] for row in rows],
        named=(0,),
        valued=range(1, len(known)),
    )
    subtitle = INSTITUTIONS_SUBTITLE.fill(city=names[city])(language)
    finding = Finding(INSTITUTIONS.fill(city=names[city], count=len(rows))(language), subtitle)
    draft = draft_of_register(snapshot, view, found["source_id"], subtitle)
    draft = replace(draft, source=draft.source or REFERENCE(language))
    yield draft.figure("table", f"institutions-{city}", finding, table=table)


def _institution(
    row: pd.Series, names: Mapping[str, Text], inside: Sequence[Text], language: Language
) -> tuple[str, ...]:
    """Name, kind, district, founding and programmes; the district in the reader's language where it is listed."""
    where, founding, programmes = (
        each if isinstance(each, str) else ""
        for each in (row["district"], row["founding"], row["programmes"])
    )
    district = next((each for each in inside if where and each.ko.endswith(where)), plain(where))
    return (
        names[str(row["institution_id"])](language),
        city_register.KINDS[str(row["kind"])](language),
        district(language) or NONE,
        FOUNDING.get(founding, plain(founding))(language) or NONE,
        joined_words(names[code](language) for code in programmes.split(";") if code),
    )


def events_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """What happened, oldest first, without any claim of cause."""
    city, language = focus(snapshot, view), view.language
    found, place = register.events(snapshot, (city,)), register.names(snapshot)[city]
    if found.empty:
        return
    publishers = register.sources(snapshot)["publisher"]
    titles = found["title" if language == "ko" else "title_en"]
    rows = [
        (str(date), str(title), str(publishers[source]))
        for date, title, source in zip(found["date"], titles, found["source_id"], strict=True)
    ]
    finding = Finding(
        EVENTS.fill(city=place, count=len(rows))(language),
        EVENTS_SUBTITLE.fill(city=place)(language),
        [NO_CAUSE(language)],
    )
    table = Table([label(language) for label in EVENT_COLUMNS], rows, named=(0,), valued=(1,))
    draft = draft_of_register(snapshot, view, found["source_id"], finding.subtitle)
    yield draft.figure("table", f"events-{city}", finding, table=table)


PARTS: tuple[Part, ...] = (
    targets_figure,
    indicators_figure,
    retention_by_age.figures,
    place_among.figures,
    city_programmes.figures,
    industries_figure,
    city_values.demand_figure,
    city_values.universities_figure,
    institutions_figure,
    events_figure,
    beside_country.figures,
)
"""What the page of a city is made of, in order; each part is left out where the city has nothing of it."""
