"""A clause against what has been measured: the value of a place in a year, and what may be said of a change."""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

from meomureum.analysis.targets import change_between, line_of
from meomureum.analysis.words import value_text
from meomureum.measures import measurement, register
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, points, rounded
from meomureum.verify.claims.against_ledger import CHANGE, PLACE, UNIT, Words
from meomureum.verify.claims.reading import Amount, Clause
from meomureum.verify.claims.verdicts import Check, source_of

VALUE = Text("값", "Value")
YEAR = Text("연도", "Year")
MOVEMENT = Text("증감", "Direction")

EQUALS = Text(
    "{place} {year}년 값 {value:과/와} 같습니다{counts}. 산식: {formula}",
    "Equals the {year} value of {place}, {value}{counts}. Formula: {formula}",
)
DIFFERS = Text(
    "{place} {year}년 값은 {value}입니다{counts}. 산식: {formula}",
    "The {year} value of {place} is {value}{counts}. Formula: {formula}",
)
OF_ANOTHER_YEAR = Text(
    "{place} {year}년 값입니다. 가장 최근인 {last}년 값은 {value}입니다.",
    "That is the {year} value of {place}; the latest, of {last}, is {value}.",
)
COUNTS = Text("({denominator}명 중 {numerator}명)", " ({numerator} of {denominator})")
NO_YEAR = Text(
    "{place}의 {year}년 값은 공표되지 않았습니다.", "No value of {place} for {year} has been published."
)
NO_VALUE = Text("{place}의 값은 공표되지 않았습니다. {why}", "No value of {place} has been published. {why}")
NO_PLACE = Text(
    "문장에 도시나 기관이 없어 견줄 값을 고를 수 없습니다.",
    "The sentence names no city or institution to compare with.",
)
NOT_COMPARED = Text("견줄 두 해의 값을 찾지 못했습니다.", "The two years to compare were not found.")
PERCENT_OR_POINTS = Text(
    "비율의 차이는 %가 아니라 %p로 적습니다. 차이는 {difference}입니다.",
    "A difference of two rates is in %p, not %. The difference is {difference}.",
)
DIFFERENCE = Text(
    "{first}년과 {last}년의 차이는 {difference}입니다.",
    "The difference between {first} and {last} is {difference}.",
)
MOVED = Text(
    "{first}년 {old}, {last}년 {new}: 차이의 95% 구간이 변화 없음을 배제합니다.",
    "{old} in {first}, {new} in {last}: the 95% interval of the difference excludes no change.",
)
MOVED_OTHERWISE = Text(
    "{first}년 {old}, {last}년 {new}: 문장과 반대 방향입니다.",
    "{old} in {first}, {new} in {last}: the other direction.",
)
UNCLEAR = Text(
    "{first}년 {old}, {last}년 {new}: 차이의 95% 구간이 변화 없음을 배제하지 못합니다.",
    "{old} in {first}, {new} in {last}: the 95% interval of the difference does not exclude no change.",
)
UNTESTED = Text(
    "{first}년 {old}, {last}년 {new}: 분모가 공표되지 않아 우연인지 가릴 수 없습니다.",
    "{old} in {first}, {new} in {last}: without counts chance cannot be told apart.",
)
_ROSE = re.compile(
    r"올랐|올라|상승(?!시키|세)|증가(?!시키)|늘었|늘어났|높아졌|\brose\b|increased", re.IGNORECASE
)
_FELL = re.compile(
    r"내렸|내려갔|하락(?!시키|세)|감소(?!시키)|줄었|줄어들었|낮아졌|떨어졌|\bfell\b|decreased", re.IGNORECASE
)


def against_data(snapshot: Snapshot, clause: Clause, data_set: str) -> tuple[Check, ...]:
    """The checks of each number and of the direction against the measured values."""
    if not clause.places:
        return (Check(PLACE, "uncheckable", NO_PLACE),)
    place = clause.places[-1]
    kpi, rows = _measured(snapshot, clause, place, data_set)
    name = register.names(snapshot)[place]
    if rows.empty:
        return (Check(VALUE, "uncheckable", NO_VALUE.fill(place=name, why=kpi.unavailable)),)
    checks = [_number(snapshot, kpi, rows, name, each) for each in clause.amounts if each.role != "by"]
    checks += [_by(kpi, rows, each, clause) for each in clause.amounts if each.role == "by"]
    return (*checks, *_movement(snapshot, kpi, rows, clause))


def _measured(snapshot: Snapshot, clause: Clause, place: str, data_set: str) -> tuple[Kpi, pd.DataFrame]:
    """The first indicator of that name whose values hold the clause's numbers, else that has any."""
    tables = [
        (measurement.find(each), _rows(snapshot, measurement.find(each), place, data_set))
        for each in clause.kpis
    ]
    filled = [(kpi, rows) for kpi, rows in tables if not rows.empty]
    holding = [
        (kpi, rows) for kpi, rows in filled if any(len(_equal(kpi, rows, each)) for each in clause.amounts)
    ]
    return (holding or filled or tables)[0]


def _rows(snapshot: Snapshot, kpi: Kpi, place: str, data_set: str) -> pd.DataFrame:
    """Every valued row of a place or institution, by all formulas."""
    home = register.table(snapshot, "SELECT institution_id, city_id FROM institutions").set_index(
        "institution_id"
    )
    kind: Literal["published", "sample"] = "sample" if data_set == "sample" else "published"
    if place in home.index:
        scope = Scope(kind, cities=(str(home.loc[place, "city_id"]),), institutions=(place,))
        by: tuple[str, ...] = ("city", "institution", "year")
    else:
        scope, by = Scope(kind, cities=(place,)), ("city", "year")
    tables = [
        measurement.measure(snapshot, kpi.id, scope, by, each.id) for each in kpi.formulas if each.table
    ]
    tables = tables or [measurement.measure(snapshot, kpi.id, scope, by)]
    rows = pd.concat([table[table["value"].notna() & table["year"].notna()] for table in tables])
    return rows.drop_duplicates(["year", "formula_id", "origin", "value"])


