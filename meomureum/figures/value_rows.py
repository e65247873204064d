"""Measurements as a table in words: what every value must not come without, said alike on screen and in files."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from meomureum.analysis.words.values import is_marked, meaning, row_text
from meomureum.drawing.figure import Point
from meomureum.measures.measurement import DIMENSIONS, RUNGS, STATUSES, Kpi, mark_text
from meomureum.texts import Language, Text, number

Row: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"

COLUMNS = {
    "place": Text("대상", "Place"),
    "year": Text("연도", "Year"),
    "value": Text("값", "Value"),
    "numerator": Text("분자", "Numerator"),
    "denominator": Text("분모", "Denominator"),
    "formula": Text("산식", "Formula"),
    "local": Text("지역 범위", "Local means"),
    "origin": Text("구분", "Origin"),
    "date": Text("기준일", "As of"),
    "status": Text("상태", "Status"),
}
ORIGINS: Mapping[Hashable, Text] = {
    "computed": Text("계산", "Computed"),
    "published": Text("공표", "Published"),
}
NAMED, VALUED = (0, 1, 5, 7), (2, 3, 4)
"""The columns that tell one row from another, and those that hold its values."""
NOT_KNOWN = "–"
SHORT_MARKS = {
    "provisional": Text("잠정", "provisional"),
    "revised": Text("정정", "revised"),
    "low_reliability": Text("분모 작음", "small base"),
    "assumed_year": Text("연도 가정", "year assumed"),
}
"""Beside a point there is room for a word; the table has the whole of it."""
LOCAL = Text("지역 범위: {rung}", "local means: {rung}")


def light(measured: pd.DataFrame, by: Collection[str]) -> pd.DataFrame:
    """Without the dimensions that are not asked for, words as plain objects: a figure cuts it many times."""
    empty = [column for name, column in DIMENSIONS.items() if name not in by]
    rows = measured.drop(columns=empty)
    return rows.astype({name: object for name, kind in rows.dtypes.items() if kind == "str"})


def in_words(kpi: Kpi, row: Row, place: Text, language: Language) -> dict[str, str]:
    """The cells of one measurement by the names of `COLUMNS`; a value that is missing says why."""
    formula = kpi.formula(row["formula_id"])
    valued = pd.notna(row["value"])
    return {
        "place": place(language),
        "year": NOT_KNOWN if pd.isna(row["year"]) else str(int(row["year"])),
        "value": row_text(kpi.unit, row)(language) if valued else STATUSES[row["status"]](language),
        "numerator": "" if pd.isna(row["numerator"]) else number(row["numerator"]),
        "denominator": "" if pd.isna(row["denominator"]) else number(row["denominator"]),
        "formula": formula.name(language),
        "local": RUNGS[formula.geography](language),
        "origin": ORIGINS[row["origin"]](language),
        "date": NOT_KNOWN if pd.isna(row["reference_date"]) else str(row["reference_date"]),
        "status": status_text(row, language),
    }


def status_text(row: Row, language: Language) -> str:
    """The status of a value and the reservations on it."""
    marks = (f"{mark[0].lower()}{mark[1:]}" for mark in marks_of(row, language))
    return ", ".join([STATUSES[row["status"]](language), *marks])


def marks_of(row: Row, language: Language) -> tuple[str, ...]:
    """The reservations on a value."""
    return tuple(mark_text(mark)(language) for mark in str(row["marks"]).split())


def short_marks(row: Row, language: Language) -> str:
    """The reservations on a value in short words: where there is room for a word only."""
    held = str(row["marks"]).split()
    short = [SHORT_MARKS[mark] for mark in held if mark in SHORT_MARKS]
    return ", ".join(each(language) for each in (*short, *(mark_text(mark) for mark in held if ":" in mark)))


def point_of(kpi: Kpi, row: Row, at: str, language: Language, code: str = "") -> Point:
    """One measurement as a point of a figure; where there is no value it says why."""
    valued = pd.notna(row["value"])
    return Point(
        at=at,
        value=float(row["value"]) if valued else None,
        shown=row_text(kpi.unit, row)(language) if valued else STATUSES[row["status"]](language),
        numerator=None if pd.isna(row["numerator"]) else float(row["numerator"]),
        denominator=None if pd.isna(row["denominator"]) else float(row["denominator"]),
        marks=marks_of(row, language),
        code=code,
        status="" if valued else str(row["status"]),
        weak=is_marked(row, "low_reliability") or is_marked(row, "partial"),
        note=short_marks(row, language) if valued else "",
        far=None if pd.isna(row["value_high"]) else float(row["value_high"]),
    )


def in_numbers(kpi: Kpi, row: Row) -> tuple[float | None, ...]:
    """The numbers behind the same cells: a band, a stage and what is missing are words only."""
    worded = kpi.unit == "stage" or pd.notna(row["value_high"])
    known = {name: row[name] for name in ("year", "numerator", "denominator")}
    known["value"] = None if worded else row["value"]
    return tuple(None if pd.isna(known.get(name)) else float(known[name]) for name in COLUMNS)


def definition_of(kpi: Kpi, valued: pd.DataFrame, language: Language) -> str:
    """What is divided by what in some measurements, by which formula and with which meaning of local."""
    computed = valued[valued["origin"] == "computed"]
    formula = kpi.formula((computed if len(computed) else valued)["formula_id"].iloc[0])
    words = [meaning(kpi, formula)(language), formula.name(language), formula.note(language)]
    if len({each.geography for each in kpi.formulas}) > 1:
        words.append(LOCAL.fill(rung=RUNGS[formula.geography])(language))
    return " · ".join(word for word in words if word)


def marks_in(valued: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """Every reservation on some measurements, each once."""
    found = dict.fromkeys(mark for each in valued["marks"] for mark in str(each).split())
    return tuple(mark_text(mark)(language) for mark in found)
