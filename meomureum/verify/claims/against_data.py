"""A clause against what has been measured: the value of a place in a year, and what may be said of a change.

A value is wrong only where the text itself says of whom, where and when it is; otherwise it cannot be
checked, and the reason names what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import pandas as pd

from meomureum.analysis.words import value_text
from meomureum.measures import measurement
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import Kpi, Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, rounded
from meomureum.verify.claims.clauses import Amount, Clause
from meomureum.verify.claims.places import NATION, home_cities, name_of
from meomureum.verify.claims.verdicts import PLACE, UNIT, Check, Verdict, source_of

VALUE = Text("값", "Value")
YEAR = Text("연도", "Year")
OF_WHOM = Text("대상", "Population")

EQUALS = Text(
    "{place} {year}년 값 {value:과/와} 같습니다{counts}. 산식: {formula}",
    "Equals the {year} value of {place}, {value}{counts}. Formula: {formula}",
)
DIFFERS = Text(
    "{place} {year}년 값은 {value}입니다{counts}. 산식: {formula}",
    "The {year} value of {place} is {value}{counts}. Formula: {formula}",
)
POINTS_FOR_PERCENT = Text(
    "%p는 두 비율의 차이에 쓰는 단위이고 비율은 %로 적습니다. {differs}",
    "%p is the unit of a difference of two rates; a rate is in %. {differs}",
)
OF_ANOTHER_YEAR = Text(
    "문장에 연도가 없습니다. {place} {year}년 값이고, 가장 최근인 {last}년 값은 {value}입니다.",
    "The sentence names no year. It is the {year} value of {place}; the latest, of {last}, is {value}.",
)
UNDATED = Text(
    "문장에 연도가 없어 어느 해의 값인지 알 수 없습니다. {place}의 가장 최근인 {last}년 값은 {value}입니다.",
    "The sentence names no year, so it is not known which value is meant. The latest of {place}, of {last}, is {value}.",
)
NO_DATE = Text(
    "‘{words}’가 어느 해인지 알 수 없습니다. 글의 날짜를 함께 적어 주십시오.",
    "It is not known which year “{words}” is. Please give the date of the text.",
)
COUNTS = Text("({denominator}명 중 {numerator}명)", " ({numerator} of {denominator})")
NO_YEAR = Text(
    "{place}의 {year}년 값은 공표되지 않았습니다.", "No value of {place} for {year} has been published."
)
NO_VALUE = Text("{place}의 값은 공표되지 않았습니다. {why}", "No value of {place} has been published. {why}")
NOT_SEPARATE = Text(
    "{place}의 {group} 값은 따로 공표되지 않았습니다.",
    "No separate value of {group} has been published for {place}.",
)
NO_PLACE = Text(
    "문장에 도시나 기관이 없어 견줄 값을 고를 수 없습니다.",
    "The sentence names no city or institution to compare with.",
)
NOT_OF_WHOM = Text(
    "문장이 누구의 값인지 밝히지 않았습니다. {names} 가운데 무엇인지 적어 주십시오.",
    "The sentence does not say whose rate it is. Please say which is meant: {names}.",
)


@dataclass(frozen=True)
class Measured:
    """An indicator's values of one place; `sure` says that the text itself names the place."""

    kpi: Kpi
    rows: pd.DataFrame
    code: str
    place: Text
    sure: bool

    def equal(self, amount: Amount, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """The rows whose value is the number, as far as it is written."""
        scale = 100 if self.kpi.unit == "percent" else 1
        of = self.rows if rows is None else rows
        written = rounded(amount.value, amount.decimals)
        return of[[rounded(value * scale, amount.decimals) == written for value in of["value"]]]

    def of_year(self, year: int) -> pd.DataFrame:
        """The rows of a year, the indicator's first formula first."""
        return self.rows[self.rows["year"] == year]

    def newest(self, until: int | None = None) -> int | None:
        """The last year with a value, not after `until`."""
        years = [int(year) for year in self.rows["year"] if until is None or year <= until]
        return max(years, default=None)


def values(
    snapshot: Snapshot, clause: Clause, data_set: str, published_on: date | None
) -> tuple[Measured | None, tuple[Check, ...]]:
    """What the clause is held against, with the checks of its numbers; no rows where it cannot be."""
    if len(clause.kpis) > 1:
        listed = [measurement.find(each).name for each in clause.kpis]
        which = Text(", ".join(each.ko for each in listed), ", ".join(each.en for each in listed))
        return None, (Check(OF_WHOM, "uncheckable", NOT_OF_WHOM.fill(names=which)),)
    found = measured(snapshot, clause, data_set)
    if found is None:
        units = [each for each in clause.amounts if each.unit == "points" and each.role != "by"]
        told = Check(UNIT, "uncheckable", POINTS_FOR_PERCENT.fill(differs=""))
        return None, (Check(PLACE, "uncheckable", NO_PLACE), *([told] if units else []))
    if clause.people.group or _is_another(clause):
        group = clause.people.group or _type_name(clause)
        reason = NOT_SEPARATE.fill(place=found.place, group=group)
        return None, (Check(OF_WHOM, "uncheckable", reason),)
    if found.rows.empty:
        reason = NO_VALUE.fill(place=found.place, why=found.kpi.unavailable)
        if clause.people.school_type:
            reason = NOT_SEPARATE.fill(place=found.place, group=_type_name(clause))
        return None, (Check(VALUE, "uncheckable", reason),)
    checks = [
        _number(snapshot, other_place(snapshot, found, each.place, clause, data_set), each, published_on)
        for each in clause.amounts
        if each.role != "by"
    ]
    return found, tuple(checks)


def _is_another(clause: Clause) -> bool:
    """Whether an indicator of universities or of a city's graduates is said of vocational schools."""
    return clause.people.vocational and clause.kpis[0].startswith("local_")


def _type_name(clause: Clause) -> Text:
    return dimensions.CODES["school_type"][clause.people.school_type or "vocational"]


def measured(snapshot: Snapshot, clause: Clause, data_set: str) -> Measured | None:
    """The values of the clause's place; of several that may be meant, the first one's that hold its numbers."""
    kpi = measurement.find(clause.kpis[0])
    places = clause.places[-1:]
    if not clause.named and kpi.id.startswith("vocational"):  # figures of the nation rarely say so
        places = (*places, NATION)
    sure = (clause.named and len(clause.places) == 1) or places == (NATION,)
    tables = [_measured(snapshot, kpi, place, clause, data_set, sure) for place in places]
    filled = [each for each in tables if not each.rows.empty]
    holding = [each for each in filled if any(len(each.equal(amount)) for amount in clause.amounts)]
    return next(iter(holding or filled or tables), None)


def other_place(snapshot: Snapshot, found: Measured, place: str, clause: Clause, data_set: str) -> Measured:
    """The values of the place that stands right before a number, else those of the clause."""
    if place in ("", found.code):
        return found
    return _measured(snapshot, found.kpi, place, clause, data_set, sure=True)


def _measured(
    snapshot: Snapshot, kpi: Kpi, place: str, clause: Clause, data_set: str, sure: bool
) -> Measured:
    school_type = clause.people.school_type
    if kpi.id.startswith("vocational") and not school_type and place in _wide(snapshot):
        school_type = "vocational"  # a province may publish one type of school alone
    found = rows_of(snapshot, kpi, place, data_set, school_type)
    valued = found[found["value"].notna()].drop_duplicates(["year", "formula_id", "origin", "value"])
    return Measured(kpi, valued, place, name_of(snapshot, place), sure)


@lru_cache(maxsize=4)
def _wide(snapshot: Snapshot) -> frozenset[str]:
    found = snapshot.query("SELECT region_id FROM regions WHERE level <> 'city'")
    return frozenset(found["region_id"])


def rows_of(snapshot: Snapshot, kpi: Kpi, place: str, data_set: str, school_type: str = "") -> pd.DataFrame:
    """Every dated row of a place or institution, by all formulas, the indicator's first one first."""
    home = home_cities(snapshot).get(place)
    kind: Literal["published", "sample"] = "sample" if data_set == "sample" else "published"
    scope = Scope(
        kind,
        cities=(home or place,),
        institutions=(place,) if home else (),
        school_types=(school_type,) if school_type else (),
    )
    by = ("city", "institution", "year") if home else ("city", "year")
    formulas = [each.id for each in kpi.formulas if each.table] or [""]
    tables = [measurement.measure(snapshot, kpi.id, scope, by, each) for each in formulas]
    rows: pd.DataFrame = pd.concat([table[table["year"].notna()] for table in tables])
    return rows


def _number(snapshot: Snapshot, found: Measured, amount: Amount, published_on: date | None) -> Check:
    year = amount.year or found.newest(published_on.year if published_on else None)
    if amount.year_words:
        return Check(YEAR, "uncheckable", NO_DATE.fill(words=amount.year_words))
    there = found.of_year(year) if year is not None else found.rows[:0]
    if year is None or there.empty:
        missing = year or (published_on.year if published_on else 0)
        return Check(YEAR, "uncheckable", NO_YEAR.fill(place=found.place, year=missing))
    equal = found.equal(amount, there)
    if found.kpi.unit == "percent" and amount.unit == "points":
        row = (equal if len(equal) else there).iloc[0]
        reason = POINTS_FOR_PERCENT.fill(differs=_told(DIFFERS, found, row))
        return _check(snapshot, UNIT, "wrong" if found.sure else "uncheckable", reason, row)
    if len(equal):
        row = equal.iloc[0]
        return _check(snapshot, VALUE, "right", _told(EQUALS, found, row), row)
    row = there.iloc[0]
    if amount.year is None:
        return _undated(snapshot, found, amount, row, published_on)
    return _check(snapshot, VALUE, "wrong" if found.sure else "uncheckable", _told(DIFFERS, found, row), row)


def _undated(
    snapshot: Snapshot, found: Measured, amount: Amount, newest: pd.Series, published_on: date | None
) -> Check:
    """A number without a year that is not the newest one's: on its day the one before may have been."""
    elsewhere, last = found.equal(amount), int(newest["year"])
    before = found.newest(last - 1)
    still = elsewhere[elsewhere["year"] == before]
    if published_on is not None and len(still):
        row = still.iloc[0]
        return _check(snapshot, VALUE, "right", _told(EQUALS, found, row), row)
    words: dict[str, Text | int] = {
        "place": found.place,
        "last": last,
        "value": shown(found.kpi, newest),
    }
    if len(elsewhere):
        reason = OF_ANOTHER_YEAR.fill(year=int(elsewhere.iloc[0]["year"]), **words)
        return _check(snapshot, YEAR, "uncheckable", reason, newest)
    return _check(snapshot, YEAR, "uncheckable", UNDATED.fill(**words), newest)


def _check(snapshot: Snapshot, aspect: Text, verdict: Verdict, reason: Text, row: pd.Series) -> Check:
    return Check(aspect, verdict, reason, source_of(snapshot, codes_of(row)))


def _told(template: Text, found: Measured, row: pd.Series) -> Text:
    counted = found.kpi.unit == "percent" and pd.notna(row["numerator"]) and pd.notna(row["denominator"])
    counts = (
        COUNTS.fill(numerator=f"{row['numerator']:,.0f}", denominator=f"{row['denominator']:,.0f}")
        if counted
        else Text("", "")
    )
    return template.fill(
        place=found.place,
        year=int(row["year"]),
        value=shown(found.kpi, row),
        counts=counts,
        formula=found.kpi.formula(row["formula_id"]).name,
    )


def shown(kpi: Kpi, row: pd.Series) -> Text:
    """A value as readers see it."""
    return value_text(kpi.unit, row["value"], row["value_high"])


def codes_of(row: pd.Series) -> str:
    """The codes of a row's sources."""
    return "" if pd.isna(row["source_ids"]) else str(row["source_ids"])
