"""Sentences on the line as a whole: where its definition changed, values outside its usual variation, and what would follow."""

from __future__ import annotations

import pandas as pd

from meomureum.analysis.statistics.series import limits
from meomureum.analysis.targets.changes import line_of
from meomureum.analysis.targets.judgement import Progress, assess
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.targets.outlook import continuation, required
from meomureum.analysis.words.values import YEAR, gap_text, people_text, value_text, year_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Text, number, plain

BROKEN = Text(
    "{year}년 정의 변경: {words} 그 앞({before})과 뒤({after})는 한 선으로 잇지 않습니다.",
    "Definition changed in {year}: {words} Before ({before}) and after ({after}) are never one line.",
)
OUTSIDE = Text(
    "{place}: {years}년 값이 평소 변동 범위({low}~{high}) 밖에 있습니다",
    "{place}: {years} outside the usual variation ({low} to {high})",
)
RUNS = Text(
    "{place}: {years}년에 같은 쪽 값이 이어져 변화의 신호가 있습니다",
    "{place}: values keep to one side up to {years}, a signal of change",
)
CONTINUED = Text(
    "{place}: 최근 {years}년의 평균 변화(해마다 {change})가 이어진다면 {year}년 {value}입니다. 예측이 아닙니다",
    "{place}: if the average change of the last {years} years ({change} a year) continues, {value} in {year}; "
    "not a forecast",
)
NEEDED = Text(
    "{year}년 목표에 이르려면 {start}부터 해마다 {change}씩 바뀌어야 합니다",
    "the {year} target needs {change} a year from {start}",
)
CLIMB = Text(
    "{year}년 목표에 이르려면 {start}부터 해마다 {places}계단 올라야 합니다",
    "the {year} target needs {places} places a year from {start}",
)
OF_PLACE = Text("{place}: {told}", "{place}: {told}")


def breaks(kpi: Kpi, measured: pd.DataFrame) -> list[Text]:
    """Each change of the definition that has values on both of its sides."""
    shown = set(measured.loc[measured["value"].notna(), "formula_id"])
    return [
        BROKEN.fill(
            year=each.year,
            words=each.words,
            before=kpi.formula(each.before).name,
            after=kpi.formula(each.after).name,
        )
        for each in kpi.definition_changes
        if {each.before, each.after} <= shown
    ]


def signals(kpi: Kpi, place: Text, measured: pd.DataFrame) -> list[Text]:
    """Which years stand outside the natural limits (XmR); run rules from twelve points on."""
    line = line_of(measured)
    found = limits([float(value) for value in line["value"]])
    if found is None:
        return []
    told = []
    if found.outside:
        low = max(found.low, 0.0) if kpi.unit != "rank" else found.low
        told.append(
            OUTSIDE.fill(
                place=place,
                years=_years(line, found.outside),
                low=value_text(kpi.unit, low),
                high=value_text(kpi.unit, found.high),
            )
        )
    if found.runs:
        told.append(RUNS.fill(place=place, years=_years(line, found.runs)))
    return told


def _years(line: pd.DataFrame, places: tuple[int, ...]) -> Text:
    return plain(", ".join(str(int(line["year"].iloc[at])) for at in places))


def outlook(kpi: Kpi, place: Text, measured: pd.DataFrame, target: Target | None) -> list[Text]:
    """What the last change would come to, and what the target needs; each only where it is allowed."""
    told, going_on = [], continuation(kpi, measured, target.year if target else None)
    if going_on is not None:
        year = max(going_on.values)
        told.append(
            CONTINUED.fill(
                place=place,
                years=going_on.years,
                change=gap_text(kpi.unit, going_on.change),
                year=year,
                value=value_text(kpi.unit, going_on.values[year]),
            )
        )
    needed = pace_needed(assess(kpi.id, measured, target))
    return told if needed is None else [*told, OF_PLACE.fill(place=place, told=needed)]


def pace_needed(judged: Progress) -> Text | None:
    """What a year has to bring from the latest value on; None where no path leads to the target."""
    years = required(judged)
    if not years:
        return None
    first, latest = min(years), judged.latest
    start = YEAR.fill(year=first) if latest is None else year_text(latest, first)
    told: dict[str, Text | int] = {"year": max(years), "start": start}
    if judged.kpi.unit == "rank":
        return CLIMB.fill(places=number(abs(judged.pace or 0.0)), **told)
    return NEEDED.fill(change=_pace(judged), **told)


def _pace(judged: Progress) -> Text:
    pace = gap_text(judged.kpi.unit, judged.pace or 0.0)
    if judged.people_a_year is None:
        return pace
    people = people_text(judged.people_a_year)
    return Text(f"{pace.ko}({people.ko})", f"{pace.en} ({people.en})")
