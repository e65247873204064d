"""What parts write: drawn where they are, or kept to be put on the screen later as one element.

What costs time on the screen is the number of elements, and what costs time on the server is
writing the same words anew; a page that keeps what it has written saves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from markupsafe import Markup

_KEPT: ContextVar[list[Markup] | None] = ContextVar("kept", default=None)


class Written(list[Markup]):
    """Parts in the order in which they were written."""

    @property
    def whole(self) -> Markup:
        """All of it as one piece; empty where nothing was written."""
        return (
            Markup('<div class="mm-written">{}</div>').format(Markup("").join(self)) if self else Markup("")
        )


@contextmanager
def writing() -> Iterator[Written]:
    """Parts within are kept, not drawn; only those that are words alone can be."""
    kept = Written()
    token = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(token)


def show(html: Markup) -> None:
    """Draw a part here, or keep it where parts are being kept."""
    kept = _KEPT.get()
    if kept is not None:
        kept.append(html)
    elif html:
        st.html(str(html))
