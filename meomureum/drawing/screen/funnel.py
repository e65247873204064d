"""Groups of different size about their common rate, within limits that widen as a group gets smaller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from meomureum.analysis.statistics import Z_95, Z_998, Funnel, Standing
from meomureum.analysis.targets import Comparison, Group
from meomureum.analysis.words import STANDINGS_AMONG
from meomureum.drawing.screen.palette import FONT, QUIET, Figure, colour, told
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text, number, percent

HEIGHT = 460
STEPS = 80
MOST_LABELS = 6
# The height of a line of words, as a share of the chart.
LINE = 0.07
# From so far apart on, the sizes stand on a logarithmic axis.
WIDE = 40
# Beyond this only whole powers of ten have room on a narrow screen.
VERY_WIDE = 80
LOOKS: Mapping[Standing, tuple[str, str]] = {
    "as_expected": (QUIET, "circle"),
    "above": (colour(0), "triangle-up"),
    "below": (colour(1), "triangle-down"),
}
CENTRE = Text("모두 합한 비율 {rate}", "All together {rate}")
LIMITS_95 = Text("95% 한계", "95 % limits")
LIMITS_998 = Text("99.8% 한계", "99.8 % limits")
PEOPLE, THINGS = Text("분모(명)", "Denominator (people)"), Text("분모", "Denominator")
LEGEND = Text("{standing} ({count})", "{standing} ({count})")


@dataclass(frozen=True)
class _Pen:
    kpi: Kpi
    names: Callable[[str], Text]
    language: Language


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
    pen = _Pen(found.question.kpi, names, language)
    classes = [
        _class(pen, standing, [each for each in drawn if found.standing(each) == standing])
        for standing in STANDINGS_AMONG
    ]
    traces = [*limit_lines(found.funnel, sizes, language), *(each for each in classes if each["x"])]
    named = [each for each in drawn if each.code in labelled]
    top = max(found.funnel.limits(min(sizes), Z_998).high, *(each.row["value"] for each in drawn))
    labels = _labels(pen, found, named, top, logarithmic=logarithmic)
    layout = _layout(pen.kpi, language, max(sizes) / min(sizes))
    return {"data": traces, "layout": layout | {"annotations": labels}}


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
    small = ["low_reliability" in str(each.row["marks"]).split() for each in groups]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [count.denominator for count in counts],
        "y": [count.numerator / count.denominator for count in counts],
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


def _labels(
    pen: _Pen, found: Comparison, named: Sequence[Group], top: float, *, logarithmic: bool
) -> list[Figure]:
    """Names in lines of their own above the points, or below those below, so that none covers another."""
    counts = {each.code: each.count.pair() for each in named if each.count is not None}
    ordered = sorted(named, key=lambda each: counts[each.code][1])
    rates = {code: numerator / denominator for code, (numerator, denominator) in counts.items()}
    under = [each.code for each in ordered if found.standing(each) == "below"]
    lowest = min((rates[code] for code in under), default=0.0) - top * LINE * len(under)
    under = under if lowest > 0 else []
    over = [each.code for each in ordered if each.code not in under]
    highest = max((rates[code] for code in over), default=0.0)
    levels = {code: highest + top * LINE * (at + 1) for at, code in enumerate(over)}
    levels |= {code: lowest + top * LINE * at for at, code in enumerate(under)}
    sizes = [each.count.denominator for each in found.drawn if each.count is not None]
    middle = (max(sizes) * min(sizes)) ** 0.5 if logarithmic else max(sizes) / 2
    return [
        _label(
            pen.names(code)(pen.language),
            (log10(size) if logarithmic else size, rates[code]),
            levels[code],
            "right" if size > middle else "left",
        )
        for code, (_, size) in counts.items()
    ]


def _label(words: str, point: tuple[float, float], level: float, anchor: str) -> Figure:
    return {
        "x": point[0],
        "y": point[1],
        "ax": point[0],
        "ay": level,
        "axref": "x",
        "ayref": "y",
        "text": words,
        "xanchor": anchor,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": QUIET,
        "standoff": 7,
    }


def _told(pen: _Pen, group: Group, standing: Standing) -> str:
    words = told(pen.kpi, group.row, pen.names(group.code)(pen.language), pen.language)
    if group.count is not None and "<br>" not in words:
        words += f"<br>n = {number(group.count.denominator)}"
    return f"{words}<br>{STANDINGS_AMONG[standing](pen.language)}"


def size_of(kpi: Kpi) -> Text:
    """What the axis of sizes counts."""
    return PEOPLE if kpi.counts_people else THINGS


def _layout(kpi: Kpi, language: Language, ratio: float) -> Figure:
    return {
        "height": HEIGHT,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 48, "r": 12, "t": 24, "b": 40},
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.2, "x": 0},
        "showlegend": True,
        "hovermode": "closest",
        "separators": ".,",
        "xaxis": {
            "title": {"text": size_of(kpi)(language), "standoff": 6},
            "tickformat": ",d",
            "showgrid": False,
            "zeroline": False,
            **_sizes_axis(ratio),
        },
        "yaxis": {"tickformat": ".2~%", "rangemode": "tozero", "title": {"text": ""}},
    }


def _sizes_axis(ratio: float) -> Figure:
    """From zero; where the largest group is many times the smallest, in powers of ten."""
    if ratio <= WIDE:
        return {"rangemode": "tozero", "nticks": 7}
    return {"type": "log", "dtick": 1 if ratio > VERY_WIDE else "D2"}
