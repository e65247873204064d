"""The outlines of regions: their rings, where they reach, and where words stand within them.

They are a simplified copy of the official boundaries (`data/reference/boundaries.geojson`, its
origin in NOTICE); `boundaries_nation.geojson` has every city of the country, coarser, for one map of
all. Places are longitude and latitude.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from meomureum.project import PROJECT

BOUNDARIES = PROJECT / "data" / "reference" / "boundaries.geojson"
NATION = BOUNDARIES.with_name("boundaries_nation.geojson")
CAPITAL, EARTH_KILOMETRES = "seoul", 6371.0
PADDING = 0.12
GRID = 36
LABEL_IS_WIDE = 0.5
# A far islet would shrink the rest: rings smaller than this share of the largest do not set the frame.
FRAMING_SHARE = 0.08

Ring = tuple[tuple[float, float], ...]
Reach = tuple[float, float]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """The outer rings of every region, the largest first; those of few are fine, of other cities coarse."""
    return {**nation(), **_rings(BOUNDARIES)}


@lru_cache(maxsize=1)
def nation() -> Mapping[str, tuple[Ring, ...]]:
    """The outer rings of every city of the country, with the borders they share, as coarse as one another."""
    return _rings(NATION)


def _rings(file: Path) -> dict[str, tuple[Ring, ...]]:
    found = json.loads(file.read_text("utf-8"))
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


@lru_cache(maxsize=1)
def kilometres_to_the_capital() -> Mapping[str, float]:
    """How far each outlined region's middle lies from Seoul's, as the crow flies."""
    middles = {region: middle(rings) for region, rings in outlines().items() if rings}
    return {region: _kilometres(place, middles[CAPITAL]) for region, place in middles.items()}


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (east, north), (east_too, north_too) = one, other
    across, up = radians(east_too - east), radians(north_too - north)
    half = sin(up / 2) ** 2 + cos(radians(north)) * cos(radians(north_too)) * sin(across / 2) ** 2
    return 2 * EARTH_KILOMETRES * asin(sqrt(half))


def frame(
    codes: Sequence[str], within: Mapping[str, tuple[Ring, ...]] | None = None, padding: float = PADDING
) -> tuple[Reach, Reach]:
    """From where to where, across and up, some regions reach, with room around them."""
    rings = [ring for code in codes for ring in _framing((within or outlines())[code])]
    across, up = ([place[at] for ring in rings for place in ring] for at in (0, 1))
    return _range(across, padding), _range(up, padding)


def reaches(rings: Sequence[Ring], frame: tuple[Reach, Reach]) -> bool:
    """Whether any of an outline may be seen within a frame."""
    (west, east), (south, north) = frame
    return any(
        min(x for x, _ in ring) < east
        and max(x for x, _ in ring) > west
        and min(y for _, y in ring) < north
        and max(y for _, y in ring) > south
        for ring in rings
    )


def ratio(up: Reach) -> float:
    """How much longer a degree of latitude is than one of longitude there."""
    return 1 / cos(radians(sum(up) / 2))


def _framing(rings: Sequence[Ring]) -> list[Ring]:
    largest = max(map(_size, rings))
    return [ring for ring in rings if _size(ring) >= FRAMING_SHARE * largest]


def _size(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def _range(places: Sequence[float], padding: float) -> Reach:
    low, high = min(places, default=0.0), max(places, default=1.0)
    edge = (high - low) * padding
    return low - edge, high + edge


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