def _equal(kpi: Kpi, rows: pd.DataFrame, amount: Amount) -> pd.DataFrame:
    scale = 100 if kpi.unit == "percent" else 1
    return rows[
        [
            rounded(value * scale, amount.decimals) == rounded(amount.value, amount.decimals)
            for value in rows["value"]
        ]
    ]


def _number(snapshot: Snapshot, kpi: Kpi, rows: pd.DataFrame, place: Text, amount: Amount) -> Check:
    if kpi.unit == "percent" and amount.unit == "points":
        latest = rows.sort_values("year").iloc[-1]
        return Check(UNIT, "wrong", _told(DIFFERS, kpi, latest, place), source_of(snapshot, _codes(latest)))
    year = amount.year or int(rows["year"].max())
    there = rows[rows["year"] == year]
    if there.empty:
        return Check(YEAR, "uncheckable", NO_YEAR.fill(place=place, year=year))
    equal = _equal(kpi, there, amount)
    if len(equal):
        row = equal.iloc[0]
        return Check(VALUE, "right", _told(EQUALS, kpi, row, place), source_of(snapshot, _codes(row)))
    row, elsewhere = there.iloc[0], _equal(kpi, rows, amount)
    if amount.year is None and len(elsewhere):
        reason = OF_ANOTHER_YEAR.fill(
            place=place, year=int(elsewhere.iloc[0]["year"]), last=year, value=_shown(kpi, row)
        )
        return Check(YEAR, "wrong", reason, source_of(snapshot, _codes(row)))
    return Check(VALUE, "wrong", _told(DIFFERS, kpi, row, place), source_of(snapshot, _codes(row)))


def _told(template: Text, kpi: Kpi, row: pd.Series, place: Text) -> Text:
    counted = kpi.unit == "percent" and pd.notna(row["numerator"]) and pd.notna(row["denominator"])
    counts = (
        COUNTS.fill(numerator=f"{row['numerator']:,.0f}", denominator=f"{row['denominator']:,.0f}")
        if counted
        else Text("", "")
    )
    return template.fill(
        place=place,
        year=int(row["year"]),
        value=_shown(kpi, row),
        counts=counts,
        formula=kpi.formula(row["formula_id"]).name,
    )


def _shown(kpi: Kpi, row: pd.Series) -> Text:
    return value_text(kpi.unit, row["value"], row["value_high"])


def _codes(row: pd.Series) -> str:
    return "" if pd.isna(row["source_ids"]) else str(row["source_ids"])


def _ends(rows: pd.DataFrame, clause: Clause) -> tuple[pd.Series, pd.Series] | None:
    """The two values that a clause compares: of the years it names, else the first and the last."""
    line = line_of(_one_formula(rows, clause))
    years = [each.year for each in clause.amounts if each.year is not None]
    named = line[line["year"].isin(years)] if len(years) > 1 else line
    return (named.iloc[0], named.iloc[-1]) if len(named) > 1 else None


def _one_formula(rows: pd.DataFrame, clause: Clause) -> pd.DataFrame:
    """The rows of the formula that holds the clause's numbers, else of the first with two values."""
    kpi = measurement.find(str(rows["kpi_id"].iloc[0]))
    held = [code for each in clause.amounts for code in _equal(kpi, rows, each)["formula_id"]]
    years = rows.groupby("formula_id", sort=False)["year"].nunique()
    code = (held or [*years[years > 1].index, *years.index])[0]
    same: pd.DataFrame = rows[rows["formula_id"] == code]
    return same


def _by(kpi: Kpi, rows: pd.DataFrame, amount: Amount, clause: Clause) -> Check:
    ends = _ends(rows, clause)
    if ends is None or kpi.unit != "percent":
        return Check(CHANGE, "uncheckable", NOT_COMPARED)
    first, last = ends
    difference = float(last["value"] - first["value"])
    shown = points(abs(difference)).removeprefix("+")
    right = rounded(abs(difference) * 100, amount.decimals) == rounded(amount.value, amount.decimals)
    if right and amount.unit == "percent":
        return Check(UNIT, "wrong", PERCENT_OR_POINTS.fill(difference=shown))
    words = DIFFERENCE.fill(first=int(first["year"]), last=int(last["year"]), difference=shown)
    return Check(CHANGE, "right" if right else "wrong", words)


def _movement(snapshot: Snapshot, kpi: Kpi, rows: pd.DataFrame, clause: Clause) -> list[Check]:
    said = "rose" if _ROSE.search(clause.quote) else "fell" if _FELL.search(clause.quote) else ""
    ends = _ends(rows, clause)
    if not said or ends is None:
        return []
    change = change_between(kpi, *ends)
    words: Words = {
        "first": int(ends[0]["year"]),
        "last": int(ends[1]["year"]),
        "old": _shown(kpi, ends[0]),
        "new": _shown(kpi, ends[1]),
    }
    source = source_of(snapshot, _codes(ends[1]))
    if change.movement == "untested":
        return [Check(MOVEMENT, "uncheckable", UNTESTED.fill(**words), source)]
    if change.movement == "unclear":
        return [Check(MOVEMENT, "wrong", UNCLEAR.fill(**words), source)]
    right = change.movement == said
    return [
        Check(
            MOVEMENT,
            "right" if right else "wrong",
            (MOVED if right else MOVED_OTHERWISE).fill(**words),
            source,
        )
    ]
