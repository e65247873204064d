"""Measurements as a table in words: every value with all that it must not come without."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from findings import value_text
from kpis import MARKS, RUNGS, STATUSES, Kpi
from parts.indicator import counted
from texts import Language, Text

ORIGINS = {"computed": Text("계산", "Computed"), "published": Text("공표", "Published")}
COLUMNS = {
    "place": Text("대상", "Place"),
    "year": Text("연도", "Year"),
    "value": Text("값", "Value"),
    "counted": Text("분자·분모", "Numerator, denominator"),
    "formula": Text("산식", "Formula"),
    "local": Text("지역 범위", "Local means"),
    "origin": Text("구분", "Origin"),
    "date": Text("기준일", "As of"),
    "status": Text("상태", "Status"),
    "source": Text("출처", "Source"),
}


def values(
    kpi: Kpi, rows: pd.DataFrame, by: str, names: Mapping[str, Text], cited: pd.Series, language: Language
) -> pd.DataFrame:
    """One line a measurement; `by` is the column of the place, `cited` the publishers by source."""
    lines = [_line(kpi, row, names[row[by]], cited, language) for _, row in rows.iterrows()]
    return pd.DataFrame(lines, columns=[COLUMNS[name](language) for name in COLUMNS])


def status_text(row: pd.Series, language: Language) -> str:
    """The status of a value and the reservations on it."""
    marks = [MARKS[mark](language) for mark in str(row["marks"]).split()]
    return ", ".join([STATUSES[row["status"]](language), *marks])


def _line(kpi: Kpi, row: pd.Series, place: Text, cited: pd.Series, language: Language) -> list[str]:
    formula = kpi.formula(row["formula_id"])
    sources = [] if pd.isna(row["source_ids"]) else [cited[code] for code in row["source_ids"].split(";")]
    return [
        place(language),
        "–" if pd.isna(row["year"]) else str(int(row["year"])),
        value_text(kpi.unit, row["value"], row["value_high"])(language)
        if pd.notna(row["value"])
        else STATUSES[row["status"]](language),
        counted(kpi.unit, row)(language),
        formula.name(language),
        RUNGS[formula.geography](language),
        ORIGINS[row["origin"]](language),
        "–" if pd.isna(row["reference_date"]) else str(row["reference_date"]),
        status_text(row, language),
        ", ".join(sources) or "–",
    ]
