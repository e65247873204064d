"""A chart as the browser gets it, with its words kept from acting.

Plotly obeys some HTML in its labels, links among it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from markupsafe import Markup

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
