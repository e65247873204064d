"""The basket as a file: saved for colleagues and the monthly pack, and loaded again."""

from __future__ import annotations

import streamlit as st

from meomureum.components import elements
from meomureum.export import briefing_file
from meomureum.export.faults import Faulty
from meomureum.session import View, basket
from meomureum.session.roles import uses
from meomureum.session.view import today
from meomureum.texts import Text

SAVE = Text("담은 그림 저장(.briefing.json)", "Save the basket (.briefing.json)")
SAVE_HELP = Text(
    "동료에게 주거나, 'meomureum brief --basket'으로 달마다 새 값의 자료를 만듭니다. 값은 들어 있지 않습니다.",
    "For colleagues, or for 'meomureum brief --basket' to make a pack of new values each month. It holds no values.",
)
LOAD = Text("저장한 담은 그림 열기", "Open a saved basket")
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
