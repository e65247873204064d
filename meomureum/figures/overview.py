"""The figures of the overview: a city's targets, its indicators, and the city among the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from meomureum.analysis.targets.changes import line_of
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.words.plain_verdict import goal_text, missing, short_standing, verdict_beside_goal
from meomureum.analysis.words.values import (
    announced_baseline,
    announced_text,
    gap_text,
    is_marked,
    meaning,
    row_text,
    value_text,
)
from meomureum.drawing.figure import Figure
from meomureum.figures import changed_values, place_among, retention_by_age
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.figures.standing import Standing, aimed, by_attention, focus, latest_rows, of_city, valued
from meomureum.figures.trend import in_panels, trend_figure
from meomureum.figures.value_rows import in_words, marks_in
from meomureum.measures import register
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.measures.measurement import KPIS, Kpi, Scope, followed_cities, measure
from meomureum.store.address import PageName, View, href
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, number, plain

Part = Callable[[Snapshot, View], Iterable[Figure | None]]
NONE_JUDGED = Text(
    "{city:이/가} 공표한 목표 {count}개 가운데 판단할 수 있는 것이 없습니다",
    "{city}: none of its targets ({count}) can be judged",
)
JUDGED = Text("{city} 목표 {count}개: {told}", "{city}'s targets ({count}): {told}")
TARGETS_SUBTITLE = Text("공표된 목표 · {city}", "Announced targets · {city}")
NEVER_MERGED = Text(
    "비율이 서로 다른 목표는 한 줄로 합치지 않습니다. 남은 사람은 분모가 그대로일 때의 어림입니다.",
    "Targets of different ratios are never merged. People to go are estimates that keep the denominator.",
)
INDICATORS = Text("{city} 지표 {count}개의 최근 값", "{city}: newest values of {count} indicators")
INDICATORS_SUBTITLE = Text(
    "대표 지표와 목표가 있는 지표 · {city} · 급한 것부터",
    "Headline indicators and those with a target · {city} · the most urgent first",
)
TARGET_COLUMNS = (
    Text("지표", "Indicator"),
    Text("목표", "Target"),
    Text("기준값", "Baseline"),
    Text("최근 값", "Latest"),
    Text("남은 차이", "To go"),
    Text("남은 사람", "People to go"),
    Text("판정", "Verdict"),
    Text("발표", "Announced"),
)
INDICATOR_COLUMNS = (
    Text("지표", "Indicator"),
    Text("연도", "Year"),
    Text("값", "Value"),
    Text("분자", "Numerator"),
    Text("분모", "Denominator"),
    Text("앞선 값", "Before"),
    Text("산식", "Formula"),
    Text("지역 범위", "Local means"),
    Text("기준일", "As of"),
    Text("상태", "Status"),
    Text("판정", "Verdict"),
    Text("출처", "Source"),
)
AT = Text("{value}({year}년)", "{value} ({year})")
ASSUMED = Text("{value}({year}년, 연도 가정)", "{value} ({year}, year assumed)")
UNSTATED = Text("밝히지 않음", "Not stated")
PEOPLE = Text("약 {people}명({year}년 {everyone}명 기준)", "about {people} (of {everyone} in {year})")
NONE = "–"
LINE_NEEDS = 3
MOST_BESIDE = 12
"""So many cities stand beside each other at most; a longer page is read by nobody."""
"""So many values make a line worth comparing."""


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """Every part of the page in order; another part is one line in `PARTS`."""
    for part in PARTS:
        yield from part(snapshot, view)


def targets_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """What the city has announced, against what is known of it."""
    city, language = focus(snapshot, view), view.language
    held, place = aimed(of_city(snapshot, view, city)), register.names(snapshot)[city]
    if not held:
        return
    counts = Counter(short_standing(each.progress)(language) for each in by_attention(held))
    judged = any(each.progress.judged for each in held)
    told = ", ".join(f"{word.lower()} {count}" for word, count in counts.items())
    title = (JUDGED if judged else NONE_JUDGED).fill(city=place, count=len(held), told=told)
    table = Table(
        [label(language) for label in TARGET_COLUMNS],
        [_target_row(snapshot, each, language) for each in held],
        named=(0,),
        valued=(1, 2, 3, 4, 5),
    )
    subtitle = TARGETS_SUBTITLE.fill(city=place)
    noted = [
        f"{each.kpi.name(language)}: {each.target.note(language)}"
        for each in held
        if each.target is not None and each.target.note.ko
    ]
    finding = Finding(title(language), subtitle(language), [NEVER_MERGED(language), *noted])
    yield _draft(snapshot, "overview", view, held).figure("table", f"targets-{city}", finding, table=table)


def indicators_figure(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The newest value of each indicator of the city that has one."""
    yield from figure_of_indicators(snapshot, view, of_city(snapshot, view, focus(snapshot, view)))


