"""Briefing: figures put aside, in order, under the author's titles, built into one file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from meomureum import session
from meomureum.components import basket_list, elements, export_menu
from meomureum.components.export_menu import reason
from meomureum.components.file_renewal import file_renewal
from meomureum.components.markup import Action
from meomureum.drawing.figure import Briefing, Figure, TemplateName
from meomureum.drawing.particulars import CONTACT, DEPARTMENT, EMBARGO
from meomureum.drawing.safe_text import one_line
from meomureum.export import FORMATS, suffix
from meomureum.export.file_names import file_name
from meomureum.figures.draft import filters_in_words
from meomureum.session import View, basket
from meomureum.session.access_record import Taker
from meomureum.session.roles import exports
from meomureum.texts import Text, literal
from meomureum.verify.composition import TEMPLATES, composed, with_cover, with_press_form

TITLE = Text("브리핑", "Briefing")
LEAD = Text(
    "그림을 모아 차례와 제목을 정하고 보고서, 보도자료, 점검 자료, 카드뉴스로 만듭니다.",
    "Collect figures, set their order and titles, and build a report, a press kit, a review or a card.",
)
EMPTY = Text("아직 담은 그림이 없습니다", "No figure has been put aside yet")
HOW = Text(
    "화면 아래의 '이 화면으로 브리핑'이나 그림마다 있는 '담기'를 누르면 담깁니다.",
    "Use “Briefing from this page” at the foot of a page, or “Add” at a figure.",
)
CITY_PACK = Text("{city:을/를} 한 번에 담기", "Everything about {city}")
BASKET = Text("담은 그림", "Figures")
BUILD = Text("만들기", "Build")
CHOOSE = Text("쓰임새", "Purpose")
FORMAT = Text("형식", "Format")
COVER = Text("표지 제목(비우면 정해진 제목)", "Title on the cover (empty: the default)")
ROOM = Text(
    "{name}에는 그림이 {most}개까지 들어갑니다. 차례대로 앞의 {most}개를 넣습니다.",
    "{name} has room for {most} figures; the first {most} are taken.",
)
MAKE = Text("파일 만들기", "Build the file")
COMPUTING = Text("그림 {done}/{count} 계산", "Computing figure {done} of {count}")
WRITING = Text("파일 쓰기", "Writing the file")
DONE = Text("다 만들었습니다.", "The file is ready.")
SAVE = Text("내려받기: {name}", "Download: {name}")
EMPTY_ALL = Text("모두 비우기", "Empty the basket")
PRESENT = Text("발표 화면으로 보기", "Present these figures")
COVER_DISPUTED = Text("표지 제목이 자료와 어긋납니다.", "The title on the cover is disputed by the data.")
BUILT = "built briefing"


@dataclass(frozen=True)
class _Wanted:
    """What is to be built: `press` says who answers for a release, where, and when it may be used."""

    template: TemplateName
    format: str
    cover: str
    press: tuple[str, str, str]


def render(view: View) -> None:
    """The basket, then what is made of it."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    if basket.items():
        elements.section(BASKET(view.language))
        basket_list.show(view)
        _build(view)
    else:
        elements.empty_state(
            EMPTY(view.language),
            HOW(view.language),
            [Action(PRESENT(view.language), session.href("present", view))],
        )
    _packs(view)
    basket_list.open_field(view)
    file_renewal(view)


def _packs(view: View) -> None:
    """A city's whole briefing at one click."""
    with st.container(horizontal=True):
        for city in view.cities or tuple(session.choices().cities):
            name = CITY_PACK.fill(city=session.names()[city])(view.language)
            if st.button(literal(name), key=f"pack {city} {view.language}"):
                basket.add(basket.items_of_city(view, city))
                st.rerun()
        if basket.items():
            basket_list.save_button(view)
            st.button(EMPTY_ALL(view.language), on_click=basket.clear, key=f"clear {view.language}")


