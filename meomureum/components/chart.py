"""Charts and pictures on the screen, each with words for who cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from meomureum.components.chart_html import charted
from meomureum.components.page_writer import show


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
