"""Groups of different size about their common rate, within limits that widen as a group gets smaller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from analysis import Z_95, Z_998, Funnel, Standing
from charts.palette import FONT, QUIET, Figure, colour, told
from findings import STANDINGS_AMONG
from kpis import Kpi
from progress import Comparison, Group
from texts import Language, Text, number, percent

HEIGHT = 460
STEPS = 80
MOST_LABELS = 6
# From so far apart on, the sizes stand on a logarithmic axis.
WIDE = 40
LOOKS: Mapping[Standing, tuple[str, str]] = {
    "as_expected": (QUIET, "circle"),
    "above": (colour(0), "triangle-up"),
    "below": (colour(1), "triangle-down"),
}
CENTRE = Text("모두 합한 비율 {rate}", "All together {rate}")
LIMITS_95 = Text("95% 한계", "95 % limits")
LIMITS_998 = Text("99.8% 한계", "99.8 % limits")
SIZE = Text("분모(명)", "Denominator (people)")
LEGEND = Text("{standing} ({count})", "{standing} ({count})")


@dataclass(frozen=True)
class _Pen:
    kpi: Kpi
    names: Callable[[str], Text]
    language: Language
    labelled: frozenset[str]
    middle: float
    """Right of here a label stands on the left."""


def funnel(
    found: Comparison, names: Callable[[str], Text], picked: Collection[str], language: Language
) -> Figure:
    """A point a group; those outside their limits are named while they are few, those picked always."""
    drawn = [each for each in found.drawn if each.count is not None]
    sizes = [each.count.denominator for each in drawn if each.count is not None]
    if found.funnel is None:
        return {"data": [], "layout": {"height": HEIGHT}}
    outside = [each.code for each in drawn if found.standing(each) != "as_expected"]
    labelled = frozenset({*picked, *(outside if len(outside) <= MOST_LABELS else ())})
    logarithmic = max(sizes) / min(sizes) > WIDE
    middle = (max(sizes) * min(sizes)) ** 0.5 if logarithmic else max(sizes) / 2
    pen = _Pen(found.question.kpi, names, language, labelled, middle)
    classes = [
        _class(pen, standing, [each for each in drawn if found.standing(each) == standing])
        for standing in STANDINGS_AMONG
    ]
    traces = [*limit_lines(found.funnel, sizes, language), *(each for each in classes if each["x"])]
    return {"data": traces, "layout": _layout(language, logarithmic=logarithmic)}


def limit_lines(funnel: Funnel, sizes: list[float], language: Language) -> list[Figure]:
    """The common rate and both pairs of limits over the sizes that occur."""
    across = reach(sizes)
    centre = CENTRE.fill(rate=percent(funnel.centre))(language)
    inner, outer = ([funnel.limits(n, z) for n in across] for z in (Z_95, Z_998))
    lines = [
        (centre, [funnel.centre] * len(across), "solid", True),
        (LIMITS_95(language), [each.low for each in inner], "dash", True),
        (LIMITS_95(language), [each.high for each in inner], "dash", False),
        (LIMITS_998(language), [each.low for each in outer], "dot", True),
        (LIMITS_998(language), [each.high for each in outer], "dot", False),
    ]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": across,
            "y": values,
            "line": {"color": QUIET, "dash": dash, "width": 1.6},
            "hoverinfo": "skip",
            "showlegend": named,
        }
        for name, values, dash, named in lines
    ]


def reach(sizes: list[float]) -> list[float]:
    """Sizes from a little below the smallest group to a little above the largest, closer where limits bend."""
    low, high = min(sizes) * 0.6, max(sizes) * 1.06
    return [low * (high / low) ** (at / (STEPS - 1)) for at in range(STEPS)]


def _class(pen: _Pen, standing: Standing, groups: list[Group]) -> Figure:
    ink, symbol = LOOKS[standing]
    name = LEGEND.fill(standing=STANDINGS_AMONG[standing], count=len(groups))(pen.language)
    counts = [each.count for each in groups if each.count is not None]
    words = [pen.names(each.code)(pen.language) if each.code in pen.labelled else "" for each in groups]
    small = ["low_reliability" in str(each.row["marks"]).split() for each in groups]
    return {
        "type": "scatter",
        "mode": "markers+text" if any(words) else "markers",
        "name": name,
        "x": [count.denominator for count in counts],
        "y": [count.numerator / count.denominator for count in counts],
        "text": words,
        "textposition": [
            f"{'bottom' if standing == 'below' else 'top'} {'left' if count.denominator > pen.middle else 'right'}"
            for count in counts
        ],
        "marker": {
            "color": ink,
            "symbol": [f"{symbol}-open" if each else symbol for each in small],
            "size": 11,
            "line": {"color": ink, "width": 2},
        },
        "customdata": [each.code for each in groups],
        "hovertext": [_told(pen, each, standing) for each in groups],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _told(pen: _Pen, group: Group, standing: Standing) -> str:
    words = told(pen.kpi, group.row, pen.names(group.code)(pen.language), pen.language)
    if group.count is not None and "<br>" not in words:
        words += f"<br>n = {number(group.count.denominator)}"
    return f"{words}<br>{STANDINGS_AMONG[standing](pen.language)}"


def _layout(language: Language, *, logarithmic: bool) -> Figure:
    return {
        "height": HEIGHT,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 48, "r": 12, "t": 24, "b": 40},
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.2, "x": 0},
        "showlegend": True,
        "hovermode": "closest",
        "separators": ".,",
        "xaxis": {
            "title": {"text": SIZE(language), "standoff": 6},
            "tickformat": ",d",
            "showgrid": False,
            "zeroline": False,
            **({"type": "log", "dtick": "D2"} if logarithmic else {"rangemode": "tozero", "nticks": 7}),
        },
        "yaxis": {"tickformat": ".2~%", "rangemode": "tozero", "title": {"text": ""}},
    }
