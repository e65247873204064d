"""Participants and others: an association by school and department, never called an effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.statistics.effect import Side
from meomureum.analysis.studies.participation import TABLE, Participation, participation_kpis
from meomureum.analysis.words.values import gap_text
from meomureum.components import elements, figure_frame, known_instead, refusal
from meomureum.figures.effect import found_in, kpi_of, newest_of
from meomureum.measures.measurement import find
from meomureum.measures.protected_answers import is_withheld
from meomureum.session import View, page_figures
from meomureum.session.snapshots import once_a_view
from meomureum.texts import Language, Text, number, percent, points

TITLE = Text("참여자와 비참여자", "Participants and others")
HEADING = Text(
    "참여자와 비참여자: 연관이며 효과가 아님", "Participants and others: an association, not an effect"
)
LEAD = Text(
    "사업에 참여한 졸업자와 그렇지 않은 졸업자를 같은 학교, 같은 학과 안에서 견줍니다.",
    "Graduates who took part in a programme and those who did not, compared within school and department.",
)
OTHER_KPI = Text(
    "‘{name}’ 지표는 참여 여부로 나눌 수 없어 ‘{used}’의 비교를 보여 드립니다.",
    "“{name}” cannot be told apart by participation; “{used}” is shown instead.",
)
STRATA = Text("학교·학과별 값", "By school and department")
STRATA_COLUMNS = (
    Text("학교·학과", "School and department"),
    Text("참여자", "Participants"),
    Text("비참여자", "Others"),
    Text("차이", "Difference"),
)
COUNT = Text("{people}명 중 {having}명", "{having} of {people}")
EARLIER = Text("해마다의 비교", "Year by year")
EARLIER_COLUMNS = (
    Text("연도", "Year"),
    Text("참여자(명)", "Participants"),
    Text("비참여자(명)", "Others"),
    Text("단순 차이", "Crude difference"),
    Text("표준화한 차이", "Standardised difference"),
    Text("95% 구간", "95% interval"),
)
REFUSED = Text("내지 않음", "Not given")
BETWEEN = Text("{low}~{high}", "{low} to {high}")
NOTHING = Text("견줄 수 있는 자료가 없습니다", "There is nothing to compare")
MISSING = Text(
    "졸업자가 사업에 참여했는지를 적은 자료가 공표되지 않았습니다. ‘고교 졸업자 진로’ 파일에 학교·학과·참여 여부 열을 채워 적재하면 "
    "견줍니다. 채울 서식은 자료 화면에 있습니다.",
    "No published data say which graduates took part. Loading the file of high-school graduate outcomes with its columns school, "
    "department and participant supplies it; the Data page has the form to fill in.",
)
NO_ANSWER = Text(
    "고른 도시와 기간에는 참여자와 비참여자가 함께 있는 자료가 없습니다.",
    "The chosen cities and years hold no data with both participants and others.",
)
NOT_OFFERED = Text(
    "학교와 학과 안에서 참여 여부로 나눈 값은 소수의 사람이 드러날 수 있어 이 공개 수준에 들어 있지 않습니다.",
    "Values by participation within school and department could show a few persons; this level does not hold them.",
)
NOT_HERE = Text(
    "{place}: 참여자와 비참여자가 함께 있는 자료가 없습니다.",
    "{place}: no data hold both participants and others.",
)


def render(view: View) -> None:
    """The indicator, then each city's newest year with its earlier ones."""
    language = view.language
    elements.heading(HEADING(language), LEAD(language))
    used = kpi_of(view)
    shown = replace(view, kpi=used, formula=view.formula if used == view.kpi else "")
    if used != view.kpi and view.kpi != View.kpi:
        elements.notices([OTHER_KPI.fill(name=find(view.kpi).name, used=find(used).name)], language)
    offered = {kpi.id: kpi.name for kpi in participation_kpis()}
    with elements.choosers("of programmes"):
        session.choose_kpi(shown, replace(session.choices(), kpis=offered))
        session.choose_formula(shown, session.choices())
    found = _found(shown)
    if not found:
        _nothing(shown)
    for newest in newest_of(found):
        _city(shown, newest, [each for each in found if each.city_id == newest.city_id])
    compared = {each.city_id for each in found}
    silent = [city for city in view.cities or tuple(session.choices().cities) if city not in compared]
    if found and silent:
        names = session.names()
        elements.listing([NOT_HERE.fill(place=names[city])(language) for city in silent])


@once_a_view
def _found(view: View) -> tuple[Participation, ...]:
    return found_in(session.snapshot(), view)


def _city(view: View, newest: Participation, years: Sequence[Participation]) -> None:
    language = view.language
    figure = page_figures.page_figures("effect", view)[f"participation-{newest.city_id}"]
    figure_frame.show(figure, "effect", view)
    with elements.folded(STRATA(language)):
        rows = pd.DataFrame(_strata(newest, language), columns=[each(language) for each in STRATA_COLUMNS])
        elements.table(
            rows, f"{figure.subtitle}: {STRATA(language)}", [each(language) for each in STRATA_COLUMNS[1:]]
        )
    if len(years) > 1:
        with elements.folded(EARLIER(language)):
            _earlier(view, years, figure.subtitle)


def _strata(of: Participation, language: Language) -> list[list[str]]:
    """Each school and department with both sides, and whether it is compared."""
    names = session.names()
    strata = (*of.association.compared, *of.association.one_sided)
    return [
        [
            f"{names[each.code[0]](language)} {each.code[1]}",
            *(_side(side, language) for side in (each.participants, each.others)),
            gap_text("percent", each.participants.rate - each.others.rate)(language)
            if each.compared
            else "–",
        ]
        for each in strata
    ]


def _side(side: Side, language: Language) -> str:
    if not side.people:
        return "–"
    return f"{percent(side.rate)} ({COUNT.fill(having=number(side.having), people=number(side.people))(language)})"


def _earlier(view: View, years: Sequence[Participation], caption: str) -> None:
    language = view.language
    columns = [each(language) for each in EARLIER_COLUMNS]
    rows = [_year(view, each) for each in years]
    elements.table(pd.DataFrame(rows, columns=columns), f"{caption}: {EARLIER(language)}", columns[1:])


def _year(view: View, of: Participation) -> list[str]:
    language, found = view.language, of.association
    contrast = found.standardised
    interval = None if contrast is None else contrast.interval
    return [
        str(of.year),
        number(found.participants.people),
        number(found.others.people),
        gap_text("percent", found.crude.difference)(language),
        REFUSED(language) if contrast is None else gap_text("percent", contrast.difference)(language),
        "–"
        if interval is None
        else BETWEEN.fill(low=points(interval.low), high=points(interval.high))(language),
    ]


def _nothing(view: View) -> None:
    language = view.language
    if is_withheld(session.snapshot(), TABLE, view.data_set):
        refusal.not_offered(NOT_OFFERED, language)
        return
    if view.data_set == "published":
        known_instead.show(view, "effect", MISSING, ("programmes", "beside"))
        return
    known_instead.nothing(view, "effect", NOTHING, NO_ANSWER)
