"""The frame: prepares the data once, draws the navigation and the shared choices, then the page.

Streamlit runs this file for every change a reader makes. Each page is a function given
to `st.Page`; to add one, write `pages/<name>.py`, name it in `address.PAGES`, in `roles.PAGES` and here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import Page

from meomureum import session
from meomureum.access.roles import may_open
from meomureum.access.visitor import Refused, Visitor
from meomureum.app import waiting_page
from meomureum.components import (
    elements,
    exact_access_request,
    fault_page,
    first_choice,
    glossary,
    refusal,
    role_tables,
    search_field,
    tour,
)
from meomureum.components.markup import Action
from meomureum.figures.recipes import RECIPES
from meomureum.figures.sample_only import sample_only
from meomureum.session import PageName, View, access_record, basket, roles
from meomureum.session.search import Destination
from meomureum.store.warehouse import damage
from meomureum.texts import LANGUAGES, Text
from pages import briefing as briefings
from pages import (
    chain,
    city,
    compare,
    data,
    definitions,
    effect,
    explain,
    explore,
    funnel,
    log,
    overview,
    present,
    progress,
    scenario,
    settings,
    sheet,
    supply,
    survey,
    verify,
)
from pages import map as atlas

# What people come for; the pages of one door are its tabs, each under its name in the address, which is also
# that of its icon.
DOORS: tuple[tuple[Text, dict[PageName, ModuleType]], ...] = (
    (Text("한눈에", "At a glance"), {"overview": overview}),
    (Text("도시", "City"), {"city": city}),
    (
        Text("지표", "Indicators"),
        {"progress": progress, "compare": compare, "map": atlas, "sheet": sheet, "definitions": definitions},
    ),
    (Text("탐색", "Explore"), {"explore": explore, "funnel": funnel, "explain": explain}),
    (Text("정주 사슬", "Chain"), {"chain": chain}),
    (Text("산업 수급", "Labour"), {"supply": supply}),
    (Text("시나리오", "Scenario"), {"scenario": scenario}),
    (Text("조사·사업", "Surveys"), {"survey": survey, "effect": effect}),
    (Text("브리핑", "Briefing"), {"briefing": briefings, "present": present}),
    (Text("확인", "Verify"), {"verify": verify}),
    (Text("자료", "Data"), {"data": data, "log": log}),
    (Text("설정", "Settings"), {"settings": settings}),
)
MODULES: dict[PageName, ModuleType] = {name: each for _, pages in DOORS for name, each in pages.items()}
role_tables.PAGE_NAMES.update({name: module.TITLE for name, module in MODULES.items()})
PRODUCT = Text(ko="머무름", en="Meomureum")
STATIC = Path(__file__).parent / "static"
# A file of ours: an icon of Streamlit's would be fetched from the internet.
FAVICON = STATIC / "favicon.svg"

OF_ONE_CITY: tuple[PageName, ...] = ("overview", "city")
"""Pages that lead from one city to another themselves."""
PAGE = "page"
LINE, CHOICES, FOOT = "line", "choices", "foot"
"""The line of choices for all pages, those choices, what stands under every page."""
WITH_TABS, BESIDE_CITY, ABOVE_CITY = "line with tabs", "line beside the city", "line above the city"
"""The same where the page has tabs, or begins with its city: told at once, so that nothing moves afterwards."""
_TITLE = "the title that the browser shows"
_KEPT = Text(
    ko="보관된 스냅숏 {id}({built}에 만듦)의 값을 보여 드립니다. 지금의 값과 다를 수 있습니다.",
    en="This is the kept snapshot {id}, built {built}. Today's values may differ.",
)
_TO_BRIEFING = Text(ko="이 화면으로 브리핑", en="Briefing from this page")
_PROTECTED = {
    "internal": Text(
        "내부 공개 수준입니다. 소수의 사람이 드러나는 값은 가렸습니다.",
        "Internal level of detail: values that would show a few persons are hidden.",
    ),
    "public": Text(
        "외부 공개 수준입니다. 소수의 사람이 드러나는 값은 가렸습니다.",
        "Public level of detail: values that would show a few persons are hidden.",
    ),
}
_TO_NEWEST = Text(ko="지금의 값 보기", en="Show today's values")


def show() -> None:
    """Draw the whole screen, or in its place what went wrong."""
    st.logo(STATIC / "logo.svg", size="large", icon_image=STATIC / "logo-short.svg")
    fault_page.whole(_shown)


def _shown() -> None:
    try:
        who = roles.visitor()
        # Named before anything can keep the page away: whoever waits for it stays where they asked to be.
        pages = {name: _page(name, who) for name in MODULES}
        here = st.navigation(list(pages.values()), position="hidden")
        _titled(here.title)
        if waiting_page.let_in():
            with session.one_snapshot():
                _screen(session.current(), here, pages, who)
            fault_page.drawn_well()
    except Refused as why:
        access_record.record_refused(why.refusal, why.name)
        _titled(PRODUCT.ko)
        refusal.refused(why, session.language())


def _screen(view: View, here: Page, pages: Mapping[PageName, Page], who: Visitor) -> None:
    """The ways to the pages and the shared choices, what holds for every page, and the page in sight."""
    access_record.record_page(_name(here), session.address(view), who)
    session.on_page(_name(here))
    titles = {name: module.TITLE for name, module in MODULES.items() if may_open(who.role, name)}
    found = search_field.wanted(view, titles)
    if isinstance(found, Destination):
        st.switch_page(pages[found.page], query_params=session.address(found.view))
    notices = [*session.notices(), *([found] if found else [])]
    with st.container(key=_line(view, here, notices, who), horizontal=True, vertical_alignment="center"):
        _doors(view, here, who)
        with st.container(key=CHOICES, horizontal=True, vertical_alignment="center"):
            _choices(view, _name(here), who)
            search_field.show(titles, view.language)
    with st.container():  # before the page, which it would push down afterwards
        fault_page.of_the_last_click(view.language)
        _above_the_page(view, here, notices)
    with st.container(key=PAGE):
        fault_page.whole(here.run)
    with st.container(horizontal=True, vertical_alignment="center", key=FOOT):
        if may_open(who.role, "briefing"):
            _to_briefing(view, here, pages["briefing"])
        if _name(here) == session.PAGES[0] and may_open(who.role, "settings"):
            first_choice.offer(view)
        refusal.who_is_here(who, view.language)
        tour.show(view, titles)
    glossary.meanings(view.language)


def _titled(title: str) -> None:
    """Told once a page: it stays, and telling it makes the browser draw all of the screen anew."""
    if st.session_state.get(_TITLE) != title:
        st.set_page_config(page_title=title, page_icon=FAVICON, layout="wide")
        st.session_state[_TITLE] = title


def draw_ahead() -> None:
    """Work out what the first page shows, in both languages, while nobody looks.

    Behind a sign-in there is no reader whose page it could be.
    """
    without_a_reader = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    without_a_reader.addFilter(_nothing)
    try:
        with suppress(Refused), session.one_snapshot():
            for language in LANGUAGES:
                overview.render(replace(session.current(), language=language))
    finally:
        without_a_reader.removeFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _page(name: PageName, who: Visitor) -> Page:
    module = MODULES[name]
    first = name == session.PAGES[0]
    return st.Page(
        _drawing(name, module, who),
        title=f"{module.TITLE(session.language())} · {PRODUCT(session.language())}",
        url_path="" if first else name,
        default=first,
    )


def _drawing(name: PageName, module: ModuleType, who: Visitor) -> Callable[[], None]:
    """The one place where it is asked whether a page is for the reader's role."""
    if may_open(who.role, name):
        return lambda: module.render(session.current())
    return lambda: refusal.not_for_role(who.role, session.language())


