"""The figures of supply and demand: the gap of each industry, the survey behind it, the years, the departments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from meomureum.analysis.studies.industries import Industry, Market, is_offered, market
from meomureum.analysis.words import supply as words
from meomureum.analysis.words.some_institutions import of_some, or_not_yet
from meomureum.drawing.figure import Figure, Point, Role, Series
from meomureum.figures.department_supply import departments, feeds_figure
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.figures.labour_demand import survey_figure
from meomureum.measures import register
from meomureum.measures.measurement import find, followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent, plain

GAP = find("supply_demand_gap")
SIDES = (
    Text("채용계획이 더 많음", "more planned hires"),
    Text("졸업자가 더 많음", "more graduates"),
)
AXIS = Text("0보다 크면 {over}, 작으면 {short}", "Above 0: {over}; below 0: {short}")
SUBTITLE = Text(
    "수급 격차 = 연계된 졸업자 − 채용계획 · {city} · {year}년 · 단위: 명 · 연계표 {version}",
    "Gap = matched graduates − planned hires · {city} · {year} · people · crosswalk {version}",
)
YEARS_TITLE = Text("{city}의 산업별 수급 격차, 해마다", "{city}: the gap by industry and year")
YEARS_SUBTITLE = Text(
    "격차(졸업자 − 채용계획) · {city} · 단위: 명", "Gap (graduates − planned hires) · {city} · people"
)
GAP_COLUMNS = (
    Text("산업", "Industry"),
    Text("그해 전략산업", "Strategic then"),
    Text("연계된 졸업자", "Matched graduates"),
    Text("연계된 이수자", "Matched completers"),
    Text("채용계획", "Planned hires"),
    Text("격차", "Gap"),
    Text("격차의 범위", "Range of the gap"),
    Text("시 안 취업", "Hired in the city"),
)
YES, NO = Text("예", "Yes"), Text("아니오", "No")
IN_YEAR = Text("{gap} ({graduates} − {planned})", "{gap} ({graduates} − {planned})")
RANGE_NOTE = Text(
    "범위의 아래 끝은 졸업자만 세고 응답하지 않은 기업도 응답한 기업만큼 뽑는 경우, 위 끝은 이수자가 졸업자와 겹치지 않고 "
    "응답하지 않은 기업은 뽑지 않는 경우입니다. 0을 넘나들면 남거나 모자란다고 말하지 않습니다.",
    "The low end counts graduates alone and lets silent firms hire like the others; the high end takes completers "
    "as further people and silent firms as hiring nobody. A range across 0 says neither too many nor too few.",
)
OPEN_NOTE = Text(
    "'이상'이나 '이하'는 그 끝을 가늠할 이수자나 조사대상 기업 수를 세지 않았다는 뜻입니다.",
    "'Or more' and 'or less' mean that the completers or the firms asked were not counted.",
)
SUPPLY_NOTE = Text(
    "졸업자는 진학·입대·외국인·제외인정을 뺀 사람입니다. 이수자는 과정마다 가장 많은 단계의 이수자이며 졸업자와 겹칠 수 있습니다.",
    "Graduates leave out those who advanced, enlisted, are foreign or excluded. Completers are those of a course's "
    "largest stage and may be graduates too.",
)
COVERED_NOTE = Text(
    "연계표가 담은 졸업자는 {everyone}명 중 {covered}명({share})입니다. 나머지 학과는 어느 산업에도 세지 않았습니다.",
    "The crosswalk holds {covered} of {everyone} graduates ({share}); other departments count for no industry.",
)
VERSION_NOTE = Text(
    "연계표 판: {versions}. 판이 바뀐 해의 앞뒤는 그대로 비교할 수 없습니다.",
    "Crosswalk: {versions}. Years before and after a new version do not compare.",
)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The newest year of the first city in sight, then its years."""
    city = (view.cities or followed_cities(snapshot))[0]
    view = replace(view, cities=(city,))
    found = market(snapshot, view.data_set, city)
    year = found.newest(view.first_year, view.last_year)
    if year is None or not is_offered(snapshot):
        return
    yield _gaps(snapshot, view, found, year)
    yield survey_figure(snapshot, view, found, year)
    feeding = departments(found, year)
    if feeding:
        yield feeds_figure(snapshot, view, found, year, feeding)
    yield _years(snapshot, view, found)


def _gaps(snapshot: Snapshot, view: View, found: Market, year: int) -> Figure:
    language, names = view.language, {**register.names(snapshot), **found.names}
    city, industries = names[found.city_id], found.of(year)
    versions = ", ".join(dict.fromkeys(version for each in industries for version in each.versions))
    finding = Finding(
        _finding(found, year, names)(language),
        SUBTITLE.fill(city=city, year=year, version=versions or "–")(language),
        [note(language) for note in (RANGE_NOTE, OPEN_NOTE, SUPPLY_NOTE, *_covered(found, year))],
    )
    table = Table(
        [label(language) for label in GAP_COLUMNS],
        [_gap_row(each, names[each.industry_id], language) for each in industries],
        [_gap_numbers(each) for each in industries],
        named=(0,),
        valued=range(2, 8),
    )
    role: Role = "published" if _of_some(found, [year]) else "computed"  # hollow until all have sent theirs
    series = Series(GAP.name(language), role, _points(industries, names, language))
    draft = _draft(snapshot, view, found, year)
    figure = draft.figure("bar", f"gap-{found.city_id}", finding, [series], table)
    return replace(figure, axes=("", AXIS.fill(short=SIDES[0], over=SIDES[1])(language)))


