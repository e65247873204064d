"""Saved views on the screen: save this one by name, open, rename and delete the others."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from meomureum.components import fault_page, markup
from meomureum.components.markup import Action
from meomureum.session import PageName, View, current, href
from meomureum.session import saved_views as saved
from meomureum.session.roles import uses
from meomureum.session.saved_views import SavedView
from meomureum.texts import Language, Text

VIEWS = Text("저장한 보기", "Saved views")
NAME, SAVE = Text("이 보기의 이름", "Name of this view"), Text("저장", "Save")
NONE = Text("아직 저장한 보기가 없습니다.", "No view has been saved yet.")
SAVED_ON = Text("{date}에 저장", "saved {date}")
CHOSEN = Text("고칠 보기", "View to change")
NEW_NAME = Text("새 이름", "New name")
RENAME, DELETE = Text("이름 바꾸기", "Rename"), Text("지우기", "Delete")
_OBJECTION = "objection to a saved view"


@fault_page.part
def saved_views(view: View, page: PageName) -> None:
    """Drawn when it is opened; the address is saved as it is at the moment of the click."""
    box = st.popover(
        VIEWS(view.language), icon=":material/bookmark:", on_change="rerun", key=f"views {view.language}"
    )
    if not box.open:
        return
    with box:
        objection = st.session_state.pop(_OBJECTION, None)
        if objection is not None:
            st.html(str(markup.notices([objection(view.language)], "warning")))
        held = saved.saved_views()
        _listed(held, view.language)
        if uses("save_views"):
            _save(view, page)
            if held:
                _change(held, view.language)


def _listed(held: tuple[SavedView, ...], language: Language) -> None:
    if not held:
        st.html(str(markup.paragraph(NONE(language))))
        return
    st.html(
        str(
            markup.ways(
                [
                    (Action(each.name, each.address), SAVED_ON.fill(date=each.saved_on)(language))
                    for each in held
                ]
            )
        )
    )


def _save(view: View, page: PageName) -> None:
    language = view.language
    name = st.text_input(NAME(language), key=f"view name {language}", max_chars=saved.MOST_LETTERS)
    st.button(SAVE(language), key=f"view save {language}", on_click=_try, args=(lambda: _keep(name, page),))


def _keep(name: str, page: PageName) -> Text | None:
    return saved.save(name, href(page, current()))


def _change(held: tuple[SavedView, ...], language: Language) -> None:
    chosen = st.selectbox(CHOSEN(language), [each.name for each in held], key=f"view chosen {language}")
    new = st.text_input(NEW_NAME(language), key=f"view new {language}", max_chars=saved.MOST_LETTERS)
    with st.container(horizontal=True):
        st.button(
            RENAME(language),
            key=f"view rename {language}",
            on_click=_try,
            args=(lambda: saved.rename(chosen, new),),
        )
        st.button(
            DELETE(language),
            key=f"view delete {language}",
            on_click=_try,
            args=(lambda: saved.delete(chosen),),
        )


def _try(act: Callable[[], Text | None]) -> None:
    objection = act()
    if objection is not None:
        st.session_state[_OBJECTION] = objection