def figure_of_indicators(snapshot: Snapshot, view: View, every: Iterable[Standing]) -> Iterator[Figure]:
    """The newest value of each of some indicators of the city that have one."""
    city, language = focus(snapshot, view), view.language
    held, place = by_attention(valued(every)), register.names(snapshot)[city]
    if not held:
        return
    table = Table(
        [label(language) for label in INDICATOR_COLUMNS],
        [_indicator_row(snapshot, each, language) for each in held],
        named=(0, 1),
        valued=(2, 3, 4, 5),
    )
    finding = Finding(
        INDICATORS.fill(city=place, count=len(held))(language),
        INDICATORS_SUBTITLE.fill(city=place)(language),
    )
    yield _draft(snapshot, "overview", view, held).figure("table", f"indicators-{city}", finding, table=table)


def compared_figure(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """The indicator that most cities can be held against each other by, a panel a city."""
    several = len(view.cities) > 1
    cities = (view.cities if several else _beside(snapshot, focus(snapshot, view)))[:MOST_BESIDE]
    kpi = most_comparable(snapshot, view, cities)
    if kpi is None:
        return
    figure = trend_figure(snapshot, replace(view, cities=cities, formula=""), kpi.id)
    if figure is None:
        return
    leading = register.names(snapshot)[cities[0]](view.language)
    figure = replace(
        figure,
        kind="panels",
        key="compared",
        address=href("overview", replace(view, snapshot="")),
        series=tuple(sorted(figure.series, key=lambda each: each.name != leading)),
    )
    yield in_panels(replace(figure, beside=(), events=()), kpi)


def _beside(snapshot: Snapshot, city: str) -> tuple[str, ...]:
    """The city, then the followed ones, those of its own province first."""
    regions = register.table(snapshot, "SELECT region_id, parent_id FROM regions ORDER BY line")
    province = dict(regions.itertuples(index=False, name=None))
    near = sorted(followed_cities(snapshot), key=lambda each: province[each] != province[city])
    return tuple(dict.fromkeys((city, *near)))


PARTS: tuple[Part, ...] = (
    targets_figure,
    indicators_figure,
    retention_by_age.figures,
    place_among.figures,
    compared_figure,
    changed_values.figures,
)
"""What the overview is made of, in order. Each names its figures by keys of its own."""


def most_comparable(snapshot: Snapshot, view: View, cities: Sequence[str]) -> Kpi | None:
    """The headline indicator that has a line of one formula in most cities; the first of equals.

    None where the first city, which the page is about, would not be among them.
    """
    scope = Scope(view.data_set, cities=tuple(cities), first_year=view.first_year, last_year=view.last_year)

    def lines(kpi: Kpi) -> int:
        rows = measure(snapshot, kpi.id, scope)
        each = {str(city): line_of(own) for city, own in rows.groupby("city_id")}
        known = {
            city
            for city, line in each.items()
            if len(line) >= LINE_NEEDS and set(line["origin"]) == {"computed"}
        }
        return len(known) if cities[0] in known else 0

    counted = {kpi.id: lines(kpi) for kpi in KPIS if kpi.headline}
    best = max(counted.values())
    return next(kpi for kpi in KPIS if counted.get(kpi.id) == best) if best > 1 else None


def _draft(snapshot: Snapshot, page: PageName, view: View, held: Sequence[Standing]) -> Draft:
    """The draft of a table of several indicators: each has a unit and a definition of its own."""
    rows, language = latest_rows(held), view.language
    announced = [each.target.source_id for each in held if each.target and each.target.source_id]
    return Draft(
        snapshot,
        page,
        view,
        unit="",
        source=register.publishers(snapshot, rows, announced),
        as_of=str(rows["reference_date"].max()) if len(rows) else "",
        definition="; ".join(f"{each.kpi.name(language)}: {_meaning(each)(language)}" for each in held),
        marks=marks_in(rows, language),
    )


def _meaning(each: Standing) -> Text:
    latest = each.progress.latest
    return meaning(each.kpi, each.kpi.formula("" if latest is None else latest["formula_id"]))


def _target_row(snapshot: Snapshot, each: Standing, language: Language) -> tuple[str, ...]:
    target, progress = each.target, each.progress
    cells = (
        each.kpi.name,
        goal_text(target) if target and target.value is not None else plain(NONE),
        _baseline(each),
        latest_text(each),
        plain(NONE) if progress.gap is None or progress.reached else missing(progress),
        people_text(each) or plain(NONE),
        verdict_beside_goal(progress),
        _announced(snapshot, target),
    )
    return tuple(cell(language) for cell in cells)


def _announced(snapshot: Snapshot, target: Target | None) -> Text:
    if target is None or not target.announced_by + target.announced_on:
        return plain(NONE)
    by = register.announcer(snapshot, target.announced_by)
    return Text(*(f"{by(language)} {target.announced_on}".strip() for language in LANGUAGES))


def _baseline(each: Standing) -> Text:
    target = each.target
    value = None if target is None else announced_baseline(target)
    if target is None or value is None:
        return UNSTATED
    words = ASSUMED if target.year_assumed else AT
    return words.fill(value=value, year=target.baseline_year or NONE)


def latest_text(each: Standing) -> Text:
    """The newest value with its year; that there is none."""
    latest = each.progress.latest
    if latest is None:
        return plain(NONE)
    words = ASSUMED if is_marked(latest, "assumed_year") else AT
    return words.fill(value=shown(each), year=int(latest["year"]))


def shown(each: Standing) -> Text:
    """The newest value as it was computed or announced."""
    latest = each.progress.latest
    if latest is None:
        return plain(NONE)
    as_shown = announced_text if latest["formula_id"] == ANNOUNCED.id else value_text
    return as_shown(each.kpi.unit, latest["value"], latest["value_high"])


def people_text(each: Standing) -> Text | None:
    """How many people are missing, and of how many that is reckoned."""
    if each.people is None or each.everyone is None or each.counted_in is None:
        return None
    return PEOPLE.fill(people=number(each.people), everyone=number(each.everyone), year=each.counted_in)


def _indicator_row(snapshot: Snapshot, each: Standing, language: Language) -> tuple[str, ...]:
    row = latest_rows([each]).iloc[0]
    words = {name: cell or NONE for name, cell in in_words(each.kpi, row, each.place, language).items()}
    return (
        each.kpi.name(language),
        words["year"],
        shown(each)(language),
        words["numerator"],
        words["denominator"],
        _before(each)(language),
        *(words[name] for name in ("formula", "local", "date", "status")),
        NONE if each.target is None else short_standing(each.progress)(language),
        register.publishers(snapshot, row.to_frame().T) or NONE,
    )


def _before(each: Standing) -> Text:
    change = each.progress.last_change
    if change is None:
        return plain(NONE)
    value = row_text(each.kpi.unit, change.first)
    return AT.fill(value=value, year=int(change.first["year"]))


def change_text(each: Standing) -> Text | None:
    """How much it moved since the value before: +1.2%p."""
    change = each.progress.last_change
    if change is None:
        return None
    return gap_text(each.kpi.unit, change.difference)