def _build(view: View) -> None:
    language = view.language
    elements.section(BUILD(language))
    name = st.segmented_control(
        CHOOSE(language),
        list(TEMPLATES),
        default="council",
        required=True,
        format_func=lambda code: TEMPLATES[code].name(language),
        key=f"template {language}",
    )
    template = TEMPLATES[name]
    elements.paragraph(template.lead(language))
    formats = [each for each in template.formats if each in FORMATS]
    formats += [each for each in FORMATS if each not in formats]
    formats = [each for each in formats if exports(each)] or formats
    chosen = st.selectbox(
        FORMAT(language),
        formats,
        format_func=lambda code: FORMATS[code].name(language),
        key=f"format {name} {language}",
    )
    cover = st.text_input(COVER(language), max_chars=basket_list.MOST_LETTERS, key=f"cover {language}")
    _cover(cover, view)
    form = _press_form(view) if name == "press" else ("", "", "")
    if len(_held(view)) > template.most:
        elements.notices([ROOM.fill(name=template.name, most=template.most)], language)
    taker = reason("briefing", language)
    able = taker is not None and exports(chosen)
    made = st.button(MAKE(language), type="primary", key=f"make {language}", disabled=not able)
    if made and taker is not None and chosen in FORMATS:
        _make(view, _Wanted(name, chosen, cover, form), taker)
    _ready(view)
    elements.actions([Action(PRESENT(language), session.href("present", view))])


def _cover(cover: str, view: View) -> None:
    """An edited cover is held against the data like any title."""
    disputes = basket.disputed(cover, view)
    if disputes:
        elements.notices([COVER_DISPUTED, *(each.reason for each in disputes)], view.language, "warning")


def _press_form(view: View) -> tuple[str, str, str]:
    """Who answers for a release, and when it may be used; what is configured stands there already."""
    language, brand = view.language, basket.brand(_held(view))
    fields = ((DEPARTMENT, brand.department), (CONTACT, brand.contact), (EMBARGO, ""))
    with st.container(horizontal=True):
        department, contact, embargo = (
            st.text_input(label(language), value, max_chars=80, key=f"press {label.en} {language}")
            for label, value in fields
        )
    return department, contact, embargo


def _held(view: View) -> list[basket.Item]:
    return [each for each in basket.items() if each.view.data_set == view.data_set]


def _make(view: View, wanted: _Wanted, taker: Taker) -> None:
    """Compute each figure, write the file, and keep it for the download button."""
    language, held = view.language, _held(view)[: TEMPLATES[wanted.template].most]
    bar = st.progress(0.0, COMPUTING.fill(done=0, count=len(held))(language))
    figures: list[Figure] = []
    for done, item in enumerate(held, start=1):
        figure = basket.figure(item, view)
        figures += [figure] if figure is not None else []
        bar.progress(done / (len(held) + 1), COMPUTING.fill(done=done, count=len(held))(language))
    if not figures:
        bar.empty()
        return
    bar.progress(len(held) / (len(held) + 1), WRITING(language))
    made = _briefing(view, wanted, figures, held)
    content = export_menu.written(wanted.format, made, taker)
    bar.progress(1.0, DONE(language))
    ending = suffix(wanted.format, content)
    st.session_state[BUILT] = (file_name(wanted.format, made, ending), content)


def _briefing(view: View, wanted: _Wanted, figures: list[Figure], held: list[basket.Item]) -> Briefing:
    composed_of = composed(
        figures,
        wanted.template,
        basket.places(held),
        filters_in_words(session.snapshot(), view),
        view.language,
        str(session.today()),
        basket.brand(held),
        session.snapshot(),
    )
    made = with_press_form(composed_of, *wanted.press)
    title = one_line(wanted.cover)
    return with_cover(made, title, basket.disputed(title, view)) if title and title != made.title else made


def _ready(view: View) -> None:
    if BUILT in st.session_state:
        name, content = st.session_state[BUILT]
        st.download_button(
            SAVE.fill(name=name)(view.language),
            data=content,
            file_name=name,
            on_click="ignore",
            type="primary",
            key=f"save {view.language}",
        )
