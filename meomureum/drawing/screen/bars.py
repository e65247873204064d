"""Groups side by side: bars from zero, with the chance variation of a rate as a whisker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from meomureum.analysis.targets import counted
from meomureum.analysis.words import value_text
from meomureum.drawing.screen.lines import points_of
from meomureum.drawing.screen.palette import FONT, QUIET, Figure, colour, marks, told
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text

BAR_HEIGHT, NAME_HEIGHT, EDGES, LEGEND_HEIGHT = 22, 30, 50, 34
PUBLISHED_SHARE = 0.35
WORDS_ON = ("#FFFFFF", "#131416", "#131416", "#131416", "#131416", "#FFFFFF")
PUBLISHED = Text("{name} (공표값)", "{name} (as published)")
NAMED = Text("{place} {value}", "{place} {value}")


def bars(
    kpi: Kpi,
    rows: pd.DataFrame,
    places: Mapping[str, Text],
    parts: Mapping[str, Text],
    language: Language,
) -> Figure:
    """A bar a place, or a group of bars where each place has several `parts`.

    `rows` hold one value a `place`, `part` and origin; where a computed and a published one
    meet, the computed one is drawn. Published ones are pale with a firm edge.
    """
    valued = rows[rows["value"].notna()].sort_values("origin")
    valued = valued.drop_duplicates(["place", "part"])
    height = len(places) * (NAME_HEIGHT + BAR_HEIGHT * max(1, len(parts))) + EDGES
    single = len(parts) == 1
    traces = [
        _trace(kpi, mine, list(places), (at, name), language, taken=origin == "published", single=single)
        for at, (code, name) in enumerate(parts.items())
        for origin, mine in valued[valued["part"] == code].groupby("origin")
    ]
    if single:
        traces = [trace | {"showlegend": False} for trace in traces]
    above = _headings(kpi, valued, places, language, single=single)
    return {"data": traces, "layout": _layout(kpi, height, above, len(places), len(parts))}


def _trace(
    kpi: Kpi,
    rows: pd.DataFrame,
    order: Sequence[str],
    series: tuple[int, Text],
    language: Language,
    *,
    taken: bool,
    single: bool,
) -> Figure:
    at, name = series
    called = PUBLISHED.fill(name=name) if taken else name
    records = points_of(rows)
    return {
        "type": "bar",
        "orientation": "h",
        "name": called(language),
        "offsetgroup": str(at),
        "x": rows["value"].tolist(),
        "y": [order.index(place) for place in rows["place"]],
        "text": [
            "" if single else value_text(kpi.unit, row.value, row.value_high)(language) for row in records
        ],
        "textposition": "auto",
        "insidetextanchor": "start",
        "insidetextfont": {"color": WORDS_ON[at % len(WORDS_ON)] if not taken else QUIET, "size": 12},
        "textangle": 0,
        "marker": {
            "color": colour(at),
            "opacity": PUBLISHED_SHARE if taken else 1,
            "line": {"color": colour(at), "width": 2 if taken else 0},
        },
        "error_x": _whiskers(kpi, rows),
        "hovertext": [told(kpi, row, called(language), language) for row in records],
        "hoverinfo": "text",
    }


def _whiskers(kpi: Kpi, rows: pd.DataFrame) -> Figure:
    ends = [(row, counted(kpi, row)) for _, row in rows.iterrows()]
    known = [count.interval() if count and count.denominator else None for _, count in ends]
    return {
        "type": "data",
        "symmetric": False,
        "array": [
            end.high - float(row["value"]) if end else 0 for (row, _), end in zip(ends, known, strict=True)
        ],
        "arrayminus": [
            float(row["value"]) - end.low if end else 0 for (row, _), end in zip(ends, known, strict=True)
        ],
        "color": QUIET,
        "thickness": 1.5,
        "width": 4,
        "visible": any(known),
    }


def _headings(
    kpi: Kpi, valued: pd.DataFrame, places: Mapping[str, Text], language: Language, *, single: bool
) -> list[str]:
    """Above its bars a place has the whole width; a single bar has its value there too."""
    if not single:
        return [place(language) for place in places.values()]
    by_place = dict(zip(valued["place"], points_of(valued), strict=True))
    words = []
    for code, place in places.items():
        row = by_place.get(code)
        value = "" if row is None else value_text(kpi.unit, row.value, row.value_high)
        reservations = "" if row is None else marks(row, language)
        named = NAMED.fill(place=place, value=value)(language).strip()
        words.append(f"{named} ({reservations})" if reservations else named)
    return words


def _layout(kpi: Kpi, height: int, above: Sequence[str], places: int, parts: int) -> Figure:
    share = NAME_HEIGHT / (NAME_HEIGHT + BAR_HEIGHT * max(1, parts))
    return {
        "height": height + (LEGEND_HEIGHT if parts > 1 else 0),
        "barmode": "group",
        "bargap": share,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 8, "r": 16, "t": 8, "b": 36},
        "separators": ".,",
        "showlegend": parts > 1,
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1, "x": 0, "traceorder": "normal"},
        "xaxis": {
            "tickformat": ".2~%" if kpi.unit == "percent" else ",d",
            "rangemode": "tozero",
            "nticks": 6,
        },
        "yaxis": {"range": [places - 0.5, -0.5], "showticklabels": False, "showgrid": False},
        "annotations": [
            {
                "x": 0,
                "y": at - (1 - share) / 2,
                "xanchor": "left",
                "yanchor": "bottom",
                "text": words,
                "showarrow": False,
            }
            for at, words in enumerate(above)
        ],
    }
