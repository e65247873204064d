"""The figures of the chain: the people who flow along it, its stages, and where the others went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from meomureum.analysis.statistics.chain import NODES, Cohort, Flow, flows, people_at_nodes
from meomureum.analysis.studies.cohorts import Cohorts, cohorts, graduates, leavers, places_gone_to
from meomureum.analysis.words import chain as words
from meomureum.analysis.words.some_institutions import or_not_yet
from meomureum.analysis.words.values import meaning
from meomureum.drawing.figure import Figure, Node, NodePart, Point, Series
from meomureum.figures import destinations
from meomureum.figures.chain_stages import change_figure, draft_of_stages, stages_figure
from meomureum.figures.draft import Finding, Table
from meomureum.measures import register
from meomureum.measures.measurement import find, followed_cities
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent

# Where each node stands, and what it is for the way to settling.
COLUMNS = {
    "school": 0,
    "entered": 1,
    "away": 1,
    "straight_to_work": 1,
    "stayed": 2,
    "hired": 3,
    "hired_elsewhere": 3,
    "settled": 4,
    "unknown": 4,
    "other": 4,
}
PARTS: Mapping[str, NodePart] = {
    **dict.fromkeys(("school", "entered", "stayed", "hired"), "keep"),
    "settled": "reach",
    "unknown": "lost",
    "straight_to_work": "beside",
    **dict.fromkeys(("away", "hired_elsewhere", "other"), "out"),
}
LOW = ("unknown", "other")
COUNTED = Text("{people}명 ({share})", "{people} ({share})")
WORKED_OUT = Text("약 {people}명 ({share})", "about {people} ({share})")
FEW, SMALL_SHARE = 10, 0.01
HEADINGS = (
    Text("고교 졸업\n{year}년", "Left school\n{year}"),
    Text("진학·취업\n{year}년 4월", "Study, work\nApril {year}"),
    Text("학업 지속\n{year}~{third}년", "Enrolled\n{year}-{third}"),
    Text("취업\n{fourth}년 말", "Work\nend of {fourth}"),
    Text("정주\n{fifth}년", "Settled\n{fifth}"),
)
SUBTITLE = Text(
    "정주 사슬 · {city} · {year}년 고교 졸업 코호트 {people}명에서 시작 · 단위: 명, 졸업자 대비 %",
    "Retention chain · {city} · cohort of {people} who left school in {year} · people, % of the cohort",
)
NOTES = (
    Text(
        "같은 사람을 따라간 값이 아닙니다. 첫 갈래는 센 값이고, 그 뒤는 코호트 연도를 맞춘 비율을 곱해 어림했습니다('약').",
        "Nobody is followed in person: the first branches are counted, the rest is worked out from rates of "
        "matching years ('about').",
    ),
    Text(
        "시 안 대학에 진학한 이 도시의 졸업자도 그 대학의 다른 학생과 같은 비율로 남고 취업하고 정주한다고 봅니다.",
        "Entrants from the city are taken to stay, find work and settle as often as all students there.",
    ),
    Text(
        "학업 지속은 해마다의 중도탈락률로 네 해를 곱합니다. 두세 해 만에 졸업하는 전문대학에서는 낮게 나올 수 있습니다.",
        "Staying multiplies four years of drop-out rates; for shorter college courses it may come out low.",
    ),
    Text(
        "'그 밖'은 진학도 취업도 하지 않은 졸업자, 중도탈락자, 취업자가 아닌 대학 졸업자(진학·창업 포함), "
        "취업 뒤 시에 살지 않는 사람입니다.",
        "'Other' holds leavers in neither study nor work, drop-outs, graduates without employment (further study "
        "and own businesses included), and those hired who do not live in the city.",
    ),
)
TABLE = (
    Text("어디서", "From"),
    Text("어디로", "To"),
    Text("사람", "People"),
    Text("졸업자 대비", "Of the cohort"),
    Text("앞 단계 대비", "Of the step before"),
    Text("연도", "Year"),
    Text("구분", "Basis"),
)
BASIS = {True: Text("센 값", "Counted"), False: Text("어림", "Worked out")}


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The chain of the first city in sight, then where its leavers and graduates went."""
    city = (view.cities or followed_cities(snapshot))[0]
    view = replace(view, cities=(city,))
    found = cohorts(snapshot, view.data_set, city)
    within = in_period(found, view)
    if within:
        leaving_school = places_gone_to(snapshot, view.data_set, city, "high_school")
        if len(leaving_school):
            yield flow_figure(snapshot, view, found, within[-1], leaving_school)
        others = same_elsewhere(snapshot, view, within[-1])
        yield stages_figure(snapshot, view, found, within, others)
        if len(within) > 1:
            yield change_figure(snapshot, view, found, within, others)
    yield from destinations.figures(snapshot, view, city)


def in_period(found: Cohorts, view: View) -> tuple[Cohort, ...]:
    """The cohorts within the reader's years."""
    first, last = view.first_year or 0, view.last_year or 9999
    return tuple(cohort for cohort in found.matched if first <= cohort.year <= last)


