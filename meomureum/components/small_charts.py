"""Small charts in cards and rows: a value beside its path and target, the line of a value, a difference with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from meomureum.analysis.targets.changes import Change
from meomureum.analysis.targets.judgement import Progress
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.words.values import announced_baseline, announced_text, row_text, value_text
from meomureum.texts import Language, Text

ROOM = 0.12
"""How far the bar goes on beyond the largest of its values."""
VALUE = Text("최근 값 {value}", "latest {value}")
BASE = Text("기준값 {value}", "baseline {value}")
DUE = Text("{year}년 경로 {value}", "path in {year}: {value}")
GOAL = Text("목표 {value}", "target {value}")
KEY = (
    ("mm-key-value", Text("최근 값", "latest value")),
    ("mm-key-base", Text("기준값", "baseline")),
    ("mm-key-due", Text("올해의 목표 경로", "path this year")),
    ("mm-key-goal", Text("목표", "target")),
)


@dataclass(frozen=True)
class Scale:
    """The ends of a bar; of ranks the largest number stands first."""

    first: float
    last: float

    def at(self, value: float) -> float:
        """Where a value stands, in percent of the bar."""
        return max(0.0, min(100.0, (value - self.first) / (self.last - self.first) * 100))


def due(progress: Progress, year: int) -> float | None:
    """Where the path should be in a year; None before it begins and after its end."""
    return progress.path.get(year)


def has_bullet(progress: Progress) -> bool:
    """Whether there is a value and a number of its unit to reach."""
    return progress.gap is not None


def bullet(progress: Progress, year: int, language: Language) -> Markup:
    """The bar of one target as it stands in a year; nothing without a value and a number to reach."""
    latest, target = progress.latest, progress.target
    if latest is None or target is None or target.value is None or not has_bullet(progress):
        return Markup("")
    high = latest["value_high"]
    ends = (float(latest["value"]), float(latest["value"] if high != high else high))  # NaN
    goal = (target.value, target.value if target.value_high is None else target.value_high)
    path = due(progress, year)
    scale = _scale(progress, [*ends, *goal, *([path] if path is not None else [])])
    marks = [_value(ends, scale, filled=progress.kpi.unit != "rank")]
    if target.baseline is not None:
        marks.append(_tick("mm-bullet-base", scale.at(progress.base or target.baseline)))
    if path is not None:
        marks.append(_tick("mm-bullet-due", scale.at(path)))
    marks.append(_goal(goal, scale))
    return Markup('<div class="mm-bullet" role="img" aria-label="{}">{}</div>').format(
        _told(progress, target, year, path)(language), Markup("").join(marks)
    )


def key(language: Language) -> Markup:
    """What the parts of a bullet bar mean; said once a page."""
    items = (
        Markup('<li><span class="mm-key {}" aria-hidden="true"></span>{}</li>').format(look, word(language))
        for look, word in KEY
    )
    return Markup('<ul class="mm-keys" role="list">{}</ul>').format(Markup("").join(items))


def _scale(progress: Progress, values: list[float]) -> Scale:
    low, high = min(values), max(values)
    if progress.kpi.unit == "rank":
        room = (high - low) * ROOM + 1
        return Scale(high + room, max(low - room, 0.0))
    return Scale(0.0, high * (1 + (0 if progress.kpi.unit == "stage" else ROOM)))


def _value(ends: tuple[float, float], scale: Scale, *, filled: bool) -> Markup:
    """From zero to the value; of ranks, where zero means nothing, the band alone."""
    first, last = sorted(scale.at(end) for end in ends)
    start = 0.0 if filled else first
    return Markup('<span class="mm-bullet-value" style="left:{:.1f}%;width:{:.1f}%"></span>').format(
        start, max(last - start, 1.5)
    )


def _tick(look: str, at: float) -> Markup:
    return Markup('<span class="{}" style="left:{:.1f}%"></span>').format(look, at)


def _goal(goal: tuple[float, float], scale: Scale) -> Markup:
    """A line; of a band (200-299) its outline."""
    first, last = sorted(scale.at(end) for end in goal)
    if last - first < 1:
        return _tick("mm-bullet-goal", last)
    return Markup('<span class="mm-bullet-band" style="left:{:.1f}%;width:{:.1f}%"></span>').format(
        first, last - first
    )


def _told(progress: Progress, target: Target, year: int, path: float | None) -> Text:
    latest = progress.latest
    unit, told = progress.kpi.unit, list[Text]()
    if latest is not None:
        told.append(VALUE.fill(value=row_text(unit, latest)))
    if (baseline := announced_baseline(target)) is not None:
        told.append(BASE.fill(value=baseline))
    if path is not None:
        told.append(DUE.fill(year=year, value=value_text(unit, path)))
    if target.value is not None:
        told.append(GOAL.fill(value=announced_text(unit, target.value, target.value_high)))
    return Text(", ".join(each.ko for each in told), ", ".join(each.en for each in told))


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
    height = _levels(low, high, *((_EDGE, _HEIGHT - _EDGE) if trend.falling else (_HEIGHT - _EDGE, _EDGE)))
    years = [*(point.year for point in trend.points), *(year for year, _ in trend.path)]
    across = _levels(min(years), max(years), _EDGE, _WIDTH - _EDGE)
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


def _levels(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
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


AXIS_ROOM = 0.1
ZERO = Text("차이 없음", "no difference")


def difference_bar(change: Change, told: str, language: Language) -> Markup:
    """The bar with its interval; `told` says the same to who cannot see it."""
    interval = change.interval
    ends = [0.0, change.difference, *((interval.low, interval.high) if interval else ())]
    room = (max(ends) - min(ends)) * AXIS_ROOM or 1.0
    scale = Scale(min(ends) - room, max(ends) + room)
    marks = [_span("mm-difference-bar", scale, 0.0, change.difference)]
    if interval is not None:
        marks.append(_span("mm-difference-chance", scale, interval.low, interval.high))
    marks.append(Markup('<span class="mm-difference-zero" style="left:{:.1f}%"></span>').format(scale.at(0)))
    return Markup(
        '<div class="mm-difference" role="img" aria-label="{}">{}</div>'
        '<p class="mm-difference-word" aria-hidden="true"><span style="left:clamp(2.6rem, {:.1f}%, 100% - 2.6rem)">{}</span></p>'
    ).format(told, Markup("").join(marks), scale.at(0), ZERO(language))


def _span(look: str, scale: Scale, first: float, last: float) -> Markup:
    low, high = sorted((scale.at(first), scale.at(last)))
    return Markup('<span class="{}" style="left:{:.1f}%;width:{:.1f}%"></span>').format(look, low, high - low)
