"""The traces of one place: its lines, its band, its published points, its target and outlook."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import nan
from typing import NamedTuple

import pandas as pd

from meomureum.analysis.statistics import Interval, limits
from meomureum.analysis.targets import Target, assess, continuation, counted, line_of, path, required
from meomureum.analysis.words import value_text
from meomureum.drawing.screen.palette import (
    LINE_STYLES,
    MARKERS,
    QUIET,
    Figure,
    colour,
    marks,
    told,
    translucent,
)
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text

LINE_NEEDS_POINTS = 3
BAND_SHARE = 0.16
OLDER_SHARE = 0.6

TARGET_PATH = Text("{place} 목표 경로", "{place} target path")
PUBLISHED = Text("{place} 공표값", "{place} as published")
TARGET_LABEL = Text("목표 {value}", "Target {value}")
CONTINUED = Text(
    "{place}: 최근 {years}년의 평균 변화가 이어진다면",
    "{place}: if the average change of the last {years} years continues",
)
NEEDED = Text("{place}: 지금부터 목표까지 필요한 변화", "{place}: change needed from here to the target")
OUTSIDE = Text("{place}: 평소 변동 범위 밖", "{place}: outside its usual variation")


@dataclass(frozen=True)
class Pen:
    """How one place is drawn: what of, under which name, in which place of the order."""

    kpi: Kpi
    place: Text
    index: int
    language: Language
    axis: str = ""
    """The panel: "" is the first, "2" the second."""

    @property
    def name(self) -> str:
        """The place in the reader's language."""
        return self.place(self.language)

    def trace(self, **more: object) -> Figure:
        """A scatter trace in this panel."""
        axes = {"xaxis": f"x{self.axis}", "yaxis": f"y{self.axis}"} if self.axis else {}
        return {"type": "scatter", "cliponaxis": False, **axes, **more}


class Measured(NamedTuple):
    """What is told of one year; a frame's own rows are many times slower to walk."""

    year: int
    value: float = nan
    value_high: float = nan
    numerator: float = nan
    denominator: float = nan
    marks: str = ""


def points_of(rows: pd.DataFrame) -> list[Measured]:
    """The measurements of some rows, in their order."""
    columns = [rows[name].tolist() for name in Measured._fields]
    return [Measured(int(year), *rest) for year, *rest in zip(*columns, strict=True)]


def computed(pen: Pen, rows: pd.DataFrame, side: str, *, older: bool = False) -> Figure:
    """Computed values of one formula, a gap where a year has none; `older` ones are fainter."""
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    by_year = {point.year: point for point in points_of(rows)}
    points = [by_year.get(year) or Measured(year) for year in years]
    name = (
        f"{pen.name} · {pen.kpi.formula(rows['formula_id'].iloc[0]).name(pen.language)}"
        if older
        else pen.name
    )
    words = ["" if pd.isna(row.value) else marks(row, pen.language) for row in points]
    if side:
        words[-1] = f" {name} ({words[-1]})" if words[-1] else f" {name}"
    drawn = ["lines"] if len(rows) >= LINE_NEEDS_POINTS else []
    marker = {"color": colour(pen.index), "symbol": MARKERS[pen.index % len(MARKERS)], "size": 8}
    return pen.trace(
        mode="+".join([*drawn, "markers", *(["text"] if any(words) else [])]),
        name=name,
        x=list(years),
        y=[None if pd.isna(row.value) else float(row.value) for row in points],
        text=words,
        textposition=["bottom center"] * (len(words) - 1) + [side or "bottom center"],
        connectgaps=False,
        opacity=OLDER_SHARE if older else 1,
        line={"color": colour(pen.index), "dash": LINE_STYLES[pen.index % len(LINE_STYLES)], "width": 2.5},
        marker=marker | ({"symbol": "x"} if older else {}),
        hovertext=[told(pen.kpi, row, name, pen.language) for row in points],
        hoverinfo="text",
    )


def bands(pen: Pen, rows: pd.DataFrame, label: Text, *, named: bool) -> list[Figure]:
    """Wilson's interval round a line; apart for each run of years, a bar where a year stands alone."""
    ends: list[tuple[int, Interval]] = []
    for _, row in rows.sort_values("year").iterrows():
        count = counted(pen.kpi, row)
        if count is not None and count.denominator > 0:
            ends.append((int(row["year"]), count.interval()))
    runs: list[list[tuple[int, Interval]]] = [ends[:1]] if ends else []
    for before, after in pairwise(ends):
        if after[0] == before[0] + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    return [_band(pen, run, label(pen.language), shown=named and at == 0) for at, run in enumerate(runs)]