def same_elsewhere(snapshot: Snapshot, view: View, cohort: Cohort) -> dict[str, Cohort]:
    """The same cohort of the other followed cities, where it can be put together."""
    others = [each for each in followed_cities(snapshot) if each != cohort.city_id]
    matched = {each: cohorts(snapshot, view.data_set, each).matched for each in others}
    return {each: same for each, theirs in matched.items() for same in theirs if same.year == cohort.year}


def flow_figure(
    snapshot: Snapshot, view: View, found: Cohorts, cohort: Cohort, schools: pd.DataFrame
) -> Figure:
    """The people of a cohort along the chain, as nodes and as a table; `schools` is where leavers went."""
    language, city = view.language, register.names(snapshot)[cohort.city_id]
    universities = places_gone_to(snapshot, view.data_set, cohort.city_id, "university")
    hiring = cohort.stages[2][0].year
    along = flows(
        cohort,
        leavers(schools[schools["year"] == cohort.year]),
        graduates(universities[universities["year"] == hiring]),
    )
    people, behind = people_at_nodes(along), found.behind(cohort)
    chain = find("retention_chain")
    definition = f"{meaning(chain, chain.formula())(language)} · {chain.formula().note(language)}"
    finding = Finding(
        or_not_yet(words.chain_finding(cohort, city), city, words.of_some_institutions(behind))(language),
        SUBTITLE.fill(city=city, year=cohort.year, people=number(people["school"]))(language),
        [note(language) for note in NOTES],
        alt=_told(people, language),
    )
    table = Table(
        [label(language) for label in TABLE],
        [_row(flow, people, cohort, language) for flow in along],
        [_numbers(flow, people) for flow in along],
        named=(0, 1),
        valued=(2, 3, 4),
    )
    draft = draft_of_stages(snapshot, view, behind, "persons", definition)
    key = f"flow-{cohort.city_id}"
    figure = draft.figure("flow", key, finding, _series(along, people, language), table)
    return replace(figure, nodes=_nodes(along, people, language), headings=_headings(cohort, language))


def in_people(people: float, share: float, *, counted: bool) -> Text:
    """People with their share; few who were worked out keep a decimal."""
    decimals = 1 if not counted and people < FEW else 0
    return (COUNTED if counted else WORKED_OUT).fill(people=number(people, decimals), share=_share(share))


def _share(share: float) -> str:
    return percent(share, 2 if share < SMALL_SHARE else 1)


def _is_counted(node: str, along: Sequence[Flow]) -> bool:
    return node == "school" or all(flow.counted for flow in along if flow.target == node)


def _nodes(along: Sequence[Flow], people: Mapping[str, float], language: Language) -> tuple[Node, ...]:
    whole = people["school"]
    return tuple(
        Node(
            words.NODES[node](language),
            in_people(count, count / whole, counted=_is_counted(node, along))(language),
            COLUMNS[node],
            PARTS[node],
            low=node in LOW,
        )
        for node, count in people.items()
    )


def _headings(cohort: Cohort, language: Language) -> tuple[str, ...]:
    years = {
        "year": cohort.year,
        "third": cohort.year + 3,
        "fourth": cohort.year + 4,
        "fifth": cohort.year + 5,
    }
    return tuple(heading.fill(**years)(language) for heading in HEADINGS)


def _series(along: Sequence[Flow], people: Mapping[str, float], language: Language) -> list[Series]:
    """What leaves one node each."""
    return [
        Series(
            words.NODES[node](language),
            "computed",
            tuple(
                Point(
                    words.NODES[flow.target](language),
                    flow.people,
                    in_people(flow.people, flow.people / people["school"], counted=flow.counted)(language),
                    flow.people,
                    people[node],
                )
                for flow in along
                if flow.source == node
            ),
        )
        for node in NODES
        if any(flow.source == node for flow in along)
    ]


def _row(flow: Flow, people: Mapping[str, float], cohort: Cohort, language: Language) -> tuple[str, ...]:
    decimals = 1 if not flow.counted and flow.people < FEW else 0
    years = {"school": (0, 0), "entered": (0, 3), "stayed": (4, 4), "hired": (5, 5)}[flow.source]
    when = dict.fromkeys(str(cohort.year + each) for each in years)
    return (
        words.NODES[flow.source](language),
        words.NODES[flow.target](language),
        number(flow.people, decimals),
        _share(flow.people / people["school"]),
        percent(flow.people / people[flow.source]),
        "~".join(when) if language == "ko" else "-".join(when),
        BASIS[flow.counted](language),
    )


def _numbers(flow: Flow, people: Mapping[str, float]) -> tuple[float | None, ...]:
    whole, before = flow.people / people["school"], flow.people / people[flow.source]
    return (None, None, flow.people, whole, before, None, None)


def _told(people: Mapping[str, float], language: Language) -> str:
    whole = people["school"]
    return "; ".join(
        f"{words.NODES[node](language)} {number(count, 1 if count < FEW else 0)} ({_share(count / whole)})"
        for node, count in people.items()
    )
