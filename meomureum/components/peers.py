"""Cities like this one: the nearest as a table, and how the required change stands among theirs."""

from __future__ import annotations

import pandas as pd

from meomureum import session
from meomureum.analysis.studies.peers import PEERS_NEED, Peers
from meomureum.analysis.words.values import gap_text, value_text
from meomureum.components import elements, judged_indicator
from meomureum.figures.scenario import Scenario
from meomureum.figures.value_rows import definition_of
from meomureum.session import View, scenario_choices
from meomureum.texts import Language, Text, number, percent

PEERS = Text("비슷한 도시는 해냈는가", "Have similar cities managed it?")
NEARNESS = {
    "size": Text("이 지표의 분모(사람 수)", "the people this indicator divides by"),
    "distance": Text("서울까지의 거리", "distance to Seoul"),
    "industry": Text("함께 정한 전략산업", "strategic industries in common"),
}
NEAREST = Text(
    "같은 산식의 값이 있는 다른 도시 {of}곳 가운데 {nearness} 기준으로 가까운 {count}곳입니다.",
    "The nearest {count} of {of} other cities with a value by the same formula, by {nearness}.",
)
NOT_OF_STAGES = Text(
    "단계를 곱한 지표라 도시끼리 비교하지 않습니다.", "A product of stages is not compared between cities."
)
NO_OTHERS = Text("같은 산식의 값이 있는 다른 도시가 없습니다.", "No other city has a value by this formula.")
FROM_KESS = Text(
    "교육통계 ‘행정구역별 입학 및 졸업’ 전국 파일을 적재하면 모든 시군구와 견줍니다.",
    "Loading the national KESS file of entrants and graduates by district would bring every city.",
)
FROM_CITIES = Text(
    "이 산식의 전국 파일은 알려진 것이 없습니다. 다른 도시의 같은 자료를 적재하면 견줍니다.",
    "No national file is known for this formula; loading the same file of other cities would bring them.",
)
MISSING = {
    "distance": Text(
        "거리로는 가까움을 따지지 못했습니다. 경계 자료가 없는 도시가 있습니다.",
        "Nearness leaves distance out: some cities have no boundaries here.",
    ),
    "industry": Text(
        "산업으로는 가까움을 따지지 못했습니다. 전략산업이 등록되지 않은 도시가 있습니다.",
        "Nearness leaves industries out: some cities have no registered strategic industries.",
    ),
}
NO_POPULATION = Text(
    "인구 자료가 없어 도시의 크기는 이 지표의 분모로 잽니다.",
    "There is no population file; the size of a city is what this indicator divides by.",
)
PACE = Text(
    "목표에 필요한 변화는 {years}년 동안 {required}입니다. 가까운 도시 {count}곳이 같은 햇수에 가장 크게 해낸 변화와 견주면 "
    "백분위 {percentile}입니다: {beaten}곳이 이만큼 해낸 적이 있습니다.",
    "The target needs {required} in {years} years. Among the largest changes that {count} near cities ever managed over as "
    "many years that is {percentile}: {beaten} of them have done as much.",
)
PERCENTILE = Text("{value}", "percentile {value}")
TOO_FEW = Text(
    "{years}년 사이의 변화를 셀 수 있는 도시가 {count}곳뿐이어서({needed}곳부터) 백분위를 내지 않습니다. "
    "필요한 변화는 {years}년 동안 {required}입니다.",
    "Only {count} cities have values {years} years apart (at least {needed} are needed), so no percentile is given. "
    "The target needs {required} in {years} years.",
)
NO_TARGET_YEAR = Text(
    "목표 연도가 없어 속도를 비교하지 않았습니다. 위의 ‘끝 연도’를 자료보다 뒤로 고르면 그해를 목표 연도로 봅니다.",
    "There is no target year, so no pace was compared. A last year after the data, chosen above, is taken for it.",
)
PEER_COLUMNS = (
    Text("도시", "City"),
    Text("값", "Value"),
    Text("연도", "Year"),
    Text("분모(명)", "Denominator"),
    Text("서울까지(km)", "To Seoul (km)"),
    Text("함께 정한 산업", "Shared industries"),
    Text("같은 햇수의 가장 큰 변화", "Largest change over as many years"),
)
UNKNOWN = "–"
# The formula that the national file of KESS has the counts for.
NATIONAL = "kess"


def show(view: View, found: Scenario) -> None:
    """The pace that a target needs against what near cities managed, then these cities."""
    language = view.language
    elements.section(PEERS(language))
    if not found.situation.whole.weights:
        elements.paragraph(NOT_OF_STAGES(language))
        return
    near = scenario_choices.peers_of(view, found)
    if not near.found:
        elements.listing([NO_OTHERS(language), _supply(found)(language)])
        return
    upward = found.situation.upward
    elements.paragraph(pace(near, upward=upward)(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    table = pd.DataFrame(
        _peer_rows(near, language, upward=upward), columns=[column(language) for column in PEER_COLUMNS]
    )
    known = table.loc[:, (table != UNKNOWN).any()]
    elements.table(known, _nearest(near)(language), list(known.columns[1:]))
    judged_indicator.rows_source_line(
        view, near.rows, definition_of(found.situation.kpi, near.rows, language)
    )
    told = [_supply(found)] if near.of < PEERS_NEED else []
    told += [NO_POPULATION, *(MISSING[each] for each in MISSING if each not in near.nearness)]
    elements.listing([each(language) for each in told])


def _supply(found: Scenario) -> Text:
    """Which file would bring more cities."""
    in_kess = found.situation.formula.id == NATIONAL
    return FROM_KESS if in_kess else FROM_CITIES


def _nearest(near: Peers) -> Text:
    nearness = Text(
        *(", ".join(NEARNESS[each](language) for each in near.nearness) for language in ("ko", "en"))
    )
    return NEAREST.fill(of=near.of, nearness=nearness, count=len(near.found))


def pace(near: Peers, *, upward: bool) -> Text:
    """Where the required change stands among what the nearest cities ever managed."""
    if near.years is None or near.required is None:
        return NO_TARGET_YEAR
    managed, required = near.managed, _change(near.required, upward=upward)
    if near.percentile is None:
        return TOO_FEW.fill(years=near.years, count=len(managed), needed=PEERS_NEED, required=required)
    return PACE.fill(
        years=near.years,
        required=required,
        count=len(managed),
        percentile=PERCENTILE.fill(value=percent(near.percentile, 0).removesuffix("%")),
        beaten=sum(each >= near.required for each in managed),
    )


def _change(better: float, *, upward: bool) -> Text:
    """A change for the better as the change of the rate that it is."""
    return gap_text("percent", better if upward else -better)


def _peer_rows(near: Peers, language: Language, *, upward: bool) -> list[list[str]]:
    names = session.names()
    return [
        [
            names[each.city_id](language),
            value_text("percent", each.value)(language),
            str(each.year),
            number(each.people),
            UNKNOWN if each.kilometres is None else number(each.kilometres),
            UNKNOWN if each.shared is None else number(each.shared),
            UNKNOWN if each.best is None else _change(each.best, upward=upward)(language),
        ]
        for each in near.found
    ]
