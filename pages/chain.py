"""The chain: from school over university and job to settling, stage by stage, and where the others went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.studies.cohorts import Cohorts, stages
from meomureum.analysis.words import chain as words
from meomureum.components import elements, figure_frame, known_instead
from meomureum.components.markup import Action
from meomureum.drawing.figure import Figure
from meomureum.figures.chain import in_period
from meomureum.measures.measurement import find
from meomureum.session import View, page_figures
from meomureum.texts import Language, Text

TITLE = Text("정주 사슬", "The chain")
LEAD = Text(
    "학교를 나온 사람이 대학, 취업을 거쳐 시에 남기까지 어느 단계에서 빠져나가는지 봅니다. 코호트는 연도로 고릅니다.",
    "At which stage people leave on the way from school over university and job to settling. Years choose the cohorts.",
)
STAGES = Text("단계마다 이어지는 비율", "What each stage passes")
CHANGE = Text("두 코호트 사이에 무엇이 달라졌나", "What differs between two cohorts")
CHANGE_LEAD = Text(
    "{first}년과 {last}년 코호트의 차이를 단계마다 나눕니다. 기여를 모두 더하면 전체의 차이입니다.",
    "The difference between the cohorts of {first} and {last} by stage; the parts add to the whole.",
)
ONE_COHORT = Text(
    "이 기간에 이을 수 있는 코호트가 하나뿐이어서 변화를 나눌 수 없습니다.",
    "Only one cohort of the period can be put together, so there is no change to divide.",
)
WHERE = Text("어디로 갔나", "Where they went")
WHERE_LEAD = Text(
    "가까운 곳부터 먼 곳까지, 그리고 시 밖의 행선지를 이름으로 봅니다. 고른 기간의 가장 새로운 해입니다.",
    "From near to far, then the destinations outside the city by name, in the newest year of the period.",
)
NOT_ASKED = Text(
    "졸업자가 어느 지역으로 갔는지 공표되지 않았습니다.", "Where graduates went has not been published."
)
NOT_OFFERED = Text(
    "사람이 어디로 갔는지는 이 공개 수준에서 제공하지 않습니다.",
    "Where people went is not offered at this level.",
)
NO_CHAIN = Text("이을 수 있는 코호트가 없습니다", "No cohort can be put together")
SOME_REFUSED = Text(
    "자료가 다 모이지 않은 코호트({years}년)는 잇지 않습니다. {existing}",
    "Cohorts without all their stages ({years}) are not put together. {existing}",
)
REASONS = Text("잇지 않은 코호트와 사유", "Cohorts left out, and why")
NEEDED = Text("단계마다 있는 자료와 채울 파일", "What each stage has, and the file that would supply it")
NEEDED_COLUMNS = (
    Text("단계", "Stage"),
    Text("자료가 있는 해", "Years with data"),
    Text("필요한 파일", "File needed"),
)
NONE = Text("없음", "None")
TEMPLATES = Text("서식 받아 채우기", "Get the templates")
UNPUBLISHED = Text(
    "네 단계(시 안 대학 진학, 학업 지속, 시 안 취업, 정주)를 이으려면 학교와 대학의 졸업자 진로와 졸업자 거주 자료가 "
    "있어야 하는데, 공표된 적이 없습니다.",
    "The four stages (entering a university of the city, staying, working and living there) need what became of graduates, "
    "which has not been published.",
)
EVERY_YEAR = Text("모든 연도로 보기", "Show all years")
ORIGINS = ("high_school", "university")


def render(view: View) -> None:
    """The flow of the newest cohort, its stages, the change, where the others went."""
    language, city = view.language, page_figures.first_city(view)
    names, found = session.names(), page_figures.cohorts(view)
    elements.heading(f"{names[city](language)} · {TITLE(language)}", LEAD(language))
    _refused(view, found)
    drawn_here = page_figures.page_figures("chain", view)
    if f"stages-{city}" in drawn_here:
        _chain(view, city, drawn_here, found)
    else:
        _nothing(view, found)
    _outflow(view, city, drawn_here, otherwise=NOT_OFFERED if found.matched else NOT_ASKED)


def _refused(view: View, found: Cohorts) -> None:
    """The cohorts in sight that lack a stage, and which can be put together instead."""
    refused = _refused_in_sight(view, found)
    if not refused or not in_period(found, view):
        return
    years = ", ".join(str(year) for year in refused)
    elements.notices([SOME_REFUSED.fill(years=years, existing=words.cohorts_text(found))], view.language)
    with elements.folded(REASONS(view.language)):
        elements.listing([sentence(view.language) for sentence in refused.values()])


def _refused_in_sight(view: View, found: Cohorts) -> dict[int, Text]:
    first, last = view.first_year or 0, view.last_year or 9999
    return {
        year: words.refusal(year, lacks) for year, lacks in found.refused.items() if first <= year <= last
    }


def _chain(view: View, city: str, drawn_here: Mapping[str, Figure], found: Cohorts) -> None:
    language, flow = view.language, drawn_here.get(f"flow-{city}")
    if flow is None:
        elements.notices([NOT_OFFERED], language)
    else:
        figure_frame.show(flow, "chain", view, wide_only=True)
    elements.section(STAGES(language))
    figure_frame.show(drawn_here[f"stages-{city}"], "chain", view)
    within = in_period(found, view)
    elements.section(
        CHANGE(language),
        CHANGE_LEAD.fill(first=within[0].year, last=within[-1].year)(language) if len(within) > 1 else "",
    )
    if len(within) == 1:
        elements.paragraph(ONE_COHORT(language))
        return
    figure_frame.show(drawn_here[f"change-{city}"], "chain", view)


def _outflow(view: View, city: str, drawn_here: Mapping[str, Figure], otherwise: Text) -> None:
    language = view.language
    elements.section(WHERE(language), WHERE_LEAD(language))
    if not any(key.startswith("outflow") for key in drawn_here):
        elements.paragraph(otherwise(language))
    for origin in ORIGINS:
        ladder = drawn_here.get(f"outflow-{origin}-{city}")
        named = drawn_here.get(f"destinations-{origin}-{city}")
        if ladder is None or named is None:
            continue
        figure_frame.show(ladder, "chain", view)
        figure_frame.table(named)
        figure_frame.foot(named, "chain", view)


def _nothing(view: View, found: Cohorts) -> None:
    """No cohort: what each stage has and which file would supply the rest, and the ways on."""
    language = view.language
    if view.data_set == "published" and not found.matched:
        known_instead.show(view, "chain", UNPUBLISHED, ("retention_by_age", "universities"))
        with elements.fold(NEEDED(language)):
            elements.table(_needed(found, language), NEEDED(language))
            elements.actions([Action(TEMPLATES(language), session.href("data", view))])
        return
    ways = [Action(TEMPLATES(language), session.href("data", view))]
    if found.matched:
        every = replace(view, first_year=None, last_year=None)
        ways.append(Action(EVERY_YEAR(language), session.href("chain", every)))
    reasons = [*_refused_in_sight(view, found).values(), words.cohorts_text(found)]
    elements.empty_state(NO_CHAIN(language), " ".join(reason(language) for reason in reasons), ways)
    elements.table(_needed(found, language), NEEDED(language))


def _needed(found: Cohorts, language: Language) -> pd.DataFrame:
    contracts = session.contracts().drop_duplicates("table_name").set_index("table_name")
    rows = []
    for stage in stages():
        table, years = find(stage.kpi_id).formula(stage.formula_id).table, found.known[stage.kpi_id]
        held = ", ".join(map(str, years)) or NONE(language)
        rows.append(
            [words.STAGES[stage.kpi_id](language), held, str(contracts.loc[table, f"table_{language}"])]
        )
    return pd.DataFrame(rows, columns=[label(language) for label in NEEDED_COLUMNS])
