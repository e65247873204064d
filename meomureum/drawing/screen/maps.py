"""Outlines of regions in, Plotly figures out: no tile server, nothing asked of the network.

The outlines are a simplified copy of the official boundaries (`data/reference/boundaries.geojson`,
its origin in NOTICE). Areas are drawn as filled lines, because Plotly's own choropleth
fetches its base map from elsewhere and stays blank without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from typing import Any

from meomureum.drawing.screen import FONT, QUIET, Figure
from meomureum.project import PROJECT
from meomureum.texts import Language, Text

BOUNDARIES = PROJECT / "data" / "reference" / "boundaries.geojson"
# From the lowest third of the range to the highest, and the colour of words upon it.
SHADES = (("#6BACE6", "#131416"), ("#2073BC", "#FFFFFF"), ("#12436D", "#FFFFFF"))
# An area without a number is hatched, each reason in its own way, and names the reason.
PATTERNS = {
    "not_published": "/",
    "missing": ".",
    "suppressed": "x",
    "not_applicable": "-",
    "not_offered": "|",
}
BACKDROP = "rgba(138, 148, 158, 0.18)"
HATCH = "rgba(138, 148, 158, 0.75)"
PADDING = 0.12
HEIGHT = 380
GRID = 36
LABEL_IS_WIDE = 0.5
# A far islet would shrink the rest: rings smaller than this share of the largest do not set the frame.
FRAMING_SHARE = 0.08
DISTRICT = Text("{district}: {reason}", "{district}: {reason}")

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Area:
    """One region to draw: its name, the words of its value, its shade (0-2) or why it has none."""

    region_id: str
    name: str
    value: str
    shade: int | None
    status: str = "value"


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """The outer rings of every region, the largest first; small islands are left out."""
    found = json.loads(BOUNDARIES.read_text("utf-8"))
    return {
        feature["properties"]["region_id"]: tuple(
            tuple((float(x), float(y)) for x, y in polygon[0])
            for polygon in feature["geometry"]["coordinates"]
        )
        for feature in found["features"]
    }


def middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """The centre of gravity of a region's largest ring, as longitude and latitude."""
    ring = rings[0]
    twice = [(x1 * y2 - x2 * y1, x1 + x2, y1 + y2) for (x1, y1), (x2, y2) in pairwise(ring)]
    area = sum(each for each, _, _ in twice)
    return sum(a * x for a, x, _ in twice) / (3 * area), sum(a * y for a, _, y in twice) / (3 * area)


def base_date() -> str:
    """The day whose boundaries are drawn."""
    return str(json.loads(BOUNDARIES.read_text("utf-8"))["base_date"])