def _finding(found: Market, year: int, names: Mapping[str, Text]) -> Text:
    city, industries = names[found.city_id], found.of(year)
    told = words.supply_finding(industries, city, names) if industries else city
    return or_not_yet(told, city, _of_some(found, [year]))


def _of_some(found: Market, years: Iterable[int]) -> list[Text]:
    every = (of_some(GAP_COLUMNS[2], year, found.marks.get(year, "")) for year in years)
    return [told for told in every if told is not None]


def _draft(snapshot: Snapshot, view: View, found: Market, year: int) -> Draft:
    return Draft(
        snapshot,
        "supply",
        view,
        unit="persons",
        source=found.sources(snapshot),
        as_of=f"{year}-{GAP.reference_day}",
        definition=f"{GAP.numerator(view.language)} − {GAP.denominator(view.language)}",
    )


def _points(industries: Sequence[Industry], names: dict[str, Text], language: Language) -> tuple[Point, ...]:
    return tuple(
        Point(
            names[each.industry_id](language),
            each.gap.value if each.gap else None,
            words.gap_with_sign(each.gap.value) if each.gap else words.no_gap(each)(language),
            each.supply.graduates,
            each.demand.planned,
            low=each.gap.low if each.gap else None,
            high=each.gap.high if each.gap else None,
            aside=f"({words.range_text(each.gap)(language)})" if each.gap else "",
        )
        for each in industries
    )


def _gap_row(each: Industry, name: Text, language: Language) -> tuple[str, ...]:
    matched = words.NOT_COUNTED if each.versions else words.NO_DEPARTMENT
    surveyed = words.NOT_SURVEYED if each.demand.answered is None else words.NOT_COUNTED
    cells = (
        name,
        YES if each.strategic else NO,
        words.people_or(each.supply.graduates, matched),
        words.people_or(each.supply.completers, words.NOT_COUNTED),
        words.people_or(each.demand.planned, surveyed),
        plain(words.gap_with_sign(each.gap.value)) if each.gap else words.no_gap(each),
        words.range_text(each.gap) if each.gap else plain("–"),
        words.people_or(each.supply.hired_locally, matched),
    )
    return tuple(cell(language) for cell in cells)


def _gap_numbers(each: Industry) -> tuple[float | None, ...]:
    supply, gap = each.supply, each.gap.value if each.gap else None
    return (
        None,
        None,
        supply.graduates,
        supply.completers,
        each.demand.planned,
        gap,
        None,
        supply.hired_locally,
    )


def _covered(found: Market, year: int) -> list[Text]:
    if year not in found.covered or not found.covered[year][1]:
        return []
    covered, everyone = found.covered[year]
    told = {"covered": number(covered), "everyone": number(everyone), "share": percent(covered / everyone)}
    return [COVERED_NOTE.fill(**told)]


def _years(snapshot: Snapshot, view: View, found: Market) -> Figure:
    """The gap of each industry in each year, and the version of the crosswalk then."""
    language, names = view.language, {**register.names(snapshot), **found.names}
    years = found.within(view.first_year, view.last_year)
    by_place = {(each.industry_id, each.year): each for year in years for each in found.of(year)}
    industries = list(dict.fromkeys(industry for industry, _ in by_place))
    city = names[found.city_id]
    rows = [
        (names[industry](language), *(_in_year(by_place.get((industry, year)))(language) for year in years))
        for industry in industries
    ]
    finding = Finding(
        YEARS_TITLE.fill(city=city)(language),
        YEARS_SUBTITLE.fill(city=city)(language),
        [
            VERSION_NOTE.fill(versions=versions_text(found))(language),
            *(told(language) for told in _of_some(found, years)),
        ],
    )
    columns = [GAP_COLUMNS[0](language), *map(str, years)]
    table = Table(columns, rows, named=(0,), valued=range(1, len(years) + 1))
    draft = _draft(snapshot, view, found, max(years))
    return draft.figure("table", f"years-{found.city_id}", finding, table=table)


def _in_year(each: Industry | None) -> Text:
    if each is None:
        return plain("–")
    if each.gap is None:
        return words.no_gap(each)
    return IN_YEAR.fill(
        gap=words.gap_with_sign(each.gap.value),
        graduates=number(each.supply.graduates or 0),
        planned=number(each.demand.planned or 0),
    )


def versions_text(found: Market) -> Text:
    """The versions of the crosswalk with their years."""
    told = [
        (str(row["version"]), _since(row["first"]), _until(row["last"]))
        for row in found.crosswalk.to_dict("records")
    ]
    return Text(
        ", ".join(f"{version}({first}~{last})" for version, first, last in told) or "–",
        ", ".join(f"{version} ({first}–{last})" for version, first, last in told) or "–",
    )


def _since(year: object) -> str:
    return "" if pd.isna(year) else str(int(str(year)))  # type: ignore[call-overload]


_until = _since
