"""The announced targets of a city at a glance: value, bar, path, and one plain sentence each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from markupsafe import Markup

from meomureum.analysis.words.plain_verdict import goal_text, left_to_do, plain_verdict, short_standing
from meomureum.analysis.words.values import announced_baseline, change, is_marked
from meomureum.components.indicator import NO_DENOMINATOR, OLD_YEARS, TONES, UNCOUNTED, counted
from meomureum.components.indicator import UNSTATED as NOT_STATED
from meomureum.components.markup import Status, status
from meomureum.components.small_charts import Point, Trend, bullet, sparkline
from meomureum.figures.overview import shown
from meomureum.figures.standing import Standing
from meomureum.texts import Language, Text, number, plain

Address = Callable[[Standing], str]
"""Where the whole of an indicator stands."""

STATED, ASSUMED = Text("{year}년", "{year}"), Text("{year}년(연도 가정)", "{year} (year assumed)")
AGE = Text("{when} · {years}년 전", "{when}, {years} years ago")
GOAL = Text("목표 {goal}", "Target: {goal}")
BASE = Text("기준 {value}", "from {value}")
BASIS = Text("{year}년 {everyone}명 기준", "of {everyone} in {year}")
TREND = Text("{place} {name} 추이", "{name}, {place}: trend")
SEE = Text("추이 보기", "see the trend")


def tiles(held: Sequence[Standing], on: int, language: Language, address: Address) -> Markup:
    """A tile each, as many side by side as there is room for; `on` is the present year."""
    items = Markup("").join(Markup("<li>{}</li>").format(_tile(each, on, language, address)) for each in held)
    return Markup('<div class="mm-tile-room"><ul class="mm-tiles" role="list">{}</ul></div>').format(items)


def unknown(held: Sequence[Standing], language: Language) -> Markup:
    """Targets of which nothing is known: a line each."""
    items = Markup("").join(
        Markup("<li><strong>{}</strong> {}</li>").format(
            each.kpi.name(language), plain_verdict(each.progress)(language)
        )
        for each in held
    )
    return Markup('<ul class="mm-unjudged" role="list">{}</ul>').format(items) if held else Markup("")


def badge(each: Standing, language: Language) -> Markup:
    """The judgement by icon and word; that there is none is no colour's business."""
    tone = TONES[each.progress.standing] if each.progress.judged else "neutral"
    return status(Status(tone, short_standing(each.progress)(language)))


def dated(each: Standing, on: int) -> Text:
    """The year of the newest value, whether it is assumed, and its age where it is old."""
    latest = each.progress.latest
    if latest is None:
        return plain("")
    year = int(latest["year"])
    when = (ASSUMED if is_marked(latest, "assumed_year") else STATED).fill(year=year)
    return when if on - year < OLD_YEARS else AGE.fill(when=when, years=on - year)


def counts(each: Standing) -> Text:
    """Numerator and denominator in words; that nobody stated them; nothing where nobody is counted."""
    latest = each.progress.latest
    if latest is None:
        return plain("")
    words = counted(each.kpi, latest)
    return NO_DENOMINATOR if words == NOT_STATED else plain("") if words == UNCOUNTED else words


def small_trend(each: Standing, language: Language, *, with_path: bool = True) -> Markup:
    """The line of the newest formula, with the path to the target dashed."""
    line, target = each.line, each.target
    if len(line) < 2:  # a single value is a number, not a picture
        return Markup("")
    by_year = line.set_index("year")["value_high"].fillna(line.set_index("year")["value"])
    years = range(int(by_year.index.min()), int(by_year.index.max()) + 1)
    undated = target is not None and each.progress.gap is not None and not each.progress.path
    computed = line.set_index("year")["origin"].eq("computed")
    points = (Point(year, by_year.get(year), bool(computed.get(year, False))) for year in years)
    trend = Trend(
        points=tuple(points),
        title=TREND.fill(place=each.place, name=each.kpi.name)(language),
        description=change(each.kpi, each.place, line)(language),
        target=target.far_end() if target is not None and undated and with_path else None,
        path=tuple(each.progress.path.items()) if with_path else (),
        falling=each.kpi.unit == "rank",
    )
    return sparkline(trend)


def _tile(each: Standing, on: int, language: Language, address: Address) -> Markup:
    name, left = each.kpi.name(language), left_to_do(each.progress, each.people, on)
    return Markup(
        '<article class="mm-tile"><header><h3><a class="mm-link" href="{}" target="_self">{}'
        '<span class="mm-unseen"> – {}</span></a></h3>{}</header>'
        '<p class="mm-tile-value"><strong>{}</strong> <span>{}</span></p>{}'
        '<p class="mm-tile-goal"><span>{}</span><span>{}</span></p>{}'
        '<p class="mm-tile-words">{}</p>{}</article>'
    ).format(
        address(each),
        name,
        SEE(language),
        badge(each, language),
        shown(each)(language),
        dated(each, on)(language),
        bullet(each.progress, on, language),
        _base(each)(language),
        _goal(each)(language),
        small_trend(each, language),
        f"{plain_verdict(each.progress)(language)}.",
        Markup('<p class="mm-tile-left">{}</p>').format(_last_words(each, left, language)),
    )


def _last_words(each: Standing, left: Text | None, language: Language) -> str:
    """What is left to do, and of how many the value is, where that is known."""
    to_do, of = left(language) + _basis(each, language) if left else "", counts(each)
    return " · ".join(word for word in (to_do, "" if of == NO_DENOMINATOR else of(language)) if word)


def _goal(each: Standing) -> Text:
    target = each.target
    return plain("") if target is None or target.value is None else GOAL.fill(goal=goal_text(target))


def _base(each: Standing) -> Text:
    value = None if each.target is None else announced_baseline(each.target)
    return plain("") if value is None else BASE.fill(value=value)


def _basis(each: Standing, language: Language) -> str:
    """Of how many the missing people are reckoned, where the value itself does not say it."""
    latest = each.progress.latest
    if each.people is None or latest is None or pd.notna(latest["denominator"]):
        return ""
    words = BASIS.fill(year=each.counted_in or "", everyone=number(each.everyone or 0))
    return f" ({words(language)})"
