"""The difference of two values as a bar from zero, with the interval in which chance may have put it."""

from __future__ import annotations

from markupsafe import Markup

from meomureum.analysis.targets import Change
from meomureum.components.bullet import Scale
from meomureum.texts import Language, Text

ROOM = 0.1
ZERO = Text("차이 없음", "no difference")


def difference_bar(change: Change, told: str, language: Language) -> Markup:
    """The bar with its interval; `told` says the same to who cannot see it."""
    interval = change.interval
    ends = [0.0, change.difference, *((interval.low, interval.high) if interval else ())]
    room = (max(ends) - min(ends)) * ROOM or 1.0
    scale = Scale(min(ends) - room, max(ends) + room)
    marks = [_span("mm-difference-bar", scale, 0.0, change.difference)]
    if interval is not None:
        marks.append(_span("mm-difference-chance", scale, interval.low, interval.high))
    marks.append(Markup('<span class="mm-difference-zero" style="left:{:.1f}%"></span>').format(scale.at(0)))
    return Markup(
        '<div class="mm-difference" role="img" aria-label="{}">{}</div>'
        '<p class="mm-difference-word" aria-hidden="true"><span style="left:{:.1f}%">{}</span></p>'
    ).format(told, Markup("").join(marks), scale.at(0), ZERO(language))


def _span(look: str, scale: Scale, first: float, last: float) -> Markup:
    low, high = sorted((scale.at(first), scale.at(last)))
    return Markup('<span class="{}" style="left:{:.1f}%;width:{:.1f}%"></span>').format(look, low, high - low)
