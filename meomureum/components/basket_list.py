"""The basket on the screen: each figure with its title, its place in the order and a look at it."""

from __future__ import annotations

import streamlit as st

from meomureum.components import claim, elements, page_writer
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.particulars import ALT, LINK, MEASURE, particulars
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.plotly import chart_of
from meomureum.export import briefing_file
from meomureum.export.faults import Faulty
from meomureum.session import View, basket
from meomureum.session.roles import uses
from meomureum.store.environment import today
from meomureum.texts import Text

TITLE = Text("제목", "Title")
UP, DOWN, OUT = Text("위로", "Up"), Text("아래로", "Down"), Text("빼기", "Remove")
NO_VALUE = Text("고른 자료에는 값이 없어 넣지 않습니다.", "No value in the chosen data; it is left out.")
OTHER_SET = Text(
    "다른 자료의 그림이라 이 브리핑에 넣지 않습니다. 공표 자료와 표본은 한 문서에 섞지 않습니다.",
    "From the other data set, so it is left out: published figures and the sample share no document.",
)
EDITED = Text(
    "고친 제목은 작성자 표시와 함께 나갑니다. 자료의 제목: {title}",
    "The edited title goes out with the author's mark. The data say: {title}",
)
TOO_LONG = Text("제목은 열다섯 단어까지가 읽기 좋습니다.", "A title reads best with fifteen words at most.")
PREVIEW = Text("미리보기", "Preview")
MOST_LETTERS, MOST_WORDS = 160, 15


def show(view: View) -> None:
    """Every figure in the basket, in order."""
    held = basket.items()
    for number, item in enumerate(held, start=1):
        with st.container(border=True, key=f"mm-item-{number}"):
            _item(item, number, len(held), view)


def _item(item: basket.Item, number: int, count: int, view: View) -> None:
    language = view.language
    if item.view.data_set != view.data_set:
        elements.notices([OTHER_SET], language, "warning")
    found = basket.finding(item, view)
    if found is None:
        elements.notices([NO_VALUE], language, "warning")
    else:
        _title(item, number, found, view)
    _buttons(item, number, count, view)
    if found is not None:
        preview = st.expander(PREVIEW(language), on_change="rerun", key=f"preview {item.id} {language}")
        if preview.open:
            with preview:
                drawn(basket.figure(item, view) or found, view)


def _title(item: basket.Item, number: int, found: Figure, view: View) -> None:
    language = view.language
    own = dict(item.titles).get(language, "")
    key = f"title {item.id} {language}"
    if key not in st.session_state:
        st.session_state[key] = own or found.title
    label = f"{number}. {TITLE(language)}"
    st.text_input(
        label, key=key, max_chars=MOST_LETTERS, on_change=_retitle, args=(item.id, language, found.title, key)
    )
    elements.paragraph(found.subtitle)
    if own:
        elements.notices([EDITED.fill(title=found.title)], language)
        claim.disputes(basket.disputes(item, view), language)
    if len(own.split()) > MOST_WORDS:
        elements.notices([TOO_LONG], language, "warning")


def _retitle(item_id: str, language: str, found: str, key: str) -> None:
    title = st.session_state[key]
    basket.retitle(item_id, language, "" if title.strip() == found else title)


def _buttons(item: basket.Item, number: int, count: int, view: View) -> None:
    language = view.language
    with st.container(horizontal=True):
        for label, steps, able in ((UP, -1, number > 1), (DOWN, 1, number < count)):
            st.button(
                f"{number}. {label(language)}",
                on_click=basket.move,
                args=(item.id, steps),
                disabled=not able,
                key=f"{steps} {item.id} {language}",
            )
        st.button(
            f"{number}. {OUT(language)}",
            on_click=basket.remove,
            args=(item.id,),
            key=f"out {item.id} {language}",
        )


def drawn(figure: Figure, view: View) -> None:
    """A figure as it goes out: finding, chart, source and code."""
    language = view.language
    elements.finding(figure.title, figure.subtitle)
    if figure.synthetic:
        elements.synthetic_mark(language)
    drawing = drawing_of(figure)
    if drawing is not None and drawing.form != "cells":
        page_writer.chart(chart_of(drawing), figure.alt)
    else:
        wide, narrow = (picture(figure, language, shape, "png") for shape in ("slide", "small"))
        page_writer.picture(wide, narrow, figure.alt)
    elements.facts([(label, words) for label, words in particulars_of(figure, view)])


def particulars_of(figure: Figure, view: View) -> list[tuple[str, str]]:
    """What stands beside the figure in every file."""
    left_out = {each(view.language) for each in (ALT, LINK, MEASURE)}
    return [pair for pair in particulars(figure, view.language) if pair[0] not in left_out]


SAVE = Text("담은 그림 저장(.briefing.json)", "Save the basket (.briefing.json)")
SAVE_HELP = Text(
    "동료에게 주거나, 'meomureum brief --basket'으로 달마다 새 값의 자료를 만듭니다. 값은 들어 있지 않습니다.",
    "For colleagues, or for 'meomureum brief --basket' to make a pack of new values each month. It holds no values.",
)
LOAD = Text("저장한 그림 모음 열기", "Open a saved basket")
LOADED = Text("저장한 그림을 담았습니다.", "The saved figures are in the basket.")
PARTLY = Text(
    "저장한 그림을 담았습니다. {count}개는 지금 없는 도시나 지표의 것이라 뺐습니다.",
    "The saved figures are in the basket, without {count} of cities or indicators that are not known any more.",
)
STEM = Text("브리핑", "briefing")
_TOLD = "basket file told"


def save_button(view: View) -> None:
    """A download of what is in the basket now."""
    file = briefing_file.written(basket.as_file(basket.items(), view.language))
    st.download_button(
        SAVE(view.language),
        data=file,
        file_name=f"{STEM(view.language)}-{today()}{briefing_file.SUFFIX}",
        on_click="ignore",
        key=f"save basket {view.language}",
        help=SAVE_HELP(view.language),
    )


def open_field(view: View) -> None:
    """A field for a saved basket, which takes the place of the present one; what is wrong with it is told."""
    if not uses("load_files"):
        return
    key = f"open basket {view.language}"
    st.file_uploader(
        LOAD(view.language), type=["json"], key=key, on_change=_open, args=(key,), max_upload_size=1
    )
    if _TOLD in st.session_state:
        told, tone = st.session_state.pop(_TOLD)
        elements.notices(told, view.language, tone)


def _open(key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    try:
        missing = basket.load(file.getvalue())
    except Faulty as faulty:
        st.session_state[_TOLD] = (faulty.faults, "danger")
        return
    told = PARTLY.fill(count=missing) if missing else LOADED
    st.session_state[_TOLD] = ((told,), "warning" if missing else "information")
