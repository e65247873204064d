"""One indicator over the years, for up to four places in one chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from meomureum.analysis.targets import Target, path
from meomureum.drawing.screen.lines import Pen, aimed, bands, computed, outlook, published, signals
from meomureum.drawing.screen.palette import FONT, QUIET, Figure, value_axis
from meomureum.measures.measurement import Formula, Kpi
from meomureum.texts import Language, Text

MOST_DIRECT_LABELS = 4
MOST_BANDS = 2
CLOSE_YEARS, CLOSE_SHARE = 0.4, 0.1
LABEL_SHARE = 0.07
# On a narrow screen the legend stands line by line and must not eat the chart.
HEIGHT, LEGEND_LINE, LEGEND_FITS = 420, 22, 3

# By this name the script that draws tells them from other words, and sets them in two rows where they are close.
EVENT = {"name": "event", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
DEFINITION_CHANGED = Text("정의 변경", "Definition changed")
GRADUATES_REPEAT = Text(
    "졸업자마다 선택을 되풀이할 때의 우연 변동(95%)",
    "Chance variation if each graduate's choice were repeated (95%)",
)
PERSONS_REPEAT = Text(
    "사람마다 선택을 되풀이할 때의 우연 변동(95%)",
    "Chance variation if each person's choice were repeated (95%)",
)
CASES_REPEAT = Text(
    "건마다 되풀이할 때의 우연 변동(95%)", "Chance variation if each case were repeated (95%)"
)
SAMPLED_AGAIN = Text("표본을 다시 뽑을 때의 우연 변동(95%)", "Chance variation of the sample (95%)")


def trend(
    kpi: Kpi,
    measured: pd.DataFrame,
    places: Mapping[str, Text],
    targets: Sequence[Target],
    events: pd.DataFrame,
    language: Language,
    by: str = "",
) -> Figure:
    """One indicator over the years: a line a place, hollow points where a figure was published.

    `places` maps the code of each series to its name, in order; `by` is the column of these codes
    (left out: institution, else city).
    Computed values of different formulas are separate lines with a mark where the definition
    changed, a year without a value is a gap, targets are dashed and events are numbered thin
    lines. Bands and outlooks are left out where there are more than two series.
    """
    by = by or ("institution_id" if measured["institution_id"].notna().any() else "city_id")
    valued = measured[measured["value"].notna()]
    sides = _label_sides(valued[valued["origin"] == "computed"], by)
    traces: list[Figure] = []
    for index, (code, place) in enumerate(places.items()):
        pen = Pen(kpi, place, index, language)
        mine = valued[valued[by] == code]
        aims = [each for each in targets if by == "city_id" and each.city_id == code and path(each)]
        side = sides.get(code, "") if 1 < len(places) <= MOST_DIRECT_LABELS else ""
        traces += of_place(pen, mine, aims, side, detailed=len(places) <= MOST_BANDS)
    return {"data": traces, "layout": _layout(kpi, valued, events, traces, len(places), language)}


def of_place(
    pen: Pen, rows: pd.DataFrame, aims: Sequence[Target], side: str = "", *, detailed: bool
) -> list[Figure]:
    """Everything drawn of one place; bands, outlook and signals only in detail."""
    older = {change.before for change in pen.kpi.definition_changes}
    traces: list[Figure] = []
    for formula_id, line in rows[rows["origin"] == "computed"].groupby("formula_id", sort=False):
        old = formula_id in older and len(rows["formula_id"].unique()) > 1
        if detailed:
            traces += bands(pen, line, chance(pen.kpi.formula(str(formula_id))), named=not old)
        traces.append(computed(pen, line, "" if old else side, older=old))
    told = rows[rows["origin"] == "published"]
    if not told.empty:
        traces.append(published(pen, told))
    traces += [aimed(pen, each) for each in aims]
    if detailed and not rows.empty:
        traces += [*outlook(pen, rows, aims[-1] if aims else None), *signals(pen, rows)]
    return traces


def chance(formula: Formula) -> Text:
    """What the band round a line says: never "margin of error" for a full count."""
    if formula.sample_size != "NULL":
        return SAMPLED_AGAIN
    if not formula.measures:
        return CASES_REPEAT
    return GRADUATES_REPEAT if "graduates" in formula.measures else PERSONS_REPEAT


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


def _layout(
    kpi: Kpi,
    valued: pd.DataFrame,
    events: pd.DataFrame,
    traces: Sequence[Figure],
    places: int,
    language: Language,
) -> Figure:
    reach = [float(year) for trace in traces for year in trace["x"]]
    marked = _event_marks(events["date"], span=max(reach) - min(reach) if reach else 0)
    breaks = _breaks(kpi, valued)
    span = _span(reach, marked)
    named = [trace for trace in traces if trace.get("showlegend", True)]
    return {
        "height": HEIGHT + LEGEND_LINE * max(0, len(named) - LEGEND_FITS),
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 48, "r": 72, "t": 32, "b": 40},
        "showlegend": len(named) > places or places > MOST_DIRECT_LABELS,
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0},
        "hovermode": "closest",
        "separators": ".,",
        "xaxis": {
            "tickformat": "d",
            # Whole years: steps of one while they fit, else what the width allows.
            **({"dtick": 1} if span <= 5 else {}),
            "showgrid": False,
            "title": {"text": ""},
            "tickangle": 0,
        },
        "yaxis": value_axis(kpi),
        "shapes": [_upright(at, "dot") for _, at in marked] + [_upright(at, "dash", 2) for at in breaks],
        "annotations": [{**EVENT, "x": at, "text": label} for label, at in marked]
        + [_break_label(at, language) for at in breaks],
    }


def _breaks(kpi: Kpi, valued: pd.DataFrame) -> list[float]:
    """Between the last year of an old definition and the first of the new one, where both are drawn."""
    shown = set(valued["formula_id"])
    return [each.year - 0.5 for each in kpi.definition_changes if {each.before, each.after} <= shown]


def _break_label(at: float, language: Language) -> Figure:
    return {
        "x": at,
        "y": 0,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "text": f" {DEFINITION_CHANGED(language)}",
        "showarrow": False,
    }


def _upright(at: float, dash: str, width: float = 1) -> Figure:
    line = {"color": QUIET, "width": width, "dash": dash}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _span(reach: list[float], marked: list[tuple[str, float]]) -> float:
    places = reach + [at for _, at in marked]
    return max(places) - min(places) if places else 0.0


def _event_marks(dates: Iterable[str], span: float) -> list[tuple[str, float]]:
    """The number of each event and its place; events too close to tell apart share a mark."""
    close = max(CLOSE_YEARS, span * CLOSE_SHARE)
    marks: list[tuple[str, float]] = []
    for count, at in enumerate(map(year_of, dates), start=1):
        if marks and at - marks[-1][1] < close:
            first = marks[-1][0].split("–")[0]
            marks[-1] = (f"{first}–{count}", marks[-1][1])
        else:
            marks.append((str(count), at))
    return marks


def year_of(date: str) -> float:
    """A date as a place on the axis of years: 2025-07 stands half-way between 2025 and 2026."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    return parts[0] + (month - 1) / 12