def shades(values: Sequence[float | None]) -> list[int | None]:
    """Which third of the range each value lies in; a single value takes the middle shade."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if high == low:
        return [None if value is None else 1 for value in values]
    thirds = len(SHADES) / (high - low)
    return [None if v is None else min(int((v - low) * thirds), len(SHADES) - 1) for v in values]


def regions(areas: Sequence[Area], districts: Mapping[str, str], language: Language, reason: Text) -> Figure:
    """Some neighbouring areas with their values printed, over the outlines around them.

    `districts` (code to name) are drawn as outlines only; pointing at one tells the `reason`.
    """
    shown = {area.region_id for area in areas} | set(districts)
    backdrop = [_backdrop(rings) for code, rings in outlines().items() if code not in shown]
    inner = [
        _district(outlines()[code], DISTRICT.fill(district=name, reason=reason)(language))
        for code, name in districts.items()
        if code in outlines()
    ]
    drawn = [area for area in areas if area.region_id in outlines()]
    return {
        "data": [*backdrop, *(_area(area) for area in drawn), *inner],
        "layout": _layout(drawn, [_label(area) for area in drawn]),
    }


def _backdrop(rings: Iterable[Ring]) -> Figure:
    return _filled(rings) | {
        "fillcolor": BACKDROP,
        "line": {"color": QUIET, "width": 0.6},
        "hoverinfo": "skip",
    }


def _area(area: Area) -> Figure:
    told = f"{area.name}: {area.value}"
    trace = _filled(outlines()[area.region_id]) | {"name": told, "text": told, "hoverinfo": "text"}
    if area.shade is not None:
        return trace | {"fillcolor": SHADES[area.shade][0], "line": {"color": "#FFFFFF", "width": 1.5}}
    return trace | {
        "fillcolor": "rgba(0, 0, 0, 0)",
        "fillpattern": {
            "shape": PATTERNS.get(area.status, "/"),
            "fgcolor": HATCH,
            "bgcolor": "rgba(0, 0, 0, 0)",
            "size": 9,
            "solidity": 0.25,
        },
        "line": {"color": QUIET, "width": 2, "dash": "dash"},
    }


def _district(rings: Iterable[Ring], told: str) -> Figure:
    return _filled(rings) | {
        "fillcolor": "rgba(0, 0, 0, 0)",
        "line": {"color": "#FFFFFF", "width": 1, "dash": "dot"},
        "name": told,
        "text": told,
        "hoverinfo": "text",
    }


def _filled(rings: Iterable[Ring]) -> Figure:
    """Rings as one filled trace, with a gap in the line between two rings."""
    across: list[float | None] = []
    up: list[float | None] = []
    for ring in rings:
        across.extend([*(x for x, _ in ring), None])
        up.extend([*(y for _, y in ring), None])
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "showlegend": False,
        "x": across[:-1],
        "y": up[:-1],
    }


def _label(area: Area) -> Figure:
    """The name and the value on the area; where there is no shade, on a plate of its own."""
    x, y = inside(outlines()[area.region_id][0])
    label = {
        "x": x,
        "y": y,
        "text": f"{area.name}<br><b>{area.value}</b>",
        "showarrow": False,
        "font": {"size": 14, "color": "#131416" if area.shade is None else SHADES[area.shade][1]},
    }
    if area.shade is None:
        return label | {"bgcolor": "#FFFFFF", "bordercolor": QUIET, "borderwidth": 1, "borderpad": 4}
    # The shade again beneath the words, so that no line of a district runs through them.
    return label | {"bgcolor": SHADES[area.shade][0]}


def _layout(areas: Sequence[Area], labels: list[Figure]) -> Figure:
    across, up = frame([area.region_id for area in areas])
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    return {
        "height": HEIGHT,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 0, "r": 0, "t": 8, "b": 8},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**hidden, "range": across},
        "yaxis": {
            **hidden,
            "range": up,
            "scaleanchor": "x",
            # A degree of longitude is shorter than one of latitude by this much.
            "scaleratio": 1 / cos(radians(sum(up) / 2)),
        },
        "annotations": labels,
    }


def frame(codes: Sequence[str]) -> tuple[list[float], list[float]]:
    """From where to where, across and up, some regions reach, with room around them."""
    rings = [ring for code in codes for ring in _framing(outlines()[code])]
    return _range([x for ring in rings for x, _ in ring]), _range([y for ring in rings for _, y in ring])


def _framing(rings: Sequence[Ring]) -> list[Ring]:
    largest = max(map(_size, rings))
    return [ring for ring in rings if _size(ring) >= FRAMING_SHARE * largest]


def _size(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def _range(places: Sequence[float]) -> list[float]:
    low, high = min(places, default=0.0), max(places, default=1.0)
    edge = (high - low) * PADDING
    return [low - edge, high + edge]


@lru_cache(maxsize=64)
def inside(ring: Ring) -> tuple[float, float]:
    """A place well within an outline for its label: of a grid, the point furthest from the edge."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    grid = [
        (min(xs) + wide * (i + 0.5) / GRID, min(ys) + tall * (j + 0.5) / GRID)
        for i in range(GRID)
        for j in range(GRID)
    ]
    within = [point for point in grid if _contains(ring, point)]
    return max(within or [ring[0]], key=lambda point: _clearance(ring, point))


def _contains(ring: Ring, point: tuple[float, float]) -> bool:
    x, y = point
    inner = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inner = not inner
    return inner


def _clearance(ring: Ring, point: tuple[float, float]) -> float:
    """The way to the nearest edge, with the width that a label needs counted in."""
    return min(_distance(start, end, point) for start, end in pairwise(ring))


def _distance(start: tuple[float, float], end: tuple[float, float], point: tuple[float, float]) -> float:
    """Squared, from a point to a stretch of line; across counts half, because labels are wide."""
    (x1, y1), (x2, y2), (x, y) = ((LABEL_IS_WIDE * a, b) for a, b in (start, end, point))
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if length == 0 else ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length
    at = min(1.0, max(0.0, along))
    return (x - x1 - at * (x2 - x1)) ** 2 + (y - y1 - at * (y2 - y1)) ** 2
