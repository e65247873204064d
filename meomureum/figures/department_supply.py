"""Which departments feed which industry: their graduates, and who found work there within the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.analysis.studies.industries import Department, Industry, Market
from meomureum.analysis.words import supply as words
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import register
from meomureum.measures.measurement import find
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, plain

GAP = find("supply_demand_gap")
FEEDS_TITLE = Text(
    "{city} {year}년: 연계된 학과 {matched}곳의 졸업자 {graduates}명 중 {hired}명이 시 안에 취업",
    "{city} {year}: {hired} of {graduates} graduates of {matched} matched departments found work in the city",
)
FEEDS_SUBTITLE = Text(
    "학과별 시 안 취업(산업별) · {city} · {year}년 · 단위: 명",
    "Local hires by department and industry · {city} · {year} · people",
)
FEED_COLUMNS = (
    Text("학교·학과", "School and department"),
    Text("연계 산업", "Matched industry"),
    Text("졸업자", "Graduates"),
    Text("시 안 취업", "Hired in the city"),
    Text("그중 연계 산업", "Of these in the industry"),
    Text("연계 산업의 격차", "Gap of the industry"),
)
NAMED = Text("{school} {department}", "{school}, {department}")
FEEDS_NOTE = Text(
    "연계표는 한 학과를 한 산업에 맞춥니다. 색은 실제로 그 산업에 취업한 사람 수이고, 테두리는 연계표가 맞춘 산업입니다.",
    "The crosswalk matches a department to one industry. The shade is who found work there, the outline the match.",
)


def departments(found: Market, year: int) -> tuple[Department, ...]:
    """The departments that the crosswalk matches, those of one industry together."""
    order = [each.industry_id for each in found.of(year)]
    matched = [each for each in found.departments.get(year, ()) if each.industry_id in order]
    return tuple(
        sorted(matched, key=lambda each: (order.index(str(each.industry_id)), -(each.graduates or 0.0)))
    )


def feeds_figure(
    snapshot: Snapshot, view: View, found: Market, year: int, feeding: Sequence[Department]
) -> Figure:
    """Which departments feed which gap: a row a department, a column an industry."""
    language, names = view.language, {**register.names(snapshot), **found.names}
    industries = {each.industry_id: each for each in found.of(year)}
    told = {"city": names[found.city_id], "year": plain(str(year))}
    title = FEEDS_TITLE.fill(
        **told,
        matched=plain(str(len(feeding))),
        graduates=plain(number(sum(each.graduates or 0 for each in feeding))),
        hired=plain(number(sum(each.hired_locally or 0 for each in feeding))),
    )
    rows = [_feed_row(each, industries[str(each.industry_id)], names, language) for each in feeding]
    draft = Draft(
        snapshot,
        "supply",
        view,
        unit="persons",
        source="",
        as_of=f"{year}-12-31",
        definition=f"{GAP.numerator(language)} − {GAP.denominator(language)}",
    )
    return draft.figure(
        "heat",
        f"feeds-{found.city_id}",
        Finding(title(language), FEEDS_SUBTITLE.fill(**told)(language), [FEEDS_NOTE(language)]),
        [_feed_series(each, industries, names, language) for each in feeding],
        Table([label(language) for label in FEED_COLUMNS], rows, named=(0, 1), valued=(2, 3, 4, 5)),
    )


def department_name(each: Department, names: Mapping[str, Text]) -> Text:
    """A department with its school."""
    return NAMED.fill(school=names[each.institution_id], department=each.department)


def _feed_series(
    each: Department, industries: Mapping[str, Industry], names: Mapping[str, Text], language: Language
) -> Series:
    points = tuple(
        Point(
            names[code](language),
            each.hired_in.get(code, 0.0) if each.hired_locally is not None else None,
            number(each.hired_in.get(code, 0.0))
            if each.hired_locally is not None
            else words.NOT_COUNTED(language),
            code=code if code == str(each.industry_id) else "",
        )
        for code in industries
    )
    return Series(department_name(each, names)(language), "computed", points)


def _feed_row(
    each: Department, industry: Industry, names: Mapping[str, Text], language: Language
) -> tuple[str, ...]:
    within = None if each.hired_locally is None else each.hired_in.get(str(each.industry_id), 0.0)
    gap = industry.gap
    cells = (
        department_name(each, names),
        names[industry.industry_id],
        words.people_or(each.graduates, words.NOT_COUNTED),
        words.people_or(each.hired_locally, words.NOT_COUNTED),
        words.people_or(within, words.NOT_COUNTED),
        Text(
            f"{words.gap_with_sign(gap.value)} ({words.range_text(gap).ko})",
            f"{words.gap_with_sign(gap.value)} ({words.range_text(gap).en})",
        )
        if gap
        else words.no_gap(industry),
    )
    return tuple(cell(language) for cell in cells)
