"""A bullet bar: the value of an indicator on the way from its baseline to its target."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from meomureum.analysis.targets import Progress, Target
from meomureum.analysis.words import (
    announced_baseline,
    announced_text,
    row_text,
    value_text,
)
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
