"""What is drawn beside measured lines, from the same measurements: targets, chance, what would follow, signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from meomureum.analysis.statistics.series import limits
from meomureum.analysis.targets.changes import count_of, line_of
from meomureum.analysis.targets.judgement import assess
from meomureum.analysis.targets.ledger import Target, path
from meomureum.analysis.targets.outlook import continuation, required
from meomureum.analysis.words.values import announced_text, gap_text, value_text
from meomureum.drawing.figure import Point, Series
from meomureum.drawing.words import TARGET_PATH
from meomureum.figures.value_rows import point_of
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.measures.measurement import Formula, Kpi
from meomureum.texts import Language, Text

MOST_BANDS = 2
"""So many places have bands and an outlook; of more they would hide each other."""
TARGET = Text("목표 {value}", "Target {value}")
CONTINUED = Text(
    "{place}: 최근 {years}년의 평균 변화가 이어진다면",
    "{place}: if the average change of the last {years} years continues",
)
NEEDED = Text(
    "{place}: {year}년부터 목표까지 필요한 변화", "{place}: change needed from {year} to the target"
)
OUTSIDE = Text("{place}: 평소 변동 범위 밖", "{place}: outside its usual variation")
OF_FORMULA = Text("{place} · {formula}", "{place} · {formula}")
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
SINCE = Text("{year}년보다 {gap}", "{gap} since {year}")
AGAINST_PATH = Text("목표 경로보다 {gap}", "{gap} against the target path")
SAMPLED_AGAIN = Text("표본을 다시 뽑을 때의 우연 변동(95%)", "Chance variation of the sample (95%)")


def beside(
    kpi: Kpi, place: Text, rows: pd.DataFrame, target: Target | None, language: Language
) -> Iterator[Series]:
    """Chance, outlook and signals of one place, whose valued rows these are."""
    lines: dict[str, list[Mapping[Any, Any]]] = {}
    for row in rows.to_dict("records"):
        if row["origin"] == "computed":
            lines.setdefault(row["formula_id"], []).append(row)
    for formula_id, line in lines.items():
        yield from _chance(kpi, place, line, kpi.formula(formula_id), language)
    yield from _outlook(kpi, place, rows, target, language)
    yield from _outside(kpi, place, rows, language)


def chance(formula: Formula) -> Text:
    """What the band round a line says: never "margin of error" for a full count."""
    if formula.sample_size != "NULL":
        return SAMPLED_AGAIN
    if not formula.measures:
        return CASES_REPEAT
    return GRADUATES_REPEAT if "graduates" in formula.measures else PERSONS_REPEAT


def target_series(kpi: Kpi, place: Text, target: Target, language: Language) -> Series:
    """The path to a target, year by year, with what it aims at."""
    goal = TARGET.fill(value=announced_text(kpi.unit, target.value or 0, target.value_high))
    return Series(
        TARGET_PATH.fill(place=place)(language),
        "target",
        _points(kpi, path(target), language),
        place=place(language),
        goal=goal(language),
        milestones=tuple(map(str, target.milestones)),
    )


def compared_points(
    kpi: Kpi, formula_id: str, points: Sequence[Point], target: Target | None, language: Language
) -> tuple[Point, ...]:
    """The points of a line, each with its change from the one before it and its gap to the path to the target.

    What was announced without a formula is not compared, nor are ranges and stages.
    """
    if formula_id == ANNOUNCED.id or kpi.unit == "stage":
        return tuple(points)
    aimed = path(target) if target is not None and target.unit == kpi.unit else {}
    before: Point | None = None
    found = []
    for point in points:
        found.append(replace(point, compared=tuple(_gaps(kpi, point, before, aimed, language))))
        before = point if point.value is not None and point.far is None else before
    return tuple(found)


def _gaps(
    kpi: Kpi, point: Point, before: Point | None, aimed: Mapping[int, float], language: Language
) -> Iterator[str]:
    if point.value is None or point.far is not None:
        return
    if before is not None:
        gap = gap_text(kpi.unit, point.value - (before.value or 0.0))
        yield SINCE.fill(year=before.at, gap=gap)(language)
    if int(point.at) in aimed:
        gap = gap_text(kpi.unit, point.value - aimed[int(point.at)])
        yield AGAINST_PATH.fill(gap=gap)(language)


def older_series(kpi: Kpi, place: Text, rows: pd.DataFrame, language: Language) -> Iterator[Series]:
    """Values by an earlier definition, a line each."""
    for formula_id, line in rows.groupby("formula_id", sort=False):
        name = OF_FORMULA.fill(place=place, formula=kpi.formula(str(formula_id)).name)
        points = tuple(point_of(kpi, row, str(int(row["year"])), language) for row in line.to_dict("records"))
        yield Series(name(language), "older", points, place=place(language))


def definition_breaks(kpi: Kpi, valued: pd.DataFrame) -> tuple[float, ...]:
    """Between the last year of an old definition and the first of the new one, where both are drawn."""
    shown = set(valued["formula_id"])
    return tuple(each.year - 0.5 for each in kpi.definition_changes if {each.before, each.after} <= shown)


def _points(kpi: Kpi, values: dict[int, float], language: Language) -> tuple[Point, ...]:
    return tuple(
        Point(str(year), value, value_text(kpi.unit, value)(language)) for year, value in values.items()
    )


def _chance(
    kpi: Kpi, place: Text, line: Sequence[Mapping[Any, Any]], formula: Formula, language: Language
) -> Iterator[Series]:
    """Wilson's interval of each year whose counts are known."""
    points = []
    for row in sorted(line, key=lambda each: int(each["year"])):
        count = count_of(kpi, row)  # type: ignore[arg-type]  # it reads by name alone
        if count is not None and count.denominator > 0:
            interval = count.interval()
            points.append(Point(str(int(row["year"])), None, "", low=interval.low, high=interval.high))
    if points:
        yield Series(chance(formula)(language), "chance", tuple(points), place=place(language))


def _outlook(
    kpi: Kpi, place: Text, rows: pd.DataFrame, target: Target | None, language: Language
) -> Iterator[Series]:
    """What the last change would come to, and what the target needs; no forecast."""
    going_on = continuation(kpi, rows, target.year if target else None)
    needed = required(assess(kpi.id, rows, target)) if target else {}
    if going_on is not None:
        name = CONTINUED.fill(place=place, years=going_on.years)(language)
        yield Series(name, "projected", _points(kpi, going_on.values, language), place=place(language))
    if needed:
        name = NEEDED.fill(place=place, year=min(needed))(language)
        yield Series(name, "required", _points(kpi, needed, language), place=place(language))


def _outside(kpi: Kpi, place: Text, rows: pd.DataFrame, language: Language) -> Iterator[Series]:
    """The values beyond the natural limits of the line."""
    line = line_of(rows)
    found = limits([float(value) for value in line["value"]])
    if found is not None and found.outside:
        outside = line.iloc[list(found.outside)].to_dict("records")
        points = tuple(point_of(kpi, row, str(int(row["year"])), language) for row in outside)
        yield Series(OUTSIDE.fill(place=place)(language), "outside", points, place=place(language))
