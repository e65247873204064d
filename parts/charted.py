"""A chart's words kept from acting: in its labels Plotly obeys some HTML, links among it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# What our own charts write; every other tag comes from somebody's data.
_STRANGE_TAG = re.compile(r"<(?!/?(?:b|i|br|sup|sub|extra)\s*/?>)", re.IGNORECASE)


def without_markup(figure: Figure | Mapping[str, Any]) -> Figure | Mapping[str, Any]:
    """The figure, with strange tags in its words turned into the letters that they are."""
    written = figure if isinstance(figure, Mapping) else figure.to_plotly_json()
    clean = _clean(written)
    return figure if clean is written else clean


class _Ready(BaseFigure):  # type: ignore[misc]
    """A figure that Plotly takes as it is: checking each of its values anew costs more than drawing it.

    The tests of the charts hold what they draw against Plotly's own rules.
    """

    def __init__(self, figure: Mapping[str, Any]) -> None:
        layout = {"template": _template(), **figure.get("layout", {})}
        object.__setattr__(self, "_ready", {**figure, "layout": layout})

    def to_dict(self) -> Mapping[str, Any]:
        """What is drawn."""
        ready: Mapping[str, Any] = self._ready
        return ready


@cache
def _template() -> Any:
    """Streamlit's look of charts, which it fills with the colours of the theme in use."""
    return go.Figure().to_dict()["layout"]["template"]


def ready(figure: Figure | Mapping[str, Any]) -> Any:
    """The figure without strange tags, in the shape that is sent without being checked once more."""
    clean = without_markup(figure)
    return _Ready(clean) if isinstance(clean, Mapping) else clean


def _clean(value: Any) -> Any:
    """The value itself where there is nothing to change, so that nothing is copied for nothing."""
    if isinstance(value, str):
        return _STRANGE_TAG.sub("&lt;", value) if "<" in value and _STRANGE_TAG.search(value) else value
    if isinstance(value, np.ndarray):
        return _same(value, [_clean(each) for each in value.tolist()]) if value.dtype.kind in "OU" else value
    if isinstance(value, Mapping):
        found = {name: _clean(each) for name, each in value.items()}
        return value if all(found[name] is value[name] for name in found) else found
    if isinstance(value, (list, tuple)):
        return _same(value, [_clean(each) for each in value])
    return value


def _same(value: Any, found: list[Any]) -> Any:
    return value if all(_unchanged(new, old) for new, old in zip(found, value, strict=True)) else found


def _unchanged(new: Any, old: Any) -> bool:
    return new is old or (isinstance(new, str) and new == str(old))
