"""A clause against what has been measured: the value of a place in a year, and what may be said of a change.

A value is wrong only where the text itself says of whom, where and when it is; otherwise it cannot be
checked, and the reason names what is missing.
"""

from __future__ import annotations

import re

import pandas as pd

from meomureum.analysis.words.values import value_text
from meomureum.measures import measurement
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import Kpi
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.around import Around
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.doubts import doubt_of
from meomureum.verify.claims.measured import Measured, measured
from meomureum.verify.claims.place_names import UNKNOWN
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
    "pp is the unit of a difference of two rates; a rate is in %. {differs}",
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
UNKNOWN_PLACE = Text(
    "문장의 지역이나 기관이 어디인지 알 수 없거나 그 자료가 없습니다.",
    "It is not known which place or institution the sentence means, or it has no data.",
)
DENIED = Text("문장이 이 수를 부정합니다.", "The sentence denies this number.")
NEARLY = Text(
    "{differs} 어림한 수이거나 소수점 아래를 버린 수인지 문장으로는 알 수 없습니다.",
    "{differs} It may be a rough number or one that was cut off.",
)
OF_SOME = Text(
    "{differs} 이 수가 그 지표의 값인지, 그 가운데 일부의 값인지 문장으로는 알 수 없습니다.",
    "{differs} The sentence does not say whether this number is of the indicator or of some of it.",
)
ELSEWHERE = Text(
    "{differs} 문장의 다른 연도·지역·지표에는 같은 값이 있어, 무엇을 말한 것인지 분명하지 않습니다.",
    "{differs} Another year, place or indicator of the sentence has this value: it is not clear which is meant.",
)
ASSUMED = Text(
    "{differs} 자료의 연도는 공시된 해에서 미루어 정한 것이고, 앞뒤 해에는 같은 값이 있습니다.",
    "{differs} The year of the data is taken from that of disclosure, and the year before or after has this value.",
)
NOT_OF_WHOM = Text(
    "문장이 누구의 값인지 밝히지 않았습니다. {names} 가운데 무엇인지 적어 주십시오.",
    "The sentence does not say whose rate it is. Please say which is meant: {names}.",
)


_LATER = re.compile(
    r"5년\s*(?:뒤|후|만|새|사이|이\s*지)|세였던|세이던|five years (?:later|on)", re.IGNORECASE
)


def values(around: Around) -> tuple[Measured | None, tuple[Check, ...]]:
    """What the clause is held against, with the checks of its numbers; no rows where it cannot be."""
    clause = around.clause
    if len(clause.kpis) > 1:
        listed = [measurement.find(each).name for each in clause.kpis]
        which = Text(", ".join(each.ko for each in listed), ", ".join(each.en for each in listed))
        return None, (Check(OF_WHOM, "uncheckable", NOT_OF_WHOM.fill(names=which)),)
    found = measured(around.snapshot, clause, around.data_set)
    if found is None:
        units = [each for each in clause.amounts if each.unit == "points" and each.role != "by"]
        told = Check(UNIT, "uncheckable", POINTS_FOR_PERCENT.fill(differs=""))
        return None, (Check(PLACE, "uncheckable", NO_PLACE), *([told] if units else []))
    amounts = [each for each in clause.amounts if each.role != "by" and found.speaks_of(each)]
    if not amounts and not clause.amount("by") and not clause.done:
        return None, ()
    refusal = _refusal(clause, found)
    if refusal is not None:
        return None, (refusal,)
    return found, tuple(_number(around, around.at(found, each), each) for each in amounts)


def _refusal(clause: Clause, found: Measured) -> Check | None:
    """Why nothing of the clause can be held against the values of its place."""
    doubt = doubt_of(clause)
    if doubt is not None:
        return Check(OF_WHOM, "uncheckable", doubt)
    if clause.people.group or _is_another(clause):
        group = clause.people.group or _type_name(clause)
        return Check(OF_WHOM, "uncheckable", NOT_SEPARATE.fill(place=found.place, group=group))
    if found.code == UNKNOWN:
        return Check(PLACE, "uncheckable", UNKNOWN_PLACE)
    if not found.rows.empty:
        return None
    reason = NO_VALUE.fill(place=found.place, why=found.kpi.unavailable)
    if clause.people.ages and found.kpi.id.startswith("youth"):
        reason = NOT_SEPARATE.fill(place=found.place, group=_ages_name(clause))
    if clause.people.school_type:
        reason = NOT_SEPARATE.fill(place=found.place, group=_type_name(clause))
    return Check(VALUE, "uncheckable", reason)


