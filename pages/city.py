"""City: what one city has announced, runs and is made of; a section appears where there are rows."""

from __future__ import annotations

from dataclasses import replace

from meomureum import session
from meomureum.components import city_facts, elements, judged_indicator, national_comparison, programme
from meomureum.components.markup import Action
from meomureum.session import View, city_register, page_figures
from meomureum.texts import Text

TITLE = Text("도시", "City")
LEAD = Text(
    "이 도시가 공표한 목표, 사업과 그 단계, 참여기관, 산업, 학교와 대학을 한곳에서 봅니다.",
    "The city's announced targets, programmes and their stages, members, industries, schools and universities.",
)
OTHER = Text("{city} 보기", "Show {city}")
INDICATORS = Text("그 밖의 지표", "Other indicators")
PROGRAMMES = Text("사업", "Programmes")
PROGRAMMES_LEAD = Text(
    "참여기관과 참여기업의 수, 이수와 채용을 먼저 보고, 사업마다 이어서 봅니다.",
    "Members, firms, completion and hiring first, then each programme.",
)
OF_PROGRAMMES = (
    "partner_institutions",
    "member_firms",
    "programme_completion_rate",
    "completer_hire_rate",
)


def render(view: View) -> None:
    """The chosen city (the first of several), then the ways to the others."""
    language, names = view.language, session.names()
    every = tuple(session.choices().cities)
    city = (view.cities or every)[0]
    elements.heading(names[city](language), LEAD(language))
    elements.actions(
        [
            Action(
                OTHER.fill(city=names[other])(language), session.href("city", replace(view, cities=(other,)))
            )
            for other in every
            if other != city
        ]
    )
    city_facts.targets(view, city)
    _indicators(view)
    _programmes(view, city)
    city_facts.industries(view, city)
    city_facts.demand(view, city)
    city_facts.universities(view, city)
    city_facts.institutions(view, city)
    city_facts.events(view, city)
    national_comparison.show(view, city)


def _indicators(view: View) -> None:
    """A verdict on what is aimed at, where there is a value; then the other headline indicators."""
    held = page_figures.standings(view)
    told = [each for each in held if each.target is not None and each.valued]
    for each in told:
        synthetic = view.data_set == "sample"
        elements.verdict(each.progress, view.language, each.place, synthetic=synthetic)
        judged_indicator.sourced(view, each)
    elements.section(INDICATORS(view.language))
    others = [each for each in held if each not in told]
    judged_indicator.show(view, others, "city", INDICATORS(view.language))


def _programmes(view: View, city: str) -> None:
    found = city_register.programmes(city)
    if not found:
        return
    elements.section(PROGRAMMES(view.language), PROGRAMMES_LEAD(view.language))
    judged_indicator.show(
        view, page_figures.standings_of(view, OF_PROGRAMMES), "city", PROGRAMMES(view.language)
    )
    for each in found:
        programme.show(view, city, each)