def _band(pen: Pen, run: list[tuple[int, Interval]], label: str, *, shown: bool) -> Figure:
    years, alone = [year for year, _ in run], len(run) == 1
    return pen.trace(
        mode="lines",
        name=label,
        x=years + years[::-1],
        y=[end.low for _, end in run] + [end.high for _, end in run[::-1]],
        fill="none" if alone else "toself",
        fillcolor=translucent(pen.index, BAND_SHARE),
        line={"color": translucent(pen.index, 0.5), "width": 4 if alone else 0},
        hoverinfo="skip",
        legendgroup=f"band {pen.index}",
        showlegend=shown,
    )


def published(pen: Pen, rows: pd.DataFrame) -> Figure:
    """Hollow points, taken over as they were published, with their bands and reservations."""
    name = PUBLISHED.fill(place=pen.place)(pen.language)
    points = points_of(rows)
    words = [marks(row, pen.language) for row in points]
    return pen.trace(
        mode="markers+text" if any(words) else "markers",
        name=name,
        x=rows["year"].astype(int).tolist(),
        y=rows["value"].tolist(),
        text=words,
        textposition="bottom center",
        error_y={
            "type": "data",
            "array": (rows["value_high"] - rows["value"]).fillna(0).tolist(),
            "arrayminus": [0] * len(rows),
            "color": colour(pen.index),
            "visible": bool(rows["value_high"].notna().any()),
        },
        marker={
            "color": colour(pen.index),
            "symbol": f"{MARKERS[pen.index % len(MARKERS)]}-open",
            "size": 12,
            "line": {"color": colour(pen.index), "width": 2},
        },
        hovertext=[told(pen.kpi, row, name, pen.language) for row in points],
        hoverinfo="text",
    )


def aimed(pen: Pen, target: Target) -> Figure:
    """The path to a target, dashed, with a dot where a milestone was published."""
    steps, language = path(target), pen.language
    name = TARGET_PATH.fill(place=pen.place)(language)
    goal = TARGET_LABEL.fill(value=value_text(pen.kpi.unit, target.value or 0, target.value_high))(language)
    return pen.trace(
        mode="lines+markers+text",
        name=name,
        x=list(steps),
        y=list(steps.values()),
        text=[*[""] * (len(steps) - 1), goal],
        textposition="top left",
        line={"color": colour(pen.index), "dash": "5px,5px", "width": 1.5},
        marker={
            "color": colour(pen.index),
            "symbol": "line-ns-open",
            "size": [9 if year in target.milestones else 0 for year in steps],
        },
        hovertext=[
            f"{name} {year}: {value_text(pen.kpi.unit, value)(language)}" for year, value in steps.items()
        ],
        hoverinfo="text",
    )


def outlook(pen: Pen, rows: pd.DataFrame, target: Target | None) -> list[Figure]:
    """What the last change would come to, and what the target needs; apart and lighter, no forecast."""
    going_on = continuation(pen.kpi, rows, target.year if target else None)
    needed = required(assess(pen.kpi.id, rows, target)) if target else {}
    drawn = []
    if going_on is not None:
        name = CONTINUED.fill(place=pen.place, years=going_on.years)(pen.language)
        drawn.append(_ahead(pen, going_on.values, name, "2px,4px"))
    if needed:
        drawn.append(_ahead(pen, needed, NEEDED.fill(place=pen.place)(pen.language), "9px,3px,2px,3px"))
    return drawn


def _ahead(pen: Pen, values: dict[int, float], name: str, dash: str) -> Figure:
    return pen.trace(
        mode="lines",
        name=name,
        x=list(values),
        y=list(values.values()),
        line={"color": QUIET, "dash": dash, "width": 1.8},
        hovertext=[
            f"{name}, {year}: {value_text(pen.kpi.unit, v)(pen.language)}" for year, v in values.items()
        ],
        hoverinfo="text",
    )


def signals(pen: Pen, rows: pd.DataFrame) -> list[Figure]:
    """A ring round each value outside the natural limits of its line."""
    line = line_of(rows)
    found = limits([float(value) for value in line["value"]])
    if found is None or not found.outside:
        return []
    outside = line.iloc[list(found.outside)]
    return [
        pen.trace(
            mode="markers",
            name=OUTSIDE.fill(place=pen.place)(pen.language),
            x=outside["year"].astype(int).tolist(),
            y=outside["value"].tolist(),
            marker={
                "symbol": "circle-open",
                "size": 18,
                "color": QUIET,
                "line": {"color": QUIET, "width": 2},
            },
            hoverinfo="skip",
        )
    ]
