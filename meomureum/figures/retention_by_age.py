"""At which age they leave: of each 100 residents of an age, how many five years older live there five years on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.value_rows import NOT_KNOWN, point_of
from meomureum.measures import register
from meomureum.measures.indicators.youth import NET_RETENTION
from meomureum.measures.measurement import Scope, followed_cities, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

KEY, WINDOWS = "retention_by_age", "retention_windows"
EVERY_AGE, IN_JUNE = "ages_10_39", "ages_10_39_june"
COUNTRY = "korea"
FIRST, LAST, MOST = 12, 34, 4
"""From which age to which, and so many cities."""
LASTS = 3
"""So many ages in a row are more than the chance of one."""
TURNS = (
    (18, Text("18세 대학 진학", "18: university")),
    (20, Text("20세 군 복무", "20: service")),
    (23, Text("23세 첫 취업", "23: first job")),
)
"""Where the turns of life begin: most enter a university at 18, serve from 20 and take a first job from 23."""
FELL = Text(
    "{city}: {age}세 100명이 5년 뒤 {left}명으로 가장 적습니다{back}",
    "{city}: every 100 aged {age} become {left} five years later, the steepest fall{back}",
)
BACK = Text(". {age}세부터는 줄지 않습니다", "; no net loss from age {age}")
NEVER = Text(
    "{city}: {first}~{last}세 어느 나이에서도 5년 뒤 줄지 않습니다",
    "{city}: at no age from {first} to {last} are there fewer five years later",
)
SUBTITLE = Text(
    "청년 순잔존율, 나이별 · 주민등록 인구(계) · {span} · 들어온 사람 포함",
    "Net youth retention by age · everybody on the register · {span} · arrivals included",
)
TWO = Text(
    "{city}: 나이별 순잔존율, 5년 구간 {count}개 비교", "{city}: net retention by age over {count} spans"
)
SPAN = Text("{first} → {last}", "{first} to {last}")
UNTIL = Text("{last}까지", "to {last}")
"""A span as a line is called: in short, for its name stands beside the line on a phone too."""
DEFINITION = Text(
    "나이마다 5년 뒤 다섯 살 많은 주민 ÷ 5년 전 그 나이의 주민(주민등록 인구 계)",
    "For each age: residents five years older, five years later ÷ residents of the age (everybody on the register)",
)
AGE, AGE_THEN = Text("나이", "Age"), Text("5년 전 나이(만)", "Age five years before")
AXIS = Text("5년 뒤 주민 비율", "Residents five years later")
NATION = Text("전국", "Nation")


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """A line a city, and the spans of the first of them."""
    yield by_city(snapshot, view)
    yield by_span(snapshot, view)


def by_city(snapshot: Snapshot, view: View) -> Figure | None:
    """Up to four cities over the newest span that the first of them has, the nation behind them."""
    language, names = view.language, register.names(snapshot)
    cities = (view.cities or followed_cities(snapshot))[:MOST]
    rows = _measured(snapshot, view, (*cities, COUNTRY), EVERY_AGE)
    first = rows[(rows["city_id"] == cities[0]) & rows["value"].notna()]
    if first.empty:
        return None
    rows = rows[rows["reference_date"] == first["reference_date"].max()]
    series = [_line(rows, city, names[city](language), language) for city in cities]
    series[0] = _with_lowest(series[0])
    nation = replace(_line(rows, COUNTRY, NATION(language), language), role="limit")
    held = [each for each in (*series, nation) if each.points]
    finding = _finding(series[0], names[cities[0]], _span(rows), language)
    return _figure(snapshot, view, KEY, finding, held, rows)


def by_span(snapshot: Snapshot, view: View) -> Figure | None:
    """The first city over every span of five years that the register has."""
    language, names = view.language, register.names(snapshot)
    city = (view.cities or followed_cities(snapshot))[0]
    tables = [_measured(snapshot, view, (city,), each) for each in (EVERY_AGE, IN_JUNE)]
    rows = pd.concat(tables).drop_duplicates(["reference_date", "age"])
    spans = sorted(rows.loc[rows["value"].notna(), "reference_date"].unique(), reverse=True)[:MOST]
    if len(spans) < 2:
        return None
    series = [
        _line(mine, city, UNTIL.fill(last=_last(mine))(language), language)
        for mine in (rows[rows["reference_date"] == each] for each in spans)
    ]
    told = (_span(rows[rows["reference_date"] == each])(language) for each in spans)
    subtitle = SUBTITLE.fill(span=", ".join(told))(language)
    title = TWO.fill(city=names[city], count=len(series))(language)
    held = rows[rows["reference_date"].isin(spans)]
    return _figure(snapshot, view, WINDOWS, Finding(title, subtitle), series, held)


def _measured(snapshot: Snapshot, view: View, cities: Sequence[str], formula: str) -> pd.DataFrame:
    scope = Scope(view.data_set, cities=tuple(cities), first_year=view.first_year, last_year=view.last_year)
    rows = measure(snapshot, NET_RETENTION.id, scope, ("city", "age", "year"), formula)
    ages = pd.to_numeric(rows["age"])
    return rows[ages.between(FIRST, LAST)].assign(age=ages)


def _line(rows: pd.DataFrame, city: str, name: str, language: Language) -> Series:
    mine = rows[rows["city_id"] == city].sort_values("age").to_dict("records")
    points = [point_of(NET_RETENTION, row, str(row["age"]), language, city) for row in mine]
    return Series(name, "computed", tuple(replace(each, weak=False) for each in points))


def _with_lowest(line: Series) -> Series:
    """The line whose lowest point says its age and value."""
    lowest = min(point.value for point in line.points if point.value is not None)
    return replace(line, points=tuple(replace(each, named=each.value == lowest) for each in line.points))


def _span(rows: pd.DataFrame) -> Text:
    last = _last(rows)
    return SPAN.fill(first=f"{int(last[:4]) - 5}{last[4:]}", last=last)


def _last(rows: pd.DataFrame) -> str:
    return str(rows["reference_date"].max())[:7]


def _finding(line: Series, city: Text, span: Text, language: Language) -> Finding:
    """Where the line is lowest, and from which age on it is at or above as many as before."""
    valued = [(int(point.at), point.value) for point in line.points if point.value is not None]
    age, lowest = min(valued, key=lambda each: each[1])
    subtitle = SUBTITLE.fill(span=span)(language)
    if lowest >= 1:
        return Finding(NEVER.fill(city=city, first=valued[0][0], last=valued[-1][0])(language), subtitle)
    short = [each for each, value in valued if value < 1]
    back = BACK.fill(age=short[-1] + 1) if valued[-1][0] - short[-1] >= LASTS else Text("", "")
    title = FELL.fill(city=city, age=age, left=round(100 * lowest), back=back)
    return Finding(title(language), subtitle)


def _figure(
    snapshot: Snapshot, view: View, key: str, finding: Finding, series: Sequence[Series], rows: pd.DataFrame
) -> Figure:
    language = view.language
    noted = replace(
        finding, notes=[NET_RETENTION.caveat(language)], alt=f"{finding.title}. {finding.subtitle}"
    )
    draft = draft_of(snapshot, "overview", view, NET_RETENTION, rows, DEFINITION(language))
    turns = Series("", "limit", tuple(Point(str(age), None, words(language)) for age, words in TURNS))
    figure = draft.figure("ages", key, noted, [*series, turns], _table(series, language))
    return replace(figure, axes=(AGE_THEN(language), AXIS(language)))


def _table(series: Sequence[Series], language: Language) -> Table:
    """A row an age, a column a line."""
    by_age: Mapping[str, dict[str, Point]] = {
        str(age): {each.name: point for each in series for point in each.points if point.at == str(age)}
        for age in range(FIRST, LAST + 1)
    }
    names = [each.name for each in series]
    rows: list[tuple[str, ...]] = []
    numbers: list[tuple[float | None, ...]] = []
    for age, held in by_age.items():
        rows.append((age, *(held[name].shown if name in held else NOT_KNOWN for name in names)))
        numbers.append((float(age), *(held[name].value if name in held else None for name in names)))
    return Table([AGE(language), *names], rows, numbers, (0,), tuple(range(1, len(names) + 1)))