def _is_another(clause: Clause) -> bool:
    """Whether an indicator of universities or of all graduates is said of vocational schools."""
    return clause.people.vocational and clause.kpis[0].startswith(("local_", "high_school"))


def _type_name(clause: Clause) -> Text:
    return dimensions.CODES["school_type"][clause.people.school_type or "vocational"]


def _ages_name(clause: Clause) -> Text:
    first, last = clause.people.ages or (0, 0)
    return Text(f"{first}~{last}세", f"{first} to {last} year olds")


def _number(around: Around, found: Measured, amount: Amount) -> Check:
    if amount.denied:
        return Check(VALUE, "uncheckable", DENIED)
    if amount.year_words:
        return Check(YEAR, "uncheckable", NO_DATE.fill(words=amount.year_words))
    if found.code == UNKNOWN:
        return Check(PLACE, "uncheckable", UNKNOWN_PLACE)
    year = _five_years_on(found, amount, around.clause) or found.newest(around.until)
    there = found.of_year(year) if year is not None else found.rows[:0]
    if year is None or there.empty:
        return Check(YEAR, "uncheckable", NO_YEAR.fill(place=found.place, year=year or around.until or 0))
    if amount.bound in ("over", "under"):
        there = there[:1]
    fits = [found.fit(amount, row) for _, row in there.iterrows()]
    row = there.iloc[fits.index("equal") if "equal" in fits else 0]
    if found.kpi.unit == "percent" and amount.unit == "points":
        reason = POINTS_FOR_PERCENT.fill(differs=_told(DIFFERS, found, row))
        sure = found.sure and "equal" in fits and amount.own
        return _check(around.snapshot, UNIT, "wrong" if sure else "uncheckable", reason, row)
    if "equal" in fits:
        return _check(around.snapshot, VALUE, "right", _told(EQUALS, found, row), row)
    if amount.year is None:
        return _undated(around, found, amount, row)
    return _differing(around, found, amount, row, near="near" in fits)


def _five_years_on(found: Measured, amount: Amount, clause: Clause) -> int | None:
    """The year of a number; "2020년 15~19세였던 청년의 5년 뒤": of a net ratio it is the later one."""
    year = amount.year
    later = (
        found.kpi.net and year is not None and found.of_year(year).empty and _LATER.search(clause.sentence)
    )
    return year + 5 if later and year is not None else year


def _differing(around: Around, found: Measured, amount: Amount, row: pd.Series, *, near: bool) -> Check:
    """A number that is not the one published: wrong only if nothing else that the sentence names has it."""
    differs = _told(DIFFERS, found, row)
    loose = "approximate" in str(row["marks"]) or (
        found.kpi.unit == "percent" and row["formula_id"] in found.kpi.stand_ins
    )
    beside = found.rows[(found.rows["year"] - row["year"]).abs() == 1]
    if not amount.own:
        reason = OF_SOME.fill(differs=differs)
    elif near or loose:
        reason = NEARLY.fill(differs=differs)
    elif "assumed_year" in str(row["marks"]) and len(found.equal(amount, beside)):
        reason = ASSUMED.fill(differs=differs)
    elif _is_elsewhere(around, found, amount):
        reason = ELSEWHERE.fill(differs=differs)
    else:
        return _check(around.snapshot, VALUE, "wrong" if found.sure else "uncheckable", differs, row)
    return _check(around.snapshot, VALUE, "uncheckable", reason, row)


def _is_elsewhere(around: Around, found: Measured, amount: Amount) -> bool:
    years = around.years(amount)
    return any(
        len(other.equal(amount, other.rows[other.rows["year"].isin(years)])) > 0
        for other in around.points(found, amount)
    )


def _undated(around: Around, found: Measured, amount: Amount, newest: pd.Series) -> Check:
    """A number without a year that is not the newest one's: on its day the one before may have been."""
    elsewhere, last = found.equal(amount), int(newest["year"])
    before = found.newest(last - 1)
    still = elsewhere[elsewhere["year"] == before]
    if around.published_on is not None and len(still):
        row = still.iloc[0]
        return _check(around.snapshot, VALUE, "right", _told(EQUALS, found, row), row)
    words: dict[str, Text | int] = {
        "place": found.place,
        "last": last,
        "value": shown(found.kpi, newest),
    }
    if len(elsewhere):
        reason = OF_ANOTHER_YEAR.fill(year=int(elsewhere.iloc[0]["year"]), **words)
        return _check(around.snapshot, YEAR, "uncheckable", reason, newest)
    return _check(around.snapshot, YEAR, "uncheckable", UNDATED.fill(**words), newest)


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
