"""The stages of the chain as figures: their rates with counts, and each one's part in a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from meomureum.analysis.statistics.chain import Cohort, Link, chain_movement, contributions, shares
from meomureum.analysis.statistics.proportions import wilson
from meomureum.analysis.studies.cohorts import Cohorts
from meomureum.analysis.words import chain as words
from meomureum.analysis.words.some_institutions import or_not_yet
from meomureum.analysis.words.values import value_text
from meomureum.drawing.figure import Figure, Point, Role, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.figures.value_rows import status_text
from meomureum.measures import register
from meomureum.measures.measurement import find
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent, plain, points

STAGES_TITLE = Text(
    "{city} {year}년 코호트의 가장 약한 고리는 {stage}({rate})입니다",
    "{city}, cohort of {year}: the weakest link is {stage} ({rate})",
)
UNCLEAR_TITLE = Text(
    "{city} {year}년 코호트의 가장 약한 고리는 뚜렷하지 않습니다: {stage} {rate}",
    "{city}, cohort of {year}: no stage is clearly the weakest link; {stage} {rate}",
)
SUBTITLE = Text(
    "정주 사슬의 단계 · {city} · 코호트 {years}년", "Stages of the chain · {city} · cohorts {years}"
)
CHANGE_SUBTITLE = Text(
    "두 코호트의 차이를 단계로 나눔 · {city} · 코호트 {years}년",
    "The difference of two cohorts by stage · {city} · cohorts {years}",
)
STAGE_COLUMNS = (
    Text("단계", "Stage"),
    Text("연도", "Year"),
    Text("이어진 사람", "Went on"),
    Text("비율", "Rate"),
    Text("95% 우연 변동", "95% chance variation"),
    Text("기준일", "As of"),
    Text("상태", "Status"),
)
OF = Text("{of}명 중 {kept}명", "{kept} of {of}")
EACH_YEAR = Text("{stage}, {year}년", "{stage}, {year}")
WHOLE = Text("사슬 전체(곱)", "The whole chain (product)")
RANGE = "{low}–{high}"
COHORT = Text("{year}년 코호트", "Cohort of {year}")
CHANGE_COLUMNS = (
    Text("차이", "Difference"),
    Text("기여(1만 명당 명)", "Part (people in 10,000)"),
    Text("변화의 몫", "Share of the change"),
)
AGAINST = Text("다른 도시 대비", "Against the others")
AGAINST_NOTE = Text(
    "'다른 도시 대비'는 {year}년 코호트의 비율을 {others:을/를} 합한 같은 코호트의 비율로 나눈 값입니다.",
    "'Against the others' divides the rate of the cohort of {year} by that of {others} together.",
)
IN_TEN_THOUSAND = Text("1만 명 중 {people}명", "{people} in 10,000")
TIMES = Text("{times}배", "{times} times")
DEFINITION = Text(
    "변화의 몫 = ln(뒤 비율/앞 비율) / ln(뒤 사슬/앞 사슬). 어느 단계가 0이면 다스굽타 평균",
    "Share of the change = ln(later rate / earlier) / ln(later chain / earlier); Das Gupta's average where a stage is 0",
)
WITHHELD = Text(
    "변화가 작아 우연과 구별되지 않으므로 몫은 내지 않고 기여만 보입니다.",
    "The change is too small to tell from chance, so its parts are shown and no shares.",
)
OPPOSITE = Text(
    "몫이 음수이면 전체 변화와 반대로 움직인 단계입니다. 더하면 100%입니다.",
    "A negative share moved against the whole change. They add to 100%.",
)
INTERVAL = Text(
    "사람마다 선택을 되풀이할 때의 우연 변동이며, 사슬 전체의 변화는 그 비의 구간으로 판단합니다.",
    "Chance variation if each person's choice were repeated; the change of the chain is judged by its ratio's interval.",
)
# A share beyond this comes from a change too small to be divided.
LARGEST_SHARE = 2.0
PER_PEOPLE = words.PER_PEOPLE


def stages_figure(
    snapshot: Snapshot, view: View, found: Cohorts, within: Sequence[Cohort], others: Mapping[str, Cohort]
) -> Figure:
    """The stages of the newest cohort, each count in a line of its own."""
    cohort, language = within[-1], view.language
    names, behind = register.names(snapshot), found.behind(cohort)
    lines = _lines(cohort, behind, language)
    told = [words.WEAKEST, words.against_others(cohort, others, names)]
    weakest = (STAGES_TITLE if cohort.weakest_is_clear else UNCLEAR_TITLE).fill(
        city=names[found.city_id],
        year=cohort.year,
        stage=words.STAGES[cohort.stages[cohort.weakest][0].stage],
        rate=value_text("percent", cohort.rates[cohort.weakest]),
    )
    definition = "; ".join(
        f"{words.STAGES[stage.kpi_id](language)}: {words.KEPT[stage.kpi_id](language)}"
        for stage in find("retention_chain").stages
    )
    return draft_of_stages(snapshot, view, behind, "percent", definition).figure(
        "bar",
        f"stages-{found.city_id}",
        Finding(
            or_not_yet(weakest, names[found.city_id], words.of_some_institutions(behind))(language),
            _subtitle(names[found.city_id], within)(language),
            [each(language) for each in (*told, INTERVAL) if each is not None],
        ),
        [Series(_of_cohort(each)(language), _role(found, each), _points(each, language)) for each in within],
        Table(
            [label(language) for label in STAGE_COLUMNS],
            [row for row, _ in lines],
            [values for _, values in lines],
            named=(0, 1),
            valued=(2, 3, 4),
        ),
    )


def _role(found: Cohorts, cohort: Cohort) -> Role:
    """Hollow until all institutions have sent theirs."""
    return "published" if words.of_some_institutions(found.behind(cohort)) else "computed"


def draft_of_stages(
    snapshot: Snapshot, view: View, behind: pd.DataFrame, unit: str, definition: str
) -> Draft:
    """The draft of what rests on the measurements behind the stages."""
    source, as_of = register.references(snapshot, behind), str(behind["reference_date"].max())
    return Draft(snapshot, "chain", view, unit, source, as_of, definition)


def _of_cohort(cohort: Cohort) -> Text:
    return COHORT.fill(year=cohort.year)


def _subtitle(city: Text, within: Sequence[Cohort], template: Text = SUBTITLE) -> Text:
    return template.fill(city=city, years=", ".join(str(cohort.year) for cohort in within))


def _points(cohort: Cohort, language: Language) -> tuple[Point, ...]:
    """The rate of each stage; only a single count has an interval of its own."""
    found = []
    for links, rate in zip(cohort.stages, cohort.rates, strict=True):
        link, single = links[0], len(links) == 1
        interval = wilson(link.kept, link.of) if single else None
        found.append(
            Point(
                words.STAGES[link.stage](language),
                rate,
                value_text("percent", rate)(language),
                link.kept if single else None,
                link.of if single else None,
                low=interval.low if interval else None,
                high=interval.high if interval else None,
            )
        )
    return tuple(found)


Line = tuple[tuple[str, ...], tuple[float | None, ...]]


def _lines(cohort: Cohort, behind: pd.DataFrame, language: Language) -> list[Line]:
    """A line a count; a stage of several years has one for their product too."""
    rows, found = iter(behind.to_dict("records")), list[Line]()
    for links, rate in zip(cohort.stages, cohort.rates, strict=True):
        name = words.STAGES[links[0].stage]
        if len(links) > 1:
            years = _years(links[0].year, links[-1].year, language)
            found.append(_product_line(name(language), years, rate, language))
        for link in links:
            own = EACH_YEAR.fill(stage=name, year=link.year) if len(links) > 1 else name
            found.append(_link_line(own(language), link, next(rows), language))
    told = IN_TEN_THOUSAND.fill(people=words.per_people(cohort.value))(language)
    whole = _product_line(WHOLE(language), str(cohort.year), cohort.value, language, told)
    return [*found, whole]


def _years(first: int, last: int, language: Language) -> str:
    return f"{first}~{last}" if language == "ko" else f"{first}-{last}"


def _product_line(name: str, years: str, rate: float, language: Language, told: str = "–") -> Line:
    shown = value_text("percent", rate)(language)
    return (name, years, told, shown, "–", "–", "–"), (None, None, None, rate, None, None, None)


def _link_line(name: str, link: Link, row: Mapping[object, object], language: Language) -> Line:
    interval = wilson(link.kept, link.of)
    cells = (
        name,
        str(link.year),
        OF.fill(of=number(link.of), kept=number(link.kept))(language),
        value_text("percent", link.rate)(language),
        RANGE.format(low=percent(interval.low), high=percent(interval.high)),
        str(row["reference_date"]),
        status_text(row, language),
    )
    return cells, (None, float(link.year), None, link.rate, None, None, None)


def change_figure(
    snapshot: Snapshot, view: View, found: Cohorts, within: Sequence[Cohort], others: Mapping[str, Cohort]
) -> Figure:
    """What each stage adds to the change from the first cohort in sight to the last."""
    before, after, language = within[0], within[-1], view.language
    names, behind = register.names(snapshot), pd.concat([found.behind(within[0]), found.behind(within[-1])])
    parts, part_shares = contributions(before.rates, after.rates), shown_shares(before, after)
    change = words.chain_change(before, after, names[found.city_id])
    notes = _change_notes(after, others, names, divided=part_shares is not None)
    return draft_of_stages(snapshot, view, behind, "persons", DEFINITION(language)).figure(
        "bridge",
        f"change-{found.city_id}",
        Finding(
            or_not_yet(change, names[found.city_id], words.of_some_institutions(behind))(language),
            _subtitle(names[found.city_id], (before, after), CHANGE_SUBTITLE)(language),
            [note(language) for note in notes],
        ),
        [Series("", "computed", _steps(before, after, parts, language))],
        Table(
            _change_columns(before, after, others, language),
            _change_rows(before, after, others, language),
            named=(0,),
            valued=range(1, 6),
        ),
    )


def _change_notes(
    after: Cohort, others: Mapping[str, Cohort], names: Mapping[str, Text], *, divided: bool
) -> list[Text]:
    notes = [OPPOSITE if divided else WITHHELD, INTERVAL]
    if others:
        notes.append(AGAINST_NOTE.fill(year=after.year, others=words.together(others, names)))
    return notes


def shown_shares(before: Cohort, after: Cohort) -> tuple[float, ...] | None:
    """The shares of a change; none where it is unclear and too small to be divided."""
    found = shares(before.rates, after.rates)
    if found is None or chain_movement(before, after) in ("rose", "fell"):
        return found
    return found if max(map(abs, found)) <= LARGEST_SHARE else None


def _steps(before: Cohort, after: Cohort, parts: Sequence[float], language: Language) -> tuple[Point, ...]:
    def level(cohort: Cohort) -> Point:
        shown = words.per_people(cohort.value)
        return Point(_of_cohort(cohort)(language), cohort.value * PER_PEOPLE, shown)

    stages = [words.STAGES[links[0].stage](language) for links in before.stages]
    between = [
        Point(name, part * PER_PEOPLE, _signed(part * PER_PEOPLE))
        for name, part in zip(stages, parts, strict=True)
    ]
    return (level(before), *between, level(after))


def _signed(people: float) -> str:
    return f"{'+' if round(people, 1) > 0 else ''}{number(people, 1)}"


def _change_columns(
    before: Cohort, after: Cohort, others: Mapping[str, Cohort], language: Language
) -> list[str]:
    cohorts = [_of_cohort(cohort) for cohort in (before, after)]
    last = [AGAINST] if others else []
    return [label(language) for label in (STAGE_COLUMNS[0], *cohorts, *CHANGE_COLUMNS, *last)]


def _change_rows(
    before: Cohort, after: Cohort, others: Mapping[str, Cohort], language: Language
) -> list[tuple[str, ...]]:
    parts, part_shares = contributions(before.rates, after.rates), shown_shares(before, after)
    times = after.against(list(others.values())) if others else ()
    rows = [
        (
            words.STAGES[links[0].stage](language),
            value_text("percent", before.rates[at])(language),
            value_text("percent", after.rates[at])(language),
            plain(points(after.rates[at] - before.rates[at]))(language),
            _signed(parts[at] * PER_PEOPLE),
            words.share_text(part_shares[at]) if part_shares else "–",
            *([TIMES.fill(times=number(times[at], 2))(language)] if times else []),
        )
        for at, links in enumerate(before.stages)
    ]
    whole = (after.value - before.value) * PER_PEOPLE
    last = (
        WHOLE(language),
        value_text("percent", before.value)(language),
        value_text("percent", after.value)(language),
        plain(points(after.value - before.value, 2))(language),
        _signed(whole),
        words.share_text(1.0) if part_shares else "–",
        *(["–"] if times else []),
    )
    return [*rows, last]
