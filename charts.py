"""Measurements in, Plotly figures out: one palette, one number format.

Figures are plain dictionaries: nothing is validated twice and nothing is copied. Every colour
keeps 3:1 against the light and the dark page, so a figure needs no second version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from findings import value_text
from kpis import Kpi
from progress import Target, path
from texts import Language, Text, number

SERIES_COLOURS = ("#2073BC", "#F46A25", "#28A197", "#A285D1", "#8A949E", "#C2458B")
LINE_STYLES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "star", "hexagon")
QUIET = "#8A949E"
MOST_DIRECT_LABELS = 4
CLOSE_YEARS, CLOSE_SHARE = 0.4, 0.1
LINE_NEEDS_POINTS = 3
LABEL_SHARE = 0.07
FONT = "Pretendard GOV, Malgun Gothic, sans-serif"

TARGET_PATH = Text("{place} 목표 경로", "{place} target path")
PUBLISHED = Text("{place} 공표값", "{place} as published")
TARGET_LABEL = Text("목표 {value}", "Target {value}")
PERSONS_OF = Text("{numerator} / {denominator}명", "{numerator} of {denominator}")

Figure = dict[str, Any]


def trend(
    kpi: Kpi,
    measured: pd.DataFrame,
    places: Mapping[str, Text],
    targets: Sequence[Target],
    events: pd.DataFrame,
    language: Language,
) -> Figure:
    """One indicator over the years: a line a place, hollow points where a figure was published.

    `places` maps the code of each series (institution, else city) to its name, in order.
    Computed values of different formulas are separate lines, a year without a value is a
    gap, targets are dashed and events are numbered thin lines.
    """
    by = "institution_id" if measured["institution_id"].notna().any() else "city_id"
    valued = measured[measured["value"].notna()]
    sides = _label_sides(valued[valued["origin"] == "computed"], by)
    traces: list[Figure] = []
    for index, (code, place) in enumerate(places.items()):
        mine = valued[valued[by] == code]
        for _, line in mine[mine["origin"] == "computed"].groupby("formula_id", sort=False):
            side = sides[code] if len(places) <= MOST_DIRECT_LABELS else ""
            traces.append(_line(kpi, line, place(language), index, side, language))
        published = mine[mine["origin"] == "published"]
        if not published.empty:
            traces.append(_published(kpi, published, place, index, language))
        aims = [each for each in targets if by == "city_id" and each.city_id == code and path(each)]
        traces.extend(_target(kpi, each, place, index, language) for each in aims)
    return {"data": traces, "layout": _layout(kpi, valued, events, len(places))}


def _label_sides(computed: pd.DataFrame, by: str) -> dict[str, str]:
    """Beside its last point, a name; two that would overlap move apart."""
    ends = computed.sort_values("year").groupby(by)["value"].last().sort_values()
    reach = float(computed["value"].max()) if len(computed) else 0.0
    sides: dict[str, str] = {}
    below = float("-inf")
    for code, end in ends.items():
        near = end - below < reach * LABEL_SHARE
        if near and sides:
            sides[list(sides)[-1]] = "bottom right"
        sides[str(code)] = "top right" if near else "middle right"
        below = end
    return sides


def _line(kpi: Kpi, rows: pd.DataFrame, name: str, index: int, side: str, language: Language) -> Figure:
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    whole = rows.set_index("year").reindex(years)
    values = [None if pd.isna(value) else float(value) for value in whole["value"]]
    last = len(values) - 1
    return {
        "type": "scatter",
        "mode": "+".join(
            [*(["lines"] if len(rows) >= LINE_NEEDS_POINTS else []), "markers", *(["text"] if side else [])]
        ),
        "name": name,
        "x": list(years),
        "y": values,
        "text": [f" {name}" if side and at == last else "" for at in range(len(values))],
        "textposition": side or "middle right",
        "cliponaxis": False,
        "connectgaps": False,
        "line": {"color": _colour(index), "dash": LINE_STYLES[index % len(LINE_STYLES)], "width": 2.5},
        "marker": {"color": _colour(index), "symbol": MARKERS[index % len(MARKERS)], "size": 8},
        "hovertext": [_told(kpi, row, name, language) for row in whole.reset_index().itertuples()],
        "hoverinfo": "text",
    }


def _published(kpi: Kpi, rows: pd.DataFrame, place: Text, index: int, language: Language) -> Figure:
    name = PUBLISHED.fill(place=place)(language)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": rows["year"].astype(int).tolist(),
        "y": rows["value"].tolist(),
        "error_y": {
            "type": "data",
            "array": (rows["value_high"] - rows["value"]).fillna(0).tolist(),
            "arrayminus": [0] * len(rows),
            "color": _colour(index),
            "visible": bool(rows["value_high"].notna().any()),
        },
        "marker": {
            "color": _colour(index),
            "symbol": f"{MARKERS[index % len(MARKERS)]}-open",
            "size": 12,
            "line": {"color": _colour(index), "width": 2},
        },
        "hovertext": [_told(kpi, row, name, language) for row in rows.itertuples()],
        "hoverinfo": "text",
    }


def _target(kpi: Kpi, target: Target, place: Text, index: int, language: Language) -> Figure:
    steps = path(target)
    name = TARGET_PATH.fill(place=place)(language)
    goal = TARGET_LABEL.fill(value=value_text(kpi.unit, target.value or 0, target.value_high))(language)
    return {
        "type": "scatter",
        "mode": "lines+text",
        "name": name,
        "x": list(steps),
        "y": list(steps.values()),
        "text": [*[""] * (len(steps) - 1), goal],
        "textposition": "top left",
        "cliponaxis": False,
        "line": {"color": _colour(index), "dash": "5px,5px", "width": 1.5},
        "hovertext": [
            f"{name} {year}: {value_text(kpi.unit, value)(language)}" for year, value in steps.items()
        ],
        "hoverinfo": "text",
    }


def _told(kpi: Kpi, row: Any, name: str, language: Language) -> str:
    if pd.isna(row.value):
        return ""
    told = f"{name} {int(row.year)}: {value_text(kpi.unit, row.value, row.value_high)(language)}"
    if pd.notna(row.numerator) and pd.notna(row.denominator) and kpi.unit == "percent":
        counts = PERSONS_OF.fill(numerator=number(row.numerator), denominator=number(row.denominator))
        told += f"<br>{counts(language)}"
    return told


def _colour(index: int) -> str:
    return SERIES_COLOURS[index % len(SERIES_COLOURS)]


def _layout(kpi: Kpi, valued: pd.DataFrame, events: pd.DataFrame, series: int) -> Figure:
    marks = _event_marks(events["date"], span=int(valued["year"].max() - valued["year"].min()))
    return {
        "height": 420,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 48, "r": 72, "t": 32, "b": 40},
        "showlegend": series > MOST_DIRECT_LABELS or bool((valued["origin"] == "published").any()),
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0},
        "hovermode": "closest",
        "separators": ".,",
        "xaxis": {
            "tickformat": "d",
            # Whole years: steps of one while they fit, else what the width allows.
            **({"dtick": 1} if _span(valued, marks) <= 5 else {"nticks": 8}),
            "showgrid": False,
            "title": {"text": ""},
            "tickangle": 0,
        },
        "yaxis": {
            "tickformat": ".2~%" if kpi.unit == "percent" else ",d",
            "rangemode": "normal" if kpi.unit == "rank" else "tozero",
            "autorange": "reversed" if kpi.unit == "rank" else True,
            "title": {"text": ""},
        },
        "shapes": [
            {
                "type": "line",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": QUIET, "width": 1, "dash": "dot"},
            }
            for _, at in marks
        ],
        "annotations": [
            {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": label, "showarrow": False}
            for label, at in marks
        ],
    }


def _span(valued: pd.DataFrame, marks: list[tuple[str, float]]) -> float:
    places = [float(year) for year in valued["year"]] + [at for _, at in marks]
    return max(places) - min(places)


def _event_marks(dates: Iterable[str], span: int) -> list[tuple[str, float]]:
    """The number of each event and its place; events too close to tell apart share a mark."""
    close = max(CLOSE_YEARS, span * CLOSE_SHARE)
    marks: list[tuple[str, float]] = []
    for count, at in enumerate(map(_year_of, dates), start=1):
        if marks and at - marks[-1][1] < close:
            first = marks[-1][0].split("–")[0]
            marks[-1] = (f"{first}–{count}", marks[-1][1])
        else:
            marks.append((str(count), at))
    return marks


def _year_of(date: str) -> float:
    """A date as a place on the axis of years: 2025-07 stands half-way between 2025 and 2026."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    return parts[0] + (month - 1) / 12
