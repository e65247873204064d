"""Charts and pictures on the screen, each with words for who cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from parts.charted import ready
from parts.written import show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def chart(
    figure: Figure | Mapping[str, Any],
    alternative: str,
    key: str,
    on_point: Callable[[str], None] | None = None,
) -> None:
    """A Plotly figure; `alternative` says in words what it shows, for who cannot see it.

    `on_point` is told the code of a point or bar that the reader clicks.
    """
    instead_of_chart(alternative)
    drawn_chart(figure, key, on_point)


def instead_of_chart(alternative: str) -> None:
    """What the chart that follows shows, for who cannot see it."""
    show(Markup('<p class="mm-unseen">{}</p>').format(alternative))


def drawn_chart(
    figure: Figure | Mapping[str, Any], key: str, on_point: Callable[[str], None] | None = None
) -> None:
    """A Plotly figure alone: `instead_of_chart` stands before it."""
    st.plotly_chart(
        ready(figure),
        width="stretch",
        key=key,
        on_select=partial(_pointed_at, key, on_point) if on_point else "ignore",
        selection_mode="points",
        config={
            "displaylogo": False,
            "displayModeBar": False,
            "showSendToCloud": False,
            "responsive": True,
        },
    )


def _pointed_at(key: str, on_point: Callable[[str], None]) -> None:
    found = st.session_state[key]["selection"]["points"]
    code = found[0].get("customdata") if found else None
    on_point(str(code[0] if isinstance(code, (list, tuple)) else code) if code else "")


def picture(wide: bytes, narrow: bytes, alternative: str) -> None:
    """A drawn picture, for what has no interactive chart; `alternative` says in words what it shows.

    A narrow screen shows the one with larger letters.
    """
    image = Markup('<img class="{}" src="data:image/png;base64,{}" alt="{}">')
    drawn = [
        image.format(look, b64encode(content).decode(), alternative)
        for look, content in (("mm-wide", wide), ("mm-narrow", narrow))
    ]
    show(Markup('<p class="mm-picture">{}</p>').format(Markup().join(drawn)))
