"""The answer in ten seconds: one row an indicator, what needs attention first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from meomureum.analysis.targets import STANDINGS, Progress, Standing
from meomureum.analysis.words import value_text
from meomureum.components.indicator import (
    LOCAL,
    TONES,
    UNSTATED,
    aim_text,
    counted,
    dated_text,
    distance_text,
    earlier_text,
    standing_text,
    trend_of,
)
from meomureum.components.markup import Status, sheet_link, status, synthetic_mark
from meomureum.components.sparkline import sparkline
from meomureum.measures.measurement import RUNGS
from meomureum.texts import Language, Text

# A target that nobody can judge for want of figures comes before one that is on its way.
ATTENTION: tuple[Standing, ...] = (
    "moving_away",
    "limited",
    "must_accelerate",
    "baseline_only",
    "not_published",
    "too_few_points",
    "scheduled",
    "undated",
    "direction_only",
    "other_unit",
    "no_target",
    "on_track",
    "met",
)
NOTHING = Text("공표된 값 없음", "Not published")
TARGET = Text("목표 {aim}", "Target {aim}")
TO_GO = Text("목표까지 {distance}", "{distance} to target")
BEFORE = Text("앞선 값 {value}", "before: {value}")
NO_DENOMINATOR = Text("분모 밝히지 않음", "Denominator not stated")


@dataclass(frozen=True)
class Row:
    """One indicator of one place: what has been measured (`rows`), judged, and where its details are."""

    place: Text
    progress: Progress
    rows: pd.DataFrame
    cited: str
    address: str
    synthetic: bool
    sheet_address: str = ""


def by_attention(rows: Sequence[Row]) -> list[Row]:
    """Those that need attention first; equals keep their order."""
    return sorted(rows, key=lambda row: urgency(row.progress.standing))


def urgency(standing: Standing) -> int:
    """The place of a standing in the order of attention."""
    return ATTENTION.index(standing) if standing in ATTENTION else len(ATTENTION)


def standings(rows: Sequence[Row], language: Language) -> Markup:
    """The list, in the order given."""
    items = Markup("").join(_item(row, language) for row in rows)
    return Markup('<ol class="mm-standings" role="list">{}</ol>').format(items)


def tally(rows: Sequence[Row], language: Language) -> Markup:
    """How many targets stand where, most urgent first."""
    aimed = by_attention([row for row in rows if row.progress.target is not None])
    counted_by = Counter(row.progress.standing for row in aimed)
    badges = (
        status(Status(TONES.get(standing, "neutral"), f"{STANDINGS[standing](language)} {count}"))
        for standing, count in counted_by.items()
    )
    return Markup('<p class="mm-tally">{}</p>').format(Markup(" ").join(badges))


def _item(row: Row, language: Language) -> Markup:
    progress = row.progress
    badge = Status(TONES.get(progress.standing, "neutral"), standing_text(progress)(language))
    small = trend_of(row.place, progress, row.rows, language)
    return Markup(
        '<li><div class="mm-standing-name"><a class="mm-link" href="{}" target="_self">{} · {}</a>{}{}{}</div>'
        '<div class="mm-standing-value">{}</div><div class="mm-standing-aim">{}{}</div>'
        '<div class="mm-standing-trend">{}</div></li>'
    ).format(
        row.address,
        row.place(language),
        progress.kpi.name(language),
        synthetic_mark(language) if row.synthetic else "",
        _defined(row, language),
        sheet_link(row.sheet_address, f"{row.place(language)} {progress.kpi.name(language)}", language),
        _latest(row, language),
        status(badge),
        _aimed(progress, language),
        sparkline(small) if small else "",
    )


def _defined(row: Row, language: Language) -> Markup:
    """Formula, meaning of local and source: no percentage stands without them."""
    kpi, latest = row.progress.kpi, row.progress.latest
    if latest is None:
        return Markup("")
    formula = kpi.formula(latest["formula_id"])
    words = [formula.name(language)] if kpi.unit == "percent" else []
    if len({each.geography for each in kpi.formulas}) > 1:
        words.append(f"{LOCAL(language)} {RUNGS[formula.geography](language)}")
    words.append(row.cited)
    return Markup('<span class="mm-standing-note">{}</span>').format(
        " · ".join(word for word in words if word)
    )


def _latest(row: Row, language: Language) -> Markup:
    progress, latest = row.progress, row.progress.latest
    if latest is None:
        return Markup("<strong>{}</strong>").format(NOTHING(language))
    value = value_text(progress.kpi.unit, latest["value"], latest["value_high"])
    people = counted(progress.kpi.unit, latest)
    earlier = earlier_text(progress, row.rows)
    lines = [NO_DENOMINATOR if people == UNSTATED else people, dated_text(latest)]
    lines += [BEFORE.fill(value=earlier)] if earlier else []
    spans = Markup("").join(Markup("<span>{}</span>").format(line(language)) for line in lines)
    return Markup("<strong>{}</strong>{}").format(value(language), spans)


def _aimed(progress: Progress, language: Language) -> Markup:
    goal, distance = aim_text(progress), distance_text(progress)
    lines = [TARGET.fill(aim=goal)] if goal else []
    lines += [TO_GO.fill(distance=distance)] if distance else []
    return Markup("").join(Markup("<span>{}</span>").format(line(language)) for line in lines)