def _doors(view: View, here: Page, who: Visitor) -> None:
    """The ways to the pages that the reader's role may open, and the tabs of the one in sight."""

    def links(names: Iterable[PageName]) -> list[tuple[PageName, Action]]:
        return [
            (name, Action(MODULES[name].TITLE(view.language), session.href(name, view)))
            for name in names
            if may_open(who.role, name)
        ]

    doors = [(title(view.language), links(names)) for title, names in DOORS]
    only = sample_only(session.snapshot()) if view.data_set == "published" else ()
    marked = [session.href(each, view) for each in only]
    offered, address = [each for each in doors if each[1]], session.href(_name(here), view)
    elements.navigation(offered, address, view.language, marked)
    elements.tabs(offered, address, view.language, marked)


def _choices(view: View, page: PageName, who: Visitor) -> None:
    """What is chosen once for all pages: places, years, set, level of detail, language."""
    choices = session.choices()
    if page not in OF_ONE_CITY:
        session.choose_cities(view, choices)
    session.choose_years(view, choices)
    session.choose_data_set(view)
    session.choose_release(view, choices.releases)
    exact_access_request.ask(view, who)
    session.choose_language(view)


def _name(page: Page) -> PageName:
    return next(name for name in session.PAGES if name == (page.url_path or session.PAGES[0]))


def _line(view: View, here: Page, notices: list[Text], who: Visitor) -> str:
    """The line of choices by its place: beside the city of the page where no banner or message stands between."""
    if _name(here) not in OF_ONE_CITY:
        door = next(pages for _, pages in DOORS if _name(here) in pages)
        return WITH_TABS if sum(may_open(who.role, each) for each in door) > 1 else LINE
    sample, protected = view.data_set == "sample", session.snapshot().release != "exact"
    between = notices or sample or protected or view.snapshot or damage() is not None
    return ABOVE_CITY if between else BESIDE_CITY


def _above_the_page(view: View, here: Page, notices: list[Text]) -> None:
    """What holds for every page: invented data is named first, then the address's faults."""
    if view.data_set == "sample":
        published = replace(view, data_set="published")
        elements.synthetic_banner(view.language, session.href(_name(here), published))
    elements.notices(notices, view.language)
    if (found := damage()) is not None:
        elements.notices([found.notice], view.language, "warning")
    if (level := session.snapshot().release) != "exact":
        elements.notices([_PROTECTED[level]], view.language)
    if view.snapshot:
        built = str(session.snapshot().manifest["built_at"])[:10]
        elements.notices([_KEPT.fill(id=view.snapshot, built=built)], view.language)
        newest = session.href(_name(here), replace(view, snapshot=""))
        elements.actions([Action(_TO_NEWEST(view.language), newest)])


def _to_briefing(view: View, here: Page, briefing: Page) -> None:
    """The figures of this page into the basket, and the reader to it."""
    name = _name(here)
    if name not in RECIPES:
        return
    if st.button(_TO_BRIEFING(view.language), icon=":material/co_present:", key=f"briefing of {name}"):
        basket.add(basket.items_of(name, view))
        st.switch_page(briefing, query_params=session.address(view))


if __name__ == "__main__":  # as Streamlit runs it; the preparation at start only imports it
    show()
