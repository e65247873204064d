"""What would it take: a target, a way to it, the people it takes, and whether anybody ever managed it."""

from __future__ import annotations

from dataclasses import replace

from meomureum import session
from meomureum.analysis.statistics.scenario import QUARTERS_NEED
from meomureum.analysis.studies.scenario import announced_rate, scenario_kpis
from meomureum.analysis.words.values import announced_text
from meomureum.components import elements, figure_frame, known_instead, peers
from meomureum.figures.scenario import Scenario, kpi_of
from meomureum.measures.measurement import find
from meomureum.session import View, page_figures, scenario_choices
from meomureum.texts import Text

TITLE = Text("무엇이 필요한가", "What would it take")
LEAD = Text(
    "목표에 닿으려면 어디서 몇 명이 달라져야 하는지 셈합니다. 예측이 아니라 산수입니다.",
    "How many people, and where, would have to go another way to reach a target. Arithmetic, not a forecast.",
)
NOT_A_RATE = Text(
    "‘{name}’ 지표는 사람의 비율이 아니어서 ‘{used}’의 셈을 보여 드립니다.",
    "“{name}” is no rate of people; “{used}” is shown instead.",
)
CHOSEN_AIM = Text("발표된 목표: {aim}({year}년, {by})", "Announced target: {aim} ({year}, {by})")
NO_YEAR = Text("발표된 목표: {aim}(기한 없음, {by})", "Announced target: {aim} (no date, {by})")
NO_AIM = Text(
    "{place}에는 이 지표의 발표된 목표가 없습니다. 위에 목표를 적으면 셈합니다.",
    "{place} has announced no target for this indicator. Write one above to see what it would take.",
)
AGAINST_NATION = Text(
    "{place}에는 이 지표의 발표된 목표가 없습니다. 전국 값 {aim}에 견줍니다. 위에 목표를 적으면 그것으로 셈합니다.",
    "{place} has announced no target for this indicator. It is held against the national {aim}; write a target above to "
    "use that instead.",
)
UNCOUNTED = Text(
    "‘{name}’ 지표는 {place}의 사람 수가 공표되지 않아 ‘{used}’의 셈을 보여 드립니다.",
    "No numbers of people are published for “{name}” of {place}; “{used}” is shown instead.",
)
FEW_PEERS = Text(
    "견줄 또래가 {needed}곳이 되지 않아 상위 25% 값을 낼 수 없습니다. 다른 방법을 고르십시오.",
    "There are fewer than {needed} peers, so no 75th percentile. Choose another way.",
)
NO_PEERS_OF_STAGES = Text(
    "단계를 곱한 지표에는 또래 값이 없습니다. 다른 방법을 고르십시오.",
    "A product of stages has no peers. Choose another way.",
)
QUARTER_OF = Text(
    "상위 25% 값은 같은 해 모든 도시의 {grouping} {count}곳에서 냅니다(분모 30명 미만은 빼고, 사이값은 보간).",
    "The 75th percentile is that of {count} groups ({grouping}) of every city that year; denominators under 30 left "
    "out, interpolated between two.",
)
PULL = Text("어디를 얼마나 올리나", "What to better, and by how much")
MOST = Text("사람이 많은 {count}곳만 조정할 수 있습니다.", "Only the {count} largest can be adjusted.")
NOTHING = Text("셈할 값이 없습니다", "There is nothing to count with")
NO_COUNTS = Text(
    "{place}: {reason} 사람 수로 셈하려면 분자와 분모가 있어야 합니다.",
    "{place}: {reason} Counting people needs a numerator and a denominator.",
)
NO_ANSWER = Text(
    "{place}: 고른 지표와 기간에는 사람 수를 아는 값이 없습니다.",
    "{place}: the chosen indicator and years have no value with known numbers of people.",
)


def render(view: View) -> None:
    """The chosen city (the first of several): the choices, the answer, the peers."""
    language, city = view.language, _city(view)
    elements.heading(TITLE(language), LEAD(language))
    used = kpi_of(session.snapshot(), view)
    shown = replace(view, kpi=used, formula=view.formula if used == view.kpi else "")
    found = scenario_choices.scenario(shown)
    if used != view.kpi:
        known_instead.show(view, "scenario", _instead(view, used, city))
    offered = {kpi.id: kpi.name for kpi in scenario_kpis()}
    with elements.choosers("of the scenario"):
        session.choose_kpi(shown, replace(session.choices(), kpis=offered))
        session.choose_formula(shown, session.choices())
        if found is not None:
            _choices(shown, found)
    if found is None:
        _nothing(shown, city)
        return
    _levers(shown, found)
    _answer(shown, found)
    peers.show(shown, found)


def _city(view: View) -> str:
    return (view.cities or tuple(session.choices().cities))[0]


def _instead(view: View, used: str, city: str) -> Text:
    """Why another indicator than the view's is shown."""
    asked, shown = find(view.kpi), find(used)
    if asked.id not in {kpi.id for kpi in scenario_kpis()}:
        return NOT_A_RATE.fill(name=asked.name, used=shown.name)
    return UNCOUNTED.fill(place=session.names()[city], name=asked.name, used=shown.name)


def _choices(view: View, found: Scenario) -> None:
    scenario_choices.choose_aim(view, found.target)
    scenario_choices.choose_grouping(view, found.situation)
    scenario_choices.choose_way(view)


def _aim(found: Scenario) -> list[Text]:
    """What the rate is held against: the announced target, or the country for want of one."""
    target = found.situation.target
    announced = announced_rate(target)
    if target is not None and announced is not None:
        words = CHOSEN_AIM if target.year else NO_YEAR
        aim = announced_text("percent", announced)
        return [words.fill(aim=aim, by=target.announced_by, year=target.year or "")]
    if found.aim == "nation" and found.target is not None:
        aim = announced_text("percent", found.target)
        return [AGAINST_NATION.fill(place=found.place, aim=aim)]
    return []


def _levers(view: View, found: Scenario) -> None:
    if found.way == "levers":
        elements.section(PULL(view.language))
        scenario_choices.choose_levers(view, found.situation)
        if len(found.situation.parts) > scenario_choices.MOST_LEVERS:
            elements.paragraph(MOST.fill(count=scenario_choices.MOST_LEVERS)(view.language))


def _answer(view: View, found: Scenario) -> None:
    """The figure as it can be handed over, or why there is none."""
    language = view.language
    figure = page_figures.page_figures("scenario", view).get("scenario")
    if figure is None:
        elements.notices([_why_not(found)], language)
        return
    with figure_frame.frame(figure, "scenario", view):
        elements.notices(scenario_choices.warnings(view), language, "warning")
        elements.listing([each(language) for each in _aim(found)])
        if found.way == "quarter":
            elements.paragraph(_quarter(found)(language))


def _quarter(found: Scenario) -> Text:
    return QUARTER_OF.fill(
        grouping=scenario_choices.grouping_name(found.situation), count=len(found.situation.peers)
    )


def _why_not(found: Scenario) -> Text:
    if found.target is None:
        return NO_AIM.fill(place=found.place)
    if not found.situation.whole.weights:
        return NO_PEERS_OF_STAGES
    return FEW_PEERS.fill(needed=QUARTERS_NEED)


def _nothing(view: View, city: str) -> None:
    filtered = view.data_set == "sample" or bool(view.first_year or view.last_year)
    place = session.names()[city]
    reason = (
        NO_ANSWER.fill(place=place)
        if filtered
        else NO_COUNTS.fill(place=place, reason=find(view.kpi).unavailable)
    )
    known_instead.nothing(view, "scenario", NOTHING, reason)
