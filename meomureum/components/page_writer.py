"""What parts write, charts and pictures too: drawn where they are, or put on the screen later as one element.

What costs time on the screen is the number of elements, and what costs time on the server is
writing the same words anew; a page that keeps what it has written saves both.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
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


def chart(figure: Mapping[str, Any], alternative: str, ways: Mapping[str, str] | None = None) -> None:
    """A Plotly figure; `alternative` says in words what it shows, for who cannot see it.

    `ways` are the addresses that a click opens, by the code which a point or bar carries as its
    customdata.
    """
    show(Markup('<p class="mm-unseen">{}</p>{}').format(alternative, charted(figure, ways or {})))


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


# What our own charts write; every other tag comes from somebody's data.
_STRANGE_TAG = re.compile(r"<(?!/?(?:b|i|br|sup|sub|extra)\s*/?>)", re.IGNORECASE)


# Within an attribute these would end it, or be taken for markup; JSON can spell them otherwise.
_SPELLED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "&<>'"})


def charted(figure: Mapping[str, Any], ways: Mapping[str, str]) -> Markup:
    """The place of a chart, with its figure: `chart.js` draws it there.

    Strange tags in its words become the letters that they are, and what is not there (NaN) is null.
    """
    return Markup(
        '<div class="mm-chart" aria-hidden="true" style="height: {}px" data-figure=\'{}\' data-ways=\'{}\'></div>'
    ).format(int(figure["layout"]["height"]), _json(_clean(figure)), _json(ways))


def _json(value: Any) -> Markup:
    """JSON that can stand between apostrophes in HTML, as Jinja's `tojson` writes it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(written.translate(_SPELLED))  # noqa: S704 - what could end the attribute is spelled out


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _STRANGE_TAG.sub("&lt;", value) if "<" in value else value
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        return _clean(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
