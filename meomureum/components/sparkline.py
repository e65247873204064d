"""The small trend of a card: a line without axes, whose values stay in the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup


@dataclass(frozen=True)
class Point:
    """One year of a small trend; without a value the line has a gap."""

    year: int
    value: float | None
    computed: bool = False
    """Computed from files (filled dot) or published by others (hollow dot)."""


@dataclass(frozen=True)
class Trend:
    """A small line without axes: the words say what it shows, the values stay in the page."""

    points: tuple[Point, ...]
    title: str
    description: str
    target: float | None = None
    path: tuple[tuple[int, float], ...] = ()
    """What the target asks for, year by year; without it the target is a level."""
    falling: bool = False
    """Whether small numbers stand on top, as ranks do."""


_WIDTH, _HEIGHT, _EDGE = 240, 56, 6
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" fill="none" stroke="#000"'
    ' stroke-width="2" stroke-linejoin="round">{}</svg>'
)
_LINE = (
    '<mask id="m" maskUnits="userSpaceOnUse">'
    '<rect width="{}" height="{}" fill="#fff" stroke="none"/>'
    '<g fill="#000" stroke="none">{}</g></mask><path d="{}" mask="url(#m)"/>{}'
)
_DOT = '<circle cx="{:.1f}" cy="{:.1f}" r="3.4"{}/>'


def sparkline(trend: Trend) -> Markup:
    """The trend as a drawing: hollow dots published, filled computed, dashes the target or the path to it.

    The page takes no SVG, so line and target are two masks through which the colours of
    `look.css` show; that way they follow the theme.
    """
    values = [point.value for point in trend.points if point.value is not None]
    if not values:
        return Markup("")
    asked = [value for _, value in trend.path] or ([] if trend.target is None else [trend.target])
    low, high = min([*values, *asked]), max([*values, *asked])
    height = _scale(low, high, *((_EDGE, _HEIGHT - _EDGE) if trend.falling else (_HEIGHT - _EDGE, _EDGE)))
    years = [*(point.year for point in trend.points), *(year for year, _ in trend.path)]
    across = _scale(min(years), max(years), _EDGE, _WIDTH - _EDGE)
    target = _path(trend.path, across, height) if trend.path else "".join(map(_level, map(height, asked)))
    return Markup(
        '<div class="mm-trend" role="img" aria-label="{}: {}">'
        '<span class="mm-target" style="{}"></span><span class="mm-line" style="{}"></span></div>'
        '<p class="mm-years" aria-hidden="true"><span>{}</span><span>{}</span></p>'
    ).format(
        trend.title,
        trend.description,
        _shape(target),
        _shape(_line(trend.points, across, height)),
        min(years),
        max(years),
    )


def _shape(drawing: str) -> str:
    svg = _DRAWING.format(_WIDTH, _HEIGHT, drawing)
    return f"--mm-shape:url('data:image/svg+xml,{quote(svg)}')"


def _level(y: float) -> str:
    return f'<path d="M0 {y:.1f}H{_WIDTH}" stroke-width="1.5" stroke-dasharray="5 4"/>'


def _path(
    path: Sequence[tuple[int, float]], across: Callable[[float], float], height: Callable[[float], float]
) -> str:
    steps = "L".join(f"{across(year):.1f} {height(value):.1f}" for year, value in path)
    return f'<path d="M{steps}" stroke-width="1.5" stroke-dasharray="5 4"/>'


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Where a number stands between two edges; a flat line stands in the middle."""
    if high == low:
        return lambda _: (start + end) / 2
    return lambda number: start + (number - low) / (high - low) * (end - start)


def _line(points: Sequence[Point], across: Callable[[float], float], height: Callable[[float], float]) -> str:
    """Line and dots; the line stops at a missing year and leaves hollow dots empty."""
    steps, dots, holes = [], [], []
    pen = "M"
    for point in points:
        if point.value is None:
            pen = "M"
            continue
        x, y = across(point.year), height(point.value)
        steps.append(f"{pen}{x:.1f} {y:.1f}")
        dots.append(_DOT.format(x, y, ' fill="#000"' if point.computed else ""))
        holes.append(_DOT.format(x, y, ""))
        pen = "L"
    return _LINE.format(_WIDTH, _HEIGHT, "".join(holes), "".join(steps), "".join(dots))
