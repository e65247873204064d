"""The frame: prepares the data once, draws the navigation and the shared choices, then the page.

Streamlit runs this file for every change a reader makes. Each page is a function given
to `st.Page`; to add one, write `pages/<name>.py`, name it in `address.PAGES` and here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import Page

import parts
import session
from pages import data, definitions, overview, progress
from session import View
from texts import Language, Text

MODULES: dict[str, ModuleType] = {
    "overview": overview,
    "progress": progress,
    "definitions": definitions,
    "data": data,
}
ICONS = {
    "overview": ":material/dashboard:",
    "progress": ":material/trending_up:",
    "definitions": ":material/menu_book:",
    "data": ":material/database:",
}
PRODUCT = Text(ko="머무름", en="Meomureum")
STATIC = Path(__file__).parent / "static"
# A file of ours: an icon of Streamlit's would be fetched from the internet.
FAVICON = STATIC / "favicon.svg"

_PREPARING = Text(
    ko="자료를 읽고 검사하고 있습니다. 처음 한 번만 걸립니다.",
    en="Reading and checking the data. This happens once.",
)
_REFUSED = Text(ko="자료를 불러올 수 없습니다", en="The data cannot be loaded")


def show() -> None:
    """Draw the whole screen."""
    st.set_page_config(page_title=PRODUCT.ko, page_icon=FAVICON, layout="wide")
    st.logo(STATIC / "logo.svg", size="large", icon_image=STATIC / "logo-short.svg")
    refusal = prepare(session.language())
    if refusal:
        parts.heading(_REFUSED(session.language()))
        parts.notices([refusal], session.language(), "danger")
        return
    view, notices = session.current(), session.notices()
    pages = {name: _page(name, view) for name in session.PAGES}
    here = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{here.title} · {PRODUCT(view.language)}", page_icon=FAVICON)
    _sidebar(view, pages)
    session.choose_language(view)
    _above_the_page(view, here, notices)
    here.run()


def prepare(language: Language) -> Text | None:
    """Make sure, once a process, that there is a snapshot; or say why there is none."""
    if find_spec("etl.build") is None:
        return None
    from etl.build import LoadRefused

    try:
        with st.spinner(_PREPARING(language)):
            _prepare_once()
    except LoadRefused as refusal:
        return Text(ko=str(refusal), en=str(refusal))
    return None


@st.cache_resource(show_spinner=False)
def _prepare_once() -> None:
    # A refusal is raised, hence not cached: mended files are read on the next visit.
    from etl.build import ensure_current

    ensure_current()


def _page(name: str, view: View) -> Page:
    module = MODULES[name]
    first = name == session.PAGES[0]
    return st.Page(
        _drawing(module),
        title=module.TITLE(view.language),
        url_path="" if first else name,
        default=first,
    )


def _drawing(module: ModuleType) -> Callable[[], None]:
    return lambda: module.render(session.current())


def _sidebar(view: View, pages: dict[str, Page]) -> None:
    with st.sidebar:
        with st.container(gap="xxsmall"):
            for name, page in pages.items():
                st.page_link(
                    **session.link(page, view),
                    label=page.title,
                    icon=ICONS[name],
                    width="stretch",
                )
        st.divider()
        session.choose_data_set(view)
        session.choose_cities(view, session.choices())
        session.choose_years(view, session.choices())


def _above_the_page(view: View, here: Page, notices: list[Text]) -> None:
    """What holds for every page: invented data is named first, then the address's faults."""
    if view.data_set == "sample":
        published = replace(view, data_set="published")
        page = here.url_path or session.PAGES[0]
        parts.synthetic_banner(view.language, session.href(page, published))
    parts.notices(notices, view.language)


show()
